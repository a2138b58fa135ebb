"""Checks on endings that hang on numbers and abbreviations: what can be known without a dictionary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from ..languagedata import Grammar, language, word_list
from .pairs import Finding, Pair, References, unquoted, words


def endings(pair: Pair, _references: References) -> Iterator[Finding]:
    """grammar-ending: an ending that does not go with the number, sign or abbreviation before it as it is spoken."""
    table = pair.lang.grammar
    if table.ordinals:
        yield from _full_ordinals(pair, table.ordinals)
    if not table.numerals:
        return
    for match in _ending(pair.tag).finditer(pair.target.text):
        sign = (match["sign"] or "").strip()
        sound = table.signs.get(sign, "") if sign else _sound(match["number"], table.numerals)
        if sound:
            yield from _judged(pair, match[0], match["ending"], sound, match.span())
    for match in _abbreviations(pair.tag).finditer(pair.target.text):
        yield from _judged(pair, match[0], match["ending"], table.spoken[match["word"]], match.span())


@cache
def _ending(tag: str) -> re.Pattern[str]:
    """A number, with its sign where it has one, and what is joined to it."""
    signs = "|".join(map(re.escape, sorted(language(tag).grammar.signs, key=len, reverse=True)))
    return re.compile(
        r"(?<![\w.,/:-])(?P<number>\d[\d\u00a0\u202f]*(?:[.,:]\d+)?(?:[–-]\d+(?:[.,]\d+)?)?)"
        rf"(?P<sign>[ \u00a0]?(?:{signs}))?[-‑](?P<ending>[{language(tag).letters.alphabet}]+)(?![\w-])"
    )


@cache
def _abbreviations(tag: str) -> re.Pattern[str]:
    words = "|".join(sorted(language(tag).grammar.spoken, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?P<word>{words})[-‑](?P<ending>[{language(tag).letters.alphabet}]+)(?!\w)")


def _sound(number: str, numerals: Mapping[str, str]) -> str:
    """How a number ends when it is spoken; empty where that is not sure (18:00 has several readings)."""
    last = re.split(r"[–:,.-]", number)[-1]
    digits = re.sub(r"\D", "", last)
    if not digits or (":" in number and digits == "00"):
        return ""
    value = int(digits)
    if value == 0:
        return numerals["0"]
    if value % 10:
        return numerals[str(value % 10)]
    if value % 100:
        return numerals[str(value % 100)]
    if value % 1000:
        return numerals["100"]
    for scale in (1_000_000_000, 1_000_000, 1000):
        if value % scale == 0:
            return numerals[str(scale)]
    return ""


def _judged(pair: Pair, shown: str, ending: str, sound: str, span: tuple[int, int]) -> Iterator[Finding]:
    right = _right(ending, sound, pair.lang.grammar)
    if right and right != ending:
        stem = shown[: len(shown) - len(ending)]
        said = f"{shown}: the ending does not go with how it is spoken"
        yield pair.warning("grammar-ending", said, f"write {stem}{right}", span)


def _right(ending: str, sound: str, table: Grammar) -> str:
    """The ending in the form that goes with the sound; empty where it is no ending that is known."""
    vowels, last = sound[0], sound[1]
    if re.fullmatch(table.fixed, ending):
        return ""
    front = vowels == "f"
    harmonic = _in_harmony(ending, table, front=front)
    is_ordinal = re.fullmatch(table.ordinal, ending)
    starts = next((kind["starts"][last] for kind in table.endings if re.fullmatch(kind["words"], ending)), "")
    if is_ordinal or not starts:
        return harmonic if harmonic != ending and (is_ordinal or re.fullmatch(table.harmonic, ending)) else ""
    return str(starts[-1] if front else starts[0]) + harmonic[1:]


def _in_harmony(ending: str, table: Grammar, *, front: bool) -> str:
    """The ending with the letters of its side."""
    sides = (table.back, table.front) if front else (table.front, table.back)
    return ending.translate(str.maketrans(*sides))


def _full_ordinals(pair: Pair, ordinals: str) -> Iterator[Finding]:
    for match in re.finditer(rf"(?<![\w-])\d+{ordinals}(?!\w)", pair.target.text):
        hint = "after digits stand one letter (5-й, 1990-е), or two where the last but one is a consonant (5-го)"
        yield pair.warning("grammar-ending", f"{match[0]}: the ending is too long", hint, match.span())


# --- harmony in words -------------------------------------------------------------------------------------------------


def harmony(pair: Pair, _references: References) -> Iterator[Finding]:
    """grammar-ending: an ending with vowels of the other side than the word that it is joined to."""
    if not pair.lang.grammar.numerals:
        return
    for word in words(unquoted(pair.target.text)):
        small = word[0].lower()
        # Names of people keep the vowels of their families: Тоқаевтың.
        if len(small) < 5 or re.fullmatch(pair.lang.grammar.disharmonic, small):
            continue
        if not word[0].islower() and not (word.start() == 0 and small[:4] in _beginnings(pair.tag)):
            continue
        for mistake in pair.lang.grammar.mistaken:
            if match := re.search(mistake["words"], small):
                harmonic = _in_harmony(match["ending"], pair.lang.grammar, front=mistake["front"])
                right = small[: match.start("ending")] + harmonic
                said = f"the ending of “{word[0]}” has the vowels of the other kind"
                yield pair.warning("grammar-ending", said, f"did you mean {right}?", word.span())
                break


@cache
def _beginnings(tag: str) -> frozenset[str]:
    """The first four letters of the words of the language."""
    return frozenset(word[:4] for word in word_list(tag))


def particles(pair: Pair, _references: References) -> Iterator[Finding]:
    """grammar-ending: a particle of a question with vowels of the other side than the word before it."""
    if not pair.lang.grammar.numerals:
        return
    for mistake in pair.lang.grammar.particles:
        for match in re.finditer(mistake["words"], pair.target.text):
            right = _in_harmony(match["ending"], pair.lang.grammar, front=mistake["front"])
            said = f"“{match['ending']}” has the vowels of the other kind than the word before it"
            yield pair.warning("grammar-ending", said, f"did you mean {right}?", match.span())


# --- nouns after numbers ------------------------------------------------------------------------------------------

_COUNT = re.compile(
    r"(?<![\d.,/№:–-])(?P<number>\d{1,3}(?:[ \u00a0\u202f]\d{3})*)[ \u00a0](?P<noun>[^\W\d_]+)(?![\w-])"
)


def counted(pair: Pair, _references: References) -> Iterator[Finding]:
    """grammar-number: a noun in a form that never stands after its number."""
    table = pair.lang.grammar
    if table.counted:
        yield from _declined(pair)
    elif table.numerals:
        for match in _COUNT.finditer(pair.target.text):
            noun = match["noun"].lower()
            if re.fullmatch(table.plural, noun) and not re.fullmatch(table.uncounted, noun):
                said = f"{match[0]}: nouns stay singular after a number"
                yield pair.warning("grammar-number", said, f"write {match['number']} {noun[:-3]}", match.span())


def _declined(pair: Pair) -> Iterator[Finding]:
    forms = {form: nouns for nouns in pair.lang.grammar.counted for form in nouns}
    for match in _COUNT.finditer(pair.target.text):
        nouns = forms.get(match["noun"].lower())
        value = int(re.sub(r"\D", "", match["number"]))
        if not nouns or (nouns[0] == "год" and value > 99) or match["noun"] == "дня":
            continue
        one, few, many = nouns
        ends_in_one = value % 10 == 1 and value % 100 != 11
        few_fits = 2 <= value % 10 <= 4 and not 12 <= value % 100 <= 14
        # After 21, 2 and 5 the genitive of the whole may stand as well: около 21 дня, около 2 дней.
        wrong = {many} if ends_in_one else {one} if few_fits else {one, few} - {many}
        if match["noun"].lower() in wrong:
            right = one if ends_in_one else few if few_fits else many
            said = f"{match[0]}: the noun does not go with the number"
            yield pair.warning("grammar-number", said, f"write {match['number']} {right}", match.span())


# --- hyphens --------------------------------------------------------------------------------------------------------


@cache
def _unjoined(tag: str) -> tuple[re.Pattern[str], ...]:
    """A number or an abbreviation with an ending that nothing joins, or a space."""
    table = language(tag).grammar
    capitals = language(tag).letters.alphabet.upper()
    return (
        re.compile(rf"(?<![\w.,-])(?P<number>\d+)(?P<ending>{table.glued})(?![\w-])"),
        re.compile(rf"(?<![\w.,-])(?P<number>\d+%?)[ \u00a0](?P<ending>{table.bare})(?![\w-])"),
        re.compile(
            rf"(?<![\w-])(?P<number>[{capitals}]{{2,6}})(?: (?=(?:{table.bare})(?!\w)))?"
            rf"(?P<ending>(?:{table.bare}|{table.joined}))(?![\w-])"
        ),
    )


def hyphens(pair: Pair, _references: References) -> Iterator[Finding]:
    """grammar-hyphen: an ending without the hyphen that joins it to a number, or a hyphen where none belongs."""
    table = pair.lang.grammar
    if not table.numerals:
        return
    text = pair.target.text
    for pattern in _unjoined(pair.tag):
        for match in pattern.finditer(text):
            hint = f"write {match['number']}-{match['ending']}"
            said = f"{match[0]}: a hyphen joins the ending to a number or an abbreviation"
            yield pair.warning("grammar-hyphen", said, hint, match.span())
    yield from _named(pair, table.named)
    apart = rf"(?<![\w-])(?:([IVXХІ]+)[-‑]({table.apart})|(№[ \u00a0]?\d+)[-‑]({table.apart}|{table.named}))(?!\w)"
    for match in re.finditer(apart, text):
        hint = f"write {match[1] or match[3]} {match[2] or match[4]}"
        said = f"{match[0]}: no hyphen after a Roman number, or where № stands before it"
        yield pair.warning("grammar-hyphen", said, hint, match.span())
    for match in re.finditer(rf"(?<![\w-])(\d{{1,4}})[-‑]({table.unhyphenated})(?!\w)", text):
        yield pair.warning(
            "grammar-hyphen", f"{match[0]}: no hyphen here", f"write {match[1]} {match[2]}", match.span()
        )


def _named(pair: Pair, nouns: str) -> Iterator[Finding]:
    """A number that names a thing in the source, as in grade 7, and seems to count things in the translation."""
    labels = language(pair.source_tag).numbers.labels
    if not nouns or not labels:
        return
    numbers = set(re.findall(rf"\b(?:{labels})(?: No\.?)? (\d+)\b", pair.source.text, re.IGNORECASE))
    numbers |= set(re.findall(r"\b(\d+)(?:st|nd|rd|th)\b", pair.source.text))
    for match in re.finditer(
        rf"(?<![\w.,-])(?<!№[ \u00a0])(?<!№)(?P<number>\d+)[ \u00a0](?P<noun>{nouns})(?![\w-])", pair.target.text
    ):
        if match["number"] in numbers:
            hint = f"write {match['number']}-{match['noun']}"
            said = f"{match[0]}: a hyphen joins a number to what it names"
            yield pair.warning("grammar-hyphen", said, hint, match.span())
