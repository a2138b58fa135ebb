"""The toolkit and its peers: how each has the same articles on the disk, and how each builds them."""

from __future__ import annotations

import os
import pathlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import publication
from publication import LANGUAGES, Written

ROOT = pathlib.Path(__file__).resolve().parent.parent
TRANSLATED = LANGUAGES[1:]
Commands = list[list[str]]


@dataclass(frozen=True)
class Tool:
    """A program that makes a site. `write` puts its project into a folder, `build` are its commands there.

    `made` are the folders that a cold build does not have, `paragraph` and `msgstr` the files of an article (`{slug}`)
    that hold a paragraph in English and in Russian. `most` is the number of articles beyond which it is not tried.
    """

    name: str
    needs: tuple[str, ...]
    write: Callable[[pathlib.Path, list[Written]], None]
    build: Callable[[pathlib.Path], Commands]
    made: tuple[str, ...]
    paragraph: str
    msgstr: str
    most: int = 1_000_000
    note: str = ""
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def lacks(self) -> str:
        """The programs that are not installed."""
        return ", ".join(need for need in self.needs if not shutil.which(need))


def _put(folder: pathlib.Path, name: str, text: str | bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def _run(command: list[str], folder: pathlib.Path) -> None:
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _fill(catalogs: Iterable[tuple[pathlib.Path, dict[str, str]]]) -> None:
    """Put the translations into catalogs that have none."""
    sys.path.insert(0, str(ROOT))
    from dataclasses import replace

    from kitapsha import po

    for path, words in catalogs:
        catalog = po.read(path.read_bytes())
        known = {re.sub(r"\s+", " ", text): told for text, told in words.items()}
        filled = [
            replace(message, msgstr=(known.get(re.sub(r"\s+", " ", message.msgid), ""),), flags=())
            for message in catalog.messages
        ]
        path.write_bytes(po.write(replace(catalog, messages=tuple(filled))))


# --- ours ---------------------------------------------------------------------------------------------------

_DOOR = [sys.executable, str(ROOT / "build.py")]


def _write_ours(folder: pathlib.Path, articles: list[Written]) -> None:
    settings = 'title = "Bench"\nlocales = ["en", "ru", "kk"]\noutputs = ["html"]\n'
    _put(folder, "kitapsha.toml", settings)
    _put(folder, f"source/{publication.IMAGE}", publication.picture())
    for article in articles:
        _put(folder, f"source/{article.slug}.md", article.markdown("en"))
    subprocess.run(
        [*_DOOR, "update", "--quiet", "--project", str(folder)],
        check=True,
        env={**os.environ, "KITAPSHA_VENV": sys.prefix},
    )
    _fill(
        (folder / f"locales/{lang}/LC_MESSAGES/{article.slug}.po", article.translations(lang))
        for article in articles
        for lang in TRANSLATED
    )


# --- Hugo ---------------------------------------------------------------------------------------------------

_HUGO_PAGE = """<!DOCTYPE html>
<html lang="{{ .Language.Lang }}"><head><meta charset="utf-8"><title>{{ .Title }}</title>
<meta name="description" content="{{ .Params.summary }}"></head>
<body><header><a href="{{ .Site.Home.RelPermalink }}">{{ .Site.Title }}</a>
<ul>{{ range .Translations }}<li><a href="{{ .RelPermalink }}">{{ .Language.Lang }}</a></li>{{ end }}</ul></header>
<main><h1>{{ .Title }}</h1><time>{{ .Date.Format "2006-01-02" }}</time>{{ .TableOfContents }}
{{ .Content }}</main></body></html>
"""
_HUGO_LIST = """<!DOCTYPE html>
<html lang="{{ .Language.Lang }}"><head><meta charset="utf-8"><title>{{ .Site.Title }}</title></head>
<body><ul>{{ range .Site.RegularPages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ .Params.summary }}</li>
{{ end }}</ul></body></html>
"""


def _write_hugo(folder: pathlib.Path, articles: list[Written]) -> None:
    tongues = "".join(f'[languages.{lang}]\ncontentDir = "content/{lang}"\n' for lang in LANGUAGES)
    kept = 'baseURL = "https://example.org/"\ntitle = "Bench"\ndefaultContentLanguage = "en"\n'
    kept += 'disableKinds = ["taxonomy", "term"]\n'
    _put(folder, "config.toml", kept + tongues)
    _put(folder, "layouts/_default/single.html", _HUGO_PAGE)
    _put(folder, "layouts/_default/list.html", _HUGO_LIST)
    _put(folder, f"static/{publication.IMAGE}", publication.picture())
    _write_pages(folder, articles, "content/{lang}/{slug}.md")


def _write_pages(folder: pathlib.Path, articles: list[Written], name: str) -> None:
    for article in articles:
        for lang in LANGUAGES:
            _put(folder, name.format(lang=lang, slug=article.slug), article.markdown(lang))


# --- Python -------------------------------------------------------------------------------------------------

_MKDOCS = """site_name: Bench
site_url: https://example.org/
theme: {name: mkdocs}
markdown_extensions: [footnotes, tables]
plugins:
  - search
  - i18n:
      docs_structure: folder
      languages:
        - {locale: en, name: English, default: true, build: true}
        - {locale: ru, name: Russian, build: true}
        - {locale: kk, name: Kazakh, build: true}
"""


def _write_mkdocs(folder: pathlib.Path, articles: list[Written]) -> None:
    _put(folder, "mkdocs.yml", _MKDOCS)
    for lang in LANGUAGES:
        _put(folder, f"docs/{lang}/{publication.IMAGE}", publication.picture())
        _put(folder, f"docs/{lang}/index.md", "# Bench\n")
    _write_pages(folder, articles, "docs/{lang}/{slug}.md")


_PELICAN = """SITENAME = "Bench"
SITEURL = ""
PATH = "content"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
ARTICLE_TRANSLATION_ID = "slug"
LOAD_CONTENT_CACHE = True
CACHE_CONTENT = True
STATIC_PATHS = ["plan.png"]
AUTHOR = "A"
MARKDOWN = {"extension_configs": {"markdown.extensions.extra": {}, "markdown.extensions.meta": {}}}
"""


def _write_pelican(folder: pathlib.Path, articles: list[Written]) -> None:
    _put(folder, "pelicanconf.py", _PELICAN)
    _put(folder, f"content/{publication.IMAGE}", publication.picture())
    for article in articles:
        for lang in LANGUAGES:
            # It knows other links to pages than those of Markdown.
            body = re.sub(r"\]\((article-\d+)\.md\)", r"]({filename}" + rf"/{lang}/\1.md)", article.body(lang))
            header = f"{article.header(lang)}slug: {article.slug}\nlang: {lang}\n"
            _put(folder, f"content/{lang}/{article.slug}.md", f"{header}\n{body}")


_SPHINX = """project = "Bench"
extensions = ["myst_parser"]
locale_dirs = ["locale"]
gettext_compact = False
gettext_uuid = False
suppress_warnings = ["myst"]
"""


def _write_sphinx(folder: pathlib.Path, articles: list[Written]) -> None:
    _put(folder, "conf.py", _SPHINX)
    _put(folder, publication.IMAGE, publication.picture())
    listed = "\n".join(article.slug for article in articles)
    _put(folder, "index.md", f"# Bench\n\n```{{toctree}}\n{listed}\n```\n")
    for article in articles:
        # It takes the first heading for the title.
        text = f"# {publication.said(article.title, 'en')}\n\n{article.body('en')}"
        _put(folder, f"{article.slug}.md", text)
    _run(["sphinx-build", "-q", "-b", "gettext", ".", "build/gettext"], folder)
    _run(["sphinx-intl", "update", "-p", "build/gettext", "-l", "ru", "-l", "kk"], folder)
    _fill(
        (folder / f"locale/{lang}/LC_MESSAGES/{article.slug}.po", article.translations(lang))
        for article in articles
        for lang in TRANSLATED
    )


def _build_sphinx(_folder: pathlib.Path) -> Commands:
    return [
        [
            "sphinx-build",
            "-q",
            "-b",
            "html",
            "-D",
            f"language={lang}",
            "-d",
            f"build/trees-{lang}",
            ".",
            f"build/html/{lang}",
        ]
        for lang in LANGUAGES
    ]


# --- po4a ---------------------------------------------------------------------------------------------------


def _write_po4a(folder: pathlib.Path, articles: list[Written]) -> None:
    lines = ["[po4a_langs] ru kk", "[po4a_paths] po/$master.pot $lang:po/$lang/$master.po"]
    lines += [
        f"[type: text] source/{a.slug}.md $lang:out/$lang/{a.slug}.md pot={a.slug} "
        'opt:"-o markdown -o yfm_keys=title,summary --keep 0"'
        for a in articles
    ]
    _put(folder, "po4a.cfg", "\n".join(lines) + "\n")
    for article in articles:
        _put(folder, f"source/{article.slug}.md", article.markdown("en"))
    _run(["po4a", "--quiet", "--no-translations", "po4a.cfg"], folder)
    _fill(
        (folder / f"po/{lang}/{article.slug}.po", article.translations(lang))
        for article in articles
        for lang in TRANSLATED
    )


def _build_po4a(folder: pathlib.Path) -> Commands:
    pages = [("en", f"source/{path.name}", path.stem) for path in sorted((folder / "source").glob("*.md"))]
    pages += [(lang, f"out/{lang}/{slug}.md", slug) for lang in TRANSLATED for _, _, slug in pages]
    return [
        ["po4a", "--quiet", "po4a.cfg"],
        ["mkdir", "-p", *(f"html/{lang}" for lang in LANGUAGES)],
        *(
            [
                "pandoc",
                "--quiet",
                "-s",
                "--toc",
                "-V",
                f"lang={lang}",
                "-f",
                "markdown",
                "-t",
                "html5",
                name,
                "-o",
                f"html/{lang}/{slug}.html",
            ]
            for lang, name, slug in pages
        ),
    ]


# --- all of them --------------------------------------------------------------------------------------------

OURS = Tool(
    "kitapsha",
    (),
    _write_ours,
    lambda folder: [[*_DOOR, "build", "--quiet", "--project", str(folder)]],
    ("dist", ".kitapsha"),
    "source/{slug}.md",
    "locales/ru/LC_MESSAGES/{slug}.po",
    variables={"KITAPSHA_VENV": sys.prefix},
)
TOOLS = (
    OURS,
    Tool(
        "Hugo",
        ("hugo",),
        _write_hugo,
        lambda _: [["hugo", "--quiet"]],
        ("public", "resources"),
        "content/en/{slug}.md",
        "content/ru/{slug}.md",
        note="translates nothing",
    ),
    Tool(
        "mkdocs, static-i18n",
        ("mkdocs",),
        _write_mkdocs,
        lambda _: [["mkdocs", "build", "--quiet"]],
        ("site",),
        "docs/en/{slug}.md",
        "docs/ru/{slug}.md",
        most=300,
        note="translates nothing",
    ),
    Tool(
        "Pelican",
        ("pelican",),
        _write_pelican,
        lambda _: [["pelican", "--quiet", "-s", "pelicanconf.py"]],
        ("output", "cache"),
        "content/en/{slug}.md",
        "content/ru/{slug}.md",
        most=300,
        note="translates nothing",
    ),
    Tool(
        "po4a, pandoc",
        ("po4a", "pandoc"),
        _write_po4a,
        _build_po4a,
        ("out", "html"),
        "source/{slug}.md",
        "po/ru/{slug}.po",
        most=30,
    ),
    Tool(
        "Sphinx, sphinx-intl",
        ("sphinx-build", "sphinx-intl"),
        _write_sphinx,
        _build_sphinx,
        ("build/html", *(f"build/trees-{lang}" for lang in LANGUAGES)),
        "{slug}.md",
        "locale/ru/LC_MESSAGES/{slug}.po",
        most=30,
    ),
)
