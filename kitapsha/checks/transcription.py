"""A check on words of the source that are written as they sound, in the letters of the other language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
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
    sounds: dict[str, list[int]] = {}
    for place, source in enumerate(ours):
        sounds.setdefault(_english(source), []).append(place)
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


def _place(word: str, sounds: Mapping[str, Sequence[int]], after: int, pair: Pair) -> int | None:
    """Which word of the source sounds like this one, first the one that is next; None for words of the language.

    It may have an ending of two consonants at most.
    """
    sound = _cyrillic(word.lower())
    starts = (sound, *(sound[:end] for end in (len(sound) - 1, len(sound) - 2) if end > 2))
    fitting = [at for start in starts if start for at in sounds.get(start, ())]
    if not fitting or word.isupper() or word.lower() in common(pair.tag) or known_part(word.lower(), pair.tag):
        return None
    return after if after in fitting else min(fitting)


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
