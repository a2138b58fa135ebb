"""From segments to POT files."""

from __future__ import annotations

from kitapsha import extraction
from kitapsha.model import Catalog, Kind, Message, Segment
from kitapsha.problems import Place

A, B = Place("source/a.md", 3), Place("source/a.md", 9)


def test_the_same_text_is_one_message_with_everything_said_of_it():
    segments = [
        Segment("Water", Kind.TITLE, A),
        Segment("Boil", Kind.ITEM, A, section="Water / Ways", notes=("short", "imperative")),
        Segment("Water", Kind.HEADING, B, section="Ways", notes=("short",)),
        Segment("Water", Kind.TITLE, B, notes=("short",)),
        Segment("Water", Kind.LABEL, Place("source/b.svg")),
    ]
    assert extraction.messages(segments) == (
        Message(
            "Water",
            extracted=("title", "heading (section: Ways)", "short", "figure label"),
            references=("source/a.md", "source/b.svg"),
        ),
        Message(
            "Boil",
            extracted=("list item (section: Water / Ways)", "short", "imperative"),
            references=("source/a.md",),
        ),
    )


def test_a_context_tells_texts_apart_and_holds_no_position():
    segments = [Segment("Open", Kind.PARAGRAPH, A, "command"), Segment("Open", Kind.PARAGRAPH, A)]
    moved = [Segment("Open", Kind.PARAGRAPH, B, "command"), Segment("Open", Kind.PARAGRAPH, B)]
    assert [message.context for message in extraction.messages(segments)] == ["command", None]
    assert extraction.messages(moved) == extraction.messages(segments)


def test_line_numbers_stand_only_where_they_are_asked_for():
    segments = [Segment("Water", Kind.TITLE, A), Segment("Water", Kind.HEADING, B)]
    (message,) = extraction.messages(segments, line_numbers=True)
    assert message.references == ("source/a.md:3", "source/a.md:9")


def test_what_front_matter_settings_and_templates_are_called():
    kinds = {Kind.FIELD: ("front matter: deck",), Kind.SETTING: ("setting: deck",), Kind.TEMPLATE: ()}
    for kind, expected in kinds.items():
        (message,) = extraction.messages([Segment("Three", kind, A, section="deck")])
        assert message.extracted == expected


def test_a_plural_has_two_empty_forms():
    segments = [
        Segment("{n} word", Kind.TEMPLATE, A, plural="{n} words"),
        Segment("{n} word", Kind.TEMPLATE, A),
        Segment("word", Kind.TEMPLATE, A),
    ]
    plural, singular = extraction.messages(segments)
    assert (plural.msgstr, plural.plural) == (("", ""), "{n} words")
    assert (singular.msgstr, singular.plural) == (("",), None)
    header = extraction.template(segments, "Home", "2026-11-21 10:00+0500").header
    assert header
    assert "Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\n" in header.msgstr[0]


def template(*msgids: str, created: str = "2026-11-21 10:00+0500", name: str = "Home") -> Catalog:
    return extraction.template([Segment(msgid, Kind.PARAGRAPH, A) for msgid in msgids], name, created)


def test_the_header_of_a_template():
    header = template("Water").header
    assert header
    assert header.flags == ("fuzzy",)
    assert header.msgstr[0].splitlines() == [
        "Project-Id-Version: Home",
        "Report-Msgid-Bugs-To: ",
        "POT-Creation-Date: 2026-11-21 10:00+0500",
        "PO-Revision-Date: YEAR-MO-DA HO:MI+ZONE",
        "Last-Translator: FULL NAME <EMAIL@ADDRESS>",
        "Language-Team: LANGUAGE <LL@li.org>",
        "Language: ",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
    ]


def test_the_creation_date_changes_with_the_messages_alone():
    old, later = template("Water", "Fire"), "2026-12-01 08:00+0500"
    assert extraction.refreshed(old, template("Water", "Fire", created=later)) == old
    for changed in (
        template("Water", created=later),
        template("Fire", "Water", created=later),
        template("Water", "Fire", created=later, name="Away"),
    ):
        assert extraction.refreshed(old, changed) == changed
    assert extraction.refreshed(None, old) == old
    assert extraction.refreshed(Catalog(), old) == old


def test_a_template_that_moved_keeps_its_date():
    old = template("Water")
    moved = extraction.refreshed(old, Catalog(old.messages, old.header, "locales/pot/b.pot"))
    assert (moved.path, moved.header) == ("locales/pot/b.pot", old.header)
