"""Numbers, dates and units as three languages write them. In the tables `~` stands for a no-break space."""

from __future__ import annotations

import pytest

from kitapsha.numberwords import clocks, spoken
from kitapsha.numerals import numbers, plain
from kitapsha.units import Unit, measures, months, units, weekdays


def read(text, tag):
    return numbers(text.replace("~", "\u00a0"), tag)


# --- values: of each number one of its readings --------------------------------------------------

VALUES = [
    # whole numbers and groups
    ("en", "17 people", "17"),
    ("en", "1500", "1500"),
    ("en", "1,500 people", "1500"),
    ("en", "12,345,678 people", "12345678"),
    ("en", "1~500 people", "1500"),
    ("en", "0 and 007", "0 7"),
    ("ru", "17 000 человек", "17000"),
    ("ru", "17~000 человек", "17000"),
    ("ru", "17\u202f000 человек", "17000"),
    ("ru", "17\u2009000 человек", "17000"),
    ("ru", "2 500 000 тонн", "2500000"),
    ("ru", "в 2011 100 человек", "2011 100"),
    ("ru", "1 2", "1 2"),
    ("kk", "1 500 адам", "1500"),
    ("kk", "17~000-ға", "17000"),
    ("en", "1’500", "1500"),
    # decimal signs
    ("en", "1.5", "1.5"),
    ("en", "0.50", "0.5"),
    ("en", "1,500.50", "1500.5"),
    ("ru", "1,5", "1.5"),
    ("ru", "12 345,67", "12345.67"),
    ("ru", "1.234.567", "1234567"),
    ("kk", "3,5", "3.5"),
    # fractions
    ("en", "½", "0.5"),
    ("en", "1/2 and 3/4", "0.5 0.75"),
    ("en", "¼ or ⅓", "0.25 1/3"),
    ("ru", "½ или 1/2", "1/2 1/2"),
    ("kk", "1/4", "0.25"),
    ("en", "24/7", "24/7"),
    ("en", "1½ and 2 ¾", "1.5 2.75"),
    ("ru", "в 2011 ½", "2011 0.5"),
    # scales of maps, and what is no time
    ("ru", "1:10 000", "1:10000"),
    ("en", "1:10,000", "1:10000"),
    ("ru", "в 1:10 150 человек", "t1:10 150"),
    ("en", "12:60", "12:60"),
    ("ru", "12:60", "12:60"),
    # scales
    ("en", "3 million", "3000000"),
    ("en", "3.5~billion", "3500000000"),
    ("en", "10k and £5m", "10000 5000000"),
    ("en", "2 trillion", "2000000000000"),
    ("en", "3.5bn, 3mn", "3500000000 3000000"),
    ("ru", "5 миллионеров, 2 тысячелетия", "5 2"),
    ("kk", "5 миллионер, 2 мыңжылдық", "5 2"),
    ("en", "5 thousandths", "5"),
    ("ru", "3 млн", "3000000"),
    ("ru", "3,5~млрд", "3500000000"),
    ("ru", "5 тыс. человек", "5000"),
    ("ru", "5 тысяч человек", "5000"),
    ("ru", "2,5 миллиона", "2500000"),
    ("kk", "3 млн", "3000000"),
    ("kk", "17 мың адам", "17000"),
    ("kk", "3,5 миллиард", "3500000000"),
    # ranges
    ("en", "5–10 and 5-10", "5 10 5 10"),
    ("en", "1990–2016", "1990 2016"),
    ("ru", "5–7 %", "5 7"),
    ("kk", "10-15-тен", "10 15"),
    # with endings and signs
    ("en", "the 1st, 2nd, 3rd and 24th", "1 2 3 24"),
    ("en", "the 1990s", "1990"),
    ("en", "a 5-year plan, 10km", "5 10"),
    ("en", "$5, 10%, №5", "5 10 5"),
    ("ru", "16-летний, 2-го, 1990-е", "16 2 1990"),
    ("ru", "5км, 10мин, 20°C", "5 10 20"),
    ("kk", "20-ға, 2011-жылы, 5-бап", "20 2011 5"),
    # names have no numbers
    ("en", "A4, MP3, G20, COVID-19, 5G", ""),
    ("ru", "А4, MP3, COVID-19", ""),
    ("kk", "А4, COVID-19", ""),
    ("en", "the mid-1990s, pre-2011, under-18s", "1990 2011 18"),
    ("en", "MiG-29, a covid-19 ward", ""),
    # nothing
    ("en", "", ""),
    ("ru", "ничего", ""),
]


