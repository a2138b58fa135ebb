"""The pamphlet as a PDF, judged by what is in the file: pages, words and their places, fonts, tags, bytes."""

from __future__ import annotations

import hashlib
import io
import multiprocessing
import os
import re
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import page as validator
import pikepdf
import pypdf
import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from kitapsha import covers, pages, pamphlets, pdf, qrcodes, workers
from kitapsha.model import Alternate, ArticleView, Asset, Frame, Source, Strings, Text, TocEntry
from kitapsha.problems import Severity, has_errors

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
FONTS = TEMPLATES / "fonts"
POINTS_PER_MM = 72 / 25.4

KAZAKH = "АаӘәБбВвГгҒғДдЕеЁёЖжЗзИиЙйКкҚқЛлМмНнҢңОоӨөПпРрСсТтУуҰұҮүФфХхҺһЦцЧчШшЩщЪъЫыІіЬьЭэЮюЯя"
KAZAKH_LATIN = "AaÄäBbDdEeFfGgĞğHhIıİiJjKkLlMmNnÑñOoÖöPpQqRrSsŞşTtUuŪūÜüVvYyZz"
ARABIC = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652٠١٢٣٤٥٦٧٨٩،؛؟٪"
PERSIAN = "پچژگکی۰۱۲۳۴۵۶۷۸۹\u200c"
URDU = "ٹڈڑںےہھ۔"
UYGHUR = "ېۈۆۇەڭۋ"
KAZAKH_ARABIC = "اەبۆگعدجزيكقلمنڭوپرستۋۇفحھچشىٴء"
SIGNS = "0123456789₸₽€£$%‰№§°×−±«»„“”‘’–—…•·†‡©®™½²³→←≈≤≥¿¡ \u00a0\u2010"


@cache
def renderer() -> ProcessPoolExecutor:
    """A process for the engine alone: what it is told of fonts holds for all that a process does afterwards."""
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))


def render(document: str, files: tuple[Asset, ...], **named: str) -> pdf.PdfResult:
    return renderer().submit(pdf.render, document, files, **named).result()


@pytest.fixture(autouse=True, scope="module")
def _renderer_ends_with_the_module():
    yield
    renderer().shutdown()
    renderer.cache_clear()


# --- fonts --------------------------------------------------------------------------------------------------


def faces() -> list[Path]:
    return sorted(FONTS.glob("*.ttf"))


def test_faces_in_little_more_than_a_megabyte_with_their_licences():
    families = {face.stem.partition("-")[0] for face in faces()}
    assert families == {"Literata", "GolosText", "NotoSansMono", "NotoNaskhArabic"}
    assert sum(face.stat().st_size for face in faces()) < 1_300_000
    for family in families:
        licence = (FONTS / f"{family}-OFL.txt").read_text(encoding="utf-8")
        assert "SIL OPEN FONT LICENSE Version 1.1" in licence
        assert "with Reserved Font Name" not in licence.partition("PREAMBLE")[0]


@pytest.mark.parametrize("face", [face for face in faces() if "Arabic" not in face.stem], ids=lambda face: face.stem)
def test_a_face_has_every_letter_and_keeps_its_features(face):
    with TTFont(face) as font:
        lacking = lacks(font, KAZAKH + KAZAKH_LATIN + SIGNS)
        features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
        widths = {font["hmtx"][font.getBestCmap()[ord(letter)]][0] for letter in KAZAKH + KAZAKH_LATIN}
    assert not lacking
    if face.stem.startswith("NotoSansMono"):
        assert len(widths) == 1
    else:
        assert {"locl", "lnum", "onum", "tnum", "sups"} <= features
    if face.stem.startswith("Literata"):
        assert {"smcp", "liga"} <= features


@pytest.mark.parametrize("face", sorted(FONTS.glob("*Arabic*.ttf")), ids=lambda face: face.stem)
def test_the_arabic_face_has_the_letters_of_five_languages_and_joins_them(face):
    with TTFont(face) as font:
        lacking = lacks(font, ARABIC + PERSIAN + URDU + UYGHUR + KAZAKH_ARABIC)
        features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert not lacking
    assert {"init", "medi", "fina"} <= features


def lacks(font: TTFont, letters: str) -> list[str]:
    return [f"U+{ord(char):04X}" for char in letters if ord(char) not in font.getBestCmap()]


@pytest.mark.parametrize("face", faces(), ids=lambda face: face.stem)
def test_the_readme_names_the_sum_of_every_face(face):
    row = f"| {face.name} | {face.stat().st_size:,} | `{hashlib.sha256(face.read_bytes()).hexdigest()}` |"
    assert row in (FONTS / "README.md").read_text(encoding="utf-8")


def test_the_script_pins_versions_and_sums_and_names_no_host():
    script = (ROOT / "scripts" / "fetch_fonts.py").read_text(encoding="utf-8")
    assert len(re.findall(r'"[0-9a-f]{64}"', script)) == len(faces())
    assert len(re.findall(r'"@[\w-]+/[\w-]+@\d+\.\d+\.\d+"', script)) == 4
    assert "://" not in script


# --- samples ------------------------------------------------------------------------------------------------

