"""What `build.py doctor` says, and what it knows of systems and their libraries."""

from __future__ import annotations

import json
import platform
import re
import sys
from pathlib import Path

import pytest

from kitapsha import doctor, environment, installation, machine
from kitapsha.doctor import Check, Status


@pytest.fixture
def linux(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(sys, "platform", "linux")
    return monkeypatch


@pytest.mark.parametrize(
    ("release", "family"),
    [
        ({"ID": "debian"}, "debian"),
        ({"ID": "ubuntu", "ID_LIKE": "debian"}, "debian"),
        ({"ID": "linuxmint", "ID_LIKE": "ubuntu debian"}, "debian"),
        ({"ID": "fedora"}, "fedora"),
        ({"ID": "rocky", "ID_LIKE": "rhel centos fedora"}, "fedora"),
        ({"ID": "manjaro", "ID_LIKE": "arch"}, "arch"),
        ({"ID": "alpine"}, "alpine"),
        ({"ID": "opensuse-tumbleweed", "ID_LIKE": "opensuse suse"}, "suse"),
        ({"ID": "plan9"}, ""),
    ],
)
def test_systems_are_known_by_their_kin(linux: pytest.MonkeyPatch, release: dict[str, str], family: str) -> None:
    linux.setattr(platform, "freedesktop_os_release", lambda: release)
    assert machine.system() == family


def test_a_system_without_a_name_is_no_error(linux: pytest.MonkeyPatch) -> None:
    def no_release() -> dict[str, str]:
        raise OSError("no os-release")

    linux.setattr(platform, "freedesktop_os_release", no_release)
    assert machine.system() == ""


@pytest.mark.parametrize(
    ("family", "command"),
    [
        ("debian", "sudo apt-get install --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"),
        ("fedora", "sudo dnf install pango"),
        ("arch", "sudo pacman -S pango"),
        ("suse", "sudo zypper install libpango-1_0-0 libharfbuzz-subset0"),
    ],
)
def test_the_command_can_be_typed_as_it_is(monkeypatch: pytest.MonkeyPatch, family: str, command: str) -> None:
    monkeypatch.setattr(machine, "_is_root", lambda: False)
    assert doctor.install_command(family) == command
    monkeypatch.setattr(machine, "_is_root", lambda: True)
    assert doctor.install_command(family) == command.removeprefix("sudo ")


def test_macos_windows_and_strangers_get_what_they_need() -> None:
    assert doctor.install_command("macos").startswith("brew install pango (")
    assert "DYLD_FALLBACK_LIBRARY_PATH" in doctor.install_command("macos")
    assert doctor.install_command("windows").startswith("pacman -S mingw-w64-ucrt-x86_64-pango (")
    assert "WEASYPRINT_DLL_DIRECTORIES" in doctor.install_command("windows")
    assert doctor.install_command("alpine").endswith("libfontconfig.so.1")
    assert "Pango" in doctor.install_command("")


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_NEEDED", {"Pango": ("libno-such-thing.so",)})
    assert doctor.missing_libraries() == ("Pango",)


def test_pins_are_read_with_their_markers(tmp_path: Path) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text(
        "# made by hand\nprobe==1.0 \\\n    --hash=sha256:00 \\\n    --hash=sha256:11\n    # via x\n"
        "other-one==2.0.post1 ; sys_platform == 'win32' \\\n    --hash=sha256:22\n"
    )
    assert environment.pins(str(lock)) == {"probe": ("1.0", False), "other-one": ("2.0.post1", True)}


@pytest.mark.parametrize("lock", environment.TEST_LOCKS)
def test_the_locks_have_hashes_and_name_no_host(lock: str) -> None:
    text = (Path(doctor.__file__).parents[1] / lock).read_text(encoding="utf-8")
    for name, (version, _) in environment.pins(str(Path(doctor.__file__).parents[1] / lock)).items():
        assert re.search(rf"^{re.escape(name)}=={re.escape(version)}[^\n]* \\\n    --hash=sha256:", text, re.MULTILINE)
    assert "://" not in text
    assert "index" not in text


def test_the_test_lock_agrees_with_the_run_lock() -> None:
    run, test = (environment.pins(str(Path(doctor.__file__).parents[1] / lock)) for lock in environment.TEST_LOCKS)
    assert {name: run[name] for name in run.keys() & test.keys()} == {
        name: test[name] for name in run.keys() & test.keys()
    }


def test_text_is_aligned_and_names_each_fix() -> None:
    checks = (Check("A", Status.OK, "there"), Check("Long name", Status.MISSING, "gone", "get it"))
    assert doctor.to_text(checks) == (
        "ok       A          there\nmissing  Long name  gone\n                    fix: get it\n"
    )


def test_json_is_one_document(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code = doctor.run(tmp_path, "json")
    document = json.loads(capsys.readouterr().out)
    assert document["schema"] == 1
    assert all(set(check) == {"name", "status", "detail", "fix"} for check in document["checks"])
    assert code == (3 if any(check["status"] == "missing" for check in document["checks"]) else 0)


def test_a_missing_library_gives_exit_code_3(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(machine, "_NEEDED", {"Pango": ("libno-such-thing.so",)})
    assert doctor.run(tmp_path, "text") == 3
    assert re.search(r"^missing  Pango +no PDFs without Pango\n +fix: \S", capsys.readouterr().out, re.MULTILINE)


@pytest.mark.parametrize(
    ("toml", "status", "detail"),
    [
        ('base_url = "https://example.org/"', "ok", "https://example.org/"),
        ('[site]\nbase_url = "https://example.org/"', "ok", "https://example.org/"),
        ("[site]\n", "note", "not set"),
        ("= broken", "note", "cannot be read"),
        (None, "note", "there is no"),
    ],
)
def test_the_address_of_the_site(tmp_path: Path, toml: str | None, status: str, detail: str) -> None:
    if toml is not None:
        (tmp_path / "kitapsha.toml").write_text(toml)
    (check,) = (check for check in doctor.examine(tmp_path) if check.name == "base_url")
    assert check.status == status
    assert detail in check.detail


def test_an_output_that_cannot_be_written_is_missing(tmp_path: Path) -> None:
    (tmp_path / "dist").write_text("a file in the way")
    (check,) = (check for check in doctor.examine(tmp_path) if check.name == "Output")
    assert check.status is Status.MISSING


def test_apt_gets_new_lists_only_where_the_old_ones_do_not_do(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    answers = iter(["E: Unable to locate package", "", ""])
    monkeypatch.setattr(machine, "_apt", lambda *words: calls.append(words[0]) or next(answers))
    assert machine.apt_install("thing") == ""
    assert calls == ["install", "update", "install"]
    answers = iter([""])
    calls.clear()
    assert machine.apt_install("thing") == ""
    assert calls == ["install"]


def test_root_on_debian_gets_a_missing_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[str] = []
    monkeypatch.setattr(machine, "may_install", lambda: True)
    monkeypatch.setattr(machine, "apt_install", lambda *packages: installed.extend(packages) or "")
    monkeypatch.setattr(sys, "base_prefix", "/usr")
    monkeypatch.setattr(installation, "_run", lambda *_words: (0 if installed else 1, ""))
    assert installation._new_pip("/home", "/venv/bin/python") == [
        "/venv/bin/python", "-P", "-X", "utf8", "-m", "pip",
    ]  # fmt: skip
    assert installed == [f"python3.{sys.version_info.minor}-venv"]
