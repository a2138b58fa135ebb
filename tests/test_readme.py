"""Every command of the README, run as it is written, in a fresh copy of the repository."""

from __future__ import annotations

import os
import pathlib
import re
import shutil
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
COPIED = ("build.py", "kitapsha", "kitapsha.toml", "locales", "requirements.txt", "source", "templates")
THIS_RUN = "python3 build.py test"
"""The one command that cannot be run here: it is what is running."""


def commands(name: str) -> list[str]:
    """The lines of the shell blocks of a document."""
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```$", (ROOT / name).read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip()]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """A copy of the repository, in a folder of its own."""
    folder = tmp_path_factory.mktemp("readme")
    for name in COPIED:
        source, target = ROOT / name, folder / "kitapsha" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    return folder


def run(folder: pathlib.Path, line: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "KITAPSHA_NO_VENV": "1", "NO_COLOR": "1"}
    # `python3` is the interpreter of the tests, which has every package.
    words = [sys.executable if word == "python3" else word for word in line.split()]
    return subprocess.run(words, cwd=folder / "kitapsha", env=environment, capture_output=True, text=True, check=False)


def test_every_command_of_the_readme_works(copy: pathlib.Path) -> None:
    lines = commands("README.md")
    assert "python3 build.py" in lines
    assert THIS_RUN in lines
    for line in lines:
        if line != THIS_RUN:
            result = run(copy, line)
            assert result.returncode == 0, f"{line}\n{result.stdout}{result.stderr}"
    made = copy / "kitapsha" / "dist"
    assert (made / "kk" / "after-zhanaozen.pdf").read_bytes().startswith(b"%PDF-")
    assert (copy / "my-leaflets" / "dist" / "kk" / "index.html").is_file()


def test_commands_and_options_that_the_readme_names_exist() -> None:
    helped = subprocess.run(
        [sys.executable, "-m", "kitapsha", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    text = (ROOT / "README.md").read_text("utf-8")
    section = text[text.index("## Commands") : text.index("## Licences")]
    named = set(re.findall(r"build\.py ([a-z-]+)", section)) | {"add-language", "init", "test", "clean", "doctor"}
    assert named <= set(re.findall(r"^ {4}([a-z-]+)", helped, re.MULTILINE))
    for option in set(re.findall(r"--[a-z]+", section)) - {"--check", "--fix", "--port", "--preflight"}:
        assert option in helped


def test_documents_link_to_files_that_exist() -> None:
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE-articles.md"):
        text = (ROOT / name).read_text("utf-8")
        prose = re.sub(r"`[^`]*`", "", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
        for target in re.findall(r"\]\(([^)#]+)\)", prose):
            if "://" not in target:
                assert (ROOT / target).exists(), f"{name}: {target}"
