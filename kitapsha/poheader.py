"""The header of a catalog: the fields in the translation of the empty msgid."""

from __future__ import annotations

import gettext
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from .model import Catalog, Message
from .problems import Problem, error

MAX_FORMS = 10
MAX_EXPRESSION = 500
_COUNTS = range(1001)


def header_fields(catalog: Catalog) -> tuple[tuple[str, str], ...]:
    """Name and value of every field, in the order of the file, without the spaces around them."""
    return fields(catalog.header.msgstr[0]) if catalog.header else ()


def fields(text: str) -> tuple[tuple[str, str], ...]:
    """Name and value of every line with a colon."""
    pairs = (line.partition(":") for line in text.split("\n"))
    return tuple((name.strip(), value.strip()) for name, colon, value in pairs if colon and name.strip())


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


@lru_cache(maxsize=256)
def plural_forms(value: str) -> tuple[int, str] | Problem:
    """The number of forms and the C expression of a Plural-Forms field, or a `po-plural` problem without a place.

    The expression must give an existing form for every number from 0 to 1,000 (gettext manual, "Plural forms").
    """
    match = re.fullmatch(r"\s*nplurals=\s*([0-9]{1,9})\s*;\s*plural=([^;]*)(?:;.*)?", value)
    if not match:
        return _malformed("it does not have the form nplurals=N; plural=EXPRESSION;")
    forms, expression = int(match[1]), match[2].strip()
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
