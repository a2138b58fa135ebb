"""A few processes for heavy and untrusted work, each with a limit on time and memory.

A task that hangs, runs out of memory or takes its process with it becomes a Problem, and the other tasks still run. A
worker serves many tasks, so that what is slow to import is imported once; what it says is in the order of the tasks,
however many workers there are.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import pickle
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait

from .problems import KitapshaError, Problem, error

START_TIMEOUT_S = 60.0
"""How long a worker may take to start, on a very busy machine."""


@dataclass(frozen=True, slots=True)
class Task:
    """A call for a worker. The function stands at the top of a module; `label` is what problems call the task."""

    function: Callable[..., object]
    args: tuple[object, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a task. `value` is None where problems kept it from being made.

    `exit_code` is that of the KitapshaError which the task raised, 1 for a timeout or a crash, 0 otherwise.
    """

    value: object = None
    problems: tuple[Problem, ...] = ()
    seconds: float = 0.0
    exit_code: int = 0


def run(
    tasks: Sequence[Task],
    *,
    workers: int,
    timeout_s: float = 60.0,
    memory_bytes: int = 1_500_000_000,
    on_done: Callable[[int, Outcome], None] | None = None,
) -> tuple[Outcome, ...]:
    """The outcomes of the tasks, in their order; `on_done` hears of each, with the index of its task, as it comes.

    Problems: worker-timeout, worker-memory, worker-crash, and those of a KitapshaError that a task raises. Any other
    exception is a bug: it is raised here with the worker's traceback in a note, and the other tasks are given up.
    The limit on memory is one on address space; systems other than Linux know none. Time counts for each task alone.
    """
    outcomes: dict[int, Outcome] = {}
    waiting = deque(enumerate(tasks))
    idle: list[_Worker] = []
    busy: dict[_Worker, int] = {}
    limits = _Limits(timeout_s, memory_bytes)
    with tempfile.TemporaryDirectory(prefix="kitapsha-") as scratch, contextlib.ExitStack() as stops:
        while len(outcomes) < len(tasks):
            while waiting and len(busy) < max(1, workers):
                index, task = waiting.popleft()
                worker = idle.pop() if idle else _Worker(limits, scratch, stops)
                worker.give(task)
                busy[worker] = index
            for worker, outcome in _hear(busy):
                index = busy.pop(worker)
                outcomes[index] = outcome
                if worker.alive:
                    idle.append(worker)
                if on_done:
                    on_done(index, outcome)
    return tuple(outcomes[index] for index in range(len(tasks)))


class Standing:
    """A worker that is kept from one task to the next, so that it has what is slow to import; for a single thread.

    That thread must live as long as the worker: on Linux the process dies with the thread that started it. `close`
    may be called from another one, and ends a task that is under way.
    """

    def __init__(self, *, timeout_s: float = 60.0, memory_bytes: int = 1_500_000_000) -> None:
        self._limits = _Limits(timeout_s, memory_bytes)
        self._stops = contextlib.ExitStack()
        self._scratch = ""
        self._worker: _Worker | None = None

    def run(self, task: Task) -> Outcome:
        """The outcome of a task, as `run` gives it."""
        if not self._scratch:
            self._scratch = self._stops.enter_context(tempfile.TemporaryDirectory(prefix="kitapsha-"))
        if self._worker is None or not self._worker.alive:
            self._worker = _Worker(self._limits, self._scratch, self._stops)
        self._worker.give(task)
        while True:
            for _, outcome in _hear([self._worker]):
                return outcome

    def close(self) -> None:
        """End the process."""
        self._stops.close()


def _hear(busy: Iterable[_Worker]) -> list[tuple[_Worker, Outcome]]:
    """What has become of tasks; waits until a worker speaks, dies or uses up its time."""
    patience_s = min(worker.deadline for worker in busy) - time.monotonic()
    speaking = wait([worker.connection for worker in busy], max(0.0, patience_s))
    answers = [(worker, worker.hear(speaks=worker.connection in speaking)) for worker in busy]
    return [(worker, outcome) for worker, outcome in answers if outcome]


@dataclass(frozen=True, slots=True)
class _Limits:
    timeout_s: float
    memory_bytes: int


