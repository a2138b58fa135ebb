"""A saved web page -> the segments that an article with this text would have. HTML is read as libxml2 mends it.

Blocks give the kind of a segment, inline elements become Markdown; what carries no text of the article (scripts,
navigation, forms, blocks of code) is passed over. Footnotes are found by their calls: short links to a place on the
page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from . import figures
from .model import Kind, Segment
from .pagetext import Bold, Break, Call, Code, Italic, Link, Picture, Run, Struck, written
from .problems import Place

_PASSED_OVER = (
    "script style template noscript head nav button select input textarea option iframe object audio video canvas pre"
    " rp rt math"
)
_SKIPPED = frozenset(_PASSED_OVER.split())
_BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu ol p pre search section summary table tbody td"
    " tfoot th thead tr ul svg"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_KINDS = {
    "li": Kind.ITEM,
    "blockquote": Kind.QUOTE,
    "dt": Kind.TERM,
    "dd": Kind.DEFINITION,
    "td": Kind.CELL,
    "th": Kind.CELL,
    "figcaption": Kind.CAPTION,
    "caption": Kind.CAPTION,
}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def read(html: str, path: str) -> tuple[Segment, ...]:
    """Return the segments of a page. Of several parts only `main` is read, or the one `article`. Never raises."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(html.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return ()
    if root is None:
        return ()
    top = _content(root)
    walk = _Walk(path, _notes(top))
    walk.block(top, Kind.PARAGRAPH)
    segments = walk.segments
    if not any(segment.kind is Kind.TITLE for segment in segments):
        segments = [*_title(root, path), *segments]
    return tuple(_with_summary(segments, root, path))


def _content(root: etree._Element) -> etree._Element:
    for part in ([*root.iter("main")], root.xpath("//*[@role='main']"), [root]):
        if len(part) == 1:
            articles = [*part[0].iter("article")]
            return articles[0] if len(articles) == 1 else part[0]
    return root


def _title(root: etree._Element, path: str) -> Iterator[Segment]:
    """The heading that stands outside the text, or the title of the window without the name of the site."""
    for element in [*root.iter("h1"), *root.iter("title")]:
        words = re.split(r"\s[|·—–-]\s", " ".join("".join(element.itertext()).split()))[0]
        if words:
            yield Segment(written([words]), Kind.TITLE, Place(path, element.sourceline or 1))
            return


def _with_summary(segments: list[Segment], root: etree._Element, path: str) -> Iterator[Segment]:
    """The segments, with the description of the page after the title where it is not among them."""
    known = {" ".join(segment.msgid.split()) for segment in segments}
    for number, segment in enumerate(segments):
        yield segment
        if segment.kind is Kind.TITLE and number == 0:
            for meta in root.xpath("//meta[@name='description']"):
                text = written([meta.get("content", "")])
                if text and " ".join(text.split()) not in known:
                    yield Segment(text, Kind.SUMMARY, Place(path, meta.sourceline or 1))


# --- footnotes --------------------------------------------------------------------------------------------

_NOTE_LINK = re.compile(r"\[?(?:\d{1,3}|[a-z*†‡§])\]?", re.IGNORECASE)
_NOTE_ID = re.compile(r"(?:fn|footnote|note|endnote|cite[_-]note|ftn|sdfootnote)[-_:.]*(?=.)", re.IGNORECASE)
_BACK = frozenset(("↩", "↩︎", "^", "↑", "⏎", "↵", "↺"))


@dataclass(frozen=True, slots=True)
class _Notes:
    """Footnotes: labels by the address of their call, and by the block that holds them."""

    calls: dict[str, str] = field(default_factory=dict)
    blocks: dict[etree._Element, str] = field(default_factory=dict)


def _notes(top: etree._Element) -> _Notes:
    notes = _Notes()
    places = {element.get("id") or element.get("name"): element for element in top.iter() if _is_place(element)}
    for link in top.iter("a"):
        target = places.get(link.get("href", "").removeprefix("#"))
        if target is not None and link.get("href", "").startswith("#") and _is_call(link):
            while target.tag not in _BLOCKS and target.getparent() is not None:
                target = target.getparent()
            if target is not top and link not in target.iterdescendants():
                name = link.get("href", "")[1:]
                label = re.sub(r"[\s\[\]^`\\]+", "-", _NOTE_ID.sub("", name, count=1))
                notes.calls[link.get("href", "")] = notes.blocks.setdefault(target, label)
    return notes


