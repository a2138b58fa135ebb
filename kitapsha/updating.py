"""Updating: from source and templates to POT files, and from these into every catalog."""

from __future__ import annotations

import pathlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from . import atomic, extraction, languages, merge, po, project, sitetext
from .atomic import TEMPORARY
from .clock import gettext_date, now
from .editions import is_usable
from .merge import Merged
from .model import Catalog, Message, Segment
from .problems import KitapshaError, Place, Problem, error, has_errors, in_order, warning
from .project import OWN_LOCALES, SITE, Project, catalog_path, folder_of, template_path


@dataclass(frozen=True, slots=True)
class Change:
    """A file that an update writes or would write; `merged` counts what happened to a catalog's messages."""

    path: str
    data: bytes
    seen: bytes | None
    merged: Merged | None = None

    @property
    def is_needed(self) -> bool:
        """Whether the file differs from what stands on the disk."""
        return self.data != self.seen


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update changes, and what kept it from touching other files."""

    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]


def plan(root: pathlib.Path, *, catalogs: bool) -> Updated:
    """Work out every POT file and, with `catalogs`, every catalog. Nothing is written.

    A catalog that cannot be read whole is reported and not touched.
    """
    snapshot = project.load(root, now())
    words, problems = sitetext.segments(snapshot.config, snapshot.templates)
    texts: list[tuple[str, tuple[Segment, ...]]] = [(a.slug, a.segments) for a in snapshot.articles if is_usable(a)]
    texts.append((SITE, words))
    found = [*snapshot.problems, *problems, *(p for article in snapshot.articles for p in article.problems)]
    changes: list[Change] = []
    templates: dict[str, Catalog] = {}
    for name, segments in texts:
        change, templates[name] = _template(root, snapshot, name, segments)
        changes.append(change)
    if catalogs:
        for locale in snapshot.config.locales:
            updated, unread = _locale(root, locale, templates)
            changes += updated
            found += unread
    return Updated(tuple(changes), in_order(found))


def _template(
    root: pathlib.Path, snapshot: Project, name: str, segments: tuple[Segment, ...]
) -> tuple[Change, Catalog]:
    path = template_path(name)
    seen = _read(root, path)
    old = po.read(seen, path) if seen is not None else None
    created = gettext_date(snapshot.now)
    new = extraction.template(segments, snapshot.config.title, created, snapshot.config.line_numbers)
    # A POT holds nothing that cannot be made again, so a broken one is simply replaced.
    template = extraction.refreshed(old if old and not has_errors(old.problems) else None, replace(new, path=path))
    return Change(path, po.write(template), seen), template


def _locale(root: pathlib.Path, locale: str, templates: dict[str, Catalog]) -> tuple[list[Change], list[Problem]]:
    header = languages.plural_header(locale)
    forms = _forms(header)
    everything = list(_all_catalogs(root, locale))
    changes: list[Change] = []
    problems = [problem for catalog, _ in everything for problem in catalog.problems]
    sound = [catalog for catalog, _ in everything if not has_errors(catalog.problems)]
    known = merge.memory([*sound, *_own_words(locale)])
    wanted = {catalog_path(locale, name) for name in templates}
    strays = [message for catalog in sound if catalog.path not in wanted for message in catalog.messages]
    by_path = {catalog.path: (catalog, seen) for catalog, seen in everything}
    for name, template in templates.items():
        path = catalog_path(locale, name)
        old, seen = by_path.get(path, (None, None))
        if old is not None and has_errors(old.problems):
            continue
        base = old if old is not None and old.header is not None else _fresh(old, template, locale, header)
        merged = merge.merge(replace(base, path=path), template, _forms_of(base, forms), known, strays)
        changes.append(Change(path, po.write(merged.catalog), seen, merged))
    return changes, problems


def _forms(plural_header: str) -> int:
    parsed = po.plural_forms(plural_header)
    return parsed[0] if not isinstance(parsed, Problem) else 2


def _forms_of(catalog: Catalog, default: int) -> int:
    """The number of plural forms that a catalog's own header names: a translator's tool may have chosen it."""
    value = dict(po.header_fields(catalog)).get("Plural-Forms", "")
    parsed = po.plural_forms(value) if value else None
    return parsed[0] if parsed and not isinstance(parsed, Problem) else default


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


def _all_catalogs(root: pathlib.Path, locale: str) -> Iterable[tuple[Catalog, bytes]]:
    """Every catalog of a locale, those of articles that are gone included: renamed articles find their words there."""
    folder = root / "locales" / folder_of(locale) / "LC_MESSAGES"
    if folder.is_dir():
        for path in sorted(folder.rglob("*.po")):
            name = path.relative_to(root).as_posix()
            seen = _read(root, name)
            if seen is not None:
                yield po.read(seen, name), seen


def _own_words(locale: str) -> Iterable[Catalog]:
    """The toolkit's own translation of its templates, last in line: a new publication need not begin at nothing."""
    path = OWN_LOCALES / folder_of(locale) / "LC_MESSAGES" / f"{SITE}.po"
    if path.is_file():
        yield po.read(path.read_bytes(), path.name)


