"""In the tables, `~` stands for a no-break space, and brackets for what must not be broken."""

import time

import pytest

from kitapsha.typography import apply, html_text, nowrap_spans

RUSSIAN = [
    # before the dash
    ("Жанаозен — город нефтяников", "Жанаозен~— город нефтяников"),
    ("слово  — два пробела", "слово~— два пробела"),
    ("строка\n— новая", "строка~— новая"),
    ("— Нет, — сказал он", "— Нет,~— сказал он"),
    # signs
    ("дело № 15", "дело №~15"),
    ("дело №15", "дело №~15"),
    ("§ 3 и §4", "§~3 и~§~4"),
    ("§§ 3 и 4", "§§~3 и~4"),
    # numbers
    ("2011 г. было 17 тыс. рабочих", "2011~г. было 17~тыс. рабочих"),
    ("в XX в. и XXI вв.", "в~XX~в. и~XXI~вв."),
    ("5 млн ₸, 3,5 млрд руб.", "5~млн~₸, 3,5~млрд~руб."),
    ("26 % и 26%", "26~% и~26%"),
    ("12 км, 3 кг, 7 т, 40 °C", "12~км, 3~кг, 7~т, 40~°C"),
    ("7 топоров, 3 километра, 5 городов", "7 топоров, 3 километра, 5 городов"),
    # abbreviations
    ("суды и т. д.", "суды и~т.~д."),
    ("и т.~д.", "и~т.~д."),
    ("Т. е. так, т. к. и т. п., до н. э.", "Т.~е. так, т.~к. и~т.~п., до~н.~э."),
    # initials
    ("А. Байтурсынов и А. Б. Ёлкин", "А.~Байтурсынов и~А.~Б.~Ёлкин"),
    ("с Қ. Ертаевым", "с~Қ.~Ертаевым"),
    ("Точка. Новое предложение", "Точка. Новое предложение"),
    # short words
    ("В городе на берегу", "В~городе на~берегу"),
    ("и в этом, а не в том", "и~в~этом, а~не~в~том"),
    ("о «Казмунайгазе» (и с ним)", "о~«Казмунайгазе» (и~с~ним)"),
    ("кто-то и что-то", "кто-то и~что-то"),
    ("он ли же бы это", "он~ли~же~бы это"),
    ("желание бывало", "желание бывало"),
    # beside markup
    ("приговор по ", "приговор по~"),
    (" — сказал", "~— сказал"),
    (" ли это", "~ли это"),
    # left alone
    ("уже~— так, дело №\u202f5", "уже~— так, дело №\u202f5"),
    ('"прямые" кавычки - и дефис...', '"прямые" кавычки - и~дефис...'),
    ("17 000 человек", "17 000 человек"),
    ("", ""),
]

KAZAKH = [
    ("Жаңаөзен — мұнайшылар қаласы", "Жаңаөзен~— мұнайшылар қаласы"),
    ("№ 5 іс, №5 іс, § 2", "№~5 іс, №~5 іс, §~2"),
    ("2011 ж. 17 мың адам, XX ғ.", "2011~ж. 17~мың адам, XX~ғ."),
    ("1990–2016 жж. 3 млрд ₸", "1990–2016~жж. 3~млрд~₸"),
    ("30 мыңдаған", "30 мыңдаған"),
    ("мұнай, газ және т. б.", "мұнай, газ және т.~б."),
    ("т. с. с., б. з. д., б. з. б.", "т.~с.~с., б.~з.~д., б.~з.~б."),
    ("А. Байтұрсынов, Ұ. Әбішев", "А.~Байтұрсынов, Ұ.~Әбішев"),
    ("жиналыс та өтті, сен де кел", "жиналыс~та өтті, сен~де кел"),
    ("рас па, келді ме, сол ғой", "рас~па, келді~ме, сол~ғой"),
    ("сол дауыс, осы тау", "сол дауыс, осы тау"),
    ("26%-ға 31 %", "26%-ға 31~%"),
]

ENGLISH = [
    ("Zhanaozen — a town", "Zhanaozen — a~town"),
    ("§ 5, No 5 and 12 km", "§~5, No 5 and 12~km"),
    ("3 million people, 5 billion ₸", "3~million people, 5~billion~₸"),
    ("3 millions", "3 millions"),
    ("e. g. this, i. e. that", "e.~g. this, i.~e. that"),
    ("A. Baitursynov", "A.~Baitursynov"),
    ("A plan I made", "A~plan I~made"),
]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [("ru", *case) for case in RUSSIAN] + [("kk", *case) for case in KAZAKH] + [("en", *case) for case in ENGLISH],
)
def test_spaces(lang, text, expected):
    assert apply(text.replace("~", "\u00a0"), lang).replace("\u00a0", "~") == expected


