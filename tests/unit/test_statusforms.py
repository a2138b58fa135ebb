"""The state of the translation in sentences, tables, Markdown and JSON: what is said, and how it fits its place."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kitapsha import statusforms, statustable
from kitapsha.model import Count, Coverage
from kitapsha.problems import Place, error
from kitapsha.statistics import Found, Part, Report, Row
from kitapsha.statustable import Look, bar

CUT = error("po-truncated", "the file ends in the middle of a string", Place("locales/kk/x.po", 7, 3), "bring it back")
WHOLE = Coverage(Count(20, 800))
PARTLY = Coverage(Count(10, 430), Count(4, 120), Count(6, 250))


def row(name="water", coverage=PARTLY, published=False, **more) -> Row:
    words = {"title": f"About {name}", "minimum": 80, "catalog": f"locales/kk/{name}.po", "reason": ""}
    if published is False:
        words |= {"reason": "incomplete", "needed": 210}
    return Row("kk", name, coverage=coverage, published=published, **words | more)


SITE = row("site", Coverage(Count(3, 60), untranslated=Count(1, 40)), None)
PART = Part("kk", "Қазақша", False, 80, (row("clean-water", WHOLE, True), row("bread"), SITE), ("locales/kk/old.po",))
WRITTEN = tuple(replace(r, coverage=WHOLE, reason="", published=None if r.is_site else True) for r in PART.rows)
SOURCE = Part("en", "English", True, 80, WRITTEN)
REPORT = Report((PART,))

# --- sentences ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"published": True}, []),
        ({}, ["not published: at least 210 more words are needed for 80 %"]),
        ({"needed": 1}, ["not published: at least 1 more word is needed for 80 %"]),
        ({"needed": 0}, ["not published: less than 80 % is translated"]),
        (
            {"reason": "title"},
            ["not published: the title is not translated, and at least 210 more words are needed for 80 %"],
        ),
        ({"reason": "title", "coverage": WHOLE}, ["not published: the title is not translated"]),
        (
            {"reason": "title", "found": Found.MISSING},
            ["not published: there is no catalog yet; build.py update makes it"],
        ),
        (
            {"reason": "catalog", "found": Found.UNREADABLE, "problems": (CUT,)},
            ["not published: the catalog cannot be read (locales/kk/x.po:7)"],
        ),
        ({"reason": "source"}, ["not published: the article itself cannot be read"]),
        (
            {"published": True, "found": Found.UNREADABLE, "problems": (CUT,)},
            ["the catalog cannot be read (locales/kk/x.po:7)"],
        ),
        ({"published": None, "found": Found.MISSING}, ["there is no catalog yet; build.py update makes it"]),
        (
            {"published": True, "refused": 1, "behind": 2, "corrected": 3},
            [
                "1 text with errors, which build.py check shows",
                "2 texts not in the catalog yet; build.py update adds them",
                "3 texts corrected in the catalog",
            ],
        ),
    ],
)
def test_notes(changed, said):
    assert list(statusforms.notes(row(**changed))) == said


# --- bars -----------------------------------------------------------------------------------------------------

COUNTS = st.integers(0, 3_000).flatmap(lambda n: st.just(Count(1 if n else 0, n)))


@given(COUNTS, COUNTS, COUNTS, st.integers(3, 60))
def test_a_bar_shows_whatever_there_is(translated, fuzzy, untranslated, width):
    coverage = Coverage(translated, fuzzy, untranslated)
    cells = bar(coverage, width)
    counts = (translated, fuzzy, untranslated)
    assert sum(cells) == width
    assert all(cells) == all(count.words for count in counts) or not coverage.total.words
    assert (cells[0] == width) == (coverage.percent == 100)
    for count, cell in zip(counts, cells, strict=True):
        assert coverage.total.words == 0 or abs(cell - count.words * width / coverage.total.words) <= 2


def test_texts_without_words_keep_a_bar_from_being_full():
    assert bar(Coverage(Count(5, 100), untranslated=Count(1, 0)), 10) == (9, 0, 1)


@pytest.mark.parametrize(("parts", "cells"), [((1136, 241, 121), (9, 2, 1)), ((1, 0, 1499), (1, 0, 11))])
def test_a_bar_is_in_proportion(parts, cells):
    assert bar(Coverage(*(Count(bool(words), words) for words in parts)), 12) == cells


# --- a terminal -----------------------------------------------------------------------------------------------


def test_at_80_columns():
    assert statustable.terminal(REPORT, Look(80)) == (
        "kk  Қазақша, published from 80 %              words  fuzzy  untranslated  page\n"
        "  clean-water  ███████████████████████ 100 %    800      0             0  yes\n"
        "  bread        ████████████▒▒▒▒░░░░░░░  53 %    800    120           250  no\n"
        "    not published: at least 210 more words are needed for 80 %\n"
        "  site         █████████████░░░░░░░░░░  60 %    100      0            40\n"
        "  total        █████████████████▒▒░░░░  75 %   1700    120           290  1 of 2\n"
        "    locales/kk/old.po: no article belongs to this catalog; build.py update\n"
        "      takes its translations over\n"
    )


def test_at_120_columns_nothing_is_left_out():
    head, line, *_ = statustable.terminal(REPORT, Look(120)).splitlines()
    assert head.split()[-6:] == ["words", "translated", "fuzzy", "untranslated", "segments", "page"]
    assert line.split()[-7:] == ["%", "800", "800", "0", "0", "20/20", "yes"]
    assert line.count("█") == 40


def test_where_there_is_little_room():
    lines = statustable.terminal(REPORT, Look(36)).splitlines()
    assert lines[:3] == [
        "kk  Қазақша, published from 80 %",
        "                              page",
        "  clean-w…  ██████████ 100 %  yes",
    ]


LONG = Part(
    "zh-Hant-TW",
    "繁體中文（台灣）",
    False,
    100,
    (row("rivers/水-чистая-вода-in-the-long-valley"), row("a", behind=1_000_000)),
    ("locales/zh-Hant-TW/LC_MESSAGES/rivers/a-very-long-name-without-any-blank-at-all-in-it.po",),
)


SHORT = replace(PART, rows=(row("a"), SITE))


@given(st.integers(44, 200), st.booleans(), st.sampled_from([(PART, LONG), (LONG,), (SHORT,), (PART,)]))
def test_no_line_is_wider_than_the_terminal(width, blocks, parts):
    text = statustable.terminal(Report(parts), Look(width, blocks=blocks))
    assert all(_columns(line) <= width for line in text.splitlines())


def _columns(line):
    return sum(2 if char >= "\u1100" and char not in "…█▒░" else 1 for char in line)


@pytest.mark.parametrize("width", [20, 44, 80, 120, 200])
def test_the_columns_stand_below_each_other(width):
    text = statustable.terminal(Report((PART, LONG)), Look(width))
    lines = [line for line in text.splitlines() if re.search(r"[█▒░] +\d+ %", line)]
    assert len(lines) == 7
    assert len({_columns(line[: line.index(" %")]) for line in lines}) == 1


def test_sentences_are_broken_where_they_may_be():
    path = "locales/kk/LC_MESSAGES/forecast-of-2016.po"
    broken = replace(CUT, place=Place(path, 261))
    unread = row("forecast", reason="catalog", problems=(broken,))
    part = replace(PART, rows=(row("bread", reason="title"), unread))
    texts = [statustable.terminal(Report((part,)), Look(width)) for width in range(60, 100)]
    assert all(f"({path}:261)" in text for text in texts)
    assert not any(re.search(r"80\n +%", text) for text in texts)
    assert any("for\n      80 %\n" in text for text in texts)


def test_colours_are_nothing_but_colours():
    plain = statustable.terminal(REPORT, Look(80))
    coloured = statustable.terminal(REPORT, Look(80, colours=True))
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[\d+m", "", coloured) == plain
    assert coloured.count("\x1b[0m") == len(re.findall(r"\x1b\[[1-9]\d*m", coloured))
    assert "\x1b[31mno\x1b[0m" in coloured


def test_a_terminal_without_blocks_gets_ascii():
    text = statustable.terminal(Report((PART,)), Look(80, blocks=False))
    assert text.isascii()
    assert text.startswith("kk, published from 80 % ")
    assert "  bread        ############++++.......  53 %" in text
    assert "  clean...  ##########" in statustable.terminal(Report((PART,)), Look(36, blocks=False))


def test_a_path_cannot_write_on_the_terminal():
    part = replace(PART, orphans=("locales/kk/\x1b[2Jold.po",))
    assert "U+001B[2Jold.po: no article" in statustable.terminal(Report((part,)), Look(120))
    assert "\x1b" not in statustable.plain(Report((part,)))


def test_nothing_to_show():
    assert statustable.terminal(Report(()), Look()) == ""
    empty = Report((replace(PART, rows=(), orphans=()),))
    total = statustable.terminal(empty, Look(80)).splitlines()[1]
    assert re.fullmatch(r"  total  █+ 100 % +0 +0 +0  0 of 0", total)


# --- plain text -----------------------------------------------------------------------------------------------


def test_plain_text():
    assert statustable.plain(Report((PART,))) == (
        "locale  article      percent  words  translated  fuzzy  untranslated  segments  page    notes\n"
        "kk      clean-water      100    800         800      0             0     20/20  yes\n"
        "kk      bread             53    800         430    120           250     10/20  no      "
        "not published: at least 210 more words are needed for 80 %\n"
        "kk      site              60    100          60      0            40       3/4  -\n"
        "kk      total             75   1700        1290    120           290     33/44  1 of 2  "
        "published from 80 %\n"
        "locales/kk/old.po: no article belongs to this catalog; build.py update takes its translations over\n"
    )


def test_plain_text_of_the_source_and_of_wide_letters():
    text = statustable.plain(Report((SOURCE, LONG)))
    assert next(line.split()[-2:] for line in text.splitlines() if "total" in line) == ["the", "source"]
    lines = text.splitlines()[1:-1]
    assert len({_columns(line[: re.search(r"\d+/\d+", line).end()]) for line in lines}) == 1


# --- Markdown -------------------------------------------------------------------------------------------------


def test_markdown():
    assert statusforms.markdown(Report((SOURCE, PART))) == (
        "| Article | Words | English (en) | Қазақша (kk) |\n"
        "| --- | --: | --- | --- |\n"
        "| [About clean-water](source/clean-water.md) | 800 | 100\u00a0% | 100\u00a0% |\n"
        "| [About bread](source/bread.md) | 800 | 100\u00a0% | 53\u00a0%, not published |\n"
        "| *Words of the pages* | 800 | 100\u00a0% | 60\u00a0% |\n"
        "| **Total** | **2400** | **100\u00a0%**, 2 of 2 published | **75\u00a0%**, 1 of 2 published |\n"
        "\n"
        "Counted in words of the source. An article is published from 80\u00a0% and with a translated title.\n"
    )


def test_markdown_names_the_minimums_that_differ():
    other = replace(PART, locale="ru", minimum=60)
    text = statusforms.markdown(Report((SOURCE, PART, other)))
    assert text.endswith("published from 80\u00a0% (kk), 60\u00a0% (ru) and with a translated title.\n")
    assert statusforms.markdown(Report((SOURCE,))).endswith("\n\nCounted in words of the source.\n")
    assert statusforms.markdown(Report(())) == ""


@pytest.mark.parametrize(
    "title", ["a | b", "*a* _b_ `c`", "[x](y) <b>", "a\\|b", "&amp; ~~x~~", "{n}", "https://x.org"]
)
def test_markdown_shows_a_title_as_it_is(title):
    part = Part("kk", title, False, 80, (row("bread", title=title),))
    html = MarkdownIt("commonmark").enable("table").render(statusforms.markdown(Report((part,))))
    cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", html)
    shown = title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert cells[2] == f"{shown} (kk)"
    assert cells[3] == f'<a href="source/bread.md">{shown}</a>'


# --- JSON -----------------------------------------------------------------------------------------------------


def test_json():
    document = json.loads(statusforms.json_text(Report((PART,), (CUT,))))
    assert list(document) == ["schema", "problems", "locales", "translations"]
    assert document["schema"] == 1
    assert [problem["code"] for problem in document["problems"]] == ["po-truncated"]
    assert document["locales"] == [
        {
            "locale": "kk",
            "name": "Қазақша",
            "source": False,
            "minimum": 80,
            "articles": 2,
            "published": 1,
            "percent": 75,
            "words": 1700,
            "translated_words": 1290,
            "fuzzy_words": 120,
            "untranslated_words": 290,
            "segments": 44,
            "translated_segments": 33,
            "fuzzy_segments": 4,
            "untranslated_segments": 7,
            "orphans": ["locales/kk/old.po"],
        }
    ]
    assert document["translations"][1] == {
        "locale": "kk",
        "article": "bread",
        "title": "About bread",
        "catalog": "locales/kk/bread.po",
        "catalog_state": "read",
        "percent": 53,
        "words": 800,
        "translated_words": 430,
        "fuzzy_words": 120,
        "untranslated_words": 250,
        "segments": 20,
        "translated_segments": 10,
        "fuzzy_segments": 4,
        "untranslated_segments": 6,
        "published": False,
        "reason": "incomplete",
        "minimum": 80,
        "words_to_publish": 210,
        "refused_segments": 0,
        "corrected_segments": 0,
        "segments_not_in_catalog": 0,
        "notes": ["not published: at least 210 more words are needed for 80 %"],
    }
    assert [row["published"] for row in document["translations"]] == [True, False, None]


def test_json_is_readable_and_hides_nothing():
    title = "Қазақ \u202e\u200b\x1b\U000e0041 „ç“"
    text = statusforms.json_text(Report((replace(PART, rows=(row(title=title),)),)))
    assert "Қазақ \\u202e\\u200b\\u001b\\udb40\\udc41 „ç“" in text
    assert json.loads(text)["translations"][0]["title"] == title
