"""An edition to a flat list of independent jobs. Describing work is all that happens here; `runner` does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from . import editions, listings, pages, views
from . import imprint as imprints
from .editions import Edition, article_path
from .model import Artifact, Asset, Frame
from .problems import KitapshaError, Problem
from .sitetext import BACK, NOTES
from .strings import Gettext
from .views import PAGE, PAMPHLET, SINGLE, Form

if TYPE_CHECKING:
    from .pdf import PdfResult

HTML_KINDS = ("html", "single")
PDF_KINDS = ("pdf", "booklet")


@dataclass(frozen=True, slots=True)
class Made:
    """What a job made, and what was noticed on the way."""

    artifacts: tuple[Artifact, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """A call that makes the files at `paths`.

    A `heavy` job runs in a worker process and is cached: its arguments are all that it depends on. A light one
    is made again each time, which costs less than to find out whether it must be.
    """

    label: str
    paths: tuple[str, ...]
    function: Callable[..., Made]
    args: tuple[Any, ...]
    heavy: bool = False


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
    return (*pamphlets(edition, scope), *site(edition, scope))


def pamphlets(edition: Edition, scope: Scope) -> tuple[Job, ...]:
    """The jobs that make PDFs, and those that only look at them."""
    made = _plan(edition, scope, PDF_KINDS)
    return (*made, *(_preflight(edition, job) for job in made if job.heavy and scope.preflight))


def site(edition: Edition, scope: Scope) -> tuple[Job, ...]:
    """The jobs that make pages, single files and what stands beside them."""
    return tuple(job for job in _plan(edition, scope, HTML_KINDS))


def _plan(edition: Edition, scope: Scope, wanted: tuple[str, ...]) -> tuple[Job, ...]:
    settings = edition.project.config
    kinds = set(settings.outputs) & set(scope.kinds or settings.outputs) & set(wanted)
    locales = [locale for locale in settings.locales if not scope.locales or locale in scope.locales]
    slugs = [a.slug for a in edition.project.articles if not scope.slugs or a.slug in scope.slugs]
    jobs: list[Job] = []
    if "html" in kinds:
        jobs += _site(edition, locales)
    for locale in locales:
        for slug in slugs:
            if edition.is_made(locale, slug):
                jobs += _article(edition, locale, slug, kinds)
    return tuple(jobs)


def _site(edition: Edition, locales: list[str]) -> Iterator[Job]:
    lists = [Job("chooser", ("index.html",), _chooser, (edition,))]
    for locale in locales:
        lists.append(Job(f"{locale}/index", (f"{locale}/index.html",), _index, (edition, locale)))
        lists.append(Job(f"{locale}/status", (f"{locale}/status.html",), _status, (edition, locale)))
    yield from (job for job in lists if not (edition.is_partial and set(job.paths) <= edition.standing))
    for name, data in edition.project.files:
        if name.startswith("assets/"):
            yield Job(name, (name,), _file, (name, data))
    for medium in editions.media_in_use(edition, [article.slug for article in edition.project.articles]):
        yield Job(medium.name, (medium.name,), _file, (medium.name, medium.data))


def _article(edition: Edition, locale: str, slug: str, kinds: set[str]) -> Iterator[Job]:
    name = article_path(locale, slug, "")
    if "html" in kinds:
        yield Job(name, (f"{name}.html",), _page, (edition, locale, slug))
    if "single" in kinds:
        yield Job(f"{name} (single file)", (f"{name}.single.html",), _single, (edition, locale, slug))
    if kinds & {"pdf", "booklet"}:
        yield _pamphlet(edition, locale, slug, kinds)


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
    return _render(edition, locale, "index.html", "chooser.html.j2", frame=frame, entries=entries)


def _index(edition: Edition, locale: str) -> Made:
    frame, entries = listings.index_frame(edition, locale), listings.index_entries(edition, locale)
    return _render(edition, locale, f"{locale}/index.html", "index.html.j2", frame=frame, entries=entries)


def _status(edition: Edition, locale: str) -> Made:
    frame = listings.status_frame(edition, locale, Gettext(edition.strings[locale]).gettext("State of the translation"))
    rows = listings.status_rows(edition, locale)
    return _render(edition, locale, f"{locale}/status.html", "status.html.j2", frame=frame, rows=rows)


def _page(edition: Edition, locale: str, slug: str) -> Made:
    frame, view = _views(edition, locale, slug, PAGE)
    return _render(edition, locale, article_path(locale, slug), "article.html.j2", frame=frame, article=view)


def _single(edition: Edition, locale: str, slug: str) -> Made:
    frame, view = _views(edition, locale, slug, SINGLE)
    css = dict(edition.project.files).get("assets/site.css", b"").decode("utf-8", "replace")
    path = article_path(locale, slug, ".single.html")
    return _render(edition, locale, path, "single.html.j2", frame=frame, article=view, css=css)


def _views(edition: Edition, locale: str, slug: str, form: Form) -> tuple[Frame, Any]:
    words = Gettext(edition.strings[locale])
    view = views.article_view(edition, locale, slug, form, (words.gettext(NOTES), words.gettext(BACK)))
    return views.article_frame(edition, locale, slug, view, form), view


def _file(name: str, data: bytes) -> Made:
    return Made((Artifact(name, data),))


# --- pamphlets --------------------------------------------------------------------------------------------


def _pamphlet(edition: Edition, locale: str, slug: str, kinds: set[str]) -> Job:
    """One job for both files: the booklet is made of the pages of the reading edition."""
    name, settings = article_path(locale, slug, ""), edition.project.config
    booklet = (settings.sheet, settings.flip, settings.paper_thickness_mm) if "booklet" in kinds else None
    paths = tuple(path for kind, path in (("pdf", f"{name}.pdf"), ("booklet", f"{name}-booklet.pdf")) if kind in kinds)
    try:
        html = _pamphlet_html(edition, locale, slug)
    except KitapshaError as exc:
        return Job(name, paths, _failed, (exc.problems,))
    return Job(name, paths, pamphlet_files, (html, _assets(edition, slug), paths, locale, booklet), heavy=True)


def _preflight(edition: Edition, job: Job) -> Job:
    """The look at a pamphlet beside that of the source language."""
    html, assets, _, locale, *_ = job.args
    slug = job.label.removeprefix(f"{locale}/")
    source = edition.project.config.source_locale
    other = _pamphlet_html(edition, source, slug) if locale != source and edition.is_made(source, slug) else ""
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


def _pamphlet_html(edition: Edition, locale: str, slug: str) -> str:
    frame, view = _views(edition, locale, slug, PAMPHLET)
    imprint = asdict(imprints.imprint(edition, locale, slug))
    return _html(edition, locale, "pamphlet.html.j2", frame=frame, article=view, **imprint)


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
    paths: tuple[str, ...],
    locale: str,
    booklet: tuple[str, str, float] | None,
) -> Made:
    """Make the reading PDF of a pamphlet and, with `booklet` (sheet, edge, paper in mm), the imposed one."""
    from . import pdf

    result = pdf.render(html, assets, lang=locale, name=paths[0])
    artifacts: list[Artifact] = []
    if result.data:
        for path in paths:
            imposed = path.endswith("-booklet.pdf") and booklet
            artifacts.append(Artifact(path, _imposed(result, locale, booklet) if imposed and booklet else result.data))
    return Made(tuple(artifacts), result.problems)


def _imposed(result: PdfResult, locale: str, booklet: tuple[str, str, float]) -> bytes:
    from . import imposition, languages, sheets

    sheet, flip, thickness_mm = booklet
    plan = imposition.booklet(
        result.pages,
        imposition.PAPER_MM["A5"],
        imposition.PAPER_MM[sheet],
        right_to_left=languages.direction(locale) == "rtl",
        flip="long" if flip == "long" else "short",
        thickness_mm=thickness_mm,
        back_cover=True,
    )
    return sheets.impose(result.data, plan)
