"""Numbers, dates and units in a text, as a language writes them.

A number has readings: `8 pm` is 20, 20:00 and, where a word for the half of the day stands by, 8; `1,500` in a Russian
text is 1.5 and, as English writes it, 1500. Two texts agree where every number of one has a reading in common with one
of the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from .languagedata import Numbers, language

RECENT = 32
"""Texts whose numbers and units are remembered: several checks in a row ask for those of the same pair."""

SPACES = " \u00a0\u202f\u2009"
_CYRILLIC_ROMAN = str.maketrans("ХІСМ", "XICM")
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text. `roman` ones may be left out; `foreign` are readings in the other language's notation.

    `spaced` is where ordinary spaces set its groups apart, as positions in the text. `scaled` readings have a word
    such as million in them.
    """

    text: str
    start: int
    end: int
    readings: frozenset[str]
    foreign: frozenset[str] = frozenset()
    roman: bool = False
    scaled: bool = False
    spaced: tuple[int, ...] = ()
    parts: tuple[frozenset[str], ...] = ()


def plain(value: Decimal | float) -> str:
    """The one spelling of a value: 1.50 is "1.5", 2E3 is "2000"."""
    number = Decimal(str(value))
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


# --- digits -------------------------------------------------------------------------------------------------------

_CHUNK = re.compile(
    rf"""
      (?P<iso>\b\d{{4}}-\d{{2}}-\d{{2}}\b)
    | (?P<phone>\+\d[\d ()\u00a0-]{{5,24}}\d|\(\d{{3,5}}\)[{SPACES}]?\d[\d -]{{3,12}}\d|\b8-\d{{3}}-\d[\d-]{{4,10}}\d
                |\b\d{{2,4}}-\d{{2,3}}-\d{{2}}(?:-\d{{2}})?\b(?!-))
    | (?P<date>\b\d{{1,2}}([./])\d{{1,2}}\5(?:\d{{4}}|\d{{2}})\b)
    | (?P<part>(?:(?<!\d)\d{{1,3}}[{SPACES}]?)?[½¼¾⅓⅔])
    | (?P<number>1[:∶]\d{{1,3}}(?:[{SPACES}]000)+(?!\d)
                |\d{{1,3}}(?:[{SPACES}]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,:∶/’']\d+)*)
    """.replace("\\5", "(?P=sep)").replace("([./])", "(?P<sep>[./])"),
    re.VERBOSE,
)
_MONEY_IN_MILLIONS = re.compile(r"^[$€£₸][\d.,]+m(?![^\W_])")
_PARTS = {"½": ("0.5", "1/2"), "¼": ("0.25", "1/4"), "¾": ("0.75", "3/4"), "⅓": ("0.333", "1/3"), "⅔": ("0.667", "2/3")}
_GLUED = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"[\d½¼¾⅓⅔]")


@lru_cache(maxsize=RECENT)
def numbers(text: str, tag: str) -> tuple[Number, ...]:
    """The numbers of a text in a language, a BCP 47 tag, in their order; Roman ones are among them.

    Digits that belong to a name (A4, MP3, COVID-19) are none. Never raises; linear in the length of the text.
    """
    found = list(_romans(text))
    if _DIGIT.search(text):
        rules = _rules(tag)
        found += [number for chunk in _CHUNK.finditer(text) for number in _read(text, chunk, rules)]
    return tuple(sorted(found, key=lambda number: number.start))


class _Rules:
    """The patterns of a language, compiled once."""

    def __init__(self, table: Numbers) -> None:
        self.decimal = table.decimal
        suffixes = "|".join(map(re.escape, sorted(table.suffixes, key=len, reverse=True)))
        self.suffix = re.compile(rf"(?:{suffixes})(?![^\W\d_])") if suffixes else None
        self.prefix = re.compile(rf"(?<!\w)(?:{table.prefixes})\Z", re.IGNORECASE) if table.prefixes else None
        scales = [(int(scale["value"]), scale["words"]) for scale in table.scales]
        self.scales = [(value, re.compile(rf"[{SPACES}-]?(?:{words})(?!\w)", re.IGNORECASE)) for value, words in scales]
        half_day = "|".join(filter(None, (table.afternoon, table.morning)))
        self._half_day = re.compile(rf"(?<!\w)(?:{half_day})(?!\w)", re.IGNORECASE) if half_day else None

    def is_half_day(self, text: str, start: int, end: int) -> bool:
        """Whether a word near the number says which half of the day is meant."""
        near = text[max(0, start - 24) : end + 24]
        return bool(self._half_day and self._half_day.search(near))


