"""`pack`: archives that open from a folder, with nothing of other languages, the same bytes every time."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest

from tests.links import dead
from tests.publications import Site


@pytest.fixture
def packed(site: Site) -> Site:
    site.edit("kitapsha.toml", '"single"]', '"single", "epub"]')
    assert site.run("pack").code == 0
    return site


def unpack(site: Site, locale: str, into: Path) -> Path:
    (archive,) = (site.root / "dist").glob(f"*-{locale}.zip")
    with zipfile.ZipFile(archive) as file:
        file.extractall(into)
    return into / archive.stem


def test_each_language_has_an_archive_and_a_checksum(packed: Site) -> None:
    made = packed.made()
    names = sorted(name for name in made if name.endswith(".zip"))
    assert [name[-6:-4] for name in names] == ["en", "kk", "ru"]
    sums = dict(reversed(line.split("  ")) for line in made["SHA256SUMS"].decode().splitlines())
    assert sums == {name: hashlib.sha256(made[name]).hexdigest() for name in names}
    assert sorted(made) == ["SHA256SUMS", *names]


@pytest.mark.parametrize("locale", ["en", "ru", "kk"])
def test_an_archive_is_whole_in_itself(locale: str, packed: Site, tmp_path: Path) -> None:
    folder = unpack(packed, locale, tmp_path / "unpacked")
    assert dead(folder) == []
    first = (folder / "index.html").read_text("utf-8")
    assert f'<html lang="{locale}"' in first
    assert f'href="{locale}/index.html"' in first
    assert {path.name for path in folder.iterdir() if path.is_dir()} <= {locale, "assets", "media"}
    assert (folder / locale / "all.epub").is_file()
    assert 'hreflang="en"' not in (folder / "ru/index.html").read_text("utf-8") if locale == "ru" else True


def test_the_bytes_are_the_same_every_time(packed: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1895262400")
    assert packed.run("pack", "--output", str(packed.root / "again"), "--workers", "1").code == 0
    assert packed.made("again") == packed.made()


def test_one_language_leaves_the_others_and_their_checksums(packed: Site) -> None:
    before = packed.made()
    packed.edit("source/bread.md", "oven", "big oven")
    packed.run("update")
    assert packed.run("pack", "--locale", "en").code == 0
    after = packed.made()
    changed = {name for name in before if before[name] != after[name]}
    assert len(changed) == 2
    assert "SHA256SUMS" in changed
    sums = dict(reversed(line.split("  ")) for line in after["SHA256SUMS"].decode().splitlines())
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in after.items() if name.endswith(".zip")}


def test_a_build_and_an_archive_live_side_by_side(packed: Site) -> None:
    archives = packed.made()
    packed.run("build")
    packed.run("build")
    assert archives.items() <= packed.made().items()


def test_clean_takes_archives_away_and_leaves_what_others_put_there(packed: Site) -> None:
    packed.run("build")
    packed.edit("kitapsha.toml", 'title = "', 'title = "Another ')
    assert packed.run("pack", "--locale", "en").code == 0
    assert len([name for name in packed.made() if name.endswith(".zip")]) == 4
    (packed.root / "dist/mine.zip").write_bytes(b"mine")
    result = packed.run("clean")
    assert list(packed.made()) == ["mine.zip"]
    assert "1 file that no build made left" in result.out


def test_pages_are_packed_even_where_only_books_are_made(site: Site) -> None:
    site.edit("kitapsha.toml", '["html", "single"]', '["epub"]')
    assert site.run("pack", "--locale", "en").code == 0
    (name,) = [name for name in site.made() if name.endswith(".zip")]
    with zipfile.ZipFile(site.root / "dist" / name) as archive:
        assert any(entry.endswith("/index.html") for entry in archive.namelist())


def test_what_is_said(site: Site) -> None:
    result = site.run("pack", "--locale", "en", "--quiet")
    assert (result.code, result.out) == (0, "")
    result = site.run("pack", "--locale", "en", "--locale", "en")
    assert "-en.zip: " in result.out
    assert result.out.splitlines()[-1].startswith("1 archive")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--only", "well"), "pack-only"),
        (("--locale", "rus"), "locale-unknown"),
        (("--output", "{root}/source"), "output-folder"),
    ],
)
def test_wrong_usage(words: tuple[str, ...], code: str, site: Site) -> None:
    result = site.run("pack", *(word.format(root=site.root) for word in words))
    assert (result.code, result.codes) == (2, {code})
    assert not (site.root / "dist").exists()


def test_no_link_of_a_build_is_dead(site: Site) -> None:
    site.run("build")
    assert dead(site.root / "dist") == []


@pytest.mark.parametrize(
    ("page", "wrong"),
    [
        ('<a href="b.html">', ["there is no such file"]),
        ('<a href="#x">', ["there is no such anchor"]),
        ('<a href="/a.html">', ["from a USB stick, this leads to the root of the disk"]),
        ('<a href="../a.html">', ["it leads out of the folder"]),
        ('<img src="x.png"><script src="y.js">', ["there is no such file", "there is no such file"]),
        ('<a href="javascript:x()">', ["the scheme javascript does not belong here"]),
        ('<p id="x"><a href="a.html#x">', []),
    ],
)
def test_the_checker_of_links_sees_what_is_wrong(page: str, wrong: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page, "utf-8")
    assert [line.split(": ", 2)[2] for line in dead(tmp_path)] == wrong
