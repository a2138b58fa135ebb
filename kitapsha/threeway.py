"""Two versions of a catalog, and the one they come from -> one catalog that has the work of both.

Entries are found by context and msgid and merged part by part, so that neither moved paragraphs nor two people at work
in one file stand in each other's way. What cannot be decided is kept in both versions within a valid catalog: no
conflict marks, which no reader of catalogs accepts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from . import po, ponotes, threewayheader
from .model import Catalog, Key, Message, Previous
from .problems import Problem
from .sides import order, pick, united
from .threewayheader import REVISION, TEMPLATE

Messages = dict[Key, Message]


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged catalog, and the keys of the entries that somebody has to look at.

    `conflicts` were translated on both sides, differently; `uncounted` have not as many plural forms as the header
    announces. Both are fuzzy.
    """

    catalog: Catalog
    conflicts: tuple[Key, ...] = ()
    uncounted: tuple[Key, ...] = ()


def merge(base: Catalog, ours: Catalog, theirs: Catalog) -> Merged:
    """The catalog with what either side changed; its path is that of `ours`, and it has no problems.

    Where both translated an entry, differently, the words of `ours` stand in it, flagged fuzzy, and the others in a
    comment. What one side removed and the other translated anew stays, as obsolete.

    Laws: two equal sides give that side; where one side is the base the other is the result; without conflicts the
    sides may change places; no text that a side translated is missing (`lost` gives none).
    """
    ours_first = threewayheader.is_newer(ours, theirs, TEMPLATE, REVISION)
    first, second = (ours, theirs) if ours_first else (theirs, ours)
    old, left, right = _by_key(base), _by_key(ours), _by_key(theirs)
    _follow(old, renamed=left, edited=right)
    _follow(old, renamed=right, edited=left)
    found: list[Message] = []
    conflicts: list[Key] = []
    for key in order(list(old), *([message.key for message in side.messages] for side in (first, second))):
        mine, yours = left.get(key), right.get(key)
        if mine and yours:
            newest = mine if ours_first else yours
            message, clash = _message(old.get(key) or _origin(old, mine, yours, newest), mine, yours, newest)
            found.append(message)
            conflicts += [key] if clash else []
        elif kept := _kept(old.get(key), mine or yours):
            found.append(kept)
    header = threewayheader.merge(base, ours, theirs)
    messages, uncounted = _counted(found, threewayheader.value(header, "plural-forms"))
    # As in a catalog that is read: obsolete entries last, and none of them without a translation.
    live = [message for message in messages if not message.obsolete]
    gone = [message for message in messages if message.obsolete and any(message.msgstr)]
    return Merged(Catalog((*live, *gone), header, ours.path), tuple(conflicts), uncounted)


def lost(base: Catalog, ours: Catalog, theirs: Catalog, merged: Catalog) -> tuple[str, ...]:
    """The texts that a side translated and the merged catalog holds neither in an entry nor in a comment."""
    had, has = _texts(base), {text for message in merged.messages for text in message.msgstr}
    new = sorted((_texts(ours) | _texts(theirs)) - had - has)
    notes = [note for message in merged.messages for note in message.comments] if new else []
    return tuple(text for text in new if not any(note.endswith(_quoted(text)) for note in notes))


def _texts(catalog: Catalog) -> set[str]:
    return {text for message in catalog.messages if not message.fuzzy for text in message.msgstr if text}


def _by_key(catalog: Catalog) -> Messages:
    return {message.key: message for message in catalog.messages}


# --- which entries there are ----------------------------------------------------------------------------------


def _follow(old: Messages, *, renamed: Messages, edited: Messages) -> None:
    """Give a text that one side found changed in the source the words that the other side gave to its old form."""
    heirs: dict[Key, list[Message]] = {}
    for message in renamed.values():
        if message.previous and message.fuzzy and message.key not in old and message.key not in edited:
            heirs.setdefault((message.previous.context, message.previous.msgid), []).append(message)
    for key, candidates in heirs.items():
        was, new = old.get(key), edited.get(key)
        if was is None or new is None or key in renamed or len(new.msgstr) != len(was.msgstr) or not any(new.msgstr):
            continue
        waiting = [heir for heir in candidates if heir.msgstr == was.msgstr]
        for heir in waiting:
            comments = united(was.comments, heir.comments, new.comments)
            renamed[heir.key] = replace(heir, msgstr=new.msgstr, comments=comments)
        if waiting:
            del edited[key]


def _origin(old: Messages, ours: Message, theirs: Message, newest: Message) -> Message:
    """What an entry that both sides added began as: the text it was offered from, else nothing."""
    blank = replace(newest, comments=(), extracted=(), references=(), flags=(), previous=None, obsolete=True)
    for side in (ours, theirs):
        before = old.get((side.previous.context, side.previous.msgid)) if side.previous else None
        if before and len(before.msgstr) == len(newest.msgstr):
            return replace(blank, msgstr=before.msgstr, flags=("fuzzy",), comments=before.comments)
    return replace(blank, msgstr=("",) * len(newest.msgstr))


