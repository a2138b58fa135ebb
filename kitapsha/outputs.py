"""The outputs on the disk: written whole, removed when nothing makes them, never outside a given folder."""

from __future__ import annotations

import contextlib
import pathlib
from collections.abc import Callable, Iterable, Iterator

from .atomic import TEMPORARY, replace
from .model import Artifact
from .problems import KitapshaError, error


def target(folder: pathlib.Path, name: str) -> pathlib.Path:
    """The path of an artifact below a folder. Raises KitapshaError (output-outside) where it would leave it."""
    path = folder.joinpath(*name.split("/"))
    parent = path.parent
    # The folder itself may be a link of the user's; below it no link may lead out of it.
    while not parent.exists() and parent != folder:
        parent = parent.parent
    inside = parent == folder or parent.resolve().is_relative_to(folder.resolve())
    if ".." in name.split("/") or name.startswith("/") or not inside:
        hint = "no link inside the output folder may lead out of it"
        raise KitapshaError(error("output-outside", f"{name} would be written outside of the output", None, hint))
    return path


def publish(
    folder: pathlib.Path, artifacts: Iterable[Artifact], old: Iterable[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Write artifacts and remove those of `old` that are no longer made; return what was written and what removed.

    What a run that was killed left of its temporary files is removed as well.
    """
    wanted: dict[str, Artifact] = {}
    for artifact in artifacts:
        wanted[artifact.path] = artifact
    for parent in {target(folder, path).parent for path in wanted}:
        _sweep(parent)
    written = tuple(path for path, made in sorted(wanted.items()) if replace(target(folder, path), made.data))
    removed = tuple(path for path in sorted(set(old) - set(wanted)) if _remove(folder, path))
    return written, removed


def _sweep(folder: pathlib.Path) -> None:
    for path in folder.iterdir() if folder.is_dir() else ():
        if TEMPORARY.fullmatch(path.name):
            path.unlink(missing_ok=True)


def _remove(folder: pathlib.Path, name: str) -> bool:
    path = target(folder, name)
    if not path.is_file() and not path.is_symlink():
        return False
    path.unlink()
    for parent in _emptied(folder, path.parent):
        parent.rmdir()
    return True


def _emptied(folder: pathlib.Path, parent: pathlib.Path) -> Iterator[pathlib.Path]:
    while parent != folder and parent.is_dir() and not any(parent.iterdir()):
        yield parent
        parent = parent.parent


@contextlib.contextmanager
def locked(folder: pathlib.Path, say: Callable[[str], None]) -> Iterator[None]:
    """Hold the folder's lock; wait, and say so, where another run holds it. The system frees it when a run dies."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a+b") as file:
        _lock(file.fileno(), say)
        yield


def _lock(descriptor: int, say: Callable[[str], None]) -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined]
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("another run is at work here; waiting for it")
        fcntl.flock(descriptor, fcntl.LOCK_EX)
