"""HTML pages to the XHTML of e-books: the same text in well-formed XML, and nothing that a book may not hold.

What remains is decided by lists of what the format knows (EPUB 3.3, HTML Standard), so that HTML of authors cannot
make a book that readers' programs refuse: the text stays, unknown elements and attributes around it go.
"""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from lxml import etree, html

from . import figures

_XHTML, _SVG = "http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg"
_OPS, _XML = "http://www.idpf.org/2007/ops", "http://www.w3.org/XML/1998/namespace"
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_BLOCKS = (
    "html head title meta link body section nav article aside header footer main address div p hr pre blockquote ol ul"
    " li dl dt dd figure figcaption h1 h2 h3 h4 h5 h6 hgroup table caption colgroup col tbody thead tfoot tr td th"
    " details summary"
)
_INLINE = (
    "a em strong small s cite q dfn abbr ruby rt rp data time code var samp kbd sub sup i b u mark bdi bdo span br wbr"
    " ins del img"
)
_ELEMENTS = frozenset(f"{_BLOCKS} {_INLINE}".split())
_ACTIVE = "script noscript iframe object embed audio video canvas form input button select textarea"
_DROPPED = frozenset(f"{_ACTIVE} style template base math".split())
"""Elements that go with all that is in them."""
_GLOBAL = frozenset(("id", "class", "lang", "dir", "title", "translate", "hidden", "role"))
_OWN = {
    "a": "href hreflang rel",
    "img": "src alt width height",
    "meta": "name content charset",
    "link": "rel href type",
    "ol": "start reversed type",
    "li": "value",
    "time": "datetime",
    "data": "value",
    "td": "colspan rowspan headers",
    "th": "colspan rowspan headers scope abbr",
    "col": "span",
    "colgroup": "span",
    "details": "open",
    **dict.fromkeys(("q", "blockquote"), "cite"),
    **dict.fromkeys(("ins", "del"), "cite datetime"),
}
_MORE = re.compile(r"(?:aria|data)-[a-z][a-z0-9-]*")
_NUMBERS = frozenset(("width", "height", "start", "value", "colspan", "rowspan", "span"))
_OF_DRAWINGS = figures.ATTRIBUTES | {"direction", "role", "aria-label", "lang"}
_CASED = {name.lower(): name for name in (*figures.ELEMENTS, *figures.ATTRIBUTES)}
"""The names of SVG as XML has them; the parser of HTML knows small letters only."""
_TYPES = {
    "doc-noteref": "noteref",
    "doc-endnotes": "endnotes",
    "doc-backlink": "backlink",
    "doc-toc": "toc",
}
"""What reading systems call by epub:type, by the roles that say it to everyone else."""
_HOST = re.compile(r"(?:[\w.-]+|\[[0-9a-fA-F:.]+\])(?::\d+)?")
_SCHEMES = frozenset(("http", "https", "mailto", "tel"))


@dataclass(frozen=True, slots=True)
class Document:
    """A page as a book holds it: its bytes, and how many pictures it shows, how many of them described in words."""

    data: bytes
    drawings: int = 0
    pictures: int = 0
    described: int = 0


@dataclass(slots=True)
class _Page:
    files: Collection[str]
    anchors: set[str] = field(default_factory=set)
    links: list[etree._Element] = field(default_factory=list)
    drawings: int = 0
    pictures: int = 0
    described: int = 0


def documents(pages: Mapping[str, str], files: Collection[str]) -> dict[str, Document]:
    """Return pages, HTML by file name, as XHTML. `files` are the names of everything else in the book.

    Law: the result is well-formed, and no link in it leads to what is not there.
    """
    known = {*pages, *files}
    read = {name: _read(text, known) for name, text in pages.items()}
    anchors = {name: page.anchors for name, (_, page) in read.items()}
    for name, (_, page) in read.items():
        for link in page.links:
            if not _leads(link.get("href") or "", name, anchors, known):
                for attribute in ("href", "hreflang", "rel"):
                    link.attrib.pop(attribute, None)
    return {name: _written(root, page) for name, (root, page) in read.items()}


def legal(text: str) -> str:
    """A text without what no XML document may hold."""
    return _ILLEGAL.sub("", text)


