"""Numbers as words: every value that they may stand for, one by one and added up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from .languagedata import language, whole
from .numerals import RECENT, plain

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


_SCALES = frozenset({"1000", "1000000", "1000000000"})


@dataclass(frozen=True, slots=True)
class Spoken:
    """Numbers as words: every value they may stand for, and with their places those that stand for nothing else."""

    values: frozenset[str]
    sure: tuple[tuple[str, int, int], ...]
    unsure: tuple[tuple[str, int, int], ...] = ()


@dataclass(slots=True)
class _Run:
    """Number words side by side that add up to one value."""

    values: list[int]
    start: int
    end: int
    certain: bool

    @property
    def total(self) -> int:
        """2, 1000, 500 is 2500."""
        total = group = 0
        for value in self.values:
            if value >= 1000:
                total, group = total + max(1, group) * value, 0
            elif value == 100 and group:
                group *= value
            else:
                group += value
        return total + group


@lru_cache(maxsize=RECENT)
def spoken(text: str, tag: str) -> Spoken:
    """The numbers that a text has as words, single ones and what neighbours add up to: twenty-five is 20, 5 and 25."""
    vague, implied, any_implied = _vocabulary(tag)
    table = language(tag).numbers
    values: set[str] = set()
    runs: list[_Run] = []
    for word in _WORD.finditer(text):
        small = word[0].lower()
        value = _word_value(tag, small)
        if value is None:
            continue
        values.add(plain(value))
        certain = not (vague and vague.fullmatch(small))
        joined = bool(runs) and not text[runs[-1].end : word.start()].strip(" -\u00a0")
        if joined and (_fits(runs[-1].values, value) or (table.years and _is_year(runs[-1].values, value))):
            run = runs[-1]
            if not _fits(run.values, value):
                run.values = [100 * run.values[0]]
            run.values.append(value)
            run.end = word.end()
            run.certain |= certain
        else:
            runs.append(_Run([value], word.start(), word.end(), certain))
    values |= {plain(run.total) for run in runs}
    runs = _linked(runs, text, table.linking)
    values |= {plain(run.total) for run in runs}
    for pattern, meant in implied if any_implied.search(text) else ():
        if whole(pattern).search(text):
            values |= {plain(value) for value in meant}
    if "0.5" in values:
        # Two and a half.
        values |= {f"{value}.5" for value in values if value.isdigit() and len(value) < 3}
    scales = [int(value) for value in values if value in _SCALES]
    values |= {plain(Decimal(value) * scale) for value in values if "." in value for scale in scales}
    values |= {reading for clock in clocks(text, tag) for reading in clock.readings}
    sure, unsure = (
        tuple((plain(run.total), run.start, run.end) for run in runs if run.certain is certain)
        for certain in (True, False)
    )
    return Spoken(frozenset(values), sure, unsure)


def _fits(run: Sequence[int], value: int) -> bool:
    """Whether a number goes on with this word: 20 with 5 and 2 with 100, but 2 not with 3."""
    last = run[-1]
    if value >= 1000 or (value == 100 and last < 100):
        return value >= 1000 or 0 < last < 20
    return value > 0 and ((value < 10 <= last < 100) or last >= 100 > value or last >= 1000 > value)


def _is_year(run: Sequence[int], value: int) -> bool:
    """Whether the two words are the halves of a year: nineteen ninety."""
    return len(run) == 1 and 10 < run[0] <= 20 and 10 <= value < 100


def _linked(runs: Sequence[_Run], text: str, word: str) -> list[_Run]:
    """The runs with those made one that a word such as `and` joins: six hundred and fifty."""
    found: list[_Run] = []
    for run in runs:
        last = found[-1].values[-1] if found else 0
        if word and last >= 100 and run.total < last and text[found[-1].end : run.start].lower().strip() == word:
            one = found.pop()
            found.append(_Run([*one.values, *run.values], one.start, run.end, one.certain or run.certain))
        else:
            found.append(run)
    return found


@lru_cache(maxsize=50_000)
def _word_value(tag: str, word: str) -> int | None:
    return next((value for value, pattern in _number_words(tag) if pattern.fullmatch(word)), None)


@cache
def _number_words(tag: str) -> tuple[tuple[int, re.Pattern[str]], ...]:
    return tuple((int(entry["value"]), re.compile(entry["words"])) for entry in language(tag).numbers.words)


_Implied = tuple[tuple[str, tuple[float, ...]], ...]
"""Expressions, which are compiled when a text has one of them, and what they imply."""


@cache
def _vocabulary(tag: str) -> tuple[re.Pattern[str] | None, _Implied, re.Pattern[str]]:
    """The vague words, those that imply a number with their values, and all of the latter at once."""
    table = language(tag).numbers
    implied = tuple((str(entry["words"]), tuple(entry["values"])) for entry in table.implied)
    every = whole("|".join(entry["words"] for entry in table.implied) or "$.")
    return re.compile(table.vague) if table.vague else None, implied, every


# --- the time of the day --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Clock:
    """A time as people say it, half past seven: the readings that the same time has in digits, in either half."""

    readings: frozenset[str]
    start: int
    end: int


@lru_cache(maxsize=RECENT)
def clocks(text: str, tag: str) -> tuple[Clock, ...]:
    """The times of the day that a text says in words."""
    found = []
    for pattern, minutes, turn, is_left in _clock_words(tag):
        for match in pattern.finditer(text):
            hour = _hour(match["hour"], tag)
            minute = _number(match["minute"], tag) if minutes is None else minutes
            if hour is not None and minute is not None and minute < 60:
                readings = _both_halves(hour + turn, 60 - minute if is_left else minute)
                found.append(Clock(readings, match.start(), match.end()))
    return tuple(found)


@cache
def _clock_words(tag: str) -> tuple[tuple[re.Pattern[str], int | None, int, bool], ...]:
    table = language(tag).numbers.clocks
    return tuple(
        (whole(entry["words"]), entry.get("minutes"), int(entry.get("turn", 0)), bool(entry.get("left")))
        for entry in table
    )


def _hour(word: str, tag: str) -> int | None:
    value = _number(word, tag)
    return value if value is not None and 0 < value < 13 else None


def _number(word: str, tag: str) -> int | None:
    if word.isdigit():
        return int(word)
    values = [_word_value(tag, part) for part in re.split(r"[ -]", word.lower())]
    known = [value for value in values if value is not None]
    return sum(known) if known and len(known) == len(values) else None


def _both_halves(hour: int, minute: int) -> frozenset[str]:
    return frozenset(f"t{at % 24}:{minute:02}" for at in (hour, hour + 12))
