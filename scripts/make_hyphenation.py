"""Write the Kazakh patterns for Pyphen, `kitapsha/data/hyph_kk.dic`, from the rules of `kitapsha/hyphenation.py`.

A pattern is a run of letters with digits between them; at each place of a word the highest digit counts, an odd one
allows a division, an even one forbids it. `.` is the border of the word. The rules are written once, over classes of
letters; every letter of a class makes a pattern of its own.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from itertools import product
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from kitapsha.hyphenation import CONSONANTS, SIGNS, VOWELS, compounds  # noqa: E402

TARGET = PROJECT / "kitapsha" / "data" / "hyph_kk.dic"

CLASSES = {
    "V": VOWELS,
    "U": VOWELS + "у",
    "C": CONSONANTS,
    "S": SIGNS,
    "X": VOWELS + CONSONANTS + SIGNS + "у",
}

RULES = (
    # A consonant goes with the vowel after it; the consonants before it stay. у after a consonant is a vowel.
    "1CU",
    "1CьU",
    # ъ stays with the letter before it and parts it from the vowel.
    "ъ1U",
    # Two vowels are parted, and у after a consonant is one.
    "V1V",
    "у1V",
    # у between vowels is a consonant and goes with the second, which may be another у: жа-уап, жа-ууы.
    "V1у2V",
    "V1у2у",
    # The second у of two is a consonant after a vowel у (қу-уы), and a vowel after a consonant у (сауу-ына).
    "у1у2V",
    "Vуу3V",
    # One letter is never left or carried.
    ".X8",
    "8X.",
    # Consonants that begin a word stay together. Four are rare, and begin with these two.
    ".CC8",
    ".CS8",
    ".взC8",
    ".всC8",
    # A word with a hyphen is divided at the hyphen only.
    "8-8",
    "8\u20108",
)


def patterns() -> dict[str, list[int]]:
    """For every run of letters, its digits: one before each letter and one at the end.

    Pyphen finds patterns by their letters, and a second pattern with the same letters would replace the first; so
    they are merged.
    """
    merged: dict[str, list[int]] = {}
    for pattern in (*_expanded(RULES), *map(_whole, compounds().items())):
        letters, digits = _parsed(pattern)
        before = merged.get(letters, digits)
        merged[letters] = [max(pair) for pair in zip(before, digits, strict=True)]
    return merged


def _expanded(rules: Iterable[str]) -> Iterable[str]:
    for rule in rules:
        for letters in product(*(CLASSES.get(sign, sign) for sign in rule)):
            yield "".join(letters)


def _whole(compound: tuple[str, tuple[int, ...]]) -> str:
    """The pattern that settles every place inside the beginning of a word."""
    letters, breaks = compound
    inside = "".join(f"{9 if at in breaks else 8}{letters[at]}" for at in range(1, len(letters)))
    return f".{letters[0]}{inside}"


def _parsed(pattern: str) -> tuple[str, list[int]]:
    pairs = re.findall(r"(\d?)(\D?)", pattern)
    letters = "".join(letter for _, letter in pairs)
    return letters, [int(digit or 0) for digit, _ in pairs][: len(letters) + 1]


def dictionary() -> str:
    """The text of the file."""
    lines = ["UTF-8", "LEFTHYPHENMIN 2", "RIGHTHYPHENMIN 2", "% Kazakh, made by scripts/make_hyphenation.py"]
    for letters, digits in sorted(patterns().items()):
        shown = [str(digit) if digit else "" for digit in digits]
        lines.append("".join(f"{digit}{letter}" for digit, letter in zip(shown, [*letters, ""], strict=True)))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TARGET.write_text(dictionary(), encoding="utf-8", newline="\n")
    print(f"{TARGET.relative_to(PROJECT)}: {len(patterns())} patterns")
