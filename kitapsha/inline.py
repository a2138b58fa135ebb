"""Inline Markdown as translators see it: one spelling for the same text, and what may not be lost or added."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markdown_it.token import Token

from .dialect import inline_tokens, parser, scratch

_ENTITY = re.compile(r"&(?=#|[A-Za-z])")
_MAY_DIFFER = re.compile(r"[\n_\]]")


def canonical(raw: str, env: dict[str, Any], raw_html: bool) -> str:
    """Return the msgid of an inline text: soft breaks folded, `*` for `_`, reference links written out.

    Every step is taken only where the text still renders the same, so a spelling that cannot be changed stays.
    Idempotent (law).
    """
    if not _MAY_DIFFER.search(raw):
        return raw.strip(" \t")
    wanted = _rendered(raw, env, raw_html)
    text = _step(raw, _folded(raw), wanted, env, raw_html)
    if "]" in text and env.get("references"):
        text = _step(text, _edited(text, _written_out, env, raw_html), wanted, env, raw_html)
    if "_" in text:
        text = _step(text, _edited(text, _starred, env, raw_html), wanted, env, raw_html)
    return text


def _step(text: str, respelled: str, wanted: str, env: dict[str, Any], raw_html: bool) -> str:
    return respelled if respelled != text and _rendered(respelled, env, raw_html) == wanted else text


def _folded(raw: str) -> str:
    *lines, last = (line.lstrip(" \t") for line in raw.split("\n"))
    return ("".join(map(_joined, lines)) + last).strip(" \t\n")


def _joined(line: str) -> str:
    """A line with what joins it to the next one: a space, or a hard break in one of its two spellings."""
    bare = line.rstrip(" \t")
    escapes = (len(bare) - len(bare.rstrip("\\"))) % 2
    if escapes and bare == line:
        return f"{bare}\n"
    # A space after a backslash belongs to it.
    return f"{bare}{' ' * escapes}\\\n" if line.endswith("  " + " " * escapes) else f"{bare} "


def _rendered(text: str, env: dict[str, Any], raw_html: bool) -> str:
    md = parser(raw_html)
    tokens = inline_tokens(text, raw_html, scratch(env))
    whole = Token("inline", "", 0, children=tokens)
    return " ".join(md.renderer.render([whole], md.options, {}).split())


_Edit = tuple[int, int, str]


def _edited(text: str, rule: Callable[[str, Token], Iterator[_Edit]], env: dict[str, Any], raw_html: bool) -> str:
    edits = [edit for token in inline_tokens(text, raw_html, scratch(env)) for edit in rule(text, token)]
    for at, length, new in sorted(edits, reverse=True):
        text = text[:at] + new + text[at + length :]
    return text


def _starred(_text: str, token: Token) -> Iterator[_Edit]:
    if token.markup == "_" and "at" in token.meta:
        yield token.meta["at"], 1, "*"
    elif token.markup == "__" and "at" in token.meta:
        yield token.meta["at"] - (token.type == "strong_open"), 2, "**"


def _written_out(text: str, token: Token) -> Iterator[_Edit]:
    """The edit that turns `[label][reference]` and `[label]` into `[label](address "title")`."""
    if token.type not in ("link_open", "image") or "label" not in token.meta:
        return
    end = token.meta["label"][1] + 1
    if text[end : end + 1] == "(" and token.meta["to"] > end:
        return
    address = _entities_kept(str(token.attrs.get("src" if token.type == "image" else "href", "")))
    if "(" in address or ")" in address:
        address = f"<{address}>"
    title = str(token.attrs.get("title", "")).replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    target = f'({address} "{_entities_kept(title)}")' if title else f"({address})"
    yield end, token.meta["to"] - end, target


def _entities_kept(text: str) -> str:
    return _ENTITY.sub("&amp;", text)


def plain(text: str, env: dict[str, Any] | None = None) -> str:
    """The words of an inline text without its markup, for anchors, titles in the browser's tab and counting."""
    return "".join(_words(inline_tokens(text, True, scratch(env or {})))).strip()


