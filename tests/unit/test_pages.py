import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import html5lib
import pytest

from kitapsha import pages
from kitapsha.model import (
    Alternate,
    ArticleView,
    ChooserEntry,
    Count,
    Coverage,
    Download,
    Frame,
    Head,
    IndexEntry,
    Kind,
    Notice,
    ParallelRow,
    ParallelView,
    Segment,
    Source,
    StatusRow,
    Strings,
    Text,
    TocEntry,
)
from kitapsha.problems import KitapshaError, Place, Severity

FOLDER = Path(__file__).resolve().parents[2] / "templates"
TEMPLATES = tuple((path.relative_to(FOLDER).as_posix(), path.read_text("utf-8")) for path in FOLDER.rglob("*.j2"))
WEB = tuple((name, text) for name, text in TEMPLATES if not name.startswith("pamphlet"))
ENGLISH = Strings("en")
LICENCE = {"licence_name": "CC BY 4.0", "licence_url": "https://creativecommons.org/licenses/by/4.0/"}
PRINTING = {"page": "A5", "paper": "A4", "sheet": "A4", "flip": "short", "signature": 0}

FRAME = Frame(
    lang="kk",
    dir="ltr",
    title="Су туралы",
    description="Қала сумен қалай қамтылды.",
    site_title="Парақшалар",
    root="../",
    alternates=(
        Alternate("en", "ltr", "English", "../en/water.html", offer="Read this in English", close="Close"),
        Alternate("kk", "ltr", "Қазақша", "water.html", current=True, offer="Қазақша оқу", close="Жабу"),
    ),
    home="index.html",
    status="status.html",
)
ARTICLE = ArticleView(
    slug="water",
    title=Text("Су <em>туралы</em>"),
    subtitle=Text("Three years on", "en"),
    summary=Text("Қысқаша."),
    series=Text(""),
    authors=("Ann Lee", "Бо Ким"),
    translators=("Айгүл Сәрсенова",),
    date=date(2014, 10, 3),
    updated=date(2026, 11, 14),
    tags=(Text("су"),),
    source=Source("Water & work", "Ann Lee", "The Paper", "October 2014", "https://example.org/a?b=1&c=2", "en"),
    body='<h2 id="a">А</h2>\n<p>Мәтін.</p>\n',
    toc=(
        TocEntry(2, "a", "А"),
        TocEntry(3, "a-1", "ішкі"),
        TocEntry(2, "b", "<em>Б</em>"),
        TocEntry(2, "c", "Still English", "en"),
    ),
    minutes=7,
    notice=Notice(14, 16, "en", "English", "../en/water.html"),
    downloads=(
        Download("pdf", "water.pdf"),
        Download("booklet", "water-booklet.pdf"),
        Download("single", "water.single.html"),
    ),
)
ENTRY = IndexEntry(Text("Су"), Text("Қысқаша."), "water.html", "", "Қазақша", date(2014, 10, 3), 7, 100, ())


def article(view: ArticleView = ARTICLE, frame: Frame = FRAME, strings: Strings = ENGLISH) -> str:
    return pages.render(TEMPLATES, "article.html.j2", strings, frame=frame, article=view, **PRINTING, **LICENCE)


def index(*entries: IndexEntry, frame: Frame = FRAME, search: str = "../assets/search.kk.js") -> str:
    return pages.render(TEMPLATES, "index.html.j2", ENGLISH, frame=frame, entries=entries, search=search, **LICENCE)


def parallel(*rows: ParallelRow) -> str:
    view = ParallelView("Су туралы", "water.html", "en", "ltr", rows)
    return pages.render(TEMPLATES, "parallel.html.j2", ENGLISH, frame=FRAME, parallel=view, **LICENCE)


def lost(*entries: ChooserEntry) -> str:
    frame = replace(FRAME, root="/reader/", alternates=(), home="", status="")
    return pages.render(TEMPLATES, "404.html.j2", ENGLISH, frame=frame, entries=entries, css="p > a { color: red }")


def status(*rows: StatusRow, strings: Strings = ENGLISH) -> str:
    return pages.render(TEMPLATES, "status.html.j2", strings, frame=FRAME, rows=rows)


def chooser(*entries: ChooserEntry) -> str:
    frame = replace(FRAME, root="", alternates=(), home="", status="")
    return pages.render(TEMPLATES, "chooser.html.j2", ENGLISH, frame=frame, entries=entries)


