"""A build after a small change: what changed articles have no part in is left as it stands.

It does so only where it is sure to make what a build of everything would make; the caller builds everything otherwise.
"""

from __future__ import annotations

import functools
import pathlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from . import beside, checks, editions, inline, jobs, po, project
from .briefs import Brief, Briefs, Lazy
from .checks import site, translations
from .editions import Edition
from .jobs import Job, Made
from .model import Article, Artifact
from .problems import Problem, from_text, has_errors
from .project import SITE, Project, catalog_path, template_path


@dataclass(frozen=True, slots=True)
class Change:
    """The edition in which only the changed articles are read, the rest in brief; `known` is of the last build.

    `problems` are those of the whole publication. `counts` are the words that the checks asked for.
    """

    edition: Edition
    known: Briefs
    slugs: frozenset[str]
    problems: tuple[Problem, ...]
    counts: Mapping[str, Counts]


def touched(known: Briefs, changed: Collection[str]) -> frozenset[str] | None:
    """The articles whose files changed; None where anything else did."""
    owners = {name: slug for slug in known.lines for name in files(slug, known.asked)}
    found = {owners.get(name) for name in changed}
    return None if None in found else frozenset(slug for slug in found if slug)


def files(slug: str, locales: Iterable[str]) -> Iterator[str]:
    """The files that are an article's own."""
    yield f"source/{slug}.md"
    yield template_path(slug)
    yield from (catalog_path(locale, slug) for locale in locales)


def change(
    root: pathlib.Path, read: Project, known: Briefs, said: Iterable[str], standing: frozenset[str]
) -> Change | None:
    """The change that the articles of a project are.

    None where it may show on more than their own pages and on those that list articles. `said` are the problems of the
    last build, `standing` its files.
    """
    made = editions.make(read, standing)
    slugs = frozenset(made.by_slug)
    if made.lacking or any(not _is_alone(made, known.of(slug), slug) for slug in slugs):
        return None
    edition = _with_others(made, known, standing)
    moved = any(known.of(slug).article.anchors != made.by_slug[slug].anchors for slug in slugs)
    counts = _counts_on_demand(root, known)
    found = _problems(edition, slugs, said, counts)
    if found is None or (moved and any(site.links(whole(edition)))) or not _same_answers(known.asked, counts):
        return None
    return Change(edition, known, slugs, found, counts)


def _with_others(made: Edition, known: Briefs, standing: frozenset[str]) -> Edition:
    """The edition that knows of the other articles, too, without having read them."""
    locales = made.project.config.locales
    others = [slug for slug in known.lines if slug not in made.by_slug]
    keys = ((locale, slug) for locale in locales for slug in others)
    by_slug = Lazy(made.by_slug, others, lambda slug: known.of(slug).article)
    briefs = Lazy(made.translations, keys, lambda key: known.of(key[1]).translations[locales.index(key[0])])
    return replace(made, by_slug=by_slug, translations=briefs, files=standing)


def whole(edition: Edition) -> Edition:
    """The edition with all articles, those that did not change in brief."""
    texts = sorted((edition.by_slug[slug] for slug in edition.by_slug), key=project.order)
    return replace(edition, project=replace(edition.project, articles=tuple(texts)))


def _is_alone(made: Edition, before: Brief, slug: str) -> bool:
    """Whether an article is published where it was, and shows and offers the files that it did."""
    was, now = before.article, made.by_slug[slug]
    reasons = [made.translations[locale, slug].reason for locale in made.project.config.locales]
    same = [translation.reason for translation in before.translations] == reasons and _shown(was) == _shown(now)
    return same and was.meta.cover == now.meta.cover and was.meta.pamphlets == now.meta.pamphlets


def _shown(article: Article) -> list[str]:
    """The files of the publication that an article names, other articles left out."""
    named = (address for address, _ in (*article.images, *article.links) if inline.is_local(address))
    return [address for address in named if not address.partition("#")[0].endswith(".md") and address[:1] != "#"]


# --- problems ---------------------------------------------------------------------------------------------


