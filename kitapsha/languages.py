"""What is known of a language: direction, names, plural rule, dates, numbers. Wraps Babel (CLDR).

Languages are BCP 47 tags. CLDR has no data for some of them, and Babel then answers silently with another script
(Cyrillic for kk-Latn); here such a language gets a neutral form instead. Own tables stand where CLDR has nothing, or
not what running text and gettext want. Babel is loaded when it is first needed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from babel import Locale

NO_BREAK_SPACE = "\u00a0"

Direction = Literal["ltr", "rtl"]

# --- own tables -------------------------------------------------------------------------------------------

_AUTONYMS = {"kk-Cyrl": "Қазақша", "kk-Latn": "Qazaqşa", "kk-Arab": "قازاقشا"}
"""Names as lists of languages have them; CLDR has "the Kazakh language"."""

_SLAVIC = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
_ONE_AND_OTHER = "nplurals=2; plural=(n != 1);"

_PLURALS = {
    "ru": _SLAVIC,
    "kk": _ONE_AND_OTHER,
    # GNU gettext has two forms for these, Babel one.
    "hu": _ONE_AND_OTHER,
    "tr": _ONE_AND_OTHER,
    # Babel has the last two forms the other way round.
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
}
"""Plural rules as translators' catalogs have them."""

_DATES = {
    "ru-Cyrl": "d MMMM y 'года'",
    "kk-Cyrl": "y 'жылғы' d MMMM",
    "en-Latn": "d MMMM y",
    "en-US": "MMMM d, y",
}
"""Dates in running text; CLDR's are abbreviated in Russian and Kazakh."""

_GROUPED_FROM = {"ru-Cyrl": 10_000, "kk-Cyrl": 10_000}
"""The least number whose thousands are set apart in running text."""

