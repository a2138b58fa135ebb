"""Cost of pamphlets beside the `weasyprint` command, one warm process of it, and Chromium. See README.md."""

from __future__ import annotations

import contextlib
import ctypes
import os
import pathlib
import pickle
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kitapsha import building, jobs, pdf, runner, workers  # noqa: E402
from kitapsha.jobs import Job, Scope  # noqa: E402
from kitapsha.model import Asset  # noqa: E402

VARIANT = "pdf/a-2a"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""
MEMORY_STEPS = (9, 45, 90, 180, 270)
"""After how many documents the memory of a worker is read."""


@dataclass(frozen=True)
class Cost:
    """Seconds, those of all processes and those on the clock."""

    cpu: float
    wall: float


# --- the documents ----------------------------------------------------------------------------------------------


def pamphlets() -> list[Job]:
    """The jobs of every pamphlet of this publication, one for each article and language."""
    found = jobs.pdfs(building.edition(ROOT), Scope(kinds=("pdf",)))
    return [job for job in found if job.heavy]


def settled(job: Job) -> tuple[str, int]:
    """The document that a pamphlet is written from, when its size and its pages for notes are found, and the layouts.

    The engine is asked: it knows what it was given last.
    """
    html, assets, _, locale, _ = job.args
    with _listening() as given:
        pdf.render(html, assets, lang=locale)
    root = given[-1]
    ElementTree.register_namespace("", "http://www.w3.org/2000/svg")
    body = ElementTree.tostring(root.find("body"), "unicode", "html")
    head = html.partition("<head>")[2].partition("</head>")[0]
    style = f' style="{root.get("style")}"' if root.get("style") else ""
    return f'<!DOCTYPE html>\n<html lang="{locale}"{style}><head>{head}</head>{body}</html>', len(given)


@contextlib.contextmanager
def _listening():  # type: ignore[no-untyped-def]  # noqa: ANN202
    """What WeasyPrint lays out meanwhile: a list of trees."""
    import weasyprint

    plain, given = weasyprint.HTML.render, []

    def render(html, *args, **options):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN002, ANN003, ANN202
        given.append(html.etree_element)
        return plain(html, *args, **options)

    weasyprint.HTML.render = render
    try:
        yield given
    finally:
        weasyprint.HTML.render = plain


def write(folder: pathlib.Path, documents: Sequence[tuple[str, tuple[Asset, ...]]]) -> list[pathlib.Path]:
    """The documents as files, with their assets beside them."""
    paths = []
    for number, (html, assets) in enumerate(documents):
        place = folder / f"{number:03}"
        for asset in assets:
            path = place / asset.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(asset.data.replace(b"kitapsha:", b"../") if asset.name.endswith(".css") else asset.data)
        path = place / "pamphlet.html"
        path.write_text(html.replace("kitapsha:", ""), "utf-8")
        paths.append(path)
    return paths


# --- the programs -----------------------------------------------------------------------------------------------


def fitted(folder: pathlib.Path, copies: int, processes: int) -> None:
    """Ours as in a build: the size is found, the pages are filled, the file is checked."""
    found = pickle.loads((folder / "jobs").read_bytes()) * copies
    tasks = [workers.Task(job.function, job.args, job.label) for job in found]
    _run(tasks, processes)


def once(folder: pathlib.Path, copies: int, processes: int) -> None:
    """Ours with nothing left to find: one layout and one writing of each document."""
    found = pickle.loads((folder / "settled").read_bytes()) * copies
    _run([workers.Task(pdf.render, args) for args in found], processes)


def _run(tasks: list[workers.Task], processes: int) -> None:
    limits = {"timeout_s": runner.PDF_TIMEOUT_S, "memory_bytes": runner.PDF_MEMORY_BYTES}
    outcomes = workers.run(tasks, workers=processes, **limits)  # type: ignore[arg-type]
    assert all(outcome.value for outcome in outcomes), [outcome.problems for outcome in outcomes]


def warm(folder: pathlib.Path, copies: int) -> None:
    """WeasyPrint in one process, its fonts and images shared by all documents."""
    os.environ["FONTCONFIG_FILE"] = str(ROOT / "kitapsha" / "data" / "fonts.conf")
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fonts, images = FontConfiguration(), {}  # type: ignore[var-annotated]
    for path in sorted(folder.glob("*/pamphlet.html")) * copies:
        html = weasyprint.HTML(filename=path)
        html.write_pdf(path.with_suffix(".warm.pdf"), font_config=fonts, cache=images, pdf_variant=VARIANT)


def _command(path: pathlib.Path) -> list[str]:
    out = path.with_suffix(".command.pdf")
    return [sys.executable, "-m", "weasyprint", "--quiet", "--pdf-variant", VARIANT, str(path), str(out)]


def _chromium(path: pathlib.Path) -> list[str]:
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-pdf-header-footer",
        f"--user-data-dir={path.parent}/profile",
    ]
    return [CHROMIUM, *options, f"--print-to-pdf={path.with_suffix('.chromium.pdf')}", path.as_uri()]


