"""Checks on single letters: scripts, look-alikes, what no one sees, what an encoding has broken."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .pairs import CYRILLIC, LATIN, Finding, Pair, References, code_point, digits_of, known, unquoted, words

_LATIN_TWINS = "aceopxykmtABCEHKMOPTXYiIhjsS"
_CYRILLIC_TWINS = "асеорхукмтАВСЕНКМОРТХУіІһјѕЅ"
TWINS = dict(zip(_LATIN_TWINS, _CYRILLIC_TWINS, strict=True))
"""Latin letters and the Cyrillic ones that look the same."""
_TWINS_BACK = {cyrillic: latin for latin, cyrillic in TWINS.items()}

_ALIEN = re.compile(f"{LATIN.pattern}|[\u0370-\u03ff]")
"""Letters of other scripts that look like Cyrillic ones."""
_NUMBER = re.compile(r"[IVXLCDMХІ]+")


def mixed(pair: Pair, _references: References) -> Iterator[Finding]:
    """letters-mixed: letters of two scripts in one word."""
    for word in words(pair.target.text):
        latin, cyrillic = _ALIEN.findall(word[0]), CYRILLIC.findall(word[0])
        if not latin or not cyrillic or _NUMBER.fullmatch(word[0]) or word[0] in pair.source.text:
            continue
        joined = re.fullmatch(r"(?P<name>[A-Za-z]{2,})[’']?(?P<ending>[\u0400-\u04ff]+)", word[0])
        if joined and not set(joined["name"]) <= set(TWINS):
            hint = f"write {joined['name']}-{joined['ending']}, with a hyphen"
            yield pair.warning("letters-mixed", f"“{word[0]}” is Latin and Cyrillic in one word", hint, word.span())
            continue
        strange, script = (
            (latin, "Latin" if LATIN.search(word[0]) else "Greek")
            if len(latin) <= len(cyrillic)
            else (cyrillic, "Cyrillic")
        )
        table = TWINS if script == "Latin" else _TWINS_BACK
        right = "".join(table.get(letter, letter) for letter in word[0])
        shown = ", ".join(f"{letter} ({code_point(letter)})" for letter in dict.fromkeys(strange))
        said = f"“{word[0]}” has {script} letters among others: {shown}"
        hint = f"type it anew: {right}" if right != word[0] else "type the word anew on one keyboard"
        yield pair.error("letters-mixed", said, hint, word.span())


_LONE = re.compile(r"(?<![\w’'.-])[A-Za-z]+(?![\w’'-])")


def romans(pair: Pair, _references: References) -> Iterator[Finding]:
    """letters-roman: a Roman number in Cyrillic letters, or in letters of both scripts."""
    for word in re.finditer(r"(?<!\w)[IVXLCDMХІ]{1,7}(?!\w)", pair.target.text):
        cyrillic = CYRILLIC.search(word[0])
        mixed_letters = bool(cyrillic and LATIN.search(word[0]))
        if not cyrillic or (len(word[0]) == 1 and not _is_ordinal(pair, word.end())):
            continue
        if mixed_letters or pair.lang.letters.roman:
            right = word[0].replace("Х", "X").replace("І", "I")
            said = f"the Roman number {word[0]} has Cyrillic letters"
            yield pair.warning("letters-roman", said, f"type it in Latin letters: {right}", word.span())


def _is_ordinal(pair: Pair, end: int) -> bool:
    """Whether a word for century follows."""
    return bool(re.match(rf"[ \u00a0-](?:{pair.lang.numbers.century or '$.'})", pair.target.text[end:]))


def twins(pair: Pair, _references: References) -> Iterator[Finding]:
    """letters-twin: a whole word of Latin letters that look like Cyrillic ones."""
    if not pair.is_cyrillic:
        return
    theirs = set(re.findall(r"[A-Za-z]+", pair.source.raw)) - {"a", "A", "I"}
    text = unquoted(pair.target.text)
    for word in _LONE.finditer(text):
        if not _looks_cyrillic(word[0], theirs) or word[0].lower() in pair.lang.wording.latin:
            continue
        before, after = text[: word.start()].rstrip(), text[word.end() :].lstrip()
        # Beside another Latin word it belongs to a name.
        if re.search(r"[A-Za-z]\Z", before) or re.match("[A-Za-z]", after):
            continue
        if len(word[0]) == 1 and not _stands_among(before, after, text, word):
            continue
        right = "".join(TWINS[letter] for letter in word[0])
        hint = f"type it on the Cyrillic keyboard: {right}"
        yield pair.error("letters-twin", f"“{word[0]}” is typed in Latin letters", hint, word.span())


def acronyms(pair: Pair, _references: References) -> Iterator[Finding]:
    """letters-twin: a Latin abbreviation of the source that is typed in Cyrillic letters."""
    if not pair.is_cyrillic:
        return
    for latin in dict.fromkeys(re.findall(r"(?<![\w-])[ABCEHKMOPTX]{3,}(?!\w)", pair.source.text)):
        if len(set(latin)) == 1:
            continue
        typed = "".join(TWINS[letter] for letter in latin)
        match = re.search(rf"(?<!\w){typed}(?!\w)", pair.target.text)
        if match and not re.search(rf"(?<!\w){latin}(?!\w)", pair.target.text):
            hint = f"type it in Latin letters: {latin}"
            yield pair.error("letters-twin", f"“{typed}” is typed in Cyrillic letters", hint, match.span())


_SAME = frozenset("ACEHKMOPTXB")
"""Capitals that are the same in both scripts; of small letters k, m and t are only similar."""


def _looks_cyrillic(word: str, theirs: set[str]) -> bool:
    """Whether all letters of a Latin word have Cyrillic twins, and it is no word of the source in another form."""
    if _NUMBER.fullmatch(word) or not set(word) <= set(TWINS):
        return False
    if any(
        word.lower() == other.lower() or (word[:4].lower() == other[:4].lower() and len(word) > 3) for other in theirs
    ):
        return False
    if word.isupper():
        return set(word) <= _SAME
    return word.islower() or word[0] in _SAME | {"I"}


_OPERATORS = "=×·+*/^±√<>≤≥−"
"""Signs that make a letter beside them a part of a formula."""


def _stands_among(before: str, after: str, text: str, word: re.Match[str]) -> bool:
    """Whether a single letter is a word of the sentence: Cyrillic words beside it, nothing that makes it a sign."""
    if word[0] in "xX" or text[word.end() : word.end() + 1] in (")", ".", "=", "]"):
        return False
    if re.search(rf"[{_OPERATORS}]\s?{word[0]}(?!\w)|(?<!\w){word[0]}\s?[{_OPERATORS}]", text):
        return False
    return bool(
        (not before or CYRILLIC.match(before[-1]) or before[-1] in ".,:;!?—–»") and CYRILLIC.match(after[:1] or " ")
    )


def relatives(pair: Pair, _references: References) -> Iterator[Finding]:
    """letters-foreign: a letter of another alphabet that looks like one of this language."""
    table = pair.lang.letters.relatives
    alphabet = pair.lang.letters.alphabet
    if not alphabet or not pair.is_cyrillic:
        return
    text = unquoted(pair.target.text)
    if not any(CYRILLIC.match(letter) or letter in table for letter in set(text.lower()).difference(alphabet)):
        return
    for match in re.finditer(r"[^\W\d_]", text):
        letter = match[0].lower()
        if letter in alphabet or (not CYRILLIC.match(letter) and letter not in table) or match[0] in pair.source.text:
            continue
        around = text[max(0, match.start() - 1) : match.end() + 1]
        if LATIN.match(letter) and not CYRILLIC.search(around):
            continue
        right = table.get(letter)
        hint = f"the letter of this language is {right}" if right else "write the word as this language writes it"
        said = f"{match[0]} ({code_point(match[0])}) is no letter of this language"
        yield pair.error("letters-foreign", said, hint, match.span())
        return


_DIGIT_WITHIN = re.compile(r"(?<![\w-])[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]*\d[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі0-9]*(?![\w-])")


def digits(pair: Pair, references: References) -> Iterator[Finding]:
    """letters-digit: a digit typed for a letter."""
    table = pair.lang.letters.digits
    if not table:
        return
    for word in _DIGIT_WITHIN.finditer(pair.target.text):
        shape = re.sub(r"[^\W\d_]+", "а", re.sub(r"\d+", "0", word[0]))
        right = "".join(table.get(letter, letter) for letter in word[0])
        if (
            word[0].isdigit()
            or word[0] in pair.source.text
            or not _is_word_with_digit(pair, shape, word[0], right, references)
        ):
            continue
        hint = f"type the letter: {right}"
        yield pair.error("letters-digit", f"“{word[0]}” has a digit among its letters", hint, word.span())


def _is_word_with_digit(pair: Pair, shape: str, word: str, right: str, references: References) -> bool:
    if shape in ("а0а", "а0а0а"):
        return sum(map(str.isupper, word)) < 2
    letters = word.lstrip("0123456789")
    if shape == "0а":
        # 2-го without its hyphen, 5км, 10мин are something else.
        long = len(letters) > 3 and len(word) - len(letters) == 1 and letters not in pair.lang.numbers.suffixes
        return long and (not number_in_source(pair, word) or known(right, pair.tag, references))
    if shape != "а0" or len(word) < 5 or not word[1:-1].islower() or right[-1].isdigit():
        return False
    return known(right, pair.tag, references) or not number_in_source(pair, word)


def number_in_source(pair: Pair, word: str) -> bool:
    """Whether the digits of a word stand in the source."""
    return digits_of(word) in pair.source.text
