import io
import os
import re
import subprocess
import sys
import time

import pikepdf
import pypdf
import pytest

from kitapsha.imposition import PAPER_MM, booklet
from kitapsha.sheets import impose
from tests.plain_pdf import plain_pdf

A5 = PAPER_MM["A5"]
A4 = PAPER_MM["A4"]
MM = 72 / 25.4


@pytest.fixture(scope="module")
def reading() -> bytes:
    """Seven A5 pages, each with its number as a word in the middle."""
    pages = "".join(f"<section>бет{number}</section>" for number in range(1, 8))
    style = "@page{size:148mm 210mm;margin:60mm 40mm} section{break-after:page}"
    head = f"<title>Жаңаөзен: су</title><meta name=author content='А. Б.'><style>{style}</style>"
    return plain_pdf(f"<html lang=kk><head>{head}</head><body>{pages}</body></html>")


def operators(pdf: bytes) -> list[list[tuple[str, list[float], list[float]]]]:
    """For every page: name of the form, its matrix, its clip; nothing else may be painted."""
    sides = []
    number = r"(-?[\d.]+)"
    placed = re.compile(rf"q {' '.join([number] * 4)} re W n {' '.join([number] * 6)} cm (/P\d+) Do Q")
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            content = page.Contents.read_bytes().decode()
            matches = [placed.fullmatch(line) for line in content.splitlines()]
            assert all(matches), content
            sides.append(
                [(m[11], [float(v) for v in m.groups()[4:10]], [float(v) for v in m.groups()[:4]]) for m in matches]
            )
    return sides


def words(pdf: bytes) -> list[list[tuple[str, float, float]]]:
    """For every page, its words from left to right, with their beginning in mm from the left and from below.

    pypdf gives positions within the form; the form's matrix takes them to the sheet.
    """
    found = []
    for page, spots in zip(pypdf.PdfReader(io.BytesIO(pdf)).pages, operators(pdf), strict=True):
        inside: list[tuple[str, float, float]] = []

        def visit(text, cm, tm, font, size, inside=inside):
            if text.strip():
                x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
                inside.append((text.strip(), x, y))

        page.extract_text(visitor_text=visit)
        here = []
        for (text, x, y), (_, m, clip) in zip(inside, spots, strict=True):
            sheet_x, sheet_y = m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]
            assert clip[0] < sheet_x < clip[0] + clip[2], "the word is not cut off"
            assert clip[1] < sheet_y < clip[1] + clip[3], "the word is not cut off"
            here.append((text, sheet_x / MM, sheet_y / MM))
        found.append(sorted(here, key=lambda word: word[1]))
    return found


def texts(pdf: bytes) -> list[list[str]]:
    return [[text for text, _, _ in page] for page in words(pdf)]


def test_the_text_reads_on_in_the_folded_order(reading):
    made = impose(reading, booklet(7, A5, A4, back_cover=True))
    assert texts(made) == [["бет7", "бет1"], ["бет2"], ["бет6", "бет3"], ["бет4", "бет5"]]


def test_right_to_left(reading):
    made = impose(reading, booklet(7, A5, A4, right_to_left=True))
    assert texts(made) == [["бет1"], ["бет7", "бет2"], ["бет3", "бет6"], ["бет5", "бет4"]]


def test_backs_are_upside_down_for_the_long_edge(reading):
    made = words(impose(reading, booklet(7, A5, A4, flip="long")))
    heights = {text: y for page in made for text, _, y in page}
    assert [[text for text, _, _ in page] for page in made] == [
        ["бет1"],
        ["бет7", "бет2"],
        ["бет6", "бет3"],
        ["бет5", "бет4"],
    ]
    upright = heights["бет3"]
    assert upright > 210 / 2 + 20, "the word stands in the upper half of its page"
    assert heights["бет6"] == pytest.approx(upright, abs=0.01)
    for turned in ("бет2", "бет4", "бет5", "бет7"):
        assert heights[turned] == pytest.approx(210 - upright, abs=0.01)


def test_pages_stand_in_true_size_at_the_fold(reading):
    front, back, *_ = operators(impose(reading, booklet(7, A5, A4, thickness_mm=0.1)))
    assert [name for name, _, _ in front] == ["/P1"]
    (_, matrix, clip) = front[0]
    assert matrix == pytest.approx([1, 0, 0, 1, 148.5 * MM, 0], abs=0.001)
    assert clip == pytest.approx([148.5 * MM, 0, 148.5 * MM, 210 * MM], abs=0.001)
    assert back[0][1] == pytest.approx([1, 0, 0, 1, 0.5 * MM, 0], abs=0.001)


def test_creep_and_rotation_are_in_the_matrices(reading):
    sides = operators(impose(reading, booklet(7, A5, A4, flip="long", thickness_mm=0.12)))
    inner = {name: matrix for name, matrix, _ in sides[3]}
    width, height = 297 * MM, 210 * MM
    # Page 4 stands upright at 0.5 mm + creep from the left; turned by half a turn around the middle of the sheet.
    assert inner["/P4"] == pytest.approx([-1, 0, 0, -1, width - (0.5 + 0.12) * MM, height], abs=0.001)
    assert inner["/P5"] == pytest.approx([-1, 0, 0, -1, width - (148.5 - 0.12) * MM, height], abs=0.001)


def test_the_paper_is_a4_on_its_side(reading):
    for page in pypdf.PdfReader(io.BytesIO(impose(reading, booklet(7, A5, A4)))).pages:
        assert [float(v) for v in page.mediabox] == pytest.approx([0, 0, 841.89, 595.276], abs=0.001)