PROSE = {
    "en": "Whale writes that the workers of the town had been on strike for months, and that the company had "
    "dismissed nearly two thousand of them before the shooting; the authorities gave another account of that day. ",
    "ru": "Автор пишет, что рабочие города бастовали несколько месяцев и что компания уволила почти две тысячи "
    "человек ещё до расстрела; власти рассказывали об этом дне иначе, и мы приводим обе версии событий. ",
    "kk": "Автордың жазуынша, қала жұмысшылары бірнеше ай бойы ереуілге шыққан, ал компания атыстан бұрын екі мыңға "
    "жуық адамды жұмыстан шығарған; билік сол күн туралы басқаша айтты, біз екі деректі де келтіреміз. ",
}
TITLES = {"en": "After Zhanaozen", "ru": "После Жанаозена", "kk": "Жаңаөзеннен кейін"}
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" class="drawing" viewBox="0 0 640 360"><title>A chart</title>'
    '<rect class="deep" x="40" y="40" width="300" height="280"/><line class="ink-line" x2="640" y1="320" y2="320"/>'
    '<text class="accent" x="400" y="100" font-size="20" font-weight="700">Label 450 ₸</text></svg>'
)

HEAD_ROW = '<thead><tr><th scope="col">A</th><th scope="col" class="right">B</th></tr></thead>'


def body(lang: str, sections: int = 5) -> str:
    """A body such as the Markdown renderer makes for paper: sections, footnotes, a list, a table, a figure."""
    prose, parts = PROSE[lang], []
    for n in range(1, sections + 1):
        note = f'<span class="footnote">Footnote number {n} stands here. {prose}</span>'
        parts.append(f'<h2 id="бөлім-{n}">Section {n} heading</h2>\n<p>{prose * 2} Call{n}here{note} {prose}</p>\n')
        parts.append(f'<h3 id="sub-{n}">Part of section {n}</h3>\n<p>{prose * 3}</p>\n')
    parts[3:3] = [
        f"<ul><li>{prose}</li><li><p>{prose}</p><p>{prose}</p></li></ul>\n",
        f'<div class="table"><table>{HEAD_ROW}<tr><td>First</td><td class="right">1 ₸</td></tr></table></div>',
        f"<figure>{DRAWING}<figcaption>A caption.</figcaption></figure>\n",
        f"<p>{prose * 3}</p><blockquote><p>{prose}</p></blockquote>\n",
        '<aside class="pullquote"><p>Pulled out of the text.</p></aside>\n<aside class="note"><p>A note.</p></aside>\n',
        f'<p>See <a href="https://example.org/x">the <em>other</em> page</a>. {KAZAKH} {KAZAKH_LATIN} 1 450 ₸</p>\n',
    ]
    return "".join(parts)


@cache
def assets() -> tuple[Asset, ...]:
    kinds = {".css": "text/css", ".ttf": "font/ttf"}
    files = sorted(
        path for path in TEMPLATES.glob("*/*") if path.suffix in kinds and path.parent.name in ("print", "fonts")
    )
    return tuple(Asset(str(file.relative_to(TEMPLATES)), kinds[file.suffix], file.read_bytes()) for file in files)


def toc(sections: int) -> tuple[TocEntry, ...]:
    entries = [
        (TocEntry(2, f"бөлім-{n}", f"Section {n} heading"), TocEntry(3, f"sub-{n}", f"Part of section {n}"))
        for n in range(1, sections + 1)
    ]
    return tuple(entry for pair in entries for entry in pair)


def article(lang: str, sections: int = 5) -> ArticleView:
    names = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
    return ArticleView(
        slug="after-zhanaozen",
        title=Text(TITLES[lang]),
        subtitle=Text("2014"),
        summary=Text(PROSE[lang]),
        series=Text("Series & parts"),
        authors=("Айгүл Ә.", "B. Author"),
        translators=("Т. Аудармашы",),
        date=date(2026, 11, 21),
        updated=date(2026, 12, 1),
        tags=(Text("one"), Text("<em>two</em>")),
        source=Source("A title", "An author", "A publisher", "October 2014", "https://example.org/source", "en"),
        body=body(lang, sections),
        toc=toc(sections),
        minutes=7,
        editions=tuple(Alternate(tag, "ltr", name, f"{tag}.html", tag == lang) for tag, name in names.items()),
    )


WEB = "https://example.org/kitapsha/kk/after-zhanaozen.html"


def html(view: ArticleView, lang: str, *, direction: str = "ltr", title: str = "", **imprint: str) -> str:
    frame = Frame(lang, direction, title or TITLES[lang], "What it is about", "The publication", "../")
    views = {"licence_name": "CC BY 4.0", "licence_url": "https://example.org/by", "edition": "second edition"}
    text = (TEMPLATES / "pamphlet.html.j2").read_text(encoding="utf-8")
    return pages.render(
        (("pamphlet.html.j2", text),),
        "pamphlet.html.j2",
        Strings(lang),
        frame=frame,
        article=view,
        **{
            "page": pamphlets.page("pdf", pamphlets.Printing()),
            "cover_svg": covers.cover_art(view.slug),
            "cover_image": "",
            "web_address": WEB,
            "qr_svg": qrcodes.svg(WEB),
        }
        | views
        | imprint,
    )


def made(document: str) -> pdf.PdfResult:
    result = render(document, assets(), name="kk/sample.pdf")
    assert not result.problems
    return result


@cache
def pamphlet(lang: str) -> pdf.PdfResult:
    return made(html(article(lang), lang))


@dataclass(frozen=True)
class Word:
    text: str
    page: int
    left: float
    top: float
    right: float
    bottom: float


_WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')


@cache
def words(data: bytes) -> tuple[Word, ...]:
    """Every word of a PDF with its box in millimetres from the upper left corner; pages from 1."""
    arguments = ["pdftotext", "-bbox", "-", "-"]
    out = subprocess.run(arguments, input=data, capture_output=True, check=True).stdout.decode()
    found = []
    for number, text in enumerate(out.split("<page ")[1:], 1):
        for left, top, right, bottom, word in _WORD.findall(text):
            box = [float(value) / POINTS_PER_MM for value in (left, top, right, bottom)]
            found.append(Word(word, number, *box))
    return tuple(found)


