"""What CLDR says of a locale, and what it lacks or gets wrong for running text in Kazakh and Russian.

Locales are BCP 47 tags. Babel is slow to import, so that happens in functions, and its silent fall-backs are refused:
asked for Kazakh in Latin letters it would answer in Cyrillic.
"""

from __future__ import annotations

import datetime as dt
import functools
import gettext
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

NO_BREAK_SPACE = "\u00a0"

_TAG = re.compile(r"(?P<language>[a-z]{2,3})(?:-(?P<script>[A-Z][a-z]{3}))?(?:-(?P<region>[A-Z]{2}|\d{3}))?")
_RTL_SCRIPTS = frozenset(("Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Syrc", "Thaa"))

_AUTONYMS = {"kk": "Қазақша", "kk-Latn": "Qazaqşa", "kk-Arab": "قازاقشا"}
"""Names for lists of languages, where CLDR has another part of speech (қазақ тілі) or nothing."""

_DATES = {"en": "d MMMM y", "ru": "d MMMM y 'года'", "kk": "y 'жылғы' d MMMM"}
"""Dates as they stand in a sentence; CLDR's long forms abbreviate the year (2026 г., 2026 ж.)."""

_GROUPED_FROM_FIVE_DIGITS = frozenset(("ru", "kk"))

_ALPHABETS = {
    "kk": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
    "kk-Latn": "aäbdefgğhıijklmnñoöpqrsştuūüvyz",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
}


def is_locale(tag: str) -> bool:
    """Whether a text is a language tag whose language CLDR knows: kk, kk-Latn, pt-BR; not kaz, kk_KZ or English."""
    from babel import localedata

    match = _TAG.fullmatch(tag)
    return bool(match) and localedata.exists(match["language"])  # type: ignore[index]


@functools.lru_cache(maxsize=64)
def _locale(tag: str) -> Locale | None:
    """CLDR's data of a locale; None where it has none for that script."""
    from babel import Locale, localedata

    match = _TAG.fullmatch(tag)
    if not match or not localedata.exists(match["language"]):
        return None
    script = match["script"]
    usual = Locale.parse(match["language"]).script or _likely_script(match["language"])
    if script and script != usual and not localedata.exists(f"{match['language']}_{script}"):
        return None
    return Locale.parse(tag, sep="-")


def _likely_script(language: str) -> str:
    from babel.core import get_global

    likely = str(get_global("likely_subtags").get(language, ""))
    parts = likely.split("_")
    return parts[1] if len(parts) > 1 else ""


def direction(tag: str) -> str:
    """`ltr` or `rtl`."""
    match = _TAG.fullmatch(tag)
    if match and match["script"]:
        return "rtl" if match["script"] in _RTL_SCRIPTS else "ltr"
    locale = _locale(tag)
    return str(locale.text_direction) if locale else "ltr"


def autonym(tag: str) -> str:
    """The language's own name as it stands in a list: Қазақша, Русский, English."""
    if tag in _AUTONYMS:
        return _AUTONYMS[tag]
    locale = _locale(tag)
    return _capitalized(str(locale.get_display_name() or tag)) if locale else tag


def english_name(tag: str) -> str:
    """The language's English name, for headers of catalogs."""
    return language_name(tag, "en")


def language_name(tag: str, locale: str) -> str:
    """The name of a language in another one, as it stands in a sentence; the tag itself where CLDR has no name."""
    shown, named = _locale(locale), _locale(tag)
    if shown is None:
        return tag
    if named is None:
        # CLDR has no data in this script; Babel would name the usual one.
        language, _, rest = tag.partition("-")
        plain = _locale(language)
        script = shown.scripts.get(rest.split("-")[0], rest)
        return f"{plain.get_display_name(shown)} ({script})" if plain else tag
    return str(named.get_display_name(shown) or tag)


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- plural forms -----------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=64)
def _plural(tag: str) -> tuple[int, str]:
    """The number of forms and the C expression: gettext's customary ones where they exist, else CLDR's."""
    from babel.messages.plurals import PLURALS
    from babel.plural import to_gettext

    for key in (tag.replace("-", "_"), tag.split("-")[0]):
        if key in PLURALS:
            forms, expression = PLURALS[key]
            return int(forms), str(expression).strip()
    locale = _locale(tag.split("-")[0])
    if locale is None:
        return 2, "(n != 1)"
    match = re.fullmatch(r"nplurals=(\d+); plural=(.*?);?", to_gettext(locale.plural_form))
    if not match or (match[1] == "2" and _is_one_or_other(match[2])):
        return 2, "(n != 1)"
    return int(match[1]), match[2]


