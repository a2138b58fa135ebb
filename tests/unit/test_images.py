"""Raster images: nothing of the camera is published, and nothing gigantic is unfolded."""

from __future__ import annotations

import io
import struct
import time
import zlib
from typing import Any

import pytest
from PIL import Image as Picture

from kitapsha import images
from kitapsha.images import Image
from kitapsha.problems import Place, Problem

ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825
SECRET = b"Secret camera"


def exif(orientation: int = 1) -> Picture.Exif:
    made = Picture.Exif()
    made[ORIENTATION] = orientation
    made[MAKE] = SECRET.decode()
    made.get_ifd(GPS).update({1: "N", 2: (43.0, 15.0, 12.5), 3: "E", 4: (76.0, 55.0, 1.5)})
    return made


def picture(width: int = 4, height: int = 3) -> Picture.Image:
    """Red, with a blue corner at the upper left."""
    made = Picture.new("RGB", (width * 16, height * 16), (200, 0, 0))
    made.paste((0, 0, 200), (0, 0, 16, 16))
    return made


def saved(kind: str, made: Picture.Image | None = None, **settings: Any) -> bytes:
    target = io.BytesIO()
    (made or picture()).save(target, kind, **settings)
    return target.getvalue()


def read(data: bytes) -> Image:
    found = images.read(data, "source/a.jpg")
    assert isinstance(found, Image), found
    return found


def opened(image: Image) -> Picture.Image:
    return Picture.open(io.BytesIO(image.data))


def corners(image: Picture.Image) -> list[str]:
    """The colours of the corners, clockwise from the upper left."""
    plain, right, bottom = image.convert("RGB"), image.width - 5, image.height - 5
    points = [(4, 4), (right, 4), (right, bottom), (4, bottom)]
    return ["blue" if plain.getpixel(point)[2] > 128 else "red" for point in points]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", [1, 6])
def test_place_time_and_camera_are_stripped(kind, orientation):
    data = saved(kind, exif=exif(orientation), xmp=b"<x:xmpmeta>Secret camera</x:xmpmeta>")
    assert SECRET in data
    image = read(data)
    assert SECRET not in image.data
    assert not opened(image).getexif()
    assert not opened(image).getexif().get_ifd(GPS)
    assert opened(image).format == kind
    assert image.media_type == f"image/{kind.lower()}"


def test_comments_and_texts_are_stripped():
    from PIL.PngImagePlugin import PngInfo

    texts = PngInfo()
    texts.add_text("Author", SECRET.decode())
    texts.add_itxt("Location", SECRET.decode(), zip=False)
    for data in (
        saved("PNG", pnginfo=texts),
        saved("GIF", comment=SECRET),
        saved("JPEG", comment=SECRET),
    ):
        assert SECRET in data
        assert SECRET not in read(data).data


@pytest.mark.parametrize(
    ("orientation", "blue"),
    [(1, 0), (2, 1), (3, 2), (4, 3), (5, 0), (6, 1), (7, 2), (8, 3)],
)
def test_the_picture_stands_as_the_camera_was_held(orientation, blue):
    image = read(saved("JPEG", exif=exif(orientation), quality=95))
    assert (image.width, image.height) == ((64, 48) if orientation < 5 else (48, 64))
    assert opened(image).size == (image.width, image.height)
    assert corners(opened(image)).index("blue") == blue


def test_a_picture_that_is_not_turned_keeps_its_quality():
    data = saved("JPEG", quality=30)
    image = read(data)
    assert opened(image).quantization == Picture.open(io.BytesIO(data)).quantization


def test_colours_and_transparency_stay():
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert opened(read(saved("PNG", icc_profile=profile))).info["icc_profile"] == profile
    indexed = picture().quantize(4)
    assert opened(read(saved("PNG", indexed, transparency=1))).info["transparency"] == 1
    clear = Picture.new("RGBA", (9, 9), (1, 2, 3, 4))
    assert opened(read(saved("PNG", clear))).getpixel((0, 0)) == (1, 2, 3, 4)