def page_of(data: bytes, text: str) -> int:
    (number,) = {word.page for word in words(data) if word.text.startswith(text)}
    return number


def page_texts(data: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(data)).pages]


# --- the file -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "ru", "kk"])
def test_a_pamphlet_is_a5_and_says_what_it_is(lang):
    result = pamphlet(lang)
    with pikepdf.open(io.BytesIO(result.data)) as document:
        assert len(document.pages) == result.pages > 6
        for sheet in document.pages:
            assert [float(edge) for edge in sheet.mediabox] == pytest.approx(
                [0, 0, 148 * POINTS_PER_MM, 210 * POINTS_PER_MM], abs=0.01
            )
        assert str(document.Root.Lang) == lang
        assert document.Root.ViewerPreferences.DisplayDocTitle
        info = {key: str(value) for key, value in document.docinfo.items()}
    assert info["/Title"] == TITLES[lang]
    assert info["/Author"] == "Айгүл Ә., B. Author"
    assert info["/Keywords"] == "one, two"
    assert info["/Creator"] == "Kitapsha"
    assert info["/CreationDate"].startswith("D:20261121")
    assert info["/ModDate"].startswith("D:20261201")


@pytest.mark.parametrize("lang", ["en", "ru", "kk"])
def test_a_pamphlet_keeps_every_rule_of_pdf_ua_1(lang, tmp_path):
    (tmp_path / "sample.pdf").write_bytes(pamphlet(lang).data)
    report = validator.validate_pdf(str(tmp_path / "sample.pdf"), profile="ua1")
    assert [str(failure) for failure in report.failures] == []
    assert report.is_compliant


def test_the_outline_has_every_heading():
    def flat(items: object) -> list[str]:
        return [title for item in items for title in (flat(item) if isinstance(item, list) else [item.title])]

    reader = pypdf.PdfReader(io.BytesIO(pamphlet("kk").data))
    expected = [title for n in range(1, 6) for title in (f"Section {n} heading", f"Part of section {n}")]
    assert flat(reader.outline) == ["Contents", *expected]
    targets = [reader.get_destination_page_number(item) + 1 for item in reader.outline if not isinstance(item, list)]
    assert targets == sorted(targets)


def test_fonts_are_embedded_subsets_of_ours():
    with pikepdf.open(io.BytesIO(pamphlet("kk").data)) as document:
        fonts = [
            item for item in document.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
        ]
        described = [font for font in fonts if "/FontDescriptor" in font]
        assert described
        for font in described:
            assert re.fullmatch(r"/[A-Z]{6}\+(Book|Label)\b.*", str(font.BaseFont))
            assert len(font.FontDescriptor.FontFile2.read_bytes()) > 1000
    assert len(pamphlet("kk").data) < 300_000


def test_every_kazakh_letter_and_sign_can_be_copied_out():
    text = " ".join(page_texts(pamphlet("kk").data))
    unbroken = re.sub(r"[\s\u2010]", "", text)
    assert KAZAKH in unbroken
    assert KAZAKH_LATIN in unbroken
    assert "1 450 ₸" in text
    assert "Жаңаөзеннен кейін" in text


def test_labels_of_a_drawing_are_text_in_our_font():
    (label,) = {word.page for word in words(pamphlet("en").data) if word.text == "Label"}
    reader = pypdf.PdfReader(io.BytesIO(pamphlet("en").data))
    used = {str(font["/BaseFont"]) for font in reader.pages[label - 1]["/Resources"]["/Font"].get_object().values()}
    assert any(name.endswith("Label-Bold") for name in used)


def test_bytes_do_not_depend_on_process_clock_or_surroundings(tmp_path):
    script = (
        "import sys; sys.path[:0] = sys.argv[1:3]\n"
        "import test_pdf\n"
        "document = sys.stdin.buffer.read().decode()\n"
        "sys.stdout.buffer.write(test_pdf.pdf.render(document, test_pdf.assets()).data)"
    )
    surroundings = [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Almaty", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "77", "TZ": "America/New_York", "LC_ALL": "C.UTF-8", "HOME": str(tmp_path)},
    ]
    document = html(article("kk"), "kk").encode()
    for extra in surroundings:
        arguments = [sys.executable, "-c", script, str(ROOT), str(Path(__file__).parent)]
        run = subprocess.run(
            arguments, input=document, env=os.environ | extra, cwd=tmp_path, capture_output=True, check=True
        )
        assert run.stdout == pamphlet("kk").data
        assert not run.stderr


def test_what_was_rendered_before_changes_nothing():
    plain = html(article("ru", 1), "ru").replace("</style>", "p { font-family: Extra, Book }</style>")
    face = "@font-face { font-family: Extra; src: url(kitapsha:fonts/GolosText-Bold.ttf) }</style>"
    before = made(plain).data
    assert made(plain.replace("</style>", face)).data != before
    assert made(plain).data == before


def test_one_worker_and_two_make_the_same_bytes():
    small = [
        "<html lang=en><title>x</title><link rel=stylesheet href=kitapsha:print/pamphlet.css><p>One</p>" + "two " * n
        for n in (3, 5)
    ]
    tasks = [workers.Task(pdf.render, (document, assets()), f"document {n}") for n, document in enumerate(small)]
    alone = workers.run(tasks, workers=1)
    together = workers.run(tasks, workers=2)
    assert [outcome.value for outcome in alone] == [outcome.value for outcome in together]
    assert all(isinstance(outcome.value, pdf.PdfResult) and outcome.value.data for outcome in alone)
    assert alone[0].value != alone[1].value


