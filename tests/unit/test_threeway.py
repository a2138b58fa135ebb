"""Two versions of a catalog and their base: the work of both is in the result, and it stays a catalog."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kitapsha import po, threeway
from kitapsha.model import Catalog, Message, Previous
from kitapsha.problems import has_errors

WASH, DRY, COOK = "Wash your hands.", "Dry them.", "Cook the rice."
HEADER = """\
Project-Id-Version: Leaflets
POT-Creation-Date: 2026-03-01 10:00+0000
PO-Revision-Date: 2026-03-02 10:00+0000
Last-Translator: Ann <ann@example.org>
Language: ru
Content-Type: text/plain; charset=UTF-8
Plural-Forms: nplurals=2; plural=(n != 1);
"""


def entry(msgid: str, *msgstr: str, **more: object) -> Message:
    return Message(msgid, msgstr or ("",), **more)  # type: ignore[arg-type]


def fuzzy(msgid: str, *msgstr: str, **more: object) -> Message:
    return entry(msgid, *msgstr, flags=("fuzzy",), **more)


def catalog(*messages: Message, header: str = HEADER, comments: tuple[str, ...] = ()) -> Catalog:
    return Catalog(messages, Message("", (header,), comments=comments), "locales/ru/LC_MESSAGES/water.po")


BASE = catalog(entry(WASH, "Мойте руки."), entry(DRY, "Вытирайте."), entry(COOK))


def merged(base: Catalog, ours: Catalog, theirs: Catalog, *, clean: bool = True) -> Catalog:
    """The merged catalog, which reads back as it is; a clean merge gives the same from the other side."""
    result = threeway.merge(base, ours, theirs)
    again = po.read(po.write(result.catalog), result.catalog.path)
    assert not has_errors(again.problems)
    assert again == result.catalog
    assert threeway.lost(base, ours, theirs, result.catalog) == ()
    if clean:
        assert (result.conflicts, result.uncounted) == ((), ())
        assert threeway.merge(base, theirs, ours).catalog == result.catalog
    return result.catalog


def words(found: Catalog) -> list[tuple[str, ...]]:
    mark = {(True, False): "~", (True, True): "~?", (False, True): "?", (False, False): ""}
    return [(mark[m.obsolete, m.fuzzy] + m.msgid, *m.msgstr) for m in found.messages]


# --- translations ---------------------------------------------------------------------------------------------


def test_each_side_translates_another_entry():
    ours = catalog(entry(WASH, "Мойте руки!"), entry(DRY, "Вытирайте."), entry(COOK))
    theirs = catalog(entry(WASH, "Мойте руки."), entry(DRY, "Вытирайте."), entry(COOK, "Варите рис."))
    assert words(merged(BASE, ours, theirs)) == [(WASH, "Мойте руки!"), (DRY, "Вытирайте."), (COOK, "Варите рис.")]


def test_neighbouring_lines_are_no_conflict():
    """What git's own merge makes conflict marks of: three entries in a row, changed in turns."""
    ours = catalog(entry(WASH, "а"), entry(DRY, "Вытирайте."), entry(COOK, "в"))
    theirs = catalog(entry(WASH, "Мойте руки."), entry(DRY, "б"), entry(COOK))
    assert words(merged(BASE, ours, theirs)) == [(WASH, "а"), (DRY, "б"), (COOK, "в")]


def test_the_same_change_on_both_sides_is_one_change():
    side = catalog(entry(WASH, "Мойте руки!"), entry(DRY, ""), entry(COOK, "Варите рис."))
    assert merged(BASE, side, side) == side


def test_two_translations_of_one_entry_are_both_kept():
    ours = catalog(entry(WASH, "Мойте руки."), entry(DRY, "Вытирайте."), entry(COOK, "Варите рис.", comments=("hm",)))
    theirs = catalog(entry(WASH, "Мойте руки."), entry(DRY, "Вытирайте."), entry(COOK, 'Рис "сварить"\n\\'))
    result = threeway.merge(BASE, ours, theirs)
    assert result.conflicts == ((None, COOK),)
    message = result.catalog.messages[2]
    assert (message.msgstr, message.flags) == (("Варите рис.",), ("fuzzy",))
    assert message.comments == ("hm", r'other branch: msgstr "Рис \"сварить\"\n\\"')
    merged(BASE, ours, theirs, clean=False)
    # From the other side the words change places.
    mirrored = threeway.merge(BASE, theirs, ours).catalog.messages[2]
    assert mirrored.msgstr == ('Рис "сварить"\n\\',)
    assert mirrored.comments == ("hm", 'other branch: msgstr "Варите рис."')


