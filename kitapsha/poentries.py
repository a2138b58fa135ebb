"""Statements of a gettext catalog -> entries: the grammatical half of the reader."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .model import Message, Previous
from .ponotes import flags, references
from .posyntax import BROKEN, COMMENT, Faults, Statement, control
from .problems import Place, warning

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(1, 17))
    + "]"
)
"""What no catalog may hold in a translation: controls, line and paragraph separators, noncharacters."""

UNFIT = re.compile(f"{FORBIDDEN.pattern[:-1]}\u202d\u202e]")
"""The same with overrides of the direction: in a catalog these spoil their entry alone, see `refusals`."""

# An entry is known by its shape: a letter for each statement, capitals for the previous forms (`#|`).
_LETTER = {"msgctxt": "c", "msgid": "i", "msgid_plural": "p", "msgstr": "s"}
_COMPLETE = re.compile(r"(?:C?IP?)?c?i(?:s|pf+)")
_LONGEST = 20
_BEGINNING = re.compile(r"C?(?:IP?)?c?(?:i(?:s|pf*)?)?")


def _letter(statement: Statement) -> str:
    if statement.keyword == BROKEN:
        return BROKEN
    letter = _LETTER[statement.keyword]
    if statement.index is not None:
        letter = "f"
    return letter.upper() if "|" in statement.mark else letter


class _Draft:
    """The statements of one entry, before it is known whether they make one."""

    def __init__(self, comments: list[Statement]) -> None:
        self.comments = comments
        self.inner: list[Statement] = []
        self.words: list[Statement] = []
        self.shape = ""

    @property
    def complete(self) -> bool:
        return self.shape in ("is", "cis") or _COMPLETE.fullmatch(self.shape) is not None

    def ends_before(self, letter: str) -> bool:
        """Whether a statement of this kind begins the next entry."""
        if not self.shape or self.shape == BROKEN:
            return False
        if letter == BROKEN:
            return self.complete
        if letter == "i":
            return "i" in self.shape or self.shape[-1] in "psf"
        return (letter == "c" or letter.isupper()) and not self.shape.isupper()


def entries(statements: Sequence[Statement], lines: Sequence[str], faults: Faults) -> Iterator[Message]:
    """The messages in the order of the file, header and obsolete ones included; what is wrong goes to `faults`."""
    draft = _Draft([])
    for statement in statements:
        if statement.keyword == COMMENT:
            if draft.complete:
                yield from _message(draft, lines, faults)
                draft = _Draft([])
            (draft.inner if draft.shape else draft.comments).append(statement)
            continue
        letter = _letter(statement)
        if draft.ends_before(letter):
            yield from _message(draft, lines, faults)
            draft = _Draft(draft.inner)
        elif draft.inner:
            _fault_inside(draft, faults)
        if len(draft.shape) < _LONGEST:
            draft.words.append(statement)
            draft.shape += letter
        elif BROKEN not in draft.shape:
            hint = "every entry begins with msgid or msgctxt; no language has so many plural forms"
            faults.add("po-syntax", statement.line, statement.column, "the entry has too many parts", hint)
            draft.shape += BROKEN
        if faults.full:
            return
    if draft.shape:
        yield from _message(draft, lines, faults, last=True)
    else:
        _warn_of_loose_comments(draft.comments, faults)


def _fault_inside(draft: _Draft, faults: Faults) -> None:
    if BROKEN not in draft.shape:
        hint = "move it above the first line of the entry"
        faults.add("po-syntax", draft.inner[0].line, 1, "a comment stands inside an entry", hint)
    draft.inner.clear()
    draft.shape += BROKEN


def _warn_of_loose_comments(comments: Sequence[Statement], faults: Faults) -> None:
    for comment in comments:
        if comment.text and comment.text[0] not in ":,!" and comment.text.strip(". \t"):
            message = "a comment after the last entry belongs to none and is not kept"
            hint = "move it above the entry it speaks of"
            faults.problems.append(warning("po-comment", message, Place(faults.path, comment.line), hint))
            return


def _message(draft: _Draft, lines: Sequence[str], faults: Faults, *, last: bool = False) -> Iterator[Message]:
    """The message of a draft, if it makes one."""
    if BROKEN in draft.shape or not _well_formed(draft, faults, last=last):
        return
    texts: dict[str, str] = {}
    forms: list[str] = []
    for letter, word in zip(draft.shape, draft.words, strict=True):
        text = word.text
        if text is None:
            hint = "write the letters themselves instead of escapes"
            faults.add("po-escape", word.line, word.column, "the escaped bytes are no UTF-8", hint)
            return
        if letter in "sf":
            forms.append(text)
            if match := FORBIDDEN.search(text):
                faults.add("po-control", *_where(match[0], word, lines), *control(match[0]))
        else:
            texts[letter] = text
    first = next(word for word in draft.words if word.keyword == "msgid" and "|" not in word.mark)
    notes = _notes(draft.comments) if draft.comments else _NO_NOTES
    yield Message(
        texts["i"], tuple(forms), texts.get("c"), texts.get("p"), *notes,
        previous=Previous(texts["I"], texts.get("C"), texts.get("P")) if "I" in texts else None,
        obsolete="~" in first.mark, line=first.line,
    )  # fmt: skip


def _where(character: str, word: Statement, lines: Sequence[str]) -> tuple[int, int]:
    """Line and column of a character, of the keyword where it was written as an escape."""
    for number in range(word.line, word.last_line + 1):
        if (column := lines[number - 1].find(character)) >= 0:
            return number, column + 1
    return word.line, word.column


_Notes = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]
_NO_NOTES: _Notes = ((), (), (), ())


def _notes(comments: Sequence[Statement]) -> _Notes:
    """Comments, extracted comments, references and flags."""
    plain: list[str] = []
    extracted: list[str] = []
    places: list[str] = []
    words: list[str] = []
    for comment in comments:
        text = comment.pieces[0]
        kind = text[:1]
        if kind == ".":
            extracted.append(text[1:].removeprefix(" "))
        elif kind == ":":
            places += references(text[1:])
        elif kind in (",", "!"):
            words.append(text[1:])
        else:
            plain.append(text.removeprefix(" "))
    return tuple(plain), tuple(extracted), tuple(dict.fromkeys(places)), flags(words) if words else ()


# --- what is wrong ------------------------------------------------------------------------------------------

_ORDER = "the order is msgctxt, msgid, msgid_plural, then msgstr or msgstr[0], msgstr[1] and so on"
_RESTORE = "bring back the missing text from an older version, or delete the entry"

# Looked through in this order; in the last column, whether it can come from a file that was cut off.
_MISTAKES = tuple(
    (re.compile(shape), code, message, hint, cut)
    for shape, code, message, hint, cut in (
        ("[A-Z]+", "po-syntax", "`#|` lines without the entry they belong to", "delete them", True),
        ("(?!C?IP?[a-z])[A-Z].*", "po-syntax", "the `#|` lines are out of order", _ORDER, False),
        ("[A-Z]*c", "po-syntax", "msgctxt without msgid", _RESTORE, True),
        ("[A-Z]*c[^i].*", "po-syntax", "msgctxt without msgid", _ORDER, False),
        ("[A-Z]*[sf].*", "po-syntax", "msgstr without msgid", "every entry begins with msgid or msgctxt", False),
        ("[A-Z]*p.*", "po-syntax", "msgid_plural without msgid", _ORDER, False),
        ("[A-Z]*c?i", "po-syntax", "the entry has no msgstr", 'write msgstr "" where there is no translation', True),
        ("[A-Z]*c?ip", "po-plural", "the entry has no msgstr[0]", "msgid_plural needs msgstr[0], msgstr[1] ...", True),
        ("[A-Z]*c?ips.*", "po-plural", "msgstr without a number after msgid_plural", "write msgstr[0]", False),
        ("[A-Z]*c?if.*", "po-plural", "msgstr[n] without msgid_plural", "write msgstr, or add msgid_plural", False),
        (".*", "po-syntax", "the entry was complete before this line", "begin a new entry with msgid", False),
    )
)


def _well_formed(draft: _Draft, faults: Faults, *, last: bool) -> bool:
    for word in draft.words:
        if not word.pieces:
            code = "po-truncated" if last and word is draft.words[-1] else "po-syntax"
            faults.add(code, word.line, word.column, f"{word.keyword} without a text", 'put "" where there is none')
            return False
    if not draft.complete:
        _add_mistake(draft, faults, last=last)
        return False
    return _same_mark(draft, faults) and _counted(draft, faults)


def _add_mistake(draft: _Draft, faults: Faults, *, last: bool) -> None:
    _, code, message, hint, cut = next(mistake for mistake in _MISTAKES if mistake[0].fullmatch(draft.shape))
    word = _culprit(draft)
    if cut and last:
        code, message, hint = "po-truncated", f"the file ends too early: {message}", _RESTORE
    faults.add(code, word.line, word.column, message, hint)


def _culprit(draft: _Draft) -> Statement:
    """The first statement that cannot stand where it does, or the one that lacks something after it."""
    viable = _BEGINNING.match(draft.shape)
    if viable and viable.end() < len(draft.words):
        return draft.words[viable.end()]
    return next((word for word in draft.words if "|" not in word.mark), draft.words[-1])


def _same_mark(draft: _Draft, faults: Faults) -> bool:
    obsolete = "~" in draft.words[-1].mark
    for word in draft.words:
        if ("~" in word.mark) is not obsolete:
            hint = "put `#~` before every line of the entry, or before none"
            faults.add("po-syntax", word.line, 1, "only some lines of the entry are obsolete", hint)
            return False
    return True


def _counted(draft: _Draft, faults: Faults) -> bool:
    forms = [word for letter, word in zip(draft.shape, draft.words, strict=True) if letter == "f"]
    for number, word in enumerate(forms):
        if word.index != number:
            message = f"msgstr[{word.index}] where msgstr[{number}] is expected"
            faults.add("po-plural", word.line, word.column, message, "number the forms 0, 1, 2 without a gap")
            return False
    return True
