"""Articles as e-books: one article, or the whole publication in a language."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import unescape

from . import articles, covers, editions, pages, views
from .archives import EARLIEST
from .editions import SVG, WHOLE, Edition, Medium, article_path
from .epub import COVER, NAV, Book
from .model import ArticleView, Asset, Frame, Text
from .sitetext import BACK, NOTES
from .strings import Gettext, plain
from .views import Form

_STYLE = "book.css"


def whole_path(locale: str) -> str:
    """The path of the whole publication's book in the output."""
    return article_path(locale, WHOLE, ".epub")


def modified(edition: Edition, locale: str, slugs: Sequence[str]) -> dt.datetime:
    """When the newest of some articles or its translation was changed, by what they say themselves."""
    moments = [EARLIEST]
    for slug in slugs:
        meta = edition.article(slug).meta
        moments += [dt.datetime.combine(day, dt.time(), dt.UTC) for day in (meta.date, meta.updated) if day]
        moments += _moment(edition.translations[locale, slug].revised)
    return max(moments)


def _moment(revised: str) -> list[dt.datetime]:
    """The moment that the header of a catalog names, where it names one."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d[+-]\d{4}", revised):
        return []
    try:
        return [dt.datetime.strptime(revised, "%Y-%m-%d %H:%M%z")]
    except ValueError:
        return []


def book(edition: Edition, locale: str, slugs: Sequence[str], *, whole: bool = False) -> Book:
    """The book of some articles in a locale, in the order given."""
    words = Gettext(edition.strings[locale])
    form = Form("epub", tuple((article_path(locale, slug), _file(n)) for n, slug in enumerate(slugs, 1)))
    notes = words.gettext(NOTES), words.gettext(BACK)
    shown = [views.article_view(edition, locale, slug, form, notes) for slug in slugs]
    frames = [views.article_frame(edition, locale, slug, view, form) for slug, view in zip(slugs, shown, strict=True)]
    frame = _frame_of_all(edition, locale, frames[0]) if whole else frames[0]
    cover = _cover(edition, frame, slugs, shown, whole=whole)
    media = editions.media_in_use(edition, slugs)
    style = dict(edition.project.files).get(f"epub/{_STYLE}", b"")
    chapters = tuple((_file(number), view) for number, view in enumerate(shown, 1))
    texts = [
        (name, _html(edition, locale, "article.html", frame=inner, article=view))
        for (name, view), inner in zip(chapters, frames, strict=True)
    ]
    around = [
        (COVER, _html(edition, locale, "cover.html", frame=frame, picture=cover.name)),
        (NAV, _html(edition, locale, "nav.html", frame=frame, chapters=chapters)),
    ]
    path = whole_path(locale) if whole else article_path(locale, slugs[0], ".epub")
    plainly = Book(
        address=_address(edition, path),
        title=Text(frame.title) if whole else shown[0].title,
        lang=locale,
        dir=frame.dir,
        pages=(*around, *texts),
        hidden=() if whole else (NAV,),
        files=(Asset(_STYLE, "text/css", style), cover, *_files(media, cover.name)),
        cover=cover.name,
        modified=modified(edition, locale, slugs),
        accessibility=unescape(_html(edition, locale, "access.txt")).strip(),
    )
    return _with_people(plainly, edition, locale, shown, frame, whole=whole)


def _with_people(
    plainly: Book, edition: Edition, locale: str, shown: Sequence[ArticleView], frame: Frame, *, whole: bool
) -> Book:
    settings = edition.project.config
    return replace(
        plainly,
        authors=_unique(name for view in shown for name in view.authors),
        translators=_unique(name for view in shown for name in view.translators),
        description=frame.description,
        publisher=settings.publisher or edition.says(locale, settings.title),
        rights=" ".join(part for part in (settings.licence_name, settings.licence_url) if part),
        date=min((view.date for view in shown if view.date), default=None),
        sources=_unique(text for view in shown for text in _sources(edition, locale, view)),
        subjects=() if whole else tuple(plain(tag) for tag in shown[0].tags),
    )


def _sources(edition: Edition, locale: str, view: ArticleView) -> list[str]:
    """What a chapter was made from: the original of a translation, and the work that it reports on."""
    settings, work = edition.project.config, view.source
    found = []
    if settings.base_url and locale != settings.source_locale:
        found.append(settings.base_url + article_path(settings.source_locale, view.slug))
    if work:
        found.append(", ".join(part for part in (work.author, work.title, work.publisher, work.date, work.url) if part))
    return found


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _file(number: int) -> str:
    return f"article-{number}.xhtml"


def _address(edition: Edition, path: str) -> str:
    settings = edition.project.config
    return f"{settings.base_url}{path}" if settings.base_url else f"kitapsha:{settings.title}/{path}"


def _frame_of_all(edition: Edition, locale: str, frame: Frame) -> Frame:
    settings = edition.project.config
    description = edition.says(locale, settings.description) if settings.description else ""
    return replace(frame, title=frame.site_title, description=description)


def _html(edition: Edition, locale: str, name: str, /, **given: object) -> str:
    settings = edition.project.config
    licence = {"licence_name": settings.licence_name, "licence_url": settings.licence_url}
    template = f"epub/{name}.j2"
    return pages.render(edition.project.templates, template, edition.strings[locale], **licence, **given)


def _cover(edition: Edition, frame: Frame, slugs: Sequence[str], shown: Sequence[ArticleView], *, whole: bool) -> Asset:
    """The author's own picture where an article has one, else one drawn for it."""
    article = edition.article(slugs[0])
    own = edition.media.get(articles.resolve(article.path, article.meta.cover) or "") if article.meta.cover else None
    if own and not whole and own.media_type != SVG:
        return Asset(own.name, own.media_type, own.data)
    names = "" if whole else ", ".join(shown[0].authors)
    seed, below = (WHOLE, "") if whole else (slugs[0], names or frame.site_title)
    return Asset("cover.svg", SVG, covers.titled(seed, frame.title, below, frame.lang, frame.dir).encode())


def _files(media: Sequence[Medium], cover: str) -> tuple[Asset, ...]:
    """The pictures that chapters show; files that articles only offer stay on the web."""
    pictures = [medium for medium in media if medium.media_type.startswith("image/") and medium.name != cover]
    return tuple(Asset(medium.name, medium.media_type, medium.data) for medium in pictures)
