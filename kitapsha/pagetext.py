"""Inline content as small values -> inline Markdown that reads as the same words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from . import inline
from .poentries import FORBIDDEN


@dataclass(frozen=True, slots=True)
class Break:
    """A line break that the author wants."""


@dataclass(frozen=True, slots=True)
class Call:
    """The call of a footnote."""

    label: str


@dataclass(frozen=True, slots=True)
class Picture:
    """An image in the text."""

    src: str
    alt: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """Code in the text."""

    inside: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Bold:
    """Strong emphasis."""

    inside: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Italic:
    """Emphasis."""

    inside: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Struck:
    """Text that is struck through."""

    inside: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link and its words."""

    inside: tuple[Run, ...]
    href: str


Run = str | Break | Call | Picture | Code | Bold | Italic | Struck | Link
"""A piece of inline content."""

_MARKS: dict[type, str] = {Bold: "**", Italic: "*", Struck: "~~"}


def written(run: Iterable[Run]) -> str:
    """Return inline content as Markdown, as plain as still reads as these words, without what a catalog refuses.

    Where emphasis cannot be written (inside words, or beside other marks) it is left out rather than the words changed.
    """
    pieces = tuple(run)
    words = _tidy(_words(pieces))
    texts = [_tidy(_text(pieces, escapes, emphasis)) for emphasis in (True, False) for escapes in _ESCAPES]
    wanted = _parts(texts[-1])
    return next((text for text in texts if _tidy(inline.plain(text)) == words and _parts(text) == wanted), texts[-1])


_ESCAPES = ("", "\\<&", "\\<&`[]", "\\<&`[]*_~")
"""Characters that are escaped, as few as will do: what means something in Markdown often stands for itself."""


def _parts(text: str) -> tuple[inline.Difference, ...]:
    return tuple(part for part in inline.differences("", text) if part.part not in ("emphasis", "placeholder"))


_BREAK = "\\\n"
_SPACES = re.compile(r"[ \t\n\r\f]+")
_UNSEEN = re.compile("[\u00ad\u200b\ufeff]")


def _tidy(text: str) -> str:
    """White space folded as a browser does; soft hyphens and the like belong to the page, not to the text."""
    lines = [_SPACES.sub(" ", part).strip(" ") for part in FORBIDDEN.sub("", _UNSEEN.sub("", text)).split(_BREAK)]
    return _BREAK.join(line for line in lines if line)


def _words(run: Sequence[Run]) -> str:
    """What a reader of the Markdown sees, breaks as spaces."""
    parts: list[str] = []
    for piece in run:
        if isinstance(piece, str):
            parts.append(_SPACES.sub(" ", piece))
        elif isinstance(piece, Call):
            parts.append(f"[^{piece.label}]")
        elif isinstance(piece, Picture):
            parts.append(_SPACES.sub(" ", piece.alt))
        elif isinstance(piece, Break):
            parts.append(" ")
        else:
            parts.append(_words(piece.inside))
    return "".join(parts)


def _text(run: Sequence[Run], escapes: str, emphasis: bool) -> str:
    parts: list[str] = []
    for piece in run:
        if isinstance(piece, str):
            parts.append(_escaped(piece, escapes))
        elif isinstance(piece, Break):
            parts.append(_BREAK)
        elif isinstance(piece, Call):
            parts.append(f"[^{piece.label}]")
        elif isinstance(piece, Picture):
            parts.append(f"![{_escaped(piece.alt, escapes)}]({_address(_SPACES.sub('%20', piece.src.strip()))})")
        elif isinstance(piece, Code):
            parts.append(_code(_SPACES.sub(" ", _words(piece.inside))))
        elif isinstance(piece, Link):
            parts.append(_link(piece, escapes, emphasis))
        else:
            mark = _MARKS[type(piece)] if emphasis else ""
            parts.append(_wrapped(_text(piece.inside, escapes, emphasis), mark))
    return "".join(parts)


def _wrapped(text: str, mark: str) -> str:
    """A text between marks; white space at its ends goes outside, where Markdown wants it."""
    inner = text.strip(" \t\n\r\f")
    if not inner or not mark:
        return text
    start = text.index(inner)
    return f"{text[:start]}{mark}{inner}{mark}{text[start + len(inner) :]}"


def _link(link: Link, escapes: str, emphasis: bool) -> str:
    words, href = _text(link.inside, escapes, emphasis), _SPACES.sub("%20", link.href.strip())
    if not words.strip() or not inline.is_safe_address(href):
        return words
    if words.strip() == href and "://" in href:
        return f"<{href}>"
    inner = words.strip(" \t\n\r\f")
    start = words.index(inner)
    return f"{words[:start]}[{inner}]({_address(href)}){words[start + len(inner) :]}"


def _address(address: str) -> str:
    address = address.replace("<", "%3C").replace(">", "%3E")
    return f"<{address}>" if re.search(r"[()]", address) or not address else address


def _code(text: str) -> str:
    if not text.strip():
        return text
    fence = "`" * (max((len(run) for run in re.findall(r"`+", text)), default=0) + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{text}{space}{fence}"


def _escaped(text: str, escapes: str) -> str:
    text = _SPACES.sub(" ", text)
    return re.sub(f"([{re.escape(escapes)}])", r"\\\1", text) if escapes else text
