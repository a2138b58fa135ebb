"""Which numbers of a text and its translation agree, in whatever way each of them says it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from .. import numberwords, numerals, units
from ..numerals import Number
from .pairs import Pair, digits_of


def numbers_of(pair: Pair) -> tuple[tuple[Number, ...], tuple[Number, ...]]:
    """The numbers of the source, and those of the translation."""
    return numerals.numbers(pair.source.text, pair.source_tag), numerals.numbers(pair.target.text, pair.tag)


def compared(
    pair: Pair, ours: Sequence[Number], theirs: Sequence[Number]
) -> tuple[list[Number], list[Number], list[Number]]:
    """The numbers that only the source has, those that only the translation has, and those in foreign notation."""
    lost, left, foreign = _matched(pair, ours, theirs)
    all_ours, all_theirs = _said_in_source(pair, ours), _said_in_target(pair, theirs)
    # Where a number is said twice, once is enough; it may also be a word in the other language.
    lost = [n for n in lost if not _is_met(n, all_theirs, pair.target.text) and n.text not in _IDIOMS]
    if numerals.has_scale(pair.source.text, pair.source_tag) and numerals.has_scale(pair.target.text, pair.tag):
        lost = [n for n in lost if not _differs_in_scale(n, theirs)]
        left = [n for n in left if not _differs_in_scale(n, ours)]
    added = [n for n in left if not _is_met(n, all_ours, pair.source.text)]
    lost, added = _without_hours(*_without_small_change(lost, added))
    lost = [n for n in lost if not is_same_amount(pair, (n.start, n.end), n.readings, in_source=True)]
    added = [n for n in added if not is_same_amount(pair, (n.start, n.end), n.readings, in_source=False)]
    # Roman numbers may be left out, or stand for words; where both have one, it is the same.
    romans = any(n.roman for n in lost) and any(n.roman for n in added)
    lost = [n for n in lost if not n.roman or romans]
    return lost, [n for n in added if not n.roman or lost], [n for n in foreign if not _is_version(pair, n)]


def _matched(
    pair: Pair, ours: Sequence[Number], theirs: Sequence[Number]
) -> tuple[list[Number], list[Number], list[Number]]:
    """The numbers that only the source has, those left of the translation, and those in foreign notation."""
    left = list(theirs)
    lost: list[Number] = []
    foreign: list[Number] = []
    for number in ours:
        wanted = number.readings
        fitting = (other for other in left if wanted & other.readings and not _is_pointed(pair, wanted, other))
        match = next(fitting, None)
        as_abroad = None if match else next((other for other in left if wanted & other.foreign), None)
        if as_abroad and not pair.is_copy_edit:
            foreign.append(as_abroad)
        match = match or as_abroad
        if match:
            left.remove(match)
        else:
            lost.append(number)
    return lost, left, foreign


def _said_in_source(pair: Pair, numbers: Sequence[Number]) -> frozenset[str]:
    """Every reading of the source's numbers, in digits and as words."""
    said = numberwords.spoken(pair.source.text, pair.source_tag).values
    return all_readings(numbers) | _month_numbers(pair.source.text, pair.source_tag) | said


def _said_in_target(pair: Pair, numbers: Sequence[Number]) -> frozenset[str]:
    """The same of the translation, where hours as words are in the half of the day that is said beside them."""
    said = numberwords.spoken(pair.target.text, pair.tag).values
    halves = numerals.halves_of_the_day(pair.target.text, pair.tag)
    hours = [value for value in said if value.isdigit()] if halves else []
    by_half = {reading for half in halves for hour in hours for reading in numerals.in_half(half, f"{hour}:00")}
    return all_readings(numbers) | _month_numbers(pair.target.text, pair.tag) | said | by_half


def _is_pointed(pair: Pair, wanted: frozenset[str], other: Number) -> bool:
    """Whether a number with a point is no time of the day but a fraction as English writes it: 1.25 %."""
    unit = unit_after(pair.target.text, other.end, pair.tag)
    return bool(wanted & other.foreign) and unit is not None and unit not in ("hour", "minute")


