"""Checks on what a translation leaves out or brings along: its length, a lost *not*, notes to oneself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ..languagedata import language
from .pairs import Finding, Pair, References, letters, unquoted

SHORTEST = ((80, 0.6), (60, 0.55), (40, 0.42))
"""Letters of a source, and those of a translation beside it below which something is missing (1 in 1,000 has fewer)."""
SHORTEST_WITH_ABBREVIATION = 0.3
"""A few letters may stand for a long name."""
FEWER_SENTENCES, MORE_SENTENCES = 0.82, 1.45
"""The same where the translation has fewer sentences, and the other way round."""
FEWER_SHORT_SENTENCES = 0.72
"""The same where the source has less than 60 letters."""
LETTERS_OF_A_NUMBER = 8
"""As many letters a number in digits counts for that is in words in the source."""


def length(pair: Pair, _references: References) -> Iterator[Finding]:
    """wording-short, wording-long: a translation that is cut off, or that has another text in it."""
    if pair.is_copy_edit:
        return
    ours, theirs = _lengths(pair)
    counted = f"the translation has {letters(pair.target.text)} letters, its source {letters(pair.source.text)}"
    if _is_short(pair, ours, theirs):
        yield pair.warning("wording-short", f"{counted}: is the end missing?", "translate the rest", None)
    elif ours >= 60 and _is_cut(pair) and theirs < 0.95 * ours:
        said = "the translation ends in the middle of a sentence"
        yield pair.warning("wording-short", said, "translate the rest", None)
    elif _is_long(pair, ours, theirs):
        yield pair.warning(
            "wording-long", f"{counted}: is there another text in it?", "take out what the source does not say", None
        )


def _lengths(pair: Pair) -> tuple[int, int]:
    """The letters of the source, those of sentences that begin like the one before left out, and of the translation."""
    beginnings = [tuple(sentence.lower().split()[:2]) for sentence in re.split(r"(?<=[.!?])\s+", pair.source.text)]
    repeated = sum(letters(" ".join(two)) for at, two in enumerate(beginnings) if two in beginnings[:at])
    in_digits = max(0, len(_DIGITS.findall(pair.target.text)) - len(_DIGITS.findall(pair.source.text)))
    return letters(pair.source.text) - repeated, letters(pair.target.text) + LETTERS_OF_A_NUMBER * in_digits


_DIGITS = re.compile(r"\d+(?:[.,:]\d+)*")


def _is_short(pair: Pair, ours: int, theirs: int) -> bool:
    ratio = theirs / max(1, ours)
    least = next((least for count, least in SHORTEST if ours >= count), 0)
    if re.search(r"(?<!\w)[А-ЯЁӘҒҚҢӨҰҮҺІ]{2,6}(?!\w)", pair.target.text):
        least = min(least, SHORTEST_WITH_ABBREVIATION)
    if _ITEMS.search(pair.source.text):
        least = min(least, SHORTEST[-1][1])
    fewer = _sentences(pair.target.text, pair.tag) < _sentences(pair.source.text)
    few = FEWER_SENTENCES if ours >= 60 else FEWER_SHORT_SENTENCES
    return bool(least) and (ratio < least or (fewer and ratio < few) or (ratio < 0.7 and _is_open(pair)))


_ITEMS = re.compile(r"\w;\w.*\w;\w")
"""A list of words to search for, as programs have it."""


def _is_long(pair: Pair, ours: int, theirs: int) -> bool:
    if ours < 12 or theirs <= 30:
        return False
    most = 2.2 if ours >= 60 else 2.6 if ours >= 30 else 4
    more = _sentences(pair.target.text, pair.tag) > _sentences(pair.source.text)
    return theirs > most * ours or (more and theirs > (MORE_SENTENCES if ours >= 40 else 2) * ours)


_END = re.compile(r"[.!?…]+[»”\"’)\]]*(?=\s+[«“„\"(\[]?[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ0-9—])|[.!?…]+[»”\"’)\]]*\s*\Z")


def _sentences(text: str, tag: str = "en") -> int:
    shortened = _shortened(tag)
    ends = [m for m in _END.finditer(text) if m.end() == len(text) or not text.endswith(shortened, 0, m.start() + 1)]
    return max(1, len(ends))


@cache
def _shortened(tag: str) -> tuple[str, ...]:
    """The abbreviations of a language with a space before them."""
    return tuple(f" {word}" for word in language(tag).wording.abbreviations)


_LAST = re.compile(r"[.!?…:;][»”“\"’)\]]*\s*\Z")


def _is_open(pair: Pair) -> bool:
    """Whether the source ends with a mark and the translation without any."""
    return bool(_LAST.search(pair.source.text)) and not _LAST.search(pair.target.text)


def _is_cut(pair: Pair) -> bool:
    """Whether the last word of a translation without a mark at its end asks for another one."""
    hanging = pair.lang.wording.hanging
    last = re.search(r"(\w+)[,\s]*\Z", pair.target.text)
    return bool(hanging and last and _is_open(pair) and re.fullmatch(hanging, last[1].lower()))


# --- a lost not ---------------------------------------------------------------------------------------------------


def negation(pair: Pair, _references: References) -> Iterator[Finding]:
    """wording-negation: the source denies something, and nothing in the translation does."""
    theirs = _negations(pair.tag)
    if pair.is_copy_edit or not theirs or pair.source.text.rstrip().endswith("?"):
        return
    ours = _denied(unquoted(pair.source.text), pair.source_tag)
    if not ours or ours[0].lower() in pair.target.text.lower():
        return
    if not theirs.search(_without_privatives(pair, ours)):
        said = f"the source says “{ours[0]}”, and nothing in the translation does"
        hint = "is it left out? `accept` it where the translation says the same with another word"
        yield pair.warning("wording-negation", said, hint, None, ours.span())


def _without_privatives(pair: Pair, denied: re.Match[str]) -> str:
    """The translation, less its words such as *unattended* where the source has one besides what it denies."""
    ours, theirs = language(pair.source_tag).wording.privative, language(pair.tag).wording.privative
    text = pair.target.text
    if not ours or not theirs:
        return text
    found = [match.span() for match in re.finditer(rf"\b(?:{ours})\b", pair.source.text, re.IGNORECASE)]
    if not found or denied.span() in found:
        return text
    return re.sub(rf"(?<!\w)(?:{theirs})(?!\w)", "", text, flags=re.IGNORECASE)


@cache
def _negations(tag: str) -> re.Pattern[str] | None:
    words = language(tag).wording.negation
    return re.compile(rf"(?<!\w)(?<!--)(?:{words})(?!\w)", re.IGNORECASE) if words else None


def _denied(text: str, tag: str) -> re.Match[str] | None:
    """The first word that denies something, if it belongs to no expression that other languages say without one."""
    pattern, affirmed = _negations(tag), language(tag).wording.affirmed
    spared = [match.span() for match in re.finditer(affirmed, text, re.IGNORECASE)] if affirmed else []
    found = pattern.finditer(text) if pattern else ()
    return next((m for m in found if not any(start <= m.start() < end for start, end in spared)), None)


# --- what was left behind -----------------------------------------------------------------------------------------

_LEFT = (
    r"\b(?:TODO|FIXME|XXX|TBD|TRANSLATE|FUZZY)\b|\?\?\?+|\[\?+\]|\(\?+\)|<<<+|>>>+|\bmsg(?:id|str)\b|\blorem ipsum\b"
    r"|@@@+|\*\*\*\*+|\\n|\\t|\$\{\w*\}|\bMT:|\bGoogle Translate\b|\bas an AI\b|<(?:x|g|ph|bpt|ept)\b[^>]*>|⟦|\{\d+\}"
)
_CHOICE = re.compile(r"[а-яёәғқңөұүһі]{5,}/[а-яёәғқңөұүһі]{3,}")


@cache
def _notes(tag: str, source_tag: str) -> re.Pattern[str]:
    """What people write to themselves in any of the two languages, and what tools leave behind."""
    own = [notes for notes in (language(tag).wording.notes, language(source_tag).wording.notes) if notes]
    return re.compile("|".join((_LEFT, *own)), re.IGNORECASE)


def left_over(pair: Pair, _references: References) -> Iterator[Finding]:
    """wording-note: a note to oneself, or what a tool has left in the text."""
    match = _notes(pair.tag, pair.source_tag).search(pair.target.text)
    if match and match[0].lower() not in pair.source.raw.lower():
        hint = "finish the translation, or mark the entry fuzzy; notes belong into a comment (#)"
        yield pair.warning(
            "wording-note", f"“{match[0]}” looks like a note that was left in the text", hint, match.span()
        )
    elif (match := _CHOICE.search(pair.target.text)) and not re.search(
        r"/|\bor\b|toggle", pair.source.text, re.IGNORECASE
    ):
        yield pair.warning(
            "wording-note", f"“{match[0]}”: two wordings to choose from", "keep one of them", match.span()
        )
