"""Checks on the language of a text: another one, none at all, or the source's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from ..languagedata import language
from ..prose import OBJECT
from .pairs import CYRILLIC, LATIN, Finding, Pair, References, common, letters, listed, unquoted, vocabulary, words

_LATIN_WORD = re.compile(r"(?<![\w.@/\\=:<-])[A-Za-z]+(?:[’'-][A-Za-z]+)*(?![\w@/\\-]|\.[A-Za-z])")


def untranslated(pair: Pair, _references: References) -> Iterator[Finding]:
    """language-untranslated: the source's words stand there, all of them or a run."""
    if pair.is_copy_edit or pair.source_tag.split("-")[0] == pair.tag.split("-")[0]:
        return
    hint = "translate it; where it is a name, put the name into the glossary"
    known = vocabulary(pair.source_tag)
    ours = [word[0] for word in _LATIN_WORD.finditer(pair.source.text)]
    if pair.source.text.count(";") > 1:
        return
    if pair.target.text == pair.source.text:
        plain = [word for word in ours if word.lower() in known and (word.islower() or word.istitle())]
        small = [word for word in ours if word.islower() and len(word) > 3]
        if plain and (len(plain) > 1 or small or len(ours) == 1) and not _is_name(ours):
            yield pair.warning("language-untranslated", "the translation is the source", hint)
        return
    if not pair.is_cyrillic:
        return
    text = unquoted(pair.target.text)
    if not CYRILLIC.search(text):
        return
    for run in _runs(text):
        found = [w for w in run if w[0] in ours or (w.start() == 0 and w[0].lower() in ours)]
        found = [word for word in found if word[0].islower() or word.start() == 0]
        # A word in small letters after one with a capital is a species: Haloxylon ammodendron.
        found = [w for w in found if w[0].lower() in known or not re.search(r"[A-Z][a-z]+ \Z", text[: w.start()])]
        plain_found = [word for word in found if _is_plain(word[0], known) and not _is_marked(pair, word)]
        if plain_found and (len(found) > 1 or (len(plain_found[0][0]) > 2 and plain_found[0][0].lower() in ours)):
            span = found[0].start(), found[-1].end()
            said = f"“{text[span[0] : span[1]]}” is left as in the source"
            yield pair.warning("language-untranslated", said, hint, span)
            return


def _is_plain(word: str, known: frozenset[str]) -> bool:
    """Whether a Latin word is one of the source's language: a common one, or a longer one in small letters."""
    return word.lower() in known or (len(word) > 4 and word.islower() and "-" not in word)


def _is_marked(pair: Pair, word: re.Match[str]) -> bool:
    """Whether the word is emphasized, as words of other languages are, or one that is used as it is."""
    at = pair.target.at[word.start()]
    emphasized = sum(letter in "*_" for letter in pair.target.raw[:at]) % 2 == 1
    return emphasized or word[0].lower() in pair.lang.wording.latin


def _is_name(words: list[str]) -> bool:
    """Whether all words that mean something have capitals, in a text of some length: titles and names."""
    return len(words) > 1 and all(not word.islower() or len(word) < 4 for word in words) and len(words) > 4


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Latin words with nothing but spaces and commas between them."""
    run: list[re.Match[str]] = []
    for word in _LATIN_WORD.finditer(text):
        if run and re.fullmatch(r"[ ,\u00a0]+", text[run[-1].end() : word.start()]):
            run.append(word)
            continue
        if run:
            yield run
        run = [word]
    if run:
        yield run


def transliterated(pair: Pair, _references: References) -> Iterator[Finding]:
    """language-latin: most of a text that should be Cyrillic is in Latin letters, and they are not the source's."""
    if not pair.is_cyrillic:
        return
    text = unquoted(pair.target.text)
    theirs = {word[0].lower() for word in words(pair.source.text)}
    strange = [word for word in words(text) if not CYRILLIC.search(word[0]) and word[0].lower() not in theirs]
    joined = "".join(re.findall(r"\w", pair.source.text)).lower()
    strange = [word for word in strange if len(word[0]) > 1 and not re.fullmatch("[IVXLCDM]+", word[0])]
    strange = [w for w in strange if w[0].lower() not in pair.lang.wording.latin and w[0].lower() not in joined]
    count = sum(len(word[0]) for word in strange)
    if not strange or count < 3:
        return
    share = count / max(1, letters(text))
    # A foreign name is a word or two with capitals; a transliterated text has small words in Latin letters.
    small = [word for word in strange if word[0].islower()]
    if share > 0.5 and (small or len(strange) == 1):
        hint = "write it in Cyrillic letters"
        yield pair.error("language-latin", "the translation is in Latin letters", hint, strange[0].span())
    elif len(small) > 1:
        said = f"“{small[0][0]}” and {len(small) - 1} more words are in Latin letters and not in the source"
        yield pair.warning("language-latin", said, "write them in Cyrillic letters", small[0].span())
    elif small and len(small[0][0]) > 2 and small[0][0] not in common(pair.source_tag):
        said = f"“{small[0][0]}” is in Latin letters and not in the source"
        yield pair.warning("language-latin", said, "write it in Cyrillic letters", small[0].span())


# --- Kazakh and Russian -------------------------------------------------------------------------------------------

SURE, LIKELY = 60, 30
"""Letters from which a Kazakh text without any letter of its own is none (0 of 10,000 sentences of news, 0.3 %)."""


def neighbour(pair: Pair, _references: References) -> Iterator[Finding]:
    """language-other: a text in the neighbouring language, or a part of it."""
    if pair.is_copy_edit or not pair.is_cyrillic:
        return
    own = pair.lang.letters.own
    yield from _without_own_letters(pair) if own else _with_foreign_words(pair)


