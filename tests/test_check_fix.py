"""`build.py check --fix`: what it mends in the catalogs, and that everything else stays as it is, byte for byte."""

from __future__ import annotations

import json
from difflib import unified_diff

import pytest

from tests.publications import Site, files

RU, KK = "locales/ru/LC_MESSAGES/", "locales/kk/LC_MESSAGES/"


def _kept(site: Site) -> dict[str, bytes]:
    made = {f"locales/{path}": data for path, data in files(site.root / "locales").items()}
    return made | {f"source/{path}": data for path, data in files(site.root / "source").items()}


def _changed(before: dict[str, bytes], after: dict[str, bytes]) -> dict[str, list[str]]:
    """The lines that went and came, by file."""
    assert before.keys() == after.keys()
    return {
        path: [
            line
            for line in unified_diff(data.decode().split("\n"), after[path].decode().split("\n"), n=0, lineterm="")
            if not line.startswith(("---", "+++", "@@"))
        ]
        for path, data in before.items()
        if data != after[path]
    }


def _mended(site: Site, *words: str) -> dict[str, list[str]]:
    before = _kept(site)
    site.run("check", "--fix", *words)
    return _changed(before, _kept(site))


@pytest.fixture
def torn(site: Site) -> Site:
    """The publication with an ordinary space in a number, in two languages."""
    site.edit(RU + "bread.po", "5\u00a0000", "5 000")
    site.edit(KK + "bread.po", "5\u00a0000", "5 000")
    return site


def test_numbers_are_kept_together(torn: Site) -> None:
    before = _kept(torn)
    result = torn.run("check", "--fix")
    assert result.code == 0
    assert f"{RU}bread.po: 1 translation mended (1 spaces inside numbers)\n" in result.out
    assert "number-space" not in result.out
    assert _changed(before, _kept(torn)) == {
        RU + "bread.po": ['-msgstr "Печь стоит 5 000 ₸ и «улыбку»."', '+msgstr "Печь стоит 5\u00a0000 ₸ и «улыбку»."'],
        KK + "bread.po": [
            '-msgstr "Пештің бағасы — 5 000 ₸ және «күлкі»."',
            '+msgstr "Пештің бағасы — 5\u00a0000 ₸ және «күлкі»."',
        ],
    }


def test_only_the_mended_lines_change(site: Site) -> None:
    site.edit(RU + "bread.po", 'msgstr "Город"', 'msgstr " Го\u200bрод"')
    site.edit(RU + "bread.po", "Хлеб пекут у [колодца]", "Хлеб  пекут у~ [колодца]".replace("~", "\u00a0"))
    site.edit(RU + "river.po", "Весной река", "Веснои\u0306  река")
    before = _kept(site)
    result = site.run("check", "--fix")
    assert result.code == 0
    assert (
        f"{RU}bread.po: 2 translations mended "
        "(2 doubled spaces, 1 invisible characters, 1 spaces at the edge)\n" in result.out
    )
    assert _changed(before, _kept(site)) == {
        RU + "bread.po": [
            '-msgstr "Хлеб  пекут у\u00a0 [колодца](well.md#depth), а не в [городе](#town)."',
            '+msgstr "Хлеб пекут у\u00a0[колодца](well.md#depth), а не в [городе](#town)."',
            '-msgstr " Го\u200bрод"',
            '+msgstr "Город"',
        ],
        RU + "river.po": [
            '-msgstr "Веснои\u0306  река забирает нижнюю дорогу."',
            '+msgstr "Весной река забирает нижнюю дорогу."',
        ],
    }


def test_the_second_run_finds_nothing(site: Site) -> None:
    site.edit(RU + "bread.po", 'msgstr "Город"', 'msgstr "Город  "')
    assert set(_mended(site)) == {RU + "bread.po"}
    before = _kept(site)
    result = site.run("check", "--fix")
    assert result.out.startswith("Nothing to mend.\n")
    assert _kept(site) == before


def test_without_the_option_nothing_is_written(torn: Site) -> None:
    before = _kept(torn)
    result = torn.run("check")
    assert "number-space" in result.out
    assert "mend" not in result.out.replace("`build.py check --fix` does", "")
    assert _kept(torn) == before


def test_a_broken_catalog_is_untouched(site: Site) -> None:
    site.edit(RU + "bread.po", 'msgstr "Город"', 'msgstr "Гор  од')
    site.edit(RU + "river.po", 'msgstr "Река"', 'msgstr "Река "')
    before = _kept(site)
    result = site.run("check", "--fix")
    assert result.code == 1
    assert f"{RU}river.po: 1 translation mended" in result.out
    assert "po-syntax" in result.out
    assert set(_changed(before, _kept(site))) == {RU + "river.po"}


def test_obsolete_and_untranslated_entries_comments_and_the_header_stay(site: Site) -> None:
    site.edit(RU + "well.po", '#~ msgstr "Это предложение', '#~ msgstr " Это  предложение')
    site.edit(RU + "well.po", '"Last-Translator: ', '"Last-Translator:  ')
    site.edit(RU + "river.po", "#. heading\n", "# a  note of the translator \u200b\n#. heading\n")
    assert _mended(site) == {}


def test_fuzzy_entries_are_mended_as_well(site: Site) -> None:
    site.edit(
        RU + "river.po", '#: source/river.md\nmsgid "The river"', '#: source/river.md\n#, fuzzy\nmsgid "The river"'
    )
    site.edit(RU + "river.po", 'msgstr "Река"', 'msgstr "Река "')
    assert _mended(site) == {RU + "river.po": ['-msgstr "Река "', '+msgstr "Река"']}


def test_code_and_addresses_stay(site: Site) -> None:
    site.edit(RU + "bread.po", "[городе](#town).", '[городе](#town "a  b"), `c  d`.')
    assert _mended(site) == {}


def test_one_locale_and_one_article(torn: Site) -> None:
    torn.edit(RU + "river.po", 'msgstr "Река"', 'msgstr "Река "')
    assert set(_mended(torn, "--locale", "ru", "--only", "river")) == {RU + "river.po"}
    assert set(_mended(torn, "--locale", "kk")) == {KK + "bread.po"}
    assert set(_mended(torn)) == {RU + "bread.po"}


def test_the_words_of_the_site_are_mended(site: Site) -> None:
    site.edit(RU + "site.po", 'msgstr "Примечания"', 'msgstr "Примечания\u200b"')
    assert _mended(site) == {RU + "site.po": ['-msgstr "Примечания\u200b"', '+msgstr "Примечания"']}


def test_programs_and_quiet_people_read_problems_only(torn: Site) -> None:
    result = torn.run("check", "--fix", "--format", "json")
    assert json.loads(result.out)["problems"]
    assert "1 translation mended" in result.err
    result = torn.run("check", "--fix", "--quiet")
    assert "mend" not in result.out.replace("`build.py check --fix` does", "")


def test_an_update_afterwards_changes_nothing(site: Site) -> None:
    site.edit(RU + "bread.po", 'msgstr "Город"', 'msgstr "Город  "')
    site.run("check", "--fix")
    before = _kept(site)
    assert site.run("update").out == "Everything is up to date.\n"
    assert _kept(site) == before
