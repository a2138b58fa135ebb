"""What the last build was made from, so that a build with nothing to do finds out at once.

Sizes and times are looked at first; content decides. Imports stay few: this runs before anything else is loaded.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import pathlib
import re
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

VERSION = 1
FOLDER = ".kitapsha"
_RACY_NS = 2_000_000_000
"""A file changed this shortly before it was recorded may change again without looking different."""

_PACKAGE = pathlib.Path(__file__).resolve().parent
_SPELLING = re.compile(rb"^[ \t]*\[?[ \t]*[\"']?spelling\b", re.MULTILINE)
_INPUTS = ("source", "locales", "templates", "kitapsha.toml")


def folder(root: pathlib.Path) -> pathlib.Path:
    """The folder for what can be made again: in the project, or in the user's cache where that cannot be written."""
    own = root / FOLDER
    # A link here could lead anywhere; it is neither followed nor touched.
    linked = own.is_symlink() or any(path.is_symlink() for path in (own / "cache", own / "lock"))
    if not linked and os.access(own if own.exists() else root, os.W_OK):
        return own
    home = os.environ.get("XDG_CACHE_HOME") or str(pathlib.Path("~/.cache").expanduser())
    return pathlib.Path(home, "kitapsha", hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:16])


@dataclass(frozen=True, slots=True)
class Manifest:
    """The record of a build: inputs and outputs by path, what was said, and the exit code.

    `briefs` is the digest of what is known of its articles (see `briefs`), empty where nothing is.
    """

    inputs: dict[str, list[object]] = field(default_factory=dict)
    outputs: dict[str, list[int]] = field(default_factory=dict)
    said: tuple[str, ...] = ()
    exit_code: int = 0
    python: str = ""
    briefs: str = ""


def _file(root: pathlib.Path, output: pathlib.Path) -> pathlib.Path:
    name = hashlib.sha256(str(output.resolve()).encode()).hexdigest()[:12]
    return folder(root) / f"manifest-{name}.json"


def briefs_file(root: pathlib.Path, output: pathlib.Path) -> pathlib.Path:
    """Where it is kept what is known of the articles in an output."""
    return _file(root, output).with_suffix(".briefs")


def load(root: pathlib.Path, output: pathlib.Path) -> Manifest:
    """The record of the last build into a folder; an empty one where there is none that can be read."""
    try:
        data = json.loads(_file(root, output).read_text("utf-8"))
        if data.pop("version") != VERSION:
            return Manifest()
        return Manifest(**{**data, "said": tuple(data["said"])})
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return Manifest()


Inputs = dict[str, list[object]]
"""Size, time of change and digest of each file that a build may read, by name."""


def inputs(root: pathlib.Path, before: Inputs | None = None) -> Inputs:
    """Look at every input. Do it before a build reads them, so that what changes meanwhile is built again.

    What looks as it did `before` is not read again.
    """
    now, known = time.time_ns(), before or {}
    return {name: _record(path, now, known.get(name, [])) for name, path in _inputs(root)}


def changed(before: Inputs, after: Inputs) -> frozenset[str] | None:
    """The names of inputs that have another content; None where some came or went."""
    if before.keys() != after.keys():
        return None
    return frozenset(name for name, record in before.items() if record[2] != after[name][2])


def stands(output: pathlib.Path, manifest: Manifest) -> bool:
    """Whether the output is as the last build left it."""
    try:
        return all(_stat(output / name) == stat for name, stat in manifest.outputs.items())
    except OSError:
        return False


def looks(root: pathlib.Path) -> dict[str, tuple[int, int, int]]:
    """Size, time of change and number of each file that the publication is made from, our code left out.

    Cheap enough to be asked for several times a second. A file that vanishes meanwhile is left out as well.
    """
    found: dict[str, tuple[int, int, int]] = {}
    for name, path in _inputs(root):
        if not name.startswith("package:kitapsha"):
            with contextlib.suppress(OSError):
                status = path.stat()
                found[name] = (status.st_size, status.st_mtime_ns, status.st_ino)
    return found


