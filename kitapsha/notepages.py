"""Ruled pages for notes: an element of the document that is printed as often as it takes to fill the last sheet.

The element bears `data-fill`, the number of pages that the whole must be a multiple of: `<section data-fill="4">`. It
is laid out as often as may be needed, and what is too much is left out, so that no layout is made only to be filled.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import TypeVar
from xml.etree.ElementTree import Element

from .boxes import Page, children, root_box, walk

FILL = "data-fill"
SomePage = TypeVar("SomePage", bound=Page)


class NotePages:
    """The pages for notes of a tree, which is given as many as any last sheet may need.

    `multiple` is what the number of all pages is to be a multiple of, 1 where the document does not say. The element
    behind the pages for notes begins on the side where it will stand, whatever is left out before it.
    """

    def __init__(self, root: Element) -> None:
        found = next(((parent, child) for parent in root.iter() for child in parent if child.get(FILL)), None)
        self.multiple = 1
        self._pages: list[Element] = []
        self._next: Element | None = None
        if found:
            self._take(*found)

    def _take(self, parent: Element, page: Element) -> None:
        given = page.attrib.pop(FILL)
        at = list(parent).index(page)
        parent.remove(page)
        if given in _MULTIPLES:
            self.multiple = int(given)
            self._pages = [copy.deepcopy(page) for _ in range(self.multiple - 1)]
            self._next = next(iter(parent[at : at + 1]), None)
            parent[at:at] = self._pages
            self._begin(_VERSO)

    def _begin(self, side: str) -> None:
        if self._next is not None:
            style = self._next.get("style", "").removesuffix(_VERSO).removesuffix(_RECTO)
            self._next.set("style", style + side)

    def turn(self, pages: Sequence[Page]) -> bool:
        """Let what stands behind the pages for notes begin on the other side; False where it is on the right one.

        The last of its pages is the last of a sheet.
        """
        _, _, after = self._parts(pages)
        if self._next is None or len(after) % 2 or (self._next.get("style") or "").endswith(_RECTO):
            return False
        self._begin(_RECTO)
        return True

    def without(self, pages: Sequence[SomePage]) -> list[SomePage]:
        """The pages of a layout but for those for notes."""
        before, _, after = self._parts(pages)
        return [*before, *after]

    def filled(self, pages: Sequence[SomePage]) -> list[SomePage]:
        """The pages of a layout with as many for notes as fill the last sheet."""
        before, notes, after = self._parts(pages)
        return [*before, *notes[: -(len(before) + len(after)) % self.multiple], *after]

    def _parts(self, pages: Sequence[SomePage]) -> tuple[list[SomePage], list[SomePage], list[SomePage]]:
        """The pages before those for notes, these, and those behind them."""
        numbers = [number for number, page in enumerate(pages) if self._is_for_notes(page)]
        if not numbers:
            return list(pages), [], []
        first, last = numbers[0], numbers[-1] + 1
        if last < len(pages) and not children(root_box(pages[last])):
            return list(pages[:first]), list(pages[first:last]), list(pages[last + 1 :])
        return list(pages[:first]), list(pages[first:last]), list(pages[last:])

    def _is_for_notes(self, page: Page) -> bool:
        return any(box.element is element for box in walk(root_box(page)) for element in self._pages)


_VERSO, _RECTO = ";break-before: verso", ";break-before: recto"
_MULTIPLES = ("2", "4", "8", "16", "32")
