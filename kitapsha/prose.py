"""Inline Markdown -> the words that a reader sees, every one of which knows where it stands in the Markdown.

What is no prose (code, addresses, placeholders) becomes one OBJECT; marks, targets, tags and footnotes vanish. This is
for judging words. What a page shows is made by `rendering`, and what a translation may not change is found by `inline`.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html.entities import html5

from .inline import PLACEHOLDER

OBJECT = "\ufffc"
"""Stands for a piece that is not prose."""

_ANY = re.compile(r"[`\\<\[\]&{%*_~\n]|://|www\.|@")

# The order counts: code before everything, escapes before marks. No quantifier gives back what another one could take,
# so that the time is linear in the length of any text.
_PIECE = re.compile(
    r"""
      (?P<ticks>`++)
    | \\(?P<escaped>[!-/:-@\[-`{-~])
    | (?P<line>\\?\n)
    | <(?P<address>[A-Za-z][A-Za-z0-9+.-]*+:[^\s<>]*+|[^\s<>@]++@[^\s<>]++)>
    | (?P<comment><!--)
    | (?P<tag></?[A-Za-z][^<>]*+>)
    | (?P<note>\[\^[^\[\]\s]++\])
    | \](?P<target>\(\s*+(?:<(?:[^<>\n\\]|\\.)*+>|(?:[^\s()\\]|\\\S|\((?:[^\s()\\]|\\\S|\([^\s()]*+\))*+\))*+)
        (?:\s++(?:"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'|\((?:[^()\\]|\\.)*+\)))?+\s*+\))
    | (?P<close>\])
    | (?P<open>!?\[)
    | (?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)
    | (?P<url>(?:https?://|www\.)(?:(?:[^\s<>()«»"]*+\([^\s<>()«»"]*+\))++(?:URL)?|URL))
    | (?P<mail>(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]++@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)
    | (?P<field>FIELD)
    | (?P<marks>\*++|_++|~~++)
    """.replace("URL", r"""[^\s<>()«»"]*[^\s<>()«»".,;:!?*_]""").replace("FIELD", PLACEHOLDER.pattern),
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Prose:
    """`text` is what is read. Character `i` stands in `raw` from `at[i]` to `ends[i]`; `at` has its end too."""

    raw: str
    text: str
    at: Sequence[int]
    ends: Sequence[int]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Where a piece of `text` stands in `raw`."""
        return self.at[start], self.ends[end - 1] if end > start else self.at[start]

    def is_as_written(self, start: int, end: int) -> bool:
        """Whether a piece of `text` stands in `raw` as it is: no markup in it, no entity, no line end."""
        first, last = self.raw_span(start, end)
        return self.raw[first:last] == self.text[start:end]

    def runs(self) -> Iterator[tuple[int, int]]:
        """The pieces of `raw` that are prose as they are, each as long as possible."""
        start = end = 0
        for letter, first, last in zip(self.text, self.at, self.ends, strict=False):
            if self.raw[first:last] != letter:
                continue
            if first != end:
                if start < end:
                    yield start, end
                start = first
            end = last
        if start < end:
            yield start, end


def prose(raw: str) -> Prose:
    """The words of an inline text. Any text is accepted; linear in its length."""
    if not _ANY.search(raw):
        return Prose(raw, raw, range(len(raw) + 1), range(1, len(raw) + 1))
    reader = _Reader(raw)
    reader.read()
    seen = [(letter, at, end) for letter, at, end in zip(reader.text, reader.at, reader.ends, strict=True) if letter]
    text = "".join(letter for letter, _, _ in seen)
    return Prose(raw, text, (*(at for _, at, _ in seen), len(raw)), tuple(end for _, _, end in seen))


@dataclass(slots=True)
class _Marks:
    """A run of marks of one kind: where its next one is, how many are left, what they may do (CommonMark 6.2)."""

    sign: str
    first: int
    count: int
    opens: bool
    closes: bool
    length: int


class _Reader:
    """One pass over a text. `text` has an entry for each character; one that turns out to be a mark is emptied."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.text: list[str] = []
        self.at: list[int] = []
        self.ends: list[int] = []
        self.marks: list[_Marks] = []
        # Where in the text each open bracket is, how many runs of marks were before it, whether it is an image's.
        self.brackets: list[tuple[int, int, bool]] = []
        self.dead = 0
        self.closing = _ticks(raw)
        self.comments_end = raw.rfind("-->")

    def read(self) -> None:
        """Read all of it."""
        done = 0
        while piece := _PIECE.search(self.raw, done):
            self._as_it_is(done, piece.start())
            done = self._take(piece)
        self._as_it_is(done, len(self.raw))
        self._pair(0)

    def _take(self, piece: re.Match[str]) -> int:
        """Take a piece of markup, and return where the text goes on."""
        start, end = piece.span()
        match piece.lastgroup:
            case "ticks":
                return self._code(start, end)
            case "comment" if start < self.comments_end - 3:
                return self.raw.index("-->", start + 4) + 3
            case "address" | "url" | "mail" | "field":
                self._add(OBJECT, start, end)
            case "escaped":
                self._add(piece["escaped"], end - 1, end)
            case "line":
                self._add(" ", start, end)
            case "tag" if piece[0].lower().startswith("<br"):
                self._add(" ", start, end)
            case "entity":
                self._entity(piece)
            case "open":
                self.brackets.append((len(self.text), len(self.marks), piece[0] == "!["))
                self._as_it_is(start, end)
            case "target":
                return end if self._linked() else self._bracket(start)
            case "close":
                return self._bracket(start)
            case "marks":
                self._mark(start, end)
            case "comment":
                self._as_it_is(start, end)
        return end

    def _add(self, letter: str, start: int, end: int) -> None:
        self.text.append(letter)
        self.at.append(start)
        self.ends.append(end)

    def _as_it_is(self, start: int, end: int) -> None:
        self.text += self.raw[start:end]
        self.at += range(start, end)
        self.ends += range(start + 1, end + 1)

    def _code(self, start: int, end: int) -> int:
        starts = self.closing.get(end - start, ())
        at = bisect_right(starts, start)
        if at == len(starts):
            self._as_it_is(start, end)
            return end
        closed = starts[at] + end - start
        self._add(OBJECT, start, closed)
        return closed

    def _entity(self, piece: re.Match[str]) -> None:
        name = piece[0][1:]
        read = html.unescape(piece[0]) if name[0] == "#" else html5.get(name, "")
        for letter in read:
            self._add(letter, *piece.span())
        if not read:
            self._as_it_is(*piece.span())

    # --- links ----------------------------------------------------------------------------------------------------

    def _bracket(self, start: int) -> int:
        if self.brackets:
            self._closed()
        self._as_it_is(start, start + 1)
        return start + 1

    def _closed(self) -> tuple[int, int, bool, bool]:
        at, marks, is_image = self.brackets.pop()
        is_dead = not is_image and len(self.brackets) < self.dead
        self.dead = min(self.dead, len(self.brackets))
        return at, marks, is_image, is_dead

    def _linked(self) -> bool:
        """Take the brackets of a link or an image away; its words stay. False where there is none to close."""
        if not self.brackets or (not self.brackets[-1][2] and len(self.brackets) <= self.dead):
            return False
        at, marks, is_image, _ = self._closed()
        self._empty(at, 2 if is_image else 1)
        self._pair(marks)
        if not is_image:
            # No link inside a link.
            self.dead = len(self.brackets)
        return True

    def _empty(self, at: int, count: int) -> None:
        self.text[at : at + count] = [""] * count

    # --- emphasis -------------------------------------------------------------------------------------------------

    def _mark(self, start: int, end: int) -> None:
        before, after = _kind(self.raw[start - 1 : start]), _kind(self.raw[end : end + 1])
        left = after == _LETTER or (after == _SIGN and before != _LETTER)
        right = before == _LETTER or (before == _SIGN and after != _LETTER)
        sign, length = self.raw[start], end - start
        opens = left and (sign != "_" or not right or before == _SIGN)
        closes = right and (sign != "_" or not left or after == _SIGN)
        if opens or closes:
            self.marks.append(_Marks(sign, len(self.text), length, opens, closes, length))
        self._as_it_is(start, end)

    def _pair(self, since: int) -> None:
        """Take away the marks from the run `since` on that have a partner; the other ones will never have one."""
        opened: list[_Marks] = []
        # Below these heights there is no partner for a mark of the kind: every opening run is looked at once for each.
        floors: dict[tuple[str, bool, int], int] = {}
        for marks in self.marks[since:]:
            least = 2 if marks.sign == "~" else 1
            kind = marks.sign, marks.opens, marks.length % 3
            while marks.closes and marks.count >= least:
                floor = floors.get(kind, 0)
                at = next((at for at in range(len(opened) - 1, floor - 1, -1) if _are_pair(opened[at], marks)), -1)
                if at < 0:
                    floors[kind] = len(opened)
                    break
                self._take_away(opened[at], marks)
                del opened[at + 1 if opened[at].count >= least else at :]
                floors = {key: min(height, len(opened)) for key, height in floors.items()}
            if marks.opens and marks.count >= least:
                opened.append(marks)
        del self.marks[since:]

    def _take_away(self, opening: _Marks, closing: _Marks) -> None:
        count = 2 if min(opening.count, closing.count) > 1 else 1
        opening.count -= count
        self._empty(opening.first + opening.count, count)
        self._empty(closing.first, count)
        closing.first += count
        closing.count -= count


def _are_pair(opening: _Marks, closing: _Marks) -> bool:
    """Whether one run may close the other; ***a** b* is why lengths of three count (CommonMark 6.2, rules 9 and 10)."""
    if opening.sign != closing.sign:
        return False
    if opening.sign == "~" or not (opening.closes or closing.opens):
        return True
    return (opening.length + closing.length) % 3 != 0 or (opening.length % 3 == 0 and closing.length % 3 == 0)


_SPACE, _SIGN, _LETTER = range(3)


def _kind(letter: str) -> int:
    if not letter or letter.isspace():
        return _SPACE
    return _SIGN if unicodedata.category(letter)[0] in "PS" else _LETTER


_TICKS = re.compile("`+")


def _ticks(raw: str) -> Mapping[int, Sequence[int]]:
    """Where the runs of backticks begin, by their lengths."""
    found: dict[int, list[int]] = {}
    for run in _TICKS.finditer(raw) if "`" in raw else ():
        found.setdefault(run.end() - run.start(), []).append(run.start())
    return found
