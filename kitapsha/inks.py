"""Colours of a PDF made ready for a press: what is black or grey is printed with black ink alone. Wraps pikepdf."""

from __future__ import annotations

import io

import pikepdf

BLACK = 0.15
"""Up to here, of a range from 0 to 1, all of red, green and blue are the black of text."""
NEUTRAL = 0.07
"""How far red, green and blue may lie apart in the grey of text and lines; tinted paper is left as it is."""
_LIGHT = 0.6

_INKS = {"rg": "k", "RG": "K", "g": "k", "G": "K"}


def pure_black(pdf: bytes) -> bytes:
    """The same pages with every black and grey of text and lines in black ink (`0 0 0 n k`), whatever the press mixes.

    Other colours stay in RGB, and so do pictures. The same input gives the same bytes.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            page.contents_coalesce()
            _convert(page.Contents)
        for item in document.objects:
            if isinstance(item, pikepdf.Stream) and ("/PatternType" in item or item.get("/Subtype") == "/Form"):
                _convert(item)
        out = io.BytesIO()
        document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def _convert(stream: pikepdf.Object) -> None:
    instructions: list[pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage] = []
    for instruction in pikepdf.parse_content_stream(stream):
        operator = str(instruction.operator)
        if operator in _INKS:
            ink = _black_ink([float(value) for value in instruction.operands])
            if ink is not None:
                black = pikepdf.Operator(_INKS[operator])
                instructions.append(pikepdf.ContentStreamInstruction([0, 0, 0, round(ink, 4)], black))
                continue
        instructions.append(instruction)
    stream.write(pikepdf.unparse_content_stream(instructions))


def _black_ink(values: list[float]) -> float | None:
    """How much black ink makes a colour of light, from 0 to 1; None where it takes others."""
    if max(values) <= BLACK:
        return 1
    apart = max(values) - min(values)
    return 1 - sum(values) / len(values) if apart <= (NEUTRAL if max(values) < _LIGHT else 0.001) else None
