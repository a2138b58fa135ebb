"""What is printed: problems in three forms, progress, and the report of a bug."""

from __future__ import annotations

import locale
import os
import platform
import sys
import tempfile
import traceback
from collections.abc import Iterable
from typing import TextIO

from .problems import Problem, Severity, to_github, to_json, to_text


def show(problems: Iterable[Problem], form: str = "text", stream: TextIO | None = None) -> None:
    """Print problems: as text to stderr (or `stream`), as JSON or for GitHub to stdout."""
    found = tuple(problems)
    if form == "json":
        print(to_json(found))
    elif form == "github":
        print("".join(f"{to_github(problem)}\n" for problem in found), end="")
    elif found:
        target = stream or sys.stderr
        colours = _Colours(target)
        print("\n".join(colours.paint(problem) for problem in found), file=target)


def wants_colours(stream: TextIO) -> bool:
    """Whether a stream is a terminal that wants colours (https://no-color.org)."""
    wanted = stream.isatty() and os.environ.get("TERM") != "dumb"
    return bool(os.environ.get("FORCE_COLOR")) or (wanted and not os.environ.get("NO_COLOR"))


def can_show(letters: str) -> bool:
    """Whether the terminal has some letters, as far as its locale tells: what we write is UTF-8 in any case."""
    try:
        letters.encode("utf-8" if os.name == "nt" else locale.getencoding())
    except (UnicodeEncodeError, LookupError):
        return False
    return True


class _Colours:
    """Colours for a terminal that wants them (https://no-color.org)."""

    def __init__(self, stream: TextIO) -> None:
        self._on = wants_colours(stream)

    def paint(self, problem: Problem) -> str:
        text = to_text(problem)
        if not self._on:
            return text
        colour = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}[problem.severity]
        word = f"{problem.severity}[{problem.code}]"
        return text.replace(word, f"\x1b[1;{colour}m{word}\x1b[0m", 1)


def summary(problems: Iterable[Problem]) -> str:
    """The number of problems by severity, as a phrase; empty where there are none."""
    found = list(problems)
    parts = []
    for severity in Severity:
        count = sum(problem.severity is severity for problem in found)
        if count:
            word = "note" if severity is Severity.INFO else severity.value
            parts.append(f"{count} {word}{'s' if count > 1 else ''}")
    return ", ".join(parts)


class Progress:
    """One line that is written over on a terminal, plain lines elsewhere, nothing where quiet is asked for."""

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet
        self._terminal = sys.stderr.isatty()
        self._shown = 0

    def __call__(self, done: int, total: int, label: str) -> None:
        """Show how far the work is."""
        if self._quiet:
            return
        line = f"pamphlets: {done} of {total}  {label}"
        if not self._terminal:
            print(line, file=sys.stderr)
            return
        print(f"\r{line:<{self._shown}}", end="" if done < total else "\r", file=sys.stderr, flush=True)
        self._shown = len(line)
        if done == total:
            print(" " * self._shown, end="\r", file=sys.stderr, flush=True)


def bug_report(exc: Exception, version: str) -> str:
    """A sentence for the user; the traceback goes to a file, whose path it names."""
    text = "".join(traceback.format_exception(exc))
    versions = f"Kitapsha {version}, Python {platform.python_version()}, {platform.system()} {platform.release()}\n"
    with tempfile.NamedTemporaryFile("w", prefix="kitapsha-", suffix=".txt", delete=False, encoding="utf-8") as file:
        file.write(versions + text)
    return (
        f"This is a bug of Kitapsha, not of your texts: {type(exc).__name__}: {exc}\n"
        f"    hint: please report it with the file {file.name}"
    )
