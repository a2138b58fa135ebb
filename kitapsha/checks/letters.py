"""Checks on single letters: scripts, look-alikes, what no one sees, what an encoding has broken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from .. import refusals
from ..glossary import Term, words_of
from ..languagedata import language, word_list
from ..prose import Prose
from .pairs import CYRILLIC, LATIN, Finding, Pair, References, listed, unquoted, words

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
        shown = ", ".join(f"{letter} ({_code(letter)})" for letter in dict.fromkeys(strange))
        said = f"“{word[0]}” has {script} letters among others: {shown}"
        hint = f"type it anew: {right}" if right != word[0] else "type the word anew on one keyboard"
        yield pair.error("letters-mixed", said, hint, word.span())


def _code(letter: str) -> str:
    return f"U+{ord(letter):04X}"


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


def _stands_among(before: str, after: str, text: str, word: re.Match[str]) -> bool:
    """Whether a single letter is a word of the sentence: Cyrillic words beside it, nothing that makes it a sign."""
    if word[0] in "xX" or text[word.end() : word.end() + 1] in (")", ".", "=", "]"):
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
        said = f"{match[0]} ({_code(match[0])}) is no letter of this language"
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
    return "".join(filter(str.isdigit, word)) in pair.source.text


# --- Kazakh letters and their neighbours on a Russian keyboard --------------------------------------------------------


@cache
def _skeletons(tag: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for word in word_list(tag):
        found.setdefault(_skeleton(word, tag), set()).add(word)
    return {skeleton: frozenset(words) for skeleton, words in found.items()}


def _skeleton(word: str, tag: str) -> str:
    plain = language(tag).letters.plain
    return "".join(plain.get(letter, letter) for letter in word)


def known(word: str, tag: str, references: References) -> bool:
    """Whether a word, or a beginning of it of four letters or more, is among those of the language."""
    word = word.lower()
    return _is_listed(word, tag) or word in references.words.get(tag, {})


@lru_cache(maxsize=50_000)
def _is_listed(word: str, tag: str) -> bool:
    known_words = listed(tag)
    return any(word[:length] in known_words for length in range(4, len(word) + 1))


MINIMUM = 6
"""Letters that a beginning must have to speak for a word with an ending."""


def plain_letters(pair: Pair, references: References) -> Iterator[Finding]:
    """letters-plain: Russian letters typed for those of this language."""
    table = pair.lang.letters
    if not table.plain:
        return
    text = unquoted(pair.target.text)
    for word in words(text):
        small = word[0].lower()
        right = _meant(small, pair.tag, references) if len(small) > 3 or not set(small) & set(table.own) else ""
        if right and not (word[0] in pair.source.text or word[0].isupper()):
            hint = f"did you mean {right}? If the word is right, put it into the glossary"
            said = f"“{word[0]}” looks like {right} typed without the letters of this language"
            yield pair.warning("letters-plain", said, hint, word.span())


def _meant(word: str, tag: str, references: References) -> str:
    """The word of the language that this one looks like, typed on another keyboard; empty where there is none."""
    if len(word) < 4:
        return language(tag).letters.short.get(word, "")
    right = _typed_right(word, tag, references)
    # Asked last, so that few findings depend on the words of other articles.
    return "" if right and references.words.get(tag, {}).get(word, 0) > 1 else right


def _typed_right(word: str, tag: str, references: References) -> str:
    if _is_listed(word, tag):
        return ""
    skeletons = _skeletons(tag)
    for length in range(len(word), 3, -1):
        if length < len(word) and length < MINIMUM:
            break
        start = word[:length]
        skeleton = _skeleton(start, tag)
        candidates = set(skeletons.get(skeleton, ())) | set(_terms(tag, references).get(skeleton, ()))
        if start in candidates:
            return ""
        fitting = sorted(right for right in candidates if _typed_for(start, right, tag))
        if fitting:
            return fitting[0] + word[length:]
    return ""


def _terms(tag: str, references: References) -> dict[str, set[str]]:
    """The words of the glossary in a language, by their skeletons."""
    return _glossary_skeletons(references.glossary.terms, tag)


@cache
def _glossary_skeletons(terms: tuple[Term, ...], tag: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for term in terms:
        for word in words_of(term.of(tag).lower()):
            if len(word) > 3:
                found.setdefault(_skeleton(word, tag), set()).add(word)
    return found


def _typed_for(typed: str, right: str, tag: str) -> bool:
    """Whether `right` becomes `typed` when some of its letters are not on the keyboard."""
    plain = language(tag).letters.plain
    own = language(tag).letters.own
    differing = [(a, b) for a, b in zip(typed, right, strict=True) if a != b]
    return bool(differing) and all(plain.get(b) == a and b in own for a, b in differing)


def impossible(pair: Pair, _references: References) -> Iterator[Finding]:
    """letters-impossible: a pair of letters that no word of the language has."""
    table = pair.lang.letters
    if not table.impossible:
        return
    text = unquoted(pair.target.text)
    for word in words(text):
        match = re.search(table.impossible, word[0].lower())
        if match and not re.search(table.possible, word[0].lower()) and not LATIN.search(word[0]):
            said = f"“{match[0]}” in “{word[0]}” does not occur in words of this language"
            hint = "one of the two letters is mistyped: қ and ғ go with а, о, ұ, ы; к and г with ә, е, і, ө, ү"
            yield pair.warning("letters-impossible", said, hint, word.span())


# --- what is not seen, what is broken ---------------------------------------------------------------------------------

INVISIBLE = "\u200d\u00ad\u180e\u200b\u200c\u2060\ufeff\u200e\u200f\u061c"
_UNSEEN = re.compile("[\u200d\u00ad\u180e\u200b\u200c\u2060\ufeff\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def invisible(pair: Pair, _references: References) -> Iterator[Finding]:
    """letters-invisible, letters-direction: characters that nobody sees, and those that turn the text around."""
    raw = pair.target.raw
    found = unseen(pair)
    hint = "delete it; `build.py check --fix` does"
    if plain := [at for at in found if raw[at] in INVISIBLE]:
        said = f"an invisible character, {_code(raw[plain[0]])} {unicodedata.name(raw[plain[0]], '')}"
        yield pair.warning("letters-invisible", said, hint, _seen(pair, plain[0]))
    # What turns the rest of the page around is refused, and reported, where the entry is published.
    turned = [at for at in found if raw[at] in DIRECTIONS]
    if turned and not refusals.direction(raw):
        said = f"{_code(raw[turned[0]])} {unicodedata.name(raw[turned[0]])} turns the direction of the text"
        yield pair.error("letters-direction", said, hint, _seen(pair, turned[0]))


def unseen(pair: Pair) -> Sequence[int]:
    """The places in the raw translation of characters that nobody sees, and that neither source nor script asks for."""
    raw, source = pair.target.raw, pair.source.raw
    if not _UNSEEN.search(raw):
        return ()
    found = [at for letter in sorted(set(raw) & set(INVISIBLE)) for at in _too_many(letter, pair)]
    # Scripts that run from right to left need marks of direction, but none of them needs to turn the rest around.
    if pair.lang.script in ("Cyrl", "Latn") or refusals.direction(raw):
        found += [at for at, letter in enumerate(raw) if letter in DIRECTIONS and letter not in source]
    return sorted(found)


def _too_many(letter: str, pair: Pair) -> Sequence[int]:
    """The places of an invisible character beyond as many as the source has; those in code and addresses stay."""
    raw = pair.target.raw
    excess = raw.count(letter) - pair.source.raw.count(letter)
    if excess <= 0:
        return ()
    places = [at for at, other in enumerate(raw) if other == letter and not _rightly(raw, at, pair)]
    read = {at for start, end in pair.target.runs() for at in range(start, end)}
    return sorted(places, key=lambda at: (at in read, at))[-excess:]


def _rightly(raw: str, at: int, pair: Pair) -> bool:
    """Whether the mark belongs there: joiners and direction marks in scripts that need them."""
    if raw[at] == "\u200d":
        return not raw[at - 1 : at].isalpha() or not raw[at + 1 : at + 2].isalpha()
    return raw[at] in "\u200c\u200e\u200f\u061c" and pair.lang.script not in ("Cyrl", "Latn")


def _seen(pair: Pair, at: int) -> tuple[int, int] | None:
    """The character's place in the prose; None where it stands in an address or a code."""
    found = next((here for here, there in enumerate(pair.target.at) if there == at), None)
    return None if found is None or found >= len(pair.target.text) else (found, found + 1)


