"""One state of the publication as the preview shows it: which job makes what stands at each address."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from .. import articles, config, glossary, jobs, translate
from ..editions import Edition, article_path
from ..jobs import Job, Scope
from ..model import Article, Kind, Translation
from ..problems import Problem
from ..project import SITE, catalog_path, folder_of

_ENDINGS = {"html": ".html", "single": ".single.html", "pdf": ".pdf", "booklet": "-booklet.pdf"}
_PAGES = ("html", "single")
_HEADS = (Kind.TITLE, Kind.SUBTITLE, Kind.SUMMARY, Kind.FIELD)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`jobs` makes the site by its paths; `places` says whose every path is that an article can have.

    `number` counts the states. `outline` is everything that a page may show of others than its own article,
    `dress` a digest of style sheets, scripts and pictures.
    """

    number: int
    edition: Edition
    jobs: Mapping[str, Job]
    places: Mapping[str, tuple[str, str]]
    outline: tuple[object, ...]
    dress: str
    _drafts: dict[str, Job] = field(default_factory=dict)

    def job(self, path: str) -> Job | None:
        """The job that makes a page of the site, or the draft of one that is not published yet."""
        if path not in self.jobs and self.is_draft(path) and path not in self._drafts:
            locale, slug = self.places[path]
            for job in jobs.site(_with_draft(self.edition, locale, slug), Scope(_PAGES, (locale,), (slug,))):
                self._drafts.update(dict.fromkeys((at for at in job.paths if at in self.places), job))
        return self.jobs.get(path) or self._drafts.get(path)

    def pamphlet(self, path: str) -> Job | None:
        """The job that makes a PDF, that of a draft included."""
        if path not in self.places or not path.endswith(".pdf"):
            return None
        locale, slug = self.places[path]
        edition = _with_draft(self.edition, locale, slug) if self.is_draft(path) else self.edition
        planned = jobs.pdfs(edition, Scope((), (locale,), (slug,)))
        return next((job for job in planned if path in job.paths), None)

    def is_draft(self, path: str) -> bool:
        """Whether a page is below what the settings ask for, so that a build leaves it out."""
        return path in self.places and _is_draft(self.edition, *self.places[path])

    def is_old(self, path: str) -> bool:
        """Whether a page cannot be made at the moment and is shown as it was."""
        job = self.jobs.get(path)
        return job is not None and isinstance(job.args[0], Edition) and job.args[0] is not self.edition

    def drafts(self, locale: str) -> Iterator[tuple[str, str]]:
        """The title and the path of each article that a locale does not publish yet."""
        for article in self.edition.project.articles if locale in self.edition.project.config.locales else ():
            if _is_draft(self.edition, locale, article.slug):
                yield article.title, article_path(locale, article.slug)

    def made_of(self, path: str) -> tuple[object, ...]:
        """All that a page depends on. Of an article's page, that is little of other articles; else it is everything."""
        if path not in self.places:
            return (self.edition, self.jobs.get(path))
        _, slug = self.places[path]
        words = [self.edition.translations[locale, slug] for locale in self.edition.project.config.locales]
        # A page that only stands was made from an earlier edition, which its job holds.
        held = self.jobs[path].args[0] if path in self.jobs else None
        return (self.outline, self.edition.by_slug[slug], words, None if held is self.edition else held)

    def concerns(self, path: str, problem: Problem) -> bool:
        """Whether a problem is to be shown on a page: it is about what the page is made of."""
        where = {place.path for place in (problem.place, *problem.related) if place}
        if not where or any(at.startswith("templates/") or at in _COMMON for at in where):
            return True
        if path in self.places:
            return not where.isdisjoint(self._sources(*self.places[path]))
        locale = path.partition("/")[0]
        here = f"locales/{folder_of(locale)}/"
        whole = locale not in self.edition.project.config.locales
        return any(whole or not at.startswith("locales/") or at.startswith(here) for at in where)

    def _sources(self, locale: str, slug: str) -> set[str]:
        article = self.edition.by_slug[slug]
        shown = (articles.resolve(article.path, address) for address, _ in (*article.images, *article.links))
        files = {path for path in shown if path and not path.endswith(".md")}
        return {article.path, catalog_path(locale, slug), catalog_path(locale, SITE), *files}


