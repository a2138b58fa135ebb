"""How much is found of what was put in on purpose, and how often something right is doubted: docs/checks.md."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.seeded_sets import FOLDER, SETS, found, is_found, load, references

LOCALES = sorted(path.name for path in FOLDER.iterdir())
KNOWN = references()


@pytest.mark.parametrize(("locale", "name"), SETS)
def test_most_seeded_errors_are_found(locale: str, name: str) -> None:
    seeded = list(load(FOLDER / locale / f"errors{name}.po"))
    missed = [case.name for case in seeded if not is_found(case, KNOWN)]
    assert len(missed) <= 0.06 * len(seeded), missed


@pytest.mark.parametrize(("locale", "name"), SETS)
def test_right_translations_are_left_in_peace(locale: str, name: str) -> None:
    right = list(load(FOLDER / locale / f"correct{name}.po"))
    doubted = [case.name for case in right if found(case, KNOWN)]
    assert len(doubted) <= 0.02 * len(right), doubted


@pytest.mark.parametrize("locale", LOCALES)
def test_the_sets_are_as_large_as_they_should_be(locale: str) -> None:
    errors = [case for path in (FOLDER / locale).glob("errors*.po") for case in load(path)]
    assert len({case.kind for case in errors}) >= 100
    assert len(errors) >= 700
    assert sum(len(list(load(path))) for path in (FOLDER / locale).glob("correct*.po")) >= 900
    names = Counter(case.name for case in errors)
    assert max(names.values()) == 1


def test_the_sets_are_catalogs_that_editors_open() -> None:
    for path in sorted(Path(FOLDER).glob("*/*.po")):
        assert f"Language: {path.parent.name}" in path.read_text("utf-8"), path
