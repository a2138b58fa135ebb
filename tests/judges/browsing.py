"""What a reader sees and does in a real browser, as JSON. It runs under the judges' own Python.

Usage: python browsing.py CHROMIUM disk SITE            pages opened from a folder, with the network off
       python browsing.py CHROMIUM preview ROOT COMMAND...  the preview that COMMAND starts, while files of ROOT change
"""

from __future__ import annotations

import contextlib
import json
import pathlib
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser, Error, Page, sync_playwright

WORDS = {
    "en": ("strike", "strikes"),
    "ru": ("забастовка", "забастовками"),
    "kk": ("ереуіл", "ереуілдердің"),
}
"""A word of the articles and another form of it."""

_FOCUSED = """() => {
    const at = document.activeElement, box = at.getBoundingClientRect(), look = getComputedStyle(at);
    const seen = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0;
    const outlined = seen && look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2;
    const name = at.tagName + "." + at.className + " " + (at.textContent || "").trim().slice(0, 30);
    return {name, outlined, body: at === document.body};
}"""


@contextlib.contextmanager
def opened(browser: Browser, said: list[str], **settings: Any) -> Iterator[Page]:
    """A window of its own; what pages say on the console and what goes wrong is added to `said`."""
    context = browser.new_context(**settings)
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", lambda request: said.extend(_failed(request.url, request.failure)))
    yield page
    context.close()


def _failed(url: str, why: str | None) -> list[str]:
    """What is not loaded; what a page has asked for before it was left is no failure."""
    return [] if why == "net::ERR_ABORTED" else [f"not loaded: {url}: {why}"]


def disk(browser: Browser, site: pathlib.Path) -> dict[str, object]:
    """Search, the offered language, looks and keyboard on pages that stand in a folder."""
    said: list[str] = []
    articles = sorted(path.name for path in (site / "kk").glob("*.parallel.html"))
    article = articles[0].replace(".parallel", "")
    seen: dict[str, object] = {"said": said}
    for locale, words in WORDS.items():
        with opened(browser, said, offline=True, locale=locale) as page:
            page.goto((site / locale / "index.html").as_uri())
            seen[f"{locale} found"] = [_found(page, word) for word in (*words, "ъъъъ")]
            page.goto((site / locale / article).as_uri())
            seen[f"{locale} offered at home"] = page.locator(".offer").count()
    with opened(browser, said, offline=True, locale="kk-KZ") as page:
        page.goto((site / "en" / article).as_uri())
        seen["offer"] = [page.locator(".offer").get_attribute("lang"), page.locator(".offer a").get_attribute("href")]
        page.locator(".offer button").click()
        page.reload()
        seen["offer once closed"] = page.locator(".offer").count()
    for scheme in ("light", "dark"):
        with opened(browser, said, offline=True, color_scheme=scheme) as page:
            page.goto((site / "ru" / article).as_uri())
            seen[scheme] = page.evaluate("getComputedStyle(document.body).backgroundColor")
    with opened(browser, said, offline=True, reduced_motion="reduce", viewport={"width": 360, "height": 640}) as page:
        seen["unseen focus"] = [line for name in ("index.html", article) for line in _tabbed(page, site / "kk" / name)]
    return seen


def _found(page: Page, word: str) -> list[str]:
    field = page.locator("#page-search")
    field.focus()
    _until(page, "!!window.SEARCH")
    field.fill(word)
    return [str(name) for name in page.locator(".entries > li:visible h2").all_inner_texts()]


def _until(page: Page, expression: str) -> None:
    """Wait until a condition holds; the policy of pages forbids Playwright's own way of waiting for one."""
    for _ in range(600):
        with contextlib.suppress(Error):  # the page is just being loaded anew
            if page.evaluate(expression):
                return
        page.wait_for_timeout(50)
    raise TimeoutError(expression)