@pytest.mark.parametrize(("tag", "text", "values"), VALUES)
def test_values(tag, text, values):
    found = read(text, tag)
    assert len(found) == len(values.split())
    assert all(value in number.readings for number, value in zip(found, values.split(), strict=True))


@pytest.mark.parametrize(("tag", "text", "values"), VALUES)
def test_numbers_know_their_place(tag, text, values):
    shown = text.replace("~", "\u00a0")
    found = read(text, tag)
    assert all(shown[number.start : number.end] == number.text for number in found)
    assert [number.start for number in found] == sorted(number.start for number in found)


def test_one_value_is_not_another():
    (number,) = read("1,500", "en")
    assert number.readings == {"1500"}
    (number,) = read("1,5", "ru")
    assert number.readings == {"1.5"}
    (number,) = read("3 million", "en")
    assert number.readings == {"3000000"}


@pytest.mark.parametrize(
    ("tag", "text", "own", "foreign"),
    [
        ("ru", "1,500", "1.5", "1500"),
        ("ru", "1.5", None, "1.5"),
        ("ru", "12,345.67", None, "12345.67"),
        ("ru", "1,500,000", None, "1500000"),
        ("kk", "3.5", None, "3.5"),
        ("en", "1,5", None, "1.5"),
        ("en", "1.234,5", None, "1234.5"),
        ("ru", "1.500", None, "1500"),
        ("ru", "1.5 млн", None, "1500000"),
    ],
)
def test_the_notation_of_the_other_language_is_known_as_such(tag, text, own, foreign):
    (number,) = read(text, tag)
    assert foreign in number.foreign
    assert foreign not in number.readings
    assert own is None or own in number.readings


def test_what_is_written_as_in_the_language_is_not_foreign():
    for tag, text in (("ru", "1,5"), ("ru", "17 000"), ("kk", "12 345,67"), ("en", "1.5"), ("en", "1,500.50")):
        (number,) = read(text, tag)
        assert not number.foreign


def test_ordinary_spaces_between_groups_are_found():
    text = "около 2 500 000 человек"
    (number,) = read(text, "ru")
    assert number.spaced == (7, 11)
    assert read("2~500~000", "ru")[0].spaced == ()
    assert read("2500000", "ru")[0].spaced == ()


def test_a_scale_is_said():
    assert [number.scaled for number in read("3 млн и 5", "ru")] == [True, False]


# --- times ------------------------------------------------------------------------------------------------------

