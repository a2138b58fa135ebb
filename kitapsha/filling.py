"""A catalog filled with the texts of a translation that existed before it, and which catalog a file is meant for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import PurePath

from .alignment import Pair
from .model import Catalog, Key, Message


@dataclass(frozen=True, slots=True)
class Filled:
    """A catalog, and how many of its entries were filled for good, filled as fuzzy, and left as they were."""

    catalog: Catalog
    sure: int = 0
    doubtful: int = 0
    kept: int = 0


def filled(catalog: Catalog, pairs: Iterable[Pair]) -> Filled:
    """Return a catalog with the texts of the pairs in its empty entries; what is not sure is flagged fuzzy.

    Law: an entry that has a text, finished or fuzzy, stays as it is; so do obsolete entries and those with plurals.
    """
    offers: dict[Key, Pair] = {}
    for one in pairs:
        offers.setdefault(one.source.key, one)
    counts = {True: 0, False: 0}
    kept = 0
    messages: list[Message] = []
    for message in catalog.messages:
        pair = None if message.obsolete or message.plural is not None else offers.get(message.key)
        if pair and any(message.msgstr):
            kept += 1
        elif pair:
            counts[pair.sure] += 1
            message = _with_text(message, pair)
        messages.append(message)
    return Filled(replace(catalog, messages=tuple(messages)), counts[True], counts[False], kept)


def _with_text(message: Message, pair: Pair) -> Message:
    others = tuple(flag for flag in message.flags if flag != "fuzzy")
    flags = others if pair.sure else ("fuzzy", *others)
    return replace(message, msgstr=(pair.text,), flags=flags, previous=None)


# --- which article, which language ------------------------------------------------------------------------

_ENDING = re.compile(r"(?:\.single)?\.(?:md|markdown|mdown|mkd|txt|html?|xhtml|pdf|docx?|odt|rtf)\Z", re.IGNORECASE)


def slug_of(path: PurePath, slugs: Collection[str], locales: Collection[str]) -> str | None:
    """The article that a file is named after: `water.md`, `water.ru.md` or `ru/home/water.html`; None where unclear."""
    stem = _ENDING.sub("", path.name)
    name, _, last = stem.rpartition(".")
    if name and _locale(last, locales):
        stem = name
    parts = [*path.parts[:-1], stem]
    tails = ["/".join(parts[start:]) for start in range(len(parts))]
    if exact := [tail for tail in tails if tail in slugs]:
        return exact[0]
    same = [slug for slug in slugs if slug.rsplit("/", 1)[-1] == stem]
    return same[0] if len(same) == 1 else None


def locale_of(path: PurePath, locales: Collection[str]) -> str | None:
    """The locale that the name of a file tells, `water.ru.md`, or else its nearest folder, `ru/water.html`."""
    last = _ENDING.sub("", path.name).rpartition(".")[2] if "." in _ENDING.sub("", path.name) else ""
    found = (_locale(part, locales) for part in (last, *reversed(path.parts[:-1])))
    return next((locale for locale in found if locale), None)


def _locale(part: str, locales: Collection[str]) -> str | None:
    wanted = part.replace("_", "-").lower()
    return next((locale for locale in locales if locale.lower() == wanted), None)