def _read(root: pathlib.Path, name: str) -> bytes | None:
    path = _place(root, name)
    return path.read_bytes() if path.is_file() else None


def _place(root: pathlib.Path, name: str) -> pathlib.Path:
    """The file behind a name: links inside `locales/` are followed, so that they stay links; others are refused."""
    try:
        path = (root / name).resolve()
    except (OSError, RuntimeError):
        hint = "remove the link"
        raise KitapshaError(error("file-unreadable", "its links lead in a circle", Place(name), hint)) from None
    if not path.is_relative_to(root.resolve() / "locales"):
        said = "the file is a link out of its folder of the publication"
        raise KitapshaError(error("file-outside", said, Place(name), "copy the file to its place"))
    return path


def rescue(root: pathlib.Path) -> tuple[Problem, ...]:
    """Clear away temporary files of a run that was killed; one with words that stand nowhere else becomes a catalog.

    Call it under the lock: the files of a run that is alive look the same.
    """
    found: list[Problem] = []
    for path in sorted((root / "locales").rglob(".*.tmp")):
        name = TEMPORARY.fullmatch(path.name)
        if not name:
            continue
        words = _words(po.read(path.read_bytes()))
        here = [_words(po.read(other.read_bytes())) for other in path.parent.glob("*.po")]
        if words <= {text for texts in here for text in texts}:
            path.unlink()
            continue
        kept = path.with_name(f"{name['name'].removesuffix('.po')}-rescued-{path.name[-12:-4]}.po")
        path.rename(kept)
        said = "an interrupted update left a catalog with words that stand nowhere else; it is kept under this name"
        hint = "run build.py update, which takes them over; then remove the file"
        found.append(warning("catalog-rescued", said, Place(kept.relative_to(root).as_posix()), hint))
    return tuple(found)


def _words(catalog: Catalog) -> set[str]:
    return {text for message in catalog.messages for text in message.msgstr if text}


def write(root: pathlib.Path, updated: Updated, *, catalogs: bool) -> tuple[str, ...]:
    """Write what is needed and return the paths that changed.

    A catalog that an editor has saved since it was read is read and merged again. After each merge the finished
    translations are compared with those before; a write that would lose one is refused (update-loss).
    """
    written: list[str] = []
    for change in updated.changes:
        if not change.is_needed:
            continue

        def made(seen: bytes | None, change: Change = change) -> bytes:
            if seen == change.seen:
                return change.data
            fresh = {c.path: c for c in plan(root, catalogs=catalogs).changes}
            again = fresh.get(change.path)
            return again.data if again and again.seen == seen else seen or b""

        if change.merged is not None:
            _refuse_loss(change)
        if atomic.update(_place(root, change.path), change.seen, made):
            written.append(change.path)
    return tuple(written)


def _refuse_loss(change: Change) -> None:
    """The last wall: every translated text of the old file is in the new one, live or obsolete."""
    before = po.read(change.seen, change.path) if change.seen is not None else Catalog()
    after = po.read(change.data, change.path)
    had = {text for message in before.messages for text in message.msgstr if text}
    has = {text for message in after.messages for text in message.msgstr}
    has |= {comment.removeprefix("msgstr: ") for message in after.messages for comment in message.comments}
    missing = [_folded(text) for text in had - has]
    # A joined text holds its halves; numbers and addresses alone may have been carried over from the source.
    folded = [_folded(text) for text in has] if missing else []
    lost = [text for text in missing if not any(text in other for other in folded)]
    if has_errors(after.problems) or lost:
        said = "the update would lose a translation; the file is left as it is"
        raise KitapshaError(error("update-loss", said, Place(change.path), "please report this as a bug"), exit_code=70)


def _folded(text: str) -> str:
    return " ".join(re.sub(r"\d+(?:[.,]\d+)*|(?<=\]\()[^)\s]*", "0", text).split())
