"""Gettext catalogs: bytes -> Catalog -> bytes.

The reader is strict, because no library is: what is cut off, contradictory or in another encoding is refused as a
whole and explained, never shortened. The writer gives the bytes of GNU `msgcat --no-wrap` 0.21.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

from .model import Catalog, Key, Message
from .poentries import UNFIT, entries
from .poheader import check_header, header_fields, plural_forms, with_header
from .ponotes import flags, fold
from .posyntax import Faults, control, scan
from .problems import Place, Severity, in_order, info

__all__ = ["forbidden", "header_fields", "plural_forms", "read", "with_header", "write"]

MAX_BYTES = 20_000_000
MAX_ENTRIES = 100_000
MAX_LINES = 1_000_000


def read(data: bytes, path: str = "") -> Catalog:
    """The catalog in the bytes of a PO or POT file; never raises.

    If anything in it is an error there are no messages and no header, only problems: `po-encoding`, `po-charset`,
    `po-control`, `po-truncated`, `po-conflict`, `po-syntax`, `po-escape`, `po-duplicate`, `po-plural`, `po-header`,
    `po-limit`. With `po-bom` (info) and `po-comment` (warning) the catalog is whole. `path` names it in the problems.
    """
    faults = Faults(path)
    messages = _messages(data, faults)
    problems = in_order(faults.problems)
    if faults.fatal:
        return Catalog(path=path, problems=tuple(p for p in problems if p.severity is Severity.ERROR))
    return Catalog(tuple(messages[1:]), messages[0], path, problems)


def forbidden(text: str) -> str:
    """The first character that no text may bring, as U+XXXX; empty where there is none.

    Those that turn the direction of the text around are among them. In a catalog they spoil their entry alone.
    """
    match = UNFIT.search(text)
    return f"U+{ord(match[0]):04X}" if match else ""


# --- reading --------------------------------------------------------------------------------------------------


def _messages(data: bytes, faults: Faults) -> list[Message]:
    """The header and the other messages; whatever comes where `faults` has errors is not to be used."""
    text = _decode(data, faults)
    if text is None or not _is_catalog(text, faults):
        return []
    lines = text.split("\n")
    messages = []
    for message in entries(scan(lines, faults), lines, faults):
        messages.append(message)
        if len(messages) > MAX_ENTRIES:
            faults.add("po-limit", message.line, 1, f"more than {MAX_ENTRIES} entries", "split the catalog")
            break
    _check_unique(messages, faults)
    if not faults.fatal:
        check_header(messages, data.isascii(), faults)
    return messages


def _decode(data: bytes, faults: Faults) -> str | None:
    """The text, every line ended by a line feed; None where it is none."""
    if len(data) > MAX_BYTES:
        faults.add("po-limit", 1, 1, f"the file is larger than {MAX_BYTES // 1_000_000} MB", "split the catalog")
        return None
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or data.count(0) * 3 > len(data):
        hint = "save it as UTF-8, or bring it back from an older version"
        faults.add("po-encoding", 1, 1, "the file is UTF-16, or overwritten with zeros", hint)
        return None
    if data.startswith(codecs.BOM_UTF8):
        hint = "save the file as UTF-8 without BOM: msgfmt refuses it as it is"
        faults.problems.append(info("po-bom", "a byte order mark at the beginning", Place(faults.path), hint))
        data = data[len(codecs.BOM_UTF8) :]
    try:
        return data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as failure:
        _add_encoding(data, failure, faults)
        return None


def _add_encoding(data: bytes, failure: UnicodeDecodeError, faults: Faults) -> None:
    before = data[: failure.start].decode("utf-8")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    if failure.end == len(data) and failure.reason == "unexpected end of data":
        message, hint = "the file ends in the middle of a letter", "bring back the rest from an older version"
        faults.add("po-truncated", line, column, message, hint)
    else:
        hint = "save the file as UTF-8 (Poedit: Catalogue, Properties, Charset)"
        faults.add("po-encoding", line, column, f"the byte 0x{data[failure.start]:02X} is not UTF-8 here", hint)


_RAW_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_CONFLICT = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?: .*)?$", re.MULTILINE)


def _is_catalog(text: str, faults: Faults) -> bool:
    """Whether it is worth looking for entries. What fails here would only cause a crowd of other errors."""
    if not text.strip():
        hint = "bring it back from an older version, or delete it and run `build.py update`"
        faults.add("po-truncated", 1, 1, "the file is empty", hint)
    elif text.count("\n") > MAX_LINES:
        faults.add("po-limit", 1, 1, f"the file has more than {MAX_LINES} lines", "split the catalog")
    elif _RAW_CONTROL.search(text):
        _add_controls(text, faults)
    elif found := _CONFLICT.search(text):
        _add_conflicts(text, found.start(), faults)
    elif text.lstrip()[0] in "<{[":
        kind = "an HTML or XML page" if text.lstrip()[0] == "<" else "JSON"
        faults.add("po-syntax", 1, 1, f"this is {kind}, not a catalog", "download or export the catalog again")
    return not faults.fatal


def _add_controls(text: str, faults: Faults) -> None:
    """The first of each kind: a file with the line ends of old Macintoshes has thousands of the same."""
    for character, start in {match[0]: match.start() for match in reversed([*_RAW_CONTROL.finditer(text)])}.items():
        message, hint = control(character)
        if character == "\r":
            hint = "save the file with line ends LF or CRLF; within a text write \\n"
        faults.add("po-control", *_position(text, start), message, hint)


def _add_conflicts(text: str, first: int, faults: Faults) -> None:
    starts = [match.start() for match in _CONFLICT.finditer(text) if match[0][0] == "<"] or [first]
    for start in starts[:20]:
        message = "two versions of this place stand here, between the conflict marks of git"
        hint = "keep one version of each entry, delete the lines that begin with <<<<<<<, ======= and >>>>>>>"
        faults.add("po-conflict", *_position(text, start), message, hint)


def _position(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _check_unique(messages: Iterable[Message], faults: Faults) -> None:
    first: dict[Key, int] = {}
    for message in messages:
        if message.key not in first:
            first[message.key] = message.line
        elif not faults.full:
            note = "this msgid was there before, with the same context"
            hint = "keep the better translation and delete the other entry, also where one of them is obsolete (`#~`)"
            faults.add("po-duplicate", message.line, 1, note, hint, first[message.key])


# --- writing --------------------------------------------------------------------------------------------------


def write(catalog: Catalog) -> bytes:
    """The PO file: the header, the live messages, the obsolete ones, each group in the order of the catalog.

    Byte for byte what `msgcat --no-wrap` makes of it, obsolete entries without a translation left out, except that
    flags unknown to gettext, plural forms after an empty first one, and file names with spaces are kept whole.
    Raises UnicodeEncodeError for lone surrogates, before anything is written; `forbidden` finds them.
    """
    live = [message for message in catalog.messages if not message.obsolete]
    gone = [message for message in catalog.messages if message.obsolete and any(message.msgstr)]
    header = [catalog.header] if catalog.header else []
    return "\n".join(_entry(message) for message in (*header, *live, *gone)).encode("utf-8")


def _entry(message: Message) -> str:
    lines = _comments("#", message.comments) + _comments("#.", message.extracted) + fold(message.references)
    if words := _flags(message):
        lines.append(f"#, {', '.join(words)}")
    mark = "#~ " if message.obsolete else ""
    if previous := message.previous:
        _texts(lines, "#~| " if mark else "#| ", previous.context, previous.msgid, previous.plural)
    _texts(lines, mark, message.context, message.msgid, message.plural)
    if message.plural is None:
        _string(lines, f"{mark}msgstr ", mark, message.msgstr[0])
    else:
        for number, form in enumerate(message.msgstr):
            _string(lines, f"{mark}msgstr[{number}] ", mark, form)
    lines.append("")
    return "\n".join(lines)


def _flags(message: Message) -> tuple[str, ...]:
    """The flags that mean something: an empty translation cannot be unsure, a buried one has no range."""
    words = flags(message.flags)
    if not any(message.msgstr):
        words = tuple(word for word in words if word != "fuzzy")
    if message.obsolete:
        words = tuple(word for word in words if not word.startswith("range: "))
    return words


def _comments(mark: str, texts: Iterable[str]) -> list[str]:
    return [f"{mark} {_safe(line)}" if line else mark for text in texts for line in text.split("\n")]


def _safe(comment: str) -> str:
    """A comment that stays on its line: gettext joins lines after a backslash, and controls end them elsewhere."""
    return _RAW_CONTROL.sub(" ", comment) + (" " if comment.endswith("\\") else "")


def _texts(lines: list[str], mark: str, context: str | None, msgid: str, plural: str | None) -> None:
    if context is not None:
        _string(lines, f"{mark}msgctxt ", mark, context)
    _string(lines, f"{mark}msgid ", mark, msgid)
    if plural is not None:
        _string(lines, f"{mark}msgid_plural ", mark, plural)


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\t": "\\t", "\r": "\\r", "\a": "\\a", "\b": "\\b", "\f": "\\f", "\v": "\\v"}
_SPECIAL = re.compile(r'["\\\t\r\a\x08\f\v]')
_LINES = re.compile(r"[^\n]*\n|[^\n]+")


def _string(lines: list[str], start: str, mark: str, text: str) -> None:
    """Appends a keyword with its text, in several lines where a line break stands before the end of the text."""
    text = _SPECIAL.sub(lambda match: _ESCAPES[match[0]], text)
    if "\n" not in text:
        lines.append(f'{start}"{text}"')
    elif text.find("\n") == len(text) - 1:
        lines.append(f'{start}"{text[:-1]}\\n"')
    else:
        lines.append(f'{start}""')
        lines += [f'{mark}"{part[:-1]}\\n"' if part[-1] == "\n" else f'{mark}"{part}"' for part in _LINES.findall(text)]
