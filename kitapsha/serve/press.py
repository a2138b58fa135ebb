"""PDFs on request: one at a time, in a process that is kept warm, the last ones at hand."""

from __future__ import annotations

import contextlib
import threading
from concurrent.futures import Future

from .. import cache, workers
from ..cache import Cache
from ..jobs import Job, Made
from ..runner import PDF_MEMORY_BYTES, PDF_TIMEOUT_S
from .site import attempt

KEPT = 24
"""Pamphlets that are remembered."""


class Press:
    """Makes pamphlets. What the build made before is taken from its cache; nothing is written there."""

    def __init__(self, store: Cache) -> None:
        self._store = store
        self._done: dict[str, Made] = {}
        self._waiting: dict[str, tuple[str, Job, list[Future[Made]]]] = {}
        self._changed = threading.Condition()
        self._closed = False
        self._worker = workers.Standing(timeout_s=PDF_TIMEOUT_S, memory_bytes=PDF_MEMORY_BYTES)
        # One thread for good: the process dies with the thread that has started it.
        self._thread = threading.Thread(target=self._print, name="press", daemon=True)
        self._thread.start()

    def made(self, job: Job) -> Made:
        """The files of a job. Whoever has asked for an earlier version meanwhile gets this one."""
        if not job.heavy:
            return attempt(job)
        name = cache.key(job.function, job.args)
        future: Future[Made] = Future()
        with self._changed:
            if known := self._done.get(name) or self._store.get(name, job.paths):
                return known
            _, _, others = self._waiting.pop(job.label, ("", job, []))
            self._waiting[job.label] = (name, job, [*others, future])
            self._changed.notify()
        return future.result()

    def known(self, job: Job) -> Made | None:
        """What a job made, where that is known."""
        return self._done.get(cache.key(job.function, job.args)) if job.heavy else attempt(job)

    def _print(self) -> None:
        with contextlib.suppress(OSError, ValueError):  # what a connection says that `close` has closed
            while task := self._next():
                name, job, futures = task
                outcome = self._worker.run(workers.Task(job.function, job.args, job.label))
                made = outcome.value if isinstance(outcome.value, Made) else Made((), outcome.problems)
                with self._changed:
                    self._done[name] = made
                    for old in list(self._done)[:-KEPT]:
                        del self._done[old]
                for future in futures:
                    future.set_result(made)

    def _next(self) -> tuple[str, Job, list[Future[Made]]] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed)
            return None if self._closed else self._waiting.pop(next(iter(self._waiting)))

    def close(self) -> None:
        """End the process, whatever it is doing."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._worker.close()
