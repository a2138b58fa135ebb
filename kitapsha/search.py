"""The index that a page searches without a server: words of articles, to a classic script.

The script is `window.SEARCH = {...};` and after it the search itself, `search.js` of the templates, which finds words
by their stems. What both must do alike, to fold a word, is said here and there.
"""

from __future__ import annotations

import json
import posixpath
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .languagedata import Search

_WORD = re.compile(r"[^\W_]+")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Document:
    """What a search can find: its address, and its texts with what a word in them weighs (1 to 15)."""

    url: str
    texts: tuple[tuple[str, int], ...]


def words(text: str) -> list[str]:
    """The words of a text as they stand there, in small letters: letters and digits, two or more."""
    return [word for word in _WORD.findall(unicodedata.normalize("NFC", text).lower()) if len(word) > 1]


def fold(word: str, rules: Search) -> str:
    """A word in small letters with those letters made alike that change within a word, or that people type alike."""
    word = word.translate(_table(rules.letters))
    return word[:1] + word[1:].translate(_table(rules.inner))


def _table(letters: Mapping[str, str]) -> dict[int, str]:
    return {ord(letter): other for letter, other in letters.items()}


def script(documents: Iterable[Document], rules: Search, code: str) -> str:
    """The index of documents and the code that searches it, as a script."""
    listed = tuple(documents)
    found: dict[str, list[str]] = {}
    # Most words stand in a text again and again, and are folded once.
    folded: dict[str, str] = {}
    for number, document in enumerate(listed):
        for word, weight in _weighed(document, rules, folded).items():
            found.setdefault(word, []).append(str(number * _PAGE + weight))
    return _written([document.url for document in listed], {word: ",".join(found[word]) for word in found}, rules, code)


def changed(script: str, document: Document, rules: Search, code: str) -> str | None:
    """The script with another text of one document; None where that is none of its pages. Law: as made anew."""
    index = _read(script)
    if index is None or document.url not in index["pages"]:
        return None
    number = index["pages"].index(document.url)
    words, where = list(_whole(index["words"].split())), index["where"].split()
    marks = "|".join(str(number * _PAGE + weight) for weight in range(_PAGE))
    own = re.compile(rf"(?<!\d)(?:{marks})(?!\d)")
    found = {
        word: (_without(pages, own) if own.search(pages) else pages) for word, pages in zip(words, where, strict=True)
    }
    for word, weight in _weighed(document, rules, {}).items():
        pages = [*filter(None, found.get(word, "").split(",")), str(number * _PAGE + weight)]
        found[word] = ",".join(sorted(pages, key=int))
    return _written(index["pages"], {word: pages for word, pages in found.items() if pages}, rules, code)


_PAGE = 16
"""A page's number times this, plus what the word weighs there, is what stands in the index."""


def _without(pages: str, own: re.Pattern[str]) -> str:
    return ",".join(page for page in pages.split(",") if not own.fullmatch(page))


def _read(script: str) -> dict[str, Any] | None:
    """The index of a script of ours."""
    try:
        index, _ = json.JSONDecoder().raw_decode(script.removeprefix(_BEGIN))
        return index if isinstance(index, dict) else None
    except ValueError:
        return None


_BEGIN = "window.SEARCH = "


def _written(pages: list[str], found: Mapping[str, str], rules: Search, code: str) -> str:
    words = sorted(found)
    index = {
        "pages": pages,
        "words": " ".join(_shortened(words)),
        "where": " ".join(found[word] for word in words),
        "endings": [ending.translate(_table({**rules.letters, **rules.inner})) for ending in rules.endings],
        "letters": dict(rules.letters),
        "inner": dict(rules.inner),
    }
    return f"{_BEGIN}{json.dumps(index, ensure_ascii=False, separators=(',', ':'))};\n{code}"


def _weighed(document: Document, rules: Search, folded: dict[str, str]) -> dict[str, int]:
    """Each word of a document, folded, with the most that it weighs there; `folded` keeps those that are known."""
    found: dict[str, int] = {}
    for text, weight in document.texts:
        for word in words(text):
            known = folded.get(word) or folded.setdefault(word, fold(word, rules))
            found[known] = max(weight, found.get(known, 0))
    return found


def _shortened(known: Iterable[str]) -> Iterator[str]:
    """Each word as how many letters it has in common with the one before it (one digit of base 36), and the rest."""
    before = ""
    for word in known:
        shared = min(len(posixpath.commonprefix([before, word])), len(_DIGITS) - 1)
        yield _DIGITS[shared] + word[shared:]
        before = word


def _whole(shortened: Iterable[str]) -> Iterator[str]:
    """The words that were shortened so."""
    before = ""
    for word in shortened:
        before = before[: _DIGITS.index(word[0])] + word[1:]
        yield before
