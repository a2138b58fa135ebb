"""Inline Markdown -> the words that a reader sees, every one of which knows where it stands in the Markdown.

What is no prose (code, addresses, placeholders) becomes one OBJECT; marks, targets, tags and footnotes vanish. This is
for judging words. What a page shows is made by `rendering`, and what a translation may not change is found by `inline`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from .inline import PLACEHOLDER

OBJECT = "\ufffc"
"""Stands for a piece that is not prose."""

_ANY = re.compile(r"[`\\<\[\]&{%*_~\n]|://|www\.|@")

# The order counts: code before everything, escapes before marks.
_PIECE = re.compile(
    r"""
      (?P<code>(?<!`)(?P<ticks>`++).*?(?<!`)(?P=ticks)(?!`))
    | \\(?P<escaped>[!-/:-@\[-`{-~])
    | (?P<line>\\?\n)
    | <(?P<address>[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*|[^\s<>@]+@[^\s<>]+)>
    | (?P<tag></?[A-Za-z][^<>]*>|<!--.*?-->)
    | (?P<note>\[\^[^\]\s]+\])
    | (?P<target>\]\((?:<[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+(?:"[^"]*"|'[^']*'))?\s*\))
    | (?P<open>!?\[)
    | (?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)
    | (?P<url>(?:https?://|www\.)[^\s<>()«»"]*[^\s<>()«»".,;:!?*_])
    | (?P<mail>[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)
    | (?P<field>FIELD)
    | (?P<stars>(?<!\s)\*+|\*+(?=\S)|~~)
    | (?P<lows>(?<![^\W_])_+(?=\w)|(?<=\w)_+(?![^\W_]))
    """.replace("FIELD", PLACEHOLDER.pattern),
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Prose:
    """`text` is what is read; `at[i]` is where its character `i` stands in `raw`, `at[len(text)]` where `raw` ends."""

    raw: str
    text: str
    at: Sequence[int]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Where a piece of `text` stands in `raw`."""
        return self.at[start], self.at[end - 1] + 1 if end > start else self.at[start]


def prose(raw: str) -> Prose:
    """The words of an inline text. Any text is accepted; linear in its length."""
    if not _ANY.search(raw):
        return Prose(raw, raw, range(len(raw) + 1))
    text: list[str] = []
    at: list[int] = []
    brackets: list[int] = []
    done = 0
    for piece in _PIECE.finditer(raw):
        text += raw[done : piece.start()]
        at += range(done, piece.start())
        done = piece.end()
        kind = piece.lastgroup if piece.lastgroup != "ticks" else "code"
        if kind == "open":
            brackets.append(len(text))
            text += piece[0]
            at += range(piece.start(), piece.end())
        elif kind == "target" and brackets:
            # The words of a link stay, its brackets go.
            start = brackets.pop()
            length = 2 if text[start] == "!" else 1
            del text[start : start + length], at[start : start + length]
        elif shown := _shown(kind or "", piece):
            text += shown
            at += [piece.end() - 1 if kind == "escaped" else piece.start()] * len(shown)
    text += raw[done:]
    at += range(done, len(raw) + 1)
    return Prose(raw, "".join(text), tuple(at))


def _shown(kind: str, piece: re.Match[str]) -> str:
    match kind:
        case "code" | "address" | "url" | "mail" | "field":
            return OBJECT
        case "escaped":
            return piece["escaped"]
        case "line":
            return " "
        case "entity":
            read = html.unescape(piece[0])
            return read if len(read) == 1 else piece[0]
        case "target":
            return piece[0]
        case "tag":
            return " " if piece[0].lower().startswith("<br") else ""
        case _:
            return ""
