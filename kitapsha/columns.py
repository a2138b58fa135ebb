"""The bodies of an article in several languages, block by block beside each other."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from html.parser import HTMLParser


def rows(bodies: Sequence[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
    """For every block of the source its HTML in each language; `bodies` are languages with their whole HTML.

    All are made of one source and so have the same blocks. Anchors get the language before their names, so that no
    two of a document are alike. Law: the blocks of a column, one after the other, are its body.
    """
    columns = [[_with_language(block, lang) for block in blocks(body)] for lang, body in bodies]
    return tuple(itertools.zip_longest(*columns, fillvalue=""))


def blocks(body: str) -> tuple[str, ...]:
    """The outermost elements of well-formed HTML, each with what stands before it."""
    ends = _Ends(body).found
    pieces = [body[start:end] for start, end in itertools.pairwise((0, *ends))]
    rest = body[ends[-1] if ends else 0 :]
    return (*pieces, rest) if rest.strip() else tuple(pieces)


_VOID = frozenset(("area", "br", "col", "hr", "img", "input", "source", "wbr"))


class _Ends(HTMLParser):
    """Where the outermost elements end."""

    def __init__(self, body: str) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[int] = []
        self._body, self._depth = body, 0
        self._lines = [0, *(match.end() for match in re.finditer("\n", body))]
        self.feed(body)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _VOID:
            self._close(0)
        else:
            self._depth += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._close(0)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self._close(1)

    def _close(self, levels: int) -> None:
        self._depth -= levels
        if self._depth == 0:
            line, column = self.getpos()
            self.found.append(self._body.index(">", self._lines[line - 1] + column) + 1)


_TAG = re.compile(r"<(?:a|h[1-6]|li|p|section|span|sup)\b[^<>]*>")
_ANCHOR = re.compile(r'(\s(?:id|aria-labelledby|aria-describedby)="|\shref="#)(?=[^"])')


def _with_language(html: str, lang: str) -> str:
    return _TAG.sub(lambda tag: _ANCHOR.sub(rf"\g<1>{lang}.", tag[0]), html)