# --- the measure ------------------------------------------------------------------------------------------------


def cost(commands: Sequence[list[str]]) -> Cost:
    """What commands cost, one after the other, with all that they have started."""
    environment = {**os.environ, "FONTCONFIG_FILE": str(ROOT / "kitapsha" / "data" / "fonts.conf")}
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    for command in commands:
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with contextlib.suppress(ChildProcessError):
            while True:
                os.waitpid(-1, 0)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, time.perf_counter() - started)


def _adopt_orphans() -> None:
    """Let processes that lose their parent be ours, so that their time is counted (prctl(2))."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


def compare(copies: int) -> None:
    """Run every program on so many copies of every document, and print a line for each."""
    found = pamphlets()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        final = [settled(job) for job in found]
        documents = [(html, job.args[1]) for (html, _), job in zip(final, found, strict=True)]
        paths = write(folder, documents) * copies
        (folder / "jobs").write_bytes(pickle.dumps(found))
        (folder / "settled").write_bytes(pickle.dumps(documents))
        layouts = [count for _, count in final]
        print(f"{len(paths)} documents; layouts of each: {' '.join(map(str, layouts))}, {sum(layouts)} in all")
        _table(folder, paths, copies)


def _table(folder: pathlib.Path, paths: Sequence[pathlib.Path], copies: int) -> None:
    def ours(what: str, *arguments: int) -> Callable[[], Cost]:
        return lambda: cost([[sys.executable, __file__, what, str(folder), str(copies), *map(str, arguments)]])

    loop = cost([_command(path) for path in paths])
    rows: list[tuple[str, Cost]] = [
        ("weasyprint, a command for each", loop),
        ("weasyprint, one process", ours("--warm")()),
    ]
    if CHROMIUM:
        rows.append(("chromium --print-to-pdf", cost([_chromium(path) for path in paths])))
    else:
        print("  chromium is not installed")
    rows.append(("ours, one layout and one writing", ours("--once", 1)()))
    rows.append(("ours, with the fit to sheets", ours("--fitted", 1)()))
    rows.append(("the same, two workers", ours("--fitted", 2)()))
    process = rows[1][1]
    print(f"  {'':<34}{'CPU s':>8}{'a document':>12}{'/ command':>11}{'/ process':>11}{'wall s':>9}")
    for title, one in rows:
        ratios = f"{one.cpu / loop.cpu:>11.2f}{one.cpu / process.cpu:>11.2f}"
        print(f"  {title:<34}{one.cpu:>8.1f}{one.cpu / len(paths):>12.2f}{ratios}{one.wall:>9.1f}", flush=True)
    print(f"  two workers take {rows[-1][1].wall / rows[-2][1].wall:.2f} of the wall time of one")


def unchanged() -> None:
    """Build the publication twice, and print what the second build costs."""
    with tempfile.TemporaryDirectory() as name:
        for part in ("source", "locales", "templates", "kitapsha.toml"):
            copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
            copy(ROOT / part, pathlib.Path(name, part))
        build = [sys.executable, "-m", "kitapsha", "build", "--project", name, "--workers", "1"]
        os.chdir(ROOT)
        first, second = cost([build]), cost([build])
        pathlib.Path(name, "dist", "index.html").unlink()
        third = cost([build])
    print(f"build: {first.cpu:.1f} s CPU; nothing changed: {second.cpu:.2f}; a page missing: {third.cpu:.2f}")


def memory() -> None:
    """Print how much memory a worker holds after so many documents."""
    found = pamphlets()
    standing = workers.Standing(timeout_s=runner.PDF_TIMEOUT_S, memory_bytes=runner.PDF_MEMORY_BYTES)
    for number in range(MEMORY_STEPS[-1]):
        job = found[number % len(found)]
        assert standing.run(workers.Task(job.function, job.args, job.label)).value
        if number + 1 in MEMORY_STEPS:
            held = standing.run(workers.Task(_resident_mb)).value
            print(f"after {number + 1:4} documents a worker holds {held} MB", flush=True)
    standing.close()


def _resident_mb() -> int:
    pages = int(pathlib.Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() // 1_000_000


def main(arguments: list[str]) -> None:
    """Run the benchmark with so many copies of every document, or one part of it."""
    match arguments:
        case ["--fitted", folder, copies, processes]:
            fitted(pathlib.Path(folder), int(copies), int(processes))
        case ["--once", folder, copies, processes]:
            once(pathlib.Path(folder), int(copies), int(processes))
        case ["--warm", folder, copies]:
            warm(pathlib.Path(folder), int(copies))
        case ["--memory"]:
            memory()
        case _:
            _adopt_orphans()
            for times in map(int, arguments or ["1"]):
                compare(times)
            unchanged()


if __name__ == "__main__":
    main(sys.argv[1:])
