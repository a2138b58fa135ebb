"""Kazakh hyphenation by rule, and what Pyphen (so WeasyPrint) must be told about Kazakh and Russian.

Pyphen has no Kazakh, and its Russian patterns do not know ё. The Kazakh patterns in `data/hyph_kk.dic` are generated
from the rules below by `scripts/make_hyphenation.py`; nothing of Pyphen's own dictionaries is copied.

Kazakh orthography, division of words at the end of a line:

1. A syllable has one vowel letter. у is a vowel after a consonant and before a consonant at the start of the word; it
   is a consonant after a vowel and before a vowel at the start: бу-ын, да-уыс, уа-қыт.
2. A single consonant goes with the vowel after it, й and у too: қа-йын, жа-уап. Two vowels are parted: қи-ын.
3. Of several consonants the last goes with the vowel after it: рес-пуб-ли-ка, жаң-ғырт-ты, министр-лік.
4. One letter is never left or carried: ала-қан, ар-мия. A word with one vowel is not divided.
5. ъ and ь stay with the letter before them: объ-ект, ком-пью-тер. Consonants that begin a word stay together.
6. Abbreviations, numbers and what hangs on them are not divided, a word with a hyphen only at its hyphen.

Suffixes play no part; compounds whose second part begins with a vowel are listed in `data/hyphenation-kk.txt`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Protocol

VOWELS = "аәеёиоөұүыіэюя"
"""The letters that are always vowels."""

CONSONANTS = "бвгғджзйкқлмнңпрстфхһцчшщ"
"""The letters that are always consonants; у is either."""

SIGNS = "ъь"

HYPHENS = "-\u2010\u2011"

_DATA = Path(__file__).parent / "data"
_LETTERS = frozenset(VOWELS + CONSONANTS + SIGNS + "у")


def syllable_breaks(word: str) -> tuple[int, ...]:
    """The positions before which a Kazakh word in Cyrillic may be divided, none for what is not one."""
    letters = word.lower()
    if is_indivisible(word) or not _LETTERS.issuperset(letters):
        return ()
    breaks = set(_by_rule(letters))
    for beginning, own in compounds().items():
        if letters.startswith(beginning):
            breaks = {at for at in breaks if at >= len(beginning)} | set(own)
    return tuple(sorted(at for at in breaks if 2 <= at <= len(letters) - 2))


def is_indivisible(word: str) -> bool:
    """Whether rule 6 keeps the word together: a number, an abbreviation (two capitals), a hyphenated word."""
    return (
        sum(letter.isupper() for letter in word) > 1
        or any(letter.isdigit() for letter in word)
        or any(hyphen in word for hyphen in HYPHENS)
    )


def _by_rule(letters: str) -> list[int]:
    breaks = []
    vowels = [at for at, vowel in enumerate(_vowels(letters)) if vowel]
    for previous, vowel in pairwise(vowels):
        at = vowel
        if vowel > previous + 1 and letters[vowel - 1] != "ъ":
            at = vowel - 1
            while letters[at] == "ь" and at > previous + 1:
                at -= 1
        breaks.append(at)
    return breaks


def _vowels(letters: str) -> list[bool]:
    """For every letter, whether it is the vowel of a syllable."""
    found: list[bool] = []
    for at, letter in enumerate(letters):
        if letter != "у":
            found.append(letter in VOWELS)
        elif at == 0:
            found.append(letters[1:2] not in tuple(VOWELS))
        else:
            found.append(not found[-1])
    return found


@cache
def compounds() -> dict[str, tuple[int, ...]]:
    """The beginnings of words that are divided otherwise than by rule, with their divisions."""
    lines = (_DATA / "hyphenation-kk.txt").read_text(encoding="utf-8").splitlines()
    return dict(_compound(line.strip()) for line in lines if line.strip() and not line.startswith("#"))


def _compound(line: str) -> tuple[str, tuple[int, ...]]:
    parts = line.split("-")
    lengths = [len(part) for part in parts]
    return "".join(parts), tuple(sum(lengths[:number]) for number in range(1, len(parts)))


_SAME_LETTERS: Mapping[str, Mapping[str, str]] = {"kk": {}, "ru": {"ё": "е", "Ё": "Е"}}
"""For each language that we register, the letters that its patterns do not know, and what they divide like."""


class _Dictionary(Protocol):
    def positions(self, word: str) -> list[int]: ...


class _Careful:
    """A dictionary of Pyphen's that leaves indivisible words whole; patterns cannot, they never see a capital."""

    def __init__(self, dictionary: _Dictionary, same: Mapping[str, str]) -> None:
        self._dictionary = dictionary
        self._same = {ord(letter): like for letter, like in same.items()}

    def positions(self, word: str) -> list[int]:
        """As Pyphen's `HyphDict.positions`, for the word with its letters mapped to those that the patterns know."""
        return [] if is_indivisible(word) else self._dictionary.positions(word.translate(self._same))


def register() -> None:
    """Make Pyphen, and so WeasyPrint's `hyphens: auto`, divide Kazakh words, and Russian words with ё.

    Changes Pyphen's registries of this process and nothing on disk; doing it again changes nothing.
    """
    import pyphen

    pyphen.LANGUAGES["kk"] = _DATA / "hyph_kk.dic"
    pyphen.LANGUAGES_LOWERCASE["kk"] = "kk"
    for language, same in _SAME_LETTERS.items():
        path = pyphen.LANGUAGES[language]
        if not isinstance(pyphen.hdcache.get(path), _Careful):
            pyphen.hdcache[path] = _Careful(pyphen.HyphDict(path), same)
