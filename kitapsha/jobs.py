"""An edition to a flat list of independent jobs. Describing work is all that happens here; `runner` does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from . import (
    beside,
    books,
    editions,
    epub,
    imposition,
    kinds,
    languages,
    listings,
    metadata,
    pages,
    pamphlets,
    parallel,
    views,
)
from . import imprint as imprints
from .editions import Edition, article_path
from .metadata import Family
from .model import Artifact, Asset, Frame, Text
from .problems import KitapshaError, Problem
from .sitetext import BACK, BESIDE, NOTES
from .strings import Gettext
from .views import PAGE, PAMPHLET, PARALLEL, SINGLE, Form

HTML_KINDS = ("html", "single", "epub")
PDF_KINDS = tuple(kinds.KINDS)


@dataclass(frozen=True, slots=True)
class Made:
    """What a job made, and what was noticed on the way."""

    artifacts: tuple[Artifact, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """A call that makes the files at `paths`.

    A `heavy` job runs in a worker process and is cached: its arguments are all that it depends on. A light one
    is made again each time, which costs less than to find out whether it must be. Where `prepare` is given, it turns
    `args` into those of the function, once the job is to be run: planning costs nothing.
    """

    label: str
    paths: tuple[str, ...]
    function: Callable[..., Made]
    args: tuple[Any, ...]
    heavy: bool = False
    prepare: Callable[..., tuple[Any, ...]] | None = None

    def arguments(self) -> tuple[Any, ...]:
        """What the function is called with. Raises KitapshaError where the content does not allow it."""
        return self.prepare(*self.args) if self.prepare else self.args

    @property
    def slug(self) -> str:
        """The article that a job with the label of one is for: `ru/water (zine)` is for water."""
        return self.label.partition("/")[2].partition(" ")[0]


@dataclass(frozen=True, slots=True)
class Scope:
    """What was asked for: kinds of output, locales and articles. Empty tuples mean all.

    `preflight` asks for notes on what is left to be seen in the pamphlets.
    """

    kinds: tuple[str, ...] = ()
    locales: tuple[str, ...] = ()
    slugs: tuple[str, ...] = ()
    preflight: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether the whole publication is made, so that what is not made can be removed."""
        return not (self.kinds or self.locales or self.slugs)


def plan(edition: Edition, scope: Scope) -> tuple[Job, ...]:
    """Return every job of a scope, in a stable order: pamphlets first, for pages offer those that could be made.

    What cannot be made as well as it stands already is left alone: no page is replaced by one with less.
    """
    return (*pdfs(edition, scope), *site(edition, scope))


def pdfs(edition: Edition, scope: Scope) -> tuple[Job, ...]:
    """The jobs that make PDFs, and those that only look at them."""
    made = _plan(edition, scope, PDF_KINDS)
    looks = (_preflight(edition, job) for job in made if scope.preflight and job.heavy and _is_reading(job))
    return (*made, *looks)


def _is_reading(job: Job) -> bool:
    """Whether the pages for reading are among what a job makes."""
    kind, path = job.args[2][0]
    return kind in _OF_THE_SAME_PAGES and path == f"{job.label}{kinds.ending(kind)}"


def site(edition: Edition, scope: Scope) -> tuple[Job, ...]:
    """The jobs that make pages, single files, e-books and what stands beside them."""
    return tuple(job for job in _plan(edition, scope, HTML_KINDS))


def of_articles(edition: Edition) -> tuple[Job, ...]:
    """The jobs that make the pages, single files and e-books of articles one by one, with the files that they show."""
    articles = edition.project.articles
    made = ((locale, a.slug) for locale in edition.project.config.locales for a in articles)
    jobs = [job for key in made if edition.is_made(*key) for job in _article(edition, *key, set(HTML_KINDS))]
    return (*jobs, *_media(edition))


def lists(edition: Edition) -> tuple[Job, ...]:
    """The jobs that make the pages and files which say something of all articles; none where no pages are made."""
    settings = edition.project.config
    return tuple(_lists(edition, list(settings.locales))) if "html" in settings.outputs else ()


