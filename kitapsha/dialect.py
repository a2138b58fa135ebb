"""The Markdown we read: CommonMark and what articles need beyond it. A thin layer over markdown-it-py.

Tables, footnotes, definition lists, strikethrough, containers, comments for translators.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline, emphasis, image, link
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

MAX_NESTING = 60
"""How deep markdown-it-py goes; it leaves out what is deeper, so `blocks` refuses a text before that."""
MAX_BRACKETS = 300
"""Opening brackets in one text. The time that links take grows with their square; no paragraph has as many."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a publication allows: HTML that its authors write, figures made of paragraphs with one image."""

    raw_html: bool = False
    figures: bool = True


PLAIN = Dialect()
"""What a publication gets without a setting."""


class _Markdown(MarkdownIt):
    """markdown-it-py without its list of bad addresses: ours is one of good ones, and it says what it refuses."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802
        """Take every address for one."""
        return True


@functools.lru_cache(maxsize=4)
def parser(raw_html: bool) -> MarkdownIt:
    """Return the parser. Its tokens keep, in `meta`, where emphasis, links and images stand in their text."""
    md = _Markdown("commonmark", {"html": raw_html, "maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    # Inline footnotes (^[...]) would make blocks out of a translation's text; all notes are defined in the source.
    md.use(footnote_plugin, inline=False, move_to_end=False)
    md.use(deflist_plugin)
    md.use(container_plugin, "box", validate=_is_container)
    md.block.ruler.before("html_block", "directive", _directive, {"alt": ["paragraph", "reference", "blockquote"]})
    md.inline.ruler.at("emphasis", _positioned_emphasis)
    md.inline.ruler.at("link", functools.partial(_positioned, link))
    md.inline.ruler.at("image", functools.partial(_positioned, image))
    return md


def container_name(params: str) -> str:
    """Return the class of a container's opening line: `::: note` gives note; empty where it is no container."""
    match = re.fullmatch(r"\s*([a-z][a-z0-9-]*)\s*", params)
    return match[1] if match else ""


def _is_container(params: str, _markup: str) -> bool:
    return bool(container_name(params))


_ORDER = re.compile(r"(?:(?P<name>translators|context)\s*:(?P<value>.*)|(?P<flag>notranslate))", re.DOTALL)


def _directive(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Take a comment that stands alone on its lines out of the text; those for translators are kept as tokens.

    Ends where an HTML comment block of CommonMark ends (4.6, type 2): at the line that holds the end of the comment.
    """
    first = state.src[state.bMarks[start_line] + state.tShift[start_line] : state.eMarks[start_line]]
    if state.is_code_block(start_line) or not first.startswith("<!--"):
        return False
    # Asked once: where no comment ends any more, looking for the end of each would take for ever.
    end = state.env.setdefault("last_comment_end", state.src.rfind("-->"))
    if state.bMarks[start_line] > end:
        return False
    line = start_line
    while "-->" not in state.src[state.bMarks[line] : state.eMarks[line]]:
        line += 1
        if line >= end_line or (state.sCount[line] < state.blkIndent and not state.isEmpty(line)):
            return False
    text, _, after = state.getLines(start_line, line + 1, state.blkIndent, False).strip()[4:].partition("-->")
    order = _ORDER.fullmatch(text.strip())
    if after.strip() or (not order and state.md.options["html"]):
        return False
    if not silent:
        state.line = line + 1
        token = state.push("directive", "", 0)
        token.map = [start_line, line + 1]
        if order:
            token.meta = {"name": order["name"] or order["flag"], "value": " ".join((order["value"] or "").split())}
    return True


def _positioned_emphasis(state: StateInline, silent: bool) -> bool:
    start, count = state.pos, len(state.tokens)
    if not emphasis.tokenize(state, silent):
        return False
    marks = [token for token in state.tokens[count:] if token.type == "text" and token.content in ("*", "_")]
    for offset, token in enumerate(marks[-(state.pos - start) :]):
        token.meta = {"at": start + offset}
    return True


def _positioned(rule: Callable[[StateInline, bool], bool], state: StateInline, silent: bool) -> bool:
    start, count = state.pos, len(state.tokens)
    if not rule(state, silent):
        return False
    if not silent:
        opened = next(token for token in state.tokens[count:] if token.type in ("link_open", "image"))
        bracket = start + (opened.type == "image")
        label_end = _label_end(state, bracket)
        opened.meta = {"from": start, "label": (bracket + 1, label_end), "to": state.pos}
    return True


def _label_end(state: StateInline, bracket: int) -> int:
    """Where the label that begins at `bracket` ends; asking moves the state, so it is put back."""
    position = state.pos
    end: int = state.md.helpers.parseLinkLabel(state, bracket, False)
    state.pos = position
    return end


def scratch(env: dict[str, Any]) -> dict[str, Any]:
    """A copy of a parser's environment whose footnotes are counted anew, so that no parse disturbs another."""
    notes = env.get("footnotes", {}).get("refs", {})
    return {
        "references": env.get("references", {}),
        "footnotes": {"refs": dict.fromkeys(notes, -1), "list": {}},
    }


_MARKUP = re.compile(r"[\n\\`*_~\[\]<&]")
"""What the rules of the inline pass look for. A text without any is itself, which is most texts."""


def inline_tokens(text: str, raw_html: bool, env: dict[str, Any]) -> list[Token]:
    """The inline tokens of a text. No block structure is looked for: `# ` and `1. ` stay text.

    With more than MAX_BRACKETS opening brackets all of it is text.
    """
    if not _MARKUP.search(text) or text.count("[") > MAX_BRACKETS:
        return [Token("text", "", 0, content=text)] if text else []
    md = parser(raw_html)
    tokens: list[Token] = []
    md.inline.parse(text, md, env, tokens)
    return _joined(tokens)


def _joined(tokens: list[Token]) -> list[Token]:
    """The tokens with escaped characters as text, and neighbouring texts as one: typography looks at whole runs."""
    joined: list[Token] = []
    for token in tokens:
        if token.children:
            token.children = _joined(token.children)
        if token.type == "text_special":
            token.type = "text"
        if token.type == "text" and joined and joined[-1].type == "text":
            joined[-1].content += token.content
        elif token.type != "text" or token.content:
            joined.append(token)
    return joined
