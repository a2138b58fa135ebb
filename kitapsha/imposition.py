"""Imposition: which page stands where on which sheet. Arithmetic alone; `sheets.py` turns it into a file.

Lengths are millimetres, measured from the lower left corner of the sheet, as in PDF. Page numbers start at 1.
"""

from __future__ import annotations

import re
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
        "B5": (176, 250),
        # ISO 217: untrimmed, for shops
        "SRA3": (320, 450),
        "SRA4": (225, 320),
        # ANSI/ASME Y14.1 calls Letter "A"; Legal, Tabloid and half letter are the customary American sizes beside it
        "Letter": (215.9, 279.4),
        "Legal": (215.9, 355.6),
        "Tabloid": (279.4, 431.8),
        "Half Letter": (139.7, 215.9),
    }
)
"""Paper sizes, upright."""

BLEED_MM = 3.0
"""How much of what lies beyond a page's edge is printed where the sheet has room for it."""

MARK_MM = 5.0
"""How long a mark is where there is room for it."""

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
class Mark:
    """A line that shows where to cut, or, `dashed`, where to fold."""

    x1_mm: float
    y1_mm: float
    x2_mm: float
    y2_mm: float
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A leaf of paper, printed on both sides; the spots of a side go from left to right.

    `flip` is the edge around which its back was laid out to be turned; a sheet that is not `two_sided` has none.
    `trim` is what is left of the sheet when it is cut; None where nothing is cut off.
    """

    width_mm: float
    height_mm: float
    front: tuple[Spot, ...]
    back: tuple[Spot, ...]
    flip: Flip = "short"
    two_sided: bool = True
    trim: Clip | None = None
    front_marks: tuple[Mark, ...] = ()
    back_marks: tuple[Mark, ...] = ()


def booklet(
    pages: int,
    page_size_mm: Size,
    sheet_size_mm: Size,
    *,
    right_to_left: bool = False,
    flip: Flip = "short",
    thickness_mm: float = 0.1,
    back_cover: bool = False,
    signature: int = 0,
    marks: bool = False,
) -> tuple[Sheet, ...]:
    """The sheets of a saddle-stitched booklet, the outermost first: print, fold the pile once, staple in the fold.

    With a `signature`, the sheets of a long text make several piles, which are folded each on its own and sewn or
    glued one behind the other: as many as it takes for none to have more pages than that, and as equal as can be.

    The page count is filled up to a multiple of four with blanks at the end, or before the last page where that is
    the `back_cover` (of two pages or more). Nothing is scaled; pages touch the fold, which is vertical, and what the
    sheet has to spare is left outside. Law: every page number stands exactly once.

    Creep: sheet number s, counted from 0 outside, moves its pages s times `thickness_mm` towards the fold, where they
    are cut off, because inner sheets stick out of the folded pile by that much. 80 g/m2 paper is about 0.1 mm thick.
    Every signature begins anew.

    `marks` show where to fold and to cut, where the sheet has room for them beyond the bleed.

    Raises KitapshaError (`sheet-too-small`) where two pages do not fit side by side, ValueError for a negative
    number of pages or thickness, or a signature that is no multiple of four.
    """
    if pages < 0 or thickness_mm < 0:
        raise ValueError("a number of pages or a thickness cannot be negative")
    if signature < 0 or signature % 4:
        raise ValueError("a signature has four pages, or eight, or another multiple of four")
    sheet_mm = _lay(page_size_mm, sheet_size_mm)
    sides = _Sides(page_size_mm, sheet_mm)
    order = _padded(pages, back_cover=back_cover)
    # Turning a sheet around the edge that runs along the fold keeps its back upright; around the other, it does not.
    turned = flip != ("short" if sheet_mm[0] > sheet_mm[1] else "long")
    lines = sides.marks() if marks else ()
    sheets = []
    for number, front, back in _piles(order, signature):
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
                front_marks=lines,
                back_marks=lines,
            )
        )
    return tuple(sheets)


def paper(text: str) -> Size | None:
    """The size of a paper by its name ("A4") or its measures ("320 x 450 mm", in mm, cm or in); None for no paper."""
    if text in PAPER_MM:
        return PAPER_MM[text]
    match = _MEASURES.fullmatch(text.strip())
    if match is None:
        return None
    unit_mm = {"mm": 1.0, "cm": 10.0, "in": 25.4}[match["unit"]]
    width, height = (round(float(match[side]) * unit_mm, 2) for side in ("width", "height"))
    return (width, height) if min(width, height) > 0 else None


_MEASURES = re.compile(r"(?P<width>\d{1,4}(\.\d{1,3})?) ?[x×] ?(?P<height>\d{1,4}(\.\d{1,3})?) ?(?P<unit>mm|cm|in)")


def bleeds(page_mm: Size, sheet_mm: Size) -> bool:
    """Whether a sheet has room for more than two pages side by side, so that pictures can be cut off at their edges."""
    width, height = _lay(page_mm, sheet_mm)
    return width - 2 * page_mm[0] >= 2 * BLEED_MM and height - page_mm[1] >= 2 * BLEED_MM


def crop_marks(trim: Clip, sheet_mm: Size) -> tuple[Mark, ...]:
    """Two lines at every corner, beyond the bleed, as far as the sheet goes. Where it ends before, there are none."""
    across, upright = [], []
    for x in (trim.x_mm, trim.x_mm + trim.width_mm):
        upright += [Mark(x, start, x, end) for start, end in _outside(trim.y_mm, trim.height_mm, sheet_mm[1])]
    for y in (trim.y_mm, trim.y_mm + trim.height_mm):
        across += [Mark(start, y, end, y) for start, end in _outside(trim.x_mm, trim.width_mm, sheet_mm[0])]
    return (*across, *upright)


def fold_marks(trim: Clip, sheet_mm: Size, folds_mm: tuple[float, ...]) -> tuple[Mark, ...]:
    """A dashed line above and below each fold, beyond the bleed, where the sheet has room for it."""
    ends = _outside(trim.y_mm, trim.height_mm, sheet_mm[1])
    return tuple(Mark(x, start, x, end, dashed=True) for x in folds_mm for start, end in ends)


def _outside(start_mm: float, length_mm: float, room_mm: float) -> list[tuple[float, float]]:
    """The two stretches for marks along one side of the sheet, without those that would be shorter than 1 mm."""
    low, high = start_mm - BLEED_MM, start_mm + length_mm + BLEED_MM
    stretches = [(max(0.0, low - MARK_MM), low), (high, min(room_mm, high + MARK_MM))]
    return [(start, end) for start, end in stretches if end - start >= 1]


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


def _piles(order: list[int | None], signature: int) -> Iterator[tuple[int, _Pair, _Pair]]:
    """For every sheet: its number in its pile, from 0 outside, and the pages of its front and of its back."""
    sheets = len(order) // 4
    piles = -(-sheets * 4 // signature) if signature else 1
    end = 0
    for pile in range(piles):
        start, end = end, end + 4 * (sheets // piles + (pile < sheets % piles))
        for number, (front, back) in enumerate(_pairs(order[start:end])):
            yield number, front, back


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

    def marks(self) -> tuple[Mark, ...]:
        """Where to cut around both pages, and where to fold between them."""
        width_mm, fold_mm = self.page_mm[0], self.sheet_mm[0] / 2
        y_mm = max(0.0, (self.sheet_mm[1] - self.page_mm[1]) / 2)
        trim = Clip(fold_mm - width_mm, y_mm, 2 * width_mm, self.page_mm[1])
        return (*crop_marks(trim, self.sheet_mm), *fold_marks(trim, self.sheet_mm, (fold_mm,)))

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
