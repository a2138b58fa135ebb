"""Checks on numbers, dates and units."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from .. import numberwords, numerals, units
from ..languagedata import language
from ..numberwords import Clock
from ..numerals import Number
from .pairs import Finding, Pair, References, digits_of

_HINT = "compare it with the source; a number may also be written as a word"


def values(pair: Pair, _references: References) -> Iterator[Finding]:
    """number-lost, number-added, number-changed, number-format: what becomes of the numbers of the source."""
    ours, theirs = _numbers(pair)
    if (not ours and not theirs) or pair.source.text == pair.target.text:
        return
    lost, added, foreign = _compared(pair, ours, theirs)
    for number in foreign:
        hint = f"in this language it is {_localized(number, pair.tag)}"
        yield pair.warning("number-format", f"{number.text} is written as in English", hint, (number.start, number.end))
    if not (lost or added):
        return
    # The same digits, set apart in another way: a telephone number or a code is whole.
    if digits_of(pair.source.text) == digits_of(pair.target.text) and not any(_is_value(n) or n.roman for n in lost):
        return
    for ours_left, theirs_left in zip(lost, added, strict=False):
        said = f"the source has {ours_left.text}, the translation {theirs_left.text}"
        spans = (theirs_left.start, theirs_left.end), (ours_left.start, ours_left.end)
        yield pair.warning("number-changed", said, _HINT, *spans)
    for number in lost[len(added) :]:
        said = f"the translation has no {number.text}"
        yield pair.warning("number-lost", said, _HINT, None, (number.start, number.end))
    for number in added[len(lost) :]:
        said = f"the translation has a {number.text} that its source does not have"
        yield pair.warning("number-added", said, _HINT, (number.start, number.end))


def _is_value(number: Number) -> bool:
    """Whether more than the digits counts: a decimal sign, a word such as million, a half of the day."""
    fraction = re.search(r"\d[.,]\d", number.text) and ":" not in number.text
    return bool(fraction) or number.scaled or any(reading.startswith(("am ", "pm ")) for reading in number.readings)


def _numbers(pair: Pair) -> tuple[tuple[Number, ...], tuple[Number, ...]]:
    return numerals.numbers(pair.source.text, pair.source_tag), numerals.numbers(pair.target.text, pair.tag)


def _localized(number: Number, tag: str) -> str:
    table = language(tag).numbers
    text = number.text
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", text):
        return text.replace(",", table.group).replace(".", table.decimal)
    return text.replace(".", table.decimal)


def _compared(
    pair: Pair, ours: Sequence[Number], theirs: Sequence[Number]
) -> tuple[list[Number], list[Number], list[Number]]:
    """The numbers that only the source has, those that only the translation has, and those in foreign notation."""
    left = list(theirs)
    lost: list[Number] = []
    foreign: list[Number] = []
    for number in ours:
        wanted = number.readings
        match = next(
            (other for other in left if wanted & other.readings and not _is_pointed(pair, wanted, other)), None
        )
        as_abroad = None if match else next((other for other in left if wanted & other.foreign), None)
        if as_abroad and not pair.is_copy_edit:
            foreign.append(as_abroad)
        match = match or as_abroad
        if match:
            left.remove(match)
        else:
            lost.append(number)
    all_ours = _all_readings(ours) | _month_numbers(pair.source.text, pair.source_tag)
    all_theirs = _all_readings(theirs) | _month_numbers(pair.target.text, pair.tag)
    said, understood = (
        numberwords.spoken(pair.source.text, pair.source_tag),
        numberwords.spoken(pair.target.text, pair.tag),
    )
    halves = numerals.halves_of_the_day(pair.target.text, pair.tag)
    hours = [value for value in understood.values if value.isdigit()]
    all_theirs |= {said for half in halves for hour in hours for said in numerals.in_half(half, f"{hour}:00")}
    # Where a number is said twice, once is enough; it may also be a word in the other language.
    lost = [n for n in lost if not _is_met(n, all_theirs | understood.values, pair.target.text)]
    lost = [n for n in lost if n.text not in _IDIOMS]
    if numerals.has_scale(pair.source.text, pair.source_tag) and numerals.has_scale(pair.target.text, pair.tag):
        lost = [n for n in lost if not _differs_in_scale(n, theirs)]
        left = [n for n in left if not _differs_in_scale(n, ours)]
    added = [n for n in left if not _is_met(n, all_ours | said.values, pair.source.text)]
    lost, added = _without_small_change(lost, added)
    lost = [n for n in lost if not _is_same_amount(pair, (n.start, n.end), n.readings, in_source=True)]
    added = [n for n in added if not _is_same_amount(pair, (n.start, n.end), n.readings, in_source=False)]
    # Roman numbers may be left out, or stand for words; where both have one, it is the same.
    romans = any(n.roman for n in lost) and any(n.roman for n in added)
    lost = [n for n in lost if not n.roman or romans]
    return lost, [n for n in added if not n.roman or lost], [n for n in foreign if not _is_version(pair, n)]


def _is_pointed(pair: Pair, wanted: frozenset[str], other: Number) -> bool:
    """Whether a number with a point is no time of the day but a fraction as English writes it: 1.25 %."""
    unit = _unit_after(pair.target.text, other.end, pair.tag)
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


def _is_same_amount(pair: Pair, place: tuple[int, int], values: frozenset[str], *, in_source: bool) -> bool:
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


def _all_readings(numbers: Sequence[Number]) -> frozenset[str]:
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


def signs(pair: Pair, _references: References) -> Iterator[Finding]:
    """number-changed: a number below zero that has lost its sign."""
    below = pair.lang.numbers.below
    if not below:
        return
    for match in re.finditer(r"(?<![\w\d])[−–-](\d+(?:[.,]\d+)?)\s?°", pair.source.text):
        digits = match[1].replace(".", "[.,]")
        theirs = re.search(rf"(?<![\d.,−–-]){digits}\s?°", pair.target.text)
        if theirs and not re.search(rf"(?:{below})", pair.target.text, re.IGNORECASE):
            yield pair.warning(
                "number-changed", "the minus of the source is missing", _HINT, theirs.span(), match.span()
            )


def order(pair: Pair, _references: References) -> Iterator[Finding]:
    """number-swapped: two numbers of a list or a range have changed places."""
    ours, theirs = _numbers(pair)
    if len(ours) != len(theirs) or not 2 <= len(ours) <= 12 or any(n.roman for n in (*ours, *theirs)):
        return
    differing = [at for at, (one, other) in enumerate(zip(ours, theirs, strict=True)) if not _same(one, other)]
    if len(differing) != 2:
        return
    one, two = differing
    if not (_same(ours[one], theirs[two]) and _same(ours[two], theirs[one])):
        return
    if max(len(ours[one].text), len(ours[two].text)) > 4 and min(len(ours[one].text), len(ours[two].text)) < 3:
        return
    between = pair.source.text[ours[one].end : ours[two].start]
    if re.search(r"\b(?:of (?:the |all )?|add )\Z", pair.source.text[: ours[one].start], re.IGNORECASE):
        return
    if (
        _DATE.search(pair.source.text[max(0, ours[one].start - 14) : ours[two].end])
        or _is_year(ours[one])
        or _is_year(ours[two])
    ):
        return
    moved = (
        _LOOSE.search(between)
        or len(between) > 70
        or (two - one > 1 and not (pair.lang.numbers.ordered or _follow_years(ours, differing)))
    )
    units = _unit_moves(pair, ours[one], ours[two], theirs[one], theirs[two])
    if units is False or (moved and units is None) or (units is None and not _JOINED.search(between)):
        return
    said = f"{ours[one].text} and {ours[two].text} have changed places"
    span = theirs[one].start, theirs[two].end
    yield pair.warning(
        "number-swapped", said, "compare what each of them counts", span, (ours[one].start, ours[two].end)
    )


def _follow_years(numbers: Sequence[Number], places: Sequence[int]) -> bool:
    """Whether each of the numbers stands behind a year of its own."""
    return all(at and _is_year(numbers[at - 1]) for at in places)


_LOOSE = re.compile(r"\A\W*(?:\w+\W+)?(?:of|per|out of|in|from|for|by)(?: every| the| each)?\s*\Z", re.IGNORECASE)
_JOINED = re.compile(r"\b(?:and|or|to|but|while|with|against|then|than)\b|[,;–-]", re.IGNORECASE)
_DATE = re.compile(r"[A-Z][a-z]+ \d{1,2},? \d{4}|\d{1,2}[/.]\d{1,2}")


def _is_year(number: Number) -> bool:
    return bool(re.fullmatch(r"1[5-9]\d\d|20\d\d", number.text))


def _same(one: Number, other: Number) -> bool:
    return bool((one.readings | one.foreign) & (other.readings | other.foreign))


def _unit_moves(pair: Pair, a: Number, b: Number, c: Number, d: Number) -> bool | None:
    """Whether the units stayed while the numbers moved; None where there is nothing to tell by."""
    ours = _unit_after(pair.source.text, a.end, pair.source_tag), _unit_after(pair.source.text, b.end, pair.source_tag)
    theirs = _unit_after(pair.target.text, c.end, pair.tag), _unit_after(pair.target.text, d.end, pair.tag)
    moved_along = (ours[0] and ours[0] == theirs[1]) or (ours[1] and ours[1] == theirs[0])
    if moved_along and ours[0] != ours[1] and theirs[0] != theirs[1]:
        return False
    if None in ours or None in theirs or ours[0] == ours[1]:
        return None
    return ours == theirs if ours == theirs or ours == theirs[::-1] else None


def _unit_after(text: str, end: int, tag: str) -> str | None:
    near = [unit for unit in units.units(text[end - 1 : end + 24], tag) if unit.start <= 4]
    return near[0].name if near else None


# --- number words -----------------------------------------------------------------------------------------------


def number_words(pair: Pair, _references: References) -> Iterator[Finding]:
    """number-changed: a number as a word that is another one in the translation."""
    ours = numberwords.spoken(pair.source.text, pair.source_tag)
    theirs = numberwords.spoken(pair.target.text, pair.tag)
    if not ours.sure or numberwords.clocks(pair.source.text, pair.source_tag):
        return
    numbers = _numbers(pair)
    ours_all = ours.values | _all_readings(numbers[0])
    theirs_all = theirs.values | _all_readings(numbers[1])
    lost = [entry for entry in ours.sure if entry[0] not in theirs_all]
    added = [entry for entry in theirs.sure if entry[0] not in ours_all]
    added += [entry for entry in theirs.unsure if entry[0] not in ours_all]
    added += [(n.text, n.start, n.end) for n in numbers[1] if n.roman and not n.readings & ours_all]
    lost = [entry for entry in lost if not _is_same_amount(pair, entry[1:], frozenset(entry[:1]), in_source=True)]
    # Words of a longer number count one by one as well.
    for (value, start, end), (other, first, last) in zip(lost, added, strict=False):
        said = f"the source has “{pair.source.text[start:end]}” ({value}), the translation {other}"
        yield pair.warning("number-changed", said, _HINT, (first, last), (start, end))


def clocks(pair: Pair, _references: References) -> Iterator[Finding]:
    """number-changed: a time of the day, in words in at least one of the two, that is another one."""
    ours = numberwords.clocks(pair.source.text, pair.source_tag)
    theirs = numberwords.clocks(pair.target.text, pair.tag)
    if len(ours) > 1 or len(theirs) > 1 or not (ours or theirs):
        return
    one, other = _times(pair.source.text, pair.source_tag), _times(pair.target.text, pair.tag)
    if len(one) == len(other) == 1 and not one[0].readings & other[0].readings:
        shown = pair.source.text[one[0].start : one[0].end], pair.target.text[other[0].start : other[0].end]
        said = f"the source has {shown[0]}, the translation {shown[1]}"
        spans = (other[0].start, other[0].end), (one[0].start, one[0].end)
        yield pair.warning("number-changed", said, _HINT, *spans)


def _times(text: str, tag: str) -> list[Number | Clock]:
    """The times of the day of a text, in words, or in digits with a colon."""
    in_digits = [n for n in numerals.numbers(text, tag) if any(reading.startswith("t") for reading in n.readings)]
    return [*numberwords.clocks(text, tag), *in_digits]


# --- their groups -------------------------------------------------------------------------------------------------


def spaces_in_numbers(pair: Pair, _references: References) -> Iterator[Finding]:
    """number-space: an ordinary space between the groups of a number, at which a line may end."""
    for number, places in torn(pair):
        mends = "; `build.py check --fix` does" if places else ""
        said = f"{number.text} may be torn apart at the end of a line"
        yield pair.info("number-space", said, f"type a no-break space (U+00A0){mends}", (number.start, number.end))


def torn(pair: Pair) -> Iterator[tuple[Number, tuple[int, ...]]]:
    """The numbers of the source that have ordinary spaces in the translation, and where these stand in its raw text."""
    theirs = _numbers(pair)[1] if pair.is_cyrillic else ()
    if not any(number.spaced for number in theirs):
        return
    ours = {reading for number in _numbers(pair)[0] for reading in number.readings}
    for number in theirs:
        if number.spaced and number.readings & ours:
            found = [at for at in number.spaced if pair.target.is_as_written(at, at + 1)]
            yield number, tuple(pair.target.at[at] for at in found)
