"""Articles as pages, single files and pamphlets show them."""

from __future__ import annotations

import base64
import functools
import posixpath
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from urllib.parse import quote

from . import articles, blocks, figures, inline, kinds, languages, rendering
from .editions import SVG, Edition, article_path, relative
from .model import Alternate, Article, ArticleView, Download, Frame, Key, Notice, State, Text, Words
from .rendering import Scene, Target
from .sitetext import CLOSE, OFFER
from .strings import Gettext

WORDS_PER_MINUTE = 200
DESCRIPTION_LENGTH = 300
PRINTED_SCRIPTS = ("Latn", "Cyrl", "Arab")
"""Scripts that the faces of pamphlets have."""


@dataclass(frozen=True, slots=True)
class Form:
    """The form in which an article is shown: a page, a single file, a pamphlet for paper, or chapters of an e-book.

    `chapters` are the pages that stand in the same book, with the names of their files there.
    """

    name: str
    chapters: tuple[tuple[str, str], ...] = ()

    @property
    def alone(self) -> bool:
        """Whether the file travels without the site around it."""
        return self.name != "html"

    @property
    def paper(self) -> bool:
        """Whether it has pages."""
        return self.name in ("pdf", "parallel")

    @property
    def notes_inline(self) -> bool:
        """Whether footnotes stand at the foot of their page; else they stand at the end."""
        return self.name == "pdf"

    @property
    def book(self) -> bool:
        """Whether it is an e-book."""
        return self.name == "epub"


PAGE, SINGLE, PAMPHLET, PARALLEL = Form("html"), Form("single"), Form("pdf"), Form("parallel")


def link_target(edition: Edition, article: Article, locale: str, form: Form, page: str, address: str) -> Target | None:
    """Where a link of an article leads from one of its forms; None where it can lead nowhere."""
    if not inline.is_safe_address(address):
        return None
    path = articles.resolve(article.path, address)
    if path is None or address.startswith("#") or not address:
        return Target(address) if address and not (inline.is_local(address) and path is None) else None
    anchor = f"#{address.split('#', 1)[1]}" if "#" in address else ""
    if medium := edition.media.get(path):
        # Drawings stand inside pages and have no file of their own.
        return None if medium.media_type == SVG else _outside(edition, medium.name, form, page)
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
    if chapter := dict(form.chapters).get(path):
        return Target(chapter)
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
    if medium.media_type == SVG:

        def label(text: str) -> tuple[str, str]:
            given = words.get(text)
            if given is None:
                return text, ""
            return given.text, given.lang if given.lang != scene_lang else ""

        prefix = f"{blocks.slug(posixpath.basename(path))}-"
        return figures.localize(medium.data.decode("utf-8", "replace"), label, alt, prefix)
    if form.paper:
        address = f"kitapsha:{medium.name}"
    elif form.book:
        address = quote(medium.name)
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
        link=functools.partial(link_target, edition, article, locale, form, page),
        image=functools.partial(_image, edition, article, labels, locale, form, page),
        notes_heading=notes[0],
        notes_back=notes[1],
        notes_inline=form.notes_inline,
    )

    def text(msgid: str) -> Text:
        if not msgid:
            return Text("")
        given = words.get((None, msgid)) or Words(msgid, source_locale, State.SOURCE)
        lang = given.lang if given.lang != locale else ""
        return Text(rendering.render_inline(given.text, given.lang, scene), lang)

    rendered = rendering.render(article.body, words, scene, edition.project.dialect)
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
        draft=(form.paper or form.book) and translation.coverage.percent < 100,
    )


def _shown(words: dict[Key, Words], msgid: str) -> str:
    given = words.get((None, msgid))
    return given.text if given else msgid


def _notice(edition: Edition, locale: str, slug: str, form: Form) -> Notice | None:
    coverage = edition.translations[locale, slug].coverage
    source = edition.project.config.source_locale
    if locale == source or coverage.percent == 100:
        return None
    there = edition.published(source, slug)
    target = _outside(edition, article_path(source, slug), form, article_path(locale, slug)) if there else None
    name = languages.autonym(source)
    return Notice(coverage.translated.segments, coverage.total.segments, source, name, target.href if target else "")


