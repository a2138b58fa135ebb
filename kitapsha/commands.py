"""What the commands do: the edge that reads options, prints and chooses exit codes."""

from __future__ import annotations

import argparse
import os
import pathlib
import shutil
import sys
import time
from typing import TYPE_CHECKING

from . import state
from .problems import KitapshaError, Place, error

if TYPE_CHECKING:
    from .updating import Updated


def output_of(options: argparse.Namespace) -> pathlib.Path:
    """The output folder.

    Raises KitapshaError (output-folder, exit code 2) where outputs would mix with what is written by hand.
    """
    root: pathlib.Path = options.project
    output: pathlib.Path = options.output or root / "dist"
    chosen = output.resolve()
    for name in ("", "source", "locales", "templates", "kitapsha", "tests"):
        taken = (root / name).resolve()
        if chosen == taken or (name and chosen.is_relative_to(taken)) or taken.is_relative_to(chosen):
            hint = "choose a folder of its own, such as dist"
            problem = error("output-folder", f"nothing can be made into {output}", None, hint)
            raise KitapshaError(problem, exit_code=2)
    return output


def build(options: argparse.Namespace, kinds: tuple[str, ...]) -> int:
    """`build`, `html` and `pdf`."""
    started = time.perf_counter()
    output = output_of(options)
    root = options.project
    plain = not (kinds or options.locale or options.only)
    manifest = state.load(root, output)
    if plain and state.is_current(root, output, manifest):
        return _nothing_to_do(options, manifest, output)
    from . import outputs
    from .building import build as make
    from .console import Progress, show, summary
    from .jobs import Scope

    scope = Scope(kinds, tuple(options.locale or ()), tuple(options.only or ()))
    _check_scope(root, scope.locales, scope.slugs)
    with outputs.locked(state.folder(root), lambda text: print(text, file=sys.stderr)):
        built = make(root, output, scope, options.workers or os.cpu_count() or 1, Progress(options.quiet))
    show(built.problems, options.format)
    if options.format == "text" and not options.quiet:
        said = summary(built.problems)
        parts = [f"{built.pages} pages", f"{built.pdfs} PDFs" + (f" ({_reused(built.reused)})" if built.reused else "")]
        made = f"{_shown(output)}: {', '.join(parts)} in {time.perf_counter() - started:.1f} s"
        changed = f"{built.written} files written" + (f", {built.removed} removed" if built.removed else "")
        print("; ".join(part for part in (made, changed, said) if part))
    return built.exit_code


def _reused(count: int) -> str:
    return f"{count} pamphlet{'s' if count > 1 else ''} unchanged"


def _shown(path: pathlib.Path) -> str:
    return os.path.relpath(path) if path.is_relative_to(pathlib.Path.cwd()) else str(path)


def _nothing_to_do(options: argparse.Namespace, manifest: state.Manifest, output: pathlib.Path) -> int:
    """Say again what the last build said: what was wrong then is wrong now."""
    if manifest.said or options.format != "text":
        from .console import show
        from .problems import from_text

        show((from_text(text) for text in manifest.said), options.format)
    if options.format == "text" and not options.quiet:
        print(f"Nothing to do: all {len(manifest.outputs)} files in {_shown(output)} are up to date.")
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
            hint = f"the publication has {', '.join(snapshot.config.locales)}; build.py add-language begins another"
            raise KitapshaError(error("locale-unknown", f"there is no locale {locale!a}", None, hint), exit_code=2)
    for slug in slugs:
        if slug not in known:
            hint = f"articles: {', '.join(sorted(known)) or 'none yet'}"
            raise KitapshaError(error("article-unknown", f"there is no article {slug!a}", None, hint), exit_code=2)


