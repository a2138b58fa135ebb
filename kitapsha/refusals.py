"""What keeps a translation from being published: parts that its source does not have, or that it lost."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from . import inline
from .acceptances import accepted, can_be_accepted
from .inline import Difference
from .model import Kind, Message, Segment
from .problems import Place, Problem, error

MAX_CHARACTERS = 20_000

_WHAT = {
    "link": "link to",
    "image": "image",
    "code": "code",
    "tag": "tag",
    "footnote": "footnote",
    "emphasis": "emphasis",
    "placeholder": "placeholder",
    "break": "line break",
}


def refusals_of(message: Message, segments: Sequence[Segment], path: str) -> Iterator[Problem]:
    """The errors of a translated entry. What its translator has accepted, and may accept, is none."""
    allowed = accepted(message.comments)
    for problem in all_refusals(message, segments, path):
        if problem.code not in allowed or not can_be_accepted(problem.code):
            yield problem


def all_refusals(message: Message, segments: Sequence[Segment], path: str) -> Iterator[Problem]:
    """The same with what was accepted. `segments` are those of the entry, none where it is on no page."""
    place, text = Place(path, max(1, message.line)), message.msgstr[0]
    related = tuple(segment.place for segment in segments[:1])
    if is_too_long(text, message.msgid):
        hint = "a translation is never that long; is there text of another entry in it?"
        yield error("translation-limit", f"the translation has {len(text)} characters", place, hint, *related)
    elif turned := direction(text):
        said, hint = turning(turned, message.msgid)
        yield error("letters-direction", said, place, hint, *related)
    elif not segments or any(segment.kind is not Kind.LABEL for segment in segments):
        for difference in inline.differences(message.msgid, text):
            # More emphasis than in the source harms nobody; `checks.markup` asks about it.
            if difference.part != "emphasis" or difference.lost:
                yield replace(refusal(difference, text), place=place, related=related)


def direction(text: str) -> str:
    """A character that would turn around what follows on the page; empty where there is none.

    Those are overrides, and embeddings and isolates that are not closed again. What closes an isolate closes the
    embeddings in it, too; what closes an embedding closes none outside the isolate where it stands (UAX 9, X5 to X7).
    """
    opened: list[str] = []
    for letter in _DIRECTIONS.findall(text):
        if letter in "\u202d\u202e":
            return str(letter)
        if letter in "\u202a\u202b\u2066\u2067\u2068":
            opened.append(letter)
        elif letter == "\u202c":
            if not opened or opened.pop() not in "\u202a\u202b":
                return str(letter)
        else:
            while opened and opened[-1] in "\u202a\u202b":
                opened.pop()
            if not opened:
                return str(letter)
            opened.pop()
    return opened[0] if opened else ""


_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def turning(letter: str, source: str) -> tuple[str, str]:
    """The message and the hint for such a character. `check --fix` deletes what the source does not have."""
    mends = "" if letter in source else "; `build.py check --fix` does"
    return f"U+{ord(letter):04X} {unicodedata.name(letter)} turns the direction of the text", f"delete it{mends}"


def is_too_long(text: str, msgid: str) -> bool:
    """Whether it cannot be a translation: no language needs ten times as many characters."""
    return len(text) > min(MAX_CHARACTERS, max(2_000, 10 * len(msgid)))


def refusal(difference: Difference, text: str) -> Problem:
    """The error that a difference is, without a place. `text` is the translation."""
    what, value = _WHAT[difference.part], difference.value
    named = f"[^{value}]" if difference.part == "footnote" else value
    if difference.lost:
        return error(
            f"markup-{difference.part}-lost", f"the translation has no {what} {named}", hint=_restored(difference, text)
        )
    said = f"the translation has a {what} {named} that its source does not have"
    hint = "remove it, or copy the part from the source again; until then the source text is published"
    return error(f"markup-{difference.part}-added", said, hint=hint)


_SPACE_IN_LINK = re.compile(r"\][ \u00a0]+\(")
_SPACE_IN_EMPHASIS = re.compile(r"(?:^|\s)\*{1,2}\s|\w\s\*{1,2}(?:\s|$)")


def _restored(difference: Difference, text: str) -> str:
    value = difference.value
    if difference.part == "link" and _SPACE_IN_LINK.search(text):
        return "take out the space between ] and (: [words](address)"
    if difference.part == "emphasis" and _SPACE_IN_EMPHASIS.search(text):
        return f"no space between the marks and the words: {value}words{value}"
    forms = {
        "link": f"put [words]({value}) around the right words",
        "image": f"keep ![description]({value})",
        "code": f"keep `{value}` as it is",
        "tag": f"keep {value} as it is",
        "footnote": f"put [^{value}] after the right word",
        "emphasis": f"put {value} on both sides of the right words",
        "placeholder": f"keep {value} as it is",
    }
    return f"{forms[difference.part]}, or mark the entry fuzzy"
