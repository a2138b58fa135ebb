"""Translated articles in files: Markdown and saved web pages as segments."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitapsha import articles, inline, rendering
from kitapsha.alignment import align
from kitapsha.incoming import MAX_BYTES, read_translation
from kitapsha.model import Kind, Segment
from kitapsha.pagetext import Bold, Break, Call, Code, Italic, Link, Picture, Run, Struck, written
from kitapsha.poentries import FORBIDDEN

HOME = Path(__file__).resolve().parent.parent.parent


def read(text: str, name: str = "page.html") -> list[tuple[str, str]]:
    """Kinds and texts."""
    found = read_translation(text.encode(), name)
    assert not found.problems
    return [(segment.kind.value, segment.msgid) for segment in found.segments]


def one(html: str) -> str:
    """The text of a page with one paragraph."""
    ((kind, text),) = read(f"<p>{html}</p>")
    assert kind == "paragraph"
    return text


# --- which format -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "name", "texts"),
    [
        (b"# Water\n\nBoil *it*.", "water.md", ["Water", "Boil *it*."]),
        (b"<!DOCTYPE html><p>Boil <em>it</em>.", "water.md", ["Boil *it*."]),
        (b"  <!-- saved -->\n<html><p>Boil it.", "water", ["Boil it."]),
        (b"<p>Boil it.</p>", "water.htm", ["Boil it."]),
        (b"Boil <b>it</b>, 1 < 2.", "water.txt", ["Boil <b>it</b>, 1 < 2."]),
        (b"Boil it.", "water.html", ["Boil it."]),
        (b"\xef\xbb\xbfBoil it.\r\n\r\nTwice.", "water.md", ["Boil it.", "Twice."]),
        ("Кипятите.".encode("utf-16"), "water.md", ["Кипятите."]),
        ('<meta charset="windows-1251"><p>Кипятите.'.encode("cp1251"), "water.html", ["Кипятите."]),
        ('<?xml version="1.0" encoding="KOI8-R"?><html><p>Вода'.encode("koi8-r"), "water.html", ["Вода"]),
        (b"Boil\x07 it.\xe2\x80\xa8", "water.md", ["Boil it."]),
    ],
)
def test_formats(data: bytes, name: str, texts: list[str]) -> None:
    found = read_translation(data, name)
    assert found.problems == ()
    assert [segment.msgid for segment in found.segments] == texts


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7", "incoming-format"),
        (b"PK\x03\x04", "incoming-format"),
        (b"{\\rtf1", "incoming-format"),
        ("Кипятите.".encode("cp1251"), "file-encoding"),
        (b'<meta charset="base64"><p>\xff', "file-encoding"),
        (b"", "incoming-empty"),
        (b"<html><script>x</script></html>", "incoming-empty"),
        (b" " * (MAX_BYTES + 1), "incoming-limit"),
        (b"x" * 1_000_001, "article-limit"),
        (b"---\ntitle: [\n---\n\nText", "frontmatter-syntax"),
    ],
)
def test_what_cannot_be_read_is_said(data: bytes, code: str) -> None:
    problems = read_translation(data, "water.md").problems
    assert [problem.code for problem in problems] == [code]
    assert problems[0].hint
    assert problems[0].place is not None
    assert problems[0].place.path == "water.md"


def test_the_title_comes_from_the_header_or_the_first_heading_alone() -> None:
    assert read("---\ntitle: Вода\nauthor: A\n---\n\nText", "x.md")[0] == ("title", "Вода")
    assert read("# Вода\n\nText", "x.md")[0] == ("title", "Вода")
    assert read("Text\n\n## Вода", "clean-water.md") == [("paragraph", "Text"), ("heading", "Вода")]


# --- blocks of a page -------------------------------------------------------------------------------------


def test_kinds_of_blocks() -> None:
    html = """<title>Вода | Сайт</title><h1>Вода</h1><p>Абзац</p><h2>Раздел</h2><ul><li>Пункт<ul><li>Внутри</ul></ul>
    <blockquote><p>Цитата</p></blockquote><table><caption>Подпись</caption><tr><th>Год<td>5 %</table>
    <dl><dt>Слово<dd>Смысл</dl><figure><img src="a.png" alt="Рисунок"><figcaption>Под ним</figcaption></figure>
    <h3>Глубже</h3><pre>код</pre><div>Ещё <p>абзац</p> хвост</div>"""
    assert read(html) == [
        ("title", "Вода"),
        ("paragraph", "Абзац"),
        ("heading", "Раздел"),
        ("list item", "Пункт"),
        ("list item", "Внутри"),
        ("quotation", "Цитата"),
        ("caption", "Подпись"),
        ("table cell", "Год"),
        ("table cell", "5 %"),
        ("term", "Слово"),
        ("definition", "Смысл"),
        ("image description", "Рисунок"),
        ("caption", "Под ним"),
        ("heading", "Глубже"),
        ("paragraph", "Ещё"),
        ("paragraph", "абзац"),
        ("paragraph", "хвост"),
    ]
    sections = [segment.section for segment in read_translation(html.encode(), "x.html").segments]
    assert sections[1:4] == ["", "", "Раздел"]
    assert sections[-1] == "Раздел / Глубже"


@pytest.mark.parametrize(
    "html",
    [
        "<body><p>Меню</p><main><p>Текст</p></main></body>",
        "<body><div role=main><p>Текст</p></div><p>Ещё</p></body>",
        "<body><p>Меню</p><article><p>Текст</p></article></body>",
        "<body><main><p>Всё</p><article><p>Текст</p></article></main></body>",
        "<body><nav>Меню</nav><script>x</script><p>Текст</p><p hidden>y</p><p style='display: none'>z</p></body>",
        "<body><p>Текст</p><footer><p>Права</p></footer></body>",
        "<body><form><button>Искать</button></form><p>Текст<svg aria-hidden=true><text>x</text></svg></p></body>",
    ],
)
def test_what_is_not_the_text_is_passed_over(html: str) -> None:
    assert read(html) == [("paragraph", "Текст")]


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<h1>Вода</h1><main><p>Текст</main>", "Вода"),
        ("<title>Вода — Сайт</title><p>Текст", "Вода"),
        ("<p><a href=x>Назад</a><h1>Вода</h1><p>Текст", "Вода"),
    ],
)
def test_where_the_title_stands(html: str, title: str) -> None:
    assert read(html) == [("title", title), ("paragraph", "Текст")]


def test_the_description_of_a_page_is_a_summary_where_the_text_has_none() -> None:
    head = "<meta name=description content='О воде'>"
    assert read(f"{head}<h1>Вода</h1><p>Текст")[1] == ("summary", "О воде")
    assert read(f"{head}<h1>Вода</h1><p>О воде") == [("title", "Вода"), ("paragraph", "О воде")]


def test_labels_of_drawings() -> None:
    html = "<p>А<svg aria-label='Схема'><text>2006</text><text>Кран <tspan>с водой</tspan></text></svg>"
    assert read(html)[1:] == [("image description", "Схема"), ("figure label", "Кран с водой")]


def test_pages_nested_too_deep_do_not_break_the_reader() -> None:
    deep = "<p>Текст</p>" + "<div>" * 5_000 + "x" + "</div>" * 5_000
    assert read(deep)[:1] == [("paragraph", "Текст")]


# --- inline content ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("Чистая  <em>вода</em>,\n <strong> всегда </strong>.", "Чистая *вода*, **всегда** ."),
        ("<a href='b.html#x'>вода</a>", "[вода](b.html#x)"),
        ("<a href='b (1).html'>вода</a>", "[вода](<b%20(1).html>)"),
        ("<a href='javascript:x'>вода</a>", "вода"),
        ("<a href='https://a.org/'>https://a.org/</a>", "<https://a.org/>"),
        ("<code>a`b</code> и <kbd>Esc</kbd>", "``a`b`` и `Esc`"),
        ("до<br>после", "до\\\nпосле"),
        ("<br>до<br>", "до"),
        ("<del>нет</del> <s>да</s>", "~~нет~~ ~~да~~"),
        ("см. <img src='a.png' alt='кран'> здесь", "см. ![кран](a.png) здесь"),
        ("2 * 3 * 4, a_b, &lt;b&gt;, [x], 50&nbsp;%, AT&amp;T", "2 * 3 * 4, a_b, \\<b>, [x], 50\u00a0%, AT\\&T"),
        ("*не курсив* и `не код`", "\\*не курсив\\* и \\`не код\\`"),
        ("&amp;amp; \\* [a](b)", "\\&amp; \\\\* \\[a\\](b)"),
        ("см. [^1]", "см. \\[^1\\]"),
        ("<b>Россия.</b>Казахстан", "Россия.Казахстан"),
        ("<b>вода</b>", "**вода**"),
        ("во\u00adда\u200b", "вода"),
        ("<span class=nowrap>80 %</span> <q>да</q>", "80 % “да”"),
        ("<em></em><b> </b>вода", "вода"),
        ("<a href='#x' class='headerlink'>¶</a>вода", "вода"),
        ("<a href='x'><svg><path/></svg>вода</a>", "[вода](x)"),
    ],
)
def test_inline_markup(html: str, text: str) -> None:
    assert one(html) == text


def test_a_picture_alone_in_a_paragraph_is_a_figure() -> None:
    html = "<p>А</p><p><a href='big.png'><img src='a.png' alt='Кран' title='Новый кран'></a></p>"
    assert read(html)[1:] == [("image description", "Кран"), ("caption", "Новый кран")]


@pytest.mark.parametrize(
    ("call", "note"),
    [
        ("<sup><a href='#fn-well'>1</a></sup>", "<ol><li id='fn-well'><p>О колодце. <a href='#r'>↩</a></p></ol>"),
        (
            "<a href='#fnwell' role='doc-noteref'>[1]</a>",
            "<p id='fnwell'>О колодце. <a role='doc-backlink' href='#r'>x</a>",
        ),
        ("<sup><a href='#note-well'>*</a></sup>", "<div><p><a name='note-well'></a>О колодце."),
        ("<a href='#cite_note-well'><sup>1</sup></a>", "<ol><li id='cite_note-well'><a href='#r'>^</a> О колодце."),
    ],
)
def test_footnotes(call: str, note: str) -> None:
    found = read(f"<p>Вода{call} чистая.</p>{note}")
    assert found == [("paragraph", "Вода[^well] чистая."), ("footnote", "О колодце.")]


def test_a_raised_number_that_leads_elsewhere_is_no_footnote() -> None:
    assert one("x<sup>2</sup> <a href='#fn-1'>сюда</a>") == "x2 [сюда](#fn-1)"


# --- laws -------------------------------------------------------------------------------------------------

_WORDS = st.text(st.sampled_from("ab *_`[]()<>&~!\\#-.1^{}\n"), max_size=8) | st.text(max_size=5)


def _tuples(inner: st.SearchStrategy[Run]) -> st.SearchStrategy[tuple[Run, ...]]:
    return st.lists(inner, max_size=3).map(tuple)


_RUNS = st.recursive(
    _WORDS
    | st.builds(Picture, st.sampled_from(["a.png", "b (1).png", ""]), _WORDS)
    | st.sampled_from([Break(), Call("note")]),
    lambda inner: (
        st.builds(Bold, _tuples(inner))
        | st.builds(Italic, _tuples(inner))
        | st.builds(Struck, _tuples(inner))
        | st.builds(Link, _tuples(inner), st.sampled_from(["b.html", "https://a.org/(x)"]))
        | st.builds(Code, st.tuples(_WORDS))
    ),
    max_leaves=5,
)


@given(st.lists(_WORDS, max_size=3))
def test_plain_words_stay_the_same_words(words: list[str]) -> None:
    text = written(words)
    shown = "".join(words).replace("\r", " ").replace("\f", " ")
    seen = FORBIDDEN.sub("", shown).translate({0xAD: None, 0x200B: None, 0xFEFF: None})
    assert inline.plain(text).split() == seen.split()
    assert not inline.differences("", text)


@given(st.lists(_RUNS, max_size=4))
def test_markdown_is_written_for_any_content(run: list[Run]) -> None:
    text = written(run)
    assert text == text.strip(" \n")
    assert "\n" not in text.replace("\\\n", "")


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode), st.sampled_from(["x.md", "x.html", "x"]))
def test_no_file_breaks_the_reader(data: bytes, name: str) -> None:
    found = read_translation(data, name)
    assert bool(found.segments) != bool(found.problems) or found.segments
    assert all(segment.msgid.strip() for segment in found.segments)


_MARKUP = (
    "<p> </p> <b> </b> <a·href=#x> </a> <li·id=x> <sup> </sup> <table> <td> <svg> <text> </svg> <br> <img·alt=a> <h1>"
    " <h3> <div> </div> <main> <article> <dl> <dt> <code> </code> <title> <figure> &amp; &#0; x воды <!-- --> <"
)
_TAGS = st.sampled_from([tag.replace("·", " ") for tag in _MARKUP.split()])


@given(st.lists(_TAGS, max_size=25).map("".join))
def test_no_page_breaks_the_reader(html: str) -> None:
    for segment in read_translation(html.encode(), "x.html").segments:
        assert segment.msgid.strip()
        assert segment.place.line >= 1


def plainly(segments: tuple[Segment, ...]) -> list[tuple[Kind, str]]:
    return [(segment.kind, " ".join(inline.plain(segment.msgid).split())) for segment in segments]


@pytest.mark.parametrize("path", sorted((HOME / "source").glob("*.md")), ids=lambda path: path.stem)
def test_a_page_made_of_an_article_reads_as_the_article(path: Path) -> None:
    """Law: the body of an article, rendered and read back, has the same segments, but for the order of its notes."""
    article = articles.read(path.stem, f"source/{path.name}", path.read_text("utf-8"))
    html = rendering.render(article.body, {}, rendering.Scene("en", "en", fine_typography=False)).html
    back = read_translation(f"<article>{html}</article>".encode(), "x.html").segments
    start = next(n for n, one in enumerate(article.segments) if one.kind is Kind.PARAGRAPH)
    body = [one for one in plainly(article.segments[start:]) if one[0] is not Kind.FOOTNOTE]
    notes = [one for one in plainly(article.segments) if one[0] is Kind.FOOTNOTE]
    read_back = plainly(back)
    assert [one for one in read_back if one[0] is not Kind.FOOTNOTE] == [*body, (Kind.HEADING, "Notes")]
    assert [one for one in read_back if one[0] is Kind.FOOTNOTE] == notes
    assert json.dumps([one.msgid for one in back], ensure_ascii=False).count("[^") == path.read_text("utf-8").count(
        "[^"
    ) - len(notes)


def test_a_built_page_is_brought_in() -> None:
    """The page of an article in another language, its links those of the site, against the source of the article."""
    source = """# Water

Boil it for 12 minutes, as [the list](list.md#a) says.[^why]

## Winter

Melt 30 litres of snow.

[^why]: The report of 2012 in Almaty.
"""
    page = """<html lang=ru><main><h1>Вода</h1>
<p>Кипятите её 12 минут, как сказано <a href="../ru/list.html#a">в списке</a><sup><a href="#fn-1">1</a></sup>.</p>
<h2>Зимой</h2><p>Растопите 30 литров снега.</p>
<ol><li id="fn-1">Отчёт 2012 года в Алматы. <a href="#fnref-1">↩</a></li></ol></main>"""
    article = articles.read("water", "source/water.md", source)
    pairs = align(article.segments, read_translation(page.encode(), "x.html").segments)
    assert [pair.text for pair in pairs] == [
        "Вода",
        "Кипятите её 12 минут, как сказано [в списке](list.md#a)[^why].",
        "Зимой",
        "Растопите 30 литров снега.",
        "Отчёт 2012 года в Алматы.",
    ]
