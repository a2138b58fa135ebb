"""Texts of a translation made to fit their source: addresses and names of notes as they are there, and cut in two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from . import inline
from .inline import Difference
from .signs import address_tail


def fitted(source: str, text: str) -> tuple[str, bool]:
    """Return a translation with the addresses and footnote labels of its source, and whether nothing was guessed.

    An address is replaced where both lead to the same page: `water.html#well` in a built page, `water.md#well` in the
    source. One footnote is renamed for one; several, in the order of their calls, which is a guess.
    """
    found = inline.differences(source, text)
    for lost in (one for one in found if one.lost and one.part in ("link", "image")):
        twin = next((one for one in found if not one.lost and one.part == lost.part and _same_page(lost, one)), None)
        if twin:
            text = _readdressed(text, twin.value, lost.value)
    return _relabelled(text, found)


def _same_page(one: Difference, other: Difference) -> bool:
    hosts = {
        urlsplit(part.value).netloc.removeprefix("www.") for part in (one, other) if not inline.is_local(part.value)
    }
    return len(hosts) < 2 and address_tail(one.value) == address_tail(other.value) != ""


def _readdressed(text: str, old: str, new: str) -> str:
    for spelling in dict.fromkeys((old, unquote(old))):
        changed = re.sub(rf"\]\(<?{re.escape(spelling)}>?(?=[ )])", lambda _: f"]({new}", text, count=1)
        if changed != text:
            return changed
    return text


def _relabelled(text: str, found: tuple[Difference, ...]) -> tuple[str, bool]:
    wanted = [one.value for one in found if one.part == "footnote" and one.lost]
    given = [one.value for one in found if one.part == "footnote" and not one.lost]
    if not wanted or len(wanted) != len(given) or len({*given}) != len(given):
        return text, True
    names = dict(zip(given, wanted, strict=True))
    text = re.sub(r"\[\^([^\]\s]+)\]", lambda call: f"[^{names.get(call[1], call[1])}]", text)
    return text, len(wanted) == 1


# --- sentences --------------------------------------------------------------------------------------------

_END = re.compile(r"[.!?…。！？؟।][»”\"'’)\]*]*(?:\[\^[^\]\s]+\])*(?:\s+|(?<=[。！？]))(?=\S)")
_WIDE = "。！？」』）"


def cuts(text: str) -> Iterator[tuple[str, str]]:
    """The ways to cut a text in two between sentences, never within a link, emphasis or code."""
    for match in _END.finditer(text):
        first, second = text[: match.end()].rstrip(), text[match.end() :]
        if not second[:1].islower() and _is_balanced(first):
            yield first, second


def _is_balanced(text: str) -> bool:
    strong = text.count("**")
    marks = (strong, text.count("*") - 2 * strong, text.count("`"), text.count("[") - text.count("]"))
    return not any(count % 2 for count in marks[:3]) and marks[3] == 0


def joined(texts: list[str]) -> str:
    """Texts as one; scripts that set no spaces between sentences get none."""
    whole = ""
    for text in texts:
        whole += ("" if not whole or whole.endswith(tuple(_WIDE)) else " ") + text
    return whole
