"""The rooms of the house from the ground up: a module imports from lower rooms, and one module wraps one library.

Within a room a module imports only what its line names. A new module is entered here, where it belongs; if it fits
nowhere, it does two things.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "kitapsha"

PAIR_CHECKS = tuple(
    f"checks.{name}"
    for name in (
        *("completeness", "dates", "encoding", "grammar", "keyboard", "language", "letters", "markup", "measures"),
        *("numbers", "order", "punctuation", "terms", "transcription", "wording"),
    )
)
"""Modules of checks that look at a text and its translation."""

ROOMS: tuple[tuple[str, dict[str, str]], ...] = (
    ("values", {"__init__": "", "problems": "", "model": "problems"}),
    (
        "what a language, a paper or a machine is, and what is said to the user",
        {
            **dict.fromkeys(
                ("archives", "clock", "console", "covers", "explanations", "hyphenation", "imposition", "kinds"), ""
            ),
            **dict.fromkeys(
                ("acceptances", "environment", "glossary", "kept", "languagedata", "languages", "machine", "workers"),
                "",
            ),
            **dict.fromkeys(("numerals", "typography"), "languagedata"),
            "numberwords": "languagedata numerals",
            "units": "languagedata numberwords numerals",
            "installation": "environment machine",
            "folding": "imposition",
        },
    ),
    (
        "text to values",
        {
            **dict.fromkeys(("cards", "dialect", "dictionaries", "figures", "frontmatter", "images", "ponotes"), ""),
            **dict.fromkeys(("posyntax", "strings"), ""),
            "inline": "dialect",
            "prose": "inline",
            "blocks": "dialect inline",
            **dict.fromkeys(("markdown", "rendering"), "blocks dialect inline"),
            "poentries": "ponotes posyntax",
            "poheader": "posyntax",
            "po": "poentries poheader ponotes posyntax",
            "tmx": "",
            "xhtml": "figures",
        },
    ),
    (
        "articles, catalogs, translations",
        {
            **dict.fromkeys(
                ("articles", "columns", "extraction", "matching", "pagetext", "refusals", "search", "sides", "signs"),
                "",
            ),
            "translate": "refusals",
            "evidence": "signs",
            "lattice": "evidence signs",
            "fitting": "signs",
            "alignment": "evidence fitting lattice signs",
            "webpage": "pagetext",
            "incoming": "articles webpage",
            "filling": "alignment",
            "threewayheader": "sides",
            "threeway": "sides threewayheader",
            "merge": "matching memory",
            "memory": "",
            "memoryfiles": "memory",
        },
    ),
    (
        "values to pages and bytes",
        {
            **dict.fromkeys(("archiving", "boxes", "inks", "pages", "printtree", "qrcodes", "sheets"), ""),
            **dict.fromkeys(("epub", "structure"), ""),
            **dict.fromkeys(("notepages", "pagination", "proof"), "boxes"),
            "copyfitting": "proof",
            "preflight": "copyfitting proof",
            "pdfcheck": "printtree",
            "tagging": "structure",
            "typesetting": "boxes copyfitting notepages pagination proof",
            "pdf": "archiving boxes pdfcheck printtree proof tagging typesetting",
            "pamphlets": "inks notepages pdf sheets",
        },
    ),
    (
        "the publication",
        {
            "config": "",
            "project": "config",
            "catalogs": "project",
            "sitetext": "config",
            "editions": "project",
            "views": "editions sitetext",
            "imprint": "editions",
            "listings": "editions sitetext views",
            "metadata": "editions",
            "parallel": "editions metadata views",
            "feeds": "editions metadata",
            "beside": "editions feeds",
            "books": "editions sitetext views",
        },
    ),
    (
        "judging and describing work",
        {
            "jobs": "",
            "statistics": "",
            "statusforms": "statistics",
            "statustable": "statistics statusforms",
            "badges": "statistics statusforms",
            **dict.fromkeys(("checks.catalogs", "checks.pairs", "checks.site", "checks.texts"), ""),
            **dict.fromkeys((*PAIR_CHECKS, "checks.comparing", "checks.spelling"), "checks.pairs"),
            **dict.fromkeys(("checks.numbers", "checks.order"), "checks.comparing checks.pairs"),
            "checks.translations": " ".join(("checks.pairs", *PAIR_CHECKS)),
            "checks": "checks.catalogs checks.site checks.spelling checks.texts checks.translations",
        },
    ),
    (
        "disk and processes",
        {
            "atomic": "",
            "outputs": "atomic",
            "state": "atomic",
            "cache": "atomic",
            "briefs": "atomic",
            "runner": "cache",
        },
    ),
    (
        "from a folder to its output",
        {
            "rebuilding": "",
            "building": "rebuilding",
            "intake": "",
            "mending": "",
            "updating": "intake",
            "exports": "updating",
            "packing": "building",
        },
    ),
    (
        "the preview",
        {
            **dict.fromkeys(("serve", "serve.snapshot", "serve.watching"), ""),
            "serve.site": "serve.snapshot",
            "serve.press": "serve.site",
            "serve.panel": "serve.site",
            "serve.showing": "serve.panel serve.press serve.site serve.snapshot",
            "serve.app": "serve.panel serve.showing serve.site serve.watching",
            "serve.server": "serve.app serve.press serve.showing serve.site serve.watching",
        },
    ),
    (
        "the edge",
        {
            **dict.fromkeys(("commands", "doctor", "mergedriver", "scaffold", "selftest"), ""),
            "cli": "commands doctor mergedriver scaffold selftest",
            "__main__": "cli",
        },
    ),
)

LIBRARIES = {
    "markdown_it": "dialect inline blocks rendering",
    "mdit_py_plugins": "dialect",
    "yaml": "frontmatter",
    "lxml": "figures webpage xhtml",
    "PIL": "cards images",
    "babel": "languages pages",
    "pyphen": "hyphenation",
    "rapidfuzz": "matching",
    "spylls": "dictionaries",
    "jinja2": "pages",
    "markupsafe": "pages",
    "weasyprint": "pdf pagination printtree",
    "pikepdf": "archiving inks pdf pdfcheck sheets",
    "pydyf": "tagging",
    "segno": "qrcodes",
    "pytest": "selftest",
    "werkzeug": "serve.app serve.server",
}
"""Libraries and the modules that may know them."""


def modules() -> dict[str, Path]:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


@cache
def imports(module: str) -> tuple[frozenset[str], frozenset[str]]:
    """The modules of the package that a module imports, lazily or not, and the libraries."""
    path = MODULES[module]
    ours: set[str] = set()
    others: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            name = _absolute(node, path)
            if name.split(".")[0] == "kitapsha":
                inner = name.removeprefix("kitapsha").lstrip(".")
                ours |= set(_targets(inner, node))
            else:
                others.add(name.split(".")[0])
        elif isinstance(node, ast.Import):
            others |= {alias.name.split(".")[0] for alias in node.names}
    return frozenset(ours), frozenset(others - set(sys.stdlib_module_names))


def _absolute(node: ast.ImportFrom, path: Path) -> str:
    if not node.level:
        return node.module or ""
    package = ["kitapsha", *path.relative_to(PACKAGE).parent.parts]
    base = package[: len(package) - node.level + 1]
    return ".".join([*base, node.module] if node.module else base)


def _targets(inner: str, node: ast.ImportFrom) -> Iterator[str]:
    for alias in node.names:
        name = f"{inner}.{alias.name}".lstrip(".")
        yield name if name in MODULES else inner or "__init__"


def room_of(module: str) -> int:
    return next(number for number, (_, names) in enumerate(ROOMS) if module in names)


def test_every_module_has_its_room() -> None:
    assert sorted(MODULES) == sorted(name for _, names in ROOMS for name in names)


@pytest.mark.parametrize("module", sorted(name for _, names in ROOMS for name in names))
def test_a_module_imports_from_lower_rooms(module: str) -> None:
    room = room_of(module)
    beside = set(ROOMS[room][1][module].split())
    wrong = [
        name for name in imports(module)[0] if room_of(name) > room or (room_of(name) == room and name not in beside)
    ]
    assert not wrong, f"{module} stands in the room of {ROOMS[room][0]!r} and imports {', '.join(wrong)}"
    assert beside <= imports(module)[0], "the table says more than the code needs"


@pytest.mark.parametrize("module", sorted(MODULES))
def test_one_module_wraps_one_library(module: str) -> None:
    wrong = [name for name in imports(module)[1] if module not in LIBRARIES.get(name, "").split()]
    assert not wrong, f"{module} imports {', '.join(wrong)}"


def test_the_table_of_libraries_is_up_to_date() -> None:
    used = {name for module in MODULES for name in imports(module)[1]}
    assert used == set(LIBRARIES)


def test_the_scan_sees_lazy_and_relative_imports() -> None:
    assert "commands" in imports("cli")[0]
    assert "editions" in imports("checks.site")[0]
    assert "__init__" in imports("cli")[0]
    assert "PIL" in imports("images")[1]
