"""What a pamphlet says of itself: its picture, its edition, and where the same text stands on the web."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from . import articles, covers, figures, languages, qrcodes
from .editions import SVG, Edition, Medium, article_path
from .imposition import PAPER_MM, Size


@dataclass(frozen=True, slots=True)
class Imprint:
    """`cover_svg` is a picture, never empty; `cover_image` the address of an asset to be shown instead, or empty.

    `edition` is a line of text, `web_address` where the text can be read, `qr_svg` the same as a picture; all three
    may be empty.
    """

    cover_svg: str
    cover_image: str
    edition: str
    web_address: str
    qr_svg: str


def imprint(edition: Edition, locale: str, slug: str, page_mm: Size = PAPER_MM["A5"]) -> Imprint:
    """The imprint of an article's pamphlet in a locale, with a picture that covers a page.

    Law: a function of the arguments; no clock, no chance.
    """
    base = edition.project.config.base_url
    address = f"{base}{article_path(locale, slug)}" if base else ""
    given = cover_medium(edition, slug)
    drawn = _drawing(given) if given and given.media_type == SVG else ""
    shown = given.name if given and given.media_type != SVG else ""
    image = f"kitapsha:{shown}" if shown else ""
    return Imprint(
        drawn or covers.cover_art(slug, page_mm), image, _edition(edition, locale, slug), address, qrcodes.svg(address)
    )


def cover_medium(edition: Edition, slug: str) -> Medium | None:
    """The picture that the front matter of an article names for its cover; None without one that can be shown."""
    article = edition.article(slug)
    path = articles.resolve(article.path, article.meta.cover) if article.meta.cover else None
    return edition.media.get(path or "")


def _drawing(medium: Medium) -> str:
    """A drawing as it may stand in a pamphlet, without anything that runs or is fetched; empty if it is none."""
    drawn = figures.localize(medium.data.decode("utf-8", "replace"), lambda text: (text, ""), "", "cover-")
    return drawn if drawn.startswith("<svg") else ""


def _edition(edition: Edition, locale: str, slug: str) -> str:
    """The day of the text: when the translation was revised last, else when the article was."""
    meta = edition.article(slug).meta
    revised = _day(edition.translations[locale, slug].revised)
    day = revised if locale != edition.project.config.source_locale and revised else meta.updated or meta.date
    return languages.format_date(day, locale) if day else ""


def _day(given: str) -> dt.date | None:
    """The day of a catalog's date such as `2026-11-21 18:40+0000`; None where it was never filled in."""
    try:
        return dt.date.fromisoformat(given.strip()[:10])
    except ValueError:
        return None
