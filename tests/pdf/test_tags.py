"""What a reader's program makes of a pamphlet: roles, order, languages, links, artifacts; and both standards kept."""

from __future__ import annotations

import io
import re
import subprocess
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain
from types import ModuleType

import page as validator
import pikepdf
import pytest
import weasyprint
import weasyprint.pdf
from PIL import Image

from kitapsha import archiving, structure, tagging
from kitapsha.model import Asset, Text
from tests.pdf.test_pdf import DRAWING, HEAD, PROSE, TITLES, article, assets, html, pamphlet, render, words

PROFILES = ("ua1", "2a")


def png() -> bytes:
    target = io.BytesIO()
    Image.new("RGBA", (40, 40), (200, 10, 10, 120)).save(target, "PNG")
    return target.getvalue()


ROWS = "".join(f'<tr><th scope="row">Row {n}</th><td>{n}</td></tr>' for n in range(60))
SAMPLE = f"""
<h2 id="a">Chapter<span class="footnote">Note to a heading.</span></h2>
<p>{PROSE["en"]} See
<a href="https://example.org/long">a link with <em>emphasis that is rather long in its middle</em> that surely
runs over the end of its line</a>.
Called<span class="footnote">Note to a paragraph.</span> {PROSE["en"]}</p>
<p>Called once more<sup class="footnote-again">2</sup>.</p>
<ol><li>First<span class="footnote">Note in an item.</span><ul><li>deep<ol><li>deeper</li></ol></li></ul></li>
<li><p>One</p><p>Two</p></li></ol>
<dl><dt>Term</dt><dd>Meaning</dd><dt>Other</dt><dd>Else</dd></dl><hr>
<table><caption>Long table</caption><thead><tr><th></th><th scope="col">Head</th></tr></thead>
<tbody>{ROWS}</tbody></table>
<table><thead><tr><th colspan="2">Both</th><th>C</th></tr></thead><tbody><tr><td rowspan="2">1</td><td>2</td>
<td>3<span class="footnote">Note in a cell.</span></td></tr><tr><td>4</td><td></td></tr></tbody></table>
<p>Word <span lang="ru">по-русски <em lang="kk">қазақша</em></span> <q lang="fr">non</q> <code>x = 1</code></p>
<p lang="ru" class="untranslated" data-untranslated="RU">Осталось как было.</p>
<pre><code>one
two</code></pre>
<blockquote lang="kk"><p>Дәйексөз</p></blockquote><aside class="note"><p>Aside.</p></aside>
<aside class="pullquote"><p>Pulled.</p></aside><div lang="de">Bare text <b>bold</b></div>
<figure>{DRAWING}<figcaption>Caption</figcaption></figure>
<p>Picture <img src="kitapsha:images/a.png" alt="A red square"> and ornament
<img src="kitapsha:images/a.png" alt=""></p>
<p><a href="https://example.org/y"><img src="kitapsha:images/a.png" alt="To the map"></a></p>
"""


@cache
def sample() -> bytes:
    files = (*assets(), Asset("images/a.png", "image/png", png()))
    result = render(html(replace(article("en"), body=SAMPLE, summary=Text(""), toc=()), "en"), files)
    assert not result.problems
    return result.data


# --- both standards ------------------------------------------------------------------------------------------


def failures(data: bytes, profile: str) -> list[str]:
    return [str(failure) for failure in validator.validate_pdf_bytes(data, profile=profile).failures]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("lang", ["en", "ru", "kk"])
def test_a_pamphlet_keeps_every_rule(lang, profile):
    assert failures(pamphlet(lang).data, profile) == []


@pytest.mark.parametrize("profile", PROFILES)
def test_every_construct_keeps_every_rule(profile):
    assert failures(sample(), profile) == []