def test_the_comment_is_not_said_twice():
    ours = catalog(entry(COOK, "а", comments=('other branch: msgstr "б"',)))
    assert merged(catalog(entry(COOK)), ours, catalog(entry(COOK, "б")), clean=False).messages[0].comments == (
        'other branch: msgstr "б"',
    )


DECIDED = [
    ("a finished text answers a doubt", entry(COOK, "а"), fuzzy(COOK, "а"), entry(COOK, "б"), entry(COOK, "б")),
    ("a new draft answers a doubt", entry(COOK, "а"), fuzzy(COOK, "а"), fuzzy(COOK, "б"), fuzzy(COOK, "б")),
    ("the same text, finished by one", entry(COOK), fuzzy(COOK, "а"), entry(COOK, "а"), entry(COOK, "а")),
    ("emptied and translated", entry(COOK, "а"), entry(COOK), entry(COOK, "б"), entry(COOK, "б")),
    ("emptied and doubted", entry(COOK, "а"), entry(COOK), fuzzy(COOK, "а"), fuzzy(COOK, "а")),
    ("emptied alone", entry(COOK, "а"), entry(COOK), entry(COOK, "а"), entry(COOK)),
    ("approved alone", fuzzy(COOK, "а"), entry(COOK, "а"), fuzzy(COOK, "а"), entry(COOK, "а")),
]


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "result"), [case[1:] for case in DECIDED], ids=[c[0] for c in DECIDED]
)
def test_what_needs_no_decision(base: Message, ours: Message, theirs: Message, result: Message):
    assert merged(catalog(base), catalog(ours), catalog(theirs)).messages == (result,)


def test_an_approved_text_and_another_draft_are_a_conflict():
    ours, theirs = catalog(entry(COOK, "а")), catalog(fuzzy(COOK, "б"))
    (message,) = merged(catalog(fuzzy(COOK, "а")), ours, theirs, clean=False).messages
    assert (message.msgstr, message.fuzzy, message.comments) == (("а",), True, ('other branch: msgstr "б"',))


def test_what_a_text_was_made_from_goes_with_the_text():
    old = fuzzy(COOK, "а", previous=Previous("Cook rice."))
    done = merged(catalog(old), catalog(entry(COOK, "б")), catalog(replace(old, previous=Previous("Boil rice."))))
    assert done.messages == (entry(COOK, "б"),)
    waits = merged(catalog(old), catalog(old), catalog(replace(old, previous=Previous("Boil rice."))))
    assert waits.messages[0].previous == Previous("Boil rice.")


def test_contexts_tell_entries_apart():
    base = catalog(entry("Open", context="verb"), entry("Open", context="adjective"), entry("Open"))
    ours = catalog(entry("Open", "Открыть", context="verb"), *base.messages[1:])
    theirs = catalog(base.messages[0], entry("Open", "Открыто", context="adjective"), entry("Open", "?"))
    assert [m.msgstr[0] for m in merged(base, ours, theirs).messages] == ["Открыть", "Открыто", "?"]


# --- plurals --------------------------------------------------------------------------------------------------


def forms(*msgstr: str, **more: object) -> Message:
    return entry("{n} page", *msgstr, plural="{n} pages", **more)


def test_each_side_fills_another_form():
    result = merged(catalog(forms("", "")), catalog(forms("а", "")), catalog(forms("", "б")))
    assert result.messages == (forms("а", "б"),)


def test_two_versions_of_one_form_are_both_kept():
    ours, theirs = catalog(forms("а", "б")), catalog(forms("в", "б"))
    (message,) = merged(catalog(forms("", "")), ours, theirs, clean=False).messages
    assert (message.msgstr, message.fuzzy) == (("а", "б"), True)
    assert message.comments == ('other branch: msgstr[0] "в"',)


THREE = HEADER.replace("nplurals=2; plural=(n != 1);", "nplurals=3; plural=(n==1 ? 0 : n<5 ? 1 : 2);")


def test_another_number_of_forms_leaves_a_catalog_that_can_be_read():
    base = catalog(forms("", ""))
    ours = catalog(forms("", "", ""), header=THREE)
    theirs = catalog(forms("а", "б"), entry("{n} day", "в", "г", plural="{n} days"))
    result = threeway.merge(base, ours, theirs)
    assert result.uncounted == ((None, "{n} page"), (None, "{n} day"))
    assert words(merged(base, ours, theirs, clean=False)) == [("?{n} page", "а", "б"), ("?{n} day", "в", "г")]


