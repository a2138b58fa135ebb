"""The tree of a document made ready for print: languages, drawings, links, and ways around what WeasyPrint gets wrong.

Works on the elements that WeasyPrint 70 has parsed (xml.etree) and imports nothing of it. Two places are rewritten to
mean the same:

- U+2010 becomes U+002D, so that the hyphens which the engine sets at the ends of lines can be told from those of words.
- Where the space before an inline element is the one thing that does not fit a line, or that element is glued to the
  word before it and does not fit, the line is broken behind its first word, or first syllable; not so where that space
  and that word are elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

LINK = re.compile(r"(?:https?|mailto):\S", re.IGNORECASE)
"""Where a PDF may link to, besides places of its own."""

_SVG = "{http://www.w3.org/2000/svg}"
_INLINE = ("a", "abbr", "b", "bdi", "cite", "code", "del", "em", "i", "q", "s", "span", "strong", "sub", "sup")


def prepare(root: Element, lang: str, drawing_style: str) -> Iterator[str]:
    """Change the tree; yield the targets of links that lead nowhere from a PDF and are taken away, their text kept."""
    if lang and not root.get("lang"):
        root.set("lang", lang)
    for drawing in list(root.iter(f"{_SVG}svg")):
        _child(drawing, f"{_SVG}style", drawing_style)
    yield from _unlink(root)
    for element in root.iter():
        element.text, element.tail = _plain_hyphens(element.text), _plain_hyphens(element.tail)
    for table in root.iter("table"):
        if _widest_words(table) > TABLE_LETTERS:
            table.set("class", f"{table.get('class', '')} tight".strip())
    for heading in [element for element in root.iter() if element.tag in ("h1", "h2")]:
        heading.set("data-head", _in_short(heading))
    _part_spaces(root)


TABLE_LETTERS = 60
"""How many letters stand side by side in a table."""


def _widest_words(table: Element) -> int:
    """The letters of the longest words of all columns, with the space between columns."""
    longest: dict[int, int] = {}
    for row in table.iter("tr"):
        for column, cell in enumerate(row):
            longest[column] = max([longest.get(column, 0), *map(len, "".join(cell.itertext()).split())])
    return sum(length + 2 for length in longest.values())


HEAD_LENGTH = 80
"""How many letters fit the head of a page."""


def _in_short(heading: Element) -> str:
    """The words of a heading on one line, without its footnotes; a long one ends with an ellipsis."""
    words = " ".join("".join(_words(heading)).split())
    if len(words) <= HEAD_LENGTH:
        return words
    whole, _, _ = words[:HEAD_LENGTH].rpartition(" ")
    return f"{(whole or words[: HEAD_LENGTH - 1]).rstrip(' ,;:.–—-')}…"


def _words(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.get("class") != "footnote":
            yield from _words(child)
        yield child.tail or ""


def _child(parent: Element, tag: str, text: str) -> None:
    child = parent.makeelement(tag, {})
    child.text = text
    parent.append(child)


def _unlink(root: Element) -> Iterator[str]:
    for link in root.iter("a"):
        target = link.get("href", "").strip()
        if LINK.match(target) or target.startswith("#"):
            continue
        link.attrib.pop("href", None)
        if target:
            yield target


def _plain_hyphens(text: str | None) -> str | None:
    return text.replace("\u2010", "-") if text else text


def _part_spaces(element: Element) -> None:
    """Put the space before every inline element into an element of its own, and what is glued to that element too."""
    if element.tag == "pre":
        return
    before: Element | None = None
    for child in list(element):
        text = (element.text if before is None else before.tail) or ""
        found = _BEFORE.search(text)
        if child.tag in _INLINE and found and text[: found.start()].strip():
            for part in filter(None, (" ", found[1])):
                apart = element.makeelement("span", {})
                apart.text = part
                element.insert(list(element).index(child), apart)
            if before is None:
                element.text = text[: found.start()]
            else:
                before.tail = text[: found.start()]
        _part_spaces(child)
        before = child


_BEFORE = re.compile(r"[ \t\r\n]+([^ \t\r\n]*\u00a0)?$")
"""The last space of a text, and a word behind it that does not part from what follows."""
