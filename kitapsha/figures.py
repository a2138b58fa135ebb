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
MAX_ATTRIBUTES = 100
MAX_VALUE = 2_000
"""How many characters an attribute may have; only paths and lists of points are longer."""

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
_REFERENCE = re.compile(r"url\(\s*['\"]?#([\w.-]+)['\"]?\s*\)", re.IGNORECASE)
_CALL = re.compile(r"([\w-]{0,40})\(")
_CALLABLE = frozenset(["matrix", "translate", "scale", "rotate", "skewx", "skewy", "rgb", "rgba", "hsl", "hsla"])
_POINTS = re.compile(r"[\sa-zA-Z0-9.,+-]*")
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may hold (XML 1.0, 2.2)."""


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

    `alt` becomes the accessible name; without one the labels can be read. `prefix` keeps the ids of drawings on one
    page apart.
    """
    tree = _tree(svg, "")
    alt = _ILLEGAL.sub("", alt)
    if isinstance(tree, Problem):
        return f'<span class="missing-image">{escape(alt)}</span>'
    for element in _labels(tree):
        if _is_translatable(text := _words(element)):
            _relabel(element, text, *label(text))
    _clean(tree, prefix)
    if "viewBox" in tree.attrib:
        for name in ("width", "height", "x", "y"):
            tree.attrib.pop(name, None)
    tree.set("class", "drawing")
    # What is drawn does not turn around on a page that is read from right to left; its words still do.
    tree.set("direction", "ltr")
    if not alt:
        return _html(tree, {"xmlns": _SVG[1:-1]})
    tree.set("role", "img")
    tree.set("aria-label", alt)
    return _html(tree, {"xmlns": _SVG[1:-1]})


def _relabel(element: etree._Element, old: str, new: str, lang: str) -> None:
    if new == old and not lang:
        return
    if _has_lines(element):
        run = etree.Element(f"{_SVG}tspan")
        element.text = None
        element.insert(0, run)
        element = run
    for child in element:
        element.remove(child)
    element.text = _ILLEGAL.sub("", new)
    if lang:
        element.set("lang", lang)
        element.set("class", f"{element.get('class', '')} untranslated".strip())


def _html(element: etree._Element, more: dict[str, str] | None = None) -> str:
    """A cleaned element as HTML knows it, without a prefix for SVG and without the spaces between its shapes."""
    name = _name(element)
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in [*(more or {}).items(), *element.items()])
    inside = "".join(_html(child) + _text(element, child.tail) for child in element)
    inside = _text(element, element.text) + inside
    return f"<{name}{attributes}>{inside}</{name}>" if inside else f"<{name}{attributes}/>"


def _text(element: etree._Element, text: str | None) -> str:
    """A text in an element as HTML; outside of labels nothing is shown."""
    return escape(text or "", quote=False) if _name(element) in ("text", "tspan") else ""


def _tree(svg: str, path: str) -> etree._Element | Problem:
    if len(svg) > MAX_BYTES:
        hint = "simplify the drawing, or save it as a PNG image"
        return error("figure-limit", f"the drawing is larger than {MAX_BYTES} bytes", Place(path), hint)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        tree = etree.fromstring(svg.encode("utf-8", "surrogatepass"), parser)
    except etree.XMLSyntaxError as exc:
        place = _position(svg, path, *exc.position)
        said = re.sub(r", line \d+, column \d+$", "", exc.msg)
        return error("figure-syntax", f"the drawing is not well-formed XML: {said}", place, "export it again as SVG")
    if tree.tag != f"{_SVG}svg":
        return error("figure-syntax", "the file is no SVG drawing", Place(path), "its first element must be <svg>")
    declared = tree.getroottree().docinfo.internalDTD
    if (declared is not None and declared.entities()) or next(tree.iter(etree.Entity), None) is not None:
        return error("figure-syntax", "the drawing defines entities", Place(path), "save it as plain SVG")
    if _is_too_large(tree):
        hint = "simplify the drawing"
        return error("figure-limit", f"the drawing has more than {MAX_ELEMENTS} elements", Place(path), hint)
    return tree


def _position(svg: str, path: str, line: int | None, column: int | None) -> Place:
    """The place of a syntax error, which libxml2 may see behind the end of the text."""
    lines = svg.split("\n")
    number = min(max(1, line or 1), len(lines))
    return Place(path, number, min(max(1, column or 1), len(lines[number - 1]) + 1))