def test_a_text_that_got_a_plural():
    ours = catalog(entry("{n} page", "а", "б", plural="{n} pages"))
    assert merged(catalog(entry("{n} page")), ours, catalog(entry("{n} page"))).messages == ours.messages
    theirs = catalog(entry("{n} page", "страница"))
    for one, two in ((ours, theirs), (theirs, ours)):
        (message,) = merged(catalog(entry("{n} page")), one, two, clean=False).messages
        assert (message.msgstr, message.plural, message.fuzzy) == (("а", "б"), "{n} pages", True)
        assert message.comments == ('other branch: msgstr "страница"',)


# --- comments, flags, references ------------------------------------------------------------------------------


def test_lines_of_both_sides_are_united():
    base = catalog(entry(COOK, "а", comments=("one", "two"), flags=("no-wrap",), references=("a.md",)))
    ours = catalog(entry(COOK, "а", comments=("one", "two", "ours"), flags=("no-wrap", "own"), references=("b.md",)))
    theirs = catalog(entry(COOK, "а", comments=("theirs", "two"), references=("a.md", "c.md")))
    (message,) = merged(base, ours, theirs).messages
    assert set(message.comments) == {"two", "ours", "theirs"}
    assert message.flags == ("own",)
    assert set(message.references) == {"b.md", "c.md"}


def test_a_comment_and_a_translation_meet():
    ours = catalog(entry(WASH, "Мойте руки.", comments=("ask Ann",), extracted=("paragraph",)))
    theirs = catalog(entry(WASH, "Мойте!"))
    assert merged(catalog(entry(WASH, "Мойте руки.")), ours, theirs).messages == (
        entry(WASH, "Мойте!", comments=("ask Ann",), extracted=("paragraph",)),
    )


# --- entries that come, go and move ---------------------------------------------------------------------------


def order(*names: str) -> Catalog:
    return catalog(*(entry(name, name.upper()) for name in names))


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "result"),
    [
        ("abcd", "abXcd", "abcYd", "abXcYd"),
        ("abcd", "dabc", "abYcd", "dabYc"),
        ("abcd", "bacd", "abdc", "badc"),
        ("abcdef", "adefbc", "abcdXef", "adXefbc"),
        ("abcd", "Xabcd", "abcdY", "XabcdY"),
        ("abcd", "acd", "abcX", "acX"),
        ("", "ab", "abc", "abc"),
        ("abc", "cab", "cab", "cab"),
    ],
)
def test_entries_keep_the_place_that_a_side_gave_them(base: str, ours: str, theirs: str, result: str):
    found = merged(order(*base), order(*ours), order(*theirs))
    assert "".join(message.msgid for message in found.messages) == result


def test_what_both_sides_add_in_one_place_stands_together():
    found = merged(order("a", "b"), order("a", "x", "y", "b"), order("a", "v", "w", "b"))
    assert "".join(message.msgid for message in found.messages) in ("axyvwb", "avwxyb")


def test_a_moved_entry_follows_and_keeps_what_the_other_side_wrote():
    ours = catalog(entry(DRY, "Вытирайте."), entry(COOK), entry(WASH, "Мойте руки."))
    theirs = catalog(entry(WASH, "Мойте!"), *BASE.messages[1:])
    assert words(merged(BASE, ours, theirs)) == [(DRY, "Вытирайте."), (COOK, ""), (WASH, "Мойте!")]


def test_removed_on_one_side_and_untouched_on_the_other():
    assert merged(BASE, catalog(*BASE.messages[1:]), BASE).messages == BASE.messages[1:]


@pytest.mark.parametrize(
    "changed",
    [
        entry(WASH, "Мойте!"),
        fuzzy(WASH, "Мойте руки."),
        entry(WASH, "Мойте руки.", comments=("?",)),
        entry(WASH, "", comments=("?",)),
    ],
)
def test_removed_on_one_side_and_changed_on_the_other(changed: Message):
    theirs = catalog(changed, *BASE.messages[1:])
    found = merged(BASE, catalog(*BASE.messages[1:]), theirs)
    (kept,) = (message for message in found.messages if message.msgid == WASH)
    assert (kept.msgstr, kept.flags, kept.comments) == (changed.msgstr, changed.flags, changed.comments)
    assert kept.obsolete is any(changed.msgstr)


def test_emptied_on_one_side_and_obsolete_on_the_other():
    gone = replace(BASE.messages[0], obsolete=True)
    emptied = catalog(entry(WASH), *BASE.messages[1:])
    assert merged(BASE, catalog(*BASE.messages[1:], gone), emptied).messages == BASE.messages[1:]


