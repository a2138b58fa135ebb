"""The size of type for whole sheets: judged from numbers alone, without any page."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import ceil

import pytest

from kitapsha.copyfitting import DESIGN, FITS, SIZES_PT, TRIALS, Layout, cost, layout_of, next_step
from kitapsha.proof import PageProof

PERFECT = Layout(pages=8, text=5, fill=0.8, amount=4.8)
AROUND = 3
"""Cover, contents and back."""


def steps_tried(amount: float, **flaws: object) -> tuple[list[int], int]:
    """The sizes tried for a text of so many pages in the size of the design, and the one that is chosen."""
    tried: dict[int, Layout] = {}
    order = []
    while (step := next_step(tried, 4)) not in tried:
        order.append(step)
        size, leading = SIZES_PT[step]
        there = amount * size * leading / (9.6 * 13)
        text = max(1, ceil(there))
        tried[step] = Layout(text + AROUND, text, there - text + 1, amount=there, **flaws)
    return order, step


def test_sizes_stay_within_what_is_read_with_ease() -> None:
    assert SIZES_PT[DESIGN] == (9.6, 13)
    assert list(SIZES_PT) == sorted(SIZES_PT)
    assert SIZES_PT[0] == (9, 12)
    assert SIZES_PT[-1] == (10.6, 14.3)
    assert all(1.3 < leading / size < 1.37 for size, leading in SIZES_PT)


def test_what_fits_well_in_the_size_of_the_design_stays_there() -> None:
    assert steps_tried(4.6) == ([DESIGN], DESIGN)
    assert steps_tried(3.5) == ([DESIGN], DESIGN), "a page for notes is welcome"


def test_a_text_that_is_a_little_too_long_becomes_a_little_smaller() -> None:
    order, chosen = steps_tried(5.2)
    assert chosen in range(DESIGN - 4, DESIGN)
    assert len(order) <= TRIALS + 1


def test_the_nearest_size_that_does_it_is_chosen() -> None:
    _, slightly = steps_tried(5.1)
    _, more = steps_tried(5.4)
    assert more <= slightly < DESIGN


def test_the_same_text_has_the_same_size_and_few_layouts() -> None:
    for tenth in range(1, 300):
        order, chosen = steps_tried(tenth / 10)
        assert (order, chosen) == steps_tried(tenth / 10)
        assert order[0] == DESIGN
        assert len(set(order)) == len(order) <= TRIALS + 1


def test_a_small_change_seldom_changes_the_size() -> None:
    sizes = [steps_tried(3 + n / 100)[1] for n in range(400)]
    assert sum(one != other for one, other in pairwise(sizes)) < 40


def test_long_texts_are_not_tried_in_other_sizes() -> None:
    assert steps_tried(98.2) == ([DESIGN], DESIGN)


@pytest.mark.parametrize(
    "worse",
    [
        replace(PERFECT, pages=9),
        replace(PERFECT, holes_mm=(20.0,)),
        replace(PERFECT, adrift=1),
        replace(PERFECT, ladder=4),
        replace(PERFECT, loosest_em=0.9),
        replace(PERFECT, fill=0.1),
    ],
)
def test_every_flaw_costs(worse: Layout) -> None:
    assert cost(PERFECT, DESIGN, 4) == 0
    assert cost(worse, DESIGN, 4) > 0
    assert cost(PERFECT, DESIGN + 1, 4) > 0
    assert next_step({DESIGN: worse, DESIGN - 1: PERFECT}, 4) == DESIGN - 1 or cost(worse, DESIGN, 4) < 0.3


def test_flaws_are_weighed() -> None:
    hole, adrift = replace(PERFECT, holes_mm=(20.0,)), replace(PERFECT, adrift=1)
    assert cost(adrift, DESIGN, 4) > cost(hole, DESIGN, 4) > cost(replace(PERFECT, loosest_em=0.6), DESIGN, 4)
    one, two, three = (cost(replace(PERFECT, pages=pages), DESIGN, 4) for pages in (7, 6, 5))
    assert 0 < one < two < three
    assert cost(replace(PERFECT, text=1, fill=0.1), DESIGN, 4) == 0, "one line on the only page is no runt"


def test_of_two_as_good_the_nearer_wins() -> None:
    flawed = replace(PERFECT, adrift=3)
    assert next_step({DESIGN: flawed, DESIGN - 2: PERFECT, DESIGN - 1: PERFECT}, 4) == DESIGN - 1


def test_flaws_that_may_be_mended_keep_no_size_from_being_gone_on_with() -> None:
    holes = replace(PERFECT, holes_mm=(60.0, 60.0), is_final=False)
    assert cost(holes, DESIGN, 4) > FITS
    assert next_step({DESIGN: holes}, 4) == DESIGN
    assert next_step({DESIGN: replace(holes, is_final=True)}, 4) != DESIGN, "where they have stayed, another is tried"


def test_a_size_whose_holes_take_a_page_is_gone_on_with() -> None:
    nine = Layout(pages=9, text=6, fill=0.1, holes_mm=(80.0,), amount=4.6, is_final=False)
    assert next_step({DESIGN: nine}, 4) == DESIGN
    assert next_step({DESIGN: replace(nine, amount=5.6)}, 4) != DESIGN


def test_a_layout_is_read_from_proofs() -> None:
    proofs = (
        PageProof(1),
        PageProof(2, True, False, 0.9, 15.0, 1, 3, 0.2, "loose"),
        PageProof(3, True, False, 0.95, 5.0, 0, 1, 0.7, "looser"),
        PageProof(4, True, True, 0.4, 99.0, 0, 0, 0.1),
        PageProof(5),
    )
    assert layout_of(proofs) == Layout(5, 3, 0.4, (15.0,), 1, 3, 0.7, pytest.approx(2.25))
    assert not layout_of(proofs, is_final=False).is_final
