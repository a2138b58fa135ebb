"""Laid-out pages -> what they say, in the order and with the roles in which it is read aloud (ISO 32000-1, 14.8).

The tree follows the elements of the document, not the boxes of the layout: a paragraph that runs over a page is one
paragraph, a table one table, and a footnote stands behind the paragraph that calls it. What is no part of the text is
an artifact: running heads, page numbers, rules, the dots of leaders, the heads of tables that are repeated, pictures
without a description. What is read here are boxes of WeasyPrint 70; nothing of it is imported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from xml.etree.ElementTree import Element

SVG = "{http://www.w3.org/2000/svg}"

_BLOCKS = {
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    **dict.fromkeys(("p", "pre", "address"), "P"),
    **dict.fromkeys(("section", "aside", "nav"), "Sect"),
    **dict.fromkeys(("ul", "ol", "dl"), "L"),
    **dict.fromkeys(("caption", "figcaption"), "Caption"),
    "main": "Part",
    "article": "Art",
    "figure": "Div",
    "blockquote": "BlockQuote",
    "table": "Table",
    **{tag: tag[:2].upper() + tag[2:] for tag in ("thead", "tbody", "tfoot", "tr", "th", "td")},
}
_INLINE = {
    **dict.fromkeys(("em", "strong", "b", "i", "u", "cite", "dfn", "abbr", "s", "del", "ins", "sub", "sup"), "Span"),
    "code": "Code",
    "q": "Quote",
    "img": "Figure",
    f"{SVG}svg": "Figure",
}
_GROUPS = ("Document", "Part", "Art", "Sect", "Div", "BlockQuote")
"""Roles that hold blocks alone: text right inside them is given a paragraph."""
_WITHIN_LINES = ("Span", "Link", "Reference", "Code", "Quote")
_PARAGRAPHS = ("P", "H1", "H2", "H3", "H4", "H5", "H6")
_KEPT_EMPTY = ("TD", "TH")


class Box(Protocol):
    """What is read of a box; positions and sizes are in CSS pixels."""

    element: Element | None
    element_tag: str | None
    style: Mapping[str, Any]
    children: Sequence[Box]
    is_leader: bool
    colspan: int
    rowspan: int
    width: float
    height: float
    link_annotation: object

    def content_box_x(self) -> float:
        """Where its content begins, from the left."""

    def content_box_y(self) -> float:
        """Where its content begins, from the top."""


class Page(Protocol):
    """What is read of the box of a page."""

    children: Sequence[Box]

    def margin_height(self) -> float:
        """How high the page is."""


@dataclass(frozen=True, slots=True)
class Content:
    """A marked piece of a page. Pages are counted from 0 as in the file."""

    page: int
    mark: int


@dataclass(frozen=True, slots=True)
class Artifact:
    """A marked piece of a page that is not read aloud."""

    content: Content
    kind: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """The place of a link on a page; `words` are those of the whole link."""

    page: int
    annotation: Any
    """What WeasyPrint writes for it, a dictionary."""
    words: str
    lang: str


@dataclass(eq=False, slots=True)
class Node:
    """An element of the structure. `inside` is where its content goes, such as the body of an item of a list."""

    role: str
    lang: str
    parent: Node | None = None
    kids: list[Node | Content | Area] = field(default_factory=list)
    tag: str = ""
    alt: str = ""
    words: str = ""
    attributes: dict[str, str | int | tuple[float, ...]] = field(default_factory=dict)
    inside: Node | None = None

    def grow(self, role: str, *, lang: str = "", tag: str = "", at: int | None = None) -> Node:
        """A new kid, the last one unless it is said where."""
        kid = Node(role, lang or self.lang, self, tag=tag)
        self.kids.insert(len(self.kids) if at is None else at, kid)
        return kid

    def lineage(self) -> Iterator[Node]:
        """The node, its parent, and so on."""
        node: Node | None = self
        while node:
            yield node
            node = node.parent


@dataclass(frozen=True, slots=True)
class Structure:
    """A document as it is read, and what of its pages is not."""

    root: Node
    artifacts: tuple[Artifact, ...]
    nested: tuple[Area, ...]
    """Places of links that another place of the same link covers."""
    undescribed: tuple[str, ...]
    """The pictures that have no description, by their address."""


def read(pages: Sequence[tuple[Page, Mapping[Box, int]]], lang: str) -> Structure:
    """The structure of a document: for each page its box and the numbers that its boxes are marked with."""
    reader = _Reader(lang)
    for number, (box, marks) in enumerate(pages):
        reader.page(number, box, dict(marks))
    _drop_empty(reader.root)
    return Structure(reader.root, tuple(reader.artifacts), tuple(reader.nested), tuple(reader.undescribed))


class _Reader:
    def __init__(self, lang: str) -> None:
        self.root = Node("Document", lang)
        self.artifacts: list[Artifact] = []
        self.nested: list[Area] = []
        self.undescribed: dict[str, None] = {}
        self._nodes: dict[tuple[Element, str], Node] = {}
        self._first_page: dict[Element, int] = {}
        self._calls: dict[Element, Node] = {}
        self._page = 0
        self._marks: dict[Box, int] = {}
        self._height = 0.0

    def page(self, number: int, page: Page, marks: dict[Box, int]) -> None:
        self._page, self._marks, self._height = number, marks, page.margin_height()
        for child in _children(page):
            margin = getattr(child, "at_keyword", "")
            if margin:
                self._leave_out(child, "Pagination", "Header" if margin.startswith("@top") else "Footer")
            else:
                self._box(child, self.root)
        for box in list(marks):
            self._leave_out(box, "Layout")

    def _box(self, box: Box, parent: Node) -> None:
        if self._is_decoration(box):
            self._leave_out(box, "Pagination" if getattr(box, "is_header", False) else "Layout")
            return
        node = self._node(box, parent)
        self._add_area(box, node)
        for child in _children(box):
            self._box(child, node)
        if box in self._marks:
            _home(node).kids.append(Content(self._page, self._marks.pop(box)))

    # --- what is not read ---------------------------------------------------------------------------------

    def _leave_out(self, box: Box, kind: str, where: str = "") -> None:
        for child in _children(box):
            self._leave_out(child, kind, where)
        if box in self._marks:
            self.artifacts.append(Artifact(Content(self._page, self._marks.pop(box)), kind, where))

    def _is_decoration(self, box: Box) -> bool:
        element = box.element
        if box.is_leader:
            return True
        if element is None:
            return False
        if element.get("aria-hidden") == "true" or element.tag == "hr":
            return True
        if getattr(box, "is_header", False) or getattr(box, "is_footer", False):
            return self._first_page.setdefault(element, self._page) != self._page
        return _is_picture(box) and not self._is_described(element)

    def _is_described(self, picture: Element) -> bool:
        if _description(picture):
            return True
        if picture.get("alt") is None:
            self.undescribed[picture.get("src", "drawing")] = None
        return False

    # --- what is read -------------------------------------------------------------------------------------

    def _node(self, box: Box, parent: Node) -> Node:
        """The node whose kids the content of a box is; a new one where the box is the first of its element."""
        element, tag = box.element, box.element_tag or ""
        if element is None or tag in ("html", "body"):
            return parent
        known = self._nodes.get((element, tag))
        if known is None:
            known = self._new_node(box, element, tag, parent)
            if known is None:
                return parent
            self._nodes[element, tag] = known
        return known.inside or known

    def _new_node(self, box: Box, element: Element, tag: str, parent: Node) -> Node | None:
        lang = box.style["lang"] or parent.lang
        if "::" in tag:
            return self._generated(element, tag, parent)
        if element in self._calls:
            return self._note(element, lang)
        if tag == "li":
            return _item(parent, lang)
        if tag in ("dt", "dd"):
            return _definition(parent, tag, lang)
        role = self._role(box, element, tag, parent, lang)
        if not role:
            return None
        if role == "TOC":
            parent = next(node for node in parent.lineage() if node.role not in ("Reference", "P"))
        if role in _WITHIN_LINES or (role == "Figure" and not _is_block(box)):
            parent = _home(parent)
        node = parent.grow(role, lang=lang, tag=tag)
        self._describe(node, box, element)
        return node

    def _role(self, box: Box, element: Element, tag: str, parent: Node, lang: str) -> str:
        """The role of an element, none where it says nothing about its content."""
        if tag == "a" and element.get("href"):
            return "Link"
        if tag in ("ol", "ul") and any(node.tag == "nav" for node in parent.lineage()):
            return "TOC"
        if (element.get("class") or "") == "footnote-again":
            return "Reference"
        role = _BLOCKS.get(tag) or _INLINE.get(tag, "")
        if role or lang == parent.lang:
            return role
        return "Div" if _is_block(box) else "Span"

    def _describe(self, node: Node, box: Box, element: Element) -> None:
        """What else is said of a node: the picture in words, the range of a head, the way a list is counted."""
        if node.role == "Link":
            node.words = _words(element) or element.get("href", "")
            node.alt = "" if _words(element, pictures=False) else node.words
        elif node.role == "Figure":
            left, top = box.content_box_x(), box.content_box_y()
            corners = (left, self._height - top - box.height, left + box.width, self._height - top)
            node.alt = _description(element)
            node.attributes = {"O": "Layout", "BBox": tuple(round(0.75 * corner, 3) for corner in corners)}
            if _is_block(box):
                node.attributes["Placement"] = "Block"
        elif node.role == "L" and node.tag in ("ul", "ol"):
            counted = "Decimal" if node.tag == "ol" else "Disc"
            bare = box.style["list_style_type"] == "none"
            node.attributes = {"O": "List", "ListNumbering": "None" if bare else counted}
        elif node.role in ("TH", "TD"):
            node.attributes = _cell(box, element)

    def _note(self, element: Element, lang: str) -> Node:
        """A footnote behind the paragraph or heading of its call, or else at the end of what holds that."""
        call = self._calls.get(element, self.root)
        place = next(node for node in call.lineage() if node.role not in (*_WITHIN_LINES, "Lbl", "Figure"))
        if place.role not in _PARAGRAPHS or place.parent is None:
            return place.grow("Note", lang=lang)
        siblings = place.parent.kids
        at = siblings.index(place) + 1
        while at < len(siblings) and isinstance(kid := siblings[at], Node) and kid.role == "Note":
            at += 1
        return place.parent.grow("Note", lang=lang, at=at)

    def _generated(self, element: Element, tag: str, parent: Node) -> Node | None:
        if tag.endswith("::marker"):
            item = self._nodes.get((element, tag.partition("::")[0]))
            return item.grow("Lbl", at=0) if item else None
        if tag.endswith("::footnote-marker"):
            return parent.grow("Lbl")
        if tag.endswith("::footnote-call"):
            self._calls[element] = _home(parent).grow("Reference")
            return self._calls[element]
        return None

    def _add_area(self, box: Box, node: Node) -> None:
        link = next((one for one in node.lineage() if one.role == "Link"), None)
        if not box.link_annotation or link is None:
            return
        area = Area(self._page, box.link_annotation, link.words, link.lang)
        if box.element_tag == "a" or _is_picture(box):
            link.kids.append(area)
        else:
            self.nested.append(area)


# --- nodes -------------------------------------------------------------------------------------------------


def _home(node: Node) -> Node:
    """Where text goes that stands in a node: in a paragraph of its own where only blocks may stand."""
    if node.role not in _GROUPS:
        return node
    last = node.kids[-1] if node.kids else None
    return last if isinstance(last, Node) and last.tag == _IMPLIED else node.grow("P", tag=_IMPLIED)


_IMPLIED = "implied"


def _item(parent: Node, lang: str) -> Node:
    if parent.role == "TOC":
        item = parent.grow("TOCI", lang=lang, tag="li")
        item.inside = item.grow("Reference")
    else:
        item = parent.grow("LI", lang=lang, tag="li")
        item.inside = item.grow("LBody")
    return item


def _definition(parent: Node, tag: str, lang: str) -> Node:
    """A term begins an item, its explanation belongs to it."""
    if parent.role != "L":
        return parent
    last = parent.kids[-1] if parent.kids else None
    if not isinstance(last, Node) or (tag == "dt" and _has_body(last)):
        last = parent.grow("LI")
    return last.grow("Lbl" if tag == "dt" else "LBody", lang=lang)


def _has_body(item: Node) -> bool:
    return any(isinstance(kid, Node) and kid.role == "LBody" for kid in item.kids)


def _cell(box: Box, element: Element) -> dict[str, str | int | tuple[float, ...]]:
    attributes: dict[str, str | int | tuple[float, ...]] = {"O": "Table"}
    if element.tag == "th":
        attributes["Scope"] = "Row" if element.get("scope", "").startswith("row") else "Column"
    if box.colspan != 1:
        attributes["ColSpan"] = box.colspan
    if box.rowspan != 1:
        attributes["RowSpan"] = box.rowspan
    return attributes if len(attributes) > 1 else {}


def _drop_empty(node: Node) -> None:
    for kid in list(node.kids):
        if isinstance(kid, Node):
            _drop_empty(kid)
            if not kid.kids and kid.role not in _KEPT_EMPTY:
                node.kids.remove(kid)


# --- boxes and elements --------------------------------------------------------------------------------------


def _children(box: Box | Page) -> list[Box]:
    return [getattr(child, "_box", child) for child in getattr(box, "children", ())]


def _is_picture(box: Box) -> bool:
    return hasattr(box, "replacement") and _INLINE.get(box.element_tag or "") == "Figure"


def _is_block(box: Box) -> bool:
    return "inline" not in str(box.style["display"][0])


def _description(picture: Element) -> str:
    title = picture.find(f"{SVG}title")
    said = picture.get("alt") or picture.get("aria-label") or ("" if title is None else title.text or "")
    return " ".join(said.split())


def _words(element: Element, *, pictures: bool = True) -> str:
    """The words of an element, pictures by their description or not at all."""
    return " ".join("".join(_pieces(element, pictures)).split())


def _pieces(element: Element, pictures: bool) -> Iterator[str]:
    if _INLINE.get(element.tag) == "Figure":
        yield _description(element) if pictures else ""
        return
    yield element.text or ""
    for child in element:
        yield from _pieces(child, pictures)
        yield child.tail or ""
