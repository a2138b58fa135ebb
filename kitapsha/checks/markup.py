"""Checks on inline Markdown that `translate` does not make already for what is published."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .. import inline, refusals
from .pairs import Finding, Pair, References

_LEFT = re.compile(r"\]\s?\(|\*\*|(?<![\w*])\*(?=[\w«])|(?<=[\w».,])\*(?![\w*])|`|\[\^|(?<!\w)__(?=\w)|~~")


def broken(pair: Pair, _references: References) -> Iterator[Finding]:
    """markup-broken: signs of Markdown that the reader would see, because their partner is missing or a space is."""
    match = _LEFT.search(pair.target.text)
    if match and not _LEFT.search(pair.source.text):
        hint = "marks stand directly at the words: **bold**, [words](address); copy them from the source"
        said = f"“{match[0]}” would be seen on the page"
        yield pair.error("markup-broken", said, hint, match.span())


def breaks(pair: Pair, _references: References) -> Iterator[Finding]:
    """markup-break-lost: lines that the source sets apart and the translation does not."""
    if "\n" not in pair.source.raw:
        return
    ours, theirs = pair.source.raw.count("\\\n"), pair.target.raw.count("\\\n")
    soft = len(re.findall(r" {2,}\n", pair.source.raw)) - len(re.findall(r" {2,}\n", pair.target.raw))
    if ours > theirs or soft > 0:
        hint = "end each line but the last with a backslash, as the source does"
        yield pair.warning("markup-break-lost", "a line break of the source is missing", hint)


def emphasis(pair: Pair, _references: References) -> Iterator[Finding]:
    """markup-emphasis-added: words that stand out in the translation alone."""
    for difference in inline.differences(pair.source.raw, pair.target.raw):
        if difference.part == "emphasis" and not difference.lost:
            said = f"the translation has an emphasis {difference.value} that its source does not have"
            yield pair.warning("markup-emphasis-added", said, "take the marks away, unless the language asks for them")


def differences(pair: Pair) -> Iterator[Finding]:
    """The differences of an entry that is on no page yet, as `refusals` would report them."""
    plural = pair.message.plural
    if turned := refusals.direction(pair.target.raw):
        yield pair.error("letters-direction", *refusals.turning(turned, pair.source.raw))
    for difference in inline.differences(pair.source.raw, pair.target.raw):
        # A form for one thing alone may leave its number out; any form may name it.
        known = plural is not None and difference.value in pair.message.msgid + plural
        if known and difference.part == "placeholder" and not (difference.lost and pair.form):
            continue
        if difference.part == "emphasis" and not difference.lost:
            continue
        problem = refusals.refusal(difference, pair.target.raw)
        yield Finding(problem.code, problem.severity, problem.message, problem.hint)
