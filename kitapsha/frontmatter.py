"""The YAML header of an article. Every value stays the text that its author typed: no tags, anchors or guesses."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import yaml

from . import kinds
from .model import Meta, Source
from .problems import Place, Problem, error, warning

MAX_BYTES = 16_384
MAX_DEPTH = 10

_TEXTS = ("title", "subtitle", "summary", "series", "cover")
_LISTS = {"author": "authors", "tags": "tags", "pamphlets": "pamphlets"}
_DATES = ("date", "updated")
KEYS = (*_TEXTS, *_LISTS, *_DATES, "source", "order", "translate")


@dataclass(frozen=True, slots=True)
class Header:
    """What `read` returns: the meta data, the Markdown after the header and the line it begins at."""

    meta: Meta
    body: str
    body_line: int
    problems: tuple[Problem, ...] = ()


def read(text: str, path: str) -> Header:
    """Split an article into its front matter and its body.

    Never raises: a header that cannot be read gives problems and an empty Meta, and the body is still there.
    Codes: frontmatter-unclosed, -syntax, -yaml, -key, -value, -duplicate, -limit.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return Header(Meta(), text, 1)
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), None)
    if end is None:
        problem = error(
            "frontmatter-unclosed",
            "the front matter has no closing line",
            Place(path),
            "put a line with three hyphens (---) after the last key",
        )
        return Header(Meta(), "\n".join(lines[1:]), 2, (problem,))
    meta, problems = _meta("\n".join(lines[1:end]), path)
    return Header(meta, "\n".join(lines[end + 1 :]), end + 2, tuple(problems))


