"""Where pages fall: holes above figures, and footnotes that are driven off the page of their call.

WeasyPrint knows no floating figures: one that does not fit leaves a hole, which the text behind it could fill. And
where a block begins at the foot of a page, it makes room for its first lines by carrying a footnote over. So a laid-out
document is looked at as a reader would, and its tree is changed for another layout.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from .boxes import PX_PER_MM, Box, Page, children, free_mm, note_areas, root_box, walk

HOLE_MM = 16.0
"""How much of a page may stay empty above a figure that did not fit: some four lines."""

_FULL_MM = 6.0
"""What may stay empty when prose goes into a hole: less than a line and a half."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PROSE = ("p", "ul", "ol", "blockquote", "dl")
_FEW_LINES = 3
_MOVABLE_CLASSES = ("table", "pullquote")


def improve(pages: Sequence[Page], root: Element) -> bool:
    """Change the tree below `root` where pages have flaws; False where none has one that can be mended.

    A figure, table or pull quote that leaves a hole goes behind the prose that fills it, or up to where it fits; what
    follows then falls elsewhere, and is looked at when it is laid out anew. The block that took the place of a footnote
    begins the next page.
    """
    mended = False
    for page, following in itertools.pairwise(pages):
        if _fill_hole(page, following, root):
            return True
        mended = _keep_notes(page, root) or mended
    return mended


# --- holes ----------------------------------------------------------------------------------------------------


def _fill_hole(page: Page, following: Page, root: Element) -> bool:
    box = _first_movable(following)
    room = free_mm(page) * PX_PER_MM
    if box is None or box.element is None or room < HOLE_MM * PX_PER_MM:
        return False
    parent = _parent(root, box.element)
    siblings = list(parent)
    here = siblings.index(box.element)
    there, left = _behind_prose(siblings, here, _heights(following, parent), room)
    if left > HOLE_MM * PX_PER_MM or here == there:
        higher = _higher(box, siblings, here, _heights(page, parent), room)
        there = higher if higher is not None else there if there != here else _behind_heading(siblings, here)
    if there == here:
        return False
    parent.remove(box.element)
    parent.insert(there, box.element)
    return True


def _heights(page: Page, parent: Element) -> dict[Element | None, float]:
    """The heights of the parts of an element on a page."""
    blocks = [child for flow in walk(root_box(page)) if flow.element is parent for child in children(flow)]
    return {block.element: block.margin_height() for block in blocks}


def _first_movable(page: Page) -> Box | None:
    """The box that begins a page, if it is of something that may stand elsewhere."""
    box: Box | None = root_box(page)
    while box is not None and not _is_movable(box.element):
        box = next((child for child in children(box) if child.is_in_normal_flow()), None)
    return box


def _is_movable(element: Element | None) -> bool:
    if element is None:
        return False
    return element.tag == "figure" or bool(set(_MOVABLE_CLASSES) & set((element.get("class") or "").split()))


def _parent(root: Element, element: Element) -> Element:
    return next(parent for parent in root.iter() if element in list(parent))


def _behind_prose(
    siblings: list[Element], here: int, heights: dict[Element | None, float], room: float
) -> tuple[int, float]:
    """The place of an element behind as much prose of its section as it takes to fill the room before it.

    With it comes what is left of the room. The place is that where it stands if there is no such prose.
    """
    place, left = (here, room)
    if not _may_follow(siblings, here):
        return place, left
    for at in range(here + 1, len(siblings)):
        if siblings[at].tag not in _PROSE or left <= _FULL_MM * PX_PER_MM:
            break
        room -= heights.get(siblings[at], room)
        if not _leads_on(siblings[at]):
            place, left = at, room
    return place, left


def _behind_heading(siblings: list[Element], here: int) -> int:
    """The place of an element behind the first prose of the next section."""
    there = next((n for n in range(here + 1, len(siblings)) if siblings[n].tag not in _HEADINGS), here)
    while there + 1 < len(siblings) and _leads_on(siblings[there]):
        there += 1
    return there if _may_follow(siblings, here) and siblings[there].tag in _PROSE else here


def _may_follow(siblings: list[Element], here: int) -> bool:
    """Whether an element may move: what begins its page in its own right stays, and what has been announced follows."""
    return here > 0 and not _leads_on(siblings[here - 1])


def _higher(
    box: Box, siblings: list[Element], here: int, heights: dict[Element | None, float], room: float
) -> int | None:
    """The place of a figure before some prose of its section where it fits the page; once for each figure.

    The first part of a page may have begun on another one.
    """
    if box.element is None or box.element.tag != "figure" or box.element.get(_MOVED):
        return None
    whole = dict(list(heights.items())[1:])
    for at in range(here - 1, 0, -1):
        before = siblings[at - 1]
        if siblings[at].tag not in _PROSE or before.tag not in _PROSE or siblings[at] not in whole:
            return None
        room += whole[siblings[at]]
        if room > box.margin_height() and not _leads_on(before):
            box.element.set(_MOVED, "up")
            return at
    return None


_MOVED = "data-moved"


def _leads_on(element: Element) -> bool:
    """Whether a paragraph announces what follows it, such as a list."""
    return element.tag == "p" and "".join(element.itertext()).rstrip().endswith((":", "\uff1a"))


# --- footnotes ------------------------------------------------------------------------------------------------


def _keep_notes(page: Page, root: Element) -> bool:
    called = {box.element for box in walk(root_box(page)) if (box.element_tag or "").endswith("::footnote-call")}
    if called <= {box.element for area in note_areas(page) for box in walk(area)}:
        return False
    block = _last_block(page)
    if block is None or block.element is None or len(children(block)) > _FEW_LINES:
        return False
    return called.isdisjoint(block.element.iter()) and _begin_page(root, block.element)


def _last_block(page: Page) -> Box | None:
    """The box of the last lines of a page."""
    box = root_box(page)
    while inner := [child for child in children(box) if child.is_in_normal_flow()]:
        if type(inner[-1]).__name__ == "LineBox":
            return box
        box = inner[-1]
    return None


def _begin_page(root: Element, element: Element) -> bool:
    """Let an element begin a page, and its headings with it; False where it has been tried."""
    parent = _parent(root, element)
    siblings = list(parent)
    at = siblings.index(element)
    while at and siblings[at - 1].tag in _HEADINGS:
        at -= 1
    if siblings[at].get("style") == _BREAK:
        return False
    siblings[at].set("style", _BREAK)
    return True


_BREAK = "break-before: page"
