"""Checks on terms, names and abbreviations: the glossary's, and those that every language has a form of its own for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ..glossary import Glossary, Term, beginnings, beginnings_of, fold, stems, variants, words_of
from ..languagedata import language
from .pairs import CYRILLIC, LATIN, Finding, Pair, References, unquoted


def terms(pair: Pair, references: References) -> Iterator[Finding]:
    """wording-term, wording-name: a term of the glossary whose equivalent is not there."""
    if pair.is_copy_edit or not references.glossary.terms:
        return
    present = _forms(pair.target.text)
    for source, group, span in _met(pair, references.glossary):
        equivalents = [term.of(pair.tag) for term in group if term.of(pair.tag)]
        if not equivalents or any(_is_there(pair, term, present) for term in group):
            continue
        shown = pair.source.text[span[0] : span[1]]
        if shown in pair.target.text:
            # A title that is quoted as it is, or language-untranslated.
            continue
        instead = _confused(pair, references.glossary, group, present)
        wanted = " / ".join(dict.fromkeys(equivalents))
        if any(term.is_name for term in group) and source.lower() in language(pair.source_tag).wording.ambiguous:
            continue
        if any(term.is_name for term in group):
            hint = f"the glossary has {wanted} for {source}"
            yield pair.warning(
                "wording-name", f"the name {shown} is not there as the glossary has it", hint, None, span
            )
        elif instead:
            hint = f"the glossary has {wanted} for {source}"
            yield pair.warning("wording-term", f"{shown} is translated as {instead}", hint, None, span)
        elif source.lower() not in language(pair.source_tag).wording.ambiguous:
            hint = f"the glossary has {wanted}; another word may be right in this place"
            yield pair.warning(
                "wording-term", f"the term {shown} is not there as the glossary has it", hint, None, span
            )


@cache
def _groups(terms: tuple[Term, ...], tag: str) -> tuple[tuple[str, str, re.Pattern[str], tuple[Term, ...]], ...]:
    """The source's terms, longest first, each with its first word in small letters and the rows that are about it."""
    found: dict[str, list[Term]] = {}
    for term in terms:
        for name in variants(term.of(tag)):
            # "(of a law)" explains; "(UN)" is another name.
            if term.is_name or name.isupper() or name == variants(term.of(tag))[0]:
                found.setdefault(name, []).append(term)
    names = sorted(found, key=lambda name: (-len(name), name))
    return tuple(
        (name, name.split()[0].lower(), _pattern(name, tag, found[name]), tuple(found[name])) for name in names
    )


def _pattern(name: str, tag: str, group: list[Term]) -> re.Pattern[str]:
    exact = any(term.is_name for term in group) or name.isupper() or not name.islower()
    plural = r"(?:e?s)?(?:['’]s?)?" if tag.startswith("en") and not name.isupper() else ""
    body = r"[\s\u00a0-]+".join(map(re.escape, name.split()))
    if name.endswith("y") and tag.startswith("en") and not exact:
        body = f"(?:{body}|{body.removesuffix('y')}ie)"
    if sense := language(tag).wording.senses.get(name.lower()):
        return re.compile(rf"(?<![\w-])(?:{sense})(?![\w-])", re.IGNORECASE)
    return re.compile(rf"(?<![\w-]){body}{plural}(?![\w-])", 0 if exact else re.IGNORECASE)


def _met(pair: Pair, glossary: Glossary) -> Iterator[tuple[str, tuple[Term, ...], tuple[int, int]]]:
    """The terms that the source has, each once; a term inside a longer one does not count."""
    taken: list[tuple[int, int]] = []
    text = pair.source.text
    small = text.lower()
    for name, first, pattern, group in _groups(glossary.terms, pair.source_tag):
        if first not in small:
            continue
        free = [m for m in pattern.finditer(text) if not any(s < m.end() and m.start() < e for s, e in taken)]
        taken += [match.span() for match in free]
        if free:
            yield name, group, free[0].span()


def _forms(text: str) -> frozenset[str]:
    """The words of a text, and the parts of those with a hyphen, in small letters."""
    found = {fold(word) for word in words_of(text)}
    return frozenset(found | {part for word in found for part in word.split("-")})


