"""E-books: what stands in them, what may not, and that their bytes depend on the texts alone."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from kitapsha import archives, cards, jobs, runner, xhtml
from kitapsha.books import bound
from kitapsha.building import edition
from kitapsha.cache import Cache
from kitapsha.jobs import Scope
from kitapsha.project import RESERVED
from tests.publications import HOME, Site

XHTML, SVG = "{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/2000/svg}"
TYPE, LANG = "{http://www.idpf.org/2007/ops}type", "{http://www.w3.org/XML/1998/namespace}lang"


def one(body: str, files: tuple[str, ...] = ()) -> etree._Element:
    page = f'<!DOCTYPE html><html lang="en"><head><title>t</title></head><body>{body}</body></html>'
    return etree.fromstring(xhtml.documents({"a.xhtml": page}, files)["a.xhtml"].data)


def tags(root: etree._Element) -> list[str]:
    return [element.tag.split("}")[1] for element in root.find(f"{XHTML}body").iter() if isinstance(element.tag, str)]


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("<p>a<br>b<hr>", ["body", "p", "br", "hr"]),
        ("<p>&nbsp;&amp;&lt;</p>", ["body", "p"]),
        ("<script>x()</script><style>p{}</style><iframe src=x></iframe>", ["body"]),
        ("<center><blink>text</blink></center>", ["body"]),
        ("<form action=/><input><p>x</p></form>", ["body"]),
        ('<p onclick="x()" @x="1" o:p="2" style="color:red">x</p><o:p>y</o:p>', ["body", "p"]),
        ("<b><i>x</b></i>", ["body", "b", "i"]),
    ],
)
def test_what_is_left_is_well_formed(body: str, left: list[str]) -> None:
    root = one(body)
    assert tags(root) == left
    assert all(not element.attrib for element in root.find(f"{XHTML}body").iter())


def test_text_of_unknown_elements_stays() -> None:
    assert "".join(one("<p>a <blink>b</blink> c<!-- no --> d</p>").itertext()) == "ta b c d"


@pytest.mark.parametrize(
    ("href", "stays"),
    [
        ("https://example.org/?a=1", True),
        ("mailto:a@example.org", True),
        ("#there", True),
        ("#gone", False),
        ("b.html", False),
        ("media/x.png", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("http://[", False),
        ("https://a b", False),
    ],
)
def test_no_link_leads_nowhere(href: str, stays: bool) -> None:
    link = one(f'<p id="there"><a href="{href}" hreflang="ru">x</a></p>', ("media/x.png",)).find(f".//{XHTML}a")
    assert ("href" in link.attrib, "hreflang" in link.attrib) == (stays, stays)


def test_drawings_get_the_names_of_xml_back() -> None:
    body = '<svg viewBox="0 0 1 1" class="drawing" onload="x()"><linearGradient id="g"/><text lang="en">x</text></svg>'
    svg = one(body).find(f".//{SVG}svg")
    assert svg.get("viewBox") == "0 0 1 1"
    assert svg.get("onload") is None
    assert [child.tag for child in svg] == [f"{SVG}linearGradient", f"{SVG}text"]
    assert dict(svg[1].attrib) == {LANG: "en"}


def test_images_that_are_not_there_become_words() -> None:
    assert "".join(one('<p><img src="https://example.org/x.png" alt="a map"></p>').itertext()) == "ta map"
    assert one('<p><img src="media/a%20b.png"></p>', ("media/a b.png",)).find(f".//{XHTML}img").get("alt") == ""


def test_ids_are_given_once() -> None:
    assert [element.get("id") for element in one('<p id="a">x</p><p id="a">y</p>').iter(f"{XHTML}p")] == ["a", None]


def test_an_archive_is_sorted_and_dated() -> None:
    files = {"b": b"x" * 100, "a": b"y", "mimetype": b"z"}
    data = archives.zipped(files, archives.EARLIEST, first="mimetype")
    assert data == archives.zipped(dict(reversed(files.items())), archives.EARLIEST, first="mimetype")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert [entry.filename for entry in archive.infolist()] == ["mimetype", "a", "b"]
        assert [entry.compress_type for entry in archive.infolist()] == [0, 8, 8]
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert data[30:39] == b"mimetypez"


SERIF = (HOME / "templates/fonts/Literata-Bold.ttf").read_bytes()
LONG = "Қазақстандағы кәсіподақтардың тәуелсіздігі туралы ұзақ әңгіме " * 9


@pytest.mark.parametrize("title", ["Short", "A title that is long enough for three lines", LONG, "x" * 300, "<&>", ""])
@pytest.mark.parametrize("seed", ["a", "b", "c"])
def test_a_title_fits_on_its_cover(title: str, seed: str) -> None:
    data = cards.cover(title, "Ann " * 50, seed, SERIF)
    assert data == cards.cover(title, "Ann " * 50, seed, SERIF)
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.format == "PNG"
        width, height = picture.size
        assert max(width, height) >= 1000
        pixels = picture.convert("RGB")
    # The words keep to the upper half and to the foot, with a margin on each side; above and beside them is sand.
    sand = pixels.getpixel((0, 0))
    margin = width // 16
    edges = [(0, 0, width, margin), (0, 0, margin, height * 2 // 5), (width - margin, 0, width, height * 2 // 5)]
    assert [pixels.crop(edge).getcolors() for edge in edges] == [
        [((right - left) * (low - top), sand)] for left, top, right, low in edges
    ]
    written = pixels.crop((0, 0, width, height * 2 // 5)).getcolors(1000)
    assert (len(written or ()) > 1) == bool(title)


def test_a_script_that_the_fonts_lack_has_a_cover_without_words(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "kitapsha.toml").write_text('title = "كتاب"\nsource_locale = "ar"\nlocales = ["ar"]\n', "utf-8")
    (tmp_path / "source/water.md").write_text("# ماء\n\nنص.\n", "utf-8")
    _, cover = bound(edition(tmp_path), "ar/water.epub", (("ar", ("water",)),))
    assert cover
    assert cover.font == b""


@pytest.fixture
def books(site: Site) -> Site:
    site.edit("kitapsha.toml", '"single"]', '"single", "epub"]')
    return site


def read(root: Path, name: str) -> dict[str, bytes]:
    with zipfile.ZipFile(root / "dist" / name) as archive:
        return {entry: archive.read(entry) for entry in archive.namelist()}


def test_every_published_article_has_a_book(books: Site) -> None:
    books.run("build")
    made = books.made()
    epubs = {name for name in made if name.endswith(".epub")}
    singles = {name.replace(".single.html", ".epub") for name in made if name.endswith(".single.html")}
    assert epubs - {name for name in epubs if name.endswith("all.epub")} == singles
    assert {f"{locale}/all.epub" for locale in ("en", "ru", "kk")} & epubs
    assert b'href="river.epub"' in made["en/river.html"]


def test_a_book_of_everything_has_all_languages(books: Site) -> None:
    books.run("build")
    inside = read(books.root, "all.epub")
    package = etree.fromstring(inside["EPUB/package.opf"])
    languages = [element.text for element in package[0] if element.tag.endswith("}language")]
    assert languages == ["en", "ru", "kk"]
    nav = etree.fromstring(inside["EPUB/nav.xhtml"])
    parts = nav.findall(f".//{XHTML}nav/{XHTML}ol/{XHTML}li")
    assert [part.get("lang") for part in parts] == languages
    names = [[link.get("href").partition("#")[0] for link in part.iter(f"{XHTML}a")] for part in parts]
    for lang, chapters in zip(languages, names, strict=True):
        assert chapters[0] == f"part-{lang}.xhtml"
        assert len(set(chapters)) > 1
        assert {etree.fromstring(inside[f"EPUB/{name}"]).get("lang") for name in chapters} == {lang}
    order = [item.get("idref") for item in package.iter("{http://www.idpf.org/2007/opf}itemref")]
    assert len(order) == len(set(order)) == 2 + len({name for chapters in names for name in chapters})
    made = books.made()
    for lang in languages:
        assert b'href="../all.epub"' in made[f"{lang}/index.html"]


def test_one_language_has_no_book_of_all_languages(books: Site) -> None:
    books.run("build")
    books.edit("kitapsha.toml", ', "ru", "kk"]', "]")
    books.edit("kitapsha.toml", "[minimum_by_locale]\nru = 60\n", "")
    books.run("build")
    made = books.made()
    assert "en/all.epub" in made
    assert "all.epub" not in made
    assert b"../all.epub" not in made["en/index.html"]


def test_the_cover_is_a_picture_that_every_reader_shows(books: Site) -> None:
    books.run("epub")
    for name in [name for name in books.made() if name.endswith(".epub")]:
        inside = read(books.root, name)
        package = etree.fromstring(inside["EPUB/package.opf"])
        (item,) = [item for item in package[1] if item.get("properties") == "cover-image"]
        assert item.get("media-type") == "image/png"
        (meta,) = [element for element in package[0] if element.get("name") == "cover"]
        assert meta.get("content") == item.get("id")
        assert f'src="{item.get("href")}"'.encode() in inside["EPUB/cover.xhtml"]


def test_books_are_bound_again_only_where_something_changed(books: Site) -> None:
    store = Cache(books.root / ".kept")

    def reused() -> tuple[int, int]:
        planned = [job for job in jobs.site(edition(books.root), Scope()) if job.paths[0].endswith(".epub")]
        return runner.run(planned, store, workers=1).reused, len(planned)

    none, count = reused()
    assert (none, reused()) == (0, (count, count))
    books.edit("locales/ru/LC_MESSAGES/bread.po", 'msgstr "Хлеб"', 'msgstr "Лепёшка"')
    again, _ = reused()
    assert 0 < again < count


def test_two_builds_make_the_same_bytes(books: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    books.run("epub")
    first = {name: data for name, data in books.made().items() if name.endswith(".epub")}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1895262400")
    books.run("epub", "--output", str(books.root / "again"))
    assert first == books.made("again")


def test_what_a_book_says_about_itself(books: Site) -> None:
    books.run("epub")
    for path in sorted((books.root / "dist").glob("*/*.epub")):
        locale = path.parent.name
        inside = read(books.root, f"{locale}/{path.name}")
        assert next(iter(inside)) == "mimetype"
        package = etree.fromstring(inside["EPUB/package.opf"])
        found = {element.tag.split("}")[1]: element.text for element in package[0] if "purl.org" in element.tag}
        assert found["language"] == locale
        assert found["title"]
        said = {element.get("property"): element.text for element in package[0] if element.get("property")}
        assert said["schema:accessModeSufficient"]
        assert said["dcterms:modified"].endswith("Z")
        listed = {f"EPUB/{item.get('href')}" for item in package[1]}
        assert listed == set(inside) - {"mimetype", "META-INF/container.xml", "EPUB/package.opf"}


def test_fallback_and_notes_are_marked(books: Site) -> None:
    books.run("epub")
    pages = [
        etree.fromstring(data)
        for path in (books.root / "dist/ru").glob("*.epub")
        for name, data in read(books.root, f"ru/{path.name}").items()
        if name.startswith("EPUB/article")
    ]
    untranslated = [element for page in pages for element in page.iter() if "untranslated" in element.get("class", "")]
    assert untranslated
    assert {element.get(LANG) for element in untranslated} == {"en"}
    kinds = {element.get(TYPE) for page in pages for element in page.iter() if isinstance(element.tag, str)}
    assert {"noteref", "endnotes", "endnote", "backlink"} <= kinds


def test_chapters_of_one_book_lead_to_each_other(books: Site) -> None:
    books.run("epub")
    whole = read(books.root, "en/all.epub")
    chapters = b"".join(data for name, data in whole.items() if name.startswith("EPUB/article"))
    assert b'href="article-' in chapters


def test_no_article_can_be_the_whole_book(books: Site) -> None:
    assert "all" in RESERVED
    (books.root / "source/all.md").write_text("# All\n\nText.\n", "utf-8")
    assert "slug-reserved" in books.run("build").codes


def test_a_book_goes_with_its_article(books: Site) -> None:
    books.run("build")
    assert "en/river.epub" in books.made()
    (books.root / "source/river.md").unlink()
    books.run("build")
    assert "en/river.epub" not in books.made()


def test_one_article_makes_no_whole_book(books: Site) -> None:
    books.run("epub", "--only", "river", "--locale", "en")
    assert sorted(books.made()) == ["en/river.epub"]
