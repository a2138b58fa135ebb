"""Runs the cases of `tests/cases/*.md`, whose README says how they are written.

KITAPSHA_RENEW=1 writes what is expected anew; read the difference before it is kept.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from kitapsha import articles, markdown, rendering
from kitapsha.dialect import Dialect
from kitapsha.model import Segment, State, Words
from kitapsha.problems import Problem, to_text
from kitapsha.rendering import Scene

FOLDER = Path(__file__).resolve().parents[1] / "cases"
FILES = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")
BLOCK = re.compile(r"^````(?P<info>[^\n`]+)\n(?P<text>.*?)^````$", re.MULTILINE | re.DOTALL)
INPUTS = ("markdown", "article", "words", "drawing")


@dataclass(frozen=True)
class Case:
    file: Path
    name: str
    text: str

    @property
    def blocks(self) -> dict[str, str]:
        found = [(match["info"], match["text"]) for match in BLOCK.finditer(self.text)]
        assert len(found) == len(dict(found)), f"a block stands twice in {self.file.name}, {self.name}"
        return dict(found)


def cases() -> list[Case]:
    found = []
    for file in FILES:
        whole = file.read_text("utf-8")
        # What looks like a heading inside a block belongs to the block.
        bare = BLOCK.sub(lambda match: re.sub("^#", "-", match[0], flags=re.MULTILINE), whole)
        starts = [match.start() for match in re.finditer("^## ", bare, re.MULTILINE)]
        for start, end in pairwise([*starts, len(whole)]):
            name, _, text = whole[start + 3 : end].partition("\n")
            found.append(Case(file, name, text))
    return found


def in_lines(segments: tuple[Segment, ...]) -> str:
    lines = []
    for segment in segments:
        where = "" if segment.place.path.endswith("case.md") else f"{segment.place.path}:"
        lines.append(f"{where}{segment.place.line} {segment.kind}: {segment.msgid.replace(chr(10), '⏎')}")
        lines += [f"    section: {segment.section}"] if segment.section else []
        lines += [f"    context: {segment.context}"] if segment.context is not None else []
        lines += [f"    note: {note}" for note in segment.notes]
    return "".join(f"{line}\n" for line in lines)


def named(segment: Segment) -> str:
    return segment.msgid + (f" ({segment.context})" if segment.context else "")


def outcome(case: Case) -> dict[str, str]:
    """What the toolkit makes of a case, under the names of the blocks that expect it."""
    blocks = case.blocks
    ((kind, text),) = [(info, text) for info, text in blocks.items() if info.split()[0] in ("markdown", "article")]
    dialect = Dialect(raw_html="with-html" in kind)

    def drawing(path: str) -> str | None:
        return blocks.get(f"drawing {path}")

    problems: tuple[Problem, ...]
    if kind.startswith("article"):
        article = articles.read("the-case", "source/case.md", text, drawing, dialect)
        body, segments, problems = article.body, article.segments, article.problems
    else:
        reading = markdown.read(text, "source/case.md", 1, dialect)
        body, segments, problems = text, reading.segments, reading.problems
    made = {"segments": in_lines(segments), "problems": "".join(f"{to_text(problem)}\n" for problem in problems)}
    made["html"] = rendering.render(body, {}, Scene("en", "en"), dialect).html
    made["html for print"] = rendering.render(body, {}, Scene("en", "en", notes_inline=True), dialect).html
    for info, lines in blocks.items():
        if info.startswith("words "):
            lang = info.split()[1]
            given = dict(line.replace("⏎", "\n").split(" => ") for line in lines.splitlines())
            words = {
                segment.key: Words(given[named(segment)], lang, State.TRANSLATED)
                if named(segment) in given
                else Words(segment.msgid, "en", State.UNTRANSLATED)
                for segment in segments
            }
            made[f"html {lang}"] = rendering.render(body, words, Scene(lang, "en"), dialect).html
    return made


def renew(case: Case, made: dict[str, str]) -> None:
    def renewed(match: re.Match[str]) -> str:
        return f"````{match['info']}\n{made.get(match['info'], match['text'])}````"

    whole = case.file.read_text("utf-8")
    case.file.write_text(whole.replace(case.text, BLOCK.sub(renewed, case.text)), "utf-8")


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.file.stem}: {case.name}")
def test_the_case_comes_out_as_written(case: Case) -> None:
    made = outcome(case)
    if os.environ.get("KITAPSHA_RENEW"):
        renew(case, made)
    expected = {info: text for info, text in case.blocks.items() if info.split()[0] not in INPUTS}
    assert expected, "a case expects something"
    for info, text in expected.items():
        assert made[info] == text, info
    assert "problems" in expected or not made["problems"]


def test_the_names_of_cases_are_unique() -> None:
    names = [(case.file.stem, case.name) for case in cases()]
    assert len(set(names)) == len(names)
