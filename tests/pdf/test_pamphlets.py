"""Every kind of pamphlet from its document: text in folded order, boxes, inks, and what is said of too long a text."""

import io
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdf
import pytest
from PIL import Image

from kitapsha import covers, kinds, pages, pamphlets
from kitapsha.imposition import PAPER_MM
from kitapsha.model import Alternate, ArticleView, Asset, Frame, Strings, Text
from kitapsha.pamphlets import Printing

MM = 72 / 25.4
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
TYPES = {".css": "text/css", ".ttf": "font/ttf"}
ASSETS = tuple(
    Asset(path.relative_to(TEMPLATES).as_posix(), TYPES[path.suffix], path.read_bytes())
    for folder in ("print", "fonts")
    for path in sorted((TEMPLATES / folder).iterdir())
    if path.suffix in TYPES
)
TEXTS = tuple((path.name, path.read_text("utf-8")) for path in sorted(TEMPLATES.glob("*.j2")))
ART = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 154 216"><rect width="154" height="216"/></svg>'
PLAIN = Printing()


def document(
    kind: str,
    body: str,
    locale: str = "en",
    direction: str = "ltr",
    printing: Printing = PLAIN,
    art: str = ART,
    title: str = "Құдық",
) -> str:
    other = "kk" if locale != "kk" else "en"
    view = ArticleView(
        slug="well",
        title=Text(title),
        subtitle=Text(""),
        summary=Text("лид"),
        series=Text(""),
        authors=("А. Б.",),
        translators=(),
        date=None,
        updated=None,
        tags=(),
        source=None,
        body=body,
        toc=(),
        minutes=1,
        editions=(Alternate(other, "ltr", f"{other}: колодец", ""),),
    )
    frame = Frame(locale, direction, title, "", "Кітапша", "")
    return pages.render(
        TEXTS,
        kinds.KINDS[kind].template,
        Strings(locale),
        frame=frame,
        article=view,
        edition="",
        page=pamphlets.page(kind, printing),
        cover_svg=art,
        cover_image="",
        web_address="",
        qr_svg="",
        licence_name="",
        licence_url="",
    )


def make(kind, body, printing=PLAIN, locale="en", direction="ltr"):
    path = f"{locale}/well{kinds.ending(kind)}"
    html = document(kind, body, locale, direction, printing)
    return pamphlets.make(html, ASSETS, ((kind, path),), locale, printing)


def pdf(kind, body, printing=PLAIN, **more) -> bytes:
    artifacts, problems = make(kind, body, printing, **more)
    assert not problems, problems
    return artifacts[0].data


def marked(*lengths: int) -> str:
    """A section for each number: a heading `беті` that begins a page, and that many paragraphs."""
    return "".join(
        f'<h2 style="break-before:{"page" if number > 2 else "auto"}">бет{number}</h2>' + "<p>Сөз.</p>" * length
        for number, length in enumerate(lengths, 2)
    )


def placed(data: bytes) -> list[list[tuple[str, float, float, bool]]]:
    """For every side, the words that are wanted, from left to right: word, millimetres from the left and from below,
    and whether it stands on its head. pypdf gives positions within the form; the form's matrix takes them on."""
    sides = []
    with pikepdf.open(io.BytesIO(data)) as opened:
        for page in opened.pages:
            found = []
            number = r"(-?[\d.]+)"
            calls = re.findall(rf"re W n {' '.join([number] * 6)} cm (/P\d+) Do", page.Contents.read_bytes().decode())
            for *matrix, name in calls:
                a, _, _, d, e, f = map(float, matrix)
                for word, x, y in words_of(page.Resources.XObject[name]):
                    found.append((word, (a * x + e) / MM, (d * y + f) / MM, d < 0))
            sides.append(sorted(found, key=lambda word: word[1]))
    return sides


def words_of(form: pikepdf.Object) -> list[tuple[str, float, float]]:
    """The headings and signs of a form with their places in points."""
    single = pikepdf.new()
    copied = single.copy_foreign(form)
    single.add_blank_page(page_size=(1000, 1000))
    page = single.pages[0]
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=copied))
    page.Contents = single.make_stream(b"/F Do")
    out = io.BytesIO()
    single.save(out)
    found: list[tuple[str, float, float]] = []

    def visit(text, cm, tm, font, size):
        word = text.strip()
        if re.fullmatch(r"бет\d+|Құдық|колодец|\w\w: колодец", word):
            x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            found.append((word.removeprefix("kk: ").removeprefix("en: "), x, y))

    pypdf.PdfReader(out).pages[0].extract_text(visitor_text=visit)
    return found


