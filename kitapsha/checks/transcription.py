"""A check on words of the source that are written as they sound, in the letters of the other language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from ..languagedata import language
from .pairs import Finding, Pair, References, common, known_part, unquoted, words

_HINT = "translate it: these are the words of the source as they sound"


def transcribed(pair: Pair, _references: References) -> Iterator[Finding]:
    """language-untranslated: English words in Cyrillic letters, with one among them that nobody borrows (зе, оф)."""
    function_words = frozenset(language(pair.source_tag).words.function.split())
    # The parts of a name may sound like small words: Rostov-on-Don.
    ours = [word[0].lower() if word.start() == 0 or word[0].islower() else "" for word in words(pair.source.text)]
    if not pair.is_cyrillic or not function_words.intersection(ours):
        return
    sounds = [_english(word) for word in ours]
    run: list[tuple[re.Match[str], str]] = []
    after = 0
    theirs = list(words(unquoted(pair.target.text)))
    for word in [*theirs, None]:
        at = _place(word[0], sounds, after, pair) if word else None
        if word and at is not None and (not run or at == after):
            run.append((word, ours[at]))
            after = at + 1
            continue
        # Two words may sound alike by chance in a longer text.
        if len(run) > (1 if len(run) == len(theirs) else 2) and any(source in function_words for _, source in run):
            span = run[0][0].start(), run[-1][0].end()
            said = f"“{pair.target.text[span[0] : span[1]]}” is the source in other letters"
            yield pair.warning("language-untranslated", said, _HINT, span)
            return
        run, after = ([(word, ours[at])], at + 1) if word and at is not None else ([], 0)


def _place(word: str, sounds: Sequence[str], after: int, pair: Pair) -> int | None:
    """Which word of the source sounds like this one, first the one that is next; None for words of the language."""
    if word.isupper() or word.lower() in common(pair.tag) or known_part(word.lower(), pair.tag):
        return None
    sound = _cyrillic(word.lower())
    fitting = [at for at, other in enumerate(sounds) if _alike(sound, other)]
    return next((at for at in fitting if at == after), fitting[0] if fitting else None)


def _alike(sound: str, other: str) -> bool:
    """Whether a word sounds like one of the source, or like it with an ending of two consonants at most."""
    with_ending = len(other) > 2 and sound.startswith(other) and len(sound) < len(other) + 3
    return bool(other) and (sound == other or with_ending)


_ENGLISH = {
    "tion": "шн",
    "sch": "ск",
    "tch": "ч",
    "ch": "ч",
    "sh": "ш",
    "th": "с",
    "ph": "ф",
    "ck": "к",
    "gh": "",
    "kn": "н",
    "wr": "р",
    "qu": "к",
    "x": "кс",
    "ce": "с",
    "ci": "с",
    "cy": "с",
    "ge": "дж",
    "dg": "дж",
}
_LETTERS = str.maketrans("bcdfgjklmnpqrstvz", "бкдфгжклмнпкрстфс", "aeiouyhw'’")
_CYRILLIC = str.maketrans("взщ", "фсш", "аәеёиіоөуұүыэюяйьъһх")


@lru_cache(maxsize=4096)
def _english(word: str) -> str:
    """The consonants of an English word as they sound, roughly, in Cyrillic letters."""
    for letters, sound in _ENGLISH.items():
        word = word.replace(letters, sound)
    return re.sub(r"(.)\1", r"\1", word.translate(_LETTERS))


@lru_cache(maxsize=4096)
def _cyrillic(word: str) -> str:
    """The consonants of a word in Cyrillic letters, in the same way."""
    return re.sub(r"(.)\1", r"\1", word.translate(_CYRILLIC))
