from hypothesis import given
from hypothesis import strategies as st

from kitapsha.columns import blocks, rows

BLOCKS = (
    "<p>Су <em>тұнық</em><br>әрі суық.</p>\n",
    "<hr>\n",
    '<figure><svg viewBox="0 0 1 1"><path d="M0 0"/></svg><figcaption>a &lt; b</figcaption></figure>\n',
    '<ul>\n<li><p>бір</p></li>\n<li><img src="a" alt=""></li>\n</ul>\n',
    '<h2 id="well">Құдық</h2>',
)


def test_blocks_are_the_outermost_elements():
    assert [block.strip() for block in blocks("".join(BLOCKS))] == [block.strip() for block in BLOCKS]
    assert blocks("") == ()


@given(st.lists(st.sampled_from(BLOCKS), max_size=8))
def test_nothing_is_lost(chosen):
    assert "".join(blocks("".join(chosen))).strip() == "".join(chosen).strip()
    assert len(blocks("".join(chosen))) == len(chosen)


def test_languages_stand_in_rows_and_their_anchors_apart():
    body = '<h2 id="well">{}</h2><p><a href="#well">{}</a> <a href="https://example.org/#well">id="x"</a></p>'
    made = rows([("kk", body.format("Құдық", "су")), ("ru", body.format("Колодец", "вода"))])
    assert [len(row) for row in made] == [2, 2]
    assert made[0] == ('<h2 id="kk.well">Құдық</h2>', '<h2 id="ru.well">Колодец</h2>')
    assert made[1][1] == '<p><a href="#ru.well">вода</a> <a href="https://example.org/#well">id="x"</a></p>'


def test_a_block_that_a_language_lacks_stays_empty():
    assert rows([("kk", "<p>1</p><p>2</p>"), ("ru", "<p>1</p>")]) == (("<p>1</p>", "<p>1</p>"), ("<p>2</p>", ""))
