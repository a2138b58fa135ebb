"""Golden projects: `golden/CASE/project` is updated and built, and everything made is compared with `expected/`.

Compared byte for byte are all of `dist` (HTML and single files), all catalogs after the update, and what was said.
The projects stand on small templates of their own (`golden/templates`) instead of the toolkit's, so that a new design
changes nothing here; those templates show every value that a page is given. KITAPSHA_RENEW=1 writes the expected
files anew: read the difference, it is the proof, before it is kept.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from kitapsha import project
from kitapsha.cli import main

FOLDER = Path(__file__).parent / "golden"
CASES = sorted(path.name for path in FOLDER.iterdir() if (path / "project").is_dir())


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("case", CASES)
def test_everything_made_is_as_expected(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795262400")
    monkeypatch.setattr(project, "OWN_TEMPLATES", FOLDER / "templates")
    monkeypatch.setattr(project, "OWN_LOCALES", tmp_path / "none")
    monkeypatch.setattr("kitapsha.updating.OWN_LOCALES", tmp_path / "none")
    root = tmp_path / "project"
    shutil.copytree(FOLDER / case / "project", root)
    updated = main(["update", "--project", str(root)])
    built = main(["build", "--quiet", "--project", str(root)])
    captured = capsys.readouterr()
    made = {f"dist/{name}": data for name, data in files(root / "dist").items()}
    made |= {f"locales/{name}": data for name, data in files(root / "locales").items()}
    made["said.txt"] = f"{captured.out}{captured.err}exit codes: {updated}, {built}\n".encode()
    expected = FOLDER / case / "expected"
    if os.environ.get("KITAPSHA_RENEW"):
        shutil.rmtree(expected, ignore_errors=True)
        for name, data in made.items():
            (expected / name).parent.mkdir(parents=True, exist_ok=True)
            (expected / name).write_bytes(data)
    wanted = files(expected)
    assert sorted(made) == sorted(wanted)
    for name, data in made.items():
        assert data.decode() == wanted[name].decode(), name
