"""What other programs make of our pages and e-books: validators, a browser with axe-core, epubcheck.

`scripts/fetch_judges.py` installs them; KITAPSHA_JUDGES names their folder where it is another than the script's own.
A machine without them skips these tests and says why; where the variable is set, as CI does, they are required.
Judged are this publication, whole and at home on the web, the partly translated sample of the tests, and the preview.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kitapsha import jobs
from kitapsha.building import edition
from kitapsha.cli import main
from kitapsha.jobs import Scope
from kitapsha.outputs import locked
from kitapsha.serve.server import Preview
from scripts.fetch_judges import PROGRAMS, folder
from tests.links import dead
from tests.publications import HOME, SAMPLE, Site

JUDGES, HERE = folder(), Path(__file__).parent
KB = 1000
LOCALES = ("en", "ru", "kk")
ARTICLE = "forecast-of-2016"
"""The article that has every kind of block."""

KNOWN = [
    # Boxes that overlap: words of a drawing on its shapes, lines beside the enlarged target of a footnote's sign. The
    # colours are those of the page, which are judged in the rest of its text.
    ("color-contrast", re.compile(r"\| (?:bgOverlap|imgNode)$")),
    # The sign ↩ is no word; the label says what it does.
    ("label-content-name-mismatch", re.compile("footnote-back")),
    # A PDF, which the browser shows by means of its own.
    ("frame-tested", re.compile("^iframe ")),
]
"""What axe-core cannot decide, looked at by hand: the rule, and on what."""

EXPECTED = [
    # Its addresses begin at the top of a host, which a folder is not.
    ("404.html", "Failed to load resource: net::ERR_FILE_NOT_FOUND"),
    # It stands at an address where nothing is.
    ("nothing.html", "Failed to load resource: the server responded with a status of 404 (NOT FOUND)"),
]
"""What browsers say of two pages on the console."""


def need(*parts: str) -> str:
    """The path of a judge's file; the test is skipped where it is not there and nobody said that it is."""
    path = JUDGES.joinpath(*parts)
    if not path.exists():
        said = f"{'/'.join(parts)} is missing: run scripts/fetch_judges.py"
        pytest.fail(said) if os.environ.get("KITAPSHA_JUDGES") else pytest.skip(said)
    return str(path)


