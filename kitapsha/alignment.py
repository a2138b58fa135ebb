"""A text and its translation, aligned: which segment of the one is which of the other, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from . import evidence, fitting, inline, lattice
from .evidence import Content, Lengths, Weights
from .lattice import Match
from .model import Key, Kind, Segment
from .signs import Signs, signs


@dataclass(frozen=True, slots=True)
class Pair:
    """A segment of the source and its text in the translation; what is not `sure` has to be looked at."""

    source: Segment
    text: str
    sure: bool


def align(source: Sequence[Segment], target: Sequence[Segment]) -> tuple[Pair, ...]:
    """Return what the translation has for the segments of the source, in the order of the source.

    Segments that it lacks, and those for which too little speaks, are left out; so is everything where the target
    does not look like a translation of the source at all. A pair is sure only where its place between others, its
    length and what it holds agree, and where its markup is that of the source. Segments with the same key get the
    same text, or none of them is sure.
    """
    ours, theirs = [signs(one) for one in source], [signs(one) for one in target]
    reading = _read(source, target, ours, theirs)
    if reading is None:
        return ()
    found = [pair for group in (*reading.groups, *_moved(reading)) for pair in _pairs(group, source, target, reading)]
    return tuple(_agreed([pair for _, pair in sorted(found, key=lambda numbered: numbered[0])]))


# --- reading both documents -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Group:
    """Source texts and target texts that belong together, by their numbers in the whole documents."""

    sources: tuple[int, ...]
    targets: tuple[int, ...]
    sure: bool = False


@dataclass(frozen=True, slots=True)
class _Reading:
    """What belongs together, and the measures by which that was found."""

    groups: tuple[_Group, ...]
    ours: Sequence[Signs]
    theirs: Sequence[Signs]
    weights: Weights
    lengths: Lengths


_BODY = "body"
_ROUNDS = 2
"""The body is read once with general expectations, and again with what was measured on the certain pairs."""
_CERTAIN, _LIKELY = 6.0, 1.0
"""Margins, in nats, of matches that teach how this translation goes, and of those that are worth an offer."""
_RELATED = 0.2
"""Share of the shorter body that is matched with certainty in any translation; with other texts it is below 0.15."""


def _lanes(segments: Sequence[Segment]) -> dict[str, list[int]]:
    """Texts that keep their order among themselves: the body, notes, labels of figures, each field of the header."""
    lanes: dict[str, list[int]] = {_BODY: []}
    for number, segment in enumerate(segments):
        lane = segment.kind.value if segment.kind in (Kind.FOOTNOTE, Kind.LABEL) else _BODY
        lanes.setdefault(f"field {segment.section}" if segment.kind is Kind.FIELD else lane, []).append(number)
    return lanes


def _read(
    source: Sequence[Segment], target: Sequence[Segment], ours: Sequence[Signs], theirs: Sequence[Signs]
) -> _Reading | None:
    """Read the body, then everything beside it; None where one document is no translation of the other."""
    left, right = _lanes(source), _lanes(target)
    habits = evidence.first_guess(ours, theirs)
    groups: list[_Group] = []
    for lane in [*[_BODY] * _ROUNDS, *(lane for lane in left if lane != _BODY and lane in right)]:
        weights, lengths = Weights.of(ours, theirs, habits), Lengths.of(habits, theirs)
        rows, columns = left[lane], right[lane]
        a, b = [ours[i] for i in rows], [theirs[j] for j in columns]
        matches = _matches(a, b, weights, lengths)
        if lane == _BODY:
            groups = []
            certain = [(a[m.sources[0]], b[m.targets[0]]) for m in matches if m.is_single and m.margin > _CERTAIN]
            if len(certain) < _RELATED * min(len(a), len(b)):
                return None
            habits = evidence.learnt(habits, certain, weights)
        for number, match in enumerate(matches):
            if match.margin > _LIKELY:
                numbers = tuple(rows[i] for i in match.sources), tuple(columns[j] for j in match.targets)
                groups.append(_Group(*numbers, _is_sure(matches, number, a, b, lengths)))
    return _Reading(tuple(groups), ours, theirs, weights, lengths)


def _matches(a: Sequence[Signs], b: Sequence[Signs], weights: Weights, lengths: Lengths) -> list[Match]:
    nodes = lattice.band(a, b)
    return lattice.best(lattice.scores(a, b, Content.of(a, b, weights), lengths, nodes), nodes)


# --- what is sure -----------------------------------------------------------------------------------------

_USUAL = 2.0
"""How far, in standard deviations, a length may be off."""
_SHORT = 60
_HELD, _FRAMED, _LOOSE = -1.5, 0.3, 3.0
"""What has to speak for a text itself: for a short one beside a certain one, between any two, beside a gap."""


def _sides(matches: Sequence[Match], number: int, rows: int, columns: int) -> tuple[int, int]:
    """On how many sides of a match the next one follows at once, or the end, and how many of these are certain."""
    here = matches[number]
    before = matches[number - 1] if number else None
    after = matches[number + 1] if number + 1 < len(matches) else None
    begin = (before.sources[-1] + 1, before.targets[-1] + 1) if before else (0, 0)
    end = (after.sources[0], after.targets[0]) if after else (rows, columns)
    closed = [
        *([before] if begin == (here.sources[0], here.targets[0]) else []),
        *([after] if end == (here.sources[-1] + 1, here.targets[-1] + 1) else []),
    ]
    good = [side for side in closed if side is None or (side.is_single and side.margin > _LIKELY)]
    return len(good), sum(side is not None and side.margin > _CERTAIN for side in good)


def _is_sure(matches: Sequence[Match], number: int, a: Sequence[Signs], b: Sequence[Signs], lengths: Lengths) -> bool:
    match = matches[number]
    if not match.is_single or match.margin < _CERTAIN:
        return False
    one, other = a[match.sources[0]], b[match.targets[0]]
    if abs(lengths.off(one.length, other.length)) > _USUAL or evidence.contradicts(one, other):
        return False
    closed, firm = _sides(matches, number, len(a), len(b))
    if closed < 2:
        return match.content > _LOOSE
    return match.content > (_HELD if firm and one.length < _SHORT else _FRAMED)


# --- what was moved ---------------------------------------------------------------------------------------

_UNMISTAKABLE = 8.0
_FEW = 5
"""Texts that may have a mark by which one of them is looked for."""
_DISTANCE = 3.0
"""How much better the evidence for two texts must be than that for each of them and any other."""


def _moved(reading: _Reading) -> Iterator[_Group]:
    """Texts that nothing was found for in their place, and that have much in common with one elsewhere."""
    paired = {i for group in reading.groups for i in group.sources}
    taken = {j for group in reading.groups for j in group.targets}
    holders: dict[str, list[int]] = {}
    for j, other in enumerate(reading.theirs):
        for mark in other.marks if j not in taken else ():
            holders.setdefault(mark, []).append(j)
    rare = {mark: found for mark, found in holders.items() if len(found) <= _FEW and mark in reading.weights.shared}
    scored: list[tuple[float, int, int]] = []
    for i, one in enumerate(reading.ours):
        near = {j for mark in one.marks for j in rare.get(mark, ())} if i not in paired else set()
        scored += [(_likeness(one, reading.theirs[j], reading), i, j) for j in sorted(near)]
    best: dict[tuple[str, int], list[float]] = {}
    for score, i, j in sorted(scored, reverse=True):
        best.setdefault(("source", i), []).append(score)
        best.setdefault(("target", j), []).append(score)
    for score, i, j in scored:
        rivals = [*best["source", i][:2], *best["target", j][:2]]
        if score > _UNMISTAKABLE and sum(rival > score - _DISTANCE for rival in rivals) == 2:
            yield _Group((i,), (j,))


def _likeness(one: Signs, other: Signs, reading: _Reading) -> float:
    length = reading.lengths.ratio(other.kind, one.length, other.length)
    return reading.weights.content(one, other) + evidence.kinship(one, other) + length


# --- texts ------------------------------------------------------------------------------------------------


def _pairs(
    group: _Group, source: Sequence[Segment], target: Sequence[Segment], reading: _Reading
) -> Iterator[tuple[int, Pair]]:
    texts = [fitting.joined([target[j].msgid for j in group.targets])]
    if len(group.sources) > 1:
        texts = list(_divided(target[group.targets[0]], [reading.ours[i] for i in group.sources], reading))
    for i, text in zip(group.sources, texts, strict=True):
        one = source[i]
        text, is_known = fitting.fitted(one.msgid, text)
        if _is_translated(one.msgid, text):
            yield i, Pair(one, text, group.sure and is_known and not inline.differences(one.msgid, text))


def _is_translated(source: str, text: str) -> bool:
    return bool(text) and (" ".join(text.split()) != " ".join(source.split()) or not any(map(str.isalpha, text)))


def _divided(whole: Segment, ours: Sequence[Signs], reading: _Reading) -> tuple[str, str]:
    """The text for two source texts that became one, cut where most speaks for it; whole for both if it has no cut."""

    def value(cut: tuple[str, str]) -> float:
        halves = [signs(replace(whole, msgid=half)) for half in cut]
        return sum(_likeness(a, b, reading) for a, b in zip(ours, halves, strict=True))

    return max(fitting.cuts(whole.msgid), key=value, default=(whole.msgid, whole.msgid))


def _agreed(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """The pairs, with one text for each key: a catalog has one entry for them."""
    texts: dict[Key, set[str]] = {}
    for pair in pairs:
        if pair.sure:
            texts.setdefault(pair.source.key, set()).add(pair.text)
    for pair in pairs:
        sure = texts.get(pair.source.key, set())
        yield Pair(pair.source, next(iter(sure)), True) if len(sure) == 1 else replace(pair, sure=False)
