"""The glossary: what is read of a CSV, and words that are the same word in another form."""

from __future__ import annotations

import pytest

from kitapsha.glossary import NAME, Term, beginnings, fold, read, stem, stems, variants, words_of
from kitapsha.problems import Place, Severity

HEADS = "term_en,term_ru,term_kk,pos,note\n"


def term(line, **words):
    return Term(tuple(words.items()), line=line)


def test_rows():
    text = HEADS + 'strike,забастовка,ереуіл,n,"to strike: бастовать; ереуілге шығу"\nrally,митинг,митинг,n,\n'
    found = read(text)
    assert found.locales == ("en", "ru", "kk")
    assert found.problems == ()
    assert found.terms == (
        Term(
            (("en", "strike"), ("ru", "забастовка"), ("kk", "ереуіл")),
            note="to strike: бастовать; ереуілге шығу",
            line=2,
        ),
        term(3, en="rally", ru="митинг", kk="митинг"),
    )


def test_a_term_in_a_language():
    row = term(1, en="strike", ru="забастовка")
    assert (row.of("ru"), row.of("en"), row.of("kk")) == ("забастовка", "strike", "")


@pytest.mark.parametrize(("pos", "is_name"), [("name", True), ("proper name", True), ("n", False), ("", False)])
def test_names(pos, is_name):
    (row,) = read(f"{HEADS}Ak-Bulak,Ак-Булак,Ақбұлақ,{pos},\n").terms
    assert row.is_name is is_name


@pytest.mark.parametrize(
    "text",
    [
        "term_en,term_ru\nrally,митинг\n",
        "term_en,term_ru\r\nrally,митинг\r\n",
        "term_en,term_ru\nrally,митинг",
        "\ufeffterm_en,term_ru\nrally,митинг\n",
        '\ufeff"term_en","term_ru"\nrally,митинг\n',
        " term_en , term_ru \n rally , митинг \n",
        '"term_en","term_ru"\n"rally","митинг"\n',
        "note,term_en,other,term_ru\n,rally,x,митинг\n",
        "term_en,term_ru\n\n,\nrally,митинг\n\n",
    ],
)
def test_the_same_row_however_it_is_written(text):
    found = read(text)
    assert [row.words for row in found.terms] == [(("en", "rally"), ("ru", "митинг"))]
    assert found.problems == ()


def test_cells_may_be_missing():
    found = read(HEADS + "rally\n,митинг\nmarch,,шеру\n")
    assert found.terms == (term(2, en="rally"), term(3, ru="митинг"), term(4, en="march", kk="шеру"))
    assert found.problems == ()


def test_a_quotation_mark_within_a_cell_is_doubled():
    (row,) = read(HEADS + 'worker,рабочий,жұмысшы,n,"for ""employee"" see below, please"\n').terms
    assert row.note == 'for "employee" see below, please'


def test_a_row_with_too_many_columns_is_left_out():
    found = read(HEADS + "rally,митинг,митинг,n,a note, with a comma\nmarch,шествие,шеру,n,\n", "g.csv")
    assert found.terms == (term(3, en="march", ru="шествие", kk="шеру"),)
    (problem,) = found.problems
    assert (problem.code, problem.severity, problem.place) == ("glossary-row", Severity.WARNING, Place("g.csv", 2))
    assert problem.message == "6 columns where the first line has 5"
    assert "quotation marks" in problem.hint


def test_a_row_that_cannot_be_read_is_said():
    found = read(HEADS + "rally,митинг,митинг,n,\n" + "a" * 200_000 + "\n")
    assert found.terms == (term(2, en="rally", ru="митинг", kk="митинг"),)
    (problem,) = found.problems
    assert (problem.code, problem.place) == ("glossary-row", Place(NAME, 3))
    assert problem.hint


def test_a_quotation_mark_that_is_not_closed_is_said_and_costs_one_row():
    found = read('term_en,term_ru\nrally,"митинг\nmarch,шествие\nstrike,забастовка\n')
    assert found.terms == (term(3, en="march", ru="шествие"), term(4, en="strike", ru="забастовка"))
    (problem,) = found.problems
    assert (problem.code, problem.place) == ("glossary-row", Place(NAME, 2))
    assert "quotation mark" in problem.hint


@pytest.mark.parametrize("text", ["x" * 200_000, '"term_en,term_ru\nrally,митинг\n'])
def test_a_first_line_that_cannot_be_read_is_said(text):
    found = read(text)
    assert (found.terms, [problem.code for problem in found.problems]) == ((), ["glossary-row"])


def test_a_row_of_two_lines_stands_where_it_begins():
    found = read('term_en,term_ru\nrally,"митинг\n(акция)"\n\nmarch,шествие,x\n')
    assert [row.line for row in found.terms] == [2]
    assert [problem.place for problem in found.problems] == [Place(NAME, 5)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "en,ru\nrally,митинг\n",
        "pos,note\nn,x\n",
        "rally,митинг\n",
    ],
)
def test_without_a_column_of_a_language_nothing_is_read(text):
    found = read(text)
    assert (found.terms, found.locales) == ((), ())
    (problem,) = found.problems
    assert (problem.code, problem.place) == ("glossary-row", Place(NAME))
    assert problem.message == "no column is a language"
    assert "term_en" in problem.hint


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("strike", ["strike"]),
        ("strike; walkout", ["strike", "walkout"]),
        ("strike / walkout;stoppage", ["strike", "walkout", "stoppage"]),
        ("Организация Объединённых Наций (ООН)", ["Организация Объединённых Наций", "ООН"]),
        ("Біріккен Ұлттар Ұйымы (БҰҰ); БҰҰ", ["Біріккен Ұлттар Ұйымы", "БҰҰ"]),
        ("«Самрук-Казына»", ["Самрук-Казына"]),
        ("wages, salaries", ["wages, salaries"]),
        ("КНБ (Комитет (гос.) безопасности)", ["КНБ", "Комитет безопасности"]),
        ("", []),
        (" ; ", []),
    ],
)
def test_variants(cell, found):
    assert list(variants(cell)) == found


