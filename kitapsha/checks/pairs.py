"""A text and its translation side by side, and what a check says of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from ..glossary import Glossary
from ..languagedata import Language, language, word_list
from ..model import Kind, Message
from ..problems import Severity
from ..prose import OBJECT, Prose

WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
"""A run of letters."""

LATIN = re.compile("[A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ]")
CYRILLIC = re.compile("[\u0400-\u052f\u1c80-\u1c8f]")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found. `span` is the part of the translation's prose that matters, `source_span` the source's."""

    code: str
    severity: Severity
    message: str
    hint: str
    span: Span | None = None
    source_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """One text of an entry (one plural form, where it has several) with its translation.

    `others` are the same text's translations into the publication's other languages, by locale.
    """

    source: Prose
    target: Prose
    source_tag: str
    tag: str
    message: Message
    kinds: frozenset[Kind] = frozenset()
    form: int = 0
    others: tuple[tuple[str, str], ...] = ()

    @property
    def lang(self) -> Language:
        """What is known of the language of the translation."""
        return language(self.tag)

    @property
    def is_cyrillic(self) -> bool:
        """Whether the translation is in a Cyrillic script."""
        return self.lang.script == "Cyrl"

    @property
    def is_copy_edit(self) -> bool:
        """Whether the "translation" is a correction of the source in its own language."""
        return self.tag == self.source_tag

    def error(
        self, code: str, message: str, hint: str, span: Span | None = None, source: Span | None = None
    ) -> Finding:
        """A finding that keeps the translation from being right for sure."""
        return Finding(code, Severity.ERROR, message, hint, span, source)

    def warning(
        self, code: str, message: str, hint: str, span: Span | None = None, source: Span | None = None
    ) -> Finding:
        """A finding that a person has to look at."""
        return Finding(code, Severity.WARNING, message, hint, span, source)

    def info(self, code: str, message: str, hint: str, span: Span | None = None, source: Span | None = None) -> Finding:
        """A finding that may be right as it is."""
        return Finding(code, Severity.INFO, message, hint, span, source)


@dataclass(frozen=True, slots=True)
class References:
    """What translations are held against: the glossary, and the words that stand in accepted texts, by locale.

    `words[locale]` counts the entries in which a word stands.
    """

    glossary: Glossary = field(default_factory=Glossary)
    words: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def words(text: str) -> Iterator[re.Match[str]]:
    """The runs of letters of a text."""
    return WORD.finditer(text)


_LETTER = re.compile(r"[^\W\d_]")


def letters(text: str) -> int:
    """How many letters a text has."""
    return len(_LETTER.findall(text))


@cache
def common(tag: str) -> frozenset[str]:
    """The commonest words of a language."""
    return frozenset(language(tag).words.common.split())


@cache
def listed(tag: str) -> frozenset[str]:
    """The words of the list of a language."""
    return frozenset(word_list(tag))


@cache
def vocabulary(tag: str) -> frozenset[str]:
    """The commonest words of a language and those of its list."""
    return common(tag) | listed(tag)


_QUOTED = re.compile(r"«[^«»]*(?:«[^«»]*»[^«»]*)*»|“[^“”]*”|„[^„“”]*[“”]|\"[^\"]*\"")


@lru_cache(maxsize=4)
def unquoted(text: str) -> str:
    """The text with what stands in quotation marks blotted out, of the same length: names and titles may be foreign."""
    return _QUOTED.sub(lambda match: match[0][0] + OBJECT * (len(match[0]) - 2) + match[0][-1], text)


def known(word: str, tag: str, references: References) -> bool:
    """Whether a word, or a beginning of it of four letters or more, is among those of the language."""
    word = word.lower()
    return known_part(word, tag) > 0 or word in references.words.get(tag, {})


@lru_cache(maxsize=50_000)
def known_part(word: str, tag: str) -> int:
    """How many letters, four or more, the longest beginning of a word has that is a word of the language; or 0."""
    known_words = listed(tag)
    return next((length for length in range(len(word), 3, -1) if word[:length] in known_words), 0)


def digits_of(text: str) -> str:
    """The digits of a text, without what stands between them."""
    return "".join(filter(str.isdigit, text))


def code_point(letter: str) -> str:
    """The number of a character, as Unicode writes it: U+04D9."""
    return f"U+{ord(letter):04X}"
