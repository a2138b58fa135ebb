"""Two branches of a repository change the same catalogs, and git merges them with the driver of the toolkit."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from kitapsha import mergedriver, po
from kitapsha.problems import KitapshaError, has_errors

HOME = Path(__file__).resolve().parent.parent
ATTRIBUTES = re.findall(r"^/locales/.*$", (HOME / "docs/git.md").read_text("utf-8"), re.MULTILINE)
NAME = "locales/ru/LC_MESSAGES/чистая вода.po"
HEAD = """\
msgid ""
msgstr ""
"POT-Creation-Date: 2026-03-01 10:00+0000\\n"
"PO-Revision-Date: 2026-03-02 10:00+0000\\n"
"Last-Translator: Ann <ann@example.org>\\n"
"Language: ru\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""
WASH, DRY, COOK = (("Wash.", ""), ("Dry.", "Вытирайте."), ("Cook.", ""))
DRIVER = "import sys, pathlib; from kitapsha.mergedriver import run; "
DRIVER += "sys.exit(run(*map(pathlib.Path, sys.argv[1:4]), sys.argv[4]))"


def catalog(*entries: tuple[str, str], head: str = HEAD) -> str:
    return head + "".join(f'\nmsgid "{msgid}"\nmsgstr "{msgstr}"\n' for msgid, msgstr in entries)


BASE = catalog(WASH, DRY, COOK)


@dataclass(frozen=True)
class Repository:
    """A git repository with one branch, `main`, that nobody's settings have a part in."""

    root: Path

    def git(self, *words: str, code: int = 0) -> str:
        """Run git; what it says."""
        outside = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        inside = {"GIT_CONFIG_NOSYSTEM": "1", "HOME": str(self.root), "XDG_CONFIG_HOME": str(self.root), "LC_ALL": "C"}
        who = {f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        path = {"PYTHONPATH": str(HOME), "PYTHONUTF8": "1"}
        done = subprocess.run(
            ["git", "-c", "core.quotepath=off", *words], cwd=self.root, env=outside | inside | who | path,
            capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def write(self, text: str | bytes, name: str = NAME) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    def commit(self, text: str | bytes, name: str = NAME) -> None:
        self.write(text, name)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "work")

    def branch(self, ours: str | bytes, theirs: str | bytes, name: str = NAME) -> None:
        """Two branches of what is committed; `main` is the one at work."""
        self.git("checkout", "-q", "-b", "other")
        self.commit(theirs, name)
        self.git("checkout", "-q", "main")
        self.commit(ours, name)

    def text(self, name: str = NAME) -> str:
        return (self.root / name).read_text("utf-8")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    found = Repository(tmp_path / "the publication")
    found.root.mkdir()
    found.git("init", "-q", "-b", "main")
    found.git("config", "merge.kitapsha.name", "catalogs, entry by entry")
    found.git("config", "merge.kitapsha.driver", f'"{sys.executable}" -c "{DRIVER}" %O %A %B %P')
    found.write("".join(f"{line}\n" for line in ATTRIBUTES), ".gitattributes")
    found.commit(BASE)
    return found


def test_neighbouring_translations_of_two_branches_meet(repository: Repository) -> None:
    repository.branch(catalog(("Wash.", "Мойте."), DRY, COOK), catalog(WASH, DRY, ("Cook.", "Варите.")))
    said = repository.git("merge", "-m", "both", "other")
    assert "CONFLICT" not in said
    assert repository.text() == catalog(("Wash.", "Мойте."), DRY, ("Cook.", "Варите."))
    assert repository.git("status", "--porcelain") == ""


def test_where_the_driver_is_not_set_up_git_merges_by_lines(repository: Repository) -> None:
    """What the driver is for: every catalog has a date of revision, and two of them are a conflict for git."""
    repository.git("config", "--remove-section", "merge.kitapsha")
    one, two = HEAD.replace("03-02", "03-03"), HEAD.replace("03-02", "03-04")
    repository.branch(catalog(("Wash.", "Мойте."), DRY, COOK, head=one), catalog(WASH, DRY, COOK, ("a", "б"), head=two))
    repository.git("merge", "-m", "both", "other", code=1)
    assert "<<<<<<< HEAD" in repository.text()
    assert "po-conflict" in {problem.code for problem in po.read(repository.text().encode()).problems}


def test_headers_and_moved_entries_meet(repository: Repository) -> None:
    ours = HEAD.replace("2026-03-02", "2026-03-05").replace("Ann <ann", "Bek <bek")
    theirs = HEAD.replace("2026-03-02", "2026-03-04").replace("Ann <ann", "Dina <dina")
    repository.branch(catalog(COOK, WASH, DRY, head=ours), catalog(("Wash.", "Мойте."), DRY, COOK, head=theirs))
    repository.git("merge", "-m", "both", "other")
    merged = po.read(repository.text().encode())
    assert [message.msgstr for message in merged.messages] == [("",), ("Мойте.",), ("Вытирайте.",)]
    assert dict(po.header_fields(merged))["Last-Translator"] == "Bek <bek@example.org>"
    assert merged.header is not None
    assert merged.header.comments == ("Dina <dina@example.org>, 2026.",)


def test_two_translations_of_one_entry_stop_the_merge_but_leave_a_catalog(repository: Repository) -> None:
    repository.branch(
        catalog(("Wash.", "Мойте."), DRY, COOK), catalog(("Wash.", "Помойте."), DRY, ("Cook.", "Варите."))
    )
    said = repository.git("merge", "-m", "both", "other", code=1)
    text = repository.text()
    line = text.splitlines().index('msgid "Wash."') + 1
    assert f"{NAME}:{line}:1: error[merge-conflict]: both branches translated this, differently" in said
    assert "hint: keep the better words" in said
    assert "CONFLICT" in said
    assert '\n# other branch: msgstr "Помойте."\n#, fuzzy\nmsgid "Wash."\nmsgstr "Мойте."\n' in text
    assert 'msgstr "Варите."' in text
    assert not has_errors(po.read(text.encode()).problems)
    subprocess.run(["msgfmt", "-c", "-o", os.devnull, repository.root / NAME], check=True)
    # The translator decides, and the merge goes on.
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith(("# other", "#, fuzzy"))]
    repository.write("".join(lines))
    repository.git("add", "-A")
    repository.git("commit", "-q", "-m", "decided")
    assert repository.text() == catalog(("Wash.", "Мойте."), DRY, ("Cook.", "Варите."))


