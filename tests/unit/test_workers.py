"""Worker processes: limits that hold, crashes that stay where they happen, nothing left behind."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from kitapsha import workers
from kitapsha.problems import KitapshaError, error
from kitapsha.workers import Outcome, Task, run

MB = 1_000_000


# --- what the workers do ----------------------------------------------------------------------------------


def double(number):
    return number * 2


def who():
    return os.getpid(), os.getsid(0), tempfile.gettempdir(), resource.getrlimit(resource.RLIMIT_AS)


def leave_a_file():
    folder = tempfile.mkdtemp()
    (Path(folder) / "left").write_bytes(b"x")
    return folder


def hang():
    time.sleep(600)


def hang_with_a_child(folder):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    (Path(folder) / "child").write_text(str(child.pid))
    hang()


def eat_memory():
    return len(bytearray(900 * MB))


def abort():
    os.abort()


def leave():
    os._exit(7)


def be_killed():
    os.kill(os.getpid(), signal.SIGKILL)


def complain():
    raise KitapshaError(error("some-code", "something is wrong"), exit_code=3)


def stumble():
    return {}["no such key"]


class AwkwardError(Exception):
    def __init__(self, one, two):
        super().__init__(f"{one} and {two}")


def stumble_awkwardly():
    raise AwkwardError("this", "that")


# --- what comes back ----------------------------------------------------------------------------------------


def codes(outcome: Outcome) -> list[str]:
    return [problem.code for problem in outcome.problems]


def is_gone(pid: int) -> bool:
    """Whether no process has this number; a zombie still has it."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.fixture(autouse=True)
def _no_child_is_left():
    yield
    assert multiprocessing.active_children() == []


def test_outcomes_stand_in_the_order_of_the_tasks_and_are_told_as_they_come():
    told = {}
    tasks = [Task(double, (number,), f"task {number}") for number in range(7)]
    outcomes = run(tasks, workers=2, on_done=told.__setitem__)
    assert [outcome.value for outcome in outcomes] == [0, 2, 4, 6, 8, 10, 12]
    assert sorted(told) == list(range(7))
    assert all(told[index] is outcome for index, outcome in enumerate(outcomes))
    assert all(outcome.seconds > 0 and outcome.exit_code == 0 and outcome.problems == () for outcome in outcomes)


def test_without_tasks_nothing_is_started():
    assert run([], workers=4) == ()


def test_a_worker_is_warm_and_there_are_no_more_than_tasks():
    (pid,) = {outcome.value[0] for outcome in run([Task(who)] * 4, workers=1)}
    assert is_gone(pid)
    pids = {outcome.value[0] for outcome in run([Task(who)] * 2, workers=9)}
    assert len(pids) <= 2
    assert all(is_gone(pid) for pid in pids)


def test_a_worker_has_its_own_session_memory_and_folder():
    (outcome,) = run([Task(who)], workers=1, memory_bytes=700 * MB)
    pid, session, folder, limit = outcome.value
    assert session == pid != os.getsid(0)
    assert limit == (700 * MB, 700 * MB)
    assert folder != tempfile.gettempdir()
    assert not Path(folder).exists()


def test_what_a_worker_leaves_in_its_folder_is_removed():
    (outcome,) = run([Task(leave_a_file)], workers=1)
    assert outcome.value
    assert not Path(outcome.value).exists()


def test_large_arguments_and_values_pass():
    (outcome,) = run([Task(double, (b"x" * 5 * MB,))], workers=1)
    assert len(outcome.value) == 10 * MB


def test_one_that_hangs_runs_out_of_memory_or_crashes_leaves_the_others_alone():
    tasks = [
        Task(double, (1,), "first"),
        Task(hang, (), "the slow one"),
        Task(eat_memory, (), "the large one"),
        Task(abort, (), "the broken one"),
        Task(leave, (), "the one that goes"),
        Task(be_killed, (), "the killed one"),
        Task(complain, (), "the faulty one"),
        Task(double, (2,), "last"),
    ]
    # Time counts from the start of a task, so that a busy machine has it for the honest ones.
    first, slow, large, broken, goes, killed, faulty, last = run(tasks, workers=2, timeout_s=3.0, memory_bytes=600 * MB)
    assert (first.value, last.value) == (2, 4)
    assert codes(slow) == ["worker-timeout"]
    assert slow.problems[0].message == "the slow one took more than 3 seconds and was given up"
    assert slow.seconds >= 3.0
    assert codes(large) == ["worker-memory"]
    assert large.problems[0].message.startswith("the large one needs more than 600 MB")
    assert codes(broken) == ["worker-crash"]
    assert broken.problems[0].message == "the broken one ended its process (SIGABRT)"
    assert goes.problems[0].message == "the one that goes ended its process (exit code 7)"
    assert codes(killed) == ["worker-memory"]
    assert (codes(faulty), faulty.exit_code) == (["some-code"], 3)
    assert all(outcome.exit_code == 1 and outcome.value is None for outcome in (slow, large, broken, goes, killed))
    assert all(problem.hint for outcome in (slow, large, broken) for problem in outcome.problems)


def test_what_a_task_has_started_ends_with_it(tmp_path):
    (outcome,) = run([Task(hang_with_a_child, (str(tmp_path),), "parent")], workers=1, timeout_s=2.0)
    assert codes(outcome) == ["worker-timeout"]
    child = int((tmp_path / "child").read_text())
    # The child is an orphan now; whoever adopts it also takes it away.
    deadline = time.monotonic() + 10
    while not is_gone(child) and Path(f"/proc/{child}/stat").read_text().split()[2] != "Z":
        assert time.monotonic() < deadline


def test_a_bug_is_raised_here_with_the_report_from_there():
    with pytest.raises(KeyError, match="no such key") as caught:
        run([Task(hang), Task(stumble)], workers=2)
    assert "in stumble" in "".join(caught.value.__notes__)


def test_an_exception_that_cannot_travel_is_told_in_words():
    with pytest.raises(RuntimeError, match="AwkwardError: this and that") as caught:
        run([Task(stumble_awkwardly)], workers=1)
    assert "in stumble_awkwardly" in "".join(caught.value.__notes__)


def test_a_function_that_cannot_travel_is_a_bug_of_the_caller():
    with pytest.raises((pickle.PicklingError, AttributeError)):
        run([Task(lambda: 1)], workers=1)


def test_an_interrupt_ends_every_worker_at_once():
    pids = []

    def interrupt(_index, outcome):
        pids.append(outcome.value[0])
        signal.raise_signal(signal.SIGINT)

    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        run([Task(hang), Task(who)], workers=2, on_done=interrupt)
    assert time.monotonic() - started < 60
    assert is_gone(pids[0])


def test_workers_can_be_started_beside_threads():
    with_lock = threading.Lock()
    stop = threading.Event()

    def busy():
        while not stop.is_set():
            with with_lock:
                pass

    thread = threading.Thread(target=busy)
    thread.start()
    try:
        assert [outcome.value for outcome in run([Task(double, (4,))] * 3, workers=2)] == [8, 8, 8]
    finally:
        stop.set()
        thread.join()


def test_an_outcome_can_be_compared_and_kept():
    assert pickle.loads(pickle.dumps(Outcome(1))) == Outcome(1)
    assert workers.START_TIMEOUT_S > 0
