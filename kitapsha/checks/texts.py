"""Checks on the articles themselves."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from ..editions import Edition
from ..model import Article
from ..problems import Place, Problem, warning


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


def descriptions(edition: Edition) -> Iterator[Problem]:
    """image-alt: an image without a description.

    Those who do not see it hear nothing of it (WCAG 2.2, 1.1.1), and translators have nothing to translate.
    """
    for article in edition.project.articles:
        for address, place in article.images:
            if re.search(rf"!\[\s*\]\(\s*<?{re.escape(address)}", article.body):
                hint = f"say what it shows: ![A well with a pump]({address})"
                yield warning("image-alt", f"the image {address} has no description", place, hint)


_BOX = re.compile(r" {0,3}(?P<colons>:{3,})[ \t]*(?P<name>[a-z][a-z0-9-]*)?[ \t]*")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")


def boxes(edition: Edition) -> Iterator[Problem]:
    """box-unclosed, box-unknown: a box that goes on to the end of the article, or that no style sheet knows."""
    styles = "".join(data.decode("utf-8", "replace") for name, data in edition.project.files if name.endswith(".css"))
    for article in edition.project.articles:
        for name, place, closed in _boxes(article):
            if not closed:
                yield warning("box-unclosed", f"the box “{name}” has no end", place, "put ::: on a line after its text")
            if f".{name}" not in styles:
                known = sorted(set(re.findall(r"aside\.([a-z][a-z0-9-]*)", styles)))
                near = difflib.get_close_matches(name, known, 1)
                hint = f"did you mean {near[0]}?" if near else f"boxes with a style: {', '.join(known) or 'none'}"
                yield warning("box-unknown", f"no style sheet knows a box “{name}”", place, hint)


def _boxes(article: Article) -> Iterator[tuple[str, Place, bool]]:
    """The boxes of an article: name, place, and whether they are closed."""
    opened: list[tuple[str, Place]] = []
    fence = ""
    for number, line in enumerate(article.body.split("\n"), article.body_line):
        if mark := _FENCE.match(line):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1][:3]
        elif not fence and (match := _BOX.fullmatch(line)):
            if match["name"]:
                opened.append((match["name"], Place(article.path, number)))
            elif opened:
                yield *opened.pop(), True
    yield from ((name, place, False) for name, place in opened)
