"""Packing: an archive for each language, to be handed over; it opens from its index.html without a server."""

from __future__ import annotations

import hashlib
import pathlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from . import archives, blocks, books, checks, jobs, runner, state
from .building import LACKS, edition
from .cache import Cache
from .config import Config
from .editions import Edition
from .jobs import Job, Scope
from .model import Artifact
from .problems import Problem, Severity, has_errors, in_order
from .runner import Run

SUMS = "SHA256SUMS"
_ELSEWHERE = "in another archive"


@dataclass(frozen=True, slots=True)
class Packed:
    """The archives, how many files each holds, and what was noticed; `lacking` as in `building.Built`."""

    artifacts: tuple[Artifact, ...]
    counts: tuple[int, ...]
    problems: tuple[Problem, ...]

    @property
    def exit_code(self) -> int:
        """1 where the content has errors, 3 where the machine lacks something, else 0."""
        if has_errors(problem for problem in self.problems if problem.code not in LACKS):
            return 1
        return 3 if any(problem.code in LACKS for problem in self.problems) else 0


def pack(root: pathlib.Path, locales: tuple[str, ...], workers: int, progress: runner.Progress) -> Packed:
    """Make the archives of some languages, of all where none is named. Nothing but the cache is written.

    Law: their bytes depend on the publication alone.
    """
    made = edition(root)
    settings, store = made.project.config, Cache(state.folder(root))
    chosen = locales or settings.locales
    packed = [locale for locale in chosen if _has_articles(made, locale)]
    pamphlets = runner.run(jobs.pdfs(made, Scope(locales=tuple(packed))), store, workers, progress)
    artifacts, counts = [], []
    problems = [*checks.run(made, notes=False), *pamphlets.problems]
    for locale in packed:
        run = runner.run(_around(made, locale, pamphlets), store, workers, progress)
        files = [a for a in (*run.artifacts, *pamphlets.artifacts) if _belongs(a.path, locale, settings)]
        artifacts.append(_archive(made, locale, files))
        counts.append(len(files))
        problems += run.problems
    severity = Severity.ERROR if locales else Severity.WARNING
    problems += [_empty(locale, severity) for locale in chosen if locale not in packed]
    return Packed(tuple(artifacts), tuple(counts), in_order(dict.fromkeys(problems)))


def name_of(settings: Config, locale: str) -> str:
    """The name of a language's archive, without its ending."""
    return f"{blocks.slug(settings.title)}-{locale}"


def sums(folder: pathlib.Path, artifacts: Iterable[Artifact], settings: Config) -> Artifact:
    """The checksums of the archives just made and of those that stand in the folder, as `sha256sum -c` reads them."""
    names = [f"{name_of(settings, locale)}.zip" for locale in settings.locales]
    data = {name: (folder / name).read_bytes() for name in names if (folder / name).is_file()}
    data |= {artifact.path: artifact.data for artifact in artifacts}
    lines = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(data.items())]
    return Artifact(SUMS, "".join(lines).encode())


def _has_articles(made: Edition, locale: str) -> bool:
    return any(made.is_made(locale, article.slug) for article in made.project.articles)


def _around(made: Edition, locale: str, pamphlets: Run) -> tuple[Job, ...]:
    """The jobs that make the pages of one language as if there were no other; they offer the pamphlets."""
    alone = _alone(made, locale)
    scope = Scope(locales=(locale,))
    files = {path for job in jobs.site(alone, scope) for path in job.paths}
    alone = replace(alone, files=frozenset(files | {artifact.path for artifact in pamphlets.artifacts}))
    # The first page is in the language of the archive.
    project = alone.project
    door = replace(alone, project=replace(project, config=replace(project.config, source_locale=locale)))
    inner = [job for job in jobs.site(alone, scope) if job.paths != ("index.html",)]
    return (*(job for job in jobs.site(door, scope) if job.paths == ("index.html",)), *inner)


def _alone(made: Edition, locale: str) -> Edition:
    settings = made.project.config
    outputs = tuple(dict.fromkeys(("html", *settings.outputs)))
    # What an archive says must not depend on where it is unpacked.
    config = replace(settings, locales=(locale,), outputs=outputs, base_url="")
    translations = {
        key: given if key[0] == locale else replace(given, reason=_ELSEWHERE)
        for key, given in made.translations.items()
    }
    return replace(made, project=replace(made.project, config=config), translations=translations)


def _belongs(path: str, locale: str, settings: Config) -> bool:
    """Whether a file is of a language, or of none."""
    return path.split("/")[0] not in {other for other in settings.locales if other != locale}


def _archive(made: Edition, locale: str, files: Sequence[Artifact]) -> Artifact:
    name = name_of(made.project.config, locale)
    slugs = [article.slug for article in made.project.articles if made.is_made(locale, article.slug)]
    moment = books.modified(made, locale, slugs)
    return Artifact(f"{name}.zip", archives.zipped({f"{name}/{file.path}": file.data for file in files}, moment))


def _empty(locale: str, severity: Severity) -> Problem:
    hint = f"build.py status --locale {locale} says what is missing"
    return Problem("pack-empty", severity, f"no article is published in {locale}, so there is no archive", None, hint)
