"""Time and quality of the merge beside GNU msgmerge, pot2po and po4a. See README.md."""

from __future__ import annotations

import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import corpus  # noqa: E402

from kitapsha import articles, extraction, matching, merge, po  # noqa: E402
from kitapsha.model import Catalog, Message  # noqa: E402

HEADER = (
    "Project-Id-Version: bench\nPOT-Creation-Date: 2026-01-01 00:00+0000\nPO-Revision-Date: 2026-01-01 00:00+0000\n"
    "Last-Translator: A <a@example.org>\nLanguage-Team: B\nLanguage: kk\nMIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n"
)


@dataclass(frozen=True)
class Tool:
    """A program that merges `old.po` with `new.pot` into `out.po`."""

    name: str
    command: Callable[[pathlib.Path], list[str]]
    needs: str


def _ours(folder: pathlib.Path) -> list[str]:
    return [sys.executable, __file__, "--ours", str(folder / "old.po"), str(folder / "new.pot"), str(folder / "out.po")]


def _msgmerge(*options: str) -> Callable[[pathlib.Path], list[str]]:
    return lambda f: ["msgmerge", "--quiet", "--no-wrap", *options, "-o", f"{f}/out.po", f"{f}/old.po", f"{f}/new.pot"]


def _pot2po(folder: pathlib.Path) -> list[str]:
    return ["pot2po", "--progress=none", "-t", f"{folder}/old.po", f"{folder}/new.pot", f"{folder}/out.po"]


def _po4a(folder: pathlib.Path) -> list[str]:
    """It reads the document itself, and calls msgmerge."""
    shutil.copy(folder / "old.po", folder / "out.po")
    options = ["-f", "text", "-o", "markdown", "-M", "UTF-8", "--msgmerge-opt", "--no-wrap"]
    return ["po4a-updatepo", *options, "-m", f"{folder}/new.md", "-p", f"{folder}/out.po"]


TOOLS = (
    Tool("kitapsha", _ours, ""),
    Tool("msgmerge --previous", _msgmerge("--previous"), "msgmerge"),
    Tool("msgmerge -N", _msgmerge("-N"), "msgmerge"),
    Tool(
        "pot2po", lambda f: ["pot2po", "--progress=none", "-t", f"{f}/old.po", f"{f}/new.pot", f"{f}/out.po"], "pot2po"
    ),
    Tool("po4a-updatepo", _po4a, "po4a-updatepo"),
)


def merged(old: str, template: str, out: str) -> None:
    """What `update` does with one catalog, as a process of its own."""
    result = merge.merge(po.read(pathlib.Path(old).read_bytes()), po.read(pathlib.Path(template).read_bytes()))
    pathlib.Path(out).write_bytes(po.write(result.catalog))


def cpu_s(command: list[str]) -> float:
    """CPU seconds, user and system, of a process and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def write_pair(folder: pathlib.Path, texts: list[tuple[str, str]], new: list[str]) -> None:
    """Write the old catalog and the new template."""
    header = Message("", (HEADER,))
    old = Catalog(tuple(Message(a, (b,)) for a, b in dict(texts).items()), header)
    (folder / "old.po").write_bytes(po.write(old))
    (folder / "new.md").write_text("\n\n".join(new) + "\n", "utf-8")
    (folder / "new.pot").write_bytes(po.write(Catalog(tuple(Message(text) for text in dict.fromkeys(new)), header)))


def quality(truth: corpus.Truth, folder: pathlib.Path) -> str:
    """The shares of right offers among edited, split and joined texts, and of false ones among new texts."""
    offered = {m.msgid: m.msgstr[0] for m in po.read((folder / "out.po").read_bytes()).messages if not m.obsolete}
    old = set(truth.old)

    def share(cases: dict[int, tuple[int, ...]], right: Callable[[str, tuple[int, ...], str], bool]) -> str:
        changed = {place: olds for place, olds in cases.items() if truth.new[place] not in old}
        good = sum(right(offered.get(truth.new[p], ""), olds, truth.new[p]) for p, olds in changed.items())
        return f"{100 * good / max(1, len(changed)):5.1f} %"

    def whole(words: str, olds: tuple[int, ...], _text: str) -> bool:
        return all(truth.translations[number] in words for number in olds)

    def part(words: str, _olds: tuple[int, ...], text: str) -> bool:
        return " ".join(map(corpus.translated, matching.split_sentences(text))) == words

    def half(words: str, olds: tuple[int, ...], text: str) -> bool:
        return bool(words) and (part(words, olds, text) or words == truth.translations[olds[0]])

    fresh = [place for place in truth.added if truth.new[place] not in old]
    false = sum(bool(offered.get(truth.new[place])) for place in fresh)
    return (
        f"edited {share({p: (n,) for p, n in truth.edited.items()}, whole)}  "
        f"split, old text found {share({p: (n[0],) for p, n in truth.split.items()}, half)}, "
        f"own part {share({p: (n[0],) for p, n in truth.split.items()}, part)}  "
        f"joined {share(dict(truth.joined.items()), whole)}  false offers {100 * false / max(1, len(fresh)):4.1f} %"
    )


def compare(folder: pathlib.Path, judge: Callable[[pathlib.Path], str]) -> None:
    """Run every tool that is installed, and print a line for each."""
    first = 0.0
    for tool in TOOLS:
        if tool.needs and not shutil.which(tool.needs):
            print(f"  {tool.name:<20} not installed")
            continue
        seconds = cpu_s(tool.command(folder))
        first = first or seconds
        ratio = first / max(seconds, 0.001)
        print(f"  {tool.name:<20} {seconds:8.2f} s CPU, ours is {ratio:6.3f} of it  {judge(folder)}", flush=True)


def real(old: str, new: str) -> None:
    """Compare on two versions of a real article, translated into stand-in words."""
    before, after = (articles.read("a", "a.md", pathlib.Path(name).read_text("utf-8")) for name in (old, new))
    texts = [m.msgid for m in extraction.messages(before.segments)]
    wanted = [m.msgid for m in extraction.messages(after.segments)]
    missing = len(set(wanted) - set(texts))
    print(f"{old} -> {new}: {len(texts)} texts, then {len(wanted)}, {missing} of them changed or new")

    def judge(folder: pathlib.Path) -> str:
        found = po.read((folder / "out.po").read_bytes())
        return f"offers {sum(m.fuzzy for m in found.messages if not m.obsolete)} of {missing}"

    with tempfile.TemporaryDirectory() as name:
        write_pair(pathlib.Path(name), [(text, corpus.translated(text)) for text in texts], wanted)
        compare(pathlib.Path(name), judge)


def main(arguments: list[str]) -> None:
    """Run the benchmark for each number of segments, or on a real pair."""
    if arguments[:1] == ["--ours"]:
        merged(*arguments[1:4])
    elif arguments[:1] == ["--real"]:
        real(*arguments[1:3])
    else:
        for size in map(int, arguments or ["300", "2000"]):
            truth = corpus.make(size)
            print(f"{size} segments, {len(truth.new)} after the edits")
            with tempfile.TemporaryDirectory() as name:
                write_pair(pathlib.Path(name), list(zip(truth.old, truth.translations, strict=True)), truth.new)
                compare(pathlib.Path(name), lambda folder, truth=truth: quality(truth, folder))  # type: ignore[misc]


if __name__ == "__main__":
    main(sys.argv[1:])
