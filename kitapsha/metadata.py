"""What pages say of themselves to machines: addresses, languages, Open Graph, JSON-LD; nothing of it needs a clock.

Addresses are absolute, so they are given only where the publication knows its own (`base_url`): wrong ones are worse
than none. What is not published in a language is in no set of alternates.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from . import inline, languages
from .editions import Edition, article_path
from .model import Article, Head

CARD_FONTS = ("fonts/Literata-Bold.ttf", "fonts/GolosText-SemiBold.ttf")
CARD_SCRIPTS = ("Latn", "Cyrl")
"""Scripts that these faces have."""
CARD_WIDTH, CARD_HEIGHT = 1200, 630
DEFAULT = "x-default"


@dataclass(frozen=True, slots=True)
class Family:
    """One page in all its languages. `pages` are hreflang and path; `slug` is that of the article, empty for lists."""

    pages: tuple[tuple[str, str], ...]
    slug: str = ""

    @property
    def paths(self) -> tuple[str, ...]:
        """Each file of the family once."""
        return tuple(dict.fromkeys(path for _, path in self.pages))


def index_family(edition: Edition) -> Family:
    """The lists of articles; who speaks none of the languages chooses one."""
    return _family({locale: f"{locale}/index.html" for locale in edition.project.config.locales}, "index.html")


def status_family(edition: Edition) -> Family:
    """The pages that say how far the translations are."""
    settings = edition.project.config
    pages = {locale: f"{locale}/status.html" for locale in settings.locales}
    return _family(pages, pages.get(settings.source_locale, ""))


def article_family(edition: Edition, slug: str) -> Family:
    """An article in the languages in which it is published; the original is for all other readers."""
    settings = edition.project.config
    pages = {lang: article_path(lang, slug) for lang in settings.locales if edition.published(lang, slug)}
    return _family(pages, pages.get(settings.source_locale, ""), slug)


def _family(pages: dict[str, str], default: str, slug: str = "") -> Family:
    return Family((*pages.items(), *([(DEFAULT, default)] if default else [])), slug)


def families(edition: Edition) -> Iterator[Family]:
    """Every page that stands in the sitemap, with its other languages."""
    yield index_family(edition)
    yield status_family(edition)
    for article in edition.project.articles:
        if (family := article_family(edition, article.slug)).pages:
            yield family


def require_symmetry(links: dict[str, tuple[tuple[str, str], ...]]) -> None:
    """Raise AssertionError unless every page names itself, and is named by all that it names, with the same set.

    `links` are hreflang and address by the address of the page.
    """
    for page, named in links.items():
        for _, other in named:
            if set(links.get(other, ())) != set(named) or page not in {address for _, address in named}:
                raise AssertionError(f"{page} and {other} do not name the same languages")


def address(edition: Edition, path: str) -> str:
    """The absolute address of a file; empty where the publication does not know its own."""
    base = edition.project.config.base_url
    if not base:
        return ""
    # The folder is the address of its list, as hosts serve it.
    return base + quote("" if path == "index.html" else path)


def links(edition: Edition, family: Family) -> tuple[tuple[str, str], ...]:
    """The languages of a page and their absolute addresses, itself included; none without base_url."""
    if not edition.project.config.base_url:
        return ()
    return tuple((lang, address(edition, path)) for lang, path in family.pages)


# --- heads ------------------------------------------------------------------------------------------------


def list_head(edition: Edition, locale: str, path: str, family: Family, title: str, description: str) -> Head:
    """The head of a page that lists articles or states."""
    canonical = address(edition, path)
    properties = [("og:type", "website"), *_common(edition, locale, canonical, family, title, description)]
    return Head(canonical, links(edition, family), tuple(properties))


def article_head(edition: Edition, locale: str, slug: str, title: str, description: str) -> Head:
    """The head of an article's page."""
    family = article_family(edition, slug)
    canonical = address(edition, article_path(locale, slug))
    meta = edition.article(slug).meta
    properties = [("og:type", "article"), *_common(edition, locale, canonical, family, title, description)]
    if card := card_path(edition, locale, slug):
        properties += [
            ("og:image", address(edition, card)),
            ("og:image:type", "image/png"),
            ("og:image:width", str(CARD_WIDTH)),
            ("og:image:height", str(CARD_HEIGHT)),
            ("og:image:alt", title),
            ("twitter:card", "summary_large_image"),
        ]
    days = (("article:published_time", meta.date), ("article:modified_time", changed(edition, locale, slug)))
    properties += [(name, day.isoformat()) for name, day in days if day]
    data = json.dumps(_data(edition, locale, slug, title), ensure_ascii=False, separators=(",", ":"))
    return Head(canonical, links(edition, family), tuple(properties), data)


