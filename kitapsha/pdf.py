"""HTML and assets to PDF bytes: the one module that knows WeasyPrint, imported only where a PDF is made.

A document is given everything it needs. It calls its style sheets, fonts and images `kitapsha:NAME`, where NAME is
that of an asset; nothing else is fetched, neither from the network nor from the disk. The same input gives the same
bytes on every machine with the same Pango and HarfBuzz. Content is untrusted: call `render` in a process with limits
(see `workers`), for one document at a time.
"""

from __future__ import annotations

import atexit
import base64
import binascii
import contextlib
import io
import logging
import os
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Protocol
from urllib.parse import unquote, unquote_to_bytes
from xml.etree.ElementTree import Element

from . import archiving, pdfcheck, printtree, proof, tagging, typesetting
from .boxes import Page
from .model import Asset
from .problems import KitapshaError, Place, Problem, Severity, error, has_errors, in_order, warning

SCHEME = "kitapsha:"
VARIANT = archiving.VARIANT
DRAWING_STYLE = "print/drawing.css"
"""The asset with the styles of inline drawings; those of the page do not reach into them."""
DATA_LIMIT = 200_000
"""How many characters an image inside the document (a `data:` address) may have."""


@dataclass(frozen=True, slots=True)
class PdfResult:
    """A PDF and what was noticed while it was made. `data` is empty and `pages` 0 where a problem is an error.

    `proofs` and `pictures` are what there is to see on its pages.
    """

    data: bytes
    pages: int
    problems: tuple[Problem, ...] = ()
    proofs: tuple[proof.PageProof, ...] = ()
    pictures: tuple[proof.Picture, ...] = ()


def render(html: str, assets: tuple[Asset, ...], *, lang: str = "", name: str = "") -> PdfResult:
    """The document as a tagged PDF (PDF/A-2a, PDF/UA-1); title, authors, keywords and dates are those of its head.

    `lang` is the language of a document that does not say its own; `name` is what problems call the document.
    Problems: pdf-alt, pdf-engine, pdf-fetch, pdf-font, pdf-glyph, pdf-link, pdf-log, pdf-unsafe.
    Raises KitapshaError (pdf-pango, exit code 3) where the machine lacks Pango.
    """
    engine = _engine()
    place = Place(name) if name else None
    if not any(asset.media_type.startswith("font/") for asset in assets):
        # Pango ends the process where it finds no font at all.
        return PdfResult(b"", 0, (error("pdf-font", "the document has no fonts", place, _FONT_HINT),))
    fetcher = _fetcher(assets)
    problems: list[Problem] = []
    data, pages = b"", 0
    seen: tuple[tuple[proof.PageProof, ...], tuple[proof.Picture, ...]] = ((), ())
    with _log(place, problems):
        try:
            document: _Document = engine.HTML(string=html, url_fetcher=fetcher)
            style = next((asset.data.decode() for asset in assets if asset.name == DRAWING_STYLE), "")
            lost = printtree.prepare(document.etree_element, lang, style)
            problems += [
                warning("pdf-link", f"the link to {target[:200]} is left out", place, _LINK_HINT) for target in lost
            ]
            press = _Press(document, assets)
            problems += [replace(problem, place=place) for problem in press.said]
            layout = typesetting.typeset(document.etree_element, press.lay_out)
            with tagging.own_tags(engine.pdf) as undescribed:
                data, pages = archiving.finish(layout.write_pdf(pdf_variant=VARIANT)), len(layout.pages)
            problems += [
                warning("pdf-alt", f"the picture {name[:200]} has no description", place, _ALT_HINT)
                for name in undescribed
            ]
            seen = proof.read(layout.pages), proof.pictures(layout.pages)
            problems += _missing_glyphs(layout, document.etree_element, place)
        except engine.urls.FatalURLFetchingError as refusal:
            # Inside a drawing the engine swallows the exception, but the fetcher remembers.
            fetcher.refused = fetcher.refused or [str(refusal)]
        except MemoryError:
            raise
        except Exception as failure:  # the engine fails in many ways on content that nobody foresaw
            problems.append(error("pdf-engine", f"no layout: {type(failure).__name__}: {failure}", place, _ENGINE_HINT))
    problems += [
        error("pdf-fetch", f"{url[:200]} is not among the assets", place, _FETCH_HINT) for url in fetcher.refused
    ]
    problems += [
        error("pdf-unsafe", f"the PDF has {what}", place, _UNSAFE_HINT) for what in pdfcheck.active_content(data)
    ]
    if has_errors(problems):
        data, pages = b"", 0
    return PdfResult(data, pages, in_order(problems), *seen)


def line_counts(html: str, assets: tuple[Asset, ...]) -> tuple[proof.Lines, ...]:
    """The blocks of text of a document and the lines they take in the size of the design; none where it has errors."""
    engine = _engine()
    with _log(None, []), contextlib.suppress(engine.urls.FatalURLFetchingError):
        document: _Document = engine.HTML(string=html, url_fetcher=_fetcher(assets))
        root = document.etree_element
        list(printtree.prepare(root, "", ""))
        return proof.lines(_Press(document, assets).lay_out(root).pages, root)
    return ()


