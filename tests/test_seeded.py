"""How much is found of what was put in on purpose, and how often something right is doubted: docs/checks.md."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from tests.seeded_sets import FOLDER, Case, found, is_found, load, references

LOCALES = sorted(path.name for path in FOLDER.iterdir())
KNOWN = references()


@cache
def cases(locale: str, name: str, *, held_out: bool) -> tuple[Case, ...]:
    return tuple(case for case in load(FOLDER / locale / name) if case.held_out == held_out)


@pytest.mark.parametrize("held_out", [False, True])
@pytest.mark.parametrize("locale", LOCALES)
def test_most_seeded_errors_are_found(locale: str, held_out: bool) -> None:
    seeded = cases(locale, "errors.po", held_out=held_out)
    missed = [case.name for case in seeded if not is_found(case, KNOWN)]
    assert len(missed) <= 0.1 * len(seeded), missed if not held_out else Counter(n.rpartition("-")[0] for n in missed)


@pytest.mark.parametrize("held_out", [False, True])
@pytest.mark.parametrize("locale", LOCALES)
def test_right_translations_are_left_in_peace(locale: str, held_out: bool) -> None:
    right = cases(locale, "correct.po", held_out=held_out)
    doubted = [case.name for case in right if found(case, KNOWN)]
    allowed = 0.045 if held_out else 0.02
    assert len(doubted) <= allowed * len(right), doubted if not held_out else len(doubted)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_sets_are_as_large_as_they_should_be(locale: str) -> None:
    errors = list(load(FOLDER / locale / "errors.po"))
    assert len({case.kind for case in errors}) >= 40
    assert len(errors) >= 240
    assert len(list(load(FOLDER / locale / "correct.po"))) >= 300
    names = Counter(case.name for case in errors)
    assert max(names.values()) == 1


def test_the_sets_are_catalogs_that_editors_open() -> None:
    for path in sorted(Path(FOLDER).glob("*/*.po")):
        assert f"Language: {path.parent.name}" in path.read_text("utf-8"), path
