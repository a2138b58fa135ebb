"""Say whether a build made every file that this publication should have.

Usage: python3 tests/expected_outputs.py dist
Needs the standard library alone. Prints what is missing or empty and exits with 1 where anything is.
"""

from __future__ import annotations

import pathlib
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
ENDINGS = (".html", ".single.html", ".pdf", "-booklet.pdf", ".epub")


def expected() -> list[str]:
    """The files of the publication in this repository, which is translated whole."""
    settings = tomllib.loads((ROOT / "kitapsha.toml").read_text("utf-8"))
    slugs = [path.relative_to(ROOT / "source").with_suffix("").as_posix() for path in (ROOT / "source").rglob("*.md")]
    names = ["index.html", "assets/site.css", "assets/site.js", "assets/favicon.svg", "robots.txt", "all.epub"]
    for locale in settings["locales"]:
        names += [f"{locale}/index.html", f"{locale}/status.html", f"{locale}/all.epub"]
        names += [f"{locale}/{slug}{ending}" for slug in sorted(slugs) for ending in ENDINGS]
        names.append(f"assets/search.{locale}.js")
        if locale != settings["source_locale"]:
            names += [f"{locale}/{slug}.parallel.html" for slug in sorted(slugs)]
    return names


def main(output: pathlib.Path) -> int:
    """Print the files that are missing or too small to be what they should; the exit code."""
    signs = {".pdf": b"%PDF-", ".html": b"<!DOCTYPE html>", ".epub": b"PK\x03\x04"}
    wrong = []
    for name in expected():
        path = output / name
        data = path.read_bytes() if path.is_file() else b""
        if not data.startswith(signs.get(path.suffix, b"")) or not data:
            wrong.append(name)
    for name in wrong:
        print(f"missing: {name}")
    print(f"{len(expected()) - len(wrong)} of {len(expected())} expected files are in {output}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
