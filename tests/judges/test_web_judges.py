"""What other programs make of our pages and e-books: validators, a browser with axe-core, epubcheck.

`scripts/fetch_judges.py` installs them; KITAPSHA_JUDGES names their folder where it is another than the script's own.
A machine without them skips these tests and says why; where the variable is set, and in CI, they are required.
Judged are this publication, whole, and the partly translated sample of the tests.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from kitapsha.cli import main
from scripts.fetch_judges import folder
from tests.links import dead
from tests.publications import HOME, SAMPLE

JUDGES = folder()
LOCALES = ("en", "ru", "kk")
KB = 1024

KNOWN = [
    # Boxes that overlap: words of a drawing on its shapes, lines beside the enlarged target of a footnote's sign. The
    # colours are those of the page, which are judged in the rest of its text.
    ("color-contrast", re.compile(r"\| (?:bgOverlap|imgNode)$")),
    # The sign ↩ is no word; the label says what it does.
    ("label-content-name-mismatch", re.compile("footnote-back")),
]
"""What axe-core cannot decide, looked at by hand: the rule, and on what."""


def need(*parts: str) -> str:
    """The path of a judge's file; the test is skipped where it is not there and nobody said that it is."""
    path = JUDGES.joinpath(*parts)
    if not path.exists():
        said = f"{path} is missing: run scripts/fetch_judges.py"
        pytest.fail(said) if os.environ.get("KITAPSHA_JUDGES") else pytest.skip(said)
    return str(path)


def tool(*names: str) -> str:
    """The path of an installed program."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        said = f"{names[0]} is not installed"
        pytest.fail(said) if os.environ.get("KITAPSHA_JUDGES") else pytest.skip(said)
    return str(found)


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The pages and e-books of this publication and of the sample."""
    root = tmp_path_factory.mktemp("judged")
    assert main(["html", "--quiet", "--output", str(root / "own")]) == 0
    assert main(["epub", "--quiet", "--output", str(root / "own")]) == 0
    shutil.copytree(SAMPLE, root / "sample")
    assert main(["update", "--quiet", "--project", str(root / "sample")]) == 0
    assert main(["build", "--quiet", "--project", str(root / "sample")]) == 0
    return root / "own", root / "sample/dist"


def pages(sites: tuple[Path, Path]) -> list[str]:
    return [str(path) for site in sites for path in sorted(site.rglob("*.html"))]


def test_every_link_leads_somewhere(sites: tuple[Path, Path]) -> None:
    # PDFs are left out here, so nothing may offer them.
    assert [dead(site) for site in sites] == [[], []]


@pytest.mark.parametrize("locale", LOCALES)
def test_pages_stay_small(locale: str, sites: tuple[Path, Path]) -> None:
    own = sites[0]
    # Drawings inside the pages are images, which the limits leave out.
    sizes = {
        path.relative_to(own).as_posix(): len(re.sub(rb"(?s)<svg.*?</svg>", b"", path.read_bytes()))
        for path in own.rglob("*")
        if path.is_file()
    }
    css, script = sizes["assets/site.css"], sizes["assets/site.js"]
    assert css <= 12 * KB
    assert script <= 4 * KB
    articles = {f"{locale}/{path.stem}.html" for path in (HOME / "source").glob("*.md")}
    assert {name: sizes[name] for name in articles if sizes[name] > 30 * KB} == {}
    assert {name: sizes[name] for name in articles if sizes[name] + css + script > 60 * KB} == {}
    indexes = [size for name, size in sizes.items() if re.fullmatch(rf"assets/search\.{locale}\.js", name)]
    assert all(size <= 150 * KB for size in indexes)


def test_the_nu_validator_finds_nothing(sites: tuple[Path, Path]) -> None:
    jar = need("node_modules", "vnu-jar", "build", "dist", "vnu.jar")
    # It judges a policy as if `file:` were a server; JSON-LD is data that no policy blocks.
    words = ["--skip-non-html", "--filterpattern", ".*Content Security.*", "--format", "json", *map(str, sites)]
    done = subprocess.run([tool("java"), "-jar", jar, *words], capture_output=True, encoding="utf-8", check=False)
    assert json.loads(done.stderr)["messages"] == []