def _plan(edition: Edition, scope: Scope, wanted: tuple[str, ...]) -> tuple[Job, ...]:
    settings = edition.project.config
    asked = set(scope.kinds or (*HTML_KINDS, *PDF_KINDS)) & set(wanted)
    locales = [locale for locale in settings.locales if not scope.locales or locale in scope.locales]
    slugs = [a.slug for a in edition.project.articles if not scope.slugs or a.slug in scope.slugs]
    jobs: list[Job] = []
    if "html" in asked & set(settings.outputs):
        jobs += _lists(edition, locales)
        jobs += (Job(name, (name,), _file, (name, data)) for name, data in edition.project.files if _is_asset(name))
        jobs += _media(edition)
    for locale in locales:
        for slug in slugs:
            if edition.is_made(locale, slug):
                jobs += _article(edition, locale, slug, asked)
    if "epub" in asked & set(settings.outputs) and not scope.slugs:
        jobs += _whole_books(edition, scope)
    return tuple(jobs)


def _lists(edition: Edition, locales: list[str]) -> Iterator[Job]:
    lists = [Job("chooser", ("index.html",), _chooser, (edition,))]
    if edition.project.config.base_url:
        lists.append(Job("404", ("404.html",), _lost, (edition,)))
    for locale in locales:
        lists.append(Job(f"{locale}/index", (f"{locale}/index.html",), _index, (edition, locale)))
        lists.append(Job(f"{locale}/status", (f"{locale}/status.html",), _status, (edition, locale)))
    lists += [Job(path, (path,), _beside, (edition, path, make)) for path, make in beside.files(edition, locales)]
    yield from (job for job in lists if not (edition.is_partial and set(job.paths) <= edition.standing))


def _is_asset(name: str) -> bool:
    """Whether a file beside the templates goes into the output as it is."""
    return name.startswith("assets/")


def _media(edition: Edition) -> Iterator[Job]:
    for medium in editions.media_in_use(edition, [article.slug for article in edition.project.articles]):
        yield Job(medium.name, (medium.name,), _file, (medium.name, medium.data))


def _article(edition: Edition, locale: str, slug: str, asked: set[str]) -> Iterator[Job]:
    name = article_path(locale, slug, "")
    outputs = asked & set(edition.project.config.outputs)
    if "html" in outputs:
        yield Job(name, (f"{name}.html",), _page, (edition, locale, slug))
        if parallel.exists(edition, locale, slug):
            yield Job(f"{name} (side by side)", (parallel.path(locale, slug),), _parallel, (edition, locale, slug))
        if card := metadata.card_path(edition, locale, slug):
            yield _card(edition, locale, slug, card)
    if "single" in outputs:
        yield Job(f"{name} (single file)", (f"{name}.single.html",), _single, (edition, locale, slug))
    if "epub" in outputs:
        yield _book(f"{name} (e-book)", f"{name}.epub", edition, ((locale, (slug,)),))
    chosen = [kind for kind in views.kinds_of(edition, slug) if kind in asked]
    reading = [kind for kind in chosen if kind in _OF_THE_SAME_PAGES]
    if edition.project.config.bleeds:
        # Booklets whose pictures are cut off at the edges have pages of their own.
        reading = reading[:1]
    if reading:
        yield _pamphlet(edition, locale, slug, name, reading)
    for kind in chosen:
        if kind not in reading:
            yield _pamphlet(edition, locale, slug, f"{name} ({kind})", [kind])


_OF_THE_SAME_PAGES = ("pdf", "booklet")


# --- pages ------------------------------------------------------------------------------------------------


def _render(edition: Edition, locale: str, path: str, template: str, **views: object) -> Made:
    html = _html(edition, locale, template, **views)
    return Made((Artifact(path, html.encode()),))


def _html(edition: Edition, locale: str, template: str, /, **views: object) -> str:
    settings = edition.project.config
    licence = {"licence_name": settings.licence_name, "licence_url": settings.licence_url}
    return pages.render(edition.project.templates, template, edition.strings[locale], **licence, **views)


