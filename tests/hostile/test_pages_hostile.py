"""What comes from catalogs, front matter and templates of others never becomes more than text on the page."""

from dataclasses import replace
from pathlib import Path

import html5lib
import pytest

from kitapsha import pages
from kitapsha.model import ArticleView, Frame, IndexEntry, Source, Strings, Text, TocEntry
from kitapsha.problems import KitapshaError

FOLDER = Path(__file__).resolve().parents[2] / "templates"
TEMPLATES = tuple((path.relative_to(FOLDER).as_posix(), path.read_text("utf-8")) for path in FOLDER.rglob("*.j2"))

FRAME = Frame("en", "ltr", "Title", "About", "Site", "../", (), "index.html", "status.html")
ARTICLE = ArticleView(
    "x", Text("T"), *(Text(""),) * 3, ("Ann",), ("Bo",), None, None, (), Source("S", url="https://example.org/"),
    "<p>B</p>", (), 1,
)  # fmt: skip

ATTACKS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title></style></script><svg onload=alert(1)>",
    "{{ 7*7 }}{% raw %}{# x #}",
    "%(n)s %(n)300000000d %s 100%",
    "{0.__class__} {n.__class__.__mro__} {n!r:>9999} {} {{n}}",
    "<!--",
    "]]>&amp;&lt;b&gt;",
]


def parsed(html: str):
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


def words(html: str) -> str:
    return " ".join("".join(parsed(html).itertext()).split())


def shape(html: str) -> list[tuple[str, tuple[str, ...]]]:
    """The elements of a page with the names of their attributes."""
    return [(str(element.tag), tuple(sorted(element.keys()))) for element in parsed(html).iter()]


def article(view: ArticleView = ARTICLE, frame: Frame = FRAME, strings: Strings = Strings("en"), **more: str) -> str:  # noqa: B008
    licence = {"licence_name": "L", "licence_url": "https://example.org/l"} | more
    return pages.render(TEMPLATES, "article.html.j2", strings, frame=frame, article=view, **licence)


def shown(template: str, strings: Strings = Strings("en"), **views: object) -> str:  # noqa: B008
    return pages.render((("page.html.j2", template),), "page.html.j2", strings, **views)


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_translation_of_the_templates_is_text(attack):
    segments, _ = pages.extract(TEMPLATES)
    forms = {segment.key: (attack,) * (2 if segment.plural else 1) for segment in segments}
    page = article(strings=Strings("en", tuple(forms.items())))
    assert shape(page) == shape(article())
    assert " ".join(attack.replace("{{n}}", "{1}").split()) in words(page)


@pytest.mark.parametrize("attack", ATTACKS)
def test_names_and_titles_are_text(attack):
    source = Source(attack, attack, attack, attack, "https://example.org/", "en")
    view = replace(ARTICLE, authors=(attack,), translators=(attack,), source=source)
    frame = replace(FRAME, title=attack, description=attack, site_title=attack)
    named = article(replace(ARTICLE, source=replace(source, title="S", author="a", publisher="p", date="d")))
    page = article(view, replace(frame, site_title="Site"), licence_name=attack)
    assert shape(page) == shape(named)
    assert parsed(page).find("head/meta[@name='description']").get("content") == attack
    assert parsed(page).find("head/title").text == f"{attack} · Site"
    assert words(page).count(" ".join(attack.split())) == 8
    assert parsed(article(frame=frame)).find("head/title").text == attack


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_language_tag_stays_in_its_attribute(attack):
    page = article(replace(ARTICLE, title=Text("T", attack), toc=(TocEntry(2, attack, "H", attack),) * 3))
    assert parsed(page).find(".//h1/span").get("lang") == attack
    assert parsed(page).find(".//nav[@class='contents']//a").get("href") == f"#{attack}"


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_index_keeps_words_as_words(attack):
    entry = IndexEntry(Text("T"), Text(""), attack, "en", attack, None, 1, 100)
    page = pages.render(TEMPLATES, "index.html.j2", Strings("en"), frame=FRAME, entries=(entry,), search="s.js")
    plain = pages.render(
        TEMPLATES,
        "index.html.j2",
        Strings("en"),
        frame=FRAME,
        entries=(replace(entry, url="u", lang_name="n"),),
        search="s.js",
    )
    assert shape(page) == shape(plain)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example/",
        "https:evil.example",
        "https://user:pass@evil.example/",
        "https://good.example\\@evil.example/",
        "https://good.example/\u202egpj.exe",
        "https://good.example/\nx",
        "mailto:a@b.example?bcc=c@d.example",
        "mailto:",
        "ftp://example.org/",
        "relative.html",
    ],
)
def test_an_address_that_is_not_safe_is_not_a_link(address):
    page = article(replace(ARTICLE, source=Source("S", url=address)), licence_url=address)
    links = [a.get("href") for a in parsed(page).iter("a")]
    assert links == ["#page-main", "index.html", "index.html", "index.html", "status.html"]


@pytest.mark.parametrize("address", ["https://example.org/a?b=1&c=2#d", "http://example.org", "mailto:a@example.org"])
def test_an_honest_address_is_a_link(address):
    page = article(replace(ARTICLE, source=Source("S", url=address)))
    assert address in [a.get("href") for a in parsed(page).iter("a")]


def test_a_style_sheet_cannot_leave_its_element():
    css = "p::after { content: '</style><script>alert(1)</script><!--' }"
    page = pages.render(TEMPLATES, "single.html.j2", Strings("en"), frame=FRAME, article=ARTICLE, css=css)
    assert parsed(page).find(".//script") is None
    assert "alert(1)" in parsed(page).find(".//style").text


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ _.__globals__ }}",
        "{{ gettext.__self__._forms }}",
        "{{ frame.__init__.__globals__ }}",
        "{{ '{0.__class__}'.format(frame) }}",
        "{{ frame|attr('__class__') }}",
        "{% for i in range(10000000) %}{% endfor %}",
    ],
)
def test_a_template_has_no_way_out(template):
    with pytest.raises(KitapshaError) as caught:
        shown(template, frame=FRAME)
    assert caught.value.problems[0].code in ("template-undefined", "template-error")


@pytest.mark.parametrize("template", ["{{ x|safe }}", "{{ x|title }}", "{{ x|capitalize }}"])
def test_filters_that_would_do_harm_are_not_there(template):
    with pytest.raises(KitapshaError) as caught:
        shown(template, x="<b>")
    assert caught.value.problems[0].code == "template-syntax"


def test_markup_that_asks_for_words_gets_text():
    given = Strings("en", (((None, "<b>"), ("<i>{x}</i>",)),))
    assert shown("{{ _('<b>'|escape, x='<u>') }}|{{ _('<b>', x='<u>'|escape) }}", given) == (
        "&amp;lt;b&amp;gt;|&lt;i&gt;&lt;u&gt;&lt;/i&gt;"
    )


def test_a_plain_string_is_never_markup():
    page = shown("{{ x }} {{ x|plain }} {{ x|unlinked }} {{ [x] }} {{ t.html }}", x="<a>", t=Text("<b>x</b>"))
    assert "<" not in page