# --- this side ------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _deaf() -> Iterator[None]:
    """Let a process that is started now not hear Ctrl-C: this one hears it, and ends the others in good order."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class _Worker:
    """A process that serves tasks until it fails at one."""

    _task: Task
    _since: float

    def __init__(self, limits: _Limits, scratch: str, stops: contextlib.ExitStack) -> None:
        # Not forked: a copy of this process would carry its threads' locks and everything that it has loaded.
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, limits.memory_bytes, scratch), daemon=True)
        self._limits = limits
        self._ready = False
        self.alive = True
        self.deadline = time.monotonic() + START_TIMEOUT_S
        stops.callback(self.stop)
        with _deaf():
            self._process.start()
        theirs.close()

    def give(self, task: Task) -> None:
        """Set the worker to a task, or let it begin with that when it is ready."""
        self._task, self._since = task, time.monotonic()
        if self._ready:
            self._send()

    def _send(self) -> None:
        call = pickle.dumps((self._task.function, self._task.args))
        self._since = time.monotonic()
        self.deadline = self._since + self._limits.timeout_s
        with contextlib.suppress(OSError):  # a process that has just died is heard of at its connection
            self.connection.send_bytes(call)

    def hear(self, *, speaks: bool) -> Outcome | None:
        """The outcome of the task, None while there is none."""
        if not speaks:
            return self._fail(self._timeout()) if time.monotonic() >= self.deadline else None
        try:
            answer = pickle.loads(self.connection.recv_bytes())  # noqa: S301  written by `_attempt`
        except (EOFError, OSError):
            return self._fail(self._crash())
        if answer != _READY:
            return self._outcome(*answer)
        self._ready = True
        self._send()
        return None

    def _outcome(self, how: str, value: object, exit_code: int = 0) -> Outcome:
        seconds = time.monotonic() - self._since
        if how == "bug" and isinstance(value, BaseException):
            raise value
        if how == "problems" and isinstance(value, tuple):
            return Outcome(None, value, seconds, exit_code)
        return self._fail(self._memory()) if how == "memory" else Outcome(value, (), seconds)

    def _fail(self, problem: Problem) -> Outcome:
        """Not to be used again: what a task has left behind in the process is anybody's guess."""
        seconds = time.monotonic() - self._since
        self.stop()
        return Outcome(None, (problem,), seconds, 1)

    def _timeout(self) -> Problem:
        message = f"{self._name} took more than {self._limits.timeout_s:g} seconds and was given up"
        return error("worker-timeout", message, hint="look for very long paragraphs, tables or images in it")

    def _memory(self) -> Problem:
        message = f"{self._name} needs more than {self._limits.memory_bytes // 1_000_000} MB of memory and was given up"
        return error("worker-memory", message, hint="make its images smaller, or split it")

    def _crash(self) -> Problem:
        self._process.join(timeout=5)
        code = self._process.exitcode or 0
        if sys.platform != "win32" and code == -signal.SIGKILL:
            return self._memory()  # nobody else kills like this but a system that has none left
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        hint = "leave out parts of it until it works; a library may also give up like this when memory runs out"
        return error("worker-crash", f"{self._name} ended its process ({how})", hint=hint)

    @property
    def _name(self) -> str:
        return self._task.label or self._task.function.__qualname__

    def stop(self) -> None:
        """End the process and all that it has started, and wait until it is gone."""
        if not self.alive:
            return
        self.alive = False
        if sys.platform != "win32" and self._process.pid:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        if self._process.pid:
            self._process.kill()
            self._process.join()
        self._process.close()
        self.connection.close()


# --- the other side -----------------------------------------------------------------------------------------------

_READY = ("ready",)


def _serve(connection: Connection, memory_bytes: int, scratch: str) -> None:
    _confine(memory_bytes, scratch)
    # A layout makes hundreds of thousands of objects that live until it is written: to look for garbage among them
    # after every 700 takes an eighth of the time.
    gc.set_threshold(20_000, 10, 10)
    connection.send(_READY)
    with contextlib.suppress(EOFError, OSError):
        while True:
            connection.send_bytes(_attempt(connection.recv_bytes()))


def _confine(memory_bytes: int, scratch: str) -> None:
    """Bind this process: its memory, its temporary files, and a session of its own, out of reach of the terminal."""
    os.environ["TMPDIR"] = tempfile.tempdir = scratch
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        import resource

        os.setsid()
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform == "linux":
            resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
            _die_with_parent()


def _die_with_parent() -> None:
    """Be killed when the process that gives the tasks is: nobody else would end a task that hangs (prctl(2))."""
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def _attempt(call: bytes) -> bytes:
    try:
        function, args = pickle.loads(call)  # noqa: S301  written by `_Worker._send`
        return pickle.dumps(("done", function(*args)))
    except KitapshaError as failure:
        return pickle.dumps(("problems", failure.problems, failure.exit_code))
    except MemoryError:
        return pickle.dumps(("memory", None))
    except Exception as bug:  # raised again on the other side
        report = traceback.format_exc()
        bug = _portable(bug)
        bug.add_note(f"in a worker:\n{report}")
        return pickle.dumps(("bug", bug))


def _portable(bug: Exception) -> Exception:
    """The exception, or one that says the same where it does not survive the way to another process."""
    try:
        same = pickle.loads(pickle.dumps(bug))  # noqa: S301  our own
    except Exception:  # whatever its class does wrong
        same = None
    return bug if type(same) is type(bug) else RuntimeError(f"{type(bug).__name__}: {bug}")
