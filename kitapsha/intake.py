"""Translated articles in files, taken in: which article each of them translates, into which language, and its pairs."""

from __future__ import annotations

import pathlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .alignment import Pair, align
from .filling import locale_of, slug_of
from .incoming import read_translation
from .problems import KitapshaError, Place, Problem, error, has_errors
from .project import Project


@dataclass(frozen=True, slots=True)
class Intake:
    """What the files give for the catalogs, by locale and slug, and what was wrong with them."""

    pairs: Mapping[tuple[str, str], tuple[Pair, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def take_in(
    paths: Sequence[pathlib.Path], snapshot: Project, locales: Sequence[str] = (), slugs: Sequence[str] = ()
) -> Intake:
    """Read translated articles and align them with their sources.

    One locale or slug that the user names holds for every file; otherwise the names of the files tell (`ru/water.md`,
    `water.ru.html`). Raises KitapshaError (exit code 2) where they do not, and where a file cannot be read. Codes:
    file-unreadable, locale-unknown, article-unknown, incoming-unlike, and those of `incoming`.
    """
    pairs: dict[tuple[str, str], tuple[Pair, ...]] = {}
    problems: list[Problem] = []
    articles = {article.slug: article for article in snapshot.articles}
    targets = [locale for locale in snapshot.config.locales if locale != snapshot.config.source_locale]
    for path in paths:
        locale = _locale(locales, path, targets)
        slug = _slug(slugs, path, tuple(articles), snapshot.config.locales)
        found = read_translation(_data(path), path.name, snapshot.dialect)
        problems += found.problems
        if has_errors(found.problems):
            continue
        aligned = align(articles[slug].segments, found.segments)
        if not aligned:
            said = f"this does not look like a translation of {slug}"
            hint = "name its article with --only SLUG; parts that follow the source more closely may be tried alone"
            problems.append(error("incoming-unlike", said, Place(path.name), hint))
        pairs[locale, slug] = (*pairs.get((locale, slug), ()), *aligned)
    return Intake(pairs, tuple(problems))


def _locale(named: Sequence[str], path: pathlib.Path, known: Sequence[str]) -> str:
    """The locale that the user names, else the one that the name of the file tells."""
    chosen = named[0] if len(named) == 1 else locale_of(path, known)
    if chosen is None or chosen not in known:
        hint = f"name it with --locale: {', '.join(known) or 'build.py add-language begins one'}"
        said = f"into which language is {path.name} a translation?"
        raise KitapshaError(error("locale-unknown", said, None, hint), exit_code=2)
    return chosen


def _slug(named: Sequence[str], path: pathlib.Path, known: Sequence[str], locales: Sequence[str]) -> str:
    """The article that the user names, else the one that the file is named after."""
    chosen = named[0] if len(named) == 1 else slug_of(path, known, locales)
    if chosen is None or chosen not in known:
        hint = f"name it with --only: {', '.join(sorted(known)) or 'there is no article yet'}"
        raise KitapshaError(
            error("article-unknown", f"of which article is {path.name} a translation?", None, hint), exit_code=2
        )
    return chosen


def _data(path: pathlib.Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as failure:
        said = f"the file cannot be read: {failure.strerror}"
        problem = error("file-unreadable", said, Place(str(path)), "name a file that is there")
        raise KitapshaError(problem, exit_code=2) from None
