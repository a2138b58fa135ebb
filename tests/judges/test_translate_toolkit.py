"""Translate Toolkit, with which Weblate writes: it accepts every catalog and gives back the same bytes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from translate.storage import pypo

from kitapsha import po
from tests.judges.test_catalog_judges import CATALOGS, TEMPLATES


@pytest.mark.parametrize("name", [*CATALOGS, *TEMPLATES])
def test_it_gives_back_the_same_bytes(name: str) -> None:
    data = {**CATALOGS, **TEMPLATES}[name]
    store = pypo.pofile.parsestring(data)
    assert bytes(store) == data
    store.wrapper.width = 65535  # Weblate: "Only wrap lines at newlines"
    for unit in store.units[1:]:
        unit.target = unit.target
    assert bytes(store) == data


@pytest.mark.parametrize("name", CATALOGS)
def test_what_it_wraps_is_read_back(name: str) -> None:
    store = pypo.pofile.parsestring(CATALOGS[name])
    for unit in store.units[1:]:
        unit.target = unit.target
    assert po.write(po.read(bytes(store))) == CATALOGS[name]


def test_pofilter_runs(tmp_path: Path) -> None:
    for name, data in CATALOGS.items():
        path = tmp_path / "in" / name.replace("/", "-")
        path.parent.mkdir(exist_ok=True)
        path.with_suffix(".po").write_bytes(data)
    program = Path(sys.executable).with_name("pofilter")
    done = subprocess.run(
        [program, "--progress=none", tmp_path / "in", tmp_path / "out"], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    found = [po.read(path.read_bytes()) for path in (tmp_path / "out").glob("*.po")]
    assert found
    assert all(not catalog.problems for catalog in found)
