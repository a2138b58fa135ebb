"""A catalog brought up to date with its template, without losing what a translator wrote.

Exact matches first, then what came back from the obsolete entries, then what is known from other catalogs of the
locale, then what changed, was split or was joined (see `matching`), flagged fuzzy. What is gone becomes obsolete.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from . import matching, memory
from .memory import Match, Memory, folded
from .model import Catalog, Key, Kind, Message, Previous


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged catalog, and how many of its messages came from where."""

    catalog: Catalog
    kept: int = 0
    changed: int = 0
    remembered: int = 0
    new: int = 0
    obsolete: int = 0


def merge(
    old: Catalog, template: Catalog, forms: int = 1, known: Memory | None = None, strays: Sequence[Message] = ()
) -> Merged:
    """Bring a catalog up to date with a template. `forms` is the number of plural forms of its locale.

    `strays` are messages of catalogs whose article is gone: a renamed article finds there what it has changed since.
    Laws: merging twice changes nothing more; no finished translation disappears.
    """
    work = _Work(old, [message for message in template.messages if not message.obsolete], forms, known or Memory())
    work.take_exact()
    work.take_same_words()
    work.take_remembered()
    work.take_idle()
    work.take_changed(strays)
    new = len(work.missing())
    messages, fallen = work.result()
    catalog = replace(old, messages=messages, header=_header(old.header, template.header))
    return Merged(catalog, **work.counts, new=new, obsolete=fallen)


class _Work:
    """One merge: which old message, if any, each wanted one has taken."""

    def __init__(self, old: Catalog, wanted: list[Message], forms: int, known: Memory) -> None:
        self.old = old
        self.wanted = wanted
        self.forms = forms
        self.known = known
        self.taken: dict[Key, Message] = {}
        self.used: set[int] = set()
        self.exact: dict[Key, Message] = {}
        self.idle: dict[Key, Message] = {}
        self.undecided: dict[Key, Match] = {}
        self.counts = {"kept": 0, "changed": 0, "remembered": 0}

    def missing(self) -> list[Message]:
        return [message for message in self.wanted if message.key not in self.taken]

    def left(self) -> list[Message]:
        """Old messages with words that nothing has taken yet."""
        return [message for message in self.old.messages if id(message) not in self.used and any(message.msgstr)]

    def _take(self, message: Message, found: Message, count: str) -> None:
        self.taken[message.key] = memory.kept_mark(found, _carried(found, message, self.forms), self.known)
        self.used.add(id(found))
        self.counts[count] += 1

    def take_exact(self) -> None:
        live = {message.key: message for message in self.old.messages if not message.obsolete}
        gone = {message.key: message for message in self.old.messages if message.obsolete}
        for message in self.wanted:
            found = live.get(message.key)
            if found is None or not any(found.msgstr):
                found = gone.get(message.key, found)
            if found is not None:
                self.exact[message.key] = found
                if any(found.msgstr):
                    self._take(message, found, "kept")
                else:
                    self.idle[message.key] = found

    def take_same_words(self) -> None:
        """Take what differs in nothing that a translation depends on."""
        by_text = {(message.context, folded(message.msgid)): message for message in reversed(self.left())}
        for message in self.missing():
            found = by_text.get((message.context, folded(message.msgid)))
            if found and id(found) not in self.used:
                self._take(message, found, "kept")
                self.exact[message.key] = found

    def take_remembered(self) -> None:
        """Take what is translated elsewhere, also for a message that has been waiting for its translation."""
        missing = self.missing()
        near = memory.kin(self.known, self.wanted, self.old.path) if missing else ""
        for message in missing:
            match = memory.look_up(self.known, message, self.forms, self.old.path, near)
            if match is None:
                continue
            idle = self.idle.get(message.key)
            base = _carried(idle, message, self.forms) if idle else message
            found = memory.filled(base, match, self.known.mode) if match.sure or not idle else None
            if found:
                self.taken[message.key] = found
                self.counts["remembered"] += 1
            elif match.rivals:
                self.undecided[message.key] = match

    def take_idle(self) -> None:
        """Leave alone what waits for its translation: a suggestion that was refused is not made again."""
        for message in self.missing():
            if found := self.idle.get(message.key):
                self._take(message, found, "kept")

    def take_changed(self, strays: Sequence[Message]) -> None:
        """Offer what was edited, split or joined; a message with plural forms only to one that has them too."""
        for plural in (False, True):
            new = [message for message in self.missing() if (message.plural is not None) is plural]
            old = [message for message in self.left() if (message.plural is not None) is plural]
            old += [message for message in strays if (message.plural is not None) is plural and any(message.msgstr)]
            if not new or not old:
                continue
            places = {id(message): place for place, message in enumerate(self.old.messages)}
            around = self._neighbours(places)
            olds = [
                matching.Old(m.msgid, m.msgstr[0], -1 if m.obsolete else places.get(id(m), -1), _kind(m)) for m in old
            ]
            news = [matching.New(m.msgid, *around[m.key], _kind(m)) for m in new]
            for offer in matching.offers(olds, news):
                self._offered(new[offer.new], [old[number] for number in offer.olds], offer)

    def _neighbours(self, places: dict[int, int]) -> dict[Key, tuple[int, int]]:
        exact = [places.get(id(self.exact.get(message.key))) for message in self.wanted]
        around = matching.neighbours(exact, len(self.old.messages))
        return {message.key: pair for message, pair in zip(self.wanted, around, strict=True)}

    def _offered(self, message: Message, olds: list[Message], offer: matching.Offer) -> None:
        first = olds[0]
        if len(olds) == 1 and offer.whole:
            text = matching.patched(first.msgid, message.msgid, first.msgstr[0])
            words = first if text is None or first.plural is not None else replace(first, msgstr=(text,))
            self.taken[message.key] = _carried(words, message, self.forms, fuzzy=True)
        else:
            # The text that the words were made from is all of the old ones, also for a part of them.
            source = " ".join(old.msgid for old in olds)
            comments = tuple(dict.fromkeys(comment for old in olds for comment in old.comments))
            words = replace(
                first, msgid=source, msgstr=(offer.translation,), comments=comments, flags=(), previous=None
            )
            self.taken[message.key] = _carried(words, message, self.forms, fuzzy=True)
        if offer.whole:
            self.used.update(id(old) for old in olds)
        self.counts["changed"] += 1

    def result(self) -> tuple[tuple[Message, ...], int]:
        """Every message of the new catalog, and how many fell out of use in this merge."""
        live = [self._hinted(self.taken.get(m.key) or _empty(m, self.forms)) for m in self.wanted]
        keys = {message.key for message in self.wanted}
        rest = [message for message in self.left() if message.key not in keys]
        obsolete = [replace(message, obsolete=True, extracted=(), references=()) for message in rest]
        return (*live, *obsolete), len([message for message in rest if not message.obsolete])

    def _hinted(self, message: Message) -> Message:
        match = self.undecided.get(message.key)
        return memory.hinted(message, match) if match and not any(message.msgstr) else message


