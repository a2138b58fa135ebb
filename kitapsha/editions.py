"""Translations and settings to editions: what is published where, and at which address."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from . import articles, figures, images, inline, translate
from .kept import Kept
from .model import Article, Kind, Strings, Translation
from .problems import Problem, Severity, has_errors
from .project import SITE, Project

SVG = "image/svg+xml"
WHOLE = "all"
"""The name of the e-book with everything in a locale; no article can have it."""


@dataclass(frozen=True, slots=True)
class Medium:
    """A file that pages show or offer. `name` is its path in the output; sizes are in pixels, 0 where it has none."""

    name: str
    data: bytes
    media_type: str
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Edition:
    """The whole publication in all its languages, ready to be shown.

    `files`, where it is known, are the paths of single files and pamphlets that exist, so that no page offers others.
    """

    project: Project
    translations: Mapping[tuple[str, str], Translation]
    strings: dict[str, Strings]
    media: dict[str, Medium]
    problems: tuple[Problem, ...] = ()
    by_slug: Mapping[str, Article] = field(default_factory=dict)
    standing: frozenset[str] = frozenset()
    lacking: frozenset[str] = frozenset()
    files: frozenset[str] | None = None

    def article(self, slug: str) -> Article:
        """The article with a slug."""
        return self.by_slug[slug]

    def published(self, locale: str, slug: str) -> bool:
        """Whether an article has a page in a locale: one that can be made, or one that stands and is left alone."""
        return self.is_made(locale, slug) or self._stands(locale, slug)

    def is_made(self, locale: str, slug: str) -> bool:
        """Whether the page can be made as its author and translators mean it."""
        translation = self.translations[locale, slug]
        if not is_usable(self.by_slug[slug]) or not self._readable(locale):
            return False
        if slug in self.lacking and self._stands(locale, slug):
            return False
        if translation.reason == translate.UNREADABLE:
            # A source that cannot be corrected is still the source; but it does not replace the corrected page.
            return locale == self.project.config.source_locale and not self._stands(locale, slug)
        return translation.published

    @property
    def is_partial(self) -> bool:
        """Whether something could not be read, so that lists would lack what stands on the pages."""
        return (
            bool(self.lacking)
            or not all(is_usable(article) for article in self.project.articles)
            or not all(self._readable(locale) for locale in self.project.config.locales)
            or any(translation.reason == translate.UNREADABLE for translation in self.translations.values())
        )

    def _readable(self, locale: str) -> bool:
        catalog = self.project.catalog(locale, SITE)
        return not has_errors(catalog.problems) or f"{locale}/index.html" not in self.standing

    def _stands(self, locale: str, slug: str) -> bool:
        unread = self.translations[locale, slug].reason == translate.UNREADABLE or not self._readable(locale)
        broken = unread or slug in self.lacking or not is_usable(self.by_slug[slug])
        return broken and article_path(locale, slug) in self.standing

    def says(self, locale: str, msgid: str) -> str:
        """A text of the settings, such as the publication's title, in a locale."""
        return next((msgstr[0] for key, msgstr in self.strings[locale].messages if key == (None, msgid)), msgid)


def brief(article: Article) -> Article:
    """What others may show of an article or ask of it: all but its text."""
    return replace(
        article,
        body="",
        segments=tuple(segment for segment in article.segments if segment.kind in _HEADS),
        headings=(),
        problems=(),
    )


def head(translation: Translation, article: Article) -> Translation:
    """What others may show of a translation: its title and the like, and how far it is."""
    keys = {segment.key for segment in article.segments if segment.kind in _HEADS}
    shown = tuple(pair for pair in translation.words if pair[0] in keys)
    return replace(translation, words=shown, problems=())


_HEADS = (Kind.TITLE, Kind.SUBTITLE, Kind.SUMMARY, Kind.FIELD)

UNUSABLE = ("file-", "frontmatter-", "article-limit", "markdown-nesting")


