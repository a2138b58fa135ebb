"""Every check on texts, catalogs and the site. A check is a generator of problems; CHECKS holds them all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from ..editions import Edition
from ..kept import Kept
from ..problems import Problem, Severity, in_order
from . import catalogs, site, spelling, texts, translations

Check = Callable[[Edition], Iterator[Problem]]


CHECKS: tuple[Check, ...] = (
    texts.as_read,
    texts.heading_levels,
    texts.descriptions,
    texts.boxes,
    site.links,
    site.refused,
    catalogs.as_read,
    catalogs.behind,
    catalogs.headers,
    catalogs.unfinished,
    spelling.as_read,
)


def run(
    edition: Edition,
    *,
    notes: bool = True,
    only: Collection[tuple[str, str]] | None = None,
    kept: Kept | None = None,
    counts: translations.Counts | None = None,
) -> tuple[Problem, ...]:
    """All problems of a publication, sorted by place; without `notes` those of severity info are left out.

    `only` names the catalogs (locale and article) whose translations are judged word by word, which takes longest. With
    `kept`, those that are as before are not judged anew. `counts` say how often words stand in accepted texts.
    """
    # Spelling gives notes only, and takes its time.
    extra = spelling.checks(edition) if notes else ()
    judged = translations.run(edition, extra, only, kept, counts)
    found = in_order([*(p for check in CHECKS for p in check(edition)), *judged])
    if notes:
        return found
    return tuple(problem for problem in found if problem.severity is not Severity.INFO)
