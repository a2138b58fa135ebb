"""The state of the translation as a table: with bars on a terminal, in plain text elsewhere."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .model import Coverage
from .statistics import Part, Report, Row
from .statusforms import notes, orphan_note, pages


@dataclass(frozen=True, slots=True)
class Look:
    """What a terminal can show: its width in columns, colours, and blocks for bars (else ASCII)."""

    width: int = 80
    colours: bool = False
    blocks: bool = True


BLOCKS = "█▒░"
"""The bars' signs for what is translated, fuzzy and untranslated, where a terminal can show them."""


# --- columns ----------------------------------------------------------------------------------------------

_Cell = Callable[[Coverage], str]
_COLUMNS: dict[str, _Cell] = {
    "words": lambda coverage: str(coverage.total.words),
    "translated": lambda coverage: str(coverage.translated.words),
    "fuzzy": lambda coverage: str(coverage.fuzzy.words),
    "untranslated": lambda coverage: str(coverage.untranslated.words),
    "segments": lambda coverage: f"{coverage.translated.segments}/{coverage.total.segments}",
}
_CHOICES = (tuple(_COLUMNS), ("words", "fuzzy", "untranslated"), ("words",), ())
"""What is shown, from the widest terminal to the narrowest."""

BAR_MIN, BAR_MAX = 10, 40
_NAME_MIN = 8


def _page(row: Row) -> str:
    return "" if row.is_site else "yes" if row.published else "no"


# --- plain text -------------------------------------------------------------------------------------------


def plain(report: Report) -> str:
    """A table whose every line says its locale: for files and pipes. No escape codes, nothing is shortened."""
    table = [("locale", "article", "percent", *_COLUMNS, "page", "notes")]
    for part in report.parts:
        for row in part.rows:
            cells = (cell(row.coverage) for cell in _COLUMNS.values())
            table.append(
                (part.locale, row.name, str(row.coverage.percent), *cells, _page(row) or "-", "; ".join(notes(row)))
            )
        cells = (cell(part.coverage) for cell in _COLUMNS.values())
        table.append((part.locale, "total", str(part.coverage.percent), *cells, pages(part), _threshold(part)))
    widths = [max(_width(row[column]) for row in table) for column in range(len(table[0]))]
    lines = [_aligned(row, widths) for row in table]
    lines += [orphan_note(path) for part in report.parts for path in part.orphans]
    return "".join(f"{line}\n" for line in lines)


def _aligned(row: tuple[str, ...], widths: list[int]) -> str:
    left = {0, 1, len(row) - 2, len(row) - 1}
    cells = (_padded(cell, widths[n], left=n in left) for n, cell in enumerate(row))
    return "  ".join(cells).rstrip()


def _threshold(part: Part) -> str:
    return "the source" if part.is_source else f"published from {part.minimum} %"


# --- a terminal -------------------------------------------------------------------------------------------


def terminal(report: Report, look: Look) -> str:
    """A table with bars for people, as wide as the terminal and no wider.

    Where there is less room, columns are left out, then names are shortened.
    """
    return "\n".join(_Table(report, look).part(part) for part in report.parts)


_PAGE = "page"
_STYLES = {"done": "32", "review": "33", "rest": "2", "head": "1", "no": "31"}


