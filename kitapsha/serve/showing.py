"""What a browser gets to see at an address: a page with its panel, a file, a PDF, or the reason why there is none."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from .. import cache, translate
from ..jobs import Job
from ..model import Coverage
from . import panel
from .panel import Link
from .press import Press
from .site import Leaf, Site, digest, worst_first
from .snapshot import Snapshot

LOOK = ".preview/look/"
"""Before the path of a PDF: the page that shows it and keeps it up to date."""
NOTHING = "nothing"
"""The version of an address where nothing stands."""

_TEXTS = {"html": "text/html", "css": "text/css", "js": "text/javascript", "json": "application/json"}
_TEXTS |= {"txt": "text/plain", "csv": "text/csv", "tsv": "text/tab-separated-values", "svg": "image/svg+xml"}
_TEXTS |= {"xml": "application/xml", "webmanifest": "application/manifest+json"}
_OTHERS = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp"}
_OTHERS |= {"ico": "image/x-icon", "ttf": "font/ttf", "otf": "font/otf", "woff2": "font/woff2"}
_OTHERS |= {"pdf": "application/pdf", "epub": "application/epub+zip", "zip": "application/zip"}
_OTHERS |= {"mp3": "audio/mpeg", "ogg": "audio/ogg", "opus": "audio/ogg", "m4a": "audio/mp4"}
_OTHERS |= {"mp4": "video/mp4", "webm": "video/webm"}
"""Kinds of files by their endings; the system's own table may say anything."""

FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
_PDF_POLICY = "frame-ancestors 'self'"
"""Browsers show a PDF with scripts and styles of their own, which a stricter policy would stop in some of them."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent. `elsewhere` is the address that was meant where another one was asked for."""

    data: bytes
    media_type: str = "text/html; charset=utf-8"
    status: int = 200
    policy: str = f"{panel.STRICT}; frame-ancestors 'none'"
    elsewhere: str = ""


def path_of(address: str) -> str:
    """The path in the output that an address stands for. It is looked up, and never leads to the disk."""
    path = address.removeprefix("/")
    return f"{path}index.html" if not path or path.endswith("/") else path


