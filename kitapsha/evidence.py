"""What speaks for one text being the translation of another: their kinds, lengths, numbers, addresses and names.

Everything is a log-likelihood ratio in nats: positive where it is likelier between a text and its translation than
between any two texts of these documents. Nothing is known of the languages; what there is to know (how long
translations are, how often a number or a name reappears) is measured on the two documents themselves.
"""

from __future__ import annotations

import math
import statistics
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from .model import Kind
from .signs import Signs

# --- what is measured on both documents -------------------------------------------------------------------

_EXPECTED = {
    "l": 0.9,
    "i": 0.9,
    "c": 0.9,
    "t": 0.8,
    "f": 0.9,
    "m": 0.5,
    "n": 0.8,
    "w": 0.5,
    "s": 0.35,
    "e": 0.8,
    "b": 0.8,
    "q": 0.8,
}
"""How often a mark reappears in the translation, before anything was measured."""
_PRIOR_CASES = 6.0
_MOST = 0.97


@dataclass(frozen=True, slots=True)
class Habits:
    """How these documents were translated: log of length per length, how far that varies, how often marks reappear."""

    ratio: float
    spread: float = 0.18
    expected: Mapping[str, float] = field(default_factory=lambda: _EXPECTED)


def first_guess(source: Sequence[Signs], target: Sequence[Signs]) -> Habits:
    """Habits before anything is aligned: texts of the same kinds are about as many times longer on average."""
    return Habits(_mean_log(target) - _mean_log(source))


def _mean_log(many: Sequence[Signs]) -> float:
    texts = [one.length for one in many if one.kind in _PROSE] or [one.length for one in many] or [1]
    return statistics.fmean(math.log(length) for length in texts)


def learnt(habits: Habits, pairs: Sequence[tuple[Signs, Signs]], weights: Weights) -> Habits:
    """Habits measured on pairs that are almost certain; with few of them, little changes."""
    if len(pairs) < 5:
        return habits
    ratios = [math.log(b.length / a.length) for a, b in pairs if a.length >= 40] or [habits.ratio]
    ratio = statistics.median(ratios)
    spread = max(0.08, 1.4826 * statistics.median(abs(one - ratio) for one in ratios))
    trials: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for a, b in pairs:
        for mark in weights.known.intersection(a.marks):
            trials[mark[0]] += 1
            hits[mark[0]] += mark in b.marks
    expected = {
        name: (hits[name] + first * _PRIOR_CASES) / (trials[name] + _PRIOR_CASES) for name, first in _EXPECTED.items()
    }
    return replace(habits, ratio=ratio, spread=spread, expected=expected)


_PROSE = (Kind.PARAGRAPH, Kind.ITEM, Kind.QUOTE, Kind.FOOTNOTE, Kind.SUMMARY, Kind.DEFINITION)
_TITLES = (Kind.TITLE, Kind.HEADING)
_FIGURE = (Kind.ALT, Kind.CAPTION)


def kinship(a: Signs, b: Signs) -> float:
    """What the kinds of two texts cost; 0 where they are the same."""
    if a.kind is b.kind:
        return -1.5 * min(2, abs(a.depth - b.depth)) if a.kind is Kind.HEADING else 0.0
    if a.kind in _TITLES and b.kind in _TITLES:
        return -1.0
    if a.kind in (Kind.SUBTITLE, *_PROSE) and b.kind in (Kind.SUBTITLE, Kind.CAPTION, *_PROSE):
        return -3.0
    if a.kind in _FIGURE and b.kind in _FIGURE:
        return -4.0
    return -9.0


@dataclass(frozen=True, slots=True)
class Lengths:
    """How likely a length is after another one, against how likely it is at all among texts of its kind."""

    habits: Habits
    means: Mapping[Kind, tuple[float, float]]

    @classmethod
    def of(cls, habits: Habits, target: Iterable[Signs]) -> Lengths:
        """The lengths of a document."""
        by_kind: dict[Kind, list[float]] = {}
        for one in target:
            by_kind.setdefault(one.kind, []).append(math.log(one.length))
        return cls(habits, {kind: _mean_and_spread(logs) for kind, logs in by_kind.items()})

    def off(self, a: int, b: int) -> float:
        """How unusual a length of `b` characters is after `a`, in standard deviations."""
        return (math.log(b / a) - self.habits.ratio) / self._spread(a)

    def _spread(self, a: int) -> float:
        return math.sqrt(self.habits.spread**2 + 2.0 / a)

    def ratio(self, kind: Kind, a: int, b: int) -> float:
        """The evidence in a source text of `a` characters and a text of this kind with `b` characters."""
        spread = self._spread(a)
        off = (math.log(b / a) - self.habits.ratio) / spread
        mean, usual = self.means.get(kind, (4.0, 1.0))
        usual_off = (math.log(b) - mean) / usual
        return max(-12.0, (usual_off * usual_off - off * off) / 2 + math.log(usual / spread))


