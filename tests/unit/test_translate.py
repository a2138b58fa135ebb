"""An article in a language: which words it shows, whether it is published, and what is refused and why."""

from __future__ import annotations

import pytest

from kitapsha import articles, refusals, translate
from kitapsha.model import Catalog, Count, Kind, Message, Segment, State, Translation, Words
from kitapsha.problems import Place, Severity, error, warning

SOURCE = "# Clean water\n\nBoil it well.\n\nDrink [it](a.md) cold[^1].\n\n[^1]: Or `hot`.\n"
ARTICLE = articles.read("water", "source/water.md", SOURCE)
TITLE, BOIL, DRINK, HOT = "Clean water", "Boil it well.", "Drink [it](a.md) cold[^1].", "Or `hot`."
COMPLETE = {TITLE: "Таза су", BOIL: "Жақсы қайнат.", DRINK: "[Оны](a.md) суық іш[^1].", HOT: "Не `hot`."}


def catalog(words: dict[str, str], **more: object) -> Catalog:
    messages = (Message(msgid, (text,), line=9 + 10 * n) for n, (msgid, text) in enumerate(words.items()))
    return Catalog(tuple(messages), path="kk.po", **more)  # type: ignore[arg-type]


def translated(found: Catalog, locale: str = "kk", minimum: int = 80, source: str = "en") -> Translation:
    return translate.translate(ARTICLE, locale, found, source, minimum)


def words(translation: Translation) -> dict[str, Words]:
    return {msgid: given for (_, msgid), given in translation.words}


def test_a_complete_translation():
    found = translated(catalog(COMPLETE), minimum=100)
    assert words(found) == {msgid: Words(text, "kk", State.TRANSLATED) for msgid, text in COMPLETE.items()}
    assert (found.published, found.reason, found.problems) == (True, "", ())
    assert found.coverage.percent == 100
    assert found.coverage.total == Count(4, 2 + 3 + 3 + 2)


def test_the_words_stand_in_the_order_of_the_page():
    assert [msgid for (_, msgid), _ in translated(Catalog()).words] == [TITLE, BOIL, DRINK, HOT]


def test_nothing_translated():
    found = translated(Catalog(path="kk.po"))
    assert words(found) == {msgid: Words(msgid, "en", State.UNTRANSLATED) for msgid in COMPLETE}
    assert (found.reason, found.coverage.percent) == ("title", 0)


@pytest.mark.parametrize(
    ("flags", "obsolete", "state"), [(("fuzzy",), False, State.FUZZY), ((), True, State.UNTRANSLATED)]
)
def test_what_is_fuzzy_or_obsolete_is_not_published(flags, obsolete, state):
    rest = catalog({**COMPLETE, BOIL: ""}).messages
    doubtful = Message(BOIL, ("Жақсы қайнат.",), flags=flags, obsolete=obsolete)
    found = translated(Catalog((*(m for m in rest if m.msgid != BOIL), doubtful)), minimum=70)
    assert words(found)[BOIL] == Words(BOIL, "en", state)
    assert found.coverage.percent == 70
    assert found.coverage.fuzzy == (Count(1, 3) if state is State.FUZZY else Count())
    assert found.published


@pytest.mark.parametrize(("minimum", "reason"), [(70, ""), (71, "incomplete"), (100, "incomplete"), (0, "")])
def test_below_the_minimum_the_page_is_not_published(minimum, reason):
    assert translated(catalog({**COMPLETE, BOIL: ""}), minimum=minimum).reason == reason


def test_without_a_title_the_page_is_not_published():
    found = translated(catalog({**COMPLETE, TITLE: ""}), minimum=0)
    assert (found.reason, found.coverage.percent) == ("title", 80)


def test_a_hundred_per_cent_means_that_nothing_is_missing():
    article = articles.read("w", "source/w.md", "# T\n\n" + "word " * 999 + "\n\n—\n")
    found = translate.translate(article, "kk", catalog({"T": "Т", ("word " * 999).strip(): "сөз"}), "en", 0)
    assert found.coverage.percent == 99


def test_a_catalog_with_errors_is_not_used():
    broken = catalog(COMPLETE, problems=(error("po-truncated", "cut", Place("kk.po", 9)),))
    assert translated(broken).reason == "catalog"
    assert translated(broken, "en").reason == "catalog"
    assert translated(catalog(COMPLETE, problems=(warning("po-bom", "mark", Place("kk.po")),))).reason == ""


def test_context_decides():
    article = articles.read("w", "source/w.md", "# T\n\n<!-- context: state -->\nOpen\n\nOpen\n")
    found = translate.translate(article, "kk", Catalog((Message("Open", ("Ашық",), context="state"),)), "en", 0)
    assert dict(found.words)["state", "Open"].text == "Ашық"
    assert dict(found.words)[None, "Open"].text == "Open"