def test_the_colours_of_ink_become_those_of_a_screen():
    read = images.read(saved("JPEG", picture().convert("CMYK")), "a.jpg")
    assert isinstance(read, Image)
    shown = Picture.open(io.BytesIO(read.data))
    assert shown.mode == "RGB"
    red, green, blue = shown.getpixel((40, 40))
    assert red > 150 > 60 > max(green, blue)


def test_the_same_picture_gives_the_same_bytes():
    assert read(saved("JPEG", exif=exif(6))) == read(saved("JPEG", exif=exif(6)))
    again = read(saved("PNG"))
    assert read(again.data) == again


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_an_animation_stays_one_and_is_stripped_as_well(kind):
    frames = [Picture.new("RGB", (20, 10), (colour, 0, 0)) for colour in (10, 120, 230)]
    more: dict[str, Any] = {"comment": SECRET} if kind == "GIF" else {"exif": exif()}
    data = saved(kind, frames[0], save_all=True, append_images=frames[1:], duration=[40, 80, 120], loop=2, **more)
    assert SECRET in data
    image = read(data)
    assert SECRET not in image.data
    again = opened(image)
    assert (again.n_frames, again.size, again.info["loop"]) == (3, (20, 10), 2)
    times, reds = [], []
    for number in range(3):
        again.seek(number)
        again.load()
        times.append(again.info["duration"])
        reds.append(again.convert("RGB").getpixel((3, 3))[0])
    assert times == [40, 80, 120]
    assert reds == pytest.approx([10, 120, 230], abs=2)


def test_of_a_telephones_several_pictures_the_first_is_the_picture():
    data = saved("MPO", picture(), save_all=True, append_images=[picture(1, 1)], exif=exif())
    assert Picture.open(io.BytesIO(data)).format == "MPO"
    image = read(data)
    assert (opened(image).format, image.media_type, image.width) == ("JPEG", "image/jpeg", 64)
    assert SECRET not in image.data


def png(width: int, height: int) -> bytes:
    """A PNG whose header promises more than there is."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def refused(data: bytes) -> Problem:
    found = images.read(data, "source/a.png")
    assert isinstance(found, Problem)
    assert found.place == Place("source/a.png")
    assert found.hint
    return found


@pytest.mark.parametrize("side", [5_001, 13_000, 40_000, 2_000_000_000])
def test_too_many_pixels_are_refused_before_they_are_unfolded(side):
    started = time.process_time()
    problem = refused(png(side, side))
    assert time.process_time() - started < 1
    assert problem.code == "image-limit"
    assert "scale it down" in problem.hint


def test_the_frames_of_an_animation_are_counted_together():
    frames = [Picture.new("L", (1_000, 1_000), shade) for shade in range(26)]
    problem = refused(saved("GIF", frames[0], save_all=True, append_images=frames[1:]))
    assert problem.code == "image-limit"
    assert "26 frames" in problem.message


def test_too_many_bytes_are_refused():
    assert refused(saved("PNG") + bytes(10_000_000)).code == "image-limit"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "image-broken"),
        (b"<html>no such page</html>", "image-broken"),
        (saved("PNG")[:60], "image-broken"),
        (saved("JPEG")[:-200], "image-broken"),
        (saved("WEBP")[:-20], "image-broken"),
        (saved("PNG").replace(b"IDAT", b"IDAX"), "image-broken"),
        (saved("BMP"), "image-format"),
        (saved("TIFF"), "image-format"),
        (saved("PDF"), "image-broken"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "image-format"),
    ],
    ids=range(10),
)
def test_what_is_no_image_of_the_web_is_refused(data, code):
    assert refused(data).code == code


def test_random_damage_never_raises():
    import random

    chance = random.Random(1)
    for kind in ("PNG", "JPEG", "GIF", "WEBP"):
        sound = saved(kind)
        for _ in range(40):
            damaged = bytearray(sound)
            for _ in range(3):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            assert isinstance(images.read(bytes(damaged), "a.png"), Image | Problem)
