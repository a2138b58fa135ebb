"""A folder to one immutable snapshot of the publication in it, including what time it is."""

from __future__ import annotations

import datetime as dt
import difflib
import os
import pathlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from . import articles, config, dictionaries, glossary, po
from .config import Config
from .dialect import Dialect
from .dictionaries import DictionaryFiles
from .glossary import Glossary
from .kept import Kept
from .model import Article, Catalog, Kind, Meta, Segment
from .problems import KitapshaError, Place, Problem, error, warning

OWN_TEMPLATES = pathlib.Path(__file__).resolve().parent.parent / "templates"
"""The templates of the toolkit, which a publication inherits and may replace one by one."""
OWN_LOCALES = pathlib.Path(__file__).resolve().parent.parent / "locales"
"""The toolkit's own catalogs: the words of its templates are translated already for a publication that uses them."""

SITE = "site"
"""The name of the templates' catalog; no article can have it."""
RESERVED = frozenset((SITE, "index", "status", "assets", "media", "all"))
MAX_NAME_BYTES = 200

IMAGES = (".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp")
"""Endings of files that pages show."""
OFFERED = (
    *(".pdf", ".epub", ".txt", ".csv", ".tsv", ".json", ".zip", ".odt", ".ods", ".odp", ".docx", ".xlsx", ".pptx"),
    *(".mp3", ".ogg", ".opus", ".m4a", ".mp4", ".webm", ".png", ".jpg", ".jpeg", ".gif", ".webp"),
)
"""Endings of files that pages may link to; nothing that a browser would run under the site's own name."""

_Content = TypeVar("_Content", str, bytes)
_SLUG = re.compile(r"[^\W_][\w-]*(?:/[^\W_][\w-]*)*")


@dataclass(frozen=True, slots=True)
class Project:
    """Everything that is made from: nothing below this layer reads a file or a clock."""

    config: Config
    articles: tuple[Article, ...] = ()
    catalogs: tuple[tuple[tuple[str, str], Catalog], ...] = ()
    templates: tuple[tuple[str, str], ...] = ()
    files: tuple[tuple[str, bytes], ...] = ()
    media: tuple[tuple[str, bytes], ...] = ()
    now: dt.datetime = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    glossary: Glossary = field(default_factory=Glossary)
    problems: tuple[Problem, ...] = ()
    dictionaries: tuple[tuple[str, DictionaryFiles], ...] = ()
    index: dict[tuple[str, str], Catalog] = field(default_factory=dict, compare=False, repr=False)

    def catalog(self, locale: str, name: str) -> Catalog:
        """The catalog of an article, or of the templates (`site`), in a locale; an empty one where there is none."""
        if not self.index:
            self.index.update(self.catalogs)
        return self.index.get((locale, name), Catalog(path=catalog_path(locale, name)))

    @property
    def dialect(self) -> Dialect:
        """The Markdown of this publication."""
        return Dialect(raw_html=self.config.raw_html)


def catalog_path(locale: str, name: str) -> str:
    """The path of a catalog in the project, in gettext's own layout; a locale is a folder such as `kk` or `pt_BR`."""
    return f"locales/{folder_of(locale)}/LC_MESSAGES/{name}.po"


def folder_of(locale: str) -> str:
    """The folder of a locale: gettext writes `pt_BR` and `kk@latin`; tags with scripts stay as they are."""
    return locale.replace("-", "_") if re.fullmatch(r"[a-z]{2,3}-[A-Z]{2}", locale) else locale


def template_path(name: str) -> str:
    """The path of a POT file in the project."""
    return f"locales/pot/{name}.pot"


def is_slug(slug: str) -> bool:
    """Whether a slug is safe as a file name everywhere: letters, digits, hyphens; folders allowed; nothing climbs."""
    return bool(_SLUG.fullmatch(slug)) and len(slug.encode()) <= MAX_NAME_BYTES


