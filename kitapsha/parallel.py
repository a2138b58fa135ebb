"""An article beside its source, segment by segment: for reviewers without any tool, and for those who learn."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape

from . import languages, metadata, rendering, views
from .editions import Edition, article_path
from .model import Article, Frame, Kind, ParallelRow, ParallelView, Segment, State
from .rendering import Scene
from .views import PAGE

ENDING = ".parallel.html"
_CALL = re.compile(r"\[\^([^\]\s<>]+)\]")


def path(locale: str, slug: str) -> str:
    """The path of the page in the output."""
    return article_path(locale, slug, ENDING)


def exists(edition: Edition, locale: str, slug: str) -> bool:
    """Whether there are two texts to show, and both are published."""
    source = edition.project.config.source_locale
    return locale != source and edition.published(locale, slug) and edition.published(source, slug)


def view(edition: Edition, locale: str, slug: str, title: str) -> ParallelView:
    """The rows of the page. Law: every segment of the article has one, in reading order."""
    article = edition.article(slug)
    source = edition.project.config.source_locale
    here, there = (_scene(edition, article, lang, locale) for lang in (locale, source))
    words = dict(edition.translations[locale, slug].words)
    original = dict(edition.translations[source, slug].words)
    rows = []
    for segment, anchor, level in _anchored(article):
        given, said = words[segment.key], original[segment.key]
        done = given.state is State.TRANSLATED
        target = _html(given.text, locale, here) if done else ""
        rows.append(ParallelRow(segment.kind.name.lower(), anchor, _html(said.text, source, there), target, level))
    page = article_path(locale, slug).split("/")[-1]
    return ParallelView(title, page, source, languages.direction(source), tuple(rows))


def frame(edition: Edition, locale: str, slug: str, title: str) -> Frame:
    """What surrounds the page: the others are side by side as well, but for the source itself.

    Machines are told that the article's page is the one to be found.
    """
    page = path(locale, slug)
    others = views.alternates_of(
        edition,
        locale,
        page,
        lambda other: path(other, slug) if exists(edition, other, slug) else article_path(other, slug),
        lambda other: edition.published(other, slug),
    )
    head = metadata.aside_head(edition, article_path(locale, slug))
    return replace(views.frame_of(edition, locale, page, title, ""), alternates=others, head=head)


def _scene(edition: Edition, article: Article, lang: str, locale: str) -> Scene:
    """Links lead where those of the article's page lead; a picture is its description."""
    link = functools.partial(views.link_target, edition, article, lang, PAGE, path(locale, article.slug))
    return Scene(lang, lang, link=link, image=lambda _src, alt, _title: escape(alt))


def _html(text: str, lang: str, scene: Scene) -> str:
    return _CALL.sub(r"<sup>\1</sup>", rendering.render_inline(text, lang, scene))


def _anchored(article: Article) -> Iterator[tuple[Segment, str, int]]:
    """Each segment with its anchor: that of a heading is the article's own, others are numbered."""
    headings = {
        place.line: (anchor, level) for anchor, (level, place) in zip(article.anchors, article.headings, strict=False)
    }
    for number, segment in enumerate(article.segments, 1):
        own = headings.get(segment.place.line) if segment.kind is Kind.HEADING else None
        anchor, level = own or (f"s{number}", 0)
        yield segment, anchor, level
