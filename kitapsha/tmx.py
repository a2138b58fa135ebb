"""Translation memories in TMX 1.4b (LISA OSCAR, 26 April 2005): bytes -> units -> bytes.

What OmegaT, Poedit, Weblate and Translate Toolkit write is read, with older versions and level 2: codes within a
segment keep their text, so that inline Markdown comes back. A DOCTYPE is accepted and never loaded; a file that
declares entities of its own is refused, so that nothing can be expanded or fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from . import __version__
from .problems import Place, Problem, error, has_errors, in_order, visible, warning

MAX_BYTES = 50_000_000
MAX_UNITS = 250_000
MAX_TEXT = 100_000
"""Characters in a segment; a longer one is left out."""
MAX_DEPTH = 40
MAX_WARNINGS = 20


@dataclass(frozen=True, slots=True)
class Unit:
    """A text in several languages: pairs of a language tag, as it is written, and a text. `line` is 0 if not read.

    `properties` are pairs of a type and a value, in the order of the file.
    """

    texts: tuple[tuple[str, str], ...]
    properties: tuple[tuple[str, str], ...] = ()
    line: int = field(default=0, compare=False)

    def property(self, name: str) -> str | None:
        """The first value of a property, None where there is none."""
        return next((value for key, value in self.properties if key == name), None)


@dataclass(frozen=True, slots=True)
class Tmx:
    """A translation memory in the order of its file."""

    units: tuple[Unit, ...] = ()
    path: str = ""
    problems: tuple[Problem, ...] = ()


# --- reading --------------------------------------------------------------------------------------------------


def read(data: bytes, path: str = "") -> Tmx:
    """The units of a TMX file, whose name in problems is `path`; never raises.

    Where the file as a whole is wrong there are no units, only problems: `tmx-syntax`, `tmx-entity`, `tmx-limit`.
    With `tmx-unit` (warning) a single unit is left out, or a text of it.
    """
    reader = _Reader(path)
    if len(data) > MAX_BYTES:
        hint = "split the memory, or leave out what is old"
        reader.add("tmx-limit", f"the file is larger than {MAX_BYTES // 1_000_000} MB", hint)
    elif not data.strip():
        reader.add("tmx-syntax", "the file is empty", "export the memory again")
    else:
        _parse(data, reader)
    problems = in_order(reader.problems)
    if has_errors(problems):
        return Tmx((), path, tuple(problem for problem in problems if has_errors([problem])))
    return Tmx(tuple(reader.units), path, problems)


class _Stop(Exception):  # noqa: N818 - the end of the work, not an error of its own
    """Nothing more is worth reading; the problem is noted."""


def _parse(data: bytes, reader: _Reader) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    reader.parser = parser
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.EntityDeclHandler = reader.entity
    # With a DOCTYPE that is not loaded, an unknown entity would vanish from the text without an error.
    parser.SkippedEntityHandler = reader.skipped
    try:
        parser.Parse(data, True)
    except _Stop:
        return
    except expat.ExpatError as failure:
        said = expat.ErrorString(failure.code)
        is_cut = failure.code in _CUT
        message = "the file ends in the middle" if is_cut else f"this is not well-formed XML: {said}"
        hint = "export the memory again" if is_cut or not reader.units else "mend the line, or export the memory again"
        place = Place(reader.path, max(1, failure.lineno), failure.offset + 1)
        reader.problems.append(error("tmx-syntax", message, place, hint))
    except (LookupError, ValueError):
        # The declaration of the file names an encoding that does not exist, or is none for text.
        reader.add("tmx-syntax", "the encoding of the file is not known", "export the memory as UTF-8")
    else:
        if not reader.has_body:
            reader.add("tmx-syntax", "the file has no body", "export the memory again")


_CUT = frozenset(
    expat.errors.codes[text]
    for text in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
)
_BODY, _UNIT, _VARIANT = ["tmx", "body"], ["tmx", "body", "tu"], ["tmx", "body", "tu", "tuv"]


class _Reader:
    """Receives what the parser sees and keeps the units."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.parser: expat.XMLParserType | None = None
        self.units: list[Unit] = []
        self.problems: list[Problem] = []
        self.has_body = False
        self._names: list[str] = []
        self._texts: list[tuple[str, str]] = []
        self._properties: list[tuple[str, str]] = []
        self._line = 0
        self._key = ""
        self._pieces: list[str] | None = None

    def add(self, code: str, message: str, hint: str) -> None:
        """Note an error at the place where the parser is."""
        self.problems.append(error(code, message, self._place(), hint))

    def _place(self) -> Place:
        if self.parser is None:
            return Place(self.path)
        return Place(self.path, max(1, self.parser.CurrentLineNumber), self.parser.CurrentColumnNumber + 1)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if not self._names and name != "tmx":
            self.add("tmx-syntax", f"this is no TMX: it begins with <{visible(name)[:40]}>", "export a TMX file")
            raise _Stop
        if len(self._names) > MAX_DEPTH:
            self.add("tmx-limit", f"more than {MAX_DEPTH} elements within each other", "export the memory again")
            raise _Stop
        around = self._names
        if around == _VARIANT and name == "seg":
            self._pieces = []
        elif around == _UNIT and name == "tuv":
            # TMX 1.1 to 1.3 write `lang`.
            self._key = attributes.get("xml:lang", attributes.get("lang", "")).strip()
        elif around == _UNIT and name == "prop":
            self._key, self._pieces = attributes.get("type", ""), []
        elif around == _BODY and name == "tu":
            self._texts, self._properties, self._line = [], [], self._place().line
        around.append(name)
        self.has_body |= around == _BODY

    def text(self, text: str) -> None:
        if self._pieces is not None:
            self._pieces.append(text)

    def end(self, name: str) -> None:
        around = self._names
        around.pop()
        if self._pieces is not None and around == _VARIANT:
            self._add_text("".join(self._pieces))
            self._pieces = None
        elif self._pieces is not None and around == _UNIT:
            self._properties.append((self._key, "".join(self._pieces)))
            self._pieces = None
        elif around == _BODY and name == "tu":
            self._end_unit()

    def _add_text(self, text: str) -> None:
        if not self._key:
            self._warn("a text without a language", 'write <tuv xml:lang="…">')
        elif len(text) > MAX_TEXT:
            self._warn(f"a text of more than {MAX_TEXT} characters", "split it")
        elif text:
            self._texts.append((self._key, text))

    def _end_unit(self) -> None:
        if len(self.units) >= MAX_UNITS:
            self.add("tmx-limit", f"more than {MAX_UNITS} units", "split the memory, or leave out what is old")
            raise _Stop
        if self._texts:
            self.units.append(Unit(tuple(self._texts), tuple(self._properties), self._line))

    def _warn(self, message: str, hint: str) -> None:
        if len(self.problems) < MAX_WARNINGS:
            self.problems.append(warning("tmx-unit", f"{message} is left out", self._place(), hint))

    def entity(self, name: str, *_: object) -> None:
        hint = "delete the declaration and write the characters themselves"
        self.add("tmx-entity", f"the file declares an entity: {visible(name)[:40]}", hint)
        raise _Stop

    def skipped(self, name: str, _is_parameter: bool) -> None:
        said = f"&{visible(name)[:40]}; is not known"
        self.add("tmx-entity", said, "write the character itself, or its number, such as &#160;")
        raise _Stop


