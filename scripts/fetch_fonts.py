"""Fetch the vendored fonts anew: pack the npm packages, check their sums, subset them into templates/fonts.

For maintainers, and seldom: a new version of a family, or more characters. Needs npm and fonttools.
Run it from anywhere; it prints the table of files that templates/fonts/README.md holds.
"""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

FONTS = Path(__file__).resolve().parent.parent / "templates" / "fonts"


Ranges = tuple[tuple[int, int], ...]
"""The first and the last character of each stretch."""

KEPT: Ranges = (
    (0x0020, 0x007E),  # Basic Latin
    (0x00A0, 0x017F),  # Latin-1 Supplement and Latin Extended-A
    (0x018F, 0x018F),  # schwa: Azerbaijani, and names in other Turkic languages
    (0x01E6, 0x01E7),
    (0x0218, 0x021B),  # Romanian
    (0x0259, 0x0259),
    (0x02BB, 0x02BC),  # modifier apostrophes: Uzbek, Ukrainian in transliteration
    (0x02C6, 0x02DD),
    (0x0300, 0x0328),  # combining marks: stress, breve, diaeresis, cedilla, ogonek
    (0x0400, 0x052F),  # Cyrillic and Cyrillic Supplement
    (0x1E9E, 0x1E9E),
    (0x2000, 0x206F),  # punctuation and spaces
    (0x2070, 0x209F),  # superior and inferior figures
    (0x20A0, 0x20CF),  # currency
    (0x2100, 0x218F),  # letter-like signs and number forms
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematical operators
    (0x25A0, 0x25FF),  # geometric shapes
    (0xFB00, 0xFB04),
    (0xFFFD, 0xFFFD),
)

BOXES: Ranges = ((0x2500, 0x257F),)  # lines of drawings in listings, beside KEPT

ARABIC: Ranges = (
    (0x0020, 0x0020),
    (0x00A0, 0x00A0),
    (0x0600, 0x06FF),  # Arabic, Persian, Urdu, Uyghur, Kazakh in Arabic script
    (0x200C, 0x200F),  # what joins and parts letters, and turns the direction
    (0x25CC, 0x25CC),  # carries marks that stand alone
    (0xFDFC, 0xFDFD),
)
"""Latin beside it is set in the face of the text."""


@dataclass(frozen=True, slots=True)
class Face:
    """A font file: its name here, the one in its package, and the SHA-256 of the latter."""

    name: str
    member: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Family:
    """A package of the npm registry, pinned, the faces taken from it, and the characters taken from those.

    `scale` is how much larger they are drawn, to go with the others at the same size.
    """

    name: str
    package: str
    faces: tuple[Face, ...]
    kept: Ranges = KEPT
    scale: float = 1


