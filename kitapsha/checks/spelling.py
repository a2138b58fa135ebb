"""The spelling of translations, where the settings name a dictionary of hunspell for a language.

What a dictionary cannot know is spared: names, abbreviations, terms of the glossary, words that others use as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from .. import config, dictionaries
from ..dictionaries import MAX_LETTERS, Dictionary
from ..editions import Edition
from ..glossary import Glossary, fold, stem, variants
from ..languagedata import word_list
from ..problems import Place, Problem
from ..prose import OBJECT, prose
from .pairs import CYRILLIC, LATIN, Finding, Pair, References, letters

Check = Callable[[Pair, References], Iterator[Finding]]

ACCEPTED = 3
"""Entries that have a word, this one among them, from which it is taken for right."""
MAX_PARTS = 4
"""Parts of a word with hyphens up to which it is looked up as a whole."""

_PART = r"[^\W_](?:[\w’'\u00ad\u0300-\u036f]*[\w\u0300-\u036f])?"
_HYPHENS = "-\u2010\u2011"
_WORD = re.compile(rf"{_PART}(?:[{_HYPHENS}]{_PART})*")
_PART_OF_WORD = re.compile(_PART)
_SHORTENED = re.compile(r"(?<![^\W_])[^\W\d_]{1,3}\.\Z")
_CLOSING = "»”’\"')]"


def as_read(edition: Edition) -> Iterator[Problem]:
    """spelling-dictionary: a dictionary whose files are there, but cannot be understood."""
    lines = dict(edition.project.config.lines)
    for locale, files in edition.project.dictionaries:
        read = dictionaries.read(files)
        if isinstance(read, str):
            place = Place(config.FILE_NAME, lines.get(f"spelling.{locale}", 1))
            yield dictionaries.unusable(locale, read, place)


@dataclass(frozen=True, slots=True)
class _Speller:
    """What a language's words are held against: its dictionary, how terms and names begin, its commonest words."""

    known: Dictionary
    terms: Mapping[str, int]
    names: Mapping[str, int]
    common: frozenset[str]


def checks(edition: Edition) -> tuple[Check, ...]:
    """The check of spelling where the publisher has named a dictionary that can be used; otherwise none."""
    spellers: dict[str, _Speller] = {}
    for locale, files in edition.project.dictionaries:
        known = dictionaries.read(files)
        if isinstance(known, Dictionary):
            common = frozenset(map(fold, word_list(locale)))
            spellers[locale] = _Speller(known, _terms(edition.project.glossary), _names(edition, locale), common)

    def spelling(pair: Pair, references: References) -> Iterator[Finding]:
        """spelling-word: a word that the dictionary does not know."""
        if pair.tag in spellers:
            yield from _unknown(pair, spellers[pair.tag], references.words.get(pair.tag, {}))

    return (spelling,) if spellers else ()


def _unknown(pair: Pair, speller: _Speller, counts: Mapping[str, int]) -> Iterator[Finding]:
    said = set(map(fold, _parts(pair.source.text)))
    for start, end in _judged(pair, speller):
        word = pair.target.text[start:end]
        small = fold(word)
        if small in said or small in speller.common or _begins(small, speller.terms):
            continue
        if counts.get(word.lower(), 0) >= ACCEPTED:
            continue
        if not speller.known.knows(word):
            said.add(small)
            hint = _hint(word, speller.known, counts)
            yield pair.info("spelling-word", f"“{word}” is not in the dictionary", hint, (start, end))


def _hint(word: str, known: Dictionary, counts: Mapping[str, int]) -> str:
    near = known.near(word.lower(), counts)
    shown = [way[0].upper() + way[1:] if word[0].isupper() else way for way in near]
    guess = f"did you mean {' or '.join(shown)}? If not, " if shown else "if it is right, "
    return f"{guess}put it into the glossary or accept it"


