"""Catalogs as Hypothesis makes them: reading undoes writing, and the writer agrees with GNU gettext and polib."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace

import polib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kitapsha import po
from kitapsha.model import Catalog, Message, Previous
from kitapsha.ponotes import flags
from kitapsha.problems import has_errors

RUSSIAN = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
HEADER = Message(
    "", (f"Project-Id-Version:  x\nLanguage: ru\nContent-Type: text/plain; charset=UTF-8\nPlural-Forms: {RUSSIAN}\n",)
)

# What is hard to carry: the signs of the format itself, letters that decompose, emoji, joiners, every line break.
NASTY = st.sampled_from([
    "\\", '"', "\n", "\n\n", "\t", " ", "#", "#~", "\\n", '\\"', "msgid", 'msgstr "', "%d", "{n}", "<b>", "**", "[",
    "](https://example.org/?a=1&b=2)", "ә", "қ", "Й", "и\u0306", "\u0301", "🇰🇿", "👩\u200d👧",
    "\u00a0", "\ufeff", "«", "”",
])  # fmt: skip
LETTERS = st.characters(exclude_categories=("Cs", "Cc")).filter(lambda letter: not po.forbidden(letter))
TEXT = st.lists(st.one_of(NASTY, NASTY, LETTERS), max_size=12).map("".join)
SOURCE_ONLY = st.sampled_from(["\a", "\b", "\f", "\r", "\v", "\u2028", "\u0085", "\u202e"])
SOURCE = st.lists(st.one_of(NASTY, LETTERS, SOURCE_ONLY), max_size=10).map("".join)
COMMENT = st.text(st.one_of(LETTERS, st.sampled_from('\\"\t#~|,:. ')), max_size=30).filter(
    lambda text: text[-1:] != "\\"
)

NAMES = st.text("abcәқ-_./", min_size=1, max_size=40).filter(lambda name: not name.startswith("./"))
REFERENCES = st.lists(st.one_of(NAMES, st.builds("{}:{}".format, NAMES, st.integers(0, 5000))), max_size=9, unique=True)
FLAGS = st.lists(
    st.sampled_from(["fuzzy", "c-format", "no-python-format", "kde-kuit-format", "no-wrap", "range: 0..5"])
)


@st.composite
def messages(draw: st.DrawFn, source: st.SearchStrategy[str]) -> Message:
    """A message as the reader gives it: flags in order and to some purpose, nothing obsolete without a text."""
    plural = draw(st.none() | source)
    forms = draw(
        st.lists(TEXT, min_size=3, max_size=3) if plural is not None else st.lists(TEXT, min_size=1, max_size=1)
    )
    # msgcat takes a plural whose first form is empty for untranslated; that we do not is tested by hand.
    forms = forms if forms[0] else [""] * len(forms)
    previous = st.none() | st.builds(Previous, source, st.none() | source, st.none() | source)
    gone = bool(forms[0]) and draw(st.booleans())
    idle = {"" if forms[0] else "fuzzy", "range: 0..5" if gone else ""}
    return Message(
        draw(source), tuple(forms), draw(st.none() | source), plural,
        comments=tuple(draw(st.lists(COMMENT, max_size=3))), extracted=tuple(draw(st.lists(COMMENT, max_size=3))),
        references=tuple(draw(REFERENCES)), flags=flags(flag for flag in draw(FLAGS) if flag not in idle),
        previous=draw(previous), obsolete=gone,
    )  # fmt: skip


def catalogs(source: st.SearchStrategy[str]) -> st.SearchStrategy[Catalog]:
    """Messages that differ in context or msgid, obsolete ones last: what `read` gives and `write` takes."""

    def collect(found: list[Message]) -> Catalog:
        unique = {message.key: message for message in found if message.key != (None, "")}.values()
        return Catalog(tuple(sorted(unique, key=lambda message: message.obsolete)), HEADER)

    return st.lists(messages(source), max_size=12).map(collect)


FEW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def gettext(program: str, *arguments: str, data: bytes) -> subprocess.CompletedProcess[bytes]:
    path = shutil.which(program)
    if path is None:
        pytest.fail(f"{program} is missing: install GNU gettext (Debian: apt install gettext), the judge of catalogs")
    return subprocess.run([path, *arguments, "-"], input=data, capture_output=True, check=False)


@FEW
@given(catalogs(SOURCE))
def test_reading_undoes_writing(catalog: Catalog) -> None:
    assert po.read(po.write(catalog)) == catalog


@FEW
@given(catalogs(SOURCE))
def test_the_writer_gives_the_bytes_of_msgcat(catalog: Catalog) -> None:
    ours = po.write(catalog)
    judged = gettext("msgcat", "--no-wrap", "--force-po", data=ours)
    assert judged.returncode == 0, judged.stderr.decode()
    assert ours == judged.stdout


@FEW
@given(catalogs(SOURCE))
def test_the_reader_takes_what_msgcat_has_wrapped(catalog: Catalog) -> None:
    wrapped = gettext("msgcat", "--force-po", data=po.write(catalog))
    assert po.read(wrapped.stdout) == catalog


@FEW
@given(catalogs(TEXT))
def test_polib_finds_the_same_words(catalog: Catalog) -> None:
    # polib takes any entry with an empty msgid for the header, also one with a context.
    named = tuple(message for message in catalog.messages if message.msgid)
    theirs = polib.pofile(po.write(replace(catalog, messages=named)).decode())
    found = {
        (entry.msgctxt, entry.msgid): (tuple(entry.msgstr_plural.values()) or (entry.msgstr,), bool(entry.obsolete))
        for entry in theirs
    }
    assert found == {message.key: (message.msgstr, message.obsolete) for message in named}


@FEW
@given(catalogs(TEXT), st.randoms(use_true_random=False))
def test_only_obsolete_entries_change_their_place(catalog: Catalog, random: object) -> None:
    mixed = list(catalog.messages)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    again = po.read(po.write(replace(catalog, messages=tuple(mixed)))).messages
    assert list(again) == sorted(mixed, key=lambda message: message.obsolete)


PIECES = st.sampled_from([
    "msgid ", "msgstr ", "msgctxt ", "msgid_plural ", "msgstr[0] ", "msgstr[1] ", "domain ", "word", "[", "]", "[2]",
    '"a"', '"б"', '""', '"a', 'b"', "“c”", '"\\q"', '"\\303"', '"\\0"', "\\", "\0", "\u2028", "\ufeff",
    "#", "# c", "#. d", "#: e:1", "#, fuzzy", "#~ ", "#| ", "#~| ", "<<<<<<< x", "=======",
    "\n", "\n", "\n", "\n\n", "\r\n", "\r", " ", "\t",
])  # fmt: skip
SOUPS = st.lists(PIECES, max_size=40).map("".join)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([b"", po.write(Catalog(header=HEADER)) + b"\n"]),
    st.one_of(SOUPS.map(str.encode), st.binary(max_size=200)),
)
def test_the_reader_never_raises_and_points_into_the_file(head: bytes, body: bytes) -> None:
    data = head + body
    catalog = po.read(data, "x.po")
    lines = data.decode("utf-8", "replace").split("\n")
    for problem in catalog.problems:
        assert problem.place is not None
        assert problem.place.path == "x.po"
        assert 1 <= problem.place.line <= len(lines)
        assert 1 <= problem.place.column <= len(lines[problem.place.line - 1]) + 1
    assert (catalog.header is None) == has_errors(catalog.problems)
    assert not (has_errors(catalog.problems) and catalog.messages)


GAPS = st.sampled_from([" ", "\n", "", "\t", "\n\n", " \n "])
STRINGS = st.lists(st.sampled_from(['"a"', '""', '"\\n"', '"б\\""', r'"\323\231"', '"#"']), min_size=1, max_size=4)
NOTES = st.sampled_from(
    ["", "", "#c\n", "#. d\n#\n", "#: e:1 f : 2\n#:\n", "#,fuzzy,own\n", "#~\n", '#| msgid "o" "p"\n']
)


@st.composite
def loose_entries(draw: st.DrawFn) -> str:
    """Legal entries as no tool writes them: any gap between the words, any number of strings."""
    entries = []
    for number in range(draw(st.integers(1, 5))):
        words = ["msgid", f'"{number}"', *draw(STRINGS), "msgstr", *draw(STRINGS)]
        entries.append("\n" + draw(NOTES) + "".join(draw(GAPS) + word for word in words))
    return "".join(entries)


@settings(max_examples=200, deadline=None)
@given(loose_entries())
def test_what_is_accepted_is_written_back_whole(body: str) -> None:
    catalog = po.read(po.write(Catalog(header=HEADER)) + body.encode())
    assert catalog.problems == ()
    assert len(catalog.messages) == body.count("msgstr")
    idle = tuple(replace(m, flags=m.flags if any(m.msgstr) else m.flags[1:]) for m in catalog.messages)
    assert po.read(po.write(catalog)) == replace(catalog, messages=idle)
