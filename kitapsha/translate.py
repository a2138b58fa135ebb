"""An article in a language: the words of every segment, how far the translation is, and whether it is published."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from . import inline
from .acceptances import accepted
from .model import Article, Catalog, Count, Coverage, Key, Message, Segment, State, Strings, Translation, Words
from .po import forbidden
from .problems import Place, Problem, error, has_errors
from .refusals import direction, is_too_long, refusals_of, turning

MAX_NAME = 200

UNTITLED = "title"
INCOMPLETE = "incomplete"
UNREADABLE = "catalog"
"""Why an article is not published in a locale."""


def translate(article: Article, locale: str, catalog: Catalog, source_locale: str, minimum: int) -> Translation:
    """Return an article in a locale. A fuzzy, empty or refused translation shows the source.

    In the source locale an empty msgstr means "as in the source", a filled one corrects what is published.
    """
    by_key = {_composed(message.key): message for message in catalog.messages if not message.obsolete}
    words: dict[Key, Words] = {}
    problems: list[Problem] = []
    coverage = Coverage()
    for key, segments in _by_key(article.segments).items():
        message = by_key.get(_composed(key))
        refusals = tuple(refusals_of(message, segments, catalog.path)) if message and message.translated else ()
        problems += refusals
        state = State.REFUSED if refusals else _state(message, locale == source_locale)
        shown = message.msgstr[0] if message and state is State.TRANSLATED else segments[0].msgid
        words[key] = Words(shown, locale if state is State.TRANSLATED else source_locale, state)
        coverage += _counted(state, Count(1, inline.count_words(key[1])))
    reason = _reason(article, words, coverage, catalog, locale == source_locale, minimum)
    credited, revised = translators(catalog) if locale != source_locale else (), _field(catalog, "PO-Revision-Date")
    return Translation(article.slug, locale, tuple(words.items()), coverage, credited, revised, reason, tuple(problems))


def _composed(key: Key) -> Key:
    """A key whose letters are composed: some tools save é as e and an accent, which is the same text."""
    return key[0], unicodedata.normalize("NFC", key[1])


def _by_key(segments: Iterable[Segment]) -> dict[Key, list[Segment]]:
    found: dict[Key, list[Segment]] = {}
    for segment in segments:
        found.setdefault(segment.key, []).append(segment)
    return found


def _state(message: Message | None, is_source: bool) -> State:
    if message and message.translated:
        return State.TRANSLATED
    if is_source:
        return State.SOURCE
    return State.FUZZY if message and message.fuzzy and any(message.msgstr) else State.UNTRANSLATED


def _counted(state: State, count: Count) -> Coverage:
    if state in (State.TRANSLATED, State.SOURCE):
        return Coverage(translated=count)
    return Coverage(fuzzy=count) if state in (State.FUZZY, State.REFUSED) else Coverage(untranslated=count)


def _reason(
    article: Article, words: dict[Key, Words], coverage: Coverage, catalog: Catalog, is_source: bool, minimum: int
) -> str:
    if has_errors(catalog.problems):
        return UNREADABLE
    if is_source:
        return ""
    if not article.segments or words[article.segments[0].key].state is not State.TRANSLATED:
        return UNTITLED
    return INCOMPLETE if coverage.percent < minimum else ""


# --- template strings -------------------------------------------------------------------------------------


def strings(catalog: Catalog, locale: str) -> tuple[Strings, tuple[Problem, ...]]:
    """Return the published words of the templates in a locale, and why others are not published."""
    published: list[tuple[Key, tuple[str, ...]]] = []
    problems: list[Problem] = []
    for message in catalog.messages:
        if message.translated:
            refused = _refused(message, Place(catalog.path, max(1, message.line)))
            if refused:
                problems.append(refused)
            else:
                published.append((message.key, message.msgstr))
    return Strings(locale, tuple(published)), tuple(problems)


def _refused(message: Message, place: Place) -> Problem | None:
    """Why the words of a template cannot be published: a placeholder is added or renamed, or lost and not accepted."""
    if any(is_too_long(text, message.msgid) for text in message.msgstr):
        hint = "a translation is never that long; is there text of another entry in it?"
        return error("translation-limit", "the translation is far longer than its source", place, hint)
    if turned := next(filter(None, map(direction, message.msgstr)), ""):
        said, hint = turning(turned, message.msgid + (message.plural or ""))
        return error("letters-direction", said, place, hint)
    known = set(inline.PLACEHOLDER.findall(message.msgid + (message.plural or "")))
    used = {field for text in message.msgstr for field in inline.PLACEHOLDER.findall(text)}
    hint = "placeholders in braces are copied as they are"
    if added := sorted(used - known):
        said = f"the translation has {', '.join(added)}, which its source does not have"
        return error("markup-placeholder-added", said, place, hint)
    lost = sorted(known - used)
    if lost and "markup-placeholder-lost" not in accepted(message.comments):
        return error("markup-placeholder-lost", f"the translation has no {', '.join(lost)}", place, hint)
    return None


# --- who translated, and when -----------------------------------------------------------------------------


def _field(catalog: Catalog, name: str) -> str:
    text = catalog.header.msgstr[0] if catalog.header else ""
    match = re.search(rf"^{name}:[ \t]*(.*)$", text, re.MULTILINE)
    return match[1].strip() if match else ""


def translators(catalog: Catalog) -> tuple[str, ...]:
    """The names of those who translated, without their addresses: from the header's comments, then Last-Translator.

    The comments follow gettext's custom: `# Name <address>, 2026.`
    """
    comments = catalog.header.comments if catalog.header else ()
    found = [name for line in comments if (name := _credited(line))]
    found.append(_field(catalog, "Last-Translator").partition("<")[0])
    # Some tools write an address where the name should be.
    named = [" ".join(word for word in name.split() if "@" not in word) for name in found]
    named = [name for name in named if name and name not in ("FULL NAME", "Automatically generated", "FIRST AUTHOR")]
    return tuple(dict.fromkeys(name for name in named if len(name) <= MAX_NAME and not forbidden(name)))


def _credited(line: str) -> str:
    """The name in a header comment of gettext's custom; empty where it has none."""
    name, opened, rest = line.strip()[:500].partition("<")
    _, closed, year = rest.partition(">")
    dated = year.lstrip(", ")[:4]
    return name.strip() if opened and closed and "," not in name and dated.isdigit() and len(dated) == 4 else ""
