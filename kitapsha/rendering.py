"""Markdown with words in the place of its segments, to HTML.

Block structure is parsed from the source alone; a translation replaces inline text and nothing else, so no
translation can break a list, a table or the page around it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from . import blocks as block_structure
from . import inline, typography
from .blocks import Blocks, Unit
from .dialect import PLAIN, Dialect, inline_tokens, parser, scratch
from .languages import direction
from .model import Key, Kind, State, TocEntry, Words


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads: its address on this page, and the language there where it is another."""

    href: str
    lang: str = ""
    lang_name: str = ""


def safe_target(href: str) -> Target | None:
    """The address as it is, None where no link may lead there."""
    return Target(href) if inline.is_safe_address(href) else None


def plain_image(src: str, alt: str, title: str = "") -> str:
    """The HTML of an image whose file stands where its address says; its words where that is no safe address."""
    if not inline.is_safe_address(src):
        return escape(alt)
    titled = f' title="{escape(title)}"' if title else ""
    return f'<img src="{escape(src)}" alt="{escape(alt)}"{titled}>'


@dataclass(frozen=True, slots=True)
class Scene:
    """What the text is shown on: languages, words for the apparatus, and how addresses are resolved.

    `link` resolves the address of a link, None where it must not be one. `image` returns the HTML of the image
    at an address, with an alternative text and a title. With `notes_inline` footnotes stand at their calls, as paged
    media want it.
    """

    lang: str
    source_lang: str
    link: Callable[[str], Target | None] = safe_target
    image: Callable[[str, str, str], str] = plain_image
    notes_heading: str = "Notes"
    notes_back: str = "Back to the text"
    notes_inline: bool = False
    fine_typography: bool = True


@dataclass(frozen=True, slots=True)
class Rendered:
    """A body as HTML, and its headings."""

    html: str
    toc: tuple[TocEntry, ...] = ()


def render(body: str, words: Mapping[Key, Words], scene: Scene, dialect: Dialect = PLAIN) -> Rendered:
    """Render a body with the given words in the place of its segments.

    A segment without words shows the source. What is in another language than the page carries its own `lang`.
    Law: for any words, the block tags are those of the source.
    """
    parsed = block_structure.parse(body, dialect)
    for unit in parsed.units:
        _fill(unit, parsed, words, scene, dialect)
    page = _Page(scene, parser(dialect.raw_html).options, parsed, dialect)
    return Rendered(page.body(), page.toc())


def render_inline(text: str, lang: str, scene: Scene) -> str:
    """Render one inline text, such as a title, to HTML."""
    page = _Page(scene, parser(False).options, Blocks([], {}), PLAIN)
    return page.inline(inline_tokens(text, False, {}), lang)


def _fill(unit: Unit, parsed: Blocks, words: Mapping[Key, Words], scene: Scene, dialect: Dialect) -> None:
    given = words.get((unit.context, block_structure.msgid(unit, parsed, dialect))) if unit.translate else None
    if given is None or (given.lang == scene.source_lang and given.state is not State.TRANSLATED):
        # The author's own spelling is kept where the words are the author's.
        raw = unit.token.content if unit.slot == "content" else unit.raw
        missing = State.UNTRANSLATED if unit.translate else State.SOURCE
        given = Words(raw, scene.source_lang, given.state if given else missing)
    unit.token.meta[f"{unit.slot}_words"] = given
    if unit.slot == "content":
        unit.token.content = given.text
        if given.lang != scene.lang and unit.opener and not unit.opener.hidden:
            for name, value in _foreign(given, scene, unit.translate).items():
                unit.opener.attrJoin(name, value) if name == "class" else unit.opener.attrSet(name, value)


def _foreign(words: Words, scene: Scene, translate: bool) -> dict[str, str]:
    """The attributes of text in another language than the page's."""
    attributes = {"lang": words.lang}
    if direction(words.lang) != direction(scene.lang):
        attributes["dir"] = direction(words.lang)
    if not translate:
        return attributes | {"translate": "no"}
    return attributes | {"class": "untranslated", "data-untranslated": words.lang.split("-")[0].upper()}


def _attributes(values: Mapping[str, str]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in values.items())


MAX_NOTE_DEPTH = 8
"""Notes that stand inside one another at their calls; deeper ones follow the outermost."""


@dataclass(slots=True)
class _Note:
    anchor: str
    tokens: list[Token] = field(default_factory=list)
    number: int = 0
    calls: int = 0


