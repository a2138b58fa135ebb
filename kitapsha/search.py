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
    found: dict[str, dict[int, int]] = {}
    # Most words stand in a text again and again, and are folded once.
    folded: dict[str, str] = {}
    for number, document in enumerate(listed):
        for word, weight in _weighed(document).items():
            postings = found.setdefault(folded.get(word) or folded.setdefault(word, fold(word, rules)), {})
            postings[number] = max(weight, postings.get(number, 0))
    index = {
        "pages": [document.url for document in listed],
        "words": " ".join(_shortened(sorted(found))),
        "where": " ".join(
            ",".join(f"{number * 16 + weight}" for number, weight in sorted(found[word].items()))
            for word in sorted(found)
        ),
        "endings": [ending.translate(_table({**rules.letters, **rules.inner})) for ending in rules.endings],
        "letters": dict(rules.letters),
        "inner": dict(rules.inner),
    }
    return f"window.SEARCH = {json.dumps(index, ensure_ascii=False, separators=(',', ':'))};\n{code}"


def _weighed(document: Document) -> dict[str, int]:
    """Each word of a document with the most that it weighs there."""
    found: dict[str, int] = {}
    for text, weight in sorted(document.texts, key=lambda text: text[1]):
        found.update(dict.fromkeys(words(text), weight))
    return found


def _shortened(known: Iterable[str]) -> Iterator[str]:
    """Each word as how many letters it has in common with the one before it (one digit of base 36), and the rest."""
    before = ""
    for word in known:
        shared = min(len(posixpath.commonprefix([before, word])), len(_DIGITS) - 1)
        yield _DIGITS[shared] + word[shared:]
        before = word
