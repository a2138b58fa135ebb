"""The web edition as a whole: what machines read on it agrees with itself, and it is as small as it was meant to be."""

from __future__ import annotations

import json
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import html5lib
import pytest

from kitapsha import doctor, metadata
from kitapsha.cli import main
from tests.publications import HOME, Site, files

BASE = "https://example.org/reader/"
XHTML, SITEMAP = "{http://www.w3.org/1999/xhtml}", "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"


def _settled(folder: Path, base_url: str) -> Path:
    """Our own publication in a folder, as it would be published, without PDFs."""
    for name in ("source", "locales"):
        shutil.copytree(HOME / name, folder / name)
    settings = (HOME / "kitapsha.toml").read_text("utf-8")
    settings = re.sub(r'(?m)^base_url = ".*"$', f'base_url = "{base_url}"', settings)
    settings = re.sub(r"(?m)^outputs = .*$", 'outputs = ["html", "single"]', settings)
    (folder / "kitapsha.toml").write_text(settings, "utf-8")
    return folder


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = _settled(tmp_path_factory.mktemp("ours"), BASE)
    assert main(["build", "--quiet", "--project", str(root)]) == 0
    return root / "dist"


def _tree(html: str) -> ET.Element:
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)  # type: ignore[no-any-return]


def _pages(dist: Path) -> Iterator[tuple[str, ET.Element]]:
    for name, data in files(dist).items():
        if name.endswith(".html"):
            yield name, _tree(data.decode())


def _named(dist: Path) -> dict[str, set[tuple[str, str]]]:
    """Hreflang and address by the canonical address of the page that names them."""
    found = {}
    for _, page in _pages(dist):
        links = page.findall("head/link[@hreflang]")
        if links:
            canonical = page.find("head/link[@rel='canonical']").get("href")
            found[canonical] = {(link.get("hreflang"), link.get("href")) for link in links}
    return found


def _mapped(dist: Path) -> dict[str, set[tuple[str, str]]]:
    root = ET.fromstring((dist / "sitemap.xml").read_text("utf-8"))
    return {
        url.find(f"{SITEMAP}loc").text: {(a.get("hreflang"), a.get("href")) for a in url.findall(f"{XHTML}link")}
        for url in root
    }


def _file(dist: Path, address: str) -> Path:
    path = dist / unquote(address.removeprefix(BASE))
    return path / "index.html" if path.is_dir() else path


def test_pages_name_each_other_and_the_sitemap_names_the_same(ours: Path) -> None:
    named = _named(ours)
    assert len(named) == 1 + 3 * (2 + 3)
    assert named == _mapped(ours)
    for page, links in named.items():
        assert page in {address for _, address in links}
        assert "x-default" in {lang for lang, _ in links}
        for lang, address in links:
            assert named[address] == links
            assert _file(ours, address).is_file()
            shown = _tree(_file(ours, address).read_text("utf-8")).get("lang")
            assert lang in (shown, "x-default")


def test_pages_that_do_not_name_each_other_are_a_fault() -> None:
    both = (("en", "e"), ("kk", "k"))
    metadata.require_symmetry({"e": both, "k": both})
    for wrong in ({"e": both, "k": (("kk", "k"),)}, {"e": both}, {"e": (("kk", "k"),), "k": (("kk", "k"),)}):
        with pytest.raises(AssertionError):
            metadata.require_symmetry(wrong)


def test_what_is_not_published_is_named_nowhere(site: Site) -> None:
    site.run("build")
    made = site.made()
    assert "kk/well.html" not in made
    for name, data in made.items():
        if name.endswith((".xml", ".json", ".js")) or (name.endswith(".html") and "status" not in name):
            assert b"kk/well" not in data, name
    assert b"well" not in made["kk/feed.xml"]
    assert b"well" not in made["assets/search.kk.js"]
    assert "kk/well.parallel.html" not in made
    assert "kk/well.card.png" not in made


