"""Boxes of WeasyPrint 70, as far as a reader of pages needs them: what stands on a page, and where.

Nothing of WeasyPrint is imported; a box is known by what it has. Positions and heights are in CSS pixels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol
from xml.etree.ElementTree import Element

PX_PER_MM = 96 / 25.4


class Box(Protocol):
    """What is read of a box."""

    element: Element | None
    element_tag: str | None
    position_x: float
    position_y: float
    width: float
    height: float
    style: Mapping[str, object]

    def is_in_normal_flow(self) -> bool:
        """Whether it is neither floating nor placed."""

    def margin_height(self) -> float:
        """Its height with its margins."""


class PageBox(Protocol):
    """What is read of the box of a page."""

    children: Sequence[Box]
    width: float
    height: float

    def content_box_x(self) -> float:
        """Where its lines begin."""

    def content_box_y(self) -> float:
        """Where its text begins."""


class Page(Protocol):
    """What is read of a page."""

    _page_box: PageBox


def root_box(page: Page) -> Box:
    """The box of the `html` element on a page."""
    return next(box for box in page_box(page).children if box.element_tag == "html")


def note_areas(page: Page) -> list[Box]:
    """Where the footnotes of a page stand."""
    return [area for area in page_box(page).children if type(area).__name__ == "FootnoteAreaBox"]


def page_box(page: Page) -> PageBox:
    """The box of a page: WeasyPrint tells nowhere else what stands on it."""
    return page._page_box  # noqa: SLF001


def children(box: Box) -> Sequence[Box]:
    """The boxes in a box; those that stand elsewhere by their own box."""
    return [getattr(child, "_box", child) for child in getattr(box, "children", ())]


def walk(box: Box) -> Iterator[Box]:
    """A box and all boxes in it, in the order of the document."""
    yield box
    for child in children(box):
        yield from walk(child)


def leaves(box: Box) -> Iterator[Box]:
    """Boxes that show something: text and pictures."""
    inner = children(box)
    if not inner and box.height and (getattr(box, "text", None) or hasattr(box, "replacement")):
        yield box
    for child in inner:
        yield from leaves(child)


def free_mm(page: Page) -> float:
    """The height between the last line or picture of a page and its footnotes or its foot."""
    box = page_box(page)
    bottom = min([box.content_box_y() + box.height, *(area.position_y for area in note_areas(page) if area.height)])
    filled = [leaf.position_y + leaf.height for leaf in leaves(root_box(page))]
    return (bottom - max(filled, default=bottom)) / PX_PER_MM
