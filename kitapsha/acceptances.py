"""Findings that a translator has accepted: comments such as `# accept: wording-term (a quotation)`.

The comment names the codes; what follows them is the reason. `accept`, `accepted` and `ignore` mean the same, and may
be left out where the comment begins with a code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_CODE = "[a-z]+(?:-[a-z]+)+"
_LINE = re.compile(
    r"\s*(?:(?i:kitapsha)\s*:\s*)?(?P<word>(?i:accept(?:ed)?|ignore|allow)\b\s*:?)?\s*"
    rf"(?P<first>{_CODE})(?P<more>(?:(?:\s*[,;]\s*|\s+and\s+|\s+){_CODE})*).*",
    re.DOTALL,
)

_CODES: Mapping[str, str] = {
    "markup": """
        link-lost image-lost code-lost tag-lost footnote-lost emphasis-lost placeholder-lost break-lost broken
        link-added image-added code-added tag-added footnote-added emphasis-added placeholder-added break-added
    """,
    "number": "lost added changed format swapped space",
    "date": "changed format",
    "unit": "lost changed foreign",
    "letters": "mixed twin roman foreign digit plain impossible invisible direction decomposed broken entity",
    "language": "untranslated latin other",
    "grammar": "ending hyphen number",
    "wording": "term name negation abbreviation short long double case title note plural negation",
    "punctuation": "end bracket quote space double dash",
    "spelling": "word",
    "plural": "empty",
}
CODES = frozenset(f"{family}-{what}" for family, rest in _CODES.items() for what in rest.split())
"""The codes of what can be found in a translation."""


def accepted(comments: Iterable[str]) -> tuple[str, ...]:
    """The codes that the comments of an entry accept; after the word `accept` the first may be one that does not exist.

    People write about many things: without the word only a comment that begins with a code counts, and after the first
    code only what looks like another one.
    """
    found: list[str] = []
    for comment in comments:
        for line in comment.split("\n"):
            match = _LINE.fullmatch(line)
            if match and (match["word"] or match["first"] in CODES):
                more = re.findall(_CODE, match["more"])
                found += [match["first"], *(code for code in more if _is_meant(code, ordered=bool(match["word"])))]
    return tuple(dict.fromkeys(found))


def _is_meant(code: str, *, ordered: bool) -> bool:
    """Whether a further word with a hyphen is a code: after the word `accept` it may have a mistake in it."""
    return code in CODES or (ordered and code.partition("-")[0] in _CODES)


def can_be_accepted(code: str) -> bool:
    """Whether accepting it makes it good: what the source lacks (a link, a tag) never is."""
    if code.startswith("markup-") and code.endswith("-added"):
        return code == "markup-emphasis-added"
    return code.partition("-")[0] in _CODES and code != "letters-direction"
