"""One folder for each problem code: `problems/CODE/project` is the smallest project that causes exactly this problem.

A project is copied and its catalogs are brought up to date; then the files of `after/` are put over it, and the
command in `command.txt` (`check` where there is none) runs. `expected.txt` is what it prints. Files that a repository
cannot hold well (links, other encodings, huge ones) are made by a recipe below. KITAPSHA_RENEW=1 writes the expected
files anew; read the difference before it is kept.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kitapsha.cli import main
from kitapsha.explanations import explanations

FOLDERS = Path(__file__).parent / "problems"
CODES = sorted(path.name for path in FOLDERS.iterdir())
EXAMPLES = {path.name for path in (Path(__file__).parent / "checks").iterdir()}
"""Codes that a pair of sentences causes; test_check_examples.py."""

ELSEWHERE = {
    "merge-conflict": "needs two branches; test_merge_driver.py",
    "merge-base": "needs two branches; test_merge_driver.py",
    "output-clash": "needs two pamphlets; test_nothing_lost.py",
    "write-busy": "needs a program that saves all the time; test_update.py",
    "catalog-rescued": "needs a run that is killed; test_update.py",
    "update-loss": "would be a bug of ours; test_update.py",
    "pdf-alt": "PDF; tests/pdf",
    "pamphlet-long": "PDF; tests/pdf/test_pamphlets.py",
    "port-unusable": "needs a port that is in use; serve/test_server.py",
    "pdf-engine": "PDF; tests/pdf",
    "pdf-fetch": "PDF; tests/pdf",
    "pdf-font": "PDF; tests/pdf",
    "pdf-glyph": "PDF; tests/pdf",
    "pdf-link": "PDF; tests/pdf",
    "pdf-log": "PDF; tests/pdf",
    "pdf-unsafe": "PDF; tests/pdf",
    "pdf-pango": "a machine without Pango; tests/pdf",
    "preflight-sheet": "PDF; unit/test_preflight.py",
    "preflight-note": "PDF; unit/test_preflight.py",
    "preflight-beyond": "PDF; unit/test_preflight.py",
    "preflight-hole": "PDF; unit/test_preflight.py",
    "preflight-ladder": "PDF; unit/test_preflight.py",
    "preflight-loose": "PDF; unit/test_preflight.py",
    "preflight-runt": "PDF; unit/test_preflight.py",
    "preflight-image": "PDF; unit/test_preflight.py",
    "preflight-size": "PDF; unit/test_preflight.py",
    "preflight-long": "PDF; unit/test_preflight.py",
    "worker-crash": "a process that breaks; unit/test_workers.py",
    "worker-memory": "a process without memory; unit/test_workers.py",
    "worker-timeout": "a process that hangs; unit/test_workers.py",
}
"""Codes that no small project causes, with the reason and the place of their tests."""

USAGE = {
    "config-syntax",
    "config-key",
    "config-value",
    "sheet-too-small",
    "project-missing",
    "output-folder",
    "folder-taken",
}
USAGE |= {"locale-unknown", "locale-exists", "article-unknown", "article-exists", "code-unknown", "compendium-locale"}
USAGE |= {"pack-only", "serve-scope"}
"""Codes of wrong usage or configuration: exit code 2."""


def _catalog(project: Path) -> Path:
    return project / "locales/en/LC_MESSAGES/well.po"


def _image(project: Path, kind: str, size: tuple[int, int]) -> None:
    from PIL import Image

    Image.new("1", size).save(project / "source/well.png", kind)


def _link(path: Path, target: Path, text: str | None = None) -> None:
    """Put a link in the place of a file; its target gets a text, or does not exist."""
    if text is not None:
        target.write_text(text, "utf-8")
    path.unlink(missing_ok=True)
    path.symlink_to(target)


def _lead_out(project: Path) -> None:
    (project.parent / "elsewhere").mkdir()
    (project / "dist").mkdir()
    (project / "dist/en").symlink_to(project.parent / "elsewhere")


RECIPES: dict[str, Callable[[Path], object]] = {
    "article-limit": lambda p: (p / "source/well.md").write_text("# The well\n\n" + "deep " * 200_000, "utf-8"),
    "figure-limit": lambda p: (p / "source/well.svg").write_text("<svg>" + " " * 1_000_000 + "</svg>", "utf-8"),
    "file-encoding": lambda p: (p / "source/well.md").write_bytes("# The well\n\nКолодец\n".encode("cp1251")),
    "file-outside": lambda p: _link(p / "source/secret.md", p.parent / "secret.md", "# A secret\n"),
    "file-unreadable": lambda p: _link(p / "source/lost.md", p / "source/nowhere.md"),
    "image-format": lambda p: _image(p, "BMP", (4, 4)),
    "image-limit": lambda p: _image(p, "PNG", (6000, 5000)),
    "incoming-limit": lambda p: (p / "well.kk.html").write_bytes(bytes(20_000_001)),
    "output-outside": _lead_out,
    "po-control": lambda p: _catalog(p).write_bytes(_catalog(p).read_bytes().replace(b"It is deep", b"It is\0deep")),
    "po-encoding": lambda p: _catalog(p).write_bytes(_catalog(p).read_text("utf-8").encode("utf-16")),
    "po-limit": lambda p: _catalog(p).write_bytes(_catalog(p).read_bytes() + b"\n" * 1_000_001),
    "slug-duplicate": lambda p: (p / "source/Water.md").write_text("# Water\n", "utf-8"),
    "tmx-limit": lambda p: (p / "m.tmx").write_bytes(bytes(50_000_001)),
    "write-failed": lambda p: (p / "dist").write_text("A file stands where the folder should be.\n", "utf-8"),
}


@pytest.fixture(autouse=True)
def _time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795262400")


@pytest.mark.parametrize("code", CODES)
def test_the_project_causes_exactly_this_problem(code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, project = FOLDERS / code, tmp_path / "project"
    shutil.copytree(folder / "project", project)
    if recipe := RECIPES.get(code):
        recipe(project)
    main(["update", "--quiet", "--project", str(project)])
    if (folder / "after").is_dir():
        shutil.copytree(folder / "after", project, dirs_exist_ok=True)
    capsys.readouterr()
    command = (folder / "command.txt").read_text("utf-8") if (folder / "command.txt").exists() else "check"
    words = [word.replace("{project}", str(project)) for word in command.split()]
    exit_code = main([*words, "--quiet", "--project", str(project)])
    captured = capsys.readouterr()
    said = (captured.out + captured.err).replace(str(project), "{project}")
    if os.environ.get("KITAPSHA_RENEW"):
        (folder / "expected.txt").write_text(said, "utf-8")
    assert said == (folder / "expected.txt").read_text("utf-8")
    found = re.findall(r"^(?:\S.*:\d+:\d+: )?(error|warning|info)\[([a-z-]+)\]: ", said, re.MULTILINE)
    assert {name for _, name in found} == {code}
    assert "    hint: " in said
    errors = any(severity == "error" for severity, _ in found)
    assert exit_code == (2 if code in USAGE else 1 if errors else 0)


def test_every_code_has_a_folder_or_a_reason() -> None:
    assert {*CODES, *EXAMPLES, *ELSEWHERE} == set(explanations())
    assert not ELSEWHERE.keys() & {*CODES, *EXAMPLES}
