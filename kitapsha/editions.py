"""Translations and settings to editions: which pages there are, at which addresses, and what each of them shows."""

from __future__ import annotations

import base64
import functools
import posixpath
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from html import escape

from . import articles, blocks, figures, images, inline, languages, markdown, translate
from .markdown import Scene, Target
from .model import (
    Alternate,
    Article,
    ArticleView,
    ChooserEntry,
    Download,
    Frame,
    IndexEntry,
    Key,
    Notice,
    State,
    StatusRow,
    Strings,
    Text,
    Translation,
    Words,
)
from .problems import Problem, Severity, has_errors
from .project import SITE, Project

WORDS_PER_MINUTE = 200
DESCRIPTION_LENGTH = 300


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
    """The whole publication in all its languages, ready to be shown."""

    project: Project
    translations: dict[tuple[str, str], Translation]
    strings: dict[str, Strings]
    media: dict[str, Medium]
    problems: tuple[Problem, ...] = ()
    by_slug: dict[str, Article] = field(default_factory=dict)
    standing: frozenset[str] = frozenset()
    lacking: frozenset[str] = frozenset()

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


UNUSABLE = ("file-", "frontmatter-", "article-limit", "markdown-nesting")


def is_usable(article: Article) -> bool:
    """Whether an article was read as its author meant it; a page made of anything else would have less."""
    return not any(p.severity is Severity.ERROR and p.code.startswith(UNUSABLE) for p in article.problems)


def make(project: Project, standing: frozenset[str] = frozenset()) -> Edition:
    """Translate every article into every locale. Problems say what could not be used.

    `standing` are the paths of the output that exist from an earlier build. `lacking` of the result are the articles
    that lack an image or a file.
    """
    settings = project.config
    problems: list[Problem] = []
    translations: dict[tuple[str, str], Translation] = {}
    words: dict[str, Strings] = {}
    for locale in settings.locales:
        words[locale], refused = translate.strings(project.catalog(locale, SITE), locale)
        problems += refused
        for article in project.articles:
            catalog = project.catalog(locale, article.slug)
            minimum = settings.minimum_of(locale)
            translation = translate.translate(article, locale, catalog, settings.source_locale, minimum)
            translations[locale, article.slug] = translation
            problems += translation.problems
    media, broken = _media(project)
    by_slug = {article.slug: article for article in project.articles}
    lacking = frozenset(article.slug for article in project.articles if _lacks(article, media))
    return Edition(project, translations, words, media, (*problems, *broken), by_slug, standing, lacking)


def _lacks(article: Article, media: dict[str, Medium]) -> bool:
    """Whether an image of an article, or a file that it offers, is not there or cannot be shown."""
    shown = [articles.resolve(article.path, address) for address, _ in article.images]
    offered = [articles.resolve(article.path, address) for address, _ in article.links if inline.is_local(address)]
    if any(path not in media for path in [*shown, *(p for p in offered if p and not p.endswith(".md"))]):
        return True
    drawings = [media[path] for path in shown if path and media[path].media_type == "image/svg+xml"]
    return not all(figures.read(d.data.decode("utf-8", "replace"), d.name).usable for d in drawings)


def _media(project: Project) -> tuple[dict[str, Medium], list[Problem]]:
    found: dict[str, Medium] = {}
    problems: list[Problem] = []
    for path, data in project.media:
        name = f"media/{path.removeprefix('source/')}"
        suffix = posixpath.splitext(path)[1].lower()
        if suffix == ".svg":
            found[path] = Medium(name, data, "image/svg+xml")
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


@dataclass(frozen=True, slots=True)
class Form:
    """The form in which an article is shown: a page, a single file, or a pamphlet for paper."""

    name: str

    @property
    def alone(self) -> bool:
        """Whether the file travels without the site around it."""
        return self.name != "html"

    @property
    def paper(self) -> bool:
        """Whether it has pages."""
        return self.name == "pdf"


PAGE, SINGLE, PAMPHLET = Form("html"), Form("single"), Form("pdf")


def _link(edition: Edition, article: Article, locale: str, form: Form, page: str, address: str) -> Target | None:
    """Where a link of an article leads from one of its forms; None where it can lead nowhere."""
    if not inline.is_safe_address(address):
        return None
    path = articles.resolve(article.path, address)
    if path is None or address.startswith("#") or not address:
        return Target(address) if address and not (inline.is_local(address) and path is None) else None
    anchor = f"#{address.split('#', 1)[1]}" if "#" in address else ""
    if path in edition.media:
        return _outside(edition, edition.media[path].name, form, page)
    slug = path.removeprefix("source/").removesuffix(".md")
    if slug not in edition.by_slug:
        return None
    settings = edition.project.config
    shown = locale if edition.published(locale, slug) else settings.source_locale
    if not edition.published(shown, slug):
        return None
    target = _outside(edition, article_path(shown, slug), form, page)
    if target is None:
        return None
    target = replace(target, href=target.href + anchor)
    return target if shown == locale else replace(target, lang=shown, lang_name=languages.autonym(shown))