def _judged(pair: Pair, speller: _Speller) -> Iterator[tuple[int, int]]:
    """The words of a translation, and parts of words with hyphens, that have a spelling to be judged."""
    text = pair.target.text
    foreign = CYRILLIC if _is_latin(pair) else LATIN
    for whole in _WORD.finditer(text):
        before, after = text[max(0, whole.start() - 2) : whole.start()], text[whole.end() : whole.end() + 1]
        if OBJECT in (before[-1:], after):
            continue
        parts = list(_PART_OF_WORD.finditer(text, *whole.span()))
        capitals = any(part[0][0].isupper() for part in parts[1:])
        is_ending = before[-1:] in tuple(_HYPHENS)
        if 1 < len(parts) <= MAX_PARTS and speller.known.knows(re.sub(f"[{_HYPHENS}]", "-", whole[0])):
            continue
        for part in parts:
            word = part[0]
            # An ending after a hyphen belongs to a number, an abbreviation or a foreign name.
            spared, is_ending = is_ending, not _is_plain(word) or bool(foreign.search(word))
            if spared or is_ending or not 1 < len(word) <= MAX_LETTERS or _is_shortened(pair, part):
                continue
            is_name = word[0].isupper() and (
                capitals or not _begins_sentence(text, part.start()) or _begins(fold(word), speller.names)
            )
            if not is_name:
                yield part.span()


def _is_latin(pair: Pair) -> bool:
    """Whether the language is written in Latin letters; where that is not known, most of the text decides."""
    text, script = pair.target.text, pair.lang.script
    return script == "Latn" if script else 2 * len(LATIN.findall(text)) > letters(text)


def _is_plain(word: str) -> bool:
    """Whether a word is of small letters, but for the first: abbreviations and most names of firms are not."""
    return word[1:] == word[1:].lower() and not re.search(r"[\d_]", word) and (len(word) > 1 or word.islower())


def _is_shortened(pair: Pair, word: re.Match[str]) -> bool:
    """Whether a word is an abbreviation of the language, with its full stop."""
    return word.string[word.end() : word.end() + 1] == "." and f"{word[0]}." in pair.lang.wording.abbreviations


def _begins_sentence(text: str, at: int) -> bool:
    """Whether a word stands where any word has a capital. After a quotation mark it is taken for a name."""
    before = text[max(0, at - 60) : at].rstrip(" \u00a0\u202f–—-")
    if not before:
        return True
    ended = before.rstrip(_CLOSING)
    return ended.endswith(("!", "?", "…", ".")) and not _SHORTENED.search(ended[-5:])


def _terms(glossary: Glossary) -> dict[str, int]:
    """How the words of the glossary begin, in all its languages."""
    cells = {(cell, tag) for term in glossary.terms for tag, cell in term.words}
    return _beginnings((word, tag) for cell, tag in cells for one in variants(cell) for word in _parts(one))


def _names(edition: Edition, locale: str) -> dict[str, int]:
    """How the names in a language begin: words with a capital inside a sentence."""
    catalogs = (catalog for (tag, _), catalog in edition.project.catalogs if tag == locale)
    messages = (message for catalog in catalogs for message in catalog.messages if message.translated)
    texts = (prose(text).text for message in messages for text in message.msgstr)
    found = ((text, word) for text in texts for word in _PART_OF_WORD.finditer(text) if word[0][0].isupper())
    return _beginnings((word[0], locale) for text, word in found if not _begins_sentence(text, word.start()))


def _parts(text: str) -> list[str]:
    return _PART_OF_WORD.findall(text)


def _beginnings(words: Iterable[tuple[str, str]]) -> dict[str, int]:
    """The stems of words with their languages, and how long a word that begins so may be.

    Many words begin with the same three letters: with no more than these, only one of about the same length counts.
    """
    found: dict[str, int] = {}
    for word, tag in words:
        small = fold(word)
        start = small if word.isupper() else stem(word, tag)
        found[start] = max(found.get(start, 0), len(small) + 2 * (start != small))
        if len(small) > 3 and not word.isupper():
            found[small[: max(4, len(start))]] = MAX_LETTERS
    return found


def _begins(word: str, beginnings: Mapping[str, int]) -> bool:
    """Whether a word in small letters is a form of one of those of which the beginnings are given."""
    return any(len(word) <= beginnings.get(word[:length], 0) for length in range(1, len(word) + 1))
