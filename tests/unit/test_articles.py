"""Whole articles: what is its title, where everything stands, and where addresses lead."""

from __future__ import annotations

import pytest

from kitapsha import articles
from kitapsha.articles import resolve
from kitapsha.model import Article, Kind, Segment
from kitapsha.problems import Place

PATH = "source/home/clean-water.md"
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><text>{}</text></svg>'


def read(text: str, **drawings: str) -> Article:
    files = {f"source/home/{name}.svg": svg for name, svg in drawings.items()}
    return articles.read("home/clean-water", PATH, text, files.get)


def line(article: Article, msgid: str) -> int:
    (found,) = [segment.place.line for segment in article.segments if segment.msgid == msgid]
    return found


@pytest.mark.parametrize(
    ("text", "title", "at", "body"),
    [
        ("---\ntitle: Water\n---\n\n# Fire\n", "Water", 2, "\n# Fire\n"),
        ("# Clean *water* {#w}\n\ntext", "Clean *water*", 1, "\n\ntext"),
        ("---\ndate: 2026-11-21\n---\n\n## Water\ntext", "Water", 5, "\n\ntext"),
        ("\n\nClean\nwater\n===\ntext", "Clean water", 3, "\n\n\n\n\ntext"),
        ("# [Water][w]\n\n[w]: x.md", "[Water](x.md)", 1, "\n\n[w]: x.md"),
        ("[w]: x.md\n# [Water][w]\n", "[Water](x.md)", 2, "[w]: x.md\n\n"),
        ("<!-- a\nb -->\n# Water\n<!-- c -->\ntext", "Water", 3, "\n\n\n<!-- c -->\ntext"),
        ("text\n\n# Water", "Clean water", 1, "text\n\n# Water"),
        ("> # Water", "Clean water", 1, "> # Water"),
        ("#\n\n# Water", "Clean water", 1, "#\n\n# Water"),
        ("", "Clean water", 1, ""),
        ("---\ntitle: ''\n---\n", "Clean water", 1, ""),
    ],
)
def test_the_title_and_the_body_without_it(text, title, at, body):
    article = read(text)
    assert (article.title, article.body) == (title, body)
    assert article.segments[0] == Segment(title, Kind.TITLE, Place(PATH, at))


def test_comments_on_the_title_are_for_its_translators():
    article = read("<!-- translators: short -->\n<!-- notranslate -->\n# Water\n\ntext")
    assert [(segment.msgid, segment.notes) for segment in article.segments] == [("Water", ("short",)), ("text", ())]


def test_every_line_is_that_of_the_file():
    article = read(
        "---\ntitle: Water\nsubtitle: At home\nauthor:\n  - Ann\ntranslate:\n  deck: |\n    Three\n    ways\n---\n"
        "\n## Boil\n\n[a](b.md)\n![c](d.png)\n\n[^1]: note\n\nx {#y}\n---\n\n<!-- translators: z -->\n"
    )
    lines = {segment.msgid: segment.place.line for segment in article.segments}
    assert lines == {
        "Water": 2,
        "At home": 3,
        "Ann": 5,
        "Three ways": 7,
        "Boil": 12,
        "[a](b.md) ![c](d.png)": 14,
        "note": 17,
        "x": 19,
    }
    assert article.body_line == 11
    assert article.links == (("b.md", Place(PATH, 14)),)
    assert article.images == (("d.png", Place(PATH, 15)),)
    assert article.headings == ((2, Place(PATH, 12)), (2, Place(PATH, 19)))
    assert article.anchors == ("boil", "y")
    assert [(problem.code, problem.place) for problem in article.problems] == [
        ("comment-orphan", Place(PATH, 22)),
        ("footnote-unused", Place(PATH, 17)),
    ]


def test_line_ends_and_the_mark_of_utf8_make_no_difference():
    text = "---\ntitle: Water\n---\n\ntext\nmore\n\n- a\n"
    expected = read(text)
    for again in (text.replace("\n", "\r\n"), text.replace("\n", "\r"), "\ufeff" + text):
        assert read(again) == expected


def test_problems_of_front_matter_drawings_and_body_are_all_told():
    article = read("---\nx: y\n---\n\n![a](d.svg)\n\n[b](smb://c)\n", d="<svg/>")
    assert [problem.code for problem in article.problems] == ["frontmatter-key", "figure-syntax", "link-address"]


def test_labels_follow_the_description_of_their_figure():
    article = read("# T\n\n![a](d.svg 'c')\n\nb ![](e.svg)\n", d=SVG.format("one"), e=SVG.format("two"))
    assert [segment.msgid for segment in article.segments] == ["T", "a", "one", "c", "b ![](e.svg)", "two"]
    assert article.segments[2].place == Place("source/home/d.svg")


def test_drawings_outside_of_the_source_are_not_asked_for():
    asked: list[str] = []

    def drawings(path: str) -> str | None:
        asked.append(path)
        return None

    text = "![a](../../secret.svg) ![b](https://evil.example/b.svg) ![c](/c.svg) ![d](../d%2Esvg) ![e](e.png)"
    articles.read("clean-water", PATH, text, drawings)
    assert asked == ["source/d.svg"]


def test_an_article_without_end_is_refused():
    article = read("x" * 1_000_001)
    assert [problem.code for problem in article.problems] == ["article-limit"]
    assert (article.title, article.body) == ("Clean water", "")
    assert [segment.kind for segment in article.segments] == [Kind.TITLE]


def test_nesting_without_end_is_reported():
    article = read("> " * 60 + "deep\n")
    assert [problem.code for problem in article.problems] == ["markdown-nesting"]


def test_a_text_of_nothing_but_brackets_is_reported():
    article = read("fine\n\n" + "[" * 600)
    assert [(problem.code, problem.place) for problem in article.problems] == [("article-limit", Place(PATH, 3))]


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("c.md", "source/a/c.md"),
        ("c.md?x=1#y", "source/a/c.md"),
        ("../c.md", "source/c.md"),
        ("./x/../c.md", "source/a/c.md"),
        ("%D1%81.md", "source/a/с.md"),
        ("a%20b.png", "source/a/a b.png"),
        ("a%3Fb.png", "source/a/a?b.png"),
        ("", "source/a/b.md"),
        ("#x", "source/a/b.md"),
        ("?x", "source/a/b.md"),
        # nothing climbs out
        ("../../c.md", None),
        ("../../source2/c.md", None),
        ("../../../etc/passwd", None),
        ("..", None),
        ("%2e%2e/%2e%2e/c.md", None),
        ("..%2f..%2fc.md", None),
        ("/etc/passwd", None),
        ("..\\..\\c.md", None),
        ("a%5Cb.md", None),
        ("a%00.md", None),
        ("//host/c.md", None),
        ("https://example.org/c.md", None),
        ("file:///etc/passwd", None),
        ("mailto:ann@example.org", None),
    ],
)
def test_where_an_address_leads(address, path):
    assert resolve("source/a/b.md", address) == path