@cache
def _rules(tag: str) -> _Rules:
    return _Rules(language(tag).numbers)


def _read(text: str, chunk: re.Match[str], rules: _Rules) -> Iterator[Number]:
    start, end, shown = chunk.start(), chunk.end(), chunk[0]
    kind = chunk.lastgroup if chunk.lastgroup != "sep" else "date"
    if kind == "number" and _is_name(text, start, end, rules):
        return
    if kind == "phone":
        yield Number(shown, start, end, frozenset({"p" + "".join(filter(str.isdigit, shown))}))
    elif kind == "part":
        yield Number(shown, start, end, _with_part(shown))
    elif kind in ("iso", "date"):
        yield from _date(chunk)
    else:
        readings, foreign = _readings(shown, rules.decimal)
        scale = 1_000_000 if _MONEY_IN_MILLIONS.search(text[max(0, start - 1) : end + 2]) else 1
        scale = next((value for value, words in rules.scales if words.match(text, end)), scale)
        if scale != 1:
            readings = _scaled(readings, scale)
            foreign = _scaled(foreign, scale)
        elif rules.decimal == ".":
            readings = _afternoon(readings, text[end : end + 40])
        elif rules.is_half_day(text, start, end):
            readings |= {f"half {reading}" for reading in _hours(readings)}
        spaced = tuple(start + at for at, letter in enumerate(shown) if letter == " ")
        pieces = _SPACE.split(shown) if _SPACE.search(shown) else ()
        groups = tuple(_readings(piece, rules.decimal)[0] for piece in pieces)
        yield Number(shown, start, end, readings, foreign, scaled=scale != 1, spaced=spaced, parts=groups)


def _is_name(text: str, start: int, end: int, rules: _Rules) -> bool:
    """Whether letters belong to the digits: A4, MP3, COVID-19, 2G."""
    before, after = text[max(0, start - 2) : start], text[end : end + 1]
    if before and _GLUED.match(before[-1]):
        return True
    if len(before) == 2 and before[1] in "-\u2011" and before[0].isascii() and before[0].isalpha():
        return not (rules.prefix and rules.prefix.search(text[max(0, start - 20) : start - 1]))
    return bool(
        after and _GLUED.match(after) and after.isascii() and not (rules.suffix and rules.suffix.match(text, end))
    )


def _date(chunk: re.Match[str]) -> Iterator[Number]:
    """The parts of a date in digits, so that they agree with those of a date in words."""
    for part in re.finditer(r"\d+", chunk[0]):
        start = chunk.start() + part.start()
        readings = {plain(int(part[0]))}
        if len(part[0]) < 3:
            readings |= {f"m{int(part[0])}", f"20{part[0]}", f"19{part[0]}"}
        yield Number(part[0], start, start + len(part[0]), frozenset(readings))


_SPACE = re.compile(f"[{SPACES}]")
_APART = re.compile(f"[{SPACES}’']")


@cache
def _grouped(group: str, decimal: str) -> re.Pattern[str]:
    """A number in groups of three digits, with these signs between the groups and before a fraction."""
    return re.compile(rf"\d{{1,3}}(?:{re.escape(group)}\d{{3}})+(?:{re.escape(decimal)}\d+)?")


def _with_part(shown: str) -> frozenset[str]:
    """The readings of ½ and of 1½."""
    whole = shown[:-1].rstrip(SPACES)
    half = _PARTS[shown[-1]]
    return frozenset({plain(int(whole) + Decimal(half[0])), f"{int(whole)} {half[1]}"} if whole else half)


