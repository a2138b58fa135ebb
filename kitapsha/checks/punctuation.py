"""Checks on punctuation and spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..languagedata import language
from ..model import Kind
from ..prose import OBJECT
from .pairs import CYRILLIC, Finding, Pair, References

# --- the end ------------------------------------------------------------------------------------------------------

_TAIL = re.compile(r"[\s.!?…:;,»”“\"’'）)\]。？！：]*\Z")
_STOPS = ".!?…:;,。？！："


def end(pair: Pair, _references: References) -> Iterator[Finding]:
    """punctuation-end: a text that ends otherwise than its source."""
    ours, theirs = _mark(pair.source.text), _mark(pair.target.text)
    tail = _TAIL.search(pair.target.text)
    span = (tail.start(), len(pair.target.text)) if tail and tail[0].strip() else None
    if theirs and theirs[-1] in "。？！：":
        yield pair.warning("punctuation-end", f"{theirs} is not of this script", "type it on your keyboard", span)
        return
    if ours == theirs or _are_alike(ours, theirs) or not re.search(r"\w", pair.target.text):
        return
    if _ends_shortened(pair.target.text, pair.lang.wording.abbreviations) and theirs == ".":
        return
    shortened = language(pair.source_tag).wording.abbreviations
    if ours == "." and not theirs and _ends_shortened(pair.source.text, shortened):
        return
    if {ours, theirs} <= {"", ".", ";", ","} and pair.kinds and pair.kinds <= {Kind.ITEM, Kind.CELL, Kind.LABEL}:
        return
    if {ours, theirs} <= {"", ";", ","} and (ours, theirs) != ("", ","):
        return
    if any(text.text.endswith(OBJECT) or _IMAGE_LAST.search(text.raw) for text in (pair.source, pair.target)):
        return
    if (ours, theirs) == ("?", ".") and _is_request(pair):
        return
    said = f"the source ends with {_named(ours)}, the translation with {_named(theirs)}"
    yield pair.warning("punctuation-end", said, "end it as the source does, unless the sentence is another one", span)


_IMAGE_LAST = re.compile(r"!\[[^\]]*\]\([^)]*\)\s*\Z")


def _is_request(pair: Pair) -> bool:
    """Whether the source asks for something as if it were a question."""
    requests = language(pair.source_tag).wording.requests
    return bool(requests) and bool(re.match(rf"(?:{requests})\b", pair.source.text, re.IGNORECASE))


def _mark(text: str) -> str:
    """The kind of mark at the end, closing brackets and quotation marks left out."""
    text = _SMILEY.sub("", text)
    tail = _TAIL.search(text)
    marks = [mark for mark in (tail[0] if tail else "") if mark in _STOPS]
    joined = "".join(marks)
    if "?" in joined:
        return "?"
    if joined.endswith(("...", "…")):
        return "…"
    if re.search(r"\.\.$|,,$|;;$|::$|\.,$|,\.$", joined):
        return joined[-2:]
    return joined[-1:] if joined else ""


def _are_alike(ours: str, theirs: str) -> bool:
    alike = ({".", "!"}, {":", "—"}, {"…", ":"})
    return any({ours, theirs} <= kinds for kinds in alike)


def _ends_shortened(text: str, abbreviations: Sequence[str]) -> bool:
    bare = re.sub(r"[»”“\"’')\]\s]+\Z", "", text)
    if re.search(r"(?<!\w)[^\W\d_]\.[ \u00a0][^\W\d_]\.\Z", bare):
        return True
    return any(re.search(rf"(?<!\w){re.escape(word)}\Z", bare) for word in abbreviations)


def _named(mark: str) -> str:
    return f"“{mark}”" if mark else "no mark"


# --- pairs --------------------------------------------------------------------------------------------------------

_SMILEY = re.compile(r"(?<!\w)[:;=8][-^]?[()\[\]DP]+")


_BRACKET = re.compile(r"[()\[\]{}]")


def brackets(pair: Pair, _references: References) -> Iterator[Finding]:
    """punctuation-bracket: a bracket without its partner."""
    if not _BRACKET.search(pair.target.text):
        return
    for opening, closing in ("()", "[]", "{}"):
        theirs = _unpaired(_SMILEY.sub(lambda m: OBJECT * len(m[0]), pair.target.text), opening, closing)
        if theirs is None:
            continue
        ours = _unpaired(_SMILEY.sub(lambda m: OBJECT * len(m[0]), pair.source.text), opening, closing)
        if ours is None or pair.source.text[ours] != pair.target.text[theirs]:
            mark = pair.target.text[theirs]
            said = f"“{mark}” has no partner"
            yield pair.warning(
                "punctuation-bracket", said, "add the other bracket, or delete this one", (theirs, theirs + 1)
            )
    crossed = re.search(r"\([^()\[\]{}]*\]|\[[^()\[\]{}]*\)", pair.target.text)
    if crossed and not re.search(r"\([^()\[\]{}]*\]|\[[^()\[\]{}]*\)", pair.source.text):
        yield pair.warning(
            "punctuation-bracket", "two kinds of brackets are one pair", "close each with its own", crossed.span()
        )


def _unpaired(text: str, opening: str, closing: str) -> int | None:
    if opening not in text and closing not in text:
        return None
    open_at: list[int] = []
    for at, letter in enumerate(text):
        if letter == opening:
            open_at.append(at)
        elif letter == closing:
            if open_at:
                open_at.pop()
            elif not re.search(r"(?:\A|\s)\w{1,3}\.?\Z", text[:at]):
                # а) and 1) number a list.
                return at
    return open_at[-1] if open_at else None


_INCH = re.compile(r"(?<=\d)[\"”″](?!\w)")


def quotes(pair: Pair, _references: References) -> Iterator[Finding]:
    """punctuation-quote: quotation marks without a partner, or of a kind that the language does not use."""
    table = pair.lang.punctuation
    if not table.quotes:
        return
    text = _INCH.sub(OBJECT, pair.target.text)
    opening, closing = table.quotes
    depth = 0
    for at, letter in enumerate(text):
        if letter == opening:
            if depth:
                hint = f"inside {opening}{closing} stand {table.inner[0]}{table.inner[1]}"
                yield pair.warning("punctuation-quote", f"{opening} inside {opening}{closing}", hint, (at, at + 1))
                return
            depth += 1
        elif letter == closing:
            if not depth:
                yield pair.warning(
                    "punctuation-quote", f"{closing} has no partner", f"put {opening} before it", (at, at + 1)
                )
                return
            depth -= 1
        elif letter in '“”„‟"' and not depth:
            hint = f"this language has {opening}…{closing}, and {table.inner[0]}…{table.inner[1]} inside them"
            yield pair.warning("punctuation-quote", f"{letter} is not the outer quotation mark", hint, (at, at + 1))
            return
        elif letter == '"':
            hint = f"inside {opening}{closing} stand {table.inner[0]}{table.inner[1]}"
            yield pair.warning("punctuation-quote", f"{letter} inside {opening}{closing}", hint, (at, at + 1))
            return
    if depth:
        at = text.rfind(opening)
        yield pair.warning(
            "punctuation-quote", f"{opening} has no partner", f"put {closing} after the words", (at, at + 1)
        )
        return
    inner = table.inner
    if inner[0] != inner[1] and text.count(inner[0]) != text.count(inner[1]) and not _foreign_inner(text, inner):
        at = max(text.find(inner[0]), text.find(inner[1]))
        yield pair.warning(
            "punctuation-quote", f"{inner[0]} and {inner[1]} do not pair", "add the other one", (at, at + 1)
        )
    elif match := re.search(r"(?<![\w’'])['‘‚‹](?=\w)[^'’‘\n]{1,60}['’‘›](?!\w)", text):
        if "’" not in match[0][-1] or match[0][0] != "’":
            hint = f"this language has {opening}…{closing}"
            yield pair.warning(
                "punctuation-quote", f"{match[0][0]} is not a quotation mark of this language", hint, match.span()
            )
    elif match := re.search(r"<<\w|\w>>", text):
        yield pair.warning(
            "punctuation-quote", "<< >> are no quotation marks", f"type {opening} and {closing}", match.span()
        )


def _foreign_inner(text: str, inner: Sequence[str]) -> bool:
    """Whether the mark that opens in one language closes in another one here: „…“ in a text that has “…” inside."""
    return inner[0] == "„" and "“" in text and "”" in text


# --- spaces -------------------------------------------------------------------------------------------------------

_DOUBLED = re.compile(r"(?<=\S)[ \t\u00a0\u202f\u2009]{2,}(?=\S)")
_BEFORE = re.compile(r"(?<=[\w»”\"')\]])[ \u00a0]+(?=,|[;:!?](?![-()/]|\w)|\.(?![.\w])|[»)\]])(?<!- )")
_AFTER_OPEN = re.compile(r"[(«\[„][ \u00a0]+(?=\w)")
_MISSING = re.compile(
    r"(?<=[а-яёәғқңөұүһіa-z»)])([,;!?](?=[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІіA-Za-z])|:(?=[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі])|\.(?=[А-ЯЁӘҒҚҢӨҰҮҺІ]))"
)
_BEFORE_OPEN = re.compile(r"(?<=[а-яёәғқңөұүһі])[(«](?=[а-яёәғқңөұүһіА-ЯЁ]{3})")
_TWO = re.compile(r"[,;]{2,}|(?<![.])\.\.(?![.])|…[….]|[?!]\.(?!\.)|[,;:][.]|(?<!\.)(?<!\w\.\w)\.,(?=\s)")


def spaces(pair: Pair, _references: References) -> Iterator[Finding]:
    """punctuation-space: a space too many, one that is missing, or one at the wrong side."""
    yield from _edges(pair)
    text, ours = pair.target.text, pair.source.text
    match = _DOUBLED.search(text)
    if match and not _DOUBLED.search(ours) and "\n" not in pair.target.raw[slice(*pair.target.raw_span(*match.span()))]:
        mends = "; `build.py check --fix` does" if any(joinable(pair)) else ""
        yield pair.warning("punctuation-space", "two spaces in a row", f"delete one{mends}", match.span())
    if (match := _BEFORE.search(text)) and not _BEFORE.search(ours):
        said = f"a space before “{text[match.end()]}”"
        yield pair.warning("punctuation-space", said, "delete the space", match.span())
    if match := _AFTER_OPEN.search(text):
        yield pair.warning("punctuation-space", f"a space after “{match[0][0]}”", "delete the space", match.span())
    if (match := _missing(text)) and not _MISSING.search(ours):
        hint = f"put a space after “{match[0]}”"
        yield pair.warning("punctuation-space", f"no space after “{match[0]}”", hint, (match.start(), match.end() + 1))
    if match := _BEFORE_OPEN.search(text):
        yield pair.warning("punctuation-space", f"no space before “{match[0]}”", "put a space there", match.span())


_RUN = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")


def joinable(pair: Pair) -> Iterator[tuple[int, int]]:
    """The runs of spaces in the raw text that one space can stand for: nothing else in them, and no line ends there."""
    if not _RUN.search(pair.target.text) or _RUN.search(pair.source.text):
        return
    for match in _RUN.finditer(pair.target.text):
        if pair.target.is_as_written(*match.span()):
            yield pair.target.raw_span(*match.span())


def _edges(pair: Pair) -> Iterator[Finding]:
    """A space at the beginning or at the end that only one of the two has."""
    ours, theirs = pair.source.raw, pair.target.raw
    for at, side in ((slice(0, 1), "at the beginning"), (slice(-1, None), "at the end")):
        if ours[at].isspace() != theirs[at].isspace():
            extra = theirs[at].isspace()
            said = (
                f"a space {side} that the source does not have" if extra else f"no space {side} as the source has one"
            )
            yield pair.warning("punctuation-space", said, "make it as in the source")


def doubled(pair: Pair, _references: References) -> Iterator[Finding]:
    """punctuation-double: two marks where one is meant."""
    match = _TWO.search(pair.target.text)
    if match and match[0] not in pair.source.text and not _is_after_abbreviation(pair.target.text, match):
        yield pair.warning("punctuation-double", f"“{match[0]}”: two marks in a row", "delete one", match.span())


def _missing(text: str) -> re.Match[str] | None:
    """A mark without a space after it, where the words around are no address, file name or initials."""
    for match in _MISSING.finditer(text):
        word = re.search(r"\S*\Z", text[: match.start()])
        if match[0] in ".:" and not CYRILLIC.match(text[match.start() - 1]):
            continue
        if word and OBJECT in word[0]:
            continue
        # и т.Д. and т.е. have no capital; initials have a capital before the stop.
        if match[0] == "." and re.search(r"(?<!\w)\w{1,2}\Z", text[: match.start()]):
            continue
        return match
    return None


def _is_after_abbreviation(text: str, match: re.Match[str]) -> bool:
    return match[0] == ".," and bool(re.search(r"(?<!\w)\w{1,4}\Z", text[: match.start()]))


# --- dashes -------------------------------------------------------------------------------------------------------

_SMALL = "а-яёәғқңөұүһі"
_WRONG_DASHES = (
    (
        re.compile(
            r"(?<=[\w»”\"),.!?…])[ \u00a0](?:-{1,3}|[–‒―−])[ \u00a0](?=[^\W\d]|[«“„\"(…])|\A(?:--?|–)[ \u00a0](?=\w)"
        ),
        "a hyphen or another dash between words",
    ),
    (
        re.compile(rf"(?<=[{_SMALL}])- (?!(?:и|или|а|да|және|немесе|мен)\b)(?=[{_SMALL}])"),
        "a hyphen with a space after it",
    ),
    (re.compile(r"(?<=\w)--+(?=\s|\w)|(?<=\s)--+(?=\w)"), "two hyphens"),
    (re.compile(rf"(?<=[{_SMALL}])(?:—(?= )| —(?! ))(?=\s?[^\W\d_])"), "a dash with one space only"),
)
_IN_FORMULA = re.compile(r"(?<!\w)(?:[A-Za-z]|\d+)\Z")
_OTHER_HYPHENS = re.compile(rf"(?<=[{_SMALL}])[\u2010\u2012](?=[{_SMALL}])")


def dashes(pair: Pair, _references: References) -> Iterator[Finding]:
    """punctuation-dash: a hyphen or a short dash where the language has a dash, or a hyphen in a range."""
    dash = pair.lang.punctuation.dash
    if not dash:
        return
    text = pair.target.text
    for pattern, said in _WRONG_DASHES:
        match = pattern.search(text)
        if match and "−" in match[0] and _IN_FORMULA.search(text[: match.start()]):
            continue
        if match and not (match[0].strip() in pair.source.text and match.start() == 0):
            hint = f"write {dash} between spaces"
            yield pair.warning("punctuation-dash", said, hint, match.span())
            break
    for match in re.finditer(r"(?<![\d.-])(\d{1,4})-(\d{1,4})(?!\d|[-.]\d)", text):
        if re.search(rf"(?<!\d){match[1]}\s?–\s?{match[2]}(?!\d)", pair.source.text):
            hint = f"write {match[1]}–{match[2]}, with the short dash, as the source does"
            yield pair.warning("punctuation-dash", f"a hyphen in the range {match[0]}", hint, match.span())
            return
    match = _OTHER_HYPHENS.search(text)
    if match and match[0] not in pair.source.text:
        said = f"U+{ord(match[0]):04X} in the place of a hyphen"
        hint = "type the hyphen of the keyboard: searching does not find the word"
        yield pair.warning("punctuation-dash", said, hint, match.span())
