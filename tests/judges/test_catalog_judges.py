"""What other programs make of our catalogs: they accept every one, and what they write is read back without a loss.

The catalogs are those of this publication, and one that has everything a catalog can have.
"""

from __future__ import annotations

import gettext
import io
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from babel.messages import mofile as babel_mofile
from babel.messages import pofile as babel_pofile

from kitapsha import po
from kitapsha.model import Catalog, Message, Previous

HOME = Path(__file__).resolve().parent.parent.parent
LOCALES = HOME / "locales"
RUSSIAN = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
HEADER = f"""\
Project-Id-Version: Leaflets 1
Report-Msgid-Bugs-To:\x20
POT-Creation-Date: 2026-03-01 10:00+0000
PO-Revision-Date: 2026-03-02 10:00+0500
Last-Translator: Ann <ann@example.org>
Language-Team: Russian
Language: ru
MIME-Version: 1.0
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: 8bit
Plural-Forms: {RUSSIAN}
X-Own-Field: stays
"""
LONG = "Шесть событий, упомянутых в статье, с указанием месяца, если он известен. Расстояния между годами условны."

EVERYTHING = po.write(
    Catalog(
        (
            Message("Clean water", ("Чистая вода",), comments=("ask Ann", "", "  two spaces"), extracted=("title",)),
            Message("Long.", (LONG * 3,), references=tuple(f"source/article-number-{n}.md" for n in range(12))),
            Message("new", ("",)),
            Message("edited", ("правка",), flags=("fuzzy", "no-wrap"), previous=Previous("before\nthat", "ctx")),
            Message("Open", ("Открыть",), "verb"),
            Message("Open", ("Открыто",), "adjective"),
            Message("line\nbreaks\n", ("строки\nи\n",)),
            Message('"quote" back\\slash\ttab', ('«кавычка» "и" \\ \t',)),
            Message("{n} page", ("{n} страница", "{n} страницы", "{n} страниц"), None, "{n} pages"),
            Message("{n} day", ("", "", ""), None, "{n} days"),
            Message("{n} hour", ("час", "часа", "часов"), "ctx", "{n} hours", flags=("fuzzy",)),
            Message(
                "*a* [b](https://example.org/?x=1&y=2) `c` <kbd>d</kbd> [^1]", ("*а* [б](https://example.org/) [^1]",)
            ),
            Message("gone", ("ушло",), "verb", comments=("kept",), obsolete=True),
            Message("doubtful", ("спорно",), flags=("fuzzy",), previous=Previous("before"), obsolete=True),
        ),
        Message("", (HEADER,), comments=("Ann <ann@example.org>, 2026.", "Bek <bek@example.org>, 2026.")),
    )
)


def found(pattern: str) -> dict[str, bytes]:
    return {path.relative_to(LOCALES).as_posix(): path.read_bytes() for path in sorted(LOCALES.glob(pattern))}


CATALOGS = {**found("*/LC_MESSAGES/*.po"), "everything": EVERYTHING}
TEMPLATES = found("pot/*.pot")


