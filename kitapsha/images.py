"""Raster images: checked, measured and stripped of what a camera wrote into them."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .problems import Place, Problem, error

if TYPE_CHECKING:
    from PIL.Image import Image as PictureType

MAX_BYTES = 10_000_000
MAX_PIXELS = 25_000_000

_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WEBP": "image/webp"}


@dataclass(frozen=True, slots=True)
class Image:
    """A raster image ready to be published. Sizes in pixels."""

    data: bytes
    media_type: str
    width: int
    height: int


def read(data: bytes, path: str) -> Image | Problem:
    """Return the image without its metadata (place, time, camera, thumbnails).

    Never raises; codes: image-limit, image-broken, image-format. The header is decoded before anything else, so a
    small file that unfolds to a gigantic picture is refused unread.
    """
    from PIL import Image as Picture
    from PIL import ImageOps

    place = Place(path)
    if len(data) > MAX_BYTES:
        return error("image-limit", f"the image is larger than {MAX_BYTES // 1_000_000} MB", place, "scale it down")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Picture.open(io.BytesIO(data))
            # Telephones write several pictures into one JPEG; the first one is the picture.
            kind = "JPEG" if picture.format == "MPO" else picture.format or ""
            frames = getattr(picture, "n_frames", 1) if kind != "JPEG" else 1
            if refusal := _refusal(kind, picture.width, picture.height, frames, place):
                return refusal
            if frames > 1:
                return Image(_animation(picture, kind), _TYPES[kind], picture.width, picture.height)
            _load(picture)
            # Turning it as the camera asked makes the tag that asked superfluous.
            turned = bool(picture.getexif().get(_ORIENTATION, 1) != 1)
            plain = ImageOps.exif_transpose(picture) if turned else picture
            plain.info = {key: value for key, value in plain.info.items() if key in ("transparency", "icc_profile")}
            if plain.mode == "CMYK":
                plain = _on_screen(plain)
            untouched = plain.mode == picture.mode and not turned and picture.format == kind
            return Image(_saved(plain, kind, as_it_was=untouched), _TYPES[kind], plain.width, plain.height)
    except Picture.DecompressionBombError:
        return error("image-limit", "the image has far too many pixels", place, _SMALLER)
    except Exception as exc:
        # A broken image makes Pillow raise nearly anything.
        hint = "open it in an image program and save it again"
        return error("image-broken", f"the image cannot be read: {type(exc).__name__}", place, hint)


def _load(picture: PictureType) -> None:
    """Read all of a picture; one that is cut off is an error, although WeasyPrint tells Pillow to take it."""
    from PIL import ImageFile

    usual = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        picture.load()
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = usual


_ORIENTATION = 0x0112
_SMALLER = f"scale it down to less than {MAX_PIXELS // 1_000_000} megapixels"


def _refusal(kind: str, width: int, height: int, frames: int, place: Place) -> Problem | None:
    if kind not in _TYPES:
        return error("image-format", f"images of type {kind} are not used", place, "save it as PNG or JPEG")
    if width * height * frames > MAX_PIXELS:
        each = f" in each of {frames} frames" if frames > 1 else ""
        return error("image-limit", f"the image has {width} × {height} pixels{each}", place, _SMALLER)
    return None


def _on_screen(picture: PictureType) -> PictureType:
    """The colours of ink as those of a screen, by the picture's own profile: browsers differ, and archives refuse."""
    from PIL import ImageCms

    profile = picture.info.pop("icc_profile", None)
    if not profile:
        return picture.convert("RGB")
    ink, screen = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
    changed = ImageCms.profileToProfile(picture, ink, screen, outputMode="RGB") or picture.convert("RGB")
    changed.info.clear()
    return changed


def _saved(picture: PictureType, kind: str, *, as_it_was: bool) -> bytes:
    """The picture in its own format; a JPEG that was not turned keeps its compression."""
    quality: dict[str, Any] = {"quality": "keep" if as_it_was and kind == "JPEG" else 90} if kind != "PNG" else {}
    target = io.BytesIO()
    picture.save(target, kind, icc_profile=picture.info.get("icc_profile"), **quality)
    return target.getvalue()


def _animation(picture: PictureType, kind: str) -> bytes:
    """The frames of an animation with their times, and nothing else of it."""
    from PIL import ImageSequence

    frames: list[PictureType] = []
    times_ms: list[float] = []
    for frame in ImageSequence.Iterator(picture):
        frame.load()
        times_ms.append(frame.info.get("duration", 0))
        frames.append(frame.copy())
        frames[-1].info = {key: value for key, value in frame.info.items() if key == "transparency"}
    settings: dict[str, Any] = {"loop": picture.info["loop"]} if "loop" in picture.info else {}
    if kind == "WEBP":
        settings["lossless"] = True
    target = io.BytesIO()
    frames[0].save(target, kind, save_all=True, append_images=frames[1:], duration=times_ms, **settings)
    return target.getvalue()
