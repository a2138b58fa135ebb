"""The lines of a gettext catalog -> statements: keywords with their texts, and comments.

The grammar is that of GNU gettext 0.21 (manual, "The Format of PO Files"; what the manual leaves open was tried on
msgfmt). Where msgfmt accepts what other readers understand differently, the scanner refuses.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .problems import Place, Problem, error, has_errors

KEYWORDS = ("msgctxt", "msgid", "msgid_plural", "msgstr")
COMMENT = "#"
BROKEN = "?"

MAX_FAULTS = 20
"""After so many errors the reader stops: the file is no catalog, or one mistake has many echoes."""


@dataclass(slots=True)
class Faults:
    """Collects the problems of one file."""

    path: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, code: str, line: int, column: int, message: str, hint: str, *related: int) -> None:
        """Records an error, unless there are enough; `related` are further lines of the same file."""
        if self.full:
            return
        places = (Place(self.path, number) for number in related)
        self.problems.append(error(code, message, Place(self.path, line, column), hint, *places))

    @property
    def fatal(self) -> bool:
        """Whether there is an error among them."""
        return has_errors(self.problems)

    @property
    def full(self) -> bool:
        """Whether it makes no sense to look for more."""
        return len(self.problems) >= MAX_FAULTS


@dataclass(slots=True)
class Statement:
    """A keyword and its text, or a comment (keyword `#`, text with its second character), or a broken line (`?`).

    `mark` is "~" for obsolete, "|" for previous, "~|" for both; `index` is the number in `msgstr[n]`.
    """

    keyword: str
    line: int
    column: int = 1
    mark: str = ""
    index: int | None = None
    pieces: list[str] = field(default_factory=list)
    last_line: int = 0
    coded: bool = False

    @property
    def text(self) -> str | None:
        """The strings of the statement, joined; None where bytes written as escapes are no UTF-8."""
        text = self.pieces[0] if len(self.pieces) == 1 else "".join(self.pieces)
        if not self.coded:
            return text
        try:
            return text.encode("utf-8", "surrogateescape").decode("utf-8")
        except UnicodeDecodeError:
            return None


_STRING = r'"([^"\\]*+(?:\\.[^"\\]*+)*+)"'
_PLAIN = re.compile(
    r"(?:#(~\|?|\|)[ \t]?)?(?:(msgid|msgstr|msgctxt|msgid_plural)(?:\[([0-9]{1,3})\])?[ \t])?" + _STRING + r"[ \t]*"
)
_TOKEN = re.compile(
    r"[ \t]*(?:#(?P<mark>~\|?|\|)|(?P<comment>#.*)|" + _STRING.replace("(", "(?P<string>", 1) + r"|(?P<word>[A-Za-z_$]"
    r"[A-Za-z0-9_$]*)|\[[ \t]*(?P<index>[0-9]{1,6})[ \t]*\]|(?P<junk>[^ \t]))"
)


def scan(lines: Sequence[str], faults: Faults) -> list[Statement]:
    """The statements in the order of the file. Every line that is not understood adds to `faults`."""
    scanner = _Scanner(lines, faults)
    for number, line in enumerate(lines, 1):
        if match := _PLAIN.fullmatch(line):
            mark, keyword, index, raw = match.groups()
            if keyword:
                scanner.begin(keyword, number, 1, mark or "", index)
            scanner.string(raw, number, match.start(4), mark or "")
        elif line[:1] == "#" and line[1:2] not in ("~", "|"):
            scanner.comment(line[1:], number, 1)
        elif line.strip(" \t"):
            scanner.other(line, number)
        if faults.full:
            break
    return scanner.statements


class _Scanner:
    """Puts strings behind the keyword they belong to."""

    def __init__(self, lines: Sequence[str], faults: Faults) -> None:
        self.statements: list[Statement] = []
        self._lines = lines
        self._faults = faults
        self._open: Statement | None = None

    def begin(self, keyword: str, line: int, column: int, mark: str, index: str | None = None) -> None:
        if "|" in mark and keyword == "msgstr":
            self._faults.add(
                "po-syntax", line, column, "`#|` before msgstr: only the source text has a previous form",
                "delete this line and the strings after it",
            )  # fmt: skip
            keyword = BROKEN
        self._open = Statement(keyword, line, column, mark, int(index) if index else None, [], line)
        self.statements.append(self._open)

    def string(self, raw: str, line: int, column: int, mark: str) -> None:
        statement = self._open
        if statement is None:
            self._faults.add(
                "po-syntax", line, column, "a string that belongs to no keyword",
                "put msgid or msgstr before it; a comment must not stand inside an entry",
            )  # fmt: skip
            self._break(line)
            return
        if statement.mark != mark and statement.keyword != BROKEN:
            self._faults.add(
                "po-syntax", line, 1, "the lines of one entry begin differently",
                "give every line of the entry the same beginning: `#~`, `#|` or nothing", statement.line,
            )  # fmt: skip
        statement.last_line = line
        if "\\" in raw:
            raw = self._unescape(raw, line, column)
            # Bytes above 7F wait as lone surrogates until the strings are joined: a letter may take several escapes.
            statement.coded |= not raw.isascii() and _SURROGATE.search(raw) is not None
        statement.pieces.append(raw)

    def comment(self, text: str, line: int, column: int) -> None:
        if text.endswith("\\"):
            self._faults.add("po-escape", line, column + len(text), *_JOINS)
        self._open = None
        self.statements.append(Statement(COMMENT, line, column, pieces=[text], last_line=line))

    def other(self, line: str, number: int) -> None:
        """A line that is not of the common form: several statements, odd spacing, or a mistake."""
        mark, before, position = "", "", 0
        while match := _TOKEN.match(line, position):
            kind, text = str(match.lastgroup), match[str(match.lastgroup)]
            column = match.end() - len(match[0].lstrip(" \t")) + 1
            position = match.end()
            if kind == "mark":
                mark = "".join(sorted({*mark, *text}, reverse=True))
            elif kind == "comment" and "|" not in mark:
                self.comment(text[1:], number, column)
            elif kind == "string":
                self.string(text, number, column, mark)
            elif kind == "word" and text in KEYWORDS:
                self.begin(text, number, column, mark)
            elif not (kind == "index" and self._take_index(int(text), mark)):
                self._faults.add(*self._diagnose(line, number, column, before))
                self._break(number)
                return
            before = kind

    def _take_index(self, index: int, mark: str) -> bool:
        statement = self._open
        if statement is None or (statement.keyword, statement.index, statement.mark) != ("msgstr", None, mark):
            return False
        statement.index = index
        return not statement.pieces

    def _break(self, line: int) -> None:
        """Goes on after a mistake without echoes: what stands around it counts as broken, not as missing."""
        if self._has_keyword(line):
            self.statements[-1].keyword = BROKEN
        else:
            self._open = Statement(BROKEN, line)
            self.statements.append(self._open)

    def _unescape(self, raw: str, line: int, column: int) -> str:
        def replace(match: re.Match[str]) -> str:
            if letter := _LETTERS.get(match[1]):
                return letter
            value = _number(match[1])
            if value is None or value > 0xFF:
                message = f"unknown escape {match[0]}"
                hint = r"write \\ for a backslash; known are \n \t \" \\ \r \a \b \f \v, \123 and \x41"
                self._faults.add("po-escape", line, column + 1 + match.start(), message, hint)
                return match[0]
            if (value < 0x20 and value not in _NAMED) or value == 0x7F:
                self._faults.add("po-control", line, column + 1 + match.start(), *control(chr(value)))
                return match[0]
            return chr(value) if value < 0x80 else chr(0xDC00 + value)

        return _ESCAPE.sub(replace, raw)

    def _diagnose(self, line: str, number: int, column: int, before: str) -> tuple[str, int, int, str, str]:
        rest = line[column - 1 :]
        last = not any(later.strip() for later in self._lines[number : number + 1000])
        code, message, hint = _name_mistake(rest, before, has_keyword=self._has_keyword(number), last=last)
        return code, number, column, message, hint

    def _has_keyword(self, line: int) -> bool:
        return self._open is not None and self._open.line == line


_LETTERS = {"n": "\n", "t": "\t", '"': '"', "\\": "\\", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_NAMED = frozenset(map(ord, "\n\t\r\a\b\f\v"))
_ESCAPE = re.compile(r"\\([0-7]{1,3}|x[0-9A-Fa-f]*|.)")
_SURROGATE = re.compile("[\udc80-\udcff]")
_QUOTES = "“”„‟«»‹›‘’‚′″`'"
_JOINS = (
    "a backslash at the end of the line: gettext would join it with the next one",
    "delete the backslash, or put a space after it in a comment",
)


def _number(escape: str) -> int | None:
    if escape[0] in "01234567":
        return int(escape, 8)
    # Zeros say nothing, and a number of ten thousand digits is not worth working out.
    digits = escape[1:].lstrip("0") or "0"
    return int(digits, 16) if escape[0] == "x" and len(escape) > 1 and len(digits) < 3 else None


def control(character: str) -> tuple[str, str]:
    """Message and hint for a character that no text may hold; it is named, never printed."""
    return f"the character U+{ord(character):04X} is not allowed here", "delete it; it cannot be seen in most editors"


def _name_mistake(rest: str, before: str, *, has_keyword: bool, last: bool) -> tuple[str, str, str]:
    """Code, message and hint for the place where a line stops making sense."""
    if rest.endswith("\\"):
        return "po-escape", *_JOINS
    if rest[0] == '"' and last:
        return "po-truncated", "the file ends in the middle of a string", "bring back the rest from an older version"
    if rest[0] == '"' and before != "string":
        return "po-syntax", "the closing quote is missing", 'end the line with "; write \\n for a line break'
    if rest[0] in _QUOTES:
        return "po-syntax", f"the quote {rest[0]} does not delimit a string", 'write straight quotes: "'
    if not rest[0].isprintable():
        return "po-syntax", f"the character U+{ord(rest[0]):04X} outside of a text", "put a plain space, or delete it"
    if before == "string":
        return "po-syntax", "text after the closing quote", 'write \\" for a quote inside the text'
    if has_keyword and rest[0] != "[":
        return "po-syntax", "the opening quote is missing", 'put the text between straight quotes: "text"'
    return _unknown(rest)


def _unknown(rest: str) -> tuple[str, str, str]:
    word = re.split(r'[ \t"\[]', rest, maxsplit=1)[0][:40]
    if word == "domain":
        return (
            "po-syntax",
            "a catalog here has one domain only",
            "move the entries after this line to a file of their own",
        )
    if near := difflib.get_close_matches(word.lower(), KEYWORDS, 1):
        return "po-syntax", f"unknown keyword {word}", f"write {near[0]}"
    return "po-syntax", "this is no line of a catalog", "delete it, or write # and a space before a comment"
