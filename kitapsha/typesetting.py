"""A tree to the pages that read best: the size of its type, figures that leave no holes, full sheets.

A layout takes long, so one is made only where it may pay: the sizes that promise most are tried first, and the flaws of
a layout are mended only where it would win without them.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from typing import Generic, Protocol, Self, TypeVar
from xml.etree.ElementTree import Element

from . import copyfitting, pagination, proof
from .boxes import Page
from .notepages import NotePages

MENDINGS = 8
"""How often a document may be laid out anew for the sake of better pages."""
MENDED_PAGES = 240
"""How many pages may be laid out anew for their sake: a long text has to do with fewer layouts."""


class Layout(Protocol):
    """What is used of a laid-out document."""

    @property
    def pages(self) -> Sequence[Page]:
        """Its pages, from the first."""

    def copy(self, pages: Sequence[Page]) -> Self:
        """The same with some of its pages."""


Some = TypeVar("Some", bound=Layout)


def typeset(root: Element, render: Callable[[Element], Some]) -> Some:
    """The best layout of a tree, its last sheet full where the document asks for that."""
    first = _Setting(root, copyfitting.DESIGN, render)
    if first.sheet == 1 or proof.design_pt(first.layout.pages) != copyfitting.SIZES_PT[copyfitting.DESIGN]:
        first.mend()  # nothing to fit, or a style sheet with a size of its own
        return first.whole()
    settings = {copyfitting.DESIGN: first}
    while True:
        judged = {step: setting.judged for step, setting in settings.items()}
        step = copyfitting.next_step(judged, first.sheet)
        if step not in settings:
            settings[step] = _Setting(root, step, render)
        elif settings[step].judged.is_final:
            return settings[step].whole()
        else:
            settings[step].mend()


class _Setting(Generic[Some]):
    """A document in one size of type."""

    def __init__(self, root: Element, step: int, render: Callable[[Element], Some]) -> None:
        self._tree, self._render = copy.deepcopy(root), render
        self._notes = NotePages(self._tree)
        self.sheet = self._notes.multiple
        if step != copyfitting.DESIGN:
            size, leading = copyfitting.SIZES_PT[step]
            self._tree.set("style", f"font-size: {size}pt; line-height: {leading}pt")
        self.layout = render(self._tree)
        if self._notes.turn(self.layout.pages):
            self.layout = render(self._tree)
        self.judged = self._judge(is_final=False)

    def mend(self) -> None:
        """Lay the document out anew until its pages have no flaw that can be mended."""
        may = min(MENDINGS, MENDED_PAGES // len(self.layout.pages))
        while may > 0 and pagination.improve(self._notes.without(self.layout.pages), self._tree):
            self.layout = self._render(self._tree)
            may -= 1
        self.judged = self._judge(is_final=True)

    def _judge(self, *, is_final: bool) -> copyfitting.Layout:
        return copyfitting.layout_of(proof.read(self._notes.without(self.layout.pages)), is_final=is_final)

    def whole(self) -> Some:
        """The layout, its last sheet full."""
        return self.layout.copy(self._notes.filled(self.layout.pages))
