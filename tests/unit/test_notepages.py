from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from xml.etree.ElementTree import Element, fromstring

import pytest

from kitapsha.notepages import NotePages


def tree(fill: str = 'data-fill="4"', behind: str = "<footer/>") -> Element:
    return fromstring(f"<html><body><main/><section {fill}><p>Notes</p></section>{behind}</body></html>")


def names(root: Element) -> list[str]:
    return [child.tag for child in root[0]]


@dataclass
class Box:
    """A box of an element, as WeasyPrint makes it."""

    element: Element | None
    element_tag: str
    children: list[Box] = field(default_factory=list)


def pages(root: Element, text: int, *, blank: bool = False) -> list[SimpleNamespace]:
    """So many pages of text and one of every other part; an empty one before what follows those for notes."""
    main, *others = root[0]
    parts: list[Element | None] = [main] * text + others
    if blank:
        parts.insert(-1, None)
    boxes = [Box(root, "html", [] if part is None else [Box(part, part.tag)]) for part in parts]
    return [SimpleNamespace(_page_box=SimpleNamespace(children=[box])) for box in boxes]


def shown(found: list[SimpleNamespace]) -> list[str]:
    return [page._page_box.children[0].children[0].element_tag for page in found]


def test_a_tree_has_as_many_pages_for_notes_as_a_sheet_may_need() -> None:
    root = tree()
    notes = NotePages(root)
    assert (notes.multiple, names(root)) == (4, ["main", "section", "section", "section", "footer"])
    assert root[0][1].attrib == {}
    assert root[0][3][0].text == "Notes"


@pytest.mark.parametrize(("text", "expected"), [(1, 2), (2, 1), (3, 0), (4, 3), (7, 0)])
@pytest.mark.parametrize("blank", [False, True])
def test_the_last_sheet_is_filled(text: int, expected: int, blank: bool) -> None:
    root = tree()
    notes = NotePages(root)
    laid_out = pages(root, text, blank=blank)
    assert shown(notes.without(laid_out)) == [*["main"] * text, "footer"]
    assert shown(notes.filled(laid_out)) == [*["main"] * text, *["section"] * expected, "footer"]


def test_pages_for_notes_may_be_the_last() -> None:
    root = tree(behind="")
    notes = NotePages(root)
    assert not notes.turn(pages(root, 2))
    assert shown(notes.filled(pages(root, 2))) == ["main", "main", "section", "section"]


def test_what_follows_stands_on_the_side_where_it_will_be() -> None:
    root = tree(behind="<footer style='color: red'/>")
    assert not NotePages(root).turn(pages(root, 2)), "a single page is the last of a sheet, a left one"
    assert root[0][-1].get("style") == "color: red;break-before: verso"
    root = tree(behind="<aside/><footer/>")
    notes = NotePages(root)
    assert notes.turn(pages(root, 2))
    assert root[0][-2].get("style") == ";break-before: recto"
    assert not notes.turn(pages(root, 2)), "once"
    assert shown(notes.filled(pages(root, 1))) == ["main", "section", "aside", "footer"]


@pytest.mark.parametrize("given", ["0", "-4", "four", "1000000", "٤", "3", "1"])
def test_other_multiples_mean_no_pages_for_notes(given: str) -> None:
    root = tree(f'data-fill="{given}"')
    assert (NotePages(root).multiple, names(root)) == (1, ["main", "footer"])


def test_a_document_without_such_a_page_is_left_alone() -> None:
    root = tree("")
    notes = NotePages(root)
    assert (notes.multiple, names(root)) == (1, ["main", "section", "footer"])
    assert shown(notes.filled(pages(root, 2))) == ["main", "main", "section", "footer"]
