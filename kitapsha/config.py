"""kitapsha.toml: every setting of a publication. Unknown keys are reported with the nearest known one."""

from __future__ import annotations

import contextlib
import difflib
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from . import imposition, kinds
from .problems import KitapshaError, Place, Problem, error

FILE_NAME = "kitapsha.toml"
MAX_CHARACTERS = 65_536
MEMORIES = ("use", "fuzzy", "off")
OUTPUTS = ("html", "single", "epub", *kinds.KINDS)
"""What can be made of every article."""
PAGE_MM, SHEET_MM, MOST_MM = 80, 140, 900
"""How wide and high a page and a sheet are at least, and both at most: smaller ones have no room for words."""
USUAL = ("html", "single", "epub", "pdf", "booklet")
"""What is made where the settings do not say."""


@dataclass(frozen=True, slots=True)
class Config:
    """The settings, checked. `minimums` holds, by locale, the per cent of words below which nothing is published.

    `spelling` names dictionaries by locale, as paths of hunspell's files without their endings.
    """

    title: str = "Untitled publication"
    description: str = ""
    publisher: str = ""
    base_url: str = ""
    source_locale: str = "en"
    locales: tuple[str, ...] = ("en",)
    minimum: int = 80
    minimums: tuple[tuple[str, int], ...] = ()
    line_numbers: bool = False
    raw_html: bool = False
    licence_name: str = ""
    licence_url: str = ""
    outputs: tuple[str, ...] = USUAL
    page: str = "A5"
    paper: str = "A4"
    sheet: str = "A4"
    flip: str = "short"
    paper_thickness_mm: float = 0.1
    signature: int = 0
    marks: bool = False
    shop_marks: bool = False
    memory: str = "use"
    references: tuple[tuple[str, str], ...] = ()
    spelling: tuple[tuple[str, str], ...] = ()
    lines: tuple[tuple[str, int], ...] = ()

    def minimum_of(self, locale: str) -> int:
        """The per cent of words that must be translated before an article is published in a locale."""
        return dict(self.minimums).get(locale, self.minimum)

    @property
    def page_mm(self) -> imposition.Size:
        """The page for reading, for booklets and for shops."""
        return imposition.paper(self.page) or imposition.PAPER_MM["A5"]

    @property
    def paper_mm(self) -> imposition.Size:
        """The paper that leaflets are folded from and large print fills."""
        return imposition.paper(self.paper) or imposition.PAPER_MM["A4"]

    @property
    def sheet_mm(self) -> imposition.Size:
        """The sheet that booklets are printed on."""
        return imposition.paper(self.sheet) or imposition.PAPER_MM["A4"]

    @property
    def bleeds(self) -> bool:
        """Whether the pages of booklets are printed larger than they are cut."""
        with contextlib.suppress(KitapshaError):
            return imposition.bleeds(self.page_mm, self.sheet_mm)
        return False


@dataclass(frozen=True, slots=True)
class _Rule:
    field: str
    fits: Callable[[Any], bool]
    wanted: str
    convert: Callable[[Any], Any] = lambda value: value