_RIGHT_TO_LEFT = frozenset({"Adlm", "Arab", "Aran", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"})


# --- tags -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Tag:
    """The parts of a tag, empty where it does not name them."""

    language: str
    script: str = ""
    region: str = ""
    variants: tuple[str, ...] = ()


_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(-(?P<script>[A-Z][a-z]{3}))?(-(?P<region>[A-Z]{2}|\d{3}))?"
    r"(?P<variants>(-([a-z0-9]{5,8}|\d[a-z0-9]{3}))*)"
)


def _parsed(tag: str) -> _Tag | None:
    """The parts of a well-formed tag (RFC 5646, with its recommended case), or None."""
    match = _TAG.fullmatch(tag)
    if not match:
        return None
    variants = tuple(match["variants"].split("-")[1:])
    return _Tag(match["language"], match["script"] or "", match["region"] or "", variants)


def is_locale(tag: str) -> bool:
    """Whether the tag is well-formed BCP 47 whose every part CLDR can name, in the usual case: kk, kk-Latn, pt-BR.

    That CLDR can name it does not mean that it has data for it; kk-Latn is a locale. One spelling is accepted, since
    locales are names of folders. Extensions, private use and `und` are not.
    """
    parts = _parsed(tag)
    if not parts or parts.language in ("und", "mul", "zxx", "mis"):
        return False
    english = _english()
    return (
        parts.language in english.languages
        and (not parts.script or parts.script in english.scripts)
        and (not parts.region or parts.region in english.territories)
        and all(variant.upper() in english.variants for variant in parts.variants)
        and parts.script not in ("Zyyy", "Zinh", "Zzzz", "Zxxx")
        and parts.region != "ZZ"
    )


def _english() -> Locale:
    from babel import Locale

    return Locale("en")


@cache
def _likely(tag: str) -> tuple[str, str, str]:
    """Language, script and region of a tag, what it does not name filled in with the likely (UTS 35, part 1)."""
    from babel.core import get_global

    parts = _parsed(tag)
    if not parts:
        return "", "", ""
    likely = get_global("likely_subtags")
    keys = [f"{parts.language}_{parts.region}", f"{parts.language}_{parts.script}", parts.language]
    _, script, region = next((likely[key].split("_") for key in keys if key in likely), ("", "", ""))
    return parts.language, parts.script or script, parts.region or region


def _in_script(tag: str) -> str:
    """The tag reduced to language and script, as the tables of this module have it: kk-KZ is kk-Cyrl."""
    language, script, _ = _likely(tag)
    return f"{language}-{script}"


@cache
def _data(tag: str) -> Locale | None:
    """CLDR's data for the tag's language in the tag's script, for its region where there are any; else None."""
    from babel import Locale, localedata

    language, script, _ = _likely(tag)
    parts = _parsed(tag)
    if not parts:
        return None
    names = [f"{language}_{script}_{parts.region}", f"{language}_{script}"]
    if script == _likely(language)[1]:
        names = [f"{language}_{parts.region}", language]
    name = next((name for name in names if localedata.exists(name)), None)
    return Locale.parse(name) if name else None


# --- names and script -------------------------------------------------------------------------------------


def script(tag: str) -> str:
    """The script in which the language is written, as in ISO 15924: Cyrl; empty where nothing is known of it."""
    return _likely(tag)[1]


def direction(locale: str) -> Direction:
    """The direction in which the language is written, left to right where nothing is known of it."""
    return "rtl" if _likely(locale)[1] in _RIGHT_TO_LEFT else "ltr"


def autonym(locale: str) -> str:
    """The name of the language in itself, with a capital where its script has them; the tag where it is unknown."""
    own = _AUTONYMS.get(_in_script(locale))
    data = _data(locale)
    name = own or (data and data.get_display_name(data)) or locale
    # The title case of a letter, not the capital: Georgian has capitals that names do not begin with.
    return name if name == locale else name[0].title() + name[1:]


def language_name(tag: str, locale: str) -> str:
    """The name of the language `tag` in the language `locale`, as CLDR has it; its own name where CLDR has none."""
    parts, data = _parsed(tag), _data(locale)
    name = data.languages.get(parts.language) if parts and data else None
    if not parts or not data or not name:
        return autonym(tag)
    details = [data.scripts.get(parts.script), data.territories.get(parts.region)]
    return f"{name} ({', '.join(filter(None, details))})" if any(details) else name


def english_name(locale: str) -> str:
    """The English name of the language: Kazakh (Latin), Portuguese (Brazil)."""
    return language_name(locale, "en")


def open_graph(locale: str) -> str:
    """The locale as the Open Graph protocol has it, language_TERRITORY: ru_RU, kk_KZ."""
    language, _, region = _likely(locale)
    return f"{language}_{region}" if region else language or locale


# --- plural forms -----------------------------------------------------------------------------------------


@cache
def plural_header(locale: str) -> str:
    """The value of the header Plural-Forms for a new catalog: gettext's customary rule, where there is none CLDR's."""
    from babel import Locale, localedata
    from babel.messages.plurals import PLURALS

    parts = _parsed(locale)
    if not parts:
        return _ONE_AND_OTHER
    if parts.language in _PLURALS:
        return _PLURALS[parts.language]
    for name in (f"{parts.language}_{parts.region}", parts.language):
        if name in PLURALS:
            count, rule = PLURALS[name]
            return f"nplurals={count}; plural={rule};"
    # Number does not depend on the script, so the data of the language will do for any.
    return _cldr_plural(Locale(parts.language)) if localedata.exists(parts.language) else _ONE_AND_OTHER


def _cldr_plural(data: Locale) -> str:
    from babel.plural import to_gettext

    rule = data.plural_form
    if not rule.rules:
        return "nplurals=1; plural=0;"
    names = [rule(n) for n in range(1000)]
    # Of millions CLDR has a form of its own in some languages; in gettext their catalogs have two forms.
    if set(names) == {"one", "other"} and all((name == "one") == (n == 1) for n, name in enumerate(names)):
        return _ONE_AND_OTHER
    if set(names) == {"one", "other"} and all((name == "one") == (n <= 1) for n, name in enumerate(names)):
        return "nplurals=2; plural=(n > 1);"
    return to_gettext(rule)


_COUNTS = {"kk": (1, 2), "ru": (3, 4)}
"""Numbers of forms that catalogs of these languages have: GNOME's Kazakh ones one, CLDR's two."""


def plural_counts(locale: str) -> tuple[int, ...]:
    """The numbers of plural forms that catalogs of the language may have."""
    own = int(plural_header(locale).partition("nplurals=")[2].partition(";")[0])
    return _COUNTS.get(locale.split("-")[0], (own,))


def language_of(tag: str) -> str:
    """The language of a tag or of a name as gettext and POSIX write it: pt_BR.UTF-8, kk@latin."""
    return re.split("[-_.@]", tag.strip().lower())[0]


def plural_form(locale: str, n: int) -> int:
    """The number of the plural form that goes with `n`, from 0, by the rule of `plural_header`."""
    return _plural_rule(locale)(abs(n))


@cache
def _plural_rule(locale: str) -> Callable[[int], int]:
    # The expression is our own or CLDR's; gettext's compiler takes nothing but arithmetic all the same.
    from gettext import c2py

    return c2py(plural_header(locale).partition("plural=")[2].rstrip(";"))


# --- dates and numbers ------------------------------------------------------------------------------------


def format_date(value: date, locale: str) -> str:
    """The date as running text has it, with the month as a word; ISO 8601 where CLDR has no data."""
    from babel import dates

    data = _data(locale)
    if not data:
        return value.isoformat()
    pattern = _DATES.get(locale) or _DATES.get(_in_script(locale), "long")
    return _without_narrow(dates.format_date(value, pattern, data))


def format_number(n: float | Decimal, locale: str) -> str:
    """The number with its thousands set apart, in Russian and Kazakh from five digits on; at most three decimals.

    Where CLDR has no data, groups stand apart by no-break spaces (ISO 80000-1).
    """
    from babel import numbers

    data = _data(locale)
    grouped = abs(float(n)) >= _GROUPED_FROM.get(_in_script(locale), 0 if data else 10_000)
    if not data:
        return f"{n:,}".replace(",", NO_BREAK_SPACE) if grouped else str(n)
    return _without_narrow(numbers.format_decimal(n, locale=data, group_separator=grouped))


def format_percent(percent: float | Decimal, locale: str) -> str:
    """So many per cent: 26 is "26 %" in Russian, "26%" in Kazakh and English."""
    from babel import numbers

    data = _data(locale)
    if not data:
        return f"{percent}%"
    ratio = Decimal(str(percent)) / 100
    return _without_narrow(numbers.format_percent(ratio, locale=data, decimal_quantization=False))


def _without_narrow(text: str) -> str:
    """CLDR's narrow no-break space as an ordinary one, which more fonts have."""
    return text.replace("\u202f", NO_BREAK_SPACE)
