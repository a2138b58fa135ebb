"""What can be mended in translations without a person: spaces, characters that nobody sees, the form of letters."""

from __future__ import annotations

import pathlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from . import atomic, po
from .checks import letters, numbers
from .checks.pairs import Pair, References
from .config import Config
from .model import Catalog, Message
from .problems import has_errors
from .project import SITE, Project, catalog_path
from .prose import prose

NO_BREAK_SPACE = "\u00a0"
DOUBLED = "doubled spaces"
EDGE = "spaces at the edge"
INVISIBLE = "invisible characters"
COMPOSED = "letters typed as two characters"
TORN = "spaces inside numbers"


@dataclass(frozen=True, slots=True)
class Mended:
    """A catalog that was mended: how often each kind of fault was, and in how many entries."""

    path: str
    entries: int
    counts: tuple[tuple[str, int], ...]


def mend(root: pathlib.Path, snapshot: Project, locales: tuple[str, ...], slugs: tuple[str, ...]) -> tuple[Mended, ...]:
    """Mend the catalogs of a publication in place, each whole or not at all, and say what was done.

    One that cannot be read is not touched. Raises KitapshaError (write-failed, write-busy).
    """
    found = []
    for locale in locales:
        for name in (*slugs, SITE):
            path = catalog_path(locale, name)
            if mended := _file(root / path, path, locale, snapshot.config):
                found.append(mended)
    return tuple(found)


def _file(file: pathlib.Path, path: str, locale: str, settings: Config) -> Mended | None:
    seen = file.read_bytes() if file.is_file() else None
    if seen is None:
        return None
    result: list[Mended] = []

    def made(data: bytes | None) -> bytes:
        result.clear()
        read = po.read(data or b"", path)
        changed, counts, entries = catalog(read, settings.source_locale, locale)
        if has_errors(read.problems) or not entries:
            return data or b""
        result.append(Mended(path, entries, tuple(sorted(counts.items()))))
        return po.write(changed)

    atomic.update(file, seen, made)
    return result[0] if result else None


def catalog(read: Catalog, source_tag: str, tag: str) -> tuple[Catalog, Counter[str], int]:
    """The catalog mended, the faults by kind, and the number of entries that had any. Nothing obsolete is touched."""
    counts: Counter[str] = Counter()
    messages = []
    entries = 0
    for message in read.messages:
        done: Counter[str] = Counter()
        mended = message if message.obsolete else _message(message, source_tag, tag, done)
        messages.append(mended)
        entries += bool(done)
        counts += done
    return replace(read, messages=tuple(messages)), counts, entries


def _message(message: Message, source_tag: str, tag: str, counts: Counter[str]) -> Message:
    texts = []
    for form, text in enumerate(message.msgstr):
        source = message.plural if form and message.plural is not None else message.msgid
        texts.append(mended_text(source, text, source_tag, tag, counts) if text else text)
    return replace(message, msgstr=tuple(texts))


def mended_text(source: str, text: str, source_tag: str, tag: str, counts: Counter[str]) -> str:
    """A translation mended. Laws: only spaces, unseen characters and the form of letters change; twice is once."""
    composed = unicodedata.normalize("NFC", text)
    if composed != text:
        counts[COMPOSED] += 1
        text = composed
    if gone := list(letters.unseen(Pair(prose(source), prose(text), source_tag, tag, Message(source)))):
        counts[INVISIBLE] += len(gone)
        text = "".join(letter for at, letter in enumerate(text) if at not in gone)
    text = _edges(source, text, counts)
    pair = Pair(prose(source), prose(text), source_tag, tag, Message(source))
    letters_of = list(text)
    for start, end in _doubled(pair):
        counts[DOUBLED] += 1
        kept = NO_BREAK_SPACE if NO_BREAK_SPACE in text[start:end] else " "
        letters_of[start:end] = [kept, *[""] * (end - start - 1)]
    for finding in numbers.spaces_in_numbers(pair, References()):
        if finding.span:
            start, end = pair.target.raw_span(*finding.span)
            counts[TORN] += 1
            letters_of[start:end] = [NO_BREAK_SPACE if letter == " " else letter for letter in letters_of[start:end]]
    return "".join(letters_of)


def _edges(source: str, text: str, counts: Counter[str]) -> str:
    """The text without spaces at its ends that the source does not have."""
    kept = text if source[:1].isspace() else text.lstrip(" \u00a0")
    kept = kept if source[-1:].isspace() else kept.rstrip(" \u00a0")
    # Two spaces at the end of a line are a line break; a lone one means nothing.
    if kept and kept != text:
        counts[EDGE] += 1
        return kept
    return text


_RUN = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")


def _doubled(pair: Pair) -> Iterator[tuple[int, int]]:
    """The runs of spaces in the raw text, where the source has none and nothing but spaces stands in them."""
    if _RUN.search(pair.source.text):
        return
    for match in _RUN.finditer(pair.target.text):
        start, end = pair.target.raw_span(*match.span())
        if end - start == match.end() - match.start():
            yield start, end
