"""Commands as they are typed: options in any place, forms of output, exit codes, and what is said of mistakes."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kitapsha import cli
from tests.publications import HOME, Site, files

RU = "locales/ru/LC_MESSAGES/"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("bild",), "there is no command 'bild'; did you mean `build`?"),
        (("--quiet", "chek"), "there is no command 'chek'; did you mean `check`?"),
        (("zzz",), "there is no command 'zzz'; `--help` lists them"),
        (("html", "--lokale", "ru"), "there is no option '--lokale'; did you mean `--locale`?"),
        (("html", "--verbos"), "there is no option '--verbos'; did you mean `--verbose`?"),
        (("html", "--workers", "0"), "argument --workers: a number from 1 to 64 is expected"),
        (("html", "--workers", "many"), "argument --workers: a number from 1 to 64 is expected"),
        (("html", "--format", "xml"), "argument --format: invalid choice: 'xml'"),
        (("html", "--only"), "argument --only: expected one argument"),
        (("new",), "the following arguments are required: SLUG"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_usage(words: tuple[str, ...], said: str, site: Site) -> None:
    before = files(site.root)
    result = site.run(*words)
    assert result.code == 2
    assert f"build.py: {said}" in result.err
    assert result.out == ""
    assert files(site.root) == before


@pytest.mark.parametrize("command", ["build", "html", "check", "status"])
@pytest.mark.parametrize(
    ("option", "word", "code", "hint"),
    [
        ("--locale", "rus", "locale-unknown", "did you mean ru?"),
        ("--locale", "de", "locale-unknown", "the publication has en, ru, kk; build.py add-language begins another"),
        ("--only", "wel", "article-unknown", "did you mean well?"),
        ("--only", "zzz", "article-unknown", "articles: bread, river, well"),
    ],
)
def test_a_part_that_does_not_exist(command: str, option: str, word: str, code: str, hint: str, site: Site) -> None:
    result = site.run(command, option, word)
    assert (result.code, result.codes) == (2, {code})
    assert f"    hint: {hint}\n" in result.err
    assert not (site.root / "dist").exists()


@pytest.mark.parametrize("output", ["source", "source/pages", "locales", "templates/x", "."])
def test_nothing_is_made_among_what_people_write(output: str, site: Site) -> None:
    before = files(site.root)
    result = site.run("html", "--output", str(site.root / output))
    assert (result.code, result.codes) == (2, {"output-folder"})
    assert files(site.root) == before
    assert site.run("html", "--output", str(site.root.parent)).code == 2


@pytest.mark.parametrize(
    "words", [("build",), ("html",), ("update",), ("extract",), ("check",), ("clean",)], ids=" ".join
)
def test_a_folder_without_a_publication_stays_as_it_is(
    words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([*words, "--project", str(tmp_path)]) == 2
    assert "error[project-missing]" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_only_and_locale_make_a_part(site: Site) -> None:
    assert site.run("html", "--only", "well", "--only", "bread", "--locale", "ru").code == 0
    pages = {path for path in site.made() if path.endswith(".html")}
    assert pages == {
        *("index.html", "404.html", "ru/index.html", "ru/status.html"),
        *("ru/well.parallel.html", "ru/bread.parallel.html"),
        *("ru/well.html", "ru/well.single.html", "ru/bread.html", "ru/bread.single.html"),
    }
    assert not site.run("build").out.startswith("Nothing to do"), "a part is not the whole"


@pytest.mark.parametrize("place", ["before", "after"])
def test_forms_of_problems(place: str, site: Site) -> None:
    site.edit("source/river.md", "the lower road", "[the lower road](rod.md)")
    site.edit(RU + "river.po", 'msgstr "Река"', 'msgstr "Рек')

    def run(form: str) -> tuple[int, str, str]:
        option = ("--format", form)
        result = site.run(*option, "check") if place == "before" else site.run("check", *option)
        return result.code, result.out, result.err

    code, out, err = run("json")
    document = json.loads(out)
    assert (code, err, document["schema"]) == (1, "", 1)
    dead = next(problem for problem in document["problems"] if problem["code"] == "link-dead")
    assert dead == {
        "code": "link-dead",
        "severity": "error",
        "message": "there is no article source/rod.md",
        "path": "source/river.md",
        "line": 5,
        "column": 1,
        "hint": dead["hint"],
        "related": [],
        "excerpts": [],
    }
    code, out, err = run("github")
    assert (code, err) == (1, "")
    assert (
        "::error file=source/river.md,line=5,col=1,title=link-dead::there is no article source/rod.md%0Ahint: " in out
    )
    assert f"::error file={RU}river.po,line=" in out
    code, out, err = run("text")
    assert code == 1
    assert "source/river.md:5:1: error[link-dead]: there is no article source/rod.md\n    hint: " in out
    assert "2 errors" in out.splitlines()[-1]


@pytest.mark.parametrize("words", [("build",), ("html",), ("check",), ("update",), ("extract",), ("update", "--check")])
def test_json_is_one_document_and_nothing_else(words: tuple[str, ...], site: Site) -> None:
    assert [problem for problem in site.problems(*words) if problem["severity"] != "info"] == []
    site.edit("kitapsha.toml", "title =", "titel = 1\ntitle =")
    result = site.run(*words, "--format=json")
    assert result.code == 2
    assert [problem["code"] for problem in json.loads(result.out)["problems"]] == ["config-key"]
    assert result.err == ""


def test_json_of_a_build_with_nothing_to_do(site: Site) -> None:
    site.edit("source/river.md", "the lower road", "[the lower road](rod.md)")
    first = site.problems("build")
    assert "link-dead" in [problem["code"] for problem in first]
    assert site.problems("build") == first


def test_status(site: Site) -> None:
    result = site.run("status")
    assert (result.code, result.err) == (0, "")
    lines = result.out.splitlines()
    assert lines[0].split()[:4] == ["locale", "article", "percent", "words"]
    assert [line.split()[1] for line in lines[1:6]] == ["bread", "well", "river", "site", "total"]
    kk = {line.split()[1]: line for line in lines if line.startswith("kk ")}
    assert "yes" in kk["bread"].split()
    assert "not published: the title is not translated" in kk["river"]
    table = json.loads(site.run("status", "--format", "json", "--locale", "kk", "--only", "river").out)
    assert table["schema"] == 1
    (row,) = table["translations"]
    assert (row["locale"], row["article"], row["published"], row["reason"]) == ("kk", "river", False, "title")
    assert row["words"] == row["translated_words"] + row["fuzzy_words"] + row["untranslated_words"]


def test_status_says_what_cannot_be_read(site: Site) -> None:
    path = site.root / RU / "well.po"
    path.write_bytes(path.read_bytes()[:-20])
    (site.root / RU / "gone.po").write_bytes((site.root / RU / "river.po").read_bytes())
    result = site.run("status", "--locale", "ru")
    assert result.code == 1
    assert result.codes == {"po-truncated"}
    assert "not published: the catalog cannot be read (locales/ru/LC_MESSAGES/well.po:" in result.out
    assert "locales/ru/LC_MESSAGES/gone.po: no article belongs to this catalog" in result.out
    document = json.loads(site.run("status", "--format", "json").out)
    assert [problem["code"] for problem in document["problems"]] == ["po-truncated"]


def test_status_as_markdown_and_badges(site: Site) -> None:
    before = site.made("source") | site.made("locales")
    assert site.run("status", "--markdown").out.startswith("| Article | Words | English (en) |")
    folder = str(site.root / "docs/badges")
    assert site.run("status", "--badges", folder, "--articles").out.endswith("15 badges, 15 written\n")
    assert site.run("--locale", "kk", "status", "--badges", folder).out.endswith("1 badge, 0 written\n")
    assert sorted(site.made("docs/badges"))[:3] == ["en.svg", "en/bread.svg", "en/river.svg"]
    assert site.run("status", "--badges", str(site.root / "source")).code == 2
    assert before == site.made("source") | site.made("locales")


def _on_a_terminal(site: Site, columns: int, **variables: str) -> str:
    """What `status` shows on a terminal."""
    leader, follower = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(HOME), "COLUMNS": str(columns), "TERM": "xterm", "LC_ALL": "C.UTF-8"}
    for name in ("NO_COLOR", "FORCE_COLOR"):
        environment.pop(name, None)
    command = [sys.executable, "-m", "kitapsha", "status", "--project", str(site.root)]
    with subprocess.Popen(command, stdout=follower, env=environment | variables) as process:
        os.close(follower)
        shown = b""
        while chunk := _read(leader):
            shown += chunk
    os.close(leader)
    assert process.returncode == 0
    return shown.decode().replace("\r\n", "\n")


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65_536)
    except OSError:  # the other end is closed
        return b""


def test_status_on_a_terminal(site: Site) -> None:
    shown = _on_a_terminal(site, 80)
    assert "\x1b[32m█" in shown
    plain = _on_a_terminal(site, 80, NO_COLOR="1")
    assert plain == re.sub(r"\x1b\[\d+m", "", shown)
    assert max(map(len, plain.splitlines())) <= 80
    assert "segments" not in plain
    assert "segments" in _on_a_terminal(site, 120)
    assert "\x1b" not in _on_a_terminal(site, 80, TERM="dumb")
    old = _on_a_terminal(site, 80, LC_ALL="C", NO_COLOR="1")
    assert old.isascii()
    assert "###" in old


def test_quiet_says_problems_alone(site: Site) -> None:
    assert site.run("--quiet").out == ""
    result = site.run("update", "--quiet")
    assert (result.code, result.out, result.err) == (0, "", "")


def test_success_is_one_line(site: Site) -> None:
    result = site.run("html")
    assert result.err == ""
    assert result.out.count("\n") == 1
    assert "26 pages, 0 PDFs in " in result.out


def test_what_follows_test_goes_to_pytest(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []
    monkeypatch.setattr("kitapsha.selftest.run", lambda words: seen.append(words) or 0)
    assert cli.main(["test", "-x", "-k", "golden", "--quiet"]) == 0
    assert cli.main(["--workers", "2", "test"]) == 0
    assert seen == [["-x", "-k", "golden", "--quiet"], []]


def test_an_article_may_be_called_test(site: Site) -> None:
    assert site.run("--only", "test", "html").codes == {"article-unknown"}
    site.run("new", "test")
    assert site.run("--only", "test", "html").code == 0
    assert "en/test.html" in site.made()


@pytest.mark.parametrize("name", cli._COMMANDS)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([name, "--help"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"usage: build.py {name} ")
    assert "--project DIR" in said


def test_colours_are_for_those_who_want_them(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.edit("source/river.md", "the lower road", "[the lower road](rod.md)")
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    assert "\x1b" not in site.run("check").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1;31merror[link-dead]\x1b[0m" in site.run("check").out