def tool(*names: str) -> str:
    """The path of an installed program."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        said = f"{names[0]} is not installed"
        pytest.fail(said) if os.environ.get("KITAPSHA_JUDGES") else pytest.skip(said)
    return str(found)


def ask(*words: str) -> Any:
    """What a program prints as JSON."""
    done = subprocess.run(words, capture_output=True, encoding="utf-8", check=False)
    try:
        return json.loads(done.stdout or done.stderr)
    except ValueError:
        pytest.fail(f"{words[0]}: {done.stdout}{done.stderr}")


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The pages and e-books of this publication and of the sample, made once for all processes of a run."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    root = tmp_path_factory.getbasetemp().parent / f"judged-{run}" if run else tmp_path_factory.mktemp("judged")
    with locked(root, lambda _: None):
        if not (root / "made").exists():
            _make(root)
            (root / "made").touch()
    return root / "own/dist", root / "sample/dist"


def _make(root: Path) -> None:
    for name in ("source", "locales"):
        shutil.copytree(HOME / name, root / "own" / name)
    text = (HOME / "kitapsha.toml").read_text("utf-8")
    assert 'base_url = ""' in text
    at_home = text.replace('base_url = ""', 'base_url = "https://example.org/reader/"')
    (root / "own/kitapsha.toml").write_text(at_home, "utf-8")
    for kind in ("html", "epub"):
        assert main([kind, "--quiet", "--project", str(root / "own")]) == 0
    shutil.copytree(SAMPLE, root / "sample")
    assert main(["update", "--quiet", "--project", str(root / "sample")]) == 0
    assert main(["build", "--quiet", "--project", str(root / "sample")]) == 0


@pytest.fixture
def preview(sites: tuple[Path, Path], tmp_path: Path) -> Iterator[tuple[Preview, tuple[str, ...]]]:
    """The preview of the sample, and addresses of each kind of page that it has: drafts, errors and PDFs as well."""
    root = tmp_path / "previewed"
    shutil.copytree(sites[1].parent, root)
    catalog = root / "locales/ru/LC_MESSAGES/bread.po"
    catalog.write_text(catalog.read_text("utf-8").replace('msgstr "Печь', 'msgstr "<b>Печь'), "utf-8")
    settings = root / "kitapsha.toml"
    settings.write_text(settings.read_text("utf-8").replace('"single"]', '"single", "pdf"]'), "utf-8")
    running = Preview(root, 0, [].append)
    thread = threading.Thread(target=running.follow)
    thread.start()
    pages = [*(f"{locale}/well.html" for locale in LOCALES), "kk/index.html", "ru/bread.html"]
    yield running, tuple(running.address + name for name in (*pages, ".preview/look/en/well.pdf", "nothing.html"))
    running.close()
    thread.join()


def pages(sites: tuple[Path, Path]) -> list[str]:
    return [str(path) for site in sites for path in sorted(site.rglob("*.html"))]


def test_a_machine_that_cannot_have_them_says_so_in_one_line(tmp_path: Path) -> None:
    words = [sys.executable, str(HOME / "scripts/fetch_judges.py"), str(tmp_path / "judges")]
    done = subprocess.run(words, env={"PATH": str(tmp_path)}, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (3, "")
    (line,) = done.stdout.splitlines()
    assert "lacks npm, Java, Chromium" in line
    assert not (tmp_path / "judges").exists()


def test_every_link_leads_somewhere(sites: tuple[Path, Path]) -> None:
    # PDFs are left out here, so nothing may offer them.
    assert [dead(site) for site in sites] == [[], []]


def test_pages_stay_small(sites: tuple[Path, Path]) -> None:
    # As a whole build on the web makes them: every page offers every file.
    planned = [job for job in jobs.site(edition(sites[0].parent), Scope()) if not job.heavy]
    made = {artifact.path: artifact.data for job in planned for artifact in job.function(*job.args).artifacts}
    assert b"-booklet.pdf" in made[f"kk/{ARTICLE}.html"]
    around = len(made["assets/site.css"]) + len(made["assets/site.js"])
    assert len(made["assets/site.css"]) <= 12 * KB
    assert len(made["assets/site.js"]) <= 4 * KB
    assert [name for name in made if name.startswith("assets/search.") and len(made[name]) > 150 * KB] == []
    articles = [f"{locale}/{path.stem}.html" for locale in LOCALES for path in (HOME / "source").glob("*.md")]
    # Drawings are images, which a page carries inside so that their words can be found and take its colours.
    drawing = re.compile(rb'(?s)<svg [^>]*class="drawing".*?</svg>')
    assert {name: size for name in articles if (size := len(drawing.sub(b"", made[name]))) > 30 * KB} == {}
    # What the first visit loads, drawings counted.
    assert {name: size for name in articles if (size := len(made[name]) + around) > 60 * KB} == {}


@pytest.fixture
def judged(sites: tuple[Path, Path], preview: tuple[Preview, tuple[str, ...]], tmp_path: Path) -> list[str]:
    """Folders with every page: of the sites, and of the preview."""
    served = tmp_path / "served"
    served.mkdir()
    for number, address in enumerate(preview[1]):
        try:
            answer = urllib.request.urlopen(address)
        except urllib.error.HTTPError as said:
            answer = said
        with answer:
            (served / f"{number}.html").write_bytes(answer.read())
    return [*map(str, sites), str(served)]


def test_the_nu_validator_finds_nothing(judged: list[str]) -> None:
    jar = need("node_modules", "vnu-jar", "build", "dist", "vnu.jar")
    # It judges a policy as if `file:` were a server; JSON-LD is data that no policy blocks.
    words = ["--skip-non-html", "--filterpattern", ".*Content Security.*", "--format", "json", *judged]
    found = ask(tool("java"), "-jar", jar, *words)
    assert found["messages"] == []


def test_html_validate_finds_nothing(judged: list[str], tmp_path: Path) -> None:
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
    pages = [str(path) for place in judged for path in sorted(Path(place).rglob("*.html"))]
    words = ["--config", str(tmp_path / "settings.json"), "--formatter", "json", *pages]
    found = ask(tool("node"), script, *words)
    assert [(page["filePath"], message["message"]) for page in found for message in page["messages"]] == []


def test_axe_finds_nothing_on_any_kind_of_page(
    sites: tuple[Path, Path], preview: tuple[Preview, tuple[str, ...]]
) -> None:
    own, sample = sites
    chosen = [
        own / "index.html",
        own / "404.html",
        *sorted((sample / "ru").glob("well*.html")),
        sample / "ru/index.html",
    ]
    for locale in LOCALES:
        lists = [own / locale / "index.html", own / locale / "status.html"]
        chosen += [*lists, *sorted((own / locale).glob(f"{ARTICLE}*.html"))]
    words = [need("node_modules", "axe-core", "axe.min.js"), tool(*PROGRAMS["Chromium"])]
    found = ask(need("python", "bin", "python"), str(HERE / "axe_pages.py"), *words, *map(str, chosen), *preview[1])
    unknown = [finding for finding in found if not known(finding)]
    assert not unknown, json.dumps(unknown, ensure_ascii=False, indent=1)


def known(finding: dict[str, object]) -> bool:
    """Whether a finding is one of those that axe-core leaves to people, and was looked at."""
    nodes = finding.get("nodes")
    if finding["kind"] == "console":
        return (str(finding["page"]).rpartition("/")[2], finding["rule"]) in EXPECTED
    return finding["kind"] == "incomplete" and any(
        finding["rule"] == rule and isinstance(nodes, list) and all(pattern.search(node) for node in nodes)
        for rule, pattern in KNOWN
    )


def test_pages_work_from_a_folder_by_keyboard_and_without_a_network(sites: tuple[Path, Path]) -> None:
    words = [str(HERE / "browsing.py"), tool(*PROGRAMS["Chromium"]), "disk", str(sites[0])]
    seen = ask(need("python", "bin", "python"), *words)
    assert seen["said"] == []
    for locale in LOCALES:
        word, form, nothing = seen[f"{locale} found"]
        assert sorted(word) == sorted(form) != nothing == []
        assert seen[f"{locale} offered at home"] == 0
    lang, address = seen["offer"]
    assert (lang, address.split("/")[:2]) == ("kk", ["..", "kk"])
    assert seen["offer once closed"] == 0
    assert seen["light"] != seen["dark"]
    assert seen["unseen focus"] == []


def test_an_open_page_of_the_preview_follows_the_disk(site: Site) -> None:
    (site.root / "templates").mkdir()
    shutil.copy(HOME / "templates/article.html.j2", site.root / "templates")
    site.edit("kitapsha.toml", '"single"]', '"single", "pdf"]')
    command = [sys.executable, "-m", "kitapsha", "serve", "--port", "0", "--project", str(site.root)]
    words = [str(HERE / "browsing.py"), tool(*PROGRAMS["Chromium"]), "preview", str(site.root), *command]
    seen = ask(need("python", "bin", "python"), *words)
    assert (seen["code"], seen["left"], seen["said"]) == (130, "interrupted\n", [])
    assert set(seen["seconds"]) >= {"catalog", "error", "mended", "settings", "template", "source", "pamphlet", "end"}


_FEED = """
import feedparser, json, sys
for path in sys.argv[1:]:
    feed = feedparser.parse(open(path, "rb").read())
    entries = [[entry.id, entry.title, entry.link, entry.updated] for entry in feed.entries]
    print(json.dumps([bool(feed.bozo), feed.feed.get("language", ""), entries]))
