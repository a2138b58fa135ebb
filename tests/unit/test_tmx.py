"""TMX: what the programs of translators write is read, what is written is by the book."""

from __future__ import annotations

import codecs
import re
from xml.parsers import expat

import pytest

from kitapsha import __version__, tmx
from kitapsha.problems import Problem
from kitapsha.tmx import Unit

OMEGAT_LEVEL_2 = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="OmegaT" o-tmf="OmegaT TMX" adminlang="EN-US" datatype="plaintext" creationtoolversion="3.6.0_10"
    segtype="paragraph" srclang="EN-US"/>
  <body>
<!-- Default translations -->
    <tu>
      <tuv xml:lang="EN-US"><seg>Wash <bpt i="0" x="0">&lt;a0&gt;</bpt>well<ept i="0">&lt;/a0&gt;</ept>.</seg></tuv>
      <tuv xml:lang="KK"><seg><bpt i="0" x="0">&lt;a0&gt;</bpt>Жақсы<ept i="0">&lt;/a0&gt;</ept> жу.</seg></tuv>
    </tu>
<!-- Alternative translations -->
    <tu>
      <prop type="file">water.po</prop>
      <prop type="prev">Before</prop>
      <tuv xml:lang="EN-US"><seg>Open</seg></tuv>
      <tuv xml:lang="KK" changeid="ann" changedate="20260101T000000Z"><seg>Ашу</seg></tuv>
    </tu>
  </body>
</tmx>
"""
OMEGAT_PROJECT = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx11.dtd">
<tmx version="1.1"><header srclang="en"/><body>
<tu><tuv lang="en"><seg>Open</seg></tuv><tuv lang="ru-RU"><seg>Открыть</seg></tuv></tu></body></tmx>
"""
POEDIT = """<?xml version="1.0"?>
<tmx version="1.4">
\t<header creationtool="Poedit" creationtoolversion="3.4" datatype="PlainText" segtype="sentence" adminlang="en"
\t\tsrclang="en" o-tmf="PoeditTM" />
\t<body>
\t\t<tu creationdate="20260101T000000Z">
\t\t\t<tuv xml:lang="en">
\t\t\t\t<seg>A **bold** &amp; [link](https://example.org/?a=1&amp;b=2)</seg>
\t\t\t</tuv>
\t\t\t<tuv xml:lang="pt-BR">
\t\t\t\t<seg>Um [link](https://example.org/?a=1&amp;b=2) **forte**</seg>
\t\t\t</tuv>
\t\t</tu>
\t\t<tu srclang="de"><tuv xml:lang="de"><seg>Auf</seg></tuv><tuv xml:lang="en"><seg>Open</seg></tuv></tu>
\t</body>
</tmx>
"""
TOOLKIT = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="Translate Toolkit" creationtoolversion="3.20.4" segtype="sentence" o-tmf="UTF-8"
    adminlang="en" srclang="en" datatype="PlainText"/>
  <body>
    <tu srclang="en">
      <note>kitapsha.toml</note>
      <prop type="x-context">menu</prop>
      <tuv xml:lang="en">
        <seg>Open</seg>
      </tuv>
      <tuv xml:lang="kk">
        <seg>Ашу</seg>
      </tuv>
    </tu>
  </body>