# --- writing --------------------------------------------------------------------------------------------------


def write(units: Iterable[Unit], source_locale: str) -> bytes:
    """The TMX 1.4 file of the units, in their order; neither a date nor a name nor a path is added.

    Law: `read` gives the same units, empty texts and units without a text left out. Raises ValueError for a character
    that XML cannot hold; `forbidden` finds them.
    """
    header = {
        "creationtool": "Kitapsha", "creationtoolversion": __version__, "segtype": "paragraph", "o-tmf": "PO",
        "adminlang": "en", "srclang": source_locale, "datatype": "plaintext",
    }  # fmt: skip
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        # No DOCTYPE: programs that want to load it stumble where it is not beside the file.
        '<tmx version="1.4">',
        "  <header" + "".join(f' {name}="{_attribute(value)}"' for name, value in header.items()) + "/>",
        "  <body>",
    ]
    for unit in units:
        if texts := [(tag, text) for tag, text in unit.texts if text]:
            lines.append("    <tu>")
            lines += [f'      <prop type="{_attribute(key)}">{_text(value)}</prop>' for key, value in unit.properties]
            lines += [f'      <tuv xml:lang="{_attribute(tag)}"><seg>{_text(text)}</seg></tuv>' for tag, text in texts]
            lines.append("    </tu>")
    return "\n".join([*lines, "  </body>", "</tmx>", ""]).encode("utf-8")


def forbidden(text: str) -> str:
    """The first character that XML cannot hold (XML 1.0, 2.2), as U+XXXX; empty where there is none."""
    match = _ILLEGAL.search(text)
    return f"U+{ord(match[0]):04X}" if match else ""


_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IN_ATTRIBUTES = {'"': "&quot;", "\t": "&#9;", "\n": "&#10;"}


def _text(text: str) -> str:
    if found := forbidden(text):
        raise ValueError(f"XML cannot hold {found}")
    return re.sub("[&<>\r]", lambda match: _ESCAPES[match[0]], text)


def _attribute(text: str) -> str:
    return re.sub('["\t\n]', lambda match: _IN_ATTRIBUTES[match[0]], _text(text))
