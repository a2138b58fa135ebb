"""The door, tried for real: build.py in a folder of its own, with a stub in the place of the command line.

No network: packages come from wheels/, or "uv" is a script that only says it was called. Where a trial has to stop in
the middle, that script waits at a pipe. POSIX only, as the pipes, modes and signals are.
"""

from __future__ import annotations

import ast
import base64
import contextlib
import ctypes
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
WAITING = "kitapsha: another start is setting up the environment; waiting for it\n"
MODULES = ("__init__", "__main__", "environment", "installation", "machine", "doctor")
STUB = """
import json, os, sys
def main():
    print(json.dumps({"args": sys.argv[1:], "prefix": sys.prefix, "cwd": os.getcwd(), "utf8": sys.flags.utf8_mode,
                      "path": os.environ["PYTHONPATH"]}))
    return 7 if "fail" in sys.argv else 0
"""
UV = """#!/bin/sh
echo "$*" >> "{folder}/uv.log"
if [ -p "{folder}/reached" ]; then echo reached > "{folder}/reached"; read answer < "{folder}/go"; fi
exit {code}
"""


class Trial:
    """A project in a folder whose name has a space and Cyrillic letters, and a machine with nothing on its PATH."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.running: list[subprocess.Popen[str]] = []
        self.project = folder / "the кітапша"
        (self.project / "kitapsha").mkdir(parents=True)
        shutil.copy(HOME / "build.py", self.project)
        for module in MODULES:
            shutil.copy(HOME / "kitapsha" / f"{module}.py", self.project / "kitapsha")
        (self.project / "kitapsha/cli.py").write_text(STUB)
        self.lock("requirements.txt")
        self.lock("requirements-test.txt")
        self.path = folder / "bin"
        self.path.mkdir()
        self.environ = {"PATH": str(self.path), "HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache")}

    @property
    def venv(self) -> Path:
        return self.project / ".venv"

    @property
    def stamp(self) -> dict:
        return json.loads((self.venv / "kitapsha-stamp.json").read_text())

    def lock(self, name: str, *pins: str) -> None:
        (self.project / name).write_text("# a lock\n" + "".join(f"{pin}\n" for pin in pins))

    def script(self, name: str, text: str) -> None:
        (self.path / name).write_text(text)
        (self.path / name).chmod(0o755)

    def uv(self, code: int = 0) -> None:
        self.script("uv", UV.format(folder=self.folder, code=code))

    @property
    def uv_calls(self) -> list[str]:
        log = self.folder / "uv.log"
        return log.read_text().splitlines() if log.exists() else []

    def barrier(self) -> None:
        """From now on uv waits until it is let go."""
        os.mkfifo(self.folder / "reached")
        os.mkfifo(self.folder / "go")

    def wait_until_installing(self) -> None:
        assert (self.folder / "reached").read_text() == "reached\n"

    def let_go(self) -> None:
        (self.folder / "reached").unlink()
        (self.folder / "go").write_text("go\n")

    def command(self, *args: str, python: str | Path = sys.executable) -> list[str]:
        return [str(python), str(self.project / "build.py"), *args]

    def begin(self, *args: str) -> subprocess.Popen[str]:
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "start_new_session": True}
        self.running.append(subprocess.Popen(self.command(*args), env=self.environ, **options))
        return self.running[-1]

    def clean_up(self) -> None:
        for process in self.running:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()

    def start(self, *args: str, python: str | Path = sys.executable, **options: object) -> Result:
        options = {"env": self.environ, "cwd": self.folder, **options}
        return Result(
            subprocess.run(self.command(*args, python=python), capture_output=True, encoding="utf-8", **options)
        )


class Result:
    """What a start gave: its exit code, its lines for the user, and what the stub saw."""

    def __init__(self, done: subprocess.CompletedProcess[str]) -> None:
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr
        assert "Traceback" not in self.err

    @property
    def seen(self) -> dict:
        return json.loads(self.out)


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[Trial]:
    """A trial that ends after two minutes, whatever waits for whatever."""

    def too_long(*_: object) -> None:
        raise TimeoutError("the door, or its test, waits for ever")

    before = signal.signal(signal.SIGALRM, too_long)
    signal.alarm(120)
    trial = Trial(tmp_path)
    yield trial
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)
    trial.clean_up()


def wheel(folder: Path, version: str) -> str:
    """Write a wheel with one module; the line of a lock that pins it."""
    folder.mkdir(exist_ok=True)
    path = folder / f"probe-{version}-py3-none-any.whl"
    files = {
        "probe.py": f"VERSION = {version!r}\n",
        f"probe-{version}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: probe\nVersion: {version}\n",
        f"probe-{version}.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = [f"{name},sha256={_b64(text)},{len(text)}" for name, text in files.items()]
    files[f"probe-{version}.dist-info/RECORD"] = "\n".join([*record, f"probe-{version}.dist-info/RECORD,,", ""])
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return f"probe=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"


def _b64(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def probe_version(trial: Trial) -> str:
    words = [trial.venv / "bin/python", "-c", "import probe; print(probe.VERSION)"]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()


# --- the usual way ------------------------------------------------------------------------------------------


def test_first_start_makes_the_environment_and_later_ones_are_silent(trial: Trial) -> None:
    first = trial.start("status", "--quiet")
    assert first.code == 0
    assert first.err == f"kitapsha: making a virtual environment in {trial.venv}\n"
    assert first.seen["args"] == ["status", "--quiet"]
    assert first.seen["prefix"] == str(trial.venv)
    assert first.seen["utf8"] == 1
    second = trial.start()
    assert (second.code, second.err) == (0, "")
    assert second.seen["prefix"] == str(trial.venv)


def test_exit_code_and_current_folder_pass_through(trial: Trial) -> None:
    result = trial.start("fail")
    assert result.code == 7
    assert result.seen["cwd"] == str(trial.folder)


def test_no_module_of_the_users_comes_between(trial: Trial) -> None:
    for place in (trial.folder / "evil", trial.folder):
        place.mkdir(exist_ok=True)
        (place / "json.py").write_text("raise SystemExit('this is not the standard library')")
    # Started with -I, as the Python that runs the door would read PYTHONPATH before the door's first line.
    words = [sys.executable, "-I", *trial.command()[1:]]
    environ = {**trial.environ, "PYTHONPATH": str(trial.folder / "evil")}
    result = Result(subprocess.run(words, env=environ, cwd=trial.folder, capture_output=True, encoding="utf-8"))
    assert result.code == 0, result.err
    assert result.seen["path"] == str(trial.project)


@pytest.mark.parametrize("args", [("--help",), ("build", "--help"), ("--version",), ("doctor",)])
def test_help_version_and_doctor_need_no_environment(trial: Trial, args: tuple[str, ...]) -> None:
    result = trial.start(*args)
    assert (result.code, result.err) == (0, "")
    assert result.seen["args"] == list(args)
    assert not trial.venv.exists()


def test_a_word_after_an_option_is_not_the_command(trial: Trial) -> None:
    trial.uv()
    trial.lock("requirements-test.txt", "probe==1.0")
    trial.start("--project", "test")
    assert trial.uv_calls == []
    trial.start("--project", "x", "test")
    assert len(trial.uv_calls) == 1


# --- what is installed --------------------------------------------------------------------------------------


def test_packages_come_from_wheels_with_their_hashes_checked(trial: Trial) -> None:
    trial.uv(code=1)
    trial.environ.update(PIP_USER="1", PIP_TARGET="/nonexistent", PIP_CONSTRAINT="/nonexistent")
    trial.lock("requirements.txt", wheel(trial.project / "wheels", "1.0"))
    first = trial.start()
    assert first.code == 0, first.err
    assert "installing 1 packages from requirements.txt" in first.err
    assert "uv did not succeed; trying pip" in first.err
    assert "--no-index --find-links wheels" in trial.uv_calls[0]
    assert probe_version(trial) == "1.0"

    trial.lock("requirements.txt", wheel(trial.project / "wheels", "2.0"))
    changed = trial.start()
    assert changed.code == 0, changed.err
    assert "making" not in changed.err
    assert probe_version(trial) == "2.0"

    trial.lock("requirements.txt", wheel(trial.project / "wheels", "3.0"))
    with zipfile.ZipFile(trial.project / "wheels/probe-3.0-py3-none-any.whl", "a") as archive:
        archive.writestr("sneaked_in.py", "")
    tampered = trial.start()
    assert tampered.code == 3
    assert "THESE PACKAGES DO NOT MATCH THE HASHES" in tampered.err
    assert "Start again when this is mended" in tampered.err
    assert tampered.out == ""
    assert not (trial.venv / "kitapsha-stamp.json").exists()


def test_installers_get_what_the_lock_demands(trial: Trial) -> None:
    trial.uv()
    trial.lock("requirements.txt", "probe==1.0", 'other==2.0 ; sys_platform == "win32"')
    result = trial.start()
    assert "installing 2 packages from requirements.txt" in result.err
    python = trial.venv / "bin/python"
    assert trial.uv_calls == [
        f"pip install --python {python} --require-hashes --no-deps --only-binary :all: -r requirements.txt"
    ]


def test_the_test_command_adds_its_own_lock(trial: Trial) -> None:
    trial.uv()
    trial.lock("requirements.txt", "probe==1.0")
    trial.lock("requirements-test.txt", "pytest==9.0")
    trial.start()
    trial.start("test")
    trial.start("test")
    trial.start()
    assert [call.partition(":all: ")[2] for call in trial.uv_calls] == [
        "-r requirements.txt",
        "-r requirements-test.txt",
    ]
    assert set(trial.stamp["locks"]) == {"requirements.txt", "requirements-test.txt"}


# --- what goes wrong ----------------------------------------------------------------------------------------


def test_a_moved_project_makes_its_environment_anew(trial: Trial) -> None:
    trial.start()
    old, trial.project = trial.project, trial.folder / "moved"
    old.rename(trial.project)
    result = trial.start()
    assert result.err == f"kitapsha: making a virtual environment in {trial.venv}\n"
    assert result.seen["prefix"] == str(trial.venv)


def test_a_vanished_python_makes_it_anew(trial: Trial) -> None:
    trial.start()
    python = trial.venv / "bin/python"
    python.unlink()
    python.symlink_to("/nonexistent/python3")
    assert trial.start().seen["prefix"] == str(trial.venv)


@pytest.mark.parametrize("text", ["", "[]", '{"origin": 1}', '{"origin": {}, "locks": 5}'])
def test_a_damaged_stamp_makes_it_anew(trial: Trial, text: str) -> None:
    trial.start()
    (trial.venv / "kitapsha-stamp.json").write_text(text)
    (trial.venv / "left-over").write_text("")
    assert "making a virtual environment" in trial.start().err
    assert not (trial.venv / "left-over").exists()


def test_two_starts_at_once_install_once(trial: Trial) -> None:
    trial.uv()
    trial.barrier()
    trial.lock("requirements.txt", "probe==1.0")
    first = trial.begin()
    trial.wait_until_installing()
    second = trial.begin()
    assert second.stderr.readline() == WAITING
    trial.let_go()
    (out_1, _), (out_2, err_2) = first.communicate(), second.communicate()
    assert (first.returncode, second.returncode) == (0, 0)
    assert json.loads(out_1)["prefix"] == json.loads(out_2)["prefix"] == str(trial.venv)
    assert err_2 == ""
    assert len(trial.uv_calls) == 1


def test_killed_half_way_the_next_start_waits_for_the_orphan_and_begins_anew(trial: Trial) -> None:
    trial.uv()
    trial.barrier()
    trial.lock("requirements.txt", "probe==1.0")
    first = trial.begin()
    trial.wait_until_installing()
    first.kill()
    first.wait()
    second = trial.begin()
    assert second.stderr.readline() == WAITING
    trial.let_go()
    out, err = second.communicate()
    assert second.returncode == 0
    assert "making a virtual environment" in err
    assert json.loads(out)["prefix"] == str(trial.venv)
    assert len(trial.uv_calls) == 2


def test_killed_before_anything_stood_the_next_start_begins_anew(trial: Trial) -> None:
    (trial.venv / "bin").mkdir(parents=True)
    (trial.venv / "kitapsha.lock").write_text("")
    assert trial.start().seen["prefix"] == str(trial.venv)


def test_interrupted_it_says_so(trial: Trial) -> None:
    trial.uv()
    trial.barrier()
    trial.lock("requirements.txt", "probe==1.0")
    first = trial.begin()
    trial.wait_until_installing()
    first.send_signal(signal.SIGINT)
    _, err = first.communicate()
    assert first.returncode == 130
    assert err.endswith("interrupted; the next start does again what was not finished\n")


def test_a_folder_that_is_no_environment_is_left_alone(trial: Trial) -> None:
    trial.venv.mkdir()
    (trial.venv / "precious.txt").write_text("mine")
    result = trial.start()
    assert result.code == 3
    assert "is no virtual environment: move it away" in result.err
    assert [path.name for path in trial.venv.iterdir()] == ["precious.txt"]


def test_a_file_in_the_way_is_named(trial: Trial) -> None:
    trial.venv.write_text("mine")
    result = trial.start()
    assert result.code == 3
    assert f"cannot set up: [Errno 17] File exists: '{trial.venv}'" in result.err


def test_a_path_that_cannot_hold_an_environment_is_named(trial: Trial) -> None:
    old, trial.project = trial.project, trial.folder / "a:b"
    old.rename(trial.project)
    result = trial.start()
    assert result.code == 3
    assert "cannot make a virtual environment" in result.err


def test_a_read_only_checkout_uses_the_cache(trial: Trial) -> None:
    trial.project.chmod(0o555)
    try:
        first = trial.start(preexec_fn=obey_modes)
        second = trial.start(preexec_fn=obey_modes)
    finally:
        trial.project.chmod(0o755)
    assert first.code == 0, first.err
    assert (
        f"{trial.project} cannot be written to, so the environment goes to {trial.folder}/cache/kitapsha/" in first.err
    )
    assert first.seen["prefix"].startswith(f"{trial.folder}/cache/kitapsha/")
    assert second.err == ""
    assert second.seen["prefix"] == first.seen["prefix"]


def test_without_any_place_to_write_it_says_what_to_do(trial: Trial) -> None:
    environ = {**trial.environ, "XDG_CACHE_HOME": "/proc/nowhere"}
    trial.project.chmod(0o555)
    try:
        result = trial.start(preexec_fn=obey_modes, env=environ)
    finally:
        trial.project.chmod(0o755)
    assert result.code == 3
    assert "KITAPSHA_VENV=DIR" in result.err


def obey_modes() -> None:
    """Give up the privilege by which root writes where the modes forbid it (CAP_DAC_OVERRIDE)."""
    if os.geteuid() == 0 and ctypes.CDLL(None, use_errno=True).prctl(24, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "the privilege cannot be dropped")


def test_the_environment_stands_where_the_user_says(trial: Trial) -> None:
    elsewhere = trial.folder / "else where"
    environ = {**trial.environ, "KITAPSHA_VENV": "else where"}
    assert trial.start(env=environ).seen["prefix"] == str(elsewhere)
    assert trial.start(env=environ).err == ""
    assert not trial.venv.exists()


def test_no_environment_where_the_user_wants_none(trial: Trial) -> None:
    environ = {**trial.environ, "KITAPSHA_NO_VENV": "1", "PYTHONPATH": "/usr/share/extra"}
    trial.lock("requirements.txt", f"pytest=={pytest.__version__}", "only-elsewhere==1 ; sys_platform == 'win32'")
    result = trial.start(env=environ)
    assert result.code == 0, result.err
    assert result.seen["prefix"] == sys.prefix
    assert result.seen["path"] == f"{trial.project}:/usr/share/extra"
    trial.lock("requirements.txt", "pytest==0.1", "probe==1.0")
    result = trial.start(env=environ)
    assert result.code == 3
    assert f"pytest is {pytest.__version__} instead of 0.1; probe 1.0 is missing" in result.err
    assert not trial.venv.exists()


# --- bare machines ------------------------------------------------------------------------------------------


@pytest.fixture
def bare_python(tmp_path: Path) -> Path:
    """A Python like that of a fresh Debian: the standard library without ensurepip, and no packages."""
    source = Path(sys.base_prefix) / f"lib/python3.{sys.version_info.minor}"
    library = tmp_path / f"bare/lib/python3.{sys.version_info.minor}"
    library.mkdir(parents=True)
    for entry in source.iterdir():
        if entry.name not in ("ensurepip", "site-packages", "dist-packages"):
            (library / entry.name).symlink_to(entry)
    for shared in source.parent.glob("libpython*"):
        (library.parent / shared.name).symlink_to(shared)
    python = tmp_path / "bare/bin/python3"
    python.parent.mkdir()
    shutil.copy(Path(sys.executable).resolve(), python)
    return python


def test_without_pip_it_names_the_command(trial: Trial, bare_python: Path) -> None:
    trial.lock("requirements.txt", "probe==1.0")
    result = trial.start(python=bare_python)
    assert result.code == 3
    assert "this Python has no pip to install packages with; mend that and start again: " in result.err
    assert not (trial.venv / "kitapsha-stamp.json").exists()


def test_without_pip_it_runs_the_one_in_wheels(trial: Trial, bare_python: Path) -> None:
    (trial.project / "wheels").mkdir()
    with zipfile.ZipFile(trial.project / "wheels/pip-99-py3-none-any.whl", "w") as archive:
        archive.writestr("pip/__init__.py", "")
        archive.writestr("pip/__main__.py", "import sys; open(sys.prefix + '/pip.log', 'w').write(' '.join(sys.argv))")
    trial.lock("requirements.txt", "probe==1.0")
    result = trial.start(python=bare_python)
    assert result.code == 0, result.err
    assert (
        (trial.venv / "pip.log")
        .read_text()
        .endswith("pip install --require-hashes --no-deps --only-binary :all: -r requirements.txt")
    )


def test_root_on_debian_gets_the_missing_libraries_once(trial: Trial) -> None:
    machine = trial.project / "kitapsha/machine.py"
    pretence = "_NEEDED = {'Pango': ('libno-such-thing.so',)}\n_is_root = lambda: True\nsystem = lambda: 'debian'\n"
    machine.write_text(machine.read_text() + pretence)
    trial.script("apt-get", f'#!/bin/sh\necho "$*" >> "{trial.folder}/apt.log"\necho "E: no network" >&2\nexit 100\n')
    first = trial.start()
    assert first.code == 0
    assert (
        "PDFs need Pango; installing libpango-1.0-0, libpangoft2-1.0-0, libharfbuzz-subset0 with apt-get" in first.err
    )
    assert "that failed, and everything but PDFs can be made: E: no network" in first.err
    calls = (trial.folder / "apt.log").read_text()
    assert "install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in calls
    assert "update" in calls
    assert trial.start().err == ""
    assert (trial.folder / "apt.log").read_text() == calls


def test_others_get_no_library_installed(trial: Trial) -> None:
    machine = trial.project / "kitapsha/machine.py"
    pretence = "_NEEDED = {'Pango': ('libno-such-thing.so',)}\n_is_root = lambda: False\n"
    machine.write_text(machine.read_text() + pretence)
    trial.script("apt-get", f'#!/bin/sh\necho called > "{trial.folder}/apt.log"\n')
    assert trial.start().code == 0
    assert not (trial.folder / "apt.log").exists()


def test_old_pythons_understand_the_file() -> None:
    ast.parse((HOME / "build.py").read_text(), feature_version=(3, 6))


def test_old_pythons_say_one_sentence(trial: Trial) -> None:
    code = (
        "import collections, runpy, sys;"
        "sys.version_info = collections.namedtuple('V', 'major minor micro')(3, 6, 15);"
        f"runpy.run_path({str(trial.project / 'build.py')!r}, run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", code], env=trial.environ, capture_output=True, text=True)
    assert done.returncode == 3
    assert done.stderr.startswith("kitapsha: this is Python 3.6 (")
    assert "needs 3.11 or newer" in done.stderr
    assert done.stderr.count("\n") == 1


def test_later_starts_import_little(trial: Trial) -> None:
    trial.start()
    # -S, as what site-packages load by themselves is not the door's doing
    words = [sys.executable, "-S", "-X", "importtime", *trial.command()[1:]]
    done = subprocess.run(words, env=trial.environ, capture_output=True, text=True)
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "kitapsha.environment" in loaded
    slow = {"kitapsha.installation", "kitapsha.machine", "subprocess", "venv", "ctypes", "typing", "pathlib"}
    assert loaded & slow == set()
