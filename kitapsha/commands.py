"""What the commands do: the edge that reads options, prints and chooses exit codes."""

from __future__ import annotations

import argparse
import difflib
import os
import pathlib
import shutil
import sys
import time
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from . import state
from .problems import KitapshaError, Place, Severity, error, visible

if TYPE_CHECKING:
    from .problems import Problem
    from .statistics import Report
    from .updating import Translations, Updated


def output_of(options: argparse.Namespace) -> pathlib.Path:
    """The output folder.

    Raises KitapshaError (output-folder, exit code 2) where outputs would mix with what is written by hand.
    """
    root: pathlib.Path = options.project
    return _apart(root, options.output or root / "dist")


def _apart(root: pathlib.Path, output: pathlib.Path) -> pathlib.Path:
    """A folder in which nothing is that was written by hand."""
    try:
        chosen, home = output.resolve(), root.resolve()
        inner = chosen.relative_to(home).parts if chosen.is_relative_to(home) else ()
        # Where case does not count, `Source` is the folder of the articles as well.
        by_hand = bool(inner) and (inner[0].casefold() in _BY_HAND or inner[0].startswith("."))
        free = chosen != home and not home.is_relative_to(chosen) and not by_hand
    except (OSError, RuntimeError):
        # Links in a circle.
        free = False
    if not free:
        problem = error("output-folder", f"nothing can be made into {output}", None, _OWN_FOLDER)
        raise KitapshaError(problem, exit_code=2)
    return output


_BY_HAND = ("source", "locales", "templates", "kitapsha", "tests")
_OWN_FOLDER = "choose a folder of its own, such as dist"


def build(options: argparse.Namespace, kinds: tuple[str, ...]) -> int:
    """`build`, `html` and `pdf`."""
    started = time.perf_counter()
    output = output_of(options)
    root = options.project
    preflight = bool(getattr(options, "preflight", False))
    plain = not (kinds or options.locale or options.only or preflight)
    manifest = state.load(root, output)
    if plain and state.is_current(root, output, manifest):
        return _nothing_to_do(options, manifest, output)
    from . import outputs, project
    from .building import build as make
    from .console import Progress, show, summary
    from .jobs import Scope

    project.require(root)
    scope = Scope(kinds, tuple(options.locale or ()), tuple(options.only or ()), preflight)
    _check_scope(root, scope.locales, scope.slugs)
    with outputs.locked(state.folder(root), lambda text: print(text, file=sys.stderr)):
        built = make(root, output, scope, options.workers or os.cpu_count() or 1, Progress(options.quiet))
    show(built.problems, options.format)
    if options.verbose:
        _list(built.written, built.removed, dict(built.seconds))
    if options.format == "text" and not options.quiet:
        said = summary(built.problems)
        reused = f" ({_counted(built.reused, 'pamphlet')} unchanged)" if built.reused else ""
        parts = [_counted(built.pages, "page"), _counted(built.pdfs, "PDF") + reused]
        made = f"{_shown(output)}: {', '.join(parts)} in {time.perf_counter() - started:.1f} s"
        removed = f", {len(built.removed)} removed" if built.removed else ""
        changed = f"{_counted(len(built.written), 'file')} written{removed}"
        print("; ".join(part for part in (made, changed, said) if part))
    return built.exit_code


def _list(written: Iterable[str], removed: Iterable[str] = (), seconds: Mapping[str, float] | None = None) -> None:
    """What --verbose adds: a line for each file that changed, with the seconds that it took where that is known."""
    took = seconds or {}
    for path in written:
        print(f"written: {visible(path)}" + (f" ({took[path]:.2f} s)" if path in took else ""), file=sys.stderr)
    for path in removed:
        print(f"removed: {visible(path)}", file=sys.stderr)


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _shown(path: pathlib.Path) -> str:
    return os.path.relpath(path) if path.is_relative_to(pathlib.Path.cwd()) else str(path)


def _nothing_to_do(options: argparse.Namespace, manifest: state.Manifest, output: pathlib.Path) -> int:
    """Say again what the last build said: what was wrong then is wrong now."""
    if manifest.said or options.format != "text":
        from .console import show
        from .problems import from_text

        show((from_text(text) for text in manifest.said), options.format)
    if options.format == "text" and not options.quiet:
        print(f"Nothing to do: all {_counted(len(manifest.outputs), 'file')} in {_shown(output)} are up to date.")
    return manifest.exit_code


