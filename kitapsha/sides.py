"""Three-way rules for plain values, lists of lines and sequences of keys: what a base and two sides make together."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


def pick(base: T, ours: T, theirs: T, newest: T) -> T:
    """The value that was changed; that of the newest side where both changed it."""
    if ours == theirs or theirs == base:
        return ours
    return theirs if ours == base else newest


def united(base: tuple[str, ...], first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    """Lines without those that a side removed, with those that a side added: the first side's before the second's."""
    if first in (base, second):
        return second
    if second == base:
        return first
    kept = [line for line in first if line in second or line not in base]
    return (*kept, *(line for line in second if line not in first and line not in base))


def order(base: Sequence[K], first: Sequence[K], second: Sequence[K]) -> list[K]:
    """The keys of both sides in the order of the first; what only the second added or moved stands where it has it.

    No key may come twice in a sequence. Time grows as n log n.
    """
    unmoved_first, unmoved_second = _unmoved(base, first), _unmoved(base, second)
    known = set(first)
    placed = {key for key in second if key not in known or (key in unmoved_first and key not in unmoved_second)}
    # What the first side took elsewhere does not take its old neighbours along.
    moved_away = set(base) - unmoved_first
    after: dict[K | None, list[K]] = {}
    last: K | None = None
    for key in second:
        if key in placed:
            after.setdefault(last, []).append(key)
        elif key not in moved_away:
            last = key
    result = after.get(None, [])
    for key in first:
        if key not in placed:
            result += [key, *after.get(key, ())]
    return result


def _unmoved(base: Sequence[K], side: Iterable[K]) -> set[K]:
    """The most keys that stand on a side in the order of the base (longest increasing run, by patience sorting)."""
    place = {key: number for number, key in enumerate(base)}
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for key in side:
        if (number := place.get(key)) is not None:
            length = bisect_left(ends, number)
            before[number] = ends[length - 1] if length else None
            ends[length : length + 1] = [number]
    run: set[K] = set()
    step = ends[-1] if ends else None
    while step is not None:
        run.add(base[step])
        step = before[step]
    return run