def test_a_rebase_merges_as_well(repository: Repository) -> None:
    repository.branch(catalog(("Wash.", "Мойте."), DRY, COOK), catalog(WASH, DRY, ("Cook.", "Варите.")))
    repository.git("rebase", "-q", "other")
    assert repository.text() == catalog(("Wash.", "Мойте."), DRY, ("Cook.", "Варите."))


def test_both_branches_add_the_catalog(repository: Repository) -> None:
    name = "locales/ru/LC_MESSAGES/new.po"
    repository.branch(catalog(("a", "а"), ("b", "")), catalog(("a", ""), ("b", "б")), name)
    repository.git("merge", "-m", "both", "other")
    assert repository.text(name) == catalog(("a", "а"), ("b", "б"))


def test_templates_are_merged_without_questions(repository: Repository) -> None:
    name, head = "locales/pot/water.pot", HEAD.replace("Language: ru", "Language: ")
    repository.commit(catalog(("a", ""), ("b", ""), ("c", ""), head=head), name)
    later = head.replace("2026-03-01", "2026-03-07")
    repository.branch(
        catalog(("a", ""), ("x", ""), ("c", ""), head=later), catalog(("b", ""), ("a", ""), ("c", "")), name
    )
    repository.git("merge", "-m", "both", "other")
    merged = po.read(repository.text(name).encode())
    assert {message.msgid for message in merged.messages} == {"a", "x", "c"}
    assert dict(po.header_fields(merged))["POT-Creation-Date"] == "2026-03-07 10:00+0000"


BROKEN = {
    "cut off": (BASE.replace("Вытирайте.", "Сушите.")[:-2].encode(), "po-truncated"),
    "conflict marks": (b"<<<<<<< x\n" + BASE.encode(), "po-conflict"),
    "another encoding": (BASE.encode("cp1251"), "po-encoding"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_version_is_named_and_nothing_is_written(name: str, repository: Repository) -> None:
    data, code = BROKEN[name]
    ours = catalog(("Wash.", "Мойте."), DRY, COOK)
    repository.branch(ours, data)
    said = repository.git("merge", "-m", "both", "other", code=1)
    assert f"{NAME} (theirs):" in said
    assert f"error[{code}]" in said
    assert "Traceback" not in said
    assert repository.text() == ours


def test_a_base_that_nobody_can_read_keeps_both_sides(repository: Repository) -> None:
    repository.commit(BASE + "<<<<<<< a\n=======\n>>>>>>> b\n")
    repository.branch(catalog(("Wash.", "Мойте."), DRY, COOK), catalog(WASH, ("Dry.", "Сушите."), COOK))
    said = repository.git("merge", "-m", "both", "other", code=1)
    assert "info[merge-base]" in said
    assert said.count("error[merge-conflict]") == 1
    text = repository.text()
    assert 'msgstr "Мойте."' in text
    assert '# other branch: msgstr "Сушите."\n#, fuzzy\nmsgid "Dry."\nmsgstr "Вытирайте."' in text


# --- without git ----------------------------------------------------------------------------------------------


def files(folder: Path, *texts: str) -> list[Path]:
    found = [folder / name for name in ("base", "ours", "theirs")]
    for path, text in zip(found, texts, strict=True):
        path.write_text(text, "utf-8")
    return found


def test_a_disk_that_is_full_leaves_our_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = catalog(("Wash.", "Мойте."), DRY, COOK)
    paths = files(tmp_path, BASE, ours, catalog(WASH, DRY, ("Cook.", "Варите.")))

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(KitapshaError) as caught:
        mergedriver.run(*paths, NAME)
    assert caught.value.problems[0].code == "write-failed"
    assert caught.value.exit_code == 1
    assert paths[1].read_text("utf-8") == ours
    assert sorted(tmp_path.iterdir()) == sorted(paths)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(KitapshaError) as caught:
        mergedriver.run(tmp_path / "a", tmp_path / "b", tmp_path / "c", NAME)
    assert (caught.value.problems[0].code, caught.value.exit_code) == ("file-unreadable", 2)


def test_a_merge_that_would_lose_a_text_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = catalog(("Wash.", "Мойте."), DRY, COOK)
    paths = files(tmp_path, BASE, ours, catalog(WASH, DRY, ("Cook.", "Варите.")))
    monkeypatch.setattr(mergedriver.threeway, "merge", lambda _base, ours, _theirs: mergedriver.threeway.Merged(ours))
    with pytest.raises(KitapshaError) as caught:
        mergedriver.run(*paths, NAME)
    assert (caught.value.problems[0].code, caught.value.exit_code) == ("update-loss", 1)
    assert paths[1].read_text("utf-8") == ours
