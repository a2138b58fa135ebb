"""Drawings in SVG: their labels are segments, and what a page shows is the drawing with the labels of its language.

A drawing is inlined, so that it takes the fonts and colours of the page. Only what is known to be harmless gets
through: an allow list of elements and attributes, no scripts, no styles, no addresses outside the drawing.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

from lxml import etree

from .model import Kind, Segment
from .problems import Place, Problem, error, warning

MAX_BYTES = 1_000_000
MAX_ELEMENTS = 20_000

_SVG = "{http://www.w3.org/2000/svg}"
_SHAPES = "circle ellipse g line path polygon polyline rect svg symbol text tspan use"
_PAINT = "clipPath defs linearGradient marker mask pattern radialGradient stop"
ELEMENTS = frozenset(f"{_SHAPES} {_PAINT}".split())
_SILENTLY_DROPPED = frozenset(("title", "desc", "metadata", "namedview"))

_GEOMETRY = (
    "cx cy d dx dy fx fy gradientTransform gradientUnits height markerHeight markerUnits markerWidth offset orient"
    " patternTransform patternUnits points preserveAspectRatio r refX refY rotate rx ry transform viewBox width x x1 x2"
    " y y1 y2 class id href clipPathUnits maskUnits textLength lengthAdjust pathLength spreadMethod"
)
_PRESENTATION = (
    "clip-path clip-rule color display dominant-baseline fill fill-opacity fill-rule font-size font-style font-weight"
    " letter-spacing marker-end marker-mid marker-start mask opacity stop-color stop-opacity stroke stroke-dasharray"
    " stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor"
    " text-decoration visibility word-spacing"
)
ATTRIBUTES = frozenset(f"{_GEOMETRY} {_PRESENTATION}".split())
_STYLES = frozenset(_PRESENTATION.split())
_REFERENCE = re.compile(r"url\(\s*['\"]?#([\w.-]+)['\"]?\s*\)")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing that may be shown: its labels and its problems. `usable` is false where nothing of it may be."""

    segments: tuple[Segment, ...]
    problems: tuple[Problem, ...]
    usable: bool = True


@functools.lru_cache(maxsize=256)
def read(svg: str, path: str) -> Drawing:
    """Return the labels of a drawing. Never raises; codes: figure-syntax, figure-limit, figure-element."""
    tree = _tree(svg, path)
    if isinstance(tree, Problem):
        return Drawing((), (tree,), usable=False)
    segments = tuple(
        Segment(text, Kind.LABEL, Place(path, element.sourceline or 1))
        for element in _labels(tree)
        if _is_translatable(text := _words(element))
    )
    return Drawing(segments, tuple(_unsafe_parts(tree, path)))


def localize(svg: str, label: Callable[[str], tuple[str, str]], alt: str, prefix: str) -> str:
    """Return a drawing as HTML, its labels replaced by what `label` gives for them: a text and a language or "".

    `alt` becomes the accessible name; `prefix` keeps the ids of drawings on one page apart.
    """
    tree = _tree(svg, "")
    if isinstance(tree, Problem):
        return f'<span class="missing-image">{escape(alt)}</span>'
    for element in _labels(tree):
        if _is_translatable(text := _words(element)):
            element.text, lang = label(text)
            for child in element:
                element.remove(child)
            if lang:
                element.set("lang", lang)
                element.set("class", f"{element.get('class', '')} untranslated".strip())
    _clean(tree, prefix)
    if "viewBox" in tree.attrib:
        for name in ("width", "height", "x", "y"):
            tree.attrib.pop(name, None)
    tree.set("class", "drawing")
    tree.set("role", "img")
    tree.set("aria-label", alt)
    name = etree.SubElement(tree, f"{_SVG}title")
    name.text = alt
    tree.insert(0, name)
    etree.cleanup_namespaces(tree, top_nsmap={None: _SVG[1:-1]})
    return str(etree.tostring(tree, encoding="unicode", with_tail=False))


