"""`build.py test`: lint, format, types, then the tests.

It is a pytest plugin as well: where CI=true, a skipped test has failed, so that CI never passes what it did not try.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path
from typing import TypeVar

import pytest

_HOME = Path(__file__).resolve().parent.parent
_CHECKS = (("ruff", "check"), ("ruff", "format", "--check"), ("mypy",))
PLUGIN = ("-p", "kitapsha.selftest", "--continue-on-collection-errors")
"""What makes a plugin of this module; a file that cannot be read keeps no other from being tested."""

_OUTSIDE = ("tests/judges/test_web_judges.py", "tests/unit/test_search.py")
"""Tests by large programs (Java, node, a browser): required where KITAPSHA_JUDGES names the folder they are in."""

_Report = TypeVar("_Report", pytest.TestReport, pytest.CollectReport)


def run(args: list[str]) -> int:
    """Run all of them, even where one fails; `args` go to pytest. 0 where everything passed, otherwise 1.

    The last lines are pytest's: what was skipped and why, and the counts. Without `args` every core is used.
    """
    failed = [" ".join(words) for words in _CHECKS if _run(*words)]
    if failed:
        sys.stderr.write(f"failed: {', '.join(failed)}; the tests go on\n")
    tests_failed = _run("pytest", *PLUGIN, *(args or ["-n", "auto", "-rs"]))
    return 1 if failed or tests_failed else 0


def _run(*words: str) -> int:
    sys.stdout.flush()
    return subprocess.run([sys.executable, "-m", *words], cwd=_HOME, check=False).returncode


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn the report of a skipped test into that of a failed one, in CI."""
    return _unskipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Do the same for a file that is skipped as a whole."""
    return _unskipped((yield))


def _unskipped(report: _Report) -> _Report:
    outside = report.nodeid.startswith(_OUTSIDE) and not os.environ.get("KITAPSHA_JUDGES")
    if os.environ.get("CI") == "true" and report.skipped and not outside and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid}: skipped, which CI does not allow: {reason}"
    return report
