"""Beginnings: an article, a language, a publication."""

from __future__ import annotations

import pathlib
import re
import shlex
import unicodedata

from . import atomic, config, languages, project
from .clock import now
from .problems import KitapshaError, Place, error

_ARTICLE = """\
---
title: {title}
summary: One or two sentences for lists and search engines.
author: Your name
date: {date}
---

The first paragraph says what the article is about.

## A heading

A paragraph with *emphasis*, a [link](https://example.org/) and a footnote.[^note]

<!-- translators: A comment like this one is shown to translators with the next block. -->

- An item of a list
- Another one

[^note]: The text of the footnote.
"""

_SETTINGS = """\
# The settings of this publication. Everything but the title may be left out.

title = {title}
description = ""
publisher = ""

# Where the publication will stand on the web, such as "https://example.org/reader/". Without it, what needs
# whole addresses is left out.
base_url = ""

# The language of the articles, and all languages of the publication.
source_locale = "en"
locales = ["en"]

# Per cent of the words that must be translated before a page is published; pamphlets need all of them,
# or carry a draft mark.
minimum = 80

# What is made of each article: html, single (one file with everything inside), epub (for e-readers), and kinds of
# pamphlet: pdf (for reading), booklet, shop (for a print shop), large (large print), phone, leaflet, zfold,
# halffold, zine, parallel (all languages side by side). An article that names kinds itself (pamphlets: in its front
# matter) has those instead.
outputs = ["html", "single", "pdf", "booklet", "epub"]

# Line numbers in the references of catalogs: exact, but every change of an article then changes many lines.
line_numbers = false

# HTML that authors write in their articles. Translations never bring any.
raw_html = false

# The licence of the articles, shown on pages and in pamphlets.
[licence]
name = ""
url = ""

# The page of pamphlets for reading, of booklets and of pages for a shop; and the sheet that everything else is printed
# on: leaflets, folded sheets, zines, large print. A name ("A5", "A6", "B5", "Letter", "Half Letter" ...) or measures,
# such as "120 x 190 mm" or "5.5 x 8.5 in".
[pamphlet]
page = "A5"
sheet = "A4"

# How booklets are laid out for an office printer: the sheet, if it is another ("A3", "SRA3"), the edge over which the
# printer turns it (for leaflets, too), and how thick the paper is (80 g/m² is about 0.1 mm).
# A long text makes piles of at most `signature` pages, such as 16, which are sewn or glued together; 0 makes one pile.
# Where a sheet is larger than two pages, pictures run 3 mm beyond their edges, and marks show where to fold and to cut.
[booklet]
# sheet = "SRA3"
flip = "short"
paper_thickness_mm = 0.1
signature = 0
marks = false

# Marks where the print shop cuts, around the 3 mm that are cut off. Many shops want none.
[shop]
marks = false

# A dictionary of hunspell for a language: `build.py check` then names the words that it does not have. The path is that
# of the .dic, with its .aff beside it, on this machine or from this file on.
# [spelling]
# ru = "/usr/share/hunspell/ru_RU"
"""


def new_article(root: pathlib.Path, slug: str) -> int:
    """Write the beginning of an article. Raises KitapshaError (exit code 2) for a name that cannot be one."""
    known = {article.slug.casefold() for article in project.load(root, now()).articles}
    slug = unicodedata.normalize("NFC", slug).removesuffix(".md").removeprefix("source/")
    path = root / "source" / f"{slug}.md"
    if slug.split("/")[0].casefold() in project.RESERVED:
        said, hint = f"the name “{slug}” is needed for a page of the site", "choose another name"
        raise KitapshaError(error("slug-reserved", said, None, hint), exit_code=2)
    if not project.is_slug(slug):
        hint = "use letters, digits and hyphens, for example clean-water"
        raise KitapshaError(
            error("slug-invalid", f"“{slug}” cannot be the name of an article", None, hint), exit_code=2
        )
    if path.exists() or slug.casefold() in known:
        place = Place(f"source/{slug}.md")
        raise KitapshaError(
            error("article-exists", "there is such an article already", place, "choose another name"), exit_code=2
        )
    title = slug.split("/")[-1].replace("-", " ").replace("_", " ")
    text = _ARTICLE.format(title=_quoted(title[:1].upper() + title[1:]), date=now().date().isoformat())
    if not (root / "source").resolve().is_relative_to(root.resolve()):
        hint = "make source a folder of its own"
        raise KitapshaError(error("file-outside", "source is a link out of the publication", None, hint), exit_code=2)
    atomic.replace(path, text.encode())
    print(f"source/{slug}.md begins here. Write it, then run `build.py update` so that it can be translated.")
    return 0


