"""Every check on the words of translations, in one pass over the catalogs."""

from __future__ import annotations

import difflib
import functools
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from .. import acceptances, refusals, sitetext
from ..editions import Edition
from ..explanations import explanations
from ..kept import Kept
from ..model import Catalog, Key, Kind, Message, Segment
from ..problems import Excerpt, Place, Problem, excerpt, has_errors, warning
from ..project import SITE
from ..prose import Prose, prose
from . import (
    completeness,
    dates,
    encoding,
    grammar,
    keyboard,
    language,
    letters,
    markup,
    measures,
    numbers,
    order,
    punctuation,
    terms,
    transcription,
    wording,
)
from .pairs import Finding, Pair, References, words

Check = Callable[[Pair, References], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    markup.broken,
    markup.breaks,
    markup.emphasis,
    numbers.values,
    numbers.signs,
    order.order,
    numbers.number_words,
    dates.clocks,
    dates.dates,
    dates.date_forms,
    measures.same_units,
    measures.degrees,
    measures.foreign_units,
    numbers.spaces_in_numbers,
    letters.mixed,
    letters.romans,
    letters.twins,
    letters.acronyms,
    letters.relatives,
    letters.digits,
    keyboard.plain_letters,
    keyboard.impossible,
    encoding.invisible,
    encoding.decomposed,
    encoding.broken,
    encoding.entities,
    language.untranslated,
    transcription.transcribed,
    language.transliterated,
    language.neighbour,
    grammar.endings,
    grammar.hyphens,
    grammar.harmony,
    grammar.particles,
    grammar.counted,
    terms.terms,
    terms.foreign_names,
    terms.abbreviations,
    completeness.negation,
    completeness.length,
    wording.doubled,
    wording.start,
    wording.small_start,
    wording.sentences,
    wording.title_case,
    completeness.left_over,
    wording.plural_forms,
    punctuation.end,
    punctuation.brackets,
    punctuation.quotes,
    punctuation.spaces,
    punctuation.doubled,
    punctuation.dashes,
)

_CONTENT = ("language-", "letters-", "number-", "date-", "unit-", "wording-", "punctuation-", "grammar-", "spelling-")

SILENCED: Mapping[str, tuple[str, ...]] = {
    **{f"markup-{part}-added": _CONTENT for part in ("tag", "image", "link", "code")},
    "letters-broken": _CONTENT,
    "language-other": ("spelling-", "letters-", "wording-term", "wording-name", "wording-abbreviation", "grammar-"),
    "language-latin": ("spelling-", "letters-mixed", "letters-twin", "wording-", "language-untranslated"),
    "language-untranslated": ("spelling-", "wording-", "number-", "date-", "unit-", "punctuation-", "grammar-"),
    "markup-broken": ("punctuation-bracket", "punctuation-end", "language-latin", "markup-emphasis-lost"),
    "wording-short": ("number-lost", "punctuation-end", "wording-term", "wording-name", "unit-lost", "date-changed"),
    "wording-long": ("number-added", "punctuation-end"),
    "wording-name": ("letters-plain",),
    "letters-roman": ("letters-foreign", "letters-mixed"),
    "letters-foreign": ("letters-impossible", "letters-mixed", "letters-plain", "spelling-"),
    "letters-mixed": ("spelling-",),
    "letters-digit": ("number-added", "spelling-"),
    "letters-impossible": ("letters-plain",),
    "date-format": ("number-format", "number-changed"),
    "unit-changed": ("number-changed",),
}
"""What a finding explains: other findings of the same text with these codes are its consequences. The order counts."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A message with where it is from: the kinds of its segments and the place of the first one."""

    message: Message
    kinds: frozenset[Kind]
    source: Place | None


def run(
    edition: Edition,
    extra: tuple[Check, ...] = (),
    only: Collection[tuple[str, str]] | None = None,
    kept: Kept | None = None,
    counts: Counts | None = None,
) -> Iterator[Problem]:
    """The problems of all translations, or of those in some catalogs.

    `extra` are checks that the user asked for, such as spelling. With `kept`, an entry is not judged anew that is as
    before, with all that it is held against. `counts` are those of `word_counts`, where the caller has them.
    """
    if only is not None and not only:
        return
    references = References(edition.project.glossary, word_counts(edition) if counts is None else counts)
    segments = _segments(edition)
    elsewhere = _elsewhere(edition)
    for (locale, name), catalog in edition.project.catalogs:
        if has_errors(catalog.problems) or (only is not None and (locale, name) not in only):
            continue
        known = segments.get(name, {})
        for message in catalog.messages:
            if message.obsolete or message.fuzzy or not any(message.msgstr):
                continue
            found = known.get(message.key, [])
            kinds = frozenset(segment.kind for segment in found)
            entry = _Entry(message, kinds, found[0].place if found else None)
            others = tuple(x for x in elsewhere.get((name, message.key), ()) if x[0] != locale)
            judge = functools.partial(_entry, edition, locale, catalog, entry, others, references, extra)
            if kept is None:
                yield from judge()
                continue
            # Of the words of others, the counts of its own are all that an entry's findings depend on.
            seen = references.words.get(locale, {})
            own = tuple(seen.get(word[0].lower()) for text in message.msgstr for word in words(text))
            held = (edition.project.config.source_locale, entry, others, references.glossary, own)
            yield from kept.make(("entry", locale, name, message.key), lambda *_, judge=judge: tuple(judge()), *held)


