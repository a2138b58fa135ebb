from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from markdown_texts import anything

from kitapsha import inline
from kitapsha.prose import OBJECT, prose

_MARKS = r"""
` `` \ \* ]( ]() [ ![ ] ( ) <a> </b> <br> <!-- --> <https://a.kz> <a@b.kz> [^1] &amp; &nbsp; &#65; &nope; ** * _ __ ~~
{a} {{ %} %s %(n)s https:// www.a.kz a@b.kz "t" 'т' word слово 17 000 Қ — « »
"""
SCRAPS = st.sampled_from([*_MARKS.split(), " ", "\n", "\\\n", "\u00a0", "\ufffc", "\x00"])
TEXTS = st.one_of(st.text(st.characters(codec=None)), anything, st.lists(SCRAPS, max_size=25).map("".join))


@given(TEXTS)
def test_every_character_has_a_place_inside(raw):
    read = prose(raw)
    assert read.raw == raw
    assert len(read.at) == len(read.text) + 1
    assert all(one <= other for one, other in pairwise(read.at))
    assert all(0 <= at <= len(raw) for at in read.at)
    assert read.at[-1] == len(raw)
    assert all(at < len(raw) for at in read.at[:-1])


@given(TEXTS, st.data())
def test_pieces_stand_inside(raw, data):
    read = prose(raw)
    start = data.draw(st.integers(0, len(read.text)))
    end = data.draw(st.integers(start, len(read.text)))
    first, last = read.raw_span(start, end)
    assert 0 <= first <= last <= len(raw)
    assert (first < last) is (start < end)


@given(st.text(st.characters(categories=["L", "Nd", "P", "Zs"], exclude_characters="`\\<[]&{%*_~@.:/")))
def test_a_text_without_markup_is_as_it_is(raw):
    assert prose(raw).text == raw


@given(st.text(st.characters(exclude_characters="`", exclude_categories=["Cs"]), min_size=1))
def test_code_is_never_prose(code):
    assert prose(f"a `{code}` b").text == f"a {OBJECT} b"


@given(st.lists(st.sampled_from(["*", "**", "_", "__", "~~", "~~~", "\\", "a", "я", " ", "«", "."])).map("".join))
def test_marks_are_seen_where_the_page_shows_them(raw):
    assert prose(raw).text.strip() == inline.plain(raw)


@given(TEXTS)
def test_runs_stand_in_both_texts(raw):
    read = prose(raw)
    pieces = list(read.runs())
    assert all(one[1] <= other[0] for one, other in pairwise(pieces))
    assert sum(end - start for start, end in pieces) <= len(read.text)
