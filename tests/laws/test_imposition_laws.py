from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from kitapsha.imposition import PAPER_MM, Sheet, Spot, booklet

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
