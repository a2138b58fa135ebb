import pickle

import pytest

from kitapsha.imposition import PAPER_MM, Clip, Sheet, booklet, paper
from kitapsha.problems import KitapshaError

A5 = PAPER_MM["A5"]
A4 = PAPER_MM["A4"]


def pages(sheets: tuple[Sheet, ...]) -> list[tuple[tuple, tuple]]:
    return [(tuple(spot.page for spot in sheet.front), tuple(spot.page for spot in sheet.back)) for sheet in sheets]


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, []),
        (1, [((None, 1), (None, None))]),
        (4, [((4, 1), (2, 3))]),
        (5, [((None, 1), (2, None)), ((None, 3), (4, 5))]),
        (8, [((8, 1), (2, 7)), ((6, 3), (4, 5))]),
        (12, [((12, 1), (2, 11)), ((10, 3), (4, 9)), ((8, 5), (6, 7))]),
    ],
)
def test_order_of_pages_bound_on_the_left(count, expected):
    assert pages(booklet(count, A5, A4)) == expected


def test_blanks_stand_before_a_back_cover():
    assert pages(booklet(6, A5, A4, back_cover=True)) == [((6, 1), (2, None)), ((None, 3), (4, 5))]
    assert pages(booklet(6, A5, A4)) == [((None, 1), (2, None)), ((6, 3), (4, 5))]
    assert pages(booklet(8, A5, A4, back_cover=True)) == pages(booklet(8, A5, A4))


def test_right_to_left_is_the_mirror():
    assert pages(booklet(8, A5, A4, right_to_left=True)) == [((1, 8), (7, 2)), ((3, 6), (5, 4))]


def test_sheets_lie_on_their_side_and_pages_touch_the_fold():
    (sheet,) = booklet(4, A5, A4)
    assert (sheet.width_mm, sheet.height_mm) == (297, 210)
    left, right = sheet.front
    assert (left.x_mm, left.y_mm) == (0.5, 0)
    assert (right.x_mm, right.y_mm) == (148.5, 0)
    assert left.x_mm + A5[0] == right.x_mm == sheet.width_mm / 2
    assert booklet(4, A5, (297, 210)) == (sheet,)


def test_bleed_is_printed_where_the_sheet_has_room_and_never_across_the_fold():
    (tight,) = booklet(4, A5, A4)
    assert tight.front[0].clip == Clip(0, 0, 148.5, 210)
    assert tight.front[1].clip == Clip(148.5, 0, 148.5, 210)
    (roomy,) = booklet(4, A5, PAPER_MM["A3"])
    assert roomy.front[0].clip == Clip(210 - 148 - 3, 43.5 - 3, 148 + 3, 210 + 6)
    assert roomy.front[1].clip == Clip(210, 43.5 - 3, 148 + 3, 210 + 6)


def test_creep_grows_towards_the_fold_by_the_thickness_of_each_sheet():
    sheets = booklet(16, A5, A4, thickness_mm=0.13)
    outer, inner = sheets[0], sheets[-1]
    assert [round(sheet.front[0].x_mm - outer.front[0].x_mm, 6) for sheet in sheets] == [0, 0.13, 0.26, 0.39]
    assert [round(sheet.back[1].x_mm - outer.back[1].x_mm, 6) for sheet in sheets] == [0, -0.13, -0.26, -0.39]
    assert inner.front[0].clip == outer.front[0].clip, "what crosses the fold is cut there"


def test_long_edge_turns_the_back_and_nothing_else():
    short = booklet(12, A5, A4, flip="short")
    long = booklet(12, A5, A4, flip="long")
    assert [sheet.front for sheet in short] == [sheet.front for sheet in long]
    assert {spot.rotation for sheet in short for spot in sheet.back} == {0}
    assert {spot.rotation for sheet in long for spot in sheet.back} == {180}
    assert pages(long)[0] == ((12, 1), (11, 2))
    upright, turned = short[1].back[0], long[1].back[1]
    assert (upright.page, turned.page) == (4, 4)
    assert turned.x_mm + A5[0] == pytest.approx(297 - upright.x_mm)
    assert {sheet.flip for sheet in long} == {"long"}


