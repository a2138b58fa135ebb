"""Documents that reach for files and addresses, or that try to take a machine with them."""

from __future__ import annotations

import base64
import io
import multiprocessing
import time
import urllib.request
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from urllib.parse import quote

import pikepdf
import pypdf
import pytest

from kitapsha import pdf, pdfcheck, workers
from kitapsha.model import Asset
from kitapsha.problems import Severity, has_errors

FONT = Path(__file__).resolve().parents[2] / "templates" / "fonts" / "GolosText-Regular.ttf"
SECRET = "the secret words of this machine"


class DoorOpened(BaseException):
    """Nothing catches this on its way to the test."""


def watch_the_doors() -> None:
    """What WeasyPrint's own fetcher ends in, for files as for addresses."""

    def refuse(*arguments, **_named):
        raise DoorOpened(str(arguments[1:]))

    urllib.request.OpenerDirector.open = refuse
    for name, method in (
        ("FileHandler", "file_open"),
        ("HTTPHandler", "http_open"),
        ("HTTPSHandler", "https_open"),
        ("FTPHandler", "ftp_open"),
        ("DataHandler", "data_open"),
    ):
        setattr(getattr(urllib.request, name), method, refuse)


@cache
def renderer() -> ProcessPoolExecutor:
    """A process for the engine alone: what it is told of fonts holds for all that a process does afterwards."""
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"), initializer=watch_the_doors)


def render(document: str) -> pdf.PdfResult:
    return renderer().submit(pdf.render, document, assets()).result()


@pytest.fixture(autouse=True, scope="module")
def _renderer_ends_with_the_module():
    yield
    renderer().shutdown()
    renderer.cache_clear()


@cache
def assets() -> tuple[Asset, ...]:
    css = b"@font-face { font-family: Label; src: url(kitapsha:fonts/label.ttf) } body { font-family: Label }"
    return Asset("print/a.css", "text/css", css), Asset("fonts/label.ttf", "font/ttf", FONT.read_bytes())


def document(head: str, body: str) -> str:
    link = '<link rel="stylesheet" href="kitapsha:print/a.css">'
    return f'<!DOCTYPE html><html lang="en"><head><title>t</title>{link}{head}</head><body><p>Words.</p>{body}</body>'


def svg(inside: str) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
        f"<title>d</title>{inside}</svg>"
    )


def data_svg(inside: str) -> str:
    return f"data:image/svg+xml,{quote(svg(inside))}"


NESTED = data_svg('<image href="file:///etc/passwd"/>')
FETCHES = {
    "img http": ("", '<img alt="a" src="http://127.0.0.1:9/a.png">'),
    "img https": ("", '<img alt="a" src="https://example.org/a.png">'),
    "img file": ("", '<img alt="a" src="{file}">'),
    "img FILE": ("", '<img alt="a" src="FILE:///etc/passwd">'),
    "img ftp": ("", '<img alt="a" src="ftp://127.0.0.1/a.png">'),
    "img unknown asset": ("", '<img alt="a" src="kitapsha:images/none.png">'),
    "img climbing asset": ("", '<img alt="a" src="kitapsha:../../../../etc/passwd">'),
    "img encoded climbing": ("", '<img alt="a" src="kitapsha:%2e%2e/%2e%2e/etc/passwd">'),
    "img base": ('<base href="{folder}/">', '<img alt="a" src="secret.txt">'),
    "img data text": ("", '<img alt="a" src="data:text/plain,x">'),
    "img data large": ("", '<img alt="a" src="data:image/png;base64,' + "A" * 300_000 + '">'),
    "object": ("", '<object data="{file}">x</object>'),
    "embed": ("", '<embed src="{file}">'),
    "link stylesheet http": ('<link rel="stylesheet" href="http://127.0.0.1:9/a.css">', ""),
    "link stylesheet file": ('<link rel="stylesheet" href="{file}">', ""),
    "link attachment": ('<link rel="attachment" href="{file}">', ""),
    "a attachment": ("", '<a rel="attachment" href="https://example.org/a.txt">x</a>'),
    "style import": ("<style>@import url(http://127.0.0.1:9/a.css);</style>", ""),
    "style import file": ('<style>@import "{file}";</style>', ""),
    "style url": ("<style>p {{ background: url({file}) }}</style>", ""),
    "style attribute": ("", '<p style="background-image: url({file})">x'),
    "list image": ("", '<ul style="list-style-image: url({file})"><li>x</ul>'),
    "content": ("<style>p::before {{ content: url({file}) }}</style>", ""),
    "border image": ("", '<p style="border: 9px solid; border-image: url({file}) 3">x'),
    "page background": ("<style>@page {{ background: url({file}) }}</style>", ""),
    "font face file": ("<style>@font-face {{ font-family: X; src: url({file}) }} p {{ font-family: X }}</style>", ""),
    "font face http": ("<style>@font-face {{ font-family: X; src: url(http://127.0.0.1:9/f) }}</style>", ""),
    "colour profile": ("<style>@color-profile --x {{ src: url({file}) }}</style>", ""),
    "svg image": ("", svg('<image href="{file}" width="9" height="9"/>')),
    "svg image xlink": ("", svg('<image xlink:href="http://127.0.0.1:9/a.png" width="9" height="9"/>')),
    "svg in data": ("", f'<img alt="a" src="{NESTED}">'),
}