def update(options: argparse.Namespace, *, catalogs: bool) -> int:
    """`extract` and `update`."""
    from . import outputs, updating
    from .console import show
    from .problems import has_errors

    root = options.project
    if options.check:
        planned = updating.plan(root, catalogs=catalogs)
        stale = [change.path for change in planned.changes if change.is_needed]
        show(planned.problems, options.format)
        if options.format == "text" and not options.quiet:
            print("\n".join(f"would change: {path}" for path in stale) or "Everything is up to date.")
        return 1 if stale or has_errors(planned.problems) else 0
    with outputs.locked(state.folder(root), lambda text: print(text, file=sys.stderr)):
        planned = updating.plan(root, catalogs=catalogs)
        written = updating.write(root, planned, catalogs=catalogs)
    show(planned.problems, options.format)
    if options.format == "text" and not options.quiet:
        _report(planned, written)
    return 1 if has_errors(planned.problems) else 0


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
        print(f"{others} template catalogs written to locales/pot")
    if not written:
        print("Everything is up to date.")


def check(options: argparse.Namespace) -> int:
    """`check`: the problems are the result, so they go to stdout."""
    from . import checks, project
    from .building import edition
    from .console import show, summary
    from .problems import has_errors, in_order

    _check_scope(options.project, tuple(options.locale or ()), tuple(options.only or ()))
    made = edition(options.project)
    found = in_order([*checks.run(made), *project.orphans(options.project, made.project)])
    chosen = [problem for problem in found if _is_wanted(problem.place, options)]
    show(chosen, options.format, sys.stdout)
    if options.format == "text" and not options.quiet:
        count = len(made.project.articles)
        print(summary(chosen) or f"No problems in {count} articles and {len(made.project.config.locales)} languages.")
    return 1 if has_errors(chosen) else 0


def _is_wanted(place: Place | None, options: argparse.Namespace) -> bool:
    from .project import folder_of

    path = place.path if place else ""
    locale = path.split("/")[1] if path.startswith("locales/") else ""
    if options.locale and locale and locale not in {folder_of(wanted) for wanted in options.locale}:
        return False
    stem = pathlib.PurePosixPath(path).stem
    return not options.only or any(stem == pathlib.PurePosixPath(slug).name for slug in options.only)


def status(options: argparse.Namespace) -> int:
    """`status`: how far each article is in each locale."""
    import json

    from .building import edition

    made = edition(options.project)
    rows = [
        (locale, article.slug, made.translations[locale, article.slug])
        for locale in options.locale or made.project.config.locales
        for article in made.project.articles
        if not options.only or article.slug in options.only
    ]
    if options.format == "json":
        table = [
            {
                "locale": locale,
                "article": slug,
                "percent": row.coverage.percent,
                "words": row.coverage.total.words,
                "translated_words": row.coverage.translated.words,
                "fuzzy_words": row.coverage.fuzzy.words,
                "untranslated_words": row.coverage.untranslated.words,
                "published": made.published(locale, slug),
                "reason": row.reason,
            }
            for locale, slug, row in rows
        ]
        print(json.dumps({"schema": 1, "translations": table}, ensure_ascii=False, indent=2))
        return 0
    width = max((len(slug) for _, slug, _ in rows), default=0)
    for locale, slug, row in rows:
        c = row.coverage
        note = _WHY.get(row.reason, "")
        missing = f"{c.fuzzy.words} to review, {c.untranslated.words} to translate" if c.percent < 100 else ""
        line = f"{locale:<8} {slug:<{width}}  {c.percent:>3} %  of {c.total.words:>5} words  {missing}{note}"
        print(line.rstrip())
    return 0


_WHY = {
    "title": "; not published: the title is not translated",
    "incomplete": "; not published: below the minimum",
    "catalog": "; not published: the catalog cannot be read",
}


def clean(options: argparse.Namespace) -> int:
    """`clean`: remove what builds made, and nothing else."""
    output, root = output_of(options), options.project
    manifest = state.load(root, output)
    from . import outputs

    _, removed = outputs.publish(output, (), manifest.outputs)
    if output.is_dir() and not any(output.iterdir()):
        output.rmdir()
    kept = sum(1 for path in output.rglob("*") if path.is_file()) if output.is_dir() else 0
    shutil.rmtree(state.folder(root), ignore_errors=True)
    left = f"; {kept} files that no build made were left in {_shown(output)}" if kept else ""
    print(f"{removed} files removed{left}")
    return 0