def aside_head(edition: Edition, path: str) -> Head:
    """The head of another form of a page, which is the one to be found."""
    return Head(address(edition, path))


def _common(
    edition: Edition, locale: str, canonical: str, family: Family, title: str, description: str
) -> Iterator[tuple[str, str]]:
    yield "og:title", title
    if description:
        yield "og:description", description
    yield "og:site_name", edition.says(locale, edition.project.config.title)
    if canonical:
        yield "og:url", canonical
    yield "og:locale", languages.open_graph(locale)
    others = (languages.open_graph(lang) for lang, _ in family.pages if lang not in (locale, DEFAULT))
    yield from (("og:locale:alternate", other) for other in dict.fromkeys(others) if canonical)


def card_path(edition: Edition, locale: str, slug: str) -> str:
    """The path of the picture that stands for an article elsewhere; empty where none is made."""
    files = {name for name, _ in edition.project.files}
    drawable = languages.script(locale) in CARD_SCRIPTS and files.issuperset(CARD_FONTS)
    return article_path(locale, slug, ".card.png") if drawable and edition.project.config.base_url else ""


# --- JSON-LD ----------------------------------------------------------------------------------------------


def _data(edition: Edition, locale: str, slug: str, title: str) -> dict[str, object]:
    """The article in the words of schema.org."""
    settings, meta = edition.project.config, edition.article(slug).meta
    changed_on = changed(edition, locale, slug)
    names = author_names(edition, locale, slug)
    found: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Article",
        **_place(edition, locale, slug),
        "headline": title,
        "inLanguage": locale,
        "author": [_maker(edition, name, written) for name, written in zip(names, meta.authors, strict=True)],
        "translator": [{"@type": "Person", "name": name} for name in edition.translations[locale, slug].translators],
        "publisher": {"@type": "Organization", "name": settings.publisher} if settings.publisher else "",
        "datePublished": meta.date.isoformat() if meta.date else "",
        "dateModified": changed_on.isoformat() if changed_on else "",
        "image": address(edition, card) if (card := card_path(edition, locale, slug)) else "",
        "license": settings.licence_url,
        "isAccessibleForFree": True,
        **_works(edition, locale, slug),
    }
    return {key: value for key, value in found.items() if value}


def _place(edition: Edition, locale: str, slug: str) -> dict[str, object]:
    url = address(edition, article_path(locale, slug))
    return {"@id": url, "url": url} if url else {}


def _maker(edition: Edition, name: str, written: str) -> dict[str, str]:
    """An author; the publisher is no person."""
    is_publisher = written == edition.project.config.publisher
    return {"@type": "Organization" if is_publisher else "Person", "name": name}


def _works(edition: Edition, locale: str, slug: str) -> dict[str, object]:
    """The original of a translation, or the translations of the original."""
    source = edition.project.config.source_locale
    if locale != source:
        return {"translationOfWork": _work(edition, source, slug)} if edition.published(source, slug) else {}
    others = [lang for lang in edition.project.config.locales if lang != source and edition.published(lang, slug)]
    return {"workTranslation": [_work(edition, lang, slug) for lang in others]}


def _work(edition: Edition, locale: str, slug: str) -> dict[str, object]:
    work: dict[str, object] = {"@type": "Article", "inLanguage": locale}
    if locale == edition.project.config.source_locale:
        # The original names no title of a translation, so that it stays as it is when one changes.
        work["headline"] = title_of(edition, locale, slug)
    url = address(edition, article_path(locale, slug))
    return {**work, "@id": url} if url else work


def title_of(edition: Edition, locale: str, slug: str) -> str:
    """The title of an article as plain text."""
    words = dict(edition.translations[locale, slug].words)
    return inline.plain(words[edition.article(slug).segments[0].key].text)


def author_names(edition: Edition, locale: str, slug: str) -> tuple[str, ...]:
    """The names of the authors as the language writes them, as plain text."""
    words = dict(edition.translations[locale, slug].words)
    names = edition.article(slug).meta.authors
    return tuple(inline.plain(given.text if (given := words.get((None, name))) else name) for name in names)


# --- dates ------------------------------------------------------------------------------------------------


def changed(edition: Edition, locale: str, slug: str) -> dt.date | None:
    """The day on which the page last changed: the article's, or that of its translation where it is later."""
    days = [_written(edition.article(slug))]
    if locale != edition.project.config.source_locale:
        days.append(_day(edition.translations[locale, slug].revised))
    return max((day for day in days if day), default=None)


def _written(article: Article) -> dt.date | None:
    return article.meta.updated or article.meta.date


def _day(written: str) -> dt.date | None:
    """The day of a PO-Revision-Date; None where a tool has left a pattern instead, or no such day exists."""
    match = re.match(r"(\d{4})-(\d\d)-(\d\d)\b", written, re.ASCII)
    try:
        return dt.date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
