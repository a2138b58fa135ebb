"""Articles as e-books: one article, the whole publication in a language, or all of it in all languages."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape

from . import articles, blocks, cards, editions, languages, pages, views
from .archives import EARLIEST
from .editions import WHOLE, Edition, Medium, article_path
from .epub import COVER, NAV, Book
from .model import ArticleView, Asset, Frame, Text
from .sitetext import BACK, NOTES
from .strings import Gettext, plain
from .views import Form

_STYLE, _COVER, _FONT = "book.css", "cover.png", "fonts/Literata-Bold.ttf"
_DRAWN_SCRIPTS = ("Latn", "Cyrl")
"""Scripts of which the font of the covers has the letters."""
_PICTURES = ("image/png", "image/jpeg", "image/gif")
"""Kinds of pictures that every reader's program shows."""


Parts = tuple[tuple[str, tuple[str, ...]], ...]
"""What a book holds: locales, each with the slugs of its articles, in the order of reading."""


@dataclass(frozen=True, slots=True)
class Cover:
    """A cover that is yet to be drawn: its words, what its picture is drawn from, and the font, empty for no words."""

    title: str
    below: str
    seed: str
    font: bytes


def whole_path(locale: str = "") -> str:
    """The path of the book of everything in a locale, or in all of them, in the output."""
    return article_path(locale, WHOLE, ".epub") if locale else f"{WHOLE}.epub"


def everything(edition: Edition) -> Parts:
    """All articles of the locales that have any."""
    parts = (
        (locale, tuple(a.slug for a in edition.project.articles if edition.is_made(locale, a.slug)))
        for locale in edition.project.config.locales
    )
    return tuple((locale, slugs) for locale, slugs in parts if slugs)


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


@dataclass(frozen=True, slots=True)
class Chapter:
    """An article in a book: the name of its file there, and how it is shown."""

    file: str
    frame: Frame
    article: ArticleView


@dataclass(frozen=True, slots=True)
class Part:
    """The articles of one language. `file` is its title page, empty where it is the only part of its book."""

    file: str
    name: str
    frame: Frame
    chapters: tuple[Chapter, ...]


def bound(edition: Edition, path: str, parts: Parts) -> tuple[Book, Cover | None]:
    """The book at a path of the output, and its cover where that is not a picture of the author's."""
    shown = _parts(edition, path, parts)
    first, (locale, slugs) = shown[0], parts[0]
    own = None if _is_whole(path) else _own_cover(edition, slugs[0])
    cover = own.name if own else _COVER
    media = editions.media_in_use(edition, dict.fromkeys(slug for _, slugs in parts for slug in slugs))
    style = Asset(_STYLE, "text/css", dict(edition.project.files).get(f"epub/{_STYLE}", b""))
    around = [
        (COVER, _html(edition, locale, "cover.html", frame=first.frame, picture=cover)),
        (NAV, _html(edition, locale, "nav.html", frame=first.frame, parts=shown)),
    ]
    book = Book(
        address=_address(edition, path),
        title=Text(first.frame.title) if _is_whole(path) else first.chapters[0].article.title,
        lang=locale,
        others=tuple(other for other, _ in parts[1:]),
        dir=first.frame.dir,
        pages=(*around, *_pages(edition, shown)),
        hidden=() if _is_whole(path) else (NAV,),
        files=(style, *([own] if own else []), *_files(media, cover)),
        cover=cover,
        modified=max(modified(edition, *part) for part in parts),
        accessibility=unescape(_html(edition, locale, "access.txt")).strip(),
    )
    views = [chapter.article for part in shown for chapter in part.chapters]
    book = _with_people(book, edition, views, first.frame, subjects=() if _is_whole(path) else views[0].tags)
    return book, None if own else _drawn_cover(edition, path, first, slugs[0])


def covered(book: Book, cover: Cover) -> Book:
    """The book with a cover that is drawn now."""
    picture = cards.cover(cover.title, cover.below, cover.seed, cover.font)
    return replace(book, files=(*book.files, Asset(_COVER, "image/png", picture)))