def test_the_file_is_sound(tmp_path):
    (tmp_path / "sample.pdf").write_bytes(sample())
    run = subprocess.run(["qpdf", "--check", tmp_path / "sample.pdf"], capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")
    assert b"\r\nendstream" not in sample()


@pytest.mark.parametrize("kind", ["plain", "packed", "picture"])
def test_a_stream_that_ends_in_a_carriage_return_is_packed_once_more(kind):
    data = b"0 0 m\r" if kind == "plain" else next(raw for raw in candidates() if zlib.compress(raw, 9)[-1:] == b"\r")
    with pikepdf.open(io.BytesIO(pamphlet("en").data)) as document:
        odd = pikepdf.Stream(document, data)
        if kind != "plain":
            odd.write(zlib.compress(data, 9), filter=pikepdf.Name.FlateDecode)
        if kind == "picture":
            odd.DecodeParms = pikepdf.Dictionary(Predictor=1)
        document.pages[0].Contents = odd
        out = io.BytesIO()
        document.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    assert b"\r\nendstream" in out.getvalue()
    finished = archiving.finish(out.getvalue())
    assert b"\r\nendstream" not in finished
    with pikepdf.open(io.BytesIO(finished)) as document:
        assert document.pages[0].Contents.read_bytes() == data


def candidates() -> Iterator[bytes]:
    return (f"0 0 m % {chr(one)}{chr(two)}\n".encode() for one in range(33, 127) for two in range(33, 127))


def test_the_description_claims_both_standards_in_one_packet():
    with pikepdf.open(io.BytesIO(sample())) as document:
        metadata = document.Root.Metadata
        assert "/Filter" not in metadata
        packet = metadata.read_bytes().decode()
        assert packet.count("<rdf:RDF") == packet.count("</rdf:RDF>") == 1
        assert "<pdfuaid:part>1</pdfuaid:part>" in packet
        assert re.search(r'pdfaid:part="2"[^>]* pdfaid:conformance="A"', packet)
        assert "pdfaSchema:schema" in packet
        assert document.Root.MarkInfo.Marked
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert document.pdf_version >= "1.7"


def test_a_file_without_description_is_refused():
    with pikepdf.new() as document:
        out = io.BytesIO()
        document.save(out)
    with pytest.raises(ValueError, match="no description"):
        archiving.finish(out.getvalue())


def test_the_identifier_comes_from_the_content():
    with pikepdf.open(io.BytesIO(sample())) as one, pikepdf.open(io.BytesIO(pamphlet("en").data)) as other:
        assert len(bytes(one.trailer.ID[0])) >= 16
        assert bytes(one.trailer.ID[0]) != bytes(other.trailer.ID[0])


# --- the engine ----------------------------------------------------------------------------------------------


def test_the_engine_is_the_one_whose_private_names_are_used():
    """Another version: read `weasyprint/pdf/tags.py` again, then `tagging` and `structure`."""
    assert weasyprint.__version__ == "70.0"
    with tagging.own_tags(weasyprint.pdf) as undescribed:
        assert weasyprint.pdf.add_tags.__module__ == "kitapsha.tagging"
    assert weasyprint.pdf.add_tags.__module__ == "weasyprint.pdf.tags"
    assert undescribed == []


def test_another_engine_is_refused():
    other = ModuleType("weasyprint.pdf")
    with pytest.raises(RuntimeError, match=r"requirements\.txt"), tagging.own_tags(other):
        pass
    other.add_tags = print
    with pytest.raises(RuntimeError, match=r"requirements\.txt"), tagging.own_tags(other):
        pass


# --- the tree ------------------------------------------------------------------------------------------------


@dataclass
class Tag:
    """An element of the structure with the language that holds in it, and its text."""

    role: str
    lang: str
    item: pikepdf.Object
    parent: Tag | None
    kids: list[Tag] = field(default_factory=list)
    own: list[str] = field(default_factory=list)
    file: pikepdf.Pdf | None = None

    def all(self) -> Iterator[Tag]:
        yield self
        for kid in self.kids:
            yield from kid.all()

    def find(self, role: str) -> list[Tag]:
        return [tag for tag in self.all() if tag.role == role]

    @property
    def text(self) -> str:
        """What is in it and in what it holds, the latter behind the former."""
        return " ".join("".join(chain(self.own, *(["\n", kid.text] for kid in self.kids))).split())

    @property
    def path(self) -> str:
        return f"{self.parent.path}/{self.role}" if self.parent else self.role


Marks = dict[tuple[int, int], str]


def marked(document: pikepdf.Pdf) -> tuple[Marks, list[tuple[int, str, str]]]:
    """The text of every mark by page and number, and of the artifacts with their kinds."""
    marks: Marks = {}
    artifacts = []
    for number, sheet in enumerate(document.pages):
        letters = {name: unicode_of(font) for name, font in sheet.Resources.Font.items()}
        open_marks: list[tuple[str, pikepdf.Object | None]] = []
        font = ""
        for operands, operator in pikepdf.parse_content_stream(sheet):
            match str(operator):
                case "BDC" | "BMC":
                    open_marks.append((str(operands[0]), operands[1] if len(operands) > 1 else None))
                    if str(operands[0]) == "/Artifact":
                        artifacts.append((number, str((open_marks[-1][1] or {}).get("/Type", "")), ""))
                case "EMC":
                    open_marks.pop()
                case "Tf":
                    font = str(operands[0])
                case "TJ" | "Tj":
                    assert open_marks, "text that is neither content nor artifact"
                    shown = operands[0] if str(operator) == "TJ" else [operands[0]]
                    raw = b"".join(bytes(part) for part in shown if isinstance(part, pikepdf.String))
                    text = "".join(letters[font].get(raw[at : at + 2].hex(), "") for at in range(0, len(raw), 2))
                    kind, properties = open_marks[-1]
                    if kind == "/Artifact":
                        page, what, before = artifacts[-1]
                        artifacts[-1] = (page, what, before + text)
                    else:
                        key = (number, int(properties.MCID))
                        marks[key] = marks.get(key, "") + text
    return marks, artifacts


def unicode_of(font: pikepdf.Object) -> dict[str, str]:
    pairs = re.findall(r"<([0-9a-f]{4})> <([0-9a-f]*)>", font.ToUnicode.read_bytes().decode())
    return {glyph: bytes.fromhex(letters).decode("utf-16-be") for glyph, letters in pairs}


def tags(data: bytes) -> Tag:
    document = pikepdf.open(io.BytesIO(data))
    marks, _ = marked(document)
    numbers = {sheet.objgen: number for number, sheet in enumerate(document.pages)}

    def read(item: pikepdf.Object, parent: Tag | None) -> Tag:
        lang = str(item.get("/Lang", parent.lang if parent else ""))
        tag = Tag(str(item.S)[1:], lang, item, parent)
        kids = item.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                tag.own.append(marks.get((numbers[item.Pg.objgen], kid), ""))
            elif kid.get("/Type") == "/MCR":
                tag.own.append(marks.get((numbers[kid.Pg.objgen], int(kid.MCID)), ""))
            elif kid.get("/Type") == "/StructElem":
                tag.kids.append(read(kid, tag))
        return tag

    root = read(document.Root.StructTreeRoot.K[0], None)
    root.file = document  # its objects live as long as it
    return root


def artifacts_of(data: bytes) -> list[tuple[int, str, str]]:
    with pikepdf.open(io.BytesIO(data)) as document:
        return [(page, kind, " ".join(text.split())) for page, kind, text in marked(document)[1]]


def one(tree: Tag, role: str, text: str) -> Tag:
    (found,) = [tag for tag in tree.find(role) if text in tag.text]
    return found


def test_all_that_is_seen_is_read_or_an_artifact():
    """Every word of the text belongs to some element; nothing is left out by an oversight."""
    read = re.sub(r"\s", "", "".join(text for tag in tags(sample()).all() for text in tag.own))
    for said in re.findall(r"(?<=>)[^<>]+(?=<)", SAMPLE.replace(DRAWING, "")):
        text = re.sub(r"\s", "", said)
        # Lines may be divided within words, and kinds of spaces differ.
        assert text in read.replace("\u00ad", ""), said


def test_roles():
    tree = tags(sample())
    roles = {tag.role for tag in tree.all()}
    assert "NonStruct" not in roles
    assert {"Part", "Sect", "H1", "H2", "P", "L", "LI", "Lbl", "LBody", "Table", "THead", "TBody", "TR", "TH"} <= roles
    assert {"TD", "Caption", "Figure", "BlockQuote", "Quote", "Code", "Span", "Link", "Reference", "Note"} <= roles
    assert one(tree, "P", "Aside.").parent.role == "Sect"
    assert one(tree, "Caption", "Caption").parent.kids[0].role == "Figure"
    assert one(tree, "P", "Bare text").parent.role == "Div"
    assert one(tree, "Span", "bold").path.endswith("Div/P/Span")


def test_a_paragraph_and_a_table_over_pages_are_one():
    tree = tags(sample())
    table = next(tag for tag in tree.find("Table") if "Long table" in tag.text)
    assert [kid.role for kid in table.kids] == ["Caption", "THead", "TBody"]
    assert len(table.find("TR")) == 61
    assert len({cell.item.Pg.objgen for cell in table.find("TD")}) > 1
    heads = [text for _, kind, text in artifacts_of(sample()) if kind == "/Pagination" and text == "Head"]
    assert heads


def test_cells():
    tree = tags(sample())
    scopes = {(tag.text or "-"): str(tag.item.A.Scope) for tag in tree.find("TH")}
    assert (scopes["-"], scopes["Head"], scopes["Row 7"]) == ("/Column", "/Column", "/Row")
    assert int(one(tree, "TH", "Both").item.A.ColSpan) == 2
    assert [int(tag.item.A.RowSpan) for tag in tree.find("TD") if "/A" in tag.item] == [2]


def test_lists_have_labels_bodies_and_a_way_to_count():
    tree = tags(sample())
    for item in tree.find("LI"):
        assert [kid.role for kid in item.kids] == ["Lbl", "LBody"]
    deepest = next(tag for tag in tree.find("LBody") if tag.text == "deeper")
    assert deepest.path.endswith("Part/L/LI/LBody/L/LI/LBody/L/LI/LBody")
    counted = [str(tag.item.A.ListNumbering) for tag in tree.find("L") if "/A" in tag.item]
    assert counted == ["/Decimal", "/Disc", "/Decimal"]


def test_contents_are_a_table_of_contents():
    tree = tags(pamphlet("kk").data)
    (toc,) = tree.find("TOC")
    assert [kid.role for kid in toc.kids] == ["TOCI"] * 5
    for number, item in enumerate(toc.kids, 1):
        label, reference = item.kids
        assert (label.role, label.text) == ("Lbl", str(number))
        assert (reference.role, reference.kids[0].role) == ("Reference", "Link")
        assert reference.kids[0].text == f"Section {number} heading"
        assert re.fullmatch(r"\d+", "".join(reference.own).strip())
    assert one(tree, "H2", "Contents").parent is toc.parent


def test_a_footnote_follows_the_paragraph_of_its_call():
    tree = tags(sample())
    notes = tree.find("Note")
    assert [note.kids[0].text for note in notes] == ["1", "2", "3", "4"]
    assert len({bytes(note.item.ID) for note in notes}) == 4
    before = []
    for note in notes:
        at = note.parent.kids.index(note)
        before.append((note.parent.role, note.parent.kids[at - 1].role if at else ""))
    assert before == [("Part", "H2"), ("Part", "P"), ("LBody", "L"), ("TD", "Reference")]
    assert [tag.text for tag in tree.find("Reference") if not tag.find("Link")] == ["1", "2", "2", "3", "4"]


def test_the_language_of_every_run():
    tree = tags(sample())
    assert tree.lang == "en"
    expected = {
        "по-русски": ("Span", "ru"),
        "қазақша": ("Span", "kk"),
        "Осталось": ("P", "ru"),
        "Дәйексөз": ("P", "kk"),
        "Bare text": ("P", "de"),
        "non": ("Quote", "fr"),
    }
    for text, (role, lang) in expected.items():
        (tag,) = [tag for tag in tree.all() if any(text in own for own in tag.own)]
        assert (tag.role, tag.lang) == (role, lang)
    assert one(tree, "P", PROSE["en"][:20]).lang == "en"
    back = tags(pamphlet("en").data)
    assert [one(back, "P", name).lang for name in ("Қазақша", "Русский")] == ["kk", "ru"]


def test_pictures_are_described_and_placed():
    tree = tags(sample())
    figures = {str(tag.item.Alt): tag.item for tag in tree.find("Figure")}
    assert [name for name in sorted(figures) if "QR" not in name] == ["A chart", "A red square", "To the map"]
    left, bottom, right, top = (float(edge) for edge in figures["A chart"].A.BBox)
    (label,) = [word for word in words(sample()) if word.text == "Label"]
    assert left < label.left * 72 / 25.4 < label.right * 72 / 25.4 < right
    assert bottom < (210 - label.bottom) * 72 / 25.4 < (210 - label.top) * 72 / 25.4 < top
    assert [str(tag.item.Alt) for tag in tree.find("Link") if "/Alt" in tag.item] == ["To the map"]


def test_links_say_their_words():
    with pikepdf.open(io.BytesIO(sample())) as document:
        notes = [(note.Contents, note) for sheet in document.pages for note in sheet.get("/Annots", [])]
        said = [str(contents) for contents, _ in notes]
        long = "a link with emphasis that is rather long in its middle that surely runs over the end of its line"
        assert said.count(long) >= 2  # one for each line
        assert "To the map" in said
        assert "https://example.org/long" not in said
        assert all(int(note.F) == 4 for _, note in notes)
        assert all(str(sheet.Tabs) == "/S" for sheet in document.pages)
    assert len([tag for tag in tags(sample()).find("Link") if tag.text.startswith("a link with")]) == 1


def test_heads_folios_and_leaders_are_artifacts():
    artifacts = artifacts_of(pamphlet("ru").data)
    last = pamphlet("ru").pages
    running = {page: text for page, kind, text in artifacts if kind == "/Pagination" and not text.isdigit() and text}
    assert all(running[page - 1] == TITLES["ru"] for page in range(4, last, 2) if page - 1 in running)
    folios = {page + 1: text for page, kind, text in artifacts if kind == "/Pagination" and text.isdigit()}
    assert folios == {page: str(page) for page in range(3, last)}
    dots = [text for page, kind, text in artifacts if page == 1 and kind == "/Layout"]
    assert set(dots) == {"."}
    assert [text for _, _, text in artifacts_of(sample()) if "*" in text] == ["* * *"]
    read = " ".join(tag.text for tag in tags(pamphlet("ru").data).find("TOC"))
    assert ". ." not in read


def test_words_are_whole_where_a_line_divides_them():
    data = pamphlet("kk").data
    read = "".join(own for tag in tags(data).all() for own in tag.own)
    assert "\u00ad" in read
    assert "\u2010" not in read
    assert PROSE["kk"].split(",")[0].replace(" ", "") in read.replace("\u00ad", "").replace(" ", "")
    result = render(f"{HEAD}<p>well\u2010known</p>", assets())
    assert "well-known" in tags(result.data).text


def test_reading_order_as_poppler_sees_it(tmp_path):
    (tmp_path / "sample.pdf").write_bytes(sample())
    command = ["pdfinfo", "-struct-text", str(tmp_path / "sample.pdf")]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    said = " ".join(line.strip().strip('"') for line in lines if line.strip().startswith('"'))
    order = ["After Zhanaozen", "Chapter", "Note to a heading.", "Whale writes", "Note to a paragraph.", "Called once"]
    order += ["First", "deep", "deeper", "Note in an item.", "One", "Two", "Term", "Meaning", "Long table", "Row 59"]
    order += ["Note in a cell.", "по-русски", "Осталось", "Дәйексөз", "Aside.", "Pulled.", "Bare text", "Caption"]
    at = 0
    for text in order:
        at = said.find(text, at)
        assert at >= 0, text


def test_an_undescribed_picture_is_told_once_and_is_no_content():
    drawing = DRAWING.replace("<title>A chart</title>", "")
    result = render(f"{HEAD}<p>Text</p>{drawing}{drawing}", assets(), name="en/a.pdf")
    (problem,) = result.problems
    assert (problem.code, str(problem.place)) == ("pdf-alt", "en/a.pdf:1:1")
    assert not tags(result.data).find("Figure")
    assert failures(result.data, "ua1") == []


def test_hidden_from_listeners():
    result = render(f'{HEAD}<p>Read <span aria-hidden="true">decoration</span> on', assets())
    assert tags(result.data).text == "Read on"


def test_structure_imports_nothing_of_the_engine():
    assert not {"pydyf", "weasyprint"} & set(vars(structure))