def _outside(edition: Edition, path: str, form: Form, page: str) -> Target | None:
    """A file of the site as seen from a page, or from a file that travels alone, which needs the public address."""
    if not form.alone:
        return Target(relative(page, path))
    base = edition.project.config.base_url
    return Target(f"{base}{path}") if base else None


# --- images -----------------------------------------------------------------------------------------------


def _image(
    edition: Edition,
    article: Article,
    words: dict[str, Words],
    scene_lang: str,
    form: Form,
    page: str,
    src: str,
    alt: str,
    title: str,
) -> str:
    path = articles.resolve(article.path, src)
    medium = edition.media.get(path or "")
    if medium is None or path is None:
        return f'<span class="missing-image">{escape(alt)}</span>'
    if medium.media_type == "image/svg+xml":

        def label(text: str) -> tuple[str, str]:
            given = words.get(text)
            if given is None:
                return text, ""
            return given.text, given.lang if given.lang != scene_lang else ""

        prefix = f"{blocks.slug(posixpath.basename(path))}-"
        return figures.localize(medium.data.decode("utf-8", "replace"), label, alt, prefix)
    if form.paper:
        address = f"kitapsha:{medium.name}"
    elif form.alone:
        address = f"data:{medium.media_type};base64,{base64.b64encode(medium.data).decode()}"
    else:
        address = relative(page, medium.name)
    named = f' title="{escape(title)}"' if title else ""
    size = f' width="{medium.width}" height="{medium.height}"'
    lazy = "" if form.paper else ' loading="lazy"'
    return f'<img src="{escape(address)}" alt="{escape(alt)}"{named}{size}{lazy}>'


# --- articles ---------------------------------------------------------------------------------------------


def article_view(edition: Edition, locale: str, slug: str, form: Form, notes: tuple[str, str]) -> ArticleView:
    """An article as a page or pamphlet shows it.

    `notes` are the heading of the footnotes and the words of the way back to their calls.
    Law: everything is a function of the arguments; nothing is read.
    """
    article = edition.article(slug)
    translation = edition.translations[locale, slug]
    source_locale = edition.project.config.source_locale
    page = article_path(locale, slug)
    words = dict(translation.words)
    labels = {msgid: given for (context, msgid), given in words.items() if context is None}
    scene = Scene(
        locale,
        source_locale,
        link=functools.partial(_link, edition, article, locale, form, page),
        image=functools.partial(_image, edition, article, labels, locale, form, page),
        notes_heading=notes[0],
        notes_back=notes[1],
        notes_inline=form.paper,
    )

    def text(msgid: str) -> Text:
        if not msgid:
            return Text("")
        given = words.get((None, msgid)) or Words(msgid, source_locale, State.SOURCE)
        lang = given.lang if given.lang != locale else ""
        return Text(markdown.render_inline(given.text, given.lang, scene), lang)

    rendered = markdown.render(article.body, words, scene, edition.project.dialect)
    meta = article.meta
    return ArticleView(
        slug=slug,
        title=text(article.title),
        subtitle=text(meta.subtitle),
        summary=text(meta.summary),
        series=text(meta.series),
        # Every language writes names in its own script, so they are translated; a name is plain text.
        authors=tuple(inline.plain(_shown(words, name)) for name in meta.authors),
        translators=translation.translators,
        date=meta.date,
        updated=meta.updated,
        tags=tuple(text(tag) for tag in meta.tags),
        source=meta.source,
        body=rendered.html,
        toc=rendered.toc,
        minutes=max(1, round(translation.coverage.total.words / WORDS_PER_MINUTE)),
        notice=_notice(edition, locale, slug, form),
        downloads=downloads(edition, locale, slug, page) if form is PAGE else (),
        editions=_pamphlets(edition, locale, slug) if form.paper else alternates(edition, locale, slug, page),
        fields=tuple((name, text(value)) for name, value in meta.fields),
        extra=meta.extra,
        draft=form.paper and translation.coverage.percent < 100,
    )


def _shown(words: dict[Key, Words], msgid: str) -> str:
    given = words.get((None, msgid))
    return given.text if given else msgid


def _notice(edition: Edition, locale: str, slug: str, form: Form) -> Notice | None:
    coverage = edition.translations[locale, slug].coverage
    source = edition.project.config.source_locale
    if locale == source or coverage.percent == 100:
        return None
    target = _outside(edition, article_path(source, slug), form, article_path(locale, slug))
    name = languages.autonym(source)
    return Notice(coverage.translated.segments, coverage.total.segments, source, name, target.href if target else "")


def downloads(edition: Edition, locale: str, slug: str, page: str) -> tuple[Download, ...]:
    """The files to take away, as seen from a page."""
    endings = {"pdf": ".pdf", "booklet": "-booklet.pdf", "single": ".single.html"}
    return tuple(
        Download(kind, relative(page, article_path(locale, slug, ending)))
        for kind, ending in endings.items()
        if kind in edition.project.config.outputs
    )