def require(root: pathlib.Path) -> None:
    """Raise KitapshaError (project-missing, exit code 2) where there is no publication in a folder."""
    if not (root / config.FILE_NAME).is_file():
        if root.is_dir() and any(root.iterdir()):
            said, hint = f"there is no {config.FILE_NAME} in {root}", "name the folder of a publication with --project"
        else:
            said = f"{root} is empty" if root.is_dir() else f"there is no folder {root}"
            hint = "check the name; `build.py init DIR` begins a new publication in a new folder"
        raise KitapshaError(error("project-missing", said, Place(config.FILE_NAME), hint), exit_code=2)


def load(
    root: pathlib.Path, now: dt.datetime, kept: Kept | None = None, only: Collection[str] | None = None
) -> Project:
    """Read the publication in a folder. With `kept`, articles and catalogs that are as before are not read anew.

    With `only`, the articles with these slugs are read and no others. Raises KitapshaError (exit code 2) where there is
    none or its settings do not hold; everything else that is wrong is among the problems, and what can be used is used.
    """
    require(root)
    loader = _Loader(root, kept)
    text = loader.text(root.resolve() / config.FILE_NAME)
    read, problems = config.read(text or "")
    if problems or loader.problems:
        raise KitapshaError(*problems, *loader.problems, exit_code=2)
    texts = loader.articles(read, only)
    names = [article.slug for article in texts]
    spelling = list(loader.dictionaries(read))
    return Project(
        read,
        texts,
        tuple(loader.catalogs(read.locales, [*names, SITE])),
        tuple(sorted(loader.templates().items())),
        tuple(sorted(loader.assets().items())),
        tuple(sorted(loader.media(texts).items())),
        now,
        loader.glossary(),
        problems=tuple(loader.problems),
        dictionaries=tuple(spelling),
    )