# --- the pages ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "ru", "kk"])
def test_a_footnote_stands_on_the_page_of_its_call(lang):
    data = pamphlet(lang).data
    called, noted = {}, {}
    for one, two, three in zip(words(data), words(data)[1:], words(data)[2:], strict=False):
        if one.text.startswith("Call"):
            called[two.text] = one.page
        elif (one.text, two.text) == ("Footnote", "number"):
            noted[three.text] = one.page
            assert one.top > 120
    assert list(called) == ["1", "2", "3", "4", "5"]
    assert noted == called


def test_contents_name_the_pages_where_sections_begin():
    data = pamphlet("ru").data
    contents = page_texts(data)[1]
    assert contents.startswith("Contents")
    starts = {}
    for one, two in pairwise(words(data)):
        if one.text == "Section" and one.page > 2 and one.bottom - one.top > 5:
            starts[two.text] = one.page
    listed = dict(re.findall(r"Section (\d) heading[ .]+(\d+)", contents))
    assert listed == {number: str(page) for number, page in starts.items()}
    assert len(listed) == 5


def test_a_short_article_has_no_contents():
    result = made(html(article("en", 3), "en"))
    assert "Contents" not in " ".join(page_texts(result.data))


def test_running_heads_and_page_numbers():
    data = pamphlet("kk").data
    last = pamphlet("kk").pages - len(pages_for_notes(data))
    heads = {page: " ".join(w.text for w in words(data) if w.page == page and w.bottom < 17) for page in range(3, last)}
    folios = {page: [w.text for w in words(data) if w.page == page and w.top > 193] for page in range(1, last + 1)}
    assert heads[3] == ""
    assert all(heads[page] == TITLES["kk"] for page in range(4, last, 2))
    assert all(re.fullmatch(r"Section \d heading", heads[page]) for page in range(5, last, 2))
    assert all(folios[page] == [str(page)] for page in range(3, last))
    assert folios[2] == []


@pytest.mark.parametrize("lang", ["en", "ru", "kk"])
def test_nothing_runs_off_the_page(lang):
    for word in words(pamphlet(lang).data):
        assert word.left > 14
        assert word.right < 148 - 14
        assert word.top > 9
        assert word.bottom < 205


def lines(data: bytes, page: int) -> list[list[Word]]:
    """The lines of the text block of a page, from the top: words with about the same foot."""
    rows: list[list[Word]] = []
    for word in sorted(
        (w for w in words(data) if w.page == page and w.top > 18 and w.bottom < 192), key=lambda w: w.bottom
    ):
        if rows and word.bottom - rows[-1][-1].bottom < 1.2:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda w: w.left) for row in rows]


@pytest.mark.parametrize("lang", ["en", "ru", "kk"])
def test_no_heading_stands_at_the_foot_of_a_page(lang):
    data = pamphlet(lang).data
    for page in range(3, pamphlet(lang).pages):
        text = [" ".join(word.text for word in row) for row in lines(data, page)]
        for at, line in enumerate(text):
            if re.fullmatch(r"(\d )?Section \d heading|Part of section \d", line):
                assert not re.match(r"\d Footnote", text[at + 1])
                assert len(text) > at + 2


# --- whole sheets ---------------------------------------------------------------------------------------------


def pages_for_notes(data: bytes) -> list[int]:
    """The pages that have a heading, a number and no more."""
    return [number for number, text in enumerate(page_texts(data), 1) if re.fullmatch(r"Notes \d+", text)]


def size_of_text(data: bytes) -> float:
    """The size of most letters, in points."""
    sizes: dict[float, int] = {}

    def visit(text: str, _cm: object, matrix: list[float], _font: object, size: float) -> None:
        points = round(size * abs(matrix[3]) * 0.75, 1)
        sizes[points] = sizes.get(points, 0) + len(text)

    for page in pypdf.PdfReader(io.BytesIO(data)).pages[2:-1]:
        page.extract_text(visitor_text=visit)
    return max(sizes, key=lambda size: sizes[size])


@pytest.mark.parametrize(("lang", "sections"), [("en", 1), ("ru", 2), ("kk", 4), ("en", 6)])
def test_a_pamphlet_fills_whole_sheets(lang, sections):
    result = made(html(article(lang, sections), lang))
    notes = pages_for_notes(result.data)
    assert result.pages % 4 == 0
    assert len(notes) < 4
    assert notes == list(range(result.pages - len(notes), result.pages)), "just before the back cover"
    assert all(page_texts(result.data)), "no page is blank"
    assert 9 <= size_of_text(result.data) <= 10.6


def test_pages_for_notes_are_ruled():
    result = made(html(replace(article("en", 1), body="<p>One line.</p><h2>A</h2>" * 9, toc=()), "en"))
    for number in pages_for_notes(result.data):
        page = pypdf.PdfReader(io.BytesIO(result.data)).pages[number - 1]
        assert page.get_contents().get_data().count(b" re\n") + page.get_contents().get_data().count(b" l\n") >= 18


def test_an_article_of_one_line_is_one_sheet():
    view = replace(article("en"), body="<p>One line.</p>", toc=(), summary=Text(""))
    result = made(html(view, "en"))
    assert result.pages == 4
    assert page_of(result.data, "line.") == 3
    assert size_of_text(result.data) == 9.6


