"""The headers of two versions of a catalog, and of the one they come from -> one header; and which version is newer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from . import po, ponotes
from .model import Catalog, Message
from .sides import order, pick, united

REVISION = "po-revision-date"
TEMPLATE = "pot-creation-date"
TRANSLATOR = "last-translator"
ESSENTIAL = ("content-type", "plural-forms")
"""Fields that stay even where a side removed them: without them the entries of the other side cannot be read."""

NOBODY = ("", "FULL NAME <EMAIL@ADDRESS>")


def value(header: Message | None, name: str) -> str:
    """The value of the first field with this name in small letters; empty where there is none."""
    fields = po.header_fields(Catalog(header=header))
    return next((value for field, value in fields if field.lower() == name), "")


def is_newer(ours: Catalog, theirs: Catalog, *names: str) -> bool:
    """Whether the dates in these fields of `ours` are later; where they are equal, the bytes decide.

    Law: unless the two are the same, the answer is the opposite when they change places.
    """
    for name in names:
        one, two = _seconds(value(ours.header, name)), _seconds(value(theirs.header, name))
        if one != two:
            return one > two
    return po.write(ours) >= po.write(theirs)


def merge(base: Catalog, ours: Catalog, theirs: Catalog) -> Message | None:
    """The header with what either side changed; of what both changed, that of the later revision.

    The names of translators in the comments are united; a Last-Translator who has to make room for a later one is
    named there as well, by gettext's custom.
    """
    newer, older = (ours, theirs) if is_newer(ours, theirs, REVISION, TEMPLATE) else (theirs, ours)
    new, other = newer.header, older.header
    if new is None or other is None or new == other or base.header in (new, other):
        return other if new in (base.header, None) else new
    old = base.header or Message("")
    names = united(old.comments, new.comments, other.comments)
    return replace(
        new,
        msgstr=("".join(f"{line}\n" for line in _lines(old, new, other)),),
        comments=(*names, *_credit(old, new, other, names)),
        extracted=united(old.extracted, new.extracted, other.extracted),
        references=united(old.references, new.references, other.references),
        flags=ponotes.flags(united(old.flags, new.flags, other.flags)),
    )


def _seconds(date: str) -> float:
    """A date of a header in seconds since 1970; before all others where it is none."""
    try:
        moment = dt.datetime.fromisoformat(date)
    except ValueError:
        return float("-inf")
    return (moment.replace(tzinfo=moment.tzinfo or dt.UTC) - dt.datetime.fromtimestamp(0, dt.UTC)).total_seconds()


def _lines(old: Message, new: Message, other: Message) -> Iterable[str]:
    was, mine, yours = _by_name(old), _by_name(new), _by_name(other)
    for key in order(list(was), list(mine), list(yours)):
        if key not in mine or key not in yours:
            line = mine.get(key) or yours[key]
            if line != was.get(key) or key in ESSENTIAL:
                yield line
        elif key == TEMPLATE:
            is_later = _seconds(value(new, TEMPLATE)) >= _seconds(value(other, TEMPLATE))
            yield mine[key] if is_later else yours[key]
        elif key in (REVISION, TRANSLATOR):
            yield mine[key]
        else:
            yield pick(was.get(key), mine[key], yours[key], mine[key]) or ""


def _by_name(header: Message) -> dict[str, str]:
    """The lines by the names of their fields in small letters; what is no field, or comes again, by its text."""
    found: dict[str, str] = {}
    for line in filter(None, header.msgstr[0].split("\n")):
        name, colon, _ = line.partition(":")
        key = name.strip(" \t").lower() if colon else line
        found[line if key in found else key] = line
    return found


def _credit(old: Message, new: Message, other: Message, names: Iterable[str]) -> Iterable[str]:
    person, year = value(other, TRANSLATOR), value(other, REVISION)[:4]
    known = (*NOBODY, value(old, TRANSLATOR), value(new, TRANSLATOR))
    if person not in known and year.isdecimal() and not any(line.strip().startswith(person) for line in names):
        yield f"{person}, {year}."