def run(program: str, *arguments: str, data: bytes | None = None) -> bytes:
    """What a program of GNU gettext writes to stdout; the test fails where it complains."""
    path = shutil.which(program)
    if path is None:
        pytest.fail(f"{program} is missing: install GNU gettext (Debian: apt install gettext), the judge of catalogs")
    done = subprocess.run([path, *arguments], input=data, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def read(data: bytes) -> Catalog:
    catalog = po.read(data, "x.po")
    assert catalog.problems == ()
    return catalog


def test_there_is_something_to_judge() -> None:
    assert len(CATALOGS) > len(TEMPLATES) * 2 > 2
    assert {message.obsolete for message in read(EVERYTHING).messages} == {True, False}


@pytest.mark.parametrize("name", [*CATALOGS, *TEMPLATES])
def test_every_catalog_is_in_the_form_of_msgcat(name: str) -> None:
    data = {**CATALOGS, **TEMPLATES}[name]
    assert run("msgcat", "--no-wrap", "--force-po", "-", data=data) == data
    assert po.write(read(data)) == data


@pytest.mark.parametrize("name", CATALOGS)
def test_msgfmt_checks_and_compiles_every_catalog(name: str) -> None:
    data = CATALOGS[name]
    compiled = run("msgfmt", "--check", "--output-file=-", "-", data=data)
    back = read(run("msgunfmt", "--no-wrap", "--force-po", "-", data=compiled))
    wanted = {(m.key, m.msgstr) for m in read(data).messages if any(m.msgstr) and not (m.fuzzy or m.obsolete)}
    assert {(message.key, message.msgstr) for message in back.messages} == wanted


@pytest.mark.parametrize("name", CATALOGS)
def test_msgcat_wraps_and_we_unwrap(name: str) -> None:
    assert po.write(read(run("msgcat", "--width=60", "--force-po", "-", data=CATALOGS[name]))) == CATALOGS[name]


@pytest.mark.parametrize("name", CATALOGS)
@pytest.mark.parametrize("options", [("--previous",), ("--no-fuzzy-matching",)])
def test_msgmerge_changes_nothing_in_what_is_up_to_date(name: str, options: tuple[str, ...], tmp_path: Path) -> None:
    catalog = read(CATALOGS[name])
    blank = tuple(_blank(message) for message in catalog.messages if not message.obsolete)
    (tmp_path / "a.po").write_bytes(CATALOGS[name])
    (tmp_path / "a.pot").write_bytes(po.write(replace(catalog, messages=blank)))
    merged = read(run("msgmerge", "--quiet", *options, str(tmp_path / "a.po"), str(tmp_path / "a.pot")))
    assert merged.header == catalog.header
    if "--previous" in options:
        assert merged.messages == catalog.messages
    else:
        # Without --previous it drops what a doubtful entry was made from.
        assert list(merged.messages) == [m if m.obsolete else replace(m, previous=None) for m in catalog.messages]


def _blank(message: Message) -> Message:
    flags = tuple(flag for flag in message.flags if flag != "fuzzy")
    return replace(message, msgstr=("",) * len(message.msgstr), comments=(), flags=flags, previous=None)


@pytest.mark.parametrize("name", CATALOGS)
def test_msgcmp_finds_every_translation_that_is_said_to_be_there(name: str, tmp_path: Path) -> None:
    catalog = read(CATALOGS[name])
    (tmp_path / "a.po").write_bytes(CATALOGS[name])
    (tmp_path / "a.pot").write_bytes(
        po.write(replace(catalog, messages=tuple(m for m in catalog.messages if m.translated)))
    )
    run("msgcmp", str(tmp_path / "a.po"), str(tmp_path / "a.pot"))


@pytest.mark.parametrize("name", CATALOGS)
def test_msgattrib_sorts_out_what_we_call_translated_fuzzy_and_obsolete(name: str) -> None:
    catalog = read(CATALOGS[name])
    kinds = {
        "--translated --no-fuzzy --no-obsolete": [m for m in catalog.messages if m.translated],
        "--untranslated": [m for m in catalog.messages if not any(m.msgstr)],
        "--only-fuzzy": [m for m in catalog.messages if m.fuzzy],
        "--only-obsolete": [m for m in catalog.messages if m.obsolete],
    }
    for options, wanted in kinds.items():
        sorted_out = run("msgattrib", *options.split(), "--force-po", "-", data=CATALOGS[name])
        assert list(read(sorted_out).messages) == wanted, options


def entries(catalog: Catalog) -> Iterator[tuple[object, ...]]:
    for message in catalog.messages:
        yield message.key, message.plural, message.msgstr, message.obsolete, message.fuzzy


@pytest.mark.parametrize("name", CATALOGS)
def test_polib_reads_the_same_and_what_it_saves_is_read_back(name: str) -> None:
    catalog = read(CATALOGS[name])
    theirs = polib.pofile(CATALOGS[name].decode())
    assert [
        ((e.msgctxt, e.msgid), e.msgid_plural or None, tuple(e.msgstr_plural.values()) or (e.msgstr,), bool(e.obsolete))
        for e in theirs
    ] == [entry[:4] for entry in entries(catalog)]
    assert theirs.metadata == dict(po.header_fields(catalog))
    saved = read(str(theirs).encode())
    assert list(entries(saved)) == list(entries(catalog))
    # It breaks long comments into lines, drops what an obsolete entry was made from, and begins a header that has no
    # comments with an empty one.
    kept = [replace(m, previous=None if m.obsolete else m.previous) for m in catalog.messages]
    assert [_with_joined_notes(message) for message in saved.messages] == [_with_joined_notes(m) for m in kept]
    assert saved.header == (catalog.header if catalog.header.comments else replace(catalog.header, comments=("",)))


def _with_joined_notes(message: Message) -> Message:
    return replace(message, extracted=(" ".join(message.extracted),))


@pytest.mark.parametrize("name", CATALOGS)
def test_babel_reads_the_same_and_what_it_saves_is_read_back(name: str) -> None:
    # It does not know `#~|`, which we read and write as gettext does.
    whole = read(CATALOGS[name])
    catalog = replace(whole, messages=tuple(replace(m, previous=None) if m.obsolete else m for m in whole.messages))
    theirs = babel_pofile.read_po(io.BytesIO(po.write(catalog)), abort_invalid=True)
    live = [message for message in catalog.messages if not message.obsolete]
    found = [(m.context, m.id, m.string, m.fuzzy) for m in theirs if m.id]
    assert found == [
        (
            m.context,
            m.msgid if m.plural is None else (m.msgid, m.plural),
            m.msgstr[0] if m.plural is None else m.msgstr,
            m.fuzzy,
        )
        for m in live
    ]
    assert len(theirs.obsolete) == len(catalog.messages) - len(live)
    saved = io.BytesIO()
    babel_pofile.write_po(saved, theirs, width=0)
    # Of an obsolete entry it forgets that it was fuzzy.
    sure = tuple(replace(m, flags=()) if m.obsolete else m for m in catalog.messages)
    assert list(entries(read(saved.getvalue()))) == list(entries(replace(catalog, messages=sure)))


@pytest.mark.parametrize("name", CATALOGS)
def test_what_babel_compiles_is_what_we_call_translated(name: str) -> None:
    catalog = read(CATALOGS[name])
    compiled = io.BytesIO()
    babel_mofile.write_mo(compiled, babel_pofile.read_po(io.BytesIO(CATALOGS[name])))
    compiled.seek(0)
    words = gettext.GNUTranslations(compiled)
    for message in catalog.messages:
        if message.translated and message.plural is None:
            said = words.pgettext(message.context, message.msgid) if message.context else words.gettext(message.msgid)
            assert said == message.msgstr[0]
