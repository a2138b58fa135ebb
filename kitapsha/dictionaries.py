"""Dictionaries of hunspell, a .aff and a .dic: which words they know (spylls).

spylls is hunspell in Python: the same answer on every machine, whatever programs it has. It would make an object of
every line of the .dic first, which takes seconds; here the lines are only sorted by their stems, and those that a word
asks for are read. Suggestions are the near words that the .dic itself has: spylls's own take seconds for each word.
"""

from __future__ import annotations

import codecs
import itertools
import re
import unicodedata
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from .problems import Place, Problem, warning

MAX_BYTES = 50_000_000
MAX_LETTERS = 60
"""A longer word is not looked up: languages that compound words would need very long for it."""

_BOM = codecs.BOM_UTF8
_SET = re.compile(rb"^[ \t]*SET[ \t]+(\S+)", re.MULTILINE)
_FLAG = re.compile(rb"^[ \t]*FLAG[ \t]+UTF-8", re.MULTILINE)
_BROKEN = re.compile("[\udc80-\udcff]")
_WITH_DOTS = str.maketrans("еЕ", "ёЁ")
_WITHOUT_DOTS = str.maketrans("ёЁ", "еЕ")
_PLAIN = re.compile(r"[^/\\\s]+(?=/|\Z)")
"""The stem of a line that has no more than flags after it."""


@dataclass(frozen=True, slots=True)
class DictionaryFiles:
    """The content of the two files of a dictionary."""

    aff: bytes
    dic: bytes


def paths(root: Path, name: str) -> tuple[Path, Path]:
    """The .aff and the .dic of a dictionary as the settings name it: with or without the ending, from `root` on."""
    base = name.removesuffix(".dic").removesuffix(".aff")
    return root / f"{base}.aff", root / f"{base}.dic"


def load(root: Path, name: str) -> DictionaryFiles | str:
    """The files of a dictionary, or why they cannot be had."""
    contents: list[bytes] = []
    for path in paths(root, name):
        try:
            if not path.is_file():
                return f"there is no file {path.name} in {path.parent}"
            if path.stat().st_size > MAX_BYTES:
                return f"{path.name} is larger than any dictionary"
            contents.append(path.read_bytes())
        except OSError as exc:
            return f"{path.name} cannot be read: {exc.strerror}"
    return DictionaryFiles(*contents)


def unusable(locale: str, said: str, place: Place) -> Problem:
    """What is said where a dictionary cannot be used: the rest goes on without it."""
    hint = f"correct the path, or put a dictionary of hunspell there; until then the spelling of {locale} is unchecked"
    return warning("spelling-dictionary", f"the dictionary of {locale} cannot be used: {said}", place, hint)


class _Rules(Protocol):
    """What is used here of spylls's reading of a .aff."""

    BREAK: list[object]
    TRY: str | None


class _Context(Protocol):
    """What spylls has learnt from a .aff for the reading of its .dic."""

    ignore: object


class Dictionary:
    """The words of a language. Those in capitals throughout are not its business: abbreviations have no spelling."""

    def __init__(self, rules: _Rules, context: _Context, lines: Iterable[str]) -> None:
        from spylls.hunspell.algo.lookup import Lookup

        # A word with hyphens is split by those who ask; spylls would try every way to do it.
        rules.BREAK = []
        self._stems = _Stems(rules, context, lines)
        self._lookup = Lookup(rules, self._stems)
        self._letters = "".join(dict.fromkeys((rules.TRY or "").lower()))
        self._known: dict[str, bool] = {}

    def knows(self, word: str) -> bool:
        """Whether a word is one of the language. ё and е are the same letter, stress marks and soft hyphens none."""
        if word not in self._known:
            self._known[word] = len(word) > MAX_LETTERS or any(map(self._finds, _ways(_plain(word))))
        return self._known[word]

    def _finds(self, word: str) -> bool:
        try:
            return bool(self._lookup(word))
        except Exception:  # A rule that spylls stumbles over says nothing against the word.
            return True

    def near(self, word: str, used: Container[str] = ()) -> tuple[str, ...]:
        """Up to three known words that differ from a small one in one letter: stems, and those that are `used`."""
        found = (way for way in self._edits(word) if (way in self._stems or way in used) and self.knows(way))
        return tuple(itertools.islice(found, 3))

    def _edits(self, word: str) -> Iterator[str]:
        """The likeliest first: letters that change places, then one too many, one too few, another one."""
        halves = [(word[:at], word[at:]) for at in range(len(word) + 1)]
        swapped = (a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1)
        shorter = (a + b[1:] for a, b in halves if b)
        longer = (a + letter + b for a, b in halves for letter in self._letters)
        other = (a + letter + b[1:] for a, b in halves if b for letter in self._letters)
        return iter(dict.fromkeys((*swapped, *shorter, *longer, *other)))


