"""What can be mended without a person. In the tables `~` stands for a no-break space."""

from __future__ import annotations

from collections import Counter

import pytest

from kitapsha.mending import COMPOSED, DOUBLED, EDGE, INVISIBLE, TORN, catalog, mended_text
from kitapsha.model import Catalog, Message, Previous

SOURCE = "In 2011 there were 17,000 workers."

MENDED = [
    # doubled spaces
    ("два  слова", "два слова", {DOUBLED: 1}),
    ("два    слова  тут", "два слова тут", {DOUBLED: 2}),
    ("два~ слова", "два~слова", {DOUBLED: 1}),
    ("два ~слова", "два~слова", {DOUBLED: 1}),
    ("два~~слова", "два~слова", {DOUBLED: 1}),
    ("слово  — слово", "слово — слово", {DOUBLED: 1}),
    ("два  **слова**", "два **слова**", {DOUBLED: 1}),
    ("[два  слова](a.md)", "[два слова](a.md)", {DOUBLED: 1}),
    ("до  `a  b`  после", "до `a  b` после", {DOUBLED: 2}),
    # the edges
    (" слово", "слово", {EDGE: 1}),
    ("слово  ", "слово", {EDGE: 1}),
    ("~слово ~", "слово", {EDGE: 1}),
    # characters that nobody sees
    ("сло\u200bво", "слово", {INVISIBLE: 1}),
    ("сло\u00adво \ufeffи", "слово и", {INVISIBLE: 2}),
    ("сло\u200dво", "слово", {INVISIBLE: 1}),
    ("\u200eслово\u200f", "слово", {INVISIBLE: 2}),
    ("\u202eслово", "слово", {INVISIBLE: 1}),
    ("\u2066слово\u2069", "слово", {INVISIBLE: 2}),
    ("\u200b слово", "слово", {INVISIBLE: 1, EDGE: 1}),
    ("два \u200b слова", "два слова", {INVISIBLE: 1, DOUBLED: 1}),
    # letters typed as two characters
    ("\u0438\u0306од", "йод", {COMPOSED: 1}),
    ("\u0435\u0308лка и cafe\u0301", "ёлка и café", {COMPOSED: 1}),
    # numbers, where the source has the same one
    ("Было 17 000 рабочих", "Было 17~000 рабочих", {TORN: 1}),
    ("17 000 и 17 000", "17~000 и 17~000", {TORN: 2}),
    ("**17 000** рабочих", "**17~000** рабочих", {TORN: 1}),
    ("17  000 рабочих", "17~000 рабочих", {DOUBLED: 1, TORN: 1}),
    ("17 **000** рабочих", "17~**000** рабочих", {TORN: 1}),
    ('17 <b id="x">000</b>', '17~<b id="x">000</b>', {TORN: 1}),
    ('[17](a.md "my title") 000', '[17](a.md "my title")~000', {TORN: 1}),
    # what one fault hid
    ("e\u200b\u0301", "é", {INVISIBLE: 1, COMPOSED: 1}),
    ("сло\u200d\u200bво", "слово", {INVISIBLE: 2}),
]


@pytest.mark.parametrize(("text", "mended", "counts"), MENDED)
def test_mended(text, mended, counts):
    found: Counter[str] = Counter()
    assert mended_text(SOURCE, text.replace("~", "\u00a0"), "en", "ru", found).replace("\u00a0", "~") == mended
    assert found == counts


LEFT = [
    "Два слова.",
    "Слово~— слово",
    "17~000 рабочих",
    "17\u202f000 рабочих",
    # another number, or two of them
    "18 000 рабочих",
    "в 2011 170 рабочих",
    # code, addresses, placeholders
    "`a  b`",
    "``a  `  b``",
    '<span title="a  b">слово</span>',
    "{{ a  b }} слово",
    "[слово](<a  b.md>)",
    '[слово](a.md "a  b")',
    "<https://example.org/17 000>",
    "`17 000`",
    "<br> &nbsp; слово",
    "слово &nbsp;слово",
    "слово <br>слово",
    "`e\u0301`",
    "[слово](cafe\u0301.md)",
    "[слово](e\u0301#a)",
    # a line break, and marks between spaces
    "слово\\\nслово",
    "слово \\\nслово",
    "слово  \nслово",
    "слово\n  слово",
    "абзац\n\nабзац",
    "17\n000 рабочих",
    "слово [^1] слово",
    "слово <b> слово</b>",
    # joiners and letters that have no form of one character
    "\U0001f469\u200d\U0001f3ed работает",
    "\U0001f3f4\u200d\u2620\ufe0f",
    "б\u0301",
    "",
    "~",
]