def _check_scope(root: pathlib.Path, locales: tuple[str, ...], slugs: tuple[str, ...]) -> None:
    """Raise KitapshaError (exit code 2) for a locale or an article that does not exist."""
    if not locales and not slugs:
        return
    from .clock import now
    from .project import load

    snapshot = load(root, now())
    known = {article.slug for article in snapshot.articles}
    for locale in locales:
        if locale not in snapshot.config.locales:
            others = f"the publication has {', '.join(snapshot.config.locales)}; build.py add-language begins another"
            hint = _near(locale, snapshot.config.locales) or others
            raise KitapshaError(error("locale-unknown", f"there is no locale “{locale}”", None, hint), exit_code=2)
    for slug in slugs:
        if slug not in known:
            hint = _near(slug, known) or f"articles: {', '.join(sorted(known)) or 'none yet'}"
            raise KitapshaError(error("article-unknown", f"there is no article “{slug}”", None, hint), exit_code=2)


def _near(word: str, known: Iterable[str]) -> str:
    """A guess at what was meant, empty where nothing is near."""
    near = difflib.get_close_matches(word, list(known), 1)
    return f"did you mean {near[0]}?" if near else ""


def update(options: argparse.Namespace, *, catalogs: bool) -> int:
    """`extract` and `update`."""
    from . import outputs, project, updating
    from .console import show
    from .problems import has_errors

    root = options.project
    project.require(root)
    memories = tuple(options.memory or ()) if catalogs else ()
    texts = _texts(options) if catalogs and options.files else None
    if options.check:
        planned = updating.plan(root, catalogs=catalogs, memories=memories, texts=texts)
        stale = [change.path for change in planned.changes if change.is_needed]
        show(planned.problems, options.format)
        if options.format == "text" and not options.quiet:
            print("\n".join(f"would change: {path}" for path in stale) or _nothing_left(planned))
        return 1 if stale or has_errors(planned.problems) else 0
    with outputs.locked(state.folder(root), lambda text: print(text, file=sys.stderr)):
        rescued = updating.rescue(root)
        planned = updating.plan(root, catalogs=catalogs, memories=memories, texts=texts)
        written = updating.write(root, planned, catalogs=catalogs, memories=memories, texts=texts)
    found = (*rescued, *planned.problems, *(() if catalogs else _export(options)))
    show(found, options.format)
    if options.verbose:
        _list(written)
    if options.format == "text" and not options.quiet:
        _report(planned, written)
        for path in () if catalogs else (options.tmx, options.compendium):
            if path and path.is_file():
                print(f"Translations written to {_shown(path)}.")
    return 1 if has_errors(found) else 0


def _texts(options: argparse.Namespace) -> Translations:
    """The translated articles that are to be brought in."""
    from .updating import Translations

    locales, slugs = tuple(options.locale or ()), tuple(options.only or ())
    _check_scope(options.project, locales, slugs)
    return Translations(tuple(options.files), locales, slugs)


def _export(options: argparse.Namespace) -> tuple[Problem, ...]:
    """Write the memories that were asked for."""
    if not options.tmx and not options.compendium:
        return ()
    from . import exports, project
    from .clock import now

    _check_scope(options.project, tuple(options.locale or ()), ())
    settings = project.load(options.project, now()).config
    locales = tuple(options.locale or settings.locales)
    found: tuple[Problem, ...] = ()
    if options.tmx:
        found += exports.tmx(options.project, settings, locales, options.tmx)
    if options.compendium:
        found += exports.compendium(options.project, settings, locales, options.compendium)
    return found


def _report(planned: Updated, written: tuple[str, ...]) -> None:
    for change in planned.changes:
        if change.path in written and change.merged:
            merged = change.merged
            counts = {
                "new": merged.new,
                "changed, to be reviewed": merged.changed,
                "known from elsewhere": merged.remembered,
                "obsolete": merged.obsolete,
                "unchanged": merged.kept,
            }
            print(f"{change.path}: " + ", ".join(f"{count} {word}" for word, count in counts.items() if count))
    others = len([path for path in written if path.endswith(".pot")])
    if others:
        print(f"{_counted(others, 'template catalog')} written to locales/pot")
    if not written:
        print(_nothing_left(planned))