@pytest.mark.parametrize(("written", "saved"), [("йод", "и\u0306од"), ("и\u0306од", "йод")])
def test_a_catalog_saved_with_letters_taken_apart_is_found(written, saved):
    article = articles.read("w", "source/w.md", f"# T\n\n{written}\n")
    found = translate.translate(article, "en", catalog({saved: "iodine"}), "ru", 0)
    assert dict(found.words)[None, written] == Words("iodine", "en", State.TRANSLATED)


# --- the source language --------------------------------------------------------------------------------------


def test_in_the_source_language_empty_means_as_in_the_source():
    for found in (Catalog(), catalog(dict.fromkeys(COMPLETE, ""))):
        made = translated(found, "en", minimum=100)
        assert words(made) == {msgid: Words(msgid, "en", State.SOURCE) for msgid in COMPLETE}
        assert (made.published, made.coverage.percent, made.translators) == (True, 100, ())


def test_in_the_source_language_a_filled_entry_corrects():
    made = translated(catalog({BOIL: "Boil it very well."}), "en")
    assert words(made)[BOIL] == Words("Boil it very well.", "en", State.TRANSLATED)
    assert made.published
    assert made.coverage.percent == 100


def test_a_fuzzy_correction_is_not_published():
    made = translated(Catalog((Message(BOIL, ("Boil.",), flags=("fuzzy",)),)), "en")
    assert words(made)[BOIL] == Words(BOIL, "en", State.SOURCE)


def test_a_correction_may_not_bring_a_link_either():
    made = translated(catalog({BOIL: "[Boil](https://evil.example/) it."}), "en")
    assert words(made)[BOIL] == Words(BOIL, "en", State.REFUSED)
    assert [problem.code for problem in made.problems] == ["markup-link-added"]
    assert made.published


# --- what is refused ------------------------------------------------------------------------------------------

REFUSED = [
    (BOIL, "[Қайнат](a.md).", "markup-link-added", "a.md"),
    (BOIL, "Қайнат <https://evil.example>", "markup-link-added", "https://evil.example"),
    (BOIL, "![](a.png)", "markup-image-added", "a.png"),
    (BOIL, "`x`", "markup-code-added", "x"),
    (BOIL, "<b>қайнат", "markup-tag-added", "<b>"),
    (BOIL, "Қайнат[^1].", "markup-footnote-added", "[^1]"),
    (BOIL, "Қайнат.\\\nЖақсы.", "markup-break-added", "\\"),
    (DRINK, "Оны суық іш[^1].", "markup-link-lost", "a.md"),
    (DRINK, "[Оны](a.md) суық іш.", "markup-footnote-lost", "[^1]"),
    (HOT, "Не ыстық.", "markup-code-lost", "hot"),
]


@pytest.mark.parametrize(("msgid", "text", "code", "named"), REFUSED)
def test_parts_added_or_lost_are_refused(msgid, text, code, named):
    made = translated(catalog({**COMPLETE, msgid: text}), minimum=0)
    assert words(made)[msgid] == Words(msgid, "en", State.REFUSED)
    (problem,) = made.problems
    assert (problem.code, problem.severity) == (code, Severity.ERROR)
    assert named in problem.message
    assert problem.place == Place("kk.po", 9 + 10 * list(COMPLETE).index(msgid))
    (segment,) = [segment for segment in ARTICLE.segments if segment.msgid == msgid]
    assert problem.related == (segment.place,)
    assert problem.hint
    if code.endswith("-lost"):
        assert named in problem.hint
        assert "mark the entry fuzzy" in problem.hint
    assert made.coverage.fuzzy.segments == 1


def test_a_changed_link_names_the_old_and_the_new_address():
    made = translated(catalog({**COMPLETE, DRINK: "[Оны](b.md) іш[^1]."}), minimum=0)
    assert [(p.code, p.message) for p in made.problems] == [
        ("markup-link-lost", "the translation has no link to a.md"),
        ("markup-link-added", "the translation has a link to b.md that its source does not have"),
    ]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("[a](x) and [b](y)", "[бэ](y) және [а](x)"),
        ("*a* b", "б *а*"),
        ("a", "**а**"),
        ("a\\\nb", "а б"),
        ("![jar](j.png) x", "х ![құмыра](j.png 'атау')"),
    ],
)
def test_order_more_emphasis_and_lost_line_breaks_are_the_translators_business(source, target):
    article = articles.read("w", "source/w.md", f"# T\n\n{source}\n")
    made = translate.translate(article, "kk", catalog({source: target}), "en", 0)
    assert made.problems == ()
    assert words(made)[source].text == target


def test_what_is_fuzzy_is_not_complained_of():
    made = translated(Catalog((Message(BOIL, ("<b>[x](y)",), flags=("fuzzy",)),)))
    assert made.problems == ()


@pytest.mark.parametrize(
    ("msgid", "length", "refused"), [("a" * 10, 2_000, False), ("a" * 10, 2_001, True), ("a" * 3_000, 20_001, True)]
)
def test_a_translation_far_too_long_is_refused(msgid, length, refused):
    segments = [Segment(msgid, Kind.PARAGRAPH, Place("source/a.md", 3))]
    found = list(refusals.refusals_of(Message(msgid, ("ә" * length,), line=7), segments, "kk.po"))
    assert [problem.code for problem in found] == (["translation-limit"] if refused else [])


