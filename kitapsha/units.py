"""Months, days of the week and units in a text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from .languagedata import language, whole
from .numberwords import spoken
from .numerals import RECENT, numbers


@dataclass(frozen=True, slots=True)
class Named:
    """A month (1 to 12), a day of the week (1 to 7) or a unit in a text."""

    name: str
    start: int
    end: int


@cache
def _names(tag: str, kind: str) -> tuple[tuple[str, ...], re.RegexFlag, re.Pattern[str]]:
    """The expressions of the names, how they are read, and a pattern for all of them at once."""
    listed = getattr(language(tag).numbers, kind)
    flags = re.NOFLAG if language(tag).script == "Latn" else re.IGNORECASE
    return tuple(listed), flags, whole("|".join(listed) or "$.", flags)


def months(text: str, tag: str) -> tuple[Named, ...]:
    """The names of months."""
    return _named(text, tag, "months")


def weekdays(text: str, tag: str) -> tuple[Named, ...]:
    """The names of days."""
    return _named(text, tag, "weekdays")


@lru_cache(maxsize=RECENT)
def _named(text: str, tag: str, kind: str) -> tuple[Named, ...]:
    names, flags, every = _names(tag, kind)
    if not every.search(text):
        return ()
    meant = [(str(at), whole(words, flags)) for at, words in enumerate(names, 1)]
    found = [Named(name, match.start(), match.end()) for name, words in meant for match in words.finditer(text)]
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


# --- what is measured -----------------------------------------------------------------------------------------------

_FACTORS: Mapping[str, tuple[str, Decimal]] = {
    name: (kind, Decimal(factor))
    for kind, table in {
        "seconds": {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800},
        "months": {"month": 1, "year": 12, "decade": 120},
        "millimetres": {"mm": 1, "cm": 10, "m": 1000, "km": 1_000_000},
        "milligrams": {"mg": 1, "g": 1000, "kg": 1_000_000, "centner": 100_000_000, "t": 1_000_000_000},
        "millilitres": {"ml": 1, "l": 1000},
    }.items()
    for name, factor in table.items()
}
"""Units in the smallest one that others are whole multiples of; the seconds of a month differ from month to month."""
_BEFORE = re.compile(r"(?:[^\W_]+(?:[.,]\d+)?[ \u00a0\u202f-]){1,3}\Z")
_AND_A_HALF = re.compile(r"[ \u00a0][^\W\d_]+[ \u00a0](?:[^\W\d_]+[ \u00a0])?[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit with the words before it, in which its number stands. `values` are what those words may mean."""

    unit: str
    values: frozenset[str]
    start: int
    end: int

    def amounts(self, values: frozenset[str]) -> frozenset[tuple[str, Decimal]]:
        """How much so many of the units are: 18 months and a year and a half are the same."""
        kind, factor = _FACTORS[self.unit]
        return frozenset((kind, Decimal(value) * factor) for value in values if re.fullmatch(r"\d+(\.\d+)?", value))


@lru_cache(maxsize=RECENT)
def measures(text: str, tag: str) -> tuple[Measure, ...]:
    """What is measured in a text: units with the numbers beside them, in digits or as words; without one it is one."""
    found = []
    for unit in units(text, tag):
        if unit.name not in _FACTORS:
            continue
        before = _BEFORE.search(text[: unit.start])
        start = unit.start - len(before[0]) if before else unit.start
        after = _AND_A_HALF.match(text, unit.end)
        values = _values(text[start : unit.end], tag) | (_values(text[start : after.end()], tag) if after else set())
        found.append(Measure(unit.name, values or frozenset({"1"}), start, unit.end))
    return tuple(found)


def _values(text: str, tag: str) -> frozenset[str]:
    readings = frozenset(reading for number in numbers(text, tag) for reading in number.readings)
    return readings | spoken(text, tag).values
