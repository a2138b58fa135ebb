"""Spelling: what a dictionary of hunspell knows, which words are asked for, and what is said of a dictionary."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kitapsha import config, dictionaries, editions, glossary, state
from kitapsha.checks import spelling
from kitapsha.checks.pairs import Finding, Pair, References
from kitapsha.clock import now
from kitapsha.config import Config
from kitapsha.dictionaries import Dictionary, DictionaryFiles
from kitapsha.editions import Edition
from kitapsha.glossary import Glossary
from kitapsha.model import Catalog, Message
from kitapsha.problems import KitapshaError, Severity
from kitapsha.project import Project, load
from kitapsha.prose import prose
from tests.publications import HOME, SAMPLE

Counts = dict[str, int] | None

AFF = """\
SET UTF-8
TRY оеаитнсрвлкмдпугяыбзйчхжшцщэф
FORBIDDENWORD !

SFX A Y 3
SFX A   0 а [^аяь]
SFX A   0 ом [^аяь]
SFX A   0 ы [^аяь]
SFX B Y 1
SFX B ый ого ый

PFX N Y 1
PFX N 0 не .
"""
WORDS = (
    *("колодец", "вода/A", "дом/A", "домы/!", "новый/BN", "зелёный/B", "елка", "всё", "в", "и", "на", "по", "кто-то"),
    *("научно", "новость", "й", "Нил/A", "йод", "стоит", "очень", "м'ята"),
)


def files(
    aff: str = AFF, words: tuple[str, ...] = WORDS, charset: str = "utf-8", start: bytes = b""
) -> DictionaryFiles:
    dic = "\n".join((str(len(words)), *words)) + "\n"
    return DictionaryFiles(start + aff.encode(charset), start + dic.encode(charset))


def words(made: DictionaryFiles) -> Dictionary:
    read = dictionaries.read(made)
    assert isinstance(read, Dictionary), read
    return read


# --- what a dictionary knows --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word",
    ["колодец", "Колодец", "дом", "дома", "домом", "новый", "нового", "неновый", "ненового", "Нил", "Нила", "кто-то"],
)
def test_words_and_their_forms_are_known(word: str) -> None:
    assert words(files()).knows(word)


@pytest.mark.parametrize("word", ["колодиц", "водаа", "новыйа", "зелёныйа", "нил", "домы", "неколодец", "дом-вода"])
def test_other_words_are_not(word: str) -> None:
    assert not words(files()).knows(word)


@pytest.mark.parametrize(
    "word",
    ["зеленый", "зелёного", "зеленого", "ёлка", "елка", "все", "Все", "ВСЁ"],
)
def test_yo_and_ye_are_one_letter(word: str) -> None:
    assert words(files()).knows(word)


@pytest.mark.parametrize("word", ["коло́дец", "коло\u00adдец", "и\u0306од", "м’ята", "м'ята"])
def test_stress_marks_soft_hyphens_and_apostrophes_make_no_other_word(word: str) -> None:
    assert words(files()).knows(word)


def test_a_very_long_word_is_left_alone() -> None:
    assert words(files()).knows("а" * 100)


@pytest.mark.parametrize(
    ("made", "word"),
    [
        (files(start=b"\xef\xbb\xbf"), "колодец"),
        (files("SFX A Y 1\nSFX A 0 а .\n", ("дом/A",), start=b"\xef\xbb\xbf"), "дома"),
        (files(AFF.replace("\n", "\r\n"), tuple(f"{word}\r" for word in WORDS), start=b"\xef\xbb\xbf"), "дома"),
        (files(AFF.replace("UTF-8", "KOI8-R"), ("дом/A",), "koi8-r"), "дома"),
        (files(AFF.replace("UTF-8", "microsoft-cp1251"), ("дом/A",), "cp1251"), "дома"),
        (files("FLAG UTF-8\n", ("дом",)), "дом"),
        (files("FLAG long\nSFX Aa Y 1\nSFX Aa 0 s .\n", ("caf\xe9/Aa",), "latin-1"), "cafés"),
        (files("SET UTF-8\nAF 1\nAF A\nSFX A Y 1\nSFX A 0 s .\n", ("well/1", "pump/7")), "wells"),
        (files("SET UTF-8\nIGNORE x\n", ("wexll",)), "well"),
        (files("SET UTF-8\n", ("well po:noun", "# a comment", "", "and\\/or")), "well"),
    ],
)
def test_dictionaries_of_every_make_are_read(made: DictionaryFiles, word: str) -> None:
    assert words(made).knows(word)
    assert not words(made).knows("zzz")


def test_an_entry_whose_flags_the_rules_lack_is_no_word() -> None:
    made = files("SET UTF-8\nAF 1\nAF A\n", ("well/1", "pump/7"))
    assert not words(made).knows("pump")


def test_homonyms_are_all_read() -> None:
    made = files("SET UTF-8\nSFX A Y 1\nSFX A 0 s .\nSFX B Y 1\nSFX B 0 ed .\n", ("pump/A", "pump/B", "pump po:x"))
    assert all(words(made).knows(word) for word in ("pump", "pumps", "pumped"))


def test_bytes_that_are_no_letters_are_let_pass_as_flags() -> None:
    aff = b"SET UTF-8\nSFX \xc1 Y 1\nSFX \xc1 0 s .\n" + b"# a comment of some length in English\n" * 9
    assert words(DictionaryFiles(aff, b"1\nwell/\xc1\n" + b"pump\n" * 9)).knows("wells")


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (DictionaryFiles(b"", b""), "does not begin with the number of its words"),
        (DictionaryFiles(b"<html>", b"<html>\n<p>404 Not Found\n"), "does not begin with the number"),
        (files("SET KLINGON\n"), "cannot be read as KLINGON"),
        (files("SET UTF-8\n", WORDS, "cp1251"), "cannot be read as UTF-8"),
        (files("SET hex\n"), "cannot be read as hex"),
        (files("SET UTF-8\nSFX A Y many\n"), "cannot be understood: ValueError"),
        (files("SET UTF-8\nSFX A Y 1\nSFX A 0 s [a\n"), "cannot be understood"),
        (files("SET UTF-8\nFLAG runes\n"), "cannot be understood: ValueError: Unknown flag format runes"),
    ],
)
def test_what_is_no_dictionary_is_said(made: DictionaryFiles, said: str) -> None:
    read = dictionaries.read(made)
    assert isinstance(read, str)
    assert said in read


def test_suggestions_are_near_words_that_are_known() -> None:
    known = words(files())
    assert known.near("колодце") == ("колодец",)
    assert known.near("клодец") == ("колодец",)
    assert known.near("колодецц") == ("колодец",)
    assert known.near("калодец") == ("колодец",)
    assert known.near("доам") == ("дом",)
    assert known.near("доам", {"дома", "доум"}) == ("дома", "дом")
    assert known.near("домыы") == ()


def test_a_dictionary_is_read_once() -> None:
    assert dictionaries.read(files()) is dictionaries.read(files())


def test_nothing_is_loaded_where_no_dictionary_is_named() -> None:
    script = (
        "import sys, datetime, pathlib\nfrom kitapsha import checks, editions, project\n"
        f"made = editions.make(project.load(pathlib.Path({str(SAMPLE)!r}), datetime.datetime.now(datetime.UTC)))\n"
        "checks.run(made)\nassert 'kitapsha.checks.spelling' in sys.modules\nassert 'spylls' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=HOME, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


# --- which words are asked for ------------------------------------------------------------------------------------


def edition(
    *translations: str, terms: Glossary | None = None, made: DictionaryFiles | None = None, tag: str = "ru"
) -> Edition:
    messages = tuple(Message(f"source {number}", (text,)) for number, text in enumerate(translations))
    catalog = Catalog(messages=messages, path=f"locales/{tag}/LC_MESSAGES/well.po")
    return editions.make(
        Project(
            Config(locales=("en", tag), lines=((f"spelling.{tag}", 7),)),
            catalogs=(((tag, "well"), catalog),),
            glossary=terms or Glossary(),
            dictionaries=((tag, made or files()),),
        )
    )


def findings(
    text: str,
    source: str = "",
    counts: dict[str, int] | None = None,
    of: editions.Edition | None = None,
    tag: str = "ru",
) -> list[Finding]:
    (check,) = spelling.checks(of or edition(tag=tag))
    pair = Pair(prose(source), prose(text), "en", tag, Message("source", (text,)))
    return list(check(pair, References(words={tag: counts or {}})))


def unknown(text: str, source: str = "", counts: Counts = None, of: Edition | None = None) -> str:
    """The words that are reported, as their spans show them."""
    shown = prose(text).text
    spans = [finding.span for finding in findings(text, source, counts, of)]
    return " ".join(shown[span[0] : span[1]] for span in spans if span)


def test_a_finding_says_the_word_and_what_to_do() -> None:
    (finding,) = findings("Новый **калодец** в дома, калодец")
    assert (finding.code, finding.severity) == ("spelling-word", Severity.INFO)
    assert finding.message == "“калодец” is not in the dictionary"
    assert finding.hint == "did you mean колодец? If not, put it into the glossary or accept it"
    assert finding.span == (6, 13)
    (other,) = findings("Аббревеатура")
    assert other.hint == "if it is right, put it into the glossary or accept it"


def test_a_suggestion_keeps_the_capital() -> None:
    (finding,) = findings("Калодец стоит.")
    assert finding.hint.startswith("did you mean Колодец?")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Новый колодец", ""),
        ("Новый колодиц", "колодиц"),
        ("Колодиц новый", "Колодиц"),
        ("В новый Колодиц", ""),
        ("И вода. Колодиц новый", "Колодиц"),
        ("И вода! — Колодиц новый", "Колодиц"),
        ("И «вода.» Колодиц новый", "Колодиц"),
        ("И в г. Колодиц", ""),
        ("И А. Колодиц", ""),
        ("И «Колодиц»", ""),
        ("И «колодиц»", "колодиц"),
        ("КНЫЗД и КазКнызд, КНЫЗДа", ""),
        ("Дом 5кнызд и кнызд5", ""),
        ("Дом 5-кнызд и КНЫЗД-кный, Google-кный, 5 %-кный, `code`-кный", ""),
        ("Дом `code`кный и {name}кный", ""),
        ("Дом Google и гoogle", ""),
        ("В https://кнызд.example и `кнызд` и ann@example.org", ""),
        ("Кто-то и научно-новый", ""),
        ("И научно-навый", "навый"),
        ("И научно\u2011навый, кнызд-дом", "навый кнызд"),
        ("Колодиц-Дом", ""),
        ("И й, к, ъ и т. д., 5 тыс. и руб.", ""),
        ("И коло\u00adдец, коло́дец, колодиц", "колодиц"),
        ("Колодиц колодиц колодиц", "Колодиц"),
        ("", ""),
        ("1 — 2", ""),
    ],
)
def test_what_is_no_business_of_a_dictionary_is_spared(text: str, found: str) -> None:
    assert unknown(text) == found


def test_words_of_the_source_are_spared() -> None:
    assert unknown("И дом кнызд", source="A house кнызд") == ""


def test_words_of_two_other_entries_are_spared() -> None:
    assert unknown("И Кнызд. Кнызд", counts={"кнызд": 3}) == ""
    assert unknown("И кнызд", counts={"кнызд": 2}) == "кнызд"


def test_words_of_the_glossary_are_spared_in_all_their_forms() -> None:
    terms = glossary.read("term_en,term_ru,term_kk,pos,note\nwell,буровая скважина (БКВ),ұңғыма,n,\nwater,кнызд,,n,\n")
    of = edition(terms=terms)
    assert unknown("И скважины, буровыми, ұңғымалары, кнызды, кныздами, бкв", of=of) == ""
    assert unknown("И скваш, кны, бквы", of=of) == "скваш кны бквы"


def test_a_short_word_of_the_glossary_does_not_spare_all_that_begins_like_it() -> None:
    of = edition(terms=glossary.read("term_en,term_ru\nfuss,шухер\npole,жердь\nrow,ряда\n"))
    assert unknown("И рядами, рядовитый", of=of) == "рядовитый"


def test_a_name_is_known_at_the_beginning_of_a_sentence_from_its_other_places() -> None:
    of = edition("И в Колодиц", "И вода")
    assert unknown("Колодиц стоит", of=of) == ""
    assert unknown("И колодиц", of=of) == "колодиц"


def test_common_words_of_the_language_are_known() -> None:
    tag, text = "kk", "миллиард және зззз"
    assert [finding.message for finding in findings(text, tag=tag)] == ["“зззз” is not in the dictionary"]


def test_other_languages_have_their_own_letters() -> None:
    made = files("SET UTF-8\n", ("un", "pozo"))
    of = edition(made=made, tag="es")
    (check,) = spelling.checks(of)
    pair = Pair(prose("A well"), prose("Un pozo y un poso колодец"), "en", "es", Message("A well", ("",)))
    assert [finding.message for finding in check(pair, References())] == ["“poso” is not in the dictionary"]


def test_a_language_without_a_dictionary_is_not_checked() -> None:
    (check,) = spelling.checks(edition())
    assert not list(check(Pair(prose("A"), prose("кнызд"), "en", "kk", Message("A", ("",))), References()))


def test_hyphens_and_letters_without_end_are_no_burden() -> None:
    assert unknown("и-" * 2000 + "колодиц") == "колодиц"
    assert unknown("а’" * 20_000 + "а колодиц") == "колодиц"


# --- settings and files -------------------------------------------------------------------------------------------


def test_no_dictionary_no_check() -> None:
    made = editions.make(Project(Config()))
    assert spelling.checks(made) == ()
    assert not list(spelling.as_read(made))


def test_a_dictionary_that_cannot_be_understood_is_said_once() -> None:
    made = edition(made=DictionaryFiles(b"", b"<html>"))
    assert spelling.checks(made) == ()
    (problem,) = spelling.as_read(made)
    assert (problem.code, problem.severity) == ("spelling-dictionary", Severity.WARNING)
    assert str(problem.place) == "kitapsha.toml:7:1"
    assert "the spelling of ru is unchecked" in problem.hint


@pytest.mark.parametrize("name", ["words/ru", "words/ru.dic", "words/ru.aff", "{root}/words/ru", "./words/../words/ru"])
def test_the_path_is_that_of_either_file_or_without_an_ending(name: str, tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words/ru.aff").write_bytes(files().aff)
    (tmp_path / "words/ru.dic").write_bytes(files().dic)
    assert dictionaries.load(tmp_path, name.replace("{root}", str(tmp_path))) == files()


def test_files_that_cannot_be_had_are_said(tmp_path: Path) -> None:
    assert dictionaries.load(tmp_path, "ru") == f"there is no file ru.aff in {tmp_path}"
    (tmp_path / "ru.aff").mkdir()
    assert dictionaries.load(tmp_path, "ru") == f"there is no file ru.aff in {tmp_path}"
    (tmp_path / "kk.aff").write_text("SET UTF-8\n", "utf-8")
    assert dictionaries.load(tmp_path, "kk.dic") == f"there is no file kk.dic in {tmp_path}"
    with (tmp_path / "kk.dic").open("wb") as file:
        file.truncate(dictionaries.MAX_BYTES + 1)
    assert dictionaries.load(tmp_path, "kk") == "kk.dic is larger than any dictionary"
    assert "cannot be read" in str(dictionaries.load(tmp_path, "x" * 5000))


def _project(root: Path, settings: str) -> Path:
    (root / "kitapsha.toml").write_text(f'title = "Reader"\nlocales = ["en", "ru"]\n{settings}', "utf-8")
    return root


def test_a_missing_dictionary_is_a_warning_at_its_setting(tmp_path: Path) -> None:
    made = load(_project(tmp_path, '\n[spelling]\nru = "nowhere/ru"\n'), now())
    assert made.dictionaries == ()
    (problem,) = made.problems
    assert (problem.code, problem.severity) == ("spelling-dictionary", Severity.WARNING)
    assert str(problem.place) == "kitapsha.toml:5:1"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('[spelling]\nkk = "kk"\n', "`spelling` names kk, which is not in `locales`"),
        ("[spelling]\nru = true\n", "`spelling.ru` has a value that does not fit"),
        ('[spelling]\nru = " "\n', "`spelling.ru` has a value that does not fit"),
        ('spelling = "ru"\n', "unknown setting `spelling`"),
        ('[speling]\nru = "ru"\n', "unknown setting `speling`"),
    ],
)
def test_a_setting_that_does_not_fit_is_said(settings: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(KitapshaError, match=said) as raised:
        load(_project(tmp_path, settings), now())
    assert raised.value.exit_code == 2
    assert config.read("[spelling]\n")[1] == ()


def test_a_build_is_made_anew_where_a_dictionary_has_changed(tmp_path: Path) -> None:
    _project(tmp_path, '[spelling]\nru = "words/ru"\n')
    seen = [state.inputs(tmp_path)]
    (tmp_path / "words").mkdir()
    for content in (b"1\n", b"2\n"):
        (tmp_path / "words/ru.dic").write_bytes(content)
        seen.append(state.inputs(tmp_path))
    assert ["dictionary:ru.dic" in names for names in seen] == [False, True, True]
    assert seen[1] != seen[2]


@pytest.mark.parametrize("settings", ["[spelling\n", "spelling = 1\n", '[spelling]\nru = 1\nkk = "a\\u0000b"\n'])
def test_settings_that_do_not_hold_do_not_disturb_the_record(settings: str, tmp_path: Path) -> None:
    assert "kitapsha.toml" in state.inputs(_project(tmp_path, settings))