def _is_text(value: object) -> bool:
    return isinstance(value, str) and not re.search(r"[\x00-\x1f\x7f-\x9f]", value)


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_percent(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 100


def _is_address(value: object) -> bool:
    return value == "" or (_is_text(value) and bool(re.fullmatch(r"https?://[^\s/?#@\\]+(/[^\s?#\\]*)?", str(value))))


def _is_paper(least_mm: float) -> Callable[[Any], bool]:
    def fits(value: object) -> bool:
        size = imposition.paper(value) if isinstance(value, str) else None
        return size is not None and min(size) >= least_mm and max(size) <= MOST_MM

    return fits


def _wanted_paper(least_mm: float) -> str:
    names = ", ".join(imposition.PAPER_MM)
    return f'{names}, or measures of {least_mm:g} to {MOST_MM:g} mm, such as "120 x 190 mm" or "5.5 x 8.5 in"'


def _is_locale(value: object) -> bool:
    from .languages import is_locale

    return isinstance(value, str) and is_locale(value)


def _are_locales(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(_is_locale(item) for item in value)


_PERCENT = "a whole number from 0 to 100"
_RULES: dict[str, _Rule] = {
    "title": _Rule("title", lambda value: _is_text(value) and bool(value.strip()), "a text on one line"),
    "description": _Rule("description", _is_text, "a text on one line"),
    "publisher": _Rule("publisher", _is_text, "a text on one line"),
    "base_url": _Rule(
        "base_url",
        _is_address,
        'an address such as "https://example.org/reader/", or ""',
        lambda value: f"{value.rstrip('/')}/" if value else "",
    ),
    "source_locale": _Rule("source_locale", _is_locale, 'a language tag such as "en"'),
    "locales": _Rule("locales", _are_locales, 'a list of language tags such as ["en", "ru", "kk"]', tuple),
    "minimum": _Rule("minimum", _is_percent, _PERCENT),
    "memory": _Rule("memory", lambda value: value in MEMORIES, '"use", "fuzzy" or "off"'),
    "line_numbers": _Rule("line_numbers", _is_flag, "true or false"),
    "raw_html": _Rule("raw_html", _is_flag, "true or false"),
    "licence.name": _Rule("licence_name", _is_text, "a text on one line"),
    "licence.url": _Rule("licence_url", _is_address, "an address that begins with https:// or http://"),
    "outputs": _Rule(
        "outputs",
        lambda value: isinstance(value, list) and bool(value) and set(map(str, value)) <= set(OUTPUTS),
        f"a list of some of {', '.join(OUTPUTS)}",
        tuple,
    ),
    "pamphlet.page": _Rule("page", _is_paper(PAGE_MM), _wanted_paper(PAGE_MM)),
    "pamphlet.sheet": _Rule("paper", _is_paper(SHEET_MM), _wanted_paper(SHEET_MM)),
    "booklet.sheet": _Rule("sheet", _is_paper(SHEET_MM), _wanted_paper(SHEET_MM)),
    "booklet.flip": _Rule("flip", lambda value: value in ("short", "long"), '"short" or "long"'),
    "booklet.paper_thickness_mm": _Rule(
        "paper_thickness_mm",
        lambda value: isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1,
        "a number of millimetres from 0 to 1",
        float,
    ),
    "booklet.signature": _Rule(
        "signature",
        lambda value: isinstance(value, int) and not isinstance(value, bool) and value >= 0 and value % 4 == 0,
        "0 for one pile, or how many pages each pile has at most: 16, or another multiple of 4",
    ),
    "booklet.marks": _Rule("marks", _is_flag, "true or false"),
    "shop.marks": _Rule("shop_marks", _is_flag, "true or false"),
}
_BY_LOCALE: dict[str, _Rule] = {
    "minimum_by_locale": _Rule("minimums", _is_percent, _PERCENT),
    "reference": _Rule("references", _is_locale, 'the tag of a language, such as "ru"'),
    "spelling": _Rule(
        "spelling",
        lambda value: _is_text(value) and bool(value.strip()),
        'the path of a dictionary, such as "dictionaries/ru_RU" for ru_RU.aff and ru_RU.dic',
    ),
}
"""Tables that hold a value for each locale."""
_TABLES = {"licence", "pamphlet", "booklet", "shop", *_BY_LOCALE}


def read(text: str) -> tuple[Config, tuple[Problem, ...]]:
    """Return the settings and what is wrong with them. Never raises; codes: config-syntax, config-key, config-value."""
    if len(text) > MAX_CHARACTERS:
        said = f"the settings have more than {MAX_CHARACTERS} characters"
        return Config(), (error("config-syntax", said, Place(FILE_NAME), "remove what is no setting"),)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        match = re.search(r"\(at line (\d+), column (\d+)\)", str(exc))
        place = Place(FILE_NAME, int(match[1]), int(match[2])) if match else Place(FILE_NAME)
        said = re.sub(r" \(at .*\)", "", str(exc))
        hint = 'settings are written as key = "value", one on each line'
        return Config(), (error("config-syntax", f"the settings are not valid TOML: {said}", place, hint),)
    except (ValueError, RecursionError):
        said = "the settings hold a number or lists beyond measure"
        return Config(), (error("config-syntax", said, Place(FILE_NAME), "write one simple value for each key"),)
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    lines = _lines(text)
    for key, value in _flat(table):
        place = Place(FILE_NAME, lines.get(key, 1))
        table_name, _, locale = key.partition(".")
        by_locale = _BY_LOCALE.get(table_name) if locale else None
        rule = by_locale or _RULES.get(key)
        if rule is None:
            near = difflib.get_close_matches(key, [*_RULES, *_TABLES], 1)
            hint = f"did you mean `{near[0]}`?" if near else f"known keys: {', '.join(sorted(_RULES))}"
            problems.append(error("config-key", f"unknown setting `{key}`", place, hint))
        elif not rule.fits(value):
            problems.append(
                error("config-value", f"`{key}` has a value that does not fit", place, f"write {rule.wanted}")
            )
        elif by_locale:
            values[rule.field] = (*values.get(rule.field, ()), (locale, value))
        else:
            values[rule.field] = rule.convert(value)
    if "paper" in values:
        values.setdefault("sheet", values["paper"])
    config = Config(**values, lines=tuple(lines.items()))
    return config, (*problems, *_contradictions(config, lines), *_small_sheet(config, lines))


def _contradictions(config: Config, lines: Mapping[str, int]) -> Iterator[Problem]:
    place = Place(FILE_NAME, lines.get("locales", 1))
    if config.source_locale not in config.locales:
        hint = f'add "{config.source_locale}" to `locales`'
        yield error("config-value", f"`locales` lacks the source locale {config.source_locale}", place, hint)
    folded = [locale.casefold() for locale in config.locales]
    if len(set(folded)) < len(folded):
        yield error("config-value", "`locales` names a locale twice", place, "remove one of them")
    named = [("minimum_by_locale", locale, locale) for locale, _ in config.minimums]
    named += [("reference", locale, one) for locale, other in config.references for one in (locale, other)]
    named += [("spelling", locale, locale) for locale, _ in config.spelling]
    for table, key, locale in named:
        if locale not in config.locales:
            where = Place(FILE_NAME, lines.get(f"{table}.{key}", 1))
            yield error("config-value", f"`{table}` names {locale}, which is not in `locales`", where, "remove it")
    for locale, other in config.references:
        if locale == other:
            where = Place(FILE_NAME, lines.get(f"reference.{locale}", 1))
            yield error("config-value", f"`reference` shows {locale} to itself", where, "name another language")


def _small_sheet(config: Config, lines: Mapping[str, int]) -> Iterator[Problem]:
    """A sheet that cannot hold two pages is said once, here, and not by every booklet."""
    if "booklet" not in config.outputs and "booklet.sheet" not in lines:
        return
    try:
        imposition.booklet(4, config.page_mm, config.sheet_mm)
    except KitapshaError as exc:
        keys = ("booklet.sheet", "pamphlet.page", "pamphlet.sheet")
        line = next((lines[key] for key in keys if key in lines), 1)
        yield from (replace(one, place=Place(FILE_NAME, line)) for one in exc.problems)


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, dict) and (prefix or key in _TABLES):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _lines(text: str) -> dict[str, int]:
    """The line of each key, for messages: the parser does not tell."""
    found: dict[str, int] = {}
    prefix = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[\s*([\w.\-]+)\s*\]", line):
            prefix = f"{header[1]}."
        elif key := re.match(r"\s*[\"']?([\w.\-]+)[\"']?\s*=", line):
            found.setdefault(f"{prefix}{key[1]}", number)
    return found