def texts(data: bytes) -> list[list[str]]:
    return [[word for word, *_ in side] for side in placed(data)]


# --- leaflets ---------------------------------------------------------------------------------------------


FULL = marked(1, 1, 1, 1)


def test_the_leaflet_has_its_pages_on_the_right_panels():
    made = pdf("leaflet", FULL)
    outside, inside = placed(made)
    assert [word for word, *_ in outside] == ["бет5", "колодец", "Құдық"]
    assert [word for word, *_ in inside] == ["бет2", "бет3", "бет4"]
    edges = [0, 97, 197, 297], [0, 100, 200, 297]
    for side, (left, *_) in ((outside, edges[0]), (inside, edges[1])):
        assert left == 0
        for (_, x, _, turned), start, end in zip(side, edges[side is inside], edges[side is inside][1:], strict=False):
            assert start + 8 < x < end - 8, "the word stands on its own panel"
            assert not turned


def test_the_z_fold_has_its_back_at_the_right_of_the_inside():
    assert texts(pdf("zfold", FULL)) == [["бет4", "бет5", "Құдық"], ["бет2", "бет3", "колодец"]]


def test_a_leaflet_for_the_long_edge_and_from_right_to_left():
    turned = placed(pdf("leaflet", FULL, Printing(flip="long")))[1]
    assert [(word, head) for word, _, _, head in turned] == [("бет4", True), ("бет3", True), ("бет2", True)]
    mirrored = pdf("leaflet", FULL, Printing(right_to_left=True), locale="en", direction="rtl")
    assert texts(mirrored) == [["Құдық", "колодец", "бет5"], ["бет4", "бет3", "бет2"]]


def test_a_short_text_is_filled_up_with_pages_for_notes():
    made = pdf("leaflet", marked(1))
    assert texts(made) == [["колодец", "Құдық"], ["бет2"]], "cover and back stay where they are"
    notes = [page.extract_text().count("For your notes") for page in pypdf.PdfReader(io.BytesIO(made)).pages]
    assert notes == [1, 2]


def test_panels_are_set_at_their_true_width():
    """On the narrow panel lines end 3 mm sooner."""
    from kitapsha import pdf as engine

    css = ("print/leaflet.css",)
    html = pamphlets.styled(document("leaflet", FULL), css)
    reading = pypdf.PdfReader(io.BytesIO(engine.render(html, ASSETS, lang="en").data))
    assert [round(float(page.mediabox.width) / MM) for page in reading.pages] == [100, 100, 100, 97, 97, 100]


def test_the_half_fold_begins_with_its_title_and_has_four_pages():
    made = pdf("halffold", marked(1, 1, 1))
    outside, inside = placed(made)
    left = {word for word, x, *_ in outside if x < 148.5}
    right = {word for word, x, *_ in outside if x > 148.5}
    assert (left, right) == ({"колодец"}, {"Құдық", "бет2"})
    assert [(word, x > 148.5) for word, x, *_ in inside] == [("бет3", False), ("бет4", True)]
    sheet = pypdf.PdfReader(io.BytesIO(made))
    assert [round(float(side) / MM) for side in sheet.pages[0].mediabox[2:]] == [297, 210]


def test_nothing_is_lost_from_a_half_fold_of_any_length():
    for count in (1, 2, 3):
        made = texts(pdf("halffold", marked(*[1] * count)))
        words = [word for side in made for word in side if word != "Құдық"]
        assert sorted(words) == [*(f"бет{n}" for n in range(2, 2 + count)), "колодец"]
        assert "колодец" in made[0], "on the back"


def test_the_zine_reads_on_around_its_sheet():
    made = placed(pdf("zine", marked(1, 1, 1, 1, 1, 1)))
    assert len(made) == 1, "one side"
    (side,) = made
    lower = [word for word, _, y, turned in side if y < 105 and not turned]
    upper = [word for word, _, y, turned in side if y > 105 and turned]
    assert lower == ["бет6", "бет7", "колодец", "Құдық"]
    assert upper == ["бет5", "бет4", "бет3", "бет2"]


def test_the_largest_type_that_has_room_is_taken():
    paragraph = "<p>" + "Су тұнық әрі суық. " * 40 + "</p>"
    sizes = []
    for count in (2, 12):
        made = pdf("leaflet", paragraph * count)
        sizes.append(max_size(made))
    assert sizes[0] > sizes[1]


