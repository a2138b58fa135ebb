"""Front matter: every value is the text that was typed, every trick of YAML is refused, every line is exact."""

from __future__ import annotations

import datetime as dt

import pytest

from kitapsha import frontmatter
from kitapsha.model import Meta, Source
from kitapsha.problems import Place, Severity


def read(header: str, body: str = "text\n") -> frontmatter.Header:
    return frontmatter.read(f"---\n{header}\n---\n{body}", "source/a.md")


def meta(header: str) -> Meta:
    found = read(header)
    assert not found.problems
    return found.meta


def places(header: str) -> list[tuple[str, int, int]]:
    found = read(header)
    assert all(problem.place and problem.place.path == "source/a.md" and problem.hint for problem in found.problems)
    return [(problem.code, problem.place.line, problem.place.column) for problem in found.problems if problem.place]


FULL = """\
# a comment
title: "Water: a *guide*"
subtitle: no
summary: |
  first line
  second line
author:
  - Ann Lee
  - Bo
date: 2026-11-21
updated: 2026-12-01
tags: [water, 'yes']
source:
  title: The report
  author: Cy
  url: https://example.org/r
  language: en
series: Home
cover: jar.png
order: 3
pamphlets: pdf
translate:
  deck: Three ways
  kicker: On:off"""


def test_everything_that_an_author_can_say():
    found = read(FULL)
    assert found.problems == ()
    lines = dict(found.meta.lines)
    assert found.meta == Meta(
        title="Water: a *guide*",
        subtitle="no",
        summary="first line second line",
        authors=("Ann Lee", "Bo"),
        date=dt.date(2026, 11, 21),
        updated=dt.date(2026, 12, 1),
        tags=("water", "yes"),
        source=Source("The report", "Cy", "", "", "https://example.org/r", "en"),
        series="Home",
        cover="jar.png",
        order=3,
        pamphlets=("pdf",),
        fields=(("deck", "Three ways"), ("kicker", "On:off")),
        lines=found.meta.lines,
    )
    assert {key: lines[key] for key in ("title", "summary", "series", "translate.deck", "translate.kicker")} == {
        "title": 3,
        "summary": 5,
        "series": 19,
        "translate.deck": 24,
        "translate.kicker": 25,
    }
    assert (found.body, found.body_line) == ("text\n", 27)


@pytest.mark.parametrize(
    ("text", "body", "line"),
    [
        ("text", "text", 1),
        ("", "", 1),
        ("\n---\ntitle: x\n---\n", "\n---\ntitle: x\n---\n", 1),
        ("----\ntitle: x\n---\n", "----\ntitle: x\n---\n", 1),
        ("--- \ntitle: x\n---\t\nb\n", "b\n", 4),
        ("---\n---\nb", "b", 3),
        ("---\n# nothing\n...\nb\n---\n", "b\n---\n", 4),
    ],
)
def test_where_the_body_begins(text, body, line):
    found = frontmatter.read(text, "a.md")
    assert (found.body, found.body_line, found.problems) == (body, line, ())


@pytest.mark.parametrize("value", ["no", "on", "yes", "~", "null", "12:30", "0x1F", "1e3", "01", "2026-01-01", ".inf"])
def test_a_value_is_the_text_that_was_typed(value):
    assert meta(f"title: {value}").title == value
    assert meta(f"tags: [{value}]").tags == (value,)


def test_an_unknown_key_is_reported_and_kept():
    found = read("lang: no\ntitel: x\nrating: [a, b]")
    assert found.meta.extra == (("lang", "no"), ("titel", "x"), ("rating", "a, b"))
    assert [(p.code, p.severity, p.place) for p in found.problems] == [
        ("frontmatter-key", Severity.WARNING, Place("source/a.md", line, column))
        for line, column in ((2, 7), (3, 8), (4, 9))
    ]
    assert "did you mean `title`?" in found.problems[1].hint
    assert "did you mean" not in found.problems[0].hint


