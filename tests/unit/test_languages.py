import gettext
import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest
from babel import Locale, localedata

from kitapsha.languages import (
    autonym,
    direction,
    english_name,
    format_date,
    format_number,
    format_percent,
    is_locale,
    language_name,
    open_graph,
    plural_form,
    plural_header,
)

NBSP = "\u00a0"
DAY = date(2011, 12, 16)

KNOWN = [
    *("en", "ru", "kk", "kk-Latn", "kk-Arab", "kk-KZ", "kk-Cyrl", "kk-Latn-KZ", "pt-BR", "en-GB", "zh-Hant", "zh-TW"),
    *("sr-Latn", "es-419", "ca-valencia", "tlh"),
]
UNKNOWN = [
    *("", "xx", "english", "kk_KZ", "EN", "pt-br", "kk-latn", "kk-", "-kk", "kk-Latn-", "ru-ZZ", "und", "zxx", "mul"),
    *("kk-Xxxx", "kk-Zzzz", "en-u-ca-gregory", "x-private", "../kk", "kk\n", "kk-nonsense", "de-DE-DE", "k", "қаз"),
]


@pytest.mark.parametrize("tag", KNOWN)
def test_locales(tag):
    assert is_locale(tag)


@pytest.mark.parametrize("tag", UNKNOWN)
def test_no_locales(tag):
    assert not is_locale(tag)


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        *[(tag, "ltr") for tag in ("en", "ru", "kk", "kk-Latn", "az-Latn", "pa", "xx", "", "ja")],
        *[(tag, "rtl") for tag in ("ar", "he", "fa", "ur", "kk-Arab", "kk-CN", "pa-PK", "uz-Arab", "ug", "yi", "ckb")],
    ],
)
def test_direction(tag, expected):
    assert direction(tag) == expected


@pytest.mark.parametrize("tag", [name.replace("_", "-") for name in sorted(localedata.locale_identifiers())][::7])
def test_direction_is_that_of_cldr_where_cldr_has_data(tag):
    assert direction(tag) == Locale.parse(tag, sep="-").text_direction


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("ru", "Русский"),
        ("kk", "Қазақша"),
        ("kk-KZ", "Қазақша"),
        ("kk-Cyrl", "Қазақша"),
        ("kk-Latn", "Qazaqşa"),
        ("kk-Arab", "قازاقشا"),
        ("en", "English"),
        ("de", "Deutsch"),
        ("pt-BR", "Português (Brasil)"),
        ("sr-Latn", "Srpski (latinica)"),
        ("ka", "ქართული"),
        ("ar", "العربية"),
        ("zh-TW", "中文 (繁體, 台灣)"),
        ("uz", "O‘zbek"),
        ("tlh", "tlh"),
        ("tt-Latn", "tt-Latn"),
        ("nonsense", "nonsense"),
        ("", ""),
    ],
)
def test_autonym(tag, expected):
    assert autonym(tag) == expected


def test_names_in_other_languages():
    assert language_name("kk", "ru") == "казахский"
    assert language_name("ru", "kk") == "орыс тілі"
    assert language_name("kk-Latn", "ru") == "казахский (латиница)"
    assert language_name("kk", "kk-Latn") == "Қазақша", "no Kazakh in Cyrillic about Kazakh in Latin"
    assert language_name("nonsense", "ru") == "nonsense"
    assert english_name("kk") == "Kazakh"
    assert english_name("kk-Latn") == "Kazakh (Latin)"
    assert english_name("pt-BR") == "Portuguese (Brazil)"
    assert english_name("zh-Hant-TW") == "Chinese (Traditional, Taiwan)"
    assert english_name("tlh") == "Klingon"
    assert english_name("q") == "q"


SLAVIC = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("ru", SLAVIC),
        ("ru-RU", SLAVIC),
        ("uk", SLAVIC),
        ("kk", "nplurals=2; plural=(n != 1);"),
        ("kk-Latn", "nplurals=2; plural=(n != 1);"),
        ("kk-Arab", "nplurals=2; plural=(n != 1);"),
        ("en", "nplurals=2; plural=(n != 1);"),
        ("ky", "nplurals=2; plural=(n != 1);"),
        ("tr", "nplurals=2; plural=(n != 1);"),
        ("fr", "nplurals=2; plural=(n > 1);"),
        ("pt", "nplurals=2; plural=(n != 1);"),
        ("pt-BR", "nplurals=2; plural=(n > 1);"),
        ("ja", "nplurals=1; plural=0;"),
        ("tg", "nplurals=1; plural=0;"),
        ("am", "nplurals=2; plural=(n > 1);"),
        ("ht", "nplurals=2; plural=(n > 1);"),
        ("scn", "nplurals=2; plural=(n != 1);"),
        ("sl", "nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);"),
        ("tlh", "nplurals=2; plural=(n != 1);"),
        ("nonsense", "nplurals=2; plural=(n != 1);"),
    ],
)
def test_plural_header(tag, expected):
    assert plural_header(tag) == expected