def test_what_only_the_toolkit_changed_does_not_bring_back_an_entry():
    theirs = catalog(entry(WASH, "Мойте руки.", references=("new.md",), extracted=("list item",)), *BASE.messages[1:])
    assert merged(BASE, catalog(*BASE.messages[1:]), theirs).messages == BASE.messages[1:]


def test_an_obsolete_entry_keeps_a_late_translation():
    gone = replace(BASE.messages[0], obsolete=True)
    ours = catalog(*BASE.messages[1:], gone)
    theirs = catalog(entry(WASH, "Мойте!"), *BASE.messages[1:])
    assert words(merged(BASE, ours, theirs)) == [(DRY, "Вытирайте."), (COOK, ""), ("~" + WASH, "Мойте!")]


def test_an_obsolete_entry_comes_back():
    gone = replace(BASE.messages[0], obsolete=True)
    base = catalog(*BASE.messages[1:], gone)
    theirs = catalog(*base.messages[:2], replace(gone, msgstr=("Мойте!",)))
    assert words(merged(base, BASE, theirs))[0] == (WASH, "Мойте!")


def test_a_late_correction_goes_to_the_new_form_of_a_text():
    """One side updates after an edit of the source; the other corrects the translation of the old text."""
    new = fuzzy("Wash your hands well.", "Мойте руки.", previous=Previous(WASH))
    ours = catalog(new, *BASE.messages[1:])
    theirs = catalog(entry(WASH, "Мойте руки!", comments=("Ann",)), *BASE.messages[1:])
    found = merged(BASE, ours, theirs)
    assert found.messages == (replace(new, msgstr=("Мойте руки!",), comments=("Ann",)), *BASE.messages[1:])


def test_a_late_correction_stays_where_the_new_text_is_translated_already():
    ours = catalog(entry("Wash your hands well.", "Мойте руки хорошо."), *BASE.messages[1:])
    theirs = catalog(entry(WASH, "Мойте руки!"), *BASE.messages[1:])
    found = words(merged(BASE, ours, theirs))
    assert found[0] == ("Wash your hands well.", "Мойте руки хорошо.")
    assert found[-1] == ("~" + WASH, "Мойте руки!")


def test_both_update_and_one_translates():
    """Both sides were offered the old words for a changed text: the one who finished them has decided."""
    new = fuzzy("Wash your hands well.", "Мойте руки.", previous=Previous(WASH))
    ours = catalog(new, *BASE.messages[1:])
    theirs = catalog(entry(new.msgid, "Мойте руки хорошо."), *BASE.messages[1:])
    assert words(merged(BASE, ours, theirs))[0] == (new.msgid, "Мойте руки хорошо.")


def test_both_add_the_file():
    ours = catalog(entry(WASH, "а"), entry(DRY))
    theirs = catalog(entry(WASH), entry(DRY, "б"), entry(COOK, "в"))
    assert words(merged(Catalog(), ours, theirs)) == [(WASH, "а"), (DRY, "б"), (COOK, "в")]


# --- header ---------------------------------------------------------------------------------------------------


def header(**fields: str) -> str:
    text = HEADER
    for name, value in fields.items():
        field = name.replace("_", "-") + ":"
        lines = [line for line in text.splitlines() if not line.startswith(field)]
        text = "".join(f"{line}\n" for line in [*lines, f"{field} {value}"] if not line.endswith(": -"))
    return text


def merged_header(ours: str, theirs: str, base: str = HEADER) -> dict[str, str]:
    result = merged(*(catalog(entry(WASH, "а"), header=text) for text in (base, ours, theirs)))
    return dict(po.header_fields(result))


def test_the_later_revision_names_its_translator():
    early = header(PO_Revision_Date="2026-03-05 09:00+0500", Last_Translator="Bek <bek@example.org>")
    late = header(PO_Revision_Date="2026-03-05 05:00+0000", Last_Translator="Dina <dina@example.org>")
    fields = merged_header(early, late)
    assert fields["PO-Revision-Date"] == "2026-03-05 05:00+0000"
    assert fields["Last-Translator"] == "Dina <dina@example.org>"


