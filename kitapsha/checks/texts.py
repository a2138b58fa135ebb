"""Checks on the articles themselves."""

from __future__ import annotations

from collections.abc import Iterator

from ..editions import Edition
from ..problems import Problem, warning


def as_read(edition: Edition) -> Iterator[Problem]:
    """What was noticed while the folder, its articles and their drawings were read."""
    yield from edition.project.problems
    for article in edition.project.articles:
        yield from article.problems


def heading_levels(edition: Edition) -> Iterator[Problem]:
    """heading-level: a heading that skips a level, or a second title.

    People who listen to a page move about by its headings (WCAG 2.2, 1.3.1 and 2.4.6).
    """
    for article in edition.project.articles:
        above = 1
        for level, place in article.headings:
            if level == 1:
                hint = "the title of the article is its only first-level heading; begin this one with ##"
                yield warning("heading-level", "a second first-level heading", place, hint)
            elif level > above + 1:
                hint = f"begin it with {'#' * (above + 1)}"
                yield warning("heading-level", f"a heading of level {level} follows one of level {above}", place, hint)
            above = level
