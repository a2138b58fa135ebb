"""Problems are values: a code, a severity, a place and a hint. Only the edge prints them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a problem is; an error keeps something from being published."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a text file. Lines and columns start at 1; the path is relative to the project."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a text on one line, every character visible, with the part that matters from `start` to `end`.

    `label` says which text it is, a language tag as a rule; where `start` is `end` no part is marked.
    """

    label: str
    text: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where, and what to do about it."""

    code: str
    severity: Severity
    message: str
    place: Place | None = None
    hint: str = ""
    related: tuple[Place, ...] = ()
    excerpts: tuple[Excerpt, ...] = ()


class KitapshaError(Exception):
    """Work cannot go on. Carries the problems that say why, and the exit code that fits."""

    def __init__(self, *problems: Problem, exit_code: int = 1) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems
        self.exit_code = exit_code

    def __reduce__(self) -> tuple[object, ...]:
        return _restore_error, (self.problems, self.exit_code)


def _restore_error(problems: tuple[Problem, ...], exit_code: int) -> KitapshaError:
    return KitapshaError(*problems, exit_code=exit_code)


def error(code: str, message: str, place: Place | None = None, hint: str = "", *related: Place) -> Problem:
    """A problem of severity error."""
    return Problem(code, Severity.ERROR, message, place, hint, related)


def warning(code: str, message: str, place: Place | None = None, hint: str = "", *related: Place) -> Problem:
    """A problem of severity warning."""
    return Problem(code, Severity.WARNING, message, place, hint, related)


def info(code: str, message: str, place: Place | None = None, hint: str = "", *related: Place) -> Problem:
    """A problem of severity info."""
    return Problem(code, Severity.INFO, message, place, hint, related)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems is an error."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems without repetitions, sorted by place, then code."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (p.place or Place("", 0, 0), p.code, p.message)))


def visible(text: str) -> str:
    """The text on one line, with control, bidirectional and invisible characters shown as U+XXXX.

    Untrusted text reaches terminals through problems; an escape sequence or a direction override must not.
    """
    return _UNSEEN.sub(lambda match: f"U+{ord(match[0]):04X}", text.replace("\n", "\\n").replace("\t", "\\t"))


_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e0fff]"
)


WIDTH = 92
"""Characters of an excerpt."""


def excerpt(label: str, text: str, start: int = 0, end: int = 0) -> Excerpt:
    """The part of a text around the marked piece, cut to WIDTH characters, with what is not seen written out."""
    end = min(end, start + WIDTH - 2)
    first = max(0, min(start - (WIDTH - (end - start)) // 2, len(text) - WIDTH))
    last = min(len(text), first + WIDTH)
    before, marked, after = visible(text[first:start]), visible(text[start:end]), visible(text[end:last])
    before = f"…{before}" if first else before
    after = f"{after}…" if last < len(text) else after
    span = (len(before), len(before) + len(marked)) if marked else (0, 0)
    return Excerpt(label, before + marked + after, *span)


def to_text(problem: Problem) -> str:
    """The form for people and for editors that jump to `path:line:column`."""
    head = f"{problem.severity}[{problem.code}]: {visible(problem.message)}"
    lines = [f"{visible(str(problem.place))}: {head}" if problem.place else head]
    width = max((len(shown.label) for shown in problem.excerpts), default=0)
    for shown in problem.excerpts:
        lines.append(f"    {shown.label:>{width}} | {shown.text}")
        if shown.end > shown.start:
            lines.append(f"    {'':>{width}} | {' ' * shown.start}{'^' * (shown.end - shown.start)}")
    lines += [f"    also: {visible(str(place))}" for place in problem.related]
    if problem.hint:
        lines.append(f"    hint: {visible(problem.hint)}")
    return "\n".join(lines)


_HEAD = re.compile(
    r"(?:(?!(?:error|warning|info)\[)(?P<path>.+?):(?P<line>\d+):(?P<column>\d+): )?"
    r"(?P<severity>error|warning|info)\[(?P<code>[a-z0-9-]+)\]: (?P<message>.*)"
)
_ALSO = re.compile(r"    also: (?P<path>.+):(?P<line>\d+):(?P<column>\d+)")
_SHOWN = re.compile(r"     *(?P<label>[\w-]+) \| (?P<text>.*)")
_MARK = re.compile(r"     * \| (?P<before> *)(?P<mark>\^+)")


def from_text(text: str) -> Problem:
    """The problem that `to_text` wrote. Raises ValueError where the text is none."""
    head, *rest = text.split("\n")
    match = _HEAD.fullmatch(head)
    if not match:
        raise ValueError(f"not a problem: {head!r}")
    place = _place(match) if match["path"] else None
    related = tuple(_place(also) for line in rest if (also := _ALSO.fullmatch(line)))
    hint = next((line.removeprefix("    hint: ") for line in rest if line.startswith("    hint: ")), "")
    return Problem(match["code"], Severity(match["severity"]), match["message"], place, hint, related, _excerpts(rest))


def _excerpts(lines: list[str]) -> tuple[Excerpt, ...]:
    found: list[Excerpt] = []
    for line in lines:
        if shown := _SHOWN.fullmatch(line):
            found.append(Excerpt(shown["label"], shown["text"]))
        elif (mark := _MARK.fullmatch(line)) and found:
            start = len(mark["before"])
            found[-1] = Excerpt(found[-1].label, found[-1].text, start, start + len(mark["mark"]))
    return tuple(found)


def _place(match: re.Match[str]) -> Place:
    return Place(match["path"], int(match["line"]), int(match["column"]))


def to_json(problems: Iterable[Problem]) -> str:
    """One JSON document, schema 1. Letters are readable; characters that are not seen are escaped."""
    text = json.dumps({"schema": 1, "problems": [_as_dict(p) for p in problems]}, ensure_ascii=False, indent=2)
    # Below U+0020 only the line ends between the values are left.
    return _UNSEEN.sub(lambda match: match[0] if match[0] == "\n" else json.dumps(match[0])[1:-1], text)


def _as_dict(problem: Problem) -> dict[str, object]:
    place = problem.place
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "message": problem.message,
        "path": place.path if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "hint": problem.hint,
        "related": [{"path": p.path, "line": p.line, "column": p.column} for p in problem.related],
        "excerpts": [{"label": e.label, "text": e.text, "start": e.start, "end": e.end} for e in problem.excerpts],
    }


_GITHUB_WORD = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def to_github(problem: Problem) -> str:
    """A workflow command of GitHub Actions, which shows the problem beside the changed line."""
    fields = [f"title={_escape(problem.code, property_=True)}"]
    if problem.place:
        fields.insert(0, f"file={_escape(visible(problem.place.path), property_=True)}")
        fields[1:1] = [f"line={problem.place.line}", f"col={problem.place.column}"]
    message = visible(problem.message) + (f"\nhint: {visible(problem.hint)}" if problem.hint else "")
    return f"::{_GITHUB_WORD[problem.severity]} {','.join(fields)}::{_escape(message, property_=False)}"


def _escape(text: str, *, property_: bool) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if property_ else text
