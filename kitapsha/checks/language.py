"""Checks on the language of a text: another one, none at all, or the source's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from ..languagedata import language
from ..prose import OBJECT
from .pairs import CYRILLIC, LATIN, Finding, Pair, References, common, letters, listed, unquoted, vocabulary, words

_LATIN_WORD = re.compile(r"(?<![\w.@/\\=:<-])[A-Za-z]+(?:[’'-][A-Za-z]+)*(?![\w@/\\]|-(?![а-яёәғқңөұүһі])|\.[A-Za-z])")


def untranslated(pair: Pair, _references: References) -> Iterator[Finding]:
    """language-untranslated: the source's words stand there, all of them or a run."""
    if pair.is_copy_edit or pair.source_tag.split("-")[0] == pair.tag.split("-")[0]:
        return
    hint = "translate it; where it is a name, put the name into the glossary"
    known = vocabulary(pair.source_tag)
    ours = [word[0] for word in _LATIN_WORD.finditer(pair.source.text)]
    if pair.source.text.count(";") > 1:
        return
    if not CYRILLIC.search(pair.target.text):
        theirs = [word[0] for word in _LATIN_WORD.finditer(pair.target.text)]
        if theirs == ours and _is_language(ours, known):
            yield pair.warning("language-untranslated", "the translation is the source", hint)
        return
    if not pair.is_cyrillic:
        return
    text = _FOREIGN_QUOTATION.sub(lambda match: OBJECT * len(match[0]), pair.target.text)
    for run in _runs(text):
        found = [w for w in run if w[0] in ours or (w.start() == 0 and w[0].lower() in ours)]
        found = [word for word in found if word[0].islower() or word.start() == 0]
        # A word in small letters after one with a capital is a species: Haloxylon ammodendron.
        found = [w for w in found if w[0].lower() in known or not re.search(r"[A-Z][a-z]+ \Z", text[: w.start()])]
        plain_found = [w for w in found if _is_plain(pair, w, known) and not _is_marked(pair, w)]
        if plain_found and (len(found) > 1 or _stands_for_itself(pair, plain_found[0], ours)):
            span = found[0].start(), found[-1].end()
            said = f"“{text[span[0] : span[1]]}” is left as in the source"
            yield pair.warning("language-untranslated", said, hint, span)
            return


_FOREIGN_QUOTATION = re.compile(r"[«“„\"][^«»“”„\"\u0400-\u04ff]*[»”“\"]")
"""A name or a title in Latin letters; direct speech of which a part is translated is none."""


def _is_language(ours: list[str], known: frozenset[str]) -> bool:
    """Whether the words of a text are those of its language, and no name or species."""
    plain = [word for word in ours if len(word) > 1 and _is_known(word.lower(), known) and not word.isupper()]
    small = [word for word in ours if word.islower() and len(word) > 3]
    if len(ours) == 2 and ours[0].istitle() and ours[1].islower() and not plain:
        return False
    return bool(plain) and (len(plain) > 1 or bool(small) or len(ours) == 1) and not _is_name(ours)


def _is_known(word: str, known: frozenset[str]) -> bool:
    """Whether a word of the source is known, or what is left without an ending of English."""
    stems = (word, *(word.removesuffix(ending) for ending in ("s", "es", "ed", "d", "ing", "ly")))
    return word in known or any(stem in known for stem in stems if len(stem) > 2)


def _stands_for_itself(pair: Pair, word: re.Match[str], ours: list[str]) -> bool:
    """Whether one word is enough to say that it was left: one in small letters, or the first one before a comma."""
    if len(word[0]) < 3 or word[0].isupper():
        return False
    return word[0].lower() in ours or (
        word.start() == 0 and pair.source.text.startswith((f"{word[0]},", f"{word[0]}:"))
    )


def _is_plain(pair: Pair, word: re.Match[str], known: frozenset[str]) -> bool:
    """Whether a Latin word is one of the source's language: a common one, a longer one, or one with an article."""
    has_ending = word.string[word.end() : word.end() + 1] == "-"
    if word[0].lower() in known or (len(word[0]) > 4 and word[0].islower() and "-" not in word[0] and not has_ending):
        return True
    table = language(pair.source_tag).words
    if not table.articles or len(word[0]) < 3 or (word.start() and not word[0].islower()):
        return False
    # The article may belong to another noun behind it: the root account.
    end = rf"(?= (?:{table.after_nouns or '$.'})\b|[.,;:!?)]|\Z)"
    noun = rf"\b(?:{table.articles}) (?:[a-z]+ )?{re.escape(word[0].lower())}{end}"
    return bool(re.search(noun, pair.source.text, re.IGNORECASE))


def _is_marked(pair: Pair, word: re.Match[str]) -> bool:
    """Whether the word is emphasized, as words of other languages are, or one that is used as it is."""
    at = pair.target.at[word.start()]
    emphasized = sum(letter in "*_" for letter in pair.target.raw[:at]) % 2 == 1
    phrases = language(pair.source_tag).wording.phrases
    used = re.finditer(phrases, pair.target.text, re.IGNORECASE) if phrases else ()
    is_phrase = any(match.start() <= word.start() < match.end() for match in used)
    return emphasized or is_phrase or word[0].lower() in pair.lang.wording.latin


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


# --- the neighbour ------------------------------------------------------------------------------------------------

SURE, LIKELY = 60, 30
"""Letters from which a Kazakh text without any letter of its own is none (0 of 10,000 sentences of news, 0.3 %)."""
_HINT = "translate it; quotations and titles in another language stand in quotation marks"


def neighbour(pair: Pair, _references: References) -> Iterator[Finding]:
    """language-other: a text in the neighbouring language, or a part of it."""
    if pair.is_copy_edit or not pair.is_cyrillic or not pair.lang.words.neighbour:
        return
    yield from _without_own_letters(pair) if pair.lang.letters.own else _with_foreign_words(pair)


