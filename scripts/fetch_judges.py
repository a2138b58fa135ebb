"""Fetch the programs that judge pages and e-books in the tests, into a folder of their own.

Usage: python3 scripts/fetch_judges.py [FOLDER]     (default: KITAPSHA_JUDGES, else ~/.cache/kitapsha/judges)

Needs npm, Java 17, and a Chromium that is installed already. Versions and digests are those of scripts/judges/; nothing
of a package is run while it is installed, and no browser is downloaded. About 300 MB. Registries are those that npm and
pip are set to. What is there already is not fetched again.

Exit codes: 0 all of them are there; 3 this machine cannot have them, and one line says why; 1 anything else.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

LISTS = Path(__file__).resolve().parent / "judges"
PROGRAMS = {"npm": ("npm",), "Java": ("java",), "Chromium": ("chromium", "chromium-browser", "google-chrome")}
_AWAY = re.compile(
    "EAI_AGAIN|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|ETIMEDOUT|ERR_SOCKET_TIMEOUT|E403|E404"
    "|NewConnectionError|ConnectTimeout|Connection ?Error|Read ?timed out|ProxyError|getaddrinfo",
    re.IGNORECASE,
)
"""What npm and pip say where a registry cannot be asked, or has nothing of that name."""


def folder() -> Path:
    """Where the judges live."""
    home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(os.environ.get("KITAPSHA_JUDGES") or Path(home, "kitapsha", "judges")).expanduser()


def main(target: Path) -> int:
    """Install all of them; the exit code."""
    lacking = [name for name, commands in PROGRAMS.items() if not any(map(shutil.which, commands))]
    if lacking:
        fix = "on Debian and Ubuntu: sudo apt-get install npm default-jre-headless chromium"
        return _said(3, f"this machine lacks {', '.join(lacking)}; {fix}")
    stamp = target / "stamp"
    if stamp.is_file() and stamp.read_text("utf-8") == _wanted():
        return _said(0, f"they are in {target}")
    target.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(LISTS / name, target)
    venv.create(target / "python", with_pip=True, clear=True)
    for name, words in _commands(target).items():
        done = subprocess.run(words, cwd=target, capture_output=True, encoding="utf-8", errors="replace", check=False)
        if done.returncode:
            return _failed(name, done.stdout + done.stderr)
    stamp.write_text(_wanted(), "utf-8")
    return _said(0, f"they are in {target} now")


def _commands(target: Path) -> dict[str, list[str]]:
    python = target / "python" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    # A registry that does not answer is soon given up.
    npm = "ci --ignore-scripts --no-audit --no-fund --loglevel=error --fetch-timeout=60000 --fetch-retries=1"
    pip = "install --quiet --require-hashes --only-binary :all: --disable-pip-version-check --timeout 20 --retries 2"
    return {
        "npm": [str(shutil.which("npm")), *npm.split()],
        "pip": [str(python), "-m", "pip", *pip.split(), "-r", str(LISTS / "requirements.txt")],
    }


def _wanted() -> str:
    """What stands for the lists and the Python that were installed from."""
    lists = b"".join(path.read_bytes() for path in sorted(LISTS.iterdir()))
    return f"{hashlib.sha256(lists).hexdigest()} {sys.version}"


def _failed(program: str, said: str) -> int:
    """Say why a registry gave nothing, in one line; print all of it where the reason is another."""
    if match := _AWAY.search(said):
        return _said(3, f"{program} cannot get them from its registry ({match[0]})")
    sys.stderr.write(said)
    return _said(1, f"{program} failed")


def _said(code: int, words: str) -> int:
    print(f"judges of pages: {words}")
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else folder()))