def test_narrow_pages_on_an_upright_sheet_swap_the_meaning_of_the_edges():
    (sheet,) = booklet(4, (90, 250), A4)
    assert (sheet.width_mm, sheet.height_mm) == (210, 297)
    assert {spot.rotation for spot in sheet.back} == {180}, "the short edge of an upright sheet lies across the fold"
    (sheet,) = booklet(4, (90, 250), A4, flip="long")
    assert {spot.rotation for spot in sheet.back} == {0}


@pytest.mark.parametrize(
    ("page", "sheet"), [("A5", "A4"), ("A6", "A5"), ("A4", "A3"), ("Half Letter", "Letter"), ("A5", "Legal")]
)
def test_usual_papers_fit(page, sheet):
    made = booklet(4, PAPER_MM[page], PAPER_MM[sheet])
    assert made[0].width_mm > made[0].height_mm


def test_a_sheet_that_is_too_small_is_refused_with_a_hint():
    with pytest.raises(KitapshaError) as caught:
        booklet(4, A4, A4)
    (problem,) = caught.value.problems
    assert problem.code == "sheet-too-small"
    assert "210 × 297 mm" in problem.message
    assert "larger sheet" in problem.hint


def test_nonsense_is_refused():
    with pytest.raises(ValueError, match="negative"):
        booklet(-1, A5, A4)
    with pytest.raises(ValueError, match="negative"):
        booklet(4, A5, A4, thickness_mm=-0.1)


def test_papers_of_the_a_series_halve():
    for large, small in (("A3", "A4"), ("A4", "A5"), ("A5", "A6")):
        width, height = PAPER_MM[large]
        assert PAPER_MM[small] == (height // 2, width)


def test_sheets_travel_between_processes():
    sheets = booklet(8, A5, A4)
    assert pickle.loads(pickle.dumps(sheets)) == sheets


# --- signatures, papers, marks --------------------------------------------------------------------------------


def test_a_long_text_makes_several_piles_as_equal_as_can_be():
    sheets = booklet(36, A5, A4, signature=16)
    assert [sorted(p for s in sheets[at : at + 3] for p in side_pages(s)) for at in (0, 3, 6)] == [
        list(range(1, 13)),
        list(range(13, 25)),
        list(range(25, 37)),
    ]
    assert pages(sheets)[3] == ((24, 13), (14, 23))
    assert booklet(36, A5, A4, signature=36) == booklet(36, A5, A4)


def side_pages(sheet: Sheet) -> list[int]:
    return [spot.page for spot in sheet.front + sheet.back if spot.page]


def test_creep_begins_anew_in_every_signature():
    sheets = booklet(24, A5, A4, signature=12, thickness_mm=0.1)
    assert [round(sheet.front[0].x_mm, 6) for sheet in sheets] == [0.5, 0.6, 0.7] * 2


def test_a_signature_has_four_pages_or_a_multiple():
    for signature in (6, -4):
        with pytest.raises(ValueError, match="multiple of four"):
            booklet(24, A5, A4, signature=signature)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("A4", (210, 297)),
        ("320 x 450 mm", (320, 450)),
        ("32×45cm", (320, 450)),
        ("8.5 x 11 in", (215.9, 279.4)),
        ("a4", None),
        ("320 x 450", None),
        ("0 x 450 mm", None),
        ("-1 x 450 mm", None),
        ("", None),
    ],
)
def test_papers_by_name_and_by_measure(text, size):
    assert paper(text) == size


def test_marks_stand_beyond_the_bleed_where_there_is_room():
    (tight,) = booklet(4, A5, A4, marks=True)
    assert tight.front_marks == (), "A5 fills half of A4"
    (roomy,) = booklet(4, A5, (450, 320), marks=True)
    folds = [mark for mark in roomy.front_marks if mark.dashed]
    cuts = [mark for mark in roomy.front_marks if not mark.dashed]
    assert [(mark.x1_mm, mark.y1_mm, mark.y2_mm) for mark in folds] == [(225, 47, 52), (225, 268, 273)]
    assert len(cuts) == 8
    assert roomy.back_marks == roomy.front_marks
    for mark in cuts:
        across = mark.y1_mm == mark.y2_mm
        assert mark.x2_mm <= 225 - 148 - 3 or mark.x1_mm >= 225 + 148 + 3 or not across
        assert mark.y2_mm <= 55 - 3 or mark.y1_mm >= 265 + 3 or across
