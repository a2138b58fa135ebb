"""Cover art: a calm picture for every article, drawn from its name alone, the same in every language.

The pictures are 154 x 216 mm: A5 with 3 mm to cut off on every side; for broader pages they are wider. The upper half
stays light for the title, the lowest 22 mm are dark for the imprint. Nothing is read and nothing is random: a seed has
one picture for ever.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, cos, pi, sin

WIDTH_MM, HEIGHT_MM = 154, 216
SAND, DUNE, SAGE, TEAL, DEEP = "#f3ead9", "#dcc59c", "#8fa68d", "#47797a", "#17404d"
SUN, CLAY = "#d9823b", "#8c3b1f"
_FOOT_MM = 194


Points = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Area:
    """What is inside of some corners."""

    points: Points
    colour: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line from corner to corner; an opacity of 1 hides what is below it."""

    points: Points
    colour: str
    width: float
    opacity: float = 1


@dataclass(frozen=True, slots=True)
class Disc:
    """A full circle."""

    x: float
    y: float
    radius: float
    colour: str


@dataclass(frozen=True, slots=True)
class Dome:
    """The upper half of a circle around a point."""

    x: float
    y: float
    radius: float
    colour: str


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its upper left corner and its size."""

    x: float
    y: float
    width: float
    height: float
    colour: str


Shape = Area | Line | Disc | Dome | Box


def shapes(seed: str, beside: int = 0) -> Iterator[Shape]:
    """What the picture for a seed is drawn of, in millimetres, each over those before it.

    `beside` is how much wider it is on either side.
    """
    dice = _Dice(seed)
    draw = (_steppe, _tent, _patchwork)[dice.below(3)]
    yield Box(-beside, 0, WIDTH_MM + 2 * beside, HEIGHT_MM, SAND)
    yield from draw(dice, beside)


def cover_art(seed: str, page_mm: tuple[float, float] = (WIDTH_MM - 6, HEIGHT_MM - 6)) -> str:
    """The picture for a seed as an SVG document, without text and without references to anything outside it.

    It is at least as wide, for its height, as the page with 3 mm around it.
    """
    wanted_mm = (page_mm[0] + 6) * HEIGHT_MM / (page_mm[1] + 6)
    beside = max(0, ceil((wanted_mm - WIDTH_MM) / 2))
    width = WIDTH_MM + 2 * beside
    size = f'viewBox="{-beside} 0 {width} {HEIGHT_MM}" width="{width}mm" height="{HEIGHT_MM}mm"'
    picture = "".join(map(_svg, shapes(seed, beside)))
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{picture}</svg>'


def _svg(shape: Shape) -> str:
    match shape:
        case Area(points, colour):
            return f'<path d="{_way(points)}z" fill="{colour}"/>'
        case Line(points, colour, width, opacity):
            look = f'stroke="{colour}" stroke-width="{width}" stroke-opacity="{opacity}"'
            return f'<path d="{_way(points)}" fill="none" {look}/>'
        case Disc(x, y, radius, colour):
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{colour}"/>'
        case Dome(x, y, radius, colour):
            arc = f"M{x - radius:.1f} {y:g}A{radius:.1f} {radius:.1f} 0 0 1 {x + radius:.1f} {y:g}"
            return f'<path d="{arc}z" fill="{colour}"/>'
        case Box(x, y, width, height, colour):
            return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{colour}"/>'


def _way(points: Points) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


class _Dice:
    """Numbers that a seed decides, the same under every version of Python."""

    def __init__(self, seed: str) -> None:
        self._seed, self._throws = seed, 0

    def __call__(self, low: float, high: float) -> float:
        """A number from low to high."""
        self._throws += 1
        digest = hashlib.sha256(f"{self._seed}\n{self._throws}".encode("utf-8", "surrogatepass")).digest()
        return low + (high - low) * int.from_bytes(digest[:6], "big") / 2**48

    def below(self, sides: int) -> int:
        """A whole number from 0 to sides - 1."""
        return int(self(0, sides)) % sides


# --- ridges behind ridges under a sun -------------------------------------------------------------------------


def _steppe(dice: _Dice, beside: int) -> Iterator[Shape]:
    yield Disc(dice(36, 118), dice(122, 128), dice(17, 22), SUN)
    layers = ((128, DUNE, SAND), (145, SAGE, DUNE), (163, TEAL, SAGE), (182, DEEP, TEAL))
    for top, colour, line in layers:
        ridge = _ridge(dice)
        hills = [(x, top + ridge(x)) for x in _across(beside)]
        yield Area([(hills[0][0], HEIGHT_MM), *hills, (hills[-1][0], HEIGHT_MM)], colour)
        for step in range(1, 6):
            # Each contour is calmer than the one above it, as on the map of a slope that levels out.
            contour = [(x, top + ridge(x) * (1 - step * 0.15) + step * 3.1) for x in _across(beside)]
            yield Line(contour, line, 0.3, 0.8 - step * 0.13)


def _ridge(dice: _Dice) -> Callable[[float], float]:
    waves = [(dice(3.5, 7) / n, dice(0.7, 1.2) * n, dice(0, 2 * pi)) for n in (1, 2, 3)]
    return lambda x: sum(high * sin(2 * pi * often * x / WIDTH_MM + at) for high, often, at in waves)


def _across(beside: int) -> range:
    even = beside + beside % 2
    return range(-even, WIDTH_MM + even + 1, 2)


# --- a tent against the morning, its wall and poles drawn as rings ------------------------------------------------

_MORNINGS = (
    ((DUNE, SAND), (SAGE, DEEP), (TEAL, SAND), (CLAY, DUNE)),
    ((SAGE, SAND), (TEAL, DUNE), (DEEP, SUN), (DUNE, CLAY)),
    ((DUNE, CLAY), (CLAY, DUNE), (SAGE, DEEP), (DEEP, SAND)),
)


def _tent(dice: _Dice, beside: int) -> Iterator[Shape]:
    x, radius = dice(50, 104), dice(74, 84)
    textures = (_poles, _lattice, _beads, _plain)
    turn, morning = dice.below(4), _MORNINGS[dice.below(3)]
    for index, (colour, line) in enumerate(morning):
        inner = radius - dice(12, 19)
        yield Dome(x, _FOOT_MM, radius, colour)
        yield from textures[(index + turn) % 4](x, inner, radius, line)
        radius = inner
    yield Dome(x, _FOOT_MM, radius, SUN)
    yield Box(-beside, _FOOT_MM, WIDTH_MM + 2 * beside, HEIGHT_MM - _FOOT_MM, DEEP)


def _on(x: float, radius: float, angle: float) -> tuple[float, float]:
    return x + radius * cos(angle), _FOOT_MM + radius * sin(angle)


def _around(count: int) -> Iterator[float]:
    return (pi + pi * (index + 0.5) / count for index in range(count))


def _poles(x: float, near: float, far: float, colour: str) -> Iterator[Shape]:
    for angle in _around(int(far * 0.9)):
        yield Line([_on(x, near + 1.5, angle), _on(x, far - 1.5, angle)], colour, 0.55)


def _lattice(x: float, near: float, far: float, colour: str) -> Iterator[Shape]:
    lean = (far - near) / far * 0.55
    for angle in _around(int(far * 0.45)):
        yield Line([_on(x, near, angle - lean), _on(x, far, angle + lean)], colour, 0.55)
        yield Line([_on(x, near, angle + lean), _on(x, far, angle - lean)], colour, 0.55)


def _beads(x: float, near: float, far: float, colour: str) -> Iterator[Shape]:
    for row in (0.25, 0.5, 0.75):
        radius = near + (far - near) * row
        for angle in _around(int(radius * 0.62)):
            yield Disc(*_on(x, radius, angle), 0.9, colour)


def _plain(x: float, near: float, far: float, colour: str) -> Iterator[Shape]:
    for row in (0.35, 0.65):
        radius = near + (far - near) * row
        yield Line([_on(x, radius, pi + pi * step / 90) for step in range(91)], colour, 0.55)


# --- patchwork: squares of triangles, alike on both sides ----------------------------------------------------------

_TILE_MM = 22
_CLOTHS = ((DUNE, SAND, SUN), (SAGE, SAND, CLAY), (TEAL, DUNE, SUN), (DEEP, SAGE, CLAY))


def _patchwork(dice: _Dice, beside: int) -> Iterator[Shape]:
    # The middle column mirrors itself, so it only takes what has two like sides.
    kinds = [[dice.below(3), *(dice.below(5) for _ in range(3))] for _ in range(2)]
    for row, cloth in enumerate(_CLOTHS):
        top = _FOOT_MM - _TILE_MM * (len(_CLOTHS) - row)
        below = row > 1
        for column in range(4 + ceil(beside / _TILE_MM)):
            kind = kinds[3 - row if below else row][column % 4]
            colours = cloth if (row + column) % 2 else (cloth[1], cloth[0], cloth[2])
            for left in {66 - column * _TILE_MM, 66 + column * _TILE_MM}:
                # A hair larger than the square, so that no light shows through between two of one colour.
                yield Box(left, top, _TILE_MM + 0.05, _TILE_MM + 0.05, colours[0])
                yield from (
                    Area(
                        [
                            (left + (_TILE_MM - x if left < 66 else x), top + (_TILE_MM - y if below else y))
                            for x, y in part
                        ],
                        colour,
                    )
                    for part, colour in _pieces(kind, colours)
                )
    yield Box(-beside, _FOOT_MM - 0.1, WIDTH_MM + 2 * beside, HEIGHT_MM - _FOOT_MM + 0.1, DEEP)


def _pieces(kind: int, colours: tuple[str, str, str]) -> tuple[tuple[Points, str], ...]:
    """What is sewn on a square, in its own measures."""
    _, piece, heart = colours
    return (
        (([(0, 0), (22, 0), (11, 11)], piece), ([(0, 22), (22, 22), (11, 11)], piece)),
        (([(11, 0), (22, 11), (11, 22), (0, 11)], piece), ([(11, 5.5), (16.5, 11), (11, 16.5), (5.5, 11)], heart)),
        (([(0, 22), (11, 11), (22, 22)], piece), ([(0, 11), (11, 0), (22, 11)], heart)),
        (([(0, 0), (22, 22), (0, 22)], piece), ([(0, 11), (11, 22), (0, 22)], heart)),
        (([(0, 0), (22, 0), (0, 22)], piece), ([(0, 0), (11, 0), (0, 11)], heart)),
    )[kind]