def test_who_is_no_longer_named_last_is_named_in_the_comments():
    early = header(PO_Revision_Date="2026-03-05 09:00+0000", Last_Translator="Bek <bek@example.org>")
    late = header(PO_Revision_Date="2026-03-06 09:00+0000", Last_Translator="Dina <dina@example.org>")
    base = catalog(comments=("Ann <ann@example.org>, 2026.",))
    result = merged(base, replace(base, header=replace(base.header, msgstr=(early,))), catalog(header=late))
    assert result.header.comments == ("Bek <bek@example.org>, 2026.",), "a line that one side deleted is deleted"
    again = merged(result, result, replace(result, messages=(entry(WASH),)))
    assert again.header == result.header


def test_the_later_revision_names_its_translator_even_if_it_is_the_old_one():
    early = header(PO_Revision_Date="2026-03-03 09:00+0000", Last_Translator="Bek <bek@example.org>")
    late = header(PO_Revision_Date="2026-03-06 09:00+0000")
    result = merged(catalog(), catalog(header=early), catalog(header=late))
    assert dict(po.header_fields(result))["Last-Translator"] == "Ann <ann@example.org>"
    assert result.header.comments == ("Bek <bek@example.org>, 2026.",)


def test_who_is_named_in_the_comments_is_not_named_again():
    early = header(PO_Revision_Date="2026-03-03 09:00+0000", Last_Translator="Bek <bek@example.org>")
    late = header(PO_Revision_Date="2026-03-06 09:00+0000", Last_Translator="Dina <dina@example.org>")
    bek = ("Bek <bek@example.org>, 2025, 2026.",)
    result = merged(catalog(comments=bek), catalog(header=early, comments=bek), catalog(header=late, comments=bek))
    assert result.header.comments == bek


def test_a_field_that_both_sides_changed_is_that_of_the_later_revision():
    ours = header(PO_Revision_Date="2026-03-05 09:00+0000", X_Generator="Poedit 3.2")
    theirs = header(PO_Revision_Date="2026-03-04 09:00+0000", X_Generator="Weblate 5")
    assert merged_header(ours, theirs)["X-Generator"] == "Poedit 3.2"
    assert merged_header(theirs, ours)["X-Generator"] == "Poedit 3.2"


def test_the_names_of_translators_are_united():
    ann, bek, dina = (f"{name} <{name}@example.org>, 2026." for name in ("Ann", "Bek", "Dina"))
    result = merged(catalog(comments=(ann,)), catalog(comments=(ann, bek)), catalog(comments=(ann, dina)))
    assert result.header.comments[0] == ann
    assert set(result.header.comments) == {ann, bek, dina}


def test_other_fields_are_merged_one_by_one():
    ours = header(PO_Revision_Date="2026-03-05 09:00+0000", X_Generator="Poedit 3.2", X_Own="1")
    theirs = header(PO_Revision_Date="2026-03-04 09:00+0000", Project_Id_Version="Leaflets 2", X_Source_Language="en")
    fields = merged_header(ours, theirs)
    assert fields["X-Generator"] == "Poedit 3.2"
    assert fields["X-Own"] == "1"
    assert fields["X-Source-Language"] == "en"
    assert fields["Project-Id-Version"] == "Leaflets 2"
    assert fields["PO-Revision-Date"] == "2026-03-05 09:00+0000"


def test_the_later_template_is_named_whoever_translated_last():
    ours = header(PO_Revision_Date="2026-03-05 09:00+0000")
    theirs = header(POT_Creation_Date="2026-03-04 09:00+0000")
    fields = merged_header(ours, theirs)
    assert (fields["PO-Revision-Date"], fields["POT-Creation-Date"]) == (
        "2026-03-05 09:00+0000",
        "2026-03-04 09:00+0000",
    )


def test_dates_as_other_programs_write_them():
    ours = header(PO_Revision_Date="2026-03-05T09:00:00+05:00", Last_Translator="Bek <b@example.org>")
    theirs = header(PO_Revision_Date="YEAR-MO-DA HO:MI+ZONE", Last_Translator="FULL NAME <EMAIL@ADDRESS>")
    fields = merged_header(ours, theirs)
    assert fields["PO-Revision-Date"] == "2026-03-05T09:00:00+05:00"
    assert fields["Last-Translator"] == "Bek <b@example.org>"


def test_a_field_is_removed_but_not_one_that_entries_need():
    extra = header(X_Old="1")
    ours = header(PO_Revision_Date="2026-03-05 09:00+0000", Plural_Forms="-")
    assert "X-Old: 1" in extra
    fields = merged_header(ours, header(X_Old="1", Language_Team="Russian"), base=extra)
    assert "X-Old" not in fields
    assert fields["Plural-Forms"] == "nplurals=2; plural=(n != 1);"
    assert fields["Language-Team"] == "Russian"
