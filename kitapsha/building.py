"""Building: from a folder to its output, with everything that was noticed on the way."""

from __future__ import annotations

import pathlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from . import beside, checks, editions, jobs, kinds, outputs, project, runner, state
from .cache import Cache
from .clock import now
from .editions import Edition
from .jobs import Scope
from .problems import Problem, has_errors, in_order, to_text
from .runner import Run


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did. Counts are of files; `lacking` says whether this machine could not make PDFs.

    `written` and `removed` are paths in the output, `seconds` how long those took that were made and not found.
    """

    problems: tuple[Problem, ...]
    pages: int = 0
    pdfs: int = 0
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    reused: int = 0
    lacking: bool = False
    seconds: tuple[tuple[str, float], ...] = ()

    @property
    def exit_code(self) -> int:
        """1 where the content has errors, 3 where the machine lacks something, else 0."""
        if has_errors(problem for problem in self.problems if problem.code not in LACKS):
            return 1
        return 3 if self.lacking else 0


LACKS = ("pdf-pango",)
"""Problems that are the machine's, not the content's."""


def edition(root: pathlib.Path, standing: Iterable[str] = ()) -> Edition:
    """The publication in a folder, translated. Raises KitapshaError where there is none."""
    return editions.make(project.load(root, now()), frozenset(standing))


def build(root: pathlib.Path, output: pathlib.Path, scope: Scope, workers: int, progress: runner.Progress) -> Built:
    """Make what was asked for. What cannot be made leaves the file of an earlier build in its place."""
    old, seen = state.load(root, output), state.inputs(root)
    standing = [name for name in old.outputs if (output / name).is_file()]
    made = edition(root, standing)
    noticed = checks.run(made, notes=False)
    problems = [*noticed, *project.orphans(root, made.project)]
    store = Cache(state.folder(root))
    run = runner.run(jobs.pdfs(made, scope), store, workers, progress)
    around = jobs.site(_with_files(made, scope, run, standing), scope)
    run = _together(run, runner.run(around, store, workers))
    done = [artifact.path for artifact in run.artifacts]
    kept = [name for name in standing if name not in done and (not scope.is_whole or _is_kept(made, name, run.missing))]
    written, removed = outputs.publish(output, run.artifacts, set(standing) - set(kept))
    if scope.is_whole and not has_errors(run.problems):
        store.forget_unused()
    found = in_order([*problems, *run.problems])
    lacking = any(problem.code in LACKS for problem in found)
    pdfs = sum(path.endswith(".pdf") for path in done)
    pages = sum(path.endswith(".html") for path in done)
    built = Built(found, pages, pdfs, written, removed, run.reused, lacking, run.seconds)
    said = tuple(to_text(problem) for problem in found)
    # A part of a build, or one that lacked something, is not taken for the whole next time.
    whole = scope.is_whole and not lacking
    state.save(root, output, seen, [*done, *kept], said, built.exit_code, whole=whole)
    return built


def _with_files(made: Edition, scope: Scope, run: Run, standing: Iterable[str]) -> Edition:
    """The edition with the files that its pages can offer: made just now, standing from before, or made with them."""
    singles = {path for job in jobs.site(made, scope) for path in job.paths if path.endswith((".single.html", ".epub"))}
    stays = {path for path in standing if not scope.is_whole or _is_kept(made, path, run.missing)}
    return replace(made, files=frozenset({artifact.path for artifact in run.artifacts} | singles | stays))


def _together(one: Run, other: Run) -> Run:
    return Run(
        (*one.artifacts, *other.artifacts),
        (*one.problems, *other.problems),
        (*one.missing, *other.missing),
        one.reused,
        (*one.seconds, *other.seconds),
    )


def _is_kept(made: Edition, name: str, missing: tuple[str, ...]) -> bool:
    """Whether a file of an earlier build stays: its job failed, or its text cannot be read at the moment."""
    if name in missing:
        return True
    if made.is_partial and (name.startswith("media/") or name in _lists(made)):
        return True
    if any(problem.place and problem.place.path == f"templates/{name}" for problem in made.project.problems):
        return True
    for locale in made.project.config.locales:
        if not name.startswith(f"{locale}/"):
            continue
        rest = name.removeprefix(f"{locale}/")
        for slug in (article.slug for article in made.project.articles):
            if _belongs(rest, slug):
                return made.published(locale, slug) and not made.is_made(locale, slug)
    return False


def _lists(made: Edition) -> set[str]:
    locales = made.project.config.locales
    beside_them = {path for path, _ in beside.files(made, locales)}
    return {
        "index.html",
        "404.html",
        "all.epub",
        *beside_them,
        *(f"{locale}/{name}" for locale in locales for name in ("index.html", "status.html", "all.epub")),
    }


def _belongs(name: str, slug: str) -> bool:
    endings = (".html", ".single.html", ".parallel.html", ".card.png", ".epub", *map(kinds.ending, kinds.KINDS))
    return name in [f"{slug}{ending}" for ending in endings]
