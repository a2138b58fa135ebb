"""A small publication to try things on: three articles in English, Russian and Kazakh, partly translated.

The fixture `site` is a copy of it for each test.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from kitapsha.cli import main

HOME = Path(__file__).resolve().parent.parent
SAMPLE = HOME / "tests/golden/partial-translation/project"
SETTINGS = 'outputs = ["html", "single"]'


@dataclass(frozen=True)
class Result:
    """What a command did: its exit code, and what it wrote to stdout and stderr."""

    code: int
    out: str
    err: str

    @property
    def codes(self) -> set[str]:
        """The codes of the problems that were said."""
        return {line.split("[", 1)[1].split("]")[0] for line in self.err.splitlines() if "]: " in line and "[" in line}


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@dataclass(frozen=True)
class Site:
    """A publication in a folder of its own, and the commands on it."""

    root: Path
    capsys: pytest.CaptureFixture[str]

    def run(self, *words: str) -> Result:
        """Run a command in this process."""
        self.capsys.readouterr()
        code = main([*words, "--project", str(self.root)])
        captured = self.capsys.readouterr()
        return Result(code, captured.out, captured.err)

    def made(self, output: str = "dist") -> dict[str, bytes]:
        """Everything that stands in the output."""
        return files(self.root / output)

    def clean_build(self) -> dict[str, bytes]:
        """What a build into an empty folder makes of the publication as it is now."""
        self.run("build", "--quiet", "--output", str(self.root / "clean"))
        made = self.made("clean")
        shutil.rmtree(self.root / "clean")
        return made

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a text, which must be there, in a file."""
        path = self.root / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    def problems(self, *words: str) -> list[dict[str, object]]:
        """The problems that a command prints as JSON."""
        return list(json.loads(self.run(*words, "--format", "json").out)["problems"])


def start(root: Path, *words: str, code: str = "", **variables: str) -> subprocess.Popen[str]:
    """Start a command in a process of its own; `code` is Python that runs before it."""
    script = f"{code}\nimport sys\nfrom kitapsha.cli import main\nsys.exit(main(sys.argv[1:]))"
    environment = {**os.environ, "PYTHONPATH": str(HOME), "SOURCE_DATE_EPOCH": "1795262400", **variables}
    return subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", script, *words, "--project", str(root)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The publication, brought up to date once."""
    from PIL import Image

    root = tmp_path_factory.mktemp("sample") / "site"
    shutil.copytree(SAMPLE, root)
    Image.new("RGB", (4, 4), "teal").save(root / "source/dot.png")
    with (root / "source/river.md").open("a", encoding="utf-8") as article:
        article.write("\n![A dot](dot.png)\n")
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = "1795262400"
    try:
        assert main(["update", "--quiet", "--project", str(root)]) == 0
    finally:
        os.environ.pop("SOURCE_DATE_EPOCH")
        if before is not None:
            os.environ["SOURCE_DATE_EPOCH"] = before
    return root


@pytest.fixture
def site(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Site:
    """A copy of the publication that a test may change; no PDFs are made."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795262400")
    shutil.copytree(sample, tmp_path / "site")
    return Site(tmp_path / "site", capsys)
