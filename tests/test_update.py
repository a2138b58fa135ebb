"""Commands that write what people keep: update, extract, new, add-language, init; and what they refuse."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from kitapsha import atomic, po, updating
from kitapsha.cli import main
from kitapsha.problems import KitapshaError
from tests.publications import Site, files

RU = "locales/ru/LC_MESSAGES/"


def _kept(site: Site) -> dict[str, bytes]:
    made = {f"locales/{path}": data for path, data in files(site.root / "locales").items()}
    return made | {f"source/{path}": data for path, data in files(site.root / "source").items()}


def test_updating_twice_changes_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _kept(site)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1900000000")
    result = site.run("update")
    assert (result.code, result.out) == (0, "Everything is up to date.\n")
    assert site.run("update", "--check").code == 0
    assert _kept(site) == before


def test_check_names_what_would_change_and_changes_nothing(site: Site) -> None:
    site.edit("source/bread.md", "The oven", "The new oven")
    before = _kept(site)
    result = site.run("update", "--check")
    assert result.code == 1
    assert "would change: locales/pot/bread.pot\n" in result.out
    assert "would change: locales/ru/LC_MESSAGES/bread.po\n" in result.out
    assert "well.po" not in result.out
    assert _kept(site) == before
    result = site.run("extract", "--check")
    assert (result.code, result.out) == (1, "would change: locales/pot/bread.pot\n")
    assert site.run("extract").code == 0
    assert {path for path, data in _kept(site).items() if data != before[path]} == {"locales/pot/bread.pot"}
    result = site.run("update", "--verbose")
    assert "locales/ru/LC_MESSAGES/bread.po: 1 changed, to be reviewed, 3 unchanged\n" in result.out
    assert "written: locales/ru/LC_MESSAGES/bread.po\n" in result.err


def test_what_update_writes_is_what_gettext_accepts(site: Site) -> None:
    for path in sorted(site.root.rglob("*.po")):
        subprocess.run(["msgfmt", "-c", "-o", "/dev/null", str(path)], check=True, capture_output=True)


def test_a_renamed_article_finds_its_words(site: Site) -> None:
    (site.root / "source/bread.md").rename(site.root / "source/loaf.md")
    assert site.run("update").code == 0
    text = (site.root / RU / "loaf.po").read_text("utf-8")
    assert 'msgid "Town"\nmsgstr "Город"' in text
    assert "fuzzy" not in text
    assert 'msgstr "Хлеб"' in (site.root / RU / "bread.po").read_text("utf-8"), "the old catalog stays"


def test_a_broken_catalog_and_a_broken_article_are_left_alone(site: Site) -> None:
    site.edit(RU + "bread.po", 'msgstr "Город"', 'msgstr "Гор')
    site.edit("source/well.md", "title: The", "title: a: The")
    before = _kept(site)
    site.edit("source/river.md", "lower road", "upper road")
    result = site.run("update")
    assert result.code == 1
    assert {"po-syntax", "frontmatter-syntax"} <= result.codes
    changed = {path for path, data in _kept(site).items() if data != before[path]}
    rivers = {f"locales/{locale}/LC_MESSAGES/river.po" for locale in ("en", "ru", "kk")}
    assert changed == {*rivers, "locales/pot/river.pot", "source/river.md"}


def test_an_editor_who_saves_meanwhile_loses_nothing(site: Site) -> None:
    site.edit("source/bread.md", "The oven", "The new oven")
    planned = updating.plan(site.root, catalogs=True)
    site.edit(RU + "bread.po", 'msgstr "Город"', 'msgstr "Посёлок"')
    updating.write(site.root, planned, catalogs=True)
    text = (site.root / RU / "bread.po").read_text("utf-8")
    assert 'msgstr "Посёлок"' in text
    assert "The new oven" in text


def test_a_file_that_never_rests_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(b"0")

    def make(seen: bytes | None) -> bytes:
        path.write_bytes(bytes(str(int(seen or b"0") + 1), "ascii"))
        return b"mine"

    with pytest.raises(KitapshaError) as raised:
        atomic.update(path, b"0", make)
    assert [problem.code for problem in raised.value.problems] == ["write-busy"]
    assert path.read_bytes() != b"mine"


def test_a_merge_that_would_lose_a_translation_is_refused(site: Site) -> None:
    path = RU + "bread.po"
    seen = (site.root / path).read_bytes()
    catalog = po.read(seen, path)
    lost = po.write(type(catalog)(catalog.messages[:1], catalog.header, path))
    merged = updating.Merged(catalog)
    planned = updating.Updated((updating.Change(path, lost, seen, merged),), ())
    with pytest.raises(KitapshaError) as raised:
        updating.write(site.root, planned, catalogs=True)
    assert [problem.code for problem in raised.value.problems] == ["update-loss"]
    assert raised.value.exit_code == 70
    assert (site.root / path).read_bytes() == seen


# --- beginnings -------------------------------------------------------------------------------------------------


def test_a_new_publication_works_from_its_first_minute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795262400")
    root = tmp_path / 'my "reader"'
    assert main(["init", str(root)]) == 0
    assert 'title = "My \\"reader\\""' in (root / "kitapsha.toml").read_text("utf-8")
    site = Site(root, capsys)
    assert site.run("html").code == 0
    assert site.run("update").code == 0
    assert site.run("check").out == "No problems in 1 article and 1 language.\n"
    result = site.run("add-language", "pt-BR")
    assert result.code == 0
    assert result.out == "Portuguese (Brazil): 2 catalogs in locales/pt_BR/LC_MESSAGES; kitapsha.toml names pt-BR.\n"
    assert 'locales = ["en", "pt-BR"]\n' in (root / "kitapsha.toml").read_text("utf-8")
    assert site.run("new", "rivers/clean-water").code == 0
    assert 'title: "Clean water"\n' in (root / "source/rivers/clean-water.md").read_text("utf-8")
    assert site.run("update").code == 0
    assert site.run("check").code == 0
    assert site.run("html").code == 0
    made = site.made()
    assert {"en/rivers/clean-water.html", "en/welcome.html", "pt-BR/index.html", "pt-BR/status.html"} <= set(made)


def test_what_stands_in_a_folder_is_not_touched_by_init(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    assert main(["init", str(tmp_path)]) == 2
    assert "error[folder-taken]" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(
    ("slug", "code"),
    [
        ("../outside", "slug-invalid"),
        ("a/../../outside", "slug-invalid"),
        ("/etc/passwd", "slug-invalid"),
        ("what now", "slug-invalid"),
        ("", "slug-invalid"),
        ("-x", ""),
        ("a\nb", "slug-invalid"),
        ("x" * 201, "slug-invalid"),
        ("index", "slug-reserved"),
        ("Site", "slug-reserved"),
        ("well", "article-exists"),
        ("WELL", "article-exists"),
        ("source/well.md", "article-exists"),
    ],
)
def test_new_refuses(slug: str, code: str, site: Site) -> None:
    before = files(site.root.parent)
    result = site.run("new", slug)
    assert result.code == 2
    assert not code or code in result.codes
    assert files(site.root.parent) == before


@pytest.mark.parametrize(
    ("locale", "code"), [("kazakh", "locale-unknown"), ("../x", "locale-unknown"), ("ru", "locale-exists")]
)
def test_add_language_refuses(locale: str, code: str, site: Site) -> None:
    before = files(site.root)
    result = site.run("add-language", locale)
    assert (result.code, result.codes) == (2, {code})
    assert files(site.root) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('locales = ["en", "ru", "kk"]', 'locales = ["en", "ru", "kk", "de"]'),
        ('locales = [\n  "en",\n  "ru", # Russian\n  "kk",\n]', 'locales = ["en", "ru", "kk", "de"]'),
        ('\n[table]\nlocales = ["x"]', None),
        ('locales = ["en", "ru", "kk", # not [yet] de\n]', None),
    ],
)
def test_add_language_keeps_the_rest_of_the_settings(old: str, new: str | None, site: Site) -> None:
    site.edit("kitapsha.toml", 'locales = ["en", "ru", "kk"]', old)
    before = (site.root / "kitapsha.toml").read_text("utf-8")
    result = site.run("add-language", "de")
    after = (site.root / "kitapsha.toml").read_text("utf-8")
    if new is None:
        assert result.code == 2
        assert after == before
    else:
        assert result.code == 0
        assert after == before.replace(old, new)


def test_what_a_killed_update_had_in_its_hands_is_kept_where_it_is_all_there_is(site: Site) -> None:
    assert site.run("update").code == 0
    catalog = next(path for path in sorted(site.root.glob("locales/ru/LC_MESSAGES/*.po")) if path.name != "site.po")
    known = catalog.with_name(f".{catalog.name}.00000001.tmp")
    known.write_bytes(catalog.read_bytes())
    cut = catalog.with_name(f".{catalog.name}.00000002.tmp")
    cut.write_bytes(catalog.read_bytes()[:300])
    newer = catalog.with_name(f".{catalog.name}.00000003.tmp")
    old = next(m for m in po.read(catalog.read_bytes()).messages if m.translated).msgstr[0]
    newer.write_bytes(
        catalog.read_bytes().replace(f'msgstr "{old}"'.encode(), 'msgstr "Слова, которых нигде нет"'.encode())
    )
    result = site.run("update")
    assert result.codes == {"catalog-rescued"}
    kept = catalog.with_name(f"{catalog.stem}-rescued-00000003.po")
    assert "Слова, которых нигде нет" in kept.read_text("utf-8")
    assert [path.name for path in catalog.parent.iterdir() if path.name.startswith(".")] == []
    assert site.run("update").codes == set()