class _Table:
    """One layout for all locales, so that the columns of a long list stand below each other."""

    def __init__(self, report: Report, look: Look) -> None:
        self._look = look
        coverages = [row.coverage for part in report.parts for row in part.rows]
        coverages += [part.coverage for part in report.parts]
        self._cells = {
            title: max(len(title), *(len(cell(coverage)) for coverage in coverages), 0)
            for title, cell in _COLUMNS.items()
        }
        self._page = max([len(_PAGE), *(len(pages(part)) for part in report.parts)])
        longest = max([len("total"), *(_width(row.name) for part in report.parts for row in part.rows)])
        self._titles = next((c for c in _CHOICES if self._rest(c) >= longest + BAR_MIN), ())
        room = self._rest(self._titles)
        self._bar = max(BAR_MIN, min(BAR_MAX, room - longest))
        self._name = min(longest, max(_NAME_MIN, room - self._bar))

    def _rest(self, titles: Iterable[str]) -> int:
        """The columns of the terminal that are left for the name and the bar."""
        taken = len("  ") + len("  ") + len(" 100 %") + sum(2 + self._cells[title] for title in titles)
        return self._look.width - taken - 2 - self._page

    def part(self, part: Part) -> str:
        """The lines of a locale."""
        lines = [self._head(part)]
        for row in part.rows:
            page = _page(row)
            lines.append(self._line(row.name, row.coverage, self._styled(page, "no") if page == "no" else page))
            lines += [self._styled(line, "review") for note in notes(row) for line in self._wrapped(note)]
        lines.append(self._line("total", part.coverage, pages(part)))
        lines += [line for path in part.orphans for line in self._wrapped(orphan_note(path))]
        return "".join(f"{line}\n" for line in lines)

    def _head(self, part: Part) -> str:
        name = f"{part.locale}  {part.name}" if self._look.blocks or part.name.isascii() else part.locale
        said = self._short(f"{name}, {_threshold(part)}", self._look.width)
        titles = "".join(f"  {title:>{self._cells[title]}}" for title in self._titles) + f"  {_PAGE}"
        start = 2 + self._name + 2 + self._bar + len(" 100 %")
        if _width(said) > start:
            return f"{self._styled(said, 'head')}\n{' ' * start}{titles}"
        return f"{self._styled(said, 'head')}{' ' * (start - _width(said))}{titles}"

    def _line(self, name: str, coverage: Coverage, page: str) -> str:
        cells = "".join(f"  {_COLUMNS[title](coverage):>{self._cells[title]}}" for title in self._titles)
        shown = _padded(self._short(name, self._name), self._name)
        return f"  {shown}  {self._meter(coverage)} {coverage.percent:>3} %{cells}  {page}".rstrip()

    def _meter(self, coverage: Coverage) -> str:
        signs = BLOCKS if self._look.blocks else "#+."
        parts = zip(signs, bar(coverage, self._bar), ("done", "review", "rest"), strict=True)
        return "".join(self._styled(sign * cells, style) for sign, cells, style in parts)

    def _styled(self, text: str, style: str) -> str:
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self._look.colours and text else text

    def _short(self, text: str, width: int) -> str:
        dots = "…" if self._look.blocks else "..."
        if _width(text) <= width:
            return text
        while text and _width(text) + len(dots) > width:
            text = text[:-1]
        return text + dots

    def _wrapped(self, text: str) -> list[str]:
        # A number keeps its per cent sign; a path is broken only where it is longer than a line.
        kept, width = text.replace(" %", "\u00a0%"), max(20, self._look.width - 1)
        lines = textwrap.wrap(kept, width, initial_indent="    ", subsequent_indent="      ", break_on_hyphens=False)
        return [line.replace("\u00a0%", " %") for line in lines]


def bar(coverage: Coverage, width: int) -> tuple[int, int, int]:
    """The cells of a bar for what is translated, fuzzy and untranslated; their sum is `width`, at least 3.

    Whatever there is has a cell at least, and rounding never favours what is done: a bar is full only where nothing
    is missing.
    """
    states = (coverage.translated, coverage.fuzzy, coverage.untranslated)
    counts = [max(count.words, min(1, count.segments)) for count in states]
    total = sum(counts)
    if not total:
        return width, 0, 0
    cells = [max(count * width // total, min(1, count)) for count in counts]
    while sum(cells) > width:
        cells[cells.index(max(cells))] -= 1
    while sum(cells) < width:
        short = [(count * width / total - cell, n) for n, (count, cell) in enumerate(zip(counts, cells, strict=True))]
        cells[max(short[1:] if any(counts[1:]) else short)[1]] += 1
    return cells[0], cells[1], cells[2]


def _width(text: str) -> int:
    """The columns that a terminal gives to a text (Unicode Standard Annex 11)."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def _padded(text: str, width: int, *, left: bool = True) -> str:
    space = " " * max(0, width - _width(text))
    return text + space if left else space + text
