"""The dynamic programme of an alignment: all readings of two documents side by side, and the best of them.

After Gale and Church (1993), with the evidence of `evidence` in the place of lengths alone. A reading is a way through
both documents in order, by moves: one for one, left out, added, two made one, one made two. How sure a match is, is
how much worse the best reading is in which it does not stand.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from . import evidence
from .evidence import Content, Lengths
from .model import Kind
from .signs import Signs

# --- the costs of the moves, in nats ------------------------------------------------------------------------

_ONE = -0.1
_ALONE = -3.5
_TWO = -5.5
_NEVER = float("-inf")
_MERGEABLE = (Kind.PARAGRAPH, Kind.QUOTE, Kind.ITEM, Kind.FOOTNOTE, Kind.SUMMARY, Kind.DEFINITION)

Cells = list[dict[int, float]]


@dataclass(frozen=True, slots=True)
class Scores:
    """The evidence for every move that is thought of: one for one, two made one, one made two."""

    one: Cells
    joined: Cells
    divided: Cells
    content: Cells
    width: int


def scores(
    source: Sequence[Signs], target: Sequence[Signs], content_of: Content, lengths: Lengths, nodes: Sequence[range]
) -> Scores:
    """Return the evidence for every move between positions of the band `nodes`."""
    band = [(max(a.start, b.start - 1), min(a.stop, b.stop - 1)) for a, b in pairwise(nodes)]
    content = [content_of.row(number, *band[number]) for number in range(len(source))]
    one: Cells = []
    for a, row in zip(source, content, strict=True):
        one.append(
            {
                j: _ONE
                + said
                + evidence.kinship(a, target[j])
                + lengths.ratio(target[j].kind, a.length, target[j].length)
                for j, said in row.items()
            }
        )
    joined: Cells = [{} for _ in source]
    divided: Cells = [{} for _ in source]
    for i, a in enumerate(source):
        if a.kind not in _MERGEABLE:
            continue
        after = source[i + 1] if i + 1 < len(source) and source[i + 1].kind is a.kind else None
        for j, said in content[i].items():
            b = target[j]
            if b.kind is not a.kind:
                continue
            if after and j in content[i + 1]:
                length = lengths.ratio(b.kind, a.length + after.length, b.length)
                joined[i][j] = _TWO + said + content[i + 1][j] - content_of.target_bases[j] + length
            if j + 1 in content[i] and target[j + 1].kind is b.kind:
                length = lengths.ratio(b.kind, a.length, b.length + target[j + 1].length)
                divided[i][j] = _TWO + said + content[i][j + 1] - content_of.source_bases[i] + length
    return Scores(one, joined, divided, content, len(target))


# --- the best reading -------------------------------------------------------------------------------------


def _best_after(scores: Scores, nodes: Sequence[range]) -> Cells:
    """For each pair of positions the best that can follow."""
    best: Cells = [{} for _ in nodes]
    for i in reversed(range(len(nodes))):
        row = best[i]
        below = best[i + 1] if i + 1 < len(nodes) else {}
        second = best[i + 2] if i + 2 < len(nodes) else {}
        one = scores.one[i] if i < len(scores.one) else {}
        joined = scores.joined[i] if i < len(scores.one) else {}
        divided = scores.divided[i] if i < len(scores.one) else {}
        for j in reversed(nodes[i]):
            found = 0.0 if i + 1 == len(nodes) and j == scores.width else _NEVER
            found = max(
                found,
                below.get(j, _NEVER) + _ALONE,
                row.get(j + 1, _NEVER) + _ALONE,
                one.get(j, _NEVER) + below.get(j + 1, _NEVER),
                joined.get(j, _NEVER) + second.get(j + 1, _NEVER),
                divided.get(j, _NEVER) + below.get(j + 2, _NEVER),
            )
            row[j] = found
    return best


def _best_before(scores: Scores, nodes: Sequence[range]) -> Cells:
    """For each pair of positions the best that can come before."""
    best: Cells = [{} for _ in nodes]
    for i, columns in enumerate(nodes):
        row = best[i]
        above = best[i - 1] if i else {}
        second = best[i - 2] if i > 1 else {}
        one = scores.one[i - 1] if i else {}
        joined = scores.joined[i - 2] if i > 1 else {}
        divided = scores.divided[i - 1] if i else {}
        for j in columns:
            row[j] = max(
                0.0 if i == j == 0 else _NEVER,
                above.get(j, _NEVER) + _ALONE,
                row.get(j - 1, _NEVER) + _ALONE,
                one.get(j - 1, _NEVER) + above.get(j - 1, _NEVER),
                joined.get(j - 1, _NEVER) + second.get(j - 1, _NEVER),
                divided.get(j - 2, _NEVER) + above.get(j - 2, _NEVER),
            )
    return best


@dataclass(frozen=True, slots=True)
class Match:
    """Source texts and the target texts that they became, by number; `margin` is how much worse it is without it."""

    sources: tuple[int, ...]
    targets: tuple[int, ...]
    content: float
    margin: float = 0.0

    @property
    def is_single(self) -> bool:
        """Whether it is one for one."""
        return len(self.sources) == len(self.targets) == 1


def _path(scores: Scores, after: Cells) -> Iterator[Match]:
    i = j = 0
    while i < len(scores.one) or j < scores.width:
        here = after[i][j]

        def leads(move: float, down: int, right: int, i: int = i, j: int = j, here: float = here) -> bool:
            return i + down < len(after) and abs(move + after[i + down].get(j + right, _NEVER) - here) < 1e-9

        inside = i < len(scores.one)
        if inside and leads(scores.one[i].get(j, _NEVER), 1, 1):
            yield Match((i,), (j,), scores.content[i][j])
            i, j = i + 1, j + 1
        elif inside and leads(scores.joined[i].get(j, _NEVER), 2, 1):
            yield Match((i, i + 1), (j,), scores.content[i][j])
            i, j = i + 2, j + 1
        elif inside and leads(scores.divided[i].get(j, _NEVER), 1, 2):
            yield Match((i,), (j, j + 1), scores.content[i][j])
            i, j = i + 1, j + 2
        elif leads(_ALONE, 1, 0):
            i += 1
        else:
            j += 1


def _with_margins(matches: Sequence[Match], scores: Scores, before: Cells, after: Cells) -> list[Match]:
    """The matches with their margins."""
    whole = before[-1][scores.width]
    found = []
    for match in matches:
        rivals = max(other for i in match.sources for other in _others(i, match, scores, before, after))
        found.append(replace(match, margin=whole - rivals))
    return found


def _others(i: int, match: Match, scores: Scores, before: Cells, after: Cells) -> Iterator[float]:
    """What the readings come to in which a source text does something else."""
    own = match.sources, match.targets
    here, below = before[i], after[i + 1]
    for j, value in here.items():
        yield value + _ALONE + below.get(j, _NEVER)
    for j, move in scores.one[i].items():
        if j in here and own != ((i,), (j,)):
            yield here[j] + move + below.get(j + 1, _NEVER)
    for j, move in scores.divided[i].items():
        if j in here and own != ((i,), (j, j + 1)):
            yield here[j] + move + below.get(j + 2, _NEVER)
    for top in (i - 1, i):
        for j, move in scores.joined[top].items() if top >= 0 else ():
            if j in before[top] and own != ((top, top + 1), (j,)):
                yield before[top][j] + move + after[top + 2].get(j + 1, _NEVER)


def best(scores: Scores, nodes: Sequence[range]) -> list[Match]:
    """Return the matches of the best reading in order."""
    after = _best_after(scores, nodes)
    before = _best_before(scores, nodes)
    return _with_margins(list(_path(scores, after)), scores, before, after)


# --- where to look ----------------------------------------------------------------------------------------

FULL = 40_000
"""Pairs of positions up to which all of them are looked at."""
_WIDTH = 40


def band(source: Sequence[Signs], target: Sequence[Signs]) -> list[range]:
    """The target positions that are looked at for each source position: all, or near a line through landmarks.

    What lies between two landmarks is looked at as far to the sides as their distances differ.
    """
    n, m = len(source), len(target)
    if n * m <= FULL:
        return [range(m + 1) for _ in range(n + 1)]
    marks = [(0, 0), *_landmarks(source, target), (n, m)]
    nodes = [range(0)] * (n + 1)
    for (i, j), (below, right) in pairwise(marks):
        width = _WIDTH + abs((below - i) - (right - j))
        for row in range(i, below + 1):
            middle = j + (right - j) * (row - i) // max(1, below - i)
            found = range(max(0, middle - width), min(m, middle + width) + 1)
            seen = nodes[row]
            nodes[row] = range(min(seen.start, found.start), max(seen.stop, found.stop)) if seen else found
    return nodes


def _landmarks(source: Sequence[Signs], target: Sequence[Signs]) -> list[tuple[int, int]]:
    """Pairs that share two or more marks which stand once in each document, in order in both."""
    ours, theirs = _single(source), _single(target)
    votes = Counter((ours[mark], theirs[mark]) for mark in ours.keys() & theirs.keys())
    return _longest_rise(sorted(pair for pair, count in votes.items() if count > 1))


def _single(many: Sequence[Signs]) -> dict[str, int]:
    found: dict[str, int] = {}
    counts: Counter[str] = Counter()
    for number, one in enumerate(many):
        for mark in one.marks:
            counts[mark] += 1
            found[mark] = number
    return {mark: number for mark, number in found.items() if counts[mark] == 1 and mark[0] in "licfnw"}


def _longest_rise(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs that rises in both numbers."""
    tops: list[int] = []
    ends: list[tuple[int, int]] = []
    before: dict[tuple[int, int], tuple[int, int] | None] = {}
    # Of pairs with the same first number only one can be chosen, so the second falls.
    for pair in sorted(pairs, key=lambda pair: (pair[0], -pair[1])):
        place = bisect_left(tops, pair[1])
        before[pair] = ends[place - 1] if place else None
        tops[place : place + 1], ends[place : place + 1] = [pair[1]], [pair]
    chain: list[tuple[int, int]] = []
    last = ends[-1] if ends else None
    while last:
        chain.append(last)
        last = before[last]
    return chain[::-1]