TIMES = [
    ("en", "8:30", "t8:30"),
    ("en", "08:30", "t8:30"),
    ("en", "20:00", "t20:00"),
    ("en", "8 pm", "t20:00"),
    ("en", "8 pm", "20"),
    ("en", "8~p.m.", "t20:00"),
    ("en", "8.30 pm", "t20:30"),
    ("en", "8:30 p.m.", "t20:30"),
    ("en", "8pm", "t20:00"),
    ("en", "8 am", "t8:00"),
    ("en", "8:15 a.m.", "t8:15"),
    ("en", "12 pm", "t12:00"),
    ("en", "12:30 pm", "t12:30"),
    ("en", "12 am", "t0:00"),
    ("en", "12:30 am", "t0:30"),
    ("en", "12 midnight", "t0:00"),
    ("en", "12 midnight", "t24:00"),
    ("en", "12 midnight", "0"),
    ("en", "12 noon", "12"),
    ("en", "9 at night", "t21:00"),
    ("en", "2 at night", "t2:00"),
    ("en", "12 at night", "t0:00"),
    ("en", "8 in the evening", "t20:00"),
    ("en", "3 in the afternoon", "t15:00"),
    ("en", "8 in the morning", "t8:00"),
    ("en", "8 o’clock in the evening", "20"),
    ("en", "12 o’clock midnight", "t0:00"),
    ("ru", "8:30", "t8:30"),
    ("ru", "20.00", "t20:00"),
    ("ru", "08:00", "8"),
    ("kk", "сағат 20.00", "t20:00"),
    ("kk", "9:05", "t9:05"),
]


@pytest.mark.parametrize(("tag", "text", "reading"), TIMES)
def test_times(tag, text, reading):
    (number,) = read(text, tag)
    assert reading in number.readings


@pytest.mark.parametrize(
    ("tag", "text", "reading"),
    [("en", "8 pm", "t8:00"), ("en", "12 am", "t12:00"), ("en", "12 pm", "t0:00"), ("en", "8 am", "t20:00")],
)
def test_the_other_half_of_the_day(tag, text, reading):
    (number,) = read(text, tag)
    assert reading not in number.readings


def test_half_past_midnight_is_not_the_end_of_the_day():
    assert not {"t24:00", "t24:30"} & numbers("12:30 am", "en")[0].readings


def test_hours_of_a_range():
    first, last = read("9 a.m. to 5 p.m.", "en")
    assert "t9:00" in first.readings
    assert "t17:00" in last.readings


AGREE = [
    ("8 pm", "20:00"),
    ("8 pm", "20.00"),
    ("8 pm", "8 вечера"),
    ("8:30 p.m.", "20:30"),
    ("8:30 am", "8:30"),
    ("12:30 am", "0:30"),
    ("12 midnight", "24:00"),
    ("12 midnight", "00:00"),
    ("12 noon", "12:00"),
    ("from 9 a.m. to 5 p.m.", "с 9:00 до 17:00"),
    ("5 thousand and 3.5 million", "5 тыс. и 3,5 млн"),
    ("17,000", "17 000"),
    ("1.50", "1,5"),
    ("1/2", "½"),
    ("2011-12-16", "2011-12-16"),
    ("the XIX century", "ХІХ век"),
]
DIFFER = [("17", "71"), ("1,500", "1,5"), ("3 million", "3 млрд"), ("8:30", "9:30"), ("8 pm", "21:00"), ("XIX", "XX")]


@pytest.mark.parametrize(("source", "target"), AGREE)
def test_texts_that_agree(source, target):
    pairs = zip(read(source, "en"), read(target, "ru"), strict=True)
    assert all(one.readings & other.readings for one, other in pairs)


@pytest.mark.parametrize(("source", "target"), DIFFER)
def test_texts_that_do_not(source, target):
    pairs = zip(read(source, "en"), read(target, "ru"), strict=True)
    assert not any(one.readings & other.readings for one, other in pairs)


# --- dates, phones, Roman numbers -----------------------------------------------------------------------------


@pytest.mark.parametrize("tag", ["en", "ru", "kk"])
@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("2011-12-16", "2011 m12 16"),
        ("16.12.2011", "16 m12 2011"),
        ("16.12.11", "16 m12 2011"),
        ("05.06.99", "5 m6 1999"),
        ("16/12/2011", "16 m12 2011"),
        ("12/16/2011", "m12 16 2011"),
    ],
)
def test_dates(tag, text, values):
    found = read(text, tag)
    assert len(found) == 3
    assert all(value in number.readings for number, value in zip(found, values.split(), strict=True))