def _read(text: str, files: Collection[str]) -> tuple[etree._Element, _Page]:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    tree = html.document_fromstring(legal(text).encode("utf-8"), parser=parser)
    page = _Page(files)
    root = etree.Element(f"{{{_XHTML}}}html", nsmap={None: _XHTML, "epub": _OPS})
    _attributes(tree, root, page, inside="")
    _children(tree, root, page, inside="")
    return root, page


def _written(root: etree._Element, page: _Page) -> Document:
    data = etree.tostring(root, xml_declaration=True, encoding="utf-8", doctype="<!DOCTYPE html>")
    return Document(data + b"\n", page.drawings, page.pictures, page.described)


def _children(old: etree._Element, new: etree._Element, page: _Page, inside: str) -> None:
    """Copy what is in an element; `inside` is "svg" in a drawing."""
    _add_text(new, old.text)
    for child in old:
        if isinstance(child.tag, str):
            _element(child, new, page, inside)
        _add_text(new, child.tail)


def _element(old: etree._Element, parent: etree._Element, page: _Page, inside: str) -> None:
    name = str(old.tag)
    if name in _DROPPED:
        return
    if name == "svg":
        inside = "svg"
        page.drawings += 1
        page.described += 1
    known = _CASED.get(name) if inside and name != "title" else name
    if not known or (not inside and known not in _ELEMENTS):
        _children(old, parent, page, inside)
    elif known == "img" and urllib.parse.unquote(old.get("src") or "") not in page.files:
        _add_text(parent, old.get("alt"))
    else:
        new = etree.SubElement(parent, f"{{{_SVG if inside else _XHTML}}}{known}", nsmap={None: _SVG} if inside else {})
        _attributes(old, new, page, inside)
        _children(old, new, page, inside)


def _attributes(old: etree._Element, new: etree._Element, page: _Page, inside: str) -> None:
    name = str(old.tag)
    allowed = _OF_DRAWINGS if inside else _GLOBAL | set(_OWN.get(name, "").split())
    for given, value in old.items():
        key = _CASED.get(given, given) if inside else given
        if key == "epub:type":
            new.set(f"{{{_OPS}}}type", value)
        elif (key in allowed or (not inside and _MORE.fullmatch(key))) and _fits(key, value, page):
            new.set(key, value)
    _also(name, new, page, inside)


def _fits(key: str, value: str, page: _Page) -> bool:
    if key == "id":
        fresh = bool(value) and not re.search(r"\s", value) and value not in page.anchors
        page.anchors.add(value)
        return fresh
    return bool(re.fullmatch(r"-?\d+", value)) if key in _NUMBERS else True


def _also(name: str, new: etree._Element, page: _Page, inside: str) -> None:
    """Add what XML and reading systems want to be told, and count."""
    if lang := new.attrib.pop("lang", None):
        new.set(f"{{{_XML}}}lang", lang)
        if not inside:
            new.set("lang", lang)
    if kind := _TYPES.get(new.get("role") or ""):
        new.set(f"{{{_OPS}}}type", kind)
    if name in ("pre", "code"):
        # Style sheets of books may not say it.
        new.set("dir", "ltr")
    if name == "li" and str(new.get("id") or "").startswith("fn-"):
        new.set(f"{{{_OPS}}}type", "endnote")
    if name == "a" and "href" in new.attrib:
        page.links.append(new)
    if name == "img":
        page.pictures += 1
        page.described += bool(new.get("alt"))
        new.set("alt", new.get("alt") or "")


def _leads(address: str, here: str, anchors: Mapping[str, set[str]], files: Collection[str]) -> bool:
    """Whether a link leads to a place in the book or to one outside that has a whole address."""
    try:
        parts = urllib.parse.urlsplit(address)
    except ValueError:
        return False
    if parts.scheme or parts.netloc:
        whole = bool(_HOST.fullmatch(parts.netloc)) or (parts.scheme in ("mailto", "tel") and not parts.netloc)
        return parts.scheme in _SCHEMES and whole and not re.search(r"[\s<>\"{}|\\^`]", address)
    file = urllib.parse.unquote(parts.path) or here
    if parts.query or file not in files:
        return False
    return not parts.fragment or urllib.parse.unquote(parts.fragment) in anchors.get(file, ())


def _add_text(element: etree._Element, text: str | None) -> None:
    if not text:
        return
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
