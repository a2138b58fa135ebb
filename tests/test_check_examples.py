"""Sentences for every code of the checks on translations: `checks/CODE/LOCALE.po`.

Entries with the comment `# wrong` give the code and nothing else that is louder than info, but for the codes that the
comment names after `also`. Entries with the comment `# right` look similar and give nothing.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from kitapsha import glossary, po
from kitapsha.checks import translations
from kitapsha.checks.pairs import Pair, References
from kitapsha.model import Message
from kitapsha.problems import Severity
from kitapsha.prose import prose

FOLDERS = Path(__file__).parent / "checks"
CATALOGS = sorted(FOLDERS.glob("*/*.po"))
CODE = re.compile(r"[a-z]+(?:-[a-z]+)+")


@cache
def references() -> References:
    path = Path(__file__).parents[1] / glossary.NAME
    return References(glossary.read(path.read_text("utf-8")))


@cache
def entries(path: Path) -> tuple[Message, ...]:
    catalog = po.read(path.read_bytes(), path.name)
    assert not catalog.problems
    return catalog.messages


def examples(kind: str) -> Iterator[object]:
    for path in CATALOGS:
        for message in entries(path):
            if message.comments[0].startswith(kind):
                name = f"{path.parent.name}-{path.stem}-{message.context}".replace(" ", "-")
                yield pytest.param(path.parent.name, path.stem, message, id=name)


def found(code: str, locale: str, message: Message) -> set[str]:
    """The codes that a message gives, those of infos left out where they are about something else."""
    codes: set[str] = set()
    for form, text in enumerate(message.msgstr):
        msgid = message.plural if form and message.plural is not None else message.msgid
        pair = Pair(prose(msgid), prose(text), "en", locale, message, frozenset(), form, ())
        said = translations.findings(pair, references())
        codes |= {finding.code for finding in said if finding.severity is not Severity.INFO or finding.code == code}
    return codes


@pytest.mark.parametrize(("code", "locale", "message"), list(examples("wrong")))
def test_what_is_wrong_is_found(code: str, locale: str, message: Message) -> None:
    others = set(CODE.findall(message.comments[0].partition(", also ")[2]))
    codes = found(code, locale, message)
    assert code in codes
    assert codes - {code} <= others


@pytest.mark.parametrize(("code", "locale", "message"), list(examples("right")))
def test_what_is_right_gives_nothing(code: str, locale: str, message: Message) -> None:
    assert found(code, locale, message) == set()


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_catalog_says_of_every_entry_whether_it_is_right(path: Path) -> None:
    kinds = [message.comments[0] for message in entries(path)]
    assert all(re.fullmatch(rf"right|wrong(?:, also {CODE.pattern}(?:, {CODE.pattern})*)?", kind) for kind in kinds)
    assert sum(kind == "right" for kind in kinds) >= 3
    assert sum(kind != "right" for kind in kinds) >= 3


def codes_of_checks() -> set[str]:
    """The codes that the sources of the checks give, by `pair.error` and its like."""
    modules = {inspect.getsourcefile(check) for check in translations.CHECKS}
    trees = [ast.parse(Path(str(path)).read_text("utf-8")) for path in modules]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {
        str(call.args[0].value)
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in ("error", "warning", "info")
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "pair"
        and isinstance(call.args[0], ast.Constant)
    }


def test_every_code_has_examples() -> None:
    assert codes_of_checks() == {path.parent.name for path in CATALOGS}
