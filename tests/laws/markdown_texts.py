"""Texts for the laws: what Markdown gives a meaning to, mixed with what it does not."""

from __future__ import annotations

from hypothesis import strategies as st

_MARKUP = r"""
** __ ~~ `` ![ ]( ](u) ][ [^ [^a] [a] [g] [g][] [x][g] [a](u"t") [a](u_"t_") ![a](i.png) </ --> <!-- {#x} ::: ``` ---
<b> </b> <script> </script> <img/src=x/onerror=y> <br> <a href='u'> &amp; &lt; &#60; &copy; \* \[ \\ === 1. - # > [^b]:
<https://example.org> <x@example.org> javascript:x https://example.org/
"""
_WORDS = "word слово сөз שלום e\u0301 \u00a0 \u200b \u2028 \x85 \x0b \ue000 \U0001f4a7 17 000 № 5 — г. 2011–2012 A."

SCRAPS = (*"*_`~[]()<>!#|&\\:\"'+-=.^{}$%@/ \n", "  \n", "\\\n", '[a](u "t")', *_MARKUP.split(), *_WORDS.split(" "))

inline_texts = st.one_of(
    st.lists(st.sampled_from(SCRAPS), max_size=14).map("".join),
    st.lists(st.sampled_from(SCRAPS), max_size=10).map(" ".join),
    st.text(max_size=30),
)
"""Anything that may stand in a translation, or in a paragraph."""

words = st.lists(st.sampled_from(["one", "*two*", "`three`", "[four](u)", "[five][g]", "_six_", "seven", "&amp;", "é"]))
lines = words.map(lambda parts: " ".join(["text", *parts]))
"""A tame line of text."""


def _indented(text: str, by: int) -> str:
    return text.replace("\n", "\n" + " " * by)


blocks = st.recursive(
    st.one_of(
        lines,
        st.tuples(lines, lines).map("\n".join),
        st.tuples(st.integers(1, 6), lines).map(lambda parts: f"{'#' * parts[0]} {parts[1]}"),
        lines.map(lambda text: f"{text}\n---"),
        lines.map(lambda text: f"| {text} | b |\n|---|--:|\n| {text} | c |"),
        lines.map(lambda text: f"term\n: {text}"),
        lines.map(lambda text: f'![{text}](u.svg "{text}")'),
        st.sampled_from(["```\ncode\n```", "---", "<!-- translators: note -->", "<!-- notranslate -->", "<!-- x -->"]),
    ),
    lambda inner: st.one_of(
        inner.map(lambda text: "> " + text.replace("\n", "\n> ")),
        inner.map(lambda text: f"- {_indented(text, 2)}\n- x"),
        inner.map(lambda text: f"1. {_indented(text, 3)}\n\n2. x"),
        inner.map(lambda text: f"::: note\n{text}\n:::"),
    ),
    max_leaves=4,
)
articles = st.lists(blocks, min_size=1, max_size=4).map(lambda parts: "\n\n".join([*parts, '[g]: r "t"']))
"""Bodies of articles with every kind of block."""

anything = st.one_of(st.lists(st.sampled_from((*SCRAPS, "\n\n", "    ", "\t")), max_size=40).map("".join), st.text())
"""Any text at all, most of it nearly Markdown."""
