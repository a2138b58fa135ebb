"""Ruled pages for notes: an element of the document that is printed as often as it takes to fill the last sheet.

The element bears `data-fill`, the number of pages that the whole must be a multiple of: `<section data-fill="4">`.
"""

from __future__ import annotations

import copy
from xml.etree.ElementTree import Element

FILL = "data-fill"


class NotePages:
    """The pages for notes of a tree; taken out of it at first.

    `multiple` is what the number of all pages is to be a multiple of, 1 where the document does not say; `count` how
    many pages for notes the tree has now.
    """

    def __init__(self, root: Element) -> None:
        found = [(parent, child) for parent in root.iter() for child in parent if child.get(FILL)]
        self.count, self.multiple = 0, 1
        self._parent, self._at = root, 0
        self._page: Element | None = None
        if found:
            self._parent, self._page = found[0]
            given = self._page.attrib.pop(FILL)
            self.multiple = int(given) if given in _MULTIPLES else 1
            self._at = list(self._parent).index(self._page)
            self._parent.remove(self._page)

    def put(self, count: int) -> None:
        """Let the tree have that many pages for notes, where the one was that it came with."""
        if self._page is None:
            return
        for _ in range(self.count):
            self._parent.remove(self._parent[self._at])
        for _ in range(count):
            self._parent.insert(self._at, copy.deepcopy(self._page))
        self.count = count


_MULTIPLES = ("2", "4", "8", "16", "32")
