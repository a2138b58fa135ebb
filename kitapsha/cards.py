"""The picture that stands for an article where it is passed on: its title over a steppe, 1200 × 630 pixels, as PNG."""

from __future__ import annotations

import hashlib
import io
from math import pi, sin
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = 1200, 630
SAND, DUNE, SAGE, TEAL, DEEP = "#f3ead9", "#dcc59c", "#8fa68d", "#47797a", "#17404d"
SUN, CLAY = "#d9823b", "#8c3b1f"
_MARGIN, _TEXT_HEIGHT = 80, 320
_SCALE = 2
"""Hills are drawn larger and made smaller, which smooths their edges."""


def draw(title: str, site: str, language: str, seed: str, serif: bytes, sans: bytes) -> bytes:
    """The picture. Law: the same arguments give the same bytes."""
    from PIL import Image, ImageDraw

    ground = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE), SAND)
    _hills(ImageDraw.Draw(ground), seed)
    picture = ground.resize((WIDTH, HEIGHT), Image.Resampling.BOX)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, WIDTH, 14), fill=CLAY)
    label = _font(sans, 32)
    pen.text((_MARGIN, 62), _fitted(pen, site, label, WIDTH - 2 * _MARGIN), font=label, fill=CLAY)
    pen.text((_MARGIN, HEIGHT - 64), language, font=_font(sans, 30), fill=SAND)
    size, lines = _lines(pen, title, serif)
    for number, line in enumerate(lines):
        pen.text((_MARGIN, 128 + number * round(size * 1.16)), line, font=_font(serif, size), fill=DEEP)
    target = io.BytesIO()
    # A hundred colours are enough for flat hills and letters, and a third of the bytes.
    picture.quantize(96, dither=Image.Dither.NONE).save(target, "PNG")
    return target.getvalue()


def _font(data: bytes, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    # The basic engine places letters by the font alone, whatever libraries a machine has.
    return ImageFont.truetype(io.BytesIO(data), size, layout_engine=ImageFont.Layout.BASIC)


def _lines(pen: ImageDraw, title: str, serif: bytes) -> tuple[int, list[str]]:
    """The largest size at which a title fits, and its lines; what is too long for the smallest is cut."""
    for size in range(76, 39, -4):
        lines = _wrapped(pen, title, _font(serif, size))
        room = _TEXT_HEIGHT // round(size * 1.16)
        if len(lines) <= room and len(lines) <= (2 if size > 64 else 3 if size > 52 else 9):
            return size, lines
    return 40, [*lines[: room - 1], _fitted(pen, " ".join(lines[room - 1 :]), _font(serif, 40), WIDTH - 2 * _MARGIN)]


def _wrapped(pen: ImageDraw, text: str, font: FreeTypeFont) -> list[str]:
    lines = [""]
    # A no-break space holds its words together.
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and pen.textlength(longer, font) > WIDTH - 2 * _MARGIN:
            lines.append(word)
        else:
            lines[-1] = longer
    return [_fitted(pen, line, font, WIDTH - 2 * _MARGIN) for line in lines]


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