@pytest.mark.parametrize("text", LEFT)
def test_left_alone(text):
    found: Counter[str] = Counter()
    shown = text.replace("~", "\u00a0")
    assert mended_text(SOURCE, shown, "en", "ru", found) == shown
    assert not found


@pytest.mark.parametrize(
    ("source", "text", "tag"),
    [
        ("two  words", "два  слова", "ru"),
        (" word", " слово", "ru"),
        ("word ", "слово ", "ru"),
        ("word\u200b", "слово\u200b", "ru"),
        ("a\u200db", "а\u200dб", "ru"),
        ("&nbsp; word &nbsp; word", "слово  слово", "ru"),
        # scripts that need them
        ("I want", "می\u200cخواهم", "fa"),
        ("Hello!", "مرحبا!\u200f", "ar"),
        ("Kshatriya", "क्\u200dष", "hi"),
        # a language whose groups are not known
        ("17,000", "17 000", "xx"),
    ],
)
def test_what_the_source_or_the_script_asks_for_stays(source, text, tag):
    found: Counter[str] = Counter()
    assert mended_text(source, text, "en", tag, found) == text
    assert not found


def test_as_many_invisible_characters_stay_as_the_source_has():
    assert mended_text("`a\u200bb`", "`a\u200bb` x\u200by", "en", "ru", Counter()) == "`a\u200bb` xy"
    assert mended_text("`a\u200bb`", "x\u200by `a\u200bb`", "en", "ru", Counter()) == "xy `a\u200bb`"
    assert mended_text("a\u00ad", "а\u00ad б\u00ad", "en", "ru", Counter()) == "а\u00ad б"


@pytest.mark.parametrize(
    ("text", "mended"),
    [("\u2067كلمة\u2069", "\u2067كلمة\u2069"), ("كلمة\u202e", "كلمة"), ("\u2067كلمة", "كلمة")],
    ids=ascii,
)
def test_marks_of_direction_stay_where_the_script_runs_from_right_to_left(text, mended):
    assert mended_text("a word", text, "en", "ar", Counter()) == mended


def test_kazakh_numbers_are_kept_together_too():
    assert mended_text("17,000", "17 000-ға", "en", "kk", Counter()) == "17\u00a0000-ға"


def test_a_catalog():
    messages = (
        Message("a", ("а  б",), comments=("a  b",), references=("source/a.md",), line=9),
        Message("b", ("б",), line=12),
        Message("c", (" в  \u200bг",), flags=("fuzzy",), previous=Previous("c  c"), line=15),
        Message("d", ("д  е",), obsolete=True, line=18),
        Message("e", ("",), line=21),
    )
    read = Catalog(messages, Message("", ("Language:  ru\n",)), "ru.po")
    mended, counts, entries = catalog(read, "en", "ru")
    assert [message.msgstr for message in mended.messages] == [("а б",), ("б",), ("в г",), ("д  е",), ("",)]
    assert counts == {DOUBLED: 2, EDGE: 1, INVISIBLE: 1}
    assert entries == 2
    assert (mended.header, mended.path) == (read.header, "ru.po")
    assert mended.messages[0].comments == ("a  b",)
    assert mended.messages[2].previous == Previous("c  c")
    assert mended.messages[1] == messages[1]


def test_every_plural_form_is_mended_against_its_own_source():
    message = Message("a day", ("{n}  день", "{n}  дня", "{n}  дней"), plural="{n}  days")
    mended, counts, entries = catalog(Catalog((message,)), "en", "ru")
    assert mended.messages[0].msgstr == ("{n} день", "{n}  дня", "{n}  дней")
    assert (counts, entries) == ({DOUBLED: 1}, 1)


def test_a_catalog_without_faults_is_the_same():
    read = Catalog((Message("a", ("а б",)), Message("b", ("в г",))), path="ru.po")
    assert catalog(read, "en", "ru") == (read, {}, 0)
