"""Memory and reference language from the command line: settings, files in, files out."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from kitapsha import po, tmx
from tests.publications import Site, files

RU, KK = "locales/ru/LC_MESSAGES/", "locales/kk/LC_MESSAGES/"
SENTENCE = "The water is clean."


def _catalogs(site: Site) -> dict[str, bytes]:
    return files(site.root / "locales")


def _entry(site: Site, path: str, msgid: str) -> str:
    """The lines of an entry in a catalog."""
    found = [entry for entry in (site.root / path).read_text("utf-8").split("\n\n") if f'msgid "{msgid}"' in entry]
    assert len(found) == 1
    return found[0]


def _set(site: Site, text: str) -> None:
    path = site.root / "kitapsha.toml"
    path.write_text(text + path.read_text("utf-8") if "[" not in text else path.read_text("utf-8") + text, "utf-8")


@pytest.fixture
def twice(site: Site) -> Site:
    """The sentence stands in two articles, and is translated in one."""
    for name in ("well", "bread"):
        with (site.root / f"source/{name}.md").open("a", encoding="utf-8") as article:
            article.write(f"\n\n{SENTENCE}\n")
    assert site.run("update").code == 0
    site.edit(RU + "well.po", f'msgid "{SENTENCE}"\nmsgstr ""', f'msgid "{SENTENCE}"\nmsgstr "Вода чистая."')
    return site


@pytest.mark.parametrize(
    ("mode", "lines"),
    [
        ("use", [f"#. from memory: {RU}well.po", "#: source/bread.md"]),
        ("fuzzy", [f"#. suggested by memory: {RU}well.po", "#: source/bread.md", "#, fuzzy"]),
        ("off", ["#: source/bread.md"]),
    ],
)
def test_a_sentence_is_translated_once(twice: Site, mode: str, lines: list[str]) -> None:
    _set(twice, f'memory = "{mode}"\n')
    assert twice.run("update").code == 0
    words = "" if mode == "off" else "Вода чистая."
    got = _entry(twice, RU + "bread.po", SENTENCE).rstrip("\n").split("\n")
    assert got[1:] == [*lines, f'msgid "{SENTENCE}"', f'msgstr "{words}"']
    assert twice.run("update").out == "Everything is up to date.\n"
    for path in (RU + "bread.po", RU + "well.po"):
        data = (twice.root / path).read_bytes()
        assert subprocess.run(["msgcat", "--no-wrap", "-"], input=data, capture_output=True, check=True).stdout == data


def test_a_correction_of_the_source_stays_in_its_article(twice: Site) -> None:
    english = "locales/en/LC_MESSAGES/"
    twice.edit(
        english + "well.po", f'msgid "{SENTENCE}"\nmsgstr ""', f'msgid "{SENTENCE}"\nmsgstr "The water is clear."'
    )
    assert twice.run("update").code == 0
    assert _entry(twice, english + "bread.po", SENTENCE).rstrip().endswith('msgstr ""')


def test_the_reference_language_comes_and_goes(twice: Site) -> None:
    assert twice.run("update").code == 0
    before = _catalogs(twice)
    _set(twice, '\n[reference]\nkk = "ru"\n')
    assert twice.run("update").code == 0
    assert "#. ru: Вода чистая.\n" in _entry(twice, KK + "bread.po", SENTENCE), "gained in the same update"
    assert {path for path, data in _catalogs(twice).items() if data != before[path]} <= {
        path for path in before if path.startswith("kk/")
    }
    assert twice.run("update").out == "Everything is up to date.\n"
    twice.edit("kitapsha.toml", '\n[reference]\nkk = "ru"\n', "")
    assert twice.run("update").code == 0
    assert _catalogs(twice) == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('memory = "maybe"\n', '"use", "fuzzy" or "off"'),
        ("\n[reference]\nkk = 1\n", "write the tag of a language"),
        ('\n[reference]\nkk = "de"\n', "`reference` names de, which is not in `locales`"),
        ('\n[reference]\nde = "ru"\n', "`reference` names de, which is not in `locales`"),
        ('\n[reference]\nkk = "kk"\n', "`reference` shows kk to itself"),
    ],
)
def test_settings_that_do_not_fit(site: Site, text: str, said: str) -> None:
    _set(site, text)
    result = site.run("check")
    assert result.code in (1, 2)
    assert said in result.out + result.err


@pytest.mark.parametrize("kind", ["tmx", "compendium"])
def test_what_goes_out_comes_in(site: Site, tmp_path: Path, kind: str) -> None:
    name = str(tmp_path / ("ru.tmx" if kind == "tmx" else "ru.po"))
    assert site.run("extract", f"--{kind}", name, "--locale", "ru").code == 0
    first = Path(name).read_bytes()
    assert site.run("extract", f"--{kind}", name, "--locale", "ru").code == 0
    assert Path(name).read_bytes() == first
    had = {path: po.read(data) for path, data in _catalogs(site).items() if path.startswith("ru/")}
    shutil.rmtree(site.root / "locales/ru")
    assert site.run("update", "--memory", name).code == 0
    for path, catalog in had.items():
        has = {m.key: m.msgstr for m in po.read((site.root / "locales" / path).read_bytes()).messages}
        assert {m.key: m.msgstr for m in catalog.messages if m.translated}.items() <= has.items()
    after = _catalogs(site)
    assert site.run("update", "--memory", name).out == "Everything is up to date.\n"
    assert site.run("update").out == "Everything is up to date.\n", "the marks stay without the file"
    assert _catalogs(site) == after
    assert str(tmp_path).encode() not in b"".join(after.values())


def test_one_tmx_holds_every_language(site: Site, tmp_path: Path) -> None:
    assert site.run("extract", "--tmx", str(tmp_path / "all.tmx")).code == 0
    tags = {tag for unit in tmx.read((tmp_path / "all.tmx").read_bytes()).units for tag, _ in unit.texts}
    assert tags == {"en", "ru", "kk"}


def test_a_compendium_is_of_one_language(site: Site, tmp_path: Path) -> None:
    result = site.run("extract", "--compendium", str(tmp_path / "all.po"))
    assert (result.code, result.codes) == (2, {"compendium-locale"})
    assert not (tmp_path / "all.po").exists()


def test_a_memory_that_is_not_there_or_not_whole(site: Site, tmp_path: Path) -> None:
    before = _catalogs(site)
    result = site.run("update", "--memory", str(tmp_path / "no.tmx"))
    assert (result.code, result.codes) == (2, {"file-unreadable"})
    (tmp_path / "cut.tmx").write_bytes(tmx.write([tmx.Unit((("en", "a"), ("ru", "b")))], "en")[:-20])
    result = site.run("update", "--memory", str(tmp_path / "cut.tmx"))
    assert (result.code, result.codes) == (1, {"tmx-syntax"})
    assert _catalogs(site) == before