class _Loader:
    """Reads one folder; every file goes through `data`, which follows no link out of the project."""

    def __init__(self, root: pathlib.Path, kept: Kept | None = None) -> None:
        self.root = root.resolve()
        self.kept = kept or Kept()
        self.problems: list[Problem] = []

    def name(self, path: pathlib.Path) -> str:
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.name

    def data(self, path: pathlib.Path) -> bytes | None:
        """The content of a file; None, with a problem, where it cannot be had."""
        name = self.name(path)
        try:
            # A link may stay within its own folder; one from source/ to .git/config would publish a secret.
            if not path.resolve().is_relative_to(self.root / name.split("/")[0]):
                said = "the file is a link out of its folder of the publication"
                self.problems.append(error("file-outside", said, Place(name), "copy the file to its place"))
                return None
            if not path.is_file():
                # A link to nothing, or a pipe, which would keep us waiting for ever.
                hint = "remove it, or put the file there"
                self.problems.append(error("file-unreadable", "this is no file, or a link to none", Place(name), hint))
                return None
            return path.read_bytes()
        except (OSError, RuntimeError) as exc:
            # Links in a circle are a RuntimeError before Python 3.13.
            said = f"the file cannot be read: {getattr(exc, 'strerror', None) or 'its links lead in a circle'}"
            self.problems.append(error("file-unreadable", said, Place(name), "check its permissions"))
            return None

    def text(self, path: pathlib.Path) -> str | None:
        """The text of a file in UTF-8; None, with a problem, where it is none."""
        data = self.data(path)
        if data is None:
            return None
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as exc:
            line = data.count(b"\n", 0, exc.start) + 1
            column = exc.start - data.rfind(b"\n", 0, exc.start)
            place = Place(self.name(path), line, column)
            self.problems.append(error("file-encoding", "the text is not UTF-8", place, "save the file as UTF-8"))
            return None

    def walk(self, folder: pathlib.Path) -> Iterator[pathlib.Path]:
        """The files below a folder in a stable order; hidden ones and editors' copies are passed over."""
        for here, folders, files in os.walk(folder):
            folders.sort()
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in sorted(files):
                if not name.startswith(".") and not name.endswith("~"):
                    yield pathlib.Path(here, name)

    def articles(self, settings: Config, only: Collection[str] | None) -> tuple[Article, ...]:
        taken: dict[str, str] = {}
        found: list[Article] = []
        for path in self.walk(self.root / "source"):
            if path.suffix != ".md":
                continue
            slug = unicodedata.normalize("NFC", path.relative_to(self.root / "source").with_suffix("").as_posix())
            if (only is not None and slug not in only) or not self._is_usable(slug, self.name(path), taken):
                continue
            text = self.text(path)
            if text is None:
                found.append(_unread(slug, self.problems.pop()))
            else:
                found.append(self._article(slug, self.name(path), text, Dialect(raw_html=settings.raw_html)))
        return tuple(sorted(found, key=order))

    def _article(self, slug: str, name: str, text: str, dialect: Dialect) -> Article:
        def read(drawings: articles.Drawings) -> Article:
            return articles.read(slug, name, text, drawings, dialect)

        return self.kept.read(("article", slug), read, self._drawing, name, text, dialect)

    def _is_usable(self, slug: str, name: str, taken: dict[str, str]) -> bool:
        place = Place(name)
        if not is_slug(slug):
            hint = "use letters, digits and hyphens, for example clean-water.md"
            self.problems.append(error("slug-invalid", f"“{slug}” cannot be an address", place, hint))
            return False
        if slug.split("/")[0].casefold() in RESERVED:
            hint = "give the article another file name"
            self.problems.append(
                error("slug-reserved", f"the name {slug} is needed for a page of the site", place, hint)
            )
            return False
        folded = slug.casefold()
        if folded in taken:
            said = f"two articles have the address {slug}: their names differ in case or spelling only"
            self.problems.append(error("slug-duplicate", said, place, "rename one of them", Place(taken[folded])))
            return False
        taken[folded] = name
        return True

    def _drawing(self, name: str) -> str | None:
        path = self.root / name
        return self.text(path) if path.is_file() else None

    def catalogs(self, locales: Iterable[str], names: Iterable[str]) -> Iterator[tuple[tuple[str, str], Catalog]]:
        for locale in locales:
            for name in names:
                path = self.root / catalog_path(locale, name)
                data = self.data(path) if path.is_file() else None
                if data is not None:
                    read = self.kept.make(("catalog", locale, name), po.read, data, catalog_path(locale, name))
                    yield (locale, name), read

    def glossary(self) -> Glossary:
        """The publication's glossary; an empty one where there is none."""
        path = self.root / glossary.NAME
        read = glossary.read(self.text(path) or "") if path.is_file() else Glossary()
        self.problems += read.problems
        return read

    def dictionaries(self, settings: Config) -> Iterator[tuple[str, DictionaryFiles]]:
        """The dictionaries that the settings name, by locale; they may stand anywhere on the machine."""
        lines = dict(settings.lines)
        for locale, name in settings.spelling:
            files = dictionaries.load(self.root, name)
            if isinstance(files, str):
                place = Place(config.FILE_NAME, lines.get(f"spelling.{locale}", 1))
                self.problems.append(dictionaries.unusable(locale, files, place))
            else:
                yield locale, files

    def templates(self) -> dict[str, str]:
        """The publication's templates over those of the toolkit."""
        found: dict[str, str] = {}
        for folder in (OWN_TEMPLATES, self.root / "templates"):
            for path in self.walk(folder):
                if path.suffix == ".j2":
                    text = path.read_text("utf-8") if folder == OWN_TEMPLATES else self.text(path)
                    _put(found, path.relative_to(folder).as_posix(), text)
        return found

    def assets(self) -> dict[str, bytes]:
        """Style sheets, scripts and fonts beside the templates."""
        found: dict[str, bytes] = {}
        for folder in (OWN_TEMPLATES, self.root / "templates"):
            for path in self.walk(folder):
                if path.suffix in (".css", ".js", ".svg", ".ttf", ".otf", ".woff2", ".png", ".ico"):
                    data = path.read_bytes() if folder == OWN_TEMPLATES else self.data(path)
                    _put(found, path.relative_to(folder).as_posix(), data)
        return found

    def media(self, texts: Iterable[Article]) -> dict[str, bytes]:
        """The files of `source/` that articles show or link to, by their paths in the project."""
        found: dict[str, bytes] = {}
        for article in texts:
            cover = [(article.meta.cover, Place(article.path))] if article.meta.cover else []
            for address, place in (*article.images, *cover):
                self._add_medium(found, article.path, address, place, "image")
            for address, place in article.links:
                name = articles.resolve(article.path, address)
                if name and not name.endswith(".md"):
                    self._add_medium(found, article.path, address, place, "file")
        return found

    def _add_medium(self, found: dict[str, bytes], path: str, address: str, place: Place, what: str) -> None:
        name = articles.resolve(path, address)
        if name is None:
            hint = f"copy the {what} into the folder of the article and name it there"
            said = f"the {what} {address} is not in the folder of the source"
            self.problems.append(error(f"{what}-outside", said, place, hint))
        elif name not in found:
            file = self.root / name
            if any(part.startswith(".") for part in name.split("/")):
                hint = "give it a name that does not begin with a dot"
                self.problems.append(error(f"{what}-hidden", f"the {what} {name} is hidden", place, hint))
            elif what == "image" and not name.lower().endswith(IMAGES):
                hint = f"save it as one of {', '.join(ending[1:] for ending in IMAGES)}"
                self.problems.append(error("image-format", f"{name} is no image that browsers show", place, hint))
            elif what == "file" and not name.lower().endswith(OFFERED):
                hint = f"pack it into a zip file, or use one of {', '.join(ending[1:] for ending in OFFERED)}"
                said = f"{name} is of a kind that is not offered: pages could run it or would not know it"
                self.problems.append(error("file-kind", said, place, hint))
            elif not file.is_file():
                self.problems.append(error(f"{what}-missing", f"there is no {what} {name}", place, self._near(file)))
            elif (data := self.data(file)) is not None:
                found[name] = data

    def _near(self, missing: pathlib.Path) -> str:
        names = [path.name for path in missing.parent.iterdir()] if missing.parent.is_dir() else []
        near = difflib.get_close_matches(missing.name, names, 1, 0.6)
        return f"did you mean {near[0]}?" if near else "check the name, or put the file there"


