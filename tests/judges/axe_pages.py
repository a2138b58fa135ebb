"""axe-core on pages in a real browser: a JSON list of what it finds. It runs under the judges' own Python.

Usage: python axe_pages.py AXE_MIN_JS CHROMIUM PAGE...     (a page is a file, or an address of the preview)
"""

from __future__ import annotations

import itertools
import json
import pathlib
import sys

from playwright.sync_api import Page, sync_playwright

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = {"desk": (1100, 800), "phone": (360, 640)}
_RUN = """tags => axe.run(document, {runOnly: {type: "tag", values: tags}, preload: false, iframes: false})
.then(result => ["violations", "incomplete"].flatMap(kind => result[kind].map(rule => ({
kind, rule: rule.id, nodes: rule.nodes.map(node => [node.target.join(" "), node.html.slice(0, 120),
...node.any.map(check => (check.data || {}).messageKey || "")].join(" | "))}))))"""


def main(axe: str, chromium: str, paths: list[str]) -> None:
    """Print what axe finds on each page, light and dark, on a desk and on a phone."""
    script = pathlib.Path(axe).read_text("utf-8")
    found: list[dict[str, object]] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        for scheme, (size, (width, height)) in itertools.product(("light", "dark"), SIZES.items()):
            context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": height})
            page = context.new_page()
            said: list[str] = []
            page.on("console", lambda message, said=said: said.append(message.text))
            page.on("pageerror", lambda error, said=said: said.append(str(error)))
            for path in paths:
                found += [
                    {"page": path, "look": f"{scheme} {size}", **finding} for finding in _look(page, path, script)
                ]
                found += [{"page": path, "look": f"{scheme} {size}", "kind": "console", "rule": text} for text in said]
                said.clear()
            context.close()
        browser.close()
    print(json.dumps(found))


def _look(page: Page, path: str, script: str) -> list[dict[str, object]]:
    served = path.startswith("http://127.0.0.1:")
    page.context.set_offline(not served)
    page.goto(path if served else pathlib.Path(path).resolve().as_uri())
    page.evaluate(script)
    found: list[dict[str, object]] = page.evaluate(_RUN, TAGS)
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append({"kind": "violations", "rule": "page wider than the screen", "nodes": []})
    return found


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