def _without_own_letters(pair: Pair) -> Iterator[Finding]:
    """A language with letters of its own: a text without them, and runs of words that are the neighbour's."""
    text = unquoted(pair.target.text)
    own, tag = set(pair.lang.letters.own), pair.lang.words.neighbour
    name = language(tag).name
    count = len(CYRILLIC.findall(text))
    has_own = not own.isdisjoint(text.lower())
    other = any(locale.split("-")[0] == tag and words == pair.target.raw for locale, words in pair.others)
    if not has_own and _is_of_the_language(text, pair.tag):
        return
    if not has_own and count >= SURE:
        yield pair.error("language-other", f"the text has no letter of its language: is it {name}?", _HINT)
    elif other and not has_own and len(list(words(text))) > 1 and count > 5:
        yield pair.warning("language-other", f"the text is that of the {name} catalog", _HINT)
    elif not has_own and count >= LIKELY and (_marks(text, pair.tag) or count >= 45):
        yield pair.warning("language-other", f"the text has no letter of its language: is it {name}?", _HINT)
    elif found := _foreign_part(text, own, pair.tag):
        yield pair.warning("language-other", f"“{text[found[0] : found[1]]}” is {name}", _HINT, found)


def _is_of_the_language(text: str, tag: str) -> bool:
    """Whether words speak for the language, and more than for its neighbour."""
    endings = re.compile(rf"\w{{2,}}{language(tag).words.sure_endings or '$.'}")
    strange = common(language(tag).words.neighbour)
    small = [word[0].lower() for word in words(text)]
    own = sum(bool(endings.fullmatch(w)) or (w in common(tag) and w not in strange) for w in small)
    return own > sum(_weight(word, tag) for word in small)


@cache
def _neighbours_words(tag: str) -> tuple[frozenset[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Of the neighbour of a language: words that are its alone, and patterns of its sure endings, of all, of loans."""
    table = language(language(tag).words.neighbour).words
    sure = frozenset(table.common.split()) - common(tag) - frozenset(table.shared.split()) | _sure(tag)
    sure_endings = re.compile(rf"[а-яё]{{3,}}{table.sure_endings or '$.'}")
    endings, loans = re.compile(rf"[а-яё]{{2,}}{table.endings}"), re.compile(rf"[а-яё]+{table.endings_of_loans}")
    return sure, sure_endings, endings, loans


@cache
def _sure(tag: str) -> frozenset[str]:
    """Words of the neighbour that stand in no text of the language."""
    return frozenset(language(language(tag).words.neighbour).words.sure.split())


def _marks(text: str, tag: str) -> int:
    """How many words speak for the neighbour."""
    return sum(_weight(word[0], tag) > 0 for word in words(text) if word[0].islower())


@lru_cache(maxsize=50_000)
def _weight(word: str, tag: str) -> int:
    """3 or 2 for a word that only the neighbour has, 1 for one that ends as its words do, 0 for any other."""
    sure, sure_endings, endings, loans = _neighbours_words(tag)
    if word in sure:
        return 3 if len(word) > 3 or word in _sure(tag) else 2
    if len(word) > 6 and sure_endings.fullmatch(word):
        return 3
    return 1 if len(word) > 4 and endings.fullmatch(word) and not loans.fullmatch(word) else 0


def _foreign_part(text: str, own: set[str], tag: str) -> tuple[int, int] | None:
    """The first run of words that is the neighbour's: marks enough in it, and no letter that it lacks."""
    run: list[tuple[re.Match[str], int]] = []
    whole = list(words(text))
    for word in whole:
        joined = not run or OBJECT not in text[run[-1][0].end() : word.start()]
        if joined and not _is_own(word[0].lower(), own, tag):
            run.append((word, _weight(word[0].lower(), tag) if _counts(text, word) else 0))
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
    if len(word[0]) < 4 and re.search(r"[/,_.-]", text[max(0, word.start() - 1) : word.end() + 1]):
        return False
    return word[0].islower() or bool(
        re.fullmatch(r"\W*", text[: word.start()]) and re.match(r"[\s,]+[а-яё]", text[word.end() :])
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
    """A language without such letters: words with those of the neighbour, or several of its commonest words."""
    tag = pair.lang.words.neighbour
    strange = common(tag) - common(pair.tag) - frozenset(language(tag).words.shared.split())
    own = set(language(tag).letters.own) - set(pair.lang.letters.relatives)
    text = unquoted(pair.target.text)
    foreign = [word for word in words(text) if set(word[0].lower()) & own and not word[0][0].isupper()]
    plain = [word for word in words(text) if word[0].lower() in strange]
    beginning = [word for word in words(text) if _begins(word[0].lower(), pair.tag)]
    if not foreign and len(beginning) > 1 and len(beginning) == len(list(words(text))):
        foreign = plain = beginning
    if len(foreign) > 1 or (foreign and plain) or len(plain) > 2:
        first, last = min(w.start() for w in foreign + plain), max(w.end() for w in foreign + plain)
        yield pair.warning("language-other", f"“{text[first:last]}” is {language(tag).name}", _HINT, (first, last))


@lru_cache(maxsize=50_000)
def _begins(word: str, tag: str) -> bool:
    """Whether a word that the language does not have begins as one of its neighbour does, or ends so."""
    if word in common(tag) or re.fullmatch(rf"[а-яё]{{2,}}{language(tag).words.endings}", word):
        return False
    other = language(tag).words.neighbour
    if any(word[:length] in listed(other) for length in range(5, len(word) + 1)):
        return True
    return bool(re.fullmatch(rf"(?:{language(other).words.own_endings})(?:ы|ын|ында|ысы)?", word))
