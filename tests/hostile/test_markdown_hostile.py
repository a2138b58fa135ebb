"""Texts made to take long or to go deep are read and rendered in time, and nothing of them vanishes silently."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hostile_markdown import PIECES, TEXTS

from kitapsha import articles, rendering
from kitapsha.blocks import MAX_DEPTH
from kitapsha.dialect import MAX_NESTING
from kitapsha.rendering import Scene

Took = dict[str, dict[str, object]]

TIMES_PLAIN = 8
"""How many times longer a hostile text may take than plain text ten times as long. The slowest take less than two."""


def measured() -> Took:
    root = Path(__file__).resolve().parents[2]
    program = [sys.executable, "-W", "error", str(Path(__file__).with_name("hostile_markdown.py"))]
    done = subprocess.run(program, cwd=root, env={"PYTHONPATH": str(root)}, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-300:] + done.stderr[-3000:]
    return dict(json.loads(line) for line in done.stdout.splitlines())


def test_hostile_texts_come_to_an_end_in_time():
    took = measured()
    assert set(took) == {"plain", *TEXTS}
    limit = TIMES_PLAIN * float(str(took["plain"]["seconds"]))
    assert {name: each["seconds"] for name, each in took.items() if float(str(each["seconds"])) > limit} == {}


def test_there_are_as_many_texts_as_it_looks():
    assert len(TEXTS) == len(set(TEXTS.values()))
    assert len(set(PIECES)) == len(PIECES) > 70


@pytest.mark.parametrize("name", ["links in links", "images in images", ascii("["), ascii("![")])
def test_too_many_brackets_are_reported(name):
    problems = articles.read("a", "source/a.md", TEXTS[name]).problems
    assert "article-limit" in [problem.code for problem in problems]


NESTED = {
    "quotations": lambda depth: "> " * depth + "deep",
    "lists": lambda depth: "- " * depth + "deep",
    "numbered lists": lambda depth: "1. " * depth + "deep",
    "containers": lambda depth: "::: a\n" * depth + "deep\n" + ":::\n" * depth,
    "definitions": lambda depth: "a\n" + "".join(f"{' ' * 4 * n}: a\n" for n in range(depth)) + "deep",
    "footnotes": lambda depth: "x[^0]\n\n" + "".join(f"[^{n}]: " for n in range(depth)) + "deep",
    "all of them": lambda depth: "> - 1. " * depth + "# deep",
    "in the middle": lambda depth: f"before\n\n{'> ' * depth}deep\n\nafter",
}


@pytest.mark.parametrize("kind", NESTED)
def test_what_is_nested_too_deep_is_reported_and_what_is_not_reported_is_shown(kind):
    reported = set()
    for depth in [*range(1, MAX_NESTING + 5), 200]:
        text = NESTED[kind](depth)
        article = articles.read("a", "source/a.md", text)
        codes = [problem.code for problem in article.problems]
        html = rendering.render(article.body, {}, Scene("en", "en")).html
        if "markdown-nesting" in codes:
            reported.add(depth)
            assert all(problem.hint for problem in article.problems)
        else:
            assert "deep" in html or "footnote-unused" in codes
            assert "deep" in " ".join(segment.msgid for segment in article.segments)
    assert reported == set(range(min(reported), MAX_NESTING + 5)) | {200}
    assert min(reported) > MAX_DEPTH / 7


@pytest.mark.parametrize("opening", ["[", "![", "*", "**", "~~", "[a](", "`", "<a ", "&", "\\"])
def test_nothing_of_a_text_vanishes_however_much_is_opened(opening):
    for count in (10, 100, 1_000):
        words = f"{opening * count}deep{opening * count} end"
        html = rendering.render(f"start {words}", {}, Scene("en", "en")).html
        assert all(word in html for word in ("start", "deep", "end"))


def test_notes_inside_notes_are_all_printed():
    body = "x[^0]" + "".join(f"\n\n[^{n}]: word{n}[^{n + 1}]" for n in range(200)) + "\n\n[^200]: last"
    html = rendering.render(body, {}, Scene("en", "en", notes_inline=True)).html
    assert all(f"word{n}<" in html for n in range(200))
    assert "last" in html
    assert html.count('<span class="footnote">') == 201