def _tabbed(page: Page, path: pathlib.Path) -> list[str]:
    """What the Tab key reaches without being seen; the first thing must lead to the text."""
    page.goto(path.as_uri())
    found = []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    if page.evaluate("document.activeElement.id") != "page-main":
        found.append(f"{path.name}: the first link does not lead to the text")
    page.goto(path.as_uri())
    for _ in range(200):
        page.keyboard.press("Tab")
        focused = page.evaluate(_FOCUSED)
        if focused["body"]:
            return found
        if not focused["outlined"]:
            found.append(f"{path.name}: {focused['name']}")
    return [*found, f"{path.name}: the end is not reached"]


def preview(browser: Browser, root: pathlib.Path, command: list[str]) -> dict[str, object]:
    """An open page while files change under it; the seconds until each change shows."""
    said: list[str] = []
    seconds: dict[str, float] = {}
    with contextlib.ExitStack() as stack:
        streams: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8"}
        process = stack.enter_context(subprocess.Popen(command, **streams))
        # Whatever fails below, nothing is left running.
        stack.callback(process.kill)
        match = re.search(r"http://\S+", process.stdout.readline())
        assert match
        address = match[0]
        with opened(browser, said, viewport={"width": 400, "height": 300}) as page:
            page.goto(f"{address}ru/bread.html")
            page.evaluate("scrollTo({top: 120, behavior: 'instant'})")
            for name, file, old, new, selector, state in STEPS:
                _replace(root / file, old, new)
                began = time.monotonic()
                page.wait_for_selector(selector, state=state)
                seconds[name] = round(time.monotonic() - began, 2)
            _until(page, "scrollY === 120")
            seconds["pamphlet"] = _pamphlet(page, address, root)
            process.send_signal(signal.SIGINT)
            began = time.monotonic()
            process.wait(20)
            seconds["end"] = round(time.monotonic() - began, 2)
            page.wait_for_selector("#kitapsha-preview .state:has-text('ended')")
        left = process.stderr.read()
    problems = [text for text in said if "Content Security Policy" in text or "Error:" in text]
    return {"seconds": seconds, "code": process.returncode, "left": left, "said": problems}


def _pamphlet(page: Page, address: str, root: pathlib.Path) -> float:
    """The seconds until the page that shows a PDF shows another one."""
    page.goto(f"{address}.preview/look/ru/bread.pdf")
    before = page.locator("iframe").get_attribute("src")
    _replace(root / _PO, "Лепёшка", "Каравай")
    began = time.monotonic()
    _until(page, f"document.querySelector('iframe').getAttribute('src') !== {json.dumps(before)}")
    shown = page.locator("iframe").get_attribute("src")
    answer = page.request.get(f"{address.rstrip('/')}{shown}")
    assert answer.ok
    assert answer.body().startswith(b"%PDF-")
    return round(time.monotonic() - began, 2)


_PO = "locales/ru/LC_MESSAGES/bread.po"
_ERROR = f"#kitapsha-preview .error >> text={_PO}:"
STEPS = (
    ("catalog", _PO, 'msgstr "Хлеб"', 'msgstr "Лепёшка"', "h1:has-text('Лепёшка')", "visible"),
    ("error", _PO, 'msgstr "Печь', 'msgstr "<b>Печь', _ERROR, "visible"),
    ("mended", _PO, 'msgstr "<b>Печь', 'msgstr "Печь', "#kitapsha-preview .error", "detached"),
    ("settings", "kitapsha.toml", "title =", "title ==", "h1:has-text('cannot be shown')", "visible"),
    ("settings mended", "kitapsha.toml", "title ==", "title =", "h1:has-text('Лепёшка')", "visible"),
    ("settings changed", "kitapsha.toml", "CC BY 4.0", "CC BY 5.0", "footer >> text=CC BY 5.0", "visible"),
    ("template", "templates/article.html.j2", "<article>", "<article><hr class=new>", "hr.new", "attached"),
    ("source", "source/bread.md", "The oven", "The new oven", ".text >> text=The new oven", "visible"),
)
"""What is changed, where, from what to what, and what the page shows then."""


def _replace(path: pathlib.Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text, (path, old)
    path.write_text(text.replace(old, new), "utf-8")


def main(chromium: str, what: str, where: str, *command: str) -> None:
    """Print what was seen."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        place = pathlib.Path(where).resolve()
        print(json.dumps(disk(browser, place) if what == "disk" else preview(browser, place, list(command))))
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