@pytest.mark.parametrize("tag", sorted({name.split("_")[0] for name in localedata.locale_identifiers()}))
def test_every_plural_rule_is_a_rule(tag):
    count, _, rule = plural_header(tag).removeprefix("nplurals=").partition("; plural=")
    form = gettext.c2py(rule.removesuffix(";"))
    forms = {form(n) for n in [*range(250), 1000, 1_000_000]}
    assert forms <= set(range(int(count)))
    assert 0 in forms


@pytest.mark.parametrize(
    ("tag", "numbers", "forms"),
    [
        ("ru", (1, 21, 101, 2, 4, 22, 0, 5, 11, 12, 14, 111, -1), (0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2, 2, 0)),
        ("kk", (1, 0, 2, 21), (0, 1, 1, 1)),
        ("ar", (0, 1, 2, 3, 10, 11, 99, 100, 102, 103), (0, 1, 2, 3, 3, 4, 4, 5, 5, 3)),
        ("lt", (1, 21, 2, 10, 11), (0, 0, 1, 2, 2)),
        ("ja", (0, 1, 2), (0, 0, 0)),
        ("scn", (1, 2, 1_000_000), (0, 1, 1)),
        ("mk", (1, 11, 21, 2), (0, 1, 0, 1)),
        ("gd", (1, 11, 2, 12, 3, 10, 20, 0), (0, 0, 1, 1, 2, 2, 3, 3)),
    ],
)
def test_plural_form(tag, numbers, forms):
    assert tuple(plural_form(tag, n) for n in numbers) == forms


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("kk", "2011 жылғы 16 желтоқсан"),
        ("kk-KZ", "2011 жылғы 16 желтоқсан"),
        ("kk-Cyrl", "2011 жылғы 16 желтоқсан"),
        ("ru", "16 декабря 2011 года"),
        ("ru-KZ", "16 декабря 2011 года"),
        ("en", "16 December 2011"),
        ("en-GB", "16 December 2011"),
        ("en-US", "December 16, 2011"),
        ("uk", f"16 грудня 2011{NBSP}р."),
        ("de", "16. Dezember 2011"),
        ("kk-Arab", "16-جەلتوقسان، 2011"),
        ("kk-CN", "16-جەلتوقسان، 2011"),
        ("sr-Latn", "16. decembar 2011."),
        ("kk-Latn", "2011-12-16"),
        ("kk-Latn-KZ", "2011-12-16"),
        ("ru-Latn", "2011-12-16"),
        ("tlh", "2011-12-16"),
        ("nonsense", "2011-12-16"),
    ],
)
def test_dates_in_running_text(tag, expected):
    assert format_date(DAY, tag) == expected


@pytest.mark.parametrize(
    ("tag", "number", "expected"),
    [
        ("ru", 4500, "4500"),
        ("ru", 17000, f"17{NBSP}000"),
        ("ru", -1234567, f"-1{NBSP}234{NBSP}567"),
        ("kk", 9999, "9999"),
        ("kk", 10000, f"10{NBSP}000"),
        ("kk", 3.5, "3,5"),
        ("kk", Decimal("12345.25"), f"12{NBSP}345,25"),
        ("en", 4500, "4,500"),
        ("de", 4500, "4.500"),
        ("fr", 4500, f"4{NBSP}500"),
        ("kk-Latn", 4500, "4500"),
        ("kk-Latn", 17000, f"17{NBSP}000"),
        ("nonsense", 0, "0"),
    ],
)
def test_numbers(tag, number, expected):
    assert format_number(number, tag) == expected


@pytest.mark.parametrize(
    ("tag", "number", "expected"),
    [
        ("ru", 26, f"26{NBSP}%"),
        ("kk", 26, "26%"),
        ("en", 26, "26%"),
        ("de", 100, f"100{NBSP}%"),
        ("kk", 7.5, "7,5%"),
        ("ru", Decimal("0.1"), f"0,1{NBSP}%"),
        ("kk-Latn", 26, "26%"),
    ],
)
def test_per_cent(tag, number, expected):
    assert format_percent(number, tag) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("ru", "ru_RU"),
        ("kk", "kk_KZ"),
        ("kk-Latn", "kk_KZ"),
        ("kk-Arab", "kk_CN"),
        ("en", "en_US"),
        ("en-GB", "en_GB"),
        ("pt-BR", "pt_BR"),
        ("sr-Latn", "sr_RS"),
        ("nonsense", "nonsense"),
    ],
)
def test_open_graph(tag, expected):
    assert open_graph(tag) == expected


def test_babel_is_loaded_only_when_needed():
    script = "import sys, kitapsha.languages; sys.exit('babel' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], env={"PYTHONPATH": ":".join(sys.path)}).returncode == 0
