"""What is known of languages: the files hold, and a language needs nothing but its file."""

from __future__ import annotations

import re
import sys
import tomllib
from functools import _lru_cache_wrapper

import pytest

from kitapsha import languagedata, numberwords, numerals, typography, units
from kitapsha.checks import translations
from kitapsha.checks.pairs import Pair, References
from kitapsha.languagedata import FOLDER, Language, language, word_list
from kitapsha.model import Message
from kitapsha.prose import prose

FILES = sorted(FOLDER.glob("*.toml"))
COMPLETE = ["en", "ru", "kk"]

EXPRESSIONS = {
    "letters": ["impossible", "possible"],
    "numbers": ["prefixes", "vague", "afternoon", "morning", "century", "months", "weekdays"],
    "words": ["endings", "endings_of_loans", "own_endings"],
    "wording": ["hanging"],
    "grammar": ["ordinals", "apart", "unhyphenated", "disharmonic"],
}
"""Keys with regular expressions; in tables of tables it is `words`, `source` and `target`."""


def expressions(read):
    for table, keys in EXPRESSIONS.items():
        for key in keys:
            value = read.get(table, {}).get(key, [])
            yield from [value] if isinstance(value, str) else value
    numbers, wording = read.get("numbers", {}), read.get("wording", {})
    for entry in (*numbers.get("scales", ()), *numbers.get("words", ()), *numbers.get("implied", ())):
        yield entry["words"]
    for unit in numbers.get("units", ()):
        yield unit["words"]
    for known in wording.get("known", ()):
        yield from (known["source"], known["target"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_can_be_read(path):
    found = language(path.stem)
    assert found.script == tomllib.loads(path.read_text("utf-8"))["script"]
    assert found != Language(found.script)
    assert language(path.stem.upper()) == found == language(f"{path.stem}-{found.script}")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_regular_expression_holds(path):
    found = list(expressions(tomllib.loads(path.read_text("utf-8"))))
    assert found
    for expression in found:
        for form in (expression, rf"(?<!\w)(?:{expression})(?!\w)"):
            assert not re.compile(form, re.IGNORECASE).fullmatch("")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_of_words_has_words_of_its_alphabet(path):
    alphabet = set(language(path.stem).letters.alphabet)
    assert all(word == word.lower() and set(word) <= alphabet | {"-"} for word in word_list(path.stem))


@pytest.mark.parametrize("tag", COMPLETE)
def test_a_complete_language(tag):
    table = language(tag).numbers
    assert (len(table.months), len(table.weekdays)) == (12, 7)
    assert language(tag).typography
    assert language(tag).letters.alphabet
    assert len(language(tag).punctuation.quotes) == len(language(tag).punctuation.inner) == 2
    assert len(language(tag).words.common.split()) > 50
    assert [scale["value"] for scale in table.scales] == [10**3, 10**6, 10**9, 10**12]
    assert {entry["value"] for entry in table.words} >= {*range(11), 20, 30, 40, 50, 60, 70, 80, 90, 100, 1000}
    assert all(unit["dimension"] and unit["unit"] for unit in table.units)


@pytest.mark.parametrize("tag", ["xx", "de-AT", "", "x-private", "../ru", "kk-Latn", "kk-Arab", "ru-Latn", "en-Cyrl"])
def test_without_a_file_in_that_script_the_tables_are_empty(tag):
    assert language(tag) == Language()
    assert word_list(tag) == ()


@pytest.mark.parametrize("tag", ["kk-KZ", "kk-Cyrl", "kk-Cyrl-KZ", "KK"])
def test_regions_speak_their_language(tag):
    assert language(tag) == language("kk")
    assert word_list(tag) == word_list("kk") != ()


# --- a language of its own ------------------------------------------------------------------------------------

GERMAN = """
script = "Latn"

[typography]
units = ["km"]

[numbers]
decimal = ","
words = [{ value = 7, words = "sieben" }]
months = ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "Sept", "Okt", "Nov", "Dezember"]
units = [{ dimension = "length", unit = "mile", words = "Meilen?" }]

[punctuation]
quotes = ["„", "“"]
inner = ["‚", "‘"]
"""


def forget():
    """Empty every cache of the package: they hold what was made from the files."""
    for name, module in list(sys.modules.items()):
        if name.startswith("kitapsha"):
            for value in vars(module).values():
                if isinstance(value, _lru_cache_wrapper):
                    value.cache_clear()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(languagedata, "FOLDER", tmp_path)
    forget()
    yield tmp_path
    monkeypatch.undo()
    forget()


def codes(source, target):
    pair = Pair(prose(source), prose(target), "en", "de", Message(source, (target,)))
    return {finding.code for finding in translations.findings(pair, References())}


def test_without_a_file_nothing_is_known(folder):
    assert language("de") == language("ru") == Language()
    assert "punctuation-quote" not in codes('He said "no".', 'Er sagte "nein".')


def test_a_language_needs_only_its_file(folder):
    (folder / "de.toml").write_text(GERMAN, "utf-8")
    assert language("de-AT").punctuation.quotes == ["„", "“"]
    assert "punctuation-quote" in codes('He said "no".', 'Er sagte "nein".')
    assert "punctuation-quote" in codes('He said "no".', "Er sagte «nein», sagte „er.")
    assert "punctuation-quote" not in codes('He said "no".', "Er sagte „nein“.")
    assert [number.readings for number in numerals.numbers("1,5", "de")] == [{"1.5"}]
    assert numberwords.spoken("sieben", "de").values == {"7"}
    assert [month.name for month in units.months("im März", "de")] == ["3"]
    assert [unit.name for unit in units.units("3 Meilen", "de")] == ["mile"]
    assert typography.apply("3 km", "de") == "3\u00a0km"


def test_a_file_may_hold_as_little_as_its_script(folder):
    (folder / "de.toml").write_text('script = "Latn"\n', "utf-8")
    assert language("de") == Language("Latn")
    assert codes('He said "no" 5 times.', 'Er sagte 5 Mal "nein".') == set()


@pytest.mark.parametrize("table", ["typography", "letters", "numbers", "punctuation", "words", "wording", "grammar"])
def test_a_key_that_nobody_knows_is_named(folder, table):
    (folder / "de.toml").write_text(f'script = "Latn"\n[{table}]\ncolour = "red"\n', "utf-8")
    with pytest.raises(ValueError, match="colour"):
        language("de")


@pytest.mark.parametrize("text", ['script = "Latn"\n[puntuation]\nquotes = ["„", "“"]\n', 'scrpt = "Latn"\n'])
def test_a_table_that_nobody_knows_is_named(folder, text):
    (folder / "de.toml").write_text(text, "utf-8")
    with pytest.raises(ValueError, match=r"puntuation|scrpt"):
        language("de")


def test_a_file_may_lack_its_script(folder):
    (folder / "de.toml").write_text('[punctuation]\nquotes = ["„", "“"]\n', "utf-8")
    assert language("de").script == ""
    assert language("de-AT").punctuation.quotes == ["„", "“"]
    assert language("de-Latn") == Language()


def test_words_stand_in_a_file_beside_it(folder):
    (folder / "de.words.txt").write_text("# a comment\nhaus baum\nfluss\n", "utf-8")
    assert word_list("de") == ()
    (folder / "de.toml").write_text('script = "Latn"\n', "utf-8")
    forget()
    assert word_list("de") == ("haus", "baum", "fluss")
    assert word_list("de-Cyrl") == ()
