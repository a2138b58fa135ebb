"""The words that a reader sees: `#` stands for a piece that is no prose, such as code or an address."""

from __future__ import annotations

import pytest

from kitapsha.prose import OBJECT, prose

PLAIN = [
    "",
    "a",
    "Жаңаөзен — қала",
    "2 < 3",
    "a & b",
    "5 % of them",
    "1 * 2",
    "a _ b",
    "[a]",
    "`open",
    "{a b}",
    "&nope",
]

CASES = [
    # code
    ("a `b` c", "a # c"),
    ("``a ` b`` c", "# c"),
    ("`` ` ``", "#"),
    ("`a` and `b`", "# and #"),
    ("`[a](b)` *c*", "# c"),
    ("[`a](b)`", "[#"),
    # links
    ("[words](a.md) more", "words more"),
    ('[words](a.md "a title") more', "words more"),
    ("[words](a.md 'a title') more", "words more"),
    ("[words](<a b.md>)", "words"),
    ("[words]()", "words"),
    ("[words](a(b)c.md).", "words."),
    ("see [a](b) and [c](d)", "see a and c"),
    ("[*a* `b`](c)", "a #"),
    ("[words] (a.md)", "[words] (a.md)"),
    ("[a [b] c](d) e", "a [b] c e"),
    ("[a [b](c) d](e)", "[a b d](e)"),
    (r'[x](y "a \" b")', "x"),
    ("[a](b (t))", "a"),
    (r"\[a](b) x", "[a](b) x"),
    ("(a) [b] (c)", "(a) [b] (c)"),
    # images
    ("![a well](well.svg) here", "a well here"),
    ('![a well](well.svg "t")', "a well"),
    ("[![a well](well.svg)](well.md)", "a well"),
    # addresses
    ("<https://example.org/a_b>", "#"),
    ("<a@example.org>, b", "#, b"),
    ("see https://example.org/a_b_c.", "see #."),
    ("(www.example.org)", "(#)"),
    ("https://example.org/a_(b)", "#"),
    ("(see https://example.org/a_(b)).", "(see #)."),
    ("write to a.b@example.org!", "write to #!"),
    # tags and comments
    ("H<sub>2</sub>O", "H2O"),
    ('<span class="a">b</span>', "b"),
    ("a<br>b", "a b"),
    ("a<br />b", "a b"),
    ("a<!-- b -->c", "ac"),
    ("2<3 and 4>3", "2<3 and 4>3"),
    # footnotes
    ("deep.[^1] Wide[^a-b]", "deep. Wide"),
    # placeholders
    ("{name} wrote", "# wrote"),
    ("{{ name }} {% if a %}", "# #"),
    ("%(n)s of %s, %1$s", "# of #, #"),
    ("50 %s", "50 #"),
    ("100% sure", "100% sure"),
    # entities
    ("a &amp; b&nbsp;c", "a & b\u00a0c"),
    ("&#1178;&#x49B;", "Ққ"),
    ("&nosuchthing;", "&nosuchthing;"),
    # escapes
    (r"\*a\* \_b\_", "*a* _b_"),
    (r"\`a\`", "`a`"),
    (r"\[a]", "[a]"),
    (r"a \\ b", "a \\ b"),
    (r"a \b", r"a \b"),
    # emphasis
    ("*a* **b** ***c***", "a b c"),
    ("_a_ __b__", "a b"),
    ("~~a~~ b", "a b"),
    ("**a**b", "ab"),
    ("«**a**», *b*.", "«a», b."),
    ("*a **b** c*", "a b c"),
    ("snake_case_name", "snake_case_name"),
    ("__init__ of a_b", "init of a_b"),
    ("2 * 3 * 4", "2 * 3 * 4"),
    ("_«a»_", "«a»"),
    # marks without a partner are seen
    ("**", "**"),
    ("2 ** 3", "2 ** 3"),
    ("a **b ** c", "a **b ** c"),
    ("1 ~~ 2", "1 ~~ 2"),
    ("~a~", "~a~"),
    ("**a", "**a"),
    ("*a **b*", "*a *b"),
    ("***a** b*", "a b"),
    ("*[a*](b)", "*a*"),
    # line breaks
    ("a\\\nb", "a b"),
    ("a\nb", "a b"),
]