@pytest.mark.parametrize("route", FETCHES)
def test_nothing_but_assets_is_fetched(route, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    head, body = FETCHES[route]
    if "{" in head + body:
        head, body = (part.format(file=secret.as_uri(), folder=tmp_path.as_uri()) for part in (head, body))
    result = render(document(head, body))
    assert "pdf-fetch" in [problem.code for problem in result.problems]
    assert has_errors(result.problems)
    assert result.data == b""
    assert SECRET not in repr(result)


HARMLESS = {
    "iframe": '<iframe src="file:///etc/passwd"></iframe>',
    "srcset": '<img alt="a" srcset="file:///etc/passwd 2x">',
    "poster": '<video poster="file:///etc/passwd"></video>',
    "background": '<table background="file:///etc/passwd"><tr><td>x</table>',
    "svg use": svg('<use href="file:///etc/passwd#x"/>'),
    "script": "<script>document.write('x')</script>",
    "meta refresh": '<meta http-equiv="refresh" content="0; url=file:///etc/passwd">',
    "local font": "<style>@font-face { font-family: X; src: local('DejaVu Sans') } p { font-family: X, Label }</style>",
    "form": '<form action="https://example.org/"><input name="a" value="b"><button>x</button></form>',
}


@pytest.mark.parametrize("route", HARMLESS)
def test_what_the_engine_does_not_follow_leaves_no_trace(route):
    result = render(document("", HARMLESS[route]))
    for problem in result.problems:
        assert problem.code == "pdf-log"
    if result.data:
        assert pdfcheck.active_content(result.data) == ()
        assert "root:" not in "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(result.data)).pages)


def test_an_entity_in_a_drawing_reads_no_file():
    entity = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + svg('<text y="9">&x;</text>')
    source = f"data:image/svg+xml;base64,{base64.b64encode(entity.encode()).decode()}"
    result = render(document("", f'<img alt="a" src="{source}">'))
    assert [(problem.code, problem.severity) for problem in result.problems] == [("pdf-log", Severity.ERROR)]
    assert result.data == b""


def test_a_style_sheet_called_by_a_drawing_is_not_read():
    result = render(document("", svg("<style>@import url(file:///etc/passwd);</style><rect width='9'/>")))
    assert has_errors(result.problems)
    assert result.data == b""


def test_small_images_inside_the_document_are_served():
    picture = data_svg('<rect width="9" height="9"/>')
    result = render(document("", f'<img alt="a" src="{picture}">'))
    assert result.problems == ()
    assert result.data


def test_metadata_cannot_break_out():
    title = ") /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> ( \\"
    result = render(document("", "").replace("<title>t<", f"<title>{title}<"))
    assert result.problems == ()
    assert str(pypdf.PdfReader(io.BytesIO(result.data)).metadata.title) == title


@pytest.mark.parametrize(
    "content",
    [
        "<div>" * 400,
        '<p style="font-size: 1e9px">x',
        "<p>" + "\ud800",
        '<table><tr><td colspan="x">a</table>' + "<b>" * 600,
    ],
    ids=["deep", "huge", "surrogate", "unclosed"],
)
def test_what_breaks_the_engine_is_a_problem(content):
    result = render(document("", content))
    assert bool(result.data) != has_errors(result.problems)


# --- the last wall ----------------------------------------------------------------------------------------


def with_catalog(**entries: pikepdf.Object) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as file:
        file.add_blank_page()
        for name, value in entries.items():
            file.Root[f"/{name}"] = file.make_indirect(value)
        file.save(out)
    return out.getvalue()


def test_active_content_is_seen_wherever_it_stands():
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    assert pdfcheck.active_content(with_catalog(OpenAction=script)) == ("/JS", "/JavaScript", "/OpenAction")
    assert pdfcheck.active_content(with_catalog(Names=pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary()))) == (
        "/EmbeddedFiles",
    )
    nested = pikepdf.Dictionary(
        A=pikepdf.Array([pikepdf.Dictionary(A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="x"))])
    )
    assert pdfcheck.active_content(with_catalog(Any=nested)) == ("/Launch",)
    for target in ("file:///etc/passwd", "javascript:x", "smb://host/x", "other.html", "http:"):
        assert pdfcheck.active_content(with_catalog(Any=pikepdf.Dictionary(URI=target))) == (f"a link to {target}",)
    for target in ("http://example.org", "https://example.org/x", "mailto:a@example.org"):
        assert pdfcheck.active_content(with_catalog(Any=pikepdf.Dictionary(URI=target))) == ()


# --- in a worker --------------------------------------------------------------------------------------------


def hang() -> None:
    time.sleep(600)


def test_a_document_that_takes_the_time_or_the_memory_of_others_is_given_up():
    endless = document("", '<table><tr><td colspan="1000000">x</table>' * 9)
    tasks = [
        workers.Task(pdf.render, (endless, assets()), "en/endless.pdf"),
        workers.Task(hang, (), "en/hang.pdf"),
        workers.Task(bytearray, (2_000_000_000,), "en/hungry.pdf"),
        workers.Task(len, ("honest",), "en/honest.pdf"),
    ]
    endless_one, hanging, hungry, honest = workers.run(tasks, workers=2, timeout_s=2.5)
    assert [problem.code for problem in hanging.problems] == ["worker-timeout"]
    assert [problem.code for problem in hungry.problems] == ["worker-memory"]
    assert endless_one.problems[0].code in ("worker-timeout", "worker-memory")
    assert endless_one.problems[0].message.startswith("en/endless.pdf ")
    assert honest.value == 6


def test_the_default_limit_leaves_room_for_a_large_document():
    long = document("", f"<p>{'word ' * 300}</p>" * 40)
    (outcome,) = workers.run([workers.Task(pdf.render, (long, assets()), "long")], workers=1, memory_bytes=750_000_000)
    assert isinstance(outcome.value, pdf.PdfResult)
    assert outcome.value.pages > 15