def layouts(document: str, files: tuple[Asset, ...]) -> int:
    """How many layouts it takes to make a document; for the process of the engine."""
    import weasyprint

    plain, count = weasyprint.HTML.render, 0

    def counting(*args: object, **options: object) -> object:
        nonlocal count
        count += 1
        return plain(*args, **options)

    weasyprint.HTML.render = counting
    try:
        pdf.render(document, files)
    finally:
        weasyprint.HTML.render = plain
    return count


def test_pages_for_notes_take_no_layout_of_their_own():
    view = replace(article("en"), body=f"<p>{PROSE['en']}</p>" * 2, toc=(), summary=Text(""))
    document = html(view, "en")
    assert renderer().submit(layouts, document, assets()).result() == 1
    longer = html(replace(view, body=f"<p>{PROSE['en'] * 3}</p>" * 8), "en")
    assert len(pages_for_notes(made(longer).data)) in (1, 2)
    assert renderer().submit(layouts, longer, assets()).result() == 1


def test_what_is_said_of_a_style_sheet_is_said_of_every_document():
    document = html(replace(article("en"), body="<p>One.</p>", toc=()), "en")
    odd = document.replace("</head>", "<style>p { colour: red }</style></head>")
    first, second = (render(odd, assets(), name=name) for name in ("one.pdf", "two.pdf"))
    assert [str(problem.place.path) for problem in (*first.problems, *second.problems)] == ["one.pdf", "two.pdf"]
    assert "colour" in first.problems[0].message
    assert not render(document, assets()).problems


def test_a_document_that_does_not_ask_for_whole_sheets_has_the_pages_it_has():
    assert render(f"{HEAD}<p>x", assets()).pages == 1


def test_text_fills_the_hole_above_a_figure():
    """The figure begins where a third of the page is left; the text behind it is set before it."""
    prose = PROSE["en"]
    start = f"<p>{prose * 9}</p>"
    figure = f"<figure>{DRAWING}<figcaption>Caption of the figure.</figcaption></figure>"
    result = made(
        html(
            replace(
                article("en"),
                summary=Text(""),
                toc=(),
                body=f"{start}{figure}<h2>Next</h2><p>Behind {prose * 4}</p><p>{prose * 9}</p>",
            ),
            "en",
        )
    )
    first = [word for word in words(result.data) if word.page == 3]
    assert page_of(result.data, "Caption") == 4
    assert page_of(result.data, "Behind") == 3
    assert max(word.bottom for word in first if word.top < 192) > 170


def test_a_figure_at_the_end_of_its_section_goes_up_rather_than_into_the_next():
    prose = PROSE["en"]
    start = f"<p>{prose * 2}</p><p>{prose * 2}</p><p>Before {prose * 3}</p>"
    figure = f"<figure>{DRAWING}<figcaption>Caption of the figure.</figcaption></figure>"
    text = f"{start}{figure}<h2>Next</h2><p>{prose * 9}</p>"
    result = made(html(replace(article("en"), summary=Text(""), toc=(), body=text), "en"))
    (caption,) = [word for word in words(result.data) if word.text == "Caption"]
    (before,) = [word for word in words(result.data) if word.text == "Before"]
    assert (caption.page, before.page) == (3, 3)
    assert caption.top < before.top


def test_what_has_been_announced_is_not_parted():
    prose = PROSE["en"]
    start = f"<p>{prose * 9}</p>"
    figure = f"<figure>{DRAWING}<figcaption>Caption of the figure.</figcaption></figure>"
    text = f"{start}{figure}<p>There are two:</p><ul><li>Alpha</li><li>Beta</li></ul><p>{prose * 9}</p>"
    result = made(html(replace(article("en"), summary=Text(""), toc=(), body=text), "en"))
    order = [word.text for word in words(result.data) if word.text in ("two:", "Alpha", "Beta", "Caption")]
    assert order == ["two:", "Alpha", "Beta", "Caption"]


def test_a_line_is_full_where_only_the_space_before_an_element_does_not_fit():
    """The engine broke this one behind its first syllable."""
    start = "Талдау Қытайдан басталады. Уэйлдің мәліметінше, экспорттың"
    text = f'<p>{start} <span class="nowrap">40%-ы</span> сонда жөнелтілген, сондықтан Қытай экономикасы баяуласа</p>'
    result = made(html(replace(article("kk"), body=f"<h2>H</h2>{text}", toc=(), summary=Text("")), "kk"))
    assert " ".join(word.text for word in lines(result.data, 3)[1]) == start


def test_long_titles_and_wide_tables_stay_inside():
    title = "Қазақстандағы қанағаттандырылмағандықтарыңыздан туындаған наразылықтар туралы ұзақ тақырып " + "W" * 60
    cells = "".join(f"<td>Бағдарламалаушыларымыздың{n}</td>" for n in range(9))
    table = f'<div class="table"><table><tbody><tr>{cells}</tr></tbody></table></div>'
    wide = f'{table}<p>{"x" * 300}</p><h2 id="a">{"Ы" * 90}</h2>'
    view = replace(article("kk"), title=Text(title), body=wide, toc=())
    result = made(html(view, "kk", title=title))
    for word in words(result.data):
        assert word.left > 14
        assert word.right < 134
    cover = [word for word in words(result.data) if word.page == 1]
    assert max(word.bottom for word in cover if word.top < 150) < 104


def inside(data: bytes) -> bool:
    """Whether every word of every page stands within its margins."""
    return all(word.left > 14 and word.right < 148 - 14 and word.top > 9 and word.bottom < 205 for word in words(data))


