"""Jobs to artifacts: cache, worker processes, stable order. A failed job gives a problem; the others still run."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from . import cache
from .cache import Cache
from .jobs import Job, Made
from .model import Artifact
from .problems import KitapshaError, Problem, error

PDF_TIMEOUT_S = 120.0
PDF_MEMORY_BYTES = 1_500_000_000

Progress = Callable[[int, int, str], None]
"""Called with how many heavy jobs are done, how many there are, and the label of the last one."""


@dataclass(frozen=True, slots=True)
class Run:
    """What all jobs made, in the order of the jobs; `missing` are the paths that were not made.

    `seconds` is how long each path took; what the cache had took none. Two files of one job share its time.
    """

    artifacts: tuple[Artifact, ...]
    problems: tuple[Problem, ...]
    missing: tuple[str, ...] = ()
    reused: int = 0
    seconds: tuple[tuple[str, float], ...] = ()


def run(jobs: Sequence[Job], store: Cache, workers: int, progress: Progress = lambda *_: None) -> Run:
    """Run every job. Law: the result does not depend on the number of workers, nor on what the cache holds."""
    makers, clash = _makers(jobs)
    made: dict[int, Made] = {}
    seconds: dict[int, float] = {}
    for number, job in enumerate(jobs):
        if not job.heavy:
            started = time.perf_counter()
            made[number] = _light(job)
            seconds[number] = time.perf_counter() - started
    heavy = [(number, job) for number, job in enumerate(jobs) if job.heavy]
    reused = _heavy(heavy, store, workers, made, seconds, progress)
    artifacts = tuple(
        artifact
        for number, job in enumerate(jobs)
        for artifact in made[number].artifacts
        if makers.get(artifact.path.casefold(), job.label) == job.label
    )
    problems = tuple(problem for number in range(len(jobs)) for problem in made[number].problems)
    done = {artifact.path for artifact in artifacts}
    missing = tuple(path for job in jobs for path in job.paths if path not in done)
    took = tuple((path, seconds[number]) for number, job in enumerate(jobs) if number in seconds for path in job.paths)
    return Run(artifacts, (*clash, *problems), missing, reused, took)


def _makers(jobs: Sequence[Job]) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """Which job makes each file: the first that names it, on any file system, for some ignore case (output-clash)."""
    makers: dict[str, str] = {}
    problems: list[Problem] = []
    for job in jobs:
        for path in job.paths:
            other = makers.setdefault(path.casefold(), job.label)
            if other != job.label:
                hint = "rename one of the articles"
                problems.append(error("output-clash", f"{other} and {job.label} both make {path}", None, hint))
    return makers, tuple(problems)


def _light(job: Job) -> Made:
    try:
        return job.function(*job.arguments())
    except KitapshaError as exc:
        return Made((), exc.problems)


def _prepared(jobs: list[tuple[int, Job]], made: dict[int, Made]) -> dict[int, tuple[object, ...]]:
    """The arguments of jobs; what kept a job from being prepared is put into `made`."""
    found = {}
    for number, job in jobs:
        try:
            found[number] = job.arguments()
        except KitapshaError as exc:
            made[number] = Made((), exc.problems)
    return found


def _heavy(
    jobs: list[tuple[int, Job]],
    store: Cache,
    workers: int,
    made: dict[int, Made],
    seconds: dict[int, float],
    progress: Progress,
) -> int:
    arguments = _prepared(jobs, made)
    ready = [(number, job) for number, job in jobs if number in arguments]
    names = {number: cache.key(job.function, arguments[number]) for number, job in ready}
    wanted: list[tuple[int, Job]] = []
    for number, job in ready:
        if known := store.get(names[number], job.paths):
            made[number] = known
        else:
            wanted.append((number, job))
    if wanted:
        from . import workers as pool

        tasks = [pool.Task(job.function, arguments[number], job.label) for number, job in wanted]
        finished = 0

        def on_done(index: int, outcome: pool.Outcome) -> None:
            nonlocal finished
            finished += 1
            number, job = wanted[index]
            seconds[number] = outcome.seconds
            made[number] = outcome.value if isinstance(outcome.value, Made) else Made((), outcome.problems)
            if len(made[number].artifacts) == len(job.paths):
                store.put(names[number], made[number])
            progress(finished, len(wanted), job.label)

        pool.run(tasks, workers=workers, timeout_s=PDF_TIMEOUT_S, memory_bytes=PDF_MEMORY_BYTES, on_done=on_done)
    return len(ready) - len(wanted)
