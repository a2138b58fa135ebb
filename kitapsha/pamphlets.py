"""The files of one article in one language: a document is laid out and put on the sheets of its kinds.

Runs in a worker process; everything it needs comes by its arguments.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
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
    """How pages and sheets are printed, from the settings. `right_to_left` is the direction of the language.

    `page_mm` is the page for reading, for booklets and for shops; `paper_mm` is what leaflets are folded from and large
    print fills; `sheet_mm` is what booklets are printed on.
    """

    page_mm: Size = PAPER_MM["A5"]
    paper_mm: Size = PAPER_MM["A4"]
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
    if kind == "booklet" and imposition.bleeds(printing.page_mm, printing.sheet_mm):
        html = styled(html, (), "@page { bleed: 3mm }")
    result, too_long = _laid_out(html, assets, kind, locale, path, printing)
    if not result.data or too_long:
        return (), (*result.problems, *too_long)
    made = tuple(Artifact(path, _on_sheets(kind, result, printing)) for kind, path in files)
    return made, result.problems


# --- pages --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Page:
    """The page of a kind, for its template. A flap is a panel of a leaflet that is narrower than the others.

    `lines` is for how many ruled lines it has room where it is for notes.
    """

    width_mm: float
    height_mm: float
    flap_mm: float
    lines: int


def page(kind: str, printing: Printing) -> Page:
    """The page of a kind on the paper of the settings."""
    width_mm, height_mm = _page_mm(kind, printing)
    flap_mm = folding.letter_fold(printing.paper_mm).widths_mm[3] if kind == "leaflet" else width_mm
    # Lines 9 mm or 6.33 mm apart, below a heading, between margins that are in proportion to the width.
    booklet = KINDS[kind].template == "pamphlet.html.j2"
    lines = (height_mm - width_mm * 0.272 - 5) / 9 if booklet else (height_mm - width_mm * 0.24 - 8) / 6.33
    return Page(round(width_mm, 3), round(height_mm, 3), round(flap_mm, 3), int(lines))


def _page_mm(kind: str, printing: Printing) -> Size:
    paper_mm = printing.paper_mm
    match kind:
        case "leaflet":
            return folding.letter_fold(paper_mm).widths_mm[0], min(paper_mm)
        case "zfold":
            return folding.z_fold(paper_mm).widths_mm[0], min(paper_mm)
        case "halffold":
            return folding.half_mm(paper_mm)
        case "zine":
            return folding.eighth_mm(paper_mm)
        case "large":
            return min(paper_mm), max(paper_mm)
        case "parallel":
            return max(paper_mm), min(paper_mm)
        case "phone":
            return PHONE_MM
    return printing.page_mm


PHONE_MM: Size = (96, 170)


def _laid_out(
    html: str, assets: tuple[Asset, ...], kind: str, locale: str, path: str, printing: Printing
) -> tuple[PdfResult, tuple[Problem, ...]]:
    """The pages of a kind in the largest type that has room, filled up with pages for notes."""
    from . import pdf

    setting = KINDS[kind]
    sizes = setting.sizes_on(page(kind, printing).width_mm)
    if not setting.fills:
        # Pages for notes belong to sheets that are folded.
        html = html.replace(f'{FILL}="4"', f'{FILL}="1"')

    def render(css: str) -> PdfResult:
        return pdf.render(styled(html, setting.styles, css), assets, lang=locale, name=path)

    if not setting.pages:
        return render(""), ()
    smallest = render(_type(sizes[-1]))
    if smallest.pages > setting.pages:
        return smallest, (_too_long(kind, setting, render, smallest, path),)
    best, result = _largest(setting.pages, sizes, render, smallest)
    css = _type(best)
    if best.runs_on and result.data and result.pages < setting.pages:
        # There is room for a last page of its own, so that notes stand before it.
        css += _APART
        result = render(css)
    if result.data and result.pages < setting.pages:
        result = render(css + _notes(setting.pages - result.pages))
    return result, () if result.pages <= setting.pages else (_too_long(kind, setting, render, result, path),)


def _largest(
    pages: int, sizes: tuple[Type, ...], render: Callable[[str], PdfResult], smallest: PdfResult
) -> tuple[Type, PdfResult]:
    """The largest type whose pages have room, found by halving, with its pages. The smallest is known to do."""
    result = smallest
    low, high = 0, len(sizes) - 1
    while smallest.data and low < high:
        middle = (low + high) // 2
        tried = render(_type(sizes[middle]))
        if tried.data and tried.pages <= pages:
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


def _too_long(
    kind: str, setting: Pamphlet, render: Callable[[str], PdfResult], result: PdfResult, path: str
) -> Problem:
    """By how many lines: on a last page so high that everything has room, what is beyond its foot is measured."""
    smallest, room = setting.sizes[-1], setting.pages
    higher = f"@page :nth({room}) {{ size: var(--page-width) calc(var(--page-height) + {_HIGHER_MM}mm) }}"
    tall = render(_type(smallest) + higher).proofs[room - 1 : room]
    beyond_mm = _HIGHER_MM - tall[0].free_mm if tall else 0
    lines = max(1, ceil(round(beyond_mm * 72 / 25.4 / smallest.leading, 2)))
    said = (
        f"the text is {lines} lines too long for {kind}: in its smallest type ({smallest.size:g} pt) it takes "
        f"{result.pages} pages, and there is room for {room}"
    )
    begins = result.proofs[room].begins if result.proofs[room:] else ""
    said += f"; what begins with “{begins[:60]}” has none" if begins else ""
    hint = f"shorten it, or name other kinds than {kind} after `pamphlets:` in the front matter of the article"
    return error("pamphlet-long", said, Place(path), hint)


_HIGHER_MM = 4000
"""How much higher: PDF has no page of more than 5 m."""


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
                printing.page_mm,
                printing.sheet_mm,
                right_to_left=printing.right_to_left,
                flip=printing.flip,
                thickness_mm=printing.thickness_mm,
                back_cover=True,
                signature=printing.signature,
                marks=printing.marks,
            )
        case "shop":
            return folding.single_pages(pages, printing.page_mm, marks=printing.shop_marks)
        case "leaflet" | "zfold":
            fold = (folding.letter_fold if kind == "leaflet" else folding.z_fold)(printing.paper_mm)
            return (folding.leaflet(fold, right_to_left=printing.right_to_left, flip=printing.flip),)
        case "halffold":
            return folding.half_fold(printing.paper_mm, right_to_left=printing.right_to_left, flip=printing.flip)
        case "zine":
            return (folding.zine(printing.paper_mm, right_to_left=printing.right_to_left),)
    return None
