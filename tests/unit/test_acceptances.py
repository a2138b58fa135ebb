"""Comments by which a translator accepts a finding, and what they do to refusals."""

from __future__ import annotations

import pytest

from kitapsha import translate
from kitapsha.acceptances import CODES, accepted, can_be_accepted
from kitapsha.explanations import explanations
from kitapsha.model import Catalog, Kind, Message, Segment
from kitapsha.problems import Place
from kitapsha.refusals import all_refusals, refusals_of

COMMENTS = [
    # with the word
    ("accept: number-lost (the source is wrong)", "number-lost"),
    ("accept: number-lost", "number-lost"),
    ("accept number-lost", "number-lost"),
    ("accept:number-lost", "number-lost"),
    ("  accept: number-lost  ", "number-lost"),
    ("accepted: wording-term (a quotation)", "wording-term"),
    ("ignore: letters-mixed", "letters-mixed"),
    ("ignore letters-mixed, it is a trademark", "letters-mixed"),
    ("kitapsha: accept: wording-term", "wording-term"),
    ("accept: no-such-code", "no-such-code"),
    ("Accept: number-lost", "number-lost"),
    ("IGNORE number-lost", "number-lost"),
    # several
    ("accept: number-lost; number-added", "number-lost number-added"),
    ("accept: number-lost and number-added", "number-lost number-added"),
    ("accept: number-lost , wording-lots", "number-lost wording-lots"),
    ("accept: number-lost well-known author", "number-lost"),
    ("accept: number-lost, well-known author", "number-lost"),
    ("accept: number-lost, wording-term (a quotation)", "number-lost wording-term"),
    ("accept: number-lost wording-term", "number-lost wording-term"),
    ("accept: number-lost,wording-term", "number-lost wording-term"),
    ("accept: number-lost, number-lost", "number-lost"),
    ("please look\naccept: number-lost\nthanks", "number-lost"),
    ("accept: number-lost\naccept: wording-term", "number-lost wording-term"),
    # without the word
    ("number-lost", "number-lost"),
    ("number-lost: the year stands in the heading", "number-lost"),
    ("number-lost, wording-term: a quotation", "number-lost wording-term"),
    ("markup-link-lost is right here", "markup-link-lost"),
    ("number-lost well-known author", "number-lost"),
    ("number-lost and language-specific words", "number-lost"),
    # ordinary comments
    ("number-one priority", ""),
    ("language-specific term", ""),
    ("date-time format", ""),
    ("", ""),
    ("ask the author", ""),
    ("a well-known phrase", ""),
    ("well-known, and right", ""),
    ("I cannot accept number-lost here", ""),
    ("ignore this one", ""),
    ("accept nothing", ""),
    ("acceptance-test", ""),
    ("the number of the house", ""),
    ("number 5 is right", ""),
    ("po-syntax was an error here", ""),
]


@pytest.mark.parametrize(("comment", "codes"), COMMENTS)
def test_comments(comment, codes):
    assert accepted([comment]) == tuple(codes.split())


def test_every_comment_counts_once():
    comments = ["ask the author", "accept: number-lost", "number-lost", "ignore: unit-lost"]
    assert accepted(comments) == ("number-lost", "unit-lost")
    assert accepted([]) == ()


def test_the_codes_are_those_that_are_explained():
    families = {code.partition("-")[0] for code in CODES}
    explained = {code for code in explanations() if code.partition("-")[0] in families}
    # A dictionary is no part of a translation.
    assert explained - {"spelling-dictionary"} == CODES


@pytest.mark.parametrize(
    ("code", "can"),
    [
        ("markup-link-lost", True),
        ("markup-tag-lost", True),
        ("markup-placeholder-lost", True),
        ("markup-emphasis-added", True),
        ("number-changed", True),
        ("letters-mixed", True),
        ("markup-link-added", False),
        ("markup-image-added", False),
        ("markup-tag-added", False),
        ("markup-code-added", False),
        ("markup-footnote-added", False),
        ("markup-placeholder-added", False),
        ("letters-direction", False),
        ("translation-limit", False),
        ("po-syntax", False),
        ("catalog-missing", False),
    ],
)
def test_what_may_be_accepted(code, can):
    assert can_be_accepted(code) is can


def codes(msgid, msgstr, *comments):
    message = Message(msgid, (msgstr,), comments=comments, line=7)
    segment = Segment(msgid, Kind.PARAGRAPH, Place("source/a.md", 3))
    return [problem.code for problem in refusals_of(message, [segment], "kk.po")]


@pytest.mark.parametrize(
    ("msgid", "msgstr", "code"),
    [
        ("See [it](a.md).", "Қара.", "markup-link-lost"),
        ("See ![it](a.png).", "Қара.", "markup-image-lost"),
        ("Type `ls`.", "Тер.", "markup-code-lost"),
        ("H<sub>2</sub>", "H<sub>2", "markup-tag-lost"),
        ("Deep[^1].", "Терең.", "markup-footnote-lost"),
        ("A *word*.", "Сөз.", "markup-emphasis-lost"),
        ("{name} wrote", "Жазды", "markup-placeholder-lost"),
    ],
)
def test_a_lost_part_can_be_accepted(msgid, msgstr, code):
    assert codes(msgid, msgstr) == [code]
    assert codes(msgid, msgstr, f"accept: {code} (the sentence is another one)") == []
    assert codes(msgid, msgstr, f"ignore: {code}") == []
    assert codes(msgid, msgstr, f"{code}: the sentence is another one") == []
    assert codes(msgid, msgstr, "accept: number-lost", "ask the author") == [code]


@pytest.mark.parametrize(
    ("msgid", "msgstr", "code"),
    [
        ("See it.", "[Оны](http://bad.example) қара.", "markup-link-added"),
        ("See it.", "![Оны](http://bad.example/a.png) қара.", "markup-image-added"),
        ("See it.", "Оны <u>қара.", "markup-tag-added"),
        ("See it.", "Оны `қара`.", "markup-code-added"),
        ("See it.", "{name} қара.", "markup-placeholder-added"),
        ("See it.", "Оны \u202eқара.", "letters-direction"),
        ("See it.", "Оны қара. " * 300, "translation-limit"),
    ],
)
def test_what_the_source_lacks_cannot(msgid, msgstr, code):
    assert codes(msgid, msgstr) == [code]
    assert codes(msgid, msgstr, f"accept: {code} (I want it)", f"{code}") == [code]


def test_a_lost_placeholder_of_a_template_can_be_accepted():
    message = Message("{name} wrote", ("жазды",), comments=("accept: markup-placeholder-lost",))
    published, problems = translate.strings(Catalog((message,), path="kk.po"), "kk")
    assert problems == ()
    assert published.messages == ((message.key, ("жазды",)),)


def test_accepting_one_part_leaves_the_other():
    found = codes("See [it](a.md).", "[Оны](b.md) қара.", "accept: markup-link-lost, markup-link-added")
    assert found == ["markup-link-added"]


def test_what_was_accepted_is_still_known():
    message = Message("A *word*.", ("Сөз.",), comments=("accept: markup-emphasis-lost",))
    assert [problem.code for problem in all_refusals(message, (), "kk.po")] == ["markup-emphasis-lost"]
    assert list(refusals_of(message, (), "kk.po")) == []
