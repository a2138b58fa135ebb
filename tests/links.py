"""Every link of a folder of pages: what leads nowhere. It needs no network, and asks nothing of it."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

from lxml import html

_ADDRESS = re.compile(r"url\(\s*[\"']?([^\"')]+)")


def dead(folder: Path) -> list[str]:
    """The links in the pages and style sheets below a folder whose file or anchor is not there, each with its page."""
    folder = folder.resolve()
    pages = {path: html.document_fromstring(path.read_bytes()) for path in sorted(folder.rglob("*.html"))}
    anchors = {path: {*page.xpath("//@id"), *page.xpath("//a/@name")} for path, page in pages.items()}
    links = [(path, link) for path, page in pages.items() for link in _links(page)]
    for path in sorted(folder.rglob("*.css")):
        links += [(path, link) for link in _ADDRESS.findall(path.read_text("utf-8"))]
    return [
        f"{path.relative_to(folder)}: {link}: {problem}"
        for path, link in links
        if (problem := _problem(folder, path, link, anchors))
    ]


def _links(page: html.HtmlElement) -> Iterator[str]:
    for element in page.iter():
        if isinstance(element.tag, str):
            yield from (value for name, value in element.items() if name in ("href", "src", "poster", "data"))
            yield from (part.split()[0] for part in (element.get("srcset") or "").split(",") if part.strip())


def _problem(folder: Path, page: Path, link: str, anchors: dict[Path, set[str]]) -> str:
    """What is wrong with a link, empty where nothing is or where only the network could tell."""
    parts = urllib.parse.urlsplit(link)
    if parts.scheme in ("http", "https", "mailto", "tel", "data", "tag") or parts.netloc:
        return ""
    if parts.scheme:
        return f"the scheme {parts.scheme} does not belong here"
    if parts.path.startswith("/") and page.name == "404.html":
        # A host shows it at addresses of any depth; on a stick nobody meets it.
        return ""
    if parts.path.startswith("/"):
        return "from a USB stick, this leads to the root of the disk"
    target = (page.parent / urllib.parse.unquote(parts.path)).resolve() if parts.path else page
    if not target.is_relative_to(folder):
        return "it leads out of the folder"
    if not target.is_file():
        return "there is no such file"
    fragment = urllib.parse.unquote(parts.fragment)
    return "there is no such anchor" if fragment and target in anchors and fragment not in anchors[target] else ""
