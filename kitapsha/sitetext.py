"""The words of the site itself: those of the settings, of the templates and of the apparatus around a text."""

from __future__ import annotations

import functools

from . import config, pages
from .config import Config
from .model import Kind, Segment
from .problems import Place, Problem

NOTES = "Notes"
BACK = "Back to the text"
OFFER = "Read this page in English"
CLOSE = "Close"
LOST = "There is no page at this address."
ARTICLES = "All articles"
BESIDE = "Side by side"

_APPARATUS = (
    (NOTES, "heading above the footnotes of an article"),
    (BACK, "what the arrow after a footnote does, for those who cannot see it"),
    (OFFER, "name your own language in place of English: a page in another language offers this one with these words"),
    (CLOSE, "the button that closes the line which offers a page in another language"),
    (LOST, "what the page says that stands for those that do not exist"),
    (ARTICLES, "the way to the list of articles"),
    (BESIDE, "title of the page that shows an article and its original in two columns"),
)
"""What is written around the templates: in many languages on one page, or by the renderer of Markdown."""


def segments(settings: Config, templates: pages.Templates) -> tuple[tuple[Segment, ...], tuple[Problem, ...]]:
    """Return what `site.pot` is made of, in a stable order, and the problems of templates that cannot be read."""
    lines = dict(settings.lines)
    ours = [
        Segment(text, Kind.SETTING, Place(config.FILE_NAME, lines.get(key, 1)), section=key)
        for key, text in (("title", settings.title), ("description", settings.description))
        if text
    ]
    place = Place("templates/article.html.j2")
    apparatus = [Segment(text, Kind.TEMPLATE, place, notes=(note,)) for text, note in _APPARATUS]
    found, problems = _extracted(templates)
    return (*ours, *apparatus, *found), problems


@functools.lru_cache(maxsize=4)
def _extracted(templates: pages.Templates) -> tuple[tuple[Segment, ...], tuple[Problem, ...]]:
    """The templates' words: reading them takes longer than everything else in a check, and they seldom change."""
    return pages.extract(templates)
