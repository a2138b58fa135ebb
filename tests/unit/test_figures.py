"""Drawings: which labels they have, what a page shows of them, and what never gets through."""

from __future__ import annotations

import re
import time

import html5lib
import pytest

from kitapsha import figures
from kitapsha.model import Kind, Segment
from kitapsha.problems import Place, Problem

NS = 'xmlns="http://www.w3.org/2000/svg"'
FRAME = 'class="drawing" direction="ltr"'


def svg(inside: str, root: str = "") -> str:
    return f"<svg {NS}{root}>{inside}</svg>"


def read(text: str) -> figures.Drawing:
    return figures.read(text, "source/a.svg")


def labels(inside: str) -> list[str]:
    drawing = read(svg(inside))
    assert drawing.usable
    return [segment.msgid for segment in drawing.segments]


Given = dict[str, str | tuple[str, str]]


def shown(text: str, words: Given | None = None, alt: str = "Alt", prefix: str = "p-") -> str:
    def label(msgid: str) -> tuple[str, str]:
        given = (words or {}).get(msgid, msgid)
        return (given, "") if isinstance(given, str) else given

    return figures.localize(text, label, alt, prefix)


def inside(html: str) -> str:
    """What a localized drawing holds, without the frame that all have."""
    match = re.fullmatch(
        rf'<svg {NS} {FRAME} role="img" aria-label="[^"]*">(?P<in>.*)</svg>',
        html,
        re.DOTALL,
    )
    assert match, html
    return match["in"]


# --- labels ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("drawing", "expected"),
    [
        ("<text>Water</text>", ["Water"]),
        ("<text>\n  Clean\n  water </text>", ["Clean water"]),
        ("<text>Clean <tspan>cold</tspan> water</text>", ["Clean cold water"]),
        ('<text><tspan x="1">one</tspan><tspan x="1" dy="9">two</tspan></text>', ["one", "two"]),
        ('<text>one<tspan x="1" y="9">two</tspan></text>', ["one", "two"]),
        ('<text>a<tspan> b<tspan y="1">c</tspan></tspan></text>', ["a", "c"]),
        ("<g><text>in</text></g><text>a</text><text>a</text>", ["in", "a", "a"]),
        ("<symbol><text>in a symbol</text></symbol>", ["in a symbol"]),
        ("<text>2011</text><text>17</text><text>1 000</text><text>+3</text><text> </text><text/>", []),
        ("<text>35.5</text><text>26 %</text><text>₸5</text><text>16847</text>", ["35.5", "26 %", "₸5", "16847"]),
        ("<text>&lt;b&gt; &amp; *x*</text>", ["<b> & *x*"]),
        ("<title>no</title><desc>no</desc><metadata>no</metadata>", []),
        ("<a><text>not shown</text></a><script>no</script>", []),
    ],
)
def test_labels(drawing, expected):
    assert labels(drawing) == expected


def test_a_label_has_its_line():
    drawing = read(f"<svg {NS}>\n<text>a</text>\n\n<text\n>б</text></svg>")
    assert drawing.segments == (
        Segment("a", Kind.LABEL, Place("source/a.svg", 2)),
        Segment("б", Kind.LABEL, Place("source/a.svg", 5)),
    )
    assert drawing.problems == ()


# --- a drawing in a language ----------------------------------------------------------------------------------


def test_the_frame():
    html = shown(svg("<path d='M0 0'/>", ' viewBox="0 0 9 9" width="9" height="9" x="1"'), alt='A "jar" & lid')
    assert html == (
        f'<svg {NS} viewBox="0 0 9 9" {FRAME} role="img" aria-label="A &quot;jar&quot; &amp; lid">'
        '<path d="M0 0"/></svg>'
    )
    assert 'width="9"' in shown(svg("", ' width="9"'))
    assert shown(svg("<g/>"), alt="") == f"<svg {NS} {FRAME}><g/></svg>"


@pytest.mark.parametrize(
    ("drawing", "words", "expected"),
    [
        ("<text x='1'>Water</text>", {"Water": "Су"}, '<text x="1">Су</text>'),
        ("<text>Water</text>", {"Water": ("Water", "en")}, '<text lang="en" class="untranslated">Water</text>'),
        (
            "<text class='big'>Water</text>",
            {"Water": ("Water", "en")},
            '<text class="big untranslated" lang="en">Water</text>',
        ),
        ("<text>a <tspan>b</tspan> c<tspan>d</tspan><tspan>e</tspan>f</text>", {"a b cdef": "г"}, "<text>г</text>"),
        (
            "<text>a <tspan font-weight='bold'>b</tspan> c</text>",
            {},
            '<text>a <tspan font-weight="bold">b</tspan> c</text>',
        ),
        (
            "<text>a<tspan x='1'>b</tspan><tspan x='1'>c</tspan></text>",
            {"a": ("a", "en"), "b": "б", "c": "в"},
            '<text><tspan lang="en" class="untranslated">a</tspan><tspan x="1">б</tspan><tspan x="1">в</tspan></text>',
        ),
        ("<text>2011</text>", {"2011": "no"}, "<text>2011</text>"),
        ("<text>35.5</text>", {"35.5": "35,5"}, "<text>35,5</text>"),
        (
            "<text>Water</text>",
            {"Water": "<script>alert(1)</script> *a* [b](c) &amp; \"'"},
            "<text>&lt;script&gt;alert(1)&lt;/script&gt; *a* [b](c) &amp;amp; \"'</text>",
        ),
        ("<text>Water</text>", {"Water": "a\x00b\x1b\ud800\uffff"}, "<text>ab</text>"),
    ],
)
def test_labels_in_a_language(drawing, words, expected):
    assert inside(shown(svg(drawing), words)) == expected


