"""The preview as a browser shows it: an open page follows the disk, and the reader stays where he was."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator

import pytest

from kitapsha.serve.server import Preview
from tests.publications import Site

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
CHROMIUM = shutil.which("chromium")

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")


@pytest.fixture
def preview(site: Site) -> Iterator[Preview]:
    running = Preview(site.root, 0, [].append)
    thread = threading.Thread(target=running.follow)
    thread.start()
    yield running
    running.close()
    thread.join()


def test_an_open_page_follows_the_disk(site: Site, preview: Preview) -> None:
    with playwright.sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 400, "height": 200})
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{preview.address}ru/bread.html")
        page.evaluate("scrollTo({top: 120, behavior: 'instant'})")
        site.edit("locales/ru/LC_MESSAGES/bread.po", 'msgstr "Хлеб"', 'msgstr "Лепёшка"')
        page.wait_for_selector("h1:has-text('Лепёшка')")
        page.wait_for_function("scrollY === 120")
        site.edit("locales/ru/LC_MESSAGES/bread.po", 'msgstr "Печь', 'msgstr "<b>Печь')
        page.wait_for_selector("#kitapsha-preview .error >> text=locales/ru/LC_MESSAGES/bread.po:")
        site.edit("locales/ru/LC_MESSAGES/bread.po", 'msgstr "<b>Печь', 'msgstr "Печь')
        page.wait_for_selector("#kitapsha-preview .error", state="detached")
        site.edit("kitapsha.toml", "title =", "title ==")
        page.wait_for_selector("h1:has-text('cannot be shown')")
        site.edit("kitapsha.toml", "title ==", "title =")
        page.wait_for_selector("h1:has-text('Лепёшка')")
        preview.close()
        page.wait_for_selector("#kitapsha-preview .state:has-text('ended')")
        browser.close()
    assert not [text for text in said if "Content Security Policy" in text or "Error:" in text]
