"""The pages that list articles: the index of a language, the state of its translation, the choice of languages."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from . import languages, rendering
from .editions import Edition, article_path, relative
from .model import Article, ChooserEntry, Frame, IndexEntry, StatusRow, Text
from .rendering import Scene
from .sitetext import ARTICLES, LOST
from .views import WORDS_PER_MINUTE, alternates_of, downloads, frame_of, own_words


def index_frame(edition: Edition, locale: str) -> Frame:
    """What surrounds the list of articles."""
    return _list_frame(edition, locale, "index.html")


def status_frame(edition: Edition, locale: str, title: str) -> Frame:
    """What surrounds the status page."""
    return replace(_list_frame(edition, locale, "status.html"), title=title, description="")


def _list_frame(edition: Edition, locale: str, name: str) -> Frame:
    settings = edition.project.config
    page = f"{locale}/{name}"
    description = edition.says(locale, settings.description) if settings.description else ""
    frame = frame_of(edition, locale, page, edition.says(locale, settings.title), description)
    return replace(
        frame, alternates=alternates_of(edition, locale, page, lambda other: f"{other}/{name}", lambda _: True)
    )


def index_entries(edition: Edition, locale: str) -> tuple[IndexEntry, ...]:
    """The articles of a locale; those that it does not publish come last and lead to the source language."""
    source = edition.project.config.source_locale
    here = [a for a in edition.project.articles if edition.published(locale, a.slug)]
    elsewhere = [a for a in edition.project.articles if a not in here and edition.published(source, a.slug)]
    return tuple(
        [_entry(edition, locale, locale, article) for article in here]
        + [_entry(edition, locale, source, article) for article in elsewhere]
    )


def _entry(edition: Edition, locale: str, shown: str, article: Article) -> IndexEntry:
    translation = edition.translations[shown, article.slug]
    words = dict(translation.words)
    page = f"{locale}/index.html"
    foreign = shown if shown != locale else ""

    def text(msgid: str) -> Text:
        if not msgid:
            return Text("")
        given = words[None, msgid]
        html = rendering.render_inline(given.text, given.lang, Scene(shown, shown, link=lambda _: None))
        return Text(html, given.lang if given.lang != locale else "")

    return IndexEntry(
        title=text(article.title),
        summary=text(article.meta.summary),
        url=relative(page, article_path(shown, article.slug)),
        lang=foreign,
        lang_name=languages.autonym(shown),
        date=article.meta.updated or article.meta.date,
        minutes=max(1, round(translation.coverage.total.words / WORDS_PER_MINUTE)),
        percent=translation.coverage.percent,
        downloads=downloads(edition, shown, article.slug, page),
    )


def whole_book(edition: Edition, locale: str, path: str) -> str:
    """The address of an e-book with everything, as the index of a locale has it; empty where there is none."""
    offered = "epub" in edition.project.config.outputs and (edition.files is None or path in edition.files)
    return relative(f"{locale}/index.html", path) if offered else ""


def chooser_frame(edition: Edition) -> Frame:
    """What surrounds the list of languages at the top of the site."""
    settings = edition.project.config
    frame = frame_of(edition, settings.source_locale, "index.html", settings.title, settings.description)
    return replace(frame, title=edition.says(settings.source_locale, settings.title), home="", status="", feed="")


def chooser_entries(edition: Edition) -> tuple[ChooserEntry, ...]:
    """One entry for each language, with the publication's title and description in it."""
    settings = edition.project.config
    entries = []
    for alternate in alternates_of(edition, "", "index.html", lambda other: f"{other}/index.html", lambda _: True):
        count = sum(edition.published(alternate.lang, article.slug) for article in edition.project.articles)
        description = edition.says(alternate.lang, settings.description) if settings.description else ""
        entries.append(ChooserEntry(alternate, edition.says(alternate.lang, settings.title), description, count))
    return tuple(entries)


def lost_entries(edition: Edition) -> tuple[ChooserEntry, ...]:
    """What the page for addresses that do not exist says: in each language the news, and the way to its articles."""
    settings = edition.project.config
    top = urlsplit(settings.base_url).path
    entries = []
    for alternate in alternates_of(edition, "", "index.html", lambda other: f"{other}/index.html", lambda _: True):
        there = replace(alternate, url=f"{top}{alternate.url}")
        said, way = (own_words(edition, alternate.lang, message) for message in (LOST, ARTICLES))
        entries.append(ChooserEntry(there, edition.says(alternate.lang, settings.title), said, 0, way))
    return tuple(entries)


def lost_frame(edition: Edition) -> Frame:
    """What surrounds that page. It is shown at any depth, so its addresses begin at the top of the host."""
    top = urlsplit(edition.project.config.base_url).path
    return replace(chooser_frame(edition), root=top, description="", feed="")


def status_rows(edition: Edition, locale: str) -> tuple[StatusRow, ...]:
    """How far each article is translated into a locale."""
    rows = []
    for article in edition.project.articles:
        translation = edition.translations[locale, article.slug]
        given = dict(translation.words)[article.segments[0].key]
        lang = given.lang if given.lang != locale else ""
        html = rendering.render_inline(given.text, given.lang, Scene(locale, locale, link=lambda _: None))
        url = relative(f"{locale}/status.html", article_path(locale, article.slug)) if translation.published else ""
        rows.append(StatusRow(Text(html, lang), url, translation.coverage, translation.reason))
    return tuple(rows)
