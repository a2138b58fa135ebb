"""The search: the index in Python, and how well its script finds words in their forms, in node where it is there."""

import json
import posixpath
import re
import shutil
import subprocess
from collections import Counter
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitapsha import search
from kitapsha.languagedata import Search, language
from kitapsha.search import Document
from tests.search_forms import KAZAKH, KAZAKH_UNSEEN, RUSSIAN, RUSSIAN_UNSEEN

CODE = (Path(__file__).resolve().parents[2] / "templates/search.js").read_text("utf-8")
NODE = shutil.which("node")
FORMS = {"kk": KAZAKH, "ru": RUSSIAN, "kk unseen": KAZAKH_UNSEEN, "ru unseen": RUSSIAN_UNSEEN}
_words = st.sampled_from(["су", "судың", "құбыр", "үй", "үйлер", "1911", "10", "1", "w0", "Ағын", "water"])
_texts = st.lists(_words).map(" ".join)
needs_node = pytest.mark.skipif(not NODE, reason="node is not on this machine")


def run(script: str, question: str) -> object:
    """What an expression gives after a script of the search."""
    program = f"var window = globalThis;\n{script}\nconsole.log(JSON.stringify({question}));"
    done = subprocess.run([str(NODE), "-"], input=program, capture_output=True, text=True, check=True, timeout=60)
    return json.loads(done.stdout)


def match(asked: str, word: str, rules: Search) -> int:
    """The rule of search.js once more: both are folded words."""
    alike = {ord(a): b for a, b in {**rules.letters, **rules.inner}.items()}
    if asked == word:
        return 4
    shared = len(posixpath.commonprefix([asked, word]))
    for stem in range(shared, 1, -1):
        one, other = asked[stem:], word[stem:]
        if stem > 2 or 1 not in (len(one), len(other)):
            for ending in rules.endings:
                if re.fullmatch(ending.translate(alike), one) and re.fullmatch(ending.translate(alike), other):
                    return 2
    return 1 if shared == len(asked) and shared > 1 else 0


def folded(name: str) -> list[tuple[int, str]]:
    """All forms of a language with the number of their word, as the search compares them."""
    rules = language(name.split()[0]).search
    rows = FORMS[name].split("\n")
    return [(number, search.fold(form, rules)) for number, row in enumerate(rows) for form in row.split()]


def measured(name: str) -> tuple[float, float]:
    """Recall and precision over all pairs of two forms: found should be those of one word, and no others.

    A form that two words share (дорогой) is left out, for nothing but the sentence tells which it is.
    """
    rules, forms = language(name.split()[0]).search, folded(name)
    shared = Counter(form for _, form in forms)
    pairs = [(a, b) for a, b in product(forms, repeat=2) if a[1] != b[1] and shared[a[1]] == shared[b[1]] == 1]
    hits = [(a, b) for a, b in pairs if match(a[1], b[1], rules) > 1]
    right = sum(a[0] == b[0] for a, b in hits)
    return right / sum(a[0] == b[0] for a, b in pairs), right / len(hits)


@pytest.mark.parametrize("name", FORMS)
def test_forms_of_a_word_are_found_and_other_words_are_not(name):
    recall, precision = measured(name)
    assert len(folded(name)) >= 70
    assert (recall >= 0.9, precision >= 0.96) == (True, True), (recall, precision)


def test_words_are_folded_after_their_first_letter():
    rules = language("kk").search
    assert [search.fold(word, rules) for word in search.words("Гүл, КІТАБЫ 2011-жылғы; ЁЖ!")] == [
        "гүл",
        "кітапы",
        "2011",
        "жылқы",
        "еж",
    ]


def test_the_index_is_small_and_stable():
    documents = [Document("a.html", (("Water and waters", 8), ("water", 1))), Document("b.html", (("wall", 1),))]
    text = search.script(documents, Search(), "// code\n")
    assert text == (
        'window.SEARCH = {"pages":["a.html","b.html"],"words":"0and 0wall 2ter 5s","where":"8 17 8 8",'
        '"endings":[".{0,2}"],"letters":{},"inner":{}};\n// code\n'
    )


@given(st.lists(st.lists(st.tuples(_texts, st.integers(1, 15)), max_size=4), min_size=1, max_size=12), st.data())
def test_a_changed_page_makes_the_index_that_all_pages_would(given_texts, data):
    rules = language("kk").search
    documents = [Document(f"{number}.html", tuple(texts)) for number, texts in enumerate(given_texts)]
    number = data.draw(st.integers(0, len(documents) - 1))
    other = Document(f"{number}.html", tuple(data.draw(st.lists(st.tuples(_texts, st.integers(1, 15)), max_size=4))))
    before = search.script(documents, rules, "// code\n")
    after = search.script([*documents[:number], other, *documents[number + 1 :]], rules, "// code\n")
    assert search.changed(before, other, rules, "// code\n") == after
    assert search.changed(before, Document("none.html", ()), rules, "") is None
    assert search.changed("alert(1)", other, rules, "") is None


@needs_node
def test_pages_with_all_words_are_found_the_best_first():
    texts = {
        "a.html": [("Үйдегі су", 8)],
        "b.html": [("Мәтінде судың құбыры мен үйлер бар.", 1)],
        "c.html": [("Сурет", 8)],
    }
    documents = [Document(url, tuple(given)) for url, given in texts.items()]
    script = search.script(documents, language("kk").search, CODE)
    asked = ["су үй", "СУ", "сур", "құбырлар", "су жоқ", "", "!"]
    found = run(script, f"{json.dumps(asked)}.map(text => SEARCH.find(text).map(hit => hit[0]))")
    assert found == [["a.html", "b.html"], ["a.html", "b.html"], ["c.html"], ["b.html"], [], [], []]


@needs_node
@pytest.mark.parametrize("name", FORMS)
def test_the_script_follows_the_same_rule(name):
    rules, forms = language(name.split()[0]).search, [form for _, form in folded(name)]
    script = search.script([Document("a.html", ((" ".join(forms), 1),))], rules, CODE)
    asked = json.dumps(forms)
    answers = run(script, f"{asked}.map(a => {asked}.map(b => SEARCH.match(a, b)))")
    assert answers == [[match(a, b, rules) for b in forms] for a in forms]
