"""What the last build knew of each article, on the disk: after a small change only the changed ones are read.

A file holds data and nothing that could run: the folder may have come with a publication that somebody else made.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
import pathlib
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from enum import Enum
from typing import Any, TypeVar

from . import atomic
from .model import Article, Translation

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Brief:
    """An article and its translations in brief (see `editions.brief`)."""

    article: Article
    translations: tuple[Translation, ...]


Asked = Mapping[str, Mapping[str, int]]
"""By locale, words of which the checks have asked in how many accepted texts they stand, and the answers."""


@dataclass(frozen=True, slots=True)
class Briefs:
    """What is known of each article by slug, as it is written, and what was asked for. A brief is read when needed.

    `pamphlets` is of how many jobs the pamphlets of an article are.
    """

    lines: Mapping[str, str] = field(default_factory=dict)
    asked: Asked = field(default_factory=dict)
    pamphlets: Mapping[str, int] = field(default_factory=dict)
    _read: dict[str, Brief] = field(default_factory=dict)

    def of(self, slug: str) -> Brief:
        """What is known of an article."""
        if slug not in self._read:
            self._read[slug] = _decoded(Brief, json.loads(self.lines[slug]))
        return self._read[slug]

    def with_these(self, briefs: Iterable[Brief], asked: Asked, pamphlets: Mapping[str, int]) -> Briefs:
        """The same with others in place of some."""
        lines = {**self.lines, **{brief.article.slug: _line(brief) for brief in briefs}}
        return Briefs(lines, asked, {**self.pamphlets, **pamphlets})


class Lazy(Mapping[_Key, _Value]):
    """Values that are at hand, and others that are made when they are asked for."""

    def __init__(self, given: Mapping[_Key, _Value], others: Iterable[_Key], make: Callable[[_Key], _Value]) -> None:
        self._given, self._others, self._make = given, dict.fromkeys(others), make

    def __getitem__(self, key: _Key) -> _Value:
        if key in self._given:
            return self._given[key]
        if key not in self._others:
            raise KeyError(key)
        return self._make(key)

    def __iter__(self) -> Iterator[_Key]:
        return iter({**self._others, **dict.fromkeys(self._given)})

    def __len__(self) -> int:
        return len({**self._others, **dict.fromkeys(self._given)})


# --- the disk ---------------------------------------------------------------------------------------------


def load(path: pathlib.Path, digest: str) -> Briefs | None:
    """What was saved at a path; None where nothing is that has this digest."""
    try:
        data = path.read_bytes() if digest else b""
    except OSError:
        return None
    if _digest(data) != digest:
        return None
    first, *lines = data.decode("utf-8", "surrogatepass").removesuffix("\n").split("\n")
    return Briefs(dict(line.split("\t", 1) for line in lines), *json.loads(first))


def save(path: pathlib.Path, briefs: Briefs) -> str:
    """Write it, and return its digest."""
    first = json.dumps([briefs.asked, briefs.pamphlets], ensure_ascii=False)
    lines = [first, *(f"{slug}\t{line}" for slug, line in briefs.lines.items())]
    data = "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")
    atomic.replace(path, data)
    return _digest(data)


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


# --- values to JSON and back ------------------------------------------------------------------------------


def _line(brief: Brief) -> str:
    return json.dumps(_encoded(brief), ensure_ascii=False, separators=(",", ":"))


def _encoded(value: object) -> object:
    if is_dataclass(value):
        return [_encoded(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, tuple):
        return [_encoded(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def _decoded(kind: Any, data: Any) -> Any:  # noqa: ANN401
    """The value of a type from what `_encoded` makes of it."""
    if data is None or kind in (str, int):
        return data
    if isinstance(kind, type) and is_dataclass(kind):
        return kind(*map(_decoded, _kinds(kind), data))
    inner = typing.get_args(kind)
    if isinstance(kind, types.UnionType):
        return _decoded(inner[0], data)
    if inner[1:] == (...,):
        return tuple(_decoded(inner[0], item) for item in data)
    if inner:
        return tuple(map(_decoded, inner, data))
    return kind(data) if issubclass(kind, Enum) else dt.date.fromisoformat(data)


@functools.cache
def _kinds(kind: type) -> tuple[Any, ...]:
    hints = typing.get_type_hints(kind)
    return tuple(hints[field.name] for field in fields(kind))