@pytest.mark.parametrize("raw", PLAIN)
def test_a_text_without_markup_is_as_it_is(raw):
    found = prose(raw)
    assert (found.raw, found.text, list(found.at)) == (raw, raw, list(range(len(raw) + 1)))


@pytest.mark.parametrize(("raw", "text"), CASES)
def test_what_is_read(raw, text):
    assert prose(raw).text.replace(OBJECT, "#") == text


def test_a_bracket_without_its_partner_is_read():
    assert prose("words](a.md)").text == "words](a.md)"


@pytest.mark.parametrize(("raw", "text"), CASES)
def test_every_character_knows_its_place(raw, text):
    found = prose(raw)
    assert found.at[-1] == len(raw)
    for letter, at in zip(found.text, found.at, strict=False):
        assert letter in (raw[at], OBJECT) or raw[at] in "&<\\\n", at


PLACES = [
    ("[ab](c) d", [1, 2, 7, 8, 9]),
    ("![ab](c)", [2, 3, 8]),
    ("a `b` c", [0, 1, 2, 5, 6, 7]),
    ("`a`", [0, 3]),
    ("<https://a.kz>", [0, 14]),
    ("{name}!", [0, 6, 7]),
    ("**a** b", [2, 5, 6, 7]),
    (r"\*a", [1, 2, 3]),
    ("&amp;a", [0, 5, 6]),
    ("a<br>b", [0, 1, 5, 6]),
    ("a\\\nb", [0, 1, 3, 4]),
    ("a[^1]", [0, 5]),
    ("[](a)", [5]),
    ("**", [0, 1, 2]),
]


@pytest.mark.parametrize(("raw", "at"), PLACES)
def test_places(raw, at):
    assert list(prose(raw).at) == at


@pytest.mark.parametrize(
    ("raw", "piece", "found"),
    [
        ("plain words", "words", "words"),
        ("**bold** words", "bold", "bold"),
        ("**bold** words", "bold words", "bold** words"),
        ("[a link](b.md) here", "link", "link"),
        ("[a link](b.md) here", "here", "here"),
        ("[a link](b.md) here", "link here", "link](b.md) here"),
        ("`c` 17 **000** d", "17 000", "17 **000"),
        (r"a \* b", "* b", "* b"),
        ("`ls` x", OBJECT, "`ls`"),
        ("&nbsp;x", "\u00a0", "&nbsp;"),
        ("&nope; x", "nope", "nope"),
        (r"\[a](b) x", "](b)", "](b)"),
        ("a<br>b", "a b", "a<br>b"),
    ],
)
def test_a_piece_and_where_it_stands(raw, piece, found):
    read = prose(raw)
    start = read.text.index(piece)
    first, last = read.raw_span(start, start + len(piece))
    assert raw[first:last] == found


def test_an_empty_piece_has_a_place():
    read = prose("**a** b")
    assert read.raw_span(0, 0) == (2, 2)
    assert read.raw_span(len(read.text), len(read.text)) == (7, 7)


@pytest.mark.parametrize(
    ("raw", "piece", "is_as_written"),
    [
        ("plain words", "n w", True),
        ("**bold** words", "bold", True),
        ("**bold** words", "bold words", False),
        ("a &nbsp;b", " \u00a0", False),
        ("a\nb", "a b", False),
        ("`a`", OBJECT, False),
        (r"\*a", "*a", True),
    ],
)
def test_a_piece_that_is_as_it_is_written(raw, piece, is_as_written):
    read = prose(raw)
    start = read.text.index(piece)
    assert read.is_as_written(start, start + len(piece)) is is_as_written


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("plain words", ["plain words"]),
        ("", []),
        ("a **b** `c` d", ["a ", "b", " ", " d"]),
        ("a&nbsp;b\nc<br>", ["a", "b", "c"]),
        ("[a](b)", ["a"]),
    ],
)
def test_the_pieces_that_are_prose_as_they_are(raw, found):
    assert [raw[start:end] for start, end in prose(raw).runs()] == found