_COMMON = (config.FILE_NAME, glossary.NAME)


def take(edition: Edition, before: Snapshot | None) -> Snapshot:
    """The state of an edition that was made with the paths of the state before as `standing`.

    A page that cannot be made at the moment stays as it was, as a build leaves its file alone.
    """
    planned = {path: job for job in jobs.site(edition, Scope()) for path in job.paths}
    places = dict(_places(edition))
    for path, job in before.jobs.items() if before else ():
        if path not in planned and _stands(edition, places, path):
            planned[path] = job
    outline = _outline(edition)
    if before and before.outline == outline:
        # The same object is the same at a glance.
        outline = before.outline
    number = before.number + 1 if before else 1
    return Snapshot(number, edition, planned, places, outline, _dress(edition))


def _stands(edition: Edition, places: Mapping[str, tuple[str, str]], path: str) -> bool:
    if path in places:
        return edition.published(*places[path]) and not edition.is_made(*places[path])
    return edition.is_partial


def _places(edition: Edition) -> Iterator[tuple[str, tuple[str, str]]]:
    for locale in edition.project.config.locales:
        for article in edition.project.articles:
            for kind, ending in _ENDINGS.items():
                if kind in edition.project.config.outputs:
                    yield article_path(locale, article.slug, ending), (locale, article.slug)


def _is_draft(edition: Edition, locale: str, slug: str) -> bool:
    return edition.translations[locale, slug].reason in (translate.INCOMPLETE, translate.UNTITLED)


def _with_draft(edition: Edition, locale: str, slug: str) -> Edition:
    """The edition as if one article were far enough to be published."""
    words = replace(edition.translations[locale, slug], reason="")
    return replace(edition, translations={**edition.translations, (locale, slug): words})


# --- what pages show of others -----------------------------------------------------------------------------


def _outline(edition: Edition) -> tuple[object, ...]:
    project = edition.project
    around = (project.config, project.templates, project.files, edition.strings, edition.media, project.glossary)
    briefs = tuple(_brief(article) for article in project.articles)
    heads = {
        key: (edition.published(*key), edition.is_made(*key), _head(words, edition.by_slug[key[1]]))
        for key, words in edition.translations.items()
    }
    return (*around, edition.is_partial, edition.lacking, edition.files, briefs, heads)


def _brief(article: Article) -> tuple[object, ...]:
    """What other pages may show of an article or ask of it: not its text."""
    addresses = tuple(address for address, _ in (*article.links, *article.images))
    heads = tuple(segment.msgid for segment in article.segments if segment.kind in _HEADS)
    codes = tuple((problem.code, problem.severity) for problem in article.problems)
    meta = replace(article.meta, lines=())
    return (article.slug, article.path, article.title, meta, article.anchors, addresses, heads, codes)


def _head(words: Translation, article: Article) -> tuple[object, ...]:
    """What other pages may show of a translation: its title and the like, and how far it is."""
    keys = {segment.key for segment in article.segments if segment.kind in _HEADS}
    shown = tuple(pair for pair in words.words if pair[0] in keys)
    return (words.reason, words.coverage, words.translators, shown)


def _dress(edition: Edition) -> str:
    digest = hashlib.blake2b(digest_size=8)
    for name, data in edition.project.files:
        if name.startswith("assets/"):
            digest.update(f"{name} {len(data)} ".encode() + data)
    for name, medium in edition.media.items():
        digest.update(f"{name} {len(medium.data)} ".encode() + medium.data)
    return digest.hexdigest()
