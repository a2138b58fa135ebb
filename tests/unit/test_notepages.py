from xml.etree.ElementTree import Element, fromstring

import pytest

from kitapsha.notepages import NotePages


def tree(fill: str = 'data-fill="4"') -> Element:
    return fromstring(f"<html><body><main/><section {fill}><p>Notes</p></section><footer/></body></html>")


def names(root: Element) -> list[str]:
    return [child.tag for child in root[0]]


def test_pages_for_notes_come_and_go_in_their_place() -> None:
    root = tree()
    notes = NotePages(root)
    assert (notes.multiple, notes.count, names(root)) == (4, 0, ["main", "footer"])
    for count in (3, 1, 2, 0):
        notes.put(count)
        assert notes.count == count
        assert names(root) == ["main", *["section"] * count, "footer"]
    notes.put(1)
    assert root[0][1].attrib == {}
    assert root[0][1][0].text == "Notes"


def test_a_document_without_such_a_page_is_left_alone() -> None:
    root = tree("")
    notes = NotePages(root)
    notes.put(3)
    assert (notes.multiple, names(root)) == (1, ["main", "section", "footer"])


@pytest.mark.parametrize("given", ["0", "-4", "four", "1000000", "٤", "3"])
def test_other_multiples_mean_none(given: str) -> None:
    assert NotePages(tree(f'data-fill="{given}"')).multiple == 1
