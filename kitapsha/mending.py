"""What can be mended in translations without a person: spaces, characters that nobody sees, the form of letters."""

from __future__ import annotations

import pathlib
from collections import Counter
from dataclasses import dataclass, replace

from . import atomic, inline, po
from .checks import encoding, numbers, punctuation
from .checks.pairs import Pair
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
    """A translation mended. Laws: only spaces, unseen characters and the form of letters change; twice is once.

    A text whose markup would then be less like its source's stays as it is.
    """
    done: Counter[str] = Counter()
    mended = text
    # What one step takes away may have hidden something from another one. Every step makes fewer characters or spaces.
    while (after := _step(source, mended, source_tag, tag, done)) != mended:
        mended = after
    if mended == text or not set(inline.differences(source, mended)) <= set(inline.differences(source, text)):
        return text
    counts += done
    return mended


def _step(source: str, text: str, source_tag: str, tag: str, counts: Counter[str]) -> str:
    message = Message(source)
    ours = prose(source)
    if gone := encoding.unseen(Pair(ours, prose(text), source_tag, tag, message)):
        counts[INVISIBLE] += len(gone)
        text = "".join(letter for at, letter in enumerate(text) if at not in gone)
    if (composed := encoding.composed(prose(text))) != text:
        counts[COMPOSED] += 1
        text = composed
    text = _edges(source, text, counts)
    pair = Pair(ours, prose(text), source_tag, tag, message)
    letters_of = list(text)
    for start, end in punctuation.joinable(pair):
        counts[DOUBLED] += 1
        kept = NO_BREAK_SPACE if NO_BREAK_SPACE in text[start:end] else " "
        letters_of[start:end] = [kept, *[""] * (end - start - 1)]
    for _, places in numbers.torn(pair):
        counts[TORN] += bool(places)
        for at in places:
            letters_of[at] = letters_of[at] and NO_BREAK_SPACE
    return "".join(letters_of)


def _edges(source: str, text: str, counts: Counter[str]) -> str:
    """The text without spaces at its ends that the source does not have."""
    kept = text if source[:1].isspace() else text.lstrip(" \u00a0")
    kept = kept if source[-1:].isspace() else kept.rstrip(" \u00a0")
    if kept and kept != text:
        counts[EDGE] += 1
        return kept
    return text