@pytest.mark.parametrize("lang", ["en", "kk"])
def test_a_title_of_300_characters_stays_clear_of_the_picture(lang):
    word = {"en": "disproportionately ", "kk": "қанағаттандырылмағандықтарыңыздан "}[lang]
    title = (word * 20)[:299] + "."
    view = replace(article(lang, 2), title=Text(title), subtitle=Text(title[:200]), summary=Text(title))
    result = made(html(view, lang, title=title))
    assert inside(result.data)
    cover = [word for word in words(result.data) if word.page == 1 and word.bottom < 180]
    assert max(word.bottom for word in cover) < 104
    heads = [[word for word in words(result.data) if word.page == page and word.bottom < 17] for page in (4, 6)]
    for head in heads:
        assert head[-1].text.endswith("…")
        assert head[0].bottom == pytest.approx(head[-1].bottom, abs=0.1), "one line"


@pytest.mark.parametrize(
    "long",
    [
        f"<p>{'x' * 400}</p>",
        f"<p>https://example.org/{'a/b-' * 100}</p>",
        f"<h2 id='a'>{'Ы' * 200}</h2><p>x</p>",
        f"<h3 id='a'>{'Ы' * 200}</h3><p>x</p>",
        f"<ul><li>{'ш' * 200}</li></ul>",
        f"<blockquote><p>{'ш' * 200}</p></blockquote>",
        f'<aside class="pullquote"><p>{"W" * 200}</p></aside>',
        f'<aside class="note"><p>{"W" * 200}</p></aside>',
        f"<pre><code>{'x' * 400}</code></pre>",
        f"<p><code>{'x' * 400}</code></p>",
        f"<dl><dt>{'W' * 200}</dt><dd>{'W' * 200}</dd></dl>",
        f'<p>x<span class="footnote">{"y" * 400}</span></p>',
        f'<div class="table"><table><tr><td>{"W" * 200}</td><td>{"W" * 200}</td></tr></table></div>',
        f'<div class="table"><table><tr>{"<td>Бағдарламалаушыларымыз</td>" * 16}</tr></table></div>',
        f"<figure>{DRAWING}<figcaption>{'W' * 200}</figcaption></figure>",
    ],
    ids=lambda text: text[:30],
)
def test_what_is_too_wide_is_broken_and_whole(long):
    result = made(html(replace(article("kk"), body=long, toc=(), summary=Text("")), "kk"))
    assert inside(result.data)
    text = "".join(page_texts(result.data))
    for run in re.findall(r"(?<=>)[^<]{100,}", long):
        assert all(text.count(letter) >= run.count(letter) for letter in set(run) - {"-"}), "no letter is lost"


def test_a_table_longer_than_a_page_goes_on():
    rows = "".join(f"<tr><td>row{n}</td><td>{PROSE['en']}</td></tr>" for n in range(40))
    table = f'<div class="table"><table>{HEAD_ROW}<tbody>{rows}</tbody></table></div>'
    result = made(html(replace(article("en"), body=table, toc=(), summary=Text("")), "en"))
    assert inside(result.data)
    assert [w.text for w in words(result.data) if w.text.startswith("row")] == [f"row{n}" for n in range(40)]


def test_a_picture_larger_than_the_page_is_made_to_fit():
    data = io.BytesIO()
    Image.new("L", (300, 3000)).save(data, "PNG")
    tall = Asset("media/tall.png", "image/png", data.getvalue())
    body_of = '<figure><img src="kitapsha:media/tall.png" alt="tall"><figcaption>Caption</figcaption></figure>'
    result = render(html(replace(article("en"), body=body_of, toc=()), "en"), (*assets(), tall))
    assert not result.problems
    assert inside(result.data)
    assert page_of(result.data, "Caption") in (3, 4)


def test_a_long_text_keeps_the_size_of_the_design_and_its_words():
    parts = "".join(body("en", 4).replace("бөлім-", f"b{n}-").replace("sub-", f"s{n}-") for n in range(14))
    result = made(html(replace(article("en"), body=parts, toc=()), "en"))
    assert result.pages > 40
    assert result.pages % 4 == 0
    assert size_of_text(result.data) == 9.6
    assert inside(result.data)
    called = [word.text for word in words(result.data) if re.match(r"Call\d+here", word.text)]
    assert len(called) == 4 * 14


def test_a_draft_is_marked_on_every_page_of_text():
    view = replace(article("en", 2), draft=True)
    result = made(html(view, "en"))
    texts = page_texts(result.data)
    assert all("Draft: not yet ready" in text for text in (texts[0], *texts[2:-1]))
    assert "Draft" not in " ".join(page_texts(pamphlet("en").data))


def test_untranslated_text_bears_the_sign_of_its_language():
    marked = '<p class="untranslated" lang="en" data-untranslated="EN">Left as it was.</p>'
    result = made(html(replace(article("kk"), body=marked, toc=()), "kk"))
    assert re.search(r"EN\s+Left as it was\.", page_texts(result.data)[2])


def test_cover_colophon_and_back_say_what_they_must():
    first, second, *_, last = page_texts(pamphlet("ru").data)
    assert all(text in first for text in ("Series & parts", TITLES["ru"], "Айгүл Ә., B. Author", "The publication"))
    for text in (
        "A title",
        "An author · A publisher · October 2014",
        "example.org/source",
        "Т. Аудармашы",
        "second edition",
    ):
        assert text in second
    assert all(text in second for text in ("CC BY 4.0", "Literata", "Golos Text"))
    assert "Қазақша English" in last
    assert "Русский" not in last


