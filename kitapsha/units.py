"""Months, days of the week and units in a text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from .languagedata import language, whole
from .numberwords import spoken
from .numerals import RECENT, numbers, plain


@dataclass(frozen=True, slots=True)
class Named:
    """A month (1 to 12), a day of the week (1 to 7) or a unit in a text."""

    name: str
    start: int
    end: int


@cache
def _names(tag: str, kind: str) -> tuple[tuple[tuple[str, re.Pattern[str]], ...], re.Pattern[str]]:
    """The patterns of the names, and one for all of them at once."""
    listed = getattr(language(tag).numbers, kind)
    flags = 0 if language(tag).script == "Latn" else re.IGNORECASE
    every = whole("|".join(listed) or "$.", flags)
    return tuple((str(at), whole(words, flags)) for at, words in enumerate(listed, 1)), every


def months(text: str, tag: str) -> tuple[Named, ...]:
    """The names of months."""
    return _named(text, tag, "months")


def weekdays(text: str, tag: str) -> tuple[Named, ...]:
    """The names of days."""
    return _named(text, tag, "weekdays")


@lru_cache(maxsize=RECENT)
def _named(text: str, tag: str, kind: str) -> tuple[Named, ...]:
    names, every = _names(tag, kind)
    if not every.search(text):
        return ()
    found = [Named(name, match.start(), match.end()) for name, words in names for match in words.finditer(text)]
    return tuple(sorted(found, key=lambda named: named.start))


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit after a number: its dimension, what it is, and where it stands."""

    dimension: str
    name: str
    start: int
    end: int


_SIGNS: Mapping[str, tuple[str, str]] = {
    "%": ("part", "percent"),
    "$": ("money", "dollar"),
    "€": ("money", "euro"),
    "£": ("money", "pound"),
    "₽": ("money", "ruble"),
    "₸": ("money", "tenge"),
}


_SIGN = re.compile("[%$€£₽₸]")


@cache
def _units(tag: str) -> re.Pattern[str] | None:
    groups = [f"(?P<u{at}>{unit['words']})" for at, unit in enumerate(language(tag).numbers.units)]
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(groups)})(?![^\W\d_])") if groups else None


_LATIN_AFTER_HYPHEN = re.compile("-[A-Za-z]")


@lru_cache(maxsize=RECENT)
def units(text: str, tag: str) -> tuple[Unit, ...]:
    """Units wherever they stand in a text; a letter such as m only directly after a number."""
    table = language(tag).numbers.units
    found = [Unit(*_SIGNS[sign[0]], sign.start(), sign.end()) for sign in _SIGN.finditer(text)]
    pattern = _units(tag)
    for match in pattern.finditer(text) if pattern else ():
        unit = table[int(str(match.lastgroup)[1:])]
        is_short = len(match[0].rstrip(".")) < 3
        if is_short and _LATIN_AFTER_HYPHEN.match(text, match.end()):
            # 5 t-shirts
            continue
        if not is_short or re.search(r"\d[ \u00a0\u202f-]?\Z", text[: match.start()][-4:]):
            found.append(Unit(unit["dimension"], unit["unit"], match.start(), match.end()))
    return tuple(sorted(found, key=lambda unit: unit.start))


# --- spans of time --------------------------------------------------------------------------------------------------

_LENGTHS: Mapping[str, tuple[str, int]] = {
    "second": ("s", 1),
    "minute": ("s", 60),
    "hour": ("s", 3600),
    "day": ("s", 86_400),
    "week": ("s", 604_800),
    "month": ("m", 1),
    "year": ("m", 12),
    "decade": ("m", 120),
}
"""Units of time in seconds, and in months, whose length in seconds differs."""
_BEFORE = re.compile(r"(?:[^\W_]+(?:[.,]\d+)?[ \u00a0\u202f-]){1,3}\Z")
_AND_A_HALF = re.compile(r"[ \u00a0][^\W\d_]+[ \u00a0](?:[^\W\d_]+[ \u00a0])?[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Span:
    """A unit of time with the words before it, in which its number stands.

    `values` are what those words may mean; `factor` turns them into seconds (s) or months (m), as `kind` says.
    """

    kind: str
    factor: int
    values: frozenset[str]
    start: int
    end: int

    def lengths(self, values: frozenset[str]) -> frozenset[str]:
        """How long so many of the units are: 18 months, and a year and a half, are m18."""
        plain_values = [Decimal(value) for value in values if re.fullmatch(r"\d+(\.\d+)?", value)]
        return frozenset(f"{self.kind}{plain(value * self.factor)}" for value in plain_values)


@lru_cache(maxsize=RECENT)
def spans(text: str, tag: str) -> tuple[Span, ...]:
    """The spans of time of a text: units of time with the numbers beside them, in digits or as words."""
    found = []
    for unit in units(text, tag):
        before = _BEFORE.search(text[: unit.start])
        if unit.dimension != "time" or unit.name not in _LENGTHS:
            continue
        start = unit.start - len(before[0]) if before else unit.start
        after = _AND_A_HALF.match(text, unit.end)
        values = _values(text[start : unit.end], tag) | (_values(text[start : after.end()], tag) if after else set())
        found.append(Span(*_LENGTHS[unit.name], values, start, unit.end))
    return tuple(found)


def _values(text: str, tag: str) -> frozenset[str]:
    readings = frozenset(reading for number in numbers(text, tag) for reading in number.readings)
    return readings | spoken(text, tag).values
