"""The making of the virtual environment, at the first start and where the locks have changed. Standard library only.

Killed at any point, the next start recovers: it finds no stamp, and begins anew.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator

from . import environment, machine
from .environment import MachineError, say

_LOCK = "kitapsha.lock"
_CONFIG = "pyvenv.cfg"
_INSTALLER = {
    "PIP_USER": "0",
    "PIP_NO_INPUT": "1",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_ROOT_USER_ACTION": "ignore",
    "UV_COMPILE_BYTECODE": "1",
}


def set_up(home: str, locks: tuple[str, ...]) -> str:
    """Make the environment or bring it up to date; its Python. Raises MachineError, or OSError from a bad folder."""
    venv, *others = environment.places(home)
    if others and not os.access(venv if os.path.exists(venv) else home, os.W_OK):
        venv = others[0]
        say(f"{home} cannot be written to, so the environment goes to {venv}")
    _refuse_foreign(venv)
    os.makedirs(venv, exist_ok=True)
    with open(os.path.join(venv, _LOCK), "ab") as lock:
        _wait_for(lock.fileno())
        if not environment.ready(home, venv, locks):  # unless the start that was waited for has done it
            _fill(home, venv, locks)
    return environment.python_in(venv)


def _refuse_foreign(venv: str) -> None:
    """Nothing is removed from a folder that is neither empty nor an environment, finished or begun."""
    names = os.listdir(venv) if os.path.isdir(venv) else []
    if names and _CONFIG not in names and _LOCK not in names:
        raise MachineError(
            f"{venv} is no virtual environment: move it away, or name another place by KITAPSHA_VENV=DIR"
        )


def _wait_for(lock: int) -> None:
    """Take a lock that the system itself gives back when its holders end, however they end.

    Installers inherit it: if this process alone is killed, the next start waits for the orphan.
    """
    os.set_inheritable(lock, True)
    told = False
    while not _locked(lock):
        if not told:
            say("another start is setting up the environment; waiting for it")
        told = True
        time.sleep(0.1)


def _locked(lock: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _fill(home: str, venv: str, locks: tuple[str, ...]) -> None:
    made_from = environment.read_stamp(venv)
    stamp = os.path.join(venv, environment.STAMP)
    if os.path.exists(stamp):
        os.remove(stamp)
    if not made_from:
        _make(venv)
    digests = {lock: environment.digest(home, lock) for lock in locks}
    _install(home, venv, [lock for lock in locks if made_from.get(lock) != digests[lock]])
    if not made_from:
        _add_libraries()
    with open(stamp + ".new", "w", encoding="utf-8") as file:
        json.dump({"origin": environment.origin(venv), "locks": {**made_from, **digests}}, file, indent=1)
    os.replace(stamp + ".new", stamp)


def _make(venv: str) -> None:
    """Put a new and empty environment in the place of what stands there."""
    say(f"making a virtual environment in {venv}")
    for entry in list(os.scandir(venv)):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        elif entry.name != _LOCK:
            os.remove(entry.path)
    try:
        from venv import EnvBuilder

        EnvBuilder(symlinks=os.name != "nt").create(venv)
    except (ImportError, ValueError) as error:
        raise MachineError(f"this Python cannot make a virtual environment in {venv}: {error}") from error


def _install(home: str, venv: str, locks: list[str]) -> None:
    """Install what the locks name: with uv where that is there and succeeds, otherwise with pip."""
    names = {name for lock in locks for name in environment.pins(os.path.join(home, lock))}
    if not names:
        return
    words = ["--require-hashes", "--no-deps", "--only-binary", ":all:"]
    if any(not wheel.startswith("pip-") for wheel in _wheels(home)):
        words += ["--no-index", "--find-links", "wheels"]
    words += [word for lock in locks for word in ("-r", lock)]
    say(f"installing {len(names)} packages from {' and '.join(locks)}; this can take a minute")
    output = ""
    for installer in _installers(home, environment.python_in(venv)):
        failed, output = _run(home, [*installer, *words])
        if not failed:
            return
    if not output:
        raise MachineError(
            f"this Python has no pip to install packages with; mend that and start again: {_pip_command()}"
        )
    last = "".join(f"\n    {line[:200]}" for line in output.splitlines()[-5:])
    raise MachineError(
        f"the packages were not installed. The last words of the installer:{last}\n"
        "Start again when this is mended. The installer's own settings hold (index, proxy, certificates); a machine\n"
        "without network takes the packages from wheels/ beside build.py: pip download --require-hashes --no-deps\n"
        f"--only-binary :all: --dest wheels {' '.join(words[-2 * len(locks) :])}"
    )


def _wheels(home: str) -> list[str]:
    folder = os.path.join(home, "wheels")
    return sorted(name for name in os.listdir(folder) if name.endswith(".whl")) if os.path.isdir(folder) else []


def _installers(home: str, python: str) -> Iterator[list[str]]:
    """The ways to install into the environment of `python`: uv, then the first pip that is found."""
    uv = shutil.which("uv")
    if uv:
        yield [uv, "pip", "install", "--python", python]
        say("uv did not succeed; trying pip")
    pip = _own_pip(home, python) or _borrowed_pip(home, python) or _new_pip(home, python)
    if pip:
        yield [*pip, "install"]


def _own_pip(home: str, python: str) -> list[str]:
    """The pip that Python brings along; Debian and others take it out."""
    pip = [python, "-P", "-X", "utf8", "-m", "pip"]
    failed = _run(home, [*pip, "--version"])[0] and _run(home, [python, "-P", "-m", "ensurepip"])[0]
    return [] if failed else pip


def _borrowed_pip(home: str, python: str) -> list[str]:
    """The pip of the Python that makes the environment, or one that lies in wheels/ and runs from there."""
    host = [sys.executable, "-P", "-X", "utf8", "-m", "pip", "--python", python]
    if not _run(home, [*host, "--version"])[0]:
        return host
    wheels = [name for name in _wheels(home) if name.startswith("pip-")]
    return [python, "-P", "-X", "utf8", os.path.join(home, "wheels", wheels[-1], "pip")] if wheels else []


def _new_pip(home: str, python: str) -> list[str]:
    """The pip that root on Debian gets by installing the part of Python that Debian keeps apart."""
    if not machine.may_install() or sys.base_prefix != "/usr":
        return []
    say(f"this Python has no pip; installing {machine.PIP_PACKAGE} with apt-get")
    failure = machine.apt_install(machine.PIP_PACKAGE)
    if failure:
        say(f"that failed: {failure}")
    return [] if failure else _own_pip(home, python)


def _pip_command() -> str:
    return machine.pip_command(machine.system())


def _run(home: str, words: list[str]) -> tuple[int, str]:
    """Run a command in `home`: its exit code and what it wrote."""
    done = subprocess.run(
        words,
        cwd=home,
        env={**environment.variables(), **_INSTALLER},
        check=False,
        close_fds=False,  # so that the lock is inherited
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    return done.returncode, done.stdout


def _add_libraries() -> None:
    """Install the libraries that PDFs need where the user may; a failure costs the PDFs and nothing else."""
    if not machine.missing_libraries() or not machine.may_install():
        return
    say(f"PDFs need Pango; installing {', '.join(machine.PANGO_PACKAGES)} with apt-get")
    failure = machine.apt_install(*machine.PANGO_PACKAGES)
    if failure:
        say(f"that failed, and everything but PDFs can be made: {failure}")
