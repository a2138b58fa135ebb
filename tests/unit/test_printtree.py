"""The tree of a document before it is laid out."""

from xml.etree import ElementTree

import pytest

from kitapsha.printtree import prepare


def prepared(html: str, lang: str = "", style: str = "") -> tuple[str, list[str]]:
    root = ElementTree.fromstring(html)
    lost = list(prepare(root, lang, style))
    return ElementTree.tostring(root, encoding="unicode"), lost


@pytest.mark.parametrize(
    "target", ["x.html", "../x.html", "//host/x", "file:///x", "javascript:x", "https:", "data:,x"]
)
def test_a_link_that_leads_nowhere_is_told_and_taken_away(target):
    assert prepared(f'<p><a href="{target}">word</a></p>') == ("<p><a>word</a></p>", [target])


@pytest.mark.parametrize("target", ["#x", "http://x", "HTTPS://x", "mailto:a@b"])
def test_other_links_stay(target):
    html = f'<p><a href="{target}">word</a></p>'
    assert prepared(html) == (html, [])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>one <em>two</em></p>", "<p>one<span> </span><em>two</em></p>"),
        (
            "<p>1\n<em>2</em> 3 <b>4 <i>5</i></b></p>",
            "<p>1<span> </span><em>2</em> 3<span> </span><b>4<span> </span><i>5</i></b></p>",
        ),
        ("<p>one<em> two</em> <b>three</b></p>", "<p>one<em> two</em> <b>three</b></p>"),
        ("<pre>one <em>two</em></pre>", "<pre>one <em>two</em></pre>"),
        ("<p>one\u00a0<em>two</em></p>", "<p>one\u00a0<em>two</em></p>"),
        (
            "<p>one or on\u00a0<em>two</em></p>",
            "<p>one or<span> </span><span>on\u00a0</span><em>two</em></p>",
        ),
        ("<div>\n<p>one <br />two</p> </div>", "<div>\n<p>one <br />two</p> </div>"),
    ],
)
def test_the_space_before_an_inline_element_stands_alone(before, after):
    assert prepared(before)[0] == after


def test_hyphens_of_words_are_not_those_of_lines():
    assert prepared("<p>a\u2010b<em>c\u2010d</em>e\u2010f</p>")[0] == "<p>a-b<em>c-d</em>e-f</p>"


def test_a_document_gets_its_language_unless_it_has_one():
    assert prepared("<html />", "kk")[0] == '<html lang="kk" />'
    assert prepared('<html lang="ru" />', "kk")[0] == '<html lang="ru" />'


def test_a_drawing_gets_the_style():
    html = '<p><svg xmlns="http://www.w3.org/2000/svg"><title>t</title></svg></p>'
    tree = ElementTree.fromstring(html)
    assert not list(prepare(tree, "", "text { fill: red }"))
    title, style = tree[0]
    assert title.tag.endswith("title")
    assert (style.tag, style.text) == ("{http://www.w3.org/2000/svg}style", "text { fill: red }")


@pytest.mark.parametrize(
    ("heading", "head"),
    [
        ("A <em>short</em>\n one", "A short one"),
        ('Called<span class="footnote">A note.</span> here', "Called here"),
        ("word " * 30, "word " * 15 + "word…"),
        ("қ" * 300, "қ" * 79 + "…"),
    ],
)
def test_the_head_of_a_page_says_a_heading_on_one_line(heading, head):
    root = ElementTree.fromstring(f"<html><h2>{heading}</h2></html>")
    assert list(prepare(root, "", "")) == []
    assert root[0].get("data-head") == head
    assert len(root[0].get("data-head", "")) <= 80


@pytest.mark.parametrize(("word", "tight"), [("word", False), ("w" * 26, False), ("w" * 40, True)])
def test_words_are_broken_only_in_tables_that_are_too_wide(word, tight):
    root = ElementTree.fromstring(f"<html><table><tr><td>{word}</td><td>x {word}</td></tr></table></html>")
    assert list(prepare(root, "", "")) == []
    assert (root[0].get("class") == "tight") is tight
