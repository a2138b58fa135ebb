"""What `build.py test` makes of skipped tests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kitapsha.selftest import PLUGIN

HOME = Path(__file__).resolve().parents[2]
TESTS = """
import pytest

def test_passes():
    pass

@pytest.mark.skip(reason="no moon tonight")
def test_skipped():
    pass

@pytest.mark.xfail(strict=True)
def test_expected_to_fail():
    assert False
"""
WHOLE_FILE = "import pytest\npytest.skip('no sun today', allow_module_level=True)\n"


def outcome(folder: Path, ci: str, *options: str) -> tuple[int, str]:
    (folder / "test_parts.py").write_text(TESTS)
    (folder / "test_whole.py").write_text(WHOLE_FILE)
    env = {**os.environ, "CI": ci, "PYTHONPATH": str(HOME)}
    words = [sys.executable, "-m", "pytest", *PLUGIN, "-p", "no:cacheprovider", *options, "."]
    done = subprocess.run(words, env=env, cwd=folder, capture_output=True, encoding="utf-8")
    assert done.stderr == ""
    return done.returncode, done.stdout


@pytest.mark.parametrize("options", [(), ("-n", "1")])
def test_ci_takes_a_skip_for_a_failure(tmp_path: Path, options: tuple[str, ...]) -> None:
    code, out = outcome(tmp_path, "true", *options)
    assert code == 1
    assert "skipped, which CI does not allow: Skipped: no moon tonight" in out
    assert "skipped, which CI does not allow: Skipped: no sun today" in out
    assert "skipped" not in out.splitlines()[-1]


def test_elsewhere_a_skip_is_counted(tmp_path: Path) -> None:
    code, out = outcome(tmp_path, "")
    assert code == 0
    assert "1 passed, 2 skipped, 1 xfailed" in out.splitlines()[-1]