def downloads(edition: Edition, locale: str, slug: str, page: str) -> tuple[Download, ...]:
    """The files to take away, as seen from a page."""
    outputs = edition.project.config.outputs
    endings = {kind: kinds.ending(kind) for kind in kinds_of(edition, slug)}
    endings |= {kind: ending for kind, ending in (("epub", ".epub"), ("single", ".single.html")) if kind in outputs}
    return tuple(
        Download(kind, relative(page, article_path(locale, slug, ending)))
        for kind, ending in endings.items()
        if edition.files is None or article_path(locale, slug, ending) in edition.files
    )


def kinds_of(edition: Edition, slug: str) -> tuple[str, ...]:
    """The kinds of pamphlet that are made of an article."""
    return kinds.of_article(edition.project.config.outputs, edition.article(slug).meta.pamphlets)


def alternates(edition: Edition, locale: str, slug: str, page: str) -> tuple[Alternate, ...]:
    """The same article in all languages in which it is published."""
    return alternates_of(
        edition, locale, page, lambda other: article_path(other, slug), lambda other: edition.published(other, slug)
    )


def _pamphlets(edition: Edition, locale: str, slug: str) -> tuple[Alternate, ...]:
    """The other editions as the back of a pamphlet names them, with their titles."""
    base = edition.project.config.base_url
    article = edition.article(slug)
    found = []
    for other in alternates(edition, locale, slug, ""):
        words = dict(edition.translations[other.lang, slug].words)
        url = f"{base}{article_path(other.lang, slug)}" if base else ""
        if languages.script(other.lang) in PRINTED_SCRIPTS:
            title = inline.plain(words[article.segments[0].key].text)
            found.append(replace(other, name=f"{other.name}: {title}", url=url))
        else:
            # The fonts of a pamphlet may have no letters for it; its name in the reader's language always prints.
            name = languages.language_name(other.lang, locale)
            found.append(replace(other, lang=locale, dir=languages.direction(locale), name=name, url=url))
    return tuple(found)


def alternates_of(
    edition: Edition, locale: str, page: str, target: Callable[[str], str], exists: Callable[[str], bool]
) -> tuple[Alternate, ...]:
    """A page in all languages in which it exists; `target` gives the path of its file in a language."""
    return tuple(
        Alternate(
            other,
            languages.direction(other),
            languages.autonym(other),
            relative(page, target(other)),
            other == locale,
            *_offer(edition, other),
        )
        for other in edition.project.config.locales
        if exists(other)
    )


def _offer(edition: Edition, locale: str) -> tuple[str, str]:
    """What the line that offers a page says in its language, at least its name, and the word that closes the line."""
    return own_words(edition, locale, OFFER) or languages.autonym(locale), own_words(edition, locale, CLOSE)


def own_words(edition: Edition, locale: str, message: str) -> str:
    """A message in a language, for a page in another one; empty where it is not translated."""
    said = Gettext(edition.strings[locale]).gettext(message)
    return said if said != message or locale.split("-")[0] == "en" else ""


def article_frame(edition: Edition, locale: str, slug: str, view: ArticleView, form: Form = PAGE) -> Frame:
    """What surrounds an article."""
    article = edition.article(slug)
    words = dict(edition.translations[locale, slug].words)
    page = article_path(locale, slug)
    title = inline.plain(words[article.segments[0].key].text)
    summary = article.meta.summary
    given = words.get((None, summary))
    description = inline.plain(given.text if given and given.lang == locale else "")
    frame = frame_of(edition, locale, page, title, _cut(description))
    if form.alone:
        return replace(frame, alternates=(), home="", status="", feed="", root="")
    return replace(frame, alternates=view.editions)


def _cut(text: str) -> str:
    """A text of a length that those who show it do not cut, at a word."""
    if len(text) <= DESCRIPTION_LENGTH:
        return text
    return f"{text[: DESCRIPTION_LENGTH - 1].rsplit(' ', 1)[0].rstrip(',;:—–')}…"


def frame_of(edition: Edition, locale: str, page: str, title: str, description: str) -> Frame:
    """What surrounds the page at a path, without its other languages."""
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
        feed=relative(page, f"{locale}/feed.xml") if settings.base_url else "",
    )
