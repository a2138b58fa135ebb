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
