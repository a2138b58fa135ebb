"""Laid-out pages read as a reader would notice them: how full they are, what drifts, what is loose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast
from xml.etree.ElementTree import Element

from .boxes import PX_PER_MM, Box, Page, children, free_mm, leaves, note_areas, page_box, root_box, walk

PX_PER_PT = 96 / 72


@dataclass(frozen=True, slots=True)
class PageProof:
    """What there is to see on a page. `number` starts at 1.

    `is_text` is whether it has a part of the article, `is_last` whether the article ends on it. `filled` is how much
    of its height has text, from 0 to 1, and `free_mm` what is left; `fixed` is how much of it has what keeps its height
    in every size of type. `adrift` are the footnotes called here that stand elsewhere, `ladder` the longest run of
    lines that end with a hyphen. `loosest_em` is what the loosest line has between words beyond its spaces, `loosest`
    its text. `beyond_mm` is how far something reaches over the sides of the page's text, `beyond` what it says, empty
    for a picture. `begins` are the first words of the page.
    """

    number: int
    is_text: bool = False
    is_last: bool = False
    filled: float = 0
    free_mm: float = 0
    adrift: int = 0
    ladder: int = 0
    loosest_em: float = 0
    loosest: str = ""
    fixed: float = 0
    beyond_mm: float = 0
    beyond: str = ""
    begins: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """A block of text: the tag of its element, its words, and how many lines they take."""

    tag: str
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of dots, and how fine it is at the size of the page."""

    page: int
    dpi: float


def lines(pages: Sequence[Page], root: Element) -> tuple[Lines, ...]:
    """Every block of text of the article, in the order of its tree."""
    main = root.find(".//main")
    counts: dict[Element, int] = {}
    for page in pages:
        for box in walk(root_box(page)):
            own = sum(type(child).__name__ == "LineBox" for child in children(box))
            if own and box.element is not None:
                counts[box.element] = counts.get(box.element, 0) + own
    blocks = [] if main is None else [element for element in main.iter() if element in counts]
    return tuple(Lines(block.tag, " ".join("".join(block.itertext()).split()), counts[block]) for block in blocks)


def pictures(pages: Sequence[Page]) -> tuple[Picture, ...]:
    """The images of dots on the pages; drawings have no dots."""
    found = []
    for number, page in enumerate(pages, 1):
        for box in walk(root_box(page)):
            image: Any = getattr(box, "replacement", None)
            if type(image).__name__ == "RasterImage" and box.width:
                found.append(Picture(number, round(image.width / (box.width / 96), 1)))
    return tuple(found)


def read(pages: Sequence[Page]) -> tuple[PageProof, ...]:
    """One proof for each page."""
    texts = [_has_article(page) for page in pages]
    last = max((number for number, is_text in enumerate(texts) if is_text), default=-1)
    return tuple(_read(page, number, texts[number], number == last) for number, page in enumerate(pages))


def design_pt(pages: Sequence[Page]) -> tuple[float, float]:
    """The size and the leading of the text, in points."""
    style = root_box(pages[0]).style
    size, leading = cast(float, style["font_size"]), cast(float, getattr(style["line_height"], "value", 0.0))
    return round(size / PX_PER_PT, 2), round(leading / PX_PER_PT, 2)


def _has_article(page: Page) -> bool:
    return any(box.element_tag == "main" for box in walk(root_box(page)))


def _read(page: Page, index: int, is_text: bool, is_last: bool) -> PageProof:
    beyond_mm, beyond = _beyond(page)
    if not is_text:
        return PageProof(index + 1, beyond_mm=beyond_mm, beyond=beyond)
    free = free_mm(page)
    height_mm = page_box(page).height / PX_PER_PT * 25.4 / 72
    lines = [_Line(box) for box in walk(root_box(page)) if type(box).__name__ == "LineBox"]
    loosest = max(lines, key=lambda line: line.loose_em, default=None)
    return PageProof(
        index + 1,
        is_text,
        is_last,
        round(1 - free / height_mm, 3),
        round(free, 1),
        len(_adrift(page)),
        _ladder(lines),
        round(loosest.loose_em, 2) if loosest else 0,
        loosest.text if loosest else "",
        round(_fixed_height(page) / page_box(page).height, 3),
        beyond_mm,
        beyond,
        next((line.text for line in lines if line.text), ""),
    )


def _fixed_height(page: Page) -> float:
    """The height of drawings, tables and footnotes."""
    return sum(box.margin_height() for box in (*_outermost(root_box(page), ("figure", "table")), *note_areas(page)))


def _outermost(box: Box, tags: tuple[str, ...]) -> Iterator[Box]:
    for child in children(box):
        if child.element_tag in tags:
            yield child
        else:
            yield from _outermost(child, tags)


def _beyond(page: Page) -> tuple[float, str]:
    """What reaches farthest over the sides of the text, and how far in millimetres."""
    box = page_box(page)
    left, right = box.content_box_x(), box.content_box_x() + box.width
    shown = [leaf for area in (root_box(page), *note_areas(page)) for leaf in leaves(area)]
    reach = [max(left - leaf.position_x, leaf.position_x + leaf.width - right) for leaf in shown]
    farthest = max(range(len(shown)), key=reach.__getitem__, default=None)
    if farthest is None or reach[farthest] < _TOLERANCE_PX:
        return 0, ""
    return round(reach[farthest] / PX_PER_MM, 1), str(getattr(shown[farthest], "text", "")).strip()


_TOLERANCE_PX = 2.0
"""A space at the end of a line may hang over it."""


def _adrift(page: Page) -> set[Element | None]:
    called = {box.element for box in walk(root_box(page)) if (box.element_tag or "").endswith("::footnote-call")}
    return called - {box.element for area in note_areas(page) for box in walk(area)}


def _ladder(lines: Sequence[_Line]) -> int:
    longest = steps = 0
    for line in lines:
        steps = steps + 1 if line.text.endswith(_HYPHENS) else 0
        longest = max(longest, steps)
    return longest


_HYPHENS = ("\u2010", "-")


class _Line:
    """A line of text: its letters, and how far it was stretched."""

    def __init__(self, box: Box) -> None:
        texts = [part for part in _in_line(box) if hasattr(part, "justification_spacing")]
        self.text = "".join(str(getattr(part, "text", "")) for part in texts).strip()
        sizes = [
            (float(getattr(part, "justification_spacing", 0)), cast(float, part.style["font_size"])) for part in texts
        ]
        self.loose_em = max((spacing / size for spacing, size in sizes if size), default=0.0)


def _in_line(box: Box) -> Iterator[Box]:
    """The boxes of a line, without those of lines in it."""
    for child in children(box):
        if type(child).__name__ != "LineBox":
            yield child
            yield from _in_line(child)
