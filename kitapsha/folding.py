"""Leaflets, zines and single pages on their sheets: arithmetic as in `imposition`, whose terms it uses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .imposition import BLEED_MM, MARK_MM, PAPER_MM, Clip, Flip, Mark, Sheet, Size, Spot, booklet, crop_marks

A4_MM: Size = (297.0, 210.0)
"""The sheet of every leaflet and zine, on its side."""


@dataclass(frozen=True, slots=True)
class Leaflet:
    """The pages of both sides from left to right, when the sheet lies open, and how wide each page is, by its number.

    Law: panels that lie on each other are equally wide, and those of a side are as wide as the sheet.
    """

    outside: tuple[int, ...]
    inside: tuple[int, ...]
    widths_mm: tuple[float, ...]


LETTER_FOLD = Leaflet((5, 6, 1), (2, 3, 4), (100, 100, 100, 97, 97, 100))
"""Folded inwards twice: the panel that is folded in first (4 and 5) is 3 mm narrower, so that it lies flat."""
Z_FOLD = Leaflet((4, 5, 1), (2, 3, 6), (99, 99, 99, 99, 99, 99))
"""Folded to and fro: page 6, at the right of the inside, is the back of the folded leaflet."""

FOLD_TICK_MM = 4.0
"""How far the mark of a fold reaches into a sheet that has no room around the pages."""


def leaflet(kind: Leaflet, *, right_to_left: bool = False, flip: Flip = "short") -> Sheet:
    """The sheet of a leaflet of six panels, its outside in front. Panels are as high as the sheet, and not scaled.

    Law: every page stands once; front and back lie on each other.
    """
    outside, inside = kind.outside, kind.inside
    if right_to_left:
        outside, inside = outside[::-1], inside[::-1]
    turned = flip == "long"
    return Sheet(
        *A4_MM,
        front=tuple(_panels(outside, kind.widths_mm)),
        back=tuple(_panels(inside, kind.widths_mm, turned=turned)),
        flip=flip,
        front_marks=tuple(_ticks(outside, kind.widths_mm)),
        back_marks=tuple(_ticks(inside, kind.widths_mm, turned=turned)),
    )


def _panels(pages: tuple[int, ...], widths_mm: tuple[float, ...], *, turned: bool = False) -> Iterator[Spot]:
    """The panels of a side from left to right; `turned`, the whole side stands on its head."""
    x_mm = 0.0
    for page in pages[::-1] if turned else pages:
        width_mm = widths_mm[page - 1]
        yield Spot(page, x_mm, 0, 180 if turned else 0, Clip(x_mm, 0, width_mm, A4_MM[1]))
        x_mm += width_mm


def _ticks(pages: tuple[int, ...], widths_mm: tuple[float, ...], *, turned: bool = False) -> Iterator[Mark]:
    """A short dashed line at both ends of each fold."""
    x_mm = 0.0
    for page in (pages[::-1] if turned else pages)[:-1]:
        x_mm += widths_mm[page - 1]
        yield Mark(x_mm, 0, x_mm, FOLD_TICK_MM, dashed=True)
        yield Mark(x_mm, A4_MM[1] - FOLD_TICK_MM, x_mm, A4_MM[1], dashed=True)


def half_fold(*, right_to_left: bool = False, flip: Flip = "short") -> tuple[Sheet, ...]:
    """The sheet of a leaflet of four pages A5."""
    return booklet(4, PAPER_MM["A5"], PAPER_MM["A4"], right_to_left=right_to_left, flip=flip)


# --- the zine ---------------------------------------------------------------------------------------------

ZINE_PAGE_MM: Size = (A4_MM[0] / 4, A4_MM[1] / 2)
"""An eighth of A4."""
_TOP, _BOTTOM = (5, 4, 3, 2), (6, 7, 8, 1)


def zine(*, right_to_left: bool = False) -> Sheet:
    """Eight pages on one side of a sheet: fold it in eight, cut along the line in the middle, push it into a booklet.

    The upper row stands on its head. The solid line is the cut, which stays closed at both ends.
    """
    rows = (_BOTTOM, 0), (_TOP, 180)
    width_mm, height_mm = ZINE_PAGE_MM
    spots = []
    for row, (pages, rotation) in enumerate(rows):
        for column, page in enumerate(pages[::-1] if right_to_left else pages):
            x_mm, y_mm = column * width_mm, row * height_mm
            spots.append(Spot(page, x_mm, y_mm, rotation, Clip(x_mm, y_mm, width_mm, height_mm)))
    cut = Mark(width_mm, height_mm, 3 * width_mm, height_mm)
    folds = [(column * width_mm, y) for column in (1, 2, 3) for y in (0.0, A4_MM[1] - FOLD_TICK_MM)]
    ticks = tuple(Mark(x, y, x, y + FOLD_TICK_MM, dashed=True) for x, y in folds)
    ends = tuple(Mark(x, height_mm, x + FOLD_TICK_MM, height_mm, dashed=True) for x in (0.0, A4_MM[0] - FOLD_TICK_MM))
    return Sheet(*A4_MM, front=tuple(spots), back=(), two_sided=False, front_marks=(cut, *ticks, *ends))


# --- single pages ------------------------------------------------------------------------------------------


def single_pages(pages: int, page_mm: Size, *, marks: bool = False) -> tuple[Sheet, ...]:
    """Every page on a sheet of its own for a print shop, with its bleed and, if wanted, crop marks around that."""
    around_mm = BLEED_MM + (MARK_MM + 1 if marks else 0)
    sheet_mm = (page_mm[0] + 2 * around_mm, page_mm[1] + 2 * around_mm)
    trim = Clip(around_mm, around_mm, *page_mm)
    edge_mm = around_mm - BLEED_MM
    clip = Clip(edge_mm, edge_mm, page_mm[0] + 2 * BLEED_MM, page_mm[1] + 2 * BLEED_MM)
    lines = crop_marks(trim, sheet_mm) if marks else ()
    return tuple(
        Sheet(
            *sheet_mm,
            front=(Spot(page, around_mm, around_mm, 0, clip),),
            back=(),
            two_sided=False,
            trim=trim,
            front_marks=lines,
        )
        for page in range(1, pages + 1)
    )
