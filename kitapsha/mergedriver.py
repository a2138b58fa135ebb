"""The merge driver for catalogs: what git calls where two branches changed the same catalog.

The protocol is that of gitattributes(5), "Defining a custom merge driver": three temporary files and the path that they
are versions of; the result takes the place of the second file; exit code 0 for a clean merge, 1 for one with conflicts.
"""

from __future__ import annotations

import pathlib
from collections.abc import Iterator

from . import atomic, po, threeway
from .console import show
from .model import Catalog
from .problems import KitapshaError, Place, Problem, error, has_errors, info


def run(base: pathlib.Path, ours: pathlib.Path, theirs: pathlib.Path, path: str) -> int:
    """Merge three versions of the catalog `path` into the file `ours`; return 0, or 1 where somebody has to decide.

    A version that cannot be read whole is reported, and nothing is written. Raises KitapshaError (write-failed,
    update-loss) with `ours` as it was.
    """
    mine, yours = _read(ours, path, "ours"), _read(theirs, path, "theirs")
    problems = (*mine.problems, *yours.problems)
    if has_errors(problems):
        show(problems)
        return 1
    old, notes = _read_base(base, path)
    merged = threeway.merge(old, mine, yours)
    data = po.write(merged.catalog)
    written = po.read(data, path)
    if has_errors(written.problems) or threeway.lost(old, mine, yours, written):
        said = "the merge would lose a translation; the file is left as it is"
        raise KitapshaError(error("update-loss", said, Place(path), "please report this as a bug"), exit_code=1)
    atomic.replace(ours, data)
    conflicts = tuple(_conflicts(merged, written, path))
    show((*problems, *notes, *conflicts))
    return 1 if conflicts else 0


def _read(file: pathlib.Path, path: str, side: str) -> Catalog:
    return po.read(_data(file), f"{path} ({side})")


def _read_base(file: pathlib.Path, path: str) -> tuple[Catalog, tuple[Problem, ...]]:
    """The common version: without entries where both branches added the file, or where nobody can read it."""
    data = _data(file)
    base = po.read(data, path)
    if not data or not has_errors(base.problems):
        return base, ()
    said = "the version that both branches come from cannot be read: every difference is taken for a conflict"
    return base, (info("merge-base", said, Place(path), "compare the entries named below, if there are any"),)


def _data(file: pathlib.Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as exc:
        hint = "git calls this command with its own temporary files; docs/git.md says how to set it up"
        said = f"the file cannot be read: {exc.strerror}"
        raise KitapshaError(error("file-unreadable", said, Place(str(file)), hint), exit_code=2) from exc


def _conflicts(merged: threeway.Merged, written: Catalog, path: str) -> Iterator[Problem]:
    """What somebody has to decide, with its lines in the file as it stands now."""
    lines = {message.key: message.line for message in written.messages}
    for key in merged.conflicts:
        hint = "keep the better words (the others are in the comment), delete the comment and the fuzzy mark"
        yield error("merge-conflict", "both branches translated this, differently", Place(path, lines[key]), hint)
    for key in merged.uncounted:
        said = "the branches differ in the number of plural forms, and this entry has not those of the header"
        yield error("merge-conflict", said, Place(path, lines[key]), "fill all forms, then delete the fuzzy mark")
