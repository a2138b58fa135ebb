"""Checks on letters that a keyboard lacks: Russian ones typed for those of the language, pairs that no word has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from ..glossary import Term, words_of
from ..languagedata import language, word_list
from .pairs import LATIN, Finding, Pair, References, known_part, unquoted, words


@cache
def _skeletons(tag: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for word in word_list(tag):
        found.setdefault(_skeleton(word, tag), set()).add(word)
    return {skeleton: frozenset(words) for skeleton, words in found.items()}


def _skeleton(word: str, tag: str) -> str:
    plain = language(tag).letters.plain
    return "".join(plain.get(letter, letter) for letter in word)


MINIMUM = 6
"""Letters that a beginning must have to speak for a word with an ending."""


def plain_letters(pair: Pair, references: References) -> Iterator[Finding]:
    """letters-plain: Russian letters typed for those of this language."""
    table = pair.lang.letters
    if not table.plain:
        return
    text = unquoted(pair.target.text)
    named = _glossary_skeletons(references.glossary.terms, pair.tag)
    for word in words(text):
        small = word[0].lower()
        right = _meant(small, pair.tag, references, named) if len(small) > 3 or not set(small) & set(table.own) else ""
        if right and not (word[0] in pair.source.text or word[0].isupper()):
            hint = f"did you mean {right}? If the word is right, put it into the glossary"
            said = f"“{word[0]}” looks like {right} typed without the letters of this language"
            yield pair.warning("letters-plain", said, hint, word.span())


def _meant(word: str, tag: str, references: References, named: Mapping[str, set[str]]) -> str:
    """The word of the language that this one looks like, typed on another keyboard; empty where there is none."""
    if len(word) < 4:
        return language(tag).letters.short.get(word, "")
    right = _typed_right(word, tag, named)
    # Asked last, so that few findings depend on the words of other articles.
    return "" if right and references.words.get(tag, {}).get(word, 0) > 1 else right


def _typed_right(word: str, tag: str, named: Mapping[str, set[str]]) -> str:
    part = known_part(word, tag)
    shortest = part + 1 if part else MINIMUM
    skeletons = _skeletons(tag)
    for length in range(len(word), 3, -1):
        if length < len(word) and length < shortest:
            break
        start = word[:length]
        skeleton = _skeleton(start, tag)
        candidates = set(skeletons.get(skeleton, ())) | named.get(skeleton, set())
        if start in candidates:
            return ""
        fitting = sorted(right for right in candidates if _typed_for(start, right, tag, part))
        if fitting:
            return fitting[0] + word[length:]
    return ""


@cache
def _glossary_skeletons(terms: tuple[Term, ...], tag: str) -> dict[str, set[str]]:
    """The words of the glossary in a language, by their skeletons."""
    found: dict[str, set[str]] = {}
    for term in terms:
        for word in words_of(term.of(tag).lower()):
            if len(word) > 3:
                found.setdefault(_skeleton(word, tag), set()).add(word)
    return found


def _typed_for(typed: str, right: str, tag: str, known: int) -> bool:
    """Whether `right` becomes `typed` when some of its letters are not on the keyboard.

    The first `known` letters are a word; in what follows, и and н are right as often as і and ң are.
    """
    plain = language(tag).letters.plain
    own = language(tag).letters.own
    differing = [(at, a, b) for at, (a, b) in enumerate(zip(typed, right, strict=True)) if a != b]
    if known and any(at < known or a in "ин" for at, a, _ in differing):
        return False
    return bool(differing) and all(plain.get(b) == a and b in own for _, a, b in differing)


def impossible(pair: Pair, _references: References) -> Iterator[Finding]:
    """letters-impossible: a pair of letters that no word of the language has."""
    table = pair.lang.letters
    if not table.impossible:
        return
    text = unquoted(pair.target.text)
    for word in words(text):
        match = re.search(table.impossible, word[0].lower())
        if match and not re.search(table.possible, word[0].lower()) and not LATIN.search(word[0]):
            said = f"“{match[0]}” in “{word[0]}” does not occur in words of this language"
            hint = "one of the two letters is mistyped: қ and ғ go with а, о, ұ, ы; к and г with ә, е, і, ө, ү"
            yield pair.warning("letters-impossible", said, hint, word.span())
