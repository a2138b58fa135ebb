"""An editor saves while a catalog is updated: nothing of either is lost."""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kitapsha import atomic
from kitapsha.problems import KitapshaError

TRIALS = int(os.environ.get("KITAPSHA_TRIALS", "40"))


def saved_in_place(path: Path, text: bytes, chance: random.Random) -> None:
    """As simple editors do it: empty the file, then write it, in pieces."""
    with path.open("wb", buffering=0) as file:
        cut = chance.randrange(len(text))
        file.write(text[:cut])
        if chance.random() < 0.5:
            time.sleep(chance.random() * 0.004)
        file.write(text[cut:])


def saved_atomically(path: Path, text: bytes, chance: random.Random) -> None:
    """As careful editors do it: a new file in the place of the old one."""
    new = path.with_suffix(f".{chance.randrange(10**6)}")
    new.write_bytes(text)
    new.replace(path)


def merged(seen: bytes | None) -> bytes:
    """A stand-in for a merge: every line that is there stays, and one is added."""
    lines = (seen or b"").splitlines()
    return b"\n".join([line for line in lines if line != b"updated"] + [b"updated"]) + b"\n"


@pytest.mark.parametrize("save", [saved_in_place, saved_atomically])
def test_an_editor_that_saves_during_an_update_loses_nothing(
    tmp_path: Path, save: Callable[[Path, bytes, random.Random], None]
) -> None:
    for trial in range(TRIALS):
        chance = random.Random(trial)
        path = tmp_path / f"{trial}.po"
        path.write_bytes(b"first\n" * 200)
        started = threading.Event()
        text = path.read_bytes() + f"translated {trial}\n".encode()

        def edit(
            started: threading.Event = started, path: Path = path, text: bytes = text, chance: random.Random = chance
        ) -> None:
            started.wait()
            time.sleep(chance.random() * 0.004)
            save(path, text, chance)

        editor = threading.Thread(target=edit)
        editor.start()
        started.set()
        atomic.update(path, b"first\n" * 200, merged)
        editor.join()
        # An editor that comes after the update overwrites it with its own whole text; its words are never missing.
        assert f"translated {trial}\n".encode() in path.read_bytes()
        assert [file.name for file in tmp_path.iterdir() if file.name.startswith(f".{trial}.")] == []


def test_what_was_saved_before_the_update_is_merged(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(b"new words\n")
    assert atomic.update(path, b"old words\n", merged)
    assert path.read_bytes() == b"new words\nupdated\n"


def test_a_file_that_never_rests_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(b"0")
    monkeypatch.setattr(atomic, "SETTLE_S", 0.0)

    def make(seen: bytes | None) -> bytes:
        path.write_bytes((seen or b"") + b"+")
        return b"ours"

    with pytest.raises(KitapshaError) as raised:
        atomic.update(path, b"0", make)
    assert raised.value.problems[0].code == "write-busy"
    assert b"ours" not in path.read_bytes()


def test_without_an_exchange_of_files_an_update_still_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic, "_renameat2", lambda: None)
    path = tmp_path / "a.po"
    path.write_bytes(b"words\n")
    assert atomic.update(path, b"words\n", merged)
    assert path.read_bytes() == b"words\nupdated\n"
    assert not atomic.update(path, b"words\nupdated\n", merged)
