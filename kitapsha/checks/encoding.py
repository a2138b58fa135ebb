"""Checks on characters: those that nobody sees, the form of letters, what a wrong encoding has broken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from .. import refusals
from ..prose import Prose
from .pairs import Finding, Pair, References, code_point

INVISIBLE = "\u200d\u00ad\u180e\u200b\u200c\u2060\ufeff\u200e\u200f\u061c"
_UNSEEN = re.compile("[\u200d\u00ad\u180e\u200b\u200c\u2060\ufeff\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def invisible(pair: Pair, _references: References) -> Iterator[Finding]:
    """letters-invisible, letters-direction: characters that nobody sees, and those that turn the text around."""
    raw = pair.target.raw
    found = unseen(pair)
    hint = "delete it; `build.py check --fix` does"
    if plain := [at for at in found if raw[at] in INVISIBLE]:
        said = f"an invisible character, {code_point(raw[plain[0]])} {unicodedata.name(raw[plain[0]], '')}"
        yield pair.warning("letters-invisible", said, hint, _seen(pair, plain[0]))
    # What turns the rest of the page around is refused, and reported, where the entry is published.
    turned = [at for at in found if raw[at] in DIRECTIONS]
    if turned and not refusals.direction(raw):
        said = f"{code_point(raw[turned[0]])} {unicodedata.name(raw[turned[0]])} turns the direction of the text"
        yield pair.error("letters-direction", said, hint, _seen(pair, turned[0]))


def unseen(pair: Pair) -> Sequence[int]:
    """The places in the raw translation of characters that nobody sees, and that neither source nor script asks for."""
    raw, source = pair.target.raw, pair.source.raw
    if not _UNSEEN.search(raw):
        return ()
    found = [at for letter in sorted(set(raw) & set(INVISIBLE)) for at in _too_many(letter, pair)]
    # Scripts that run from right to left need marks of direction, but none of them needs to turn the rest around.
    if pair.lang.script in ("Cyrl", "Latn") or refusals.direction(raw):
        found += [at for at, letter in enumerate(raw) if letter in DIRECTIONS and letter not in source]
    return sorted(found)


def _too_many(letter: str, pair: Pair) -> Sequence[int]:
    """The places of an invisible character beyond as many as the source has; those in code and addresses stay."""
    raw = pair.target.raw
    excess = raw.count(letter) - pair.source.raw.count(letter)
    if excess <= 0:
        return ()
    places = [at for at, other in enumerate(raw) if other == letter and not _rightly(raw, at, pair)]
    read = {at for start, end in pair.target.runs() for at in range(start, end)}
    return sorted(places, key=lambda at: (at in read, at))[-excess:]


def _rightly(raw: str, at: int, pair: Pair) -> bool:
    """Whether the mark belongs there: joiners and direction marks in scripts that need them."""
    if raw[at] == "\u200d":
        return not raw[at - 1 : at].isalpha() or not raw[at + 1 : at + 2].isalpha()
    return raw[at] in "\u200c\u200e\u200f\u061c" and pair.lang.script not in ("Cyrl", "Latn")


def _seen(pair: Pair, at: int) -> tuple[int, int] | None:
    """The character's place in the prose; None where it stands in an address or a code."""
    found = next((here for here, there in enumerate(pair.target.at) if there == at), None)
    return None if found is None or found >= len(pair.target.text) else (found, found + 1)


_STACK = re.compile("[\u0300-\u036f]{3,}")


def decomposed(pair: Pair, _references: References) -> Iterator[Finding]:
    """letters-decomposed: a letter and its mark as two characters, or a heap of marks on one letter."""
    raw = pair.target.raw
    joined = composed(pair.target)
    if joined != raw:
        at = next(at for at, letter in enumerate(raw) if at >= len(joined) or letter != joined[at])
        said = f"“{joined[at]}” is typed as two characters, a letter and its mark"
        hint = "searching does not find such words; `build.py check --fix` joins them"
        yield pair.warning("letters-decomposed", said, hint, _seen(pair, at))
    elif match := _STACK.search(pair.target.text):
        hint = "delete the marks: they would cover the lines around"
        yield pair.warning("letters-decomposed", "a heap of marks on one letter", hint, match.span())


def composed(text: Prose) -> str:
    """The raw text with the letters of its prose composed (NFC); code and addresses stay as they are."""
    raw = text.raw
    if unicodedata.is_normalized("NFC", raw):
        return raw
    pieces: list[str] = []
    done = 0
    for start, end in text.runs():
        # An escaped sign must stay one: with a stroke (\u0338) after it, it would be another character.
        first = start + (raw[start - 1 : start] == "\\")
        pieces += (raw[done:first], unicodedata.normalize("NFC", raw[first:end]))
        done = end
    return "".join((*pieces, raw[done:]))


_BROKEN = (
    (
        "UTF-8 read as Latin-1",
        re.compile("[ÐÑ][\u0080-\u00ff\u0152-\u0178\u2013-\u2122]|(?:[ÐÑÃÂ][^\\sа-яА-Я]){2,}|Ã[\u0080-\u00bf]|â€"),
    ),
    (
        "UTF-8 read as Windows-1251",
        re.compile(
            "(?:[РСТУ][ЂЃѓђ‚„…†‡€‰‹›ЉЊЌЋЏљњќћџЎўЈ¤Ґ¦§©Є¬®Ї°±ґµ¶·№єјЅѕї‘’“”•–—™\u00a0\u00ad«»]){2,}|[РС][°µ·ј№±¶ґЅѕђѓњќћџЂЃЊЌЋЏ†‡€‰](?!\\d)|вЂ[^\\s]|(?<=\\w)В»|(?<!\\w)В«(?=\\w)|Т[›Ј±“™Ї»©]|У™"
        ),
    ),
    (
        "letters lost on the way",
        re.compile(
            "\ufffd|(?<=[а-яёәғқңөұүһі])\\?(?=[а-яёәғқңөұүһі])|(?<!\\?)\\?{4,}"
            "|\\?{2,}(?=[а-яё])|(?<=[а-яё])\\?{2,}(?=[ а-яё])"
        ),
    ),
    ("Windows-1251 read as Latin-1", re.compile("[À-ÿ]{4,}")),
    (
        "another Cyrillic encoding",
        re.compile(
            "(?<![А-Яа-яЁё])[а-яё][А-ЯЁ]{3,}(?![а-яё])|[\u2500-\u259f]{2,}|(?<!\\w)(?=\\w*[а-яё][А-ЯЁ][а-яё][А-ЯЁ])\\w{5,}"
        ),
    ),
)


def broken(pair: Pair, _references: References) -> Iterator[Finding]:
    """letters-broken: text that was read in the wrong encoding (mojibake)."""
    for what, pattern in _BROKEN:
        match = pattern.search(pair.target.text)
        if match and match[0] not in pair.source.text:
            said = f"“{match[0][:20]}” looks like a broken encoding: {what}"
            hint = "type the text anew, or bring it back from an older version; save catalogs as UTF-8"
            yield pair.error("letters-broken", said, hint, match.span())
            return


_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|laquo|raquo|mdash|ndash|#\d+|#x[0-9A-Fa-f]+);")


def entities(pair: Pair, _references: References) -> Iterator[Finding]:
    """letters-entity: a character written for HTML, as a tool may leave it behind."""
    match = _ENTITY.search(pair.target.raw)
    if match and match[0] not in pair.source.raw:
        said = f"{match[0]} stands for a character of its own"
        yield pair.warning("letters-entity", said, "type the character itself", None)