def test_the_back_leads_to_the_web():
    result = pamphlet("kk")
    reader = pypdf.PdfReader(io.BytesIO(result.data))
    targets = [note.get_object()["/A"]["/URI"] for note in reader.pages[-1]["/Annots"]]
    assert WEB in targets
    words_of_back = [word for word in words(result.data) if word.page == result.pages]
    (address,) = [word for word in words_of_back if word.text.startswith("example.org/kitapsha")]
    assert address.top > 210 - 19, "on the dark foot of the picture"
    assert address.left > 15 + 30, "beside the code"
    with pikepdf.open(io.BytesIO(result.data)) as document:
        described = [
            str(item.Alt) for item in document.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item
        ]
    assert f"QR code that leads to {WEB}" in described


def test_without_an_address_the_back_has_no_code():
    result = made(html(article("en", 1), "en", web_address="", qr_svg=""))
    assert "Read on the web" not in page_texts(result.data)[-1]
    assert "Read on the web" in page_texts(pamphlet("en").data)[-1]


def test_the_code_on_paper_is_large_enough_and_has_light_around_it(tmp_path):
    """Modules of more than half a millimetre, dark on white, in the corner where the back has them."""
    (tmp_path / "a.pdf").write_bytes(pamphlet("kk").data)
    page = str(pamphlet("kk").pages)
    command = [
        "pdftoppm",
        "-r",
        "254",
        "-f",
        page,
        "-l",
        page,
        "-gray",
        str(tmp_path / "a.pdf"),
        str(tmp_path / "page"),
    ]
    subprocess.run(command, check=True)
    (file,) = tmp_path.glob("page*.pgm")
    with Image.open(file) as picture:
        code = picture.crop((150, 2100 - 390, 450, 2100 - 90))  # 30 mm from the left and lower margins, 0.1 mm a pixel
        size = int(re.search(r'viewBox="0 0 (\d+)', qrcodes.svg(WEB))[1])
        step = 300 / size
        assert step > 5
        seen = [
            ["1" if code.getpixel((int((x + 0.5) * step), int((y + 0.5) * step))) < 128 else "0" for x in range(size)]
            for y in range(size)
        ]
    drawn = [["0"] * size for _ in range(size)]
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h", qrcodes.svg(WEB)):
        for at in range(int(width)):
            drawn[int(y)][int(x) + at] = "1"
    assert seen == drawn


def test_a_photograph_covers_the_cover():
    data = io.BytesIO()
    Image.new("RGB", (40, 40), "#228833").save(data, "PNG")
    photograph = Asset("media/cover.png", "image/png", data.getvalue())
    document = html(article("en", 1), "en", cover_image="kitapsha:media/cover.png")
    result = render(document, (*assets(), photograph))
    assert not result.problems
    with pikepdf.open(io.BytesIO(result.data)) as made_of:
        assert made_of.pages[0].Resources.XObject or made_of.pages[0].Resources.Pattern


def test_right_to_left_begins_at_the_right():
    view = replace(
        article("en", 1), body="<p>Short.</p><ul><li>Item</li></ul>", toc=(), summary=Text(""), date=None, updated=None
    )
    result = made(html(view, "ar", direction="rtl", title="Title"))
    # A full stop at the end of a line that runs to the left stands at its left.
    for name in ("Item", ".Short"):
        (word,) = [word for word in words(result.data) if word.text == name]
        assert word.right > 110


def test_arabic_script_prints_in_its_face():
    """Kazakh as it is written in China, Arabic and Persian, joined and in their order."""
    body = (
        '<h2 id="a">قازاقستان</h2><p>بارلىق ادامدار ٴتۋمىسىنان ازات.</p><p lang="fa">'
        "همهٔ افراد بشر آزاد به دنیا می‌آیند.</p>"
        "<pre><code>$ kitapsha build --locale kk-Arab</code></pre>"
    )
    view = replace(article("en", 1), title=Text("كىتاپشا"), body=body, toc=(), summary=Text(""))
    result = made(html(view, "kk-Arab", direction="rtl", title="كىتاپشا"))
    fonts = " ".join(str(font) for page in pypdf.PdfReader(io.BytesIO(result.data)).pages for font in fonts_of(page))
    assert {"Naskh", "Naskh-Bold", "Code"} <= set(re.findall(r"\+([\w-]+)", fonts))
    (dollar,) = [word for word in words(result.data) if word.text == "$"]
    assert dollar.left < 30, "a listing runs from left to right in any language"


def fonts_of(page: pypdf.PageObject) -> list[str]:
    return [str(font.get_object()["/BaseFont"]) for font in page["/Resources"].get("/Font", {}).values()]


def test_code_is_set_in_letters_of_one_width():
    body = "<p>Type <code>iiiiiiiiii</code> and <code>WWWWWWWWWW</code> and <code>ұұұұұұұұұ₸</code>.</p>"
    result = made(html(replace(article("kk", 1), body=body), "kk"))
    found = {word.text: word.right - word.left for word in words(result.data)}
    widths = [found[text] for text in ("iiiiiiiiii", "WWWWWWWWWW", "ұұұұұұұұұ₸")]
    assert max(widths) - min(widths) < 0.1


def test_a_script_of_their_own_costs_publishers_one_rule():
    """A letter that the face of the text lacks is taken from any other."""
    plain = f"{HEAD}<p>Қазақша ʒ.</p>"
    assert [problem.code for problem in render(plain, assets()).problems] == ["pdf-glyph"]
    face = "@font-face { font-family: Own; src: url(kitapsha:fonts/own.ttf); font-weight: 400 }"
    own = Asset("fonts/own.ttf", "font/ttf", face_with_ezh())
    assert not render(plain.replace("</title>", f"</title><style>{face}</style>"), (*assets(), own)).problems