def _mean_and_spread(logs: Sequence[float]) -> tuple[float, float]:
    spread = statistics.pstdev(logs) if len(logs) > 4 else 0.7
    return statistics.fmean(logs), max(0.35, spread)


def contradicts(a: Signs, b: Signs) -> bool:
    """Whether two texts differ in what a translation keeps, or are too much alike to be one.

    Kept are the kind (a page has no subtitles and summaries), numbers of two digits and more, beginnings and ends.
    """
    if a.kind is not b.kind and a.kind not in (Kind.TITLE, Kind.SUBTITLE, Kind.SUMMARY):
        return True
    ours, theirs = {*a.marks}, {*b.marks}
    lost = {mark for mark in ours - theirs if mark[0] == "n"}
    added = {mark for mark in theirs - ours if mark[0] == "n"}
    form = {mark for mark in ours ^ theirs if mark[0] in "eb"}
    copied = sum(len(mark) for mark in ours & theirs if mark[0] == "w")
    return bool(form or (lost and added) or 2 * copied > b.length) or any(len(mark) > 2 for mark in lost)


@dataclass(frozen=True, slots=True)
class Weights:
    """What each mark says that both documents have: `shared` where two texts have it, `missing` where one has not."""

    shared: Mapping[str, float]
    missing: Mapping[str, float]
    known: frozenset[str]

    @classmethod
    def of(cls, source: Sequence[Signs], target: Sequence[Signs], habits: Habits) -> Weights:
        """The weights under these habits. A rare mark says much, one that stands everywhere nothing."""
        ours = Counter(mark for one in source for mark in one.marks)
        theirs = Counter(mark for one in target for mark in one.marks)
        shared: dict[str, float] = {}
        missing: dict[str, float] = {}
        for mark in ours.keys() & theirs.keys():
            usual = (ours[mark] + theirs[mark]) / (len(source) + len(target) + 2)
            expected = min(_MOST, habits.expected[mark[0]])
            if expected > usual * 1.2:
                missing[mark] = math.log((1 - expected) / (1 - usual))
                shared[mark] = math.log(expected / usual) - missing[mark]
        return cls(shared, missing, frozenset(ours.keys() & theirs.keys()))

    def base(self, one: Signs) -> float:
        """Half of what it would say if no mark of a text reappeared; the other half is said by the other text."""
        return sum(self.missing.get(mark, 0.0) for mark in one.marks) / 2

    def content(self, one: Signs, other: Signs) -> float:
        """The evidence for two texts in what they hold."""
        common = sorted({*one.marks} & {*other.marks})
        return self.base(one) + self.base(other) + sum(self.shared.get(mark, 0.0) for mark in common)


@dataclass(frozen=True, slots=True)
class Content:
    """What the marks of two rows of texts say about each pair of them."""

    source: Sequence[Signs]
    weights: Weights
    postings: Mapping[str, Sequence[int]]
    source_bases: Sequence[float]
    target_bases: Sequence[float]

    @classmethod
    def of(cls, source: Sequence[Signs], target: Sequence[Signs], weights: Weights) -> Content:
        """The evidence under these weights."""
        postings: dict[str, list[int]] = {}
        for number, one in enumerate(target):
            for mark in one.marks:
                postings.setdefault(mark, []).append(number)
        return cls(
            source, weights, postings, [weights.base(one) for one in source], [weights.base(one) for one in target]
        )

    def row(self, number: int, first: int, after: int) -> dict[int, float]:
        """The evidence for a source text and each of the texts from `first` to before `after`."""
        base = self.source_bases[number]
        row = {other: base + self.target_bases[other] for other in range(first, after)}
        for mark in self.source[number].marks:
            weight = self.weights.shared.get(mark)
            if weight is not None:
                places = self.postings.get(mark, ())
                for other in places[bisect_left(places, first) : bisect_left(places, after)]:
                    row[other] += weight
        return row