def test_html_validate_finds_nothing(sites: tuple[Path, Path], tmp_path: Path) -> None:
    script = need("node_modules", "html-validate", "bin", "html-validate.mjs")
    rules = {
        # HTML allows letters of every language and full stops; `notes.heading` cannot be the anchor of a heading.
        "valid-id": ["error", {"relaxed": True}],
        # Lists may have names.
        "aria-label-misuse": ["error", {"allowAnyNamable": True}],
        # An aside in an article is a landmark only where it has a name (HTML-AAM); axe-core knows it.
        "unique-landmark": "off",
    }
    settings = {"root": True, "extends": ["html-validate:recommended", "html-validate:a11y"], "rules": rules}
    (tmp_path / "settings.json").write_text(json.dumps(settings), "utf-8")
    words = ["--config", str(tmp_path / "settings.json"), "--formatter", "json", *pages(sites)]
    done = subprocess.run([tool("node"), script, *words], capture_output=True, encoding="utf-8", check=False)
    found = json.loads(done.stdout)
    assert [(page["filePath"], message["message"]) for page in found for message in page["messages"]] == []


def test_axe_finds_nothing_on_any_kind_of_page(sites: tuple[Path, Path]) -> None:
    python, axe = need("python", "bin", "python"), need("node_modules", "axe-core", "axe.min.js")
    chromium = tool("chromium", "chromium-browser", "google-chrome")
    own, sample = sites
    chosen = [own / "index.html", sample / "ru/well.html", sample / "ru/index.html"]
    chosen += sorted(path for path in own.glob("*.html") if path.name != "index.html")
    for locale in LOCALES:
        # Every kind of page, and the article that has every kind of block.
        kinds = [path for path in sorted((own / locale).glob("*.html")) if "-" not in path.name.split(".")[0]]
        chosen += [*kinds, *sorted((own / locale).glob("forecast-of-2016*.html"))]
    words = [python, str(HOME / "tests/judges/axe_pages.py"), axe, chromium, *map(str, chosen)]
    done = subprocess.run(words, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert [finding for finding in json.loads(done.stdout) if not known(finding)] == []


def known(finding: dict[str, object]) -> bool:
    """Whether a finding is one of those that axe-core leaves to people, and was looked at."""
    nodes = finding.get("nodes")
    return finding["kind"] == "incomplete" and any(
        finding["rule"] == rule and isinstance(nodes, list) and all(pattern.search(node) for node in nodes)
        for rule, pattern in KNOWN
    )


@pytest.mark.parametrize("name", [*(f"{locale}/all.epub" for locale in LOCALES), "kk/after-zhanaozen.epub"])
def test_epubcheck_finds_nothing(name: str, sites: tuple[Path, Path]) -> None:
    epubcheck(sites[0] / name)


def epubcheck(book: Path) -> None:
    need("python")
    jar = next(JUDGES.glob("python/**/site-packages/epubcheck/epubcheck.jar"), None)
    assert jar, "the package epubcheck is missing"
    words = [tool("java"), "-XX:TieredStopAtLevel=1", "-jar", str(jar), "--json", "-", "--quiet", str(book)]
    done = subprocess.run(words, capture_output=True, encoding="utf-8", check=False)
    assert [message["message"] for message in json.loads(done.stdout)["messages"]] == []


HOSTILE = """\
---
title: "A <b> & *everything* \\"quoted\\""
date: 2026-01-02
---

<script>alert(1)</script><center id="x">old <blink>tags</blink></center><p onclick="x()" id="x">twice</p>

<img src="https://example.org/far.png" alt="far"><form><input></form><font color=red>red</font>

Note.[^a] Again.[^a] [dead](#nowhere) [other](other.md#b) [odd](http://[) <https://example.org/?a=1&b=2>

::: note
*A note* with `code`[^b]
:::

| a | b |
|:-:|--:|
| 1 | 2 |

[^a]: One.
[^b]: Two, with [a link](https://example.org/).
"""


def test_epubcheck_finds_nothing_in_what_is_odd(tmp_path: Path) -> None:
    need("python")
    (tmp_path / "source/deeper").mkdir(parents=True)
    settings = 'title = "Odd & <ends>"\nlocales = ["en", "ar"]\nminimum = 0\nraw_html = true\noutputs = ["epub"]\n'
    (tmp_path / "kitapsha.toml").write_text(settings, "utf-8")
    (tmp_path / "source/қазақша.md").write_text(HOSTILE, "utf-8")
    (tmp_path / "source/deeper/other.md").write_text("# Other\n\n## B {#b}\n\n[back](../қазақша.md)\n", "utf-8")
    main(["build", "--quiet", "--project", str(tmp_path)])
    for locale in ("en", "ar"):
        epubcheck(tmp_path / f"dist/{locale}/all.epub")