def max_size(data: bytes) -> float:
    """The size of type in which most is set."""
    sizes: dict[float, int] = {}

    def visit(text, cm, tm, font, size):
        sizes[round(size * abs(tm[3]), 2)] = sizes.get(round(size * abs(tm[3]), 2), 0) + len(text)

    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        page.extract_text(visitor_text=visit)
    return max(sizes, key=lambda size: sizes[size])


@pytest.mark.parametrize(("kind", "room", "count"), [("leaflet", 6, 30), ("zine", 8, 30), ("halffold", 4, 30)])
def test_a_text_that_is_too_long_says_by_how_many_lines(kind, room, count):
    line = "<p>Бұл сөйлем.</p>"
    artifacts, problems = make(kind, line * count * 20)
    assert artifacts == ()
    (problem,) = problems
    assert problem.code == "pamphlet-long"
    said = re.search(r"is (\d+) lines too long", problem.message)
    assert f"there is room for {room}" in problem.message
    assert f"other kinds than {kind}" in problem.hint
    fits = count * 20 - int(said[1])
    # What is said is what must go: one line less would not do.
    assert make(kind, line * fits)[0]
    assert not make(kind, line * (fits + 1))[0]
    assert "what begins with “Бұл сөйлем.” has none" in problem.message


# --- what authors bring -----------------------------------------------------------------------------------

WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsvorstand"
ADDRESS = "https://example.org/" + "a/very/long/address/without/any/space/" * 4
UNWIELDY = {
    "word": f"<p>{WORD}{WORD} {ADDRESS} {'а' * 300}</p><h2 id='a'>{WORD}</h2><blockquote><p>{ADDRESS}</p></blockquote>",
    "code": f"<p><code>{'x_' * 200}</code></p><pre><code>{'x' * 400}\n{'┌─' * 90}</code></pre>",
    "note": f'<p>Сөз<span class="footnote">{ADDRESS} {WORD}{WORD}</span></p><div class="note"><p>{ADDRESS}</p></div>',
    "list": f"<ol start='998'>{f'<li>{WORD}{WORD}</li>' * 4}</ol><dl><dt>{WORD}{WORD}</dt><dd>{ADDRESS}</dd></dl>",
    "quote": f'<div class="pullquote"><p>{WORD}{WORD}</p></div>',
    "columns": f"<div class='table'><table>{'<tr>' + '<td>сөз туралы</td>' * 24 + '</tr>'}</table></div>",
    "cells": f"<div class='table'><table><tr><td>{ADDRESS}</td><td>{WORD}</td><td>{WORD}</td></tr></table></div>",
    "drawings": "".join(
        f'<figure><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}"><title>d</title></svg></figure>'
        for size in ("9000 100", "10 900", "1 1")
    ),
    "nothing": "",
}


@pytest.mark.parametrize("kind", ["pdf", "large", "phone", "leaflet", "halffold", "zine"])
@pytest.mark.parametrize("title", ["Құдық", f"{WORD} " + "деген сөз туралы " * 12])
def test_nothing_reaches_over_the_edge(kind, title):
    """Neither the text nor the cover, whatever is in it."""
    from kitapsha import pdf as engine

    for name, body in UNWIELDY.items():
        html = pamphlets.styled(document(kind, body, title=title), kinds.KINDS[kind].styles)
        result = engine.render(html, ASSETS, lang="en")
        assert result.pages, result.problems
        beyond = [(proof.number, proof.beyond, proof.beyond_mm) for proof in result.proofs if proof.beyond_mm]
        assert not beyond, name


def test_what_reaches_over_the_edge_is_named():
    from kitapsha import pdf as engine

    body = f'<p>Сөз.</p><p style="white-space: nowrap">{"бір сөз " * 30}</p>'
    result = engine.render(document("pdf", body), ASSETS, lang="kk")
    ((page, text, by_mm),) = [(one.number, one.beyond, one.beyond_mm) for one in result.proofs if one.beyond_mm]
    assert page == 3
    assert text.startswith("бір сөз")
    assert by_mm > 100


# --- the others -------------------------------------------------------------------------------------------


def test_signatures_read_on_from_pile_to_pile():
    body = marked(*[1] * 17)  # cover, front, 17 pages of text, back: 20 pages
    made = pdf("booklet", body, Printing(signature=12))
    # Page 3 is the first of the text, which is headed by `бет2`; running heads say the same once more.
    sides = [sorted({int(word[3:]) + 1 for word in side if word.startswith("бет")}) for side in texts(made)]
    assert sides[:6] == [[12], [11], [3, 10], [4, 9], [5, 8], [6, 7]], "a pile of twelve pages"
    assert sides[6:] == [[13], [14, 19], [15, 18], [16, 17]], "and one of eight"


