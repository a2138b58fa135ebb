"""Translation memories as files: TMX for other programs, a compendium (PO) for gettext's; both can be read back.

A file is somebody else's work: it is read with the same suspicion as a catalog, and nothing of the machine it comes
from or goes to, such as folders and names of users, gets into it or into a catalog.
"""

from __future__ import annotations

import pathlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from . import po, tmx
from .memory import Entry, Standing, is_finished, one_line
from .model import Catalog, Key, Message
from .problems import Place, Problem, error, has_errors, in_order, warning

CONTEXT = "x-context"
"""The property of a unit that holds its context; Translate Toolkit and Weblate write it so."""
_ORIGIN, _FORM, _SINGULAR, _PLURAL = "x-origin", "x-plural-form", "x-singular", "x-plural"
_PLACED = ("id", "prev", "next")
"""OmegaT's properties of a translation that holds in one place only."""
_CATALOG = re.compile(r"locales/(?:[\w.@-]+/)+[\w.@-]+\.po")


@dataclass(frozen=True, slots=True)
class Read:
    """The translations of a file, by locale, and what is wrong with it."""

    entries: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


# --- reading --------------------------------------------------------------------------------------------------


def read(data: bytes, path: str, source: str, locales: Sequence[str]) -> Read:
    """The translations from the locale `source` into `locales` in a TMX or PO file; never raises.

    Codes: those of `tmx` and `po`; `memory-format` (neither of the two), `memory-language` (a PO that does not say its
    language), `memory-empty` (nothing for the locales), `memory-text` (a text that no catalog may hold).
    """
    wanted = tuple(locale for locale in locales if locale != source)
    kind = pathlib.PurePath(path).suffix.casefold()
    if kind == ".tmx":
        found = _from_tmx(tmx.read(data, path), source, wanted)
    elif kind == ".po":
        found = _from_po(po.read(data, path), wanted)
    else:
        hint = "name a file that ends in .tmx or .po"
        return Read({}, (error("memory-format", "a translation memory is a TMX or a PO file", Place(path), hint),))
    problems = list(found.problems)
    if not has_errors(problems) and not any(found.entries.values()) and not problems:
        said = f"there is no translation from {source} into {' or '.join(wanted) or 'another language'}"
        problems.append(warning("memory-empty", said, Place(path), "see whether it is the right file"))
    return replace(found, problems=in_order(problems))


def _from_po(catalog: Catalog, locales: Sequence[str]) -> Read:
    if catalog.header is None:
        return Read({}, catalog.problems)
    tag = dict(po.header_fields(catalog)).get("Language", "")
    if not tag:
        hint = 'write "Language: kk\\n", or whatever it is, into its header'
        said = "the file does not say its language"
        return Read({}, (*catalog.problems, warning("memory-language", said, Place(catalog.path), hint)))
    name = pathlib.PurePath(catalog.path).name
    finished = sorted(filter(is_finished, catalog.messages), key=lambda message: message.obsolete)
    locale = _best(locales, tag)
    entries = [Entry(message, locale, name, Standing.FILE) for message in finished] if locale else []
    return Read({locale: tuple(entries)} if entries else {}, catalog.problems)


def _from_tmx(memory: tmx.Tmx, source: str, locales: Sequence[str]) -> Read:
    problems = list(memory.problems)
    entries = {locale: tuple(_units(memory, source, locale, problems)) for locale in locales}
    return Read({locale: found for locale, found in entries.items() if found}, tuple(problems))


def _units(memory: tmx.Tmx, source: str, locale: str, problems: list[Problem]) -> Iterator[Entry]:
    name = pathlib.PurePath(memory.path).name
    plurals: dict[tuple[str, str | None, str, str], dict[int, str]] = {}
    for unit in memory.units:
        text, translation = _text(unit, source, any_region=True), _text(unit, locale)
        if not text or not translation:
            continue
        if (found := po.forbidden(translation)) and len(problems) < tmx.MAX_WARNINGS:
            said = f"the {locale} text holds {found}, which cannot be seen, and is left out"
            problems.append(warning("memory-text", said, Place(memory.path, unit.line), "delete the character"))
        if found:
            continue
        origin = unit.property(_ORIGIN) or ""
        origin = origin if _CATALOG.fullmatch(origin) and "/." not in origin else name
        number = unit.property(_FORM) or ""
        if re.fullmatch("[0-9]", number):
            singular, plural = unit.property(_SINGULAR) or "", unit.property(_PLURAL) or ""
            plurals.setdefault((origin, _context(unit), singular, plural), {})[int(number)] = translation
        else:
            yield Entry(Message(text, (translation,), _context(unit)), locale, origin, Standing.FILE)
    for (origin, context, singular, plural), forms in plurals.items():
        if sorted(forms) == list(range(len(forms))) and singular:
            msgstr = tuple(text for _, text in sorted(forms.items()))
            yield Entry(Message(singular, msgstr, context, plural), locale, origin, Standing.FILE)


