"""Atom and JSON feeds of a language, the sitemap and robots.txt, as text.

An article stands in the feeds of the languages in which it is published, if it has a date: feeds are about what is new.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from urllib.parse import quote, urlsplit

from . import inline, metadata
from .editions import Edition, article_path
from .metadata import DEFAULT


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in a feed. `id` stays the same for ever, whatever becomes of address and title."""

    id: str
    url: str
    title: str
    summary: str
    authors: tuple[str, ...]
    published: dt.date
    updated: dt.date
    others: tuple[tuple[str, str], ...]


def entries(edition: Edition, locale: str) -> tuple[Entry, ...]:
    """The articles of a language, the newest first."""
    articles = [a for a in edition.project.articles if edition.published(locale, a.slug)]
    found = []
    for article in articles:
        published = article.meta.date or article.meta.updated
        if not published:
            continue
        words = dict(edition.translations[locale, article.slug].words)
        given = words.get((None, article.meta.summary))
        path = article_path(locale, article.slug)
        links = metadata.links(edition, metadata.article_family(edition, article.slug))
        found.append(
            Entry(
                id=f"tag:{_host(edition)},{published.year}:{quote(path.removesuffix('.html'))}",
                url=metadata.address(edition, path),
                title=metadata.title_of(edition, locale, article.slug),
                summary=inline.plain(given.text) if given and given.lang == locale else "",
                authors=metadata.author_names(edition, locale, article.slug),
                published=published,
                updated=metadata.changed(edition, locale, article.slug) or published,
                others=tuple((lang, url) for lang, url in links if lang not in (locale, DEFAULT)),
            )
        )
    return tuple(sorted(found, key=lambda entry: (entry.updated, entry.id), reverse=True))


def _host(edition: Edition) -> str:
    return urlsplit(edition.project.config.base_url).hostname or ""


def _moment(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def atom(edition: Edition, locale: str) -> str:
    """The Atom feed of a language (RFC 4287)."""
    settings, listed = edition.project.config, entries(edition, locale)
    home, own = (metadata.address(edition, f"{locale}/{name}") for name in ("index.html", "feed.xml"))
    updated = max((entry.updated for entry in listed), default=dt.date(1970, 1, 1))
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{locale}">',
        _element("id", f"tag:{_host(edition)},1970:{locale}"),
        _element("title", edition.says(locale, settings.title)),
        *([_element("subtitle", edition.says(locale, settings.description))] if settings.description else []),
        _element("updated", _moment(updated)),
        _author(settings.publisher or edition.says(locale, settings.title)),
        _link("self", own, 'type="application/atom+xml"'),
        _link("alternate", home, f'type="text/html" hreflang="{locale}"'),
        *(line for entry in listed for line in _atom_entry(entry, locale)),
        "</feed>",
    ]
    return "\n".join(lines) + "\n"


def _atom_entry(entry: Entry, locale: str) -> Iterable[str]:
    yield "<entry>"
    yield _element("id", entry.id)
    yield _element("title", entry.title)
    yield _element("published", _moment(entry.published))
    yield _element("updated", _moment(entry.updated))
    yield from (_author(name) for name in entry.authors)
    yield _link("alternate", entry.url, f'type="text/html" hreflang="{locale}"')
    # Programs that know one address for each entry take whichever alternate they find last.
    for lang, url in entry.others:
        yield _link("related", url, f'type="text/html" hreflang="{lang}"')
    if entry.summary:
        yield _element("summary", entry.summary)
    yield "</entry>"


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"


def _author(name: str) -> str:
    return f"<author>{_element('name', name)}</author>"


def _link(relation: str, url: str, details: str) -> str:
    return f'<link rel="{relation}" {details} href="{escape(url)}"/>'


def json_feed(edition: Edition, locale: str) -> str:
    """The feed of a language as JSON Feed 1.1."""
    settings = edition.project.config
    feed: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": edition.says(locale, settings.title),
        "description": edition.says(locale, settings.description) if settings.description else "",
        "home_page_url": metadata.address(edition, f"{locale}/index.html"),
        "feed_url": metadata.address(edition, f"{locale}/feed.json"),
        "language": locale,
        "authors": [{"name": settings.publisher}] if settings.publisher else [],
        "items": [_item(entry, locale) for entry in entries(edition, locale)],
    }
    kept = {key: value for key, value in feed.items() if value or key == "items"}
    return json.dumps(kept, ensure_ascii=False, indent=1) + "\n"


def _item(entry: Entry, locale: str) -> dict[str, object]:
    return {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_text": entry.summary or entry.title,
        "date_published": _moment(entry.published),
        "date_modified": _moment(entry.updated),
        "authors": [{"name": name} for name in entry.authors],
        "language": locale,
    }


# --- for crawlers -----------------------------------------------------------------------------------------


def sitemap(edition: Edition) -> str:
    """Every page with its other languages, the same set that stands in its head.

    Raises AssertionError where pages do not name each other: that would be a fault of ours.
    """
    named: dict[str, tuple[tuple[str, str], ...]] = {}
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for family in metadata.families(edition):
        links = metadata.links(edition, family)
        for path in family.paths:
            named[metadata.address(edition, path)] = links
            lines += _url(edition, path, family.slug, links)
    metadata.require_symmetry(named)
    return "\n".join([*lines, "</urlset>"]) + "\n"


def _url(edition: Edition, path: str, slug: str, links: tuple[tuple[str, str], ...]) -> Iterable[str]:
    changed = metadata.changed(edition, path.split("/")[0], slug) if slug else None
    yield f"<url>{_element('loc', metadata.address(edition, path))}"
    if changed:
        yield _element("lastmod", changed.isoformat())
    yield from (f'<xhtml:link rel="alternate" hreflang="{lang}" href="{escape(url)}"/>' for lang, url in links)
    yield "</url>"


def robots(edition: Edition) -> str:
    """robots.txt: everything may be read."""
    where = metadata.address(edition, "sitemap.xml")
    return "User-agent: *\nDisallow:\n" + (f"\nSitemap: {where}\n" if where else "")
