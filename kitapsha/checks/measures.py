"""Checks on units, percentages, money and degrees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .. import numerals, units
from ..units import Unit
from .pairs import Finding, Pair, References, digits_of


def same_units(pair: Pair, _references: References) -> Iterator[Finding]:
    """unit-changed, unit-lost: a unit that is another one of its kind, or a percentage without its sign."""
    ours = [u for u in units.units(pair.source.text, pair.source_tag) if _is_counted(pair.source.text, u.start, u.end)]
    if not ours or not pair.lang.numbers.units or pair.is_copy_edit:
        return
    theirs = units.units(pair.target.text, pair.tag)
    ours = [unit for unit in ours if not _is_converted(pair, unit)]
    all_ours = {unit.name for unit in units.units(pair.source.text, pair.source_tag)}
    for unit in dict.fromkeys(ours):
        if unit.name == "percent" and (bare := _without_percent(pair)):
            said = f"{bare[0]} has no percent sign"
            yield pair.warning("unit-lost", said, "write the percent sign", bare.span(), (unit.start, unit.end))
            return
        if any(other.name == unit.name for other in theirs):
            continue
        others = [other for other in theirs if other.dimension == unit.dimension and other.name not in all_ours]
        counted = [other for other in others if _is_counted(pair.target.text, other.start, other.end)]
        shown = pair.source.text[unit.start : unit.end]
        if counted and unit.dimension != "time":
            said = f"the source has {shown}, the translation {pair.target.text[counted[0].start : counted[0].end]}"
            spans = (counted[0].start, counted[0].end), (unit.start, unit.end)
            yield pair.warning("unit-changed", said, "write the unit of the source, or convert the number too", *spans)
            return
        if counted and _same_number(pair, unit.start, counted[0].start):
            said = f"the source has {shown}, the translation {pair.target.text[counted[0].start : counted[0].end]}"
            spans = (counted[0].start, counted[0].end), (unit.start, unit.end)
            yield pair.warning("unit-changed", said, "write the unit of the source", *spans)
            return
        if other := _exchanged(pair, unit):
            said = f"the source has {shown}, the translation {pair.target.text[other.start : other.end]}"
            spans = (other.start, other.end), (unit.start, unit.end)
            yield pair.warning("unit-changed", said, "write the unit of the source", *spans)
            return
        if unit.name == "percent" and not others and numerals.numbers(pair.target.text, pair.tag):
            span = (unit.start, unit.end)
            yield pair.warning(
                "unit-lost", f"the {shown} of the source is missing", "write the percent sign", None, span
            )
            return
        if unit.dimension == "money" and not others and shown in "$€£" and _number_near(pair, unit.start):
            span = (unit.start, unit.end)
            yield pair.warning("unit-lost", f"the currency of the source is missing: {shown}", "name it", None, span)
            return


def _is_converted(pair: Pair, unit: Unit) -> bool:
    """Whether the translation says the same amount in another unit: 1.5 km, 1500 м."""
    ours = [m for m in units.measures(pair.source.text, pair.source_tag) if m.end == unit.end and m.unit == unit.name]
    theirs = [m for m in units.measures(pair.target.text, pair.tag) if m.unit != unit.name]
    return any(one.amounts(one.values) & other.amounts(other.values) for one in ours for other in theirs)


def _exchanged(pair: Pair, unit: Unit) -> Unit | None:
    """The unit that another dimension has with the same number: 3 litres, 3 кг."""
    before = re.search(r"(\d+)[ \u00a0-]?\Z", pair.source.text[: unit.start])
    if not before or unit.dimension not in ("length", "mass", "volume"):
        return None
    for other in units.units(pair.target.text, pair.tag):
        after = re.search(r"(\d+)[ \u00a0-]?\Z", pair.target.text[: other.start])
        if after and after[1] == before[1] and other.dimension in ("length", "mass", "volume"):
            return other
    return None


def _without_percent(pair: Pair) -> re.Match[str] | None:
    """A number that is a percentage in the source, and that stands alone in the translation."""
    signs = [unit for unit in units.units(pair.target.text, pair.tag) if unit.name == "percent"]
    if not signs:
        return None
    for match in re.finditer(r"(\d+(?:\.\d+)?)%", pair.source.text):
        digits = match[1].replace(".", "[.,]")
        found = list(re.finditer(rf"(?<![\d.,]){digits}(?![\d.,]*\d)", pair.target.text))
        if len(found) == 1 and pair.source.text.count(match[1]) == 1 and not _shares_a_sign(pair, found[0], signs):
            return found[0]
    return None


def _shares_a_sign(pair: Pair, number: re.Match[str], signs: Sequence[Unit]) -> bool:
    """Whether a sign stands before the number (пайыздың 41-і), or behind it after other numbers: 41–64 %."""
    text = pair.target.text
    return any(
        sign.start < number.start() or not re.search(r"[^\W\d_]{4,}", text[number.end() : sign.start]) for sign in signs
    )


def degrees(pair: Pair, _references: References) -> Iterator[Finding]:
    """unit-changed: degrees of another scale."""
    ours = re.search(r"°\s?([CF])(?!\w)", pair.source.text)
    theirs = re.search(r"°\s?([CСF])(?!\w)", pair.target.text)
    if ours and theirs and ours[1] != theirs[1].replace("С", "C"):
        said = f"the source has {ours[0]}, the translation {theirs[0]}"
        yield pair.warning("unit-changed", said, "write the unit of the source", theirs.span(), ours.span())


def _is_counted(text: str, start: int, end: int) -> bool:
    """Whether a number belongs to the unit."""
    return bool(
        re.search(r"[\d½¼¾](?:[ \u00a0\u202f-]?(?:\w+[ \u00a0])?)?\Z", text[:start][-24:])
        or re.match(r"\s?\d", text[end:])
    )


def _number_near(pair: Pair, start: int) -> bool:
    match = re.match(r"\W?\s?(\d[\d.,]*)", pair.source.text[start:])
    return bool(match) and digits_of(match[1]) in digits_of(pair.target.text) if match else False


def _same_number(pair: Pair, start: int, other: int) -> bool:
    ours = re.search(r"(\d+)\D{0,3}\Z", pair.source.text[:start])
    theirs = re.search(r"(\d+)\D{0,3}\Z", pair.target.text[:other])
    return bool(ours and theirs and ours[1] == theirs[1])


def foreign_units(pair: Pair, _references: References) -> Iterator[Finding]:
    """unit-foreign: a unit in Latin letters where the language has one of its own."""
    if not pair.is_cyrillic or not pair.lang.numbers.units:
        return
    text = pair.target.text
    for unit in units.units(text, pair.source_tag):
        shown = text[unit.start : unit.end]
        if unit.dimension in ("length", "mass", "volume", "time") and len(shown) > 1 and shown.isascii():
            hint = "write it in the letters of this language"
            yield pair.warning("unit-foreign", f"{shown} is left as in the source", hint, (unit.start, unit.end))
            return
