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

    `fill` is how much of its last page is full, from 0 to 1; `holes_mm` are those on other pages. `amount` is how many
    pages the text would take without any, `fixed` what of that keeps its height in every size of type. `is_final` is
    whether what can be mended of its flaws has been.
    """

    pages: int
    text: int = 0
    fill: float = 1
    holes_mm: tuple[float, ...] = ()
    adrift: int = 0
    ladder: int = 0
    loosest_em: float = 0
    amount: float = 0
    fixed: float = 0
    is_final: bool = True


def layout_of(proofs: Sequence[PageProof], *, is_final: bool = True) -> Layout:
    """The layout of pages, those for notes left out."""
    texts = [proof for proof in proofs if proof.is_text]
    return Layout(
        pages=len(proofs),
        text=len(texts),
        fill=next((proof.filled for proof in texts if proof.is_last), 1.0),
        holes_mm=tuple(proof.free_mm for proof in texts if not proof.is_last and proof.free_mm > HOLE_MM),
        adrift=sum(proof.adrift for proof in texts),
        ladder=max((proof.ladder for proof in texts), default=0),
        loosest_em=max((proof.loosest_em for proof in texts), default=0.0),
        amount=sum(proof.filled for proof in texts),
        fixed=sum(proof.fixed for proof in texts),
        is_final=is_final,
    )


def cost(layout: Layout, step: int, multiple: int) -> float:
    """What a reader would mind: 0 is perfect, up to FITS is well. `step` is an index of SIZES_PT.

    A page for notes is welcome, three are a waste. A drifting footnote is worse than a hole, a hole worse than a loose
    line. Each tenth of a point away from the design counts.
    """
    return _size_cost(step) + _notes_cost(layout.pages, multiple) + _flaws(layout)


FITS = 1.5
_GAIN = 0.6
_NOTES_COST = (0.0, 0.5, 1.5, 4.5)
_RUNT_COST = 1.5


def _notes_cost(pages: int, multiple: int) -> float:
    return _NOTES_COST[min(3, -pages % multiple)]


def _size_cost(step: int) -> float:
    away = SIZES_PT[step][0] - SIZES_PT[DESIGN][0]
    return -away * 3 if away < 0 else away * 1.5


def _flaws(layout: Layout) -> float:
    runt = _RUNT_COST if layout.text > 1 and layout.fill < RUNT else 0
    holes = sum(0.3 + (hole - HOLE_MM) / 30 for hole in layout.holes_mm)
    ladder = 0.25 * max(0, layout.ladder - LADDER)
    loose = 0.5 * max(0.0, layout.loosest_em - LOOSE_EM)
    return runt + holes + 2 * layout.adrift + ladder + loose


def next_step(tried: Mapping[int, Layout], multiple: int) -> int:
    """The size to go on with, as an index of SIZES_PT: one to try, one whose flaws are to be mended, or the best.

    It is the best where it has been tried and is final. The size of the design comes first. Then it is the one that
    promises most: what it cost, what it will at best when it is mended, or what its neighbour lets hope for.
    """
    if not tried:
        return DESIGN
    costs = {step: _promise(layout, step, multiple) for step, layout in tried.items()}
    best = min(costs, key=lambda step: (round(costs[step], 6), abs(step - DESIGN), step))
    if costs[best] <= FITS or len(tried) > TRIALS or max(layout.pages for layout in tried.values()) > TRIAL_PAGES:
        return best
    hopes = {step: _hope(tried, step, multiple) for step in range(len(SIZES_PT)) if step not in tried}
    step = min(hopes, key=lambda step: (hopes[step], abs(step - DESIGN), step))
    return step if hopes[step] < costs[best] - _GAIN else best


def _promise(layout: Layout, step: int, multiple: int) -> float:
    """What a layout costs, or is likely to when it is mended: the holes above figures are filled for the most part."""
    if layout.is_final or not (layout.holes_mm or layout.adrift):
        return cost(layout, step, multiple)
    return _size_cost(step) + _likely(layout, layout.amount, multiple)


def _hope(tried: Mapping[int, Layout], step: int, multiple: int) -> float:
    """What a size may cost: it has the text of the nearest size tried, and more or less room for it."""
    near = min(tried, key=lambda other: (abs(other - step), other))
    known = tried[near]
    grown = (known.amount - known.fixed) * (_area(step) / _area(near) - 1)
    return _size_cost(step) + _likely(known, known.amount + grown, multiple)


def _likely(known: Layout, amount: float, multiple: int) -> float:
    """What a text may cost that takes so many pages without holes, when it is mended; its size is left out."""
    lost = max(0.0, min(known.text - 1 + known.fill - known.amount, _LOST * known.text))
    costs = []
    for slack in _SLACKS:  # a text that only just fits may not
        text = max(1, ceil(amount + lost + slack))
        runt = _RUNT_COST if text > 1 and amount + lost + slack - text + 1 < RUNT else 0
        costs.append(_notes_cost(known.pages - known.text + text, multiple) + runt)
    return sum(costs) / len(costs) + _USUAL_FLAWS


_LOST = 0.03
"""How much of a page is lost at its foot, so that headings and paragraphs keep together, where there are no holes."""
_SLACKS = (-0.2, -0.1, 0.0, 0.1, 0.2)
_USUAL_FLAWS = 0.6


def _area(step: int) -> float:
    size, leading = SIZES_PT[step]
    return size * leading
