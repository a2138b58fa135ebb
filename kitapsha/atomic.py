"""One file replaced, whole or not at all; and no content lost that somebody else put there meanwhile.

A temporary file in the same folder is written, flushed to the disk and put in the place of the old one. Where the
system can exchange two files in one step (Linux), what was swapped out is looked at before it is let go.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import functools
import os
import pathlib
import re
import secrets
import stat
import time
from collections.abc import Callable, Sequence

from .problems import KitapshaError, Place, Problem, error

ATTEMPTS = 20
SETTLE_S = 2.0
"""How long another program may take to finish a save that it has begun."""

TEMPORARY = re.compile(r"\.(?P<name>.+)\.[0-9a-f]{8}\.tmp")
"""Names of temporary files; one is left where a run was killed."""

_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)
_HERE = -100  # AT_FDCWD


def replace(path: pathlib.Path, data: bytes) -> bool:
    """Put data in the place of a file, and say whether anything changed.

    A link is replaced, not followed. Raises KitapshaError (write-failed) with the old file intact.
    """
    try:
        if path.is_file() and not path.is_symlink() and _is(path, data):
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = _written(path, data)
        try:
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
    except OSError as exc:
        raise KitapshaError(_failed(path, exc)) from exc
    return True


def update(path: pathlib.Path, read: bytes | None, make: Callable[[bytes | None], bytes]) -> bool:
    """Replace a file by what `make` makes of it; say whether anything changed.

    `read` is the content that the caller has seen. Where somebody saved the file in the meantime, `make` is asked
    again with the new content, so that no editor's work is overwritten. Mode and owner stay. Raises KitapshaError:
    write-failed with the old file intact, write-busy where the file never comes to rest.
    """
    try:
        return _update(path, read, make)
    except OSError as exc:
        raise KitapshaError(_failed(path, exc)) from exc


def _update(path: pathlib.Path, read: bytes | None, make: Callable[[bytes | None], bytes]) -> bool:
    seen = read
    for _ in range(ATTEMPTS):
        data = make(seen)
        now = _content(path)
        if now != seen:
            seen = _settled(path, now)
            continue
        if data == seen:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        found = _swapped(path, data, seen)
        if found == seen:
            return True
        # Somebody saved between our look and our step; their file stands again, and is merged now.
        seen = found
    said = "the file keeps changing while it is updated"
    hint = "close other programs that write it, and try again"
    raise KitapshaError(error("write-busy", said, Place(path.name), hint))


def _swapped(path: pathlib.Path, data: bytes, seen: bytes | None) -> bytes | None:
    """Put data in place, and return what stood there at that very moment.

    Where that was not what the caller had seen, it is put back: the caller merges it and comes again.
    """
    temporary = _written(path, data)
    known = [data, seen]
    try:
        if seen is None or not _exchange(temporary, path):
            temporary.replace(path)
            _sync_folder(path.parent)
            return seen
        found: bytes | None = temporary.read_bytes()
        if found != seen or _is_fresh(temporary):
            found = _settled(temporary, found)
        if found != seen:
            found = _put_back(temporary, path, data)
            known += [found, *([temporary.read_bytes()] if found != data else [])]
    finally:
        _let_go(temporary, known)
    _sync_folder(path.parent)
    return found


def _put_back(temporary: pathlib.Path, path: pathlib.Path, data: bytes) -> bytes | None:
    """Undo an exchange; return what stands at `path` in the end.

    Where an editor saved once more before ours was taken away, its later text is the one that stays.
    """
    _exchange(temporary, path)
    if temporary.read_bytes() != data:
        _exchange(temporary, path)
    return _settled(path, _content(path))


def _let_go(temporary: pathlib.Path, known: Sequence[bytes | None]) -> None:
    """Remove a temporary file that holds nothing but what is known; what nobody has seen stays on the disk."""
    with contextlib.suppress(OSError):
        if temporary.read_bytes() in known:
            temporary.unlink()


def _content(path: pathlib.Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _settled(path: pathlib.Path, found: bytes | None) -> bytes | None:
    """The content once it has stopped changing: an editor may be in the middle of writing it."""
    end = time.monotonic() + SETTLE_S
    quiet = 0
    while quiet < 3 and time.monotonic() < end:
        time.sleep(0.01)
        now = _content(path)
        # A save in place begins by emptying the file.
        quiet = quiet + 1 if now == found and now else 0
        found = now
    return found


def _is_fresh(path: pathlib.Path) -> bool:
    """Whether a file was written so recently that its writer may not have finished."""
    return time.time_ns() - path.stat().st_mtime_ns < 50_000_000


def _is(path: pathlib.Path, data: bytes) -> bool:
    return path.stat().st_size == len(data) and path.read_bytes() == data


def _written(path: pathlib.Path, data: bytes) -> pathlib.Path:
    """A temporary file beside `path` with the data on the disk and the mode and owner of the old file."""
    temporary = path.with_name(f".{path.name[:60]}.{secrets.token_hex(4)}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.is_file() and not path.is_symlink():
            status = path.stat()
            temporary.chmod(stat.S_IMODE(status.st_mode))
            if hasattr(os, "chown"):
                with contextlib.suppress(PermissionError):
                    os.chown(temporary, status.st_uid, status.st_gid)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


@functools.lru_cache(maxsize=1)
def _renameat2() -> Callable[..., int] | None:
    try:
        return ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return None


def _exchange(one: pathlib.Path, other: pathlib.Path) -> bool:
    """Exchange two files in one step; False where the system or the file system cannot."""
    call = _renameat2()
    return call is not None and call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0


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
