"""The options of `build.py check`: which problems it shows, and in which form."""

from __future__ import annotations

import json

import pytest

from tests.publications import Site

RU, KK = "locales/ru/LC_MESSAGES/", "locales/kk/LC_MESSAGES/"


@pytest.fixture
def faulty(site: Site) -> Site:
    """The publication with three errors, a warning and a note more than it has anyway."""
    site.edit(RU + "bread.po", "[городе](#town)", "городе")
    site.edit(KK + "bread.po", "[қалада](#town)", "[қалада](#qala)")
    site.edit(RU + "bread.po", "5\u00a0000", "5 000")
    site.edit("source/river.md", "## Floods", "#### Floods")
    site.run("update", "--quiet")
    return site


def codes(site: Site, *words: str) -> set[object]:
    return {problem["code"] for problem in site.problems("check", *words)}


def severities(site: Site, *words: str) -> set[object]:
    return {problem["severity"] for problem in site.problems("check", *words)}


ERRORS = {"markup-link-lost", "markup-link-added"}


def test_everything_is_shown_unless_something_is_asked_for(faulty: Site) -> None:
    assert codes(faulty) >= ERRORS | {"heading-level", "number-space"}
    assert severities(faulty) == {"error", "warning", "info"}
    result = faulty.run("check")
    assert (result.code, result.err) == (1, "")
    assert "`build.py explain CODE` says more of each\n" in result.out


@pytest.mark.parametrize(
    ("least", "shown"),
    [("error", {"error"}), ("warning", {"error", "warning"}), ("info", {"error", "warning", "info"})],
)
def test_severity(faulty: Site, least: str, shown: set[str]) -> None:
    assert severities(faulty, "--severity", least) == shown
    assert faulty.run("check", "--severity", least).code == 1


def test_a_severity_that_does_not_exist(faulty: Site) -> None:
    result = faulty.run("check", "--severity", "fatal")
    assert (result.code, result.out) == (2, "")
    assert "fatal" in result.err


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (["markup-link-lost"], {"markup-link-lost"}),
        (["markup"], ERRORS),
        (["heading"], {"heading-level"}),
        (["heading-level", "markup-link-added"], {"heading-level", "markup-link-added"}),
        (["figure"], set()),
    ],
)
def test_select_and_ignore_are_each_others_contrary(faulty: Site, words: list[str], shown: set[str]) -> None:
    selected = [part for word in words for part in ("--select", word)]
    ignored = [part for word in words for part in ("--ignore", word)]
    everything = codes(faulty)
    assert codes(faulty, *selected) == shown
    assert codes(faulty, *ignored) == everything - shown
    assert faulty.run("check", *selected).code == (1 if shown & ERRORS else 0)
    assert faulty.run("check", *ignored).code == (0 if shown >= ERRORS else 1)


def test_ignore_counts_more_than_select(faulty: Site) -> None:
    words = ("--select", "markup", "--ignore", "markup-link-lost")
    assert codes(faulty, *words) == {"markup-link-added"}


def test_options_together(faulty: Site) -> None:
    assert codes(faulty, "--severity", "warning", "--ignore", "markup") == {"heading-level"}
    result = faulty.run("check", "--severity", "error", "--ignore", "markup")
    assert (result.code, result.out) == (0, "No problems in 3 articles and 3 languages.\n")


@pytest.mark.parametrize("option", ["--select", "--ignore"])
@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("markup-link-lots", "did you mean markup-link-lost?"),
        ("markpu", "did you mean markup?"),
        ("zzz", "`build.py explain` lists the codes"),
    ],
)
def test_a_code_that_does_not_exist(faulty: Site, option: str, code: str, hint: str) -> None:
    result = faulty.run("check", option, code)
    assert (result.code, result.out) == (2, "")
    assert result.err == f"error[code-unknown]: there is no problem code “{code}”\n    hint: {hint}\n"


def test_the_beginning_of_a_code_is_none(faulty: Site) -> None:
    result = faulty.run("check", "--select", "markup-link")
    assert (result.code, result.codes) == (2, {"code-unknown"})