def test_a_shop_gets_bleed_marks_and_pure_black():
    body = "<p>қара</p><table><tr><td>1</td></tr></table>"
    made = pdf("shop", body, Printing(shop_marks=True))
    with pikepdf.open(io.BytesIO(made)) as opened:
        for page in opened.pages:
            trim, bleed = ([float(v) / MM for v in page[box]] for box in ("/TrimBox", "/BleedBox"))
            assert [trim[2] - trim[0], trim[3] - trim[1]] == pytest.approx([148, 210], abs=0.01)
            assert [b - t for b, t in zip(bleed, trim, strict=True)] == pytest.approx([-3, -3, 3, 3], abs=0.01)
            content = page.Contents.read_bytes().decode()
            assert content.count("0 0 0 1 K\n0.25 w") == 8, "crop marks"
        operators = [
            (str(one.operator), [round(float(v), 3) for v in one.operands])
            for item in opened.objects
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Form"
            for one in pikepdf.parse_content_stream(item)
            if str(one.operator) in ("k", "K", "rg", "RG", "g", "G")
        ]
    assert ("k", [0, 0, 0, 1]) in operators, "text"
    assert not [values for name, values in operators if name in ("g", "G")]
    assert all(max(values) - min(values) > 0.02 for name, values in operators if name in ("rg", "RG"))


def test_marks_are_left_out_where_nobody_asked():
    made = pdf("shop", "<p>қара</p>")
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert "0.25 w" not in opened.pages[0].Contents.read_bytes().decode()
        assert [float(v) / MM for v in opened.pages[0].MediaBox[2:]] == pytest.approx([154, 216], abs=0.01)


# --- other papers -----------------------------------------------------------------------------------------

LETTER, A3, SRA3 = PAPER_MM["Letter"], PAPER_MM["A3"], PAPER_MM["SRA3"]
LONG = "<p>" + "Су тұнық әрі суық. " * 400 + "</p>"


@pytest.mark.parametrize("name", ["A6", "B5", "A4", "Half Letter"])
def test_the_page_for_reading_has_the_size_of_the_settings(name):
    width, height = PAPER_MM[name]
    made = pdf("pdf", LONG, Printing(page_mm=(width, height)))
    with pikepdf.open(io.BytesIO(made)) as opened:
        sizes = [[float(value) / MM for value in page.mediabox[2:]] for page in opened.pages]
        assert len(sizes) % 4 == 0
    assert all(size == pytest.approx([width, height], abs=0.02) for size in sizes)
    lines = lines_of(made, 3)
    left, right = min(line[0] for line in lines), max(line[1] for line in lines)
    assert left == pytest.approx(15 / 148 * width, abs=0.1), "margins keep their proportion"
    assert width - right == pytest.approx(18 / 148 * width, abs=0.3)


