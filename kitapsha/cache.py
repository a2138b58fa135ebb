"""What was made from what: results by the digest of everything they depend on."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import pathlib
import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import lru_cache
from typing import Any

from . import atomic
from .jobs import Made
from .model import Artifact
from .problems import from_text, to_text

FOLDER = "cache"
_LIBRARIES = ("weasyprint", "pydyf", "pyphen", "tinycss2", "pikepdf", "fonttools", "lxml", "pillow")


def key(function: Any, args: tuple[Any, ...]) -> str:  # noqa: ANN401
    """The digest of a call: its function, its arguments, our code and the libraries that make the bytes.

    Coarse, so that it is never stale: any change of the code makes everything new.
    """
    digest = hashlib.blake2b(digest_size=20)
    digest.update(_code())
    _feed(digest, (function.__module__, function.__qualname__, args))
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _code() -> bytes:
    from importlib import metadata

    digest = hashlib.blake2b(digest_size=20)
    for path in sorted(pathlib.Path(__file__).parent.rglob("*")):
        if path.is_file() and path.suffix in (".py", ".dic", ".toml", ".conf"):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    for name in _LIBRARIES:
        digest.update(f"{name}={metadata.version(name)}".encode())
    return digest.digest()


def _feed(digest: Any, value: object) -> None:  # noqa: ANN401
    """Feed a value, with its type and length, so that no two different values feed the same bytes."""
    if is_dataclass(value) and not isinstance(value, type):
        value = (type(value).__name__, *(getattr(value, field.name) for field in fields(value)))
    if isinstance(value, tuple):
        digest.update(b"(%d" % len(value))
        for item in value:
            _feed(digest, item)
    elif isinstance(value, bytes):
        digest.update(b"b%d:" % len(value) + value)
    elif value is None or isinstance(value, str | int | float | dt.date | Enum):
        text = f"{type(value).__name__}:{value}".encode()
        digest.update(b"s%d:" % len(text) + text)
    else:
        raise TypeError(f"no digest for {type(value).__name__}")


_NAME = re.compile(r"[0-9a-f]{40}")


class Cache:
    """What jobs made, in a folder. Reading never fails: what cannot be read is not there.

    An entry is a line of JSON and the bytes of the files. It holds data and nothing that could run: the folder may
    have come with a publication that somebody else made.
    """

    def __init__(self, folder: pathlib.Path) -> None:
        self._folder = folder / FOLDER
        self._used: set[str] = set()

    def get(self, name: str, paths: tuple[str, ...]) -> Made | None:
        """What a call made, None where it is not known, or where it made other files than these."""
        self._used.add(name)
        try:
            header, _, data = (self._folder / name).read_bytes().partition(b"\n")
            entry = json.loads(header)
            artifacts = tuple(_files(entry["files"], data))
            problems = tuple(from_text(str(text)) for text in entry["problems"])
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        return Made(artifacts, problems) if tuple(a.path for a in artifacts) == paths else None

    def put(self, name: str, made: Made) -> None:
        """Keep what a call made."""
        files = [[artifact.path, len(artifact.data)] for artifact in made.artifacts]
        header = json.dumps({"files": files, "problems": [to_text(problem) for problem in made.problems]})
        data = b"".join(artifact.data for artifact in made.artifacts)
        atomic.replace(self._folder / name, header.encode() + b"\n" + data)

    def forget_unused(self, made: AbstractSet[str] | None = None) -> None:
        """Remove what no call has asked for since this cache was opened; with `made`, only what is of these files."""
        for path in self._folder.iterdir() if self._folder.is_dir() else ():
            unused = path.name not in self._used and _NAME.fullmatch(path.name) and path.is_file()
            if unused and (made is None or not made.isdisjoint(_paths(path))):
                path.unlink(missing_ok=True)


def _paths(entry: pathlib.Path) -> Iterator[str]:
    """The files that an entry holds; none where it cannot be read."""
    try:
        with entry.open("rb") as file:
            yield from (path for path, _ in json.loads(file.readline())["files"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return


def _files(listed: Iterable[tuple[str, int]], data: bytes) -> Iterator[Artifact]:
    start = 0
    for path, size in listed:
        if not isinstance(path, str) or not isinstance(size, int) or not 0 <= size <= len(data) - start:
            raise ValueError("the entry was cut off")
        yield Artifact(path, data[start : start + size])
        start += size
    if start != len(data):
        raise ValueError("the entry has more than it lists")
