"""The comments of a gettext entry <-> values: references (`#:`), flags (`#,`), and their one spelling.

Spelling and order are those of GNU msgcat 0.21 (tried); flags that msgcat does not know, and would drop, are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

WIDTH = 79
"""Bytes, not columns: msgcat counts a Cyrillic letter twice."""

_LANGUAGES = """
    c objc python python-brace java java-printf csharp javascript scheme lisp elisp librep ruby sh awk lua object-pascal
    smalltalk qt qt-plural kde kde-kuit boost tcl perl perl-brace php gcc-internal gfc-internal ycp
"""
_FORMATS = {f"{language}-format": position for position, language in enumerate(_LANGUAGES.split(), 1)}
_LAST = len(_FORMATS) + 1

_FLAG = re.compile(r"range:[ \t]+([0-9]{1,9})\.\.([0-9]{1,9})(?![^ \t,])|([^ \t,]+)")


def flags(texts: Iterable[str]) -> tuple[str, ...]:
    """The flags of some `#,` lines in msgcat's order; of two that contradict each other the last one holds."""
    found: dict[str, tuple[int, str]] = {}
    for text in texts:
        for low, high, word in _FLAG.findall(text):
            key, order, flag = _known(word) if word else ("range", _LAST, f"range: {int(low)}..{int(high)}")
            found[key] = (order, flag)
    return tuple(flag for _, flag in sorted(found.values(), key=lambda item: item[0]) if flag)


def _known(word: str) -> tuple[str, int, str]:
    """Which flag the word sets, where that stands, and how it is spelt: empty for what is the default anyway."""
    if word == "fuzzy":
        return word, 0, word
    if word in ("wrap", "no-wrap"):
        return "wrap", _LAST + 1, word if word == "no-wrap" else ""
    start = next((start for start in ("no-", "possible-", "impossible-") if word.startswith(start)), "")
    name = word.removeprefix(start)
    if name not in _FORMATS:
        return word, _LAST + 2, word
    return name, _FORMATS[name], {"no-": word, "impossible-": ""}.get(start, name)


_LONE, _CLOSE = "\u2068", "\u2069"
# The first form is how newer versions of gettext write names with spaces.
_REFERENCE = re.compile(
    f"{_LONE}([^{_LONE}{_CLOSE}]+){_CLOSE}(:[0-9]+)?(?![^ \t])"
    r"|([^ \t]+)[ \t]*:[ \t]*([0-9]+)(?![^ \t])"
    r"|([^ \t]+)"
)


def references(text: str) -> Iterator[str]:
    """The references of a `#:` line: file names, with `:line` where there is one, without "./" before them."""
    for lone, lone_line, name, line, bare in _REFERENCE.findall(text):
        found = lone + lone_line if lone else f"{name}:{line.lstrip('0') or 0}" if name else bare
        if found := _plain(found):
            yield found


def fold(names: Iterable[str]) -> list[str]:
    """The `#:` lines of the references, each of at most 79 bytes unless a single name is longer."""
    lines: list[str] = []
    width = WIDTH
    for name in dict.fromkeys(filter(None, map(_plain, names))):
        word = " " + _isolated(name)
        size = len(word.encode(errors="surrogatepass"))
        if width + size > WIDTH:
            lines.append("#:")
            width = 2
        lines[-1] += word
        width += size
    # gettext joins lines after a backslash.
    return [line + " " if line.endswith("\\") else line for line in lines]


def _plain(name: str) -> str:
    return _HERE.sub("", name) if name.startswith("./") else name


_HERE = re.compile(r"\A(?:\./)+")
_SPACE = re.compile("[\x00-\x20]")


def _isolated(name: str) -> str:
    if not _SPACE.search(name):
        return name
    file, _, line = name.rpartition(":")
    spaced, end = (file, f":{line}") if file and line.isdecimal() else (name, "")
    return f"{_LONE}{_SPACE.sub(' ', spaced)}{_CLOSE}{end}"
