"""What keeps a translation from being published."""

from __future__ import annotations

import pytest

from kitapsha.model import Kind, Message, Segment
from kitapsha.problems import Place, Severity
from kitapsha.refusals import direction, refusals_of


def refused(msgid, msgstr, *kinds):
    segments = [Segment(msgid, kind, Place("source/a.md", 3, 5)) for kind in kinds or (Kind.PARAGRAPH,)]
    return list(refusals_of(Message(msgid, (msgstr,), line=7), segments, "kk.po"))


def codes(msgid, msgstr, *kinds):
    return [problem.code for problem in refused(msgid, msgstr, *kinds)]


def test_the_place_is_that_of_the_entry_and_the_source():
    (problem,) = refused("See [it](a.md).", "Қара.")
    assert (problem.severity, problem.place) == (Severity.ERROR, Place("kk.po", 7))
    assert problem.related == (Place("source/a.md", 3, 5),)
    assert problem.message == "the translation has no link to a.md"
    assert problem.hint == "put [words](a.md) around the right words, or mark the entry fuzzy"


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        ("A *word*.", "*Сөз*."),
        ("A *word*.", "_Сөз_."),
        ("A **word**.", "__Сөз__."),
        ("*a* **b**", "**б** *а*"),
        ("~~a~~", "~~а~~"),
        ("a * b", "а * б"),
        ("snake_case", "snake_case"),
        ("{a} {b}", "{b} {a}"),
        ("100% sure", "100% сенімді"),
        ("a\\\nb", "а б"),
        ("It's [here](a.md 'x')", "[Мұнда](a.md)"),
        ("a", "ә"),
    ],
)
def test_the_same_parts_in_any_order_are_good(msgid, msgstr):
    assert codes(msgid, msgstr) == []


@pytest.mark.parametrize(
    ("msgid", "msgstr", "found"),
    [
        ("A *word*.", "Сөз.", ["markup-emphasis-lost"]),
        ("A *word*.", "**Сөз**.", ["markup-emphasis-lost"]),
        ("A word.", "*Сөз*.", []),
        ("*a* *b*", "*а* б", ["markup-emphasis-lost"]),
        ("A ~~word~~.", "Сөз.", ["markup-emphasis-lost"]),
        ("A *word*.", "* Сөз *.", ["markup-emphasis-lost"]),
    ],
)
def test_emphasis(msgid, msgstr, found):
    assert codes(msgid, msgstr) == found


@pytest.mark.parametrize("field", ["{name}", "{{ name }}", "{% raw %}", "%(name)s", "%s", "%1$s"])
def test_placeholders(field):
    assert codes(f"{field} wrote", f"жазды {field}") == []
    assert codes(f"{field} wrote", "жазды") == ["markup-placeholder-lost"]
    assert codes("she wrote", f"{field} жазды") == ["markup-placeholder-added"]
    (problem,) = refused(f"{field} wrote", "жазды")
    assert field in problem.message
    assert problem.hint == f"keep {field} as it is, or mark the entry fuzzy"


def test_a_renamed_placeholder_is_lost_and_added():
    assert codes("{name} wrote", "{аты} жазды") == ["markup-placeholder-lost", "markup-placeholder-added"]


def test_in_code_and_addresses_a_placeholder_belongs_to_them():
    assert codes("`{name}`", "{name}") == ["markup-code-lost", "markup-placeholder-added"]


SPACED = "take out the space between ] and (: [words](address)"


