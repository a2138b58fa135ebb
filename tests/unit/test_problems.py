"""Problems in their three forms, and what of untrusted text reaches a terminal."""

from __future__ import annotations

import json
import pickle

import pytest

from kitapsha.problems import (
    WIDTH,
    Excerpt,
    KitapshaError,
    Place,
    Problem,
    Severity,
    error,
    excerpt,
    from_text,
    has_errors,
    in_order,
    info,
    to_github,
    to_json,
    to_text,
    visible,
    warning,
)

WATER = Place("source/water.md", 41, 7)
LOST = error("markup-link-lost", "the translation has no link", Place("locales/kk/a.po", 118), "put it back", WATER)

UNSEEN = {
    "\x1b[31m": "U+001B[31m",
    "\x00": "U+0000",
    "\x7f": "U+007F",
    "\x9b": "U+009B",
    "\r": "U+000D",
    "\u00ad": "U+00AD",
    "\u200b": "U+200B",
    "\u2028": "U+2028",
    "\u202e": "U+202E",
    "\u2066": "U+2066",
    "\ufeff": "U+FEFF",
    "\uffff": "U+FFFF",
    "\ud800": "U+D800",
    "\U000e0041": "U+E0041",
    "\n": "\\n",
    "\t": "\\t",
}


def test_the_form_for_people():
    assert to_text(LOST) == (
        "locales/kk/a.po:118:1: error[markup-link-lost]: the translation has no link\n"
        "    also: source/water.md:41:7\n"
        "    hint: put it back"
    )
    assert to_text(info("all-well", "nothing to do")) == "info[all-well]: nothing to do"


@pytest.mark.parametrize(
    "problem",
    [
        LOST,
        warning("x", "m"),
        info("a-b-2", "with: colons: 1:2: and [brackets]", Place("C:/x y.md", 1, 2), "a hint: with colons"),
        error("x", "m", Place("a:1:2: b.md", 3, 4), "", Place("c:5:6", 7), Place("d")),
        warning("x", "see a.md:1:1: error[y]: z"),
        warning("x", ""),
        warning("x", "m", hint="    hint: x"),
    ],
)
def test_the_form_for_people_can_be_read_back(problem):
    assert from_text(to_text(problem)) == problem


NUMBER = Problem(
    "number-changed",
    Severity.WARNING,
    "the source has 17, the translation 71",
    Place("locales/kk/a.po", 118),
    "compare it with the source",
    (WATER,),
    (Excerpt("en", "It was 17 years ago.", 7, 9), Excerpt("kk-Cyrl", "Бұл 71 жыл бұрын еді.", 4, 6)),
)


def test_excerpts_stand_below_the_message_with_the_part_that_matters_marked():
    assert to_text(NUMBER) == (
        "locales/kk/a.po:118:1: warning[number-changed]: the source has 17, the translation 71\n"
        "         en | It was 17 years ago.\n"
        "            |        ^^\n"
        "    kk-Cyrl | Бұл 71 жыл бұрын еді.\n"
        "            |     ^^\n"
        "    also: source/water.md:41:7\n"
        "    hint: compare it with the source"
    )


def test_an_excerpt_without_a_mark_is_one_line():
    problem = Problem("x", Severity.INFO, "m", excerpts=(Excerpt("en", "two words"), Excerpt("ru", "слово", 0, 1)))
    assert to_text(problem) == "info[x]: m\n    en | two words\n    ru | слово\n       | ^"


@pytest.mark.parametrize(
    "shown",
    [
        (Excerpt("en", ""),),
        (Excerpt("en", "a", 0, 1), Excerpt("en", "a", 0, 1)),
        (Excerpt("kk-Cyrl", " a | b ", 1, 2), Excerpt("x", "^^^", 1, 3)),
        (Excerpt("en", "    hint: x"), Excerpt("ru", "also: a.md:1:1", 0, 14)),
        (Excerpt("en", "error[x]: m", 10, 11),),
        (Excerpt("en", "…b…", 1, 2), Excerpt("en", "漢字 e\u0301", 3, 5)),
    ],
)
def test_excerpts_can_be_read_back(shown):
    for place, hint, related in ((None, "", ()), (Place("a.po", 3), "a | b", (WATER, Place("c | d.md")))):
        problem = Problem("x", Severity.ERROR, "m", place, hint, related, shown)
        assert from_text(to_text(problem)) == problem


def test_a_short_text_is_shown_whole():
    assert excerpt("en", "two words", 4, 9) == Excerpt("en", "two words", 4, 9)
    assert excerpt("en", "two words") == Excerpt("en", "two words")
    assert excerpt("en", "") == Excerpt("en", "")
    assert excerpt("en", "two words", 4, 4) == Excerpt("en", "two words")
    assert excerpt("en", "a" * WIDTH, 0, 1) == Excerpt("en", "a" * WIDTH, 0, 1)


LONG = "".join(f"{number:04}" for number in range(100))


@pytest.mark.parametrize(("start", "end"), [(0, 0), (0, 4), (3, 5), (200, 204), (60, 100), (396, 400), (399, 400)])
def test_a_long_text_is_cut_around_the_part_that_matters(start, end):
    shown = excerpt("en", LONG, start, end)
    assert shown.text[shown.start : shown.end] == LONG[start:end]
    kept = shown.text.strip("…")
    assert len(kept) == WIDTH
    assert kept in LONG
    assert shown.text.startswith("…") is not LONG.startswith(kept)
    assert shown.text.endswith("…") is not LONG.endswith(kept)


