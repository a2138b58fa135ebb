"""The preview as a WSGI application. It reads addresses and nothing else of what a browser sends, and changes nothing.

A page of the web can make a browser ask this machine for anything; so every request says whom it believes to be
talking to, and those that come from elsewhere are sent away.
"""

from __future__ import annotations

import json
import pathlib
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from .panel import ROOT
from .showing import FILE_POLICY, Answer, Showing, media_type, path_of
from .site import digest
from .watching import Bell

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

HEARTBEAT_S = 10.0
"""How often a stream on which nothing happens says that it is there; so it is noticed when the browser has gone."""

_DATA = pathlib.Path(__file__).resolve().parent.parent / "data"
_OWN = {f"{ROOT}{name}": (_DATA / name).read_bytes() for name in ("preview.css", "preview.js")}

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


class Application:
    """Answers requests to 127.0.0.1 and its other names at one port. `report` hears of bugs."""

    def __init__(self, showing: Showing, bell: Bell, port: int, report: Callable[[Exception], None]) -> None:
        self._showing = showing
        self._bell = bell
        self._report = report
        self._hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]")}
        if port == 80:
            self._hosts |= {name.removesuffix(":80") for name in self._hosts}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        try:
            response = self._refused(request) or self._response(request)
        except Exception as bug:  # one page that fails must not end the preview
            self._report(bug)
            response = _said(500, "This is a bug of Kitapsha; the terminal says more.")
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response(environ, start_response)

    def _refused(self, request: Request) -> Response | None:
        """Why a request is not answered; None where it is."""
        if request.environ.get("HTTP_HOST", "").lower() not in self._hosts:
            return _said(421, f"This is a preview for this machine alone: open http://{min(self._hosts)}/ instead.")
        origin = request.headers.get("Origin")
        if origin is not None and origin not in {f"http://{host}" for host in self._hosts}:
            return _said(403, "Other sites cannot use the preview.")
        fetched = request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none")
        if fetched and request.headers.get("Sec-Fetch-Mode") != "navigate":
            return _said(403, "Other sites cannot use the preview.")
        if request.method not in ("GET", "HEAD"):
            response = _said(405, "Nothing can be sent to the preview.")
            response.headers["Allow"] = "GET, HEAD"
            return response
        return None

    def _response(self, request: Request) -> Response:
        if request.path in _OWN:
            policy = {"Content-Security-Policy": FILE_POLICY}
            return Response(_OWN[request.path], content_type=media_type(request.path), headers=policy)
        if request.path == f"{ROOT}events":
            asked = request.args
            stream = self._events(path_of(asked.get("page", "/")), asked.get("look", ""), asked.get("said", ""))
            return Response(stream, content_type="text/event-stream; charset=utf-8")
        return _sent(self._showing.answer(path_of(request.path)))

    def _events(self, path: str, look: str, said: str) -> Iterator[bytes]:
        """Tell a page, as often as something changes, whether it is old (`page`) and what its panel says (`panel`).

        `look` and `said` are the version and the panel that the page has, so that nothing is missed in between.
        """
        yield b"retry: 500\n\n"
        number = -1
        try:
            while not self._bell.is_silenced:
                last, number = number, self._bell.wait(number, HEARTBEAT_S)
                if number == last:
                    yield b": still here\n\n"
                elif self._showing.version(path) != look:
                    yield _event("page", {})
                    return
                else:
                    inside = self._showing.panel(path)
                    if digest(inside) != said:
                        said = digest(inside)
                        yield _event("panel", {"said": said, "html": inside})
        except Exception as bug:  # the page asks again, and the other pages go on
            self._report(bug)


def _event(name: str, data: dict[str, str]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()


def _sent(answer: Answer) -> Response:
    headers = {"Content-Security-Policy": answer.policy}
    if answer.elsewhere:
        headers["Location"] = answer.elsewhere
    return Response(answer.data, answer.status, headers, content_type=answer.media_type)


def _said(status: int, words: str) -> Response:
    return Response(f"{words}\n", status, content_type="text/plain; charset=utf-8")
