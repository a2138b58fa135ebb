"""Memories as files: what goes out comes back, and what comes from outside is looked at first."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace

import pytest

from kitapsha import memory, memoryfiles, po, tmx
from kitapsha.memory import Entry, Memory, Standing
from kitapsha.memoryfiles import Read
from kitapsha.model import Catalog, Message
from kitapsha.tmx import Unit

A, B = "locales/kk/LC_MESSAGES/a.po", "locales/kk/LC_MESSAGES/deep/b.po"
KAZAKH = "nplurals=2; plural=(n != 1);"
WORDS = Message("{n} word", ("{n} сөз", "{n} сөздер"), plural="{n} words", context="")


def entry(msgid: str | Message, msgstr: str = "", origin: str = A, **more: object) -> Entry:
    message = msgid if isinstance(msgid, Message) else Message(msgid, (msgstr,), **more)  # type: ignore[arg-type]
    return Entry(message, "kk", origin)


ENTRIES = (
    entry("Open", "Ашу"),
    entry("Open", "Ашық", B, context="state"),
    entry("Open", "Ашыңыз", B),
    entry("A **bold** [link](https://example.org/?a=1&b=2)", "**Қалың** [сілтеме](https://example.org/?a=1&b=2)"),
    entry(WORDS),
    entry("Two\\\nlines", "Екі\\\nжол"),
)


def read_tmx(*units: Unit, source: str = "en", locales: tuple[str, ...] = ("en", "ru", "kk")) -> Read:
    return memoryfiles.read(tmx.write(units, "en"), "dir/m.tmx", source, locales)


def texts(read: Read, locale: str = "kk") -> list[tuple[str | None, str, str]]:
    return [(e.message.context, e.message.msgid, e.message.msgstr[0]) for e in read.entries.get(locale, ())]


# --- out and in again -----------------------------------------------------------------------------------------


def test_a_tmx_gives_every_translation_back():
    read = memoryfiles.read(memoryfiles.to_tmx(ENTRIES, "en"), "m.tmx", "en", ["en", "kk"])
    assert read.problems == ()
    assert set(read.entries) == {"kk"}
    assert {replace(e, standing=Standing.LIVE) for e in read.entries["kk"]} == set(ENTRIES)
    assert {e.standing for e in read.entries["kk"]} == {Standing.FILE}


def test_an_empty_catalog_is_filled_from_it_to_the_last_word():
    known = Memory(memoryfiles.read(memoryfiles.to_tmx(ENTRIES, "en"), "m.tmx", "en", ["kk"]).entries["kk"])
    for path in (A, B):
        for own in (e.message for e in ENTRIES if e.origin == path):
            match = memory.look_up(known, replace(own, msgstr=("",) * len(own.msgstr)), 2, path)
            assert match is not None
            assert match.sure
            assert match.entry is not None
            assert match.entry.message.msgstr == own.msgstr


def test_a_compendium_gives_back_what_is_not_disputed():
    compendium = memoryfiles.to_compendium(ENTRIES, "kk", KAZAKH, "Water")
    read = memoryfiles.read(po.write(compendium), "/home/ann/kk.po", "en", ["en", "ru", "kk"])
    assert read.problems == ()
    undisputed = {e.message for e in ENTRIES if e.message.key != (None, "Open")}
    assert {replace(e.message, references=()) for e in read.entries["kk"]} == undisputed
    assert {(e.origin, e.standing) for e in read.entries["kk"]} == {("kk.po", Standing.FILE)}


def test_a_compendium_takes_no_side():
    (disputed, *_) = memoryfiles.to_compendium(ENTRIES, "kk", KAZAKH, "Water").messages
    assert disputed == Message("Open", ("Ашу",), comments=(f"{B}: Ашыңыз",), references=(A, B), flags=("fuzzy",))


def test_a_compendium_is_a_catalog_as_gettext_has_it():
    if not shutil.which("msgfmt"):
        pytest.fail("msgfmt is missing: install GNU gettext (Debian: apt install gettext), the judge of catalogs")
    data = po.write(memoryfiles.to_compendium(ENTRIES, "kk", KAZAKH, "Water"))
    subprocess.run(["msgfmt", "-c", "-o", "/dev/null", "-"], input=data, check=True, capture_output=True)
    assert subprocess.run(["msgcat", "--no-wrap", "-"], input=data, check=True, capture_output=True).stdout == data
    assert data == po.write(memoryfiles.to_compendium(ENTRIES, "kk", KAZAKH, "Water"))
    assert b"Date" not in data
    assert po.read(data).problems == ()


def test_obsolete_translations_go_out_where_nothing_is_newer():
    old = [
        replace(entry("Open", "Ескі"), standing=Standing.OBSOLETE),
        replace(entry("Gone", "x"), standing=Standing.OBSOLETE),
    ]
    assert memoryfiles.newest([*ENTRIES, *old]) == (*ENTRIES, old[1])
    russian = replace(entry("Gone", "y"), locale="ru")
    assert memoryfiles.newest([*old, russian]) == (*old, russian)


def test_corrections_of_the_source_and_what_xml_cannot_hold_stay_at_home():
    entries = [replace(entry("Open", "Opened"), locale="en"), entry("a\x0b", "б"), entry("ok", "жақсы")]
    (unit,) = tmx.read(memoryfiles.to_tmx(entries, "en")).units
    assert unit.texts == (("en", "ok"), ("kk", "жақсы"))


# --- what others write ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tag", "locale", "fits"),
    [
        ("ru", "ru", True), ("RU-ru", "ru", True), ("ru_RU", "ru", True), ("ru-RU.UTF-8", "ru", True),
        ("kk-Latn", "kk", False), ("kk", "kk-Latn", False), ("kk@latin", "kk-Latn", True),
        ("kk-latn-KZ", "kk-Latn", True),
        ("pt", "pt-BR", True), ("pt-BR", "pt", True), ("pt-PT", "pt-BR", False), ("uk", "ru", False), ("", "ru", False),
        ("es-419", "es", True), ("*all*", "ru", False),
    ],
)  # fmt: skip
def test_tags_of_languages(tag: str, locale: str, fits: bool):
    unit = Unit((("EN-us", "Open"), (tag or "-", "x")))
    assert texts(read_tmx(unit, locales=("en", locale)), locale) == ([(None, "Open", "x")] if fits else [])


def test_the_nearest_language_is_taken():
    unit = Unit((("en-GB", "Colour"), ("en", "Color"), ("pt-PT", "a"), ("pt", "b"), ("pt-BR", "c")))
    assert texts(read_tmx(unit, locales=("en", "pt-BR")), "pt-BR") == [(None, "Color", "c")]
    assert texts(read_tmx(unit, source="en-US", locales=("en-US", "pt")), "pt") == [(None, "Colour", "b")]


def test_several_languages_in_one_unit():
    read = read_tmx(Unit((("en", "Open"), ("ru", "Открыть"), ("kk", "Ашу"), ("de", "Auf"))))
    assert (texts(read), texts(read, "ru")) == ([(None, "Open", "Ашу")], [(None, "Open", "Открыть")])
    assert set(read.entries) == {"ru", "kk"}


def test_contexts_of_other_programs():
    pair = (("en", "Open"), ("kk", "Ашу"))
    units = [(), (("x-context", "menu"),), (("id", "menu"), ("file", "x")), (("prev", "a"),), (("x-context", ""),)]
    read = read_tmx(*(Unit(pair, properties) for properties in units))
    assert [context for context, _, _ in texts(read)] == [None, "menu", "menu", "", ""]


def test_no_folder_and_no_user_gets_into_a_catalog():
    pair = (("en", "Open"), ("kk", "Ашу"))
    origins = ["/home/ann/a.po", "locales/../../ann.po", "locales/kk/.po", "locales/kk/\nx.po", "C:\\a.po", A]
    read = read_tmx(*(Unit(pair, (("x-origin", origin),)) for origin in origins))
    assert [e.origin for e in read.entries["kk"]] == ["m.tmx"] * 5 + [A]


def test_plural_forms_that_are_not_whole_are_left_out():
    full = list(tmx.read(memoryfiles.to_tmx([entry(WORDS)], "en")).units)
    assert read_tmx(*full).entries["kk"][0].message == WORDS
    assert read_tmx(*reversed(full)).entries["kk"][0].message == WORDS
    assert read_tmx(full[1]).entries == {}
    assert texts(read_tmx(replace(full[1], properties=()))) == [(None, "{n} words", "{n} сөздер")]
    forged = replace(full[0], properties=(("x-plural-form", "9" * 99),))
    assert texts(read_tmx(forged)) == [(None, "{n} word", "{n} сөз")]


def test_a_catalog_of_another_project():
    catalog = Catalog(
        (
            Message("Open", ("Ашу",)),
            Message("Maybe", ("мүмкін",), flags=("fuzzy",)),
            Message("Gone", ("x",), obsolete=True),
        ),
        Message("", ("Language: kk_KZ\nContent-Type: text/plain; charset=UTF-8\n",)),
    )
    read = memoryfiles.read(po.write(catalog), "theirs.PO", "en", ["en", "ru", "kk"])
    assert (texts(read), read.problems) == ([(None, "Open", "Ашу"), (None, "Gone", "x")], ())


# --- what is wrong --------------------------------------------------------------------------------------------

BARE = b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "a"\nmsgstr "b"\n'


@pytest.mark.parametrize(
    ("name", "data", "code", "severity"),
    [
        ("m.xliff", b"<xliff/>", "memory-format", "error"),
        ("m", b"", "memory-format", "error"),
        ("m.tmx", b"<xliff/>", "tmx-syntax", "error"),
        ("m.po", b"<tmx/>", "po-syntax", "error"),
        ("m.po", BARE, "memory-language", "warning"),
        ("m.po", BARE.replace(b"Content", b"Language: de\\nContent"), "memory-empty", "warning"),
        ("m.tmx", tmx.write([Unit((("de", "a"), ("kk", "b")))], "de"), "memory-empty", "warning"),
        ("m.tmx", tmx.write([Unit((("en", "a"), ("kk", "b\u202e")))], "en"), "memory-text", "warning"),
    ],
)
def test_problems(name: str, data: bytes, code: str, severity: str):
    read = memoryfiles.read(data, name, "en", ["en", "ru", "kk"])
    assert not any(read.entries.values())
    (problem,) = read.problems
    assert (problem.code, problem.severity.value) == (code, severity)
    assert problem.place is not None
    assert problem.place.path == name
    assert problem.hint


def test_a_text_that_no_catalog_may_hold_is_said_with_its_line():
    bad, good = Unit((("en", "a"), ("kk", "b\u2028"))), Unit((("en", "c"), ("kk", "d")))
    read = read_tmx(good, bad)
    assert texts(read) == [(None, "c", "d")]
    (problem,) = read.problems
    assert problem.message == "the kk text holds U+2028, which cannot be seen, and is left out"
    assert problem.place is not None
    assert problem.place.line == 9
