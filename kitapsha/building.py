"""Building: from a folder to its output, with everything that was noticed on the way."""

from __future__ import annotations

import pathlib
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from . import beside, briefs, checks, editions, jobs, kinds, outputs, project, rebuilding, runner, state
from .briefs import Briefs
from .cache import Cache
from .clock import now
from .editions import Edition
from .jobs import Scope
from .problems import Problem, has_errors, in_order, to_text
from .runner import Run
from .state import Inputs, Manifest


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
    old = state.load(root, output)
    seen = state.inputs(root, old.inputs)
    if scope.is_whole and (rebuilt := _rebuild(root, output, old, seen, workers, progress)):
        return rebuilt
    standing = [name for name in old.outputs if (output / name).is_file()]
    made = edition(root, standing)
    counts = rebuilding.all_counts(made)
    noticed = checks.run(made, notes=False, counts=counts)
    problems = [*noticed, *project.orphans(root, made.project)]
    store = Cache(state.folder(root))
    pamphlets = jobs.pdfs(made, scope)
    run = runner.run(pamphlets, store, workers, progress)
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
    digest = ""
    if whole and built.exit_code == 0 and not WHOLE_BOOK & set(made.project.config.outputs):
        digest = _remember(root, output, made, Briefs(), made.by_slug, pamphlets, counts)
    state.save(root, output, seen, [*done, *kept], said, built.exit_code, whole=whole, briefs=digest)
    return built


WHOLE_BOOK = {"epub"}
"""What is made of all articles at once, so that every text is needed when one changes."""


def _rebuild(
    root: pathlib.Path, output: pathlib.Path, old: Manifest, seen: Inputs, workers: int, progress: runner.Progress
) -> Built | None:
    """Make what changed articles show on; None where that is not all that there is to do."""
    known = briefs.load(state.briefs_file(root, output), old.briefs)
    edited = state.changed(old.inputs, seen)
    slugs = rebuilding.touched(known, edited) if known and edited else None
    if known is None or not slugs or old.python != sys.version or not state.stands(output, old):
        return None
    standing = frozenset(old.outputs)
    change = rebuilding.change(root, project.load(root, now(), only=slugs), known, old.said, standing)
    around = rebuilding.site_jobs(change, output) if change else None
    if change is None or around is None:
        return None
    store = Cache(state.folder(root))
    pamphlets = jobs.pdfs(change.edition, Scope())
    run = runner.run(pamphlets, store, workers, progress)
    run = _together(run, runner.run(around, store, workers))
    if has_errors(run.problems) or run.missing:
        return None
    written, _ = outputs.publish(output, run.artifacts, ())
    done = {artifact.path for artifact in run.artifacts}
    store.forget_unused(done)
    others = [problem for problem in change.problems if not (problem.place and problem.place.path in done)]
    found = in_order([*others, *run.problems])
    names = sorted(standing | done)
    pages, pdfs = (sum(name.endswith(ending) for name in names) for ending in (".html", ".pdf"))
    reused = run.reused + sum(count for slug, count in known.pamphlets.items() if slug not in slugs)
    built = Built(found, pages, pdfs, written, (), reused, False, run.seconds)
    asked = {locale: {**words, **change.counts[locale]} for locale, words in known.asked.items()}
    digest = _remember(root, output, change.edition, known, slugs, pamphlets, asked)
    said = tuple(to_text(problem) for problem in found)
    state.save(root, output, seen, names, said, built.exit_code, whole=True, briefs=digest)
    return built


def _remember(
    root: pathlib.Path,
    output: pathlib.Path,
    made: Edition,
    known: Briefs,
    slugs: Iterable[str],
    pamphlets: Iterable[jobs.Job],
    asked: briefs.Asked,
) -> str:
    """Write down what the next build has to know of articles."""
    counts = Counter(job.slug for job in pamphlets if job.heavy)
    fresh = [rebuilding.brief(made, slug) for slug in slugs]
    return briefs.save(state.briefs_file(root, output), known.with_these(fresh, asked, counts))


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
