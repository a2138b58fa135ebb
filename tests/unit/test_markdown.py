"""What the cases do not show: contents, resolved links and images, languages, and one inline text alone."""

from __future__ import annotations

import pytest

from kitapsha import blocks, markdown, rendering
from kitapsha.dialect import Dialect
from kitapsha.model import State, TocEntry, Words
from kitapsha.rendering import Scene, Target

RU = Scene("ru", "en")


def translated(**words: str) -> dict[tuple[None, str], Words]:
    return {(None, msgid.replace("_", " ")): Words(text, "ru", State.TRANSLATED) for msgid, text in words.items()}


def test_the_contents():
    body = "## One [two](u) *three*[^a] {#x}\n\n### Four\n\n## {#empty}\n\n> ###### Six `&`\n\n[^a]: note"
    toc = rendering.render(body, translated(Four="Четыре"), RU).toc
    assert toc == (
        TocEntry(2, "x", "One two <em>three</em>", "en"),
        TocEntry(3, "four", "Четыре"),
        TocEntry(6, "six", "Six <code>&amp;</code>", "en"),
    )


def resolve(address: str) -> Target | None:
    targets = {"a.md": Target("../ru/a.html"), "b.md": Target("../en/b.html", "en", "English")}
    return targets.get(address)


def test_links_lead_where_the_scene_says():
    body = '[one](a.md "title") [two](b.md) [*three*](c.md) <https://example.org/>'
    page = rendering.render(body, {}, Scene("en", "en", link=resolve, fine_typography=False)).html
    assert page == (
        '<p><a href="../ru/a.html" title="title">one</a> '
        '<a href="../en/b.html" hreflang="en">two</a> <span class="link-lang" lang="en">(English)</span> '
        "<a><em>three</em></a> <a>https://example.org/</a></p>\n"
    )


def test_what_a_scene_says_of_a_link_is_escaped():
    scene = Scene("en", "en", link=lambda _: Target('"><script>', '"><b>', "<i>"))
    page = rendering.render("[one](a.md)", {}, scene).html
    assert "<script" not in page
    assert "<b>" not in page
    assert "<i>" not in page


def test_images_are_what_the_scene_makes_of_them():
    seen: list[tuple[str, str, str]] = []

    def image(src: str, alt: str, title: str) -> str:
        seen.append((src, alt, title))
        return f"<b>{src}</b>"

    body = 'Text ![a *b*\nc](d.png "e").\n\n![f *g*](h.svg "i")\n\n[![j](k.png)](l)'
    page = rendering.render(body, {}, Scene("en", "en", image=image)).html
    assert seen == [("d.png", "a b\nc", "e"), ("h.svg", "f g", ""), ("k.png", "j", "")]
    assert "<figure><b>h.svg</b><figcaption>i</figcaption></figure>" in page


def test_the_description_of_an_image_is_escaped():
    page = rendering.render('![a " onerror="x](b.png \'c " d\') e', {}, Scene("en", "en")).html
    assert page == '<p><img src="b.png" alt="a &quot; onerror=&quot;x" title="c &quot; d"> e</p>\n'


def test_without_figures_an_image_alone_is_a_paragraph():
    page = rendering.render("![a](b.png)", {}, Scene("en", "en"), Dialect(figures=False)).html
    assert page == '<p><img src="b.png" alt="a"></p>\n'


def test_the_typography_is_that_of_the_words_and_not_of_the_page():
    words = {(None, "Wait — now"): Words("Жди — там", "ru", State.TRANSLATED)}
    page = rendering.render("Wait — now\n\nIt is — so", words, RU).html
    assert "<p>Жди\u00a0— там</p>" in page
    assert ">It is — so</p>" in page


@pytest.mark.parametrize(
    ("state", "attributes"),
    [
        (State.UNTRANSLATED, ' lang="en" class="untranslated" data-untranslated="EN"'),
        (State.FUZZY, ' lang="en" class="untranslated" data-untranslated="EN"'),
        (State.REFUSED, ' lang="en" class="untranslated" data-untranslated="EN"'),
    ],
)
def test_whatever_is_not_in_the_language_of_the_page_says_so(state, attributes):
    words = {(None, "text"): Words("text", "en", state)}
    assert rendering.render("text", words, RU).html == f"<p{attributes}>text</p>\n"
    assert rendering.render("- text", words, RU).html == f"<ul>\n<li><span{attributes}>text</span></li>\n</ul>\n"
    assert rendering.render("text", words, Scene("en", "en")).html == "<p>text</p>\n"


def test_a_segment_without_words_is_not_translated():
    mark = '<span lang="en" class="untranslated" data-untranslated="EN">'
    assert mark in rendering.render("- text", {}, RU).html
    assert '<figcaption lang="en" translate="no">' in rendering.render('<!-- notranslate -->\n![a](b "c")', {}, RU).html


def test_the_authors_own_spelling_is_kept_in_the_authors_language():
    words = {(None, "one two"): Words("one two", "en", State.SOURCE)}
    assert rendering.render("one\ntwo", words, Scene("en", "en")).html == "<p>one\ntwo</p>\n"
    corrected = {(None, "one two"): Words("one, two", "en", State.TRANSLATED)}
    assert rendering.render("one\ntwo", corrected, Scene("en", "en")).html == "<p>one, two</p>\n"


def test_one_inline_text():
    scene = Scene("ru", "en", link=lambda _: None)
    assert rendering.render_inline("*a* [b](c) <b>d</b> [^1] # e", "ru", scene) == (
        "<em>a</em> <a>b</a> &lt;b&gt;d&lt;/b&gt; [^1] # e"
    )


def test_what_the_author_calls_the_notes():
    scene = Scene("kk", "kk", notes_heading="Ескертпелер <1>", notes_back='"Мәтінге"')
    page = rendering.render("x[^1]\n\n[^1]: y", {}, scene).html
    assert ">Ескертпелер &lt;1&gt;</h2>" in page
    assert 'aria-label="&quot;Мәтінге&quot;"' in page


def test_rendering_changes_nothing_for_the_next_page():
    body = "## One {#x}\n\n[two](a.md)[^1]\n\n| a |\n|--:|\n| b |\n\n[^1]: note\n\n![c](d.svg 'e')"
    first = rendering.render(body, {}, Scene("en", "en"))
    rendering.render(body, {key: Words("x", "ru", State.TRANSLATED) for key in [(None, "One")]}, RU)
    markdown.read(body, "a.md")
    assert rendering.render(body, {}, Scene("en", "en")) == first


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("Clean water, 2nd part", "clean-water-2nd-part"),
        ("Straße", "strasse"),
        ("Ё и\u0306 ҚҰРАҚ", "ё-й-құрақ"),
        ("don't don’t", "dont-dont"),
        ("snake_case -- x", "snake-case-x"),
        ("עברית", "עברית"),
        ("水", "水"),
        ("", "section"),
        ("— !", "section"),
    ],
)
def test_anchors(text, anchor):
    assert blocks.slug(text) == anchor
