"""What changes on the disk, and who waits to hear of it."""

from __future__ import annotations

import pathlib
import threading
import time

from .. import state

PAUSE_S = 0.1
"""Between two looks. On a large publication, where a look takes longer, the pause grows with it."""
SHARE = 0.1
"""The part of one processor that looking may take at most."""
SETTLE_S = 0.02
"""How long the files must stay as they are before they are read: an editor may be in the middle of saving."""


class Watch:
    """The inputs of a publication, looked at again and again; size and time of change tell, content is not read."""

    def __init__(self, root: pathlib.Path) -> None:
        self._root = root
        self._seen: dict[str, tuple[int, int, int]] = {}
        self.pause_s = PAUSE_S

    def look(self) -> frozenset[str]:
        """The names of files that have changed, come or gone since the last look."""
        started = time.perf_counter()
        now = state.looks(self._root)
        self.pause_s = max(PAUSE_S, (time.perf_counter() - started) / SHARE)
        changed = {name for name, _ in self._seen.items() ^ now.items()}
        self._seen = now
        return frozenset(changed)


class Bell:
    """Rung when there is something new to see; each ring has a number, so that nobody misses one."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._number = 0
        self._silenced = False

    def ring(self) -> None:
        """Wake everybody who waits."""
        with self._condition:
            self._number += 1
            self._condition.notify_all()

    def silence(self) -> None:
        """Send everybody home: nothing will be rung any more."""
        with self._condition:
            self._silenced = True
            self._condition.notify_all()

    @property
    def is_silenced(self) -> bool:
        """Whether nothing will be rung any more."""
        return self._silenced

    def wait(self, after: int, timeout_s: float) -> int:
        """The number of the last ring, once it is later than `after`; `after` where none comes in time."""
        with self._condition:
            self._condition.wait_for(lambda: self._number > after or self._silenced, timeout_s)
            return self._number
