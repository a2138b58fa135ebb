"""The cost of the web edition beside Hugo, mkdocs, Pelican, po4a with pandoc, and Sphinx. See README.md."""

from __future__ import annotations

import argparse
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field

import peers
import publication
from peers import TOOLS, Tool

LONG_S = 5.0
STEPS = ("cold", "unchanged", "one msgstr", "one paragraph")


@dataclass
class Costs:
    """CPU seconds of each step, user and system, of all processes; `peak_mb` is that of the largest process."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    peak_mb: float = 0.0

    def median(self, step: str) -> float:
        """The median of a step."""
        return statistics.median(self.seconds[step])


def cost(commands: list[list[str]], folder: pathlib.Path, variables: dict[str, str]) -> tuple[float, float]:
    """CPU seconds of commands with all their children, and the memory of the largest process in MB."""
    seconds, peak = 0.0, 0.0
    # Whoever uses a program has its modules compiled.
    settings = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | variables
    for command in commands:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen(command, cwd=folder, env=settings, **quiet)  # type: ignore[call-overload]
        # Unlike RUSAGE_CHILDREN, this counts no process of an earlier measurement.
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{' '.join(command)} failed with {process.returncode} in {folder}")
        seconds += usage.ru_utime + usage.ru_stime
        peak = max(peak, usage.ru_maxrss / 1024)
    return seconds, peak


def change(path: pathlib.Path, text: str, word: str) -> None:
    """Add a word to a text in a file, which may be a catalog whose lines are wrapped."""
    pattern = r"(?:\s|\"\n\")+".join(map(re.escape, text[:-1].split()))
    changed, count = re.subn(rf"({pattern})\.", rf"\1 {word}.", path.read_text("utf-8"))
    if count != 1:
        raise SystemExit(f"{text!r} stands {count} times in {path}")
    path.write_text(changed, "utf-8")


def measure(tool: Tool, folder: pathlib.Path, count: int, runs: int) -> Costs:
    """Build cold, again, and after each of the two changes; all of it several times, a long cold build once."""
    costs = Costs({step: [] for step in STEPS})
    for number in range(runs):
        slug, english, russian = _text(count, number)
        for step in STEPS:
            if step == "cold":
                if max(costs.seconds[step], default=0) > LONG_S:
                    continue
                for name in tool.made:
                    shutil.rmtree(folder / name, ignore_errors=True)
            elif step == "one msgstr":
                change(folder / tool.msgstr.format(slug=slug), russian, "слово")
            elif step == "one paragraph":
                change(folder / tool.paragraph.format(slug=slug), english, "indeed")
            seconds, peak = cost(tool.build(folder), folder, tool.variables)
            costs.seconds[step].append(seconds)
            costs.peak_mb = max(costs.peak_mb, peak)
    return costs


def _text(count: int, number: int) -> tuple[str, str, str]:
    """An article's name and one of its paragraphs without markup, in English and in Russian; another one each time."""
    place = (count // 2 + number) % count
    article = next(a for at, a in enumerate(publication.articles(count)) if at == place)
    plain = [b.texts[0] for b in article.blocks if b.form == "{}" and not any(p[0] or p[2] for p in b.texts[0])]
    return article.slug, publication.said(plain[1], "en"), publication.said(plain[1], "ru")


def prepare(name: str, folder: pathlib.Path, count: int) -> None:
    """Write the project of a tool in a process of its own: a child's peak memory is at least its parent's."""
    command = [sys.executable, __file__, "--prepare", name, str(folder), str(count)]
    subprocess.run(command, check=True)


def show(tool: Tool, costs: Costs, bare: float, first: Costs | None) -> None:
    """Print a line of the table: seconds, and what part of them ours are."""
    cells = []
    for step in STEPS:
        took = costs.median(step)
        ratio = f" ({first.median(step) / took:.2f})" if first else ""
        cells.append(f"{took:.2f}{ratio}")
    pythons = f"{costs.median('unchanged') / bare:.1f}"
    print(f"| {tool.name} | {' | '.join(cells)} | {pythons} | {costs.peak_mb:.0f} |", flush=True)


def run(count: int, runs: int, wanted: list[str], scratch: pathlib.Path) -> None:
    """Measure every tool on so many articles."""
    bare = statistics.median(cost([[sys.executable, "-c", "pass"]], scratch, {})[0] for _ in range(15))
    print(f"\n{count} articles; python -c pass takes {bare:.3f} s CPU\n")
    print(f"| Program | {' | '.join(STEPS)} | unchanged, in bare Pythons | peak MB |\n|---|{'---:|' * 6}", flush=True)
    ours = None
    for tool in TOOLS:
        if (wanted and tool.name.split(",")[0].lower() not in wanted) or (tool.lacks or count > tool.most):
            reason = f"not installed: {tool.lacks}" if tool.lacks else f"not tried with more than {tool.most} articles"
            if not wanted:
                print(f"| {tool.name} | {reason} |")
            continue
        folder = scratch / f"{tool.name.split(',')[0].lower()}-{count}"
        prepare(tool.name, folder, count)
        costs = measure(tool, folder, count, runs)
        show(tool, costs, bare, ours)
        ours = ours or (costs if tool is peers.OURS else None)
        shutil.rmtree(folder)


def main() -> None:
    """Read the options and run."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("sizes", nargs="*", type=int, default=[30, 300], help="numbers of articles")
    options.add_argument("--runs", type=int, default=3, help="how often everything is measured; medians are shown")
    options.add_argument("--only", action="append", default=[], help="only this program; repeatable")
    options.add_argument("--prepare", nargs=3, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.prepare:
        name, folder, count = chosen.prepare
        tool = next(tool for tool in TOOLS if tool.name == name)
        tool.write(pathlib.Path(folder), list(publication.articles(int(count))))
        return
    with tempfile.TemporaryDirectory(prefix="kitapsha-bench-") as scratch:
        for size in chosen.sizes:
            run(size, chosen.runs, chosen.only, pathlib.Path(scratch))


if __name__ == "__main__":
    main()
