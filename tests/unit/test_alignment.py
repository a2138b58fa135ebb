"""Pairs of a text and its translation: what is found, what is sure, and what text is offered."""

from __future__ import annotations

import math
from pathlib import PurePath

import pytest

from kitapsha import evidence, fitting, lattice, signs
from kitapsha.alignment import Pair, align
from kitapsha.filling import filled, locale_of, slug_of
from kitapsha.model import Catalog, Kind, Message, Previous, Segment
from kitapsha.problems import Place

SOURCE = """
title: Clean water at home
heading: Why water is boiled
Boiling kills all germs within three minutes. The Ministry advised it in 2011, after 300 people had fallen ill.
Askar Nurlanov wrote that 45% of the wells near Shymkent were not safe, and that nobody had been told of it.
heading: Filters
A filter takes out sand and rust, but no germs. See [the list of filters](filters.md#small) at the end.
The price of a small filter was 4,500 tenge in Karaganda and 6,200 tenge in Aktobe, as the association says.
item: A bucket with a lid
item: A ladle with a long handle
heading: In winter
Snow is melted slowly. Marina Petrova, a doctor from Pavlodar, says that three litres a day are enough for one person.
"""
TARGET = """
title: Чистая вода дома
heading: Зачем кипятят воду
Кипячение убивает всех микробов за три минуты. Министерство советовало его в 2011 году, когда заболели 300 человек.
Аскар Нурланов писал, что 45 % колодцев под Шымкентом небезопасны и что об этом никому не сообщили.
heading: Фильтры
Фильтр задерживает песок и ржавчину, но не микробов. См. [перечень фильтров](filters.md#small) в конце.
Маленький фильтр стоил 4500 тенге в Караганде и 6200 тенге в Актобе, как сообщает ассоциация.
item: Ведро с крышкой
item: Черпак с длинной ручкой
heading: Зимой
Снег топят медленно. Марина Петрова, врач из Павлодара, говорит, что трёх литров в день хватает одному человеку.
"""


def document(text: str) -> list[Segment]:
    """One segment a line, with its kind where it is no paragraph."""
    kinds = {
        "title": Kind.TITLE,
        "heading": Kind.HEADING,
        "item": Kind.ITEM,
        "field": Kind.FIELD,
        "note": Kind.FOOTNOTE,
    }
    segments = []
    for number, line in enumerate(text.strip().split("\n"), 1):
        name, colon, rest = line.partition(": ")
        kind = kinds.get(name) if colon else None
        segments.append(Segment(rest if kind else line, kind or Kind.PARAGRAPH, Place("x.md", number)))
    return segments


def brought(source: str, target: str) -> dict[str, Pair]:
    """The pairs by the text of their source, which is found by its beginning."""
    return {pair.source.msgid: pair for pair in align(document(source), document(target))}


def found(pairs: dict[str, Pair], beginning: str) -> Pair | None:
    return next((pair for text, pair in pairs.items() if text.startswith(beginning)), None)


def lines(text: str) -> list[str]:
    return text.strip().split("\n")


def without(text: str, *beginnings: str) -> str:
    kept = [line for line in lines(text) if not line.startswith(beginnings)]
    assert len(kept) == len(lines(text)) - len(beginnings)
    return "\n".join(kept)


def test_a_whole_translation() -> None:
    pairs = align(document(SOURCE), document(TARGET))
    assert [pair.source for pair in pairs] == document(SOURCE)
    assert [pair.text for pair in pairs] == [segment.msgid for segment in document(TARGET)]
    sure = [pair.source.msgid for pair in pairs if pair.sure]
    assert len(sure) == len(pairs)


@pytest.mark.parametrize("gone", range(2, 11))
def test_what_the_translation_lacks_shifts_nothing(gone: int) -> None:
    target = lines(TARGET)
    expected = dict(zip([s.msgid for s in document(SOURCE)], [t.msgid for t in document(TARGET)], strict=True))
    pairs = brought(SOURCE, "\n".join(target[:gone] + target[gone + 1 :]))
    lost = document(SOURCE)[gone].msgid
    assert lost not in pairs or not pairs[lost].sure
    others = {text: pair for text, pair in pairs.items() if text != lost}
    assert len(others) >= 9
    assert all(pair.text == expected[text] for text, pair in others.items())


