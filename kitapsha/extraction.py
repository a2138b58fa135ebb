"""Segments to a template catalog: the POT file that every translation of them starts from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from .model import Catalog, Key, Kind, Message, Segment

HEADER_COMMENT = "Translations of this publication. Lines that begin with #. and #: are made by the toolkit."


@dataclass(slots=True)
class _Entry:
    plural: str | None = None
    extracted: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)


def messages(segments: Iterable[Segment], line_numbers: bool = False) -> tuple[Message, ...]:
    """Return one message for each different text, in the order of their first appearance.

    References carry line numbers only on request: they are the chief cause of noise in the diffs of catalogs.
    """
    entries: dict[Key, _Entry] = {}
    for segment in segments:
        entry = entries.setdefault(segment.key, _Entry())
        entry.plural = entry.plural or segment.plural
        _add(entry.extracted, _described(segment))
        for note in segment.notes:
            _add(entry.extracted, note)
        _add(entry.references, f"{segment.place.path}:{segment.place.line}" if line_numbers else segment.place.path)
    return tuple(
        Message(
            msgid,
            ("", "") if entry.plural is not None else ("",),
            context,
            entry.plural,
            extracted=tuple(entry.extracted),
            references=tuple(entry.references),
        )
        for (context, msgid), entry in entries.items()
    )


def _add(items: list[str], new: str) -> None:
    if new and new not in items:
        items.append(new)


def _described(segment: Segment) -> str:
    if segment.kind is Kind.TEMPLATE:
        return ""
    if segment.kind in (Kind.FIELD, Kind.SETTING):
        return f"{segment.kind}: {segment.section}"
    return f"{segment.kind} (section: {segment.section})" if segment.section else str(segment.kind)


def template(segments: Iterable[Segment], name: str, created: str, line_numbers: bool = False) -> Catalog:
    """Return the POT catalog of the segments. `name` is the publication's, `created` a gettext date."""
    found = messages(segments, line_numbers)
    fields = [
        ("Project-Id-Version", name),
        ("Report-Msgid-Bugs-To", ""),
        ("POT-Creation-Date", created),
        ("PO-Revision-Date", "YEAR-MO-DA HO:MI+ZONE"),
        ("Last-Translator", "FULL NAME <EMAIL@ADDRESS>"),
        ("Language-Team", "LANGUAGE <LL@li.org>"),
        ("Language", ""),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("Content-Transfer-Encoding", "8bit"),
    ]
    if any(message.plural is not None for message in found):
        fields.append(("Plural-Forms", "nplurals=INTEGER; plural=EXPRESSION;"))
    header = "".join(f"{key}: {value}\n" for key, value in fields)
    return Catalog(found, Message("", (header,), comments=(HEADER_COMMENT,), flags=("fuzzy",)))


def refreshed(old: Catalog | None, new: Catalog) -> Catalog:
    """The new POT, or the old one where their messages are the same: its creation date then stays."""
    if old and old.header and new.header and old.messages == new.messages:
        same = _without_date(old.header) == _without_date(new.header)
        return replace(old, path=new.path) if same else new
    return new


def _without_date(header: Message) -> list[str]:
    return [line for line in header.msgstr[0].split("\n") if not line.startswith("POT-Creation-Date:")]