def face_with_ezh() -> bytes:
    """A face of one letter, drawn as another one."""
    with TTFont(FONTS / "GolosText-Regular.ttf") as font:
        for table in font["cmap"].tables:
            table.cmap = {0x292: table.cmap[ord("z")]}
        out = io.BytesIO()
        font.save(out)
    return out.getvalue()


# --- problems ---------------------------------------------------------------------------------------------------

HEAD = "<html lang=en><title>t</title><link rel=stylesheet href=kitapsha:print/pamphlet.css>"


@pytest.mark.parametrize("char", ["漢", "Ա", "ა"])
def test_a_missing_glyph_is_an_error_that_shows_where(char):
    """Fonts that happen to be installed do not help: elsewhere they are not."""
    result = render(f"{HEAD}<p>Some words before {char} and after it.</p>", assets(), name="en/a.pdf")
    (problem,) = result.problems
    assert (problem.code, problem.severity, result.data, result.pages) == ("pdf-glyph", Severity.ERROR, b"", 0)
    assert f"U+{ord(char):04X}" in problem.message
    assert f"words before {char} and after" in problem.message
    assert str(problem.place) == "en/a.pdf:1:1"
    assert problem.hint


def test_links_that_lead_nowhere_lose_their_target_and_keep_their_text():
    targets = [
        "other.html",
        "../en/x.html",
        "//host/x",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "smb://host/x",
        "mailto:a@b.c",
    ]
    links = "".join(f'<a href="{target}">word{n}</a> ' for n, target in enumerate(targets))
    result = render(f'{HEAD}<p id="p">{links}<a href="#p">inside</a>', assets())
    assert [problem.code for problem in result.problems] == ["pdf-link"] * 6
    assert not has_errors(result.problems)
    text = page_texts(result.data)[0]
    assert all(f"word{n}" in text for n in range(7))
    annotations = [a.get_object() for a in pypdf.PdfReader(io.BytesIO(result.data)).pages[0]["/Annots"]]
    assert [str(a["/A"]["/URI"]) for a in annotations if "/A" in a and "/URI" in a["/A"]] == ["mailto:a@b.c"]
    with pikepdf.open(io.BytesIO(result.data)) as document:
        out = io.BytesIO()
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    assert b"file:" not in out.getvalue()


def test_unknown_css_is_a_warning_and_a_broken_font_an_error():
    odd = render(f"{HEAD}<style>p{{flavour: sweet}}</style><p>x", assets())
    assert [(p.code, p.severity) for p in odd.problems] == [("pdf-log", Severity.WARNING)]
    assert "flavour" in odd.problems[0].message
    assert odd.data
    broken = replace(assets()[0], name="fonts/broken.ttf", media_type="font/ttf", data=b"no font")
    rule = "<style>@font-face{font-family:X;src:url(kitapsha:fonts/broken.ttf)} p{font-family:X}</style>"
    result = render(f"{HEAD}{rule}<p>x", (*assets(), broken))
    assert [(p.code, p.severity) for p in result.problems] == [("pdf-log", Severity.ERROR)]
    assert not result.data


def test_an_image_without_description_is_a_warning_and_a_broken_one_an_error():
    image = Asset(
        "images/a.svg",
        "image/svg+xml",
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>',
    )
    result = render(f'{HEAD}<p><img src="kitapsha:images/a.svg">', (*assets(), image))
    assert [(p.code, p.severity) for p in result.problems] == [("pdf-alt", Severity.WARNING)]
    broken = render(
        f'{HEAD}<p><img alt="a" src="kitapsha:images/a.svg">', (*assets(), replace(image, data=b"\x89PNG no"))
    )
    assert [(p.code, p.severity) for p in broken.problems] == [("pdf-log", Severity.ERROR)]


def test_the_language_of_a_document_that_says_none():
    result = render(HEAD.replace(" lang=en", "") + "<p>x", assets(), lang="kk")
    assert not result.problems
    assert str(pypdf.PdfReader(io.BytesIO(result.data)).trailer["/Root"]["/Lang"]) == "kk"


def test_names_of_assets_may_have_any_letter():
    image = Asset(
        "images/су арнасы.svg", "image/svg+xml", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
    )
    assert not render(f'{HEAD}<p><img alt="a" src="kitapsha:images/су арнасы.svg">', (*assets(), image)).problems


def test_without_pango_there_is_one_clear_problem_and_no_banner(tmp_path):
    (tmp_path / "weasyprint").mkdir()
    (tmp_path / "weasyprint" / "__init__.py").write_text(
        "print('-----\\nlong banner\\n-----')\nraise OSError(\"cannot load library 'libpango-1.0-0': no such file\")\n"
    )
    script = (
        "import sys; sys.path[:0] = sys.argv[1:]\n"
        "from kitapsha import pdf\n"
        "from kitapsha.problems import KitapshaError, to_text\n"
        "try: pdf.render('', ())\n"
        "except KitapshaError as failure: print(failure.exit_code, to_text(failure.problems[0]))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path), str(ROOT)], capture_output=True, text=True, check=True
    )
    assert run.stdout.startswith("3 error[pdf-pango]: PDFs need Pango")
    assert "libpango-1.0-0" in run.stdout
    assert "hint: " in run.stdout
    assert "banner" not in run.stdout + run.stderr


def test_a_document_without_fonts_is_a_problem_and_not_the_end_of_the_process():
    result = render("<html lang=en><title>t</title><p>x", ())
    assert [(problem.code, problem.severity) for problem in result.problems] == [("pdf-font", Severity.ERROR)]
    assert result.data == b""
