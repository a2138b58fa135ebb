"""What each problem code means, why it matters and how to mend it: `build.py explain`. The texts are data."""

from __future__ import annotations

import difflib
import functools
import pathlib
import sys
import textwrap
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from .problems import visible

WIDTH = 80


@dataclass(frozen=True, slots=True)
class Explanation:
    """The words on one code; `wrong` and `right` are an example, both empty where there is none."""

    means: str
    why: str
    mend: str
    wrong: str = ""
    right: str = ""


@functools.cache
def explanations() -> Mapping[str, Explanation]:
    """Every explanation by its code, in the order of the data file."""
    path = pathlib.Path(__file__).parent / "data" / "explanations.toml"
    return {code: Explanation(**words) for code, words in tomllib.loads(path.read_text("utf-8")).items()}


def explain(code: str | None) -> int:
    """Print what a code means, or all codes with a line each; return 2 for a code that does not exist, else 0."""
    known = explanations()
    if code is None:
        print(catalogue(known), end="")
        return 0
    # A code may be copied with the severity and the brackets around it: error[link-dead].
    wanted = code.rpartition("[")[2].rstrip("]:").casefold()
    if wanted in known:
        print(page(wanted, known[wanted]), end="")
        return 0
    near = difflib.get_close_matches(wanted, known, 1)
    guess = f"did you mean `{near[0]}`?" if near else "`build.py explain` lists them"
    print(f"build.py: there is no problem code '{visible(code)}'; {guess}", file=sys.stderr)
    return 2


def page(code: str, words: Explanation) -> str:
    """One explanation as text for a terminal."""
    lines = [code, "", *textwrap.wrap(words.means, WIDTH), *textwrap.wrap(words.why, WIDTH), ""]
    lines += textwrap.wrap(f"To mend it: {words.mend}", WIDTH, break_on_hyphens=False)
    for title, example in (("wrong", words.wrong), ("right", words.right)):
        if example:
            lines += ["", f"{title}:", *(f"    {line}".rstrip() for line in example.split("\n"))]
    return "\n".join(lines) + "\n"


def catalogue(known: Mapping[str, Explanation]) -> str:
    """All codes in the order of the alphabet, each with what it means."""
    width = max(map(len, known))
    return "".join(f"{code:<{width}}  {known[code].means}\n" for code in sorted(known))