def test_feeds_name_what_exists(ours: Path) -> None:
    for lang in ("en", "ru", "kk"):
        root = ET.fromstring((ours / lang / "feed.xml").read_text("utf-8"))
        assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == lang
        ids = [entry.find(f"{ATOM}id").text for entry in root.iter(f"{ATOM}entry")]
        assert len(ids) == len(set(ids)) == 3
        assert all(entry_id.startswith("tag:example.org,2026:") for entry_id in ids)
        links = list(root.iter(f"{ATOM}link"))
        assert all(_file(ours, link.get("href")).is_file() for link in links)
        feed = json.loads((ours / lang / "feed.json").read_text("utf-8"))
        assert (feed["version"], feed["language"]) == ("https://jsonfeed.org/version/1.1", lang)
        assert [item["id"] for item in feed["items"]] == ids


def test_an_article_says_what_it_translates(ours: Path) -> None:
    def data(lang: str) -> dict[str, object]:
        page = _tree((ours / lang / "after-zhanaozen.html").read_text("utf-8"))
        return dict(json.loads(page.find("head/script[@type='application/ld+json']").text))

    original, translation = data("en"), data("kk")
    assert translation["inLanguage"] == "kk"
    assert translation["translator"]
    assert translation["translationOfWork"]["@id"] == original["@id"]  # type: ignore[index]
    works = {work["inLanguage"]: work["@id"] for work in original["workTranslation"]}  # type: ignore[attr-defined]
    assert works == {"ru": f"{BASE}ru/after-zhanaozen.html", "kk": translation["@id"]}


def test_pictures_for_those_who_share_a_page(ours: Path) -> None:
    from PIL import Image

    for lang, locale in (("en", "en_US"), ("ru", "ru_RU"), ("kk", "kk_KZ")):
        page = _tree((ours / lang / "after-zhanaozen.html").read_text("utf-8"))
        said = {meta.get("property"): meta.get("content") for meta in page.findall("head/meta[@property]")}
        assert said["og:locale"] == locale
        with Image.open(_file(ours, said["og:image"])) as picture:
            assert (picture.format, picture.size) == ("PNG", (1200, 630))


def test_without_an_address_nothing_absolute_is_made(tmp_path: Path) -> None:
    root = _settled(tmp_path, "")
    assert main(["build", "--quiet", "--project", str(root)]) == 0
    made = files(root / "dist")
    assert not [name for name in made if name.endswith((".xml", ".json", ".png")) or "404" in name]
    for name, page in _pages(root / "dist"):
        assert not page.findall("head/link[@hreflang]") + page.findall("head/link[@rel='canonical']"), name
        properties = {meta.get("property") for meta in page.findall("head/meta[@property]")}
        assert not properties & {"og:url", "og:image", "og:locale:alternate"}, name
    assert made["robots.txt"] == b"User-agent: *\nDisallow:\n"
    (check,) = (check for check in doctor.examine(root) if check.name == "base_url")
    assert "no sitemap" in check.detail


def test_every_address_of_a_page_leads_somewhere(ours: Path) -> None:
    for name, page in _pages(ours):
        for element in page.iter():
            address = element.get("href") or element.get("src") or ""
            if name == "404.html":
                address = address.replace("/reader/", "")
            if not address or re.match(r"[a-z]+:", address):
                continue
            path, _, anchor = address.partition("#")
            target = (ours / name).parent / unquote(path) if path else ours / name
            assert target.resolve().is_file(), (name, address)
            if anchor and target.suffix == ".html":
                assert f'id="{unquote(anchor)}"' in target.read_text("utf-8"), (name, address)


KB = 1000


def test_sizes(ours: Path) -> None:
    """WEB.md 1.5 in the study of the web edition; drawings inside a page are its images."""
    made = files(ours)
    css, script = len(made["assets/site.css"]), len(made["assets/site.js"])
    assert css <= 12 * KB
    assert script <= 4 * KB
    for name, data in made.items():
        if re.fullmatch(r"\w+/[\w-]+\.html", name):
            html = len(re.sub(rb"<svg\b.*?</svg>", b"", data, flags=re.DOTALL))
            assert html <= 30 * KB, (name, html)
            assert html + css + script <= 60 * KB, name
        if name.startswith("assets/search."):
            assert len(data) <= 150 * KB, name