_FONT_HINT = "put TTF files into templates/fonts and call them by @font-face rules in the style sheet"
_LINK_HINT = "link to a full address; a link inside the publication needs the base address of its site"
_ALT_HINT = "write its description into the brackets, ![here](picture.svg), or into the <title> of a drawing"
_FETCH_HINT = "give the file to the document as an asset; a PDF takes nothing from the network or from other folders"
_ENGINE_HINT = "look for very deep nesting, huge sizes or unusual CSS, and leave it out piece by piece"
_UNSAFE_HINT = "remove it from the article or the template; a pamphlet links to http, https and mailto alone"
_LOG_HINT = "WeasyPrint says so; look at the template, its style sheet or the image it names"
_GLYPH_HINT = "add a font that has it to templates/fonts and name it in the style sheet, or write the word otherwise"


def _missing_glyphs(layout: _Layout, root: Element, place: Place | None) -> Iterator[Problem]:
    """The characters that no font of the document has, in one problem, with the words around the first of them."""
    codes = sorted({code for font in layout.fonts.values() for code in font.missing})
    if not codes:
        return
    body = root.find("body")
    text = " ".join(" ".join((root if body is None else body).itertext()).split())
    first = min((code for code in codes if chr(code) in text), key=lambda code: text.find(chr(code)), default=None)
    at = text.find(chr(first)) if first is not None else -1
    around = f", first in “{text[max(0, at - 20) : at + 20].strip()}”" if at >= 0 else ""
    named = ", ".join(f"U+{code:04X} ({chr(code)})" for code in codes[:5])
    more = f" and {len(codes) - 5} more" if len(codes) > 5 else ""
    yield error("pdf-glyph", f"no font has {named}{more}{around}", place, _GLYPH_HINT)


# --- the engine ---------------------------------------------------------------------------------------------


class _Wrapper(Protocol):
    @classmethod
    def from_html_root(cls, root: Element, content_language: str | None) -> _Wrapper: ...


class _Font(Protocol):
    missing: Mapping[int, int]


class _Layout(Protocol):
    """What is used of WeasyPrint's Document."""

    pages: Sequence[Page]
    fonts: Mapping[object, _Font]

    def copy(self, pages: Sequence[Page]) -> _Layout: ...

    def write_pdf(self, *, pdf_variant: str) -> bytes: ...


class _Document(Protocol):
    """What is used of WeasyPrint's HTML."""

    etree_element: Element
    wrapper_element: _Wrapper

    def render(self, **options: object) -> _Layout: ...


@lru_cache(maxsize=1)
def _engine() -> ModuleType:
    """WeasyPrint, blind to the fonts of this machine and able to hyphenate. Raises KitapshaError without Pango."""
    os.environ["FONTCONFIG_FILE"] = str(Path(__file__).parent / "data" / "fonts.conf")
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            import weasyprint
            import weasyprint.pdf
            import weasyprint.text.fonts
            import weasyprint.urls
        except OSError as reason:
            raise KitapshaError(_no_pango(reason), exit_code=3) from reason
    from . import hyphenation

    hyphenation.register()
    return weasyprint  # type: ignore[no-any-return, unused-ignore]


def _no_pango(reason: OSError) -> Problem:
    from . import machine

    message = f"PDFs need Pango, a system library that this machine lacks ({str(reason).partition(':')[0]})"
    return error("pdf-pango", message, hint=machine.install_command(machine.system()))


class _Press:
    """Lays out the trees of a document, with style sheets and fonts that are read once, and images that are too.

    `said` is what there was to say of the style sheets; it is said of every document that has them.
    """

    def __init__(self, document: _Document, assets: tuple[Asset, ...]) -> None:
        shared = tuple(asset for asset in assets if asset.media_type.startswith(("font/", "text/css")))
        sheets = _take_sheets(document.etree_element)
        style = _read_style(shared, sheets)
        self._document, self.said = document, style.said
        self._options = {
            "stylesheets": style.sheets,
            "font_config": style.fonts,
            "counter_style": style.counters,
            "color_profiles": style.profiles,
            "cache": {},
            "pdf_variant": VARIANT,
        }

    def lay_out(self, tree: Element) -> _Layout:
        """The pages of a tree."""
        document = self._document
        # The engine remembers the children that an element had.
        document.etree_element = tree
        document.wrapper_element = type(document.wrapper_element).from_html_root(tree, content_language=None)
        return document.render(**self._options)


@dataclass(frozen=True, slots=True)
class _Style:
    """Style sheets as WeasyPrint has read them, and what they define."""

    sheets: list[object]
    fonts: object
    counters: object
    profiles: dict[str, object]
    said: tuple[Problem, ...]


