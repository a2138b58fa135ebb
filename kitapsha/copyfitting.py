"""Copyfitting: the size of the type at which a text fills whole sheets, and pages for notes for what is left.

Pages are judged by what was read from them (`proof`), never by the engine, the clock or an earlier build: the same text
has the same size for ever. The size of the design wins where it fits well, then the nearest, so that a small change of
the text seldom changes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from .proof import PageProof

SIZES_PT = (
    (9.0, 12.0),
    (9.1, 12.2),
    (9.2, 12.4),
    (9.3, 12.6),
    (9.4, 12.7),
    (9.5, 12.85),
    (9.6, 13.0),
    (9.8, 13.25),
    (10.0, 13.5),
    (10.2, 13.75),
    (10.4, 14.0),
    (10.6, 14.3),
)
"""Sizes and leadings in points, from the smallest that is read with ease to the largest that suits the measure."""
DESIGN = SIZES_PT.index((9.6, 13.0))
TRIALS = 3
"""How many sizes are tried besides the first."""
TRIAL_PAGES = 40
"""A longer text is not tried in other sizes: three pages for notes are no matter to it, and a layout takes long."""

HOLE_MM, LADDER, LOOSE_EM, RUNT = 12.0, 2, 0.45, 0.2
"""What a reader begins to notice: a hole, lines with hyphens in a row, space between words, a part of a page."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What counts of a layout. `pages` are all but those for notes, `text` those of the article.

    `fill` is how much of its last page is full, from 0 to 1; `holes_mm` are those on other pages.
    """

    pages: int
    text: int = 0
    fill: float = 1
    holes_mm: tuple[float, ...] = ()
    adrift: int = 0
    ladder: int = 0
    loosest_em: float = 0


def layout_of(proofs: Sequence[PageProof], notes: int = 0) -> Layout:
    """The layout of pages of which `notes` are for notes."""
    texts = [proof for proof in proofs if proof.is_text]
    return Layout(
        pages=len(proofs) - notes,
        text=len(texts),
        fill=next((proof.filled for proof in texts if proof.is_last), 1.0),
        holes_mm=tuple(proof.free_mm for proof in texts if not proof.is_last and proof.free_mm > HOLE_MM),
        adrift=sum(proof.adrift for proof in texts),
        ladder=max((proof.ladder for proof in texts), default=0),
        loosest_em=max((proof.loosest_em for proof in texts), default=0.0),
    )


def pages_for_notes(pages: int, multiple: int) -> int:
    """How many pages are left of the last sheet."""
    return -pages % multiple


def cost(layout: Layout, step: int, multiple: int) -> float:
    """What a reader would mind: 0 is perfect, up to FITS is well. `step` is an index of SIZES_PT.

    A page for notes is welcome, three are a waste. A drifting footnote is worse than a hole, a hole worse than a loose
    line. Each tenth of a point away from the design counts.
    """
    return _size_cost(step) + _NOTES_COST[min(3, pages_for_notes(layout.pages, multiple))] + _flaws(layout)


FITS = 1.5
_GAIN = 0.4
_NOTES_COST = (0.0, 0.5, 1.5, 4.5)


def _size_cost(step: int) -> float:
    away = SIZES_PT[step][0] - SIZES_PT[DESIGN][0]
    return -away * 3 if away < 0 else away * 1.5


def _flaws(layout: Layout) -> float:
    runt = 1.5 if layout.text > 1 and layout.fill < RUNT else 0
    holes = sum(0.3 + (hole - HOLE_MM) / 30 for hole in layout.holes_mm)
    ladder = 0.25 * max(0, layout.ladder - LADDER)
    loose = 0.5 * max(0.0, layout.loosest_em - LOOSE_EM)
    return runt + holes + 2 * layout.adrift + ladder + loose


def next_step(tried: Mapping[int, Layout], multiple: int) -> int | None:
    """The size to try next, as an index of SIZES_PT; None where nothing better is to be expected.

    The size of the design comes first. Of the others those are tried that promise whole sheets, the nearest first.
    """
    if not tried:
        return DESIGN
    least = min(cost(layout, step, multiple) for step, layout in tried.items())
    if least <= FITS or len(tried) > TRIALS or max(layout.pages for layout in tried.values()) > TRIAL_PAGES:
        return None
    hopes = {step: _hope(tried, step, multiple) for step in range(len(SIZES_PT)) if step not in tried}
    step = min(hopes, key=lambda step: (hopes[step], abs(step - DESIGN), step))
    return step if hopes[step] < least - _GAIN else None


def is_beaten(pages: int, step: int, tried: Mapping[int, Layout], multiple: int) -> bool:
    """Whether a size with so many pages loses even without a flaw, so that its flaws need no mending.

    To mend them may save a page.
    """
    if not tried:
        return False
    least = min(cost(layout, other, multiple) for other, layout in tried.items())
    return min(cost(Layout(pages - saved), step, multiple) for saved in (0, 1)) >= least


def best_step(tried: Mapping[int, Layout], multiple: int) -> int:
    """The size that reads best; of two as good the one nearer to the design."""
    return min(tried, key=lambda step: (round(cost(tried[step], step, multiple), 6), abs(step - DESIGN), step))


def _hope(tried: Mapping[int, Layout], step: int, multiple: int) -> float:
    """What a size may cost: it has the amount of text of the nearest size tried, and half its flaws."""
    near = min(tried, key=lambda other: (abs(other - step), other))
    known = tried[near]
    amount = (known.text - 1 + known.fill) * (1 + _GROWS * (_area(step) / _area(near) - 1))
    # A text that only just fits may not: half the weight is on either side.
    costs = [
        _NOTES_COST[min(3, pages_for_notes(known.pages - known.text + max(1, ceil(amount + slack)), multiple))]
        for slack in (-_SLACK, _SLACK)
    ]
    return _size_cost(step) + sum(costs) / 2 + _flaws(known) / 2


_GROWS = 0.85
"""How much of the height of a text follows the size of its type; drawings and tables do not."""
_SLACK = 0.15


def _area(step: int) -> float:
    size, leading = SIZES_PT[step]
    return size * leading
