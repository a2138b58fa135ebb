from pathlib import Path

import pytest

from kitapsha import config, frontmatter, kinds

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def test_an_article_has_the_kinds_of_the_publication_or_its_own():
    assert kinds.of_article(("html", "pdf", "booklet"), ()) == ("pdf", "booklet")
    assert kinds.of_article(("html", "pdf", "booklet"), ("zine", "pdf")) == ("pdf", "zine")
    assert kinds.of_article(("html", "pdf"), (kinds.NONE,)) == ()


def test_names_of_files():
    assert [kinds.ending(kind) for kind in ("pdf", "booklet", "zine")] == [".pdf", "-booklet.pdf", "-zine.pdf"]


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_what_a_kind_is_made_of_is_there(kind):
    made = kinds.KINDS[kind]
    for name in (made.template, *made.styles):
        assert (TEMPLATES / name).is_file()
    assert bool(made.pages) == bool(made.sizes)
    assert list(made.sizes) == sorted(made.sizes, key=lambda one: (-one.size, one.runs_on)), "the largest first"


def test_kinds_in_front_matter():
    header = frontmatter.read("---\npamphlets: [pdf, Leaflet, zine]\n---\n", "a.md")
    (problem,) = header.problems
    assert problem.code == "frontmatter-value"
    assert "did you mean `leaflet`?" in problem.hint
    assert header.meta.pamphlets == ("pdf", "zine")
    assert frontmatter.read("---\npamphlets: booklet, none\n---\n", "a.md").meta.pamphlets == ("booklet", "none")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('sheet = "A5"', "sheet-too-small"),
        ('sheet = "a lot"', "config-value"),
        ("signature = 6", "config-value"),
        ("signature = -4", "config-value"),
        ("marks = 1", "config-value"),
    ],
)
def test_settings_of_booklets_that_cannot_be(line, code):
    (problem,) = config.read(f"[booklet]\n{line}\n")[1]
    assert problem.code == code
    assert problem.place.line == 2


def test_settings_of_booklets():
    read, problems = config.read(
        '[booklet]\nsheet = "320 x 450 mm"\nsignature = 16\nmarks = true\n[shop]\nmarks = true\n'
    )
    assert problems == ()
    assert (read.sheet, read.signature, read.marks, read.shop_marks) == ("320 x 450 mm", 16, True, True)


@pytest.mark.parametrize(
    ("lines", "line", "code"),
    [
        ('page = "a lot"', 2, "config-value"),
        ('page = "5.5 x 8.5"', 2, "config-value"),
        ('page = "70 x 190 mm"', 2, "config-value"),
        ('sheet = "A6"', 2, "config-value"),
        ("page = 5", 2, "config-value"),
        ('pages = "A5"', 2, "config-key"),
        ('sheet = "Letter"', 2, "sheet-too-small"),
        ('sheet = "A4"\npage = "A4"', 3, "sheet-too-small"),
    ],
)
def test_pages_and_sheets_that_cannot_be(lines, line, code):
    (problem,) = config.read(f"[pamphlet]\n{lines}\n")[1]
    assert problem.code == code
    assert problem.place.line == line
    assert problem.hint


def test_a_page_by_its_measures_and_the_sheet_that_booklets_share():
    read, problems = config.read('[pamphlet]\npage = "5.5 x 8.5 in"\nsheet = "Letter"\n')
    assert problems == ()
    assert read.page_mm == (139.7, 215.9)
    assert read.paper_mm == read.sheet_mm == (215.9, 279.4)
    assert not read.bleeds
    assert config.read('[pamphlet]\npage = "A5"\n[booklet]\nsheet = "A3"\n')[0].bleeds


def test_a_page_that_no_booklet_is_made_of_may_be_as_large_as_a_sheet():
    assert config.read('outputs = ["pdf"]\n[pamphlet]\npage = "A4"\n')[1] == ()


def test_larger_pages_begin_with_larger_type():
    half = kinds.KINDS["halffold"]
    assert half.sizes_on(139.7) == half.sizes_on(148.5) == half.sizes
    larger = half.sizes_on(210)
    assert larger[0].size == pytest.approx(10 * 210 / 148.5, abs=0.1)
    assert [t.size for t in larger] == sorted((t.size for t in larger), reverse=True)
    assert larger[-1] == half.sizes[-1]
