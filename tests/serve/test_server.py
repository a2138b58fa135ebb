"""The preview as it runs: a change on the disk reaches an open page, Ctrl-C ends it, a port in use is said.

Nothing sleeps here: what takes its time is waited for, with a deadline.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from kitapsha.problems import KitapshaError
from kitapsha.serve.server import Preview, _listening
from tests.publications import Site, start

RU = "locales/ru/LC_MESSAGES/"
DEADLINE_S = 30.0


class Page:
    """A page as a browser has it open: its text, and the stream on which it hears of changes."""

    def __init__(self, port: int, address: str) -> None:
        self.text = _get(port, address)[1]
        told = re.search(r'data-page="(\w+)" data-said="(\w+)"', self.text)
        assert told
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=DEADLINE_S)
        self._connection.request("GET", f"/.preview/events?page={address}&look={told[1]}&said={told[2]}")
        self._stream = self._connection.getresponse()
        assert self._stream.headers["Content-Type"].startswith("text/event-stream")

    def event(self) -> tuple[str, dict[str, str]]:
        """The next event, waited for; an empty one at the end of the stream."""
        for line in iter(self._stream.readline, b""):
            if line.startswith(b"event: "):
                return line[7:].decode().strip(), json.loads(self._stream.readline().removeprefix(b"data: "))
        return "", {}

    def close(self) -> None:
        self._connection.close()


def _get(port: int, address: str) -> tuple[int, str]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=DEADLINE_S)) as connection:
        connection.request("GET", address)
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")


@pytest.fixture
def preview(site: Site) -> Iterator[Preview]:
    bugs: list[Exception] = []
    running = Preview(site.root, 0, bugs.append)
    thread = threading.Thread(target=running.follow)
    thread.start()
    yield running
    running.close()
    thread.join(DEADLINE_S)
    assert not thread.is_alive()
    assert not bugs


def _until(page: Page, port: int, address: str, wanted: str) -> Page:
    """Load a page anew, as often as it is told to, until it shows a text."""
    end = time.monotonic() + DEADLINE_S
    while wanted not in page.text and time.monotonic() < end:
        assert page.event()[0] in ("page", "panel")
        page.close()
        page = Page(port, address)
    assert wanted in page.text
    return page


def test_a_change_reaches_an_open_page(site: Site, preview: Preview) -> None:
    page = Page(preview.port, "/ru/bread.html")
    site.edit(RU + "bread.po", 'msgstr "Хлеб"', 'msgstr "Лепёшка"')
    page = _until(page, preview.port, "/ru/bread.html", "Лепёшка")
    site.edit("kitapsha.toml", 'title = "River reader"', 'title = "Reader of rivers"')
    page = _until(page, preview.port, "/ru/bread.html", "Reader of rivers")
    (site.root / "templates").mkdir(exist_ok=True)
    (site.root / "templates/article.html.j2").write_text("<html><head></head><body>Own look</body></html>", "utf-8")
    page = _until(page, preview.port, "/ru/bread.html", "Own look")
    page.close()


def test_an_error_appears_and_vanishes_without_a_reload(site: Site, preview: Preview) -> None:
    page = Page(preview.port, "/en/bread.html")
    name = "locales/en/LC_MESSAGES/bread.po"
    text = (site.root / name).read_text("utf-8")
    (site.root / name).write_text(f'{text}\nmsgid "unfinished\n', "utf-8")
    seen = []
    while not seen or 'class="error"' not in seen[-1][1].get("html", ""):
        seen.append(page.event())
        assert seen[-1][0] == "panel", seen
    assert "locales/en/LC_MESSAGES/bread.po:" in seen[-1][1]["html"]
    (site.root / name).write_text(text, "utf-8")
    while 'class="error"' in seen[-1][1]["html"]:
        seen.append(page.event())
        assert seen[-1][0] == "panel", seen
    page.close()


def test_an_open_page_that_does_not_change_hears_nothing(site: Site, preview: Preview) -> None:
    other = Page(preview.port, "/kk/bread.html")
    page = Page(preview.port, "/ru/bread.html")
    site.edit(RU + "bread.po", 'msgstr "Хлеб"', 'msgstr "Лепёшка"')
    page = _until(page, preview.port, "/ru/bread.html", "Лепёшка")
    (site.root / "locales/kk/LC_MESSAGES/bread.po").write_text("broken", "utf-8")
    assert other.event()[0] == "panel", "the first thing that it hears is about itself"
    page.close()
    other.close()


def test_a_request_for_another_host_is_refused(preview: Preview) -> None:
    for target in ("/", "http://evil.example/"):
        with closing(http.client.HTTPConnection("127.0.0.1", preview.port, timeout=DEADLINE_S)) as connection:
            connection.putrequest("GET", target, skip_host=True)
            connection.putheader("Host", "evil.example")
            connection.endheaders()
            assert connection.getresponse().status == 421


def _started(site: Site, *words: str) -> tuple[subprocess.Popen[str], int]:
    # A shell that starts a program in the background lets it ignore Ctrl-C; this one hears it.
    code = "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)"
    process = start(site.root, "serve", "--port", "0", *words, code=code)
    assert process.stdout
    line = process.stdout.readline()
    address = re.fullmatch(r"Preview: http://127\.0\.0\.1:(\d+)/ \(Ctrl-C ends it\)\n", line)
    assert address, line
    return process, int(address[1])


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is no signal there")
def test_ctrl_c_ends_it_at_once_with_open_streams(site: Site) -> None:
    process, port = _started(site)
    pages = [Page(port, "/ru/bread.html"), Page(port, "/en/bread.html")]
    before = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=DEADLINE_S)
    took = time.monotonic() - before
    assert (process.returncode, out, err) == (130, "", "interrupted\n")
    assert took < 2
    for page in pages:
        while page.event()[0]:
            pass
        page.close()
    assert not (site.root / "dist").exists()


def test_a_port_in_use_is_said(site: Site) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = site.run("serve", "--port", str(port))
    assert (result.code, result.codes) == (2, {"port-unusable"})
    assert f"the preview cannot use port {port}: " in result.err
    assert "--port 0 takes a free one" in result.err


def test_a_port_is_free_again_at_once(preview: Preview) -> None:
    assert _get(preview.port, "/")[0] == 200
    with pytest.raises(KitapshaError), _listening(preview.port):
        pass


@pytest.mark.parametrize("port", ["70000", "-1", "http", ""])
def test_a_port_is_a_number(port: str, site: Site) -> None:
    result = site.run("serve", f"--port={port}")
    assert result.code == 2
    assert "a number from 0 to 65535 is expected" in result.err


def test_there_is_nothing_to_preview(site: Site) -> None:
    (site.root / "kitapsha.toml").unlink()
    result = site.run("serve", "--port", "0")
    assert (result.code, result.codes) == (2, {"project-missing"})
