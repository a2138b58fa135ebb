"""Badges: small pictures that say the same in letters, in colour and to those who cannot see them."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from kitapsha import badges
from kitapsha.model import Count, Coverage
from kitapsha.statistics import Part, Report, Row

WHOLE, HALF, NONE = Coverage(Count(4, 80)), Coverage(Count(2, 40), Count(2, 40)), Coverage(untranslated=Count(4, 80))
SVG = "{http://www.w3.org/2000/svg}"


def row(name, coverage, published, title="About water") -> Row:
    return Row("kk", name, title, coverage, 80, published, "" if published is not False else "incomplete")


PART = Part(
    "kk", "Қазақша", False, 80, (row("rivers/water", HALF, True), row("bread", NONE, False), row("site", NONE, None))
)


def made(part=PART, articles=True):
    return {artifact.path: artifact.data.decode() for artifact in badges.badges(Report((part,)), articles=articles)}


def letters(svg):
    return [element.text for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_one_for_each_locale():
    found = made(articles=False)
    assert list(found) == ["kk.svg"]
    assert letters(found["kk.svg"]) == ["Қазақша", "16 %"]


def test_one_for_each_article_on_request():
    found = made()
    assert list(found) == ["kk.svg", "kk/rivers/water.svg", "kk/bread.svg", "kk/site.svg"]
    assert letters(found["kk/rivers/water.svg"]) == ["rivers/water · kk", "50 %"]


def test_what_is_said_to_those_who_cannot_see_it():
    said = {
        "kk.svg": "Қазақша (kk): 16 % of 240 words translated, 1 of 2 articles published",
        "kk/rivers/water.svg": "About water, Қазақша (kk): 50 % of 80 words translated",
        "kk/bread.svg": "About water, Қазақша (kk): 0 % of 80 words translated, not published",
        "kk/site.svg": "About water, Қазақша (kk): 0 % of 80 words translated",
    }
    for path, svg in made().items():
        root = ElementTree.fromstring(svg)
        assert root.get("role") == "img"
        assert root.get("aria-label") == root.find(f"{SVG}title").text == said[path]
        assert root.find(f"{SVG}g").get("aria-hidden") == "true"


def test_nothing_is_fetched_and_nothing_named_twice():
    for svg in made().values():
        assert re.findall(r"[a-z]+://[^\"]*", svg) == ["http://www.w3.org/2000/svg"]
        assert not re.search(r"\b(id|href|style|class|src)=|url\(|@|<script|<style|<image", svg)
        assert len(svg.encode()) < 1_200


def test_the_same_report_gives_the_same_bytes():
    assert made() == made()


@pytest.mark.parametrize(
    ("rows", "colour"),
    [
        ([row("a", WHOLE, True)], badges.COMPLETE),
        ([row("a", WHOLE, True), row("site", NONE, None)], badges.STARTED),
        ([row("a", HALF, True)], badges.STARTED),
        ([row("a", HALF, False)], badges.UNPUBLISHED),
    ],
)
def test_colours_of_locales(rows, colour):
    svg = made(replace(PART, rows=tuple(rows)))["kk.svg"]
    assert re.findall(r'<path fill="([^"]+)"', svg)[1] == colour


@pytest.mark.parametrize(
    ("coverage", "published", "colour"),
    [
        (WHOLE, True, badges.COMPLETE),
        (HALF, True, badges.STARTED),
        (HALF, False, badges.UNPUBLISHED),
        (WHOLE, False, badges.UNPUBLISHED),
        (WHOLE, None, badges.COMPLETE),
        (HALF, None, badges.STARTED),
        (NONE, None, badges.UNPUBLISHED),
    ],
)
def test_colours_of_rows(coverage, published, colour):
    svg = made(replace(PART, rows=(row("a", coverage, published),)))["kk/a.svg"]
    assert re.findall(r'<path fill="([^"]+)"', svg)[1] == colour


@pytest.mark.parametrize("colour", [badges.COMPLETE, badges.STARTED, badges.UNPUBLISHED])
def test_white_letters_can_be_read_on_every_ground(colour):
    def light(value):
        value /= 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (light(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    assert 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= 4.5


@pytest.mark.parametrize("title", ['<b> & "x"', "a\u202eb\x00c", "']]>"])
def test_no_title_breaks_the_picture(title):
    svg = made(replace(PART, name=title, rows=(row("a", HALF, True, title),)))["kk/a.svg"]
    shown = title.replace("\u202e", "U+202E").replace("\x00", "U+0000")
    assert ElementTree.fromstring(svg).find(f"{SVG}title").text.startswith(f"{shown}, {shown} (kk): 50 %")


@pytest.mark.parametrize("name", ["i", "English", "Қазақша", "العربية", "繁體中文（台灣）", "n\u0303"])
def test_the_letters_stand_on_their_ground(name):
    svg = made(replace(PART, name=name))["kk.svg"]
    root = ElementTree.fromstring(svg)
    middle = int(re.findall(r'd="M(\d+) 0h', svg)[1])
    label, value = root.iter(f"{SVG}text")
    assert int(label.get("x")) + int(label.get("textLength")) < middle < int(value.get("x"))
    assert int(value.get("x")) + int(value.get("textLength")) < int(root.get("width"))
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"


def test_an_accent_takes_no_room():
    lengths = {
        re.search(r'textLength="(\d+)"', made(replace(PART, name=name))["kk.svg"])[1] for name in ("n", "n\u0303")
    }
    assert len(lengths) == 1