@dataclass(slots=True)
class _Page:
    """Renders one body; holds the numbers of footnotes, which depend on the order of their calls."""

    scene: Scene
    options: OptionsDict
    parsed: Blocks
    dialect: Dialect
    notes: dict[str, _Note] = field(default_factory=dict)
    depth: int = 0
    waiting: list[_Note] = field(default_factory=list)
    writer: _Writer = field(init=False)

    def __post_init__(self) -> None:
        self.writer = _Writer(self)

    def body(self) -> str:
        main = self._take_notes_out()
        for token in self.parsed.tokens:
            if token.type == "inline":
                # Every text is parsed on its own, so that no translation changes how another one is read.
                words: Words | None = token.meta.get("content_words")
                token.children = self.children(token.content, words)
        html = self.blocks(main)
        return html if self.scene.notes_inline else html + self._notes_section()

    def env(self, words: Words | None) -> dict[str, Any]:
        """What a text may refer to. Words that were translated have their links written out (see `canonical`).

        So a translation cannot use a definition that other texts of the article have.
        """
        env = scratch(self.parsed.env)
        return env | {"references": {}} if words and words.state is State.TRANSLATED else env

    def children(self, text: str, words: Words | None) -> list[Token]:
        """The inline tokens of a text."""
        return inline_tokens(text, self.dialect.raw_html, self.env(words))

    def toc(self) -> tuple[TocEntry, ...]:
        entries = []
        for unit in self.parsed.units:
            if unit.kind is Kind.HEADING and unit.opener and unit.slot == "content":
                words: Words = unit.token.meta["content_words"]
                children = [token for token in unit.token.children or () if token.type != "footnote_ref"]
                lang = "" if words.lang == self.scene.lang else words.lang
                html = self.inline([t for t in children if not t.type.startswith("link_")], words.lang)
                entries.append(TocEntry(int(unit.opener.tag[1]), str(unit.opener.attrs["id"]), html, lang))
        return tuple(entries)

    def blocks(self, tokens: Sequence[Token]) -> str:
        parts = []
        for index, token in enumerate(tokens):
            if token.type == "inline":
                parts.append(self._inline_block(token, tokens[index - 1] if index else None))
            else:
                parts.append(self.writer.block(tokens, index, self.options))
        return "".join(parts)

    def _inline_block(self, token: Token, opener: Token | None) -> str:
        words: Words | None = token.meta.get("content_words")
        lang = words.lang if words else self.scene.lang
        html = self.inline(token.children or (), lang)
        if words and lang != self.scene.lang and (opener is None or opener.hidden or opener.nesting != 1):
            return f"<span{_attributes(_foreign(words, self.scene, words.state is not State.SOURCE))}>{html}</span>"
        return html

    def inline(self, tokens: Sequence[Token], lang: str) -> str:
        return self.writer.renderInline(tokens, self.options, {"lang": lang})

    def _take_notes_out(self) -> list[Token]:
        main: list[Token] = []
        open_: list[list[Token]] = [main]
        for token in self.parsed.tokens:
            if token.type == "footnote_reference_open":
                note = _Note(self._anchor(token.meta["label"]))
                self.notes.setdefault(token.meta["label"], note)
                open_.append(note.tokens)
            elif token.type == "footnote_reference_close":
                open_.pop()
            else:
                open_[-1].append(token)
        return main

    def _anchor(self, label: str) -> str:
        """A name for a note from its label that neither another note nor a heading has; the same in every language."""
        taken = {*self.parsed.anchors, *(f"fn-{note.anchor}" for note in self.notes.values())}
        name, count = block_structure.slug(label), 1
        anchor = name
        while f"fn-{anchor}" in taken or f"fnref-{anchor}" in taken:
            count += 1
            anchor = f"{name}-{count}"
        return anchor

    def call(self, label: str) -> str:
        """The HTML of a footnote's call."""
        note = self.notes.get(label)
        if note is None:
            return escape(f"[^{label}]")
        note.number = note.number or max(n.number for n in self.notes.values()) + 1
        note.calls += 1
        if self.scene.notes_inline:
            return self._note_inline(note)
        # No label becomes an anchor with a full stop, so the second call of a note is no other note's.
        again = f".{note.calls}" if note.calls > 1 else ""
        link = f'<a href="#fn-{note.anchor}" id="fnref-{note.anchor}{again}" role="doc-noteref">{note.number}</a>'
        return f'<sup class="footnote-ref">{link}</sup>'

    def _note_inline(self, note: _Note) -> str:
        number = f'<sup class="footnote-again">{note.number}</sup>'
        if note.calls > 1:
            return number
        if self.depth == MAX_NOTE_DEPTH:
            self.waiting.append(note)
            return number
        self.depth += 1
        html = self._note_span(note)
        self.depth -= 1
        while self.waiting and not self.depth:
            self.depth = 1
            html += self._note_span(self.waiting.pop(0))
            self.depth = 0
        return html

    def _note_span(self, note: _Note) -> str:
        texts = [
            self._inline_block(token, None) if token.type == "inline" else f"<code>{escape(token.content)}</code>"
            for token in note.tokens
            if token.type in ("inline", "fence", "code_block")
        ]
        return f'<span class="footnote">{"<br>".join(texts)}</span>'

    def _notes_section(self) -> str:
        items: list[str] = []
        # A note may call another one, which then joins the list.
        while called := [note for note in self.notes.values() if note.number == len(items) + 1]:
            (note,) = called
            back = (
                f'<a href="#fnref-{note.anchor}" class="footnote-back" role="doc-backlink" '
                f'aria-label="{escape(self.scene.notes_back)}">↩</a>'
            )
            html = self.blocks(note.tokens).rstrip()
            html = f"{html.removesuffix('</p>')} {back}</p>" if html.endswith("</p>") else f"{html} {back}"
            items.append(f'<li id="fn-{note.anchor}">{html}</li>\n')
        if not items:
            return ""
        # As with repeated calls: no heading of the article has an anchor with a full stop unless it was given one.
        heading = f'<h2 id="notes.heading">{escape(self.scene.notes_heading)}</h2>'
        opening = '<section class="footnotes" role="doc-endnotes" aria-labelledby="notes.heading">'
        return f"{opening}{heading}\n<ol>\n{''.join(items)}</ol>\n</section>\n"


