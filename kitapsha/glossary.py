"""The glossary of a publication: CSV text -> rows, and words that are the same word in another form.

Columns are `term_LOCALE` for each language, and `pos` and `note`; a row is one term with its equivalents. These are
separated by semicolons or slashes, an abbreviation stands in brackets; `name` as part of speech marks names.
"""

from __future__ import annotations

import csv
import io
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
    rows = csv.reader(io.StringIO(text, newline=""))
    heads = [head.strip().lstrip("\ufeff") for head in next(rows, [])]
    locales = {at: head.removeprefix("term_") for at, head in enumerate(heads) if head.startswith("term_")}
    problems: list[Problem] = []
    if not locales:
        hint = "begin it with term_en,term_ru,term_kk,pos,note"
        return Glossary((), (warning("glossary-row", "no column is a language", Place(path), hint),))
    terms: list[Term] = []
    try:
        for row in rows:
            if len(row) > len(heads):
                hint = "put quotation marks around a text that has commas"
                said = f"{len(row)} columns where the first line has {len(heads)}"
                problems.append(warning("glossary-row", said, Place(path, rows.line_num), hint))
            elif any(map(str.strip, row)):
                terms.append(_term(row, heads, locales, rows.line_num))
    except csv.Error as exc:
        hint = "look for a quotation mark that is not closed"
        problems.append(warning("glossary-row", f"the row cannot be read: {exc}", Place(path, rows.line_num), hint))
    return Glossary(tuple(terms), tuple(problems), tuple(locales.values()))


def _term(row: list[str], heads: list[str], locales: Mapping[int, str], line: int) -> Term:
    cells = {head: cell.strip() for head, cell in zip(heads, row, strict=False)}
    words = tuple((locale, row[at].strip()) for at, locale in locales.items() if at < len(row) and row[at].strip())
    return Term(words, "name" in cells.get("pos", ""), cells.get("note", ""), line)


_ASIDE = re.compile(r"\s*\(([^()]*)\)")
_SPLIT = re.compile(r"\s*[;/]\s*|,\s*(?=[^,]*$)")


@cache
def variants(words: str) -> tuple[str, ...]:
    """The equivalents in a cell: `Организация Объединённых Наций (ООН)` are two, the name and the abbreviation."""
    found: list[str] = []
    for part in re.split(r"\s*[;/]\s*", words):
        inner = _ASIDE.findall(part)
        found += [_ASIDE.sub("", part), *inner]
    return tuple(dict.fromkeys(word.strip(" «»„“”\"'") for word in found if word.strip()))


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


@cache
def stems(phrase: str, tag: str) -> tuple[str, ...]:
    """The stems of the words of a phrase that carry meaning: those of three letters or more, or all of it."""
    words = list(words_of(phrase))
    return tuple(stem(word, tag) for word in words if len(word) > 2) or tuple(stem(word, tag) for word in words)