def _nothing_left(planned: Updated) -> str:
    """That nothing had to change, and what could not: a catalog that cannot be read is left as it is."""
    broken = [problem.place for problem in planned.problems if problem.severity is Severity.ERROR and problem.place]
    left = len({place.path for place in broken if place.path.endswith(".po")})
    unread = f"Everything else is up to date; {_counted(left, 'catalog')} could not be read and stayed unchanged."
    return unread if left else "Everything is up to date."


def check(options: argparse.Namespace) -> int:
    """`check`: the problems are the result, so they go to stdout."""
    from . import checks, project
    from .building import edition
    from .console import show, summary
    from .problems import has_errors, in_order

    _check_scope(options.project, tuple(options.locale or ()), tuple(options.only or ()))
    selected, ignored = _codes(options.select), _codes(options.ignore)
    if options.fix:
        _mend(options)
    made = edition(options.project)
    found = in_order([*checks.run(made), *project.orphans(options.project, made.project)])
    chosen = [problem for problem in found if _is_wanted(problem.place, options)]
    chosen = [p for p in chosen if _is_chosen(p, Severity(options.severity), selected, ignored)]
    show(chosen, options.format, sys.stdout)
    if options.format == "text" and not options.quiet:
        count = len(made.project.articles)
        languages = _counted(len(made.project.config.locales), "language")
        said = summary(chosen)
        explained = f"{said}; `build.py explain CODE` says more of each"
        print(explained if said else f"No problems in {_counted(count, 'article')} and {languages}.")
    return 1 if has_errors(chosen) else 0


def _codes(given: list[str] | None) -> tuple[str, ...]:
    """The codes and families of an option, which may also be separated by commas.

    Raises KitapshaError (code-unknown, exit code 2) for one that does not exist.
    """
    from .explanations import explanations

    codes = tuple(code for text in given or () for code in text.replace(",", " ").split())
    known = [*explanations(), *{code.partition("-")[0] for code in explanations()}]
    for code in codes:
        if code not in known:
            hint = _near(code, known) or "`build.py explain` lists the codes"
            raise KitapshaError(error("code-unknown", f"there is no problem code “{code}”", None, hint), exit_code=2)
    return codes


def _is_chosen(problem: Problem, least: Severity, selected: tuple[str, ...], ignored: tuple[str, ...]) -> bool:
    def matches(codes: tuple[str, ...]) -> bool:
        return any(problem.code == code or problem.code.startswith(f"{code}-") for code in codes)

    severe = list(Severity).index(problem.severity) <= list(Severity).index(least)
    return severe and (not selected or matches(selected)) and not matches(ignored)


def _mend(options: argparse.Namespace) -> None:
    """`check --fix`: mend the catalogs, and say what was done."""
    from . import mending, outputs, project
    from .clock import now

    snapshot = project.load(options.project, now())
    locales = tuple(options.locale or snapshot.config.locales)
    slugs = tuple(options.only or [article.slug for article in snapshot.articles])
    with outputs.locked(state.folder(options.project), lambda text: print(text, file=sys.stderr)):
        done = mending.mend(options.project, snapshot, locales, slugs)
    stream = sys.stdout if options.format == "text" and not options.quiet else sys.stderr
    for catalog in done:
        faults = ", ".join(f"{count} {kind}" for kind, count in catalog.counts)
        print(f"{catalog.path}: {_counted(catalog.entries, 'translation')} mended ({faults})", file=stream)
    if not done and options.format == "text" and not options.quiet:
        print("Nothing to mend.")


def _is_wanted(place: Place | None, options: argparse.Namespace) -> bool:
    from .project import folder_of

    path = place.path if place else ""
    locale = path.split("/")[1] if path.startswith("locales/") else ""
    if options.locale and locale and locale not in {folder_of(wanted) for wanted in options.locale}:
        return False
    stem = pathlib.PurePosixPath(path).stem
    return not options.only or any(stem == pathlib.PurePosixPath(slug).name for slug in options.only)


def status(options: argparse.Namespace) -> int:
    """`status`: how far each article is in each locale; 1 where a catalog or an article cannot be read."""
    from . import editions, project, statistics, statusforms
    from .clock import now
    from .console import show

    _check_scope(options.project, tuple(options.locale or ()), tuple(options.only or ()))
    made = editions.make(project.load(options.project, now()))
    orphans = project.orphans(options.project, made.project)
    report = statistics.report(made, orphans, options.locale or (), options.only or ())
    written = _write_badges(options, report) if options.badges else ""
    if options.format == "json":
        print(statusforms.json_text(report))
    else:
        show(report.problems, options.format)
        print(statusforms.markdown(report) if options.markdown else written or _table(report), end="")
    return 1 if report.problems else 0