FORMS = {
    "ru": {
        "забастовка": "забастовки забастовок забастовкой забастовкам",
        "бастовать": "бастуют бастовал бастующий",
        "профсоюз": "профсоюза профсоюзов профсоюзный профсоюзами",
        "рабочий": "рабочего рабочие рабочими",
        "работник": "работника работникам",
        "закон": "закона законы законов законам",
        "суд": "суда суды судов",
        "право": "права прав правам",
        "протест": "протеста протесты протестов",
        "полиция": "полиции полицией полицейский",
        "нефтяник": "нефтяника нефтяников",
        "съёмка": "съемка съемки",
        "Алматы": "Алматы",
    },
    "kk": {
        "кәсіподақ": "кәсіподағы кәсіподақтар кәсіподаққа кәсіподағының",
        "құқық": "құқығы құқықтар құқығын құқықтық",
        "халық": "халқы халықтың халқының халыққа",
        "иесі": "иесі иесінің иесіне иелері",
        "жұмысшы": "жұмысшылар жұмысшының жұмысшыларға",
        "ереуіл": "ереуілдің ереуілге ереуілі",
        "мұнайшы": "мұнайшылар мұнайшының",
        "кітап": "кітабы кітаптар кітапты",
        "заң": "заңы заңдар заңның",
        "сот": "соты соттың сотқа",
        "көше": "көшесі көшеде көшелер",
        "қала": "қаласы қаланың қалада",
        "үкімет": "үкіметтің үкіметі",
        "жұмыс беруші": "жұмыс",
    },
    "en": {"strike": "strike strikes Strike"},
}


@pytest.mark.parametrize(
    ("tag", "word", "form"),
    [(tag, word, form) for tag, words in FORMS.items() for word, forms in words.items() for form in forms.split()],
)
def test_forms_of_a_word_begin_with_its_stem(tag, word, form):
    assert fold(form).startswith(stems(word, tag)[0])


@pytest.mark.parametrize(
    ("tag", "word", "form"),
    [
        ("kk", "орын", "орны"),
        ("kk", "орын", "орындар"),
        ("kk", "ерік", "еркі"),
        ("kk", "ауыл", "аулы"),
        ("kk", "ауыл", "ауылдар"),
        ("kk", "қауіп", "қаупі"),
        ("ru", "день", "дня"),
        ("ru", "день", "деньги"),
        ("ru", "рынок", "рынка"),
        ("ru", "закон", "закона"),
        ("en", "day", "days"),
    ],
)
def test_a_vowel_may_go(tag, word, form):
    assert fold(form).startswith(beginnings(word, tag))


def test_words_that_keep_their_vowels_have_one_beginning():
    assert beginnings("забастовка", "ru") == (stem("забастовка", "ru"),)
    assert beginnings("қала", "kk") == (stem("қала", "kk"),)
    assert not "аудан".startswith(beginnings("ауыл", "kk"))


@pytest.mark.parametrize(
    ("tag", "word", "other"),
    [
        ("ru", "забастовка", "забава"),
        ("ru", "профсоюз", "профессия"),
        ("ru", "рабочий", "работа"),
        ("ru", "полиция", "политика"),
        ("ru", "протест", "процент"),
        ("kk", "кәсіподақ", "кәсіпкер"),
        ("kk", "жұмысшы", "жұмыртқа"),
        ("kk", "мұнайшы", "мұнара"),
        ("kk", "үкімет", "үкі"),
        ("en", "strike", "strikt"),
    ],
)
def test_other_words_do_not(tag, word, other):
    assert not other.startswith(stem(word, tag))


def test_short_words_are_their_own_stems():
    assert [stem(word, "ru") for word in ("суд", "и", "")] == ["суд", "и", ""]
    assert [stem(word, "kk") for word in ("ел", "сот")] == ["ел", "сот"]
    assert stem("Strikes", "en") == "strikes"


@pytest.mark.parametrize(
    ("phrase", "tag", "count"),
    [
        ("закон о труде", "ru", 2),
        ("жұмыс беруші", "kk", 2),
        ("wages and salaries", "en", 3),
        ("и в", "ru", 2),
        ("", "ru", 0),
        ("Ақ-Бұлақ", "kk", 1),
    ],
)
def test_the_words_of_a_phrase(phrase, tag, count):
    assert len(stems(phrase, tag)) == count


def test_words_with_a_hyphen_are_whole():
    assert list(words_of("Самрук-Казына, don’t 5 %, «слово»")) == ["Самрук-Казына", "don’t", "5", "слово"]


def test_letters_are_folded():
    assert fold("ЁЛКА") == "елка"
