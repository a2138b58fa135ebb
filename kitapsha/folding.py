"""Leaflets, zines and single pages on their sheets: arithmetic as in `imposition`, whose terms it uses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .imposition import BLEED_MM, MARK_MM, PAPER_MM, Clip, Flip, Mark, Sheet, Size, Spot, booklet, crop_marks

A4_MM = PAPER_MM["A4"]
"""The sheet of leaflets and zines, unless another is given."""


@dataclass(frozen=True, slots=True)
class Leaflet:
    """The pages of both sides from left to right, when the sheet lies open, and how wide each page is, by its number.

    Law: panels that lie on each other are equally wide, and those of a side are as wide as the sheet.
    """

    outside: tuple[int, ...]
    inside: tuple[int, ...]
    widths_mm: tuple[float, ...]
    height_mm: float


def letter_fold(sheet_mm: Size = A4_MM) -> Leaflet:
    """Folded inwards twice: the panel that is folded in first (4 and 5) is narrower, so that it lies flat.

    By 3 mm, or by 1/16 inch where the paper is American: 3 11/16, 3 11/16 and 3 5/8 inches on Letter.
    """
    less_mm = 25.4 / 16 if sheet_mm in _AMERICAN_MM else 3.0
    wide_mm = (max(sheet_mm) + less_mm) / 3
    flap_mm = wide_mm - less_mm
    return Leaflet((5, 6, 1), (2, 3, 4), (*[wide_mm] * 3, *[flap_mm] * 2, wide_mm), min(sheet_mm))


_AMERICAN_MM = tuple(PAPER_MM[name] for name in ("Letter", "Legal", "Tabloid"))


def z_fold(sheet_mm: Size = A4_MM) -> Leaflet:
    """Folded to and fro: page 6, at the right of the inside, is the back of the folded leaflet."""
    return Leaflet((4, 5, 1), (2, 3, 6), (max(sheet_mm) / 3,) * 6, min(sheet_mm))


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
        sum(kind.widths_mm[page - 1] for page in outside),
        kind.height_mm,
        front=tuple(_panels(outside, kind)),
        back=tuple(_panels(inside, kind, turned=turned)),
        flip=flip,
        front_marks=tuple(_ticks(outside, kind)),
        back_marks=tuple(_ticks(inside, kind, turned=turned)),
    )


def _panels(pages: tuple[int, ...], kind: Leaflet, *, turned: bool = False) -> Iterator[Spot]:
    """The panels of a side from left to right; `turned`, the whole side stands on its head."""
    x_mm = 0.0
    for page in pages[::-1] if turned else pages:
        width_mm = kind.widths_mm[page - 1]
        yield Spot(page, x_mm, 0, 180 if turned else 0, Clip(x_mm, 0, width_mm, kind.height_mm))
        x_mm += width_mm


def _ticks(pages: tuple[int, ...], kind: Leaflet, *, turned: bool = False) -> Iterator[Mark]:
    """A short dashed line at both ends of each fold."""
    x_mm = 0.0
    for page in (pages[::-1] if turned else pages)[:-1]:
        x_mm += kind.widths_mm[page - 1]
        yield Mark(x_mm, 0, x_mm, FOLD_TICK_MM, dashed=True)
        yield Mark(x_mm, kind.height_mm - FOLD_TICK_MM, x_mm, kind.height_mm, dashed=True)


def half_mm(sheet_mm: Size = A4_MM) -> Size:
    """A page of a sheet that is folded once."""
    return max(sheet_mm) / 2, min(sheet_mm)


def half_fold(sheet_mm: Size = A4_MM, *, right_to_left: bool = False, flip: Flip = "short") -> tuple[Sheet, ...]:
    """The sheet of a leaflet of four pages."""
    return booklet(4, half_mm(sheet_mm), sheet_mm, right_to_left=right_to_left, flip=flip)


# --- the zine ---------------------------------------------------------------------------------------------


def eighth_mm(sheet_mm: Size = A4_MM) -> Size:
    """A page of a sheet that is folded in eight."""
    return max(sheet_mm) / 4, min(sheet_mm) / 2


_TOP, _BOTTOM = (5, 4, 3, 2), (6, 7, 8, 1)


def zine(sheet_mm: Size = A4_MM, *, right_to_left: bool = False) -> Sheet:
    """Eight pages on one side of a sheet: fold it in eight, cut along the line in the middle, push it into a booklet.

    The upper row stands on its head. The solid line is the cut, which stays closed at both ends.
    """
    rows = (_BOTTOM, 0), (_TOP, 180)
    width_mm, height_mm = eighth_mm(sheet_mm)
    spots = []
    for row, (pages, rotation) in enumerate(rows):
        for column, page in enumerate(pages[::-1] if right_to_left else pages):
            x_mm, y_mm = column * width_mm, row * height_mm
            spots.append(Spot(page, x_mm, y_mm, rotation, Clip(x_mm, y_mm, width_mm, height_mm)))
    cut = Mark(width_mm, height_mm, 3 * width_mm, height_mm)
    folds = [(column * width_mm, y) for column in (1, 2, 3) for y in (0.0, 2 * height_mm - FOLD_TICK_MM)]
    ticks = tuple(Mark(x, y, x, y + FOLD_TICK_MM, dashed=True) for x, y in folds)
    ends = tuple(
        Mark(x, height_mm, x + FOLD_TICK_MM, height_mm, dashed=True) for x in (0.0, 4 * width_mm - FOLD_TICK_MM)
    )
    return Sheet(
        4 * width_mm, 2 * height_mm, front=tuple(spots), back=(), two_sided=False, front_marks=(cut, *ticks, *ends)
    )


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
