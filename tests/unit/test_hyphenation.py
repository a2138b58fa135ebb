import importlib.util
import re
from itertools import pairwise, product
from pathlib import Path

import pyphen
import pytest

from kitapsha.hyphenation import compounds, is_indivisible, register, syllable_breaks

PROJECT = Path(__file__).resolve().parents[2]
CASES = PROJECT / "tests" / "cases"
PATTERNS = PROJECT / "kitapsha" / "data" / "hyph_kk.dic"

SUFFIXES = re.findall(
    r"\w+",
    """
    лар дар тар лер дер тер ға ге қа ке да де та те дан ден тан тен нан нен ды ді ты ті ның нің дың дің тың тің
    мен бен пен ы і сы сі ымыз іміз дағы дегі лық лік дық дік тық тік шы ші сыз сіз лау леу даған деген уы уі
    ларымыздың деріңізден тарындағы лердікі
    """,
)


def lines(name: str) -> list[str]:
    text = (CASES / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def divided(word: str, breaks) -> str:
    ends = [0, *breaks, len(word)]
    return "-".join(word[start:end] for start, end in pairwise(ends))


def cases() -> list[tuple[str, str]]:
    """Each word of the file and its division; after the heading of rule 6, hyphens belong to the word."""
    text = (CASES / "hyphenation-kk.txt").read_text(encoding="utf-8")
    free, bound = text.split("# --- Rule 6")
    wanted = [(line.replace("-", ""), line) for line in free.splitlines() if line and not line.startswith("#")]
    return wanted + [(line, line) for line in bound.splitlines()[1:] if line]


def corpus() -> list[str]:
    words = [word for line in lines("words-kk.txt") for word in line.split()]
    return words + [word + suffix for word in words for suffix in SUFFIXES]


def patterns_alone():
    """What divides by the file alone, without our care for capitals or Pyphen's limits at the ends of a word."""
    dictionary = pyphen.HyphDict(PATTERNS)
    return lambda word: tuple(at for at in dictionary.positions(word) if 0 < at < len(word))


def test_every_case_is_divided_as_written():
    wanted = cases()
    assert len(wanted) >= 300
    assert [divided(word, syllable_breaks(word)) for word, _ in wanted] == [division for _, division in wanted]


def test_the_patterns_divide_the_cases_alike():
    positions = patterns_alone()
    words = [(word, division) for word, division in cases() if not is_indivisible(word)]
    assert [divided(word, positions(word)) for word, _ in words] == [division for _, division in words]


def test_the_patterns_are_the_rules_on_words_with_suffixes():
    positions = patterns_alone()
    words = corpus()
    assert len(words) > 10_000
    assert [word for word in words if positions(word) != syllable_breaks(word)] == []


def test_the_patterns_are_the_rules_on_every_short_sequence_of_letters():
    """One letter stands for each class. Left out is what no word has: у three times, a sign after none but a
    consonant, three consonants at the start that the patterns do not name."""
    positions = patterns_alone()
    no_word = re.compile("ууу|^[ьъ]|[аиуьъ][ьъ]|^[стьъ]{3}")
    words = ["".join(letters) for length in range(1, 7) for letters in product("аиустьъ", repeat=length)]
    words = [word for word in words if not no_word.search(word)]
    assert len(words) > 20_000
    assert [word for word in words if positions(word) != syllable_breaks(word)] == []


def test_no_fragment_lacks_a_vowel_and_none_at_the_end_is_a_single_letter():
    vowel = re.compile("[аәеёиоөұүыіэюя]|[бвгғджзйкқлмнңпрстфхһцчшщ]у", re.IGNORECASE)
    for word in corpus():
        fragments = divided(word, syllable_breaks(word)).split("-")
        if len(fragments) > 1:
            assert min(len(fragments[0]), len(fragments[-1])) > 1, fragments
            assert all(map(vowel.search, fragments)), fragments


def test_a_dictionary_that_someone_loaded_anew_is_mended():
    register()
    pyphen.Pyphen(filename=pyphen.LANGUAGES["ru"], cache=False)
    register()
    assert pyphen.Pyphen(lang="ru").inserted("посёлок") == "по-сё-лок"


def test_capitals_change_nothing():
    assert syllable_breaks("Ереуіл") == syllable_breaks("ереуіл") == (3,)


@pytest.mark.parametrize(
    "word", ["", "а", "у", "уу", "ъ", "ь", "-", "Watch", "wатер", "сөз2", "қаз\u2010ан", "о\u0301кен"]
)
def test_what_is_no_kazakh_word_is_left_whole(word):
    assert syllable_breaks(word) == ()


def test_compounds_overrule_and_end_before_the_next_decision():
    assert compounds()["кәсіпода"] == (2, 5)
    for beginning, breaks in compounds().items():
        assert breaks, beginning
        assert all(2 <= at < len(beginning) for at in breaks), beginning


def script():
    spec = importlib.util.spec_from_file_location("make_hyphenation", PROJECT / "scripts" / "make_hyphenation.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_file_is_what_the_script_writes():
    assert PATTERNS.read_text(encoding="utf-8") == script().dictionary()


def test_no_two_patterns_share_their_letters():
    """The second would silently replace the first in Pyphen."""
    patterns = PATTERNS.read_text(encoding="utf-8").splitlines()[4:]
    letters = [re.sub(r"\d", "", pattern) for pattern in patterns]
    assert len(set(letters)) == len(letters) > 2000
    assert len(pyphen.HyphDict(PATTERNS).patterns) == len(letters)


def test_pyphen_knows_kazakh():
    register()
    assert pyphen.language_fallback("kk") == "kk"
    assert pyphen.language_fallback("kk-KZ") == "kk"
    kazakh = pyphen.Pyphen(lang="kk")
    assert kazakh.inserted("кәсіподақтарымыздың") == "кә-сіп-одақ-та-ры-мыз-дың"
    assert kazakh.wrap("Республика", 7) == ("Респуб-", "лика")
    assert kazakh.positions("ереуіл-шеру") == kazakh.positions("қала\u2010дағы") == []


@pytest.mark.parametrize("lang", ["kk", "ru"])
@pytest.mark.parametrize("word", ["ЮНЕСКО", "КАЗАХСТАН", "КазМунайГаз", "2011году", "COVID19", "16-летний"])
def test_abbreviations_and_numbers_stay_whole(lang, word):
    register()
    assert pyphen.Pyphen(lang=lang).positions(word) == []


RUSSIAN = re.findall(
    r"\w+",
    """
    ребёнок посёлок шахтёра объёмистый приёмная жёлтенький самолётный ещё её
    Пётр Королёва учёный счётчик
    """,
)


@pytest.mark.parametrize("word", RUSSIAN)
def test_russian_divides_yo_like_ye(word):
    register()
    plain = pyphen.HyphDict(pyphen.LANGUAGES["ru"])
    assert pyphen.Pyphen(lang="ru", left=0, right=0).positions(word) == plain.positions(word.replace("ё", "е"))


def test_russian_yo_needs_us():
    register()
    assert pyphen.Pyphen(lang="ru_RU").inserted("посёлок") == "по-сё-лок"
    assert pyphen.Pyphen(lang="ru").inserted("КОРОЛЁВ") == "КОРОЛЁВ"
    assert pyphen.HyphDict(pyphen.LANGUAGES["ru"]).positions("посёлок") != [2, 4], "else we are not needed"


def test_registering_twice_changes_nothing_and_other_languages_never():
    before = pyphen.Pyphen(lang="en").inserted("hyphenation")
    register()
    languages, dictionaries = dict(pyphen.LANGUAGES), dict(pyphen.hdcache)
    register()
    assert dict(pyphen.hdcache) == dictionaries
    assert dict(pyphen.LANGUAGES) == languages
    assert pyphen.Pyphen(lang="en").inserted("hyphenation") == before == "hy-phen-a-tion"
