"""What a pamphlet says of itself: from the front matter, the catalogs and the settings alone."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from kitapsha import building, covers
from kitapsha.imprint import Imprint, cover_medium, imprint

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 148 210"><circle cx="70" cy="90" r="40"/>{}</svg>'
PO = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: ru\\n"\n'
    '"PO-Revision-Date: {}\\n"\n"Plural-Forms: nplurals=3; plural=0;\\n"\n\n'
    'msgid "The well"\nmsgstr "Колодец"\n\nmsgid "It is deep."\nmsgstr "Он глубок."\n'
)


def made(root: Path, header: str = "", settings: str = "", revised: str = "", locale: str = "en") -> Imprint:
    text = f'title = "Wells"\nsource_locale = "en"\nlocales = ["en", "ru"]\nminimum = 0\n{settings}\n'
    (root / "kitapsha.toml").write_text(text, "utf-8")
    (root / "source").mkdir(exist_ok=True)
    (root / "source/well.md").write_text(f"---\ntitle: The well\n{header}\n---\n\nIt is deep.\n", "utf-8")
    catalog = root / "locales/ru/LC_MESSAGES/well.po"
    catalog.parent.mkdir(parents=True, exist_ok=True)
    catalog.write_text(PO.format(revised), "utf-8")
    return imprint(building.edition(root), locale, "well")


def test_a_cover_is_drawn_where_none_is_given(tmp_path: Path) -> None:
    result = made(tmp_path)
    assert result.cover_svg == covers.cover_art("well")
    assert result.cover_image == ""
    assert made(tmp_path, locale="ru").cover_svg == result.cover_svg


def test_the_drawing_of_the_front_matter_is_the_cover(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    evil = '<script>alert(1)</script><image href="https://example.org/x.png"/>'
    (tmp_path / "source/cover.svg").write_text(DRAWING.format(evil), "utf-8")
    result = made(tmp_path, "cover: cover.svg")
    assert 'r="40"' in result.cover_svg
    assert result.cover_svg.startswith("<svg")
    assert "script" not in result.cover_svg
    assert "example.org" not in result.cover_svg
    assert result.cover_image == ""


def test_a_photograph_is_an_asset(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    data = io.BytesIO()
    Image.new("RGB", (148, 210), "#888").save(data, "PNG")
    (tmp_path / "source/cover.png").write_bytes(data.getvalue())
    assert made(tmp_path, "cover: cover.png").cover_image == "kitapsha:media/cover.png"
    medium = cover_medium(building.edition(tmp_path), "well")
    assert medium
    assert medium.name == "media/cover.png"


@pytest.mark.parametrize("content", [None, "", "no drawing", "<svg", "<html/>"])
def test_a_cover_is_never_empty(content: str | None, tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    if content is not None:
        (tmp_path / "source/cover.svg").write_text(content, "utf-8")
    assert made(tmp_path, "cover: cover.svg").cover_svg == covers.cover_art("well")


@pytest.mark.parametrize(
    ("header", "revised", "locale", "expected"),
    [
        ("", "", "en", ""),
        ("date: 2026-11-21", "", "en", "21 November 2026"),
        ("date: 2026-11-21\nupdated: 2026-12-01", "", "en", "1 December 2026"),
        ("date: 2026-11-21", "2026-12-05 18:40+0000", "en", "21 November 2026"),
        ("date: 2026-11-21", "2026-12-05 18:40+0000", "ru", "5 декабря 2026 года"),
        ("date: 2026-11-21", "YEAR-MO-DA HO:MI+ZONE", "ru", "21 ноября 2026 года"),
    ],
)
def test_the_edition_is_the_day_of_the_text(
    header: str, revised: str, locale: str, expected: str, tmp_path: Path
) -> None:
    assert made(tmp_path, header, revised=revised, locale=locale).edition == expected


def test_a_pamphlet_leads_to_its_page_where_the_site_has_an_address(tmp_path: Path) -> None:
    nowhere = made(tmp_path)
    assert (nowhere.web_address, nowhere.qr_svg) == ("", "")
    there = made(tmp_path, settings='base_url = "https://example.org/r/"', locale="ru")
    assert there.web_address == "https://example.org/r/ru/well.html"
    assert there.qr_svg.startswith("<svg")