def _is_too_large(tree: etree._Element) -> bool:
    """Whether there is too much to draw, what `use` repeats included: a few lines can unfold to billions of shapes."""
    named: dict[str, etree._Element] = {}
    for element in tree.iter():
        if len(element.attrib) > MAX_ATTRIBUTES:
            return True
        if name := element.get("id"):
            named.setdefault(name, element)
    count, waiting = 0, [tree]
    while waiting and count <= MAX_ELEMENTS:
        count += 1
        element = waiting.pop()
        waiting.extend(element)
        waiting.extend(named[name] for name in _called(element) if name in named)
    return count > MAX_ELEMENTS


def _called(element: etree._Element) -> Iterator[str]:
    """The ids of what an element draws besides itself: a copy, a pattern, a mask, a mark at each of its corners."""
    for name, value in element.attrib.items():
        if _local(name) == "href":
            yield value.removeprefix("#")
        elif "url(" in value.lower() and len(value) <= MAX_VALUE:
            times = max(1, len(element.get("points", "").split()) // 2) if name.startswith("marker") else 1
            for _ in range(min(times, MAX_ELEMENTS)):
                yield from _REFERENCE.findall(value)


def _name(element: etree._Element) -> str:
    """The local name of an SVG element; empty for entities and elements of other vocabularies."""
    tag = element.tag
    return tag.removeprefix(_SVG) if isinstance(tag, str) and tag.startswith(_SVG) else ""


def _labels(tree: etree._Element) -> Iterator[etree._Element]:
    """The elements that hold one run of text each: lines of a text that are placed apart are labels of their own."""
    for element in list(tree.iter(f"{_SVG}text", f"{_SVG}tspan")):
        shown = all(_name(above) in ELEMENTS for above in element.iterancestors())
        if shown and (_name(element) == "text" or _is_placed(element)):
            yield element


def _has_lines(element: etree._Element) -> bool:
    """Whether lines inside a text are placed apart."""
    return any(child is not element and _is_placed(child) for child in element.iter(f"{_SVG}tspan"))


def _is_placed(element: etree._Element) -> bool:
    return any(name in element.attrib for name in ("x", "y", "dy"))


def _words(element: etree._Element) -> str:
    """The text of a label; before lines that are placed apart, only what precedes them."""
    texts = [element.text or ""] if _has_lines(element) else [str(text) for text in element.itertext()]
    return " ".join("".join(texts).split())


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
        for attribute, value in [*element.attrib.items(), *_styles(element)]:
            if attribute.startswith("on") or (_local(attribute) in ATTRIBUTES and _kept(attribute, value, "") is None):
                hint = "the drawing is shown without it; drawings may not run scripts or load anything"
                yield warning("figure-element", f"the attribute {attribute} is not kept in drawings", place, hint)


def _clean(tree: etree._Element, prefix: str) -> None:
    for element in list(tree.iter()):
        parent = element.getparent()
        if _name(element) not in ELEMENTS and parent is not None:
            _remove(parent, element)
            continue
        # A style attribute wins over the attributes of the same name.
        given = [*element.attrib.items(), *_styles(element)]
        element.attrib.clear()
        for name, value in given:
            if (kept := _kept(name, value, prefix)) is not None:
                element.set(_local(name), kept)


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
    pairs = (part.partition(":") for part in element.attrib.get("style", "")[: 10 * MAX_VALUE].split(";"))
    return [
        (name.strip(), value.strip().removesuffix("!important").rstrip())
        for name, _, value in pairs
        if name.strip() in _STYLES
    ]


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _kept(name: str, value: str, prefix: str) -> str | None:
    """The value of an attribute as it is shown; None where it may not be.

    Attributes of SVG are CSS: functions may be written in capitals or with escapes, and several of them load files.
    """
    local = _local(name)
    if local not in ATTRIBUTES and local != "lang":
        return None
    if local == "id":
        return prefix + value
    if local == "href":
        return f"#{prefix}{value[1:]}" if re.fullmatch(r"#[\w.-]{1,200}", value) else None
    if local in ("d", "points"):
        return value if _POINTS.fullmatch(value) else None
    if len(value) > MAX_VALUE:
        return None
    rest = _REFERENCE.sub("", value)
    if any(call.lower() not in _CALLABLE for call in _CALL.findall(rest)):
        return None
    return _REFERENCE.sub(lambda match: f"url(#{prefix}{match[1]})", value)
