"""Old texts for new ones: edits, splits, joins, headings, and what is offered nothing."""

from __future__ import annotations

import pytest

from kitapsha.matching import New, Offer, Old, neighbours, offers, patched, split_sentences

THREE = "The cat sat on the mat. It was warm there. Dogs barked outside all night."
DREI = "Кот сидел на коврике. Там было тепло. Собаки лаяли всю ночь."


def given(*pairs: tuple[str, str]) -> list[Old]:
    return [Old(text, words, place) for place, (text, words) in enumerate(pairs)]


def asked(*texts: str) -> list[New]:
    return [New(text, -1, 99) for text in texts]


def test_each_part_of_a_split_text_gets_its_part_of_the_translation():
    found = offers(
        given((THREE, DREI)), asked("The cat sat on the mat. It was warm there.", "Dogs barked outside all night.")
    )
    assert [offer.translation for offer in found] == ["Кот сидел на коврике. Там было тепло.", "Собаки лаяли всю ночь."]
    assert not any(offer.whole for offer in found)


def test_a_part_that_cannot_be_told_apart_is_offered_whole():
    words = "Кот сидел на коврике, а собаки лаяли всю ночь."
    found = offers(
        given((THREE, words)), asked("The cat sat on the mat. It was warm there.", "Dogs barked outside all night.")
    )
    assert [offer.translation for offer in found] == [words, words]


def test_a_joined_text_gets_both_halves_in_its_own_order():
    old = given(
        ("Water is boiled first. It must cool.", "Воду кипятят. Она должна остыть."),
        ("Salt is added last of all.", "Соль кладут последней."),
    )
    (offer,) = offers(old, asked("Salt is added last of all. Water is boiled first. It must cool."))
    assert offer == Offer(0, (1, 0), "Соль кладут последней. Воду кипятят. Она должна остыть.", whole=True)


def test_an_edited_text_gets_the_old_translation():
    (offer,) = offers(given((THREE, DREI)), asked(THREE.replace("warm", "quite warm")))
    assert offer == Offer(0, (0,), DREI, whole=True)


def test_an_edited_part_of_a_split_text_still_finds_its_sentences():
    found = offers(
        given((THREE, DREI)), asked("The cat sat on the old mat. It was warm there.", "Dogs barked outside all night.")
    )
    assert [offer.translation for offer in found] == ["Кот сидел на коврике. Там было тепло.", "Собаки лаяли всю ночь."]


def test_what_is_left_of_a_shortened_text_gets_its_sentences():
    (offer,) = offers(given((THREE, DREI)), asked("Dogs barked outside all night."))
    assert offer.translation == "Собаки лаяли всю ночь."


@pytest.mark.parametrize(
    "text",
    [
        "A text that nobody has written before, with zebras and lighthouses.",
        "It is.",
        "Notes",
        "The dog and the cat are the best of friends in the world of books.",
    ],
)
def test_a_new_text_is_offered_nothing(text):
    assert offers(given((THREE, DREI), ("Where water comes from", "Откуда вода")), asked(text)) == ()


def test_a_heading_is_offered_where_its_neighbours_are_unchanged_and_nowhere_else():
    old = [Old("Clean water for all", "Вода", 5, "heading")]
    there, elsewhere = (
        New("Clean water in villages", 4, 6, "heading"),
        New("Clean water in villages", 20, 22, "heading"),
    )
    assert [offer.olds for offer in offers(old, [there])] == [(0,)]
    assert offers(old, [elsewhere]) == ()


def test_capitals_alone_make_no_other_text():
    (offer,) = offers(given(("Pattern Matching", "Сопоставление")), [New("Pattern matching", 20, 30)])
    assert offer.translation == "Сопоставление"


def test_of_two_candidates_the_nearer_one_is_taken_and_each_only_once():
    old = given(("The well is ten metres deep and dry.", "десять"), ("The well is two metres deep and wet.", "два"))
    found = offers(
        old, asked("The well is two metres deep and quite wet.", "The well is ten metres deep and quite dry.")
    )
    assert [offer.translation for offer in found] == ["два", "десять"]


def test_moved_texts_are_no_neighbours():
    assert neighbours([0, 7, None, 2, 3], 9) == [(-1, 2), (0, 2), (0, 2), (0, 3), (2, 9)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two! Three? “Four.” Five…", 5),
        ("Mr. Smith met A. Baitursynov, e.g. in Semey.", 1),
        ("Это было в 2011 г. в Алматы. Потом всё.", 2),
        ("Ол 2011 ж. Алматыға келді. Кейін кетті.", 2),
        ("It costs 4.5 dollars. Not 5.", 2),
        ("A note.[^x] And more.", 2),
        ("no end", 1),
        ("", 0),
    ],
)
def test_sentences(text, count):
    found = split_sentences(text)
    assert len(found) == count
    assert " ".join(found) == text


@pytest.mark.parametrize(
    ("old", "new", "words", "expected"),
    [
        ("In 2014 it grew.", "In 2015 it grew.", "В 2014 году рост.", "В 2015 году рост."),
        ("See [it](a.md).", "See [it](b.md).", "См. [это](a.md).", "См. [это](b.md)."),
        ("From 1 to 1.", "From 1 to 2.", "От 1 до 1.", None),
        ("4.3 in all", "4.4 in all", "всего 4,3", None),
        ("In 2014 it grew.", "In 2015 it shrank.", "В 2014 году рост.", None),
    ],
)
def test_numbers_and_addresses_alone_are_carried_over(old, new, words, expected):
    assert patched(old, new, words) == expected
