import pickle

import pytest

from kitapsha.folding import eighth_mm, half_fold, leaflet, letter_fold, single_pages, z_fold, zine
from kitapsha.imposition import PAPER_MM


def panels(spots):
    return [(spot.page, spot.clip.width_mm) for spot in spots]


def test_the_letter_fold_has_its_narrow_panels_back_to_back():
    sheet = leaflet(letter_fold())
    assert (sheet.width_mm, sheet.height_mm) == (297, 210)
    assert panels(sheet.front) == [(5, 97), (6, 100), (1, 100)]
    assert panels(sheet.back) == [(2, 100), (3, 100), (4, 97)]
    assert [spot.x_mm for spot in sheet.front] == [0, 97, 197]
    assert [spot.x_mm for spot in sheet.back] == [0, 100, 200]


def test_the_z_fold_has_equal_panels_and_its_back_inside_on_the_right():
    sheet = leaflet(z_fold())
    assert panels(sheet.front) == [(4, 99), (5, 99), (1, 99)]
    assert panels(sheet.back) == [(2, 99), (3, 99), (6, 99)]


def test_american_paper_is_folded_by_sixteenths_of_an_inch():
    """3 11/16, 3 11/16 and 3 5/8 inches, as American printers fold Letter."""
    letter = PAPER_MM["Letter"]
    widths = [width / 25.4 for _, width in panels(leaflet(letter_fold(letter)).front)]
    assert widths == pytest.approx([3 + 5 / 8, 3 + 11 / 16, 3 + 11 / 16])
    assert {round(width / 25.4, 4) for _, width in panels(leaflet(z_fold(letter)).back)} == {round(11 / 3, 4)}


@pytest.mark.parametrize("name", ["A3", "Letter", "Legal"])
def test_leaflets_and_zines_fill_any_sheet(name):
    size = PAPER_MM[name]
    sheets = [leaflet(letter_fold(size)), leaflet(z_fold(size)), *half_fold(size), zine(size)]
    for sheet in sheets:
        assert (sheet.width_mm, sheet.height_mm) == pytest.approx((max(size), min(size)))
        area = sum(spot.clip.width_mm * spot.clip.height_mm for spot in sheet.front)
        assert area == pytest.approx(size[0] * size[1])


def test_right_to_left_is_the_mirror():
    sheet = leaflet(letter_fold(), right_to_left=True)
    assert panels(sheet.front) == [(1, 100), (6, 100), (5, 97)]
    assert panels(sheet.back) == [(4, 97), (3, 100), (2, 100)]
    assert [spot.page for spot in zine(right_to_left=True).front] == [1, 8, 7, 6, 2, 3, 4, 5]


def test_long_edge_turns_the_inside():
    sheet = leaflet(letter_fold(), flip="long")
    assert panels(sheet.back) == [(4, 97), (3, 100), (2, 100)]
    assert {spot.rotation for spot in sheet.back} == {180}
    assert {mark.x1_mm for mark in sheet.back_marks} == {97, 197}
    assert sheet.flip == "long"


def test_folds_are_marked_where_the_panels_meet():
    sheet = leaflet(letter_fold())
    assert {mark.x1_mm for mark in sheet.front_marks} == {97, 197}
    assert {mark.x1_mm for mark in sheet.back_marks} == {100, 200}
    assert all(mark.dashed for mark in sheet.front_marks + sheet.back_marks)


def test_the_half_fold_is_one_sheet():
    (sheet,) = half_fold()
    assert [spot.page for spot in sheet.front + sheet.back] == [4, 1, 2, 3]


def test_the_zine_lies_on_one_side_with_its_upper_row_on_its_head():
    sheet = zine()
    assert not sheet.two_sided
    assert [(spot.page, spot.rotation) for spot in sheet.front] == [
        *((page, 0) for page in (6, 7, 8, 1)),
        *((page, 180) for page in (5, 4, 3, 2)),
    ]
    assert {(spot.clip.width_mm, spot.clip.height_mm) for spot in sheet.front} == {eighth_mm()}
    (cut,) = [mark for mark in sheet.front_marks if not mark.dashed]
    assert (cut.x1_mm, cut.x2_mm, cut.y1_mm, cut.y2_mm) == (74.25, 222.75, 105, 105)


@pytest.mark.parametrize(("marks", "around"), [(False, 3), (True, 9)])
def test_single_pages_have_bleed_and_marks_around_it(marks, around):
    first, second = single_pages(2, (148, 210), marks=marks)
    assert (first.width_mm, first.height_mm) == (148 + 2 * around, 210 + 2 * around)
    assert (first.trim.x_mm, first.trim.y_mm, first.trim.width_mm) == (around, around, 148)
    assert first.front[0].clip.width_mm == 154
    assert len(first.front_marks) == (8 if marks else 0)
    assert second.front[0].page == 2
    assert not first.two_sided


def test_sheets_travel_between_processes():
    assert pickle.loads(pickle.dumps(zine())) == zine()
