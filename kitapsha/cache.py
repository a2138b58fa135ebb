"""What was made from what: results by the digest of everything they depend on."""

from __future__ import annotations

import hashlib
import pathlib
import pickle
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import lru_cache
from importlib import metadata
from typing import Any

from . import atomic

FOLDER = "cache"
_LIBRARIES = ("weasyprint", "pydyf", "pyphen", "tinycss2", "pikepdf", "fonttools", "pillow")


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
    elif value is None or isinstance(value, str | int | float | Enum):
        text = f"{type(value).__name__}:{value}".encode()
        digest.update(b"s%d:" % len(text) + text)
    else:
        raise TypeError(f"no digest for {type(value).__name__}")


class Cache:
    """Results in a folder. Reading never fails: what cannot be read is not there."""

    def __init__(self, folder: pathlib.Path) -> None:
        self._folder = folder / FOLDER
        self._used: set[str] = set()

    def get(self, name: str) -> Any | None:  # noqa: ANN401
        """The result of a call, None where it is not known."""
        self._used.add(name)
        try:
            data = (self._folder / name).read_bytes()
            if hashlib.blake2b(data[20:], digest_size=20).digest() != data[:20]:
                return None
            # Our own file, whose digest has just been checked; it never comes from elsewhere.
            return pickle.loads(data[20:])  # noqa: S301
        except (OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError):
            return None

    def put(self, name: str, value: object) -> None:
        """Keep the result of a call."""
        data = pickle.dumps(value, protocol=5)
        atomic.replace(self._folder / name, hashlib.blake2b(data, digest_size=20).digest() + data)

    def forget_unused(self) -> None:
        """Remove what no call has asked for since this cache was opened."""
        for path in self._files():
            if path.name not in self._used:
                path.unlink(missing_ok=True)

    def _files(self) -> Iterable[pathlib.Path]:
        return list(self._folder.iterdir()) if self._folder.is_dir() else []
