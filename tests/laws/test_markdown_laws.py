"""Structure comes from the source, words from the translator; reading never fails; one spelling renders the same."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import html5lib
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_texts import anything, articles, inline_texts

from kitapsha import blocks, inline, markdown, rendering
from kitapsha.dialect import Dialect, inline_tokens, parser
from kitapsha.model import State, Words
from kitapsha.rendering import Scene

INLINE = {"em", "strong", "s", "code", "a", "img", "br", "span", "sup"}
ATTRIBUTES = {"a": {"href", "title", "id", "role"}, "img": {"src", "alt", "title"}, "span": {"class"}, "sup": {"class"}}
PAGE = Scene("kk", "en")
EXACT = Scene("kk", "en", fine_typography=False)


def skeleton(html: str) -> list[str]:
    """The elements of a page, as a browser finds them, without those that stand inside a text."""
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return [str(element.tag) for element in tree.iter() if element.tag not in INLINE]


class Tags(HTMLParser):
    """The start tags as they are written."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, set[str]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name for name, _ in attrs}))

    def handle_comment(self, data: str) -> None:
        self.found.append((f"comment {data}", set()))


@given(articles, st.data())
def test_isolation(body, data):
    """Whatever stands in the place of the segments, the page has the blocks of its source."""
    keys = [segment.key for segment in markdown.read(body, "a.md").segments]
    words = {key: Words(data.draw(inline_texts), "kk", State.TRANSLATED) for key in keys}
    tame = {key: Words("сөз", "kk", State.TRANSLATED) for key in keys}
    assert skeleton(rendering.render(body, words, PAGE).html) == skeleton(rendering.render(body, tame, PAGE).html)


@given(inline_texts)
@example("<img src=x onerror=y>")
@example("[a](javascript:x) ![b](u 'onerror=\"x\"') <a onclick=x>")
def test_words_bring_no_tags_of_their_own(text):
    page = rendering.render("one\n\n[^a]: note", {(None, "one"): Words(text, "kk", State.TRANSLATED)}, PAGE).html
    paragraph = page.split("<section", 1)[0]
    for tag, attributes in Tags(paragraph).found:
        assert tag in INLINE | {"p"}
        assert attributes <= ATTRIBUTES.get(tag, set())
    assert "javascript:" not in paragraph.replace(inline.plain(text), "") or 'href="javascript:' not in paragraph


@given(inline_texts)
def test_a_footnote_stays_whatever_stands_around_its_call(text):
    body = "one[^a]\n\n[^a]: note"
    words = {(None, "one[^a]"): Words(f"[^a] {text}", "kk", State.TRANSLATED)}
    assert skeleton(rendering.render(body, words, PAGE).html) == skeleton(rendering.render(body, {}, PAGE).html)


def put_back(body: str, dialect: Dialect) -> tuple[str, str]:
    """A body as it is, and with its segments put back as translations."""
    segments = markdown.read(body, "a.md", 1, dialect).segments
    words = {segment.key: Words(segment.msgid, "kk", State.TRANSLATED) for segment in segments}
    again = rendering.render(body, words, EXACT, dialect).html
    source = rendering.render(body, {}, Scene("en", "en", fine_typography=False), dialect).html
    return " ".join(source.split()), " ".join(again.split())


@given(articles)
def test_identity(body):
    source, again = put_back(body.replace("<!-- notranslate -->", ""), Dialect())
    assert again == source


@given(anything, st.booleans())
def test_identity_of_any_text(body, raw_html):
    source, again = put_back(body.replace("notranslate", ""), Dialect(raw_html=raw_html))
    assert again == source


@given(anything, st.booleans())
def test_reading_any_text_never_fails_and_every_place_is_inside(body, raw_html):
    read = markdown.read(body, "a.md", 1, Dialect(raw_html=raw_html))
    last = len(re.split("\r\n|\r|\n", body))
    places = [segment.place for segment in read.segments]
    places += [place for _, place in (*read.links, *read.images, *read.headings)]
    places += [place for problem in read.problems for place in (problem.place, *problem.related) if place]
    assert all(1 <= place.line <= last and place.column == 1 for place in places)
    assert all(segment.msgid.strip() for segment in read.segments)
    assert len(set(read.anchors)) == len(read.anchors)
    assert all(problem.hint for problem in read.problems)


@given(anything)
def test_ids_are_unique(body):
    html = rendering.render(body + "\n\n[^a]: x\n\n[^A]: y\n\n[^a.]: z[^a]\n\nx[^a][^A][^a.][^a]\n", {}, PAGE).html
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(set(ids)) == len(ids)


REFERENCES = {"references": {"G": {"href": "r", "title": "t"}, "X": {"href": "a(b", "title": 'say "&amp;" \\'}}}


@given(inline_texts, st.booleans())
@example("[g]", False)
@example("[*_a_*][x]", False)
def test_one_spelling_is_reached_at_once_and_renders_the_same(text, raw_html):
    # The text of a block has no blank line.
    text = "\n".join(line for line in text.split("\n") if line.strip(" \t"))
    once = inline.canonical(text, REFERENCES, raw_html)
    assert inline.canonical(once, REFERENCES, raw_html) == once
    assert rendered(once, REFERENCES, raw_html) == rendered(text, REFERENCES, raw_html)


def rendered(text: str, env: dict[str, object], raw_html: bool) -> str:
    page = rendering._Page(EXACT, rendering.parser(raw_html).options, blocks.Blocks([], env), Dialect(raw_html))
    return " ".join(page.inline(inline_tokens(text, raw_html, blocks.scratch(env)), "kk").split())


@given(inline_texts)
def test_a_text_does_not_differ_from_itself(text):
    assert inline.differences(text, text) == ()


@given(st.text())
def test_an_anchor_of_an_anchor_is_itself(text):
    anchor = blocks.slug(text)
    assert anchor
    assert not any(char.isspace() for char in anchor)
    assert blocks.slug(anchor) == anchor


@given(inline_texts.map(lambda text: re.sub(r"[\n\\`*_~\[\]<&]", "", text)))
def test_a_text_without_marks_is_what_the_parser_makes_of_it(text: str) -> None:
    tokens: list[object] = []
    parser(True).inline.parse(text, parser(True), {}, tokens)
    assert inline_tokens(text, True, {}) == tokens
