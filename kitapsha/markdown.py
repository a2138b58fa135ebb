"""Markdown to segments, addresses, anchors and the problems of a body."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from . import blocks as block_structure
from . import inline
from .blocks import Blocks, Unit
from .dialect import PLAIN, Dialect, inline_tokens, scratch
from .model import Kind, Segment
from .problems import Place, Problem, error, warning


@dataclass(frozen=True, slots=True)
class Reading:
    """What an article's body holds: segments in reading order, addresses with their places, anchors, problems."""

    segments: tuple[Segment, ...]
    links: tuple[tuple[str, Place], ...]
    images: tuple[tuple[str, Place], ...]
    anchors: tuple[str, ...]
    headings: tuple[tuple[int, Place], ...]
    problems: tuple[Problem, ...]


Labels = Callable[[str], Sequence[Segment]]
"""Gives the segments of the drawing at an address; empty where it is none."""


def read(body: str, path: str, first_line: int = 1, dialect: Dialect = PLAIN, labels: Labels = lambda _: ()) -> Reading:
    """Find the segments of a body that begins at `first_line` of the file at `path`.

    Never raises. Problem codes: markdown-nesting, article-limit, anchor-duplicate, comment-orphan, link-address,
    footnote-unused, footnote-undefined.
    """
    parsed = block_structure.parse(body, dialect)
    segments: list[Segment] = []
    for unit in parsed.units:
        if not unit.translate:
            continue
        if unit.raw.strip():
            segments.append(_segment(unit, parsed, path, first_line, dialect))
        for src, _ in block_structure.images_of(unit, parsed):
            segments += labels(src)

    def at(line: int) -> Place:
        return Place(path, line + first_line - 1)

    links = tuple((href, at(line)) for href, line in block_structure.links(parsed))
    return Reading(
        tuple(segments),
        links,
        tuple((src, at(line)) for src, line in block_structure.images(parsed)),
        tuple(parsed.anchors),
        tuple(
            (int(unit.opener.tag[1]), at(unit.line))
            for unit in parsed.units
            if unit.kind is Kind.HEADING and unit.opener
        ),
        (*_faults(parsed, at), *_bad_addresses(links), *_footnotes(parsed, at)),
    )


def _segment(unit: Unit, parsed: Blocks, path: str, first_line: int, dialect: Dialect) -> Segment:
    msgid = block_structure.msgid(unit, parsed, dialect)
    place = Place(path, unit.line + first_line - 1)
    return Segment(msgid, unit.kind, place, unit.context, unit.section, unit.notes)


_FAULT_HINTS = {
    "markdown-nesting": "write it with fewer lists or quotations inside one another",
    "article-limit": "split it into several paragraphs",
    "anchor-duplicate": "give one of the headings another {#anchor}",
    "comment-orphan": "put the comment before the block that it speaks of",
}


def _faults(parsed: Blocks, at: Callable[[int], Place]) -> list[Problem]:
    return [error(code, said, at(line), _FAULT_HINTS[code]) for code, line, said in parsed.faults]


def _bad_addresses(links: Sequence[tuple[str, Place]]) -> list[Problem]:
    hint = "use http:, https:, mailto: or a path inside the publication"
    return [
        error("link-address", f"the link leads to {href}, which is not published as a link", place, hint)
        for href, place in links
        if not inline.is_safe_address(href)
    ]


_NOTE_CALL = re.compile(r"(?<!\\)\[\^([^\]\s]+)\]")


def _footnotes(parsed: Blocks, at: Callable[[int], Place]) -> list[Problem]:
    problems: list[Problem] = []
    defined: dict[str, int] = {}
    for token in parsed.tokens:
        if token.type == "footnote_reference_open":
            label, line = token.meta["label"], token.map[0] + 1 if token.map else 1
            if defined.setdefault(label, line) != line:
                said = f"a footnote [^{label}] is defined already; this one is never called"
                problems.append(warning("footnote-unused", said, at(line), "give it another name", at(defined[label])))
    used: set[str] = set()
    for unit in parsed.units:
        calls = _NOTE_CALL.findall(unit.raw)
        tokens = inline_tokens(unit.raw, False, scratch(parsed.env)) if calls else []
        used |= {token.meta["label"] for token in tokens if token.type == "footnote_ref"}
        text = "".join(token.content for token in tokens if token.type == "text")
        for label in dict.fromkeys(label for label in calls if f"[^{label}]" in text and label not in defined):
            hint = f"write the note in a paragraph of its own: [^{label}]: text"
            problems.append(warning("footnote-undefined", f"no footnote [^{label}] is defined", at(unit.line), hint))
    hint = "put its mark into the text, or remove the note"
    problems += [
        warning("footnote-unused", f"the footnote [^{label}] is never called", at(line), hint)
        for label, line in defined.items()
        if label not in used
    ]
    return problems
