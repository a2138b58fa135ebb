"""The checks on translations beside `pofilter` of Translate Toolkit and `msgfmt -c`, in one run.

    .venv/bin/python bench/checks.py [ENTRIES]

Quality on the seeded sets (tests/seeded): the share of errors found and of right translations doubted. Time on a
catalog of ENTRIES entries (10,000), made of the right ones over and over: CPU seconds of the whole process, its memory.
"""

from __future__ import annotations

import itertools
import os
import pathlib
import subprocess
import sys
import tempfile

import polib

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from tests.seeded_sets import FOLDER, SETS, found, is_found, load, references  # noqa: E402

BIN = pathlib.Path(sys.executable).parent


def flagged_by_pofilter(path: pathlib.Path) -> set[str]:
    """The contexts of the entries that pofilter complains of, with its checks for the language."""
    with tempfile.TemporaryDirectory() as folder:
        target = pathlib.Path(folder, "out.po")
        command = [BIN / "pofilter", "--language", path.parent.name, "--nofuzzy", path, target]
        subprocess.run(command, check=True, capture_output=True)
        return {entry.msgctxt for entry in polib.pofile(str(target))} if target.is_file() else set()


def quality() -> None:
    """Print what both find in the seeded sets, and what they doubt."""
    known = references()
    print("| set | entries | kitapsha | pofilter |\n|---|---:|---:|---:|")
    judges = {"errors": is_found, "correct": lambda case, known: bool(found(case, known))}
    for (locale, name), (kind, judge) in itertools.product(SETS, judges.items()):
        path = FOLDER / locale / f"{kind}{name}.po"
        cases = list(load(path))
        ours, theirs = sum(judge(case, known) for case in cases), len(flagged_by_pofilter(path))
        print(f"| {locale} {kind}{name} | {len(cases)} | {ours / len(cases):.1%} | {theirs / len(cases):.1%} |")


def large(folder: pathlib.Path, locale: str, entries: int) -> pathlib.Path:
    """A publication with one catalog of so many entries, and nothing else that takes time."""
    catalog = polib.pofile(str(FOLDER / locale / "correct.po"))
    right = [entry for entry in catalog if not entry.msgid_plural]
    many = polib.POFile()
    many.metadata = catalog.metadata
    for number in range(entries):
        entry = right[number % len(right)]
        many.append(polib.POEntry(msgid=entry.msgid, msgstr=entry.msgstr, msgctxt=str(number)))
    (folder / "kitapsha.toml").write_text(f'title = "Many"\nlocales = ["en", "{locale}"]\n', "utf-8")
    (folder / "source").mkdir()
    (folder / "source/many.md").write_text("# Many\n", "utf-8")
    path = folder / f"locales/{locale}/LC_MESSAGES/many.po"
    path.parent.mkdir(parents=True)
    many.save(str(path))
    return path


def timed(*command: object) -> tuple[float, int]:
    """CPU seconds and the largest memory in MB of a process and its children."""
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, used = os.wait4(process.pid, 0)
    return used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


def speed(entries: int) -> None:
    """Print how long each takes over one large catalog."""
    print(f"\n| {entries:,} entries | CPU s | ours / theirs | MB |\n|---|---:|---:|---:|")
    for locale in sorted(path.name for path in FOLDER.iterdir()):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            path = large(folder, locale, entries)
            build = [sys.executable, HERE.parent / "build.py", "--project", folder, "check", "--locale", locale]
            commands = {
                f"kitapsha check ({locale})": build,
                "pofilter": [BIN / "pofilter", "--language", locale, path, folder / "out.po"],
                "msgfmt -c": ["msgfmt", "-c", "-o", os.devnull, path],
            }
            ours = 0.0
            for program, command in commands.items():
                seconds, megabytes = timed(*command)
                ours = ours or seconds
                ratio = "" if seconds == ours else f"{ours / seconds:.2f}"
                print(f"| {program} | {seconds:.2f} | {ratio} | {megabytes} |")


if __name__ == "__main__":
    quality()
    speed(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
