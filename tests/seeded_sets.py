"""The seeded sets: translations with one error each, and right ones that are hard on purpose. See docs/checks.md.

`seeded/LOCALE/errors.po` and `correct.po` are the first set, those with another word in their names further ones, by
other hands. They can be opened in Poedit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib

from kitapsha import glossary
from kitapsha.checks import translations
from kitapsha.checks.pairs import Finding, Pair, References
from kitapsha.model import Message
from kitapsha.problems import Severity
from kitapsha.prose import prose

FOLDER = Path(__file__).parent / "seeded"
SETS = tuple((path.parent.name, path.stem.removeprefix("errors")) for path in sorted(FOLDER.glob("*/errors*.po")))
"""The sets, by locale and what follows in their names."""
GLOSSARY = FOLDER.parent.parent / "locales" / "glossary.csv"


@dataclass(frozen=True, slots=True)
class Case:
    """An entry of a set; `kind` and `family` say what is wrong in it."""

    name: str
    locale: str
    message: Message
    kind: str
    family: str


def load(path: Path) -> Iterator[Case]:
    """The entries of a catalog, read with polib: ours refuses some of the seeded characters."""
    catalog = polib.pofile(str(path))
    for entry in catalog:
        forms = tuple(entry.msgstr_plural[n] for n in sorted(entry.msgstr_plural)) or (entry.msgstr,)
        message = Message(entry.msgid, forms, entry.msgctxt, entry.msgid_plural or None, flags=tuple(entry.flags))
        notes = dict(re.findall(r"^(kind|class): (.+)$", entry.tcomment, re.MULTILINE))
        yield Case(entry.msgctxt, path.parent.name, message, notes.get("kind", ""), notes.get("class", ""))


def references() -> References:
    """Our own glossary, and no accepted texts."""
    return References(glossary.read(GLOSSARY.read_text("utf-8")))


def found(case: Case, known: References) -> list[Finding]:
    """What the checks find in an entry at warning or error level."""
    message = case.message
    findings: list[Finding] = []
    for form, text in enumerate(message.msgstr):
        source = message.plural if form and message.plural is not None else message.msgid
        pair = Pair(prose(source), prose(text), "en", case.locale, message, form=form)
        findings += translations.findings(pair, known) if text else []
    return [finding for finding in findings if finding.severity is not Severity.INFO]


def is_found(case: Case, known: References) -> bool:
    """Whether an error is found; an empty plural form is, by the check of the catalog."""
    return not all(case.message.msgstr) or bool(found(case, known))