def _without_own_letters(pair: Pair) -> Iterator[Finding]:
    text = unquoted(pair.target.text)
    own = set(pair.lang.letters.own)
    count = len(CYRILLIC.findall(text))
    has_own = not own.isdisjoint(text.lower())
    hint = "translate it; quotations and titles in another language stand in quotation marks"
    other = next((words for tag, words in pair.others if tag.startswith("ru") and words == pair.target.raw), "")
    if not has_own and count >= SURE:
        yield pair.error("language-other", "the text has no letter of its language: is it Russian?", hint)
    elif other and not has_own and len(list(words(text))) > 1 and count > 5:
        yield pair.warning("language-other", "the text is that of the Russian catalog", hint)
    elif not has_own and count >= LIKELY and (_marks(text) or count >= 45):
        yield pair.warning("language-other", "the text has no letter of its language: is it Russian?", hint)
    elif found := _russian_part(text, own, pair.tag):
        said = f"“{text[found[0] : found[1]]}” is Russian"
        yield pair.warning("language-other", said, hint, found)


@cache
def _russian() -> tuple[frozenset[str], re.Pattern[str], re.Pattern[str]]:
    table = language("ru").words
    kazakh = common("kk")
    sure = frozenset(table.common.split()) - kazakh - frozenset(table.shared.split())
    return sure, re.compile(rf"[а-яё]{{2,}}{table.endings}"), re.compile(rf"[а-яё]+{table.endings_of_loans}")


def _marks(text: str) -> int:
    """How many words speak for Russian."""
    return sum(_weight(word[0].lower()) > 0 for word in words(text))


@lru_cache(maxsize=50_000)
def _weight(word: str) -> int:
    """3 or 2 for a word that only Russian has, 1 for one with a Russian ending, 0 for any other."""
    sure, endings, loans = _russian()
    if word in sure:
        return 3 if len(word) > 3 else 2
    return 1 if len(word) > 4 and endings.fullmatch(word) and not loans.fullmatch(word) else 0


def _russian_part(text: str, own: set[str], tag: str) -> tuple[int, int] | None:
    """The first run of words that is Russian: marks enough in it, and no letter that Russian lacks."""
    run: list[tuple[re.Match[str], int]] = []
    whole = list(words(text))
    for word in whole:
        joined = not run or OBJECT not in text[run[-1][0].end() : word.start()]
        if joined and not _is_own(word[0].lower(), own, tag):
            run.append((word, _weight(word[0].lower()) if _counts(text, word) else 0))
            continue
        if found := _judged(run, len(whole)):
            return found
        run = []
    return _judged(run, len(whole))


def _is_own(word: str, own: set[str], tag: str) -> bool:
    """Whether the word is of this language, or in another script."""
    return bool(
        not own.isdisjoint(word) or word in common(tag) or LATIN.search(word) or _own_endings(tag).fullmatch(word)
    )


@cache
def _own_endings(tag: str) -> re.Pattern[str]:
    return re.compile(language(tag).words.own_endings or "$.")


def _counts(text: str, word: re.Match[str]) -> bool:
    """Whether a word is no name: in small letters, or the first one before a word in small letters."""
    if len(word[0]) < 3 and re.search(r"[/,_.]", text[max(0, word.start() - 1) : word.end() + 1]):
        return False
    return word[0].islower() or bool(
        re.fullmatch(r"\W*", text[: word.start()]) and re.match(r"\W+[а-яё]", text[word.end() :])
    )


def _judged(run: list[tuple[re.Match[str], int]], total: int) -> tuple[int, int] | None:
    """The place of a run that is Russian; a word of a text of three words or less counts for more."""
    marked = [at for at, (_, weight) in enumerate(run) if weight]
    weight = sum(weight for _, weight in run)
    if not marked or (weight < 3 and not (total <= 4 and len(run) == total and total > 1)):
        return None
    if len(run) < 2 and weight < 3:
        return None
    first, last = max(0, marked[0] - 1), min(len(run) - 1, marked[-1] + 1)
    return run[first][0].start(), run[last][0].end()


def _with_foreign_words(pair: Pair) -> Iterator[Finding]:
    """Russian: words of a language that has letters which Russian lacks, or several of its commonest words."""
    shared = language("kk").words.shared.split()
    strange = common("kk") - common("ru") - frozenset(shared)
    text = unquoted(pair.target.text)
    own = set(language("kk").letters.own) - {"і"}
    kazakh = [word for word in words(text) if set(word[0].lower()) & own and not word[0][0].isupper()]
    plain = [word for word in words(text) if word[0].lower() in strange]
    russian = common("ru")
    listed_words = [
        w for w in words(text) if w[0].lower() not in russian and _begins(w[0].lower()) and not _weight(w[0].lower())
    ]
    if not kazakh and len(listed_words) > 1 and len(listed_words) == len(list(words(text))):
        plain = listed_words
        kazakh = listed_words
    if len(kazakh) > 1 or (kazakh and plain) or len(plain) > 2:
        first, last = min(w.start() for w in kazakh + plain), max(w.end() for w in kazakh + plain)
        said = f"“{text[first:last]}” is Kazakh"
        hint = "translate it; quotations and titles in another language stand in quotation marks"
        yield pair.warning("language-other", said, hint, (first, last))


@lru_cache(maxsize=50_000)
def _begins(word: str) -> bool:
    """Whether the word begins as one of the Kazakh list does, or ends as only Kazakh words do."""
    known = listed("kk")
    if any(word[:length] in known for length in range(5, len(word) + 1)):
        return True
    return bool(re.fullmatch(rf"(?:{language('kk').words.own_endings})(?:ы|ын|ында|ысы)?", word))
