"""A PDF and the plan of its sheets -> the PDF that is printed. Wraps pikepdf."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass

import pikepdf

from .imposition import BLEED_MM, Clip, Mark, Sheet, Spot

_POINTS_PER_MM = 72 / 25.4

_KEPT = ("/Title", "/Author", "/Subject", "/Keywords")
"""What stays of the original's description; who made it and when would be the clock's word, not ours."""

_DUPLEX = {"short": pikepdf.Name.DuplexFlipShortEdge, "long": pikepdf.Name.DuplexFlipLongEdge}


def impose(pdf: bytes, sheets: Iterable[Sheet]) -> bytes:
    """The pages of `pdf` on `sheets`, two pages of PDF for each sheet, front then back, or one where it has no back.

    Pages are placed in their true size, by their TrimBox; fonts and images stay shared. The file asks the printer not
    to scale and to print on both sides (ISO 32000-2, 12.2). Title, authors, subject, keywords and language are kept;
    tags, links and outlines are not: an imposed file is for paper. The same input gives the same bytes.

    Raises ValueError where a sheet names a page that the PDF does not have.
    """
    plan = tuple(sheets)
    with pikepdf.open(io.BytesIO(pdf)) as source, pikepdf.new() as target:
        forms = _Forms(target, source)
        for sheet in plan:
            target.pages.append(forms.side(sheet, sheet.front, sheet.front_marks))
            if sheet.two_sided:
                target.pages.append(forms.side(sheet, sheet.back, sheet.back_marks))
        _describe(target, source, plan)
        out = io.BytesIO()
        target.save(
            out,
            min_version=source.pdf_version,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
        return out.getvalue()


def _describe(target: pikepdf.Pdf, source: pikepdf.Pdf, plan: tuple[Sheet, ...]) -> None:
    for name in _KEPT:
        if name in source.docinfo:
            target.docinfo[name] = str(source.docinfo[name])
    if "/Lang" in source.Root:
        target.Root.Lang = pikepdf.String(str(source.Root.Lang))
    preferences = pikepdf.Dictionary(PrintScaling=pikepdf.Name("/None"), DisplayDocTitle=True)
    if plan and plan[0].two_sided:
        preferences.Duplex = _DUPLEX[plan[0].flip]
    target.Root.ViewerPreferences = preferences


@dataclass(frozen=True, slots=True)
class _Form:
    """A page as a Form XObject, and its TrimBox in points as the form paints it."""

    stream: pikepdf.Object
    x: float
    y: float
    width: float
    height: float


class _Forms:
    """The pages of a PDF, each copied into the target once, when it is first needed."""

    def __init__(self, target: pikepdf.Pdf, source: pikepdf.Pdf) -> None:
        self._target = target
        self._source = source
        self._made: dict[int, _Form] = {}

    def side(self, sheet: Sheet, spots: tuple[Spot, ...], marks: tuple[Mark, ...]) -> pikepdf.Page:
        """One side of a sheet as a page of the target."""
        forms = {spot.page: self._form(spot.page) for spot in spots if spot.page is not None}
        operators = [_operators(spot, forms[spot.page]) for spot in spots if spot.page is not None]
        operators += [_line(mark) for mark in marks]
        box = [0, 0, round(sheet.width_mm * _POINTS_PER_MM, 3), round(sheet.height_mm * _POINTS_PER_MM, 3)]
        page = pikepdf.Dictionary(
            Type=pikepdf.Name.Page,
            MediaBox=pikepdf.Array(box),
            Resources=pikepdf.Dictionary(
                XObject=pikepdf.Dictionary({f"/P{number}": form.stream for number, form in forms.items()})
            ),
            Contents=self._target.make_stream("\n".join(operators).encode("ascii")),
        )
        if sheet.trim:
            page.TrimBox = pikepdf.Array(_points(sheet.trim, 0))
            page.BleedBox = pikepdf.Array(_points(sheet.trim, BLEED_MM))
        return pikepdf.Page(self._target.make_indirect(page))

    def _form(self, number: int) -> _Form:
        if not 1 <= number <= len(self._source.pages):
            raise ValueError(f"page {number} of a PDF of {len(self._source.pages)}")
        if number not in self._made:
            page = self._source.pages[number - 1]
            stream = page.as_form_xobject()
            stream.BBox = page.mediabox  # what was drawn beyond the trim is the bleed
            x, y, right, top = _box(page.trimbox, stream)
            self._made[number] = _Form(self._target.copy_foreign(stream), x, y, right - x, top - y)
        return self._made[number]


def _box(box: pikepdf.Array, stream: pikepdf.Object) -> tuple[float, float, float, float]:
    """The sides of `box` after the form's matrix, which turns a page that asks to be shown turned."""
    a, b, c, d, e, f = (float(value) for value in stream.get("/Matrix", (1, 0, 0, 1, 0, 0)))
    corners = [(float(x), float(y)) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _operators(spot: Spot, form: _Form) -> str:
    """What paints the form on its spot: a clip, then a matrix that moves and turns but never scales."""
    clip = spot.clip
    rectangle = _numbers(
        *(side * _POINTS_PER_MM for side in (clip.x_mm, clip.y_mm, clip.width_mm, clip.height_mm)),
    )
    x, y = spot.x_mm * _POINTS_PER_MM, spot.y_mm * _POINTS_PER_MM
    if spot.rotation == 180:
        matrix = _numbers(-1, 0, 0, -1, x + form.x + form.width, y + form.y + form.height)
    else:
        matrix = _numbers(1, 0, 0, 1, x - form.x, y - form.y)
    return f"q {rectangle} re W n {matrix} cm /P{spot.page} Do Q"


def _line(mark: Mark) -> str:
    """What draws a mark: a hairline of pure black."""
    ends = [_numbers(x * _POINTS_PER_MM, y * _POINTS_PER_MM) for x, y in _ends(mark)]
    return f"q 0 G 0.25 w [{'2 2' if mark.dashed else ''}] 0 d {ends[0]} m {ends[1]} l S Q"


def _ends(mark: Mark) -> tuple[tuple[float, float], tuple[float, float]]:
    return (mark.x1_mm, mark.y1_mm), (mark.x2_mm, mark.y2_mm)


def _points(clip: Clip, around_mm: float) -> list[float]:
    """The sides of a rectangle in points, moved outwards."""
    x, y = clip.x_mm - around_mm, clip.y_mm - around_mm
    right, top = clip.x_mm + clip.width_mm + around_mm, clip.y_mm + clip.height_mm + around_mm
    return [round(side * _POINTS_PER_MM, 3) for side in (x, y, right, top)]


def _numbers(*values: float) -> str:
    return " ".join(_number(value) for value in values)


def _number(value: float) -> str:
    """Four decimals (35 nanometres), without the exponent that PDF does not know."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