@pytest.mark.parametrize("tag", ["en", "ru", "kk"])
@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("+7 727 123-45-67", "77271234567"),
        ("+7 (727) 123-45-67", "77271234567"),
        ("(727) 123 4567", "7271234567"),
        ("8-800-555-35-35", "88005553535"),
        ("123-45-67", "1234567"),
    ],
)
def test_a_telephone_number_is_one_number(tag, text, digits):
    (number,) = read(f"a {text}, b", tag)
    assert (number.text, number.readings) == (text, {f"p{digits}"})


ROMAN = [
    ("en", "the XIX century", "19"),
    ("en", "Henry VIII, Louis XIV", "8 14"),
    ("en", "MMXXVI", "2026"),
    ("ru", "XX в. и XXI вв.", "20 21"),
    ("ru", "II и III", "2 3"),
    ("ru", "ХХІ век, ХІХ век, ХХ век", "21 19 20"),
    ("ru", "глава V", "5"),
    ("kk", "XX ғасыр, ІІ тарау, ІV бөлім", "20 2 4"),
    ("en", "I think so, A. C. Clarke, C and D", ""),
    ("ru", "В. С. Ильин, М. Горький, МИР, СССР", ""),
    ("kk", "І. Есенберлин, ҚР", ""),
    ("en", "IIII, VX, XXL", ""),
]


@pytest.mark.parametrize(("tag", "text", "values"), ROMAN)
def test_roman_numbers(tag, text, values):
    found = read(text, tag)
    assert [number.readings for number in found] == [{value} for value in values.split()]
    assert all(number.roman for number in found)


# --- words ------------------------------------------------------------------------------------------------------

SURE = [
    ("en", "seventeen people", "17"),
    ("en", "twenty-five", "25"),
    ("en", "Twenty five", "25"),
    ("en", "the twenty-first", "21"),
    ("en", "three hundred", "300"),
    ("en", "two thousand five hundred", "2500"),
    ("en", "forty-two thousand", "42000"),
    ("en", "two million three hundred thousand", "2300000"),
    ("en", "two, three", "2 3"),
    ("en", "ten to twelve", "10 12"),
    ("en", "two three", "2 3"),
    ("en", "one hundred and five", "105"),
    ("en", "six hundred and fifty", "650"),
    ("en", "two thousand and five hundred", "2500"),
    ("en", "two hundred and three hundred", "200 300"),
    ("en", "twenty and five", "20 5"),
    ("en", "nineteen ninety", "1990"),
    ("en", "nineteen eighty-six", "1986"),
    ("en", "twenty eleven", "2011"),
    ("en", "nineteen hundred", "1900"),
    ("ru", "семнадцать человек", "17"),
    ("ru", "Двадцать пять", "25"),
    ("ru", "двадцать первый", "21"),
    ("ru", "триста", "300"),
    ("ru", "две тысячи пятьсот", "2500"),
    ("ru", "сорок две тысячи", "42000"),
    ("ru", "два миллиона триста тысяч", "2300000"),
    ("ru", "тысяча девятьсот девяносто первый год", "1991"),
    ("ru", "пятнадцатилетний", "15"),
    ("ru", "в пятидесятых", "50"),
    ("ru", "трое, вдвоём, пятеро", "3 2 5"),
    ("ru", "два-три, три четыре", "2 3 3 4"),
    ("ru", "двухсот, трёхсот, четырехсот", "200 300 400"),
    ("ru", "двухтысячный, пятитысячная", "2000 5000"),
    ("ru", "двухлетний, трёхэтажный", "2 3"),
    ("kk", "он жеті адам", "17"),
    ("kk", "Жиырма бес", "25"),
    ("kk", "жиырма бірінші", "21"),
    ("kk", "үш жүз", "300"),
    ("kk", "екі мың бес жүз", "2500"),
    ("kk", "қырық екі мың", "42000"),
    ("kk", "екі миллион үш жүз мың", "2300000"),
    ("kk", "мың тоғыз жүз тоқсан бірінші жыл", "1991"),
    ("kk", "отызға, алтыдан", "30 6"),
    ("kk", "екі-үш", "2 3"),
    ("kk", "үштен бір", "3"),
]