def _chooser(edition: Edition) -> Made:
    locale = edition.project.config.source_locale
    frame, entries = listings.chooser_frame(edition), listings.chooser_entries(edition)
    frame = _with_head(edition, locale, "index.html", metadata.index_family(edition), frame)
    return _render(edition, locale, "index.html", "chooser.html.j2", frame=frame, entries=entries)


def _index(edition: Edition, locale: str) -> Made:
    path = f"{locale}/index.html"
    frame, entries = listings.index_frame(edition, locale), listings.index_entries(edition, locale)
    frame = _with_head(edition, locale, path, metadata.index_family(edition), frame)
    index = beside.search_path(edition, locale)
    several = len(books.everything(edition)) > 1
    more = {
        "search": editions.relative(path, index) if index else "",
        "book": listings.whole_book(edition, locale, books.whole_path(locale)),
        "all_books": listings.whole_book(edition, locale, books.whole_path()) if several else "",
    }
    return _render(edition, locale, path, "index.html.j2", frame=frame, entries=entries, **more)


def _status(edition: Edition, locale: str) -> Made:
    frame = listings.status_frame(edition, locale, Gettext(edition.strings[locale]).gettext("State of the translation"))
    rows, path = listings.status_rows(edition, locale), f"{locale}/status.html"
    frame = _with_head(edition, locale, path, metadata.status_family(edition), frame)
    return _render(edition, locale, path, "status.html.j2", frame=frame, rows=rows)


def _with_head(edition: Edition, locale: str, path: str, family: Family, frame: Frame) -> Frame:
    head = metadata.list_head(edition, locale, path, family, frame.title, frame.description)
    return replace(frame, head=head)


def _lost(edition: Edition) -> Made:
    frame, entries = listings.lost_frame(edition), listings.lost_entries(edition)
    locale = edition.project.config.source_locale
    return _render(edition, locale, "404.html", "404.html.j2", frame=frame, entries=entries, css=_css(edition))


def _beside(edition: Edition, path: str, make: beside.Maker) -> Made:
    return _file(path, make(edition).encode())


def _page(edition: Edition, locale: str, slug: str) -> Made:
    frame, view = _views(edition, locale, slug, PAGE)
    frame = replace(frame, head=metadata.article_head(edition, locale, slug, frame.title, frame.description))
    settings = edition.project.config
    print_settings = {
        "page": settings.page,
        "paper": settings.paper,
        "sheet": settings.sheet,
        "flip": settings.flip,
        "signature": settings.signature,
    }
    path = article_path(locale, slug)
    if parallel.exists(edition, locale, slug):
        view = replace(view, parallel=editions.relative(path, parallel.path(locale, slug)))
    return _render(edition, locale, path, "article.html.j2", frame=frame, article=view, **print_settings)


def _single(edition: Edition, locale: str, slug: str) -> Made:
    frame, view = _views(edition, locale, slug, SINGLE)
    path = article_path(locale, slug, ".single.html")
    return _render(edition, locale, path, "single.html.j2", frame=frame, article=view, css=_css(edition))


def _css(edition: Edition) -> str:
    return dict(edition.project.files).get("assets/site.css", b"").decode("utf-8", "replace")


def _parallel(edition: Edition, locale: str, slug: str) -> Made:
    title = metadata.title_of(edition, locale, slug)
    view = parallel.view(edition, locale, slug, title)
    said = f"{title} · {Gettext(edition.strings[locale]).gettext(BESIDE)}"
    frame = parallel.frame(edition, locale, slug, said)
    return _render(edition, locale, parallel.path(locale, slug), "parallel.html.j2", frame=frame, parallel=view)


def _views(edition: Edition, locale: str, slug: str, form: Form) -> tuple[Frame, Any]:
    words = Gettext(edition.strings[locale])
    view = views.article_view(edition, locale, slug, form, (words.gettext(NOTES), words.gettext(BACK)))
    return views.article_frame(edition, locale, slug, view, form), view


