from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitapsha.folding import leaflet, letter_fold, z_fold, zine
from kitapsha.imposition import PAPER_MM, Mark, Sheet, Spot, booklet

A5 = PAPER_MM["A5"]
A4 = PAPER_MM["A4"]

counts = st.integers(0, 200)
flips = st.sampled_from(["short", "long"])
directions = st.booleans()
covers = st.booleans()
papers = st.sampled_from(
    [(A5, A4), (A5, PAPER_MM["A3"]), (PAPER_MM["Half Letter"], PAPER_MM["Letter"]), ((90, 250), A4)]
)


def upright(sheet: Sheet) -> tuple[Spot, ...]:
    """The back as a reader sees it who turns the leaf like the page of a book."""
    return sheet.back[::-1] if sheet.back[0].rotation else sheet.back


def read(sheets: tuple[Sheet, ...], *, right_to_left: bool) -> list[int | None]:
    """Fold the pile and read it: down one half of every sheet to the middle, then up the other."""
    outward = 0 if right_to_left else 1
    down = [page for s in sheets for page in (s.front[outward].page, upright(s)[1 - outward].page)]
    up = [page for s in reversed(sheets) for page in (upright(s)[outward].page, s.front[1 - outward].page)]
    return down + up


@given(counts, flips, directions, covers, papers)
def test_every_page_stands_exactly_once(count, flip, right_to_left, back_cover, paper):
    sheets = booklet(count, *paper, flip=flip, right_to_left=right_to_left, back_cover=back_cover)
    stand = Counter(spot.page for sheet in sheets for spot in sheet.front + sheet.back)
    blanks = stand.pop(None, 0)
    assert stand == Counter(range(1, count + 1))
    assert blanks == -count % 4


@given(counts, flips, directions, covers)
def test_the_folded_booklet_reads_from_the_first_page_to_the_last(count, flip, right_to_left, back_cover):
    sheets = booklet(count, A5, A4, flip=flip, right_to_left=right_to_left, back_cover=back_cover)
    order = read(sheets, right_to_left=right_to_left)
    assert [page for page in order if page] == list(range(1, count + 1))
    if count:
        assert order[-1] == (count if count % 4 == 0 or (back_cover and count > 1) else None)
        assert order[0] == 1


@given(counts, flips, directions, papers, st.floats(0, 0.3))
def test_spots_stay_in_their_half(count, flip, right_to_left, paper, thickness_mm):
    for sheet in booklet(count, *paper, flip=flip, right_to_left=right_to_left, thickness_mm=thickness_mm):
        for left, right in (sheet.front, sheet.back):
            fold = sheet.width_mm / 2
            assert abs(left.clip.x_mm + left.clip.width_mm - fold) < 1e-9
            assert abs(right.clip.x_mm - fold) < 1e-9
            for clip in (left.clip, right.clip):
                assert clip.x_mm >= -1e-9
                assert clip.y_mm >= -1e-9
                assert clip.x_mm + clip.width_mm <= sheet.width_mm + 1e-9
                assert clip.y_mm + clip.height_mm <= sheet.height_mm + 1e-9
            assert abs(left.x_mm + paper[0][0] + right.x_mm - sheet.width_mm) < 1e-6, "both halves move alike"


@given(counts, flips, directions, papers)
def test_front_and_back_lie_on_each_other(count, flip, right_to_left, paper):
    """Seen through the paper, turned around the edge that the printer turns it around."""
    width_mm, height_mm = paper[0]
    for sheet in booklet(count, *paper, flip=flip, right_to_left=right_to_left):
        across = flip == ("short" if sheet.width_mm > sheet.height_mm else "long")
        fronts = {(round(s.x_mm, 6), round(s.y_mm, 6)) for s in sheet.front}
        for spot in sheet.back:
            x = sheet.width_mm - spot.x_mm - width_mm if across else spot.x_mm
            y = spot.y_mm if across else sheet.height_mm - spot.y_mm - height_mm
            assert (round(x, 6), round(y, 6)) in fronts
            assert spot.rotation == (0 if across else 180), "heads lie on heads"


# --- signatures, leaflets, zines --------------------------------------------------------------------------------

papers = st.sampled_from([A4, PAPER_MM["A3"], PAPER_MM["Letter"], PAPER_MM["Legal"]])
folds = st.one_of(papers.map(letter_fold), papers.map(z_fold))
signatures = st.integers(1, 12).map(lambda sheets: 4 * sheets)


def piles(sheets: tuple[Sheet, ...]) -> list[tuple[Sheet, ...]]:
    """The sheets of each signature: a new one begins where nothing creeps."""
    found: list[list[Sheet]] = []
    for sheet in sheets:
        if sheet.front[0].x_mm == sheets[0].front[0].x_mm:
            found.append([])
        found[-1].append(sheet)
    return [tuple(pile) for pile in found]