def _unread(slug: str, problem: Problem) -> Article:
    """An article whose file cannot be read: it stays part of the publication, so that its pages stay too."""
    place = problem.place or Place(f"source/{slug}.md")
    title = Segment(slug, Kind.TITLE, place)
    return Article(slug, place.path, slug, Meta(), "", segments=(title,), problems=(problem,))


def _put(found: dict[str, _Content], name: str, content: _Content | None) -> None:
    """Keep the content of a file; one that cannot be read hides the toolkit's own all the same."""
    if content is None:
        found.pop(name, None)
    else:
        found[name] = content


def order(article: Article) -> tuple[bool, int, int, str]:
    """The place of an article among all: as the authors ordered them, then the newest first."""
    meta = article.meta
    return meta.order is None, meta.order or 0, -(meta.date.toordinal() if meta.date else 0), article.slug


def orphans(root: pathlib.Path, project: Project) -> Iterator[Problem]:
    """Catalogs whose article is gone. They are kept: a renamed article finds its translations in them."""
    known = {catalog_path(locale, name) for locale in project.config.locales for name in _names(project)}
    for path in _Loader(root).walk(root / "locales"):
        name = path.relative_to(root).as_posix()
        if path.suffix == ".po" and name not in known and name.count("/") >= 3:
            folder = name.split("/")[1]
            article = root / "source" / f"{name.split('/', 3)[3].removesuffix('.po')}.md"
            if folder in {folder_of(locale) for locale in project.config.locales} and not article.exists():
                hint = "build.py update takes its translations over; then the file can be removed"
                yield warning("catalog-orphan", "there is no article for this catalog", Place(name), hint)


def _names(project: Project) -> list[str]:
    return [*(article.slug for article in project.articles), SITE]