"""


@pytest.mark.parametrize("locale", LOCALES)
def test_feeds_are_read_by_others(locale: str, sites: tuple[Path, Path]) -> None:
    root = sites[0] / locale
    broken, language, entries = ask(need("python", "bin", "python"), "-c", _FEED, str(root / "feed.xml"))
    assert (broken, language) == (False, locale)
    assert len(entries) == len(list((HOME / "source").glob("*.md")))
    assert len({name for name, *_ in entries}) == len(entries)
    start = f"https://example.org/reader/{locale}/"
    assert all((root / link.removeprefix(start)).is_file() for _, _, link, _ in entries)
    feed = json.loads((root / "feed.json").read_text("utf-8"))
    assert [item["url"] for item in feed["items"]] == [link for _, _, link, _ in entries]
    assert feed["version"] == "https://jsonfeed.org/version/1.1"


def test_epubcheck_finds_nothing(sites: tuple[Path, Path]) -> None:
    names = ("all.epub", "ru/all.epub", "kk/after-zhanaozen.epub")
    epubcheck([sites[0] / name for name in names])


def epubcheck(books: list[Path]) -> None:
    need("python")
    jar = next(JUDGES.glob("python/**/site-packages/epubcheck/epubcheck.jar"), None)
    assert jar, "the package epubcheck is missing"
    # The compiler that takes its time is worth nothing to a program that runs for seconds.
    words = [tool("java"), "-XX:TieredStopAtLevel=1", "-jar", str(jar), "--json", "-", "--quiet"]
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda book: ask(*words, str(book)), books))
    assert [[message["message"] for message in answer["messages"]] for answer in found] == [[]] * len(books)


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
    epubcheck([tmp_path / "dist/all.epub", tmp_path / "dist/ar/all.epub"])
