"""Every code that a module can give is explained, and nothing else is. The codes are read from the sources."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kitapsha import explanations, inline
from kitapsha.explanations import explain

PACKAGE = Path(explanations.__file__).parent
MAKERS = {"error", "warning", "info", "Problem", "add", "_fault"}
CODE = re.compile(r"[a-z]+(?:-[a-z]+)+")
SHAPE = re.compile(r"[a-z*]+(?:-[a-z*]+)+")
"""A code, also one with a part that is not known yet; sets have an `add` for anything else."""
FAMILIES = {
    "markup-*-lost": [f"markup-{part}-lost" for part in inline.PARTS if part != "break"],
    "markup-*-added": [f"markup-{part}-added" for part in inline.PARTS],
    "*-outside": ["image-outside", "file-outside"],
    "*-missing": ["image-missing", "file-missing"],
    "*-hidden": ["image-hidden", "file-hidden"],
}
"""Codes that are put together where they are given; a lost break refuses nothing, `checks.markup` warns of it."""


def trees() -> Iterator[ast.Module]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield ast.parse(path.read_text("utf-8"), str(path))


def texts(node: ast.expr) -> Iterator[str]:
    """The strings that an expression may give; `*` stands for what is only known when it runs."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*texts(node.body), *texts(node.orelse))
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)


def codes() -> set[str]:
    found: set[str] = set()
    for tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args:
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in MAKERS:
                    for text in filter(SHAPE.fullmatch, texts(node.args[0])):
                        found |= set(FAMILIES[text] if "*" in text else [text])
            elif isinstance(node, ast.Constant) and re.fullmatch("po-[a-z]+", str(node.value)):
                found.add(str(node.value))  # the reader of catalogs keeps some of its codes in tables
    return {code for code in found if CODE.fullmatch(code)}


def test_every_code_is_explained_and_every_explanation_has_a_code() -> None:
    assert codes() == set(explanations.explanations())


def test_the_scan_sees_all_ways_of_giving_a_code() -> None:
    assert {"po-truncated", "markdown-nesting", "config-key", "pdf-log", "image-missing", "markup-tag-added"} <= codes()


@pytest.mark.parametrize(("code", "words"), explanations.explanations().items())
def test_an_explanation_is_whole(code: str, words: explanations.Explanation) -> None:
    assert CODE.fullmatch(code)
    for text in (words.means, words.why, words.mend):
        assert text[0].isupper()
        assert text.endswith((".", "?"))
    assert bool(words.wrong) == bool(words.right)
    assert words.wrong != words.right or not words.wrong


def test_one_code_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert explain("link-dead") == 0
    said = capsys.readouterr().out
    assert said.startswith("link-dead\n\nA link leads to an article that does not exist.\n")
    assert "To mend it: " in said
    assert "wrong:\n    [The well](wel.md)\n\nright:\n    [The well](well.md)\n" in said


def test_a_code_may_be_copied_as_it_was_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert explain("error[link-dead]:") == 0
    assert capsys.readouterr().out.startswith("link-dead\n")


def test_without_a_code_all_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert explain(None) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == sorted(explanations.explanations())
    assert max(map(len, lines)) <= 140


def test_an_unknown_code_gives_the_nearest_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert explain("link-ded") == 2
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "build.py: there is no problem code 'link-ded'; did you mean `link-dead`?\n")
    assert explain("zzz") == 2
    assert "`build.py explain` lists them" in capsys.readouterr().err