def lines_of(data: bytes, page: int) -> list[tuple[float, float, float]]:
    """The words of a page: from where to where, and how high from its foot, in millimetres."""
    command = ["pdftotext", "-bbox", "-f", str(page), "-l", str(page), "-", "-"]
    out = subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()
    found = re.findall(r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="([\d.]+)"', out)
    return [(float(left) / MM, float(right) / MM, float(bottom) / MM) for left, right, bottom in found]


def test_type_grows_with_the_page_more_slowly():
    sizes = [max_size(pdf("pdf", LONG, Printing(page_mm=PAPER_MM[name]))) for name in ("A6", "A5", "A4")]
    assert sizes[0] <= sizes[1] < sizes[2] < sizes[1] * 1.415


@pytest.mark.parametrize("page_mm", [(148, 210), (120, 190), (150, 150), (210, 148)])
def test_the_picture_reaches_every_edge_of_the_cover(page_mm, tmp_path):
    printing = Printing(page_mm=page_mm)
    html = document("shop", LONG, printing=printing, art=covers.cover_art("water", page_mm))
    made = pamphlets.make(html, ASSETS, (("shop", "en/a.pdf"),), "en", printing)[0][0].data
    (tmp_path / "a.pdf").write_bytes(made)
    subprocess.run(["pdftoppm", "-r", "36", "-png", tmp_path / "a.pdf", tmp_path / "page"], check=True)
    first, *_, last = sorted(tmp_path.glob("page*.png"))
    for file in (first, last):
        with Image.open(file) as picture:
            white = [x for x in range(1, picture.width - 1) if picture.getpixel((x, picture.height - 3)) == (255,) * 3]
        assert not white, "sand above, dark at the foot, white nowhere"


def test_leaflets_of_letter_paper():
    outside, inside = placed(pdf("leaflet", FULL, Printing(paper_mm=LETTER)))
    assert [word for word, *_ in outside] == ["бет5", "колодец", "Құдық"]
    assert [word for word, *_ in inside] == ["бет2", "бет3", "бет4"]
    inches = [0, 3 + 11 / 16, 7 + 6 / 16]
    for (_, x, *_), start in zip(inside, inches, strict=True):
        assert start * 25.4 + 7 < x < start * 25.4 + 30


@pytest.mark.parametrize("kind", ["leaflet", "zfold", "halffold", "zine", "large"])
@pytest.mark.parametrize("paper_mm", [LETTER, A3])
def test_what_is_folded_fills_its_sheet(kind, paper_mm):
    made = pdf(kind, marked(1), Printing(paper_mm=paper_mm))
    with pikepdf.open(io.BytesIO(made)) as opened:
        for page in opened.pages:
            size = sorted(float(value) / MM for value in page.mediabox[2:])
            assert size == pytest.approx(sorted(paper_mm), abs=0.02)


def test_a_booklet_on_a_large_sheet_is_printed_beyond_its_edges(tmp_path):
    """3 mm of the cover's picture, and marks where to cut; not so where the sheet has no room."""
    printing = Printing(sheet_mm=SRA3, marks=True)
    art = ART.replace("<rect", '<rect fill="#204080"')
    html = document("booklet", "<p>су</p>", printing=printing, art=art)
    made = pamphlets.make(html, ASSETS, (("booklet", "en/a-booklet.pdf"),), "en", printing)[0][0].data
    (tmp_path / "a.pdf").write_bytes(made)
    subprocess.run(["pdftoppm", "-r", "254", "-l", "1", "-png", tmp_path / "a.pdf", tmp_path / "page"], check=True)
    (file,) = tmp_path.glob("page*.png")
    with Image.open(file) as picture:  # 10 dots a millimetre; 450 mm wide
        middle, top, right = 2250, (320 - 210) * 5, 2250 + 1480
        assert picture.getpixel((middle + 700, top - 25)) == picture.getpixel((middle + 700, top + 700))
        assert picture.getpixel((right + 25, 1600)) == picture.getpixel((right - 400, 1600))
        assert picture.getpixel((right + 35, 1600)) == (255, 255, 255)
        assert min(picture.getpixel((right + x, top - 55))[0] for x in range(-3, 4)) < 128, "a mark beyond the bleed"


@pytest.mark.parametrize(("kind", "size", "type_pt"), [("large", (210, 297), 16), ("phone", (96, 170), 11.2)])
def test_pages_for_weak_eyes_and_for_phones(kind, size, type_pt):
    made = pdf(kind, "<p>" + "Су тұнық әрі суық. " * 200 + "</p>")
    reader = pypdf.PdfReader(io.BytesIO(made))
    for page in reader.pages:
        assert [float(v) / MM for v in page.mediabox[2:]] == pytest.approx(size, abs=0.01)
    assert max_size(made) == pytest.approx(type_pt, abs=0.06) or max_size(made) == pytest.approx(
        type_pt * 4 / 3, abs=0.06
    )
    numbers = [page.extract_text().strip().splitlines()[-1].strip() for page in reader.pages][2:-1]
    total = len(reader.pages)
    wanted = [f"{n} / {total}" if kind == "phone" else f"{n}" for n in range(3, total)]
    assert numbers == wanted or all(any(w in p.extract_text() for p in reader.pages) for w in wanted)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"], "tagged, for people"


def test_the_same_input_gives_the_same_bytes():
    for kind in ("leaflet", "shop"):
        assert pdf(kind, "<p>су</p>") == pdf(kind, "<p>су</p>")


def test_every_kind_is_made_and_sound(tmp_path):
    for kind in kinds.KINDS.keys() - {"parallel"}:
        made = pdf(kind, "<p>су</p>", replace(PLAIN, marks=True))
        with pikepdf.open(io.BytesIO(made)) as opened:
            assert opened.check_pdf_syntax() == [], kind