def _quoted(text: str) -> str:
    """A text as YAML and TOML read it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def add_language(root: pathlib.Path, locale: str) -> int:
    """Add a locale to the settings and make its catalogs. Raises KitapshaError (exit code 2) for an unknown one."""
    from . import updating
    from .console import show
    from .problems import has_errors

    settings = root / config.FILE_NAME
    snapshot = project.load(root, now())
    if not languages.is_locale(locale):
        hint = "write a language tag such as kk, ru, ar or pt-BR"
        raise KitapshaError(
            error("locale-unknown", f"“{locale}” is no language tag that is known", None, hint), exit_code=2
        )
    if locale in snapshot.config.locales:
        problem = error(
            "locale-exists", f"the publication has {locale} already", Place(config.FILE_NAME), "nothing to do"
        )
        raise KitapshaError(problem, exit_code=2)
    text = settings.read_text("utf-8")
    wanted = (*snapshot.config.locales, locale)
    changed = _with_locale(text, wanted)
    if config.read(changed)[0].locales != wanted:
        hint = f'add "{locale}" to `locales` by hand, then run build.py update'
        said = "the list of locales cannot be changed without a risk to the rest"
        raise KitapshaError(error("config-value", said, Place(config.FILE_NAME), hint), exit_code=2)
    atomic.replace(settings, changed.encode())
    planned = updating.plan(root, catalogs=True)
    written = updating.write(root, planned, catalogs=True)
    show(planned.problems)
    made = [path for path in written if path.startswith(f"locales/{project.folder_of(locale)}/")]
    name = languages.english_name(locale)
    folder = f"locales/{project.folder_of(locale)}/LC_MESSAGES"
    print(f"{name}: {len(made)} catalogs in {folder}; {config.FILE_NAME} names {locale}.")
    return 1 if has_errors(planned.problems) else 0


def _with_locale(text: str, locales: tuple[str, ...]) -> str:
    """The settings with another list of locales; everything else in the file stays as its author wrote it."""
    line = "locales = [" + ", ".join(f'"{locale}"' for locale in locales) + "]"
    pattern = re.compile(r"^locales\s*=\s*\[[^\]]*\]", re.MULTILINE)
    if pattern.search(text):
        return pattern.sub(lambda _: line, text, count=1)
    table = re.search(r"^\s*\[", text, re.MULTILINE)
    at = table.start() if table else len(text)
    return f"{text[:at].rstrip()}\n{line}\n\n{text[at:]}" if text[:at].strip() else f"{line}\n\n{text[at:]}"


def init(folder: pathlib.Path) -> int:
    """Begin a publication in a new or empty folder. Raises KitapshaError (exit code 2) for any other."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        hint = "name a new or empty folder; what stands in this one is not touched"
        said = f"{folder} is not empty" if folder.is_dir() else f"{folder} is a file"
        raise KitapshaError(error("folder-taken", said, None, hint), exit_code=2)
    name = re.sub(r"[-_]+", " ", folder.resolve().name).strip() or "Publication"
    files = {
        config.FILE_NAME: _SETTINGS.format(title=_quoted(name[:1].upper() + name[1:])),
        "source/welcome.md": _ARTICLE.format(title="Welcome", date=now().date().isoformat()),
        ".gitignore": "/dist/\n/.kitapsha/\n*.mo\n",
        ".gitattributes": "/locales/**/*.po text eol=lf merge=kitapsha\n/locales/**/*.pot text eol=lf merge=kitapsha\n",
    }
    for path, text in files.items():
        atomic.replace(folder / path, text.encode())
    from . import updating

    updating.write(folder, updating.plan(folder, catalogs=True), catalogs=True)
    print(f"A publication begins in {folder}: settings in {config.FILE_NAME}, one article in source/welcome.md.")
    print(f"Make it with: python3 build.py --project {shlex.quote(str(folder))}")
    return 0
