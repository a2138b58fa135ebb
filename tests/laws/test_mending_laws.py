import re
import unicodedata
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from markdown_texts import anything

from kitapsha import inline
from kitapsha.mending import catalog, mended_text
from kitapsha.model import Catalog, Message

TAGS = st.sampled_from(["ru", "kk", "en", "de", "ar", "kk-Latn"])
SPACES = st.sampled_from([" ", " ", "  ", "\u00a0", "\u00a0 ", " \u00a0"])
UNSEEN = st.sampled_from("\u200b\u00ad\u200e\u202e\u202c\u2066\u2069\ufeff")
_WORDS = """
слово Қала и 17 000 17,000 2011 5 %s {a} **жирное** *курсив* `a` [слово](a.md) ![ә](b.svg) [^1] — « » . , ( )
<https://a.kz/17> cafe\u0301 и\u0306од \U0001f469\u200d\U0001f3ed
"""
WORDS = st.sampled_from([*_WORDS.split(), "`a  b`", '[слово](a.md "a  b")'])
TAME = st.lists(st.one_of(WORDS, SPACES, SPACES, UNSEEN), max_size=20).map("".join)
_MARKS = """
e и слово Қала 17 000 17,000 5 a ** * ` `` [ ]( ](a.md) <br> </b> &nbsp; &amp; {a} {{ }} \\ [^1] www.a.kz — « » . ,
👩 🏭
"""
SCRAPS = st.sampled_from(
    [
        *"  \u00a0\n\t\u200b\u200d\u00ad\u200e\u202e\u202c\u2066\u2069\ufeff\u0301\u0306\u0308",
        *_MARKS.split(),
        "  ",
        " \u00a0",
        "\\\n",
        "  \n",
        '](a.md "a  b")',
        "`a  b`",
        '<i title="a b">',
    ]
)
TEXTS = st.one_of(TAME, st.text(), anything, st.lists(SCRAPS, max_size=20).map("".join))
INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"


def mended(source, text, tag):
    return mended_text(source, text, "en", tag, Counter())


def bare(text):
    """What is neither a space nor unseen, with its letters composed."""
    return unicodedata.normalize("NFC", re.sub(f"[ \u00a0{INVISIBLE}]", "", text))


@given(TEXTS, TEXTS, TAGS)
def test_twice_is_once(source, text, tag):
    once = mended(source, text, tag)
    counts: Counter[str] = Counter()
    assert mended_text(source, once, "en", tag, counts) == once
    assert not counts


@given(TEXTS, TEXTS, TAGS)
def test_nothing_but_spaces_and_what_is_not_seen_changes(source, text, tag):
    assert bare(mended(source, text, tag)) == bare(text)


@given(TEXTS, TEXTS, TAGS)
def test_what_was_not_counted_did_not_change(source, text, tag):
    counts: Counter[str] = Counter()
    assert (mended_text(source, text, "en", tag, counts) == text) is (not counts)


@given(TAME, TAME, TAGS)
def test_no_part_of_the_markup_is_lost_or_added(source, text, tag):
    shown = re.sub(f"[{INVISIBLE}]", "", text)
    assert inline.differences(shown, mended(source, shown, tag)) == ()


@given(TEXTS, TAGS)
def test_what_a_translator_copied_stays(text, tag):
    assert inline.differences(text, mended(text, text, tag)) == ()


@given(TAME, TAGS)
def test_what_is_as_in_the_source_keeps_its_spaces(text, tag):
    shown = re.sub(f"[{INVISIBLE}]", "", text)
    counts: Counter[str] = Counter()
    mended_text(shown, unicodedata.normalize("NFC", shown), "en", tag, counts)
    assert set(counts) <= {"spaces inside numbers"}


@given(st.lists(st.tuples(TEXTS.filter(bool), TEXTS), unique_by=lambda pair: pair[0], max_size=4), TAGS)
def test_obsolete_entries_stay(pairs, tag):
    read = Catalog(tuple(Message(source, (text,), obsolete=True) for source, text in pairs))
    assert catalog(read, "en", tag) == (read, Counter(), 0)
