"""All catalogs of a locale brought up to date together: what one of them knows helps the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from . import languages, memory, merge, po
from .memory import Entry, Memory, Standing
from .merge import Merged
from .model import Catalog, Message
from .problems import Problem
from .project import SITE, catalog_path, folder_of

MAX_PASSES = 9
"""One pass is enough where nothing is new, two mostly; a chain of catalogs that learn from each other takes more."""


def update(
    old: Mapping[str, Catalog],
    templates: Mapping[str, Catalog],
    locale: str,
    mode: str = "use",
    named: Iterable[Entry] = (),
    inherited: Catalog | None = None,
) -> dict[str, Merged]:
    """Every template's catalog in a locale, by name. `old` holds the catalogs that there are, by path.

    `mode` is the setting of the memory, `named` comes from files that the user names, `inherited` is the toolkit's own
    catalog of its templates. Law: updating again changes nothing.
    """
    header = languages.plural_header(locale)
    wanted = {catalog_path(locale, name): name for name in templates}
    strays = [message for path, catalog in old.items() if path not in wanted for message in catalog.messages]
    files = tuple(named)
    own = tuple(memory.from_catalog(inherited, locale, None, Standing.INHERITED)) if inherited else ()
    current = dict(old)
    made: dict[str, Merged] = {}
    for _ in range(MAX_PASSES):
        entries = (*_entries(current, templates, wanted, locale), *files)
        known, of_site = Memory(entries, mode), Memory((*entries, *own), mode)
        results = {}
        for path, name in wanted.items():
            base = current.get(path)
            if base is None or base.header is None:
                base = _fresh(base, templates[name], locale, header)
            memories = of_site if name == SITE else known
            forms = _forms_of(base, header)
            results[path] = merge.merge(replace(base, path=path), templates[name], forms, memories, strays)
        is_stable = all(_told(current.get(path)) == _told(result.catalog) for path, result in results.items())
        current |= {path: result.catalog for path, result in results.items()}
        made = {path: _added(made.get(path), result) for path, result in results.items()}
        if is_stable:
            break
    return {wanted[path]: merged for path, merged in made.items()}


def _entries(
    catalogs: Mapping[str, Catalog], templates: Mapping[str, Catalog], wanted: Mapping[str, str], locale: str
) -> Iterable[Entry]:
    for path, catalog in catalogs.items():
        yield from memory.from_catalog(catalog, locale, templates.get(wanted.get(path, "")))


def _told(catalog: Catalog | None) -> list[object]:
    """What other catalogs can learn from this one."""
    messages = catalog.messages if catalog else ()
    return [(m.context, m.msgid, m.plural, m.msgstr, m.flags, m.comments, m.obsolete) for m in messages]


def _added(first: Merged | None, later: Merged) -> Merged:
    """What happened in the first pass, with what later ones have found."""
    if first is None:
        return later
    return replace(first, catalog=later.catalog, remembered=first.remembered + later.remembered)


def _forms_of(catalog: Catalog, plural_header: str) -> int:
    """The number of plural forms that a catalog's own header names: a translator's tool may have chosen it."""
    value = dict(po.header_fields(catalog)).get("Plural-Forms", "")
    for rule in (value, plural_header):
        parsed = po.plural_forms(rule) if rule else None
        if parsed and not isinstance(parsed, Problem):
            return parsed[0]
    return 2


def _fresh(old: Catalog | None, template: Catalog, locale: str, plural_header: str) -> Catalog:
    """A catalog with a header for a locale and no messages yet."""
    header = template.header or Message("", ("",))
    catalog = Catalog((), replace(header, flags=(), comments=()), problems=old.problems if old else ())
    values = {
        "PO-Revision-Date": "YEAR-MO-DA HO:MI+ZONE",
        "Last-Translator": "FULL NAME <EMAIL@ADDRESS>",
        "Language-Team": languages.english_name(locale),
        "Language": folder_of(locale),
        "Plural-Forms": plural_header,
    }
    return po.with_header(catalog, values)
