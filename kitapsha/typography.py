"""Plain text of a page -> the same text with the spaces and the pieces that hold together.

The rules of each language are data, see `languagedata.Typography`. They are for text nodes alone: never code,
addresses, attributes or placeholders. Quotation marks, dashes and letters are the author's and stay as they are.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise

from .languagedata import Typography, language

NO_BREAK_SPACE = "\u00a0"

# Ordinary spaces, which a line may end at. U+00A0 and U+202F are none: where an author typed one, it stays.
_SPACES = r"[ \t\n]+"
_ANY_SPACES = r"[ \t\n\u00a0\u202f]+"
_CAPITAL = "[A-ZÀ-ÖØ-ÞЀ-ЯҐҒҚҢҮҰҺӘӨŞĞŪ]"


def apply(text: str, lang: str) -> str:
    """The text with no-break spaces where its language wants them; as it is where the language has no table.

    Laws: nothing but spaces changes, and applying it again changes nothing.
    """
    rules = _rules(lang)
    for rule in rules:
        text = rule.sub(_bound, text)
    return text


def nowrap_spans(text: str, lang: str) -> tuple[tuple[str, bool], ...]:
    """The pieces of the text, each with whether a line must not end inside it.

    Kept together are a number or an abbreviation and what hangs on it by a hyphen (20-ға, ҚР-дағы, 16-летний), and
    ranges of numbers (2010–2016); in a language without a table only what begins with a number. Web addresses are
    left alone. Law: the joined pieces are the text.
    """
    pieces: list[tuple[str, bool]] = []
    end = 0
    for start, stop in _kept(text, abbreviations=bool(_rules(lang))):
        pieces += [(text[end:start], False), (text[start:stop], True)]
        end = stop
    pieces.append((text[end:], False))
    return tuple(piece for piece in pieces if piece[0])


def html_text(text: str, lang: str) -> str:
    """The text as HTML, escaped, with both applied; what holds together stands in `<span class="nowrap">`."""
    return "".join(
        f'<span class="nowrap">{_escaped(piece)}</span>' if kept else _escaped(piece)
        for piece, kept in nowrap_spans(apply(text, lang), lang)
    )


def _escaped(text: str) -> str:
    """As CommonMark's examples escape: the double quotation mark too, the apostrophe not."""
    return html.escape(text, quote=False).replace('"', "&quot;")


# --- spaces -------------------------------------------------------------------------------------------------


def _bound(match: re.Match[str]) -> str:
    """The match with its ordinary spaces bound; where it is empty, a space was missing."""
    return re.sub(_SPACES, NO_BREAK_SPACE, match[0]) or NO_BREAK_SPACE


@cache
def _rules(lang: str) -> tuple[re.Pattern[str], ...]:
    """The places to bind in a language, a BCP 47 tag; none where there is no table for it in its script."""
    table = language(lang).typography
    return tuple(re.compile(rule) for rule in _expressions(table)) if table else ()


def _expressions(table: Typography) -> Iterator[str]:
    # A text that begins or ends with a space stands beside markup: the word that belongs to it is in there.
    if table.dash:
        yield rf"(?:(?<=\S)|\A){_SPACES}—"
    if table.signs:
        signs = f"[{''.join(table.signs)}]"
        yield rf"{signs}{_SPACES}(?=\w|\Z)"
        yield rf"(?<={signs})(?=\d)"
    if table.units:
        units = _any_of(table.units)
        # "5 млн ₸": a unit that stands after a number may itself have a unit. Centuries have Roman numbers.
        yield rf"(?:\d|(?<!\w)[IVXLCDMХІ]{{1,6}}|(?<!\w){units}){_SPACES}(?={units}(?!\w))"
    for phrase in table.phrases:
        yield r"(?i:(?<!\w)" + _ANY_SPACES.join(map(re.escape, phrase.split())) + ")"
    if table.initials:
        yield rf"(?<!\w){_CAPITAL}\.{_SPACES}(?={_CAPITAL}|\Z)"
    if table.leading:
        yield rf"(?i:(?<![\w'’-]){_any_of(table.leading)}){_SPACES}(?=[^\s—–]|\Z)"
    if table.trailing:
        yield rf"(?:(?<=\w)|\A){_SPACES}{_any_of(table.trailing)}(?![\w-])"


def _any_of(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, words))})"


# --- pieces -------------------------------------------------------------------------------------------------

_PART = r"[\w%₸°]+(?:[.,]\d+)*[%₸]?"
_HYPHENS = "-\u2010\u2011"
_DASHES = "–—"
_JOINT = f"[{_HYPHENS}{_DASHES}]"
_COMPOUND = re.compile(rf"(?<![\w%₸°])(?<!\d[.,]){_PART}(?:{_JOINT}{_PART})+")
_JOINED = re.compile(_JOINT)
_ROMAN = re.compile("[IVXLCDMХІ]+")


def _kept(text: str, *, abbreviations: bool) -> Iterator[tuple[int, int]]:
    if not _JOINED.search(text):
        return
    for word in re.finditer(r"\S+", text):
        if "://" in word[0] or "@" in word[0] or word[0].startswith("www."):
            continue
        for compound in _COMPOUND.finditer(text, *word.span()):
            if _holds(compound[0], abbreviations=abbreviations):
                yield compound.span()


def _holds(compound: str, *, abbreviations: bool) -> bool:
    parts = re.split(f"({_JOINT})", compound)
    joints = zip(pairwise(parts[::2]), parts[1::2], strict=True)
    return any(
        _is_range(left, right) if joint in _DASHES else _has_ending(left, right, abbreviations=abbreviations)
        for (left, right), joint in joints
    )


def _is_range(left: str, right: str) -> bool:
    return all(any(map(str.isdigit, part)) or _ROMAN.fullmatch(part) for part in (left, right))


def _has_ending(left: str, right: str, *, abbreviations: bool) -> bool:
    """Whether `left` is a number, a sign or an abbreviation, and `right` what hangs on it."""
    if any(map(str.isdigit, left)) or not any(map(str.isalpha, left)):
        return True
    shortened = sum(map(str.isupper, left)) > 1 or "°" in left or (len(left) == 1 and left.isupper())
    return abbreviations and shortened and (right[0].islower() or right[0].isdigit())
