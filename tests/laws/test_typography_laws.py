import html
import re

from hypothesis import given
from hypothesis import strategies as st

from kitapsha.typography import apply, html_text, nowrap_spans

LANGS = st.sampled_from(["ru", "kk", "en", "de", "kk-Latn", "ru-RU"])

# Texts made of what the rules look for, between what they must not mistake for it.
SCRAPS = st.sampled_from(
    [
        *" \u00a0\u202f\n\t—–-\u2010№§.,%₸°<>&\"'«»()@",
        *re.findall(
            r"\S+", ":// 5 2011 г. ж. ғ. млн km т. д. и в не ли де ғой А. Қ. Б ҚР XX слово Жаңаөзен a I word т б."
        ),
        "  ",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(SCRAPS, max_size=20).map("".join))


def without_spaces(text: str) -> str:
    return re.sub(r"[ \t\n\u00a0]", "", text)


@given(TEXTS, LANGS)
def test_applying_twice_is_applying_once(text, lang):
    once = apply(text, lang)
    assert apply(once, lang) == once


@given(TEXTS, LANGS)
def test_nothing_but_spaces_changes(text, lang):
    assert without_spaces(apply(text, lang)) == without_spaces(text)


@given(TEXTS, LANGS)
def test_pieces_joined_are_the_text(text, lang):
    assert "".join(piece for piece, _ in nowrap_spans(text, lang)) == text


@given(TEXTS, LANGS)
def test_html_read_back_is_the_text(text, lang):
    made = html_text(text, lang)
    bare = re.sub(r'<span class="nowrap">([^<]*)</span>', r"\1", made)
    assert "<" not in bare
    assert ">" not in bare
    assert bare == html.escape(apply(text, lang), quote=False).replace('"', "&quot;")