def _kind(message: Message) -> str:
    """The kind of block that a message comes from, as its first extracted comment says; empty if that says another."""
    first = message.extracted[0].partition(" (")[0] if message.extracted else ""
    return first if first.startswith(tuple(Kind)) else ""


def _empty(message: Message, forms: int) -> Message:
    return replace(message, msgstr=("",) * (forms if message.plural is not None else 1))


def _carried(old: Message, new: Message, forms: int, fuzzy: bool = False) -> Message:
    """The new message with the words of the old one."""
    flags, comments, msgstr = old.flags, old.comments, old.msgstr
    if (old.plural is None) != (new.plural is None):
        msgstr = (next(filter(None, old.msgstr), ""),) * (forms if new.plural is not None else 1)
        fuzzy = fuzzy or any(old.msgstr)
        # A text has room for one form; the others are kept where translators read them.
        forms_left = [form for form in dict.fromkeys(old.msgstr) if form and form not in msgstr]
        comments += tuple(f"msgstr: {' '.join(form.split())}" for form in forms_left)
    elif old.plural != new.plural:
        fuzzy = True
    previous = old.previous if old.fuzzy else None
    if fuzzy and previous == Previous(new.msgid, new.context, new.plural):
        # The author took the change back: the words were made from this very text.
        flags, previous = tuple(flag for flag in flags if flag != "fuzzy"), None
    elif fuzzy:
        flags = ("fuzzy", *(flag for flag in flags if flag != "fuzzy"))
        # A second edit before the translator reacts: the words are still those of the first text.
        previous = previous or Previous(old.msgid, old.context, old.plural)
    return replace(
        new,
        msgstr=msgstr,
        comments=comments,
        flags=flags,
        previous=previous,
        line=old.line,
    )


def _header(old: Message | None, template: Message | None) -> Message | None:
    """The translators' header with the template's creation date; every other field stays as it is."""
    if old is None or template is None:
        return old or template
    date = re.search(r"^POT-Creation-Date:.*\n?", template.msgstr[0], re.MULTILINE)
    if date is None:
        return old
    text = old.msgstr[0]
    if re.search(r"^POT-Creation-Date:", text, re.MULTILINE):
        text = re.sub(r"^POT-Creation-Date:.*\n?", lambda _: date[0], text, flags=re.MULTILINE)
    return replace(old, msgstr=(text,))
