"""Checks on what the pages lead to and show."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from .. import articles, inline
from ..editions import Edition, is_usable
from ..model import Article
from ..problems import Place, Problem, error


def refused(edition: Edition) -> Iterator[Problem]:
    """What translations and images brought that is not published; see `translate` and `images`."""
    yield from edition.problems


def links(edition: Edition) -> Iterator[Problem]:
    """link-dead, anchor-dead: a link inside the publication that leads to nothing."""
    for article in edition.project.articles:
        for address, place in article.links:
            if inline.is_safe_address(address) and inline.is_local(address):
                yield from _dead(edition, article, address, place)


def _dead(edition: Edition, article: Article, address: str, place: Place) -> Iterator[Problem]:
    path = articles.resolve(article.path, address)
    if path is None or not (path.endswith(".md") or path == article.path):
        return
    slug = path.removeprefix("source/").removesuffix(".md")
    target = article if path == article.path else edition.by_slug.get(slug)
    if target is None:
        near = difflib.get_close_matches(slug, edition.by_slug, 1)
        hint = f"did you mean {near[0]}.md?" if near else "check the name of the article"
        yield error("link-dead", f"there is no article {path}", place, hint)
        return
    anchor = address.partition("#")[2]
    if anchor and anchor not in target.anchors and is_usable(target):
        near = difflib.get_close_matches(anchor, target.anchors, 1)
        hint = f"did you mean #{near[0]}?" if near else f"anchors there: {', '.join(target.anchors[:8]) or 'none'}"
        yield error("anchor-dead", f"there is no heading #{anchor} in {target.path}", place, hint)