def _tree(svg: str, path: str) -> etree._Element | Problem:
    if len(svg) > MAX_BYTES:
        hint = "simplify the drawing, or save it as a PNG image"
        return error("figure-limit", f"the drawing is larger than {MAX_BYTES} bytes", Place(path), hint)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        tree = etree.fromstring(svg.encode(), parser)
    except etree.XMLSyntaxError as exc:
        line, column = exc.position
        place = Place(path, max(1, line or 1), max(1, column or 1))
        return error("figure-syntax", f"the drawing is not well-formed XML: {exc.msg}", place, "export it again as SVG")
    if tree.tag != f"{_SVG}svg":
        return error("figure-syntax", "the file is no SVG drawing", Place(path), "its first element must be <svg>")
    if tree.getroottree().docinfo.internalDTD is not None and tree.getroottree().docinfo.internalDTD.entities():
        return error("figure-syntax", "the drawing defines entities", Place(path), "save it as plain SVG")
    if sum(1 for _ in tree.iter()) > MAX_ELEMENTS:
        hint = "simplify the drawing"
        return error("figure-limit", f"the drawing has more than {MAX_ELEMENTS} elements", Place(path), hint)
    return tree


def _name(element: etree._Element) -> str:
    """The local name of an SVG element; empty for entities and elements of other vocabularies."""
    tag = element.tag
    return tag.removeprefix(_SVG) if isinstance(tag, str) and tag.startswith(_SVG) else ""


def _labels(tree: etree._Element) -> Iterator[etree._Element]:
    """The elements that hold one run of text each: lines of a text that are placed apart are labels of their own."""
    for element in list(tree.iter(f"{_SVG}text", f"{_SVG}tspan")):
        placed = [child for child in element.iter(f"{_SVG}tspan") if child is not element and _is_placed(child)]
        if (_name(element) == "text" or _is_placed(element)) and not placed:
            yield element


def _is_placed(element: etree._Element) -> bool:
    return any(name in element.attrib for name in ("x", "y", "dy"))


def _words(element: etree._Element) -> str:
    return " ".join("".join(str(text) for text in element.itertext()).split())


def _is_translatable(text: str) -> bool:
    """Whether a label can look different in another language: years and plain small numbers cannot."""
    return bool(re.search(r"[^\W\d_]", text) or _VARIABLE_NUMBER.search(text))


_VARIABLE_NUMBER = re.compile(r"\d\s?[%$€£₸]|[%$€£₸]\s?\d|\d[.,]\d|\d{5}")


def _unsafe_parts(tree: etree._Element, path: str) -> Iterator[Problem]:
    for element in tree.iter():
        name = _name(element)
        place = Place(path, element.sourceline or 1)
        if name in _SILENTLY_DROPPED or not isinstance(element.tag, str) or (not name and element.tag.startswith("{")):
            continue
        if name not in ELEMENTS:
            hint = "the drawing is shown without it; use plain shapes and text"
            yield warning("figure-element", f"<{name or element.tag}> is not shown in drawings", place, hint)
        for attribute, value in element.attrib.items():
            if attribute.startswith("on") or (attribute.endswith("href") and not value.startswith("#")):
                hint = "the drawing is shown without it; drawings may not run scripts or load anything"
                yield warning("figure-element", f"the attribute {attribute} is not kept in drawings", place, hint)


def _clean(tree: etree._Element, prefix: str) -> None:
    for element in list(tree.iter()):
        parent = element.getparent()
        if _name(element) not in ELEMENTS and parent is not None:
            _remove(parent, element)
            continue
        for name, value in [*_styles(element), *element.attrib.items()]:
            _set(element, name, value, prefix)


def _remove(parent: etree._Element, element: etree._Element) -> None:
    """Remove an element but keep the text that follows it."""
    tail = element.tail or ""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _styles(element: etree._Element) -> list[tuple[str, str]]:
    """The declarations of a style attribute, which a strict Content-Security-Policy would not apply, as attributes."""
    pairs = (part.partition(":") for part in element.attrib.get("style", "").split(";"))
    return [(name.strip(), value.strip()) for name, _, value in pairs if name.strip() in _STYLES]


def _set(element: etree._Element, name: str, value: str, prefix: str) -> None:
    local = re.sub(r"^\{[^}]*\}", "", name)
    element.attrib.pop(name, None)
    if local == "lang" or local == "id" or local in ATTRIBUTES:
        value = _REFERENCE.sub(lambda match: f"url(#{prefix}{match[1]})", value)
        if local == "id":
            value = prefix + value
        elif local == "href":
            if not value.startswith("#"):
                return
            value = f"#{prefix}{value[1:]}"
        if "url(" not in _REFERENCE.sub("", value):
            element.set(local, value)