def is_usable(article: Article) -> bool:
    """Whether an article was read as its author meant it; a page made of anything else would have less."""
    return not any(p.severity is Severity.ERROR and p.code.startswith(UNUSABLE) for p in article.problems)


def make(project: Project, standing: frozenset[str] = frozenset(), kept: Kept | None = None) -> Edition:
    """Translate every article into every locale. Problems say what could not be used.

    `standing` are the paths of the output that exist from an earlier build. `lacking` of the result are the articles
    that lack an image or a file. With `kept`, what is as before is not translated anew.
    """
    kept = kept or Kept()
    settings = project.config
    problems: list[Problem] = []
    translations: dict[tuple[str, str], Translation] = {}
    words: dict[str, Strings] = {}
    for locale in settings.locales:
        site = project.catalog(locale, SITE)
        words[locale], refused = kept.make(("strings", locale), translate.strings, site, locale)
        problems += refused
        for article in project.articles:
            catalog = project.catalog(locale, article.slug)
            minimum = settings.minimum_of(locale)
            place, source = ("translation", locale, article.slug), settings.source_locale
            translation = kept.make(place, translate.translate, article, locale, catalog, source, minimum)
            translations[locale, article.slug] = translation
            problems += translation.problems
    media, broken = kept.make(("media",), _media, project.media)
    by_slug = {article.slug: article for article in project.articles}
    lacking = frozenset(article.slug for article in project.articles if _lacks(article, media))
    return Edition(project, translations, words, media, (*problems, *broken), by_slug, standing, lacking)


def _lacks(article: Article, media: dict[str, Medium]) -> bool:
    """Whether an image of an article, or a file that it offers, is not there or cannot be shown."""
    shown = [articles.resolve(article.path, address) for address, _ in article.images]
    offered = [articles.resolve(article.path, address) for address, _ in article.links if inline.is_local(address)]
    if any(path not in media for path in [*shown, *(p for p in offered if p and not p.endswith(".md"))]):
        return True
    drawings = [media[path] for path in shown if path and media[path].media_type == SVG]
    return not all(figures.read(d.data.decode("utf-8", "replace"), d.name).usable for d in drawings)


def _media(files: tuple[tuple[str, bytes], ...]) -> tuple[dict[str, Medium], list[Problem]]:
    found: dict[str, Medium] = {}
    problems: list[Problem] = []
    for path, data in files:
        name = f"media/{path.removeprefix('source/')}"
        suffix = posixpath.splitext(path)[1].lower()
        if suffix == ".svg":
            found[path] = Medium(name, data, SVG)
        elif suffix in (".png", ".jpg", ".jpeg", ".gif", ".webp"):
            image = images.read(data, path)
            if isinstance(image, Problem):
                problems.append(image)
            else:
                found[path] = Medium(name, image.data, image.media_type, image.width, image.height)
        else:
            found[path] = Medium(name, data, "application/octet-stream")
    return found, problems


# --- addresses --------------------------------------------------------------------------------------------


def article_path(locale: str, slug: str, ending: str = ".html") -> str:
    """The path of an article's file in the output."""
    return f"{locale}/{slug}{ending}"


def relative(page: str, target: str) -> str:
    """The address of one file of the output as seen from another: it works on a server and from a USB stick."""
    return posixpath.relpath(target, posixpath.dirname(page) or ".")


# --- files --------------------------------------------------------------------------------------------------


def media_in_use(edition: Edition, slugs: Iterable[str]) -> tuple[Medium, ...]:
    """The files that the pages of some articles need beside them; drawings are inside the pages."""
    used: dict[str, Medium] = {}
    for slug in slugs:
        article = edition.article(slug)
        for address, _ in (*article.images, *article.links):
            medium = edition.media.get(articles.resolve(article.path, address) or "")
            if medium and medium.media_type != SVG:
                used[medium.name] = medium
    return tuple(used.values())
