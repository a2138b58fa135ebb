"""Checks on numbers, dates and units."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .. import numberwords
from ..languagedata import language
from ..numerals import Number
from .comparing import all_readings, compared, is_same_amount, numbers_of
from .pairs import Finding, Pair, References, digits_of

_HINT = "compare it with the source; a number may also be written as a word"


def values(pair: Pair, _references: References) -> Iterator[Finding]:
    """number-lost, number-added, number-changed, number-format: what becomes of the numbers of the source."""
    ours, theirs = numbers_of(pair)
    if (not ours and not theirs) or pair.source.text == pair.target.text:
        return
    lost, added, foreign = compared(pair, ours, theirs)
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


def _localized(number: Number, tag: str) -> str:
    table = language(tag).numbers
    text = number.text
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", text):
        return text.replace(",", table.group).replace(".", table.decimal)
    return text.replace(".", table.decimal)


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


# --- number words -----------------------------------------------------------------------------------------------


def number_words(pair: Pair, _references: References) -> Iterator[Finding]:
    """number-changed: a number as a word that is another one in the translation."""
    ours = numberwords.spoken(pair.source.text, pair.source_tag)
    theirs = numberwords.spoken(pair.target.text, pair.tag)
    if not ours.sure or numberwords.clocks(pair.source.text, pair.source_tag):
        return
    numbers = numbers_of(pair)
    ours_all = ours.values | all_readings(numbers[0])
    theirs_all = theirs.values | all_readings(numbers[1])
    lost = [entry for entry in ours.sure if entry[0] not in theirs_all]
    added = [entry for entry in theirs.sure if entry[0] not in ours_all]
    added += [entry for entry in theirs.unsure if entry[0] not in ours_all]
    added += [(n.text, n.start, n.end) for n in numbers[1] if n.roman and not n.readings & ours_all]
    lost = [entry for entry in lost if not is_same_amount(pair, entry[1:], frozenset(entry[:1]), in_source=True)]
    # Words of a longer number count one by one as well.
    for (value, start, end), (other, first, last) in zip(lost, added, strict=False):
        said = f"the source has “{pair.source.text[start:end]}” ({value}), the translation {other}"
        yield pair.warning("number-changed", said, _HINT, (first, last), (start, end))


# --- their groups -------------------------------------------------------------------------------------------------


def spaces_in_numbers(pair: Pair, _references: References) -> Iterator[Finding]:
    """number-space: an ordinary space between the groups of a number, at which a line may end."""
    for number, places in torn(pair):
        mends = "; `build.py check --fix` does" if places else ""
        said = f"{number.text} may be torn apart at the end of a line"
        yield pair.info("number-space", said, f"type a no-break space (U+00A0){mends}", (number.start, number.end))


def torn(pair: Pair) -> Iterator[tuple[Number, tuple[int, ...]]]:
    """The numbers of the source that have ordinary spaces in the translation, and where these stand in its raw text."""
    theirs = numbers_of(pair)[1] if pair.is_cyrillic else ()
    if not any(number.spaced for number in theirs):
        return
    ours = {reading for number in numbers_of(pair)[0] for reading in number.readings}
    for number in theirs:
        if number.spaced and number.readings & ours:
            found = [at for at in number.spaced if pair.target.is_as_written(at, at + 1)]
            yield number, tuple(pair.target.at[at] for at in found)