def test_a_long_part_is_marked_from_its_beginning():
    shown = excerpt("en", LONG, 100, 300)
    marked = shown.text[shown.start : shown.end]
    assert LONG[100:300].startswith(marked)
    assert len(marked) <= WIDTH <= len(marked) + 4


@pytest.mark.parametrize(("text", "written"), UNSEEN.items(), ids=[ascii(text) for text in UNSEEN])
def test_what_is_not_seen_is_shown_in_excerpts(text, written):
    shown = excerpt("en", f"one{text} two{text}", 4 + len(text), 7 + len(text))
    assert shown.text == f"one{written} two{written}"
    assert shown.text[shown.start : shown.end] == "two"
    whole = excerpt("en", f"a{text}b", 1, 1 + len(text))
    assert whole.text[whole.start : whole.end] == written
    problem = Problem("x", Severity.ERROR, "m", excerpts=(shown, whole))
    assert to_text(problem).count("\n") == 4
    assert from_text(to_text(problem)) == problem
    assert json.loads(to_json([problem]))["problems"][0]["excerpts"][0]["text"] == shown.text


def test_excerpts_for_programs():
    (found,) = json.loads(to_json([NUMBER]))["problems"]
    assert found["excerpts"] == [
        {"label": "en", "text": "It was 17 years ago.", "start": 7, "end": 9},
        {"label": "kk-Cyrl", "text": "Бұл 71 жыл бұрын еді.", "start": 4, "end": 6},
    ]


@pytest.mark.parametrize("text", ["", "hello", "a.md:1:1: fatal[x]: m", "a.md:1:1: error[X]: m", "error[x] m"])
def test_what_is_no_problem_is_refused(text):
    with pytest.raises(ValueError, match="not a problem"):
        from_text(text)


@pytest.mark.parametrize(("text", "shown"), UNSEEN.items(), ids=[ascii(text) for text in UNSEEN])
def test_what_is_not_seen_is_shown(text, shown):
    assert visible(f"a{text}b") == f"a{shown}b"
    problem = error("x", f"m{text}", Place(f"p{text}"), f"h{text}", Place(f"r{text}"))
    for form in (to_text(problem), to_github(problem), to_json([problem])):
        assert all(char.isprintable() or char == "\n" for char in form)
        form.encode()  # a lone surrogate cannot be printed
    assert to_text(problem).count(shown) == 4
    assert to_text(problem).count("\n") == 2
    assert to_github(problem).startswith("::error file=p")
    assert "\n" not in to_github(problem)


def test_letters_of_any_script_are_shown_as_they_are():
    assert visible("Ұлы Дала — «сөз» 漢字 שלום é e\u0301") == "Ұлы Дала — «сөз» 漢字 שלום é e\u0301"


def test_the_form_for_programs():
    found = json.loads(to_json([LOST, info("all-well", "nothing\x1b \u202e\U000e0041")]))
    assert found == {
        "schema": 1,
        "problems": [
            {
                "code": "markup-link-lost",
                "severity": "error",
                "message": "the translation has no link",
                "path": "locales/kk/a.po",
                "line": 118,
                "column": 1,
                "hint": "put it back",
                "related": [{"path": "source/water.md", "line": 41, "column": 7}],
                "excerpts": [],
            },
            {
                "code": "all-well",
                "severity": "info",
                "message": "nothing\x1b \u202e\U000e0041",
                "path": None,
                "line": None,
                "column": None,
                "hint": "",
                "related": [],
                "excerpts": [],
            },
        ],
    }
    assert "сүзгі" in to_json([error("x", "сүзгі")])
    assert json.loads(to_json([])) == {"schema": 1, "problems": []}


def test_the_form_for_github():
    assert to_github(LOST) == (
        "::error file=locales/kk/a.po,line=118,col=1,title=markup-link-lost::the translation has no link"
        "%0Ahint: put it back"
    )
    assert to_github(warning("x", "100%: a,b::c")) == "::warning title=x::100%25: a,b::c"
    assert to_github(info("x", "m", Place("a,b:c.md"))) == "::notice file=a%2Cb%3Ac.md,line=1,col=1,title=x::m"


def test_order_and_repetition():
    late, early, nowhere = error("b", "m", Place("a.md", 10)), error("c", "m", Place("a.md", 9)), info("a", "m")
    assert in_order([late, early, nowhere, late]) == (nowhere, early, late)
    assert in_order([error("b", "1", WATER), error("a", "2", WATER)]) == (
        error("a", "2", WATER),
        error("b", "1", WATER),
    )


def test_only_errors_are_errors():
    assert has_errors([info("a", "m"), LOST])
    assert not has_errors([info("a", "m"), warning("b", "m")])
    assert [problem.severity for problem in (error("a", ""), warning("a", ""), info("a", ""))] == list(Severity)


def test_an_exception_comes_back_from_another_process_with_its_problems():
    raised = KitapshaError(LOST, Problem("x", Severity.ERROR, "second"), exit_code=3)
    again = pickle.loads(pickle.dumps(raised))
    assert (again.problems, again.exit_code) == (raised.problems, 3)
    assert str(again) == "the translation has no link; second"
