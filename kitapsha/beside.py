"""The files that stand beside the pages: feeds, the index of the search, the sitemap, and what hosts look for."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator

from . import feeds, inline, search
from .editions import Edition
from .languagedata import language
from .model import Article, Kind, Words
from .search import Document

Maker = Callable[[Edition], str]
SEARCH = "search.js"
"""The code of the search among the templates; without it there is no search."""

_WEIGHTS = {Kind.TITLE: 8, Kind.SUBTITLE: 4, Kind.SUMMARY: 4, Kind.HEADING: 4, Kind.FIELD: 4}


def files(edition: Edition, locales: Iterable[str]) -> Iterator[tuple[str, Maker]]:
    """Each path with the function that makes its text; what needs absolute addresses only where they are known."""
    named = bool(edition.project.config.base_url)
    yield ".nojekyll", lambda _: ""
    yield "robots.txt", feeds.robots
    if named:
        yield "sitemap.xml", feeds.sitemap
    for locale in locales:
        if named:
            yield f"{locale}/feed.xml", functools.partial(_for, feeds.atom, locale)
            yield f"{locale}/feed.json", functools.partial(_for, feeds.json_feed, locale)
        if path := search_path(edition, locale):
            yield path, functools.partial(_for, search_index, locale)


def _for(function: Callable[[Edition, str], str], locale: str, edition: Edition) -> str:
    return function(edition, locale)


def search_path(edition: Edition, locale: str) -> str:
    """The path of the index of a language; empty where the templates have no search."""
    return f"assets/search.{locale}.js" if SEARCH in dict(edition.project.files) else ""


def search_index(edition: Edition, locale: str) -> str:
    """The script that searches the articles that a language publishes."""
    articles = [a for a in edition.project.articles if edition.published(locale, a.slug)]
    code = dict(edition.project.files)[SEARCH].decode("utf-8", "replace")
    return search.script((_document(edition, locale, a) for a in articles), language(locale).search, code)


def changed_index(edition: Edition, locale: str, slug: str, script: str) -> str | None:
    """The index of a language with another text of one article; None where it does not have that."""
    code = dict(edition.project.files)[SEARCH].decode("utf-8", "replace")
    document = _document(edition, locale, edition.article(slug))
    return search.changed(script, document, language(locale).search, code)


def _document(edition: Edition, locale: str, article: Article) -> Document:
    words = dict(edition.translations[locale, article.slug].words)
    texts = dict.fromkeys((_plain(words[segment.key]), _WEIGHTS.get(segment.kind, 1)) for segment in article.segments)
    return Document(f"{article.slug}.html", tuple(texts))


@functools.lru_cache(maxsize=65_536)
def _plain(words: Words) -> str:
    """The letters of a text: when one article changes, those of all others are known."""
    return inline.plain(words.text)
