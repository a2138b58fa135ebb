"""Killed, twice at once, without room or without permission: a file is the old one or the new one, never a part."""

from __future__ import annotations

import errno
import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from kitapsha import atomic, outputs
from kitapsha.problems import KitapshaError
from tests.publications import Site, files, start

KILL = """
import os, signal
left, real = {number}, os.fsync
def fsync(descriptor):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    real(descriptor)
os.fsync = fsync
"""
"""Python that kills its own process at a certain write, with the temporary file written and not yet renamed."""


def _change_everything(site: Site) -> None:
    site.edit("kitapsha.toml", 'title = "River reader"', 'title = "Reader of rivers"')
    site.edit("kitapsha.toml", "base_url =", 'publisher = "Ann"\nbase_url =')


def _is_temporary(name: str) -> bool:
    name = name.rsplit("/", 1)[-1]
    return name.startswith(".") and name != ".nojekyll"


@pytest.mark.parametrize("number", [1, 2, 9, 17, 30])
def test_a_killed_build_leaves_whole_files(number: int, site: Site) -> None:
    site.run("build")
    old = site.made()
    _change_everything(site)
    new = site.clean_build()
    process = start(site.root, "build", "--quiet", code=KILL.format(number=number))
    process.communicate(timeout=60)
    assert process.returncode == -9
    left = site.made()
    for path, data in left.items():
        assert _is_temporary(path) or data in (old.get(path), new.get(path)), path
    assert set(old) <= set(left)
    assert site.run("build").code == 0
    assert site.made() == new, "the next build needs no cleaning up"


def test_who_reads_an_old_file_reads_it_to_its_end(site: Site) -> None:
    site.run("build")
    before = site.made()
    _change_everything(site)
    with (site.root / "dist/en/well.html").open("rb") as reader:
        begun = reader.read(100)
        site.run("build")
        assert begun + reader.read() == before["en/well.html"]
    assert site.made()["en/well.html"] != before["en/well.html"]


def test_a_killed_update_loses_nothing(site: Site) -> None:
    site.edit("source/bread.md", "The oven", "The new oven")
    before = files(site.root / "locales")
    process = start(site.root, "update", "--quiet", code=KILL.format(number=4))
    process.communicate(timeout=60)
    assert process.returncode == -9
    after = {path: data for path, data in files(site.root / "locales").items() if not _is_temporary(path)}
    assert after.keys() == before.keys()
    site.run("update")
    assert site.run("update", "--check").code == 0
    assert 'msgstr "Печь стоит 5 000 ₸ и «улыбку»."' in (site.root / "locales/ru/LC_MESSAGES/bread.po").read_text(
        "utf-8"
    )


@pytest.mark.parametrize("number", range(1, 9))
def test_an_update_killed_at_any_write_leaves_each_catalog_old_or_new(number: int, site: Site, tmp_path: Path) -> None:
    old = files(site.root / "locales")
    site.edit("source/bread.md", "The oven", "The new oven")
    other = Site(tmp_path / "other", site.capsys)
    shutil.copytree(site.root, other.root)
    assert other.run("update").code == 0
    new = files(other.root / "locales")
    start(site.root, "update", "--quiet", code=KILL.format(number=number)).communicate(timeout=60)
    after = {path: data for path, data in files(site.root / "locales").items() if not _is_temporary(path)}
    # Creation dates differ by the minute in which the copy was updated.
    assert all(data == old.get(path) or _undated(data) == _undated(new[path]) for path, data in after.items())
    assert old.keys() <= after.keys()
    assert site.run("update").code == 0
    assert {path: _undated(data) for path, data in files(site.root / "locales").items()} == {
        path: _undated(data) for path, data in new.items()
    }


def _undated(data: bytes) -> bytes:
    return re.sub(rb"POT-Creation-Date: [^\\]*", b"", data)


def test_two_builds_at_once_take_turns(site: Site) -> None:
    expected = site.clean_build()
    processes = [start(site.root, "build", "--quiet") for _ in range(2)]
    said = [process.communicate(timeout=60) for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert {err for _, err in said} <= {"", "another run is at work here; waiting for it\n"}
    assert site.made() == expected


def test_a_full_disk_leaves_the_old_file(site: Site) -> None:
    site.run("build")
    old = site.made()
    _change_everything(site)
    limit = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))"
    process = start(site.root, "build", code=limit)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "error[write-failed]: the file cannot be written: File too large" in err
    assert "Traceback" not in err
    left = site.made()
    assert not [path for path in left if _is_temporary(path)]
    new = site.clean_build()
    assert all(data in (old[path], new[path]) for path, data in left.items())
    assert site.run("build").code == 0
    assert site.made() == new


@pytest.mark.parametrize(
    ("number", "hint"),
    [
        (errno.ENOSPC, "make room on the disk"),
        (errno.EROFS, "choose another place"),
        (errno.EACCES, "check the permissions"),
    ],
)
def test_what_the_system_refuses_is_named(number: int, hint: str, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.run("build")
    before = site.made()
    _change_everything(site)
    real = os.open

    def refuse(path: str | Path, *rest: int, **more: int) -> int:
        if "dist" in str(path):
            raise OSError(number, os.strerror(number))
        return real(path, *rest, **more)

    monkeypatch.setattr(os, "open", refuse)
    result = site.run("build")
    monkeypatch.undo()
    assert result.code == 1
    assert result.codes == {"write-failed"}
    assert os.strerror(number) in result.err
    assert hint in result.err
    assert site.made() == before


def test_a_link_of_the_output_that_leads_out_is_not_followed(site: Site, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (site.root / "dist").mkdir()
    (site.root / "dist/ru").symlink_to(tmp_path / "elsewhere")
    result = site.run("build")
    assert (result.code, result.codes) == (1, {"output-outside"})
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_file_keeps_its_mode_and_a_link_is_not_followed(tmp_path: Path) -> None:
    path, link = tmp_path / "a.po", tmp_path / "b.po"
    path.write_bytes(b"old")
    path.chmod(0o640)
    assert atomic.replace(path, b"new")
    assert path.stat().st_mode & 0o777 == 0o640
    assert not atomic.replace(path, b"new"), "what is the same is not written"
    link.symlink_to(path)
    assert atomic.replace(link, b"other")
    assert (link.read_bytes(), link.is_symlink(), path.read_bytes()) == (b"other", False, b"new")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.po", "b.po"]


@pytest.mark.parametrize("name", ["../a", "/a", "a/../../b"])
def test_no_name_leaves_the_output(name: str, tmp_path: Path) -> None:
    with pytest.raises(KitapshaError) as raised:
        outputs.target(tmp_path / "dist", name)
    assert [problem.code for problem in raised.value.problems] == ["output-outside"]


def test_interrupted_by_the_user(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kitapsha.building.edition", stop)
    result = site.run("build")
    assert (result.code, result.err) == (130, "interrupted\n")


def test_a_bug_of_ours_is_reported_without_a_traceback(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("on purpose")

    monkeypatch.setattr("kitapsha.building.edition", fail)
    monkeypatch.setattr("tempfile.tempdir", str(site.root))
    result = site.run("build")
    assert result.code == 70
    assert result.err.startswith("This is a bug of Kitapsha, not of your texts: ZeroDivisionError: on purpose\n")
    assert "Traceback" not in result.err
    report = Path(result.err.split("the file ")[1].strip())
    assert "Traceback" in report.read_text("utf-8")
    assert f"Python {sys.version_info.major}." in report.read_text("utf-8")
