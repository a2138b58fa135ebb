"""Checks on the form of a translation's words: said twice, their capitals, their plural forms."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Kind
from ..prose import OBJECT
from .pairs import CYRILLIC, LATIN, Finding, Pair, References, common, listed, unquoted, vocabulary, words

# --- words said twice ---------------------------------------------------------------------------------------------

_TWICE = re.compile(r"(?<![\w-])([^\W\d_]+)[ \t\n\u00a0]+\1(?![\w-])", re.IGNORECASE)


def doubled(pair: Pair, _references: References) -> Iterator[Finding]:
    """wording-double: a word twice in a row."""
    allowed = pair.lang.wording.repeated
    for match in _TWICE.finditer(pair.target.text):
        word = match[1].lower()
        if word in allowed or match[0].isupper() or _TWICE.search(pair.source.text):
            continue
        # A name with the same first name and surname, initials.
        if len(word) == 1 and match[0][-1].isupper():
            continue
        if match[0].istitle() and len(word) > 1:
            continue
        said = f"“{match[1]}” stands there twice"
        yield pair.warning(
            "wording-double", said, "delete one of the two; `accept` it where both are meant", match.span()
        )
        return


# --- capitals -----------------------------------------------------------------------------------------------------


def start(pair: Pair, _references: References) -> Iterator[Finding]:
    """wording-case: a small letter at the beginning where the source has a capital."""
    ours = re.match(r"[\W\d_]*([^\W\d_][\w’'-]*)", pair.source.text)
    theirs = re.match(r"[\W\d_]*([^\W\d_][\w’'-]*)", pair.target.text)
    if not pair.source.text[:1].isalpha() and pair.source.text[:1] not in '«“„"(':
        return
    if not pair.target.text[:1].isalpha() and pair.target.text[:1] not in '«“„"(':
        return
    if not ours or not theirs or OBJECT in ours[0] or OBJECT in theirs[0] or re.search(r"\d", ours[0] + theirs[0]):
        return
    word, source = theirs[1], ours[1]
    if not source[0].isupper() or not word[0].islower() or re.search("[A-Z]", word) or LATIN.match(word):
        return
    # In the middle of a sentence, English writes names of languages, days and the like with a capital, and I.
    if source == "I" or source.startswith(("I’", "I'")):
        return
    if re.match(r"\s*[(…]|\s*\.\.\.", pair.target.text) and re.match(r"\s*[(…]|\s*\.\.\.", pair.source.text):
        return
    if (
        _is_cell(pair)
        or _are_names(pair.source.text)
        or (not re.search(r"[.!?:]\W*\Z", pair.source.text) and len(pair.source.text.split()) < 3)
    ):
        return
    hint = f"begin it with a capital: {word[0].upper()}{word[1:]}"
    yield pair.warning("wording-case", "the translation begins with a small letter", hint, theirs.span(1))


def small_start(pair: Pair, _references: References) -> Iterator[Finding]:
    """wording-case: a capital at the beginning of what is no sentence in the source."""
    ours = re.match(r"[^\W\d_]+(?=[ \u00a0])", pair.source.text)
    theirs = re.match(r"[^\W\d_]+(?=[ \u00a0])", pair.target.text)
    if not ours or not theirs or not ours[0].islower() or not theirs[0].istitle():
        return
    if ours[0] in common(pair.source_tag) and theirs[0].lower() in common(pair.tag):
        hint = f"begin it with a small letter: {theirs[0].lower()}"
        yield pair.warning("wording-case", "the translation begins with a capital", hint, theirs.span())


def _are_names(source: str) -> bool:
    """Whether every word has a capital for itself and nothing ends a sentence: days, languages, countries."""
    content = [word[0] for word in words(source) if word[0] not in ("and", "or", "of", "the")]
    return len(content) > 1 and all(word[0].isupper() for word in content) and not re.search(r"[.!?:]\W*\Z", source)


_NEXT = re.compile(r"(?<=[^\W\d_]{5})[.!?] (?P<word>[а-яёәғқңөұүһі]\w+)")


def sentences(pair: Pair, _references: References) -> Iterator[Finding]:
    """wording-case: a small letter after the end of a sentence."""
    for match in _NEXT.finditer(pair.target.text):
        word = re.search(r"\w+\Z", pair.target.text[: match.start()])
        if match[0][0] == "." and word and not _is_shortened(word[0], pair) and "“" not in pair.target.text:
            word_start = match["word"]
            hint = f"begin the sentence with a capital: {word_start[0].upper()}{word_start[1:]}"
            yield pair.warning("wording-case", "a sentence begins with a small letter", hint, match.span("word"))
            return


def _is_shortened(word: str, pair: Pair) -> bool:
    return f"{word}." in pair.lang.wording.abbreviations


def _is_cell(pair: Pair) -> bool:
    return bool(pair.kinds) and pair.kinds <= {Kind.CELL, Kind.LABEL, Kind.TERM}


def title_case(pair: Pair, references: References) -> Iterator[Finding]:
    """wording-title: capitals in every word, as English titles have them."""
    if not pair.is_cyrillic:
        return
    text = unquoted(pair.target.text)
    if ";" in text:
        return
    long_words = [w for w in words(text) if len(w[0]) > 3 and not w[0].isupper() and CYRILLIC.search(w[0])]
    first = re.match(r"\W*(\w)", text)
    after = [word for word in long_words if not first or word.start() > first.start(1)]
    capitals = [w for w in after if w[0].istitle() and not re.search(r"[.!?…—:]\W*\Z", text[: w.start()])]
    named = sum(1 for word in capitals if _is_named(word[0], pair, references))
    plain = [word for word in capitals if _is_ordinary(word[0].lower(), pair)]
    if plain and len(capitals) - named >= 2 and len(capitals) >= 0.6 * len(after) and _is_title(pair):
        hint = "only the first word and names have capitals in this language"
        yield pair.warning("wording-title", "every word has a capital, as in English", hint, capitals[0].span())


def _is_ordinary(word: str, pair: Pair) -> bool:
    """Whether it is a word and no name: one of the list of the language, or with the ending of an adjective."""
    known = listed(pair.tag)
    if word in common(pair.tag):
        return True
    if known:
        return any(word[:length] in known for length in range(4, len(word) + 1))
    return len(word) > 5 and bool(re.fullmatch(rf"\w+{pair.lang.words.endings or '$.'}", word))


def _is_title(pair: Pair) -> bool:
    """Whether the source has capitals in every word, and words among them that are no names."""
    long_words = [word[0] for word in words(pair.source.text) if len(word[0]) > 3]
    plain = [word for word in long_words if word.lower() in vocabulary(pair.source_tag)]
    return len(long_words) > 1 and all(word[0].isupper() for word in long_words) and bool(plain)


def _is_named(word: str, pair: Pair, references: References) -> bool:
    return any(term.is_name and word[:5] in term.of(pair.tag) for term in references.glossary.terms)


# --- plural forms --------------------------------------------------------------------------------------------------


def plural_forms(pair: Pair, _references: References) -> Iterator[Finding]:
    """wording-plural: all plural forms are the same text where the language has different ones."""
    message = pair.message
    if message.plural is None or pair.form or not pair.lang.grammar.counted or len(message.msgstr) < 3:
        return
    counted = re.search(r"(?:%[a-z]|%\(\w+\)[a-z]|\{\w*\}|\d+)[ \u00a0](?P<noun>[^\W\d_]{4,})(?!\.)", message.msgstr[0])
    # тенге and кафе have one form for all numbers.
    if len(set(message.msgstr)) == 1 and counted and counted["noun"] not in pair.lang.wording.unchanged:
        hint = "write each form as it goes with its number: 1 файл, 2 файла, 5 файлов"
        yield pair.warning("wording-plural", "all plural forms are the same", hint)
