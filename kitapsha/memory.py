"""Translation memory: what is translated once in a language is not translated again.

The memory of a locale is made of its catalogs and of files that the user names; it is looked up by the exact text,
white space and the shape of quotation marks aside. Where several translations are known and nothing tells which one
is meant, none is taken. Exchange with other programs: TMX and compendiums (PO).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cached_property

from .model import Catalog, Message, Previous

MODES = ("use", "fuzzy", "off")
"""What the publisher's settings can say of texts translated elsewhere: taken as they are, to be checked, or not at all.

In every mode what has merely moved keeps its translation, and a file that the user names is used, in `off` to be
checked.
"""

FROM = "from memory: "
SUGGESTED = "suggested by memory: "
ELSEWHERE = "translated elsewhere: "
MAX_HINTS = 3


class Standing(IntEnum):
    """Where a translation stands; of several that differ, those of the first kind decide.

    MOVED: its text has left its catalog, and belongs where it turns up. LIVE: its text is still there. OBSOLETE: its
    text was gone before. FILE: from a file that the user named. INHERITED: the toolkit's own words.
    """

    MOVED = 0
    LIVE = 1
    OBSOLETE = 2
    FILE = 3
    INHERITED = 4


_COPIED = (Standing.LIVE, Standing.FILE)
"""Comments on these stay with the text that they were written for."""


_AT_HOME = (Standing.MOVED, Standing.LIVE, Standing.OBSOLETE)
"""Translations in a catalog of the publication."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A finished translation into a locale. `origin` is the path of its catalog, or the name of its file."""

    message: Message
    locale: str
    origin: str
    standing: Standing = Standing.LIVE


@dataclass(frozen=True)
class Memory:
    """The translations into one locale. It is looked into only where something is new, and indexed only then.

    In the mode `off` nothing is taken from where it still stands, or has been given up before.
    """

    entries: tuple[Entry, ...] = ()
    mode: str = "use"

    @cached_property
    def by_text(self) -> dict[str, list[Entry]]:
        """The entries that may be taken, by the folded source text."""
        index: dict[str, list[Entry]] = {}
        for entry in self.entries:
            if self.mode != "off" or entry.standing not in (Standing.LIVE, Standing.OBSOLETE):
                index.setdefault(folded(entry.message.msgid), []).append(entry)
        return index

    @cached_property
    def by_place(self) -> dict[tuple[str, str], list[Entry]]:
        """Every entry by its origin and source text."""
        index: dict[tuple[str, str], list[Entry]] = {}
        for entry in self.entries:
            index.setdefault((entry.origin, entry.message.msgid), []).append(entry)
        return index


@dataclass(frozen=True, slots=True)
class Match:
    """What the memory has for a text: one entry, or none and the `rivals`, one for each translation that differs.

    `sure` is false where the text is known in another context only.
    """

    entry: Entry | None
    sure: bool = True
    rivals: tuple[Entry, ...] = ()


_SHAPES = str.maketrans("“”„‟«»‘’‚‛‹›", "\"\"\"\"\"\"''''''")


