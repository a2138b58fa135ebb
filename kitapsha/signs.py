"""What a text shows of itself that its translation shows as well: numbers, addresses, names, length, how it ends."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from . import inline
from .model import Kind, Segment


@dataclass(frozen=True, slots=True)
class Signs:
    """What a text shows of itself. `depth` is how many headings stand above a heading; `length` is in characters.

    The first character of a mark is its class: `l` link, `i` image, `c` code, `t` tag, `f` named and `m` numbered
    footnote, `n` number, `w` word in Latin letters, `s` sound of a word, `e` ending, `b` begins with emphasis.
    """

    kind: Kind
    depth: int
    length: int
    marks: tuple[str, ...]


def signs(segment: Segment) -> Signs:
    """Return what a segment shows of itself."""
    text = segment.msgid
    words = inline.plain(text) if _MARKUP.search(text) else text
    depth = segment.section.count(" / ") + bool(segment.section) if segment.kind is Kind.HEADING else 0
    marks = {*_markup_marks(text), *_number_marks(words), *_word_marks(words), *_form_marks(text, words)}
    return Signs(segment.kind, depth, max(1, len(words)), tuple(sorted(marks)))


_MARKUP = re.compile(r"[\\`*_~\[\]<>&!]")
_PARTS = re.compile(r"[\[\]<`]")


def _markup_marks(text: str) -> Iterator[str]:
    for part in inline.differences("", text) if _PARTS.search(text) else ():
        if part.part in ("link", "image"):
            yield f"{part.part[0]}{address_tail(part.value)}"
        elif part.part == "footnote":
            yield f"{'m' if part.value.isdecimal() else 'f'}{part.value}"
        elif part.part in ("code", "tag"):
            yield f"{part.part[0]}{part.value}"


def address_tail(address: str) -> str:
    """The last step of an address without its ending, with the anchor: what stays when a page moves or is built."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    steps = [step for step in unquote(parts.path).split("/") if step]
    last = re.sub(r"\.(?:md|html?|xhtml|php)\Z", "", steps[-1]) if steps else parts.netloc.removeprefix("www.")
    return f"{last}#{unquote(parts.fragment)}" if parts.fragment else last


_NUMBER = re.compile(
    r"(?<![\d.,])(?:\d{1,3}(?:[ \u00a0\u202f\u2009.,'’٬]\d{3})+(?!\d)|\d+)(?:[.,٫]\d+)?",
)


def _number_marks(words: str) -> Iterator[str]:
    """Numbers as digits alone: `1,000`, `1 000` and `1000` are one number, `35.5` and `35,5` as well."""
    for match in _NUMBER.finditer(words):
        whole, _, fraction = re.sub(r"[.,٫](?=\d{1,2}\Z|\d{4,}\Z)", "|", match[0]).partition("|")
        digits = "".join(str(unicodedata.decimal(char)) for char in whole if char.isdecimal())
        rest = "".join(str(unicodedata.decimal(char)) for char in fraction if char.isdecimal())
        yield f"n{digits}.{rest}" if rest else f"n{digits}"


_SOUNDS = {
    letter: code
    for code, letters in {
        "1": "bfpvбпфв",
        "2": "cgjkqsxzгжзксхцчшщқғ",
        "3": "dtдт",
        "4": "lл",
        "5": "mnмнң",
        "6": "rр",
        "0": "aeiouyаеёиоуыэюяәіөұүїєўѣ",
    }.items()
    for letter in letters
}
SOUNDS = 4
"""Consonants by which words are compared: endings differ, and with fewer too many words are alike."""


@functools.lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """The consonants of a word by how they are made, so that names are alike in Latin and in Cyrillic letters.

    A vowel at the beginning counts as one sign. Empty where there are too few to tell words apart.
    """
    letters = unicodedata.normalize("NFD", word.casefold())
    code = "".join(_SOUNDS.get(letter, "") for letter in letters)
    code = re.sub(r"(.)\1+", r"\1", code)
    code = code[:1] + code[1:].replace("0", "")
    return code[:SOUNDS] if len(code) >= SOUNDS else ""


_WORD = re.compile(r"[^\W\d_]+")


def _word_marks(words: str) -> Iterator[str]:
    for word in set(_WORD.findall(words)):
        if len(word) > 2 and "a" <= word[0].lower() <= "z":
            yield f"w{word.casefold()}"
        if len(word) >= SOUNDS and (code := sound(word)):
            yield f"s{code}"


_ENDINGS = {"：": ":", "？": "?", "؟": "?", "！": "!", "；": ";", "؛": ";", "。": ".", "।": ".", "…": "…"}


_EMPHASIS = re.compile(r"\*{1,3}[^\s*]")


def _form_marks(text: str, words: str) -> Iterator[str]:
    last = words.rstrip(" \u00a0»”“\"'’)]）」』")[-1:]
    last = _ENDINGS.get(last, last)
    if last in (":", "?", "!", ";", "…"):
        yield f"e{last}"
    if _EMPHASIS.match(text):
        yield "b"
    if words.startswith(("«", "“", "„", '"', "‘", "‹", "「", "『")):
        yield "q"