def _context(unit: tmx.Unit) -> str | None:
    context = unit.property(CONTEXT)
    if context is None and any(unit.property(name) is not None for name in _PLACED):
        return unit.property("id") or ""
    return context


def _text(unit: tmx.Unit, locale: str, *, any_region: bool = False) -> str:
    tag = _best([tag for tag, _ in unit.texts], locale, any_region=any_region)
    return next((text for known, text in unit.texts if known == tag), "")


def _best(tags: Iterable[str], wanted: str, *, any_region: bool = False) -> str:
    """The tag that names the same language as `wanted`, empty where none does; the same region is preferred.

    Programs write EN-US, en_US and kk@latin. One of two tags may leave out the region, never the script.
    """
    language, script, region = _parts(wanted)
    best = ""
    for tag in tags:
        other = _parts(tag)
        if other[:2] == (language, script):
            if other[2] == region:
                return tag
            if any_region or not region or not other[2]:
                best = best or tag
    return best


_SCRIPTS = {"latin": "latn", "cyrillic": "cyrl", "arabic": "arab"}


@lru_cache(maxsize=1024)
def _parts(tag: str) -> tuple[str, str, str]:
    tag, _, modifier = tag.strip().casefold().partition("@")
    language, *more = re.split("[-_]", tag.partition(".")[0])
    script = next((part for part in more if re.fullmatch("[a-z]{4}", part)), _SCRIPTS.get(modifier, ""))
    return language, script, next((part for part in more if re.fullmatch("[a-z]{2}|[0-9]{3}", part)), "")


# --- writing --------------------------------------------------------------------------------------------------


def newest(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries without those that are obsolete while their text, in its context, is still translated somewhere."""
    every = tuple(entries)
    live = {(entry.locale, entry.message.key) for entry in every if entry.standing is not Standing.OBSOLETE}
    return tuple(e for e in every if e.standing is not Standing.OBSOLETE or (e.locale, e.message.key) not in live)


def to_tmx(entries: Iterable[Entry], source: str) -> bytes:
    """A TMX file of the entries, in their order: a unit for each text, or for each form of a plural one.

    Translations into the source language, which are corrections, and texts that XML cannot hold are left out.
    """
    return tmx.write((unit for e in entries if e.locale != source for unit in _as_units(e, source)), source)


def _as_units(entry: Entry, source: str) -> Iterator[tmx.Unit]:
    message = entry.message
    known = [(_ORIGIN, entry.origin)]
    if message.context is not None:
        known.append((CONTEXT, message.context))
    if any(map(tmx.forbidden, (message.msgid, message.plural or "", message.context or "", *message.msgstr))):
        return
    if message.plural is None:
        yield tmx.Unit(((source, message.msgid), (entry.locale, message.msgstr[0])), tuple(known))
        return
    known += [(_SINGULAR, message.msgid), (_PLURAL, message.plural)]
    for number, form in enumerate(message.msgstr):
        text = message.plural if number and message.plural else message.msgid
        yield tmx.Unit(((source, text), (entry.locale, form)), (*known, (_FORM, str(number))))


def to_compendium(entries: Iterable[Entry], language: str, plural_forms: str, title: str) -> Catalog:
    """A catalog of every text of the entries, which are of one locale; references name where it comes from.

    `language` is the locale as gettext writes it. Where translations differ, the first one is fuzzy and comments hold
    the others: programs that fill from a compendium then take none of them for granted.
    """
    grouped: dict[Key, list[Entry]] = {}
    for entry in entries:
        grouped.setdefault(entry.message.key, []).append(entry)
    header = {
        "Project-Id-Version": title,
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural_forms,
    }
    return po.with_header(Catalog(tuple(map(_united, grouped.values()))), header)


def _united(entries: Sequence[Entry]) -> Message:
    first = entries[0].message
    others = [
        entry for entry in entries if (entry.message.plural, entry.message.msgstr) != (first.plural, first.msgstr)
    ]
    return Message(
        first.msgid,
        first.msgstr,
        first.context,
        first.plural,
        comments=tuple(
            dict.fromkeys(f"{one_line(e.origin)}: {' | '.join(map(one_line, e.message.msgstr))}" for e in others)
        ),
        references=tuple(dict.fromkeys(entry.origin for entry in entries)),
        flags=("fuzzy",) if others else (),
    )
