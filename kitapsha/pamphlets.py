"""The files of one article in one language: a document is laid out and put on the sheets of its kinds.

Runs in a worker process; everything it needs comes by its arguments.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import folding, imposition
from .imposition import PAPER_MM, Flip, Sheet, Size
from .kinds import KINDS, Pamphlet, Type
from .model import Artifact, Asset
from .notepages import FILL
from .problems import Place, Problem, error

if TYPE_CHECKING:
    from .pdf import PdfResult


@dataclass(frozen=True, slots=True)
class Printing:
    """How sheets are printed, from the settings. `right_to_left` is the direction of the language."""

    sheet_mm: Size = PAPER_MM["A4"]
    flip: Flip = "short"
    thickness_mm: float = 0.1
    signature: int = 0
    marks: bool = False
    shop_marks: bool = False
    right_to_left: bool = False


Files = tuple[tuple[str, str], ...]
"""Kinds that are made of the same pages, with the paths of their files."""


def make(
    html: str, assets: tuple[Asset, ...], files: Files, locale: str, printing: Printing
) -> tuple[tuple[Artifact, ...], tuple[Problem, ...]]:
    """The files, in their order, or none where a problem is an error.

    Problems: those of `pdf.render`, and pamphlet-long where the text has no room on the paper of its kind.
    Raises KitapshaError (`sheet-too-small`) where two pages do not fit on the sheet of the settings.
    """
    kind, path = files[0]
    result, too_long = _laid_out(html, assets, kind, locale, path)
    if not result.data or too_long:
        return (), (*result.problems, *too_long)
    made = tuple(Artifact(path, _on_sheets(kind, result, printing)) for kind, path in files)
    return made, result.problems


# --- pages --------------------------------------------------------------------------------------------------


def _laid_out(
    html: str, assets: tuple[Asset, ...], kind: str, locale: str, path: str
) -> tuple[PdfResult, tuple[Problem, ...]]:
    """The pages of a kind in the largest type that has room, filled up with pages for notes."""
    from . import pdf

    setting = KINDS[kind]
    if not setting.fills:
        # Pages for notes belong to sheets that are folded.
        html = html.replace(f'{FILL}="4"', f'{FILL}="1"')

    def render(css: str) -> PdfResult:
        return pdf.render(styled(html, setting.styles, css), assets, lang=locale, name=path)

    if not setting.pages:
        return render(""), ()
    smallest = render(_type(setting.sizes[-1]))
    if smallest.pages > setting.pages:
        return smallest, (_too_long(kind, setting, smallest, path),)
    best, result = _largest(setting, render, smallest)
    css = _type(best)
    if best.runs_on and result.data and result.pages < setting.pages:
        # There is room for a last page of its own, so that notes stand before it.
        css += _APART
        result = render(css)
    if result.data and result.pages < setting.pages:
        result = render(css + _notes(setting.pages - result.pages))
    return result, () if result.pages <= setting.pages else (_too_long(kind, setting, result, path),)


def _largest(setting: Pamphlet, render: Callable[[str], PdfResult], smallest: PdfResult) -> tuple[Type, PdfResult]:
    """The largest type whose pages have room, found by halving, with its pages. The smallest is known to do."""
    sizes, result = setting.sizes, smallest
    low, high = 0, len(sizes) - 1
    while smallest.data and low < high:
        middle = (low + high) // 2
        tried = render(_type(sizes[middle]))
        if tried.data and tried.pages <= setting.pages:
            high, result = middle, tried
        else:
            low = middle + 1
    return sizes[high], result


def styled(html: str, styles: tuple[str, ...], css: str = "") -> str:
    """The document with further style sheets behind its own."""
    added = "".join(f'<link rel="stylesheet" href="kitapsha:{name}">\n' for name in styles)
    added += f"<style>{css}</style>\n" if css else ""
    head, end, body = html.partition("</head>")
    return head + added + end + body if end else html + added


def _type(type_: Type) -> str:
    css = f"html {{ font-size: {type_.size:g}pt; line-height: {type_.leading / type_.size:.4f} }}"
    return css + (_RUNS_ON if type_.runs_on else "")


_RUNS_ON = " .back { page: text; break-before: auto; margin-top: 1.2em; break-inside: avoid }"
_APART = " .back { break-before: page; margin-top: 0 }"


def _notes(count: int) -> str:
    """What shows that many of the pages for notes that a template has in store."""
    return f".fill:nth-of-type(-n+{count + 1}) {{ display: block }}"


def _too_long(kind: str, setting: Pamphlet, result: PdfResult, path: str) -> Problem:
    from . import pdfcheck

    lines = sum(pdfcheck.lines(result.data, page) for page in range(setting.pages + 1, result.pages + 1))
    size = setting.sizes[-1].size
    said = (
        f"the text is {lines} lines too long for {kind}: in its smallest type ({size:g} pt) it takes {result.pages} "
        f"pages, and there is room for {setting.pages}"
    )
    hint = f"shorten it, or name other kinds than {kind} after `pamphlets:` in the front matter of the article"
    return error("pamphlet-long", said, Place(path), hint)


# --- sheets -------------------------------------------------------------------------------------------------


def _on_sheets(kind: str, result: PdfResult, printing: Printing) -> bytes:
    from . import inks, sheets

    plan = _plan(kind, result.pages, printing)
    if plan is None:
        return result.data
    imposed = sheets.impose(result.data, plan)
    return inks.pure_black(imposed) if kind == "shop" else imposed


def _plan(kind: str, pages: int, printing: Printing) -> tuple[Sheet, ...] | None:
    """The sheets of a kind; None where its pages are the sheets."""
    match kind:
        case "booklet":
            return imposition.booklet(
                pages,
                PAPER_MM["A5"],
                printing.sheet_mm,
                right_to_left=printing.right_to_left,
                flip=printing.flip,
                thickness_mm=printing.thickness_mm,
                back_cover=True,
                signature=printing.signature,
                marks=printing.marks,
            )
        case "shop":
            return folding.single_pages(pages, PAPER_MM["A5"], marks=printing.shop_marks)
        case "leaflet":
            return (folding.leaflet(folding.LETTER_FOLD, right_to_left=printing.right_to_left, flip=printing.flip),)
        case "zfold":
            return (folding.leaflet(folding.Z_FOLD, right_to_left=printing.right_to_left, flip=printing.flip),)
        case "halffold":
            return folding.half_fold(right_to_left=printing.right_to_left, flip=printing.flip)
        case "zine":
            return (folding.zine(right_to_left=printing.right_to_left),)
    return None
