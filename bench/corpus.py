"""A catalog of pseudo-natural text, a translation of it, and edits whose truth is known."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

_SYLLABLES = (
    "ka",
    "ne",
    "ro",
    "ti",
    "su",
    "la",
    "mi",
    "do",
    "ve",
    "sha",
    "ber",
    "tol",
    "gan",
    "pir",
    "os",
    "un",
    "el",
    "ar",
    "it",
    "mon",
    "stel",
    "ven",
    "dar",
    "quo",
    "lin",
    "ter",
)
_COMMON = (
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "is",
    "that",
    "for",
    "it",
    "was",
    "on",
    "as",
    "with",
    "by",
    "they",
    "which",
    "at",
    "from",
    "this",
    "but",
    "have",
    "an",
    "not",
)


@dataclass(slots=True)
class Truth:
    """What an edited document is made of: for each new text the old texts (by number) that are right for it."""

    old: list[str]
    translations: list[str]
    new: list[str]
    edited: dict[int, int] = field(default_factory=dict)
    split: dict[int, tuple[int, int]] = field(default_factory=dict)
    joined: dict[int, tuple[int, int]] = field(default_factory=dict)
    added: set[int] = field(default_factory=set)


def vocabulary(chance: random.Random, size: int = 6000) -> list[str]:
    """Words that do not exist."""
    words: set[str] = set()
    while len(words) < size:
        words.add("".join(chance.choices(_SYLLABLES, k=chance.choice((2, 2, 3, 3, 4)))))
    return sorted(words)


def sentence(chance: random.Random, words: list[str], length: int) -> str:
    """A sentence of so many words."""
    picked = [chance.choice(_COMMON) if chance.random() < 0.4 else word(chance, words) for _ in range(length)]
    text = " ".join(picked)
    return text[0].upper() + text[1:] + "."


def word(chance: random.Random, words: list[str]) -> str:
    """A word: the rarer the further down the list, as in language (Zipf's law)."""
    return words[int(len(words) ** chance.random()) - 1]


def translated(sentence: str) -> str:
    """A stand-in for a translation: other letters, other lengths, the same sentences."""
    table = str.maketrans("abcdefghijklmnopqrstuvwxyz", "абцдефгхижклмнопқрстувшхыз")
    return " ".join(word.translate(table) + ("ы" if len(word) % 3 else "") for word in sentence.split()).replace(
        ".ы", "ы."
    )


def make(segments: int, seed: int = 1, fresh: float = 0.05) -> Truth:
    """A document of so many segments, and an edited one.

    A tenth of the segments is edited, 2 % are split, 2 % joined, 5 % moved; `fresh` is the share of new ones.
    """
    chance = random.Random(seed)
    words = vocabulary(chance)
    chance.shuffle(words)
    texts: list[list[str]] = []
    for number in range(segments):
        if number % 9 == 0:
            texts.append([sentence(chance, words, chance.randint(2, 6))[:-1]])
        else:
            texts.append([sentence(chance, words, chance.randint(6, 22)) for _ in range(chance.randint(1, 5))])
    truth = Truth([" ".join(t) for t in texts], [" ".join(map(translated, t)) for t in texts], [])
    moved = set(chance.sample(range(segments), segments // 20))
    order = [n for n in range(segments) if n not in moved]
    for number in moved:
        order.insert(chance.randrange(len(order)), number)
    joined_before = -1
    for at, number in enumerate(order):
        if number == joined_before:
            continue
        sentences, place = texts[number], len(truth.new)
        what = chance.random()
        after = order[at + 1] if at + 1 < len(order) else -1
        if what < 0.10:
            truth.new.append(_edited(chance, words, " ".join(sentences)))
            truth.edited[place] = number
        elif what < 0.12 and len(sentences) > 1:
            cut = chance.randint(1, len(sentences) - 1)
            for part in ((0, cut), (cut, len(sentences))):
                truth.split[len(truth.new)] = (number, part[0])
                truth.new.append(" ".join(sentences[part[0] : part[1]]))
        elif what < 0.14 and after >= 0 and len(sentences) > 0 and number % 9 and after % 9:
            truth.joined[place] = (number, after)
            truth.new.append(" ".join([*sentences, *texts[after]]))
            joined_before = after
        else:
            truth.new.append(" ".join(sentences))
        if chance.random() < fresh:
            truth.added.add(len(truth.new))
            truth.new.append(
                " ".join(sentence(chance, words, chance.randint(5, 18)) for _ in range(chance.randint(1, 3)))
            )
    return truth


def _edited(chance: random.Random, words: list[str], text: str) -> str:
    parts = text.split()
    # More than a third of the words would make it another text.
    for _ in range(max(1, min(len(parts) // 3, chance.randint(1, 3)))):
        parts[chance.randrange(len(parts))] = word(chance, words)
    return " ".join(parts)