def _words(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("text", "code_inline"):
            yield token.content
        elif token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.type == "image":
            yield from _words(token.children or ())


@lru_cache(maxsize=65_536)
def count_words(text: str) -> int:
    """Words between white space, as Weblate, Crowdin and pocount before 3.18 count; markup and addresses are none."""
    return sum(1 for word in plain(text).split() if _LETTER.search(word))


_LETTER = re.compile(r"[^\W_]")


# --- what a translation may not change --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Difference:
    """A part that a translation lacks (`lost`) or that its source does not have."""

    part: str
    lost: bool
    value: str


PARTS = ("link", "image", "code", "tag", "footnote", "emphasis", "placeholder", "break")
"""Kinds of parts that a translation must have exactly as often as its source; a line break may be left out."""


PLACEHOLDER = re.compile(
    r"\{\{[^{}\n]*\}\}|\{%[^{}\n]*%\}|\{[^\W\d]\w*\}|%\([^\W\d]\w*\)[#0+ -]*[0-9]*(?:\.[0-9]+)?[a-z]"
    r"|%(?:[0-9]+\$)?[sd](?![a-z]{1,2}\b)"
)
"""What a program or a template fills in; the forms of Python, Jinja and C."""

_MARKUP = re.compile(r"[\\`*_~\[<{%&\n]")


def differences(source: str, target: str) -> tuple[Difference, ...]:
    """Compare the multisets of link targets, images, code, tags, footnotes, emphasis and placeholders of two texts.

    Tags are found whether or not the publication allows HTML: a translation never brings any.
    """
    if not _MARKUP.search(source) and not _MARKUP.search(target):
        return ()
    return _differences(source, target)


@lru_cache(maxsize=65_536)
def _differences(source: str, target: str) -> tuple[Difference, ...]:
    """Kept, for a translation is looked at before it is published, and again by the checks."""
    env = {"footnotes": {"refs": dict.fromkeys(re.findall(r"\[\^([^\]\s]+)\]", source + target), -1)}}
    env["footnotes"]["refs"] = {f":{label}": -1 for label in env["footnotes"]["refs"]}
    ours, theirs = Counter(_parts(source, env)), Counter(_parts(target, env))
    lost = [Difference(part, True, value) for (part, value) in (ours - theirs).elements() if part != "break"]
    added = [Difference(part, False, value) for (part, value) in (theirs - ours).elements()]
    return (*lost, *added)


def _parts(text: str, env: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from _token_parts(inline_tokens(text, True, scratch(env)))


def _token_parts(tokens: Iterable[Token]) -> Iterator[tuple[str, str]]:
    for token in tokens:
        if token.type == "link_open":
            yield "link", str(token.attrs["href"])
        elif token.type == "image":
            yield "image", str(token.attrs["src"])
            yield from _token_parts(token.children or ())
        elif token.type == "code_inline":
            yield "code", token.content
        elif token.type == "html_inline":
            yield "tag", " ".join(token.content.split())
        elif token.type in ("em_open", "strong_open", "s_open"):
            yield "emphasis", {"em_open": "*", "strong_open": "**"}.get(token.type, "~~")
        elif token.type == "text":
            yield from (("placeholder", field) for field in PLACEHOLDER.findall(token.content))
        elif token.type == "footnote_ref":
            yield "footnote", str(token.meta["label"])
        elif token.type == "hardbreak":
            yield "break", "\\"


# --- addresses --------------------------------------------------------------------------------------------

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\x9f\\]")
# A line break in it, which is written %0D%0A, would begin another field of the letter.
_MAILTO = re.compile(r"(?!.*%[01])mailto:[^?]+(?:\?subject=[^&]*)?", re.IGNORECASE)


def is_safe_address(address: str) -> bool:
    """Whether a link may lead there: http, https, plain mailto, relative paths and anchors.

    An allow list, because block lists miss `smb:`, `intent:`, `//host`, `user@host` and what comes next.
    """
    if _FORBIDDEN.search(address) or address.startswith("//"):
        return False
    scheme = _SCHEME.match(address)
    if not scheme:
        return True
    if scheme[0].lower() == "mailto:":
        return bool(_MAILTO.fullmatch(address))
    host = re.match(r"https?://([^/?#]+)", address, re.IGNORECASE)
    return bool(host) and "@" not in host[1]  # type: ignore[index]


def is_local(address: str) -> bool:
    """Whether an address leads to a file of the publication or to an anchor: no scheme and no host."""
    return not _SCHEME.match(address) and not address.startswith("//")
