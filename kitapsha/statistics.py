"""How far the translations are: what is counted, what is published, and what keeps the rest from being published."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from . import extraction, inline, languages, sitetext, translate
from .editions import Edition, is_usable
from .model import Article, Catalog, Count, Coverage, Key, Message, State, Translation
from .problems import Problem, Severity, in_order
from .project import SITE, folder_of

UNUSABLE = "source"
"""A reason beside those of `translate`: the article itself cannot be read as its author meant it."""

SITE_TITLE = "Words of the pages"


class Found(StrEnum):
    """What stands where a catalog should be."""

    READ = "read"
    MISSING = "missing"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Row:
    """An article, or the words of the pages (`site`), in a locale.

    `published` is None for the site, whose words stand on every page. `needed` is the least number of words that are
    missing until the article is published, 0 where it is or where words alone would not help. `refused` counts the
    texts that errors keep from being published (they are among the fuzzy), `corrected` those that the source locale
    prints otherwise than the source, `behind` those that the catalog does not hold yet. `problems` say why the catalog
    cannot be read.
    """

    locale: str
    name: str
    title: str
    coverage: Coverage
    minimum: int
    published: bool | None = None
    reason: str = ""
    needed: int = 0
    refused: int = 0
    corrected: int = 0
    behind: int = 0
    catalog: str = ""
    found: Found = Found.READ
    problems: tuple[Problem, ...] = ()

    @property
    def is_site(self) -> bool:
        """Whether these are the words of the pages and not an article."""
        return self.published is None


@dataclass(frozen=True, slots=True)
class Part:
    """A locale: its rows in the order of the publication, and the catalogs that have no article any more."""

    locale: str
    name: str
    is_source: bool
    minimum: int
    rows: tuple[Row, ...]
    orphans: tuple[str, ...] = ()

    @property
    def coverage(self) -> Coverage:
        """The sum over all rows."""
        return sum((row.coverage for row in self.rows), Coverage())

    @property
    def articles(self) -> int:
        """How many articles there are."""
        return sum(not row.is_site for row in self.rows)

    @property
    def published(self) -> int:
        """How many articles have a page in this locale."""
        return sum(bool(row.published) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Report:
    """The state of the translation. `problems` are errors that keep a catalog or an article from being counted."""

    parts: tuple[Part, ...]
    problems: tuple[Problem, ...] = ()


def report(
    edition: Edition, orphans: Iterable[Problem] = (), locales: Sequence[str] = (), slugs: Sequence[str] = ()
) -> Report:
    """Count the publication, or some locales and articles of it.

    `orphans` are what `project.orphans` finds. With `slugs` neither the words of the pages nor orphans are listed:
    they belong to no article.
    """
    project = edition.project
    settings = project.config
    segments, problems = sitetext.segments(settings, project.templates) if not slugs else ((), ())
    words = tuple((message, Count(1, _words(message))) for message in extraction.messages(segments))
    articles = [article for article in project.articles if not slugs or article.slug in slugs]
    gone = [problem.place.path for problem in orphans if problem.place and not slugs]
    parts = []
    for locale in dict.fromkeys(locales or settings.locales):
        rows = [_article(edition, locale, article) for article in articles]
        rows += [] if slugs else [_site(edition, locale, words)]
        here = tuple(path for path in gone if path.split("/")[1] == folder_of(locale))
        is_source = locale == settings.source_locale
        minimum = settings.minimum_of(locale)
        parts.append(Part(locale, languages.autonym(locale), is_source, minimum, tuple(rows), here))
    broken = (problem for article in articles if not is_usable(article) for problem in article.problems)
    unread = (problem for part in parts for row in part.rows for problem in row.problems)
    return Report(tuple(parts), in_order(_errors((*problems, *broken, *unread))))


def missing_words(coverage: Coverage, minimum: int) -> int:
    """The least number of words to translate until `minimum` per cent are reached.

    Law: with as many words more, and no fewer, `Coverage.percent` is `minimum`; at 100 that is every word.
    """
    wanted = -(-coverage.total.words * minimum // 100)
    return max(0, wanted - coverage.translated.words)


# --- articles ---------------------------------------------------------------------------------------------


def _article(edition: Edition, locale: str, article: Article) -> Row:
    settings = edition.project.config
    translation = edition.translations[locale, article.slug]
    catalog, found, problems = _catalog(edition, locale, article.slug)
    states = [words.state for _, words in translation.words]
    published = edition.published(locale, article.slug)
    reason = "" if published else _reason(article, translation, found)
    minimum = settings.minimum_of(locale)
    return Row(
        locale,
        article.slug,
        inline.plain(article.title),
        translation.coverage,
        minimum,
        published,
        reason,
        _needed(article, translation, minimum) if reason in (translate.UNTITLED, translate.INCOMPLETE) else 0,
        states.count(State.REFUSED),
        states.count(State.TRANSLATED) if locale == settings.source_locale else 0,
        _behind(catalog, (s.key for s in article.segments)) if found is Found.READ else 0,
        catalog.path,
        found,
        problems,
    )


def _reason(article: Article, translation: Translation, found: Found) -> str:
    if not is_usable(article):
        return UNUSABLE
    return translate.UNREADABLE if found is Found.UNREADABLE else translation.reason


def _needed(article: Article, translation: Translation, minimum: int) -> int:
    """The title is needed whatever the minimum is, and its words count towards it."""
    title = article.segments[0] if article.segments else None
    given = dict(translation.words).get(title.key) if title else None
    lacking = inline.count_words(title.msgid) if title and given and given.state is not State.TRANSLATED else 0
    return max(lacking, missing_words(translation.coverage, minimum))


# --- the words of the pages -------------------------------------------------------------------------------


def _site(edition: Edition, locale: str, words: Sequence[tuple[Message, Count]]) -> Row:
    settings = edition.project.config
    is_source = locale == settings.source_locale
    catalog, found, problems = _catalog(edition, locale, SITE)
    by_key = {message.key: message for message in catalog.messages if not message.obsolete}
    published = {key for key, _ in edition.strings[locale].messages}
    coverage = Coverage()
    states = []
    for wanted, count in words:
        state = _state(by_key.get(wanted.key), wanted.key in published)
        states.append(state)
        coverage += _counted(state, count, is_source)
    return Row(
        locale,
        SITE,
        SITE_TITLE,
        coverage,
        settings.minimum_of(locale),
        refused=states.count(State.REFUSED),
        corrected=states.count(State.TRANSLATED) if is_source else 0,
        behind=_behind(catalog, (wanted.key for wanted, _ in words)) if found is Found.READ else 0,
        catalog=catalog.path,
        found=found,
        problems=problems,
    )


def _words(message: Message) -> int:
    """Both forms count: a translator writes at least as many."""
    return inline.count_words(message.msgid) + inline.count_words(message.plural or "")


def _state(message: Message | None, published: bool) -> State:
    if message and message.translated:
        return State.TRANSLATED if published else State.REFUSED
    # Like msgfmt: a fuzzy entry without any words is not begun.
    return State.FUZZY if message and message.fuzzy and any(message.msgstr) else State.UNTRANSLATED


def _counted(state: State, count: Count, is_source: bool) -> Coverage:
    if state is State.TRANSLATED or (is_source and state is not State.REFUSED):
        return Coverage(translated=count)
    return Coverage(untranslated=count) if state is State.UNTRANSLATED else Coverage(fuzzy=count)


# --- catalogs ---------------------------------------------------------------------------------------------


def _catalog(edition: Edition, locale: str, name: str) -> tuple[Catalog, Found, tuple[Problem, ...]]:
    """A catalog, and why it cannot be read: what the strict reader says, or the disk."""
    catalog = edition.project.catalog(locale, name)
    said = (p for p in edition.project.problems if p.place and p.place.path == catalog.path)
    if failures := tuple(_errors((*catalog.problems, *said))):
        return catalog, Found.UNREADABLE, failures
    return catalog, Found.READ if catalog.header or catalog.messages else Found.MISSING, ()


def _errors(problems: Iterable[Problem]) -> Iterator[Problem]:
    return (problem for problem in problems if problem.severity is Severity.ERROR)


def _behind(catalog: Catalog, wanted: Iterable[Key]) -> int:
    """How many texts of the source the catalog lacks; how letters with accents are composed makes no difference."""
    known = {_composed(message.key) for message in catalog.messages if not message.obsolete}
    return len({_composed(key) for key in wanted} - known)


def _composed(key: Key) -> Key:
    return key[0], unicodedata.normalize("NFC", key[1])
