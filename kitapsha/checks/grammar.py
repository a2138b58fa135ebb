"""Checks on endings that hang on numbers and abbreviations: what can be known without a dictionary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from ..languagedata import language, word_list
from .pairs import Finding, Pair, References, unquoted, words

_ENDING = re.compile(
    r"(?<![\w.,/:-])(?P<number>\d[\d\u00a0\u202f]*(?:[.,:]\d+)?(?:[–-]\d+(?:[.,]\d+)?)?)"
    r"(?P<sign>[ \u00a0]?(?:%|°C|млн|млрд|трлн|мың|км|кг|см|мм|м|₸))?[-‑](?P<ending>[а-яёәғқңөұүһі]+)(?![\w-])"
)
_BACK, _FRONT = "аоұыя", "әеөүі"

CASES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    # last sound: the consonants with which these endings begin
    "v": {"dative": ("ғ", "г"), "ablative": ("д",), "genitive": ("н",), "accusative": ("н",), "plural": ("л",)},
    "l": {"dative": ("ғ", "г"), "ablative": ("д",), "genitive": ("д",), "accusative": ("д",), "plural": ("л",)},
    "z": {"dative": ("ғ", "г"), "ablative": ("д",), "genitive": ("д",), "accusative": ("д",), "plural": ("д",)},
    "n": {"dative": ("ғ", "г"), "ablative": ("н",), "genitive": ("н",), "accusative": ("д",), "plural": ("д",)},
    "t": {"dative": ("қ", "к"), "ablative": ("т",), "genitive": ("т",), "accusative": ("т",), "plural": ("т",)},
}
"""Kazakh endings by the last sound of the word before them: v vowel, l sonorant, z voiced, n nasal, t voiceless."""

_KINDS = {
    "dative": re.compile("[ғгқк][ае]"),
    "ablative": re.compile("[дтн][ае]н"),
    "genitive": re.compile("[ндт][ыі]ң"),
    "accusative": re.compile("[ндт][ыі]"),
    "plural": re.compile("[лдт][ае]р(?:[ыі].*|[ғг][ае]|[дт][ае].*)?"),
    "locative": re.compile("[дт][ае](?:ғы|гі)?"),
}
_FIXED = re.compile("(?:мен|бен|пен|нікі|дікі|тікі)")
_LOCATIVE = {"v": "д", "l": "д", "z": "д", "n": "д", "t": "т"}


def endings(pair: Pair, _references: References) -> Iterator[Finding]:
    """grammar-ending: an ending that does not go with the number, sign or abbreviation before it as it is spoken."""
    table = pair.lang.grammar
    if table.ordinals:
        yield from _full_ordinals(pair, table.ordinals)
    if not table.numerals:
        return
    for match in _ENDING.finditer(pair.target.text):
        sign = (match["sign"] or "").strip()
        sound = table.signs.get(sign, "") if sign else _sound(match["number"], table.numerals)
        if sound:
            yield from _judged(pair, match[0], match["ending"], sound, match.span())
    for match in _abbreviations(pair.tag).finditer(pair.target.text):
        yield from _judged(pair, match[0], match["ending"], table.spoken[match["word"]], match.span())


@cache
def _abbreviations(tag: str) -> re.Pattern[str]:
    words = "|".join(sorted(language(tag).grammar.spoken, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?P<word>{words})[-‑](?P<ending>[а-яёәғқңөұүһі]+)(?!\w)")


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
    right = _right(ending, sound)
    if right and right != ending:
        stem = shown[: len(shown) - len(ending)]
        said = f"{shown}: the ending does not go with how it is spoken"
        yield pair.warning("grammar-ending", said, f"write {stem}{right}", span)


def _right(ending: str, sound: str) -> str:
    """The ending in the form that goes with the sound; empty where it is no ending that is known."""
    vowels, last = sound[0], sound[1]
    if _FIXED.fullmatch(ending):
        return ""
    front = vowels == "f"
    ordinal = re.fullmatch(r"н?([ыі]?)нш[ыі](.*)|ш[ыі](.*)|[ыі]нш[ыі](.*)", ending)
    kind = next((kind for kind, pattern in _KINDS.items() if pattern.fullmatch(ending)), "")
    harmonic = _in_harmony(ending, front=front)
    if ordinal or not kind:
        return harmonic if harmonic != ending and (ordinal or _HARMONIC.fullmatch(ending)) else ""
    if kind == "locative":
        return _LOCATIVE[last] + harmonic[1:]
    starts = CASES[last][kind]
    start = starts[-1] if front and len(starts) > 1 else starts[0]
    return start + harmonic[1:]


_HARMONIC = re.compile(r"с?[ыі](?:н(?:да|де|ан|ен|а|е|ың|ің|дағы|дегі)?)?|[лд][ыі][қк]|[дт][ае]й|[дт][ае](?:ғы|гі)")
"""Endings that only have to be in harmony; anything else may be a word of its own (7-тарау, 1990-жылдары)."""


_TO_FRONT = str.maketrans("аұыоғқ", "еүіөгк")
_TO_BACK = str.maketrans("еүіөгк", "аұыоғқ")


def _in_harmony(ending: str, *, front: bool) -> str:
    """The ending with the vowels of its side."""
    return ending.translate(_TO_FRONT if front else _TO_BACK)


def _full_ordinals(pair: Pair, ordinals: str) -> Iterator[Finding]:
    for match in re.finditer(rf"(?<![\w-])\d+{ordinals}(?!\w)", pair.target.text):
        hint = "after digits stand one letter (5-й, 1990-е), or two where the last but one is a consonant (5-го)"
        yield pair.warning("grammar-ending", f"{match[0]}: the ending is too long", hint, match.span())


# --- harmony in words -------------------------------------------------------------------------------------------------

_AFTER_FRONT = re.compile("[әөүіе][^аәоөұүыіеуияюёэь\\W]{1,3}(?P<ending>қа|ға|ның|дың|тың|лар|дар|ады)$")
_AFTER_BACK = re.compile("[аоұы][^аәоөұүыіеуияюёэь\\W]{0,3}(?P<ending>ге|нің|дің|тің|ден|тен|нен)$")
_DISSIMILAR = re.compile("[әөүі][^аәоөұүыіеуияюёэь\\W]{1,2}(?P<ending>ды|ты)$")


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
        for pattern, front in ((_AFTER_FRONT, True), (_AFTER_BACK, False), (_DISSIMILAR, True)):
            if match := pattern.search(small):
                right = small[: match.start("ending")] + _in_harmony(match["ending"], front=front)
                said = f"the ending of “{word[0]}” has the vowels of the other kind"
                yield pair.warning("grammar-ending", said, f"did you mean {right}?", word.span())
                break


@cache
def _beginnings(tag: str) -> frozenset[str]:
    """The first four letters of the words of the language."""
    return frozenset(word[:4] for word in word_list(tag))


_PARTICLE = re.compile(
    r"(?P<back>[аоұы][^аәоөұүыіеуияюёэ\W]*[ \u00a0](?P<front_particle>[мбп]е))\?"
    r"|(?P<front>[әөүіе][^аәоөұүыіеуияюёэ\W]*[ \u00a0](?P<back_particle>[мбп]а))\?"
)


def particles(pair: Pair, _references: References) -> Iterator[Finding]:
    """grammar-ending: a particle of a question with vowels of the other side than the word before it."""
    if not pair.lang.grammar.numerals:
        return
    for match in _PARTICLE.finditer(pair.target.text):
        particle = match["front_particle"] or match["back_particle"]
        right = _in_harmony(particle, front=match["back_particle"] is not None)
        said = f"“{particle}” has the vowels of the other kind than the word before it"
        yield pair.warning("grammar-ending", said, f"did you mean {right}?", match.span())


# --- nouns after numbers ------------------------------------------------------------------------------------------

_COUNT = re.compile(
    r"(?<![\d.,/№:–-])(?P<number>\d{1,3}(?:[ \u00a0\u202f]\d{3})*)[ \u00a0](?P<noun>[^\W\d_]+)(?![\w-])"
)


_PLURAL = re.compile(r"\w+(?:[аәеёиоөуұүыіэюяйрл]л[ае]р|[жзлмнң]д[ае]р|[бвгдкқпстфхһцчшщ]т[ае]р)", re.IGNORECASE)
"""A noun in the plural; which consonant its ending begins with depends on the sound before."""


def counted(pair: Pair, _references: References) -> Iterator[Finding]:
    """grammar-number: a noun in a form that never stands after its number."""
    table = pair.lang.grammar
    if table.counted:
        yield from _declined(pair)
    elif table.numerals:
        for match in _COUNT.finditer(pair.target.text):
            noun = match["noun"].lower()
            if _PLURAL.fullmatch(noun) and not re.fullmatch(table.uncounted, noun):
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

_BARE = "ды|ді|ты|ті|ны|ні|ға|ге|қа|ке|дан|ден|тан|тен|нан|нен|ның|нің|дың|дің|тың|тің"
_GLUED = re.compile(
    rf"(?<![\w.,-])(?P<number>\d+)(?P<ending>(?:{_BARE}|да|де|та|те|ны|ні|ды|ді|ты|ті|ші|шы|інші|ыншы|нші|ншы|еу|еуі|ауы)(?:ғы|гі)?)(?![\w-])"
)
_SPACED = re.compile(rf"(?<![\w.,-])(?P<number>\d+%?)[ \u00a0](?P<ending>{_BARE})(?![\w-])")
_ABBREVIATION = re.compile(
    rf"(?<![\w-])(?P<number>[А-ЯӘҒҚҢӨҰҮҺІ]{{2,6}})(?: (?=(?:{_BARE})(?!\w)))?"
    rf"(?P<ending>(?:{_BARE}|да|де|та|те|дағы|дегі|тағы|тегі|мен|пен|бен))(?![\w-])"
)


def hyphens(pair: Pair, _references: References) -> Iterator[Finding]:
    """grammar-hyphen: an ending without the hyphen that joins it to a number, or a hyphen where none belongs."""
    table = pair.lang.grammar
    if not table.numerals:
        return
    text = pair.target.text
    for pattern in (_GLUED, _SPACED, _ABBREVIATION):
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