def _file(name: str, data: bytes) -> Made:
    return Made((Artifact(name, data),))


def _card(edition: Edition, locale: str, slug: str, path: str) -> Job:
    """The picture of an article for those who pass it on; drawing it takes longer than making its page."""
    files = dict(edition.project.files)
    title, site = metadata.title_of(edition, locale, slug), edition.says(locale, edition.project.config.title)
    fonts = tuple(files[name] for name in metadata.CARD_FONTS)
    args = (path, title, site, languages.autonym(locale), slug, *fonts)
    return Job(path, (path,), card_file, args, heavy=True)


def card_file(path: str, title: str, site: str, language: str, slug: str, serif: bytes, sans: bytes) -> Made:
    """Draw the picture of an article."""
    from . import cards

    return _file(path, cards.card(title, site, language, slug, serif, sans))


def _whole_books(edition: Edition, scope: Scope) -> Iterator[Job]:
    """The book of everything in each locale, and that of all locales together.

    None is made that would lack what one that stands has, because something could not be read this time.
    """
    parts = books.everything(edition)
    wanted: dict[str, books.Parts] = {
        books.whole_path(part[0]): (part,) for part in parts if not scope.locales or part[0] in scope.locales
    }
    if len(parts) > 1 and not scope.locales:
        wanted[books.whole_path()] = parts
    for path, chosen in wanted.items():
        if not (edition.is_partial and path in edition.standing):
            yield _book(path.removesuffix(".epub"), path, edition, chosen)


def _book(label: str, path: str, edition: Edition, parts: books.Parts) -> Job:
    return Job(label, (path,), book_file, (edition, path, parts), heavy=True, prepare=_bound)


def _bound(edition: Edition, path: str, parts: books.Parts) -> tuple[Any, ...]:
    return path, *books.bound(edition, path, parts)


def book_file(path: str, book: epub.Book, cover: books.Cover | None) -> Made:
    """Write a book, and draw its cover where it has no picture of its own."""
    return _file(path, epub.write(books.covered(book, cover) if cover else book))


# --- pamphlets --------------------------------------------------------------------------------------------


def _pamphlet(edition: Edition, locale: str, slug: str, label: str, chosen: list[str]) -> Job:
    """One job for all kinds that are made of the same pages."""
    files = tuple((kind, article_path(locale, slug, kinds.ending(kind))) for kind in chosen)
    paths = tuple(path for _, path in files)
    printing = _printing(edition, locale, chosen)
    try:
        html = _pamphlet_html(edition, locale, slug, chosen[0], printing)
    except KitapshaError as exc:
        return Job(label, paths, _failed, (exc.problems,))
    args = (html, _assets(edition, slug), files, locale, printing)
    return Job(label, paths, pamphlet_files, args, heavy=True)


def _printing(edition: Edition, locale: str, chosen: list[str]) -> pamphlets.Printing:
    """The settings that the kinds depend on: what they do not depend on must not make them anew."""
    settings = edition.project.config
    right_to_left = languages.direction(locale) == "rtl"
    flip: imposition.Flip = "long" if settings.flip == "long" else "short"
    if "booklet" in chosen:
        return pamphlets.Printing(
            page_mm=settings.page_mm,
            sheet_mm=settings.sheet_mm,
            flip=flip,
            thickness_mm=settings.paper_thickness_mm,
            signature=settings.signature,
            marks=settings.marks,
            right_to_left=right_to_left,
        )
    if chosen in (["pdf"], ["shop"]):
        return pamphlets.Printing(page_mm=settings.page_mm, shop_marks=settings.shop_marks and chosen == ["shop"])
    if chosen == ["phone"]:
        return pamphlets.Printing()
    return pamphlets.Printing(paper_mm=settings.paper_mm, flip=flip, right_to_left=right_to_left)