def test_a_description_cannot_break_out():
    html = shown(svg(""), alt="\"><script>alert('x')</script>\x00\x1b")
    assert "<script" not in html
    assert "\x00" not in html
    assert html5lib.parseFragment(html, namespaceHTMLElements=False)[0].get("aria-label") == (
        "\"><script>alert('x')</script>"
    )


def test_ids_of_two_drawings_on_one_page_do_not_meet():
    drawing = svg(
        "<defs><linearGradient id='g'/><path id='m.1'/></defs><use href='#m.1'/>"
        "<rect fill='url(#g)' stroke=\"URL( '#g' )\" style='mask:url(#m.1); marker-end : url(\"#g\")'/>"
    )
    assert inside(shown(drawing, prefix="jar-")) == (
        '<defs><linearGradient id="jar-g"/><path id="jar-m.1"/></defs><use href="#jar-m.1"/>'
        '<rect fill="url(#jar-g)" stroke="url(#jar-g)" mask="url(#jar-m.1)" marker-end="url(#jar-g)"/>'
    )


def test_a_style_attribute_becomes_attributes_and_wins():
    drawing = svg("<rect fill='red' style='fill: blue !important; stroke:#000;font-family:x;behavior:y; ;x'/>")
    assert inside(shown(drawing)) == '<rect fill="blue" stroke="#000"/>'


@pytest.mark.parametrize("prefix", ["svg:", "s:"])
def test_a_prefix_is_no_part_of_html(prefix):
    name = prefix.strip(":")
    drawing = f'<{prefix}svg xmlns:{name}="http://www.w3.org/2000/svg"><{prefix}text>Water</{prefix}text></{prefix}svg>'
    assert inside(shown(drawing, {"Water": "Су"})) == "<text>Су</text>"


def test_the_declared_encoding_of_a_text_does_not_matter():
    drawing = '<?xml version="1.0" encoding="windows-1251"?>' + svg("<text>Сөз</text>")
    assert [segment.msgid for segment in read(drawing).segments] == ["Сөз"]
    assert inside(shown(drawing)) == "<text>Сөз</text>"


# --- what never gets through ----------------------------------------------------------------------------------

HARMFUL = [
    "<script>alert(1)</script>",
    "<script href='data:,alert(1)'/>",
    "<style>* { background: url(https://evil.example/) }</style>",
    "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></body></foreignObject>",
    "<image href='https://evil.example/p.png'/>",
    "<a href='javascript:alert(1)'><rect/></a>",
    "<animate attributeName='href' values='javascript:alert(1)'/>",
    "<set attributeName='onclick' to='alert(1)'/>",
    "<feImage href='https://evil.example/'/>",
    "<iframe xmlns='http://www.w3.org/1999/xhtml' src='https://evil.example/'/>",
    "<rect onclick='alert(1)' onload='alert(1)'/>",
    "<use href='https://evil.example/a.svg#x'/>",
    "<use xmlns:xlink='http://www.w3.org/1999/xlink' xlink:href='https://evil.example/a.svg#x'/>",
    "<use href='data:image/svg+xml,x#y'/>",
    "<use href='javascript:alert(1)'/>",
    "<rect fill='url(https://evil.example/#x)'/>",
    "<rect fill='URL(https://evil.example/#x)'/>",
    "<rect fill='u\\72l(https://evil.example/#x)'/>",
    "<rect mask='image-set(\"https://evil.example/\" 1x)'/>",
    "<rect mask='src(\"https://evil.example/\")'/>",
    "<rect fill='red url(#a) url(//evil.example)'/>",
    "<rect style='fill:url(https://evil.example/)'/>",
    "<rect style='background:url(https://evil.example/)'/>",
    "<rect xml:base='https://evil.example/' fill='url(#x)'/>",
]


@pytest.mark.parametrize("harm", HARMFUL)
def test_harm_is_left_out(harm):
    html = shown(svg(f"{harm}<text>Water</text>"))
    assert html.endswith("<text>Water</text></svg>")
    for word in ("evil.example", "alert", "script", "data:", "style", "onclick", "onload"):
        assert word not in html