def single(view: ArticleView = ARTICLE, css: str = "p > a { color: red }") -> str:
    frame = replace(FRAME, root="", alternates=(), home="", status="")
    return pages.render(TEMPLATES, "single.html.j2", ENGLISH, frame=frame, article=view, css=css, **LICENCE)


def parsed(html: str):
    """The tree of a page; the strict parser raises on any mistake of HTML5."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


def words(html: str) -> str:
    """What a reader sees, with single spaces."""
    return " ".join("".join(parsed(html).itertext()).split())


def problem(template: str, name: str = "page.html.j2", more: tuple[tuple[str, str], ...] = (), **views: object):
    with pytest.raises(KitapshaError) as caught:
        pages.render(((name, template), *more), name, ENGLISH, **views)
    (found,) = caught.value.problems
    assert found.severity is Severity.ERROR
    assert found.hint
    return found


def shown(template: str, strings: Strings = ENGLISH, **views: object) -> str:
    return pages.render((("page.html.j2", template),), "page.html.j2", strings, **views)


# --- every page -------------------------------------------------------------------------------------------

CHOICE = ChooserEntry(Alternate("kk", "ltr", "Қазақша", "kk/index.html"), "Парақшалар", "Сипаттама", 3)
ROW = StatusRow(Text("Су"), "water.html", Coverage(Count(9, 980), Count(1, 61), Count(1, 1)), "")
PASSAGES = (
    ParallelRow("title", "s1", "About <em>water</em>", "<em>Су</em> туралы"),
    ParallelRow("heading", "the-well", "The well", "Құдық", 2),
    ParallelRow("paragraph", "s3", "It is deep.", ""),
)
PAGES = {
    "article": article(),
    "single": single(),
    "index": index(ENTRY),
    "empty index": index(),
    "chooser": chooser(CHOICE),
    "status": status(ROW),
    "empty status": status(),
    "parallel": parallel(*PASSAGES),
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_is_valid_and_says_its_language(page):
    root = parsed(page)
    assert (root.get("lang"), root.get("dir")) == ("kk", "ltr")
    assert root.find("head/meta[@charset]").get("charset") == "utf-8"
    assert root.find("head/title").text.endswith("Парақшалар")
    assert len(root.findall(".//h1")) == 1
    assert root.find("body//main") is not None
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_allows_no_code_but_its_own(page):
    root = parsed(page)
    policy = root.find("head/meta[@http-equiv='Content-Security-Policy']").get("content")
    assert policy.startswith("default-src 'none'; ")
    assert "base-uri 'none'; form-action 'none'" in policy
    assert not [name for element in root.iter() for name in element.attrib if name == "style" or name.startswith("on")]
    for script in root.iter("script"):
        assert (script.get("src"), script.text) == ("../assets/site.js" if "../" in page else "assets/site.js", None)


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_every_address_is_relative_or_of_a_source_or_licence(page):
    addresses = [e.get(a) for e in parsed(page).iter() for a in ("href", "src") if e.get(a)]
    foreign = {address for address in addresses if re.match(r"[a-z]+:|/", address)}
    assert foreign <= {"https://example.org/a?b=1&c=2", LICENCE["licence_url"]}


def test_the_top_of_the_site_is_found_from_any_depth():
    page = article(frame=replace(FRAME, root="../../"))
    assert 'href="../../assets/site.css"' in page
    assert 'src="../../assets/site.js"' in page
    assert 'href="../../assets/favicon.svg"' in page


def test_the_languages_of_a_page_are_plain_links():
    languages = parsed(article()).find(".//nav[@class='languages']")
    links = [
        (a.text, a.get("href"), a.get("lang"), a.get("hreflang"), a.get("aria-current")) for a in languages.iter("a")
    ]
    assert links == [
        ("English", "../en/water.html", "en", "en", None),
        ("Қазақша", "water.html", "kk", "kk", "true"),
    ]


def test_a_page_in_one_language_has_no_switch():
    assert (
        parsed(article(frame=replace(FRAME, alternates=FRAME.alternates[1:]))).find(".//nav[@class='languages']")
        is None
    )


def test_right_to_left():
    assert parsed(article(frame=replace(FRAME, lang="ar", dir="rtl"))).get("dir") == "rtl"


# --- articles ---------------------------------------------------------------------------------------------


def test_an_article_shows_what_its_view_has():
    text = words(PAGES["article"])
    for part in ("Су туралы", "Қысқаша.", "Ann Lee", "Бо Ким", "Айгүл Сәрсенова", "7 minutes", "Мәтін.", "CC BY 4.0"):
        assert part in text
    times = [time.get("datetime") for time in parsed(PAGES["article"]).iter("time")]
    assert times == ["2014-10-03", "2026-11-14"]


def test_markup_of_texts_and_bodies_is_markup():
    assert "<h1>Су <em>туралы</em></h1>" in PAGES["article"]
    assert ARTICLE.body in PAGES["article"]


def test_several_articles_may_stand_in_one_page():
    page = shown("{% for one in all %}{{ one.body }}{{ one.toc[2].html }}{% endfor %}", all=(ARTICLE, ARTICLE))
    assert page == (ARTICLE.body + "<em>Б</em>") * 2


def test_a_text_in_another_language_says_so():
    foreign = parsed(PAGES["article"]).find(".//p[@class='subtitle']/span")
    assert (foreign.text, foreign.get("lang"), foreign.get("data-untranslated")) == ("Three years on", "en", "EN")


def test_what_is_missing_leaves_nothing_behind():
    bare = ArticleView("x", Text("T"), *(Text(""),) * 3, (), (), None, None, (), None, "<p>B</p>", (), 0)
    page = pages.render(
        TEMPLATES, "article.html.j2", ENGLISH, frame=FRAME, article=bare, licence_name="", licence_url=""
    )
    assert words(page).endswith("All articles T B Парақшалар All articles State of the translation")
    assert parsed(page).find(".//dl//dt") is None


def test_contents_stand_above_three_sections_or_more():
    contents = parsed(PAGES["article"]).find(".//nav[@class='contents']//ol")
    assert [(a.get("href"), a.get("lang")) for a in contents.iter("a")] == [("#a", None), ("#b", None), ("#c", "en")]
    assert contents.find("li[2]/a/em").text == "Б"
    fewer = parsed(article(replace(ARTICLE, toc=ARTICLE.toc[:3])))
    assert fewer.find(".//nav[@class='contents']") is None


def test_a_partly_translated_page_says_so_and_leads_to_the_original():
    notice = parsed(PAGES["article"]).find(".//aside[@class='notice']")
    text = " ".join("".join(notice.itertext()).split())
    assert text.startswith(
        "14 of 16 passages are translated. What bears the mark EN is still in the original language."
    )
    assert notice.find(".//a").get("href") == "../en/water.html"
    assert parsed(article(replace(ARTICLE, notice=None))).find(".//aside[@class='notice']") is None


def test_a_draft_says_so():
    assert "Draft" in words(article(replace(ARTICLE, draft=True)))
    assert "Draft" not in words(PAGES["article"])


def test_the_files_to_take_away():
    take = parsed(PAGES["article"]).find(".//section[@class='take']")
    assert [a.get("href") for a in take.iter("a")] == ["water.pdf", "water-booklet.pdf", "water.single.html"]
    assert parsed(article(replace(ARTICLE, downloads=()))).find(".//section[@class='take']") is None


def test_the_source_is_named_with_its_address_and_language():
    cite = parsed(PAGES["article"]).find(".//footer[@class='about']//cite")
    assert (cite.get("lang"), cite.find("a").get("href")) == ("en", "https://example.org/a?b=1&c=2")
    assert "Water & work Ann Lee · The Paper · October 2014 · English" in words(PAGES["article"])


def test_a_single_file_needs_nothing_beside_it():
    root = parsed(PAGES["single"])
    assert root.find(".//style").text.strip() == "p > a { color: red }"
    assert not [e for e in root.iter() if e.tag in ("script", "link", "nav") and e.get("class") != "contents"]
    assert "'self'" not in root.find("head/meta[@http-equiv]").get("content")
    links = {a.get("href") for a in root.iter("a")}
    assert links == {"#a", "#b", "#c", "../en/water.html", "https://example.org/a?b=1&c=2", LICENCE["licence_url"]}


# --- lists ------------------------------------------------------------------------------------------------


def test_the_index_lists_articles():
    page = index(replace(ENTRY, downloads=ARTICLE.downloads), replace(ENTRY, url="b.html", percent=92))
    entries = parsed(page).findall(".//ul[@class='entries']/li")
    assert [entry.find("h2/a").get("href") for entry in entries] == ["water.html", "b.html"]
    first, second = (" ".join("".join(entry.itertext()).split()) for entry in entries)
    assert first.startswith("Су Қысқаша.")
    assert "7 minutes PDF · Су Booklet · Су One file · Су" in first
    assert "Translated" not in first
    assert "Translated: 92" in second


def test_an_article_in_another_language_is_marked():
    foreign = replace(
        ENTRY, title=Text("Water", "en"), lang="en", lang_name="English", percent=0, url="../en/water.html"
    )
    entry = parsed(index(foreign)).find(".//ul[@class='entries']/li")
    chip = entry.find(".//li[@class='chip']")
    assert (chip.text, chip.get("lang")) == ("English", "en")
    assert entry.find("h2/a").get("hreflang") == "en"
    assert entry.find("h2/a/span").get("lang") == "en"


def test_a_link_in_a_title_does_not_stand_inside_a_link():
    title = Text('See <a href="x.html"><em>x</em></a><sup class="footnote-ref"><a href="#n">1</a></sup> now')
    link = parsed(index(replace(ENTRY, title=title))).find(".//h2/a")
    assert "".join(link.itertext()) == "See x now"
    assert link.find("em") is not None


def test_an_empty_index_says_so():
    assert "There are no articles in this language yet." in words(PAGES["empty index"])


def test_the_chooser_speaks_every_language():
    arabic = ChooserEntry(Alternate("ar", "rtl", "العربية", "ar/index.html"), "مكتبة", "", 1)
    items = parsed(chooser(CHOICE, arabic)).findall(".//main//li")
    assert [(li.get("lang"), li.get("dir"), li.find("a").get("href")) for li in items] == [
        ("kk", "ltr", "kk/index.html"),
        ("ar", "rtl", "ar/index.html"),
    ]
    assert " ".join("".join(items[0].itertext()).split()) == "Қазақша Парақшалар Сипаттама"


def test_the_index_can_be_searched_where_scripts_run():
    field = parsed(PAGES["index"]).find(".//div[@role='search']")
    assert "hidden" in field.attrib
    assert field.find("input").get("data-index") == "../assets/search.kk.js"
    assert field.find("p").get("data-found") == "Found: {count}"
    assert parsed(index(ENTRY, search="")).find(".//div[@role='search']") is None
    assert parsed(PAGES["empty index"]).find(".//div[@role='search']") is None


def test_an_article_stands_beside_its_original():
    rows = parsed(PAGES["parallel"]).findall(".//div[@id]")
    assert [row.get("id") for row in rows] == ["s1", "the-well", "s3"]
    assert [row.find("a").get("href") for row in rows] == ["#s1", "#the-well", "#s3"]
    cells = [[(cell.tag, cell.get("lang"), "".join(cell.itertext())) for cell in list(row)[1:]] for row in rows]
    assert cells == [
        [("div", "en", "About water"), ("div", "kk", "Су туралы")],
        [("div", "en", "The well"), ("h2", "kk", "Құдық")],
        [("div", "en", "It is deep."), ("div", None, "Not translated yet")],
    ]


def test_what_does_not_exist_is_said_in_every_language():
    here = Alternate("kk", "ltr", "Қазақша", "/reader/kk/index.html")
    entries = (ChooserEntry(here, "Парақшалар", "Бұл мекенжайда бет жоқ.", 0, "Барлық мақала"),)
    page = lost(*entries)
    assert words(page).endswith("Бұл мекенжайда бет жоқ. Парақшалар Барлық мақала")
    addresses = [e.get(a) for e in parsed(page).iter() for a in ("href", "src") if e.get(a)]
    assert addresses == ["/reader/assets/favicon.svg", "/reader/kk/index.html"]
    assert "p > a { color: red }" in page


def test_the_other_language_is_offered_in_its_own_words():
    template = parsed(article()).find(".//template[@class='offers']")
    (offer,) = template.findall("aside")
    assert (offer.get("lang"), offer.find(".//a").text, offer.find(".//button").text) == (
        "en",
        "Read this in English",
        "Close",
    )
    assert parsed(single()).find(".//template") is None


def test_what_machines_read():
    head = Head(
        "https://example.org/kk/water.html",
        (("en", "https://example.org/en/water.html"), ("x-default", "https://example.org/en/water.html")),
        (("og:title", 'Су & "жер"'),),
        '{"headline":"</script><b>&"}',
    )
    root = parsed(article(frame=replace(FRAME, head=head, feed="feed.xml")))
    links = [(e.get("rel"), e.get("hreflang"), e.get("type"), e.get("href")) for e in root.findall("head/link")]
    assert links[:5] == [
        ("canonical", None, None, "https://example.org/kk/water.html"),
        ("alternate", "en", None, "https://example.org/en/water.html"),
        ("alternate", "x-default", None, "https://example.org/en/water.html"),
        ("alternate", None, "application/atom+xml", "feed.xml"),
        ("alternate", None, "application/feed+json", "feed.json"),
    ]
    assert root.find("head/meta[@property='og:title']").get("content") == 'Су & "жер"'
    data = root.find("head/script[@type='application/ld+json']").text
    assert json.loads(data) == {"headline": "</script><b>&"}
    assert "<" not in data


def test_the_status_counts_words():
    page = words(PAGES["status"])
    row = page[page.index("All articles") :]
    assert "980 words translated 61 words to be reviewed 1 word not yet translated" in row
    bars = [element for element in parsed(PAGES["status"]).iter() if element.get("class") == "meter"]
    assert [rect.get("width") for rect in bars[1]] == ["94.05", "5.85"]


@pytest.mark.parametrize(
    ("reason", "said"),
    [("title", "title is not translated"), ("incomplete", "too little"), ("catalog", "cannot be read"), ("odd", "odd")],
)
def test_the_status_says_why_an_article_is_not_published(reason, said):
    assert said in words(status(replace(ROW, reason=reason)))


def test_a_whole_bar_where_there_is_nothing_to_translate():
    assert 'class="done" width="100"' in status(StatusRow(Text("Су"), "", Coverage(), ""))


# --- words ------------------------------------------------------------------------------------------------


def strings(locale: str, **messages: tuple[str, ...]) -> Strings:
    return Strings(locale, tuple(((None, msgid.replace("_", " ")), forms) for msgid, forms in messages.items()))


def test_words_come_from_the_strings_or_stay_english():
    given = Strings("kk", (((None, "Text"), ("Мәтін",)), (("credit", "Text"), ("Сөз",)), ((None, "Empty"), ("",))))
    template = "{{ _('Text') }} {{ pgettext('credit', 'Text') }} {{ gettext('Other') }} {{ _('Empty') }}"
    assert shown(template, given) == "Мәтін Сөз Other Empty"


@pytest.mark.parametrize(("n", "form"), [(1, "ena"), (2, "dve"), (3, "tri"), (4, "tri"), (5, "pet"), (101, "ena")])
def test_a_language_with_four_forms(n, form):
    given = Strings("sl", (((None, "{n} page"), ("{n} ena", "{n} dve", "{n} tri", "{n} pet")),))
    assert shown("{{ ngettext('{n} page', '{n} pages', n) }}", given, n=n) == f"{n} {form}"


def test_forms_with_a_context():
    given = Strings("ru", ((("book", "{n} page"), ("{n} страница", "{n} страницы", "{n} страниц")),))
    template = "{{ npgettext('book', '{n} page', '{n} pages', n) }}, {{ ngettext('{n} page', '{n} pages', n) }}"
    assert shown(template, given, n=3) == "3 страницы, 3 pages"


def test_a_catalog_with_fewer_forms_than_the_rule():
    given = Strings("kk", (((None, "{n} page"), ("{n} бет",)),))
    assert [shown("{{ ngettext('{n} page', '{n} pages', n) }}", given, n=n) for n in (1, 2)] == ["1 бет", "2 бет"]


@pytest.mark.parametrize(("n", "text"), [(0, "0 pages"), (1, "1 page"), (2, "2 pages")])
def test_english_forms_where_there_is_no_translation(n, text):
    assert shown("{{ ngettext('{n} page', '{n} pages', n) }}", Strings("ru"), n=n) == text


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("{a} of {b}", "1 of {a}"),
        ("{c} stays", "{c} stays"),
        ("{ a } {a:>9} {a!r} {a.real} {0} {} {{a}}", "{ a } {a:&gt;9} {a!r} {a.real} {0} {} {1}"),
        ("%(a)s %s 100%", "%(a)s %s 100%"),
    ],
)
def test_placeholders_are_names_and_are_filled_once(message, text):
    assert shown("{{ _('m', a=1, b='{a}') }}", strings("en", m=(message,))) == text


def test_numbers_and_texts_in_placeholders():
    template = "{{ _('m', n=1234567, t=title) }}"
    given = strings("en", m=("{n} {t}",))
    assert shown(template, given, title=Text("A <em>&amp;</em> B")) == "1,234,567 A &amp; B"


def test_formats_follow_the_locale():
    template = "{{ d|date }} | {{ 1234567|number }} | {{ 92|percent }} | {{ 'en'|language_name }}"
    english, russian = (shown(template, Strings(locale), d=date(2014, 10, 3)) for locale in ("en", "ru"))
    assert "October" in english
    assert english.endswith("| 1,234,567 | 92% | English")
    assert "октября" in russian
    assert russian.endswith("английский")


def test_plain_text_for_titles_and_attributes():
    assert shown("{{ t|plain }} {{ s|plain }}", t=Text("A <em>&amp;</em> B"), s="<i>") == "A &amp; B &lt;i&gt;"


# --- extraction -------------------------------------------------------------------------------------------

SAMPLE = """<p>{{ _("First") }}</p>
{# translators: what the
   button does #}
<b>{{ pgettext("button", "Open") }}</b>
{{ ngettext("{n} page", "{n} pages", n) }}
{% if n %}{{ npgettext("book", "{n} leaf", "{n} leaves", n, more=_("inside")) }}{% endif %}
{# a note to ourselves #}
{{ gettext('Last') }}
"""


def test_extraction_finds_every_word_in_order():
    given = (("b.html.j2", "{{ _('Later') }}"), ("a.html.j2", SAMPLE), ("assets/site.css", "{{ _('No') }}"))
    found, problems = pages.extract(given)
    assert problems == ()
    assert [(s.place.path, s.place.line, s.context, s.msgid, s.plural) for s in found] == [
        ("templates/a.html.j2", 1, None, "First", None),
        ("templates/a.html.j2", 4, "button", "Open", None),
        ("templates/a.html.j2", 5, None, "{n} page", "{n} pages"),
        ("templates/a.html.j2", 6, "book", "{n} leaf", "{n} leaves"),
        ("templates/a.html.j2", 6, None, "inside", None),
        ("templates/a.html.j2", 8, None, "Last", None),
        ("templates/b.html.j2", 1, None, "Later", None),
    ]
    assert [s.notes for s in found] == [(), ("what the button does",), (), (), (), (), ()]
    assert {s.kind for s in found} == {Kind.TEMPLATE}


def test_extraction_keeps_repetitions_and_is_stable():
    given = (("a.j2", "{{ _('A') }}\n{{ _('A') }}"),)
    assert pages.extract(given) == pages.extract(given)
    assert pages.extract(given)[0] == tuple(
        Segment("A", Kind.TEMPLATE, Place("templates/a.j2", line)) for line in (1, 2)
    )


def test_a_broken_template_hides_no_other():
    found, (fault,) = pages.extract((("a.j2", "\n{% if %}"), ("b.j2", "{{ _('Kept') }}")))
    assert [s.msgid for s in found] == ["Kept"]
    assert (fault.code, fault.place) == ("template-syntax", Place("templates/a.j2", 2))


@pytest.mark.parametrize("call", ["_(name)", "_('a' ~ name)", "ngettext('one', many, 2)", "pgettext(name, 'word')"])
def test_words_that_no_catalog_can_hold_are_reported(call):
    _, (fault,) = pages.extract((("a.j2", "\n{{ " + call + " }}"),))
    assert (fault.code, fault.severity, fault.place) == ("template-words", Severity.WARNING, Place("templates/a.j2", 2))


def test_our_own_words_can_be_translated():
    found, problems = pages.extract(TEMPLATES)
    assert problems == ()
    texts = [text for s in found for text in (s.msgid, s.plural) if text]
    assert len(texts) > 30
    assert not [text for text in texts if re.search(r"\w\{|\}\w", text)], "a letter touches a placeholder"
    assert not [text for text in texts if text != text.strip()], "a space at an end is lost on the way"
    numbers = [s.msgid for s in found if "{n}" in s.msgid and s.plural is None]
    assert numbers == [], "a number needs forms"


# --- what goes wrong --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "code", "line"),
    [
        ("a\n\n{% if %}", "template-syntax", 3),
        ("a\n{{ text|nofilter }}", "template-syntax", 2),
        ("a\n{% trans %}x{% endtrans %}", "template-syntax", 2),
        ("a\n{{ text|safe }}", "template-syntax", 2),
        ("a\n\n{{ nothing }}", "template-undefined", 3),
        ("a\n{{ text.nothing }}", "template-undefined", 2),
        ("a\n{% include 'nothing.j2' %}", "template-missing", 2),
        ("{% extends 'nothing.j2' %}", "template-missing", 1),
        ("a\n\n\n{{ 1 // 0 }}", "template-error", 4),
        ("a\n{{ text|date }}", "template-error", 2),
        ("a\n{% include 'page.html.j2' %}", "template-error", 2),
    ],
)
def test_a_broken_template_is_a_problem_with_file_and_line(template, code, line):
    found = problem(template, text="words")
    assert (found.code, found.place) == (code, Place("templates/page.html.j2", line))


def test_a_template_that_is_not_there():
    with pytest.raises(KitapshaError) as caught:
        pages.render((), "page.html.j2", ENGLISH)
    (found,) = caught.value.problems
    assert (found.code, found.place) == ("template-missing", Place("templates/page.html.j2"))


@pytest.mark.parametrize(
    ("part", "code"), [("\n{% if %}", "template-syntax"), ("\n{{ nothing }}", "template-undefined")]
)
def test_the_place_is_that_of_the_part_that_is_broken(part, code):
    found = problem("a\n\n{% include 'part/it.j2' %}", more=(("part/it.j2", part),))
    assert (found.code, found.place) == (code, Place("templates/part/it.j2", 2))


def test_templates_are_told_apart_by_their_text_and_locale():
    assert [
        shown("{{ _('A') }} " + str(n), Strings("en", (((None, "A"), (w,)),))) for n, w in ((1, "x"), (2, "y"))
    ] == [
        "x 1",
        "y 2",
    ]


def test_macros_of_another_template_have_the_words_as_well():
    more = (
        ("parts.j2", "{% macro m() %}{{ _('A') }}{% endmacro %}"),
        ("page.j2", "{% import 'parts.j2' as p %}{{ p.m() }}"),
    )
    given = Strings("kk", (((None, "A"), ("Ә",)),))
    assert pages.render(more, "page.j2", given) == "Ә"


def test_importing_the_module_loads_nothing_but_jinja():
    code = (
        "import sys, kitapsha.pages; print([m for m in ('babel', 'markdown_it', 'polib', 'yaml') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=FOLDER.parent)
    assert result.stdout.strip() == "[]"


# --- the looks --------------------------------------------------------------------------------------------

CSS = (FOLDER / "assets/site.css").read_text("utf-8")


def test_weights():
    assert len(CSS.encode()) <= 12_000
    assert (FOLDER / "assets/site.js").stat().st_size <= 4_000


def colours() -> list[dict[str, str]]:
    blocks = re.findall(r":root\{(.*?)\n\}", CSS, re.DOTALL)
    return [dict(re.findall(r"--([\w-]+):(#[0-9a-f]{6})", block)) for block in blocks if "#" in block]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, 1.4.3."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_text_stands_out_from_every_ground(theme):
    colour = colours()[theme]
    for ink, ground in product(("ink", "soft", "accent", "deep", "link"), ("paper", "sand")):
        assert contrast(colour[ink], colour[ground]) >= 4.5, (ink, ground)
    assert contrast(colour["band"], colour["band-ink"]) >= 4.5
    for line, ground in product(("rule", "accent", "deep"), ("paper", "sand")):
        assert contrast(colour[line], colour[ground]) >= 3, (line, ground)


def test_nothing_is_loaded_from_elsewhere():
    for path in (FOLDER / "assets").iterdir():
        text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?:|url\(|@import", text), path.name