def _without_small_change(lost: list[Number], added: list[Number]) -> tuple[list[Number], list[Number]]:
    """Without a sum that is parted in the translation: £5.50, 5 pounds 50."""
    for number in lost:
        sum_of_money = re.fullmatch(r"(\d+)[.,](\d\d)", number.text)
        if sum_of_money:
            parts = [next((n for n in added if n.text == part), None) for part in sum_of_money.groups()]
            if None not in parts:
                return [n for n in lost if n is not number], [n for n in added if n not in parts]
    return lost, added


def _without_hours(lost: list[Number], added: list[Number]) -> tuple[list[Number], list[Number]]:
    """Without hours that are in the second half of the day by what is said elsewhere: 9 to 5, с 9:00 до 17:00."""
    for number in lost:
        later = {f"t{int(number.text) + 12}:00"} if number.text.isdigit() and 0 < int(number.text) < 12 else set()
        hour = next((n for n in added if later & n.readings), None)
        if hour:
            return _without_hours([n for n in lost if n is not number], [n for n in added if n is not hour])
    return lost, added


def is_same_amount(pair: Pair, place: tuple[int, int], values: frozenset[str], *, in_source: bool) -> bool:
    """Whether a number measures what the other text says in another unit: 18 months, a year and a half."""
    ours, theirs = units.measures(pair.source.text, pair.source_tag), units.measures(pair.target.text, pair.tag)
    own, other = (ours, theirs) if in_source else (theirs, ours)
    amounts = frozenset(amount for measure in other for amount in measure.amounts(measure.values))
    around = (measure for measure in own if measure.start <= place[0] and place[1] <= measure.end)
    return any(measure.amounts(values) & amounts for measure in around)


_IDIOMS = ("50/50", "24/7", "9/11", "7/24")


def _is_version(pair: Pair, number: Number) -> bool:
    """Whether it belongs to a Latin name (Python 3.11, CC BY 4.0), or to a word for version, section and the like."""
    text, words = pair.target.text, pair.lang.numbers.numbered or "$."
    before = re.search(rf"(?:[A-Za-z]|(?<!\w)(?:{words}))[ \u00a0v]*\Z", text[: number.start])
    return bool(before or re.match(rf"[ \u00a0-]?(?:{words})", text[number.end :]))


def all_readings(numbers: Sequence[Number]) -> frozenset[str]:
    """Every reading of the numbers, as this language and as the source writes them, and of their parts."""
    found = frozenset(reading for number in numbers for reading in number.readings | number.foreign)
    return found | frozenset(part for number in numbers for readings in number.parts for part in readings)


def _month_numbers(text: str, tag: str) -> frozenset[str]:
    return frozenset(f"m{month.name}" for month in units.months(text, tag))


def _is_met(number: Number, readings: frozenset[str], text: str) -> bool:
    if (number.readings | number.foreign) & readings:
        return True
    if number.parts and all(part & readings for part in number.parts):
        return True
    # 60s in one and 1960s in the other, either way round.
    for reading in number.readings:
        if re.fullmatch(r"\d+", reading):
            if any(plain.endswith(reading) and len(plain) == 4 and len(reading) == 2 for plain in readings):
                return True
            if (
                len(reading) == 4
                and reading[2:] in readings
                and (reading.endswith("0") or re.search(rf"(?<!\d){reading[2:]}", text))
            ):
                return True
    return any(reading.startswith("p") and reading[1:][-7:] in digits_of(text) for reading in number.readings)


def _differs_in_scale(one: Number, others: Sequence[Number]) -> bool:
    """Whether another number is the same but for a word such as million, which may stand after the second of two."""
    values = {Decimal(reading) for reading in one.readings if re.fullmatch(r"\d+(\.\d+)?", reading)}
    return any(
        other.scaled != one.scaled
        and any(value * scale in values or value in {v * scale for v in values} for scale in _SCALES)
        for other in others
        for value in (Decimal(reading) for reading in other.readings if re.fullmatch(r"\d+(\.\d+)?", reading))
        if value
    )


_SCALES = (10**3, 10**6, 10**9)


def unit_after(text: str, end: int, tag: str) -> str | None:
    """The unit that the number before `end` has; None where it has none."""
    near = [unit for unit in units.units(text[end - 1 : end + 24], tag) if unit.start <= 4]
    return near[0].name if near else None