def _is_place(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and bool(element.get("id") or (element.tag == "a" and element.get("name")))


def _is_call(link: etree._Element) -> bool:
    above = link.getparent()
    raised = (above is not None and above.tag == "sup") or next(link.iter("sup"), None) is not None
    named = "noteref" in link.get("role", "") or re.search(r"footnote|noteref", link.get("class", "")) is not None
    return (raised or named) and _NOTE_LINK.fullmatch("".join(link.itertext()).strip()) is not None


def _is_back(link: etree._Element, words: str) -> bool:
    named = re.search(r"back|reverse", f"{link.get('role', '')} {link.get('class', '')}") is not None
    return link.get("href", "").startswith("#") and (named or words in _BACK)


# --- blocks -----------------------------------------------------------------------------------------------


def _is_block(element: etree._Element) -> bool:
    return any(one.tag in _BLOCKS and (one.tag != "svg" or _is_drawing(one)) for one in element.iter())


def _is_drawing(svg: etree._Element) -> bool:
    """Whether a drawing says something; an icon does not."""
    return svg.get("aria-hidden") != "true" and ("aria-label" in svg.attrib or next(svg.iter("text"), None) is not None)


def _is_skipped(element: etree._Element) -> bool:
    if element.tag in _SKIPPED or not isinstance(element.tag, str) or "hidden" in element.attrib:
        return True
    if element.tag == "footer" and next(element.iterancestors("blockquote"), None) is None:
        return True
    if element.tag == "svg" and not _is_drawing(element):
        return True
    classes = element.get("class", "").split()
    return "link-lang" in classes or _HIDDEN.search(element.get("style", "")) is not None


_PREAMBLE = 300


class _Walk:
    """One pass over the page in reading order."""

    def __init__(self, path: str, notes: _Notes) -> None:
        self.path = path
        self.notes = notes
        self.segments: list[Segment] = []
        self.headings: list[tuple[int, str]] = []

    def block(self, element: etree._Element, kind: Kind) -> None:
        kind = Kind.FOOTNOTE if element in self.notes.blocks else _KINDS.get(element.tag, kind)
        level = int(element.tag[1]) if re.fullmatch(r"h[1-6]", element.tag) else 0
        if level:
            kind = Kind.HEADING
        run: list[Run] = [element.text or ""]
        for child in element:
            if _is_skipped(child):
                pass
            elif child.tag == "svg":
                self._flush(run, kind, level, element)
                self._drawing(child)
            elif _is_block(child):
                self._flush(run, kind, level, element)
                self.block(child, kind)
            else:
                run += self._inline(child)
            run.append(child.tail or "")
        self._flush(run, kind, level, element)

    def _flush(self, run: list[Run], kind: Kind, level: int, element: etree._Element) -> None:
        """Make a segment of what was gathered; a picture that stands alone gives its description and its caption."""
        place = Place(self.path, element.sourceline or 1)
        alone = _alone(run)
        text = "" if alone else written(run)
        if alone:
            parts = ((alone.alt, Kind.ALT), (alone.title, Kind.CAPTION))
            self.segments += [Segment(written([text]), kind, place) for text, kind in parts if text.strip()]
        elif text and level:
            self._heading(text, level, place)
        elif text:
            section = " / ".join(words for _, words in self.headings)
            self.segments.append(Segment(text, kind, place, section=section))
        run.clear()

    def _heading(self, text: str, level: int, place: Place) -> None:
        if level == 1 and not self.headings and all(one.kind is not Kind.TITLE for one in self.segments):
            # A way back, a series: what a page shows above its title is no part of the text, if it is short.
            if sum(len(one.msgid) for one in self.segments) < _PREAMBLE:
                self.segments.clear()
            self.segments.append(Segment(text, Kind.TITLE, place))
            return
        self.headings = [above for above in self.headings if above[0] < max(2, level)]
        section = " / ".join(words for _, words in self.headings)
        self.segments.append(Segment(text, Kind.HEADING, place, section=section))
        self.headings.append((max(2, level), text))

    def _drawing(self, svg: etree._Element) -> None:
        place = Place(self.path, svg.sourceline or 1)
        title = next(("".join(one.itertext()) for one in svg if one.tag == "title"), "")
        alt = written([svg.get("aria-label") or title])
        if alt:
            self.segments.append(Segment(alt, Kind.ALT, place))
        # A page is no XML, so its drawings know nothing of namespaces.
        svg.set("xmlns", "http://www.w3.org/2000/svg")
        drawing = figures.read(etree.tostring(svg, encoding="unicode", with_tail=False), self.path)
        self.segments += [replace(label, place=place) for label in drawing.segments]

    # --- inline -------------------------------------------------------------------------------------------

    def _inline(self, element: etree._Element) -> list[Run]:
        if element.tag == "br":
            return [Break()]
        if element.tag == "img":
            return [Picture(element.get("src", ""), element.get("alt", ""), element.get("title", ""))]
        inside: list[Run] = [element.text or ""]
        for child in element:
            if not _is_skipped(child):
                inside += self._inline(child)
            inside.append(child.tail or "")
        if element.tag == "a":
            return self._link(element, inside)
        if element.tag in _WRAPPERS:
            return [_WRAPPERS[element.tag](tuple(inside))]
        return ["“", *inside, "”"] if element.tag == "q" else inside

    def _link(self, element: etree._Element, inside: list[Run]) -> list[Run]:
        href = element.get("href", "")
        words = "".join(element.itertext()).strip()
        if href in self.notes.calls and _is_call(element):
            return [Call(self.notes.calls[href])]
        if _is_back(element, words) or (
            href.startswith("#") and words in ("", "#", "¶", "§", "🔗") and not _alone(inside)
        ):
            return []
        if not href or _alone(inside):
            return inside
        return [Link(tuple(inside), href)]


_WRAPPERS: dict[str, type[Bold | Italic | Struck | Code]] = {
    **dict.fromkeys(("b", "strong"), Bold),
    **dict.fromkeys(("i", "em"), Italic),
    **dict.fromkeys(("del", "s", "strike"), Struck),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), Code),
}


def _alone(run: list[Run]) -> Picture | None:
    """The picture that a run consists of."""
    rest = [one for one in run if not isinstance(one, str) or one.strip()]
    return rest[0] if len(rest) == 1 and isinstance(rest[0], Picture) else None
