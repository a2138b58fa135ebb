"""Poedit opens one of our catalogs, changes one entry and saves: what differs then? To be run by hand.

    python3 tests/judges/poedit.py locales/ru/LC_MESSAGES/site.po

needs Debian's poedit, xvfb and xdotool. It works on a copy and prints the difference; the exit code is 1 where lines
differ that have nothing to do with the change.
"""

from __future__ import annotations

import difflib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

PATIENCE_S = 60
EXPECTED = ('"PO-Revision-Date: ', '"X-Generator: Poedit ', "msgstr ")


def until(done: Callable[[], bool], what: str) -> None:
    """Wait for a program that has no way to say that it is ready."""
    end = time.monotonic() + PATIENCE_S
    while not done():
        if time.monotonic() > end:
            sys.exit(f"Poedit did not get ready: {what}")
        time.sleep(0.2)


def changed_by_poedit(copy: pathlib.Path, home: pathlib.Path) -> None:
    """Open the copy on a screen that nobody sees, put the source text in the place of the first translation, save."""
    read, write = os.pipe()
    screen = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x900x24"], pass_fds=[write])
    display = f":{os.read(read, 10).decode().strip()}"
    surroundings = {
        **os.environ,
        "DISPLAY": display,
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "XDG_CONFIG_HOME": str(home),
    }

    def xdotool(*words: str) -> str:
        done = subprocess.run(["xdotool", *words], env=surroundings, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    editor = subprocess.Popen(["poedit", copy.name], cwd=copy.parent, env=surroundings, stderr=subprocess.DEVNULL)
    before = copy.read_bytes()
    try:
        until(lambda: bool(xdotool("search", "--onlyvisible", "--name", copy.name)), "no window")
        window = xdotool("search", "--onlyvisible", "--name", copy.name).split()[0]

        def save() -> bool:
            xdotool("windowfocus", "--sync", window)
            xdotool("key", "ctrl+b")
            xdotool("key", "ctrl+s")
            return copy.read_bytes() != before

        until(save, "nothing was saved")
    finally:
        for program in (editor, screen):
            program.terminate()
            program.wait(10)


def main(path: pathlib.Path) -> int:
    """Try it on a copy of the catalog."""
    with tempfile.TemporaryDirectory() as folder:
        copy, home = pathlib.Path(folder) / path.name, pathlib.Path(folder) / "home"
        home.mkdir()
        shutil.copy(path, copy)
        changed_by_poedit(copy, home)
        old, new = path.read_text("utf-8").splitlines(), copy.read_text("utf-8").splitlines()
    lines = [
        line for line in difflib.unified_diff(old, new, lineterm="", n=0) if not line.startswith(("---", "+++", "@@"))
    ]
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 0 if lines and all(line[1:].startswith(EXPECTED) for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
