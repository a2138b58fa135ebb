"""Every check on texts, catalogs and the site. A check is a generator of problems; CHECKS holds them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..editions import Edition
from ..problems import Problem, in_order
from . import catalogs, site, texts

Check = Callable[[Edition], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    texts.as_read,
    texts.heading_levels,
    site.links,
    site.refused,
    catalogs.as_read,
    catalogs.behind,
)


def run(edition: Edition) -> tuple[Problem, ...]:
    """All problems of a publication, sorted by place."""
    return in_order(problem for check in CHECKS for problem in check(edition))