@given(counts, signatures, flips, directions, covers)
def test_signatures_read_one_after_the_other(count, signature, flip, right_to_left, back_cover):
    sheets = booklet(count, A5, A4, signature=signature, flip=flip, right_to_left=right_to_left, back_cover=back_cover)
    made = piles(sheets)
    order = [page for pile in made for page in read(pile, right_to_left=right_to_left)]
    assert [page for page in order if page] == list(range(1, count + 1))
    sizes = [4 * len(pile) for pile in made]
    assert all(size <= signature for size in sizes)
    assert not sizes or max(sizes) - min(sizes) <= 4, "no pile is much thinner than another"
    assert len(sheets) == -(-count // 4), "signatures take no more paper"


@given(folds, flips, directions)
def test_panels_fill_both_sides_and_lie_on_each_other(kind, flip, right_to_left):
    sheet = leaflet(kind, flip=flip, right_to_left=right_to_left)
    assert Counter(spot.page for spot in sheet.front + sheet.back) == Counter(range(1, 7))
    for side in (sheet.front, sheet.back):
        ends = [(spot.clip.x_mm, spot.clip.x_mm + spot.clip.width_mm) for spot in side]
        assert ends[0][0] == 0
        assert ends[-1][1] == pytest.approx(sheet.width_mm)
        assert [end for _, end in ends[:-1]] == [start for start, _ in ends[1:]]
    fronts = {(round(spot.clip.x_mm, 6), spot.clip.width_mm) for spot in sheet.front}
    for spot in sheet.back:
        x = spot.clip.x_mm if flip == "long" else sheet.width_mm - spot.clip.x_mm - spot.clip.width_mm
        assert (abs(round(x, 6)), spot.clip.width_mm) in fronts


@given(folds, directions)
def test_a_folded_leaflet_shows_its_cover_its_spread_and_its_back(kind, right_to_left):
    """Folding is followed on the inside from left to right: which panel lies upon which."""
    sheet = leaflet(kind, right_to_left=right_to_left)
    outside = [spot.page for spot in sheet.front][:: -1 if right_to_left else 1]
    inside = [spot.page for spot in sheet.back][:: -1 if right_to_left else 1]
    behind = dict(zip(inside, outside[::-1], strict=True))
    assert behind[2] == 1, "the cover opens on page 2"
    assert inside[:2] == [2, 3], "which stands beside page 3"
    # In a letter fold the right panel is folded in and the middle is the back; in a Z it is the back itself.
    back = behind[inside[1]] if kind.outside == letter_fold().outside else inside[2]
    assert back == 6


def where(sheet: Sheet) -> dict[int, tuple[int, int, int]]:
    """Page to column, row and rotation."""
    return {s.page: (round(s.x_mm / 74.25), round(s.y_mm / 105), s.rotation) for s in sheet.front if s.page}


@given(directions)
def test_the_zine_folds_into_a_booklet(right_to_left):
    sheet = zine(right_to_left=right_to_left)
    at = where(sheet)
    assert sorted(at) == list(range(1, 9))
    for left, right in ((2, 3), (4, 5), (6, 7), (8, 1)):
        first, second = at[left], at[right]
        assert first[1:] == second[1:], "a spread stands in one row, the same way up"
        step = second[0] - first[0]
        assert step == (-1 if first[2] else 1) * (-1 if right_to_left else 1), "and reads on"
    cut = next(mark for mark in sheet.front_marks if not mark.dashed)
    for front, back in ((1, 2), (3, 4), (5, 6), (7, 8)):
        assert joined(at[front], at[back], cut), f"pages {front} and {back} are one leaf"


def joined(one: tuple[int, int, int], other: tuple[int, int, int], cut: Mark) -> bool:
    """Whether two pages share an edge that is folded and not cut."""
    if one[1] == other[1]:
        return abs(one[0] - other[0]) == 1
    middle = (one[0] + 0.5) * 74.25
    return one[0] == other[0] and not cut.x1_mm < middle < cut.x2_mm


@given(directions, flips, folds)
def test_nothing_lies_outside_the_sheet(right_to_left, flip, kind):
    for sheet in (leaflet(kind, flip=flip, right_to_left=right_to_left), zine(right_to_left=right_to_left)):
        for spot in sheet.front + sheet.back:
            clip = spot.clip
            assert 0 <= clip.x_mm <= clip.x_mm + clip.width_mm <= sheet.width_mm
            assert 0 <= clip.y_mm <= clip.y_mm + clip.height_mm <= sheet.height_mm
        for mark in sheet.front_marks + sheet.back_marks:
            assert 0 <= mark.x1_mm <= mark.x2_mm <= sheet.width_mm
            assert 0 <= mark.y1_mm <= mark.y2_mm <= sheet.height_mm
