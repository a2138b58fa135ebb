"""The structure of a document into its PDF: our tree of tags in the place of WeasyPrint's own.

WeasyPrint 70 marks every text and picture on a page with a number and then calls `add_tags`, which writes the tree
that says what the numbers are. That tree lacks much (languages, notes, contents, artifacts), so another one is
written, from `structure`. This is the one place where private names of the engine are used: `weasyprint.pdf.add_tags`,
`Stream._tags` and `Page._page_box`. They are looked at before they are used; the version is pinned.
"""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Iterator, Mapping, Sequence
from types import ModuleType
from typing import Protocol

import pydyf

from . import structure
from .structure import Area, Artifact, Content, Node, Structure


class _Pdf(Protocol):
    """What is used of pydyf's PDF."""

    catalog: pydyf.Dictionary
    objects: list[pydyf.Dictionary]
    page_references: Sequence[bytes]

    def add_object(self, item: pydyf.Dictionary) -> None: ...


class _Stream(Protocol):
    """What is used of WeasyPrint's Stream; the numbers of the boxes are its `mcid`."""

    stream: list[object]
    _tags: Mapping[structure.Box, Mapping[str, int]]


class _Page(Protocol):
    _page_box: structure.Page


class _Metadata(Protocol):
    lang: str | None


class _Document(Protocol):
    pages: Sequence[_Page]
    metadata: _Metadata


_SIGNATURE = ("pdf", "document", "pdf_version", "page_streams")


@contextlib.contextmanager
def own_tags(writer: ModuleType) -> Iterator[list[str]]:
    """Let WeasyPrint's module `weasyprint.pdf` write our tags; yields a list that undescribed pictures are added to.

    Raises RuntimeError where the module is not the one that this was made for.
    """
    plain = getattr(writer, "add_tags", None)
    if plain is None or tuple(inspect.signature(plain).parameters) != _SIGNATURE:
        raise RuntimeError("the tags of this version of WeasyPrint are unknown; install the one in requirements.txt")
    undescribed: list[str] = []

    def add_tags(pdf: _Pdf, document: _Document, pdf_version: object, page_streams: Sequence[_Stream]) -> None:  # noqa: ARG001
        pages = [
            (page._page_box, {box: mark["mcid"] for box, mark in stream._tags.items()})  # noqa: SLF001
            for page, stream in zip(document.pages, page_streams, strict=True)
        ]
        read = structure.read(pages, document.metadata.lang or "")
        undescribed.extend(read.undescribed)
        _write(pdf, read, page_streams)

    writer.add_tags = add_tags  # type: ignore[attr-defined]
    try:
        yield undescribed
    finally:
        writer.add_tags = plain  # type: ignore[attr-defined]


def _write(pdf: _Pdf, read: Structure, page_streams: Sequence[_Stream]) -> None:
    root, reference = _added(pdf, {"Type": "/StructTreeRoot"})
    tree = _Tree(pdf)
    root["K"] = pydyf.Array([tree.element(read.root, reference)])
    tree.number(read.root)
    root["ParentTree"] = tree.parents(len(page_streams))
    root["ParentTreeNextKey"] = len(page_streams) + len(tree.areas)
    if tree.notes:
        root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(tree.notes)})
    pdf.catalog["StructTreeRoot"] = reference
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog.setdefault("Lang", pydyf.String(read.root.lang))
    _mark_artifacts(read.artifacts, page_streams)
    pages = pdf.page_references
    for area in read.nested:
        page = pdf.objects[int(pages[area.page].split()[0])]
        page["Annots"].remove(area.annotation.reference)


def _added(pdf: _Pdf, entries: Mapping[str, object]) -> tuple[pydyf.Dictionary, bytes]:
    """A new object of the file, and the reference to it."""
    item = pydyf.Dictionary(entries)
    pdf.add_object(item)
    reference: bytes = item.reference
    return item, reference


