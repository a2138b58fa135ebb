"""Nothing is overwritten with less: what breaks keeps its pages as they stand, and everything else is still made."""

from __future__ import annotations

import fnmatch
import shutil
from collections.abc import Callable

import pytest

from kitapsha import runner
from kitapsha.cache import Cache
from kitapsha.jobs import Job, Made
from kitapsha.model import Artifact
from tests.publications import Site

RU = "locales/ru/LC_MESSAGES/"
Break = Callable[[Site], object]


def _put(name: str, text: str | bytes) -> Break:
    def put(site: Site) -> None:
        path = site.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    return put


def _cut(name: str) -> Break:
    return lambda site: (site.root / name).write_bytes((site.root / name).read_bytes()[:-30])


BREAKS: dict[str, tuple[Break, str, str, int]] = {
    "catalog cut off": (_cut(RU + "well.po"), "po-truncated", "ru/well*", 1),
    "catalog with conflict marks": (
        lambda s: s.edit(RU + "well.po", 'msgstr "Глубина"', '<<<<<<< HEAD\nmsgstr "Глубина"\n=======\n>>>>>>> x'),
        "po-conflict",
        "ru/well*",
        1,
    ),
    "catalog with a wrong charset": (
        lambda s: s.edit(RU + "well.po", "charset=UTF-8", "charset=cp1251"),
        "po-charset",
        "ru/well*",
        1,
    ),
    "catalog of the source": (_cut("locales/en/LC_MESSAGES/well.po"), "po-truncated", "en/well*", 1),
    "site catalog": (lambda s: s.edit(RU + "site.po", '"Языки"', '"Язы'), "po-syntax", "ru/*", 1),
    "front matter": (
        lambda s: s.edit("source/well.md", "title: The", "title: a: The"),
        "frontmatter-syntax",
        "*/well*",
        1,
    ),
    "encoding": (_put("source/river.md", "# Река\n".encode("cp1251")), "file-encoding", "*/river*", 1),
    "image gone": (lambda s: (s.root / "source/dot.png").unlink(), "image-missing", "*/river*", 1),
    "image broken": (_put("source/dot.png", b"no image"), "image-broken", "*/river*", 1),
    "drawing broken": (_put("source/well.svg", "<svg"), "figure-syntax", "*/well*", 1),
    "template": (_put("templates/article.html.j2", "{% if %}"), "template-syntax", "*/[brw]*.html", 1),
    "template with an unknown name": (
        _put("templates/article.html.j2", "{{ x.y }}"),
        "template-undefined",
        "*/[brw]*",
        1,
    ),
    "encoding of a template": (_put("templates/base.html.j2", b"\xff"), "file-encoding", "*.html", 1),
    "style sheet that is no file": (
        lambda s: (
            (s.root / "templates/assets").mkdir(parents=True),
            (s.root / "templates/assets/site.css").symlink_to("x"),
        ),
        "file-unreadable",
        "assets/site.css",
        1,
    ),
    "settings": (lambda s: s.edit("kitapsha.toml", "title =", "titel = 1\ntitle ="), "config-key", "*", 2),
}


@pytest.mark.parametrize("name", BREAKS)
def test_what_breaks_keeps_its_pages(name: str, site: Site) -> None:
    break_it, code, kept, exit_code = BREAKS[name]
    assert site.run("build").code == 0
    before = site.made()
    shutil.copytree(site.root, site.root.parent / "whole", symlinks=True)
    break_it(site)
    site.edit("locales/en/LC_MESSAGES/bread.po", "and a “smile”", "and one “smile”")
    result = site.run("build")
    after = site.made()
    assert result.code == exit_code
    assert code in result.codes
    assert set(before) <= set(after)
    standing = [path for path in before if fnmatch.fnmatch(path, kept) and "/bread" not in path]
    assert standing
    assert [path for path in standing if after[path] != before[path]] == []
    assert after["media/dot.png"] == before["media/dot.png"]
    if "bread" not in kept and exit_code == 1 and "template" not in name:
        assert after["en/bread.html"] != before["en/bread.html"], "the rest is still made"
    # What was wrong is said again by a build that has nothing to do, with the same exit code.
    again = site.run("build")
    assert (again.code, again.codes) == (result.code, result.codes)
    shutil.rmtree(site.root / "source")
    shutil.rmtree(site.root / "templates", ignore_errors=True)
    shutil.copytree(site.root.parent / "whole", site.root, dirs_exist_ok=True)
    shutil.copytree(site.root.parent / "whole/locales", site.root / "locales", dirs_exist_ok=True)
    mended = site.run("build")
    assert mended.code == 0
    assert site.made() == before


def test_a_first_build_makes_what_it_can(site: Site) -> None:
    _cut(RU + "well.po")(site)
    site.edit("source/bread.md", "title: Bread", "title: a: Bread")
    (site.root / "source/dot.png").unlink()
    result = site.run("build")
    made = site.made()
    assert result.code == 1
    assert {"po-truncated", "frontmatter-syntax", "image-missing"} <= result.codes
    assert "ru/well.html" not in made
    assert "en/bread.html" not in made
    assert "en/river.html" in made
    for page, text in made.items():
        if page.endswith("index.html"):
            assert b"bread.html" not in text, "no link to a page that is not there"
    assert b"bread.html" not in made["en/well.html"]


def test_a_removed_article_takes_its_pages_with_it(site: Site) -> None:
    site.run("build")
    (site.root / "source/river.md").unlink()
    (site.root / "source/dot.png").unlink()
    site.edit("source/well.md", "[the floods](river.md#floods)", "the floods")
    result = site.run("build")
    assert result.code == 0
    assert "removed" in result.out
    assert not [path for path in site.made() if "river" in path or path.startswith("media/")]
    assert not (site.root / "dist/media").exists()
    assert site.made() == site.clean_build()
    assert (site.root / RU / "river.po").exists(), "the words stay"


def test_a_foreign_file_stays(site: Site) -> None:
    site.run("build")
    (site.root / "dist/CNAME").write_text("example.org", "utf-8")
    (site.root / "source/bread.md").unlink()
    site.run("build")
    assert (site.root / "dist/CNAME").read_text("utf-8") == "example.org"
    result = site.run("clean")
    assert result.code == 0
    assert list(site.made()) == ["CNAME"]
    assert "1 file that no build made left" in result.out


def test_a_part_of_a_build_removes_nothing(site: Site) -> None:
    site.run("build")
    before = site.made()
    assert site.run("html", "--only", "well", "--locale", "ru").code == 0
    assert site.made() == before


def _light(path: str, data: bytes) -> Made:
    return Made((Artifact(path, data),))


def test_of_two_jobs_for_one_file_the_first_makes_it(site: Site) -> None:
    jobs = [
        Job("a", ("en/a.pdf", "en/a-booklet.pdf"), _light, ("en/a-booklet.pdf", b"first")),
        Job("a-booklet", ("en/A-booklet.pdf",), _light, ("en/A-booklet.pdf", b"second")),
    ]
    run = runner.run(jobs, Cache(site.root), 1)
    assert [(artifact.path, artifact.data) for artifact in run.artifacts] == [("en/a-booklet.pdf", b"first")]
    assert [problem.code for problem in run.problems] == ["output-clash"]
    assert run.missing == ("en/a.pdf", "en/A-booklet.pdf")