class _Writer(RendererHTML):
    """Writes tokens as HTML. The methods are markdown-it-py's render rules, found by the type of a token."""

    def __init__(self, page: _Page) -> None:
        # What the library does here, too, but it looks at every member each time; a page has hundreds of texts.
        self.rules = {name: getattr(self, name) for name in _RULES}
        self._page = page
        self._suffixes: list[str] = []

    def block(self, tokens: Sequence[Token], index: int, options: OptionsDict) -> str:
        rule = self.rules.get(tokens[index].type, self.renderToken)
        return str(rule(tokens, index, options, {}))

    def text(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401, ARG002
        if not self._page.scene.fine_typography:
            return escape(tokens[idx].content).replace("&#x27;", "'")
        return typography.html_text(tokens[idx].content, env["lang"])

    def link_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401
        token = tokens[idx]
        target = self._page.scene.link(str(token.attrs["href"]))
        note = ""
        if target is None:
            del token.attrs["href"]
        else:
            token.attrs["href"] = target.href
            if target.lang:
                token.attrs["hreflang"] = target.lang
                note = f' <span class="link-lang" lang="{escape(target.lang)}">({escape(target.lang_name)})</span>'
        self._suffixes.append(note)
        return self.renderToken(tokens, idx, options, env)

    def link_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401
        return self.renderToken(tokens, idx, options, env) + (self._suffixes.pop() if self._suffixes else "")

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401
        attrs = tokens[idx].attrs
        alt = self.renderInlineAsText(tokens[idx].children, options, env)
        return self._page.scene.image(str(attrs["src"]), alt, str(attrs.get("title", "")))

    def footnote_ref(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401, ARG002
        return self._page.call(tokens[idx].meta["label"])

    def figure(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401, ARG002
        meta, page = tokens[idx].meta, self._page
        alt: Words | None = meta.get("alt_words")
        picture = page.scene.image(meta["src"], inline.plain(alt.text, page.env(alt)) if alt else "", "")
        caption: Words | None = meta.get("caption_words")
        # As with tables: a drawing keeps a width at which it can be read, and scrolls on a phone.
        box = ' tabindex="0"' if picture.startswith("<svg") else ""
        if not caption:
            return f"<figure{box}>{picture}</figure>\n"
        translate = caption.state is not State.SOURCE
        foreign = _attributes(_foreign(caption, page.scene, translate)) if caption.lang != page.scene.lang else ""
        html = page.inline(page.children(caption.text, caption), caption.lang)
        return f"<figure{box}>{picture}<figcaption{foreign}>{html}</figcaption></figure>\n"

    def container_box_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401, ARG002
        return f'<aside class="{escape(str(tokens[idx].attrs["class"]))}">\n'

    def container_box_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401, ARG002
        return "</aside>\n"

    def table_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401
        # People who use a keyboard must be able to scroll a wide table.
        return '<div class="table" tabindex="0">\n' + self.renderToken(tokens, idx, options, env)

    def table_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401
        return self.renderToken(tokens, idx, options, env) + "</div>\n"

    def th_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401
        tokens[idx].attrs["scope"] = "col"
        return self.td_open(tokens, idx, options, env)

    def td_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401
        """Write alignment as a class: a strict Content-Security-Policy allows no style attributes."""
        style = str(tokens[idx].attrs.pop("style", ""))
        if style and not style.endswith("left"):
            tokens[idx].attrJoin("class", style.removeprefix("text-align:"))
        return self.renderToken(tokens, idx, options, env)


_RULES = tuple(
    name for name, _ in inspect.getmembers(_Writer, inspect.isfunction) if not name.startswith(("render", "_"))
)
