"""What is left to be seen before a pamphlet goes to print: notes by page and by text. Nothing here is an error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .copyfitting import HOLE_MM, LADDER, LOOSE_EM, RUNT
from .problems import Place, Problem, info
from .proof import Lines, PageProof, Picture

LEAST_DPI = 200
MOST_BYTES = 300_000
MORE_LINES, LONGEST = 2, 12
"""From how many lines more than the source a text is named, and how many texts are named at most."""

_EDIT = "a few letters more or less on this page, or another place for a figure, may mend it"


def pages(proofs: Sequence[PageProof], name: str) -> Iterator[Problem]:
    """What a reader may notice on the pages of a PDF: preflight-beyond, -note, -hole, -ladder, -loose, -runt."""
    place = Place(name)
    several = sum(proof.is_text for proof in proofs) > 1
    for proof in proofs:
        on = f"page {proof.number}:"
        if proof.beyond_mm:
            what = f"“{proof.beyond[:60]}”" if proof.beyond else "a picture"
            hint = "write it in shorter words, or part a wide table in two"
            yield info(
                "preflight-beyond", f"{on} {what} reaches {proof.beyond_mm:g} mm over the edge of the text", place, hint
            )
        if proof.adrift:
            said = f"{on} {proof.adrift} of its footnotes stand on another page"
            yield info("preflight-note", said, place, "shorten the note, or a paragraph before it")
        if proof.free_mm > HOLE_MM and proof.is_text and not proof.is_last:
            yield info("preflight-hole", f"{on} {proof.free_mm:.0f} mm stay empty at its foot", place, _EDIT)
        if proof.ladder > LADDER:
            yield info("preflight-ladder", f"{on} {proof.ladder} lines in a row end with a hyphen", place, _EDIT)
        if proof.loosest_em > LOOSE_EM:
            said = f"{on} a loose line ({proof.loosest_em:.2f} em between words): “{proof.loosest[:60]}”"
            yield info("preflight-loose", said, place, _EDIT)
        if proof.is_last and several and proof.filled < RUNT:
            yield info(
                "preflight-runt", f"{on} only {proof.filled:.0%} of the last page of text is filled", place, _EDIT
            )


def whole(count: int, size: int, pictures: Sequence[Picture], name: str) -> Iterator[Problem]:
    """What is to be said of a PDF as a whole: preflight-sheet, -size, -image."""
    place = Place(name)
    if count % 4:
        hint = "give the template a page with data-fill=4; a booklet gets blank pages otherwise"
        yield info("preflight-sheet", f"{count} pages do not fill whole sheets of four", place, hint)
    if size > MOST_BYTES:
        hint = "scale photographs down, or save them as JPEG"
        yield info("preflight-size", f"the file has {size / 1000:.0f} kB", place, hint)
    for picture in pictures:
        if picture.dpi < LEAST_DPI:
            said = f"page {picture.page}: an image has {picture.dpi:.0f} dots per inch at its size"
            yield info("preflight-image", said, place, f"print wants {LEAST_DPI} or more: use a larger image")


def texts(here: Sequence[Lines], source: Sequence[Lines], name: str) -> Iterator[Problem]:
    """preflight-long: the texts that take more lines than in the source, the longest first.

    Law: none are named where the blocks of both are not the same, for then nobody knows which is which.
    """
    if [lines.tag for lines in here] != [lines.tag for lines in source]:
        return
    more = [(one.count - other.count, other) for one, other in zip(here, source, strict=True)]
    longer = sorted((pair for pair in more if pair[0] >= MORE_LINES), key=lambda pair: -pair[0])
    for extra, other in longer[:LONGEST]:
        said = f"{extra} lines more than the {other.count} of the source: “{_short(other.text)}”"
        yield info("preflight-long", said, Place(name), "say it in fewer words where the page runs over")


def _short(text: str) -> str:
    return text if len(text) <= 70 else f"{text[:69].rstrip()}…"