def _readings(shown: str, decimal: str) -> tuple[frozenset[str], frozenset[str]]:
    """What the digits mean in a language with this decimal sign, and what they mean in the other notation."""
    digits = _APART.sub("", shown).replace("∶", ":")
    other = "." if decimal == "," else ","
    if digits.isdigit():
        return frozenset({plain(int(digits))}), frozenset()
    if match := re.fullmatch(r"(\d{1,2})[:.](\d{2})", digits):
        clock = {f"t{int(match[1])}:{match[2]}"} if int(match[1]) < 25 and int(match[2]) < 60 else set()
        hour = {plain(int(match[1]))} if match[2] == "00" and ":" in digits else set()
        pointed = frozenset([plain(Decimal(f"{match[1]}.{match[2]}"))] if "." in digits else [])
        if decimal == ".":
            return frozenset(clock | hour) | pointed or frozenset({digits}), frozenset()
        return frozenset(clock | hour) or (frozenset() if pointed else frozenset({digits})), pointed
    if match := re.fullmatch(r"(\d{1,2})/(\d{1,2})", digits):
        shares = [plain(round(Decimal(match[1]) / Decimal(match[2]), 3))] if int(match[2]) else []
        return frozenset([digits, *shares]), frozenset()
    if re.fullmatch(r"\d+:\d{1,3}(?:[.,]\d{3})+", digits):
        digits = re.sub("[.,]", "", digits)
    if "/" in digits or ":" in digits:
        return frozenset({digits}), frozenset()
    # A comma between groups of three digits is no decimal sign in English, and a dot none in Russian.
    grouped, strange = _grouped(other, decimal), _grouped(decimal, other)
    own: set[str] = set()
    foreign: set[str] = set()
    if re.fullmatch(rf"\d+{re.escape(decimal)}\d+", digits):
        own.add(plain(Decimal(digits.replace(decimal, "."))))
    if re.fullmatch(rf"\d+{re.escape(other)}\d+", digits):
        foreign.add(plain(Decimal(digits.replace(other, "."))))
    if grouped.fullmatch(digits):
        whole = plain(Decimal(digits.replace(other, "").replace(decimal, ".")))
        (own if decimal == "." or digits.count(other) > 1 else foreign).add(whole)
    if strange.fullmatch(digits):
        foreign.add(plain(Decimal(digits.replace(decimal, "").replace(other, "."))))
    return frozenset(own if own or foreign else {digits}), frozenset(foreign - own)


def _scaled(readings: Iterable[str], scale: int) -> frozenset[str]:
    return frozenset(
        plain(Decimal(value) * scale) if re.fullmatch(r"\d+(\.\d+)?", value) else value for value in readings
    )


_HALF_OF_THE_DAY = re.compile(
    r"[ \u00a0]?(?:o['’]?clock[ \u00a0])?(?:(?P<pm>p\.?m\b|in the (?:afternoon|evening))"
    r"|(?P<am>a\.?m\b|in the (?:early )?morning)|(?P<midnight>(?:at )?midnight)|(?P<night>at night))",
    re.IGNORECASE,
)


def _afternoon(readings: frozenset[str], after: str) -> frozenset[str]:
    """The readings of an hour on a clock of twelve, by what stands after it; "half" ones ask for such a word again."""
    said = _HALF_OF_THE_DAY.match(after)
    hours = list(_hours(readings)) if said else []
    if not said or not hours:
        return readings
    found: set[str] = set()
    for reading in hours:
        hour, minutes = reading.split(":")
        is_late = bool(said["pm"] or (said["night"] and 5 < int(hour) < 12))
        is_midnight = bool(said["midnight"] or (said["night"] and hour == "12"))
        turned = 0 if is_midnight else int(hour) % 12 + 12 * is_late
        found |= {f"half {reading}", f"t{turned}:{minutes}"}
        if minutes == "00":
            found.add(plain(turned))
        if not is_late and hour != "12":
            found |= {reading if minutes != "00" else plain(int(hour)), f"t{hour}:{minutes}"}
        if is_midnight and minutes == "00":
            found.add("t24:00")
    return frozenset(found)


def _hours(readings: frozenset[str]) -> Iterator[str]:
    """The readings that are hours of a clock of twelve, as 8:30 or 8:00."""
    for reading in readings:
        match = re.fullmatch(r"t?(\d{1,2})(?::(\d{2}))?", reading)
        if match and 0 < int(match[1]) < 13:
            yield f"{int(match[1])}:{match[2] or '00'}"


# --- Roman numbers ------------------------------------------------------------------------------------------------

_ROMAN_WORD = re.compile(r"(?<![\w.])[IVXLCMХІСМ]+(?![\w.’'])|(?<!\w)[IVXХІ]{2,}(?!\w)")


