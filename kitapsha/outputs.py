"""The one door to the disk: files are replaced whole or not at all, and nothing outside a given folder is touched."""

from __future__ import annotations

import contextlib
import errno
import os
import pathlib
import re
import secrets
import stat
from collections.abc import Callable, Iterable, Iterator

from .model import Artifact
from .problems import KitapshaError, Place, Problem, error

ATTEMPTS = 20


def target(folder: pathlib.Path, name: str) -> pathlib.Path:
    """The path of an artifact below a folder. Raises KitapshaError (output-outside) where it would leave it."""
    path = folder.joinpath(*name.split("/"))
    parent = path.parent
    while not parent.exists():
        parent = parent.parent
    inside = parent.resolve().is_relative_to(folder.resolve()) or folder.resolve().is_relative_to(parent.resolve())
    if ".." in name.split("/") or name.startswith("/") or not inside:
        hint = "no link inside the output folder may lead out of it"
        raise KitapshaError(error("output-outside", f"{name} would be written outside of the output", None, hint))
    return path


def replace(path: pathlib.Path, data: bytes) -> bool:
    """Put data in the place of a file, and say whether anything changed.

    The old content stays until the new one is complete on the disk: a temporary file in the same folder, fsync,
    rename. Raises KitapshaError (write-failed) with the old file intact.
    """
    try:
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        _swap(path, data)
    except OSError as exc:
        raise KitapshaError(_failed(path, exc)) from exc
    return True


def _swap(path: pathlib.Path, data: bytes) -> None:
    # A link inside the project is followed, so that the link itself stays.
    real = path.resolve() if path.is_symlink() else path
    mode = stat.S_IMODE(real.stat().st_mode) if real.exists() else None
    temporary = real.with_name(f".{real.name[:60]}.{secrets.token_hex(4)}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            temporary.chmod(mode)
            _keep_owner(real, temporary)
        temporary.replace(real)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(real.parent)


def _keep_owner(old: pathlib.Path, new: pathlib.Path) -> None:
    if hasattr(os, "chown"):
        status = old.stat()
        with contextlib.suppress(PermissionError):
            os.chown(new, status.st_uid, status.st_gid)


def _sync_folder(folder: pathlib.Path) -> None:
    """Make the rename itself last through a loss of power; some systems cannot."""
    if os.name == "posix":
        with contextlib.suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def _failed(path: pathlib.Path, exc: OSError) -> Problem:
    hints = {
        errno.ENOSPC: "make room on the disk and try again; nothing was lost",
        errno.EDQUOT: "make room in your quota and try again; nothing was lost",
        errno.EROFS: "the disk is read-only; choose another place with --output",
        errno.EACCES: "check the permissions of the folder",
        errno.EPERM: "check the permissions of the folder",
    }
    hint = hints.get(exc.errno or 0, "the old file is unchanged; try again")
    return error("write-failed", f"the file cannot be written: {exc.strerror or exc}", Place(path.name), hint)


def update(path: pathlib.Path, read: bytes | None, make: Callable[[bytes | None], bytes]) -> bool:
    """Replace a file by what `make` makes of it; say whether anything changed.

    `read` is the content that the caller has seen. Where somebody saved the file in the meantime, `make` is asked
    again with the new content, so that no editor's work is overwritten. Raises KitapshaError where that never ends.
    """
    seen = read
    for _ in range(ATTEMPTS):
        data = make(seen)
        now = path.read_bytes() if path.is_file() else None
        if now == seen:
            return data != seen and replace(path, data)
        seen = now
    said = "the file keeps changing while it is updated"
    raise KitapshaError(
        error("write-busy", said, Place(path.name), "close other programs that write it, and try again")
    )


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


_TEMPORARY = re.compile(r"\..+\.[0-9a-f]{8}\.tmp")


def _sweep(folder: pathlib.Path) -> None:
    for path in folder.iterdir() if folder.is_dir() else ():
        if _TEMPORARY.fullmatch(path.name):
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
