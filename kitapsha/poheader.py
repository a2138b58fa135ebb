"""The header of a catalog: the fields in the translation of the empty msgid."""

from __future__ import annotations

import gettext
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from .model import Catalog, Message
from .posyntax import Faults
from .problems import Place, Problem, error

MAX_FORMS = 10
MAX_EXPRESSION = 500
_COUNTS = range(1001)


def header_fields(catalog: Catalog) -> tuple[tuple[str, str], ...]:
    """Name and value of every field, in the order of the file, without the spaces around them."""
    return fields(catalog.header.msgstr[0]) if catalog.header else ()


def fields(text: str) -> tuple[tuple[str, str], ...]:
    """Name and value of every line with a colon."""
    pairs = (line.partition(":") for line in text.split("\n"))
    return tuple((name.strip(" \t"), value.strip(" \t")) for name, colon, value in pairs if colon and name.strip(" \t"))


def with_header(catalog: Catalog, values: Mapping[str, str]) -> Catalog:
    """The catalog with these fields set.

    A field keeps its place, a new one comes last; lines that are not named stay as they are. Names are compared
    without regard to case, a value is folded to one line.
    """
    header = catalog.header or Message("")
    wanted = {name.lower(): (name, " ".join(value.split())) for name, value in values.items()}
    lines = []
    written: set[str] = set()
    for line in header.msgstr[0].removesuffix("\n").split("\n"):
        name, colon, value = line.partition(":")
        key = name.strip().lower()
        if not colon or key not in wanted:
            lines.append(line)
        elif key not in written:
            written.add(key)
            lines.append(line if value.strip() == wanted[key][1] else _field(*wanted[key]))
    lines += [_field(*wanted[key]) for key in wanted if key not in written]
    text = "".join(f"{line}\n" for line in lines if line)
    return replace(catalog, header=replace(header, msgstr=(text,)))


def _field(name: str, value: str) -> str:
    return f"{name}: {value}".rstrip()


_PLURAL_FORMS = re.compile(r"[ \t]*nplurals=[ \t]*([0-9]{1,9})[ \t]*;[ \t]*plural=([\t -:<-~]*)(?:;.*)?")


@lru_cache(maxsize=256)
def plural_forms(value: str) -> tuple[int, str] | Problem:
    """The number of forms and the C expression of a Plural-Forms field, or a `po-plural` problem without a place.

    The expression must give an existing form for every number from 0 to 1,000 (gettext manual, "Plural forms").
    """
    match = _PLURAL_FORMS.fullmatch(value)
    if not match:
        return _malformed("it does not have the form nplurals=N; plural=EXPRESSION;")
    forms, expression = int(match[1]), match[2].strip(" \t")
    if not 1 <= forms <= MAX_FORMS:
        return _malformed(f"nplurals must be between 1 and {MAX_FORMS}")
    reason = _reason(forms, expression)
    return _malformed(reason) if reason else (forms, expression)


def _malformed(reason: str) -> Problem:
    hint = "copy the rule of the language, for example nplurals=2; plural=(n != 1); for Kazakh"
    return error("po-plural", f"Plural-Forms: {reason}", hint=hint)


def _reason(forms: int, expression: str) -> str:
    """What is wrong with the expression; empty where nothing is."""
    if len(expression) > MAX_EXPRESSION:
        return f"the expression is longer than {MAX_EXPRESSION} characters"
    try:
        # c2py lets nothing through but numbers, n, operators and parentheses of limited depth.
        rule = gettext.c2py(expression)
        lost = next((count for count in _COUNTS if not 0 <= rule(count) < forms), None)
    except ZeroDivisionError:
        return "the expression divides by zero"
    except (ValueError, ArithmeticError, SyntaxError, RecursionError, MemoryError):
        return "the expression cannot be read"
    return "" if lost is None else f"for n={lost} the expression gives none of the {forms} forms, counted from 0"


# --- checks of a catalog that has just been read ----------------------------------------------------------------


def check_header(messages: Sequence[Message], ascii_only: bool, faults: Faults) -> None:
    """Adds what is wrong with the header, which is the first of the messages, and with the plurals it announces."""
    header = messages[0] if messages else Message("", line=1)
    if header.key != (None, "") or header.obsolete or header.plural is not None or not fields(header.msgstr[0]):
        stray = next((message.line for message in messages if message.key == (None, "")), 1)
        hint = 'begin the file with msgid "" and a msgstr that has "Content-Type: text/plain; charset=UTF-8\\n"'
        faults.add("po-header", stray, 1, "the catalog does not begin with a header", hint)
        return
    _check_charset(header, ascii_only, faults)
    _check_plurals(header, messages[1:], faults)


def _check_charset(header: Message, ascii_only: bool, faults: Faults) -> None:
    # Like gettext, look for the word in the whole header: another tool may believe the first one it finds.
    charsets = re.findall(r"charset=([^ \t\n]*)", header.msgstr[0])
    template = ascii_only and charsets in ([], ["CHARSET"])
    if not template and {charset.lower() for charset in charsets} != {"utf-8"}:
        found = f"charset={charsets[0]}" if charsets else "nothing about the charset"
        hint = 'save the file as UTF-8 and write "Content-Type: text/plain; charset=UTF-8\\n"'
        faults.add("po-charset", header.line, 1, f"the header says {found}: only UTF-8 is read", hint)


def _check_plurals(header: Message, messages: Sequence[Message], faults: Faults) -> None:
    filled = [message for message in messages if any(message.msgstr) and not message.obsolete]
    finished = [message for message in filled if message.plural is not None and not message.fuzzy]
    rule = _announced(header.msgstr[0], needed=bool(finished), template=not filled)
    if isinstance(rule, Problem):
        faults.problems.append(replace(rule, place=Place(faults.path, header.line)))
    elif rule:
        for message in finished:
            if len(message.msgstr) != rule[0]:
                note = f"{len(message.msgstr)} plural forms; the header announces {rule[0]}"
                hint = "write one msgstr[n] for each form, counted from 0"
                faults.add("po-plural", message.line, 1, note, hint, header.line)


def _announced(header: str, *, needed: bool, template: bool) -> tuple[int, str] | Problem | None:
    """The plural rule of the header; None where there is none and nothing needs it."""
    value = next((value for name, value in fields(header) if name.lower() == "plural-forms"), "")
    if not value:
        return _malformed("the field is missing, but there are plural forms") if needed else None
    if template and value.startswith("nplurals=INTEGER;"):
        return None
    if header.count("nplurals=") > 1 or header.count("plural=") > 1:
        return _malformed("there is more than one rule, and gettext takes the first")
    return plural_forms(value)