def _plain(word: str) -> str:
    """The word without what is no letter of it; marks that make another letter stay (й, ё)."""
    return re.sub("[\u00ad\u0300\u0301]", "", unicodedata.normalize("NFC", word))


def _ways(word: str) -> Iterator[str]:
    """The word as it stands, then with the other apostrophe, then as it may be written without ё and with it."""
    yield word
    straight, curly = word.replace("’", "'"), word.replace("'", "’")
    yield from {straight, curly} - {word}
    plain = straight.translate(_WITHOUT_DOTS)
    if plain != straight:
        yield plain
    for at, letter in enumerate(plain):
        if letter in "еЕ":
            yield plain[:at] + letter.translate(_WITH_DOTS) + plain[at + 1 :]


class _Lines:
    """What spylls calls a reader: the stripped lines of a text that hold something, with their numbers."""

    def __init__(self, lines: Iterable[str], first: int = 1) -> None:
        self._lines = ((number, line) for number, line in enumerate(lines, first) if line)

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> tuple[int, str]:
        return next(self._lines)

    def reset_encoding(self, _encoding: str) -> None:
        """The text is decoded already."""


class _Stems:
    """The lines of a .dic by their stems: in the place of the object in which spylls holds all its words."""

    def __init__(self, rules: _Rules, context: _Context, lines: Iterable[str]) -> None:
        self._rules, self._context = rules, context
        self._lines: dict[str, list[str]] = {}
        self._read: dict[str, list[Any]] = {}
        for line in lines:
            plain = None if context.ignore else _PLAIN.match(line)
            if plain:
                self._lines.setdefault(plain[0], []).append(line)
            else:
                for word in self._words(line):
                    self._read.setdefault(word.stem, []).append(word)

    def _words(self, line: str) -> list[Any]:
        """What a line says: one entry, none where its flags are not those of the .aff."""
        from spylls.hunspell.readers import read_dic

        try:
            # The first line of a file would be the number of its words.
            return list(read_dic(_Lines([line], first=2), aff=self._rules, context=self._context).words)
        except (KeyError, ValueError):
            return []

    def __contains__(self, stem: str) -> bool:
        return stem in self._lines or stem in self._read

    def homonyms(self, stem: str, *, ignorecase: bool = False) -> list[Any]:
        """The entries of a stem. Without regard to case, which spylls wants for words in capitals, there are none."""
        if ignorecase:
            return []
        if stem in self._lines:
            read = [word for line in self._lines.pop(stem) for word in self._words(line)]
            self._read.setdefault(stem, []).extend(read)
        return self._read.get(stem, [])

    def has_flag(self, stem: str, flag: str, *, for_all: bool = False) -> bool:
        """Whether one of the entries of a stem has a flag, or all of them."""
        has = [flag in entry.flags for entry in self.homonyms(stem)]
        return bool(has) and (all(has) if for_all else any(has))


@cache
def read(files: DictionaryFiles) -> Dictionary | str:
    """The dictionary in two files, or what is wrong with them; made once for the same content."""
    from spylls.hunspell.readers import read_aff

    aff, dic = (content.removeprefix(_BOM) for content in (files.aff, files.dic))
    named = _SET.search(aff)
    marked = files.aff.startswith(_BOM) or files.dic.startswith(_BOM) or _FLAG.search(aff)
    charset = named[1].decode("latin-1") if named else "UTF-8" if marked else "ISO8859-1"
    try:
        texts = [_decoded(content, charset.lower().removeprefix("microsoft-")) for content in (aff, dic)]
    except (LookupError, ValueError):
        return f"its letters cannot be read as {charset}"
    orders, words = ([line.strip() for line in text.split("\n")] for text in texts)
    if not re.match(r"\d+(?:\s|\Z)", words[0]):
        return "its .dic does not begin with the number of its words"
    try:
        rules, context = read_aff(_Lines(orders))
        context.parse_flags("")  # complains of a kind of flags that it does not know
        return Dictionary(rules, context, words[1:])
    except Exception as error:  # spylls raises whatever a line that it does not expect leads to.
        return f"its rules cannot be understood: {type(error).__name__}: {error}"


def _decoded(content: bytes, charset: str) -> str:
    """The text of a file. Some dictionaries have bytes that are no letters as flags: a few of them are let pass."""
    try:
        return content.decode(charset)
    except UnicodeDecodeError:
        text = content.decode(charset, "surrogateescape")
        if 10 * len(_BROKEN.findall(text)) > len(text):
            raise
        return text
