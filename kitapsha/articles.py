"""An article as a whole: front matter, body and drawings, read into one value with its segments in reading order."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from . import blocks, figures, frontmatter, inline, markdown
from .dialect import PLAIN, Dialect
from .model import Article, Kind, Meta, Segment
from .poentries import UNFIT
from .problems import Place, Problem, error

MAX_BYTES = 1_000_000

Drawings = Callable[[str], str | None]
"""Gives the text of the SVG file at a path of the project, None where there is none."""


def read(slug: str, path: str, text: str, drawings: Drawings = lambda _: None, dialect: Dialect = PLAIN) -> Article:
    """Read the article at `path`. Never raises; problems of its drawings are among its own."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        said = f"the article is larger than {MAX_BYTES} bytes"
        problem = error("article-limit", said, Place(path), "split it into several articles")
        first = Segment(_from_slug(slug), Kind.TITLE, Place(path))
        return Article(slug, path, first.msgid, Meta(), "", segments=(first,), problems=(problem,))
    strange = tuple(_strange(text, path))
    if strange:
        text = UNFIT.sub("", text)
    header = frontmatter.read(text, path)
    if header.meta.title:
        first = Segment(header.meta.title, Kind.TITLE, Place(path, dict(header.meta.lines).get("title", 1)))
        body = header.body
    else:
        first, body = _first_heading(slug, path, header.body, header.body_line, dialect)
    problems: list[Problem] = [*strange, *header.problems]

    def labels(address: str) -> tuple[Segment, ...]:
        place = resolve(path, address)
        svg = drawings(place) if place and place.endswith(".svg") else None
        if svg is None or place is None:
            return ()
        drawing = figures.read(svg, place)
        problems.extend(drawing.problems)
        return drawing.segments

    reading = markdown.read(body, path, header.body_line, dialect, labels)
    segments = (first, *_meta_segments(header.meta, path), *reading.segments)
    return Article(
        slug,
        path,
        first.msgid,
        header.meta,
        body,
        header.body_line,
        segments,
        reading.links,
        reading.images,
        reading.anchors,
        reading.headings,
        (*problems, *reading.problems),
    )


def _strange(text: str, path: str) -> Iterator[Problem]:
    """text-control: characters that no catalog may hold, so that no text with them could be translated.

    The first of each is named; all are left out.
    """
    seen: set[str] = set()
    for match in UNFIT.finditer(text):
        if match[0] not in seen:
            seen.add(match[0])
            line = text.count("\n", 0, match.start()) + 1
            place = Place(path, line, match.start() - text.rfind("\n", 0, match.start()))
            said = f"the text has the invisible character U+{ord(match[0]):04X}, which is left out"
            yield error("text-control", said, place, "delete it; it often comes along when text is copied")


def _from_slug(slug: str) -> str:
    words = posixpath.basename(slug).replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _first_heading(slug: str, path: str, body: str, body_line: int, dialect: Dialect) -> tuple[Segment, str]:
    """The title where the front matter has none, and the body without it.

    The lines of the heading, and of the comments on it, become empty, so that all others keep their numbers.
    """
    parsed = blocks.parse(body, dialect)
    unit = parsed.units[0] if parsed.units else None
    if not unit or unit.kind is not Kind.HEADING or unit.opener is not parsed.tokens[0] or not unit.opener.map:
        return Segment(_from_slug(slug), Kind.TITLE, Place(path)), body
    first, after = unit.opener.map
    lines = body.split("\n")
    before = re.sub(r"<!--.*?-->", _emptied, "".join(f"{line}\n" for line in lines[:first]), flags=re.DOTALL)
    msgid = inline.canonical(unit.token.content, parsed.env, dialect.raw_html)
    title = Segment(msgid, Kind.TITLE, Place(path, body_line + first), notes=unit.notes)
    return title, "\n".join([before + "\n" * (after - first - 1), *lines[after:]])


def _emptied(comment: re.Match[str]) -> str:
    return "\n" * comment[0].count("\n")


def _meta_segments(meta: Meta, path: str) -> Iterator[Segment]:
    lines = dict(meta.lines)
    for text, kind, key in ((meta.subtitle, Kind.SUBTITLE, "subtitle"), (meta.summary, Kind.SUMMARY, "summary")):
        if text:
            yield Segment(text, kind, Place(path, lines.get(key, 1)))
    named = [("author", "author", name) for name in meta.authors]
    named += [("series", "series", meta.series), *(("tags", "tags", tag) for tag in meta.tags)]
    for key, section, text in [*named, *((f"translate.{name}", name, text) for name, text in meta.fields)]:
        if text:
            yield Segment(text, Kind.FIELD, Place(path, lines.get(key, 1)), section=section)


def resolve(path: str, address: str) -> str | None:
    """The path in the project of a local address in the file at `path`; None where it climbs out of its top folder.

    `resolve("source/a/b.md", "../c.md#x")` gives `source/c.md`.
    """
    if not inline.is_local(address):
        return None
    wanted = unquote(address.split("#")[0].split("?")[0])
    if not wanted:
        return path
    top = path.split("/")[0]
    found = posixpath.normpath(posixpath.join(posixpath.dirname(path), wanted))
    return found if found.startswith(f"{top}/") and "\\" not in found and "\0" not in found else None