def _problems(
    edition: Edition, slugs: Collection[str], said: Iterable[str], counts: translations.Counts
) -> tuple[Problem, ...] | None:
    """All problems of the publication: of the changed articles anew, of the rest as they were `said`.

    None where there are errors, or new ones in files of others.
    """
    locales = edition.project.config.locales
    own = {name for slug in slugs for name in files(slug, locales)}
    others = [problem for problem in map(from_text, said) if _path(problem) not in own]
    # The site's own words did not change, and reading the templates for them takes longer than all the rest.
    site_words = {catalog_path(locale, SITE) for locale in locales}
    without = replace(edition, project=replace(edition.project, templates=()))
    only = [(locale, slug) for locale in locales for slug in slugs]
    judged = checks.run(without, notes=False, only=only, counts=counts)
    found = [problem for problem in judged if _path(problem) not in site_words]
    foreign = [problem for problem in found if _path(problem) not in own and problem not in others]
    # A drawing belongs to the articles that show it.
    drawn = any(_path(problem).startswith("source/") and not _path(problem).endswith(".md") for problem in others)
    if foreign or drawn or has_errors(found):
        return None
    return (*others, *(problem for problem in found if _path(problem) in own))


def _path(problem: Problem) -> str:
    return problem.place.path if problem.place else ""


class Counts(dict[str, int]):
    """Counts of words that are made when they are asked for; it holds those that were."""

    def __init__(self, count: Callable[[str], int]) -> None:
        super().__init__()
        self._count = count

    def __missing__(self, word: str) -> int:
        self[word] = count = self._count(word)
        return count

    def get(self, word: str, default: int = 0) -> int:  # type: ignore[override]
        """The count of a word, 0 where it stands nowhere."""
        return self[word] or default

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self[word] > 0


def all_counts(edition: Edition) -> dict[str, Counts]:
    """The counts of words in all catalogs of an edition, and a note of those that are asked for."""
    found = translations.word_counts(edition)
    locales = edition.project.config.locales
    return {locale: Counts(functools.partial(_looked_up, found.get(locale, {}))) for locale in locales}


def _looked_up(counts: Mapping[str, int], word: str) -> int:
    return counts.get(word, 0)


def _counts_on_demand(root: pathlib.Path, known: Briefs) -> dict[str, Counts]:
    """The same from the disk: few words are ever asked for, and no catalog is read that does not have them."""
    names = [*known.lines, SITE]

    @functools.cache
    def catalogs(locale: str) -> list[str]:
        paths = (root / catalog_path(locale, name) for name in names)
        return [path.read_text("utf-8", "replace") for path in paths if path.is_file()]

    def count(locale: str, word: str) -> int:
        found = (po.read(text.encode()) for text in catalogs(locale) if word in text.lower())
        return sum(word in words for catalog in found for words in translations.words_of(catalog))

    return {locale: Counts(functools.partial(count, locale)) for locale in known.asked}


def _same_answers(asked: Mapping[str, Mapping[str, int]], counts: Mapping[str, Counts]) -> bool:
    """Whether the checks of other articles would be told the same of their words: nowhere, once, or more often."""
    return all(
        min(2, counts[locale].get(word)) == min(2, answer)
        for locale, words in asked.items()
        for word, answer in words.items()
    )


# --- jobs -------------------------------------------------------------------------------------------------


def site_jobs(change: Change, output: pathlib.Path) -> tuple[Job, ...] | None:
    """The jobs for what a change shows on, pamphlets left out; None where an index of the search is not as it was."""
    edition = change.edition
    listed: tuple[Job, ...] = ()
    indexes = _indexes(change, output)
    if indexes is None:
        return None
    if any(brief(edition, slug) != change.known.of(slug) for slug in change.slugs):
        paths = {path for job in indexes for path in job.paths}
        listed = tuple(job for job in jobs.lists(whole(edition)) if paths.isdisjoint(job.paths))
    return (*listed, *indexes, *jobs.of_articles(edition))


def _indexes(change: Change, output: pathlib.Path) -> tuple[Job, ...] | None:
    edition, found = change.edition, []
    for locale in edition.project.config.locales if "html" in edition.project.config.outputs else ():
        path = beside.search_path(edition, locale)
        text: str | None = (output / path).read_text("utf-8") if path else None
        for slug in change.slugs:
            if text is not None and edition.published(locale, slug):
                text = beside.changed_index(edition, locale, slug, text)
        if text is not None:
            found.append(Job(path, (path,), _text, (path, text)))
        elif path:
            return None
    return tuple(found)


def _text(path: str, text: str) -> Made:
    return Made((Artifact(path, text.encode()),))


def brief(edition: Edition, slug: str) -> Brief:
    """What others have to know of an article."""
    article = edition.by_slug[slug]
    words = (edition.translations[locale, slug] for locale in edition.project.config.locales)
    return Brief(editions.brief(article), tuple(editions.head(translation, article) for translation in words))