def test_white_space_is_folded_but_no_break_spaces_are_the_authors():
    assert meta('title: "  17\u00a0000\\n  people\u2028here  "').title == "17\u00a0000 people here"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        # what YAML can do and a header must not
        ("title: &a x", ("frontmatter-yaml", 2, 8)),
        ("title: x\nsubtitle: *a", ("frontmatter-yaml", 3, 11)),
        ("title: !!python/object/apply:os.system [ls]", ("frontmatter-yaml", 2, 8)),
        ("title: !x y", ("frontmatter-yaml", 2, 8)),
        ("a: &a [x]\nb: &b [*a, *a]\nc: &c [*b, *b]\ntitle: [*c]", ("frontmatter-yaml", 2, 4)),
        ("<<: &a {title: x}", ("frontmatter-yaml", 2, 5)),
        ("title: x\n--- !x\ntitle: y", ("frontmatter-yaml", 3, 1)),
        ("title: " + "[" * 11, ("frontmatter-limit", 2, 17)),
        ("title: " + "[" * 5000, ("frontmatter-limit", 2, 17)),
        ("title:\n" + "".join(" " * n + "- \n" for n in range(1, 30)), ("frontmatter-limit", 12, 11)),
        ("title: " + "x" * 16_384, ("frontmatter-limit", 1, 1)),
        # what is no YAML
        ("title: [x", ("frontmatter-syntax", 2, 10)),
        ("title: a: b", ("frontmatter-syntax", 2, 9)),
        ('title: "x\nsubtitle: y', ("frontmatter-syntax", 3, 12)),
        ("\ttitle: x", ("frontmatter-syntax", 2, 1)),
        ("title: x\n\tsubtitle: y", ("frontmatter-syntax", 3, 1)),
        ("title: @x", ("frontmatter-syntax", 2, 8)),
        ("title: x\nsubtitle: \x07", ("frontmatter-syntax", 3, 11)),
        ("title: \ud800", ("frontmatter-syntax", 2, 8)),
        ("just text", ("frontmatter-syntax", 2, 1)),
        ("# a\n- x", ("frontmatter-syntax", 3, 1)),
        ("\u2028\n\u0085title: %", ("frontmatter-syntax", 3, 9)),
        # what is no fitting value
        ('title: x\nsubtitle: "a\\0b\\e"', ("frontmatter-value", 3, 11)),
        ('title: "\\x9b"', ("frontmatter-value", 2, 8)),
        ("title: [x]", ("frontmatter-value", 2, 8)),
        ("title: {x: y}", ("frontmatter-value", 2, 8)),
        ("tags: [[x]]", ("frontmatter-value", 2, 8)),
        ("date: tomorrow", ("frontmatter-value", 2, 7)),
        ("date: 2026-13-01", ("frontmatter-value", 2, 7)),
        ("date: 2026-11-21T10:00:00+05:00", ("frontmatter-value", 2, 7)),
        ("order: 1.5", ("frontmatter-value", 2, 8)),
        (f"order: {'9' * 5000}", ("frontmatter-value", 2, 8)),
        ("source: [x]", ("frontmatter-value", 2, 9)),
        ("source:\n  title: x\n  pages: 3", ("frontmatter-value", 4, 10)),
        ("translate: x", ("frontmatter-value", 2, 12)),
        ("translate:\n  deck:\n    - x", ("frontmatter-value", 4, 5)),
        ("title: x\nauthor: y\ntitle: z", ("frontmatter-duplicate", 4, 1)),
        ("translate:\n  a: x\n  a: z", ("frontmatter-duplicate", 4, 3)),
    ],
)
def test_what_is_wrong_and_where(header, expected):
    assert places(header) == [expected]


def test_a_bomb_is_not_unfolded():
    bomb = "\n".join(["a0: &a0 [x, x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30))])
    found = read(bomb)
    assert [problem.code for problem in found.problems] == ["frontmatter-yaml"]
    assert found.meta == Meta()


def test_of_two_values_the_first_counts_and_both_places_are_named():
    found = read("title: x\ntitle: z")
    assert found.meta.title == "x"
    assert found.problems[0].related == (Place("source/a.md", 2, 1),)


def test_a_control_character_does_not_get_through():
    found = read('title: "a\\0b\\e"')
    assert found.meta.title == "ab"
    assert "U+0000" in found.problems[0].message


def test_a_header_that_cannot_be_read_leaves_the_body():
    found = frontmatter.read("---\ntitle: [x\n---\ntext\n", "a.md")
    assert (found.meta, found.body, found.body_line) == (Meta(), "text\n", 4)


def test_a_header_that_is_not_closed():
    found = frontmatter.read("---\ntitle: x\n\ntext\n", "a.md")
    assert [(problem.code, problem.place) for problem in found.problems] == [("frontmatter-unclosed", Place("a.md"))]
    assert (found.meta, found.body, found.body_line) == (Meta(), "title: x\n\ntext\n", 2)


def test_other_values_are_used_when_one_is_wrong():
    found = read("title: x\ndate: soon\norder: 2")
    assert (found.meta.title, found.meta.date, found.meta.order) == ("x", None, 2)


@pytest.mark.parametrize("value", ["", '""', "''"])
def test_an_empty_value_is_none(value):
    found = meta(f"title: {value}\ndate: {value}\norder: {value}\ntags: {value}\nsource: {value}\ntranslate: {value}")
    assert found == Meta(lines=found.lines)


def test_a_source_may_be_a_title_or_an_address():
    assert meta("source: The report, 2011").source == Source(title="The report, 2011")
    assert meta("source: https://example.org/r").source == Source(url="https://example.org/r")