@pytest.mark.parametrize("place", range(1, 11))
def test_what_the_translation_adds_shifts_nothing(place: int) -> None:
    strange = (
        "В 1998 году редакция получила письмо от читателя из Тараза, который просил написать о колодцах его улицы."
    )
    target = lines(TARGET)
    pairs = brought(SOURCE, "\n".join([*target[:place], strange, *target[place:]]))
    expected = dict(zip([s.msgid for s in document(SOURCE)], [t.msgid for t in document(TARGET)], strict=True))
    assert len(pairs) == len(expected)
    assert all(pair.text == expected[text] for text, pair in pairs.items())


def test_a_paragraph_that_was_cut_in_two_is_offered_whole() -> None:
    target = TARGET.replace("минуты. Министерство", "минуты.\nМинистерство")
    pair = found(brought(SOURCE, target), "Boiling")
    assert pair == Pair(document(SOURCE)[2], document(TARGET)[2].msgid, sure=False)


def test_of_two_paragraphs_made_one_each_is_offered_its_part() -> None:
    target = TARGET.replace("заболели 300 человек.\n", "заболели 300 человек. ")
    pairs = brought(SOURCE, target)
    assert found(pairs, "Boiling") == Pair(document(SOURCE)[2], document(TARGET)[2].msgid, sure=False)
    assert found(pairs, "Askar") == Pair(document(SOURCE)[3], document(TARGET)[3].msgid, sure=False)


def test_a_moved_paragraph_is_found_and_is_not_sure() -> None:
    moved = next(line for line in lines(TARGET) if line.startswith("Маленький"))
    target = without(TARGET, "Маленький") + f"\n{moved}"
    assert found(brought(SOURCE, target), "The price") == Pair(document(SOURCE)[6], moved, sure=False)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("45 %", "54 %"),
        ("2011", "2012"),
        ("[перечень фильтров](filters.md#small)", "перечень фильтров"),
        ("(filters.md#small)", "(https://example.org/)"),
        ("Снег топят медленно", "`Снег` топят медленно"),
        ("одному человеку.", "одному человеку:"),
        ("Кипячение", "Кипячение\\\n"),
        (
            "одному человеку.",
            "одному человеку. Читателям она желает тёплой зимы, сухих дров, крепкой посуды и чистой воды.",
        ),
    ],
)
def test_what_differs_in_what_is_kept_is_not_sure(old: str, new: str) -> None:
    texts = [(a.msgid, b.msgid) for a, b in zip(document(SOURCE), document(TARGET), strict=True)]
    assert sum(old in text for _, text in texts) == 1
    changed = [Segment(one.msgid.replace(old, new), one.kind, one.place) for one in document(TARGET)]
    before = {pair.source.msgid: pair for pair in align(document(SOURCE), document(TARGET))}
    after = {pair.source.msgid: pair for pair in align(document(SOURCE), changed)}
    (source,) = [text for text, translation in texts if old in translation]
    assert before[source].sure
    assert not after[source].sure
    assert after[source].text == before[source].text.replace(old, new)


def test_a_strange_paragraph_of_the_same_length_in_the_same_place_is_not_sure() -> None:
    strange = (
        "Печь кладут летом. Мастер Фёдор Лапшин уверял, что глина любит тепло и что зимой она трескается через два дня."
    )
    old = lines(TARGET)[-1]
    assert abs(len(old) - len(strange)) < 10
    pair = found(brought(SOURCE, TARGET.replace(old, strange)), "Snow")
    assert pair is None or not pair.sure


def test_beside_a_gap_more_is_asked_for() -> None:
    """Nothing but its length and its place speaks for the last heading once the text after it is gone."""
    source = without(SOURCE, "Snow")
    whole = brought(source, without(TARGET, "Снег"))
    assert whole["In winter"].sure
    strange = f"{without(TARGET, 'Снег')}\nРедакция благодарит всех, кто писал ей этой зимой о своих печах и о дровах."
    assert not brought(source, strange)["In winter"].sure


def test_kinds_that_differ_are_not_sure() -> None:
    pair = found(brought(SOURCE, TARGET.replace("\nАскар", "\nitem: Аскар")), "Askar")
    assert pair is not None
    assert not pair.sure


