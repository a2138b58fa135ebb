"""Checks on months, days of the week and the forms of dates and times."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .. import numberwords, numerals, units
from ..numberwords import Clock
from ..numerals import Number
from ..units import Named
from .pairs import Finding, Pair, References

_DATED = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th)?(?: of)?|in|since|until|by|from|of|during|early|late|mid|last|next|every|and|to|through"
    r"|[-–])\s*\Z|\A",
    re.IGNORECASE,
)


def dates(pair: Pair, _references: References) -> Iterator[Finding]:
    """date-changed: a month or a day of the week that is another one, or gone."""
    for kind, what in ((units.months, "month"), (units.weekdays, "day")):
        ours = [named for named in kind(pair.source.text, pair.source_tag) if what == "day" or _is_month(pair, named)]
        theirs = kind(pair.target.text, pair.tag)
        if not ours or pair.is_copy_edit:
            continue
        names = {named.name for named in theirs} | _numeric_months(pair)
        lost = [named for named in ours if named.name not in names]
        added = [named for named in theirs if named.name not in {named.name for named in ours}]
        if lost and added:
            shown = pair.source.text[lost[0].start : lost[0].end], pair.target.text[added[0].start : added[0].end]
            said = f"the source has {shown[0]}, the translation {shown[1]}"
            spans = (added[0].start, added[0].end), (lost[0].start, lost[0].end)
            yield pair.warning("date-changed", said, "write the right one", *spans)
        elif lost and what == "month" and _has_day(pair, lost[0]):
            shown_month = pair.source.text[lost[0].start : lost[0].end]
            said = f"the month of the source, {shown_month}, is missing"
            yield pair.warning("date-changed", said, "write the whole date", None, (lost[0].start, lost[0].end))


def _is_month(pair: Pair, named: Named) -> bool:
    """Whether May and March are months here, and not a verb or a walk."""
    text = pair.source.text
    word = text[named.start : named.end]
    return (
        word not in ("May", "March", "Mar", "Jan", "Sun")
        or _has_day(pair, named)
        or (named.start > 0 and bool(_DATED.search(text[: named.start])))
    )


def _has_day(pair: Pair, named: Named) -> bool:
    text = pair.source.text
    after = re.match(r"\.?,? (?:the )?\d{1,4}\b", text[named.end :])
    return bool(after or re.search(r"\d(?:st|nd|rd|th)?(?: of)? \Z", text[: named.start]))


def _numeric_months(pair: Pair) -> set[str]:
    numbers = numerals.numbers(pair.target.text, pair.tag)
    return {reading[1:] for number in numbers for reading in number.readings if reading.startswith("m")}


def date_forms(pair: Pair, _references: References) -> Iterator[Finding]:
    """date-format: a date as English writes it, or a month with a capital."""
    if pair.is_copy_edit or not pair.lang.numbers.months:
        return
    text = pair.target.text
    for month in units.months(text, pair.tag):
        word = text[month.start : month.end]
        before, after = text[: month.start], text[month.end :]
        if re.match(r",? \d{1,2}(?:-\w{1,3})?,? (?:1[0-9]|20)\d\d\b", after):
            hint = "write the day before the month, as this language does"
            yield pair.warning("date-format", "the date is in the English order", hint, (month.start, month.end))
            return
        day = re.search(r"(\d{1,2})[ \u00a0]\Z", before)
        if word[0].isupper() and word[1:].islower() and day and f"{day[1]} {word}" not in pair.lang.numbers.holidays:
            hint = f"names of months begin with a small letter: {word.lower()}"
            yield pair.warning("date-format", f"{word} has a capital", hint, (month.start, month.end))
            return
    if match := re.search(r"(?<![\d/])\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?![\d/])", text):
        hint = "write it with dots, the day first: 16.12.2011"
        yield pair.warning("date-format", f"{match[0]} is a date in English form", hint, match.span())
        return
    if match := re.search(r"(?<!\w)\d{1,2}[:.]?\d{0,2}\s?(?:[ap]\.?m\.?)(?!\w)", text, re.IGNORECASE):
        yield pair.warning(
            "date-format", f"{match[0]} is a time in English form", "write 24 hours: 20:30", match.span()
        )


# --- times of the day ---------------------------------------------------------------------------------------------


def clocks(pair: Pair, _references: References) -> Iterator[Finding]:
    """number-changed: a time of the day, in words in at least one of the two, that is another one."""
    one, other = _times(pair.source.text, pair.source_tag), _times(pair.target.text, pair.tag)
    if len(one) != 1 or len(other) != 1:
        return
    in_words = isinstance(one[0], Clock) or isinstance(other[0], Clock)
    is_other = in_words and not one[0].readings & other[0].readings
    if is_other or _are_opposite(one[0].readings, other[0].readings):
        shown = pair.source.text[one[0].start : one[0].end], pair.target.text[other[0].start : other[0].end]
        said = f"the source has {shown[0]}, the translation {shown[1]}"
        spans = (other[0].start, other[0].end), (one[0].start, one[0].end)
        yield pair.warning("number-changed", said, "compare it with the source", *spans)


def _are_opposite(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the two hours are said to be in different halves of the day."""
    halves = [{reading[:3] for reading in readings if reading.startswith(("am ", "pm "))} for readings in (one, other)]
    return bool(halves[0] and halves[1] and not halves[0] & halves[1])


def _times(text: str, tag: str) -> list[Number | Clock]:
    """The times of the day of a text, in words, or in digits with a colon."""
    in_digits = [n for n in numerals.numbers(text, tag) if any(reading.startswith("t") for reading in n.readings)]
    return [*numberwords.clocks(text, tag), *in_digits]
