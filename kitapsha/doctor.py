"""What this machine has and what it lacks, with the command that mends each lack. Standard library only."""

from __future__ import annotations

import importlib.util
import json
import locale
import os
import platform
import shutil
import sys
import tomllib
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from . import __version__, environment, machine
from .machine import install_command as install_command
from .machine import missing_libraries as missing_libraries

_HOME = Path(__file__).resolve().parent.parent


class Status(StrEnum):
    """Whether a thing is there; MISSING keeps `build` from making all it should, NOTE does not."""

    OK = "ok"
    MISSING = "missing"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Check:
    """One finding. `fix` is the command that mends it, empty where there is nothing to mend."""

    name: str
    status: Status
    detail: str
    fix: str = ""


def run(project: Path, out_format: str) -> int:
    """Print the findings to stdout, as text or as JSON; 0, or 3 where something that `build` needs is missing."""
    checks = examine(project)
    sys.stdout.write(to_json(checks) if out_format == "json" else to_text(checks))
    return 3 if any(check.status is Status.MISSING for check in checks) else 0


def examine(project: Path) -> tuple[Check, ...]:
    """All findings, for a publication in the folder `project`."""
    family = machine.system()
    return (
        Check("Kitapsha", Status.OK, f"{__version__} in {_HOME}"),
        _python(),
        _environment(family),
        _packages(),
        _pango(family),
        _subsetter(family),
        _tools(family),
        _git(),
        _output(project),
        _base_url(project / "kitapsha.toml"),
        _encoding(),
    )


def to_text(checks: tuple[Check, ...]) -> str:
    """A line for each finding, with another where there is a fix."""
    width = max(len(check.name) for check in checks)
    lines = []
    for check in checks:
        lines.append(f"{check.status:<7}  {check.name:<{width}}  {check.detail}")
        if check.fix:
            lines.append(f"{'':<7}  {'':<{width}}  fix: {check.fix}")
    return "\n".join(lines) + "\n"


def to_json(checks: tuple[Check, ...]) -> str:
    """One JSON document, schema 1."""
    return json.dumps({"schema": 1, "checks": [asdict(check) for check in checks]}, ensure_ascii=False, indent=2) + "\n"


def _python() -> Check:
    return Check("Python", Status.OK, f"{platform.python_version()} ({sys.executable}) on {platform.platform()}")


def _environment(family: str) -> Check:
    name = "Environment"
    if os.environ.get("KITAPSHA_NO_VENV") == "1":
        return Check(name, Status.NOTE, f"none, as KITAPSHA_NO_VENV says: the packages of {sys.prefix} are used")
    python = environment.find(str(_HOME), environment.LOCKS)
    if python:
        return Check(name, Status.OK, str(Path(python).parent.parent))
    if shutil.which("uv") or any(importlib.util.find_spec(module) for module in ("ensurepip", "pip")):
        return Check(name, Status.NOTE, "not made yet, or behind requirements.txt; the next start brings it up to date")
    if any(_HOME.glob("wheels/pip-*.whl")):
        return Check(name, Status.NOTE, "not made yet; the next start makes it, with the pip in wheels/")
    return Check(
        name, Status.MISSING, "not made yet, and this Python has no pip to fill it", machine.pip_command(family)
    )


def _packages() -> Check:
    name = "Packages"
    lock = _HOME / environment.LOCKS[0]
    if os.environ.get("KITAPSHA_NO_VENV") != "1" and sys.prefix == sys.base_prefix:
        return Check(name, Status.NOTE, f"those of {lock.name} come with the environment")
    wrong = environment.wrong_packages(str(lock))
    if not wrong:
        return Check(name, Status.OK, f"all of {lock.name} at their locked versions")
    return Check(name, Status.MISSING, "; ".join(wrong), _reset())


def _reset() -> str:
    if os.environ.get("KITAPSHA_NO_VENV") == "1":
        return "start without KITAPSHA_NO_VENV"
    return f"remove the folder {sys.prefix} and start again"


def _pango(family: str) -> Check:
    missing = missing_libraries()
    if not missing:
        return Check("Pango", Status.OK, "with GObject, HarfBuzz and Fontconfig: PDFs can be made")
    return Check("Pango", Status.MISSING, f"no PDFs without {', '.join(missing)}", install_command(family))


def _subsetter(family: str) -> Check:
    if machine.has_subsetter():
        return Check("HarfBuzz subset", Status.OK, "PDFs are written at full speed")
    return Check("HarfBuzz subset", Status.NOTE, "PDFs take several times longer without it", install_command(family))


def _tools(family: str) -> Check:
    missing = [
        tool for tool in ("msgfmt", "msgcat", "msgmerge", "pdfinfo", "pdftotext", "qpdf") if not shutil.which(tool)
    ]
    if not missing:
        return Check("Test tools", Status.OK, "gettext, Poppler and QPDF")
    detail = f"without {', '.join(missing)} some tests cannot run; builds need none of them"
    return Check("Test tools", Status.NOTE, detail, machine.tools_command(family))


def _git() -> Check:
    if any((folder / ".git").exists() for folder in (_HOME, *_HOME.parents)):
        return Check("Git", Status.OK, "a checkout")
    return Check("Git", Status.NOTE, "no checkout; nothing here needs one")


def _output(project: Path) -> Check:
    output = project / "dist"
    place = next((folder for folder in (output, *output.parents) if folder.exists()), output)
    if place.is_dir() and os.access(place, os.W_OK):
        return Check("Output", Status.OK, f"{output} can be written")
    return Check("Output", Status.MISSING, f"{output} cannot be written", "python3 build.py --output DIR")


_WITHOUT_BASE_URL = (
    "not set: pages name no absolute addresses, and those who share one see no picture; "
    "no sitemap, no feeds and no 404 page are made"
)


def _base_url(config: Path) -> Check:
    name = "base_url"
    try:
        settings = tomllib.loads(config.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Check(name, Status.NOTE, f"there is no {config}", "python3 build.py init DIR")
    except (OSError, ValueError) as error:
        return Check(name, Status.NOTE, f"{config} cannot be read: {error}", "python3 build.py check")
    tables = [settings, *(table for table in settings.values() if isinstance(table, dict))]
    url = next((table["base_url"] for table in tables if table.get("base_url")), "")
    if url:
        return Check(name, Status.OK, str(url))
    return Check(name, Status.NOTE, _WITHOUT_BASE_URL, f"set base_url in {config}")


def _encoding() -> Check:
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    detail = f"terminal {encoding}, files {sys.getfilesystemencoding()}, locale {locale.setlocale(locale.LC_CTYPE)}"
    if encoding == "utf8" and sys.getfilesystemencoding() == "utf-8":
        return Check("Encoding", Status.OK, detail)
    return Check("Encoding", Status.NOTE, detail, "set LC_ALL=C.UTF-8 (any UTF-8 locale will do)")
