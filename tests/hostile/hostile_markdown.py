"""Texts made to take long or to go deep. As a program it reads and renders them, and prints what each of them took.

A process of its own, because only a process can be stopped while a regular expression is at work.
"""

from __future__ import annotations

import json
import sys
import time

from kitapsha import articles, inline, rendering
from kitapsha.dialect import Dialect
from kitapsha.model import State, Words
from kitapsha.rendering import Scene

SIZE = 5_000

_PIECES = r"""
[a]( [ [] ![ ![a](b) [![ [a][ [a]:_b\n [a] ]( [^a [^a] [^a]:_ *a_**a_ *~ ** *a~_ a**b ~~a ~a_ --a_ ` ``_`_ "'_
< <a_ <![CDATA[ <!-- <!--\n <!--_x_-->\n <? <http: <a@ & &amp \ \\n a__\n _ \t \n >_ > -_ 1._ -_a\n *_*_ # #_a_{#a}\n
{# |_a_ |- :_ a\n:_b\n ::: :::_a\n ```\n =\n é ́ ә a.b@ www. https:// 17_ №_ т._ —_ 20-
"""
PIECES = [
    *(part.replace("_", " ").replace("~", "_").replace("--a", "~~a").replace("\\n", "\n") for part in _PIECES.split()),
    *("\t", "\u2028", "\u200d", "\U0001f468\u200d"),
]

TEXTS = {
    **{ascii(piece): piece * (SIZE // len(piece)) for piece in PIECES},
    "backticks of every length": "".join("`" * n + " " for n in range(1, 140)),
    "links in links": "[" * 1_000 + "](a)" * 1_000,
    "images in images": "![" * 1_000 + "](a)" * 1_000,
    "images in images, few": ("![" * 58 + "](a)" * 58) * 3,
    "footnotes in footnotes": "x[^0]" + "".join(f"\n\n[^{n}]: x[^{n + 1}]" for n in range(350)),
    "spaces before a line end": "a" + " " * SIZE + "x\ny_",
    "a table of many cells": "|a" * 700 + "|\n" + "|-" * 700 + "|\n" + ("|x" * 700 + "|\n"),
    "headings of one name": "# a\n" * 600,
    "comments for translators": "<!-- translators: a -->\n" * 400 + "a",
    "nested lists": "".join(" " * (2 * n) + "- a\n" for n in range(100)),
    "nested quotations": ">" * 5_000 + "deep",
    "nested containers": "::: a\n" * 1_000 + "deep\n" + ":::\n" * 1_000,
    "nested definitions": "a\n" + "".join(" " * (4 * n) + ": a\n" for n in range(60)),
    "front matter without end": "---\n" + "a: [" * 2_400,
    "front matter of quotes": "---\ntitle: " + "'" * 9_000 + "\n---\n",
}
PLAIN = "Water is life, people say, and boil it.\n\n" * (10 * SIZE // 42)


def work(text: str) -> dict[str, object]:
    """Read a text as an article and as a translation, with and without HTML, and render it."""
    started = time.process_time()
    codes: set[str] = set()
    for dialect in (Dialect(), Dialect(raw_html=True)):
        article = articles.read("a", "source/a.md", text, dialect=dialect)
        codes |= {problem.code for problem in article.problems}
        shown = rendering.render(article.body, {}, Scene("en", "en"), dialect).html
        rendering.render(article.body, {}, Scene("en", "en", notes_inline=True), dialect)
    page = rendering.render("one", {(None, "one"): Words(text, "ru", State.TRANSLATED)}, Scene("ru", "en")).html
    inline.differences("one", text)
    inline.count_words(text)
    return {"codes": sorted(codes), "html": len(shown) + len(page), "seconds": time.process_time() - started}


if __name__ == "__main__":
    for name, text in {"plain": PLAIN, **TEXTS}.items():
        sys.stdout.write(json.dumps([name, work(text)]) + "\n")
        sys.stdout.flush()