def _parts(edition: Edition, path: str, parts: Parts) -> tuple[Part, ...]:
    places = [(locale, slug) for locale, slugs in parts for slug in slugs]
    names = {place: f"article-{number}.xhtml" for number, place in enumerate(places, 1)}
    form = Form("epub", tuple((article_path(*place), name) for place, name in names.items()))
    found = []
    for locale, slugs in parts:
        chapters = tuple(_chapter(edition, locale, slug, form, names[locale, slug]) for slug in slugs)
        frame = _frame_of_all(edition, locale, chapters[0].frame) if _is_whole(path) else chapters[0].frame
        file = f"part-{blocks.slug(locale)}.xhtml" if len(parts) > 1 else ""
        found.append(Part(file, languages.autonym(locale), frame, chapters))
    return tuple(found)


def _chapter(edition: Edition, locale: str, slug: str, form: Form, file: str) -> Chapter:
    words = Gettext(edition.strings[locale])
    view = views.article_view(edition, locale, slug, form, (words.gettext(NOTES), words.gettext(BACK)))
    return Chapter(file, views.article_frame(edition, locale, slug, view, form), view)


def _pages(edition: Edition, parts: Iterable[Part]) -> Iterator[tuple[str, str]]:
    for part in parts:
        locale = part.frame.lang
        if part.file:
            yield part.file, _html(edition, locale, "part.html", frame=part.frame, part=part)
        for chapter in part.chapters:
            given = {"frame": chapter.frame, "article": chapter.article}
            yield chapter.file, _html(edition, locale, "article.html", **given)


def _is_whole(path: str) -> bool:
    return path.rpartition("/")[2] == whole_path()


def _with_people(
    book: Book, edition: Edition, shown: Sequence[ArticleView], frame: Frame, subjects: Sequence[Text]
) -> Book:
    settings = edition.project.config
    return replace(
        book,
        authors=_unique(name for view in shown for name in view.authors),
        translators=_unique(name for view in shown for name in view.translators),
        description=frame.description,
        publisher=settings.publisher or edition.says(book.lang, settings.title),
        rights=" ".join(part for part in (settings.licence_name, settings.licence_url) if part),
        date=min((view.date for view in shown if view.date), default=None),
        sources=_unique(text for view in shown for text in _sources(edition, book, view)),
        subjects=tuple(plain(tag) for tag in subjects),
    )


def _sources(edition: Edition, book: Book, view: ArticleView) -> list[str]:
    """What a chapter was made from: the original, where the book lacks it, and the work that it reports on."""
    settings, work = edition.project.config, view.source
    found = []
    if settings.base_url and settings.source_locale not in (book.lang, *book.others):
        found.append(settings.base_url + article_path(settings.source_locale, view.slug))
    if work:
        found.append(", ".join(part for part in (work.author, work.title, work.publisher, work.date, work.url) if part))
    return found


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


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


def _own_cover(edition: Edition, slug: str) -> Asset | None:
    """The picture that an author has chosen; a drawing is none that every reader's program shows."""
    article = edition.article(slug)
    own = edition.media.get(articles.resolve(article.path, article.meta.cover) or "") if article.meta.cover else None
    return Asset(own.name, own.media_type, own.data) if own and own.media_type in _PICTURES else None


def _drawn_cover(edition: Edition, path: str, part: Part, slug: str) -> Cover:
    frame = part.frame
    font = dict(edition.project.files).get(_FONT, b"") if languages.script(frame.lang) in _DRAWN_SCRIPTS else b""
    if _is_whole(path):
        return Cover(frame.title, "", WHOLE, font)
    return Cover(frame.title, ", ".join(part.chapters[0].article.authors) or frame.site_title, slug, font)


def _files(media: Sequence[Medium], cover: str) -> tuple[Asset, ...]:
    """The pictures that chapters show; files that articles only offer stay on the web."""
    pictures = [medium for medium in media if medium.media_type.startswith("image/") and medium.name != cover]
    return tuple(Asset(medium.name, medium.media_type, medium.data) for medium in pictures)
