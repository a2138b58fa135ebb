"""An article as a whole: front matter, body and drawings, read into one value with its segments in reading order."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from . import blocks, figures, frontmatter, inline, markdown
from .dialect import PLAIN, Dialect
from .model import Article, Kind, Meta, Segment
from .problems import Place, Problem, error

MAX_BYTES = 1_000_000

Drawings = Callable[[str], str | None]
"""Gives the text of the SVG file at a path of the project, None where there is none."""


def read(slug: str, path: str, text: str, drawings: Drawings = lambda _: None, dialect: Dialect = PLAIN) -> Article:
    """Read the article at `path`. Never raises; problems of its drawings are among its own."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if len(text.encode()) > MAX_BYTES:
        said = f"the article is larger than {MAX_BYTES} bytes"
        problem = error("article-limit", said, Place(path), "split it into several articles")
        return Article(slug, path, _from_slug(slug), Meta(), "", problems=(problem,))
    header = frontmatter.read(text, path)
    title, line, body = header.meta.title, dict(header.meta.lines).get("title", 1), header.body
    if not title:
        title, line, body = _first_heading(slug, header.body, header.body_line, dialect)
    problems: list[Problem] = list(header.problems)

    def labels(address: str) -> tuple[Segment, ...]:
        place = resolve(path, address)
        svg = drawings(place) if place and place.endswith(".svg") else None
        if svg is None or place is None:
            return ()
        drawing = figures.read(svg, place)
        problems.extend(drawing.problems)
        return drawing.segments

    reading = markdown.read(body, path, header.body_line, dialect, labels)
    segments = (Segment(title, Kind.TITLE, Place(path, line)), *_meta_segments(header.meta, path), *reading.segments)
    return Article(
        slug,
        path,
        title,
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


def _from_slug(slug: str) -> str:
    words = posixpath.basename(slug).replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _first_heading(slug: str, body: str, body_line: int, dialect: Dialect) -> tuple[str, int, str]:
    """The title where the front matter has none. Its lines become empty, so that all others keep their numbers."""
    tokens = blocks.parse(body, dialect).tokens
    if len(tokens) < 2 or tokens[0].type != "heading_open" or not tokens[0].map or not tokens[1].content:
        return _from_slug(slug), 1, body
    first, after = tokens[0].map
    lines = body.split("\n")
    lines[first:after] = [""] * (after - first)
    return inline.canonical(tokens[1].content, {}, dialect.raw_html), body_line + first, "\n".join(lines)


def _meta_segments(meta: Meta, path: str) -> Iterator[Segment]:
    lines = dict(meta.lines)
    for text, kind, key in ((meta.subtitle, Kind.SUBTITLE, "subtitle"), (meta.summary, Kind.SUMMARY, "summary")):
        if text:
            yield Segment(text, kind, Place(path, lines.get(key, 1)))
    named = [("series", meta.series), *(("tags", tag) for tag in meta.tags), *meta.fields]
    for key, text in named:
        if text:
            yield Segment(text, Kind.FIELD, Place(path, lines.get(key, lines.get("translate", 1))), section=key)


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
