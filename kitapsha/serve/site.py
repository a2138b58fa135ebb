"""The publication in memory. A page is made when somebody looks at it, and again when it would be another one."""

from __future__ import annotations

import datetime as dt
import hashlib
import pathlib
import threading
from collections.abc import Iterable
from dataclasses import dataclass

from .. import checks, editions, project
from ..jobs import Job, Made
from ..kept import Kept
from ..problems import KitapshaError, Place, Problem, Severity, error, in_order
from . import snapshot
from .snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Leaf:
    """What stands at a path: its bytes, or the problems that kept it from being made. `digest` tells it from others."""

    data: bytes
    digest: str
    problems: tuple[Problem, ...] = ()


class Site:
    """The publication in a folder, as it is now. `refresh` belongs to one thread, the rest to any."""

    def __init__(self, root: pathlib.Path, moment: dt.datetime) -> None:
        self._root = root
        # The time does not go on while the preview runs, so that nothing changes by itself.
        self._moment = moment
        self._kept = Kept()
        self._now: Snapshot | None = None
        self._broken: tuple[Problem, ...] = ()
        self._leaves: dict[str, tuple[tuple[object, ...], str, Leaf]] = {}
        self._found: dict[str, tuple[int, tuple[Problem, ...]]] = {}
        self._making, self._judging = threading.Lock(), threading.Lock()
        self.rendered: list[str] = []
        """The paths of pages in the order in which they were made."""

    @property
    def now(self) -> Snapshot | None:
        """The publication as it was read last; None where it has never been readable."""
        return self._now

    @property
    def broken(self) -> tuple[Problem, ...]:
        """Why nothing can be shown, such as an error in the settings; empty where all is well."""
        return self._broken

    def refresh(self) -> None:
        """Read what has changed. Nothing is rendered: that happens when a page is asked for."""
        try:
            read = project.load(self._root, self._moment, self._kept)
            standing = frozenset(self._now.jobs) if self._now else frozenset()
            self._now = snapshot.take(editions.make(read, standing, self._kept), self._now)
            self._broken = ()
        except KitapshaError as exc:
            self._broken = exc.problems
        except (OSError, UnicodeError) as exc:
            # A file went away while it was read, or one of the toolkit's own is being edited.
            self._broken = (error("file-unreadable", f"a file cannot be read: {exc}", None, "save it again"),)

    def leaf(self, path: str) -> Leaf | None:
        """What stands at a path of the output; None where nothing does."""
        now = self._now
        job = now.job(path) if now else None
        if now is None or job is None:
            return None
        with self._making:
            made_of = now.made_of(path)
            known = self._leaves.get(path)
            if known is None or known[0] != made_of or known[1] != now.dress:
                known = self._leaves[path] = (made_of, now.dress, self._made(job, path, now.dress))
            return known[2]

    def _made(self, job: Job, path: str, dress: str) -> Leaf:
        made = attempt(job)
        data = next((artifact.data for artifact in made.artifacts if artifact.path == path), b"")
        self.rendered.append(path)
        del self.rendered[:-1000]
        return Leaf(data, digest(data, dress, *map(str, made.problems)), made.problems)

    def findings(self, path: str, *, quickly: bool = False) -> tuple[Problem, ...]:
        """Errors and warnings about a page. `quickly`, those found last time are good enough, where there are any."""
        now = self._now
        if now is None:
            return ()
        known = self._found.get(path)
        if known and (quickly or known[0] == now.number):
            return known[1]
        if quickly:
            return self._judged(now, path, ())
        with self._judging:
            known = self._found.get(path)
            if known is None or known[0] != now.number:
                only = (now.places[path],) if path in now.places else ()
                known = self._found[path] = (now.number, self._judged(now, path, only))
            return known[1]

    def _judged(self, now: Snapshot, path: str, only: Iterable[tuple[str, str]]) -> tuple[Problem, ...]:
        found = checks.run(now.edition, notes=False, only=tuple(only), kept=self._kept)
        return tuple(problem for problem in found if now.concerns(path, problem))


def attempt(job: Job) -> Made:
    """What a job makes; its problems where it cannot."""
    try:
        return job.function(*job.arguments())
    except KitapshaError as exc:
        return Made((), exc.problems)


def worst_first(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems without notes, errors before warnings."""
    found = [problem for problem in in_order(problems) if problem.severity is not Severity.INFO]
    return tuple(sorted(found, key=lambda p: (p.severity is not Severity.ERROR, p.place or Place(""))))


def digest(*parts: bytes | str) -> str:
    """A short name for a content."""
    made = hashlib.blake2b(digest_size=10)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        made.update(b"%d:" % len(data) + data)
    return made.hexdigest()
