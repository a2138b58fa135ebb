"""Numbers in digits, as a language writes them, and Roman ones.

A number has readings: `8 pm` is 20, 20:00 and, where a word for the half of the day stands by, 8; `1,500` in a Russian
text is 1.5 and, as English writes it, 1500. Two texts agree where every number of one has a reading in common with one
of the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from .languagedata import Numbers, language, whole

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
        halves = (("am", table.morning), ("pm", table.afternoon), ("night", table.night))
        self._halves = [(half, whole(words)) for half, words in halves if words]

    def halves(self, text: str) -> frozenset[str]:
        """Which parts of the day words of a text say: am, pm, night."""
        return frozenset(half for half, words in self._halves if words.search(text))

    def half_readings(self, readings: frozenset[str], text: str, start: int, end: int) -> frozenset[str]:
        """The readings as hours of the half of the day that words near the number say, or one right beside it."""
        halves = self.halves(f"{text[max(0, start - _BESIDE) : start]}|{text[end : end + _BESIDE + 6]}")
        halves = halves or self.halves(f"{text[max(0, start - _AROUND) : start]}|{text[end : end + _AROUND]}")
        return frozenset(said for half in halves for hour in _hours(readings) for said in in_half(half, hour))


_BESIDE, _AROUND = 8, 24
"""Letters: в 2 часа ночи, 9.30-ға дейін таңғы."""


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
        if rules.decimal == "." and _POINT.search(text[:start]) and shown.isdigit():
            start, shown = start - 1, f".{shown}"
        readings, foreign = _readings(shown, rules.decimal)
        scale = 1_000_000 if _MONEY_IN_MILLIONS.search(text[max(0, start - 1) : end + 2]) else 1
        scale = next((value for value, words in rules.scales if words.match(text, end)), scale)
        if scale != 1:
            readings = _scaled(readings, scale)
            foreign = _scaled(foreign, scale)
        elif rules.decimal == ".":
            readings = _afternoon(readings, text[end : end + 40])
        else:
            readings |= rules.half_readings(readings, text, start, end)
        spaced = tuple(start + at for at, letter in enumerate(shown) if letter == " ")
        pieces = _SPACE.split(shown) if _SPACE.search(shown) else ()
        groups = tuple(_readings(piece, rules.decimal)[0] for piece in pieces)
        yield Number(shown, start, end, readings, foreign, scaled=scale != 1, spaced=spaced, parts=groups)


_POINT = re.compile(r"(?<![\w.…])\.\Z")
"""English may leave out the nought: .5"""


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
    if digits.startswith("."):
        return frozenset({plain(Decimal(f"0{digits}"))}), frozenset()
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
    r"(?P<range>[ \u00a0]?(?:[–-]|to|and)[ \u00a0]?\d{1,2}(?:[:.]\d{2})?)?"
    r"[ \u00a0]?(?:o['’]?clock[ \u00a0])?(?:(?P<pm>p\.?m\b|in the (?:afternoon|evening))"
    r"|(?P<am>a\.?m\b|in the (?:early )?morning)|(?P<midnight>(?:at )?midnight)|(?P<night>at night))",
    re.IGNORECASE,
)


def _afternoon(readings: frozenset[str], after: str) -> frozenset[str]:
    """The readings of an hour on a clock of twelve, by what stands after it; "pm" ones ask for such a word again."""
    said = _HALF_OF_THE_DAY.match(after)
    hours = list(_hours(readings)) if said else []
    if not said or not hours:
        return readings
    if said["range"]:
        # Of 11–2 p.m. the first is in the other half.
        return readings.union(*(_turned(reading, late=late) for reading in hours for late in (False, True)))
    found: set[str] = set()
    for reading in hours:
        hour, minutes = reading.split(":")
        is_late = bool(said["pm"] or (said["night"] and 5 < int(hour) < 12))
        is_midnight = bool(said["midnight"] or (said["night"] and hour == "12"))
        turned = 0 if is_midnight else int(hour) % 12 + 12 * is_late
        halves = ("am", "pm") if hour == "12" or said["night"] else ("pm",) if is_late else ("am",)
        found |= {f"t{turned}:{minutes}", *(f"{half} {reading}" for half in halves)}
        if minutes == "00":
            found.add(plain(turned))
        if not is_late and hour != "12":
            found |= {reading if minutes != "00" else plain(int(hour)), f"t{hour}:{minutes}"}
        if is_midnight and minutes == "00":
            found.add("t24:00")
    return frozenset(found)


def _turned(reading: str, *, late: bool) -> frozenset[str]:
    """An hour of a clock of twelve on one of twenty-four."""
    hour, minutes = reading.split(":")
    turned = int(hour) % 12 + 12 * late
    whole_hour = [plain(turned)] if minutes == "00" else []
    return frozenset({f"t{turned}:{minutes}", f"{'pm' if late else 'am'} {reading}", *whole_hour})


def _hours(readings: frozenset[str]) -> Iterator[str]:
    """The readings that are hours of a clock of twelve, as 8:30 or 8:00."""
    for reading in readings:
        match = re.fullmatch(r"t?(\d{1,2})(?::(\d{2}))?", reading)
        if match and 0 < int(match[1]) < 13:
            yield f"{int(match[1])}:{match[2] or '00'}"


# --- Roman numbers ------------------------------------------------------------------------------------------------

_ROMAN_WORD = re.compile(r"(?<![\w.])[IVXLCMХІСМ]+(?![\w.’'])|(?<!\w)[IVXХІ]{2,}(?!\w)")


_RULER = re.compile(r"[А-ЯӘҒҚҢӨҰҮҺІ][а-яёәғқңөұүһі]{2,}[ \u00a0]\Z")
"""Before a lone I: Екатерина I. In English it is a word of its own."""


def _romans(text: str) -> Iterator[Number]:
    for word in _ROMAN_WORD.finditer(text):
        letters = word[0].translate(_CYRILLIC_ROMAN)
        # One letter is a word or an initial more often than a number.
        if _ROMAN.fullmatch(letters) and (len(letters) > 1 or letters in "VX" or _RULER.search(text[: word.start()])):
            yield Number(word[0], word.start(), word.end(), frozenset({plain(_roman(letters))}), roman=True)


def _roman(letters: str) -> int:
    values = [_VALUES[letter] for letter in letters]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))


def halves_of_the_day(text: str, tag: str) -> frozenset[str]:
    """Which parts of the day words of a text say: am, pm, night."""
    return _rules(tag).halves(text)


def in_half(half: str, hour: str) -> frozenset[str]:
    """An hour such as 2:00 as the readings of a half of the day; the night has late hours of the one as well."""
    if half != "night":
        return frozenset({f"{half} {hour}"})
    return frozenset({f"am {hour}", f"pm {hour}"} if int(hour.partition(":")[0]) > 6 else {f"am {hour}"})


def has_scale(text: str, tag: str) -> bool:
    """Whether a word such as million stands in the text."""
    pattern = _scale_words(tag)
    return bool(pattern and pattern.search(text))


@cache
def _scale_words(tag: str) -> re.Pattern[str] | None:
    words = "|".join(scale["words"] for scale in language(tag).numbers.scales)
    return whole(words, 0) if words else None