def alternates(edition: Edition, locale: str, slug: str, page: str) -> tuple[Alternate, ...]:
    """The same article in all languages in which it is published."""
    return _alternates(
        edition, locale, page, lambda other: article_path(other, slug), lambda other: edition.published(other, slug)
    )


def _pamphlets(edition: Edition, locale: str, slug: str) -> tuple[Alternate, ...]:
    """The other editions as the back of a pamphlet names them, with their titles."""
    base = edition.project.config.base_url
    article = edition.article(slug)
    found = []
    for other in alternates(edition, locale, slug, ""):
        words = dict(edition.translations[other.lang, slug].words)
        title = inline.plain(words[article.segments[0].key].text)
        url = f"{base}{article_path(other.lang, slug)}" if base else ""
        found.append(replace(other, name=f"{other.name}: {title}", url=url))
    return tuple(found)


def _alternates(
    edition: Edition, locale: str, page: str, target: Callable[[str], str], exists: Callable[[str], bool]
) -> tuple[Alternate, ...]:
    return tuple(
        Alternate(
            other, languages.direction(other), languages.autonym(other), relative(page, target(other)), other == locale
        )
        for other in edition.project.config.locales
        if exists(other)
    )


def article_frame(edition: Edition, locale: str, slug: str, view: ArticleView, form: Form = PAGE) -> Frame:
    """What surrounds an article."""
    article = edition.article(slug)
    words = dict(edition.translations[locale, slug].words)
    page = article_path(locale, slug)
    title = inline.plain(words[article.segments[0].key].text)
    summary = article.meta.summary
    given = words.get((None, summary))
    description = inline.plain(given.text if given and given.lang == locale else "")
    frame = _frame(edition, locale, page, title, description[:DESCRIPTION_LENGTH])
    if form.alone:
        return replace(frame, alternates=(), home="", status="", root="")
    return replace(frame, alternates=view.editions)


def _frame(edition: Edition, locale: str, page: str, title: str, description: str) -> Frame:
    settings = edition.project.config
    root = "../" * page.count("/")
    return Frame(
        lang=locale,
        dir=languages.direction(locale),
        title=title,
        description=description,
        site_title=edition.says(locale, settings.title),
        root=root,
        home=relative(page, f"{locale}/index.html"),
        status=relative(page, f"{locale}/status.html"),
    )


# --- lists ------------------------------------------------------------------------------------------------


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
    frame = _frame(edition, locale, page, edition.says(locale, settings.title), description)
    return replace(
        frame, alternates=_alternates(edition, locale, page, lambda other: f"{other}/{name}", lambda _: True)
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
        html = markdown.render_inline(given.text, given.lang, Scene(shown, shown, link=lambda _: None))
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


def chooser_frame(edition: Edition) -> Frame:
    """What surrounds the list of languages at the top of the site."""
    settings = edition.project.config
    frame = _frame(edition, settings.source_locale, "index.html", settings.title, settings.description)
    return replace(frame, title=edition.says(settings.source_locale, settings.title), home="", status="")


def chooser_entries(edition: Edition) -> tuple[ChooserEntry, ...]:
    """One entry for each language, with the publication's title and description in it."""
    settings = edition.project.config
    entries = []
    for alternate in _alternates(edition, "", "index.html", lambda other: f"{other}/index.html", lambda _: True):
        count = sum(edition.published(alternate.lang, article.slug) for article in edition.project.articles)
        description = edition.says(alternate.lang, settings.description) if settings.description else ""
        entries.append(ChooserEntry(alternate, edition.says(alternate.lang, settings.title), description, count))
    return tuple(entries)


def status_rows(edition: Edition, locale: str) -> tuple[StatusRow, ...]:
    """How far each article is translated into a locale."""
    rows = []
    for article in edition.project.articles:
        translation = edition.translations[locale, article.slug]
        given = dict(translation.words)[article.segments[0].key]
        lang = given.lang if given.lang != locale else ""
        html = markdown.render_inline(given.text, given.lang, Scene(locale, locale, link=lambda _: None))
        url = relative(f"{locale}/status.html", article_path(locale, article.slug)) if translation.published else ""
        rows.append(StatusRow(Text(html, lang), url, translation.coverage, translation.reason))
    return tuple(rows)


def media_in_use(edition: Edition, slugs: Iterable[str]) -> tuple[Medium, ...]:
    """The files that the pages of some articles need beside them; drawings are inside the pages."""
    used: dict[str, Medium] = {}
    for slug in slugs:
        article = edition.article(slug)
        for address, _ in (*article.images, *article.links):
            medium = edition.media.get(articles.resolve(article.path, address) or "")
            shown = {src for src, _ in article.images}
            if medium and not (medium.media_type == "image/svg+xml" and address in shown):
                used[medium.name] = medium
    return tuple(used.values())