class Showing:
    """Answers for addresses, and the versions by which an open page knows that it has become old."""

    def __init__(self, site: Site, press: Press) -> None:
        self._site = site
        self._press = press

    def version(self, path: str) -> str:
        """What tells the present state of a page from others."""
        if self._site.broken:
            return digest("broken", *map(str, self._site.broken))
        if job := self._looked_at(path):
            return cache.key(job.function, job.args)
        leaf = self._site.leaf(path)
        return leaf.digest if leaf else NOTHING

    def panel(self, path: str, *, quickly: bool = False) -> str:
        """What stands in the panel of a page; `quickly`, its findings may be those of the state before."""
        now = self._site.now
        if self._site.broken or now is None:
            return panel.panel(worst_first(self._site.broken))
        looked = self._looked_at(path)
        plain = path.removeprefix(LOOK)
        found = self._site.findings(plain, quickly=quickly)
        made: Leaf | None = None if looked else self._site.leaf(path)
        pamphlet = self._press.known(looked) if looked else None
        problems = (*found, *(made.problems if made else ()), *(pamphlet.problems if pamphlet else ()))
        return panel.panel(worst_first(problems), _notes(now, plain), _links(now, path))

    def answer(self, path: str) -> Answer:
        """What stands at a path."""
        if self._site.broken and posixpath.splitext(path)[1] in (".html", ".pdf", ""):
            return self._instead(path, "The publication cannot be shown", 500)
        if self._looked_at(path):
            return self._look(path)
        if leaf := self._site.leaf(path):
            return self._leaf(path, leaf)
        now = self._site.now
        if now and (job := now.pamphlet(path)):
            return self._pdf(path, job)
        if now and path in now.places:
            return self._instead(path, "This page cannot be made", 404)
        if now and f"{path}/index.html" in now.jobs:
            return Answer(b"", status=308, elsewhere=f"/{quote(path)}/")
        return self._instead(path, "There is no page at this address", 404)

    def _leaf(self, path: str, leaf: Leaf) -> Answer:
        if not leaf.data and leaf.problems:
            return self._instead(path, "This page cannot be made", 500)
        if not path.endswith(".html"):
            return Answer(leaf.data, media_type(path), policy=FILE_POLICY)
        data, policy = panel.dressed(leaf.data, leaf.digest, self.panel(path, quickly=True))
        return Answer(data, policy=f"{policy}; frame-ancestors 'none'")

    def _instead(self, path: str, title: str, status: int) -> Answer:
        """A page that says why another one is not there; it makes room for that as soon as it is."""
        start = '<p><a href="/">The first page of the publication</a></p>\n'
        return Answer(panel.page(self.version(path), title, self.panel(path), start), status=status)

    # --- PDFs -------------------------------------------------------------------------------------------------

    def _looked_at(self, path: str) -> Job | None:
        """The pamphlet that a page shows."""
        now = self._site.now
        return now.pamphlet(path.removeprefix(LOOK)) if now and path.startswith(LOOK) else None

    def _look(self, path: str) -> Answer:
        plain, version = path.removeprefix(LOOK), self.version(path)
        frame = f'<iframe src="/{escape(quote(plain))}?{version}" title="{escape(plain)}"></iframe>\n'
        data = panel.page(version, plain, self.panel(path, quickly=True), frame, "wide")
        return Answer(data, policy=f"{panel.STRICT}; frame-src 'self'; frame-ancestors 'none'")

    def _pdf(self, path: str, job: Job) -> Answer:
        made = self._press.made(job)
        for artifact in made.artifacts:
            if artifact.path == path:
                return Answer(artifact.data, media_type(path), policy=_PDF_POLICY)
        said = panel.panel(worst_first(made.problems))
        data = panel.page(NOTHING, "This PDF cannot be made", said)
        # In the page that shows PDFs, which hears of changes itself.
        return Answer(data, status=500, policy=f"{panel.STRICT}; {_PDF_POLICY}")


def media_type(path: str) -> str:
    """The kind of a file for browsers."""
    ending = path.rsplit(".", 1)[-1].lower()
    if ending in _TEXTS:
        return f"{_TEXTS[ending]}; charset=utf-8"
    return _OTHERS.get(ending, "application/octet-stream")


# --- what the panel says of a page ---------------------------------------------------------------------------


def _notes(now: Snapshot, path: str) -> Iterator[str]:
    if now.is_draft(path):
        locale, slug = now.places[path]
        words = now.edition.translations[locale, slug]
        yield f"Draft: {_why(words.reason, words.coverage, now.edition.project.config.minimum_of(locale))}."
    if now.is_old(path):
        yield "This is the page as it was before; a build leaves it as it is until this is mended."


def _why(reason: str, coverage: Coverage, minimum: int) -> str:
    if reason == translate.UNTITLED:
        return "this page is not published, for its title is not translated"
    return f"{coverage.percent} per cent are translated, and this page is published from {minimum} per cent on"


def _links(now: Snapshot, path: str) -> Iterator[Link]:
    if place := now.places.get(path.removeprefix(LOOK)) if path.startswith(LOOK) else None:
        locale, slug = place
        yield "page", f"/{quote(f'{locale}/{slug}.html')}"
    elif path in now.places:
        place = now.places[path]
        for name, words in ((f"{'/'.join(place)}.pdf", "PDF"), (f"{'/'.join(place)}-booklet.pdf", "booklet")):
            if now.places.get(name) == place:
                yield words, f"/{LOOK}{quote(name)}"
    else:
        for title, name in now.drafts(path.partition("/")[0]) if path in now.jobs else ():
            yield f"draft: {title}", f"/{quote(name)}"
