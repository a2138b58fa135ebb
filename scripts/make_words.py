"""Make the list of common Kazakh words by which letters are checked: `kitapsha/data/languages/kk.words.txt`.

    python3 scripts/make_words.py FILE...

Each FILE is a part of KazNERD (https://github.com/IS2AI/KazNERD, CC BY 4.0; Yeshpanov, Khassanov and Varol, 2022): a
word and its label on a line. What is taken are words and how often they occur, no sentence. Kept are the words that
occur at least MINIMUM times, of four letters or more, in two groups: those with a letter that Russian lacks, and those
without one that a misspelt word of the first group would look like. A word that only adds an ending to a kept one goes.
"""

from __future__ import annotations

import collections
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from kitapsha.languagedata import FOLDER, language

MINIMUM = 3
FOREIGN = {"челябі"}
"""Names that have letters of the language by somebody's choice."""
LETTERS = language("kk").letters
HEADER = """\
# Common Kazakh words. Made by scripts/make_words.py from the frequencies of words in KazNERD (CC BY 4.0); a reader of
# the language may add and remove words here.
"""


def main(paths: list[str]) -> None:
    """Write the list from the files of the corpus."""
    counts: collections.Counter[str] = collections.Counter()
    for path in paths:
        lines = pathlib.Path(path).read_text("utf-8").splitlines()
        counts.update(line.split()[0].lower() for line in lines if len(line.split()) > 1)
    commonest: dict[str, int] = {}
    for word, count in counts.items():
        commonest[fold(word)] = max(count, commonest.get(fold(word), 0))
    alphabet = set(LETTERS.alphabet)
    known = {word for word, count in counts.items() if count >= MINIMUM and len(word) > 3 and set(word) <= alphabet}
    own = {word for word in known if set(word) & set(LETTERS.own) and not is_slip(counts[word], commonest[fold(word)])}
    folded = {fold(word)[:5] for word in own}
    guards = {
        word for word in known - own if fold(word)[:5] in folded and not is_slip(counts[word], commonest[fold(word)])
    }
    kept = (own | guards) - FOREIGN
    (FOLDER / "kk.words.txt").write_text(HEADER + "\n".join(sorted(kept)) + "\n", "utf-8")


def fold(word: str) -> str:
    """The word as a keyboard without the letters of the language has it."""
    return "".join(LETTERS.plain.get(letter, letter) for letter in word)


def is_slip(count: int, commonest: int) -> bool:
    """Whether a word is far rarer than one that differs from it only in such letters: the corpus has slips too."""
    return count * 20 < commonest


def without_endings(words: set[str]) -> list[str]:
    """The words that do not merely begin with a shorter one of at least five letters."""
    return [word for word in words if not any(word[:length] in words for length in range(5, len(word)))]


if __name__ == "__main__":
    main(sys.argv[1:])