def test_a_code_that_does_not_exist_mends_nothing(site: Site) -> None:
    before = (site.root / RU / "bread.po").read_bytes()
    assert site.run("check", "--fix", "--select", "zzz").code == 2
    assert (site.root / RU / "bread.po").read_bytes() == before


def test_json_has_excerpts(faulty: Site) -> None:
    result = faulty.run("check", "--format", "json", "--locale", "ru", "--only", "bread")
    found = json.loads(result.out)
    assert (result.code, result.err, found["schema"]) == (1, "", 1)
    problems = {problem["code"]: problem for problem in found["problems"]}
    source, target = problems["number-space"]["excerpts"]
    assert (source["label"], source["text"]) == ("en", 'The oven costs 5 000 ₸ & a "smile".')
    assert source["start"] == source["end"]
    assert (target["label"], target["text"]) == ("ru", "Печь стоит 5 000 ₸ и «улыбку».")
    assert target["text"][target["start"] : target["end"]] == "5 000"
    assert all("excerpts" in problem for problem in found["problems"])


def test_text_has_excerpts(faulty: Site) -> None:
    text = "\n".join(
        [
            '    en | The oven costs 5 000 ₸ & a "smile".',
            "    ru | Печь стоит 5 000 ₸ и «улыбку».",
            "       |            ^^^^^",
            "    also: source/bread.md:",
        ]
    )
    assert text in faulty.run("check", "--locale", "ru").out


def test_github(faulty: Site) -> None:
    result = faulty.run("check", "--format", "github", "--severity", "warning")
    assert (result.code, result.err) == (1, "")
    lines = result.out.splitlines()
    assert all(line.startswith(("::error ", "::warning ")) for line in lines)
    assert any(
        line.startswith(f"::error file={RU}bread.po,line=") and "title=markup-link-lost::" in line for line in lines
    )
    assert any(line.startswith("::warning file=source/river.md,line=") for line in lines)


def test_locale(faulty: Site) -> None:
    paths = {str(problem["path"]) for problem in faulty.problems("check", "--locale", "ru")}
    assert any(path.startswith("locales/ru/") for path in paths)
    assert not any(path.startswith(("locales/kk/", "locales/en/")) for path in paths)
    assert codes(faulty, "--locale", "kk", "--select", "markup") == ERRORS
    assert codes(faulty, "--locale", "ru", "--select", "markup") == {"markup-link-lost"}
    assert codes(faulty, "--locale", "en", "--select", "markup") == set()


def test_only(faulty: Site) -> None:
    paths = {str(problem["path"]) for problem in faulty.problems("check", "--only", "bread")}
    assert {RU + "bread.po", KK + "bread.po"} <= paths
    assert all(path.rpartition("/")[2].startswith("bread.") for path in paths)
    assert codes(faulty, "--only", "river", "--select", "heading") == {"heading-level"}
    assert codes(faulty, "--only", "river", "--select", "markup") == set()
    assert codes(faulty, "--only", "bread", "--only", "river", "--severity", "warning") == ERRORS | {"heading-level"}


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        (("--locale", "rus"), "locale-unknown", "did you mean ru?"),
        (("--only", "braed"), "article-unknown", "did you mean bread?"),
    ],
)
def test_what_the_publication_does_not_have(faulty: Site, words: tuple[str, ...], code: str, hint: str) -> None:
    result = faulty.run("check", *words)
    assert (result.code, result.codes) == (2, {code})
    assert hint in result.err


def test_an_accepted_finding_is_not_shown(faulty: Site) -> None:
    assert "number-space" in codes(faulty, "--locale", "ru")
    lines = '#. paragraph (section: Town)\n#: source/bread.md\nmsgid "The oven'
    faulty.edit(RU + "bread.po", lines, f"# accept: number-space (it is a list)\n{lines}")
    assert "number-space" not in codes(faulty, "--locale", "ru")
    assert "accept-useless" not in codes(faulty, "--locale", "ru")