def test_what_is_mostly_copied_is_not_sure() -> None:
    source = (
        f"{SOURCE.strip()}\nMike Whale, *Socialism Today*, no. 182, Campaign Kazakhstan and Transparency International."
    )
    target = (
        f"{TARGET.strip()}\nMike Whale, *Socialism Today*, № 182, Campaign Kazakhstan и Transparency International."
    )
    pair = found(brought(source, target), "Mike")
    assert pair is not None
    assert not pair.sure


def test_headings_keep_their_level() -> None:
    def heading(text: str, section: str) -> signs.Signs:
        return signs.signs(Segment(text, Kind.HEADING, Place("x"), section=section))

    two, three = heading("Water", ""), heading("Wells", "Water")
    assert evidence.kinship(two, two) == 0 > evidence.kinship(two, three)
    paragraph = signs.signs(Segment("Water", Kind.PARAGRAPH, Place("x")))
    assert evidence.kinship(two, paragraph) < evidence.kinship(two, three)


def test_addresses_of_built_pages_become_those_of_the_source() -> None:
    pair = found(brought(SOURCE, TARGET.replace("filters.md#small", "../ru/filters.html#small")), "A filter")
    assert pair is not None
    assert pair.sure
    assert "(filters.md#small)" in pair.text


def test_what_was_not_translated_is_left_out() -> None:
    source = document(SOURCE)
    target = [source[3] if number == 3 else one for number, one in enumerate(document(TARGET))]
    pairs = align(source, target)
    assert source[3] not in [pair.source for pair in pairs]
    assert len(pairs) == len(source) - 1


def test_texts_without_letters_may_stay_the_same() -> None:
    source, target = document(SOURCE + "45%"), document(TARGET + "45%")
    assert align(source, target)[-1].text == "45%"


def test_equal_segments_get_one_text_or_none_is_sure() -> None:
    source = f"{SOURCE.strip()}\nheading: Filters\nThe end came in 2014."
    same = brought(source, f"{TARGET.strip()}\nheading: Фильтры\nКонец наступил в 2014 году.")
    assert same["Filters"].text == "Фильтры"
    pairs = align(document(source), document(f"{TARGET.strip()}\nheading: Сита\nКонец наступил в 2014 году."))
    assert {pair.sure for pair in pairs if pair.source.msgid == "Filters"} == {False}


def test_another_text_is_no_translation() -> None:
    other = "title: Хлеб\nheading: Мука\n" + "\n".join(
        f"Мельник {name} из города {town} привёз {count} мешков и уехал, никому ничего не сказав о цене."
        for name, town, count in (("Иванов", "Омск", 12), ("Сидоров", "Томск", 17), ("Петров", "Псков", 23))
    )
    assert align(document(SOURCE), document(other)) == ()
    assert align(document(SOURCE), []) == ()
    assert align([], document(TARGET)) == ()


def test_fields_and_notes_are_aligned_among_themselves() -> None:
    def with_more(text: str, author: str, note: str, *, last: bool) -> list[Segment]:
        more = [
            Segment(author, Kind.FIELD, Place("x.md"), section="author"),
            Segment(note, Kind.FOOTNOTE, Place("x.md")),
        ]
        body = document(text)
        return [*body, *more] if last else [body[0], *more, *body[1:]]

    source = with_more(SOURCE, "The editors", "See the report of 2012.", last=False)
    pairs = align(source, with_more(TARGET, "Редакция", "См. отчёт 2012 года.", last=True))
    texts = {pair.source.msgid: pair.text for pair in pairs}
    assert texts["The editors"] == "Редакция"
    assert texts["See the report of 2012."] == "См. отчёт 2012 года."
    assert [pair.source for pair in pairs] == source


# --- what a text shows of itself --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nazarbayev", "Назарбаевтың"),
        ("Zhanaozen", "Жанаозене"),
        ("Kazakhstan", "Қазақстанның"),
        ("Almaty", "Алматы"),
        ("president", "Präsident"),
        ("Ablyazov", "Әблязов"),
    ],
)
def test_names_sound_alike_in_both_alphabets(one: str, other: str) -> None:
    assert signs.sound(one) == signs.sound(other) != ""


