"""Inline text: one spelling, what a translation may not change, and where a link may lead."""

from __future__ import annotations

import pytest

from kitapsha import inline, rendering
from kitapsha.dialect import MAX_BRACKETS
from kitapsha.inline import Difference, canonical, count_words, differences, is_local, is_safe_address, plain


def env(**references: str) -> dict[str, object]:
    return {"references": {name.upper(): {"href": href, "title": ""} for name, href in references.items()}}


# --- one spelling ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("a\nb", "a b"),
        ("a \t\n  b", "a b"),
        ("  a  ", "a"),
        ("a  \nb", "a\\\nb"),
        ("a\\\n  b", "a\\\nb"),
        ("a\\\\\nb", "a\\\\ b"),
        ("`a\nb`", "`a b`"),
        ("_a_ __b__ ___c___ _d __e__ f_", "*a* **b** ***c*** *d **e** f*"),
        ("*a* **b**", "*a* **b**"),
        ("_a *b* c_", "*a *b* c*"),
        ("snake_case _a_b_", "snake_case *a_b*"),
        ("\\_a\\_ `_b_` [_c_](d_e_f)", "\\_a\\_ `_b_` [*c*](d_e_f)"),
        ("*_a_b*", "*_a_b*"),
        ("**_a_**b", "**_a_**b"),
        ("[a][g] [g] [G][]", "[a](u) [g](u) [G](u)"),
        ("![a][g] [![b][h]][g]", "![a](u) [![b](v_w)](u)"),
        ("[a][none] [b] \\[g]", "[a][none] [b] \\[g]"),
        ("[_a_][g]", "[*a*](u)"),
        ("[a][g] ![b [c][g]](i)", "[a](u) ![b [c][g]](i)"),
        ("[a][odd] [b][amp]", "[a](<x(y>) [b](?a=1&amp;copy;)"),
        ("[a](g) [g](<x y> 'z')", "[a](g) [g](<x y> 'z')"),
        ("[g][g]: x", "[g](u): x"),
        ("a\u00a0\nb\u2003c", "a\u00a0 b\u2003c"),
        ("a\\  \nb", "a\\ b"),
        ("a\\   \nb", "a\\ \\\nb"),
        ("a\\\\  \nb", "a\\\\\\\nb"),
        ("a \t \nb", "a b"),
        ("", ""),
    ],
)
def test_one_spelling_of_the_same(raw, expected):
    known = env(g="u", h="v_w", odd="x(y", amp="?a=1&copy;")
    assert canonical(raw, known, False) == expected
    assert canonical(expected, known, False) == expected


def test_titles_of_references_are_written_out():
    known = {"references": {"G": {"href": "u", "title": 'say "x" \\ &amp; &\nmore'}}}
    text = canonical("[a][g]", known, False)
    assert text == '[a](u "say \\"x\\" \\\\ &amp;amp; & more")'
    html = rendering.render_inline(text, "en", rendering.Scene("en", "en"))
    assert html == '<a href="u" title="say &quot;x&quot; \\ &amp;amp; &amp; more">a</a>'


def test_a_definition_is_used_only_where_it_is_written_out():
    assert canonical("[a][g]", {}, False) == "[a][g]"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("*a* **b** `c` [d](e) ![f *g*](h) ~~i~~", "a b c d f g i"),
        ("a\\\nb<br>c", "a bc"),
        ("&amp; \\* &copy;", "& * ©"),
        ("x[^1]", "x[^1]"),
        ("", ""),
    ],
)
def test_the_words_alone(text, words):
    assert plain(text) == words


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("two words", 2),
        ("*two* — [words](https://example.org/a b)", 3),
        ("[two words](https://example.org/) <https://example.org/>", 3),
        ("Жаңаөзен, 2011 жыл.", 3),
        ("— … &nbsp;", 0),
        ("", 0),
    ],
)
def test_counting_words(text, count):
    assert count_words(text) == count


# --- what a translation may not change ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("see [a](u) and [b](v)", "[бэ](v), [а](u)"),
        ("see [a](u)", "[а](u 'подпись')"),
        ("see *[a](u)*", "[*а*](<u>)"),
        ("*a* **b**", "**б** _а_"),
        ("{n} of %(m)s", "%(m)s, {n}"),
        ("`x` then `y`", "`y`, `x`"),
        ("<b>a</b>", "<b>а</b>"),
        ("a[^1] b[^2]", "б[^2] а[^1]"),
        ("![a](u)", "![а](u)"),
        ("a\\\nb", "а б"),
        ("a  \nb", "а\\\nб"),
        ("5 < 6 & 7 > 3", "5 < 6 & 7 > 3"),
        ("a [b] c", "а [б] в [г]"),
        ("https://example.org/", "пример"),
        ("[a](u#é)", "[а](u#%C3%A9)"),
    ],
)
def test_nothing_that_matters_differs(source, target):
    assert differences(source, target) == ()


