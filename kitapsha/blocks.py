"""The block structure of an article: which pieces of inline text it has, and where they go.

Structure comes from the source alone; this module never sees a translation. Its tokens are markdown-it-py's and
stay inside `blocks` and `markdown`.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from markdown_it.rules_core import StateCore, block, normalize
from markdown_it.token import Token

from .dialect import MAX_BRACKETS, Dialect, container_name, inline_tokens, parser, scratch
from .inline import canonical, plain
from .model import Kind

MAX_DEPTH = 50
"""Beyond it the text is refused: markdown-it-py silently leaves out what is nested too deep."""


@dataclass(slots=True)
class Unit:
    """A piece of inline text: `slot` of `token` holds it. `line` counts from 1 within the body."""

    token: Token
    slot: str
    raw: str
    kind: Kind
    line: int
    section: str = ""
    notes: tuple[str, ...] = ()
    context: str | None = None
    translate: bool = True
    opener: Token | None = None


@dataclass(slots=True)
class Blocks:
    """A parsed body: its tokens without comments, its units in reading order, what went wrong and where."""

    tokens: list[Token]
    env: dict[str, Any]
    units: list[Unit] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)
    faults: list[tuple[str, int, str]] = field(default_factory=list)


def parse(body: str, dialect: Dialect) -> Blocks:
    """Parse the blocks of a body. The result is the caller's own: tokens may be changed."""
    shared, env = _parsed(body, dialect.raw_html)
    tokens = [token.copy(attrs=dict(token.attrs), meta=dict(token.meta)) for token in shared]
    return _Walk(tokens, env, dialect).blocks()


@functools.lru_cache(maxsize=256)
def _parsed(body: str, raw_html: bool) -> tuple[tuple[Token, ...], dict[str, Any]]:
    """The block pass is the same for every language, so it is made once."""
    env: dict[str, Any] = {}
    state = StateCore(body, parser(raw_html), env)
    normalize(state)
    block(state)
    return tuple(state.tokens), env


_KINDS = {
    "list_item_open": Kind.ITEM,
    "blockquote_open": Kind.QUOTE,
    "footnote_reference_open": Kind.FOOTNOTE,
    "dd_open": Kind.DEFINITION,
    "dt_open": Kind.TERM,
    "th_open": Kind.CELL,
    "td_open": Kind.CELL,
    "heading_open": Kind.HEADING,
}


@dataclass(slots=True)
class _Scope:
    """What comments said about a block; it ends where the nesting falls back to `level`."""

    level: int
    notes: tuple[str, ...] = ()
    context: str | None = None
    translate: bool = True


