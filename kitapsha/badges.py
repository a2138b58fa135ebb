"""The state of the translation as small pictures in SVG, for a README or a web page."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from html import escape

from .model import Artifact
from .problems import visible
from .statistics import Part, Report, Row
from .statusforms import pages

COMPLETE, STARTED, UNPUBLISHED = "#2e7d32", "#8a5a00", "#9a3412"
"""Grounds for white letters: each has a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3)."""
_GROUND = "#3c4043"
_HEIGHT, _PADDING = 20, 7


def badges(report: Report, *, articles: bool = False) -> tuple[Artifact, ...]:
    """A badge for each locale (`kk.svg`), on request also for each row (`kk/<article>.svg`, `kk/site.svg`).

    The same report gives the same bytes. Nothing is fetched and no font is embedded: the letters are those of the
    reader's machine, fitted into the space that is kept for them.
    """
    return tuple(_badges(report, articles))


def _badges(report: Report, articles: bool) -> Iterator[Artifact]:
    for part in report.parts:
        colour = _colour(part.coverage.percent, bool(part.published))
        said = f"{_language(part)}: {_counted(part)}, {pages(part)} articles published"
        yield Artifact(f"{part.locale}.svg", _svg(part.name, part.locale, part.coverage.percent, colour, said))
        for row in part.rows if articles else ():
            stands = row.coverage.percent > 0 if row.is_site else bool(row.published)
            colour = _colour(row.coverage.percent, stands)
            said = f"{row.title}, {_language(part)}: {_counted(row)}{', not published' if row.reason else ''}"
            label = f"{row.name} \u00b7 {part.locale}"
            yield Artifact(f"{part.locale}/{row.name}.svg", _svg(label, "", row.coverage.percent, colour, said))


def _language(part: Part) -> str:
    return f"{part.name} ({part.locale})"


def _counted(counted: Part | Row) -> str:
    return f"{counted.coverage.percent} % of {counted.coverage.total.words} words translated"


def _colour(percent: int, published: bool) -> str:
    if not published:
        return UNPUBLISHED
    return COMPLETE if percent == 100 else STARTED


def _svg(label: str, lang: str, percent: int, colour: str, said: str) -> bytes:
    name, value = _escaped(label), f"{percent} %"
    left, right = _length(label), _length(value)
    middle = left + 2 * _PADDING
    width = middle + right + 2 * _PADDING
    language = f' xml:lang="{_escaped(lang)}"' if lang else ""
    fitted = f'y="14" lengthAdjust="spacingAndGlyphs" textLength="{left}" x="{_PADDING}"{language}'
    size = f'width="{width}" height="{_HEIGHT}" viewBox="0 0 {width} {_HEIGHT}"'
    # No identifiers: several badges may stand in one page.
    lines = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{_escaped(said)}">',
        f"<title>{_escaped(said)}</title>",
        f'<path fill="{_GROUND}" d="M3 0h{middle - 3}v20h-{middle - 3}a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z"/>',
        f'<path fill="{colour}" d="M{middle} 0h{width - middle - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H{middle}z"/>',
        '<g fill="#fff" font-family="Verdana,DejaVu Sans,Noto Sans,sans-serif" font-size="11" aria-hidden="true">',
        f"<text {fitted}>{name}</text>",
        f'<text y="14" lengthAdjust="spacingAndGlyphs" textLength="{right}" x="{middle + _PADDING}">{value}</text>',
        "</g>",
        "</svg>",
    )
    return "".join(f"{line}\n" for line in lines).encode()


def _escaped(text: str) -> str:
    return escape(visible(text))


def _length(text: str) -> int:
    """About the width of a text at 11 pixels; `textLength` fits the letters of whatever font there is into it."""
    return max(1, round(sum(_advance(char) for char in visible(text))))


def _advance(char: str) -> float:
    if unicodedata.combining(char):
        return 0
    if unicodedata.east_asian_width(char) in "WF":
        return 11.5
    if unicodedata.bidirectional(char) == "AL":
        return 5.2
    if char in "mwMW%шщюжмфыШЩЮЖМФЫ":
        return 10.2
    if char in "fijlrtI.,:;'!|()[]- \u00b7":
        return 4.2
    return 7.6 if char.isupper() else 6.8