class _Tree:
    """Writes nodes as structure elements, and remembers what belongs to which."""

    def __init__(self, pdf: _Pdf) -> None:
        self._pdf = pdf
        self._pages = pdf.page_references  # made anew for everybody who asks
        self._written: dict[Node, pydyf.Dictionary] = {}
        self._owners: dict[Content, Node] = {}
        self.areas: list[tuple[Area, Node]] = []
        self.notes: list[pydyf.String | bytes] = []

    def element(self, node: Node, parent: bytes) -> bytes:
        """The reference to a new structure element. What it has for kids is added by `number`."""
        element, reference = _added(self._pdf, {"Type": "/StructElem", "S": f"/{node.role}", "P": parent})
        self._written[node] = element
        if node.lang and (node.parent is None or node.lang != node.parent.lang):
            element["Lang"] = pydyf.String(node.lang)
        if node.alt:
            element["Alt"] = pydyf.String(node.alt)
        if node.attributes:
            element["A"] = pydyf.Dictionary({key: _value(value) for key, value in node.attributes.items()})
        if node.role == "Note":
            element["ID"] = pydyf.String(f"note-{len(self.notes) // 2 + 1:05}")
            self.notes += [element["ID"], reference]
        for kid in node.kids:
            if isinstance(kid, Node):
                self.element(kid, reference)
        return reference

    def number(self, node: Node) -> None:
        """Add the kids of a node: other nodes, marks, areas of links."""
        element = self._written[node]
        page = next((kid.page for kid in node.kids if not isinstance(kid, Node)), None)
        if page is not None:
            element["Pg"] = self._pages[page]
        kids = [self._kid(kid, node, page) for kid in node.kids]
        element["K"] = pydyf.Array(kids)
        for kid in node.kids:
            if isinstance(kid, Node):
                self.number(kid)

    def _kid(self, kid: Node | Content | Area, node: Node, page: int | None) -> object:
        if isinstance(kid, Node):
            return self._written[kid].reference
        reference = self._pages[kid.page]
        if isinstance(kid, Content):
            self._owners[kid] = node
            if kid.page == page:
                return kid.mark
            return pydyf.Dictionary({"Type": "/MCR", "Pg": reference, "MCID": kid.mark})
        self.areas.append((kid, node))
        kid.annotation["Contents"] = pydyf.String(kid.words)
        return pydyf.Dictionary({"Type": "/OBJR", "Obj": kid.annotation.reference, "Pg": reference})

    def parents(self, pages: int) -> bytes:
        """The reference to the tree that names the element of every mark and of every area."""
        marks: list[dict[int, bytes]] = [{} for _ in range(pages)]
        for content, node in self._owners.items():
            marks[content.page][content.mark] = self._written[node].reference
        numbers = pydyf.Array()
        for page, owners in enumerate(marks):
            numbers += [page, pydyf.Array(owners.get(mark, "null") for mark in range(max(owners, default=-1) + 1))]
        for key, (area, node) in enumerate(self.areas, pages):
            area.annotation["StructParent"] = key
            numbers += [key, self._written[node].reference]
        return _added(self._pdf, {"Nums": numbers})[1]


def _value(value: str | float | tuple[float, ...]) -> object:
    if isinstance(value, tuple):
        return pydyf.Array(value)
    return f"/{value}" if isinstance(value, str) else value


def _mark_artifacts(artifacts: Sequence[Artifact], page_streams: Sequence[_Stream]) -> None:
    """Say of marked content that it is none (ISO 32000-1, 14.8.2.2)."""
    wanted = {(artifact.content.page, artifact.content.mark): artifact for artifact in artifacts}
    for page, stream in enumerate(page_streams):
        items = stream.stream
        for at, item in enumerate(items):
            if isinstance(item, pydyf.Dictionary) and (found := wanted.get((page, item.get("MCID", -1)))):
                said = {"Type": f"/{found.kind}"} | ({"Subtype": f"/{found.where}"} if found.where else {})
                items[at - 1 : at + 1] = ["/Artifact", pydyf.Dictionary(said)]