class _Walk:
    """One pass over the tokens in reading order."""

    def __init__(self, tokens: list[Token], env: dict[str, Any], dialect: Dialect) -> None:
        self.given = tokens
        self.dialect = dialect
        self.result = Blocks([], env)
        self.open: list[Token] = []
        self.headings: list[tuple[int, str]] = []
        self.scopes: list[_Scope] = []
        self.pending: list[Token] = []
        self.repeats: dict[str, int] = {}
        self.line = 1

    def blocks(self) -> Blocks:
        position = 0
        while position < len(self.given):
            position = self._step(position)
        for comment in self.pending:
            self.line = comment.map[0] + 1 if comment.map else self.line
            self._fault("comment-orphan", "no block follows this comment")
        return self.result

    def _step(self, position: int) -> int:
        token = self.given[position]
        if token.map:
            self.line = token.map[0] + 1
        if token.level > MAX_DEPTH:
            self._fault("markdown-nesting", f"blocks are nested more than {MAX_DEPTH} levels deep")
            return len(self.given)
        if token.type == "directive":
            if token.meta:
                self.pending.append(token)
            return position + 1
        self._scope(token)
        if self._is_figure(position):
            self._figure(position)
            return position + 3
        self._push(token)
        return position + 1

    def _scope(self, token: Token) -> None:
        while self.scopes and token.level <= self.scopes[-1].level:
            self.scopes.pop()
        if not self.pending or token.nesting < 0:
            return
        outer = self.scopes[-1] if self.scopes else _Scope(-1)
        scope = _Scope(token.level, outer.notes, outer.context, outer.translate)
        for order in self.pending:
            if order.meta["name"] == "translators":
                scope.notes = (*scope.notes, order.meta["value"])
            elif order.meta["name"] == "context":
                scope.context = order.meta["value"] or None
            else:
                scope.translate = False
        self.pending = []
        if token.nesting == 1:
            self.scopes.append(scope)

    def _push(self, token: Token) -> None:
        self.result.tokens.append(token)
        if token.nesting == 1:
            self.open.append(token)
            if token.type == "container_box_open":
                token.attrSet("class", container_name(token.info))
        elif token.nesting == -1:
            self.open.pop()
        elif token.type == "inline" and token.content:
            self._text(token)

    def _text(self, token: Token) -> None:
        kinds = (_KINDS[opened.type] for opened in reversed(self.open) if opened.type in _KINDS)
        kind = next(kinds, Kind.PARAGRAPH)
        opener = self.open[-1] if self.open else None
        if kind is Kind.HEADING and opener:
            self._heading(token, opener)
        if token.content.strip():
            self._unit(token, "content", token.content, kind).opener = opener

    def _unit(self, token: Token, slot: str, raw: str, kind: Kind) -> Unit:
        scope = self.scopes[-1] if self.scopes else _Scope(-1)
        headings = self.headings[:-1] if kind is Kind.HEADING else self.headings
        section = " / ".join(text for _, text in headings)
        unit = Unit(token, slot, raw, kind, self.line, section, scope.notes, scope.context, scope.translate)
        self.result.units.append(unit)
        if raw.count("[") > MAX_BRACKETS:
            self._fault("article-limit", f"one text has more than {MAX_BRACKETS} opening brackets")
        return unit

    def _heading(self, token: Token, opener: Token) -> None:
        explicit = re.search(r"[ \t]*\{#([^\s{}#]+)\}\s*\Z", token.content)
        if explicit:
            token.content = token.content[: explicit.start()]
        text = plain(token.content, self.result.env)
        anchor = self._unique(explicit[1] if explicit else slug(text), bool(explicit))
        opener.attrSet("id", anchor)
        # A first-level heading is the title of it all: the next section does not stand inside it.
        level = max(2, int(opener.tag[1]))
        self.headings = [*(above for above in self.headings if above[0] < level), (level, text)]

    def _unique(self, wanted: str, explicit: bool) -> str:
        anchors = self.result.anchors
        if explicit and wanted in anchors:
            self._fault("anchor-duplicate", f"the anchor #{wanted} stands already in line {anchors[wanted]}")
        name, count = wanted, self.repeats.get(wanted, 1)
        while name in anchors:
            count += 1
            name = f"{wanted}-{count}"
        self.repeats[wanted] = count
        anchors[name] = self.line
        return name

    def _is_figure(self, position: int) -> bool:
        """Whether a paragraph holds an image and nothing else."""
        paragraph, *rest = self.given[position : position + 2]
        if not self.dialect.figures or paragraph.type != "paragraph_open" or not rest[0].content.startswith("!["):
            return False
        return [token.type for token in self._inline(rest[0].content)] == ["image"]

    def _inline(self, text: str) -> list[Token]:
        return inline_tokens(text, self.dialect.raw_html, scratch(self.result.env))

    def _figure(self, position: int) -> None:
        paragraph, text = self.given[position : position + 2]
        (image,) = self._inline(text.content)
        caption = str(image.attrs.get("title", ""))
        figure = Token("figure", "figure", 0, map=paragraph.map, block=True, hidden=paragraph.hidden)
        figure.meta = {"src": str(image.attrs["src"]), "alt": image.content, "caption": caption}
        self.result.tokens.append(figure)
        self._unit(figure, "alt", image.content, Kind.ALT)
        if caption.strip():
            self._unit(figure, "caption", caption, Kind.CAPTION)

    def _fault(self, code: str, said: str) -> None:
        self.result.faults.append((code, self.line, said))


def slug(text: str) -> str:
    """A readable anchor: letters of any script in lower case and digits, hyphens between words. Law: idempotent."""
    text = unicodedata.normalize("NFC", text).casefold()
    words = re.findall(r"[^\W_]+", text.replace("’", "").replace("'", ""))
    return "-".join(words) or "section"


def images(blocks: Blocks) -> Iterator[tuple[str, int]]:
    """The addresses of all images of a body with their lines, in reading order."""
    for unit in blocks.units:
        yield from images_of(unit, blocks)


def images_of(unit: Unit, blocks: Blocks) -> Iterator[tuple[str, int]]:
    """The addresses of the images that belong to a unit, with their lines."""
    if unit.slot == "alt":
        yield unit.token.meta["src"], unit.line
    elif "![" in unit.raw:
        for token in inline_tokens(unit.raw, False, scratch(blocks.env)):
            if token.type == "image":
                yield str(token.attrs["src"]), _line(unit, token)


def links(blocks: Blocks) -> Iterator[tuple[str, int]]:
    """The addresses of all links of a body with their lines, in reading order."""
    for unit in blocks.units:
        if unit.slot != "alt" and ("[" in unit.raw or "<" in unit.raw):
            for token in inline_tokens(unit.raw, False, scratch(blocks.env)):
                if token.type == "link_open":
                    yield str(token.attrs["href"]), _line(unit, token)


def _line(unit: Unit, token: Token) -> int:
    return unit.line + unit.raw.count("\n", 0, token.meta.get("from", 0))


def msgid(unit: Unit, parsed: Blocks, dialect: Dialect) -> str:
    """The text of a unit as a catalog has it."""
    raw = unit.token.content if unit.slot == "content" else unit.raw
    return canonical(raw, parsed.env, dialect.raw_html)