_Sheets = tuple[tuple[str, str], ...]
"""Style sheets of a document: the address and no text, or no address and the text."""


def _take_sheets(root: Element) -> _Sheets:
    """Take the style sheets out of the head of a document; none where one is for some media alone."""
    head = root.find("head")
    found = (
        [] if head is None else [child for child in head if child.tag == "style" or child.get("rel") == "stylesheet"]
    )
    if head is None or any(set(child.keys()) - {"rel", "href"} for child in found):
        return ()
    for child in found:
        head.remove(child)
    return tuple((child.get("href", ""), child.text or "") for child in found)


@lru_cache(maxsize=4)
def _read_style(shared: tuple[Asset, ...], sheets: _Sheets) -> _Style:
    """The style sheets of a document, kept for the next one that has the same."""
    engine, said = _engine(), list[Problem]()
    fonts = _load_fonts(shared, tuple(text for _, text in sheets if "@font-face" in text))
    counters: object = engine.css.counters.CounterStyle()
    profiles: dict[str, object] = {}
    known = {
        "font_config": fonts,
        "counter_style": counters,
        "color_profiles": profiles,
        "url_fetcher": _fetcher(shared),
    }
    with _log(None, said):
        read = [engine.CSS(**({"url": href} if href else {"string": text}), **known) for href, text in sheets]
    return _Style(read, fonts, counters, profiles, tuple(said))


@lru_cache(maxsize=2)
def _load_fonts(_shared: tuple[Asset, ...], _own: tuple[str, ...]) -> object:
    """What style sheets add their fonts to: the same for all documents, unless one brings fonts of its own."""
    return _engine().text.fonts.FontConfiguration()


@atexit.register
def _let_go() -> None:
    """WeasyPrint keeps the fonts in a temporary folder until nobody needs them."""
    _read_style.cache_clear()
    _load_fonts.cache_clear()


# --- what the document calls ----------------------------------------------------------------------------------


class _Fetcher(Protocol):
    refused: list[str]


def _fetcher(assets: tuple[Asset, ...]) -> _Fetcher:
    """A fetcher that serves the assets and small images inside the document; any other call ends the rendering."""
    urls = _engine().urls
    known = {asset.name: asset for asset in assets}

    class Assets(urls.URLFetcher):  # type: ignore[misc, name-defined, unused-ignore]
        def __init__(self) -> None:
            super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
            self.refused: list[str] = []

        def fetch(self, url: str, headers: object = None) -> object:  # noqa: ARG002  the signature is WeasyPrint's
            asset = known.get(unquote(url.removeprefix(SCHEME))) if url.startswith(SCHEME) else _inline_image(url)
            if asset is None:
                self.refused.append(url)
                raise urls.FatalURLFetchingError(url)
            return urls.URLFetcherResponse(url, asset.data, {"Content-Type": asset.media_type})

    return Assets()


_DATA_IMAGE = re.compile(r"data:(?P<type>image/(?:png|jpeg|gif|webp|svg\+xml))(?:;charset=utf-8)?(?P<base64>;base64)?,")


def _inline_image(url: str) -> Asset | None:
    match = _DATA_IMAGE.match(url)
    if match is None or len(url) > DATA_LIMIT:
        return None
    data = unquote_to_bytes(url[match.end() :])
    try:
        return Asset("", match["type"], base64.b64decode(data) if match["base64"] else data)
    except binascii.Error:
        return None


# --- what the engine says ----------------------------------------------------------------------------------------

_VERDICTS: tuple[tuple[re.Pattern[str], Severity | None], ...] = (
    # Without HarfBuzz-subset the same pages are written, only more slowly; `doctor` says so once.
    (re.compile(r"Using fontTools instead of HarfBuzz-Subset"), None),
    # `_missing_glyphs` says it better.
    (re.compile(r"\.notdef glyph rendered"), None),
    # Text would be set in another face, or not at all.
    (re.compile(r"Font-face .* cannot be loaded"), Severity.ERROR),
    # The page is whole: a link has no target (the checks on the site say where).
    (re.compile(r"No anchor .* for internal URI reference"), Severity.WARNING),
)


@contextlib.contextmanager
def _log(place: Place | None, problems: list[Problem]) -> Iterator[None]:
    """Collect what WeasyPrint logs meanwhile: its errors are ours, except where _VERDICTS knows better."""

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            text = record.getMessage()
            usual = Severity.ERROR if record.levelno >= logging.ERROR else Severity.WARNING
            severity = next((verdict for pattern, verdict in _VERDICTS if pattern.search(text)), usual)
            if severity:
                problems.append(Problem("pdf-log", severity, text[:500], place, _LOG_HINT))

    logger = logging.getLogger("weasyprint")
    handlers, level, propagate = logger.handlers, logger.level, logger.propagate
    logger.handlers, logger.propagate = [Handler(logging.WARNING)], False
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.handlers, logger.propagate = handlers, propagate
        logger.setLevel(level)