LOST, ADDED = True, False


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("[a](https://example.org/guide)", "[а](https://evil.example/)", [
            ("link", LOST, "https://example.org/guide"), ("link", ADDED, "https://evil.example/"),
        ]),
        ("[a](u) [b](u)", "[а](u)", [("link", LOST, "u")]),
        ("[a](u)", "[а](u) [б](u)", [("link", ADDED, "u")]),
        ("a", "<https://evil.example/>", [("link", ADDED, "https://evil.example/")]),
        ("a", "<x@evil.example>", [("link", ADDED, "mailto:x@evil.example")]),
        ("a", "![](//evil.example/p.png)", [("image", ADDED, "//evil.example/p.png")]),
        ("![a](u)", "а", [("image", LOST, "u")]),
        ("a", "[![б](i)](l)", [("link", ADDED, "l"), ("image", ADDED, "i")]),
        ("![a](u)", "![![б](v)](u)", [("image", ADDED, "v")]),
        ("`rm x`", "`rm y`", [("code", LOST, "rm x"), ("code", ADDED, "rm y")]),
        ("a", "<script>alert(1)</script>", [("tag", ADDED, "<script>"), ("tag", ADDED, "</script>")]),
        ("a", "<b onclick='x'>", [("tag", ADDED, "<b onclick='x'>")]),
        ("a", "<!-- x -->", [("tag", ADDED, "<!-- x -->")]),
        ("<b>a</b>", "а", [("tag", LOST, "<b>"), ("tag", LOST, "</b>")]),
        ("a[^1]", "а", [("footnote", LOST, "1")]),
        ("a", "а[^1]", [("footnote", ADDED, "1")]),
        ("a[^1]", "а[^1][^1]", [("footnote", ADDED, "1")]),
        ("a[^water]", "а[^вода]", [("footnote", LOST, "water"), ("footnote", ADDED, "вода")]),
        ("a", "а\\\nб", [("break", ADDED, "\\")]),
        ("a", "а  \nб", [("break", ADDED, "\\")]),
        ("*a* **b**", "а *б*", [("emphasis", LOST, "**")]),
        ("a", "~~а~~", [("emphasis", ADDED, "~~")]),
        ("{name}: %(n)s", "{аты}: %(n)s", [("placeholder", LOST, "{name}"), ("placeholder", ADDED, "{аты}")]),
    ],
)  # fmt: skip
def test_what_differs(source, target, expected):
    assert differences(source, target) == tuple(Difference(*each) for each in expected)


def test_every_part_is_named():
    parts = {"link", "image", "code", "tag", "footnote", "emphasis", "placeholder", "break"}
    assert parts == set(inline.PARTS)


def test_a_text_with_too_many_brackets_is_text():
    many = "[a](u)" * (MAX_BRACKETS + 1)
    assert differences("a", many) == ()
    assert "<a" not in rendering.render_inline(many, "en", rendering.Scene("en", "en"))


# --- addresses ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "",
        "#x",
        "water.md",
        "../a/b.md?x=1#y",
        "/a",
        "./a:b",
        "a/b:c",
        "http://example.org",
        "HTTPS://Example.org:8080/a@b?c=d:e#f",
        "https://пример.рф/%D0%B0",
        "https://[::1]/",
        "mailto:ann@example.org",
        "MAILTO:ann@example.org,bo@example.org",
        "mailto:ann@example.org?subject=A%20question",
        "a%00b",
    ],
)
def test_a_link_may_lead_there(address):
    assert is_safe_address(address)


@pytest.mark.parametrize(
    "address",
    [
        # other schemes, the ones that block lists know and the ones that they miss
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "vbscript:x",
        "data:text/html,<script>",
        "data:image/gif;,<script>",
        "file:///etc/passwd",
        "smb://host/share",
        "ms-officecmd:x",
        "search-ms:x",
        "intent:x",
        "feed:javascript:x",
        "view-source:https://example.org/",
        "blob:https://example.org/x",
        "ftp://example.org",
        "tel:1",
        "sms:1",
        "about:blank",
        "a:b",
        # another host in disguise
        "//evil.example",
        "///evil.example",
        "https://example.org@evil.example/",
        "https://user:password@example.org/",
        "http://@evil.example/",
        "https:evil.example",
        "https:/evil.example",
        "https:///evil.example",
        "https://",
        "https://#x",
        "\\\\evil.example",
        "/\\evil.example",
        "https:\\\\evil.example",
        "https://example.org\\@evil.example/",
        # letters that browsers pass over
        "java\nscript:alert(1)",
        "java\tscript:alert(1)",
        " javascript:alert(1)",
        "\x01javascript:alert(1)",
        "https://example.org/\x00",
        "https://example.org/\x7f",
        "https://example.org/\x9f",
        "https://example.org/a b",
        # letters that write to others as well
        "mailto:",
        "mailto:?to=x@evil.example",
        "mailto:ann@example.org?bcc=x@evil.example",
        "mailto:ann@example.org?subject=x&bcc=x@evil.example",
        "mailto:ann@example.org?body=x",
        "mailto:ann@example.org?attach=/etc/passwd",
        "mailto:ann@example.org?subject=x?cc=y&cc=z",
        "mailto:ann@example.org?subject=x%0D%0Abcc:y@evil.example",
        "mailto:ann@example.org?subject=x%0abcc:y@evil.example",
        "mailto:ann@example.org%0Abcc:y@evil.example",
    ],
)
def test_a_link_may_not_lead_there(address):
    assert not is_safe_address(address)


@pytest.mark.parametrize("address", ["//evil.example/x", "https://example.org", "mailto:a@b", "smb://x"])
def test_an_address_outside(address):
    assert not is_local(address)


@pytest.mark.parametrize("address", ["", "#x", "a.md", "../a.md", "/a", "a/b:c", "a.md?x#y"])
def test_an_address_inside(address):
    assert is_local(address)