def _is_there(pair: Pair, term: Term, present: frozenset[str]) -> bool:
    text = pair.target.text
    if avoided := _avoided(term.note, pair.tag):
        text = avoided.sub(" ", text)
        present = _forms(text)
    allowed = [*variants(term.of(pair.tag)), *_noted(term.note)]
    return any(_has(variant, pair.tag, present, text) for variant in allowed)


def _has(variant: str, tag: str, present: frozenset[str], text: str) -> bool:
    if variant.isupper() and len(variant) < 8:
        return bool(re.search(rf"(?<!\w){re.escape(variant)}(?![A-ZА-ЯЁ])", text))
    wanted = beginnings_of(variant, tag)
    if not wanted:
        return variant in text
    if not CYRILLIC.search(variant):
        return variant.lower() in text.lower()
    if len(wanted) == 1:
        # тележурналист is a журналист as well.
        start = wanted[0][0]
        inside = variant[:1].islower() and len(start) > 5
        return any(word.startswith(wanted[0]) or (inside and start in word) for word in present)
    return _in_a_row(text, wanted)


def _in_a_row(text: str, wanted: tuple[tuple[str, ...], ...]) -> bool:
    """Whether the words stand near each other, in any order; of a longer name one may be missing."""
    near = len(wanted) + 2
    words = [fold(word) for word in words_of(text)]
    needed = len(wanted) if len(wanted) < 3 else len(wanted) - 1
    for at in range(len(words)):
        window = words[at : at + near]
        if sum(any(word.startswith(starts) for word in window) for starts in wanted) >= needed:
            return True
    return False


_CLAUSE = re.compile(r"[;,]\s*")
_NOT = re.compile(r"\b(?:not|never)\b")
_PIECE = re.compile(r"[\u0400-\u04ff][\u0400-\u04ff «»-]*[\u0400-\u04ff]")


@cache
def _noted(note: str) -> tuple[str, ...]:
    """The words in the note of a row that are in a Cyrillic script: forms that it allows, or speaks of."""
    said = "; ".join(_NOT.split(clause)[0] for clause in _CLAUSE.split(note))
    signs = re.findall("[₸€$£₽]", said)
    return tuple(dict.fromkeys([*(piece.strip(" «»") for piece in _PIECE.findall(said) if len(piece) > 2), *signs]))


@cache
def _avoided(note: str, tag: str) -> re.Pattern[str] | None:
    """The forms that the note of a row warns of: never Алма-Ата."""
    said = [_NOT.split(clause, maxsplit=1)[1] for clause in _CLAUSE.split(note) if _NOT.search(clause)]
    pieces = [piece.strip(" «»") for clause in said for piece in _PIECE.findall(clause)[:1]]
    forms = [_beginning_with(piece, tag) for piece in pieces if len(piece) > 2]
    return re.compile("|".join(forms), re.IGNORECASE) if forms else None


def _beginning_with(phrase: str, tag: str) -> str:
    """A pattern for the forms of a phrase."""
    parts = re.split(r"([ -]+)", phrase)
    starts = [part if at % 2 else re.escape(beginnings(part, tag)[0]) for at, part in enumerate(parts)]
    # Ата becomes Ате.
    starts = [start[:-1] if len(start) == 3 and not at % 2 else start for at, start in enumerate(starts)]
    return r"(?<!\w)" + "".join(start if at % 2 else rf"{start}\w*" for at, start in enumerate(starts))


def _confused(pair: Pair, glossary: Glossary, group: tuple[Term, ...], present: frozenset[str]) -> str:
    """Another term of the glossary that stands there, and that the source does not have; empty where there is none."""
    own = {start for term in group for word in variants(term.of(pair.tag)) for start in stems(word, pair.tag)}
    source = fold(pair.source.text)
    for term in glossary.terms:
        words = term.of(pair.tag)
        if term.is_name or not words or term in group or not _related(term, group, pair.source_tag):
            continue
        if any(fold(variant) in source for variant in variants(term.of(pair.source_tag))):
            continue
        name = variants(words)[0] if variants(words) else ""
        starts = stems(name, pair.tag)
        longest = [start for start in starts if len(start) > 3]
        if longest and not set(starts) & own and all(any(w.startswith(s) for w in present) for s in starts):
            return name
    return ""


