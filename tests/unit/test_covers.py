"""Cover art: the same for ever, never the same twice, light above and dark below, in the palette."""

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kitapsha.covers import CLAY, DEEP, DUNE, SAGE, SAND, SUN, TEAL, cover_art

SEEDS = [
    "after-zhanaozen",
    "conference-near-almaty",
    "forecast-of-2016",
    "",
    "су арнасы",
    "\ud800",
    *map(str, range(12)),
]


def shapes(seed: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(cover_art(seed)))


@pytest.mark.parametrize("seed", SEEDS, ids=ascii)
def test_a_cover_is_a_small_drawing_in_the_palette(seed):
    art = cover_art(seed)
    root = ElementTree.fromstring(art)
    assert root.get("viewBox") == "0 0 154 216"
    assert len(art) < 30_000
    assert len(shapes(seed)) > 15
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert names <= {"svg", "rect", "path", "circle"}
    assert set(re.findall(r"#[0-9a-f]{6}", art)) <= {SAND, DUNE, SAGE, TEAL, DEEP, SUN, CLAY}
    assert not re.search(r"href|url\(|<text|nan|inf", art)


@pytest.mark.parametrize("seed", SEEDS, ids=ascii)
@pytest.mark.parametrize("page_mm", [(105, 148), (150, 150), (297, 210)])
def test_on_a_broader_page_the_picture_goes_on_to_its_edges(seed, page_mm):
    root = ElementTree.fromstring(cover_art(seed, page_mm))
    left, top, width, height = map(float, root.get("viewBox").split())
    assert width / height >= (page_mm[0] + 6) / (page_mm[1] + 6)
    assert left + width / 2 == 77, "with its middle in the middle"
    usual = [shape for shape in root.iter() if float(shape.get("width", "0").removesuffix("mm")) >= width]
    foot = [shape for shape in root.iter() if shape.get("fill") == DEEP][-1]
    ends = [float(x) for x in re.findall(r"[ML](-?[\d.]+) ", foot.get("d", ""))]
    start, end = (
        (min(ends), max(ends)) if ends else (float(foot.get("x")), float(foot.get("x")) + float(foot.get("width")))
    )
    assert usual
    assert start <= left
    assert end >= left + width
    assert top == 0


@pytest.mark.parametrize("seed", SEEDS, ids=ascii)
def test_the_title_has_light_ground_and_the_imprint_dark_ground(seed):
    ground, *drawn = shapes(seed)
    assert (ground.get("fill"), ground.get("height")) == (SAND, "216")
    heights = [height for shape in drawn for height in tops(shape)]
    assert min(heights) >= 100
    last_area = [shape for shape in drawn if shape.get("fill") not in (None, "none")][-1]
    assert last_area.get("fill") == DEEP


def tops(shape: ElementTree.Element) -> list[float]:
    if shape.tag.endswith("rect"):
        return [float(shape.get("y"))]
    if shape.tag.endswith("circle"):
        return [float(shape.get("cy")) - float(shape.get("r"))]
    arc = re.match(r"M[\d.-]+ ([\d.]+)A([\d.]+)", shape.get("d"))
    if arc:
        return [float(arc[1]) - float(arc[2])]
    return [float(y) for y in re.findall(r"[ML]-?[\d.]+ (-?[\d.]+)", shape.get("d"))]


def test_every_seed_has_a_picture_of_its_own():
    assert len({cover_art(seed) for seed in SEEDS}) == len(SEEDS)


def test_all_three_kinds_are_used():
    kinds = {(*sorted({shape.tag for shape in shapes(seed)}), len(shapes(seed)) > 60) for seed in SEEDS}
    assert len(kinds) >= 3


def test_a_picture_is_the_same_in_another_process():
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); from kitapsha.covers import cover_art; print(cover_art('water'))"
    )
    root = str(Path(__file__).resolve().parents[2])
    run = subprocess.run([sys.executable, "-c", script, root], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == cover_art("water")