def test_labels_of_drawings_are_no_markdown_but_other_texts_are():
    label = Segment("a *b* `c`", Kind.LABEL, Place("source/a.svg"))
    message = Message("a *b* `c`", ("[а](https://evil.example/)",))
    assert list(refusals.refusals_of(message, [label], "kk.po")) == []
    cell = Segment("a *b* `c`", Kind.CELL, Place("source/a.md"))
    codes = [problem.code for problem in refusals.refusals_of(message, [label, cell], "kk.po")]
    assert codes == ["markup-emphasis-lost", "markup-code-lost", "markup-link-added"]


# --- the templates' words -------------------------------------------------------------------------------------


def test_words_of_the_templates():
    complete = Message("{n} word", ("{n} сөз", "{n} сөз"), plural="{n} words")
    found, problems = translate.strings(
        Catalog(
            (
                Message("Notes", ("Ескертпелер",)),
                Message("Open", ("Ашу",), context="command"),
                complete,
                Message("Empty"),
                Message("Fuzzy", ("Ф",), flags=("fuzzy",)),
                Message("Gone", ("Г",), obsolete=True),
                Message("Half", ("а", ""), plural="Halves"),
            )
        ),
        "kk",
    )
    assert problems == ()
    assert found.locale == "kk"
    assert dict(found.messages) == {
        (None, "Notes"): ("Ескертпелер",),
        ("command", "Open"): ("Ашу",),
        (None, "{n} word"): ("{n} сөз", "{n} сөз"),
    }


@pytest.mark.parametrize(
    ("message", "named"),
    [
        (Message("{name} wrote", ("{аты} жазды",)), "{аты}"),
        (Message("{name} wrote", ("жазды",)), "no {name}"),
        (Message("{name} wrote", ("{name} {date} жазды",)), "{date}"),
        (Message("{n} word", ("{n} {m}", "{n}"), plural="{n} words"), "{m}"),
        (Message("a word", ("сөз", "сөз"), plural="{n} words"), "no {n}"),
    ],
)
def test_placeholders_are_copied_as_they_are(message, named):
    found, problems = translate.strings(Catalog((message,), path="kk.po"), "kk")
    assert found.messages == ()
    (problem,) = problems
    assert problem.code == f"markup-placeholder-{'lost' if named.startswith('no') else 'added'}"
    assert problem.place == Place("kk.po")
    assert named in problem.message


@pytest.mark.parametrize(
    "message",
    [
        Message("one word", ("бір сөз", "{n} сөз"), plural="{n} words"),
        Message("{a} of {b}", ("{b} ішінен {a}",)),
        Message("100 % {} {0} {n!r} {a b}", ("100 % {} {1}",)),
    ],
)
def test_placeholders_may_change_places_and_the_singular_may_do_without(message):
    found, problems = translate.strings(Catalog((message,)), "kk")
    assert problems == ()
    assert found.messages == ((message.key, message.msgstr),)


# --- who translated, and when ---------------------------------------------------------------------------------


def headed(header: str, *comments: str) -> Catalog:
    return Catalog(header=Message("", (header,), comments=comments))


@pytest.mark.parametrize(
    ("header", "comments", "names"),
    [
        ("Last-Translator: Әсел Қ. <asel@example.org>\n", (), ["Әсел Қ."]),
        (
            "Last-Translator: Bo\n",
            ("Kazakh translation.", "Ann Lee <ann@example.org>, 2026.", " Bo <b@c>, 2025, 2026."),
            ["Ann Lee", "Bo"],
        ),
        ("Last-Translator: FULL NAME <EMAIL@ADDRESS>\n", ("FIRST AUTHOR <EMAIL@ADDRESS>, YEAR.",), []),
        ("Last-Translator: Automatically generated\n", (), []),
        ("Last-Translator: asel@example.org\n", (), []),
        ("Last-Translator: <asel@example.org>\n", (), []),
        ("Last-Translator: Asel asel@example.org\n", ("ann@example.org <ann@example.org>, 2026.",), ["Asel"]),
        ("Last-Translator: Asel (asel@example.org)\n", (), ["Asel"]),
        ("Last-Translator: \nLanguage: kk\n", (), []),
        ("Language: kk\n", (), []),
    ],
)
def test_translators_are_named_without_their_addresses(header, comments, names):
    found = translate.translators(headed(header, *comments))
    assert list(found) == names
    assert not any("@" in name or "<" in name for name in found)


def test_the_date_of_the_last_revision():
    made = translated(headed("PO-Revision-Date: 2026-11-21 10:00+0500\nLanguage: kk\n"))
    assert made.revised == "2026-11-21 10:00+0500"
    assert translated(Catalog()).revised == ""


def test_an_article_that_could_not_be_read():
    article = articles.read("w", "source/w.md", "x" * 1_000_001)
    assert translate.translate(article, "kk", Catalog(), "en", 80).reason == "title"
