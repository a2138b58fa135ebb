"""Readers never raise: whatever the file holds, they return a value whose places are inside of it."""

from __future__ import annotations

import re

import html5lib
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_texts import anything, articles

from kitapsha import articles as article_reader
from kitapsha import figures, frontmatter, images
from kitapsha.images import Image
from kitapsha.problems import Place, Problem, Severity, excerpt, from_text, to_github, to_json, to_text, visible

_YAML = r"""
title: subtitle: author: date: tags: source: order: translate: lang: ? - | > >- & * ! !!str [ ] { } , # : "" '' " ' \0
\e --- ... %YAML &a *a << 2026-11-21 no 12:30 @ ` x word слово
"""
yaml_texts = st.lists(
    st.sampled_from(
        [*_YAML.split(), "\n", "\n  ", "\n- ", "\n\t", " ", ": ", "\x85", "\u2028", "\ufeff", "\x00", "\r"]
    ),
    max_size=25,
).map("".join)
headers = st.one_of(yaml_texts, st.text(), st.text(st.characters(codec=None), max_size=9))
bodies = st.one_of(anything, articles, st.text(st.characters(codec=None), max_size=9))

_SVG = """
<svg <g> </g> <text> </text> <tspan> <tspan_x="1"> </tspan> <path/> <script> </script> <style> <use_href="#a"/> _id="a"
/> _x="1" _fill="url(#a)" _style="fill:url(x)" _onclick="x" <!DOCTYPE_svg_[<!ENTITY_x_"y">]> &x; &lt; <![CDATA[ ]]>
<!--_--> <?x_?> words сөз 35.5 % 2011
"""
_NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'
_SVG_SCRAPS = [scrap.replace("_", " ") for scrap in _SVG.split()] + ["\n", " ", "\x00", "\ud800", _NAMESPACE]
svg_texts = st.lists(st.sampled_from(_SVG_SCRAPS), max_size=20).map("".join)
drawings = st.one_of(
    svg_texts,
    svg_texts.map(lambda text: f"<svg {_NAMESPACE}>{text}</svg>"),
    svg_texts.map(lambda text: f"<svg {_NAMESPACE}><text>{text}</text></svg>"),
    st.text(st.characters(codec=None)),
)


SHOWN = {"DOCUMENT_FRAGMENT", "title", "span"}


def is_inside(place: Place, text: str) -> bool:
    lines = text.split("\n")
    return 1 <= place.line <= len(lines) and 1 <= place.column <= len(lines[place.line - 1]) + 1


@given(headers, anything)
@example("a: \u2028*b", "")
@example("\ud800", "")
def test_front_matter(header, body):
    text = f"---\n{header}\n---\n{body}".replace("\r", "\n")
    read = frontmatter.read(text, "a.md")
    assert all(problem.place and is_inside(problem.place, text) and problem.hint for problem in read.problems)
    assert all(1 <= line <= text.count("\n") + 1 for _, line in read.meta.lines)
    assert text.split("\n")[read.body_line - 1 :] == read.body.split("\n") or not read.body


@given(headers, bodies, drawings)
def test_articles(header, body, drawing):
    for text in (body, f"---\n{header}\n---\n{body}"):
        article = article_reader.read("the-slug", "source/a.md", text, {"source/u.svg": drawing}.get)
        places = [segment.place for segment in article.segments]
        places += [place for _, place in (*article.links, *article.images, *article.headings)]
        places += [place for problem in article.problems for place in (problem.place, *problem.related) if place]
        # A mark of UTF-8 takes no column; every kind of line end is one.
        read = re.sub("\r\n?", "\n", text.removeprefix("\ufeff"))
        assert all(is_inside(place, {"source/a.md": read, "source/u.svg": drawing}[place.path]) for place in places)
        assert article.title.strip()
        assert all(segment.msgid.strip() for segment in article.segments)


@given(drawings)
def test_drawings(drawing):
    read = figures.read(drawing, "a.svg")
    assert all(is_inside(segment.place, drawing) and segment.msgid for segment in read.segments)
    assert all(problem.place and is_inside(problem.place, drawing) and problem.hint for problem in read.problems)
    assert read.usable or (read.problems and not read.segments)
    html = figures.localize(drawing, lambda label: (f"<{label}>", ""), "alt", "p-")
    elements = list(html5lib.parseFragment(html, namespaceHTMLElements=False).iter())
    assert {str(element.tag).rpartition("}")[2] for element in elements} <= figures.ELEMENTS | SHOWN
    assert not any(name.startswith(("on", "style")) for element in elements for name in element.keys())  # noqa: SIM118


@given(st.binary(), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"\xff\xd8\xff\xe0", b"RIFF\x10\0\0\0WEBP"]))
def test_images(data, magic):
    assert isinstance(images.read(magic + data, "a.png"), Image | Problem)


# --- problems -------------------------------------------------------------------------------------------------

paths = st.text(min_size=1, max_size=12).map(lambda text: visible(text).strip()).filter(bool)
places = st.builds(Place, paths, st.integers(1, 9999), st.integers(1, 999))
texts = st.one_of(
    st.text(), st.sampled_from(["a.md:1:2: error[x]: y", "error[x]: y", "    hint: z", "    also: a:1:2"])
)


@st.composite
def excerpts(draw):
    """A piece of any text, marked or not."""
    text = draw(texts | st.text(st.characters(codec=None), min_size=80))
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, len(text)))
    label = draw(st.sampled_from(["en", "kk", "kk-Latn", "pt-BR"]))
    return excerpt(label, text, start, end) if end > start else excerpt(label, text)


problems = st.builds(
    Problem,
    st.from_regex("[a-z]+(-[a-z0-9]+)*", fullmatch=True),
    st.sampled_from(Severity),
    texts.map(visible),
    st.none() | places,
    texts.map(visible),
    st.lists(places, max_size=3).map(tuple),
    st.lists(excerpts(), max_size=3).map(tuple),
)


@given(problems)
def test_a_problem_as_text_parses_back(problem):
    assert from_text(to_text(problem)) == problem


@given(st.text(st.characters(codec=None)))
def test_whatever_a_problem_says_can_be_printed(text):
    problem = Problem("x", Severity.ERROR, text, Place(text), text)
    for form in (to_text(problem), to_json([problem]), to_github(problem)):
        form.encode()
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", form)
    assert visible(visible(text)) == visible(text)
