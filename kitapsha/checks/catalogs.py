"""Checks on catalogs as files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .. import extraction, languages, sitetext
from ..editions import Edition, is_usable
from ..model import Catalog, Segment
from ..po import header_fields, plural_forms
from ..problems import Place, Problem, has_errors, info, warning
from ..project import SITE, catalog_path, folder_of


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


def headers(edition: Edition) -> Iterator[Problem]:
    """catalog-language, catalog-plural: a header that is another language's.

    A rule that differs from ours and gives as many forms as the language may have is a tool's choice, and stays.
    """
    for (locale, _), catalog in edition.project.catalogs:
        fields = {name.lower(): value for name, value in header_fields(catalog)}
        place = Place(catalog.path, max(1, catalog.header.line) if catalog.header else 1)
        named = fields.get("language", "")
        if named and languages.language_of(named) != languages.language_of(locale):
            hint = f"write Language: {folder_of(locale)}, or move the file to its folder"
            yield warning("catalog-language", f"the header says Language: {named}", place, hint)
        rule = plural_forms(fields.get("plural-forms", ""))
        usual = languages.plural_counts(locale)
        if not isinstance(rule, Problem) and rule[0] not in usual:
            hint = f"write {languages.plural_header(locale)}"
            said = f"{rule[0]} plural forms, where the language has {' or '.join(map(str, usual))}"
            yield warning("catalog-plural", said, place, hint)


def unfinished(edition: Edition) -> Iterator[Problem]:
    """catalog-fuzzy: how many entries wait for a translator, and how many are kept for texts that are gone."""
    for _, catalog in edition.project.catalogs:
        fuzzy = sum(message.fuzzy and not message.obsolete for message in catalog.messages)
        obsolete = sum(message.obsolete for message in catalog.messages)
        counts = [f"{count} {word}" for count, word in ((fuzzy, "fuzzy"), (obsolete, "obsolete")) if count]
        if counts:
            hint = "look at each fuzzy one and take its mark away; obsolete ones come back when their text does"
            yield info("catalog-fuzzy", f"entries: {', '.join(counts)}", Place(catalog.path), hint)


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
