"""A build after a small change makes what a build of everything makes, and says the same; it reads little for that."""

from __future__ import annotations

import pytest

from kitapsha import briefs, building
from kitapsha.rebuilding import brief
from tests.publications import Site

RU = "locales/ru/LC_MESSAGES/"
KK = "locales/kk/LC_MESSAGES/"

SMALL = {
    "words": (RU + "well.po", "говорят старики", "говорят старцы"),
    "title": (RU + "bread.po", 'msgstr "Хлеб"', 'msgstr "Лепёшка"'),
    "doubled": (RU + "well.po", "говорят старики", "говорят говорят старики"),
    "paragraph": ("source/well.md", "Noon: nobody", "Noon: nobody at all"),
    "heading": ("source/well.md", "## Custom", "## Law\n\n## Custom"),
    "series": ("source/well.md", "Steppe notes", "Steppe tales"),
    "date": ("source/well.md", "date: 2026-03-01", "date: 2026-03-03"),
    "order": ("source/bread.md", "order: 1", "order: 9"),
    "reviser": (KK + "bread.po", "PO-Revision-Date: 2026", "PO-Revision-Date: 2027"),
}
"""Edits of one file that show on the pages of one article and on those that list articles."""

LARGE = {
    "unpublished": ("source/river.md", "takes the lower road", "floods the lower road"),
    "refused": (KK + "bread.po", "[құдық](well.md#depth)", "құдық"),
    "anchor": ("source/well.md", "## Depth", "## Deepness"),
    "picture": ("source/river.md", "![A dot](dot.png)", "A dot."),
    "settings": ("kitapsha.toml", "ru = 60", "ru = 61"),
}
"""Edits that other pages or files may have to do with."""


def _no_edition(*_: object) -> None:
    raise AssertionError("everything was read")


@pytest.mark.parametrize("name", SMALL)
def test_a_small_change_is_made_as_if_everything_were(name: str, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.run("build")
    site.edit(*SMALL[name])
    with monkeypatch.context() as context:
        context.setattr(building, "edition", _no_edition)
        result = site.run("build")
    assert result.code == 0
    _as_everything(site)


@pytest.mark.parametrize("name", LARGE)
def test_a_change_that_others_have_to_do_with_makes_everything(name: str, site: Site) -> None:
    site.run("build")
    site.edit(*LARGE[name])
    site.run("build")
    _as_everything(site)


@pytest.mark.parametrize("name", ["source/river.md", "locales/ru/LC_MESSAGES/bread.po"])
def test_what_came_or_went_makes_everything(name: str, site: Site) -> None:
    site.run("build")
    path = site.root / name
    text = path.read_bytes()
    path.unlink()
    site.run("build")
    assert "en/river.html" not in site.made() or name.endswith(".po")
    _as_everything(site)
    path.write_bytes(text)
    site.run("build")
    _as_everything(site)


def test_one_change_after_the_other(site: Site) -> None:
    site.run("build")
    for name in ("paragraph", "words", "title", "heading", "date", "order", "reviser"):
        site.edit(*SMALL[name])
        site.run("build")
    site.run("update")
    site.run("build")
    _as_everything(site)


def test_several_articles_at_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.run("build")
    for name in ("paragraph", "words", "reviser"):
        site.edit(*SMALL[name])
    monkeypatch.setattr(building, "edition", _no_edition)
    assert site.run("build").code == 0
    monkeypatch.undo()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795262400")
    _as_everything(site)


def _as_everything(site: Site) -> None:
    """What stands and what was said is what a build of everything makes and says."""
    made, said = site.made(), building.state.load(site.root, site.root / "dist").said
    (site.root / "dist/.nojekyll").write_text("touched", "utf-8")
    site.run("build")
    assert said == building.state.load(site.root, site.root / "dist").said
    assert made == site.made() == site.clean_build()


def test_what_is_known_is_what_was_read(site: Site) -> None:
    site.run("build")
    digest = building.state.load(site.root, site.root / "dist").briefs
    known = briefs.load(next((site.root / ".kitapsha").glob("*.briefs")), digest)
    made = building.edition(site.root)
    assert known
    assert {slug: known.of(slug) for slug in known.lines} == {slug: brief(made, slug) for slug in made.by_slug}


def test_what_cannot_be_read_is_not_known(site: Site) -> None:
    site.run("build")
    path = next((site.root / ".kitapsha").glob("*.briefs"))
    digest = building.state.load(site.root, site.root / "dist").briefs
    assert briefs.load(path, digest)
    for data in (b"", b"\xff", path.read_bytes() + b"x\t[]\n"):
        path.write_bytes(data)
        assert briefs.load(path, digest) is None
    path.unlink()
    site.edit(*SMALL["words"])
    site.run("build")
    _as_everything(site)


def test_a_word_by_which_others_are_judged_makes_everything(site: Site) -> None:
    """A word that looks mistyped is let pass where it stands in two accepted texts, of whatever articles."""
    site.edit(KK + "bread.po", 'msgstr "Нан"', 'msgstr "Казак наны"')
    assert "letters-plain" in site.run("build").codes
    site.edit(KK + "well.po", 'msgstr "Ауыл құдығы"', 'msgstr "Казак құдығы"')
    assert "letters-plain" not in site.run("build").codes
    _as_everything(site)
