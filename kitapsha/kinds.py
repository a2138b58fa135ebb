"""The kinds of pamphlet. Their names stand in the settings, in front matter and in the names of files."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Type:
    """A size of type with its leading, in points; `runs_on` where the text may run on to the page of the colophon."""

    size: float
    leading: float
    runs_on: bool = False


@dataclass(frozen=True, slots=True)
class Pamphlet:
    """How a kind is set: its template and what is put over that template's own style.

    `pages` is for how many pages its paper has room, 0 where there may be any number. `sizes` are tried until the
    text has room, the largest first; none where the style sheet decides. `fills` says whether the last sheet is filled
    up with pages for notes. `width_mm` is how wide the pages are for which the sizes were designed.
    """

    template: str = "pamphlet.html.j2"
    styles: tuple[str, ...] = ()
    pages: int = 0
    sizes: tuple[Type, ...] = ()
    fills: bool = True
    width_mm: float = 148

    def sizes_on(self, width_mm: float) -> tuple[Type, ...]:
        """The sizes to try on pages of a width: on larger ones larger type comes first."""
        scale = width_mm / self.width_mm
        if scale < 1.05:
            return self.sizes
        larger = [Type(round(t.size * scale, 1), round(t.leading * scale, 1), t.runs_on) for t in self.sizes]
        return (*larger, *(t for t in self.sizes if t.size < larger[-1].size))


_LEAFLET = (Type(9.2, 12.4), Type(8.8, 11.8), Type(8.4, 11.2), Type(8, 10.6), Type(8, 10.6, True), Type(7.6, 10, True))
_HALF_FOLD = tuple(
    Type(size, leading, True)
    for size, leading in ((10, 13.4), (9.6, 13), (9.2, 12.4), (8.8, 11.8), (8.4, 11.2), (8, 10.6), (7.6, 10))
)
_ZINE = (
    Type(8.4, 11),
    Type(8, 10.4),
    Type(7.6, 9.8),
    Type(7.2, 9.3),
    Type(6.8, 8.8),
    Type(6.8, 8.8, True),
    Type(6.4, 8.2, True),
)
KINDS: Mapping[str, Pamphlet] = MappingProxyType(
    {
        "pdf": Pamphlet(),
        "booklet": Pamphlet(),
        "shop": Pamphlet(styles=("print/shop.css",)),
        "large": Pamphlet(styles=("print/large.css",), fills=False),
        "phone": Pamphlet(styles=("print/phone.css",), fills=False),
        "leaflet": Pamphlet("leaflet.html.j2", ("print/leaflet.css",), 6, _LEAFLET, width_mm=100),
        "zfold": Pamphlet("leaflet.html.j2", ("print/leaflet.css",), 6, _LEAFLET, width_mm=100),
        "halffold": Pamphlet(
            "leaflet.html.j2", ("print/leaflet.css", "print/halffold.css"), 4, _HALF_FOLD, width_mm=148.5
        ),
        "zine": Pamphlet("leaflet.html.j2", ("print/leaflet.css", "print/zine.css"), 8, _ZINE, width_mm=74.25),
        "parallel": Pamphlet("columns.html.j2", ("print/parallel.css",)),
    }
)
"""Every kind, by its name, in the order in which readers are offered them."""

NONE = "none"
"""What the front matter says instead of kinds where an article has no pamphlet."""


def ending(kind: str) -> str:
    """How the name of a kind's file ends, behind that of the article."""
    return ".pdf" if kind == "pdf" else f"-{kind}.pdf"


def of_article(outputs: Iterable[str], chosen: Iterable[str]) -> tuple[str, ...]:
    """The kinds that are made of an article: those that it chooses itself, otherwise those of the publication."""
    wanted = set(chosen) or set(outputs)
    return tuple(kind for kind in KINDS if kind in wanted)


def nearest(name: str) -> str:
    """The kind that may have been meant, empty where none is near."""
    return next(iter(difflib.get_close_matches(name.casefold(), [*KINDS, NONE], 1)), "")
