"""What WeasyPrint makes of our dictionaries: the lines of a narrow column."""

import io

import pypdf
import pytest

from tests.plain_pdf import plain_pdf

HYPHEN = "\u2010"


def lines(lang: str, body: str, *, width_mm: float) -> list[str]:
    style = f"@page{{size:{width_mm}mm 200mm;margin:0}} body{{margin:0;font:10pt monospace;hyphens:auto}}"
    html = f"<html lang={lang}><style>{style} .nowrap{{white-space:nowrap}}</style><body>{body}</body></html>"
    return pypdf.PdfReader(io.BytesIO(plain_pdf(html))).pages[0].extract_text().split()


def test_kazakh_words_are_divided():
    assert lines("kk", "тәуелсіздігімізден", width_mm=22) == ["тәуелсіз" + HYPHEN, "дігімізден"]
    assert lines("kk", "кәсіподақ", width_mm=17) == ["кәсіп" + HYPHEN, "одақ"]
    assert lines("kk-KZ", "ҚАЗАҚСТАН", width_mm=12) == ["ҚАЗАҚСТАН"]


def test_russian_words_with_yo_are_divided():
    assert lines("ru", "посёлок", width_mm=13) == ["посё" + HYPHEN, "лок"]


@pytest.mark.parametrize("width_mm", [8, 12, 16, 20, 24, 28, 32])
def test_a_number_keeps_its_suffix_at_any_width(width_mm):
    made = lines("kk", "жыл <span class=nowrap>2011-жылдардағы</span> су", width_mm=width_mm)
    assert "2011-жылдардағы" in made
