"""What the toolkit knows of a language, read from `data/languages/LANGUAGE.toml`. Adding a language is adding a file.

Every key is optional: a language whose file lacks a table, or that has no file, is spared the rules that need it. What
no rule knows is a mistake (ValueError).
Words are regular expressions that match whole words; where a table has a list, the first match counts.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

FOLDER = Path(__file__).parent / "data" / "languages"


@dataclass(frozen=True, slots=True)
class Typography:
    """Spaces at which a line must not end. The rules turn an ordinary space into a no-break space, nothing else.

    `dash`: the space before a dash (—) is bound. `signs` are bound to the number after them, also where the author
    wrote no space, `units` to the number before them. The spaces inside `phrases` are bound, an initial to the name
    after it, `leading` words to the word after them, `trailing` ones to the word before them.
    """

    dash: bool = False
    signs: Sequence[str] = ()
    units: Sequence[str] = ()
    phrases: Sequence[str] = ()
    initials: bool = False
    leading: Sequence[str] = ()
    trailing: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Letters:
    """The alphabet, small letters, and what is typed in its place.

    `own` are letters that set the language apart from the one it is mistaken for; `plain` says which letters stand in
    for them (ә for а) on other keyboards. `impossible` are pairs of letters that no word has but those in which
    `possible` is found. `relatives` are letters of other alphabets that look alike, with the right ones; `digits`
    what a keyboard without the letters gives. `short` are words of three letters in the same case, with the right ones.
    `roman`: Roman numbers are written in Latin letters only.
    """

    alphabet: str = ""
    own: str = ""
    plain: Mapping[str, str] = field(default_factory=dict)
    impossible: str = ""
    possible: str = ""
    relatives: Mapping[str, str] = field(default_factory=dict)
    digits: Mapping[str, str] = field(default_factory=dict)
    roman: bool = False
    short: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers, dates and units. `suffixes` may follow digits without a space.

    A number after one of the `prefixes` and a hyphen belongs to no name.

    `scales` multiply the number before them. `words` are numbers as words, `vague` those of them that mean others
    besides; `implied` words stand for a number in one of the two languages alone (half an hour, 30 minutes).
    `linking` is a word within such a number (a hundred and five); `years` may be said in two halves (nineteen ninety).
    `clocks` say a time with its `hour`, and its `minute` where no `minutes` are given; `turn` is -1 where that hour is
    still to come, and the minutes are `left` until then or have passed of it.
    `labels` are words before a number that names and does not count (grade 7).
    `months` from January, `weekdays` from Monday; `holidays` are days whose names are their dates. `afternoon` and
    `morning` turn twelve hours into 24, `night` is in both. `below` are words for less than zero, `numbered` those for
    versions and sections, whose numbers have dots. `ordered`: a sentence has its numbers in much the same order as in
    the source. `units` of one `dimension` are not exchanged for each other.
    """

    decimal: str = "."
    group: str = ","
    suffixes: Sequence[str] = ()
    prefixes: str = ""
    scales: Sequence[Mapping[str, Any]] = ()
    words: Sequence[Mapping[str, Any]] = ()
    vague: str = ""
    implied: Sequence[Mapping[str, Any]] = ()
    linking: str = ""
    labels: str = ""
    clocks: Sequence[Mapping[str, Any]] = ()
    years: bool = False
    months: Sequence[str] = ()
    weekdays: Sequence[str] = ()
    holidays: Sequence[str] = ()
    afternoon: str = ""
    morning: str = ""
    night: str = ""
    century: str = ""
    below: str = ""
    numbered: str = ""
    ordered: bool = False
    units: Sequence[Mapping[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Punctuation:
    """Quotation marks, outer and inner, and the dash between words; empty where anything goes."""

    quotes: Sequence[str] = ()
    inner: Sequence[str] = ()
    dash: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """By what a text is known to be in the language: `common` words, and `endings` of words.

    `sure` words and `sure_endings` are those that no other language of the script has, `endings_of_loans` those that
    others have borrowed along with words, `shared` are common words that they have as well. Words with one of the
    `own_endings` are of this language for sure, `function` words are borrowed by none. A word after one of the
    `articles` is a noun and no name, if one of the `after_nouns` or the end of a part follows. `neighbour`
    is the language, a BCP 47 tag, in which a text is left by mistake.
    """

    common: str = ""
    endings: str = ""
    sure: str = ""
    sure_endings: str = ""
    endings_of_loans: str = ""
    own_endings: str = ""
    function: str = ""
    articles: str = ""
    after_nouns: str = ""
    shared: str = ""
    neighbour: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """`ambiguous` terms of a glossary are common words as well: as source they are asked for with caution.

    A sentence may end with one of the `abbreviations`. Words may be `repeated`. `known` are abbreviations of the source
    language and what stands for them; `foreign` are those of the neighbouring language, which are left by mistake;
    `latin` words are used as they are. After a `hanging` word a sentence must go on. `unchanged` nouns have no plural.
    `senses` are the expressions for which a word that means other things as well is the glossary's term. `negation` is
    whatever may deny something; `privative` words lack something (unpaid, without); `affirmed` are expressions with a
    negation that another language says without. `notes` are what people write to themselves into a translation.
    `phrases` of other languages are used as they are. `requests` begin a question that asks for something to be done.
    """

    ambiguous: Sequence[str] = ()
    abbreviations: Sequence[str] = ()
    repeated: Sequence[str] = ()
    known: Sequence[Mapping[str, str]] = ()
    foreign: Sequence[str] = ()
    latin: Sequence[str] = ()
    hanging: str = ""
    unchanged: Sequence[str] = ()
    negation: str = ""
    privative: str = ""
    affirmed: str = ""
    notes: str = ""
    phrases: str = ""
    requests: str = ""
    senses: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Grammar:
    """How endings are joined to numbers and abbreviations.

    `ordinals`: endings that are never written in full after digits. `numerals`, `signs` and `spoken`: the sound with
    which a number, a sign or an abbreviation ends when it is spoken, as the data file explains. By that sound `endings`
    begin with one of `starts`; they have the letters of `back` or of `front`, place by place. `fixed` ones never
    change, `ordinal` and `harmonic` ones only so. `mistaken` are words, and `particles` expressions, with an ending of
    the other side. An ending that needs a hyphen is `bare` after a space, `glued` to a number, `joined` to an
    abbreviation.

    `apart` words follow a Roman number without a hyphen, `unhyphenated` ones any number; a hyphen joins a number and
    `named` nouns that it does not count. `disharmonic` words take endings with the vowels of the other side. `counted`
    are nouns as they stand after 1, 2 and 5; where the language has none of these, nouns stay singular after a number:
    no `plural` may follow it but for `uncounted` ones.
    """

    ordinals: str = ""
    endings: Sequence[Mapping[str, Any]] = ()
    back: str = ""
    front: str = ""
    fixed: str = "$."
    ordinal: str = "$."
    harmonic: str = "$."
    mistaken: Sequence[Mapping[str, Any]] = ()
    particles: Sequence[Mapping[str, Any]] = ()
    bare: str = "$."
    glued: str = "$."
    joined: str = "$."
    plural: str = "$."
    numerals: Mapping[str, str] = field(default_factory=dict)
    signs: Mapping[str, str] = field(default_factory=dict)
    spoken: Mapping[str, str] = field(default_factory=dict)
    apart: str = ""
    named: str = ""
    unhyphenated: str = ""
    disharmonic: str = ""
    counted: Sequence[Sequence[str]] = ()
    uncounted: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    """How a search finds the other forms of a word: what is left of both after their stem fits one of the `endings`.

    `letters` are read as others wherever they stand, `inner` ones only after the first letter of a word.
    """

    endings: Sequence[str] = (".{0,2}",)
    letters: Mapping[str, str] = field(default_factory=dict)
    inner: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Language:
    """All tables of a language; `script` as in ISO 15924, empty where its file does not say, or there is none.

    `name` is that of the language in messages.
    """

    script: str = ""
    name: str = ""
    typography: Typography | None = None
    letters: Letters = Letters()
    numbers: Numbers = Numbers()
    punctuation: Punctuation = Punctuation()
    words: Words = Words()
    wording: Wording = Wording()
    grammar: Grammar = Grammar()
    search: Search = Search()


_Table = TypeVar("_Table")
_TABLES: Mapping[str, type[Any]] = {
    "typography": Typography,
    "letters": Letters,
    "numbers": Numbers,
    "punctuation": Punctuation,
    "words": Words,
    "wording": Wording,
    "grammar": Grammar,
    "search": Search,
}


@cache
def language(tag: str) -> Language:
    """The tables for a BCP 47 tag; empty ones where there is no file for the language in that script."""
    code, *subtags = tag.lower().split("-")
    path = FOLDER / f"{code}.toml"
    if not code.isalpha() or not path.is_file():
        return Language()
    read = tomllib.loads(path.read_text("utf-8"))
    if unknown := set(read) - set(_TABLES) - {"script", "name"}:
        raise ValueError(f"{path.name} has a key that nobody knows: {', '.join(sorted(unknown))}")
    script = str(read.get("script", ""))
    scripts = [subtag for subtag in subtags if len(subtag) == 4 and subtag.isalpha()]
    if scripts not in ([], [script.lower()]):
        return Language()
    return Language(
        script,
        str(read.get("name", "")),
        **{name: _table(kind, read[name]) for name, kind in _TABLES.items() if name in read},
    )


def _table(kind: type[_Table], values: Mapping[str, Any]) -> _Table:
    known = {entry.name for entry in fields(kind)}  # type: ignore[arg-type]
    if unknown := set(values) - known:
        raise ValueError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
    return kind(**values)


@cache
def word_list(tag: str) -> tuple[str, ...]:
    """The words of `data/languages/LANGUAGE.words.txt`; none where there is no such file."""
    path = FOLDER / f"{tag.lower().split('-')[0]}.words.txt"
    if not language(tag).script or not path.is_file():
        return ()
    lines = path.read_text("utf-8").splitlines()
    return tuple(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def whole(words: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """A pattern for words of a table that stand alone."""
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", flags)
