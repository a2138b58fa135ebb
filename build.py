#!/usr/bin/env python3
"""The door: sets up what Kitapsha needs, then starts it. `python3 build.py --help` lists the commands.

It needs Python 3.11 and the standard library alone. The first start makes a virtual environment beside this file and
fills it from requirements.txt, which holds the hash of every download; kitapsha/installation.py does that. Later starts
find the environment up to date and go straight on.

  KITAPSHA_VENV=DIR     puts the environment elsewhere
  KITAPSHA_NO_VENV=1    makes none: the Python at work must have every package at its locked version
  wheels/               packages for a machine without network; nothing is downloaded where this folder has some
"""

import os
import sys

# Old Pythons read this file too, so that they can say what they lack: its syntax stays that of Python 3.6.
if sys.version_info < (3, 11):
    sys.stderr.write(
        "kitapsha: this is Python %d.%d (%s), and Kitapsha needs 3.11 or newer: install one and start it by its name, "
        "for example python3.13 build.py\n" % (sys.version_info[0], sys.version_info[1], sys.executable)
    )
    sys.exit(3)

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path.insert(0, HERE)

from kitapsha import environment  # noqa: E402

VALUED = ("--project", "--output", "--locale", "--only", "--workers", "--format")


def main(args: list[str]) -> int:
    """Find or make the environment that the command needs, and hand over to the package in it."""
    word = command(args)
    locks = environment.TEST_LOCKS if word == "test" else environment.LOCKS
    bare = word == "doctor" or not {"-h", "--help", "--version"}.isdisjoint(args)
    if os.environ.get("KITAPSHA_NO_VENV") == "1":
        if not bare:
            environment.check(HERE, locks)
        return hand_over(sys.executable, args, os.environ.get("PYTHONPATH", ""))
    python = environment.find(HERE, locks)
    if not python:
        python = sys.executable if bare else set_up(locks)
    return hand_over(python, args)


def set_up(locks: tuple[str, ...]) -> str:
    """Make the environment; its Python. The import is here because later starts do not need it."""
    from kitapsha import installation

    return installation.set_up(HERE, locks)


def command(args: list[str]) -> str:
    """The first word that is neither an option nor the value of one."""
    before = ""
    for word in args:
        if not word.startswith("-") and before not in VALUED:
            return word
        before = word
    return "build"


def hand_over(python: str, args: list[str], path: str = "") -> int:
    """Become the package. `-P` keeps the current folder off its path, so that no file there can pose as a module."""
    words = [python, "-P", "-X", "utf8", "-m", "kitapsha", *args]
    env = environment.variables()
    env["PYTHONPATH"] = HERE + (os.pathsep + path if path else "")
    if os.name != "nt":
        os.execve(python, words, env)  # noqa: S606
    import subprocess  # Windows has no exec that the calling shell would wait for.

    return subprocess.call(words, env=env)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except environment.MachineError as error:
        environment.say(error)
        sys.exit(3)
    except OSError as error:
        environment.say(f"cannot set up: {error}. KITAPSHA_VENV=DIR puts the environment into another folder")
        sys.exit(3)
    except KeyboardInterrupt:
        environment.say("interrupted; the next start does again what was not finished")
        sys.exit(130)