def test_short_words_have_no_sound() -> None:
    assert [signs.sound(word) for word in ("the", "в", "水", "")] == [""] * 4


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1,000 and 1 000 and 1.000 and 1\u00a0000", {"n1000"}),
        ("35.5 or 35,5", {"n35.5"}),
        ("2010–2016, the 16th", {"n2010", "n2016", "n16"}),
        ("١٢٣ and 5%", {"n123", "n5"}),
        ("1,234,567.8", {"n1234567.8"}),
    ],
)
def test_numbers_are_the_same_however_they_are_written(text: str, numbers: set[str]) -> None:
    marks = signs.signs(Segment(text, Kind.PARAGRAPH, Place("x"))).marks
    assert {mark for mark in marks if mark[0] == "n"} == numbers


def test_marks_of_markup() -> None:
    text = "**See** [a](../b/water.md#x), `code`, ![alt](i/p.png) and[^note] or[^2]:"
    marks = signs.signs(Segment(text, Kind.PARAGRAPH, Place("x"))).marks
    assert {"lwater#x", "ip.png", "ccode", "fnote", "m2", "e:", "b"} <= {*marks}


@pytest.mark.parametrize(
    ("address", "tail"),
    [
        ("https://www.example.org/", "example.org"),
        ("https://example.org/a/water.html?x=1#y", "water#y"),
        ("../water.md", "water"),
        ("#loans", "#loans"),
        ("http://[", "http://["),
    ],
)
def test_what_stays_of_an_address(address: str, tail: str) -> None:
    assert signs.address_tail(address) == tail


# --- texts made to fit ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "text", "result"),
    [
        ("[a](b.md#x)", "[б](b.html#x)", ("[б](b.md#x)", True)),
        ("[a](b.md)", "[б](https://example.org/ru/b.html)", ("[б](b.md)", True)),
        ("[a](b.md)", "[б](c.html)", ("[б](c.html)", True)),
        ("[a](https://a.org/b)", "[б](https://c.org/b)", ("[б](https://c.org/b)", True)),
        ("a[^one]", "б[^1]", ("б[^one]", True)),
        ("a[^one] b[^two]", "а[^1] б[^2]", ("а[^one] б[^two]", False)),
        ("a[^one] b[^two]", "а[^1]", ("а[^1]", True)),
        ("a[^one] b[^two]", "б[^two] а[^one]", ("б[^two] а[^one]", True)),
        ("![a](i/b.png)", "![б](/media/i/b.png)", ("![б](i/b.png)", True)),
    ],
)
def test_fitted(source: str, text: str, result: tuple[str, bool]) -> None:
    assert fitting.fitted(source, text) == result


@pytest.mark.parametrize(
    ("text", "halves"),
    [
        ("One. Two! Three", [("One.", "Two! Three"), ("One. Two!", "Three")]),
        ("It is approx. half of it", []),
        ("«Да». Нет.", [("«Да».", "Нет.")]),
        ("水。火。", [("水。", "火。")]),
        ("[One. Two](x) **Three. Four** `5. 6`", []),
        ("Note.[^a] Next", [("Note.[^a]", "Next")]),
    ],
)
def test_cuts(text: str, halves: list[tuple[str, str]]) -> None:
    assert list(fitting.cuts(text)) == halves


def test_joined() -> None:
    assert fitting.joined(["Да.", "Нет."]) == "Да. Нет."
    assert fitting.joined(["水。", "火。"]) == "水。火。"


# --- the lattice ------------------------------------------------------------------------------------------


def long_document(count: int, prefix: str) -> list[signs.Signs]:
    text = "{} {} reports on case {} of the year"
    return [signs.signs(Segment(text.format(prefix, n, 100_000 + n), Kind.PARAGRAPH, Place("x"))) for n in range(count)]


def test_a_band_is_narrow_and_holds_the_true_way() -> None:
    source = long_document(1_000, "a")
    target = source[:300] + source[500:]
    nodes = lattice.band(source, target)
    assert len(nodes) == 1_001
    assert (nodes[0].start, nodes[-1].stop) == (0, 801)
    true = [*range(300), *[300] * 200, *range(300, 801)]
    assert all(place in row for place, row in zip(true, nodes, strict=True))
    assert sum(map(len, nodes)) < 250_000