def folded(text: str) -> str:
    """A text without what makes no difference: white space, the shape of quotation marks, letters taken apart."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_SHAPES).split())


# --- what is known --------------------------------------------------------------------------------------------


def from_catalog(
    catalog: Catalog, locale: str, template: Catalog | None, standing: Standing | None = None
) -> Iterator[Entry]:
    """The finished translations of a catalog, obsolete ones last.

    `template` is the one it is about to be merged with, None where its article is gone. `standing` says that of all.
    """
    wanted = {message.key for message in template.messages if not message.obsolete} if template else set()
    for message in sorted(catalog.messages, key=lambda message: message.obsolete):
        if is_finished(message):
            stands = Standing.OBSOLETE if message.obsolete else Standing.MOVED
            stands = Standing.LIVE if message.key in wanted else stands
            yield Entry(message, locale, catalog.path, stands if standing is None else standing)


def is_finished(message: Message) -> bool:
    """Whether every form of a message, obsolete or not, is translated and none of it is unsure."""
    return all(message.msgstr) and not message.fuzzy and bool(message.msgid)


# --- look-up --------------------------------------------------------------------------------------------------


def kin(memory: Memory, messages: Iterable[Message], home: str) -> str:
    """The catalog that most of the texts come from, empty where none stands out: a renamed or copied article."""
    shared = Counter(
        origin
        for message in messages
        for origin in {e.origin for e in memory.by_text.get(folded(message.msgid), ()) if e.standing in _AT_HOME}
        - {home}
    )
    (first, most), (_, second) = (*shared.most_common(2), ("", 0), ("", 0))[:2]
    return first if most > 1 and most >= 2 * second else ""


def look_up(memory: Memory, message: Message, forms: int = 1, home: str = "", near: str = "") -> Match | None:
    """What is known of a text, None where nothing is. `forms` is the number of plural forms of the locale.

    `home` is the catalog of the message, whose own unused entries are left to the merge; `near` is its kin.
    The same context comes before the same characters, and these before another context. Then the own article decides,
    then its kin, then the standing; what they leave undecided is not guessed.
    """
    count = forms if message.plural is not None else 1
    known = [e for e in memory.by_text.get(folded(message.msgid), ()) if _fits(e, message, count, home)]
    same = [entry for entry in known if entry.message.context == message.context]
    exact = [entry for entry in same if entry.message.msgid == message.msgid]
    if not known:
        return None
    found = exact or same or known
    tiers = [{home: -2, near: -1}.get(entry.origin, entry.standing) for entry in found]
    best = [entry for entry, tier in zip(found, tiers, strict=True) if tier == min(tiers)]
    different = {entry.message.msgstr: entry for entry in reversed(best)}
    if len(different) == 1:
        # Of those that say the same the one that has moved, if any: it has comments to bring.
        agreed = [entry for entry in found if entry.message.msgstr in different]
        return Match(min(agreed, key=lambda entry: entry.standing), bool(same))
    return Match(None, bool(same), tuple(sorted(different.values(), key=best.index)))


def _fits(entry: Entry, message: Message, count: int, home: str) -> bool:
    known = entry.message
    return (
        len(known.msgstr) == count
        and (known.plural is None) == (message.plural is None)
        and folded(known.plural or "") == folded(message.plural or "")
        and not (entry.origin == home and entry.standing in (Standing.MOVED, Standing.OBSOLETE))
    )


# --- what becomes of it ---------------------------------------------------------------------------------------


def filled(message: Message, match: Match, mode: str) -> Message | None:
    """The message with the words of the memory, None where it stays empty.

    `message` has the comments and flags that the catalog holds already. What has moved brings its own, whatever the
    mode. The rest is marked with its origin, and is fuzzy where the context is another or the mode not `use`.
    """
    entry = match.entry
    if entry is None:
        return None
    known = entry.message
    if match.sure and entry.standing in (Standing.MOVED, Standing.INHERITED):
        carried = replace(message, msgstr=known.msgstr, flags=_with(message.flags, known.flags))
        return replace(carried, comments=_with(message.comments, known.comments))
    is_taken = match.sure and mode == "use"
    was, now = (known.msgid, known.context, known.plural), (message.msgid, message.context, message.plural)
    return replace(
        message,
        msgstr=known.msgstr,
        comments=message.comments if entry.standing in _COPIED else _with(message.comments, known.comments),
        extracted=_with(message.extracted, [(FROM if is_taken else SUGGESTED) + one_line(entry.origin)]),
        flags=message.flags if is_taken else ("fuzzy", *message.flags),
        previous=None if is_taken or was == now else Previous(*was),
    )


def hinted(message: Message, match: Match) -> Message:
    """The untranslated message with the translations that contradict each other, for the translator to choose."""
    lines = [
        f"{ELSEWHERE}{' | '.join(map(one_line, rival.message.msgstr))} ({one_line(rival.origin)})"
        for rival in match.rivals[:MAX_HINTS]
    ]
    return replace(message, extracted=_with(message.extracted, lines))


def kept_mark(old: Message, new: Message, memory: Memory) -> Message:
    """The message `new`, merged from `old`, with the mark of origin that is still true.

    A suggestion is marked until the translator has decided; what was taken over, as long as its origin, if it is
    still known, says the same.
    """
    mark = next((line for line in old.extracted if line.startswith((FROM, SUGGESTED))), "")
    if not mark or not any(new.msgstr) or new.fuzzy != mark.startswith(SUGGESTED):
        return new
    there = memory.by_place.get((mark.removeprefix(FROM), old.msgid), ())
    if there and all(entry.message.msgstr != new.msgstr for entry in there):
        return new
    return replace(new, extracted=_with(new.extracted, [mark]))


def with_reference(catalog: Catalog, reference: Catalog, locale: str) -> Catalog:
    """The catalog whose messages show, as `#.` lines, their finished translations in a reference language.

    Laws: twice is once; nothing else changes. The lines are made anew at every update from a catalog without them, so
    that they follow the reference and vanish with the setting.
    """
    finished = {message.key: message for message in reference.messages if message.translated}

    def shown(message: Message) -> Message:
        words = finished.get(message.key)
        if words is None or message.obsolete:
            return message
        numbers = [""] if words.plural is None else [f"[{number}]" for number in range(len(words.msgstr))]
        lines = [f"{locale}{n}: {one_line(form)}" for n, form in zip(numbers, words.msgstr, strict=True)]
        return replace(message, extracted=_with(message.extracted, lines))

    return replace(catalog, messages=tuple(map(shown, catalog.messages)))


def one_line(text: str) -> str:
    """A text as a comment of a catalog can hold it: on one line, without characters that end or join lines."""
    line = re.sub(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+", " ", text).strip(" ")
    return f"{line} " if line.endswith("\\") else line


def _with(lines: Sequence[str], more: Iterable[str]) -> tuple[str, ...]:
    return (*lines, *(line for line in dict.fromkeys(more) if line not in lines))
