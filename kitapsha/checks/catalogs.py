"""Checks on catalogs as files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .. import extraction, sitetext
from ..editions import Edition, is_usable
from ..model import Catalog, Segment
from ..problems import Place, Problem, has_errors, warning
from ..project import SITE, catalog_path


def as_read(edition: Edition) -> Iterator[Problem]:
    """The strict reader's findings: a catalog with one of its errors is used by nothing."""
    for _, catalog in edition.project.catalogs:
        yield from catalog.problems


def behind(edition: Edition) -> Iterator[Problem]:
    """catalog-behind, catalog-missing: texts of the source that a catalog does not have yet.

    An article that could not be read as its author meant it says nothing about its catalogs.
    """
    project = edition.project
    words, problems = sitetext.segments(project.config, project.templates)
    yield from problems
    for name, segments in [*((a.slug, a.segments) for a in project.articles if is_usable(a)), (SITE, words)]:
        for locale in project.config.locales:
            yield from _behind(project.catalog(locale, name), catalog_path(locale, name), segments)


def _behind(catalog: Catalog, path: str, segments: Iterable[Segment]) -> Iterator[Problem]:
    if has_errors(catalog.problems):
        return
    known = {message.key for message in catalog.messages if not message.obsolete}
    wanted = {message.key for message in extraction.messages(segments)}
    hint = "run build.py update"
    if catalog.header is None and not catalog.messages:
        yield warning("catalog-missing", "there is no such catalog yet", Place(path), hint)
    elif missing := len(wanted - known):
        said = f"the source has {_texts(missing)} that the catalog does not have"
        yield warning("catalog-behind", said, Place(path), hint)
    elif gone := len(known - wanted):
        said = f"the catalog has {_texts(gone)} that the source no longer has"
        yield warning("catalog-behind", said, Place(path), hint)


def _texts(count: int) -> str:
    return f"{count} text{'' if count == 1 else 's'}"
