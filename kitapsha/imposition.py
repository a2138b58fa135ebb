"""Imposition: which page stands where on which sheet. Arithmetic alone; `sheets.py` turns it into a file.

Lengths are millimetres, measured from the lower left corner of the sheet, as in PDF. Page numbers start at 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from .problems import KitapshaError, error

Size = tuple[float, float]
"""Width and height in millimetres."""

Flip = Literal["short", "long"]
"""The edge of the sheet around which the printer turns it to print the back."""

PAPER_MM: Mapping[str, Size] = MappingProxyType(
    {
        # ISO 216
        "A3": (297, 420),
        "A4": (210, 297),
        "A5": (148, 210),
        "A6": (105, 148),
        # ANSI/ASME Y14.1 calls Letter "A"; Legal and half letter are the customary American sizes beside it
        "Letter": (215.9, 279.4),
        "Legal": (215.9, 355.6),
        "Half Letter": (139.7, 215.9),
    }
)
"""Paper sizes, upright."""

BLEED_MM = 3.0
"""How much of what lies beyond a page's edge is printed where the sheet has room for it."""

# Sizes read from a PDF are rounded points; a difference that no knife can cut is none.
_TOLERANCE_MM = 0.05


@dataclass(frozen=True, slots=True)
class Clip:
    """The rectangle of the sheet outside which nothing of a page is printed."""

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float


@dataclass(frozen=True, slots=True)
class Spot:
    """A place for a page. `page` is None where it stays blank.

    `x_mm`, `y_mm` is the lower left corner of the trimmed page as it lies on the sheet, after a `rotation` of 0 or
    180 degrees.
    """

    page: int | None
    x_mm: float
    y_mm: float
    rotation: int
    clip: Clip


@dataclass(frozen=True, slots=True)
class Sheet:
    """A leaf of paper, printed on both sides; the spots of a side go from left to right.

    `flip` is the edge around which its back was laid out to be turned.
    """

    width_mm: float
    height_mm: float
    front: tuple[Spot, ...]
    back: tuple[Spot, ...]
    flip: Flip = "short"


def booklet(
    pages: int,
    page_size_mm: Size,
    sheet_size_mm: Size,
    *,
    right_to_left: bool = False,
    flip: Flip = "short",
    thickness_mm: float = 0.1,
    back_cover: bool = False,
) -> tuple[Sheet, ...]:
    """The sheets of a saddle-stitched booklet, the outermost first: print, fold the pile once, staple in the fold.

    The page count is filled up to a multiple of four with blanks at the end, or before the last page where that is
    the `back_cover` (of two pages or more). Nothing is scaled; pages touch the fold, which is vertical, and what the
    sheet has to spare is left outside. Law: every page number stands exactly once.

    Creep: sheet number s, counted from 0 outside, moves its pages s times `thickness_mm` towards the fold, where they
    are cut off, because inner sheets stick out of the folded pile by that much. 80 g/m2 paper is about 0.1 mm thick.

    Raises KitapshaError (`sheet-too-small`) where two pages do not fit side by side, ValueError for a negative
    number of pages or thickness.
    """
    if pages < 0 or thickness_mm < 0:
        raise ValueError("a number of pages or a thickness cannot be negative")
    sheet_mm = _lay(page_size_mm, sheet_size_mm)
    sides = _Sides(page_size_mm, sheet_mm)
    order = _padded(pages, back_cover=back_cover)
    # Turning a sheet around the edge that runs along the fold keeps its back upright; around the other, it does not.
    turned = flip != ("short" if sheet_mm[0] > sheet_mm[1] else "long")
    sheets = []
    for number, (front, back) in enumerate(_pairs(order)):
        creep_mm = number * thickness_mm
        if right_to_left:
            front, back = front[::-1], back[::-1]
        back_spots = sides.spots(back, creep_mm)
        sheets.append(
            Sheet(
                *sheet_mm,
                front=sides.spots(front, creep_mm),
                back=sides.turned(back_spots) if turned else back_spots,
                flip=flip,
            )
        )
    return tuple(sheets)


def _lay(page_mm: Size, sheet_mm: Size) -> Size:
    """The sheet turned so that two pages fit side by side, landscape where both ways would do."""
    for width, height in ((max(sheet_mm), min(sheet_mm)), (min(sheet_mm), max(sheet_mm))):
        if 2 * page_mm[0] <= width + _TOLERANCE_MM and page_mm[1] <= height + _TOLERANCE_MM:
            return width, height
    raise KitapshaError(
        error(
            "sheet-too-small",
            f"two pages of {_size(page_mm)} do not fit side by side on a sheet of {_size(sheet_mm)}",
            hint="choose a larger sheet or a smaller page: A5 pages need A4 paper, half letter pages need Letter",
        )
    )


def _size(size_mm: Size) -> str:
    return f"{size_mm[0]:g} × {size_mm[1]:g} mm"


def _padded(pages: int, *, back_cover: bool) -> list[int | None]:
    numbers: list[int | None] = list(range(1, pages + 1))
    at = pages - 1 if back_cover and pages > 1 else pages
    numbers[at:at] = [None] * (-pages % 4)
    return numbers


_Pair = tuple[int | None, int | None]


def _pairs(order: list[int | None]) -> Iterator[tuple[_Pair, _Pair]]:
    """Left and right page of the front and of the back of every sheet, bound on the left."""
    for first in range(0, len(order) // 2, 2):
        last = len(order) - 1 - first
        yield (order[last], order[first]), (order[first + 1], order[last - 1])


@dataclass(frozen=True, slots=True)
class _Sides:
    """The geometry that all sides of a booklet share."""

    page_mm: Size
    sheet_mm: Size

    def spots(self, pair: _Pair, creep_mm: float) -> tuple[Spot, ...]:
        """The two upright spots of a side, moved by `creep_mm` towards the fold."""
        fold_mm = self.sheet_mm[0] / 2
        width_mm = self.page_mm[0]
        y_mm = max(0.0, (self.sheet_mm[1] - self.page_mm[1]) / 2)
        left, right = pair
        return (
            Spot(left, fold_mm - width_mm + creep_mm, y_mm, 0, self._clip(y_mm, left=True)),
            Spot(right, fold_mm - creep_mm, y_mm, 0, self._clip(y_mm, left=False)),
        )

    def _clip(self, y_mm: float, *, left: bool) -> Clip:
        """The page without creep, with as much bleed as the sheet has room for, but none across the fold."""
        fold_mm = self.sheet_mm[0] / 2
        width_mm = min(self.page_mm[0] + BLEED_MM, fold_mm)
        bottom_mm = max(0.0, y_mm - BLEED_MM)
        top_mm = min(self.sheet_mm[1], y_mm + self.page_mm[1] + BLEED_MM)
        return Clip(fold_mm - width_mm if left else fold_mm, bottom_mm, width_mm, top_mm - bottom_mm)

    def turned(self, spots: tuple[Spot, ...]) -> tuple[Spot, ...]:
        """The side turned by 180 degrees."""
        return tuple(
            replace(
                spot,
                x_mm=self.sheet_mm[0] - spot.x_mm - self.page_mm[0],
                y_mm=self.sheet_mm[1] - spot.y_mm - self.page_mm[1],
                rotation=180,
                clip=replace(
                    spot.clip,
                    x_mm=self.sheet_mm[0] - spot.clip.x_mm - spot.clip.width_mm,
                    y_mm=self.sheet_mm[1] - spot.clip.y_mm - spot.clip.height_mm,
                ),
            )
            for spot in reversed(spots)
        )