def _romans(text: str) -> Iterator[Number]:
    for word in _ROMAN_WORD.finditer(text):
        letters = word[0].translate(_CYRILLIC_ROMAN)
        # One letter is a word or an initial more often than a number.
        if _ROMAN.fullmatch(letters) and (len(letters) > 1 or letters in "VX"):
            yield Number(word[0], word.start(), word.end(), frozenset({plain(_roman(letters))}), roman=True)


def _roman(letters: str) -> int:
    values = [_VALUES[letter] for letter in letters]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))


# --- words --------------------------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def is_half_day(text: str, tag: str) -> bool:
    """Whether a text has a word that says which half of the day is meant."""
    return _rules(tag).is_half_day(text, 0, len(text))


@dataclass(frozen=True, slots=True)
class Spoken:
    """Numbers as words: every value they may stand for, and with their places those that stand for nothing else."""

    values: frozenset[str]
    sure: tuple[tuple[str, int, int], ...]
    unsure: tuple[tuple[str, int, int], ...] = ()


@dataclass(slots=True)
class _Run:
    """Number words side by side that add up to one value."""

    values: list[int]
    start: int
    end: int
    certain: bool

    @property
    def total(self) -> int:
        """2, 1000, 500 is 2500."""
        total = group = 0
        for value in self.values:
            if value >= 1000:
                total, group = total + max(1, group) * value, 0
            elif value == 100 and group:
                group *= value
            else:
                group += value
        return total + group


@lru_cache(maxsize=RECENT)
def spoken(text: str, tag: str) -> Spoken:
    """The numbers that a text has as words, single ones and what neighbours add up to: twenty-five is 20, 5 and 25."""
    vague, implied, any_implied = _vocabulary(tag)
    table = language(tag).numbers
    values: set[str] = set()
    runs: list[_Run] = []
    for word in _WORD.finditer(text):
        small = word[0].lower()
        value = _word_value(tag, small)
        if value is None:
            continue
        values.add(plain(value))
        certain = not (vague and vague.fullmatch(small))
        joined = bool(runs) and not text[runs[-1].end : word.start()].strip(" -\u00a0")
        if joined and (_fits(runs[-1].values, value) or (table.years and _is_year(runs[-1].values, value))):
            run = runs[-1]
            if not _fits(run.values, value):
                run.values = [100 * run.values[0]]
            run.values.append(value)
            run.end = word.end()
            run.certain |= certain
        else:
            runs.append(_Run([value], word.start(), word.end(), certain))
    values |= {plain(run.total) for run in runs}
    runs = _linked(runs, text, table.linking)
    values |= {plain(run.total) for run in runs}
    for pattern, meant in implied if any_implied.search(text) else ():
        if _whole(pattern).search(text):
            values |= {plain(value) for value in meant}
    if "0.5" in values:
        # Two and a half.
        values |= {f"{value}.5" for value in values if value.isdigit() and len(value) < 3}
    sure, unsure = (
        tuple((plain(run.total), run.start, run.end) for run in runs if run.certain is certain)
        for certain in (True, False)
    )
    return Spoken(frozenset(values), sure, unsure)


def _fits(run: Sequence[int], value: int) -> bool:
    """Whether a number goes on with this word: 20 with 5 and 2 with 100, but 2 not with 3."""
    last = run[-1]
    if value >= 1000 or (value == 100 and last < 100):
        return value >= 1000 or 0 < last < 20
    return value > 0 and ((value < 10 <= last < 100) or last >= 100 > value or last >= 1000 > value)


def _is_year(run: Sequence[int], value: int) -> bool:
    """Whether the two words are the halves of a year: nineteen ninety."""
    return len(run) == 1 and 10 < run[0] <= 20 and 10 <= value < 100


def _linked(runs: Sequence[_Run], text: str, word: str) -> list[_Run]:
    """The runs with those made one that a word such as `and` joins: six hundred and fifty."""
    found: list[_Run] = []
    for run in runs:
        last = found[-1].values[-1] if found else 0
        if word and last >= 100 and run.total < last and text[found[-1].end : run.start].lower().strip() == word:
            one = found.pop()
            found.append(_Run([*one.values, *run.values], one.start, run.end, one.certain or run.certain))
        else:
            found.append(run)
    return found


@lru_cache(maxsize=50_000)
def _word_value(tag: str, word: str) -> int | None:
    return next((value for value, pattern in _number_words(tag) if pattern.fullmatch(word)), None)


