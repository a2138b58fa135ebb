"""A translated article in a file, Markdown or a web page, as segments that can be aligned with its source."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from . import articles, webpage
from .dialect import PLAIN, Dialect
from .model import Segment
from .poentries import FORBIDDEN
from .problems import Place, Problem, error

MAX_BYTES = 20_000_000
"""Pages that were saved as one file hold their pictures and fonts."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """The segments of a translation, in reading order, and what was wrong with the file."""

    segments: tuple[Segment, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_translation(data: bytes, name: str, dialect: Dialect = PLAIN) -> Incoming:
    """Read a translated article. What it is, is seen from its content, in doubt from its name.

    Never raises. Without an error there is at least one segment. Codes: incoming-format, incoming-limit,
    incoming-empty, file-encoding, and those of front matter and articles.
    """
    place = Place(name)
    if len(data) > MAX_BYTES:
        said = f"the file is larger than {MAX_BYTES} bytes"
        return _refused(error("incoming-limit", said, place, "save it without its pictures, or bring in a part of it"))
    if other := _other_format(data):
        said, hint = f"this is {other}, neither Markdown nor HTML", "save it as a web page (HTML) or as Markdown first"
        return _refused(error("incoming-format", said, place, hint))
    text = _decoded(data)
    if text is None:
        return _refused(error("file-encoding", "the text is not UTF-8", place, "save the file as UTF-8"))
    text = FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    found = Incoming(webpage.read(text, name)) if _is_html(text, name) else _markdown(text, name, dialect)
    if not found.segments and not found.problems:
        hint = "see whether it is the right file"
        return _refused(error("incoming-empty", "no text was found in the file", place, hint))
    return found


def _refused(problem: Problem) -> Incoming:
    return Incoming((), (problem,))


_SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a document of a word processor or an archive"),
    (b"\xd0\xcf\x11\xe0", "a document of a word processor"),
    (b"{\\rtf", "a document in RTF"),
)
_KEPT = re.compile("frontmatter-|article-limit|markdown-nesting")
_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_HTML_BEGINNING = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_HTML_TAG = re.compile(r"<(?:p|h[1-6]|li|div|main|article|section|body)\b[^>]*>", re.IGNORECASE)
_MARKDOWN_NAME = re.compile(r"\.(?:md|markdown|mdown|mkd|txt)\Z", re.IGNORECASE)


def _other_format(data: bytes) -> str:
    return next((what for signature, what in _SIGNATURES if data.startswith(signature)), "")


def _decoded(data: bytes) -> str | None:
    """The text: by its byte order mark, as UTF-8, or in the encoding that a page names."""
    declared = _CHARSET.search(data[:2048])
    names = ["utf-8-sig", *([declared[1].decode("ascii", "replace")] if declared else ())]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        names = ["utf-16"]
    for name in names:
        try:
            return data.decode(name)
        except (UnicodeError, LookupError):
            continue
    return None


def _is_html(text: str, name: str) -> bool:
    if _HTML_BEGINNING.match(text[:4096]):
        return True
    return not _MARKDOWN_NAME.search(name) and _HTML_TAG.search(text) is not None


def _markdown(text: str, name: str, dialect: Dialect) -> Incoming:
    """The segments of an article; a title that would be made from the name of its file is none."""
    article = articles.read("", name, text, dialect=dialect)
    segments = tuple(segment for segment in article.segments if segment.msgid)
    return Incoming(segments, tuple(problem for problem in article.problems if _KEPT.match(problem.code)))
