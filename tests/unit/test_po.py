"""Catalogs by hand: what is refused and why, what is read and how, what is written."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace

import pytest

from kitapsha import po
from kitapsha.model import Catalog, Message, Previous
from kitapsha.problems import Problem, Severity, to_text

HEAD = r"""msgid ""
msgstr ""
"Language: ru\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""
HEAD_LINES = HEAD.count("\n")


def read(body: str, head: str = HEAD) -> Catalog:
    return po.read((head + body).encode(), "locales/ru/LC_MESSAGES/water.po")


# --- refused --------------------------------------------------------------------------------------------------

PLURAL_1 = [("po-plural", 1)]
FORMS = 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] "d"\n'
MORE_FORMS = "".join(f'msgstr[{number}] "e"\n' for number in range(2, 30))

# Name, text after the header, then code and line (counted after the header) of every problem: one cause, one problem.
BROKEN = [
    ("cut before the closing quote", 'msgid "a"\nmsgstr "b', [("po-truncated", 2)]),
    ("cut before the closing quote, line ended", 'msgid "a"\nmsgstr "b\n\n', [("po-truncated", 2)]),
    ("cut in a continuation", 'msgid "a"\nmsgstr ""\n"b\\n"\n"c', [("po-truncated", 4)]),
    ("cut after an escape's backslash", 'msgid "a"\nmsgstr "b\\', [("po-escape", 2)]),
    ("cut after msgid", 'msgid "a"\n', [("po-truncated", 1)]),
    ("cut after the keyword", 'msgid "a"\nmsgstr', [("po-truncated", 2)]),
    ("cut after msgctxt", 'msgctxt "a"\n', [("po-truncated", 1)]),
    ("cut after msgid_plural", 'msgid "a"\nmsgid_plural "b"\n', [("po-truncated", 1)]),
    ("cut after a previous msgid", 'msgid "a"\nmsgstr "b"\n#| msgid "c"\n', [("po-truncated", 3)]),
    ("cut within a keyword", 'msgid "a"\nmsgs', [("po-syntax", 2)]),
    ("closing quote missing", 'msgid "a\nmsgstr "b"\n', [("po-syntax", 1)]),
    ("opening quote missing", 'msgid "a"\nmsgstr b"\n', [("po-syntax", 2)]),
    ("both quotes missing", 'msgid "a"\nmsgstr b\n', [("po-syntax", 2)]),
    ("curly quotes", 'msgid "a"\nmsgstr “b”\n', [("po-syntax", 2)]),
    ("angle quotes", 'msgid "a"\nmsgstr «b»\n', [("po-syntax", 2)]),
    ("single quotes", "msgid 'a'\nmsgstr \"b\"\n", [("po-syntax", 1)]),
    ("curly quote closes", 'msgid "a”\nmsgstr "b"\n', [("po-syntax", 1)]),
    ("unescaped quote inside", 'msgid "a"\nmsgstr "b "c" d"\n', [("po-syntax", 2)]),
    ("text after the string", 'msgid "a"\nmsgstr "b" c\n', [("po-syntax", 2)]),
    ("line break inside a string", 'msgid "a"\nmsgstr "b\nc"\n', [("po-syntax", 2), ("po-syntax", 3)]),
    ("git conflict", '<<<<<<< HEAD\nmsgid "a"\n=======\nmsgid "b"\n>>>>>>> x\nmsgstr ""\n', [("po-conflict", 1)]),
    ("two conflicts", "<<<<<<< a\n=======\n>>>>>>> b\n" * 2, [("po-conflict", 1), ("po-conflict", 4)]),
    ("half of a conflict", 'msgid "a"\n=======\nmsgstr "b"\n', [("po-conflict", 2)]),
    ("unknown escape", 'msgid "a"\nmsgstr "b\\q"\n', [("po-escape", 2)]),
    ("hexadecimal escape without digits", 'msgid "a"\nmsgstr "\\x"\n', [("po-escape", 2)]),
    ("octal escape above 377", 'msgid "a"\nmsgstr "\\400"\n', [("po-escape", 2)]),
    ("hexadecimal escape above FF", 'msgid "a"\nmsgstr "\\x1F1"\n', [("po-escape", 2)]),
    ("escaped bytes that are no UTF-8", 'msgid "a"\nmsgstr "\\303"\n', [("po-escape", 2)]),
    ("escaped surrogate", 'msgid "a"\nmsgstr "\\355\\240\\200"\n', [("po-escape", 2)]),
    ("backslash joins lines", 'msgid "a"\nmsgstr "b"\\\n"c"\n', [("po-escape", 2)]),
    ("backslash ends a comment", '# C:\\\nmsgid "a"\nmsgstr "b"\n', [("po-escape", 1)]),
    ("msgid twice", 'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', [("po-duplicate", 4)]),
    ("msgid twice with the same text", 'msgid "a"\nmsgstr "b"\nmsgid "a"\nmsgstr "b"\n', [("po-duplicate", 3)]),
    ("msgid twice on one line", 'msgid "a" msgstr "b" msgid "a" msgstr "c"', [("po-duplicate", 1)]),
    ("context and msgid twice", 'msgctxt ""\nmsgid "a"\nmsgstr ""\n' * 2, [("po-duplicate", 5)]),
    ("live and obsolete", 'msgid "a"\nmsgstr "b"\n#~ msgid "a"\n#~ msgstr "c"\n', [("po-duplicate", 3)]),
    ("obsolete twice", '#~ msgid "a"\n#~ msgstr "b"\n' * 2, [("po-duplicate", 3)]),
    ("header twice", HEAD, [("po-duplicate", 1)]),
    ("unknown keyword", 'mgsid "a"\nmsgstr "b"\n', [("po-syntax", 1)]),
    ("unknown keyword in the middle", 'msgid "a"\nmsgst "b"\nmsgid "c"\nmsgstr "d"\n', [("po-syntax", 2)]),
    ("keyword in capitals", 'MSGID "a"\nmsgstr "b"\n', [("po-syntax", 1)]),
    ("domain", 'domain "x"\nmsgid "a"\nmsgstr "b"\n', [("po-syntax", 1)]),
    ("prose", "Dear translator,\n", [("po-syntax", 1)]),
    ("no-break space before a keyword", '\u00a0msgid "a"\nmsgstr "b"\n', [("po-syntax", 1)]),
    ("string of nobody", '# c\n"a"\nmsgid "b"\nmsgstr ""\n', [("po-syntax", 2)]),
    ("comment between msgid and msgstr", 'msgid "a"\n# c\nmsgstr "b"\n', [("po-syntax", 2)]),
    ("comment behind msgid", 'msgid "a" # c\nmsgstr "b"\n', [("po-syntax", 1)]),
    ("comment between the plural forms", 'msgid "a"\nmsgid_plural "b"\n# c\nmsgstr[0] ""\n', [("po-syntax", 3)]),
    ("comment after #|", '#| msgid "b"\n#, fuzzy\nmsgid "a"\nmsgstr "b"\n', [("po-syntax", 2)]),
    ("msgstr missing", 'msgid "a"\n\nmsgid "b"\nmsgstr "c"\n', [("po-syntax", 1)]),
    ("msgstr missing before a comment", 'msgid "a"\n\n# c\nmsgid "b"\nmsgstr "c"\n', [("po-syntax", 1)]),
    ("msgid missing", 'msgctxt "x"\nmsgstr "a"\n', [("po-syntax", 2)]),
    ("msgstr alone", '# c\nmsgstr "a"\n', [("po-syntax", 2)]),
    ("msgstr twice", 'msgid "a"\nmsgstr "b"\nmsgstr "c"\n', [("po-syntax", 3)]),
    ("msgctxt after msgid", 'msgid "a"\nmsgctxt "b"\nmsgstr "c"\n', [("po-syntax", 1), ("po-syntax", 3)]),
    ("keyword without a text", 'msgid\nmsgstr "b"\n', [("po-syntax", 1)]),
    ("obsolete msgid, live msgstr", '#~ msgid "a"\nmsgstr "b"\n', [("po-syntax", 1)]),
    ("obsolete text, live continuation", '#~ msgid "a"\n#~ msgstr ""\n"b"\n', [("po-syntax", 3)]),
    ("live entry, obsolete previous", '#~| msgid "b"\nmsgid "a"\nmsgstr "b"\n', [("po-syntax", 1)]),
    ("previous msgstr", '#| msgstr "b"\nmsgid "a"\nmsgstr "b"\n', [("po-syntax", 1)]),
    ("previous context alone", '#| msgctxt "b"\nmsgid "a"\nmsgstr "b"\n', [("po-syntax", 2)]),
    ("previous lines out of order", '#| msgid "b"\n#| msgctxt "c"\nmsgid "a"\nmsgstr ""\n', [("po-syntax", 2)]),
    ("obsolete prose", "#~ nothing\n", [("po-syntax", 1)]),
    ("form without a plural", 'msgid "a"\nmsgstr[0] "b"\n', [("po-plural", 2)]),
    ("plural without a form", 'msgid "a"\nmsgid_plural "b"\n\nmsgid "c"\nmsgstr ""\n', [("po-plural", 1)]),
    ("plural with a plain msgstr", 'msgid "a"\nmsgid_plural "b"\nmsgstr "c"\n', [("po-plural", 3)]),
    ("forms begin with 1", 'msgid "a"\nmsgid_plural "b"\nmsgstr[1] "c"\nmsgstr[0] "d"\n', [("po-plural", 3)]),
    ("form 0 twice", 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[0] "d"\n', [("po-plural", 4)]),
    ("form 10 after 0", 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[10] "d"\n', [("po-plural", 4)]),
    ("one form of two", 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n', [("po-plural", 1)]),
    ("three forms of two", 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] "c"', PLURAL_1),
    ("more forms than any language has", "#, fuzzy\n" + FORMS + MORE_FORMS, [("po-syntax", 22)]),
    ("index that is no number", 'msgid "a"\nmsgid_plural "b"\nmsgstr[N] "c"\n', [("po-syntax", 3)]),
    ("NUL", 'msgid "a"\nmsgstr "b\0c"\n', [("po-control", 2)]),
    ("NUL as an escape", 'msgid "a"\nmsgstr "b\\0c"\n', [("po-control", 2)]),
    ("NUL in a msgid", 'msgid "a\\000"\nmsgstr "b"\n', [("po-control", 1)]),
    ("escape character", 'msgid "a"\nmsgstr "\x1b[31m"\n', [("po-control", 2)]),
    ("bell", 'msgid "a"\nmsgstr "\\a"\n', [("po-control", 2)]),
    ("form feed between the lines", 'msgid "a"\n\f\nmsgstr "b"\n', [("po-control", 2)]),
    ("line separator", 'msgid "a"\nmsgstr ""\n"b"\n"c\u2028d"\n', [("po-control", 4)]),
    ("next line", 'msgid "a"\nmsgstr "b\u0085c"\n', [("po-control", 2)]),
    ("noncharacter", 'msgid "a"\nmsgstr "b\U0001ffffc"\n', [("po-control", 2)]),
    ("carriage return in a string", 'msgid "a"\nmsgstr "b\rc"\n', [("po-control", 2)]),
    ("end-of-file character of DOS", 'msgid "a"\nmsgstr "b"\n\x1a', [("po-control", 3)]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_broken_entries_are_refused_with_their_place(body: str, expected: list[tuple[str, int]]) -> None:
    catalog = read(body)
    assert (catalog.header, catalog.messages) == (None, ())
    found = [(problem.code, problem.place.line - HEAD_LINES) for problem in catalog.problems if problem.place]
    assert found == expected
    assert all(well_said(problem, HEAD + body) for problem in catalog.problems)


def well_said(problem: Problem, text: str) -> bool:
    """An error that names a place inside the file and says what to do, and that prints no invisible character."""
    place = problem.place
    assert place is not None
    lines = text.split("\n")
    inside = 1 <= place.line <= len(lines) and 1 <= place.column <= len(lines[place.line - 1]) + 1
    printable = (problem.message + problem.hint).isprintable()
    return problem.severity is Severity.ERROR and inside and printable and bool(problem.hint)


def charset(name: str) -> str:
    return HEAD.replace("UTF-8", name)


def plurals(value: str) -> str:
    return HEAD.replace("nplurals=2; plural=(n != 1);", value)


ENTRY = 'msgid "a"\nmsgstr "б"\n'

# Name, bytes, code, line.
BROKEN_FILES = [
    ("empty", b"", "po-truncated", 1),
    ("blank", b"\n \n", "po-truncated", 1),
    ("zeros after a crash", bytes(4096), "po-encoding", 1),
    ("HTML error page", b"<!DOCTYPE html>\n<title>404</title>", "po-syntax", 1),
    ("JSON list", b'[{"message": "Not Found"}]', "po-syntax", 1),
    ("JSON", b'\n{"message": "Not Found"}', "po-syntax", 1),
    ("no header", ENTRY.encode(), "po-header", 1),
    ("only a comment", b"# Kitapsha\n", "po-header", 1),
    ("empty header", b'msgid ""\nmsgstr ""\n\nmsgid "a"\nmsgstr "b"\n', "po-header", 1),
    ("header without fields", b'msgid ""\nmsgstr "header"\n', "po-header", 1),
    ("header after an entry", (ENTRY + HEAD).encode(), "po-header", 3),
    ("obsolete header", b'#~ msgid ""\n#~ msgstr "Language: ru\\n"\n', "po-header", 1),
    ("header with a context", b'msgctxt "x"\nmsgid ""\nmsgstr "Language: ru\\n"\n', "po-header", 1),
    ("header with a plural", b'msgid ""\nmsgid_plural ""\nmsgstr[0] "Language: ru\\n"\n', "po-header", 1),
    ("header cut off", HEAD[:70].encode(), "po-truncated", 4),
    ("another charset in the header", (charset("cp1251") + ENTRY).encode(), "po-charset", 1),
    ("a charset that hides markup", (charset("UTF-7") + ENTRY).encode(), "po-charset", 1),
    ("a charset that gettext does not know", (charset("utf8") + ENTRY).encode(), "po-charset", 1),
    ("CHARSET with letters beyond ASCII", (charset("CHARSET") + ENTRY).encode(), "po-charset", 1),
    ("no charset, letters beyond ASCII", f'msgid ""\nmsgstr "Language: ru\\n"\n{ENTRY}'.encode(), "po-charset", 1),
    ("two charsets", (HEAD.replace("Language: ru", "X-Note: charset=KOI8-R") + ENTRY).encode(), "po-charset", 1),
    ("bytes in cp1251", (HEAD + ENTRY).encode("cp1251"), "po-encoding", 8),
    ("UTF-16 with a byte order mark", (HEAD + ENTRY).encode("utf-16"), "po-encoding", 1),
    ("UTF-16 without", (HEAD + ENTRY).encode("utf-16-le"), "po-encoding", 1),
    ("lone surrogate", (HEAD + ENTRY).encode().replace("б".encode(), b"\xed\xa0\x80"), "po-encoding", 8),
    ("overlong NUL", (HEAD + ENTRY).encode().replace("б".encode(), b"\xc0\x80"), "po-encoding", 8),
    ("cut within a letter", (HEAD + ENTRY).encode()[:-3], "po-truncated", 8),
    ("line ends of old Macintoshes", (HEAD + ENTRY).replace("\n", "\r").encode(), "po-control", 1),
    ("no plural rule", (plurals("") + FORMS).encode(), "po-plural", 1),
    ("plural rule of a template", (plurals("nplurals=INTEGER; plural=EXPRESSION;") + ENTRY).encode(), "po-plural", 1),
    ("two plural rules", (HEAD.replace("Language: ru", "X-Note: plural=0") + ENTRY).encode(), "po-plural", 1),
    ("malformed plural rule", (plurals("nplurals=2") + ENTRY).encode(), "po-plural", 1),
    ("plural rule that divides by zero", (plurals("nplurals=2; plural=n/0;") + ENTRY).encode(), "po-plural", 1),
    ("plural rule for another count", (plurals("nplurals=1; plural=0;") + FORMS).encode(), "po-plural", 7),
]  # fmt: skip


@pytest.mark.parametrize(("data", "code", "line"), [c[1:] for c in BROKEN_FILES], ids=[c[0] for c in BROKEN_FILES])
def test_broken_files_are_refused_with_their_place(data: bytes, code: str, line: int) -> None:
    catalog = po.read(data, "x.po")
    assert (catalog.header, catalog.messages) == (None, ())
    assert [(problem.code, problem.place and problem.place.line) for problem in catalog.problems] == [(code, line)]
    assert all(well_said(problem, data.decode("utf-8", "replace")) for problem in catalog.problems)


def test_a_problem_names_file_line_column_and_remedy() -> None:
    problem = read('msgid "кітап"\nmsgstr ""\n"кітап" "кі\\тап"\n').problems[0]
    assert to_text(problem) == (
        "locales/ru/LC_MESSAGES/water.po:9:12: error[po-escape]: unknown escape \\т\n"
        r"    hint: write \\ for a backslash; known are \n \t \" \\ \r \a \b \f \v, \123 and \x41"
    )


def test_a_duplicate_names_the_first_entry() -> None:
    (problem,) = read(ENTRY + "\n" + ENTRY).problems
    assert [(place.path, place.line) for place in problem.related] == [("locales/ru/LC_MESSAGES/water.po", 7)]


def test_a_forbidden_character_is_named_where_it_stands() -> None:
    (problem,) = read('msgid "a"\nmsgstr ""\n"б"\n"в \u2028"\n').problems
    assert "U+2028" in problem.message
    assert (problem.place and (problem.place.line, problem.place.column)) == (HEAD_LINES + 4, 4)


def test_independent_mistakes_are_all_reported() -> None:
    catalog = read('msgid "a\nmsgstr ""\n\nmsgid "b"\nmsgstr "\\q"\n\nmsgid "c"\n\nmsgid "d"\nmsgstr ""\n')
    found = [(problem.code, problem.place and problem.place.line - HEAD_LINES) for problem in catalog.problems]
    assert found == [("po-syntax", 1), ("po-escape", 5), ("po-syntax", 7)]


def test_a_file_that_is_no_catalog_causes_few_problems() -> None:
    assert 0 < len(read("no catalog\n" * 1000).problems) <= 20


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [problem.code for problem in po.read(b" " * 20_000_001).problems] == ["po-limit"]
    assert [problem.code for problem in po.read(b"#\n" * 1_000_001).problems] == ["po-limit"]
    monkeypatch.setattr(po, "MAX_ENTRIES", 3)
    three = "".join(f'msgid "{number}"\nmsgstr ""\n' for number in range(3))
    assert [problem.code for problem in read(three).problems] == ["po-limit"]


# --- read -----------------------------------------------------------------------------------------------------

A = Message("a", ("b",))
PLURAL = Message("a", ("c", "d"), plural="b")

LEGAL = [
    ("plain", 'msgid "a"\nmsgstr "b"\n', A),
    ("no line end at the end", 'msgid "a"\nmsgstr "b"', A),
    ("tabs and spaces", '\tmsgid\t"a" \n  msgstr\t \t"b"\t\n', A),
    ("no space after the keyword", 'msgid"a"\nmsgstr"b"\n', A),
    ("text on the next line", 'msgid\n"a"\n\nmsgstr\n\n"b"\n', A),
    ("all on one line", 'msgid "a" msgstr "b"', A),
    ("continued", 'msgid ""\n"a"\n""\nmsgstr ""\n\n"b"\n', A),
    ("several strings on one line", 'msgid "" "a"\nmsgstr """b"""\n', A),
    ("CRLF", 'msgid "a"\r\nmsgstr ""\r\n"b"\r\n', A),
    ("empty lines with spaces", 'msgid "a"\n \t\nmsgstr "b"\n  ', A),
    ("escapes", r'msgid "\a\b\f\n\r\t\v\"\\"' + '\nmsgstr ""\n', Message('\a\b\f\n\r\t\v"\\')),
    ("octal and hexadecimal", 'msgid "\\101\\1012\\x42\\x0043"\nmsgstr ""\n', Message("AA2BC")),
    ("letters as bytes", 'msgid "\\323\\231" "\\xd3" "\\x99"\nmsgstr ""\n', Message("әә")),
    ("escape ends with its string", 'msgid "\\10" "1\\x4a" "b"\nmsgstr ""\n', Message("\b1Jb")),
    ("backslash before n", 'msgid "\\\\n"\nmsgstr "\\\\"\n', Message("\\n", ("\\",))),
    ("empty context", 'msgctxt ""\nmsgid "a"\nmsgstr "b"\n', replace(A, context="")),
    ("context", 'msgctxt "x"\nmsgid "a"\nmsgstr "b"\n', replace(A, context="x")),
    ("empty msgid with a context", 'msgctxt "x"\nmsgid ""\nmsgstr "b"\n', Message("", ("b",), "x")),
    ("plural", FORMS, PLURAL),
    ("spaces in the index", FORMS.replace("[0]", " [ 0 ]").replace("[1] ", "[01]"), PLURAL),
    ("index on the next line", FORMS.replace("[1]", "\n[1]"), PLURAL),
    ("one empty form, not translated", 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] ""', Message("a", ("",), None, "b")),
    ("comment", '# с\nmsgid "a"\nmsgstr "b"\n', replace(A, comments=("с",))),
    ("comment without space", '#c\n#_d\n#=e\n##\nmsgid "a"\nmsgstr "b"', replace(A, comments=("c", "_d", "=e", "#"))),
    ("comment with more spaces", '#  c \n#\td\nmsgid "a"\nmsgstr "b"\n', replace(A, comments=(" c ", "\td"))),
    ("empty comments", '#\n# \n#\nmsgid "a"\nmsgstr "b"\n', replace(A, comments=("", "", ""))),
    ("comment behind the entry before", 'msgid "" "a"\nmsgstr "b" # c', A),
    ("extracted", '#. c\n#.d\n#.\n# e\n#. f\nmsgid "a"\nmsgstr "b"\n',
        replace(A, extracted=("c", "d", "", "f"), comments=("e",))),
    ("references", '#: a.md b.md:3\n#:c.md\nmsgid "a"\nmsgstr "b"', replace(A, references=("a.md", "b.md:3", "c.md"))),
    ("reference twice", '#: a.md b.md\n#: a.md\nmsgid "a"\nmsgstr "b"', replace(A, references=("a.md", "b.md"))),
    ("reference with spaced line number", '#: a.c: 1 b.c :2 c.c : 03 4\nmsgid "a"\nmsgstr "b"\n',
        replace(A, references=("a.c:1", "b.c:2", "c.c:3", "4"))),
    ("reference with colons", '#: a:b :3 a:1:2 c:x\nmsgid "a"\nmsgstr "b"',
        replace(A, references=("a:b:3", "a:1:2", "c:x"))),
    ("file names with spaces", '#: \u2068a b.md\u2069:3 \u2068c d.md\u2069\nmsgid "a"\nmsgstr "b"',
        replace(A, references=("a b.md:3", "c d.md"))),
    ("empty reference", '#:\n#: \nmsgid "a"\nmsgstr "b"\n#:\n', A),
    ("flags", '#, no-wrap,c-format, fuzzy\nmsgid "a"\nmsgstr "b"', replace(A, flags=("fuzzy", "c-format", "no-wrap"))),
    ("flags after an exclamation mark", '#!fuzzy\nmsgid "a"\nmsgstr "b"\n', replace(A, flags=("fuzzy",))),
    ("flags on several lines", '#, c-format\n#, fuzzy, python-format\nmsgid "a"\nmsgstr "b"\n',
        replace(A, flags=("fuzzy", "c-format", "python-format"))),
    ("flags that contradict", '#, c-format, no-c-format, no-wrap, wrap\nmsgid "a"\nmsgstr "b"\n',
        replace(A, flags=("no-c-format",))),
    ("unsure flags", '#, possible-c-format, impossible-awk-format\nmsgid "a"\nmsgstr "b"\n',
        replace(A, flags=("c-format",))),
    ("unknown flags", '#, zeta, alpha, xx-format\nmsgid "a"\nmsgstr "b"',
        replace(A, flags=("zeta", "alpha", "xx-format"))),
    ("range", "#, range: 1..05, fuzzy\n" + FORMS, replace(PLURAL, flags=("fuzzy", "range: 1..5"))),
    ("previous", '#| msgctxt "p"\n#| msgid ""\n#| "q"\n#| msgid_plural "r"\n' + FORMS,
        replace(PLURAL, previous=Previous("q", "p", "r"))),
    ("previous without space", '#|msgid "q"\nmsgid "a"\nmsgstr "b"\n', replace(A, previous=Previous("q"))),
    ("obsolete", '#~ msgid "a"\n#~ msgstr ""\n#~ "b"\n', replace(A, obsolete=True)),
    ("obsolete without space", '#~msgid "a"\n#~msgstr "b"\n', replace(A, obsolete=True)),
    ("obsolete with notes and flags", '# c\n#. d\n#: e\n#, fuzzy\n#~ msgctxt "r"\n#~ msgid "a"\n#~ msgstr "b"\n',
        Message("a", ("b",), "r", None, ("c",), ("d",), ("e",), ("fuzzy",), obsolete=True)),
    ("obsolete with previous", '#~| msgctxt "p"\n#~| msgid "q"\n#~ msgid "a"\n#~ msgstr "b"\n',
        replace(A, previous=Previous("q", "p"), obsolete=True)),
    ("obsolete plural of another count", '#~ msgid "a"\n#~ msgid_plural "b"\n#~ msgstr[0] "c"\n',
        replace(PLURAL, msgstr=("c",), obsolete=True)),
    ("obsolete with its comment", '#~ # c\n#~ msgid "a"\n#~ msgstr "b"\n', replace(A, obsolete=True, comments=("c",))),
    ("empty marks", '#~\n#|\n#~|\nmsgid "a"\nmsgstr "b"\n', A),
    ("fuzzy forms of another count", "#, fuzzy\n" + FORMS + 'msgstr[2] "e"\n',
        replace(PLURAL, msgstr=("c", "d", "e"), flags=("fuzzy",))),
    ("separators outside of translations", '# \u2028\nmsgid "a\u2028\u0085\u202e"\nmsgstr "b"\n',
        replace(A, msgid="a\u2028\u0085\u202e", comments=("\u2028",))),
    ("decomposed letters stay", 'msgid "и\u0306"\nmsgstr "\ufeffй\u200d"\n', Message("и\u0306", ("\ufeffй\u200d",))),
    ("markup and percent signs", 'msgid "**a** %d {b}"\nmsgstr "<b>б</b> 100 %"\n',
        Message("**a** %d {b}", ("<b>б</b> 100 %",))),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), [case[1:] for case in LEGAL], ids=[case[0] for case in LEGAL])
def test_legal_entries_are_read(body: str, expected: Message) -> None:
    catalog = read(body)
    assert catalog.messages == (expected,)
    assert catalog.header is not None


def test_order_and_lines_are_those_of_the_file() -> None:
    text = '# c\n\nmsgctxt "x"\nmsgid "b"\nmsgstr ""\n#~ msgid "o"\n#~ msgstr ""\n\n#| msgid "p"\nmsgid\n"a"\nmsgstr ""'
    catalog = read(text)
    lines = [(message.msgid, message.line - HEAD_LINES) for message in catalog.messages]
    assert lines == [("b", 4), ("o", 6), ("a", 10)]
    assert catalog.header is not None
    assert catalog.header.line == 1


def test_byte_order_mark_is_dropped_and_mentioned() -> None:
    catalog = po.read(codecs.BOM_UTF8 + (HEAD + ENTRY).encode())
    assert catalog.messages == (Message("a", ("б",)),)
    assert [(problem.code, problem.severity) for problem in catalog.problems] == [("po-bom", Severity.INFO)]


def test_a_comment_after_the_last_entry_is_not_lost_in_silence() -> None:
    catalog = read(ENTRY + "# ask the author\n")
    assert len(catalog.messages) == 1
    assert [(problem.code, problem.severity) for problem in catalog.problems] == [("po-comment", Severity.WARNING)]


@pytest.mark.parametrize("head", ["charset=CHARSET", "charset=utf-8", ""])
def test_header_of_a_template(head: str) -> None:
    text = f'#, fuzzy\nmsgid ""\nmsgstr ""\n"Content-Type: text/plain; {head}\\n"\n' + (
        r'"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\n"' + '\n\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] ""\n'
    )
    catalog = po.read(text.encode())
    assert catalog.problems == ()
    assert catalog.header is not None
    assert catalog.header.flags == ("fuzzy",)


# --- the header -----------------------------------------------------------------------------------------------


def test_header_fields() -> None:
    header = Message("", ("Project-Id-Version:  x 1\nX-Poedit-Basepath: ..\\n\nno field\nEmpty:\nTime: 12:30\n",))
    assert po.header_fields(Catalog(header=header)) == (
        ("Project-Id-Version", "x 1"), ("X-Poedit-Basepath", "..\\n"), ("Empty", ""), ("Time", "12:30"),
    )  # fmt: skip
    assert po.header_fields(Catalog()) == ()


def test_with_header_changes_what_it_is_told_and_nothing_else() -> None:
    text = "Project-Id-Version:  x\nX-Own:1\nno field\nlanguage: ru\n"
    header = Message("", (text,), comments=("c",), flags=("fuzzy",))
    catalog = Catalog((A,), header, "x.po")
    changed = po.with_header(catalog, {"Language": "kk", "Project-Id-Version": "x", "New": "a\nb", "Empty": ""})
    assert changed == replace(
        catalog,
        header=replace(header, msgstr=("Project-Id-Version:  x\nX-Own:1\nno field\nLanguage: kk\nNew: a b\nEmpty:\n",)),
    )
    assert po.with_header(changed, {"Language": "kk"}) == changed


def test_with_header_makes_one() -> None:
    made = po.with_header(Catalog(), {"Language": "kk", "Content-Type": "text/plain; charset=UTF-8"})
    assert made.header == Message("", ("Language: kk\nContent-Type: text/plain; charset=UTF-8\n",))
    assert po.read(po.write(made)) == made


def test_with_header_leaves_one_field_of_two() -> None:
    catalog = Catalog(header=Message("", ("Language: ru\nX: 1\nLanguage: en",)))
    assert po.with_header(catalog, {"Language": "kk"}).header == Message("", ("Language: kk\nX: 1\n",))


RUSSIAN = "n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2"
ARABIC = "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("nplurals=2; plural=(n != 1);", (2, "(n != 1)")),
        ("nplurals=1; plural=0", (1, "0")),
        (f"nplurals=3; plural=({RUSSIAN});", (3, f"({RUSSIAN})")),
        (f" nplurals=6 ;plural= {ARABIC}; x", (6, ARABIC)),
    ],
)
def test_plural_forms(value: str, expected: tuple[int, str]) -> None:
    assert po.plural_forms(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        "", "nplurals=2", "nplurals=2; plural=;", "nplurals=; plural=0;", "plural=0; nplurals=1;",
        "nplurals = 2; plural = 0;", "nplurals=0; plural=0;", "nplurals=11; plural=0;",
        "nplurals=50000000; plural=0;", "nplurals=-1; plural=0;", "nplurals=٢; plural=0;", "nplurals=2; plural=n;",
        "nplurals=2; plural=\u00a0(n != 1);",
        "nplurals=2; plural=n-1;", "nplurals=2; plural=n/0;", "nplurals=2; plural=1/(n!=900);",
        "nplurals=2; plural=n*1000;", "nplurals=2; plural=n **  n;", "nplurals=2; plural=n<<9;",
        "nplurals=2; plural=__import__('os');", "nplurals=2; plural=True;", "nplurals=2; plural=n n;",
        "nplurals=2; plural=1.0;", "nplurals=2; plural=lambda:0;", "nplurals=2; plural=(n", "nplurals=2; plural=n?1;",
        "nplurals=2; plural=n?1:;", f"nplurals=2; plural={'(' * 200}0{')' * 200};",
        f"nplurals=2; plural={'0+' * 300}0;", f"nplurals=2; plural={'9' * 499};",
    ],
)  # fmt: skip
def test_malformed_plural_forms(value: str) -> None:
    problem = po.plural_forms(value)
    assert isinstance(problem, Problem)
    assert ("divides by zero" in problem.message) is ("/" in value)
    assert (problem.code, problem.severity) == ("po-plural", Severity.ERROR)
    assert problem.hint


# --- written --------------------------------------------------------------------------------------------------


def written(*messages: Message) -> str:
    return po.write(Catalog(messages)).decode()


EVERYTHING = r"""# one
#
# two
#. three
#: f.md:4 g.md
#, fuzzy, c-format
#| msgctxt "r"
#| msgid ""
#| "o\n"
#| "p\n"
#| msgid_plural "s"
msgctxt "x\ty"
msgid "a"
msgid_plural "b \"q\""
msgstr[0] ""
"c\n"
"d"
msgstr[1] "e\n"
"""


def test_everything_in_its_place() -> None:
    message = Message(
        "a", ("c\nd", "e\n"), "x\ty", 'b "q"', ("one", "", "two"), ("three",), ("f.md:4", "g.md"),
        ("c-format", "fuzzy"), Previous("o\np\n", "r", "s"),
    )  # fmt: skip
    assert written(message) == EVERYTHING
    obsolete = re.sub(r'^(?=msg|")', "#~ ", EVERYTHING.replace("#| ", "#~| "), flags=re.MULTILINE)
    assert written(replace(message, obsolete=True)) == obsolete


def test_obsolete_entries_come_last_and_only_with_a_translation() -> None:
    gone = Message("o", ("p",), obsolete=True)
    assert written(gone, Message("b"), Message("q", obsolete=True), A) == (
        'msgid "b"\nmsgstr ""\n\nmsgid "a"\nmsgstr "b"\n\n#~ msgid "o"\n#~ msgstr "p"\n'
    )


def test_half_a_plural_keeps_its_flag_and_its_text() -> None:
    half = Message("a", ("", "d"), plural="b", flags=("fuzzy",))
    gone = replace(half, msgid="c", obsolete=True)
    assert written(half, gone).count("#, fuzzy") == 2
    assert '#~ msgstr[1] "d"' in written(half, gone)
    assert "fuzzy" not in written(replace(half, msgstr=("", "")))


def test_a_buried_entry_has_no_range() -> None:
    """So does msgcat write it."""
    message = replace(PLURAL, flags=("range: 0..5", "no-wrap"))
    assert "#, range: 0..5, no-wrap\n" in written(message)
    assert "#, no-wrap\n" in written(replace(message, obsolete=True))


def test_references_fold_at_79_bytes() -> None:
    assert written(replace(A, references=("x" * 37, "y" * 38, "z"))).startswith(f"#: {'x' * 37} {'y' * 38}\n#: z\n")
    assert written(replace(A, references=("x" * 37, "y" * 39))).startswith(f"#: {'x' * 37}\n#: {'y' * 39}\n")
    assert written(replace(A, references=("ә" * 19, "ә" * 18))).startswith(f"#: {'ә' * 19} {'ә' * 18}\nm")
    assert written(replace(A, references=("ә" * 19, "ғ" * 19))).startswith(f"#: {'ә' * 19}\n#: {'ғ' * 19}\nm")


def test_nothing_leaves_its_comment() -> None:
    catalog = Catalog(
        (replace(A, comments=('x\nmsgid "z"', "back\\", "a\rb\0"), extracted=("y\\",), references=('s\nmsgid "z"',)),),
        Message("", ("Content-Type: text/plain; charset=UTF-8\n",)),
    )
    again = po.read(po.write(catalog))
    assert [message.msgid for message in again.messages] == ["a"]
    assert again.messages[0].comments == ("x", 'msgid "z"', "back\\ ", "a b ")


def test_nothing_of_nothing() -> None:
    assert po.write(Catalog()) == b""


def test_lone_surrogates_are_not_written() -> None:
    with pytest.raises(UnicodeEncodeError):
        po.write(Catalog((Message("a", ("\ud800",)),)))


@pytest.mark.parametrize(("text", "name"), [("ok \t\n\u200d\ufeff 🇰🇿", ""), ("\ud800", "U+D800"), ("a\r", "U+000D"),
                                            ("a\u202e", "U+202E"), ("\U0010ffff", "U+10FFFF")])  # fmt: skip
def test_forbidden_names_the_character(text: str, name: str) -> None:
    assert po.forbidden(text) == name
