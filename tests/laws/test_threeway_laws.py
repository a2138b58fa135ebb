"""Random work on two branches: nothing that somebody translated is missing from the merged catalog."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kitapsha import po, sides, threeway
from kitapsha.model import Catalog, Key, Message, Previous
from kitapsha.problems import has_errors

HEADER = """\
POT-Creation-Date: 2026-03-01 10:00+0000
PO-Revision-Date: 2026-03-02 10:00+0000
Last-Translator: Ann <ann@example.org>
Language: ru
Content-Type: text/plain; charset=UTF-8
Plural-Forms: nplurals=2; plural=(n != 1);
"""
NAMES = [*"abcdefghij"]
TEXTS = st.sampled_from(["", "су", "нан", 'а "б"', "в\nг", "\\", "#~ д", "other branch", "ә ғ қ", "т {n}"])
NOTES = st.sampled_from(["ask Ann", "", "#, fuzzy", "a\\ b", "Ann <a@example.org>, 2026."])


@st.composite
def messages(draw: st.DrawFn, name: str) -> Message:
    plural = f"{name}s" if name in "cf" else None
    msgstr = tuple(draw(TEXTS) for _ in range(2 if plural else 1))
    is_fuzzy = any(msgstr) and draw(st.integers(0, 3)) == 0
    return Message(
        name, msgstr, "verb" if name in "bf" else None, plural,
        comments=tuple(draw(st.lists(NOTES, max_size=2))),
        references=tuple(draw(st.lists(st.sampled_from(["a.md", "b.md", "c.md"]), max_size=2, unique=True))),
        flags=("fuzzy",) if is_fuzzy else (),
        previous=Previous("old") if is_fuzzy and draw(st.booleans()) else None,
        obsolete=any(msgstr) and draw(st.integers(0, 4)) == 0,
    )  # fmt: skip


@st.composite
def bases(draw: st.DrawFn) -> Catalog:
    names = draw(st.lists(st.sampled_from(NAMES[:7]), unique=True))
    return canonical(Catalog(tuple(draw(messages(name)) for name in names), Message("", (HEADER,)), "x.po"))


def canonical(catalog: Catalog) -> Catalog:
    """The catalog as it is read from the disk: a branch holds nothing else."""
    found = po.read(po.write(catalog), "x.po")
    assert not has_errors(found.problems)
    return found


# --- what people and programs do to a catalog -----------------------------------------------------------------

Entries = list[Message]


def translate(draw: st.DrawFn, entries: Entries, at: int) -> None:
    words = tuple(draw(TEXTS) for _ in entries[at].msgstr)
    flags = ("fuzzy",) if any(words) and draw(st.booleans()) else ()
    entries[at] = replace(entries[at], msgstr=words, flags=flags, previous=None)


def finish(draw: st.DrawFn, entries: Entries, at: int) -> None:
    words = tuple(text or "дайын" for text in entries[at].msgstr)
    entries[at] = replace(entries[at], msgstr=words, flags=(), previous=None)


def doubt(draw: st.DrawFn, entries: Entries, at: int) -> None:
    entries[at] = replace(entries[at], flags=("fuzzy",))


def note(draw: st.DrawFn, entries: Entries, at: int) -> None:
    entries[at] = replace(entries[at], comments=(*entries[at].comments, draw(NOTES)))


def unnote(draw: st.DrawFn, entries: Entries, at: int) -> None:
    entries[at] = replace(entries[at], comments=())


def move(draw: st.DrawFn, entries: Entries, at: int) -> None:
    entries.insert(draw(st.integers(0, len(entries) - 1)), entries.pop(at))


def bury(draw: st.DrawFn, entries: Entries, at: int) -> None:
    entries[at] = replace(entries[at], obsolete=not entries[at].obsolete, references=())


def remove(draw: st.DrawFn, entries: Entries, at: int) -> None:
    entries.pop(at)


def edit_source(draw: st.DrawFn, entries: Entries, at: int) -> None:
    """What an update does when the source text changes: the words wait, fuzzy, at the new text."""
    old = entries[at]
    new = replace(
        old, msgid=old.msgid + draw(st.sampled_from("!?")), previous=Previous(old.msgid, old.context, old.plural)
    )
    if new.key not in {message.key for message in entries}:
        entries[at] = replace(new, flags=("fuzzy",))


def add(draw: st.DrawFn, entries: Entries, at: int) -> None:
    message = draw(messages(draw(st.sampled_from(NAMES))))
    if message.key not in {other.key for other in entries}:
        entries.insert(at, message)


WORK: list[Callable[[st.DrawFn, Entries, int], None]] = [
    translate, translate, finish, finish, doubt, note, unnote, move, bury, remove, edit_source, edit_source, add,
]  # fmt: skip


@st.composite
def branches(draw: st.DrawFn, base: Catalog) -> Catalog:
    entries = list(base.messages)
    for work in draw(st.lists(st.sampled_from(WORK), max_size=8)):
        if entries:
            work(draw, entries, draw(st.integers(0, len(entries) - 1)))
        else:
            add(draw, entries, 0)
    text = HEADER
    if draw(st.booleans()):
        person, day = draw(st.sampled_from(["Bek", "Dina"])), draw(st.integers(3, 9))
        text = text.replace("2026-03-02", f"2026-03-0{day}").replace("Ann <ann", f"{person} <{person.lower()}")
    header = Message("", (text,), comments=tuple(draw(st.lists(NOTES, max_size=1))))
    return canonical(Catalog(tuple(entries), header, "x.po"))


@st.composite
def histories(draw: st.DrawFn) -> tuple[Catalog, Catalog, Catalog]:
    """A catalog and two branches of it."""
    base = draw(bases())
    return base, draw(branches(base)), draw(branches(base))


# --- the laws -------------------------------------------------------------------------------------------------


def by_key(catalog: Catalog) -> dict[Key, Message]:
    return {message.key: message for message in catalog.messages}


def state(message: Message | None) -> tuple[object, ...]:
    """What a translator has said of an entry."""
    return (message.msgstr, message.fuzzy) if message else ()


@given(histories())
def test_no_finished_translation_disappears(history: tuple[Catalog, Catalog, Catalog]) -> None:
    base, ours, theirs = history
    merged = threeway.merge(base, ours, theirs).catalog
    assert threeway.lost(base, ours, theirs, merged) == ()
    text = po.write(merged).decode()
    comments = "\n".join(comment for message in merged.messages for comment in message.comments)
    held = {form for message in merged.messages for form in message.msgstr}
    old = by_key(base)
    for side in (ours, theirs):
        for key, message in by_key(side).items():
            was = old.get(key)
            if message.fuzzy or state(message) == state(was):
                continue
            for number, form in enumerate(message.msgstr):
                if not form or (was is not None and not was.fuzzy and was.msgstr[number] == form):
                    continue
                quoted = json.dumps(form, ensure_ascii=False)
                assert form in held or quoted in comments, (key, form)
                assert quoted in text or "\n" in form


@given(histories())
def test_what_only_one_side_translated_is_what_stands_there(history: tuple[Catalog, Catalog, Catalog]) -> None:
    base, ours, theirs = history
    result = threeway.merge(base, ours, theirs)
    old, found, left, right = (by_key(catalog) for catalog in (base, result.catalog, ours, theirs))
    for key in left.keys() & right.keys() & old.keys():
        changed = [side[key] for side in (left, right) if state(side[key]) != state(old[key])]
        if len(changed) < 2:
            wanted = changed[0] if changed else old[key]
            # What one side emptied and the other found gone is not there at all.
            assert key in found or not any(wanted.msgstr)
            assert key not in found or state(found[key]) == state(wanted)
            assert key not in result.conflicts
    for key in result.conflicts:
        assert found[key].fuzzy
        assert found[key].msgstr == left[key].msgstr


@given(histories())
def test_equal_sides_give_that_side(history: tuple[Catalog, Catalog, Catalog]) -> None:
    base, ours, _ = history
    assert threeway.merge(base, ours, ours) == threeway.Merged(ours)
    assert threeway.merge(Catalog(), ours, ours) == threeway.Merged(ours)


@given(histories())
def test_where_one_side_is_the_base_the_other_is_the_result(history: tuple[Catalog, Catalog, Catalog]) -> None:
    base, ours, _ = history
    result = threeway.merge(base, ours, base)
    assert result == threeway.Merged(ours)
    assert threeway.merge(base, base, ours) == result


@given(histories())
def test_without_conflicts_the_sides_may_change_places(history: tuple[Catalog, Catalog, Catalog]) -> None:
    base, ours, theirs = history
    result, mirrored = threeway.merge(base, ours, theirs), threeway.merge(base, theirs, ours)
    assert result.conflicts == mirrored.conflicts
    assert result.catalog.header == mirrored.catalog.header
    assert [m.key for m in result.catalog.messages] == [m.key for m in mirrored.catalog.messages]
    pairs = zip(result.catalog.messages, mirrored.catalog.messages, strict=True)
    assert all(one == two for one, two in pairs if one.key not in result.conflicts)


@given(histories())
def test_the_result_is_a_catalog_and_merging_on_loses_nothing(history: tuple[Catalog, Catalog, Catalog]) -> None:
    base, ours, theirs = history
    result = threeway.merge(base, ours, theirs).catalog
    assert canonical(result) == result
    # The next merge has the old tip of the other branch as its base.
    assert threeway.merge(theirs, result, theirs) == threeway.Merged(result)


@settings(max_examples=15)
@given(histories())
def test_msgfmt_accepts_the_result(history: tuple[Catalog, Catalog, Catalog]) -> None:
    path = shutil.which("msgfmt")
    if path is None:
        pytest.fail("msgfmt is missing: install GNU gettext (Debian: apt install gettext), the judge of catalogs")
    data = po.write(threeway.merge(*history).catalog)
    judged = subprocess.run([path, "-c", "-o", "-", "-"], input=data, capture_output=True, check=False)
    assert judged.returncode == 0, judged.stderr.decode()


KEYS = st.lists(st.integers(0, 12), unique=True)


@given(KEYS, KEYS, KEYS)
def test_an_order_has_every_key_once(base: list[int], first: list[int], second: list[int]) -> None:
    found = sides.order(base, first, second)
    assert len(found) == len(set(found))
    assert set(found) == {*first, *second}


@given(KEYS, KEYS)
def test_an_order_is_that_of_the_side_that_changed_it(base: list[int], side: list[int]) -> None:
    # Keys that the other side still has stand somewhere; whether their entries stay is not decided here.
    assert [key for key in sides.order(base, side, base) if key in side] == side
    assert [key for key in sides.order(base, base, side) if key in side] == side
    assert sides.order(base, side, side) == side
