"""What a second build does: nothing, or exactly what a change asks for. The same inputs give the same bytes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kitapsha import building
from tests.publications import Site, files, start

RU = "locales/ru/LC_MESSAGES/"


def _changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def _times(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*")}


def test_a_second_build_has_nothing_to_do_and_writes_nothing(site: Site) -> None:
    site.run("build")
    before = _times(site.root)
    result = site.run("build")
    assert result.code == 0
    assert result.out.startswith("Nothing to do: all ")
    assert result.out.count("\n") == 1
    assert _times(site.root) == before


def test_a_second_build_imports_no_library(site: Site) -> None:
    site.run("build")
    code = (
        "import atexit, sys\n"
        "slow = ('weasyprint', 'jinja2', 'babel', 'markdown_it', 'lxml', 'PIL', 'yaml', 'pikepdf', 'rapidfuzz',"
        " 'werkzeug')\n"
        "atexit.register(lambda: print([name for name in slow if name in sys.modules], file=sys.stderr))"
    )
    process = start(site.root, "build", code=code)
    out, err = process.communicate(timeout=60)
    assert out.startswith("Nothing to do")
    assert err == "[]\n"
    assert process.returncode == 0


@pytest.mark.parametrize(
    "words",
    [("--help",), ("serve", "--help"), ("status",), ("html", "--help"), ("explain", "link-dead"), ("--version",)],
    ids=" ".join,
)
def test_what_is_slow_is_not_imported_where_it_is_not_used(words: tuple[str, ...], site: Site) -> None:
    code = (
        "import atexit, sys\n"
        "slow = ('weasyprint', 'werkzeug')\n"
        "atexit.register(lambda: print([name for name in slow if name in sys.modules], file=sys.stderr))"
    )
    process = start(site.root, *words, code=code)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "[]\n")


def test_a_file_that_was_touched_or_removed_is_made_again(site: Site) -> None:
    site.run("build")
    before = site.made()
    (site.root / "dist/kk/bread.html").unlink()
    (site.root / "dist/en/bread.html").write_text("something else", "utf-8")
    result = site.run("build")
    assert "; 2 files written" in result.out
    assert site.made() == before


def test_one_translation_changes_its_pages_and_nothing_else(site: Site) -> None:
    site.run("build")
    before = site.made()
    site.edit(RU + "well.po", "говорят старики", "говорят старцы")
    result = site.run("build", "--verbose")
    assert _changed(before, site.made()) == {
        *("ru/well.html", "ru/well.parallel.html", "ru/well.single.html", "assets/search.ru.js")
    }
    assert "written: ru/well.html (0." in result.err
    assert result.err.count("written: ") == 4
    assert "говорят старцы".encode() in site.made()["ru/well.html"]


def test_a_title_changes_where_it_is_shown(site: Site) -> None:
    site.run("build")
    before = site.made()
    site.edit(RU + "bread.po", 'msgstr "Хлеб"', 'msgstr "Лепёшка"')
    site.run("build")
    pages = {"ru/bread.html", "ru/bread.single.html", "ru/index.html", "ru/status.html"}
    pages |= {"ru/bread.parallel.html", "ru/bread.card.png", "assets/search.ru.js"}
    assert _changed(before, site.made()) == pages


def test_a_translation_that_is_withdrawn_changes_the_numbers_too(site: Site) -> None:
    site.run("build")
    before = site.made()
    site.edit(RU + "bread.po", 'msgid "Town"\nmsgstr "Город"', 'msgid "Town"\nmsgstr ""')
    site.run("build")
    pages = {"ru/bread.html", "ru/bread.single.html", "ru/index.html", "ru/status.html"}
    pages |= {"ru/bread.parallel.html", "assets/search.ru.js"}
    assert _changed(before, site.made()) == pages
    assert (
        b'<h2 id="town" lang="en" class="untranslated" data-untranslated="EN">Town</h2>' in site.made()["ru/bread.html"]
    )


def test_a_changed_paragraph_shows_the_source_and_the_catalogs_are_behind(site: Site) -> None:
    site.run("build")
    before = site.made()
    site.edit("source/river.md", "takes the lower road", "floods the lower road")
    result = site.run("build")
    after = site.made()
    assert result.code == 0
    assert result.codes == {"catalog-behind"}
    assert "locales/ru/LC_MESSAGES/river.po:1:1: warning[catalog-behind]" in result.err
    assert "hint: run build.py update" in result.err
    shown = b'<p lang="en" class="untranslated" data-untranslated="EN">In spring the river floods the lower road.</p>'
    # The Russian catalog has 36 per cent of the words left, which is less than the 60 that are asked for.
    assert "ru/river.html" not in after
    site.edit("kitapsha.toml", "ru = 60", "ru = 20")
    site.run("build")
    assert shown in site.made()["ru/river.html"]
    elsewhere = {path for path in _changed(before, after) if not path.startswith("ru/")}
    assert elsewhere == {
        *("en/river.html", "en/river.single.html", "kk/status.html", "sitemap.xml"),
        *("assets/search.en.js", "assets/search.ru.js"),
    }


def test_what_changes_during_a_build_is_built_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    real = building.edition

    def edition(*args: object) -> object:
        made = real(*args)  # type: ignore[arg-type]
        site.edit("source/bread.md", "The oven", "The old oven")
        return made

    monkeypatch.setattr(building, "edition", edition)
    site.run("build")
    monkeypatch.undo()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795262400")
    assert b"The old oven" not in site.made()["en/bread.html"]
    assert not site.run("build").out.startswith("Nothing to do")
    assert b"The old oven" in site.made()["en/bread.html"]


def test_links_to_nothing_and_in_circles_do_no_harm(site: Site) -> None:
    (site.root / "source/circle").symlink_to(site.root / "source")
    (site.root / "templates").mkdir()
    (site.root / "templates/none").symlink_to(site.root / "nowhere")
    assert site.run("build").code == 0
    assert site.run("build").out.startswith("Nothing to do")


def test_the_bytes_do_not_depend_on_where_when_and_by_whom_they_are_made(site: Site, tmp_path: Path) -> None:
    surroundings = [
        {"TZ": "Asia/Almaty", "PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": "1", "LC_ALL": "C", "HOME": "/nowhere"},
        {"TZ": "America/Lima", "PYTHONHASHSEED": "2", "SOURCE_DATE_EPOCH": "1795262400", "USER": "ann"},
    ]
    made = []
    for number, variables in enumerate(surroundings):
        code = f"import os\nos.umask({number * 0o77})\nos.chdir({str(site.root if number else tmp_path)!r})"
        output = site.root / f"out{number}"
        process = start(site.root, "build", "--quiet", "--output", str(output), code=code, **variables)
        assert process.communicate(timeout=60) == ("", "")
        made.append(files(output))
    assert made[0] == made[1] == site.clean_build()
    secrets = [str(tmp_path).encode(), os.uname().nodename.encode()]
    assert not [path for path, data in made[0].items() if any(secret in data for secret in secrets if len(secret) > 5)]


def test_pamphlets_do_not_depend_on_workers_and_change_one_at_a_time(site: Site) -> None:
    (site.root / "source/well.md").unlink()
    (site.root / "source/river.md").unlink()
    site.edit("source/bread.md", "[the well](well.md#depth)", "the well")
    site.edit("locales/kk/LC_MESSAGES/bread.po", "[the well](well.md#depth)", "the well")
    site.edit("locales/kk/LC_MESSAGES/bread.po", "[құдық](well.md#depth)", "құдық")
    site.edit("kitapsha.toml", '["en", "ru", "kk"]', '["en", "kk"]')
    site.edit("kitapsha.toml", "[minimum_by_locale]\nru = 60\n", "")
    site.edit("kitapsha.toml", '["html", "single"]', '["html", "pdf", "booklet"]')
    site.run("update")
    first = site.run("build", "--workers", "2")
    assert (first.code, first.codes - {"catalog-orphan"}) == (0, set())
    one = site.made()
    assert {path for path in one if path.endswith(".pdf")} == {
        *("en/bread.pdf", "en/bread-booklet.pdf", "kk/bread.pdf", "kk/bread-booklet.pdf")
    }
    site.run("clean")
    site.run("build", "--workers", "1")
    assert site.made() == one
    site.edit("locales/kk/LC_MESSAGES/bread.po", 'msgstr "Қала"', 'msgstr "Шаһар"')
    result = site.run("build")
    assert _changed(one, site.made()) == {
        *("kk/bread.html", "kk/bread.parallel.html", "kk/bread.pdf", "kk/bread-booklet.pdf", "assets/search.kk.js")
    }
    assert "(1 pamphlet unchanged)" in result.out
