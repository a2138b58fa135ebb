"""The memory of a locale: what is known is used, what is not sure is not believed, and nothing grows."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from kitapsha import memory, po
from kitapsha.memory import Entry, Memory, Standing, filled, folded, hinted, kept_mark, kin, look_up, with_reference
from kitapsha.model import Catalog, Message, Previous

A, B, C = (f"locales/kk/LC_MESSAGES/{name}.po" for name in "abc")
WASH = "Wash your hands with soap before you cook."


def entry(msgid: str, msgstr: str, origin: str = A, standing: Standing = Standing.LIVE, **more: object) -> Entry:
    return Entry(Message(msgid, (msgstr,), **more), "kk", origin, standing)  # type: ignore[arg-type]


def found(*entries: Entry, msgid: str = "Open", near: str = "", **more: object) -> str | set[str] | None:
    """The translation that a look-up gives for a message of the catalog C, or those that it leaves to choose from."""
    match = look_up(Memory(tuple(entries)), Message(msgid, **more), 1, C, near)  # type: ignore[arg-type]
    if match is None:
        return None
    return match.entry.message.msgstr[0] if match.entry else {rival.message.msgstr[0] for rival in match.rivals}


def use(*entries: Entry, mode: str = "use", message: Message | None = None) -> Message | None:
    message = message or Message(WASH)
    known = Memory(tuple(entries), mode)
    match = look_up(known, message, 1, C)
    return filled(message, match, mode) if match else None


# --- what is known --------------------------------------------------------------------------------------------


def test_a_catalog_gives_its_finished_translations_the_obsolete_ones_last():
    catalog = Catalog(
        (
            Message("Gone", ("кетті",), obsolete=True),
            Message("Unsure", ("мүмкін",), flags=("fuzzy",)),
            Message("Empty"),
            Message("{n} word", ("сөз", ""), plural="{n} words"),
            Message("Here", ("осында",)),
            Message("Left", ("қалды",)),
        ),
        path=A,
    )
    template = Catalog((Message("Here"), Message("Gone", obsolete=True)))
    entries = list(memory.from_catalog(catalog, "kk", template))
    assert [(e.message.msgid, e.standing) for e in entries] == [
        ("Here", Standing.LIVE),
        ("Left", Standing.MOVED),
        ("Gone", Standing.OBSOLETE),
    ]
    assert {(e.locale, e.origin) for e in entries} == {("kk", A)}
    orphan = list(memory.from_catalog(catalog, "kk", None))
    assert [e.standing for e in orphan] == [Standing.MOVED, Standing.MOVED, Standing.OBSOLETE]
    assert {e.standing for e in memory.from_catalog(catalog, "kk", None, Standing.INHERITED)} == {Standing.INHERITED}


def test_an_obsolete_text_that_its_own_template_wants_again_is_its_own():
    catalog = Catalog((Message("Back", ("қайтты",), obsolete=True),), path=A)
    assert [e.standing for e in memory.from_catalog(catalog, "kk", Catalog((Message("Back"),)))] == [Standing.LIVE]


# --- look-up --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "wanted"),
    [
        ("Say “water”", 'Say "water"'),
        ("Say «water»", "Say „water“"),
        ("it’s", "it's"),
        ("one  two\nthree", "one two three"),
        ("one\u00a0two", "one two"),
        ("caf\u0065\u0301", "caf\u00e9"),
    ],
)
def test_white_space_quotation_marks_and_composition_make_no_difference(known: str, wanted: str):
    assert folded(known) == folded(wanted)
    assert found(entry(known, "су"), msgid=wanted) == "су"


@pytest.mark.parametrize("other", ["open", "Open.", "Open it", "", "Open-", "*Open*"])
def test_anything_else_does(other: str):
    assert found(entry(other, "су")) is None


def test_the_same_characters_come_before_the_same_words():
    assert found(entry("“Open”", "«Ашық»"), entry('"Open"', "Ашық"), msgid='"Open"') == "Ашық"


def test_the_same_context_comes_first():
    entries = entry("Open", "Ашу", context="command"), entry("Open", "Ашық", context="state"), entry("Open", "О")
    assert [found(*entries, context=c) for c in ("command", "state", None)] == ["Ашу", "Ашық", "О"]
    assert found(*entries, context="other") == {"Ашу", "Ашық", "О"}
    assert (
        found(entry("“Open”", "тырнақша", context="x"), entry('"Open"', "О"), msgid='"Open"', context="x") == "тырнақша"
    )


def test_another_context_is_never_sure():
    known = Memory((entry("Open", "Ашу", context="command"),))
    for context, sure in ((None, False), ("", False), ("command", True)):
        match = look_up(known, Message("Open", context=context))
        assert match is not None
        assert match.sure is sure


def test_of_two_meanings_none_is_taken():
    assert found(entry("Open", "Ашу"), entry("Open", "Ашық", B)) == {"Ашу", "Ашық"}
    assert found(entry("Open", "Ашу"), entry("Open", "Ашу", B)) == "Ашу"


def test_the_standing_decides_between_translations_that_differ():
    order = [Standing.MOVED, Standing.LIVE, Standing.OBSOLETE, Standing.FILE, Standing.INHERITED]
    for first, second in pairwise(order):
        assert found(entry("Open", "бір", A, second), entry("Open", "екі", B, first)) == "екі"
        assert found(entry("Open", "бір", A, first), entry("Open", "екі", B, first)) == {"бір", "екі"}


def test_the_article_itself_and_its_kin_come_before_any_standing():
    entries = entry("Open", "көшкен", A, Standing.MOVED), entry("Open", "туыс", B)
    assert found(*entries) == "көшкен"
    assert found(*entries, near=B) == "туыс"
    assert found(*entries, entry("Open", "өзі", C, Standing.FILE)) == "өзі"
    assert found(*entries, entry("Open", "өзі", C, Standing.FILE), near=B) == "өзі"


def test_what_the_own_catalog_has_given_up_is_left_to_the_merge():
    assert found(entry("Open", "өзі", C, Standing.MOVED), entry("Open", "өзі", C, Standing.OBSOLETE)) is None
    assert found(entry("Open", "өзі", C, context="menu")) == "өзі"


def test_plural_forms_fit_only_their_like():
    words = Message("{n} word", ("", ""), plural="{n} words")
    known = Entry(Message("{n} word", ("сөз", "сөздер"), plural="{n} words"), "kk", A)
    assert look_up(Memory((known,)), words, 2) is not None
    assert look_up(Memory((known,)), words, 3) is None
    assert look_up(Memory((known,)), Message("{n} word"), 2) is None
    assert look_up(Memory((known,)), replace(words, plural="{n} pieces"), 2) is None
    assert look_up(Memory((entry("{n} word", "сөз"),)), words, 1) is None
    assert look_up(Memory((entry("word", "сөз", plural=""),)), Message("word"), 1) is None


def test_kin_is_the_catalog_that_most_texts_come_from():
    texts = [Message(text) for text in ("one", "two", "three", "four")]
    every = [entry(text.msgid, "бір", A) for text in texts]
    assert kin(Memory((*every, entry("one", "x", B))), texts, C) == A
    assert kin(Memory((*every, *(replace(e, origin=B) for e in every[:3]))), texts, C) == "", "not clear enough"
    assert kin(Memory(tuple(every)), texts, A) == "", "nobody is his own kin"
    assert kin(Memory(tuple(every[:1])), texts, C) == "", "one text is no evidence"
    for standing in (Standing.FILE, Standing.INHERITED):
        assert kin(Memory(tuple(replace(e, standing=standing) for e in every)), texts, C) == "", "no article"
    assert kin(Memory(), texts, C) == ""


def test_two_articles_renamed_at_once_each_find_their_own():
    first = [entry(text, text.upper(), A, Standing.MOVED) for text in ("one", "two", "three")]
    second = [entry(text, text.upper(), B, Standing.MOVED) for text in ("four", "five", "six")]
    known = Memory((*first, entry("Open", "Ашу", A, Standing.MOVED), *second, entry("Open", "Ашық", B, Standing.MOVED)))
    for own, translation in ((first, "Ашу"), (second, "Ашық")):
        wanted = [Message("Open"), *(Message(e.message.msgid) for e in own)]
        match = look_up(known, wanted[0], 1, C, kin(known, wanted, C))
        assert match is not None
        assert match.entry is not None
        assert match.entry.message.msgstr == (translation,)


# --- filling --------------------------------------------------------------------------------------------------


def test_a_text_that_stands_elsewhere_is_filled_and_marked_with_its_origin():
    template = Message(WASH, extracted=("paragraph",), references=("source/c.md",))
    known = entry(WASH, "жу", comments=("ask Ann",), flags=("no-wrap",), references=("source/a.md",))
    assert use(known, message=template) == replace(
        template, msgstr=("жу",), extracted=("paragraph", f"from memory: {A}")
    )


def test_the_setting_decides():
    fuzzy = use(entry(WASH, "жу"), mode="fuzzy")
    assert fuzzy is not None
    assert (fuzzy.msgstr, fuzzy.flags, fuzzy.previous) == (("жу",), ("fuzzy",), None)
    assert fuzzy.extracted == (f"suggested by memory: {A}",)
    assert use(entry(WASH, "жу"), mode="off") is None
    assert use(entry(WASH, "жу", A, Standing.OBSOLETE), mode="off") is None


def test_of_those_who_say_the_same_the_one_that_moved_brings_its_comments():
    moved = entry(WASH, "жу", A, Standing.MOVED, comments=("ask Ann",))
    for entries in ([entry(WASH, "жу", B), moved], [moved, entry(WASH, "жу", B)]):
        match = look_up(Memory(tuple(entries)), Message(WASH), 1, C, B)
        assert match is not None
        assert match.entry is moved


@pytest.mark.parametrize("mode", memory.MODES)
def test_what_has_moved_into_another_context_is_to_be_checked(mode: str):
    result = use(
        entry("Open", "Ашу", A, Standing.MOVED, comments=("ask Ann",)), message=Message("Open", context="x"), mode=mode
    )
    assert result == Message(
        "Open", ("Ашу",), "x", None, ("ask Ann",), (f"suggested by memory: {A}",), (), ("fuzzy",), Previous("Open")
    )


@pytest.mark.parametrize("mode", memory.MODES)
def test_what_has_moved_is_carried_is_carried_whole_in_every_mode(mode: str):
    moved = entry(WASH, "жу", A, Standing.MOVED, comments=("ask Ann",), flags=("no-wrap",))
    for entries in ([moved], [entry(WASH, "жу", B), moved]):
        result = use(*entries, mode=mode)
        assert result == Message(WASH, ("жу",), comments=("ask Ann",), flags=("no-wrap",))
    inherited = use(entry(WASH, "жу", "site.po", Standing.INHERITED), mode=mode)
    assert inherited == Message(WASH, ("жу",))


def test_a_file_that_the_user_names_is_used_to_be_checked_where_the_memory_is_off():
    named = entry(WASH, "жу", "old.tmx", Standing.FILE)
    assert [(m.flags, m.extracted) for mode in memory.MODES if (m := use(named, mode=mode))] == [
        ((), ("from memory: old.tmx",)),
        (("fuzzy",), ("suggested by memory: old.tmx",)),
        (("fuzzy",), ("suggested by memory: old.tmx",)),
    ]


def test_another_context_or_spelling_shows_what_the_translation_was_made_from():
    result = use(entry("Open", "Ашу", context="command"), message=Message("Open"))
    assert result is not None
    assert (result.flags, result.previous) == (("fuzzy",), Previous("Open", "command"))
    result = use(entry("“Open”", "Ашу"), message=Message('"Open"'), mode="fuzzy")
    assert result is not None
    assert result.previous == Previous("“Open”")
    assert use(entry("“Open”", "Ашу"), message=Message('"Open"')) == Message(
        '"Open"', ("Ашу",), extracted=(f"from memory: {A}",)
    )


def test_comments_and_flags_of_an_untranslated_entry_stay():
    idle = Message(WASH, comments=("hard",), flags=("no-wrap",))
    for known in (entry(WASH, "жу"), entry(WASH, "жу", A, Standing.MOVED, comments=("ask Ann", "hard"))):
        result = use(known, message=idle)
        assert result is not None
        assert result.comments[0] == "hard"
        assert len(set(result.comments)) == len(result.comments)
        assert result.flags == ("no-wrap",)


def test_an_undecided_text_stays_empty_and_shows_what_there_is():
    entries = [entry("Open", text, f"locales/kk/LC_MESSAGES/{text}.po") for text in "бвгд"]
    match = look_up(Memory((*entries[:2], replace(entries[0], origin=C), *entries[2:])), Message("Open"), 1, B)
    assert match is not None
    assert filled(Message("Open"), match, "use") is None
    result = hinted(Message("Open", extracted=("heading",)), match)
    assert result.msgstr == ("",)
    assert result.extracted == (
        "heading",
        "translated elsewhere: б (locales/kk/LC_MESSAGES/б.po)",
        "translated elsewhere: в (locales/kk/LC_MESSAGES/в.po)",
        "translated elsewhere: г (locales/kk/LC_MESSAGES/г.po)",
    )
    assert hinted(result, match) == result


# --- marks ----------------------------------------------------------------------------------------------------


def test_a_mark_stays_as_long_as_it_is_true():
    template = Message(WASH, extracted=("paragraph",))
    origin = entry(WASH, "жу")
    old = use(origin, message=template)
    assert old is not None
    new = replace(template, msgstr=old.msgstr)
    assert kept_mark(old, new, Memory((origin,))) == old
    assert kept_mark(old, new, Memory()) == old, "a file that is not named again"
    assert kept_mark(old, new, Memory((entry(WASH, "жуу"),))) == new, "its origin says something else"
    changed = replace(new, msgstr=("жуыңыз",))
    assert kept_mark(replace(old, msgstr=changed.msgstr), changed, Memory((origin,))) == changed, (
        "so does the translator"
    )
    assert kept_mark(replace(old, flags=("fuzzy",)), replace(new, flags=("fuzzy",)), Memory()).extracted == (
        "paragraph",
    )
    assert kept_mark(replace(old, msgstr=("",)), template, Memory()) == template


def test_a_suggestion_is_marked_until_it_is_accepted():
    old = use(entry(WASH, "жу"), mode="fuzzy")
    assert old is not None
    fuzzy = Message(WASH, ("жу",), flags=("fuzzy",))
    assert kept_mark(old, fuzzy, Memory()).extracted == old.extracted
    edited = replace(fuzzy, msgstr=("жуу",))
    assert kept_mark(replace(old, msgstr=("жуу",)), edited, Memory((entry(WASH, "жу"),))).extracted == old.extracted
    accepted = replace(fuzzy, flags=())
    assert kept_mark(replace(old, flags=()), accepted, Memory()) == accepted


def test_marks_do_not_grow():
    template = Message(WASH, extracted=("paragraph", f"from memory: {A}"))
    message = use(entry(WASH, "жу"), message=template)
    for _ in range(3):
        assert message is not None
        message = kept_mark(message, replace(template, msgstr=("жу",)), Memory((entry(WASH, "жу"),)))
    assert message is not None
    assert message.extracted == ("paragraph", f"from memory: {A}")


# --- the reference language -----------------------------------------------------------------------------------

RUSSIAN = Catalog(
    (
        Message("Open", ("Открыть",)),
        Message("Open", ("Открыто",), context="state"),
        Message("{n} word", ("{n} слово", "{n} слова", "{n} слов"), plural="{n} words"),
        Message("Unsure", ("Может быть",), flags=("fuzzy",)),
        Message("Gone", ("Ушёл",), obsolete=True),
        Message("Two\\\nlines", ("Две\\\nстроки\\",)),
    )
)


def test_the_finished_words_of_the_reference_are_shown():
    messages = (
        Message("Open", ("Ашу",), extracted=("heading",)),
        Message("Open", context="state"),
        Message("{n} word", ("", ""), plural="{n} words"),
        Message("Unsure"),
        Message("Gone"),
        Message("Two\\\nlines"),
        Message("Unknown"),
    )
    shown = with_reference(Catalog(messages, path=C), RUSSIAN, "ru")
    assert [message.extracted for message in shown.messages] == [
        ("heading", "ru: Открыть"),
        ("ru: Открыто",),
        ("ru[0]: {n} слово", "ru[1]: {n} слова", "ru[2]: {n} слов"),
        (),
        (),
        ("ru: Две\\ строки\\ ",),
        (),
    ]
    assert [replace(m, extracted=()) for m in shown.messages] == [replace(m, extracted=()) for m in messages]
    assert with_reference(shown, RUSSIAN, "ru") == shown
    assert with_reference(Catalog((Message("Open", obsolete=True),)), RUSSIAN, "ru").messages[0].extracted == ()


def test_the_lines_survive_the_file():
    header = Message("", ("Content-Type: text/plain; charset=UTF-8\n",))
    catalog = Catalog((Message("Two\\\nlines"), Message("Open", ("Ашу",))), header)
    shown = with_reference(catalog, RUSSIAN, "ru")
    again = po.read(po.write(shown))
    assert po.write(again) == po.write(shown)
    assert "#. ru: Открыть\n" in po.write(shown).decode()
    assert po.write(with_reference(again, RUSSIAN, "ru")) == po.write(shown)


@pytest.mark.parametrize("text", ["a\nb", "a\r\n b", "a\u2028b", "a\x85b", "a\tb", "\n a b\n"])
def test_one_line(text: str):
    assert memory.one_line(text) == "a b"
    assert memory.one_line("№\u00a05") == "№\u00a05"