def _is_one_or_other(expression: str) -> bool:
    """Whether a rule says what gettext's customary `n != 1` says; CLDR's rules come out longer."""
    rule = _rule(expression)
    return all(rule(n) == int(n != 1) for n in range(201))


def plural_header(tag: str) -> str:
    """The value of Plural-Forms for new catalogs of a locale."""
    forms, expression = _plural(tag)
    bare = expression if expression.startswith("(") and expression.endswith(")") else f"({expression})"
    return f"nplurals={forms}; plural={'0' if forms == 1 else bare};"


def plural_form(tag: str, n: int) -> int:
    """Which plural form a number takes, by the rule of the locale and never by that of a file."""
    return _rule(_plural(tag)[1])(n)


@functools.lru_cache(maxsize=64)
def _rule(expression: str) -> Callable[[int], int]:
    return gettext.c2py(expression)


# --- dates and numbers ------------------------------------------------------------------------------------


def format_date(date: dt.date, tag: str) -> str:
    """A date as it stands in a sentence: 16 December 2011, 16 декабря 2011 года, 2011 жылғы 16 желтоқсан.

    ISO 8601 where CLDR does not know how the locale writes dates.
    """
    from babel.dates import format_date as formatted

    locale = _locale(tag)
    if locale is None:
        return date.isoformat()
    pattern = _DATES.get(tag.split("-")[0] if "-" not in tag or tag.startswith(("en", "ru")) else tag, "long")
    return str(formatted(date, pattern, locale)).replace("\u202f", NO_BREAK_SPACE)


def format_number(number: int, tag: str) -> str:
    """A whole number. Russian and Kazakh text groups digits from five on, with no-break spaces."""
    from babel.numbers import format_decimal

    locale = _locale(tag)
    if locale is None or (tag.split("-")[0] in _GROUPED_FROM_FIVE_DIGITS and abs(number) < 10_000):
        return str(number)
    return str(format_decimal(number, locale=locale)).replace("\u202f", NO_BREAK_SPACE)


def format_percent(percent: int, tag: str) -> str:
    """A whole number of per cent with its sign: 92%, in Russian 92 % with a no-break space."""
    from babel.numbers import format_percent as formatted

    locale = _locale(tag)
    return str(formatted(percent / 100, locale=locale)).replace("\u202f", NO_BREAK_SPACE) if locale else f"{percent}%"


def open_graph(tag: str) -> str:
    """The locale as Open Graph writes it, with the likely territory: kk_KZ."""
    from babel.core import get_global

    match = _TAG.fullmatch(tag)
    if match and match["region"]:
        return f"{match['language']}_{match['region']}"
    likely = str(get_global("likely_subtags").get(tag.split("-")[0], ""))
    return f"{tag.split('-')[0]}_{likely.split('_')[-1]}" if likely else tag


# --- order ------------------------------------------------------------------------------------------------


def sort_key(text: str, tag: str) -> tuple[tuple[int, ...], str]:
    """A key that sorts words by the alphabet of the locale; case decides only between equal ones.

    Python's own order puts ә, ғ, қ after я; ICU's agrees with this one.
    """
    alphabet = _ALPHABETS.get(tag) or _ALPHABETS.get(tag.split("-")[0], "")
    places = {letter: place for place, letter in enumerate(alphabet)}
    lowered = text.translate({ord("I"): "ı", ord("İ"): "i"}) if tag == "kk-Latn" else text
    return tuple(places.get(char, ord(char) + 1000) for char in lowered.lower()), text.swapcase()
