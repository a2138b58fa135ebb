"""Findings that a translator has accepted: comments such as `# accept: wording-term (a quotation)`.

The comment names the codes; what follows them is the reason. `accept`, `accepted` and `ignore` mean the same, and may
be left out where the comment begins with a code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_LINE = re.compile(
    r"\s*(?:kitapsha\s*:\s*)?(?P<word>(?:accept(?:ed)?|ignore|allow)\b\s*:?)?\s*"
    r"(?P<codes>[a-z]+(?:-[a-z]+)+(?:[,\s]+[a-z]+(?:-[a-z]+)+)*)(?P<rest>.*)",
    re.DOTALL,
)


def accepted(comments: Iterable[str], families: frozenset[str]) -> tuple[str, ...]:
    """The codes that the comments of an entry accept, also unknown ones after the word `accept`.

    `families` are the first words of codes (markup, number): without the word `accept` only a comment that begins with
    a code of one of them counts, since people write about many things.
    """
    found: list[str] = []
    for comment in comments:
        for line in comment.split("\n"):
            match = _LINE.fullmatch(line)
            if match and (match["word"] or match["codes"].partition("-")[0] in families):
                codes = re.split(r"[,\s]+", match["codes"])
                found += codes if match["word"] else [code for code in codes if code.partition("-")[0] in families]
    return tuple(dict.fromkeys(found))


FAMILIES = frozenset(
    "markup number date unit letters language grammar wording punctuation spelling plural".split()  # noqa: SIM905
)
"""The first words of codes of what can be accepted in a translation."""


def can_be_accepted(code: str) -> bool:
    """Whether accepting it makes it good: what the source lacks (a link, a tag) never is."""
    if code.startswith("markup-") and code.endswith("-added"):
        return code == "markup-emphasis-added"
    return code.partition("-")[0] in FAMILIES and code != "letters-direction"