@pytest.mark.parametrize(("tag", "text", "values"), SURE)
def test_number_words(tag, text, values):
    found = spoken(text, tag)
    assert [value for value, _, _ in found.sure] == values.split()
    assert set(values.split()) <= found.values
    assert all(0 <= start < end <= len(text) for _, start, end in found.sure)


def test_the_place_of_number_words():
    text = "about twenty-five people"
    ((_, start, end),) = spoken(text, "en").sure
    assert text[start:end] == "twenty-five"


VAGUE = [
    ("en", "one", "1"),
    ("en", "a second look", "2"),
    ("en", "both", "2"),
    ("en", "hundreds", "100"),
    ("en", "thousands", "1000"),
    ("ru", "один", "1"),
    ("ru", "второй", "2"),
    ("ru", "оба", "2"),
    ("ru", "сотни", "100"),
    ("ru", "тысячи", "1000"),
    ("kk", "бір", "1"),
    ("kk", "екінші", "2"),
    ("kk", "жүздеген", "100"),
    ("kk", "мыңдаған", "1000"),
]


@pytest.mark.parametrize(("tag", "text", "value"), VAGUE)
def test_vague_words_may_be_numbers(tag, text, value):
    found = spoken(text, tag)
    assert found.sure == ()
    assert value in found.values


IMPLIED = [
    ("en", "half an hour", "30"),
    ("en", "a quarter of an hour", "15"),
    ("en", "a fortnight", "14"),
    ("en", "at noon", "12"),
    ("en", "at midnight", "0"),
    ("en", "a decade", "10"),
    ("ru", "полчаса", "30"),
    ("ru", "полгода", "6"),
    ("ru", "полдюжины", "6"),
    ("ru", "полсотни", "50"),
    ("ru", "полкило", "500"),
    ("ru", "пол-литра", "500"),
    ("ru", "полмиллиона", "500000"),
    ("ru", "полстакана", "0.5"),
    ("ru", "полтора часа", "1.5"),
    ("ru", "четверть часа", "15"),
    ("ru", "неделя", "7"),
    ("ru", "сутки", "24"),
    ("ru", "полдень", "12"),
    ("ru", "десятилетие", "10"),
    ("kk", "жарты сағат", "30"),
    ("kk", "бір жарым", "1.5"),
    ("kk", "ширек сағат", "15"),
    ("kk", "тәулік бойы", "24"),
    ("kk", "апта", "7"),
    ("kk", "ғасыр", "100"),
    ("kk", "үштен бір", "0.333"),
    ("kk", "мыңжылдық", "1000"),
]


@pytest.mark.parametrize(("tag", "text", "value"), IMPLIED)
def test_words_that_stand_for_numbers(tag, text, value):
    assert value in spoken(text, tag).values


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("en", "none of oneself, someone, tend, often, weighted"),
        ("ru", "стол, опять, пятница, семья, сотрудник, стая"),
        ("ru", "полиция, получил, полный, польский, политика, полк, миллионер"),
        ("kk", "алтын, оны, жетім, бесік, үшін, оның"),
    ],
)
def test_words_that_only_look_like_numbers(tag, text):
    assert spoken(text, tag).values == frozenset()


def test_a_third_is_not_four():
    assert "4" not in spoken("үштен бір", "kk").values
    assert "4" not in spoken("one third", "en").values


@pytest.mark.parametrize("tag", ["en", "ru", "kk", "de", "kk-Latn", ""])
def test_no_text_has_no_numbers(tag):
    assert (numbers("", tag), spoken("", tag).values, months("", tag), units("", tag)) == ((), frozenset(), (), ())