def save(
    root: pathlib.Path,
    output: pathlib.Path,
    seen: Inputs,
    paths: list[str],
    said: tuple[str, ...],
    exit_code: int,
    *,
    whole: bool,
    briefs: str = "",
) -> None:
    """Record a build that has just been finished, made from `seen`; one not `whole` is never taken for current."""
    from . import atomic

    made = {name: _stat(output / name) for name in sorted(paths) if (output / name).is_file()}
    data = {"version": VERSION, "inputs": seen, "outputs": made, "said": said, "exit_code": exit_code, "briefs": briefs}
    text = json.dumps({**data, "python": sys.version if whole else ""}, ensure_ascii=False)
    atomic.replace(_file(root, output), text.encode("utf-8", "surrogatepass"))


def archives(root: pathlib.Path, output: pathlib.Path) -> tuple[str, ...]:
    """The names of the files that `pack` made in a folder, as it recorded them."""
    try:
        names = json.loads(_packed(root, output).read_text("utf-8"))
        return tuple(name for name in names if isinstance(name, str))
    except (OSError, ValueError, TypeError, RecursionError):
        return ()


def save_archives(root: pathlib.Path, output: pathlib.Path, names: Iterable[str]) -> None:
    """Record what `pack` made, beside what it made before."""
    from . import atomic

    known = sorted({*archives(root, output), *names})
    atomic.replace(_packed(root, output), json.dumps(known).encode())


def _packed(root: pathlib.Path, output: pathlib.Path) -> pathlib.Path:
    return _file(root, output).with_suffix(".archives.json")


def _record(path: pathlib.Path, now: int, before: list[object]) -> list[object]:
    size, moment = _stat(path)
    if before[:2] == [size, moment]:
        return before
    return [size, moment if moment < now - _RACY_NS else 0, _digest(path)]


def _stat(path: pathlib.Path | os.DirEntry[str]) -> list[int]:
    status = path.stat()
    return [status.st_size, status.st_mtime_ns]


def _digest(path: pathlib.Path) -> str:
    return hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()


def is_current(root: pathlib.Path, output: pathlib.Path, manifest: Manifest) -> bool:
    """Whether a build would make exactly what stands in the output."""
    if not manifest.outputs or manifest.python != sys.version:
        return False
    try:
        left = dict(manifest.inputs)
        for name, path in _inputs(root):
            known = left.pop(name, None)
            if known is None or (_stat(path) != known[:2] and _digest(path) != known[2]):
                return False
    except OSError:
        return False
    return not left and stands(output, manifest)


def _inputs(root: pathlib.Path) -> Iterator[tuple[str, pathlib.Path]]:
    """Every file that a build may read, under a name that tells the project's from the toolkit's."""
    for name in _INPUTS:
        yield from _files(root / name, name)
    yield from _files(_PACKAGE, "package:kitapsha", (".py", ".dic", ".toml", ".conf", ".txt"))
    if _PACKAGE.parent != root.resolve():
        yield from _files(_PACKAGE.parent / "templates", "package:templates")
    yield from _dictionaries(root)
    lock = _PACKAGE.parent / "requirements.txt"
    if lock.is_file():
        yield "package:requirements.txt", lock


def _dictionaries(root: pathlib.Path) -> Iterator[tuple[str, pathlib.Path]]:
    """The files of the dictionaries that the settings name: they may stand outside of the project."""
    settings = root / "kitapsha.toml"
    text = settings.read_bytes() if settings.is_file() else b""
    if not _SPELLING.search(text):
        return
    import tomllib

    from .dictionaries import paths

    try:
        named = tomllib.loads(text.decode("utf-8-sig")).get("spelling")
    except (ValueError, RecursionError):
        return
    for locale, name in named.items() if isinstance(named, dict) else ():
        for path in paths(root, name) if isinstance(name, str) and "\0" not in name else ():
            if path.is_file():
                yield f"dictionary:{locale}{path.suffix}", path


def _files(path: pathlib.Path, name: str, endings: tuple[str, ...] = ()) -> Iterator[tuple[str, pathlib.Path]]:
    if path.is_file():
        yield name, path
        return
    if not path.is_dir():
        return
    with os.scandir(path) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name.startswith(".") or entry.name == "__pycache__":
                continue
            # As the project is read: links to folders are not followed, links to nothing are no files.
            if entry.is_dir(follow_symlinks=False):
                yield from _files(pathlib.Path(entry.path), f"{name}/{entry.name}", endings)
            elif entry.is_file() and (not endings or entry.name.endswith(endings)):
                yield f"{name}/{entry.name}", pathlib.Path(entry.path)
