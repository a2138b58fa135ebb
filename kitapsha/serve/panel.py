"""What the preview adds to a page: a panel with what is wrong, and the script that keeps the page up to date.

Everything that comes from a publication is escaped here, once, and reaches the page in no other way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from ..console import summary
from ..problems import Excerpt, Place, Problem, visible
from .site import digest

ROOT = "/.preview/"
"""Addresses of the preview itself; no article's begins with a dot."""
SHOWN = 40
"""Problems that a panel shows."""

_POLICY = re.compile(rb"""(<meta\s+http-equiv="Content-Security-Policy"\s+content=")([^"]*)(")""", re.IGNORECASE)
_NEEDS = ("script-src", "style-src", "connect-src")
STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'"
)
"""The policy of the preview's own pages."""
_PLAIN = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
)
"""The policy of a page that brings none."""

Link = tuple[str, str]
"""Words and an address."""


def widened(policy: str) -> str:
    """A policy that lets a page load the preview's script and style and hear of changes, and nothing more."""
    parts = [part.split() for part in policy.split(";") if part.strip()]
    rules = {part[0].lower(): part[1:] for part in reversed(parts)}
    rules = {part[0].lower(): rules[part[0].lower()] for part in parts}
    for name in _NEEDS:
        if (given := rules.get(name, rules.get("default-src"))) is None:
            continue  # nothing forbids it
        allowed = [source for source in given if source != "'none'"]
        rules[name] = allowed if "'self'" in allowed else [*allowed, "'self'"]
    return "; ".join(" ".join((name, *sources)) for name, sources in rules.items())


def dressed(page: bytes, version: str, inside: str) -> tuple[bytes, str]:
    """A page with the panel and its script, and the policy that goes with it."""
    policy = _PLAIN
    if match := _POLICY.search(page):
        policy = widened(match[2].decode("utf-8", "replace"))
        page = page[: match.start(2)] + policy.encode() + page[match.end(2) :]
    page = _before(page, b"</head>", _head(version, inside).encode())
    return _before(page, b"</body>", _box(inside).encode(), last=True), policy


def _before(page: bytes, mark: bytes, added: bytes, *, last: bool = False) -> bytes:
    at = page.rfind(mark) if last else page.find(mark)
    if at < 0:
        at = len(page) if last else 0
    return page[:at] + added + page[at:]


def _head(version: str, inside: str) -> str:
    told = f'data-page="{escape(version)}" data-said="{digest(inside)}"'
    style = f'<link rel="stylesheet" href="{ROOT}preview.css">\n'
    return f'{style}<script defer src="{ROOT}preview.js" {told}></script>\n'


def _box(inside: str) -> str:
    return (
        '<aside class="kitapsha-preview" id="kitapsha-preview" lang="en" dir="ltr" aria-label="Preview">'
        f'<div aria-live="polite">{inside}</div><p class="state" role="status"></p></aside>\n'
    )


def page(version: str, title: str, inside: str, rest: str = "", kind: str = "") -> bytes:
    """A page of the preview itself, such as the one that stands for a page that cannot be made."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(visible(title))}</title>\n{_head(version, inside)}</head>\n"
        f'<body class="kitapsha-own {kind}">\n<main>\n<h1>{escape(visible(title))}</h1>\n{rest}</main>\n{_box(inside)}'
        "</body>\n</html>\n"
    ).encode("utf-8", "replace")


# --- what stands in the panel ------------------------------------------------------------------------------


def panel(problems: Sequence[Problem], notes: Iterable[str] = (), links: Iterable[Link] = ()) -> str:
    """The content of the panel as HTML."""
    said = "".join(f'<p class="note">{escape(visible(note))}</p>' for note in notes)
    return said + _problems(problems) + _links(links)


def _problems(problems: Sequence[Problem]) -> str:
    if not problems:
        return ""
    items = "".join(f'<li class="{problem.severity.value}">{_problem(problem)}</li>' for problem in problems[:SHOWN])
    more = len(problems) - SHOWN
    rest = f"<p>and {more} more; <code>build.py check</code> lists them all</p>" if more > 0 else ""
    return f"<details open><summary>{escape(summary(problems))}</summary><ol>{items}</ol>{rest}</details>"


def _problem(problem: Problem) -> str:
    where = f'<code class="place">{_place(problem.place)}</code> ' if problem.place else ""
    code = f'<span class="code">{problem.severity.value}[{escape(problem.code)}]</span>'
    hint = f'<p class="hint">hint: {escape(visible(problem.hint))}</p>' if problem.hint else ""
    also = "".join(f"<p>also: <code>{_place(place)}</code></p>" for place in problem.related)
    shown = "".join(map(_excerpt, problem.excerpts))
    return f"<p>{where}{code} {escape(visible(problem.message))}</p>{shown}{also}{hint}"


def _place(place: Place) -> str:
    return escape(visible(str(place)))


def _excerpt(shown: Excerpt) -> str:
    before, marked, after = shown.text[: shown.start], shown.text[shown.start : shown.end], shown.text[shown.end :]
    middle = f"<mark>{escape(marked)}</mark>" if marked else ""
    words = f'<q lang="{escape(shown.label)}" dir="auto">{escape(before)}{middle}{escape(after)}</q>'
    return f'<p class="excerpt"><span>{escape(shown.label)}</span> {words}</p>'


def _links(links: Iterable[Link]) -> str:
    items = "".join(f'<li><a href="{escape(address)}">{escape(visible(words))}</a></li>' for words, address in links)
    return f"<ul>{items}</ul>" if items else ""