def _meta(header: str, path: str) -> tuple[Meta, list[Problem]]:
    if len(header.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        said = f"the front matter is larger than {MAX_BYTES} bytes"
        return Meta(), [error("frontmatter-limit", said, Place(path), "move long texts into the article")]
    try:
        if trick := next(_tricks(header, path), None):
            return Meta(), [trick]
        node = yaml.compose(header, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as exc:
        mark = exc.problem_mark or exc.context_mark
        place = _mark(path, mark)
        said = exc.problem or exc.context or "cannot be read"
        return Meta(), [error("frontmatter-syntax", f"the front matter is not valid YAML: {said}", place, _HINT_QUOTES)]
    except yaml.reader.ReaderError as exc:
        said = f"the front matter has the control character U+{exc.character:04X}"
        return Meta(), [error("frontmatter-syntax", said, _position(path, header, exc.position), "remove it")]
    if node is None:
        return Meta(), []
    if not isinstance(node, yaml.MappingNode):
        said = "the front matter is not a list of keys with values"
        return Meta(), [error("frontmatter-syntax", said, _at(path, node), "write one `key: value` on each line")]
    return _Reader(path).mapping(node)


_HINT_QUOTES = "put values with a colon, a hash or brackets between double quotes"


_BREAKS_AND_SPACES = re.compile("[ \\t\\r\\n\x85\u2028\u2029]+")
"""White space between words; a no-break space is not among it, because its author meant it."""


def _tricks(header: str, path: str) -> Iterator[Problem]:
    """What YAML can do and a header must not: anchors, aliases, tags, several documents, deep nesting.

    They are looked for in the stream of events, before anything is built, so that a bomb never goes off.
    """
    depth = documents = 0
    for event in yaml.parse(header, Loader=yaml.BaseLoader):
        place = _mark(path, event.start_mark)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if depth > MAX_DEPTH:
            yield error("frontmatter-limit", f"nested more than {MAX_DEPTH} levels deep", place, "use simple lists")
        elif isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            hint = "write the text out; to begin a value with & or *, put it between quotes"
            yield error("frontmatter-yaml", "anchors and aliases (& and *) are not used in front matter", place, hint)
        elif getattr(event, "tag", None):
            hint = "leave the tag out; to begin a value with !, put it between quotes"
            yield error("frontmatter-yaml", "tags (!) are not used in front matter", place, hint)
        elif documents > 1:
            yield error("frontmatter-yaml", "a second YAML document begins here", place, "keep one header")


def _at(path: str, node: yaml.Node) -> Place:
    return _mark(path, node.start_mark)


def _mark(path: str, mark: Any) -> Place:  # noqa: ANN401  two classes, with and without libyaml
    return _position(path, mark.buffer or "", mark.pointer) if mark else Place(path)


def _position(path: str, header: str, index: int) -> Place:
    """Where a character of the header stands in the file: the opening line stands before it.

    YAML's own count takes U+0085, U+2028 and U+2029 for the ends of lines, which editors do not.
    """
    return Place(path, header.count("\n", 0, index) + 2, index - header.rfind("\n", 0, index))


class _Reader:
    """Turns the nodes of one header into a Meta, collecting problems on the way."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def mapping(self, node: yaml.MappingNode) -> tuple[Meta, list[Problem]]:
        meta = Meta()
        extra: list[tuple[str, str]] = []
        lines: list[tuple[str, int]] = []
        for key, value in self._pairs(node):
            lines.append((key, _at(self.path, value).line))
            if key == "translate" and isinstance(value, yaml.MappingNode):
                lines += [(f"translate.{name.value}", _at(self.path, node).line) for name, node in value.value]
            if key not in KEYS:
                self._unknown(key, value)
                extra.append(
                    (key, ", ".join(self._list(value)) if isinstance(value, yaml.SequenceNode) else self._text(value))
                )
            elif changes := self._known(key, value):
                meta = replace(meta, **changes)
        return replace(meta, extra=tuple(extra), lines=tuple(lines)), self.problems

    def _known(self, key: str, value: yaml.Node) -> dict[str, Any]:
        if key in _TEXTS:
            return {key: self._text(value)}
        if key == "tags" and isinstance(value, yaml.ScalarNode):
            # Names may have commas in them; tags do not.
            return {"tags": tuple(tag for part in self._text(value).split(",") if (tag := part.strip()))}
        if key == "pamphlets":
            return {key: tuple(self._kinds(value))}
        if key in _LISTS:
            return {_LISTS[key]: tuple(self._list(value))}
        if key in _DATES:
            return self._parsed(key, value, date.fromisoformat, "a date such as 2026-11-21")
        if key == "order":
            return self._parsed(key, value, int, "a whole number")
        if key == "source":
            return self._source(value)
        return {"fields": tuple((name, self._text(node)) for name, node in self._pairs(value))}

    def _parsed(self, key: str, value: yaml.Node, parse: Callable[[str], object], what: str) -> dict[str, Any]:
        text = self._text(value)
        try:
            # Python takes its time over numbers of thousands of digits.
            return {key: parse(text if len(text) < 20 else "")} if text else {}
        except ValueError:
            self._wrong(value, f"`{key}` is {text!r}", f"write {what}")
            return {}

    def _source(self, value: yaml.Node) -> dict[str, Any]:
        if isinstance(value, yaml.ScalarNode):
            text = self._text(value)
            return {"source": Source(url=text) if "://" in text else Source(title=text)} if text else {}
        known = {field.name for field in fields(Source)}
        given: dict[str, str] = {}
        for name, node in self._pairs(value):
            if name in known:
                given[name] = self._text(node)
            else:
                self._wrong(node, f"`source` has no key {name!r}", f"use {', '.join(sorted(known))}")
        return {"source": Source(**given)}

    def _pairs(self, node: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
        if not isinstance(node, yaml.MappingNode):
            if self._text(node):
                self._wrong(node, "a table of keys and values is expected here", "write indented `key: value` lines")
            return
        seen: dict[str, yaml.Node] = {}
        for key_node, value in node.value:
            key = self._text(key_node)
            if key in seen:
                place = _at(self.path, key_node)
                said = f"the key `{key}` stands twice; the first one counts"
                self.problems.append(
                    error("frontmatter-duplicate", said, place, "remove one of them", _at(self.path, seen[key]))
                )
                continue
            seen[key] = key_node
            yield key, value

    def _text(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            self._wrong(node, "a text is expected here", _HINT_QUOTES)
            return ""
        text = _BREAKS_AND_SPACES.sub(" ", str(node.value)).strip(" ")
        if bad := [
            char for char in text if ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0 or 0xD800 <= ord(char) < 0xE000
        ]:
            self._wrong(node, f"the value has the control character U+{ord(bad[0]):04X}", "remove it")
            text = "".join(char for char in text if char not in bad)
        return text

    def _list(self, node: yaml.Node) -> list[str]:
        nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
        return [text for item in nodes if (text := self._text(item))]

    def _kinds(self, node: yaml.Node) -> Iterator[str]:
        """The kinds of pamphlet that are known."""
        for item in node.value if isinstance(node, yaml.SequenceNode) else [node]:
            for name in self._text(item).replace(",", " ").split():
                if name in (*kinds.KINDS, kinds.NONE):
                    yield name
                    continue
                near = kinds.nearest(name)
                known = f"kinds: {', '.join(kinds.KINDS)}; {kinds.NONE} for no pamphlet"
                hint = f"did you mean `{near}`? ({known})" if near else known
                self._wrong(item, f"there is no kind of pamphlet `{name[:40]}`", hint)

    def _wrong(self, node: yaml.Node, said: str, hint: str) -> None:
        self.problems.append(error("frontmatter-value", said, _at(self.path, node), hint))

    def _unknown(self, key: str, node: yaml.Node) -> None:
        near = difflib.get_close_matches(key, KEYS, 1)
        hint = f"did you mean `{near[0]}`? " if near else ""
        hint += "Templates see it as article.extra; texts to be translated go under `translate`"
        self.problems.append(warning("frontmatter-key", f"unknown key `{key}`", _at(self.path, node), hint))