def _kept(old: Message | None, only: Message | None) -> Message | None:
    """An entry of one side alone: added by it, or removed by the other and yet kept where there is new work in it."""
    if old is None or only is None:
        return only
    if (only.msgstr, only.fuzzy, only.comments) == (old.msgstr, old.fuzzy, old.comments):
        return None
    return replace(only, obsolete=True, extracted=(), references=()) if any(only.msgstr) else only


# --- what stands in an entry ----------------------------------------------------------------------------------


class _Words(NamedTuple):
    """The translation in an entry. Whether it is fuzzy, and what it was made from, belongs to these very words."""

    msgstr: tuple[str, ...]
    fuzzy: bool
    previous: Previous | None

    def same(self, other: _Words) -> bool:
        return self[:2] == other[:2]

    def only_doubts(self, old: _Words) -> bool:
        return self.fuzzy and self.msgstr == old.msgstr


def _words_of(message: Message) -> _Words:
    return _Words(message.msgstr, message.fuzzy, message.previous)


def _message(base: Message, ours: Message, theirs: Message, newest: Message) -> tuple[Message, bool]:
    """The entry with what either side changed, and whether both translated it differently."""
    other = theirs if newest is ours else ours
    plural = pick(base.plural, ours.plural, theirs.plural, newest.plural)
    words = _words(base, ours, theirs, newest, plural)
    comments = united(base.comments, newest.comments, other.comments)
    clash = words is None
    if words is None:
        # The source may have got or lost a plural: then the words that have its shape stay.
        stays = ours if (ours.plural is None) == (plural is None) else theirs
        words = _words_of(stays)._replace(fuzzy=True)
        comments += _alternatives(words.msgstr, ours, theirs, comments)
    flags = [flag for flag in united(base.flags, newest.flags, other.flags) if flag != "fuzzy"]
    message = Message(
        ours.msgid, words.msgstr, ours.context, plural, comments,
        extracted=united(base.extracted, newest.extracted, other.extracted),
        references=united(base.references, newest.references, other.references),
        flags=ponotes.flags([*flags, *(["fuzzy"] if words.fuzzy else [])]), previous=words.previous,
        obsolete=pick(base.obsolete, ours.obsolete, theirs.obsolete, newest.obsolete),
    )  # fmt: skip
    return message, clash


def _words(base: Message, ours: Message, theirs: Message, newest: Message, plural: str | None) -> _Words | None:
    """The words that hold; None where both sides have new ones."""
    old, mine, yours = _words_of(base), _words_of(ours), _words_of(theirs)
    if (ours.plural is None) != (theirs.plural is None):
        chosen, rest = (mine, yours) if (ours.plural is None) == (plural is None) else (yours, mine)
        return chosen if rest.same(old) or not any(rest.msgstr) else None
    previous = pick(old.previous, mine.previous, yours.previous, newest.previous)
    if mine.same(yours):
        return mine._replace(previous=previous)
    if mine.same(old) or yours.same(old):
        return yours if mine.same(old) else mine
    if mine.msgstr == yours.msgstr:
        return yours if mine.fuzzy else mine
    if not any(mine.msgstr) or not any(yours.msgstr):
        return mine if any(mine.msgstr) else yours
    # Who found the old words doubtful is answered by who wrote new ones.
    if mine.only_doubts(old) or yours.only_doubts(old):
        return yours if mine.only_doubts(old) else mine
    if mine.fuzzy or yours.fuzzy or old.fuzzy or not len(old.msgstr) == len(mine.msgstr) == len(yours.msgstr):
        return None
    forms = list(zip(old.msgstr, mine.msgstr, yours.msgstr, strict=True))
    if any(was not in (one, two) and one != two for was, one, two in forms):
        return None
    return _Words(tuple(pick(was, one, two, one) for was, one, two in forms), fuzzy=False, previous=previous)


def _alternatives(kept: tuple[str, ...], ours: Message, theirs: Message, said: tuple[str, ...]) -> tuple[str, ...]:
    """The words that found no room in the entry, as comments: quoted as in a catalog, ready to be copied."""
    lines = [
        f"other branch: msgstr{'' if side.plural is None else f'[{number}]'} {_quoted(text)}"
        for side in (ours, theirs)
        for number, text in enumerate(side.msgstr)
        if text and text not in kept
    ]
    return tuple(line for line in dict.fromkeys(lines) if line not in said)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _counted(messages: Iterable[Message], plural_forms: str) -> tuple[list[Message], tuple[Key, ...]]:
    """The messages, fuzzy where they have not as many plural forms as the header announces; and the keys of these."""
    rule = po.plural_forms(plural_forms)
    result, wrong = [], []
    for message in messages:
        counted = message.plural is None or isinstance(rule, Problem) or len(message.msgstr) == rule[0]
        if counted or message.fuzzy or message.obsolete or not any(message.msgstr):
            result.append(message)
        else:
            result.append(replace(message, flags=ponotes.flags([*message.flags, "fuzzy"])))
            wrong.append(message.key)
    return result, tuple(wrong)