@pytest.mark.parametrize(
    ("msgid", "msgstr", "hint"),
    [
        ("See [it](a.md).", "[Оны] (a.md) қара.", SPACED),
        ("See [it](a.md).", "[Оны]\u00a0(a.md) қара.", SPACED),
        ("See [it](a.md).", "Қара.", "put [words](a.md) around the right words, or mark the entry fuzzy"),
        ("A *word*.", "* Сөз *.", "no space between the marks and the words: *words*"),
        ("A **word**.", "** Сөз **.", "no space between the marks and the words: **words**"),
        ("A *word*.", "Сөз.", "put * on both sides of the right words, or mark the entry fuzzy"),
        ("Deep[^1].", "Терең.", "put [^1] after the right word, or mark the entry fuzzy"),
        ("![a](b.png)", "а", "keep ![description](b.png), or mark the entry fuzzy"),
        ("Type `ls`.", "Тер.", "keep `ls` as it is, or mark the entry fuzzy"),
        ("a<br>b", "а б", "keep <br> as it is, or mark the entry fuzzy"),
    ],
)
def test_hints(msgid, msgstr, hint):
    (problem,) = refused(msgid, msgstr)
    assert problem.hint == hint


BALANCED = ["", "word", "السلام عليكم", "\u202aa\u202c", "\u202ba\u202cb", "\u2066a\u2069", "\u2067\u2068a\u2069\u2069"]
BALANCED += ["\u2066\u202aa\u202c\u2069", "a\u200e b\u200f c\u061c", "\u2066\u202aa\u2069 b"]
TURNED = ["\u202da", "\u202ea", "\u202ea\u202c", "\u202aa", "\u202ba", "\u2066a", "\u2067a", "\u2068a", "a\u202c"]
TURNED += ["a\u2069", "\u2067\u2068a\u2069", "\u202aa\u202c\u202c", "\u2069a\u2066", "\u202aa\u2069"]
TURNED += ["\u202a\u2066\u202c\u2069", "\u2066\u202aa\u2069\u202c"]


@pytest.mark.parametrize("text", BALANCED, ids=ascii)
def test_what_is_closed_again_is_good(text):
    assert direction(text) == ""
    assert codes("word", text) == []


@pytest.mark.parametrize("text", TURNED, ids=ascii)
def test_what_would_turn_the_page_around_is_refused(text):
    assert direction(text)
    assert codes("word", text) == ["letters-direction"]
    assert codes("word", text, Kind.LABEL) == ["letters-direction"]


def test_the_character_is_named():
    (problem,) = refused("word", "a\u202eb")
    assert problem.message == "U+202E RIGHT-TO-LEFT OVERRIDE turns the direction of the text"


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("\u202ba", "\u202b"),
        ("\u2067a", "\u2067"),
        ("\u2068a", "\u2068"),
        ("\u2066\u2067a\u2069", "\u2066"),
        ("a\u202c", "\u202c"),
        ("\u202aa\u2069", "\u2069"),
        ("\u2066a\u202c", "\u202c"),
        ("\u2066\u202ea", "\u202e"),
    ],
    ids=ascii,
)
def test_it_is_the_one_that_is_there(text, letter):
    assert direction(text) == letter


def test_the_hint_names_the_option_where_it_helps():
    (problem,) = refused("word", "a\u2067b")
    assert problem.hint == "delete it; `build.py check --fix` does"
    (problem,) = refused("a \u2067word\u2069", "a\u2067b")
    assert problem.hint == "delete it"


@pytest.mark.parametrize(
    ("source", "length", "good"),
    [(1, 2_000, True), (1, 2_001, False), (300, 3_000, True), (300, 3_001, False), (2_500, 20_001, False)],
)
def test_limits(source, length, good):
    assert codes("a" * source, "ә" * length) == ([] if good else ["translation-limit"])


def test_labels_of_drawings_are_no_markdown():
    assert codes("2 * 3", "*2* [3](a)", Kind.LABEL) == []
    assert codes("2 * 3", "[3](a)", Kind.LABEL, Kind.PARAGRAPH) == ["markup-link-added"]


def test_an_entry_that_is_on_no_page_is_markdown():
    found = list(refusals_of(Message("See [it](a.md).", ("Қара.",)), (), "kk.po"))
    assert [(problem.code, problem.place, problem.related) for problem in found] == [
        ("markup-link-lost", Place("kk.po"), ())
    ]
