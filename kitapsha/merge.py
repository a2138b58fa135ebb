"""A catalog brought up to date with its template, without losing what a translator wrote.

Exact matches first, then what came back from the obsolete entries, then what is known from other catalogs of the
locale, then the nearest old text, flagged fuzzy. What is gone becomes obsolete.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from .model import Catalog, Key, Message, Previous

Memory = Mapping[str, tuple[Message, ...]]
"""Translated messages of other catalogs of the same locale, by msgid."""

NEAR = 70.0
"""Similarity in per cent from which an old translation is offered."""
NEAR_SHORT = 88.0
"""The same for texts of up to four words, where a single word changes everything."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged catalog, and how many of its messages came from where."""

    catalog: Catalog
    kept: int = 0
    changed: int = 0
    remembered: int = 0
    new: int = 0
    obsolete: int = 0


def memory(catalogs: Iterable[Catalog]) -> dict[str, tuple[Message, ...]]:
    """Return every finished translation of the catalogs, obsolete ones last."""
    found: dict[str, tuple[Message, ...]] = {}
    messages = [message for catalog in catalogs for message in catalog.messages]
    for message in sorted(messages, key=lambda message: message.obsolete):
        if all(message.msgstr) and not message.fuzzy:
            found[message.msgid] = (*found.get(message.msgid, ()), message)
    return found


def merge(old: Catalog, template: Catalog, forms: int = 1, known: Memory | None = None) -> Merged:
    """Bring a catalog up to date with a template. `forms` is the number of plural forms of its locale.

    Laws: merging twice changes nothing more; no finished translation disappears.
    """
    live = {message.key: message for message in old.messages if not message.obsolete}
    gone = {message.key: message for message in old.messages if message.obsolete}
    wanted = [message for message in template.messages if not message.obsolete]
    matches: dict[Key, Message] = {}
    used: set[int] = set()
    counts = {"kept": 0, "changed": 0, "remembered": 0, "new": 0}
    for message in wanted:
        found = live.get(message.key)
        if found is None or not any(found.msgstr):
            found = gone.get(message.key, found)
        if found is not None:
            matches[message.key] = _carried(found, message, forms)
            used.add(id(found))
            counts["kept"] += 1
    _same_words(wanted, matches, [m for m in old.messages if id(m) not in used and any(m.msgstr)], forms, counts, used)
    for message in wanted:
        if message.key not in matches and (found := _remembered(message, forms, known or {})):
            matches[message.key] = _carried(found, message, forms)
            counts["remembered"] += 1
    _nearest(wanted, matches, [m for m in old.messages if id(m) not in used and all(m.msgstr)], forms, counts, used)
    result = [matches.get(message.key) or _empty(message, forms) for message in wanted]
    counts["new"] = len(wanted) - len(matches)
    left = [m for m in old.messages if id(m) not in used and m.key not in matches and (m.obsolete or any(m.msgstr))]
    obsolete = [replace(message, obsolete=True, extracted=(), references=()) for message in left]
    catalog = replace(old, messages=(*result, *obsolete), header=_header(old.header, template.header))
    return Merged(catalog, **counts, obsolete=len([m for m in left if not m.obsolete]))


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
    if fuzzy:
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


def _remembered(message: Message, forms: int, known: Memory) -> Message | None:
    """A finished translation of the same text elsewhere; one of the same context is preferred."""
    count = forms if message.plural is not None else 1
    found = [m for m in known.get(message.msgid, ()) if m.plural == message.plural and len(m.msgstr) == count]
    same = [m for m in found if m.context == message.context]
    if same:
        return same[0]
    return found[0] if found and message.context is None and len({m.msgstr for m in found}) == 1 else None


_QUOTES = str.maketrans("“”„«»‘’", '"""""\'\'')


def _folded(text: str) -> str:
    """A text without what makes no difference: white space, the shape of quotation marks, letters taken apart."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_QUOTES).split())


def _same_words(
    wanted: list[Message],
    matches: dict[Key, Message],
    old: list[Message],
    forms: int,
    counts: dict[str, int],
    used: set[int],
) -> None:
    by_text = {(message.context, _folded(message.msgid)): message for message in reversed(old)}
    for message in wanted:
        if message.key in matches:
            continue
        found = by_text.get((message.context, _folded(message.msgid)))
        if found and id(found) not in used:
            matches[message.key] = _carried(found, message, forms)
            used.add(id(found))
            counts["kept"] += 1


def _nearest(
    wanted: list[Message],
    matches: dict[Key, Message],
    old: list[Message],
    forms: int,
    counts: dict[str, int],
    used: set[int],
) -> None:
    """Offer each unmatched text the most similar old one, best pairs first; every old text is offered once."""
    rest = [message for message in wanted if message.key not in matches]
    if not rest or not old:
        return
    from rapidfuzz.distance import Indel

    pairs: list[tuple[float, int, int]] = []
    for new_index, message in enumerate(rest):
        for old_index, candidate in enumerate(old):
            least = NEAR_SHORT if min(_length(message.msgid), _length(candidate.msgid)) <= 4 else NEAR
            shorter, longer = sorted((len(message.msgid), len(candidate.msgid)))
            if longer == 0 or 200 * shorter < least * (shorter + longer):
                continue
            score = 100 * Indel.normalized_similarity(message.msgid, candidate.msgid, score_cutoff=least / 100)
            if score >= least:
                # Kept in the catalog before used again from the obsolete; then the order of the file decides.
                pairs.append((-score + candidate.obsolete * 0.001, new_index, old_index))
    taken: set[int] = set()
    for _, new_index, old_index in sorted(pairs):
        message, candidate = rest[new_index], old[old_index]
        if message.key in matches or old_index in taken:
            continue
        taken.add(old_index)
        used.add(id(candidate))
        matches[message.key] = _carried(candidate, message, forms, fuzzy=True)
        counts["changed"] += 1


def _length(text: str) -> int:
    return len(text.split())


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
