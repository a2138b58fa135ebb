"""The search: the index in Python, and how well its script finds words in their forms, in node where it is there."""

import json
import posixpath
import re
import shutil
import subprocess
from itertools import product
from pathlib import Path

import pytest

from kitapsha import search
from kitapsha.languagedata import Search, language
from kitapsha.search import Document
from tests.search_forms import KAZAKH, KAZAKH_UNSEEN, RUSSIAN, RUSSIAN_UNSEEN

CODE = (Path(__file__).resolve().parents[2] / "templates/search.js").read_text("utf-8")
NODE = shutil.which("node")
FORMS = {"kk": KAZAKH, "ru": RUSSIAN, "kk unseen": KAZAKH_UNSEEN, "ru unseen": RUSSIAN_UNSEEN}
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
        if stem > 2 or not one or not other or min(len(one), len(other)) > 1:
            for ending in rules.endings:
                if re.fullmatch(ending.translate(alike), one) and re.fullmatch(ending.translate(alike), other):
                    return 2
    return 1 if shared == len(asked) and shared > 1 else 0


def folded(name: str) -> list[tuple[int, str]]:
    """All forms of a language with the number of their word, as the search compares them."""
    rules = language(name.split()[0]).search
    rows = FORMS[name].split("\n")
    return [(number, search.fold(form, rules)) for number, row in enumerate(rows) for form in row.split()]


def measured(name: str, found: set[tuple[str, str]]) -> tuple[float, float]:
    """Recall and precision over all pairs of two forms: found should be those of one word."""
    pairs = [(a, b) for a, b in product(folded(name), repeat=2) if a[1] != b[1]]
    hits = [(a, b) for a, b in pairs if (a[1], b[1]) in found]
    right = [pair for pair in hits if pair[0][0] == pair[1][0]]
    return len(right) / sum(a[0] == b[0] for a, b in pairs), len(right) / len(hits)


@pytest.mark.parametrize("name", FORMS)
def test_forms_of_a_word_are_found_and_other_words_are_not(name):
    rules, forms = language(name.split()[0]).search, [form for _, form in folded(name)]
    assert len(forms) >= 70
    found = {(a, b) for a, b in product(forms, repeat=2) if match(a, b, rules) > 1}
    recall, precision = measured(name, found)
    print(f"{name}: recall {recall:.2f}, precision {precision:.2f}")
    print(sorted((a[1], b[1]) for a, b in product(folded(name), repeat=2) if a[0] != b[0] and (a[1], b[1]) in found))
    print(sorted((a[1], b[1]) for a, b in product(folded(name), repeat=2) if a[0] == b[0] and (a[1], b[1]) not in found))
    assert recall >= 0.8
    assert precision >= 0.97


@needs_node
@pytest.mark.parametrize("name", FORMS)
def test_the_script_follows_the_same_rule(name):
    rules, forms = language(name.split()[0]).search, [form for _, form in folded(name)]
    script = search.script([Document("a.html", ((" ".join(forms), 1),))], rules, CODE)
    asked = json.dumps(forms)
    answers = run(script, f"{asked}.map(a => {asked}.map(b => SEARCH.match(a, b)))")
    assert answers == [[match(a, b, rules) for b in forms] for a in forms]