_STACK = re.compile("[\u0300-\u036f]{3,}")


def decomposed(pair: Pair, _references: References) -> Iterator[Finding]:
    """letters-decomposed: a letter and its mark as two characters, or a heap of marks on one letter."""
    raw = pair.target.raw
    joined = composed(pair.target)
    if joined != raw:
        at = next(at for at, letter in enumerate(raw) if at >= len(joined) or letter != joined[at])
        said = f"“{joined[at]}” is typed as two characters, a letter and its mark"
        hint = "searching does not find such words; `build.py check --fix` joins them"
        yield pair.warning("letters-decomposed", said, hint, _seen(pair, at))
    elif match := _STACK.search(pair.target.text):
        hint = "delete the marks: they would cover the lines around"
        yield pair.warning("letters-decomposed", "a heap of marks on one letter", hint, match.span())


def composed(text: Prose) -> str:
    """The raw text with the letters of its prose composed (NFC); code and addresses stay as they are."""
    raw = text.raw
    if unicodedata.is_normalized("NFC", raw):
        return raw
    pieces: list[str] = []
    done = 0
    for start, end in text.runs():
        # An escaped sign must stay one: with a stroke (\u0338) after it, it would be another character.
        first = start + (raw[start - 1 : start] == "\\")
        pieces += (raw[done:first], unicodedata.normalize("NFC", raw[first:end]))
        done = end
    return "".join((*pieces, raw[done:]))