@cache
def _number_words(tag: str) -> tuple[tuple[int, re.Pattern[str]], ...]:
    return tuple((int(entry["value"]), re.compile(entry["words"])) for entry in language(tag).numbers.words)


_Implied = tuple[tuple[str, tuple[float, ...]], ...]
"""Expressions, which are compiled when a text has one of them, and what they imply."""


@cache
def _vocabulary(tag: str) -> tuple[re.Pattern[str] | None, _Implied, re.Pattern[str]]:
    """The vague words, those that imply a number with their values, and all of the latter at once."""
    table = language(tag).numbers
    implied = tuple((str(entry["words"]), tuple(entry["values"])) for entry in table.implied)
    every = _whole("|".join(entry["words"] for entry in table.implied) or "$.")
    return re.compile(table.vague) if table.vague else None, implied, every


@cache
def _whole(words: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """A pattern for words that stand alone."""
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", flags)


# --- months, days, units ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Named:
    """A month (1 to 12), a day of the week (1 to 7) or a unit in a text."""

    name: str
    start: int
    end: int


@cache
def _names(tag: str, kind: str) -> tuple[tuple[str, ...], re.RegexFlag, re.Pattern[str]]:
    """The expressions of the names, how they are read, and a pattern for all of them at once."""
    listed = getattr(language(tag).numbers, kind)
    flags = re.NOFLAG if language(tag).script == "Latn" else re.IGNORECASE
    return tuple(listed), flags, _whole("|".join(listed) or "$.", flags)


def months(text: str, tag: str) -> tuple[Named, ...]:
    """The names of months."""
    return _named(text, tag, "months")


def weekdays(text: str, tag: str) -> tuple[Named, ...]:
    """The names of days."""
    return _named(text, tag, "weekdays")


@lru_cache(maxsize=RECENT)
def _named(text: str, tag: str, kind: str) -> tuple[Named, ...]:
    names, flags, every = _names(tag, kind)
    if not every.search(text):
        return ()
    meant = [(str(at), _whole(words, flags)) for at, words in enumerate(names, 1)]
    found = [Named(name, match.start(), match.end()) for name, words in meant for match in words.finditer(text)]
    return tuple(sorted(found, key=lambda named: named.start))


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit after a number: its dimension, what it is, and where it stands."""

    dimension: str
    name: str
    start: int
    end: int


_SIGNS: Mapping[str, tuple[str, str]] = {
    "%": ("part", "percent"),
    "$": ("money", "dollar"),
    "€": ("money", "euro"),
    "£": ("money", "pound"),
    "₽": ("money", "ruble"),
    "₸": ("money", "tenge"),
}


_SIGN = re.compile("[%$€£₽₸]")


@cache
def _units(tag: str) -> re.Pattern[str] | None:
    groups = [f"(?P<u{at}>{unit['words']})" for at, unit in enumerate(language(tag).numbers.units)]
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(groups)})(?![^\W\d_])") if groups else None


_LATIN_AFTER_HYPHEN = re.compile("-[A-Za-z]")


def has_scale(text: str, tag: str) -> bool:
    """Whether a word such as million stands in the text."""
    pattern = _scale_words(tag)
    return bool(pattern and pattern.search(text))


@cache
def _scale_words(tag: str) -> re.Pattern[str] | None:
    words = "|".join(scale["words"] for scale in language(tag).numbers.scales)
    return _whole(words, 0) if words else None


@lru_cache(maxsize=RECENT)
def units(text: str, tag: str) -> tuple[Unit, ...]:
    """Units wherever they stand in a text; a letter such as m only directly after a number."""
    table = language(tag).numbers.units
    found = [Unit(*_SIGNS[sign[0]], sign.start(), sign.end()) for sign in _SIGN.finditer(text)]
    pattern = _units(tag)
    for match in pattern.finditer(text) if pattern else ():
        unit = table[int(str(match.lastgroup)[1:])]
        is_short = len(match[0].rstrip(".")) < 3
        if is_short and _LATIN_AFTER_HYPHEN.match(text, match.end()):
            # 5 t-shirts
            continue
        if not is_short or re.search(r"\d[ \u00a0\u202f-]?\Z", text[: match.start()][-4:]):
            found.append(Unit(unit["dimension"], unit["unit"], match.start(), match.end()))
    return tuple(sorted(found, key=lambda unit: unit.start))
