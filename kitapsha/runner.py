"""Jobs to artifacts: cache, worker processes, stable order. A failed job gives a problem; the others still run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from . import cache
from .cache import Cache
from .jobs import Job, Made
from .model import Artifact
from .problems import KitapshaError, Problem, error

PDF_TIMEOUT_S = 120.0
PDF_MEMORY_BYTES = 2_000_000_000

Progress = Callable[[int, int, str], None]
"""Called with how many heavy jobs are done, how many there are, and the label of the last one."""


@dataclass(frozen=True, slots=True)
class Run:
    """What all jobs made, in the order of the jobs; `missing` are the paths that were not made."""

    artifacts: tuple[Artifact, ...]
    problems: tuple[Problem, ...]
    missing: tuple[str, ...] = ()
    reused: int = 0


def run(jobs: Sequence[Job], store: Cache, workers: int, progress: Progress = lambda *_: None) -> Run:
    """Run every job. Law: the result does not depend on the number of workers, nor on what the cache holds."""
    clash = _clashes(jobs)
    made: dict[int, Made] = {}
    for number, job in enumerate(jobs):
        if not job.heavy:
            made[number] = _light(job)
    heavy = [(number, job) for number, job in enumerate(jobs) if job.heavy]
    reused = _heavy(heavy, store, workers, made, progress)
    artifacts = tuple(artifact for number in range(len(jobs)) for artifact in made[number].artifacts)
    problems = tuple(problem for number in range(len(jobs)) for problem in made[number].problems)
    done = {artifact.path for artifact in artifacts}
    missing = tuple(path for job in jobs for path in job.paths if path not in done)
    return Run(artifacts, (*clash, *problems), missing, reused)


def _clashes(jobs: Sequence[Job]) -> tuple[Problem, ...]:
    """Files that would overwrite one another, on any file system: some ignore case."""
    makers: dict[str, str] = {}
    problems: list[Problem] = []
    for job in jobs:
        for path in job.paths:
            other = makers.setdefault(path.casefold(), job.label)
            if other != job.label:
                hint = "rename one of the articles"
                problems.append(error("output-clash", f"{other} and {job.label} both make {path}", None, hint))
    return tuple(problems)


def _light(job: Job) -> Made:
    try:
        return job.function(*job.args)
    except KitapshaError as exc:
        return Made((), exc.problems)


def _heavy(jobs: list[tuple[int, Job]], store: Cache, workers: int, made: dict[int, Made], progress: Progress) -> int:
    names = {number: cache.key(job.function, job.args) for number, job in jobs}
    wanted: list[tuple[int, Job]] = []
    for number, job in jobs:
        known = store.get(names[number])
        if isinstance(known, Made):
            made[number] = known
        else:
            wanted.append((number, job))
    if wanted:
        from . import workers as pool

        tasks = [pool.Task(job.function, job.args, job.label) for _, job in wanted]
        finished = 0

        def on_done(index: int, outcome: pool.Outcome) -> None:
            nonlocal finished
            finished += 1
            number, job = wanted[index]
            made[number] = outcome.value if isinstance(outcome.value, Made) else Made((), outcome.problems)
            if made[number].artifacts:
                store.put(names[number], made[number])
            progress(finished, len(wanted), job.label)

        pool.run(tasks, workers=workers, timeout_s=PDF_TIMEOUT_S, memory_bytes=PDF_MEMORY_BYTES, on_done=on_done)
    return len(jobs) - len(wanted)