def _table(report: Report) -> str:
    from . import console, statustable

    if not sys.stdout.isatty():
        return statustable.plain(report)
    width = shutil.get_terminal_size().columns
    look = statustable.Look(width, console.wants_colours(sys.stdout), console.can_show(statustable.BLOCKS))
    return statustable.terminal(report, look)


def _write_badges(options: argparse.Namespace, report: Report) -> str:
    """Write the badges, and say so in one line."""
    from . import outputs
    from .badges import badges

    folder = _apart(options.project, options.badges)
    made = badges(report, articles=options.articles)
    written, _ = outputs.publish(folder, made, ())
    if options.verbose:
        _list(written)
    return f"{_shown(folder)}: {_counted(len(made), 'badge')}, {len(written)} written\n"


def serve(options: argparse.Namespace) -> int:
    """`serve`: until Ctrl-C, which ends it with 130."""
    if options.locale or options.only:
        hint = f"leave them out, and open http://127.0.0.1:{options.port or 8000}/{_first_page(options)}"
        said = "--locale and --only are not for the preview: it makes each page when somebody looks at it"
        raise KitapshaError(error("serve-scope", said, None, hint), exit_code=2)
    from . import __version__
    from .console import bug_report
    from .serve import server

    def say(text: str) -> None:
        if not options.quiet:
            print(text, flush=True)

    def report(bug: Exception) -> None:
        print(bug_report(bug, __version__), file=sys.stderr, flush=True)

    server.run(options.project, options.port, say, report)
    return 0


def _first_page(options: argparse.Namespace) -> str:
    """The address of what was asked for, as far as it was."""
    if not options.locale:
        return ""
    return f"{options.locale[0]}/{options.only[0]}.html" if options.only else f"{options.locale[0]}/"


def pack(options: argparse.Namespace) -> int:
    """`pack`: an archive for each language, and their checksums."""
    from . import outputs, packing, project
    from .clock import now
    from .console import Progress, show, summary

    project.require(options.project)
    if options.only:
        hint = "leave --only out; to hand over one article, take its files out of dist"
        raise KitapshaError(error("pack-only", "an archive holds a whole language", None, hint), exit_code=2)
    folder = output_of(options)
    locales = tuple(dict.fromkeys(options.locale or ()))
    _check_scope(options.project, locales, ())
    with outputs.locked(state.folder(options.project), lambda text: print(text, file=sys.stderr)):
        packed = packing.pack(options.project, locales, options.workers or os.cpu_count() or 1, Progress(options.quiet))
        settings = project.load(options.project, now()).config
        sums = [packing.sums(folder, packed.artifacts, settings)] if packed.artifacts else []
        made = (*packed.artifacts, *sums)
        written, _ = outputs.publish(folder, made, ())
        state.save_archives(options.project, folder, (artifact.path for artifact in made))
    show(packed.problems, options.format)
    if options.verbose:
        _list(written)
    if options.format == "text" and not options.quiet:
        for artifact, count in zip(packed.artifacts, packed.counts, strict=True):
            size = f"{len(artifact.data) / 1_000_000:.1f} MB"
            print(f"{_shown(folder / artifact.path)}: {_counted(count, 'file')}, {size}")
        said = summary(packed.problems)
        print("; ".join(part for part in (_counted(len(packed.artifacts), "archive"), said) if part))
    return packed.exit_code


def clean(options: argparse.Namespace) -> int:
    """`clean`: remove what `build` and `pack` made, and nothing else."""
    from . import outputs, project

    project.require(options.project)
    output, root = output_of(options), options.project
    made = (*state.load(root, output).outputs, *state.archives(root, output))

    _, removed = outputs.publish(output, (), made)
    if output.is_dir() and not any(output.iterdir()):
        output.rmdir()
    kept = sum(1 for path in output.rglob("*") if path.is_file()) if output.is_dir() else 0
    shutil.rmtree(state.folder(root), ignore_errors=True)
    left = f"; {_counted(kept, 'file')} that no build made left in {_shown(output)}" if kept else ""
    if options.verbose:
        _list((), removed)
    print(f"{_counted(len(removed), 'file')} removed{left}")
    return 0