@pytest.mark.parametrize(("flip", "duplex"), [("short", "/DuplexFlipShortEdge"), ("long", "/DuplexFlipLongEdge")])
def test_what_the_printer_is_asked_for(reading, flip, duplex):
    with pikepdf.open(io.BytesIO(impose(reading, booklet(7, A5, A4, flip=flip)))) as made:
        preferences = made.Root.ViewerPreferences
        assert preferences.PrintScaling == "/None"
        assert preferences.Duplex == duplex


def test_title_and_language_stay_and_the_rest_goes(reading):
    assert pypdf.PdfReader(io.BytesIO(reading)).metadata.producer.startswith("WeasyPrint")
    made = pypdf.PdfReader(io.BytesIO(impose(reading, booklet(7, A5, A4))))
    assert dict(made.metadata) == {"/Title": "Жаңаөзен: су", "/Author": "А. Б."}
    assert made.trailer["/Root"]["/Lang"] == "kk"
    assert "/Metadata" not in made.trailer["/Root"]


def font_files(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return sum(isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor" for o in opened.objects)


def test_fonts_are_shared(reading):
    assert font_files(impose(reading, booklet(7, A5, A4))) == font_files(reading) >= 1


def test_the_clock_does_not_get_in(reading):
    sheets = booklet(7, A5, A4)
    first = impose(reading, sheets)
    # C's clock of whole seconds is coarse and may lag behind the fine one.
    well_into_the_next_second = int(time.time()) + 1.1
    while time.time() < well_into_the_next_second:
        assert impose(reading, sheets) == first
    assert impose(reading, sheets) == first


def test_same_input_same_bytes_in_other_processes(reading, tmp_path):
    (tmp_path / "reading.pdf").write_bytes(reading)
    script = (
        "import sys, hashlib, pathlib; from kitapsha.imposition import booklet; from kitapsha.sheets import impose\n"
        "pdf = pathlib.Path(sys.argv[1]).read_bytes()\n"
        "print(hashlib.sha256(impose(pdf, booklet(7, (148, 210), (210, 297)))).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / "reading.pdf")],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Almaty"))
    }
    assert len(digests) == 1
    assert len(digests.pop().strip()) == 64


def drawn(count=1, **boxes) -> bytes:
    """A PDF of that many equal pages with these boxes."""
    pdf = pikepdf.new()
    for _ in range(count):
        content = pdf.make_stream(b"10 10 300 400 re f")
        page = pikepdf.Dictionary(Type=pikepdf.Name.Page, Contents=content, Resources=pikepdf.Dictionary(), **boxes)
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def test_the_trim_is_what_is_placed_and_the_bleed_stays():
    pdf = drawn(MediaBox=[0, 0, 360, 460], TrimBox=[20, 30, 340, 430])
    page_mm = (320 / MM, 400 / MM)
    made = impose(pdf, booklet(1, page_mm, PAPER_MM["A3"], thickness_mm=0))
    ((name, matrix, clip),) = operators(made)[0]
    middle = 420 / 2 * MM
    bottom = (297 * MM - 400) / 2
    assert name == "/P1"
    assert matrix == pytest.approx([1, 0, 0, 1, middle - 20, bottom - 30], abs=0.001)
    assert clip == pytest.approx([middle, bottom - 3 * MM, 320 + 3 * MM, 400 + 6 * MM], abs=0.001)
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert [float(v) for v in opened.pages[0].Resources.XObject.P1.BBox] == [0, 0, 360, 460]


def test_the_trim_is_what_is_placed_on_a_turned_back():
    pdf = drawn(2, MediaBox=[0, 0, 360, 460], TrimBox=[20, 30, 340, 430])
    made = impose(pdf, booklet(2, (320 / MM, 400 / MM), PAPER_MM["A3"], flip="long"))
    ((name, m, _),) = operators(made)[1]
    assert name == "/P2"
    corners = [(m[0] * x + m[4], m[3] * y + m[5]) for x, y in ((20, 30), (340, 430))]
    middle, bottom = 420 / 2 * MM, (297 * MM - 400) / 2
    assert corners == [
        pytest.approx((middle + 320, bottom + 400), abs=0.001),
        pytest.approx((middle, bottom), abs=0.001),
    ]


def test_a_page_that_asks_to_be_turned_is_turned():
    pdf = drawn(MediaBox=[0, 0, 400, 320], Rotate=90)
    made = impose(pdf, booklet(1, (320 / MM, 400 / MM), PAPER_MM["A3"]))
    ((_, matrix, _),) = operators(made)[0]
    with pikepdf.open(io.BytesIO(made)) as opened:
        form = [float(v) for v in opened.pages[0].Resources.XObject.P1.Matrix]
    corners = [
        (x * form[0] + y * form[2] + form[4] + matrix[4], x * form[1] + y * form[3] + form[5] + matrix[5])
        for x in (0, 400)
        for y in (0, 320)
    ]
    left, bottom = min(x for x, _ in corners), min(y for _, y in corners)
    assert (left, bottom) == pytest.approx((210 * MM, (297 * MM - 400) / 2), abs=0.001)
    assert (max(x for x, _ in corners) - left, max(y for _, y in corners) - bottom) == pytest.approx((320, 400))


def test_blank_sides_are_printed_blank():
    made = impose(drawn(MediaBox=[0, 0, 300, 400]), booklet(1, (300 / MM, 400 / MM), A4))
    assert [len(side) for side in operators(made)] == [1, 0]


def test_a_page_that_is_not_there_is_refused(reading):
    with pytest.raises(ValueError, match="page 8 of a PDF of 7"):
        impose(reading, booklet(8, A5, A4))


def test_the_file_is_sound(reading, tmp_path):
    path = tmp_path / "booklet.pdf"
    path.write_bytes(impose(reading, booklet(7, A5, A4)))
    with pikepdf.open(path) as opened:
        assert opened.check_pdf_syntax() == []