# --- months and days --------------------------------------------------------------------------------------------

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
}
DAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "ru": "понедельник вторник среду четверг пятницу субботу воскресенье",
    "kk": "дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі жексенбі",
}


@pytest.mark.parametrize("tag", MONTHS)
def test_months_and_days_in_order(tag):
    assert [named.name for named in months(MONTHS[tag], tag)] == [str(month) for month in range(1, 13)]
    assert [named.name for named in weekdays(DAYS[tag], tag)] == [str(day) for day in range(1, 8)]
    assert [MONTHS[tag][named.start : named.end] for named in months(MONTHS[tag], tag)] == MONTHS[tag].split()
    assert [DAYS[tag][named.start : named.end] for named in weekdays(DAYS[tag], tag)] == DAYS[tag].split()


@pytest.mark.parametrize(
    ("tag", "text", "names"),
    [
        ("en", "Jan 5, Sept. 6, Dec 7", "1 9 12"),
        ("en", "you may march to the mayor; Decemberists", ""),
        ("ru", "Май, в мае, к маю", "5 5 5"),
        ("ru", "в январе, ДЕКАБРЬ", "1 12"),
        ("ru", "маяк", ""),
        ("ru", "майские праздники", "5"),
        ("kk", "Маусымда, қыркүйегі, желтоқсанның", "6 9 12"),
    ],
)
def test_forms_of_months(tag, text, names):
    assert [named.name for named in months(text, tag)] == names.split()


@pytest.mark.parametrize(
    ("tag", "text", "names"),
    [
        ("en", "on Mondays and Sundays", "1 7"),
        ("ru", "в среду, по пятницам, среди", "3 5"),
        ("kk", "сейсенбіде, жұмадан", "2 5"),
    ],
)
def test_forms_of_days(tag, text, names):
    assert [named.name for named in weekdays(text, tag)] == names.split()


# --- units ------------------------------------------------------------------------------------------------------

UNITS = [
    ("en", "5 km, 5km, 5 kilometres", "km km km"),
    ("en", "5 m and 7 metres", "m m"),
    ("en", "3 kg, 20 tonnes", "kg t"),
    ("en", "10%, 10 %, 10 per cent", "percent percent percent"),
    ("en", "$5, 5 dollars, €3, £2", "dollar dollar euro pound"),
    ("en", "₸5 and 5 tenge", "tenge tenge"),
    ("en", "5 minutes, 3 hours, 2 weeks", "minute hour week"),
    ("en", "2 GB and 5 MB", "GB MB"),
    ("en", "I am a man; m or g", ""),
    ("en", "5 t-shirts", ""),
    ("ru", "10 %, 5 ₸, $7, 3 €", "percent tenge dollar euro"),
    ("ru", "в 2011 г., 1990–1995 гг., 5 г соли", "year year g"),
    ("ru", "1000 г соли и 200 г.", "g g"),
    ("ru", "5 руб", "ruble"),
    ("ru", "5-летний, 24-часовой, 3-дневный", "year hour day"),
    ("ru", "часто, часть, частный, часовня", ""),
    ("ru", "летний, летать, лётчик, летчик, годный", ""),
    ("ru", "милиция, метро, суть, дно", ""),
    ("kk", "10 %", "percent"),
    ("kk", "2011 жылғы, 5 жаста, айында, екі күнде", "year year month day"),
    ("kk", "5 м-ге, 10 т-дан", "m t"),
    ("kk", "айтты, айып", ""),
    ("kk", "жастар, жасау, жылдам, жылқы", ""),
    ("kk", "келісім, келін, метро, күнә", ""),
    ("ru", "5 км, 5 километров", "km km"),
    ("ru", "5 м, 10 т, 3 кг", "m t kg"),
    ("ru", "10 процентов", "percent"),
    ("ru", "100 руб., 5 рублей, 7 тенге", "ruble ruble tenge"),
    ("ru", "3 часа, 5 минут, 2 года, 7 лет", "hour minute year year"),
    ("ru", "с т и м", ""),
    ("kk", "5 км, 3 шақырым", "km km"),
    ("kk", "10 пайыз", "percent"),
    ("kk", "5 теңге, 3 доллар", "tenge dollar"),
    ("kk", "3 сағат, 5 күн, 2 апта, 4 ай, 7 жыл", "hour day week month year"),
    ("kk", "5 т, 3 литр", "t l"),
]