@pytest.mark.parametrize("lang", ["ru-RU", "ru-Cyrl", "RU", "ru-KZ"])
def test_regions_speak_their_language(lang):
    assert apply("в 2011 г.", lang) == "в\u00a02011\u00a0г."


@pytest.mark.parametrize("lang", ["de", "kk-Latn", "kk-Arab", "", "en-Cyrl", "x"])
def test_what_has_no_table_is_unchanged(lang):
    text = "№ 5 — 12 km и т. д. 3 млн ₸"
    assert apply(text, lang) == text


TOGETHER = [
    # numbers with endings
    ("ru", "16-летний и 2-го, 1990-е", "[16-летний] и [2-го], [1990-е]"),
    ("kk", "20-ға дейін, 2011-жылы, 10-15-тен", "[20-ға] дейін, [2011-жылы], [10-15-тен]"),
    ("kk", "3,5%-ға өсті, %-ға, 26\u00a0%-ға", "[3,5%-ға] өсті, [%-ға], 26\u00a0[%-ға]"),
    ("kk", "17\u00a0000-ға", "17\u00a0[000-ға]"),
    ("kk", "№\u00a05-бап (32-бап)", "№\u00a0[5-бап] ([32-бап])"),
    ("en", "a 5-year plan since the mid-1990s", "a [5-year] plan since the mid-1990s"),
    ("kk", "20\u2010ға, 20\u2011ға", "[20\u2010ға], [20\u2011ға]"),
    # abbreviations with endings
    ("kk", "ҚР-дағы, БҰҰ-ның, ҚазҰУ-дың", "[ҚР-дағы], [БҰҰ-ның], [ҚазҰУ-дың]"),
    ("kk", "ЮНЕСКО-ға YouTube-тағы QR-код", "[ЮНЕСКО-ға] [YouTube-тағы] [QR-код]"),
    ("kk", "XX-ғасыр, I-том, 40\u00a0°C-қа", "[XX-ғасыр], [I-том], 40\u00a0[°C-қа]"),
    ("en", "COVID-19 and G20-style", "[COVID-19] and [G20-style]"),
    # ranges
    ("ru", "2010–2016 гг., 5–7%, 1,5–2,5", "[2010–2016] гг., [5–7%], [1,5–2,5]"),
    ("ru", "2010—2016, XIX–XX вв., 2010-2016", "[2010—2016], [XIX–XX] вв., [2010-2016]"),
    ("kk", "2010–2016-жылдары", "[2010–2016-жылдары]"),
    # neither
    ("kk", "Қасым-Жомарт Тоқаев, ойын-сауық", "Қасым-Жомарт Тоқаев, ойын-сауық"),
    ("ru", "Алматы–Астана, какой-то, Самрук-Казына", "Алматы–Астана, какой-то, Самрук-Казына"),
    ("ru", "САЛТЫКОВ-ЩЕДРИН, - и -5", "САЛТЫКОВ-ЩЕДРИН, - и -5"),
    ("ru", "2010 – 2016, 5 - 6", "2010 – 2016, 5 - 6"),
    (
        "en",
        "https://example.org/2011-report-en www.a.kz/20-b c@5-d.kz",
        "https://example.org/2011-report-en www.a.kz/20-b c@5-d.kz",
    ),
    ("en", "", ""),
    # a language without a table: numbers only
    ("de", "die 16-jährige GDL-nahe 2010–2016", "die [16-jährige] GDL-nahe [2010–2016]"),
]


@pytest.mark.parametrize(("lang", "text", "expected"), TOGETHER)
def test_pieces_that_hold_together(lang, text, expected):
    pieces = nowrap_spans(text, lang)
    assert "".join(f"[{piece}]" if kept else piece for piece, kept in pieces) == expected
    assert "".join(piece for piece, _ in pieces) == text
    assert all(piece for piece, _ in pieces)


def test_html_has_both_and_is_escaped():
    assert html_text("<b> & \"x\" 'y' в 20-ға", "ru") == (
        "&lt;b&gt; &amp; &quot;x&quot; 'y' в\u00a0<span class=\"nowrap\">20-ға</span>"
    )
    assert html_text("1<2-го", "ru") == '1&lt;<span class="nowrap">2-го</span>'


@pytest.mark.parametrize("text", ["1,1", "A-", "-", "a", " ", "№", "1-а,1", "А. ", "и т. ", "2011 ", "%"])
def test_a_long_text_takes_no_long_time(text):
    """Translations are untrusted. Linear work takes a fraction of a second here, quadratic work many seconds."""
    before = time.process_time()
    html_text(text * 15_000, "ru")
    html_text(text * 15_000 + " —", "kk")
    assert time.process_time() - before < 5
