"""Updating: from source and templates to POT files, and from these into every catalog."""

from __future__ import annotations

import pathlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from . import atomic, extraction, intake, memory, memoryfiles, po, project, sitetext
from .alignment import Pair
from .atomic import TEMPORARY
from .catalogs import update as update_all
from .clock import gettext_date, now
from .config import Config
from .editions import is_usable
from .filling import Filled, filled
from .intake import Intake
from .memory import Entry
from .merge import Merged
from .model import Catalog, Segment
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
class Translations:
    """Files with translated articles, and the locale and the article that the user named for them."""

    files: tuple[pathlib.Path, ...]
    locales: tuple[str, ...] = ()
    slugs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update changes, and what kept it from touching other files."""

    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]


def plan(
    root: pathlib.Path, *, catalogs: bool, memories: Sequence[pathlib.Path] = (), texts: Translations | None = None
) -> Updated:
    """Work out every POT file and, with `catalogs`, every catalog. Nothing is written.

    `memories` are TMX and PO files of translations made elsewhere, `texts` translated articles. A file that cannot be
    read whole is reported, and neither used nor touched.
    """
    snapshot = project.load(root, now())
    words, problems = sitetext.segments(snapshot.config, snapshot.templates)
    named = [(a.slug, a.segments) for a in snapshot.articles if is_usable(a)]
    found = [*snapshot.problems, *problems, *(p for article in snapshot.articles for p in article.problems)]
    changes: list[Change] = []
    templates: dict[str, Catalog] = {}
    for name, segments in [*named, (SITE, words)]:
        change, templates[name] = _template(root, snapshot, name, segments)
        changes.append(change)
    if catalogs:
        taken = intake.take_in(texts.files, snapshot, texts.locales, texts.slugs) if texts else Intake()
        updated, unread = _catalogs(root, snapshot.config, templates, memories, taken.pairs)
        changes += updated
        found += [*unread, *taken.problems]
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


def _catalogs(
    root: pathlib.Path,
    settings: Config,
    templates: dict[str, Catalog],
    memories: Sequence[pathlib.Path],
    texts: Mapping[tuple[str, str], tuple[Pair, ...]],
) -> tuple[list[Change], list[Problem]]:
    named, problems = _named(memories, settings)
    seen: dict[str, bytes] = {}
    merged: dict[str, dict[str, Merged]] = {}
    for locale in settings.locales:
        read = catalogs_of(root, locale)
        seen |= {catalog.path: data for catalog, data in read}
        problems += [problem for catalog, _ in read for problem in catalog.problems]
        sound = {catalog.path: catalog for catalog, _ in read if not has_errors(catalog.problems)}
        broken = {catalog.path for catalog, _ in read} - set(sound)
        wanted = {name: t for name, t in templates.items() if catalog_path(locale, name) not in broken}
        # A correction of the source text holds in the article that it was made for.
        mode = "off" if locale == settings.source_locale else settings.memory
        made = update_all(sound, wanted, locale, mode, named.get(locale, ()), _own_words(locale))
        brought = {n: filled(made[n].catalog, pairs) for (of, n), pairs in texts.items() if of == locale and n in made}
        if brought:
            # What a file brings is filled into catalogs that are up to date, and known to the others only then.
            sound |= {catalog_path(locale, name): one.catalog for name, one in brought.items()}
            later = update_all(sound, wanted, locale, mode, named.get(locale, ()), _own_words(locale))
            made = {n: _counted(replace(one, catalog=later[n].catalog), brought.get(n)) for n, one in made.items()}
        merged[locale] = made
    changes = []
    for locale, made in merged.items():
        reference = dict(settings.references).get(locale, "")
        for name, result in made.items():
            path = catalog_path(locale, name)
            shown = result.catalog
            if other := merged.get(reference, {}).get(name):
                # Only now: the reference language may have gained words in this very update.
                shown = memory.with_reference(shown, other.catalog, reference)
            changes.append(Change(path, po.write(shown), seen.get(path), replace(result, catalog=shown)))
    return changes, problems


def _counted(merged: Merged, brought: Filled | None) -> Merged:
    """What happened to the messages of a catalog, with what a file has brought."""
    if brought is None:
        return merged
    sure, doubtful = brought.sure, brought.doubtful
    left = max(0, merged.new - sure - doubtful)
    return replace(merged, new=left, remembered=merged.remembered + sure, changed=merged.changed + doubtful)


def _named(paths: Sequence[pathlib.Path], settings: Config) -> tuple[dict[str, tuple[Entry, ...]], list[Problem]]:
    """The translations of the files that the user names, by locale."""
    entries: dict[str, tuple[Entry, ...]] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            data = path.read_bytes()
        except OSError as failure:
            said = f"the file cannot be read: {failure.strerror}"
            raise KitapshaError(
                error("file-unreadable", said, Place(str(path)), "name a file that is there"), exit_code=2
            ) from None
        read = memoryfiles.read(data, path.name, settings.source_locale, settings.locales)
        problems += read.problems
        for locale, found in read.entries.items():
            entries[locale] = (*entries.get(locale, ()), *found)
    return entries, problems


def catalogs_of(root: pathlib.Path, locale: str) -> list[tuple[Catalog, bytes]]:
    """Every catalog of a locale, those of articles that are gone included: renamed articles find their words there."""
    folder = root / "locales" / folder_of(locale) / "LC_MESSAGES"
    names = [path.relative_to(root).as_posix() for path in sorted(folder.rglob("*.po"))]
    return [(po.read(seen, name), seen) for name in names if (seen := _read(root, name)) is not None]


def _own_words(locale: str) -> Catalog | None:
    """The toolkit's own translation of its templates, last in line: a new publication need not begin at nothing."""
    path = OWN_LOCALES / folder_of(locale) / "LC_MESSAGES" / f"{SITE}.po"
    return po.read(path.read_bytes(), path.name) if path.is_file() else None


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


def write(
    root: pathlib.Path,
    updated: Updated,
    *,
    catalogs: bool,
    memories: Sequence[pathlib.Path] = (),
    texts: Translations | None = None,
) -> tuple[str, ...]:
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
            fresh = {c.path: c for c in plan(root, catalogs=catalogs, memories=memories, texts=texts).changes}
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