def _entry(
    edition: Edition,
    locale: str,
    catalog: Catalog,
    entry: _Entry,
    others: tuple[tuple[str, str], ...],
    references: References,
    extra: tuple[Check, ...],
) -> Iterator[Problem]:
    message, place = entry.message, Place(catalog.path, max(1, entry.message.line))
    source_tag = edition.project.config.source_locale
    found: list[Problem] = []
    codes: set[str] = set()
    for form, text in enumerate(message.msgstr):
        if not text:
            hint = "fill every form, or empty all of them"
            found.append(warning("plural-empty", f"the plural form msgstr[{form}] is empty", place, hint))
            continue
        msgid = message.plural if form and message.plural is not None else message.msgid
        pair = Pair(prose(msgid), prose(text), source_tag, locale, message, entry.kinds, form, others)
        findings = _of_pair(pair, references, extra, on_page=entry.source is not None)
        found += [_problem(pair, finding, place, entry.source) for finding in findings]
    codes |= {problem.code for problem in found}
    accepted = acceptances.accepted(message.comments)
    if accepted:
        codes |= {refusal.code for refusal in refusals.all_refusals(message, (), catalog.path)}
        yield from _useless(accepted, codes, place)
    seen: set[tuple[str, str]] = set()
    for problem in found:
        key = problem.code, problem.message
        if problem.code not in accepted and key not in seen:
            seen.add(key)
            yield problem


def _of_pair(pair: Pair, references: References, extra: Iterable[Check], *, on_page: bool) -> list[Finding]:
    if pair.message.msgid in _CREDITS:
        return []
    checks = (*CHECKS, *extra)
    found = [finding for check in checks for finding in check(pair, references) if not _is_plural_number(pair, finding)]
    refused = list(markup.differences(pair))
    found += refused
    codes = {finding.code for finding in found}
    for cause, consequences in SILENCED.items():
        if cause in codes:
            codes = {code for code in codes if code == cause or not code.startswith(consequences)}
    # What keeps an entry from its page is reported where the page is made.
    return [finding for finding in found if finding.code in codes and not (on_page and finding in refused)]


_CREDITS = ("translator-credits", "translator_credits", "Your names", "Your emails")
"""Texts that other projects have for the names of their translators, who are no translation of them."""


def _is_plural_number(pair: Pair, finding: Finding) -> bool:
    """The number of a plural form may be a word, or missing where the form is for one number alone."""
    return pair.message.plural is not None and finding.code in ("number-lost", "number-changed", "number-added")


def findings(pair: Pair, references: References) -> list[Finding]:
    """What is found in one pair that is on no page; for tests and tools."""
    return _of_pair(pair, references, (), on_page=False)


def _useless(accepted: Iterable[str], codes: set[str], place: Place) -> Iterator[Problem]:
    for code in accepted:
        if code not in explanations():
            near = difflib.get_close_matches(code, explanations(), 1)
            hint = f"did you mean {near[0]}?" if near else "`build.py explain` lists the codes"
            yield warning("accept-unknown", f"the comment accepts {code}, which is no code", place, hint)
        elif not acceptances.can_be_accepted(code):
            hint = "take it out of the translation; then delete the comment"
            yield warning("accept-useless", f"{code} cannot be accepted", place, hint)
        elif code not in codes:
            hint = "delete the comment"
            yield warning("accept-useless", f"the comment accepts {code}, which is not found here", place, hint)


# --- what translations are held against -----------------------------------------------------------------------------


Counts = Mapping[str, Mapping[str, int]]


def word_counts(edition: Edition) -> Counts:
    """By locale, in how many accepted texts each word stands."""
    counts: dict[str, Counter[str]] = {}
    for (locale, _), catalog in edition.project.catalogs:
        counts.setdefault(locale, Counter()).update(word for found in words_of(catalog) for word in found)
    return counts


def words_of(catalog: Catalog) -> Iterator[set[str]]:
    """The words of each accepted entry, in small letters."""
    for message in catalog.messages:
        if message.translated:
            yield {word[0].lower() for text in message.msgstr for word in words(text)}


def _segments(edition: Edition) -> dict[str, dict[Key, list[Segment]]]:
    site, _ = sitetext.segments(edition.project.config, edition.project.templates)
    named = [*((article.slug, article.segments) for article in edition.project.articles), (SITE, site)]
    found: dict[str, dict[Key, list[Segment]]] = {}
    for name, segments in named:
        for segment in segments:
            found.setdefault(name, {}).setdefault(segment.key, []).append(segment)
    return found


def _elsewhere(edition: Edition) -> dict[tuple[str, Key], list[tuple[str, str]]]:
    """The translations of each text, by catalog and key."""
    found: dict[tuple[str, Key], list[tuple[str, str]]] = {}
    for (locale, name), catalog in edition.project.catalogs:
        for message in catalog.messages:
            if message.translated:
                found.setdefault((name, message.key), []).append((locale, message.msgstr[0]))
    return found


# --- findings to problems ---------------------------------------------------------------------------------------------


def _problem(pair: Pair, finding: Finding, place: Place, source: Place | None) -> Problem:
    shown = (
        _excerpt(pair.source_tag, pair.source, finding.source_span),
        _excerpt(pair.tag, pair.target, finding.span),
    )
    related = (source,) if source else ()
    return Problem(finding.code, finding.severity, finding.message, place, finding.hint, related, shown)


def _excerpt(label: str, text: Prose, span: tuple[int, int] | None) -> Excerpt:
    start, end = text.raw_span(*span) if span else (0, 0)
    return excerpt(label, text.raw, start, end)