def _related(term: Term, group: tuple[Term, ...], tag: str) -> bool:
    """Whether two terms have a word in common, as strike and hunger strike, or its beginning (employer, employee)."""
    ours = {fold(word)[:5] for other in group for word in words_of(variants(other.of(tag))[0]) if len(word) > 3}
    return any(fold(word)[:5] in ours for name in variants(term.of(tag))[:1] for word in words_of(name))


# --- names in the letters of another language ---------------------------------------------------------------------


def foreign_names(pair: Pair, references: References) -> Iterator[Finding]:
    """wording-name: a name as the neighbouring language writes it."""
    own = pair.lang.letters.own
    if not own:
        return
    for word in re.finditer(r"(?<![\w-])[А-ЯЁӘҒҚҢӨҰҮҺІ][а-яёәғқңөұүһі]{3,}", unquoted(pair.target.text)):
        small = fold(word[0])
        near = _neighbours_names(references.glossary.terms, pair.tag).get(small[:4], ())
        russian, right = next((names for names in near if re.match(rf"{names[0]}(?!ов|ев|ин)", small)), ("", ""))
        is_longer = right and russian.startswith(fold(right)) and len(russian) > len(right) + 2
        if right and (is_longer or not small.startswith(beginnings(right, pair.tag))):
            hint = f"this language writes {right}"
            yield pair.warning("wording-name", f"{word[0]} is the Russian spelling of the name", hint, word.span())


@cache
def _neighbours_names(terms: tuple[Term, ...], tag: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """The stems of names in Russian with the names in this language, where they differ, by their first four letters."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for term in terms:
        theirs, ours = list(words_of(term.of(language(tag).words.neighbour))), list(words_of(term.of(tag)))
        if not term.is_name or len(theirs) != len(ours):
            continue
        for russian, own in zip(theirs, ours, strict=True):
            alike = len(ours) == 1 or fold(russian)[0] == language(tag).letters.plain.get(fold(own)[0], fold(own)[0])
            if len(russian) > 4 and russian[0].isupper() and own[0].isupper() and fold(russian) != fold(own) and alike:
                entry = fold(russian)[: max(5, len(russian) - 1)], own
                found[fold(russian)[:4]] = (*found.get(fold(russian)[:4], ()), entry)
    return found


# --- abbreviations ------------------------------------------------------------------------------------------------


@cache
def _abbreviations(tag: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns for the abbreviations of the source, each with that of the language."""
    return tuple(
        (re.compile(rf"(?<![\w.-])(?:{entry['source']})(?!\w|-[A-Z]| [A-Z][a-z])"), entry["target"].split("|")[0])
        for entry in language(tag).wording.known
    )


@cache
def _foreign_abbreviations(tag: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    words = language(tag).wording.foreign
    return tuple((word, re.compile(rf"(?<![\w-]){word}(?!\w)")) for word in words)


def abbreviations(pair: Pair, _references: References) -> Iterator[Finding]:
    """wording-abbreviation: an abbreviation as another language has it."""
    if pair.is_copy_edit:
        return
    text = pair.target.text
    if pair.is_cyrillic and not CYRILLIC.search(text):
        return
    for pattern, right in _abbreviations(pair.tag) if LATIN.search(text) else ():
        for match in pattern.finditer(text):
            if match[0] != "US" or not re.search(r"US\$|\$", text[match.start() : match.end() + 2]):
                hint = f"this language has {right}"
                yield pair.warning("wording-abbreviation", f"{match[0]} is left as in the source", hint, match.span())
                return
    for word, pattern in _foreign_abbreviations(pair.tag):
        left = pattern.search(text) if word in text else None
        if left and word not in pair.source.text:
            hint = "write the abbreviation of this language, or the whole name"
            yield pair.warning("wording-abbreviation", f"{word} is a Russian abbreviation", hint, left.span())
            return
