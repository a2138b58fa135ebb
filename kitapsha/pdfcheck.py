"""What a PDF holds that no pamphlet may hold: the last wall before it is published."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf

from .printtree import LINK

_ACTIVE_KEYS = frozenset(
    ("/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/AA", "/OpenAction", "/XFA", "/RichMediaContent")
)
_ACTIVE_ACTIONS = frozenset(("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition"))


def active_content(data: bytes) -> tuple[str, ...]:
    """What a PDF holds besides pages and harmless links: scripts, launches, attached files, other addresses."""
    if not data:
        return ()
    with pikepdf.open(io.BytesIO(data)) as document:
        return tuple(sorted({what for item in (document.trailer, *document.objects) for what in _active(item)}))


def _active(item: pikepdf.Object) -> Iterator[str]:
    """What is active in an object, not looking through references."""
    children: list[pikepdf.Object] = []
    if isinstance(item, pikepdf.Array):
        children = list(item)
    elif isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
        entries = dict(item.items())
        children = list(entries.values())
        yield from _ACTIVE_KEYS & entries.keys()
        action, target = entries.get("/S"), entries.get("/URI")
        if isinstance(action, pikepdf.Name) and str(action) in _ACTIVE_ACTIONS:
            yield str(action)
        if isinstance(target, pikepdf.String) and not LINK.match(str(target)):
            yield f"a link to {str(target)[:200]}"
    for child in children:
        if isinstance(child, pikepdf.Object) and not child.is_indirect:
            yield from _active(child)
