"""The virtual environment: where it stands, and whether it is what the locks name. `installation` makes it.

Standard library only, and little of that at the top: `build.py` comes through here at every start. An environment holds
a stamp, written last, that says from what it was made; without one it is unfinished.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys

LOCKS = ("requirements.txt",)
TEST_LOCKS = (*LOCKS, "requirements-test.txt")

STAMP = "kitapsha-stamp.json"

# What would lead Python or an installer elsewhere than into the environment, or to other versions.
_FOREIGN = ("PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_CONSTRAINT", "UV_CONSTRAINT")


class MachineError(Exception):
    """What this machine lacks: a sentence for the user, with the way to mend it."""


def say(text: object) -> None:
    """Write one line for the user to stderr, at once."""
    print(f"kitapsha: {text}", file=sys.stderr, flush=True)


def variables() -> dict[str, str]:
    """The environment variables for the package and for installers."""
    kept = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    if sys.platform == "darwin":  # where Homebrew puts Pango; the linker does not look there by itself
        kept.setdefault("DYLD_FALLBACK_LIBRARY_PATH", "/opt/homebrew/lib:/usr/local/lib:/usr/lib")
    return kept


# --- finding it -----------------------------------------------------------------------------------------------


def find(home: str, locks: tuple[str, ...]) -> str:
    """The Python of an environment that has what the locks in the folder `home` name; empty where there is none."""
    return next((python_in(venv) for venv in places(home) if ready(home, venv, locks)), "")


def places(home: str) -> list[str]:
    """Where the environment may stand: as the user says, or in `home`, or else in the user's cache."""
    chosen = os.environ.get("KITAPSHA_VENV")
    if chosen:
        return [os.path.abspath(chosen)]
    cache = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or os.path.expanduser("~/.cache")
    name = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    return [os.path.join(home, ".venv"), os.path.join(os.path.abspath(cache), "kitapsha", name)]


def python_in(venv: str) -> str:
    """The environment's own Python."""
    return os.path.join(venv, *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")))


def ready(home: str, venv: str, locks: tuple[str, ...]) -> bool:
    """Whether an environment has what the locks name."""
    made_from = read_stamp(venv)
    return all(made_from.get(lock) == digest(home, lock) for lock in locks)


def read_stamp(venv: str) -> dict[str, str]:
    """The digests of the locks that the environment was made from; empty where it is unfinished or cannot be used."""
    try:
        with open(os.path.join(venv, STAMP), encoding="utf-8") as file:
            stamp = json.load(file)
        usable = stamp["origin"] == origin(venv) and os.path.exists(python_in(venv))
        return dict(stamp["locks"]) if usable else {}
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def origin(venv: str) -> dict[str, str]:
    """What an environment cannot outlive: a change of its Python, of the system, of the place where it was made."""
    return {"python": str(sys.implementation.cache_tag), "system": sys.platform, "place": venv}


def digest(home: str, lock: str) -> str:
    """The SHA-256 of a lock."""
    with open(os.path.join(home, lock), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


# --- what the locks name --------------------------------------------------------------------------------------


def pins(path: str) -> dict[str, tuple[str, bool]]:
    """The packages in a lock by name: the version, and whether only some systems need it."""
    with open(path, encoding="utf-8") as file:
        lines = [line.rstrip("\\\n ").partition(";") for line in file if line[:1].isalnum()]
    parts = [(pin.partition("=="), bool(marker)) for pin, _, marker in lines]
    return {name: (version.strip(), marked) for (name, _, version), marked in parts}


def wrong_packages(path: str) -> list[str]:
    """What the Python at work lacks of a lock or has at another version, a few words for each package."""
    from importlib import metadata

    wrong = []
    for name, (version, marked) in pins(path).items():
        try:
            found = metadata.version(name)
        except metadata.PackageNotFoundError:
            wrong += [] if marked else [f"{name} {version} is missing"]
        else:
            wrong += [] if found == version else [f"{name} is {found} instead of {version}"]
    return wrong


def check(home: str, locks: tuple[str, ...]) -> None:
    """Raise MachineError where the Python at work does not have what is locked."""
    wrong = [words for lock in locks for words in wrong_packages(os.path.join(home, lock))]
    if wrong:
        raise MachineError(f"KITAPSHA_NO_VENV is set, and {sys.executable} is not as locked: {'; '.join(wrong)}")
