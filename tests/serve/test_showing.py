"""What the preview answers, asked without a network: pages, drafts, problems, and whom it refuses."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from werkzeug.test import Client, TestResponse

from kitapsha.cache import Cache
from kitapsha.clock import now
from kitapsha.serve.app import Application
from kitapsha.serve.panel import widened
from kitapsha.serve.press import Press
from kitapsha.serve.showing import Showing, path_of
from kitapsha.serve.site import Site as Publication
from kitapsha.serve.watching import Bell
from tests.publications import Site

RU = "locales/ru/LC_MESSAGES/"
HOST = {"Host": "127.0.0.1:8000"}


@dataclass
class Preview:
    """The application on a publication, without a server."""

    site: Site
    publication: Publication
    showing: Showing
    client: Client
    bugs: list[Exception]
    bell: Bell

    def get(self, address: str, **headers: str) -> TestResponse:
        return self.client.get(address, headers={**HOST, **{k.replace("_", "-"): v for k, v in headers.items()}})

    def edit(self, name: str, old: str, new: str) -> None:
        self.site.edit(name, old, new)
        self.publication.refresh()


@pytest.fixture
def preview(site: Site) -> Iterator[Preview]:
    publication, bell, bugs = Publication(site.root, now()), Bell(), []
    publication.refresh()
    press = Press(Cache(site.root / ".kitapsha"))
    showing = Showing(publication, press)
    yield Preview(
        site, publication, showing, Client(Application(showing, bell, 8000, bugs.append), TestResponse), bugs, bell
    )
    press.close()
    assert not bugs


def _bare(page: str) -> str:
    """A previewed page without what the preview adds."""
    page = re.sub(r'<link rel="stylesheet" href="/\.preview/.*?</script>\n', "", page, flags=re.DOTALL)
    page = re.sub(r'<aside class="kitapsha-preview".*?</aside>\n', "", page, flags=re.DOTALL)
    return re.sub(r'(Security-Policy" content=")[^"]*', r"\1", page)


def test_pages_are_those_of_the_build_but_for_the_panel(preview: Preview) -> None:
    made = preview.site.clean_build()
    for path, data in made.items():
        shown = preview.get(f"/{path}")
        assert shown.status_code == 200, path
        if path.endswith(".html"):
            assert _bare(shown.text) == _bare(data.decode()), path
            assert shown.text.count("/.preview/preview.js") == 1
        else:
            assert shown.data == data
    assert not (preview.site.root / "dist").exists()


def test_the_first_address_and_folders(preview: Preview) -> None:
    assert preview.get("/").data == preview.get("/index.html").data
    assert preview.get("/kk/").data == preview.get("/kk/index.html").data
    moved = preview.get("/kk")
    assert (moved.status_code, moved.headers["Location"]) == (308, "/kk/")


@pytest.mark.parametrize(
    "address",
    [
        *("/source/bread.md", "/kitapsha.toml", "/../kitapsha.toml", "/%2e%2e/kitapsha.toml", "/assets/", "/assets"),
        *("/..%5ckitapsha.toml", "/en/../../kitapsha.toml", "//etc/passwd", "/etc/passwd", "/en/%00", "/.preview/"),
        *("/.preview/look/", "/.preview/look/en/bread.html", "/.preview/../preview.js", "/<script>", "/.git/config"),
    ],
)
def test_no_address_leads_to_the_disk(address: str, preview: Preview) -> None:
    answer = preview.get(address)
    assert answer.status_code == 404
    assert "<script>" not in answer.text
    assert "There is no page at this address" in answer.text


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "127.0.0.1:8001", "127.0.0.1", "localhost.evil:8000", ""]
)
def test_other_hosts_are_refused(host: str, preview: Preview) -> None:
    answer = preview.client.get("/", headers={"Host": host})
    assert answer.status_code == 421
    assert "http://127.0.0.1:8000/" in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "LOCALHOST:8000", "[::1]:8000"])
def test_the_names_of_this_machine_are_known(host: str, preview: Preview) -> None:
    assert preview.client.get("/", headers={"Host": host}).status_code == 200


def test_nothing_can_be_sent(preview: Preview) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        own = preview.client.open("/", method=method, headers={**HOST, "Origin": "http://127.0.0.1:8000"})
        other = preview.client.open("/", method=method, headers={**HOST, "Origin": "http://evil.example"})
        none = preview.client.open("/", method=method, headers={**HOST, "Origin": "null"})
        assert (own.status_code, other.status_code, none.status_code) == (405, 403, 403), method


def test_other_sites_read_nothing(preview: Preview) -> None:
    assert preview.get("/", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="no-cors").status_code == 403
    assert preview.get("/.preview/events", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="cors").status_code == 403
    assert preview.get("/", Origin="http://evil.example").status_code == 403
    assert preview.get("/", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate").status_code == 200, "a link"
    assert preview.get("/", Sec_Fetch_Site="same-origin", Sec_Fetch_Mode="cors").status_code == 200


@pytest.mark.parametrize("address", ["/", "/en/bread.html", "/assets/site.css", "/nothing", "/.preview/preview.js"])
def test_headers_are_strict(address: str, preview: Preview) -> None:
    headers = preview.get(address).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "no-referrer"
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in policy
    assert "Access-Control-Allow-Origin" not in headers


def test_a_policy_is_widened_by_what_the_preview_needs_alone() -> None:
    ours = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:"
    assert widened(ours) == f"{ours}; connect-src 'self'"
    single = widened("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    assert single == (
        "default-src 'none'; style-src 'unsafe-inline' 'self'; img-src data:; script-src 'self'; connect-src 'self'"
    )
    assert widened("img-src 'self'") == "img-src 'self'", "what nothing forbids is not narrowed"
    assert widened("script-src 'none'") == "script-src 'self'"


# --- drafts, problems --------------------------------------------------------------------------------------------


def test_a_page_that_is_not_published_is_shown_as_a_draft(preview: Preview) -> None:
    drafts = [
        (locale, slug)
        for (locale, slug), words in preview.publication.now.edition.translations.items()  # type: ignore[union-attr]
        if words.reason in ("incomplete", "title")
    ]
    assert drafts
    for locale, slug in drafts:
        page = preview.get(f"/{locale}/{slug}.html")
        assert page.status_code == 200
        assert '<p class="note">Draft: ' in page.text
        assert f'href="/{locale}/{slug}.html">draft: ' in preview.get(f"/{locale}/").text
        assert f'href="{slug}.html"' not in _bare(preview.get(f"/{locale}/").text), "the page itself is as published"


def test_what_is_wrong_stands_on_its_page_and_goes_when_it_is_mended(preview: Preview) -> None:
    before = preview.showing.panel("ru/bread.html")
    other = preview.showing.panel("ru/well.html")
    preview.edit(RU + "bread.po", 'msgstr "Печь стоит', 'msgstr "Печь <b>стоит')
    panel = preview.showing.panel("ru/bread.html")
    assert "error[markup-" in panel
    assert re.search(r'<code class="place">locales/ru/LC_MESSAGES/bread\.po:\d+:1</code>', panel)
    assert 'class="hint">hint: ' in panel
    assert "<b>" not in panel
    assert preview.showing.panel("ru/well.html") == other
    preview.edit(RU + "bread.po", 'msgstr "Печь <b>стоит', 'msgstr "Печь стоит')
    assert preview.showing.panel("ru/bread.html") == before


def test_a_broken_setting_shows_a_page_that_mends_itself(preview: Preview) -> None:
    version = preview.showing.version("en/bread.html")
    preview.edit("kitapsha.toml", "title =", "title ==")
    page = preview.get("/en/bread.html")
    assert page.status_code == 500
    assert "error[config-syntax]" in page.text
    assert preview.showing.version("en/bread.html") != version
    preview.edit("kitapsha.toml", "title ==", "title =")
    assert preview.get("/en/bread.html").status_code == 200
    assert preview.showing.version("en/bread.html") == version


def test_a_broken_template_shows_a_page_that_mends_itself(preview: Preview) -> None:
    own = preview.site.root / "templates/article.html.j2"
    own.parent.mkdir(exist_ok=True)
    own.write_text("{% extends 'base.html.j2' %}\n{% block main %}\n{{ oops }}{% endblock %}\n", "utf-8")
    preview.publication.refresh()
    page = preview.get("/en/bread.html")
    assert page.status_code == 500
    assert "templates/article.html.j2:3:1" in page.text
    assert "error[template-undefined]" in page.text
    own.unlink()
    preview.publication.refresh()
    assert preview.get("/en/bread.html").status_code == 200


def test_a_catalog_that_cannot_be_read_leaves_the_page_as_it_was(preview: Preview) -> None:
    version = preview.showing.version("ru/bread.html")
    text = (preview.site.root / RU / "bread.po").read_text("utf-8")
    (preview.site.root / RU / "bread.po").write_text(f'{text}\nmsgid "unfinished\n', "utf-8")
    preview.publication.refresh()
    page = preview.get("/ru/bread.html")
    assert (page.status_code, preview.showing.version("ru/bread.html")) == (200, version)
    assert "This is the page as it was before" in preview.showing.panel("ru/bread.html")
    assert "error[catalog-" in preview.showing.panel("ru/bread.html") or "error[po-" in preview.showing.panel(
        "ru/bread.html"
    )


def test_names_and_texts_of_a_publication_are_escaped(preview: Preview) -> None:
    preview.edit("source/bread.md", "The oven", 'The oven [x](a"<script>b.md)')
    panel = preview.showing.panel("en/bread.html")
    assert "link-dead" in panel
    assert "<script" not in panel
    assert "&lt;script&gt;" in panel


# --- what is made ------------------------------------------------------------------------------------------------


def test_one_translation_renders_one_page(preview: Preview) -> None:
    addresses = [f"/{locale}/{slug}.html" for locale in ("en", "ru") for slug in ("bread", "well")]
    for address in addresses:
        preview.get(address)
    made = preview.publication.rendered
    made.clear()
    preview.edit(RU + "well.po", "говорят старики", "говорят старцы")
    for address in ("/en/bread.html", "/ru/bread.html", "/ru/well.html", "/ru/well.html"):
        preview.get(address)
    assert made == ["ru/well.html"]
    assert "говорят старцы" in preview.get("/ru/well.html").text


def test_a_change_changes_versions_where_it_is_seen(preview: Preview) -> None:
    paths = [f"{locale}/{name}.html" for locale in ("en", "ru", "kk") for name in ("bread", "index")]

    def changed(change: Callable[[], None]) -> list[str]:
        before = [preview.showing.version(path) for path in paths]
        change()
        return [path for path, old in zip(paths, before, strict=True) if preview.showing.version(path) != old]

    title = 'msgstr "Хлеб"', 'msgstr "Лепёшка"'
    assert changed(lambda: preview.edit(RU + "bread.po", *title)) == ["ru/bread.html", "ru/index.html"]
    assert changed(lambda: preview.edit("kitapsha.toml", 'title = "River reader"', 'title = "Reader"'))
    (preview.site.root / "templates/assets").mkdir(parents=True)
    (preview.site.root / "templates/assets/site.css").write_text("p { color: teal }", "utf-8")
    assert changed(preview.publication.refresh) == paths
    assert changed(preview.publication.refresh) == []


def test_a_reading_that_changes_at_random_is_what_a_new_start_would_read(preview: Preview) -> None:
    changes = [
        (RU + "bread.po", 'msgid "Town"\nmsgstr "Город"', 'msgid "Town"\nmsgstr ""'),
        ("source/river.md", "takes the lower road", "floods the lower road"),
        ("kitapsha.toml", "ru = 60", "ru = 20"),
        (RU + "bread.po", 'msgstr "Хлеб"', 'msgstr "Лепёшка"'),
        ("source/bread.md", "The oven", "The new oven"),
    ]
    for name, old, new in changes:
        preview.edit(name, old, new)
        fresh = Publication(preview.site.root, now())
        fresh.refresh()
        for path in fresh.now.jobs if fresh.now else ():
            assert preview.publication.leaf(path) == fresh.leaf(path), path
            assert preview.publication.findings(path) == fresh.findings(path), path


def test_paths_of_addresses() -> None:
    assert [path_of(address) for address in ("", "/", "/kk/", "/kk/a.html")] == [
        *("index.html", "index.html", "kk/index.html", "kk/a.html")
    ]


def test_events_tell_an_open_page(preview: Preview) -> None:
    version = preview.showing.version("ru/bread.html")
    stream = preview.get(f"/.preview/events?page=/ru/bread.html&look={version}&said=").iter_encoded()
    assert next(stream) == b"retry: 500\n\n"
    assert next(stream).startswith(b"event: panel\n")
    preview.edit(RU + "bread.po", 'msgstr "Хлеб"', 'msgstr "Лепёшка"')
    preview.bell.ring()
    assert next(stream) == b"event: page\ndata: {}\n\n"
    assert list(stream) == []
    preview.bell.silence()
    started = time.monotonic()
    assert list(preview.get("/.preview/events?page=/nothing&look=nothing").iter_encoded()) == [b"retry: 500\n\n"]
    assert time.monotonic() - started < 5


def test_a_pamphlet_is_made_on_request_and_again_after_a_change(preview: Preview) -> None:
    preview.edit("kitapsha.toml", '["html", "single"]', '["html", "single", "pdf"]')
    look = preview.get("/.preview/look/en/bread.pdf")
    assert '<iframe src="/en/bread.pdf?' in look.text
    assert "frame-src 'self'" in look.headers["Content-Security-Policy"]
    version = preview.showing.version(".preview/look/en/bread.pdf")
    first = preview.get("/en/bread.pdf")
    assert (first.status_code, first.content_type, first.data[:5]) == (200, "application/pdf", b"%PDF-")
    assert preview.get("/en/bread.pdf").data == first.data
    preview.edit("source/bread.md", "The oven", "The new oven")
    assert preview.showing.version(".preview/look/en/bread.pdf") != version
    assert preview.get("/en/bread.pdf").data != first.data
    assert preview.get("/en/bread-booklet.pdf").status_code == 404
