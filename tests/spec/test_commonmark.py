"""All examples of the CommonMark specification: rendered, taken apart into segments and put together again.

Three things are written differently, and nothing else is forgiven, white space in code included:
headings get an `id`; an image ends in `>` where the specification writes ` />`; and an empty quotation is
`<blockquote></blockquote>`, without a line break inside.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from kitapsha import markdown, rendering
from kitapsha.dialect import Dialect
from kitapsha.model import State, Words
from kitapsha.rendering import Scene, Target

EXAMPLES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "commonmark.json").read_text("utf-8"))
SPECIFIED = Dialect(raw_html=True, figures=False)
SOURCE = Scene("en", "en", link=Target, fine_typography=False)
TRANSLATED = Scene("xx", "en", link=Target, fine_typography=False)

every_example = pytest.mark.parametrize(
    "example", EXAMPLES, ids=lambda example: f"{example['number']}-{example['section'].replace(' ', '-')}"
)


def specified(html: str) -> str:
    """The specification's HTML in our spelling."""
    html = html.replace("<blockquote>\n</blockquote>", "<blockquote></blockquote>")
    return re.sub(r'(<img src="[^"]*" alt="[^"]*"(?: title="[^"]*")?) />', r"\1>", html)


def without_anchors(html: str) -> str:
    return re.sub(r'(<h[1-6]) id="[^"]+">', r"\1>", html)


def folded(html: str) -> str:
    return " ".join(html.split())


def test_there_are_as_many_examples_as_in_the_specification():
    assert [example["number"] for example in EXAMPLES] == list(range(1, 653))


@every_example
def test_an_article_renders_as_specified(example):
    made = rendering.render(example["markdown"], {}, SOURCE, SPECIFIED).html
    assert without_anchors(made) == specified(example["html"])


@every_example
def test_segments_put_back_render_the_same(example):
    """As translations into another language, which have no definitions of links to fall back on."""
    segments = markdown.read(example["markdown"], "source/x.md", 1, SPECIFIED).segments
    words = {segment.key: Words(segment.msgid, "xx", State.TRANSLATED) for segment in segments}
    again = rendering.render(example["markdown"], words, TRANSLATED, SPECIFIED).html
    assert folded(again) == folded(rendering.render(example["markdown"], {}, SOURCE, SPECIFIED).html)


@every_example
def test_reading_as_articles_do_never_fails_and_every_place_is_in_the_text(example):
    read = markdown.read(example["markdown"], "source/x.md", first_line=5)
    last = 5 + example["markdown"].count("\n")
    places = [segment.place for segment in read.segments]
    places += [place for _, place in (*read.links, *read.images, *read.headings)]
    places += [problem.place for problem in read.problems if problem.place]
    assert all(place.path == "source/x.md" and 5 <= place.line <= last for place in places)
    assert all(segment.msgid.strip() for segment in read.segments)
    assert "<script" not in rendering.render(example["markdown"], {}, SOURCE).html