@pytest.mark.parametrize("gone", [601, 699])
def test_a_band_leaves_room_between_landmarks(gone: int) -> None:
    """Five hundred texts are gone between two landmarks, and nothing tells where."""
    plain = signs.Signs(Kind.PARAGRAPH, 0, 100, ("n1",))
    source = [one if n % 600 == 0 else plain for n, one in enumerate(long_document(1_400, "a"))]
    nodes = lattice.band(source, source[:gone] + source[gone + 500 :])
    true = [*range(gone), *[gone] * 500, *range(gone, 901)]
    assert all(place in row for place, row in zip(true, nodes, strict=True))
    assert len(nodes[1_300]) < 150


def test_a_band_of_short_documents_is_all_there_is() -> None:
    assert {*lattice.band(long_document(20, "a"), long_document(30, "b"))} == {range(31)}


def test_weights_say_more_the_rarer_a_mark_is() -> None:
    def one(*marks: str) -> signs.Signs:
        return signs.Signs(Kind.PARAGRAPH, 0, 50, marks)

    source = [one("n1", "n7"), *[one("n1")] * 9]
    target = [one("n1", "n7"), *[one("n1")] * 9]
    weights = evidence.Weights.of(source, target, evidence.first_guess(source, target))
    assert weights.shared["n7"] > 2
    assert weights.missing["n7"] < 0
    assert "n1" not in weights.shared
    assert weights.content(source[0], target[0]) > 0 > weights.content(source[0], target[1])


def test_habits_are_measured() -> None:
    def one(length: int) -> signs.Signs:
        return signs.Signs(Kind.PARAGRAPH, 0, length, ("n10",))

    pairs = [(one(100 + n), one(2 * (100 + n))) for n in range(20)]
    first = evidence.first_guess([a for a, _ in pairs], [b for _, b in pairs])
    habits = evidence.learnt(first, pairs, evidence.Weights.of([a for a, _ in pairs], [b for _, b in pairs], first))
    assert math.isclose(habits.ratio, math.log(2))
    assert habits.spread < 0.1
    assert habits.expected["n"] > first.expected["n"]
    assert evidence.learnt(first, pairs[:4], evidence.Weights.of([], [], first)) is first


# --- the catalog ------------------------------------------------------------------------------------------


def test_only_empty_entries_are_filled() -> None:
    def pair(msgid: str, text: str, *, sure: bool) -> Pair:
        return Pair(Segment(msgid, Kind.PARAGRAPH, Place("x")), text, sure)

    before = Catalog(
        (
            Message("empty", flags=("no-wrap",)),
            Message("doubtful", flags=("no-wrap",)),
            Message("done", ("готово",)),
            Message("fuzzy", ("почти",), flags=("fuzzy",), previous=Previous("old")),
            Message("left over", flags=("fuzzy",), previous=Previous("old")),
            Message("plural", ("", ""), plural="plurals"),
            Message("gone", obsolete=True),
            Message("context", context="c"),
        )
    )
    pairs = [pair(msgid, f"new {msgid}", sure=msgid != "doubtful") for msgid in [m.msgid for m in before.messages]]
    result = filled(before, [*pairs, pair("empty", "a second text", sure=True)])
    assert [message.msgstr[0] for message in result.catalog.messages] == [
        *("new empty", "new doubtful", "готово", "почти", "new left over", "", "", "")
    ]
    assert [message.flags for message in result.catalog.messages[:5]] == [
        ("no-wrap",),
        ("fuzzy", "no-wrap"),
        (),
        ("fuzzy",),
        (),
    ]
    assert result.catalog.messages[4].previous is None
    assert (result.sure, result.doubtful, result.kept) == (2, 1, 2)
    assert filled(result.catalog, pairs).catalog == result.catalog


@pytest.mark.parametrize(
    ("path", "slug", "locale"),
    [
        ("water.md", "water", None),
        ("water.ru.md", "water", "ru"),
        ("old/ru/home/water.html", "home/water", "ru"),
        ("dist/pt_BR/water.single.html", "water", "pt-BR"),
        ("stove.html", "home/stove", None),
        ("letter.md", None, None),
        ("kk/letter.v2.md", None, None),
    ],
)
def test_what_a_file_name_tells(path: str, slug: str | None, locale: str | None) -> None:
    slugs, locales = ("water", "home/water", "home/stove"), ("en", "ru", "pt-BR")
    assert slug_of(PurePath(path), slugs, locales) == slug
    assert locale_of(PurePath(path), locales) == locale
