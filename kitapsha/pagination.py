"""Where pages fall: a figure that does not fit leaves a hole, and the text that follows it can fill that.

WeasyPrint knows no floating figures. So a laid-out document is looked at as a reader would, and a figure, table or
pull quote that begins a page after a hole goes behind the next paragraph, for another layout. What is read here are
boxes and elements of WeasyPrint 70; nothing of it is imported.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Protocol
from xml.etree.ElementTree import Element

HOLE_MM = 16.0
"""How much of a page may stay empty above a figure that did not fit: some four lines."""

_PX_PER_MM = 96 / 25.4
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PROSE = ("p", "ul", "ol", "blockquote", "dl")
_MOVABLE_CLASSES = ("table", "pullquote")


class Box(Protocol):
    """What is read of a box. Positions and heights are in CSS pixels."""

    element: Element | None
    element_tag: str | None
    position_y: float
    height: float

    def is_in_normal_flow(self) -> bool:
        """Whether it is neither floating nor placed."""


class PageBox(Protocol):
    """What is read of the box of a page."""

    children: Sequence[Box]
    height: float

    def content_box_y(self) -> float:
        """Where its text begins."""


class Page(Protocol):
    """What is read of a page."""

    _page_box: PageBox


def fill_hole(pages: Sequence[Page], root: Element) -> bool:
    """Move one element of the tree below `root` behind the text that can fill a hole; False where there is none.

    Only the order of an element and the headings and one block of prose after it changes; figures keep their order.
    """
    for page, following in itertools.pairwise(pages):
        element = _first_movable(following)
        if element is not None and _free_mm(page) > HOLE_MM and _move_behind_prose(root, element):
            return True
    return False


def _first_movable(page: Page) -> Element | None:
    """The element that begins a page, if it is one that may stand somewhat later."""
    box: Box | None = _root_box(page)
    while box is not None:
        if _is_movable(box.element):
            return box.element
        box = next((child for child in _children(box) if child.is_in_normal_flow()), None)
    return None


def _is_movable(element: Element | None) -> bool:
    if element is None:
        return False
    return element.tag == "figure" or bool(set(_MOVABLE_CLASSES) & set((element.get("class") or "").split()))


def _free_mm(page: Page) -> float:
    """The height between the last line or picture of a page and its footnotes or its foot."""
    box = page._page_box  # noqa: SLF001  WeasyPrint tells nowhere else how far a page is filled
    notes = [area.position_y for area in box.children if type(area).__name__ == "FootnoteAreaBox" and area.height]
    bottom = min([box.content_box_y() + box.height, *notes])
    filled = [leaf.position_y + leaf.height for leaf in _leaves(_root_box(page))]
    return (bottom - max(filled, default=bottom)) / _PX_PER_MM


def _root_box(page: Page) -> Box:
    return next(box for box in page._page_box.children if box.element_tag == "html")  # noqa: SLF001


def _children(box: Box) -> Sequence[Box]:
    return [getattr(child, "_box", child) for child in getattr(box, "children", ())]


def _leaves(box: Box) -> Iterator[Box]:
    """Boxes that show something: text and pictures."""
    children = _children(box)
    if not children and box.height and (getattr(box, "text", None) or hasattr(box, "replacement")):
        yield box
    for child in children:
        yield from _leaves(child)


def _move_behind_prose(root: Element, element: Element) -> bool:
    parent = next((parent for parent in root.iter() if element in list(parent)), None)
    if parent is None:
        return False
    siblings = list(parent)
    here = siblings.index(element)
    # What has nothing before it begins its page of its own right.
    there = next((n for n in range(here + 1, len(siblings)) if siblings[n].tag not in _HEADINGS), here)
    if here == 0 or there == here or siblings[there].tag not in _PROSE:
        return False
    parent.remove(element)
    parent.insert(there, element)
    return True
