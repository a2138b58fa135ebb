"""Whatever the texts are: nothing is lost on the way out and in, nothing is believed that is not sure."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from kitapsha import memory, memoryfiles, po, tmx
from kitapsha.memory import Entry, Memory, Standing
from kitapsha.model import Catalog, Message
from kitapsha.tmx import Unit

NASTY = st.sampled_from([
    "&", "<", ">", "]]>", "<![CDATA[", "&amp;", "&#13;", '"', "'", "\n", "\r", "\r\n", "\t", " ", "  ", "\\", "|",
    "**", "](https://example.org/?a=1&b=2)", "ә", "и\u0306", "🇰🇿", "\u00a0", "\ufeff", "\x85", "\u2028", "«", "”",
    "ru: ", "from memory: ", "suggested by memory: ", "#", "msgid",
])  # fmt: skip
LETTERS = st.characters(exclude_categories=("Cs", "Cc")).filter(lambda letter: not tmx.forbidden(letter))
TEXT = st.lists(st.one_of(NASTY, LETTERS), max_size=8).map("".join)
FILLED = TEXT.filter(bool)
TAGS = st.sampled_from(["en", "EN-us", "ru", "kk-Latn", "*all*", "pt_BR"])

UNITS = st.lists(
    st.builds(
        Unit,
        st.lists(st.tuples(TAGS, FILLED), min_size=1, max_size=3).map(tuple),
        st.lists(st.tuples(TEXT, TEXT), max_size=2).map(tuple),
    ),
    max_size=5,
).map(tuple)

WORDS = FILLED.filter(lambda text: not po.forbidden(text))
ORIGINS = st.sampled_from([f"locales/kk/LC_MESSAGES/{name}.po" for name in ("a", "b", "deep/c")])
SOURCES = st.one_of(st.sampled_from(["Open", "“Open”", '"Open"', "Open  it"]), FILLED)


def messages(msgids: st.SearchStrategy[str] = SOURCES) -> st.SearchStrategy[Message]:
    plain = st.builds(Message, msgids, st.tuples(WORDS), st.none() | TEXT)
    plural = st.builds(Message, msgids, st.tuples(WORDS, WORDS), st.none() | TEXT, FILLED)
    return st.one_of(plain, plain, plural)


ENTRIES = st.lists(
    st.builds(Entry, messages(), st.just("kk"), ORIGINS, st.sampled_from(Standing)),
    max_size=8,
    unique_by=lambda entry: (entry.origin, entry.message.key, entry.message.plural),
).map(tuple)


# --- files ----------------------------------------------------------------------------------------------------


@given(UNITS)
def test_reading_a_tmx_undoes_writing(units: tuple[Unit, ...]) -> None:
    assert tmx.read(tmx.write(units, "en")) == tmx.Tmx(units)


@given(ENTRIES)
def test_every_translation_comes_back_from_a_tmx(entries: tuple[Entry, ...]) -> None:
    read = memoryfiles.read(memoryfiles.to_tmx(entries, "en"), "m.tmx", "en", ["en", "kk"])
    back = {replace(entry, standing=Standing.FILE) for entry in entries}
    assert set(read.entries.get("kk", ())) == back


@given(ENTRIES)
def test_a_compendium_holds_every_text_once_and_can_be_read(entries: tuple[Entry, ...]) -> None:
    catalog = memoryfiles.to_compendium(entries, "kk", "nplurals=2; plural=(n != 1);", "Water")
    again = po.read(po.write(catalog), "kk.po")
    assert again.problems == ()
    assert [m.key for m in again.messages] == list(dict.fromkeys(e.message.key for e in entries))
    sure = {e.message for e in memoryfiles.read(po.write(catalog), "kk.po", "en", ["kk"]).entries.get("kk", ())}
    for message in sure:
        said = {(e.message.plural, e.message.msgstr) for e in entries if e.message.key == message.key}
        assert said == {(message.plural, message.msgstr)}


PIECES = st.sampled_from([
    "<tmx>", "</tmx>", "<tmx version='1.4'>", "<body>", "</body>", "<header/>", "<tu>", "</tu>", "<tuv lang='kk'>",
    "<tuv xml:lang='en'>", "<tuv>", "</tuv>", "<seg>", "</seg>", "<prop type='x'>", "<prop>", "</prop>",
    "<bpt>", "</bpt>", "a", "ә", "&amp;", "&x;", "&#0;", "<!-- ", "-->", "<![CDATA[", "]]>", "<!DOCTYPE tmx>",
    "<!DOCTYPE tmx [", "]>",
    "<!ENTITY x 'y'>", "<?xml version='1.0' encoding='", "utf-16", "x", "'?>", "\n", "\r", "\0", "\ufeff", "<", ">",
    "'",
])  # fmt: skip
SOUPS = st.lists(PIECES, max_size=30).map(lambda pieces: "".join(pieces).encode())
WHOLE = tmx.write([Unit((("en", "Open\nit"), ("kk", "Аш")), (("x-context", "a"),))] * 2, "en")


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    start, end = sorted((draw(st.integers(0, len(WHOLE))), draw(st.integers(0, len(WHOLE)))))
    return WHOLE[:start] + draw(st.one_of(SOUPS, st.binary(max_size=5))) + WHOLE[end:]


@settings(max_examples=300, deadline=None)
@given(st.one_of(SOUPS, damaged(), st.binary(max_size=60)))
def test_the_reader_never_raises_and_points_into_the_file(data: bytes) -> None:
    for read in (tmx.read(data, "m.tmx"), memoryfiles.read(data, "m.tmx", "en", ["kk"])):
        lines = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for problem in read.problems:
            assert problem.place is not None
            assert 1 <= problem.place.line <= len(lines)
            assert problem.place.column >= 1
            assert problem.hint


# --- look-up --------------------------------------------------------------------------------------------------


@given(ENTRIES, messages(), st.sampled_from(memory.MODES), st.randoms(use_true_random=False))
def test_the_order_of_the_catalogs_decides_nothing(
    entries: tuple[Entry, ...], message: Message, mode: str, order: random.Random
) -> None:
    mixed = list(entries)
    order.shuffle(mixed)
    matches = [memory.look_up(Memory(tuple(found), mode), message, 2) for found in (entries, mixed)]
    words = [match and match.entry and match.entry.message.msgstr for match in matches]
    assert words[0] == words[1]
    rivals = [{rival.message.msgstr for rival in match.rivals} if match else set() for match in matches]
    assert rivals[0] == rivals[1]


@given(ENTRIES, messages(), st.sampled_from(memory.MODES))
def test_what_is_not_sure_is_fuzzy_and_what_is_disputed_empty(
    entries: tuple[Entry, ...], message: Message, mode: str
) -> None:
    empty = replace(message, msgstr=("",) * len(message.msgstr))
    match = memory.look_up(Memory(entries, mode), empty, 2)
    if match is None:
        return
    filled = memory.filled(empty, match, mode)
    known = [e for e in entries if memory.folded(e.message.msgid) == memory.folded(message.msgid)]
    if filled is None:
        assert len({entry.message.msgstr for entry in known}) > 1
        assert memory.hinted(memory.hinted(empty, match), match) == memory.hinted(empty, match)
    elif not filled.fuzzy:
        same = [e for e in known if e.message.msgstr == filled.msgstr and e.message.context == message.context]
        allowed = set(Standing) if mode == "use" else {Standing.MOVED, Standing.INHERITED}
        assert {entry.standing for entry in same} & allowed


@given(ENTRIES, messages(), st.sampled_from(memory.MODES))
def test_a_mark_survives_the_file_and_does_not_grow(entries: tuple[Entry, ...], message: Message, mode: str) -> None:
    empty = replace(message, msgstr=("",) * len(message.msgstr))
    known = Memory(entries, mode)
    match = memory.look_up(known, empty, 2)
    filled = memory.filled(empty, match, mode) if match else None
    if filled is None:
        return
    again = filled
    for _ in range(2):
        merged = replace(empty, msgstr=again.msgstr, flags=again.flags, previous=again.previous)
        again = memory.kept_mark(again, merged, known)
        assert again == filled
        forms = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
        (again,) = po.read(po.write(Catalog((again,), Message("", (forms,))))).messages
        assert again == filled


# --- the reference language -----------------------------------------------------------------------------------


def catalogs(found: list[Message]) -> Catalog:
    header = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
    return Catalog(tuple({message.key: message for message in found}.values()), Message("", (header,)))


NOTES = st.lists(TEXT.map(memory.one_line).filter(bool), max_size=2, unique=True).map(tuple)


@given(st.lists(messages(), max_size=5).map(catalogs), st.lists(messages(), max_size=5).map(catalogs), NOTES)
def test_the_reference_is_shown_once_and_changes_nothing_else(
    reference: Catalog, other: Catalog, notes: tuple[str, ...]
) -> None:
    both = {message.key: message for message in (*other.messages, *reference.messages)}.values()
    catalog = catalogs([replace(message, extracted=notes) for message in both])
    shown = memory.with_reference(catalog, reference, "ru")
    assert memory.with_reference(shown, reference, "ru") == shown
    assert replace(shown, messages=catalog.messages) == catalog
    for had, has in zip(catalog.messages, shown.messages, strict=True):
        assert replace(has, extracted=had.extracted) == had
        assert has.extracted[: len(notes)] == notes
        assert all(line.startswith("ru") for line in has.extracted[len(notes) :])
    again = po.read(po.write(shown))
    assert again == shown