FAMILIES = (
    Family(
        "Literata",
        "@expo-google-fonts/literata@0.4.3",
        (
            Face(
                "Literata-Regular.ttf",
                "400Regular/Literata_400Regular.ttf",
                "7a3127b8aee7ac1f50419a45fd6c9dd19071060a7a6b31194a6b72446ff253b1",
            ),
            Face(
                "Literata-Italic.ttf",
                "400Regular_Italic/Literata_400Regular_Italic.ttf",
                "e48dc9674564dc58936960e7a8000c8080155e6882c8d999cadb0854562b5f31",
            ),
            Face(
                "Literata-SemiBold.ttf",
                "600SemiBold/Literata_600SemiBold.ttf",
                "f63e5f1b010a93f397cbdafccef644ce1a4b289eec60a1aca0a3ed3fd7b55bac",
            ),
            Face(
                "Literata-Bold.ttf",
                "700Bold/Literata_700Bold.ttf",
                "33274290d005dc65abd706b5db900ebd0bc297a0f41a0e16caa3f905677f840f",
            ),
            Face(
                "Literata-BoldItalic.ttf",
                "700Bold_Italic/Literata_700Bold_Italic.ttf",
                "c20229a5c396b05e9ab13a773af4e4fc3b61f9de6878620d77d7b6d486ff3f6b",
            ),
        ),
    ),
    Family(
        "GolosText",
        "@expo-google-fonts/golos-text@0.4.2",
        (
            Face(
                "GolosText-Regular.ttf",
                "400Regular/GolosText_400Regular.ttf",
                "387c0cc0a324fb1f8289b3c1d38d31441a0311c72e52ac9b5b5062d36cc3afed",
            ),
            Face(
                "GolosText-Medium.ttf",
                "500Medium/GolosText_500Medium.ttf",
                "3276726bb2f488106490c5addb962e601bcf65845594ddf01232dc144bbfc937",
            ),
            Face(
                "GolosText-SemiBold.ttf",
                "600SemiBold/GolosText_600SemiBold.ttf",
                "d0beb91a129094b218f0da6250cc938c429d13c93598c1c0d13d5675baec6aad",
            ),
            Face(
                "GolosText-Bold.ttf",
                "700Bold/GolosText_700Bold.ttf",
                "cac7fc9fd8c577f0f2ed0119e01a4c1169c3142158b8bfb0b6ecf6cc6eb97cad",
            ),
        ),
    ),
    Family(
        "NotoSansMono",
        "@expo-google-fonts/noto-sans-mono@0.4.2",
        (
            Face(
                "NotoSansMono-Regular.ttf",
                "400Regular/NotoSansMono_400Regular.ttf",
                "11b5d661e57865bce89d3f103a654cfa4faf9347abebac252e30742be1e657b2",
            ),
        ),
        (*KEPT, *BOXES),
    ),
    Family(
        "NotoNaskhArabic",
        "@expo-google-fonts/noto-naskh-arabic@0.4.5",
        (
            Face(
                "NotoNaskhArabic-Regular.ttf",
                "400Regular/NotoNaskhArabic_400Regular.ttf",
                "706b4580c025f6c75ec1c06013e17f00a23ec1780091b77a5a5b339469bda94d",
            ),
            Face(
                "NotoNaskhArabic-Bold.ttf",
                "700Bold/NotoNaskhArabic_700Bold.ttf",
                "35418f91100645a36e4d72d75866b61c5da14dc5ebbade64db434d2c9e76234c",
            ),
        ),
        ARABIC,
        1.12,
    ),
)


def main() -> None:
    """Fetch, check, subset and report; exits with a message where a sum differs."""
    FONTS.mkdir(parents=True, exist_ok=True)
    for family in FAMILIES:
        members = pack(family.package)
        (FONTS / f"{family.name}-OFL.txt").write_bytes(members["LICENSE_FONT"])
        for face in family.faces:
            found = hashlib.sha256(members[face.member]).hexdigest()
            if found != face.sha256:
                sys.exit(f"{family.package}: {face.member} has SHA-256 {found}, expected {face.sha256}")
            target = FONTS / face.name
            make_subset(members[face.member], family.kept, family.scale, target)
            print(f"| {face.name} | {target.stat().st_size} | `{hashlib.sha256(target.read_bytes()).hexdigest()}` |")


def pack(package: str) -> dict[str, bytes]:
    """The files of an npm package, by their paths inside it, through the registry that npm is set up for."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as tar:
            return {
                member.name.removeprefix("package/"): file.read()
                for member in tar.getmembers()
                if member.isfile() and (file := tar.extractfile(member))
            }


def make_subset(data: bytes, kept: Ranges, scale: float, target: Path) -> None:
    """Write the subset: all layout features, no hinting, nothing that depends on the clock."""
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    options = subset.Options(layout_features=["*"], hinting=False, notdef_outline=True, recalc_timestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in kept for code in range(first, last + 1)])
    subsetter.subset(font)
    if scale != 1:
        em = font["head"].unitsPerEm
        scale_upem(font, round(em * scale))
        font["head"].unitsPerEm = em
    font.save(target)


if __name__ == "__main__":
    main()
