"""The system below Python: which it is, which libraries it lacks, the command that adds them. Standard library only.

WeasyPrint loads Pango and its relatives at import, prints a banner and raises OSError where one is missing; so they are
looked for here first, under the names that its `text/ffi.py` asks for.
"""

from __future__ import annotations

import ctypes
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass

PANGO_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
"""What Debian and Ubuntu call the libraries that PDFs need."""

PIP_PACKAGE = f"python3.{sys.version_info.minor}-venv"
"""What Debian and Ubuntu call the part of this Python that brings pip into a virtual environment."""


@dataclass(frozen=True, slots=True)
class _Family:
    """How a family of systems installs a package, and what it calls those that are spoken of here."""

    install: str
    pango: str
    pip: str
    poppler: str
    note: str = ""
    sudo: str = "sudo "


_FAMILIES = {
    "debian": _Family(
        "apt-get install", f"--no-install-recommends {' '.join(PANGO_PACKAGES)}", PIP_PACKAGE, "poppler-utils"
    ),
    "fedora": _Family("dnf install", "pango", "python3-pip", "poppler-utils"),
    "arch": _Family("pacman -S", "pango", "python-pip", "poppler"),
    "alpine": _Family(
        "apk add",
        "so:libgobject-2.0.so.0 so:libpango-1.0.so.0 so:libpangoft2-1.0.so.0 so:libharfbuzz.so.0 "
        "so:libharfbuzz-subset.so.0 so:libfontconfig.so.1",
        "py3-pip",
        "poppler-utils",
    ),
    "suse": _Family("zypper install", "libpango-1_0-0 libharfbuzz-subset0", "python3-pip", "poppler-tools"),
    "macos": _Family(
        "brew install",
        "pango",
        "python",
        "poppler",
        note=" (where it is still not found: export DYLD_FALLBACK_LIBRARY_PATH=$(brew --prefix)/lib)",
        sudo="",
    ),
    "windows": _Family(
        "pacman -S",
        "mingw-w64-ucrt-x86_64-pango",
        "python-pip",
        "mingw-w64-ucrt-x86_64-poppler",
        note=r" (in the shell of MSYS2; where that is not in C:\msys64: set WEASYPRINT_DLL_DIRECTORIES=...\ucrt64\bin)",
        sudo="",
    ),
}
_KIN = {"ubuntu": "debian", "rhel": "fedora", "centos": "fedora", "opensuse": "suse"}

# Each under its name on Linux, macOS and Windows.
_NEEDED = {
    "GObject": ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib", "libgobject-2.0-0.dll"),
    "Pango": ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    "PangoFT2": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
    "HarfBuzz": ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"),
    "Fontconfig": ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll"),
}
_SUBSETTER = ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll")
_DLL_FOLDERS = r"C:\msys64\ucrt64\bin;C:\msys64\mingw64\bin;C:\Program Files\GTK3-Runtime Win64\bin"


def system() -> str:
    """The family: debian (Ubuntu too), fedora, arch, alpine, suse, macos or windows; empty for any other."""
    named = {"darwin": "macos", "win32": "windows"}.get(sys.platform)
    if named:
        return named
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return ""
    words = [release.get("ID", ""), *release.get("ID_LIKE", "").split()]
    return next((family for word in words if (family := _KIN.get(word, word)) in _FAMILIES), "")


def install_command(family: str) -> str:
    """The command that installs what PDFs need on a `system()`; for an unknown one a sentence."""
    if family not in _FAMILIES:
        return "install Pango 1.44 or newer, HarfBuzz and Fontconfig with this system's package manager"
    return package_command(family, _FAMILIES[family].pango) + _FAMILIES[family].note


def pip_command(family: str) -> str:
    """The command that gives this Python a pip on a `system()`."""
    return package_command(family, _FAMILIES[family].pip if family in _FAMILIES else "pip")


def tools_command(family: str) -> str:
    """The command that installs the programs with which the tests judge catalogs and PDFs."""
    return package_command(family, f"gettext {_FAMILIES[family].poppler if family in _FAMILIES else 'poppler'} qpdf")


def package_command(family: str, packages: str) -> str:
    """The command that installs packages on a `system()`, as this user has to type it."""
    if family not in _FAMILIES:
        return f"install {packages} with this system's package manager"
    return f"{'' if _is_root() else _FAMILIES[family].sudo}{_FAMILIES[family].install} {packages}"


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def missing_libraries() -> tuple[str, ...]:
    """The names of the libraries that PDFs need and this machine lacks. Costs a few milliseconds."""
    _add_dll_folders()
    return tuple(name for name, files in _NEEDED.items() if not _loads(files))


def has_subsetter() -> bool:
    """Whether HarfBuzz can subset fonts; without that WeasyPrint takes several times longer, and warns at import."""
    _add_dll_folders()
    return _loads(_SUBSETTER)


def _loads(files: tuple[str, ...]) -> bool:
    for file in files:
        try:
            ctypes.CDLL(file)
        except OSError:
            continue
        return True
    return False


def _add_dll_folders() -> None:
    if sys.platform == "win32":
        for folder in os.environ.get("WEASYPRINT_DLL_DIRECTORIES", _DLL_FOLDERS).split(";"):
            if os.path.isdir(folder):
                os.add_dll_directory(folder)


def may_install() -> bool:
    """Whether a missing package can be installed without asking: by root on Debian or Ubuntu."""
    return _is_root() and system() == "debian" and shutil.which("apt-get") is not None


def apt_install(*packages: str) -> str:
    """Install packages with apt-get, with new lists where the old ones do not do; what went wrong, empty if nothing."""
    install = ("install", "--yes", "--no-install-recommends", *packages)
    return _apt(*install) and (_apt("update") or _apt(*install))


def _apt(*words: str) -> str:
    options = ("-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=20", "-o", "DPkg::Lock::Timeout=120")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["apt-get", "--quiet", *options, *words],
        env=env,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    )
    if not done.returncode:
        return ""
    errors = [line for line in done.stderr.splitlines() if line.startswith("E:")]
    return errors[0] if errors else f"apt-get ended with code {done.returncode}"