@pytest.mark.parametrize(("tag", "text", "names"), UNITS)
def test_units(tag, text, names):
    assert [unit.name for unit in units(text, tag)] == names.split()


def test_a_unit_has_a_dimension_and_a_place():
    assert units("5 km for $3", "en") == (Unit("length", "km", 2, 4), Unit("money", "dollar", 9, 10))


# --- languages without a file, and the spelling of values -----------------------------------------------------


def test_a_language_without_a_file_has_digits_only():
    assert [number.readings for number in read("17 und 1.5", "xx")] == [{"17"}, {"1.5"}]
    assert spoken("seventeen", "xx").values == frozenset()
    assert months("May", "xx") == weekdays("Monday", "xx") == ()
    assert [unit.name for unit in units("5 %, 3 km", "xx")] == ["percent"]


@pytest.mark.parametrize(
    ("value", "text"), [(2, "2"), (1.5, "1.5"), (0.5, "0.5"), (2000, "2000"), (10, "10"), (100.0, "100"), (0, "0")]
)
def test_the_one_spelling_of_a_value(value, text):
    assert plain(value) == text


CLOCKS = [
    ("en", "at half past seven", "t7:30"),
    ("en", "a quarter to seven", "t18:45"),
    ("en", "ten minutes past eight", "t20:10"),
    ("en", "five minutes to one", "t12:55"),
    ("ru", "в половине восьмого", "t19:30"),
    ("ru", "полвосьмого", "t7:30"),
    ("ru", "в четверть первого ночи", "t0:15"),
    ("ru", "без четверти семь", "t6:45"),
    ("ru", "без десяти минут восемь", "t7:50"),
    ("ru", "десять минут восьмого", "t7:10"),
    ("kk", "сағат жеті жарымда", "t7:30"),
    ("kk", "жетіден он бес минут өткенде", "t7:15"),
    ("kk", "сегізге он минут қалғанда", "t7:50"),
]


@pytest.mark.parametrize(("tag", "text", "reading"), CLOCKS)
def test_times_of_the_day_in_words(tag, text, reading):
    (clock,) = clocks(text, tag)
    assert reading in clock.readings
    assert reading in spoken(text, tag).values


@pytest.mark.parametrize(
    ("tag", "text"), [("en", "half a cup without two spoons"), ("ru", "без сахара и соли"), ("kk", "он минут бұрын")]
)
def test_words_that_say_no_time(tag, text):
    assert clocks(text, tag) == ()


SAME = [
    (("en", "18 months"), ("ru", "полтора года")),
    (("en", "48 hours"), ("ru", "двое суток")),
    (("en", "two weeks"), ("kk", "14 күн")),
    (("en", "a year and a half"), ("kk", "18 ай")),
    (("en", "two decades"), ("ru", "двадцать лет")),
    (("en", "1.5 km"), ("ru", "1500 м")),
    (("en", "half a tonne"), ("kk", "500 кг")),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_amount_in_other_units(one, other):
    amounts = [
        {amount for measure in measures(text, tag) for amount in measure.amounts(measure.values)}
        for tag, text in (one, other)
    ]
    assert amounts[0] & amounts[1]


def test_seconds_and_months_are_not_compared():
    (days,), (month,) = measures("30 days", "en"), measures("1 month", "en")
    assert not days.amounts(days.values) & month.amounts(month.values)