def _preflight(edition: Edition, job: Job) -> Job:
    """The look at a pamphlet beside that of the source language."""
    html, assets, _, locale, printing = job.args
    slug = job.label.removeprefix(f"{locale}/")
    source = edition.project.config.source_locale
    other = ""
    if locale != source and edition.is_made(source, slug):
        other = _pamphlet_html(edition, source, slug, "pdf", printing)
    return Job(f"{job.label} (preflight)", (), preflight_notes, (html, other, assets, f"{job.label}.pdf"), heavy=True)


def preflight_notes(html: str, source: str, assets: tuple[Asset, ...], name: str) -> Made:
    """What there is to see on the pages of a pamphlet, and which of its texts are longer than in the source."""
    from . import pdf, preflight

    result = pdf.render(html, assets, name=name)
    found = [*preflight.pages(result.proofs, name)]
    found += preflight.whole(result.pages, len(result.data), result.pictures, name)
    if source:
        found += preflight.texts(pdf.line_counts(html, assets), pdf.line_counts(source, assets), name)
    return Made((), tuple(found))


def _failed(problems: tuple[Problem, ...]) -> Made:
    return Made((), problems)


def _pamphlet_html(edition: Edition, locale: str, slug: str, kind: str, printing: pamphlets.Printing) -> str:
    if kind == "parallel":
        return _parallel_html(edition, locale, slug, pamphlets.page(kind, printing))
    frame, view = _views(edition, locale, slug, PAMPHLET)
    page = pamphlets.page(kind, printing)
    imprint = asdict(imprints.imprint(edition, locale, slug, (page.width_mm, page.height_mm)))
    return _html(edition, locale, kinds.KINDS[kind].template, frame=frame, article=view, page=page, **imprint)


COLUMNS = 4
"""How many languages stand side by side at most."""


@dataclass(frozen=True, slots=True)
class Column:
    """A language of an article that is shown beside others. `draft` says that it is incomplete, in that language."""

    lang: str
    dir: str
    name: str
    article: Any
    draft: str


def _parallel_html(edition: Edition, locale: str, slug: str, page: pamphlets.Page) -> str:
    """All languages in which an article can be made, the reader's first."""
    from . import columns

    locales = [other for other in edition.project.config.locales if edition.is_made(other, slug)]
    locales = sorted(locales, key=lambda other: other != locale)[:COLUMNS]
    shown = tuple(_column(edition, other, slug) for other in locales)
    rows = tuple(
        tuple(Text(block) for block in row)
        for row in columns.rows([(column.lang, column.article.body) for column in shown])
    )
    frame = _views(edition, locale, slug, PARALLEL)[0]
    return _html(edition, locale, "columns.html.j2", frame=frame, columns=shown, rows=rows, page=page)


def _column(edition: Edition, locale: str, slug: str) -> Column:
    view = _views(edition, locale, slug, PARALLEL)[1]
    words = Gettext(edition.strings[locale])
    draft = words.gettext("Draft: not yet ready for publication") if view.draft else ""
    return Column(locale, languages.direction(locale), languages.autonym(locale), view, draft)


def _assets(edition: Edition, slug: str) -> tuple[Asset, ...]:
    types = {"css": "text/css", "ttf": "font/ttf", "otf": "font/otf", "svg": "image/svg+xml", "png": "image/png"}
    files = [
        Asset(name, types[name.rsplit(".", 1)[-1]], data)
        for name, data in edition.project.files
        if name.startswith(("print/", "fonts/")) and name.rsplit(".", 1)[-1] in types
    ]
    cover = imprints.cover_medium(edition, slug)
    media = {m.name: m for m in (*editions.media_in_use(edition, [slug]), *([cover] if cover else []))}
    return (*files, *(Asset(m.name, m.media_type, m.data) for m in media.values()))


def pamphlet_files(
    html: str,
    assets: tuple[Asset, ...],
    files: tuple[tuple[str, str], ...],
    locale: str,
    printing: pamphlets.Printing,
) -> Made:
    """Make the files of kinds (each with its path) that are made of the same pages."""
    return Made(*pamphlets.make(html, assets, files, locale, printing))
