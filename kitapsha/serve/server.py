"""The preview on loopback: it starts, follows what changes on the disk, and ends at once."""

from __future__ import annotations

import os
import pathlib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from werkzeug.serving import WSGIRequestHandler, make_server

from .. import project, state
from ..cache import Cache
from ..clock import now
from ..problems import KitapshaError, error
from .app import Application
from .press import Press
from .showing import Showing
from .site import Site
from .watching import SETTLE_S, Bell, Watch

HOST = "127.0.0.1"
_POLL_S = 0.05


class _Handler(WSGIRequestHandler):
    """Says nothing of requests, and waits no longer than this for a browser that has stopped in the middle of one."""

    timeout = 30

    def log(self, type: str, message: str, *args: object) -> None:
        """Nothing: problems are in the page."""


class Preview:
    """A running preview. It follows changes while `follow` runs; the address is there from the beginning."""

    def __init__(self, root: pathlib.Path, port: int, report: Callable[[Exception], None]) -> None:
        self._watch = Watch(root)
        self._bell = Bell()
        self.site = Site(root, now())
        with _listening(port) as listener:
            self.port: int = listener.getsockname()[1]
            self._press = Press(Cache(state.folder(root)))
            app = Application(Showing(self.site, self._press), self._bell, self.port, report)
            fd = listener.fileno()
            self._server = make_server(HOST, self.port, app, threaded=True, request_handler=_Handler, fd=fd)
        self._ended = threading.Event()
        self._watch.look()
        self.site.refresh()
        self._thread = threading.Thread(target=self._server.serve_forever, args=(_POLL_S,), daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://{HOST}:{self.port}/"

    def follow(self) -> None:
        """Read what changes, and tell the open pages, until `close` is called or Ctrl-C is pressed."""
        while not self._ended.wait(self._watch.pause_s):
            if self._watch.look():
                while not self._ended.wait(SETTLE_S) and self._watch.look():
                    pass
                self.site.refresh()
                self._bell.ring()

    def close(self) -> None:
        """End everything: streams are told so, a PDF that is under way is given up."""
        self._ended.set()
        self._bell.silence()
        self._server.shutdown()
        self._press.close()


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    """A socket on loopback. Raises KitapshaError (port-unusable, exit code 2)."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        if os.name == "posix":
            # What the last preview left half open does not keep the next one waiting.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
            listener.listen(64)
        except OSError as exc:
            hint = "is another preview running? End it, or choose another port with --port; --port 0 takes a free one"
            said = f"the preview cannot use port {port}: {exc.strerror or exc}"
            raise KitapshaError(error("port-unusable", said, None, hint), exit_code=2) from exc
        yield listener


def run(root: pathlib.Path, port: int, say: Callable[[str], None], report: Callable[[Exception], None]) -> None:
    """Preview the publication in a folder until Ctrl-C. Raises KitapshaError where there is none (exit code 2)."""
    project.require(root)
    preview = Preview(root, port, report)
    try:
        say(f"Preview: {preview.address} (Ctrl-C ends it)")
        preview.follow()
    finally:
        preview.close()