</tmx>
"""


def units(text: str) -> tuple[Unit, ...]:
    read = tmx.read(text.encode(), "m.tmx")
    assert read.problems == ()
    assert read.path == "m.tmx"
    return read.units


def whole(seg: str, head: str = "") -> str:
    return f'{head}<tmx version="1.4"><header/><body><tu><tuv xml:lang="en"><seg>{seg}</seg></tuv></tu></body></tmx>'


def problem(data: bytes | str) -> Problem:
    """The only problem of a file that is refused as a whole."""
    read = tmx.read(data if isinstance(data, bytes) else data.encode(), "m.tmx")
    assert read.units == ()
    (found,) = read.problems
    assert found.place is not None
    assert found.place.path == "m.tmx"
    assert found.hint
    return found


# --- what other programs write --------------------------------------------------------------------------------


def test_omegat():
    first, second = units(OMEGAT_LEVEL_2)
    assert first.texts == (("EN-US", "Wash <a0>well</a0>."), ("KK", "<a0>Жақсы</a0> жу."))
    assert second.texts == (("EN-US", "Open"), ("KK", "Ашу"))
    assert second.properties == (("file", "water.po"), ("prev", "Before"))
    assert (second.property("prev"), second.property("next")) == ("Before", None)
    assert second.line == 13
    assert units(OMEGAT_PROJECT) == (Unit((("en", "Open"), ("ru-RU", "Открыть"))),)


def test_poedit():
    first, second = units(POEDIT)
    assert dict(first.texts)["pt-BR"] == "Um [link](https://example.org/?a=1&b=2) **forte**"
    assert second.texts == (("de", "Auf"), ("en", "Open"))


def test_translate_toolkit_and_weblate():
    assert units(TOOLKIT) == (Unit((("en", "Open"), ("kk", "Ашу")), (("x-context", "menu"),)),)


@pytest.mark.parametrize(
    ("seg", "text"),
    [
        ("a<ph x='1'>`b`</ph>c", "a`b`c"),
        ("<it pos='begin'>**</it>a<it pos='end'>**</it>", "**a**"),
        ("<hi type='x'>a <bpt i='1'>*</bpt>b<ept i='1'>*</ept></hi>", "a *b*"),
        ("<ph>![<sub>a <hi>map</hi></sub>](map.svg)</ph>", "![a map](map.svg)"),
        ("<ut>[</ut>a<ut>](b)</ut>", "[a](b)"),
        ("a<!-- not text --> b<?nor this?>", "a b"),
        ("<![CDATA[<b> & ]]>&#1171;&#x20;", "<b> & ғ "),
        ("a\r\nb&#13;", "a\nb\r"),
    ],
)
def test_codes_within_a_segment_keep_their_text(seg: str, text: str):
    assert units(whole(seg)) == (Unit((("en", text),)),)


def test_notes_and_properties_of_a_variant_are_no_text():
    tuv = '<tuv xml:lang="kk"><note>n</note><prop type="p">v</prop><seg>б</seg></tuv>'
    text = whole("a").replace("</tu>", tuv + "</tu>").replace("<tu>", "<tu><note>N</note>")
    assert units(text) == (Unit((("en", "a"), ("kk", "б"))),)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "windows-1251", "utf-8-sig", "utf-8"])
def test_encodings(encoding: str):
    name = {"utf-16-le": "utf-16", "utf-8-sig": "utf-8"}.get(encoding, encoding)
    text = f'<?xml version="1.0" encoding="{name}"?>' + whole("Река")
    mark = codecs.BOM_UTF16_LE if encoding == "utf-16-le" else b""
    read = tmx.read(mark + text.encode(encoding), "m.tmx")
    assert read.units == (Unit((("en", "Река"),)),)


# --- what is wrong --------------------------------------------------------------------------------------------


def test_a_unit_that_says_nothing_is_left_out():
    assert units(whole("")) == ()
    assert units(whole("a").replace("<seg>a</seg>", "")) == ()


def test_a_text_without_a_language_is_left_out_and_said():
    read = tmx.read(whole("a").replace('xml:lang="en"', "").encode(), "m.tmx")
    assert read.units == ()
    assert [(p.code, p.severity.value, p.message) for p in read.problems] == [
        ("tmx-unit", "warning", "a text without a language is left out")
    ]


def test_a_text_that_is_too_long_is_left_out_and_said_with_its_line():
    tuv = f'<tuv xml:lang="kk">\n<seg>{"б" * (tmx.MAX_TEXT + 1)}</seg></tuv>'
    read = tmx.read(whole("a").replace("</tu>", tuv + "</tu>").encode(), "m.tmx")
    assert read.units == (Unit((("en", "a"),)),)
    (found,) = read.problems
    assert found.code == "tmx-unit"
    assert found.place is not None
    assert found.place.line == 2


def test_warnings_end_somewhere():
    text = whole("a").replace('<tuv xml:lang="en">', "<tuv>").replace("<tu>", "<tu>" + "<tuv><seg>x</seg></tuv>" * 99)
    assert len(tmx.read(text.encode()).problems) == tmx.MAX_WARNINGS


@pytest.mark.parametrize(
    ("data", "code", "message", "line"),
    [
        ("", "tmx-syntax", "the file is empty", 1),
        (" \n", "tmx-syntax", "the file is empty", 1),
        ("<html><body/></html>", "tmx-syntax", "this is no TMX: it begins with <html>", 1),
        ("{}", "tmx-syntax", "this is not well-formed XML", 1),
        ('msgid ""\nmsgstr ""\n', "tmx-syntax", "this is not well-formed XML", 1),
        ("<tmx/>", "tmx-syntax", "the file has no body", 1),
        ("<tmx>\n<body>\n<tu>\n</body></tmx>", "tmx-syntax", "this is not well-formed XML: mismatched tag", 4),
        (whole("a")[:-8], "tmx-syntax", "the file ends in the middle", 1),
        (whole("a")[:-30], "tmx-syntax", "the file ends in the middle", 1),
        (whole("\n\n&nbsp;"), "tmx-syntax", "this is not well-formed XML: undefined entity", 3),
        (whole("\n&nbsp;", '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'), "tmx-entity", "&nbsp; is not known", 2),
        (whole("\n\x0b"), "tmx-syntax", "this is not well-formed XML", 2),
        (whole("a").encode()[:69] + b"\n\xe9</tuv>", "tmx-syntax", "this is not well-formed XML", 2),
        (
            whole("a", "<?xml version='1.0' encoding='rot13'?>"),
            "tmx-syntax",
            "the encoding of the file is not known",
            1,
        ),
        (whole("a", "<?xml version='1.0' encoding='no such'?>"), "tmx-syntax", "this is not well-formed XML", 1),
        (whole("<b>" * 50 + "</b>" * 50), "tmx-limit", "more than 40 elements within each other", 1),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_its_line(data: bytes | str, code: str, message: str, line: int):
    found = problem(data)
    assert (found.code, found.severity.value) == (code, "error")
    assert found.message.startswith(message)
    assert found.place is not None
    assert found.place.line == line


def test_too_many_units(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tmx, "MAX_UNITS", 2)
    many = whole("a").replace("<tu>", '<tu><tuv xml:lang="en"><seg>x</seg></tuv></tu>' * 2 + "<tu>")
    assert problem(many).code == "tmx-limit"


# --- writing --------------------------------------------------------------------------------------------------

UNITS = (
    Unit(
        (("en", "A **bold** <b>&amp;</b> ]]> word"), ("kk-Latn", "Bir «söz»\nekinşi\r\tjol ")),
        (("x-context", 'a "menu"\n'), ('"', "\t")),
    ),
    Unit((("en", "Open"),)),
)


def test_what_is_written_is_read_again():
    assert units(tmx.write(UNITS, "en").decode()) == UNITS
    assert units(tmx.write((), "en").decode()) == ()


def test_the_bytes_are_always_the_same():
    assert tmx.write(UNITS[1:], "en").decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<tmx version="1.4">\n'
        f'  <header creationtool="Kitapsha" creationtoolversion="{__version__}" segtype="paragraph" o-tmf="PO"'
        ' adminlang="en" srclang="en" datatype="plaintext"/>\n'
        "  <body>\n"
        "    <tu>\n"
        '      <tuv xml:lang="en"><seg>Open</seg></tuv>\n'
        "    </tu>\n"
        "  </body>\n"
        "</tmx>\n"
    )


def test_nothing_says_who_wrote_it_and_when():
    said = tmx.write(UNITS, "en").decode()
    assert not re.search(r"creationdate|changedate|creationid|changeid|DOCTYPE", said)


def test_empty_texts_are_not_written():
    assert tmx.write([Unit(()), Unit((("en", ""),), (("a", "b"),))], "en") == tmx.write([], "en")
    assert units(tmx.write([Unit((("en", ""), ("kk", "a")))], "en").decode()) == (Unit((("kk", "a"),)),)


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ufffe", "\ud800"])
def test_what_xml_cannot_hold_is_not_written(character: str):
    assert tmx.forbidden(f"a{character}") == f"U+{ord(character):04X}"
    with pytest.raises(ValueError, match=f"U\\+{ord(character):04X}"):
        tmx.write([Unit((("en", f"a{character}"),))], "en")
    assert tmx.forbidden("a\n\r\t\x85\u2028🇰🇿") == ""


# The content models and required attributes of tmx14.dtd, as far as they concern what is written.
CHILDREN = {
    "": "tmx", "tmx": "header body", "header": "", "body": "(tu )*", "tu": "(prop )*(tuv )+", "tuv": "seg",
    "prop": "", "seg": "",
}  # fmt: skip
REQUIRED = {
    "tmx": "version",
    "header": "creationtool creationtoolversion segtype o-tmf adminlang srclang datatype",
    "prop": "type",
    "tuv": "xml:lang",
}


def test_what_is_written_has_the_structure_of_tmx_1_4():
    children: list[list[str]] = [[]]
    names = [""]

    def start(name: str, attributes: dict[str, str]) -> None:
        assert sorted(attributes) == sorted(REQUIRED.get(name, "").split())
        children[-1].append(name)
        names.append(name)
        children.append([])

    def end(name: str) -> None:
        inside = " ".join(children.pop())
        assert re.fullmatch(CHILDREN[name], f"{inside} " if CHILDREN[name].startswith("(") else inside)
        names.pop()

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(tmx.write((*UNITS, Unit(())), "en"), True)
    assert children == [["tmx"]]