@pytest.mark.parametrize(
    ("drawing", "said"),
    [
        ("<script/>", "<script> is not shown in drawings"),
        ("<g>\n<image href='x.png'/></g>", "<image> is not shown in drawings"),
        ("<rect onclick='x'/>", "the attribute onclick is not kept in drawings"),
        ("<use href='x.svg'/>", "the attribute href is not kept in drawings"),
        ("<rect style='fill:url(x)'/>", "the attribute fill is not kept in drawings"),
    ],
)
def test_what_is_left_out_is_reported(drawing, said):
    problems = read(svg(drawing)).problems
    assert said in [problem.message for problem in problems]
    assert all(problem.code == "figure-element" and problem.hint for problem in problems)


def test_what_drawing_programs_add_is_left_out_without_a_word():
    drawing = (
        f'<!-- made by --><svg {NS} xmlns:ink="http://ink.example/"><ink:view ink:x="1"/><title>t</title><metadata/>'
        '<g ink:label="layer" data-x="1" xml:space="preserve"><path d="M0 0"/></g><?pi x?></svg>'
    )
    assert read(drawing).problems == ()
    assert inside(shown(drawing)) == '<g><path d="M0 0"/></g>'


def test_text_after_what_is_left_out_stays():
    assert inside(shown(svg("<text>a<script>x</script>b<metadata/>c</text>"))) == "<text>abc</text>"


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 20))
REPEATED = "".join("<g id='g{}'>{}</g>".format(n, f"<use href='#g{n + 1}'/>" * 10) for n in range(9))

BROKEN = [
    ("", "figure-syntax"),
    ("text", "figure-syntax"),
    (svg("<g>"), "figure-syntax"),
    (svg("<text>a\x00b</text>"), "figure-syntax"),
    (svg("<text>\ud800</text>"), "figure-syntax"),
    (svg("&none;"), "figure-syntax"),
    ("<svg/>", "figure-syntax"),
    ("<html xmlns='http://www.w3.org/1999/xhtml'/>", "figure-syntax"),
    (f'<!DOCTYPE svg [<!ENTITY x "y">]>{svg("<text>&x;</text>")}', "figure-syntax"),
    ('<!DOCTYPE svg [<!ENTITY x "y">]>' + svg("<text x='&x;'/>"), "figure-syntax"),
    (f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>{svg("<text>&x;</text>")}', "figure-syntax"),
    (f'<!DOCTYPE svg [<!ENTITY % x SYSTEM "https://evil.example/x.dtd"> %x;]>{svg("<text>&y;</text>")}', None),
    (f'<!DOCTYPE svg SYSTEM "https://evil.example/x.dtd">{svg("<text>&y;</text>")}', "figure-syntax"),
    (f'<!DOCTYPE svg [<!ENTITY e0 "x">{ENTITIES}]>{svg("<text>&e19;</text>")}', "figure-syntax"),
    (f'<!DOCTYPE svg [<!ENTITY e0 "x">{ENTITIES}]>{svg("<text x=" + chr(34) + "&e19;" + chr(34) + "/>")}', None),
    (svg("<g>" * 300 + "</g>" * 300), "figure-syntax"),
    (svg("<g/>" * 20_001), "figure-limit"),
    (svg("x" * 1_000_000), "figure-limit"),
    (svg("<g id='a'><use href='#a'/></g>"), "figure-limit"),
    (svg("<use id='a' href='#b'/><use id='b' href='#a'/>"), "figure-limit"),
    (svg(f"{REPEATED}<g id='g9'><path/></g>"), "figure-limit"),
]


@pytest.mark.parametrize(("drawing", "code"), BROKEN, ids=range(len(BROKEN)))
def test_what_cannot_be_used(drawing, code):
    started = time.process_time()
    found = read(drawing)
    html = shown(drawing, alt="A <jar>")
    assert time.process_time() - started < 2
    assert not found.usable
    assert found.segments == ()
    (problem,) = found.problems
    assert problem.code in ((code,) if code else ("figure-syntax", "figure-limit"))
    assert problem.hint
    assert html == '<span class="missing-image">A &lt;jar&gt;</span>'
    assert "passwd" not in problem.message


def test_a_document_type_alone_does_no_harm():
    public = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    assert read(public + svg("<text>Water</text>")).problems == ()
    defaults = f'<!DOCTYPE svg [<!ATTLIST svg onload CDATA "alert(1)">]>{svg("<text>Water</text>")}'
    assert "alert" not in shown(defaults)


def test_the_place_of_a_syntax_error_is_counted_in_letters():
    found = read(f"<svg {NS}>\r\n<text>Сөзсөз</tekst></svg>")
    (problem,) = found.problems
    assert isinstance(problem, Problem)
    assert problem.place == Place("source/a.svg", 2, 21)
    assert "column" not in problem.message
