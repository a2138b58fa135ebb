"""What is translated, as a file for other programs: `extract --tmx` and `extract --compendium`."""

from __future__ import annotations

import pathlib
from collections.abc import Iterable, Sequence

from . import atomic, languages, memory, memoryfiles, po
from .config import Config
from .memory import Entry
from .problems import KitapshaError, Problem, error, has_errors
from .project import folder_of
from .updating import catalogs_of


def tmx(root: pathlib.Path, settings: Config, locales: Sequence[str], path: pathlib.Path) -> tuple[Problem, ...]:
    """Write a TMX file of every finished translation into the locales; return what is wrong with their catalogs."""
    entries, problems = _entries(root, [locale for locale in locales if locale != settings.source_locale])
    atomic.replace(path, memoryfiles.to_tmx(entries, settings.source_locale))
    return problems


def compendium(root: pathlib.Path, settings: Config, locales: Sequence[str], path: pathlib.Path) -> tuple[Problem, ...]:
    """Write a compendium of the locale, which must be one; return what is wrong with its catalogs."""
    wanted = [locale for locale in locales if locale != settings.source_locale]
    if len(wanted) != 1:
        hint = f"name one: --locale {(wanted or ['kk'])[0]}"
        problem = error("compendium-locale", "a compendium holds the translations into one language", None, hint)
        raise KitapshaError(problem, exit_code=2)
    (locale,) = wanted
    entries, problems = _entries(root, [locale])
    header = languages.plural_header(locale)
    catalog = memoryfiles.to_compendium(entries, folder_of(locale), header, settings.title)
    atomic.replace(path, po.write(catalog))
    return problems


def _entries(root: pathlib.Path, locales: Iterable[str]) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    entries: list[Entry] = []
    problems: list[Problem] = []
    for locale in locales:
        for catalog, _ in catalogs_of(root, locale):
            problems += catalog.problems
            if not has_errors(catalog.problems):
                entries += memory.from_catalog(catalog, locale, None)
    return memoryfiles.newest(entries), tuple(problems)
