"""The glossary of a publication: CSV text -> rows, and words that are the same word in another form.

Columns are `term_LOCALE` for each language, and `pos` and `note`; a row is one term with its equivalents. These are
separated by semicolons or slashes, an abbreviation stands in brackets; `name` as part of speech marks names.
"""

from __future__ import annotations

import csv
import io
import itertools
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from .problems import Place, Problem, warning

NAME = "locales/glossary.csv"


@dataclass(frozen=True, slots=True)
class Term:
    """A row: the term in each language as it is written there; `line` is that of the file, from 1."""

    words: tuple[tuple[str, str], ...]
    is_name: bool = False
    note: str = ""
    line: int = 1

    def of(self, tag: str) -> str:
        """The term in a language; empty where the row has none."""
        return next((words for locale, words in self.words if locale == tag), "")


@dataclass(frozen=True, slots=True)
class Glossary:
    """All rows in the order of the file, and what was wrong with it."""

    terms: tuple[Term, ...] = ()
    problems: tuple[Problem, ...] = ()
    locales: tuple[str, ...] = field(default=())


def read(text: str, path: str = NAME) -> Glossary:
    """The glossary in a CSV text (RFC 4180). Rows that do not hold are left out, with a problem (glossary-row)."""
    rows = _rows(text.removeprefix("\ufeff"))
    _, first = next(rows, (1, []))
    heads = [] if isinstance(first, str) else [head.strip() for head in first]
    locales = {at: head.removeprefix("term_") for at, head in enumerate(heads) if head.startswith("term_")}
    problems: list[Problem] = []
    if not locales:
        hint = "begin it with term_en,term_ru,term_kk,pos,note"
        return Glossary((), (warning("glossary-row", "no column is a language", Place(path), hint),))
    terms: list[Term] = []
    for line, row in rows:
        if isinstance(row, str):
            hint = "look for a quotation mark that is not closed"
            problems.append(warning("glossary-row", f"the row cannot be read: {row}", Place(path, line), hint))
        elif len(row) > len(heads):
            hint = "put quotation marks around a text that has commas"
            said = f"{len(row)} columns where the first line has {len(heads)}"
            problems.append(warning("glossary-row", said, Place(path, line), hint))
        elif any(map(str.strip, row)):
            terms.append(_term(row, heads, locales, line))
    return Glossary(tuple(terms), tuple(problems), tuple(locales.values()))


def _rows(text: str) -> Iterator[tuple[int, list[str] | str]]:
    """The rows with the lines on which they begin, or what is wrong with one: the line after it begins another row."""
    lines = list(io.StringIO(text, newline=""))
    line = 0
    while line < len(lines):
        here = line
        reader = csv.reader(itertools.islice(lines, here, None), strict=True)
        try:
            for row in reader:
                yield line + 1, row
                line = here + reader.line_num
        except csv.Error as exc:
            yield line + 1, str(exc)
            line += 1


def _term(row: list[str], heads: list[str], locales: Mapping[int, str], line: int) -> Term:
    cells = {head: cell.strip() for head, cell in zip(heads, row, strict=False)}
    words = tuple((locale, row[at].strip()) for at, locale in locales.items() if at < len(row) and row[at].strip())
    return Term(words, "name" in cells.get("pos", ""), cells.get("note", ""), line)


_ASIDE = re.compile(r"\s*\(((?:[^()]|\([^()]*\))*)\)")


@cache
def variants(words: str) -> tuple[str, ...]:
    """The equivalents in a cell: `Организация Объединённых Наций (ООН)` are two, the name and the abbreviation."""
    found: list[str] = []
    for part in re.split(r"\s*[;/]\s*", words):
        inner = [_ASIDE.sub("", aside) for aside in _ASIDE.findall(part)]
        found += [_ASIDE.sub("", part), *inner]
    return tuple(dict.fromkeys(word.strip(" «»„“”\"'") for word in found if word.strip()))


@cache
def beginnings(word: str, tag: str) -> tuple[str, ...]:
    """With what the forms of a word begin: its stem, and the same without a vowel that may go (орын, орны)."""
    first = stem(word, tag)
    fleeting = _FLEETING.get(tag.split("-")[0])
    match = fleeting.fullmatch(fold(word)) if fleeting and len(word) > 3 else None
    return (first, match[1] + match[2]) if match else (first,)


# A short vowel before the last consonant; what comes out for most words that keep theirs begins no word.
_FLEETING = {
    "kk": re.compile(r"(\w{1,3}[бвгғджзйкқлмнңпрстуш])[ыі]([зкқлмнпрст])"),
    "ru": re.compile(r"(\w{0,3}[бвгджзклмнпрстфхцчш])[ео]([клнц])ь?"),
}


@cache
def stem(word: str, tag: str) -> str:
    """The beginning that the forms of a word have in common: a prefix, as sure as one can be without a dictionary."""
    word = fold(word)
    if tag.startswith("en") or len(word) < 4:
        return word
    if tag.startswith("kk"):
        # The last consonant is voiced before endings (кітап, кітабы), a vowel before it may go (халық, халқы).
        word = re.sub(r"(?<=\w{4})[ндт][ыі]ң\Z|(?<=\w{2})с[ыі]\Z", "", word)
        return word[: len(word) - 1 if len(word) == 4 else max(2, min(len(word) - 2, math.ceil(0.7 * len(word))))]
    if word.endswith("овать") and len(word) > 7:
        # бастовать, бастуют
        return word.removesuffix("овать")
    return word[: len(word) - 1 if len(word) == 4 else max(4, math.ceil(0.62 * len(word)))]


def fold(word: str) -> str:
    """The word in small letters, ё as е."""
    return word.lower().replace("ё", "е")


_WORDS = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")


def words_of(text: str) -> Iterator[str]:
    """The words of a text, those with a hyphen whole."""
    return (match[0] for match in _WORDS.finditer(text))


def stems(phrase: str, tag: str) -> tuple[str, ...]:
    """The stems of the words of a phrase that carry meaning: those of three letters or more, or all of it."""
    return tuple(ways[0] for ways in beginnings_of(phrase, tag))


@cache
def beginnings_of(phrase: str, tag: str) -> tuple[tuple[str, ...], ...]:
    """With what the forms of the same words begin."""
    words = list(words_of(phrase))
    return tuple(beginnings(word, tag) for word in [word for word in words if len(word) > 2] or words)
