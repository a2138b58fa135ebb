"""A check on the order of numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..numerals import Number
from .comparing import numbers_of, unit_after
from .pairs import Finding, Pair, References


def order(pair: Pair, _references: References) -> Iterator[Finding]:
    """number-swapped: two numbers of a list or a range have changed places."""
    ours, theirs = numbers_of(pair)
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
    ours = unit_after(pair.source.text, a.end, pair.source_tag), unit_after(pair.source.text, b.end, pair.source_tag)
    theirs = unit_after(pair.target.text, c.end, pair.tag), unit_after(pair.target.text, d.end, pair.tag)
    moved_along = (ours[0] and ours[0] == theirs[1]) or (ours[1] and ours[1] == theirs[0])
    if moved_along and ours[0] != ours[1] and theirs[0] != theirs[1]:
        return False
    if None in ours or None in theirs or ours[0] == ours[1]:
        return None
    return ours == theirs if ours == theirs or ours == theirs[::-1] else None
