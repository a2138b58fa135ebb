"""Updating a catalog: whatever happens to the source, no translator works twice and nothing is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kitapsha import merge
from kitapsha.memory import Memory, from_catalog
from kitapsha.merge import Merged
from kitapsha.model import Catalog, Message, Previous

WASH = "Wash your hands with soap before you cook."
WASH_WELL = "Wash your hands well with soap before you cook."
DRY = "Dry them on a clean towel, never on your trousers."


def memory(catalogs: list[Catalog]) -> Memory:
    """What other catalogs know; their articles are gone."""
    named = (replace(catalog, path=f"{number}.po") for number, catalog in enumerate(catalogs))
    return Memory(tuple(entry for catalog in named for entry in from_catalog(catalog, "kk", None)))


def old(msgid: str, msgstr: str = "", **more: object) -> Message:
    return Message(msgid, (msgstr,), **more)  # type: ignore[arg-type]


def wanted(*msgids: str | Message) -> Catalog:
    return Catalog(tuple(Message(msgid) if isinstance(msgid, str) else msgid for msgid in msgids))


def merged(had: list[Message], template: Catalog, forms: int = 1, known: Memory | None = None) -> Merged:
    """The merged catalog; merging it again changes nothing."""
    result = merge.merge(Catalog(tuple(had), path="kk.po"), template, forms, known)
    again = merge.merge(result.catalog, template, forms, known)
    assert again.catalog == result.catalog
    assert (again.changed, again.remembered, again.new, again.obsolete) == (0, 0, 0, 0)
    assert again.kept == len(template.messages)
    assert result.kept + result.changed + result.remembered + result.new == len(template.messages)
    assert result.catalog.path == "kk.po"
    return result


def entries(result: Merged) -> list[tuple[str, str]]:
    return [(("~" if m.obsolete else "?" if m.fuzzy else "") + m.msgid, m.msgstr[0]) for m in result.catalog.messages]


def test_what_did_not_change_stays_even_when_it_moves():
    notes = {"comments": ("ask Ann",), "flags": ("no-wrap",)}
    result = merged([old(WASH, "жу", **notes), old(DRY, "кептір")], wanted(DRY, "new one", WASH))
    assert entries(result) == [(DRY, "кептір"), ("new one", ""), (WASH, "жу")]
    kept = result.catalog.messages[2]
    assert (kept.comments, kept.flags) == (("ask Ann",), ("no-wrap",))
    assert (result.kept, result.new) == (2, 1)


def test_what_the_toolkit_says_of_a_text_is_renewed():
    new = Message(WASH, extracted=("title",), references=("source/b.md",))
    result = merged([old(WASH, "жу", extracted=("paragraph",), references=("source/a.md",))], wanted(new))
    (message,) = result.catalog.messages
    assert (message.extracted, message.references, message.msgstr) == (("title",), ("source/b.md",), ("жу",))


def test_an_edited_text_keeps_its_translation_flagged_with_what_it_was_made_from():
    result = merged([old(WASH, "жу", comments=("ask Ann",))], wanted(WASH_WELL))
    (message,) = result.catalog.messages
    assert message == replace(
        Message(WASH_WELL), msgstr=("жу",), comments=("ask Ann",), flags=("fuzzy",), previous=Previous(WASH)
    )
    assert result.changed == 1


def test_a_second_edit_keeps_what_was_translated_first():
    once = merged([old(WASH, "жу", flags=("no-wrap",))], wanted(WASH_WELL)).catalog
    twice = merged(list(once.messages), wanted(WASH_WELL + " Really.")).catalog
    (message,) = twice.messages
    assert (message.previous, message.flags) == (Previous(WASH), ("fuzzy", "no-wrap"))


def test_a_mended_translation_forgets_its_past():
    mended = old(WASH_WELL, "жақсы жу", previous=Previous(WASH))
    (message,) = merged([mended], wanted(WASH_WELL)).catalog.messages
    assert message.previous is None


def test_a_deleted_text_becomes_obsolete_and_comes_back():
    removed = merged([old(WASH, "жу", comments=("ask Ann",), references=("a.md",)), old(DRY, "кептір")], wanted(DRY))
    assert entries(removed) == [(DRY, "кептір"), ("~" + WASH, "жу")]
    assert removed.obsolete == 1
    assert removed.catalog.messages[1].references == ()
    restored = merged(list(removed.catalog.messages), wanted(WASH, DRY))
    assert entries(restored) == [(WASH, "жу"), (DRY, "кептір")]
    assert restored.catalog.messages[0].comments == ("ask Ann",)
    assert restored.kept == 2


def test_obsolete_texts_survive_many_updates():
    catalog = Catalog((old(WASH, "жу"), old(DRY, "кептір")))
    for step in range(10):
        catalog = merged(list(catalog.messages), wanted(f"text number {step} of the article")).catalog
    assert entries(Merged(catalog))[1:] == [("~" + WASH, "жу"), ("~" + DRY, "кептір")]
    assert entries(merged(list(catalog.messages), wanted(WASH))) == [(WASH, "жу"), ("~" + DRY, "кептір")]


def test_an_obsolete_translation_is_better_than_an_empty_entry():
    result = merged([old(WASH), old(WASH, "жу", obsolete=True)], wanted(WASH))
    assert entries(result) == [(WASH, "жу")]


def test_what_was_never_translated_leaves_nothing_behind():
    assert entries(merged([old(WASH), old(DRY)], wanted("other"))) == [("other", "")]


def test_a_fuzzy_translation_stays_fuzzy():
    had = old(WASH, "жу", flags=("fuzzy",), previous=Previous("Wash."))
    (message,) = merged([had], wanted(WASH)).catalog.messages
    assert (message.flags, message.previous) == (("fuzzy",), Previous("Wash."))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('He said "wash".', "He said “wash”."),
        ("it's", "it’s"),
        ("a  b\nc", "a b c"),
        ("«a»", "“a”"),
        ("и\u0306од", "йод"),
    ],
)
def test_quotation_marks_white_space_and_letters_taken_apart_make_no_difference(before, after):
    assert entries(merged([old(before, "жу")], wanted(after))) == [(after, "жу")]


def test_contexts_are_kept_apart():
    had = [old("Open", "Ашу", context="command"), old("Open", "Ашық", context="state")]
    new = wanted(Message("Open", context="state"), Message("Open"), Message("Open", context="command"))
    assert [(m.context, m.msgstr[0]) for m in merged(had, new).catalog.messages] == [
        ("state", "Ашық"),
        (None, ""),
        ("command", "Ашу"),
    ]


def test_a_text_that_got_a_context_is_offered_its_translation():
    (message,) = merged([old(WASH, "жу")], wanted(Message(WASH, context="hands"))).catalog.messages
    assert (message.msgstr, message.fuzzy, message.previous) == (("жу",), True, Previous(WASH))


def test_every_translation_is_offered_once_and_to_the_nearest():
    nearer, farther = WASH + " Always.", WASH + " Always, at any time."
    result = merged([old(WASH, "жу")], wanted(farther, nearer))
    assert entries(result) == [(farther, ""), ("?" + nearer, "жу")]


@pytest.mark.parametrize(("before", "after"), [("Storing books", "String"), ("Open", "Close"), ("a", "b")])
def test_short_texts_are_not_taken_for_one_another(before, after):
    assert entries(merged([old(before, "жу")], wanted(after))) == [(after, ""), ("~" + before, "жу")]


def test_a_change_of_digits_alone_is_flagged():
    before, after = "In 2011 the plant gave work to 17,000 people.", "In 2012 the plant gave work to 17,000 people."
    assert entries(merged([old(before, "жу")], wanted(after))) == [("?" + after, "жу")]


# --- plural forms ---------------------------------------------------------------------------------------------

WORDS = Message("{n} word of the text", ("", ""), plural="{n} words of the text")
TRANSLATED = replace(WORDS, msgstr=("{n} сөз", "{n} сөз", "{n} сөздер"))


def test_a_new_plural_has_as_many_forms_as_its_language():
    (message,) = merged([], wanted(WORDS), forms=3).catalog.messages
    assert message.msgstr == ("", "", "")


def test_a_plural_keeps_its_forms():
    (message,) = merged([TRANSLATED], wanted(WORDS), forms=3).catalog.messages
    assert message == TRANSLATED


def test_a_changed_plural_is_flagged():
    new = replace(WORDS, plural="{n} words of this text")
    (message,) = merged([TRANSLATED], wanted(new), forms=3).catalog.messages
    assert (message.msgstr, message.fuzzy) == (TRANSLATED.msgstr, True)
    assert message.previous == Previous(WORDS.msgid, None, WORDS.plural)


def test_a_text_that_became_plural_offers_its_words_for_every_form():
    (message,) = merged([old(WORDS.msgid, "{n} сөз")], wanted(WORDS), forms=3).catalog.messages
    assert (message.msgstr, message.fuzzy) == (("{n} сөз",) * 3, True)


def test_a_text_that_is_no_plural_any_more_keeps_the_other_forms_as_comments():
    had = replace(TRANSLATED, comments=("ask Ann",))
    (message,) = merged([had], wanted(WORDS.msgid), forms=3).catalog.messages
    assert (message.msgstr, message.fuzzy) == (("{n} сөз",), True)
    assert message.comments == ("ask Ann", "msgstr: {n} сөздер")
    assert message.previous == Previous(WORDS.msgid, None, WORDS.plural)


def test_an_empty_text_that_became_plural_is_just_empty():
    (message,) = merged([old(WORDS.msgid)], wanted(WORDS), forms=3).catalog.messages
    assert (message.msgstr, message.flags, message.previous) == (("", "", ""), (), None)


# --- the rest of the publication ------------------------------------------------------------------------------


def test_a_renamed_article_finds_everything_again():
    before = Catalog((old(WASH, "жу", comments=("ask Ann",), flags=("no-wrap",)), old(DRY, "кептір")))
    result = merged([], wanted(DRY, WASH), known=memory([before]))
    assert entries(result) == [(DRY, "кептір"), (WASH, "жу")]
    assert (result.catalog.messages[1].comments, result.catalog.messages[1].flags) == (("ask Ann",), ("no-wrap",))
    assert (result.remembered, result.kept, result.new) == (2, 0, 0)


def test_only_finished_translations_are_remembered():
    catalog = Catalog((old(WASH, "жу", flags=("fuzzy",)), old(DRY), replace(TRANSLATED, msgstr=("a", "", "c"))))
    assert memory([catalog]).entries == ()
    assert entries(merged([], wanted(WASH, DRY), known=memory([catalog]))) == [(WASH, ""), (DRY, "")]


def test_a_living_translation_is_remembered_before_an_obsolete_one():
    known = memory([Catalog((old(WASH, "ескі", obsolete=True),)), Catalog((old(WASH, "жу"),))])
    assert entries(merged([], wanted(WASH), known=known)) == [(WASH, "жу")]
    assert entries(merged([], wanted(WASH), known=memory([Catalog((old(WASH, "ескі", obsolete=True),))]))) == [
        (WASH, "ескі")
    ]


def test_of_two_meanings_none_is_guessed():
    known = memory([Catalog((old("Open", "Ашу", context="command"), old("Open", "Ашық", context="state")))])
    assert entries(merged([], wanted("Open"), known=known)) == [("Open", "")]
    assert entries(merged([], wanted(Message("Open", context="state")), known=known)) == [("Open", "Ашық")]
    assert entries(merged([], wanted(Message("Open", context="other")), known=known)) == [("Open", "")]


def test_a_plural_of_another_count_is_not_remembered():
    known = memory([Catalog((TRANSLATED,))])
    assert merged([], wanted(WORDS), forms=3, known=known).catalog.messages == (TRANSLATED,)
    (message,) = merged([], wanted(WORDS), forms=2, known=known).catalog.messages
    assert message.msgstr == ("", "")
    assert entries(merged([], wanted(WORDS.msgid), known=known)) == [(WORDS.msgid, "")]


def test_the_catalogs_own_words_come_before_those_of_others():
    known = memory([Catalog((old(WASH, "басқа"),))])
    assert entries(merged([old(WASH, "жу")], wanted(WASH), known=known)) == [(WASH, "жу")]


def test_what_is_known_elsewhere_is_better_than_what_is_near():
    known = memory([Catalog((old(WASH_WELL, "жақсы жу"),))])
    result = merged([old(WASH, "жу")], wanted(WASH_WELL), known=known)
    assert entries(result) == [(WASH_WELL, "жақсы жу"), ("~" + WASH, "жу")]


# --- the header -----------------------------------------------------------------------------------------------

HEADER = Message(
    "",
    ("Project-Id-Version: x\nPOT-Creation-Date: old\nLast-Translator: Ann <a@b>\nX-Poedit-SourceCharset: UTF-8\n",),
    comments=("Ann <a@b>, 2026.",),
)


def header(had: Message | None, new: Message | None) -> Message | None:
    return merge.merge(Catalog(header=had), Catalog(header=new)).catalog.header


def test_the_header_keeps_everything_but_the_date_of_the_template():
    new = Message("", ("Project-Id-Version: y\nPOT-Creation-Date: new\\1\nLanguage: \n",), flags=("fuzzy",))
    expected = HEADER.msgstr[0].replace("Date: old", "Date: new\\1")
    assert header(HEADER, new) == replace(HEADER, msgstr=(expected,))
    assert header(HEADER, Message("", ("Language: \n",))) == HEADER
    assert header(Message("", ("Language: kk\n",)), new) == Message("", ("Language: kk\n",))
    assert header(HEADER, None) == HEADER
    assert header(None, new) == new


def test_obsolete_messages_of_a_template_are_nothing_to_translate():
    assert merged([], Catalog()).catalog.messages == ()
    result = merge.merge(Catalog(), wanted(Message("x", obsolete=True)))
    assert result.catalog.messages == ()


def test_a_change_that_the_author_takes_back_needs_no_review():
    changed = merged([old(WASH, "жу")], wanted(WASH_WELL)).catalog
    assert changed.messages[0].fuzzy
    back = merged(list(changed.messages), wanted(WASH)).catalog
    assert back.messages == (old(WASH, "жу"),)


def test_a_split_text_keeps_its_whole_translation_in_reserve_and_gets_it_back():
    whole, words = f"{WASH} {DRY}", "Сначала вымойте руки с мылом. Вытрите их чистым полотенцем, не о брюки."
    split = merged([old(whole, words)], wanted(WASH, DRY))
    assert entries(split) == [
        ("?" + WASH, "Сначала вымойте руки с мылом."),
        ("?" + DRY, "Вытрите их чистым полотенцем, не о брюки."),
        ("~" + whole, words),
    ]
    assert {m.previous for m in split.catalog.messages if not m.obsolete} == {Previous(whole)}
    assert entries(merged(list(split.catalog.messages), wanted(whole)))[0] == (whole, words)


def test_joined_texts_bring_both_translations():
    (joined, *_) = merged([old(WASH, "вымойте"), old(DRY, "вытрите")], wanted(f"{WASH} {DRY}")).catalog.messages
    assert (joined.msgstr, joined.fuzzy, joined.previous) == (("вымойте вытрите",), True, Previous(f"{WASH} {DRY}"))


def test_a_number_alone_is_carried_into_the_translation_and_flagged():
    (message,) = merged([old("It costs 450 in all.", "Всего 450.")], wanted("It costs 480 in all.")).catalog.messages
    assert (message.msgstr, message.fuzzy) == (("Всего 480.",), True)
