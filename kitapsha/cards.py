"""Pictures with titles, as PNG: the card of an article where it is passed on, and the cover of an e-book."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from math import pi, sin
from typing import TYPE_CHECKING

from . import covers
from .covers import CLAY, DEEP, DUNE, SAGE, SAND, SUN, TEAL

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = 1200, 630
_MARGIN, _TEXT_HEIGHT = 80, 320
_SCALE = 2
"""What is drawn is drawn larger and made smaller, which smooths its edges."""


def card(title: str, site: str, language: str, seed: str, serif: bytes, sans: bytes) -> bytes:
    """The title of an article over a steppe. Law: the same arguments give the same bytes."""
    from PIL import Image, ImageDraw

    ground = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE), SAND)
    _hills(ImageDraw.Draw(ground), seed)
    picture = ground.resize((WIDTH, HEIGHT), Image.Resampling.BOX)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, WIDTH, 14), fill=CLAY)
    label = _font(sans, 32)
    pen.text((_MARGIN, 62), _fitted(pen, site, label, WIDTH - 2 * _MARGIN), font=label, fill=CLAY)
    pen.text((_MARGIN, HEIGHT - 64), language, font=_font(sans, 30), fill=SAND)
    size, lines = _lines(pen, title, serif, _ON_A_CARD, WIDTH - 2 * _MARGIN, _TEXT_HEIGHT)
    for number, line in enumerate(lines):
        pen.text((_MARGIN, 128 + number * round(size * 1.16)), line, font=_font(serif, size), fill=DEEP)
    return _png(picture)


_MM = 6
"""Pixels of a cover for one millimetre of the same cover on paper."""
_BLEED_MM = 3


def cover(title: str, below: str, seed: str, serif: bytes) -> bytes:
    """The picture of a pamphlet's cover with a title, and one line at its foot; without a font, without words.

    Law: the same arguments give the same bytes.
    """
    from PIL import Image, ImageDraw

    scale = _MM * _SCALE
    ground = Image.new("RGB", (covers.WIDTH_MM * scale, covers.HEIGHT_MM * scale))
    # In this mode what is drawn half transparent lets through what is below it.
    painter = ImageDraw.Draw(ground, "RGBA")
    for shape in covers.shapes(seed):
        _paint(painter, shape, scale)
    whole = ground.resize((ground.width // _SCALE, ground.height // _SCALE), Image.Resampling.BOX)
    edge = _BLEED_MM * _MM
    picture = whole.crop((edge, edge, whole.width - edge, whole.height - edge))
    if serif:
        _title(ImageDraw.Draw(picture), picture.width, picture.height, title, below, serif)
    return _png(picture)


def _title(pen: ImageDraw, width: int, height: int, title: str, below: str, serif: bytes) -> None:
    margin, room = 11 * _MM, width - 22 * _MM
    size, lines = _lines(pen, title, serif, _ON_A_COVER, room, 86 * _MM)
    for number, line in enumerate(lines):
        pen.text((margin, 17 * _MM + number * round(size * 1.18)), line, font=_font(serif, size), fill=DEEP)
    foot = _font(serif, 5 * _MM)
    pen.text((margin, height - 10 * _MM), _fitted(pen, below, foot, room), font=foot, fill=SAND, anchor="lm")


def _paint(pen: ImageDraw, shape: covers.Shape, scale: int) -> None:
    match shape:
        case covers.Area(points, colour):
            pen.polygon([(x * scale, y * scale) for x, y in points], fill=colour)
        case covers.Line(points, colour, width, opacity):
            faint = f"{colour}{round(opacity * 255):02x}"
            pen.line([(x * scale, y * scale) for x, y in points], faint, round(width * scale), joint="curve")
        case covers.Disc(x, y, radius, colour):
            pen.ellipse([(n * scale) for n in (x - radius, y - radius, x + radius, y + radius)], fill=colour)
        case covers.Dome(x, y, radius, colour):
            around = [(n * scale) for n in (x - radius, y - radius, x + radius, y + radius)]
            pen.pieslice(around, 180, 360, fill=colour)
        case covers.Box(x, y, width, height, colour):
            pen.rectangle([(n * scale) for n in (x, y, x + width, y + height)], fill=colour)


def _png(picture: Image) -> bytes:
    from PIL.Image import Dither

    target = io.BytesIO()
    # A hundred colours are enough for flat shapes and letters, and a third of the bytes.
    picture.quantize(96, dither=Dither.NONE).save(target, "PNG")
    return target.getvalue()


def _font(data: bytes, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    # The basic engine places letters by the font alone, whatever libraries a machine has.
    return ImageFont.truetype(io.BytesIO(data), size, layout_engine=ImageFont.Layout.BASIC)


_ON_A_CARD = tuple((size, 2 if size > 64 else 3 if size > 52 else 9) for size in range(76, 39, -4))
_ON_A_COVER = tuple((size * _MM // 2, 9) for size in (30, 27, 24, 21, 18, 15))
"""The sizes of letters in pixels, and how many lines may be set in them: the larger they are, the fewer."""


def _lines(
    pen: ImageDraw, title: str, serif: bytes, sizes: Sequence[tuple[int, int]], width: int, height: int
) -> tuple[int, list[str]]:
    """The largest size at which a title fits, and its lines; what is too long for the smallest is cut."""
    for size, most in sizes:
        font = _font(serif, size)
        lines = _wrapped(pen, title, font, width)
        room = height // round(size * 1.16)
        if len(lines) <= min(room, most) and all(pen.textlength(line, font) <= width for line in lines):
            return size, lines
    cut = [*lines[: room - 1], " ".join(lines[room - 1 :])]
    return size, [_fitted(pen, line, font, width) for line in cut]


def _wrapped(pen: ImageDraw, text: str, font: FreeTypeFont, width: int) -> list[str]:
    lines = [""]
    # A no-break space holds its words together.
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and pen.textlength(longer, font) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _fitted(pen: ImageDraw, text: str, font: FreeTypeFont, width: int) -> str:
    if pen.textlength(text, font) <= width:
        return text
    while text and pen.textlength(f"{text}…", font) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _hills(pen: ImageDraw, seed: str) -> None:
    """A sun behind ridges, drawn from the article's name."""
    digest = hashlib.sha256(seed.encode("utf-8", "surrogatepass")).digest()
    x = (620 + digest[0] * 1.7) * _SCALE
    y, radius = 470 * _SCALE, 62 * _SCALE
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=SUN)
    for number, (top, colour) in enumerate(((478, DUNE), (506, SAGE), (534, TEAL), (566, DEEP))):
        turn, waves = digest[number + 1] / 128 * pi, 1 + digest[number + 5] / 128
        ridge = [
            (step * _SCALE, (top + 12 * sin(turn + waves * pi * step / WIDTH * 2)) * _SCALE)
            for step in range(0, WIDTH + 8, 8)
        ]
        pen.polygon([(0, HEIGHT * _SCALE), *ridge, (WIDTH * _SCALE, HEIGHT * _SCALE)], fill=colour)