_BROKEN = (
    (
        "UTF-8 read as Latin-1",
        re.compile("[ÐÑ][\u0080-\u00ff\u0152-\u0178\u2013-\u2122]|(?:[ÐÑÃÂ][^\\sа-яА-Я]){2,}|Ã[\u0080-\u00bf]|â€"),
    ),
    (
        "UTF-8 read as Windows-1251",
        re.compile(
            "(?:[РСТУ][ЂЃѓђ‚„…†‡€‰‹›ЉЊЌЋЏљњќћџЎўЈ¤Ґ¦§©Є¬®Ї°±ґµ¶·№єјЅѕї‘’“”•–—™\u00a0\u00ad«»]){2,}|[РС][°µ·ј№±¶ґЅѕђѓњќћџЂЃЊЌЋЏ†‡€‰](?!\\d)|вЂ[^\\s]|(?<=\\w)В»|(?<!\\w)В«(?=\\w)|Т[›Ј±“™Ї»©]|У™"
        ),
    ),
    (
        "letters lost on the way",
        re.compile(
            "\ufffd|(?<=[а-яёәғқңөұүһі])\\?(?=[а-яёәғқңөұүһі])|(?<!\\?)\\?{4,}"
            "|\\?{2,}(?=[а-яё])|(?<=[а-яё])\\?{2,}(?=[ а-яё])"
        ),
    ),
    ("Windows-1251 read as Latin-1", re.compile("[À-ÿ]{4,}")),
    (
        "another Cyrillic encoding",
        re.compile(
            "(?<![А-Яа-яЁё])[а-яё][А-ЯЁ]{3,}(?![а-яё])|[\u2500-\u259f]{2,}|(?<!\\w)(?=\\w*[а-яё][А-ЯЁ][а-яё][А-ЯЁ])\\w{5,}"
        ),
    ),
)


def broken(pair: Pair, _references: References) -> Iterator[Finding]:
    """letters-broken: text that was read in the wrong encoding (mojibake)."""
    for what, pattern in _BROKEN:
        match = pattern.search(pair.target.text)
        if match and match[0] not in pair.source.text:
            said = f"“{match[0][:20]}” looks like a broken encoding: {what}"
            hint = "type the text anew, or bring it back from an older version; save catalogs as UTF-8"
            yield pair.error("letters-broken", said, hint, match.span())
            return


_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|laquo|raquo|mdash|ndash|#\d+|#x[0-9A-Fa-f]+);")


def entities(pair: Pair, _references: References) -> Iterator[Finding]:
    """letters-entity: a character written for HTML, as a tool may leave it behind."""
    match = _ENTITY.search(pair.target.raw)
    if match and match[0] not in pair.source.raw:
        said = f"{match[0]} stands for a character of its own"
        yield pair.warning("letters-entity", said, "type the character itself", None)
