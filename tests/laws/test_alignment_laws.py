"""Bringing in a translation: laws, and a measurement on the articles of this publication.

The catalogs say what belongs together. From them translated articles are made, paragraphs are taken out, put in, cut,
joined and moved, and what the alignment finds is held against the catalogs.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitapsha import articles, inline, po
from kitapsha.alignment import Pair, align
from kitapsha.incoming import read_translation
from kitapsha.model import Article, Key, Kind, Segment
from kitapsha.problems import Place

HOME = Path(__file__).resolve().parent.parent.parent
SLUGS = tuple(path.stem for path in sorted((HOME / "source").glob("*.md")))
LOCALES = ("ru", "kk")
NOT_IN_THE_FILE = (Kind.LABEL,)


# --- laws -------------------------------------------------------------------------------------------------

_TEXTS = st.one_of(
    st.sampled_from(
        [
            *(
                "",
                " ",
                "Water",
                "Вода",
                "*Water* 12",
                "Вода 12.",
                "12",
                "5%",
                "[a](b.md)",
                "[а](b.html)",
                "`x`",
                "x[^1]",
            ),
            *("да[^2]. Нет.", "水。水。", "A. B. C.", "[^", "**", "\\", "https://[", "[x](http://[)", "١٢٣", "1,000.5"),
        ]
    ),
    st.text(max_size=12),
)
_KINDS = st.sampled_from([Kind.TITLE, Kind.HEADING, Kind.PARAGRAPH, Kind.ITEM, Kind.FIELD, Kind.FOOTNOTE, Kind.LABEL])
_SEGMENTS = st.lists(st.builds(Segment, _TEXTS, _KINDS, st.just(Place("x.md"))), max_size=9)


@given(_SEGMENTS, _SEGMENTS)
def test_any_two_documents_can_be_aligned(source: list[Segment], target: list[Segment]) -> None:
    pairs = align(source, target)
    places = [next(n for n, one in enumerate(source) if one is pair.source) for pair in pairs]
    assert places == sorted(places)
    for pair in pairs:
        assert pair.text
        if pair.sure:
            assert not inline.differences(pair.source.msgid, pair.text)
    sure: dict[Key, set[str]] = {}
    for pair in pairs:
        if pair.sure:
            sure.setdefault(pair.source.key, set()).add(pair.text)
    assert all(len(texts) == 1 for texts in sure.values())


@given(_SEGMENTS)
def test_a_copy_of_the_source_translates_nothing(source: list[Segment]) -> None:
    assert not [pair for pair in align(source, source) if pair.sure and any(map(str.isalpha, pair.text))]


# --- the articles of this publication and their translations ----------------------------------------------


@cache
def source_of(slug: str) -> Article:
    path = HOME / "source" / f"{slug}.md"
    return articles.read(slug, f"source/{path.name}", path.read_text("utf-8"), _drawing)


def _drawing(path: str) -> str | None:
    return (HOME / path).read_text("utf-8") if (HOME / path).is_file() else None


@cache
def translations(locale: str, slug: str) -> dict[Key, str]:
    catalog = po.read((HOME / f"locales/{locale}/LC_MESSAGES/{slug}.po").read_bytes())
    return {message.key: message.msgstr[0] for message in catalog.messages if message.translated}


@cache
def blocks(locale: str, slug: str) -> tuple[str, ...]:
    """The article in a language as its blocks of Markdown, the front matter first."""
    lines = (HOME / "source" / f"{slug}.md").read_text("utf-8").split("\n")
    known = translations(locale, slug)
    for segment in source_of(slug).segments:
        if segment.kind in NOT_IN_THE_FILE or segment.key not in known:
            continue
        place, text = segment.place.line - 1, known[segment.key]
        if segment.kind in (Kind.TITLE, Kind.SUBTITLE, Kind.SUMMARY):
            lines[place] = f"{lines[place].partition(':')[0]}: {json.dumps(text, ensure_ascii=False)}"
        else:
            assert segment.msgid in lines[place] or segment.kind is Kind.FIELD
            lines[place] = lines[place].replace(segment.msgid, text, 1)
    return tuple("\n".join(lines).strip().split("\n\n"))


def is_paragraph(block: str) -> bool:
    return not re.match(r"[#|>!:<-]|\[\^|\d+\.", block)


def cut(block: str) -> list[str]:
    ends = [match.end() for match in re.finditer(r"[.!?] ", block) if block.count("[", 0, match.end()) % 2 == 0]
    middle = min(ends, key=lambda end: abs(end - len(block) // 2), default=0)
    return [block[:middle].strip(), block[middle:]] if middle else [block]


def edited(original: Sequence[str], strange: Sequence[str], seed: str, rate: float) -> str:
    """An article with some of its paragraphs taken out, added to, cut, joined and moved."""
    chance = random.Random(seed)
    result, moved = [original[0]], []
    for block in original[1:]:
        what = int(chance.random() / rate) if is_paragraph(block) else 9
        if what == 1:
            result.append(chance.choice(strange))
        if what == 2:
            result += cut(block)
        elif what == 3 and is_paragraph(result[-1]):
            result[-1] += f" {block}"
        elif what == 4:
            moved.append(block)
        elif what != 0:
            result.append(block)
    for block in moved:
        result.insert(chance.randrange(1, len(result) + 1), block)
    return "\n\n".join(result) + "\n"


@dataclass(frozen=True)
class Found:
    """What came of an alignment: how many segments the file has whole, and pairs by sureness and rightness."""

    whole: int
    sure: int
    sure_wrong: tuple[str, ...]
    right: int
    wrong: int


def measured(locale: str, slug: str, text: str) -> Found:
    article, known = source_of(slug), translations(locale, slug)
    found = read_translation(text.encode(), f"{slug}.{locale}.md")
    assert not found.problems
    texts = {folded(segment.msgid) for segment in found.segments}
    whole = {key for key, words in known.items() if folded(words) in texts}
    pairs = {pair.source.key: pair for pair in align(article.segments, found.segments)}
    right = {key for key, pair in pairs.items() if folded(pair.text) == folded(known.get(key, ""))}
    sure = {key for key, pair in pairs.items() if pair.sure}
    return Found(
        len(whole),
        len(sure & right),
        tuple(pairs[key].text for key in sure - right),
        len(right),
        len(pairs.keys() - right),
    )


def folded(text: str) -> str:
    return " ".join(text.split())


def measurements(rate: float, seeds: int) -> Iterator[Found]:
    for locale in LOCALES:
        for slug in SLUGS:
            strange = [
                block for other in SLUGS if other != slug for block in blocks(locale, other) if is_paragraph(block)
            ]
            for seed in range(seeds):
                text = edited(blocks(locale, slug), strange, f"{locale} {slug} {seed}", rate)
                yield measured(locale, slug, text)


def total(found: Sequence[Found]) -> Counter[str]:
    return Counter(
        {
            "whole": sum(one.whole for one in found),
            "sure": sum(one.sure for one in found),
            "sure wrong": sum(len(one.sure_wrong) for one in found),
            "right": sum(one.right for one in found),
            "wrong": sum(one.wrong for one in found),
        }
    )


def test_a_whole_translation_is_brought_in_whole() -> None:
    for locale in LOCALES:
        for slug in SLUGS:
            found = measured(locale, slug, "\n\n".join(blocks(locale, slug)))
            assert not found.sure_wrong
            assert found.wrong == 0
            assert found.right >= 0.97 * found.whole
            assert found.sure >= 0.8 * found.whole


def test_of_edited_translations_what_is_sure_is_right() -> None:
    """With 20 seeds for each article and language all sure ones were right; here are fewer, and room for new texts."""
    found = total(list(measurements(0.04, 2)))
    assert found["sure wrong"] <= 0.005 * found["sure"]
    assert found["sure"] >= 0.65 * found["whole"]
    assert found["right"] >= 0.95 * found["whole"]
    assert found["wrong"] <= 0.06 * found["right"]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_missing_paragraph_shifts_nothing(locale: str) -> None:
    slug = SLUGS[0]
    whole = blocks(locale, slug)
    for gone in [number for number, block in enumerate(whole) if number and is_paragraph(block)][::3]:
        found = measured(locale, slug, "\n\n".join(block for number, block in enumerate(whole) if number != gone))
        assert not found.sure_wrong
        assert found.wrong <= 1
        assert found.right >= 0.97 * found.whole


def test_a_paragraph_in_the_place_of_another_is_seldom_taken_for_it() -> None:
    """The worst case: one was left out, and another of the same length put in just there."""
    tried, fallen_for = 0, 0
    for locale in LOCALES:
        whole = blocks(locale, SLUGS[0])
        strange = [block for other in SLUGS[1:] for block in blocks(locale, other) if is_paragraph(block)]
        for number in [number for number, block in enumerate(whole) if number and is_paragraph(block)][::2]:
            length = len(whole[number])
            _, near = min((abs(len(block) - length), block) for block in strange)
            text = "\n\n".join([*whole[:number], near, *whole[number + 1 :]])
            tried += 1
            fallen_for += bool(measured(locale, SLUGS[0], text).sure_wrong)
    assert fallen_for <= 0.15 * tried


def test_another_article_is_not_taken_for_a_translation() -> None:
    for slug in SLUGS:
        for other in SLUGS:
            if other != slug:
                target = read_translation("\n\n".join(blocks("ru", other)).encode(), "other.md").segments
                assert align(source_of(slug).segments, target) == ()


def test_equal_texts_may_stand_in_any_order() -> None:
    """The result depends on the texts alone, not on how their values were made."""
    article = source_of(SLUGS[0])
    target = read_translation("\n\n".join(blocks("kk", SLUGS[0])).encode(), "x.md").segments
    first = align(article.segments, target)
    assert first == align(list(article.segments), [replace(one, place=Place("y.md", 7)) for one in target])
    assert all(isinstance(pair, Pair) for pair in first)
