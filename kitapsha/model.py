"""The frozen values that cross the borders of modules: strings, numbers and each other, nothing else."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from .problems import Place, Problem

# --- source -----------------------------------------------------------------------------------------------


class Kind(StrEnum):
    """What block a segment is the inline content of; the words appear in `#.` comments."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    SUMMARY = "summary"
    FIELD = "front matter"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "list item"
    QUOTE = "quotation"
    CELL = "table cell"
    CAPTION = "caption"
    ALT = "image description"
    FOOTNOTE = "footnote"
    TERM = "term"
    DEFINITION = "definition"
    LABEL = "figure label"
    TEMPLATE = "template"
    SETTING = "setting"


Key = tuple[str | None, str]
"""What identifies a message: its context (None where it has none) and its msgid."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A unit of translation. `msgid` is inline Markdown with soft line breaks folded."""

    msgid: str
    kind: Kind
    place: Place
    context: str | None = None
    section: str = ""
    notes: tuple[str, ...] = ()
    plural: str | None = None

    @property
    def key(self) -> Key:
        """Context and msgid, by which catalogs are looked up."""
        return self.context, self.msgid


@dataclass(frozen=True, slots=True)
class Source:
    """The work that an article reports on. `language` is a BCP 47 tag or empty."""

    title: str = ""
    author: str = ""
    publisher: str = ""
    date: str = ""
    url: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Meta:
    """The front matter of an article. Empty strings and tuples stand for what the author left out."""

    title: str = ""
    subtitle: str = ""
    summary: str = ""
    authors: tuple[str, ...] = ()
    date: dt.date | None = None
    updated: dt.date | None = None
    tags: tuple[str, ...] = ()
    source: Source | None = None
    series: str = ""
    cover: str = ""
    order: int | None = None
    pamphlets: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    lines: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """One file of `source/`, read. `body` is its Markdown after the front matter and title, from `body_line` on.

    `title` is that of the front matter, else the first heading, else made from the slug. Links and images are
    addresses as they are written, with their places; `headings` are levels.
    """

    slug: str
    path: str
    title: str
    meta: Meta
    body: str
    body_line: int = 1
    segments: tuple[Segment, ...] = ()
    links: tuple[tuple[str, Place], ...] = ()
    images: tuple[tuple[str, Place], ...] = ()
    anchors: tuple[str, ...] = ()
    headings: tuple[tuple[int, Place], ...] = ()
    problems: tuple[Problem, ...] = ()


# --- catalogs ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Previous:
    """The `#|` lines of a fuzzy entry: what the translation was made from."""

    msgid: str
    context: str | None = None
    plural: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """An entry of a catalog. `msgstr` has one text, or one for each plural form; `line` is 0 where it was not read."""

    msgid: str
    msgstr: tuple[str, ...] = ("",)
    context: str | None = None
    plural: str | None = None
    comments: tuple[str, ...] = ()
    extracted: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    previous: Previous | None = None
    obsolete: bool = False
    line: int = field(default=0, compare=False)

    @property
    def key(self) -> Key:
        """Context and msgid."""
        return self.context, self.msgid

    @property
    def fuzzy(self) -> bool:
        """Whether a translator still has to look at it; what is fuzzy is not published."""
        return "fuzzy" in self.flags

    @property
    def translated(self) -> bool:
        """Whether it is published: every form filled, not fuzzy, not obsolete."""
        return all(self.msgstr) and not self.fuzzy and not self.obsolete


@dataclass(frozen=True, slots=True)
class Catalog:
    """A POT or PO file. `header` is the entry with the empty msgid; `messages` keeps the order of the file."""

    messages: tuple[Message, ...] = ()
    header: Message | None = None
    path: str = ""
    problems: tuple[Problem, ...] = ()


# --- translations -----------------------------------------------------------------------------------------


class State(StrEnum):
    """Why a segment shows the words it shows."""

    SOURCE = "source"
    TRANSLATED = "translated"
    FUZZY = "fuzzy"
    UNTRANSLATED = "untranslated"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Words:
    """What stands on the page for a segment, and in which language."""

    text: str
    lang: str
    state: State


@dataclass(frozen=True, slots=True)
class Count:
    """Segments and words of the source, by state of their translation."""

    segments: int = 0
    words: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.segments + other.segments, self.words + other.words)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a translation is."""

    translated: Count = Count()
    fuzzy: Count = Count()
    untranslated: Count = Count()

    @property
    def total(self) -> Count:
        """Everything there is to translate."""
        return self.translated + self.fuzzy + self.untranslated

    @property
    def percent(self) -> int:
        """Translated words in per cent, rounded down: 100 means that nothing is missing."""
        if self.translated == self.total:
            return 100
        return min(99, self.translated.words * 100 // max(1, self.total.words))

    def __add__(self, other: Coverage) -> Coverage:
        return Coverage(
            self.translated + other.translated, self.fuzzy + other.fuzzy, self.untranslated + other.untranslated
        )


@dataclass(frozen=True, slots=True)
class Translation:
    """An article in a locale: the words of every segment, and whether they may be published.

    `reason` says why it is not published, empty where it is.
    """

    slug: str
    locale: str
    words: tuple[tuple[Key, Words], ...]
    coverage: Coverage
    translators: tuple[str, ...] = ()
    revised: str = ""
    reason: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def published(self) -> bool:
        """Whether the article has a page in this locale."""
        return not self.reason


# --- what templates see -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Alternate:
    """A link to the same page in another language. `url` is relative to the page.

    `offer` and `close` are what the line that offers the page says, in its language.
    """

    lang: str
    dir: str
    name: str
    url: str
    current: bool = False
    offer: str = ""
    close: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of itself to machines.

    `alternates` are hreflang and address, `properties` those of Open Graph, `data` is JSON-LD. Whatever needs the
    address of the site is empty where that is not known.
    """

    canonical: str = ""
    alternates: tuple[tuple[str, str], ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    data: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page has. `root` is the relative way to the top of the site: "" or "../" or "../../".

    `title` is that of the page, `site_title` that of the publication in the page's language.
    `home` is the address of the index in this language, `status` that of the status page, `feed` that of the Atom
    feed; empty where there is none.
    """

    lang: str
    dir: str
    title: str
    description: str
    site_title: str
    root: str
    alternates: tuple[Alternate, ...] = ()
    home: str = ""
    status: str = ""
    feed: str = ""
    head: Head = Head()


@dataclass(frozen=True, slots=True)
class TocEntry:
    """A heading: level 2 to 6, its anchor, its inline HTML, and the language of that text where it is another."""

    level: int
    anchor: str
    html: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Download:
    """A file to take away. `kind` is single, epub, or that of a pamphlet (see `kinds`)."""

    kind: str
    url: str


@dataclass(frozen=True, slots=True)
class Notice:
    """The counts behind "14 of 16 passages are translated" on a partly translated page."""

    translated: int
    total: int
    source_lang: str
    source_name: str
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A line of the front matter in the page's language, or, with `lang` set, in another one."""

    html: str
    lang: str = ""

    def __bool__(self) -> bool:
        return bool(self.html)


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article as a page or a pamphlet shows it. `body` is HTML; so are the Texts."""

    slug: str
    title: Text
    subtitle: Text
    summary: Text
    series: Text
    authors: tuple[str, ...]
    translators: tuple[str, ...]
    date: dt.date | None
    updated: dt.date | None
    tags: tuple[Text, ...]
    source: Source | None
    body: str
    toc: tuple[TocEntry, ...]
    minutes: int
    notice: Notice | None = None
    downloads: tuple[Download, ...] = ()
    editions: tuple[Alternate, ...] = ()
    fields: tuple[tuple[str, Text], ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    draft: bool = False
    parallel: str = ""


@dataclass(frozen=True, slots=True)
class ParallelRow:
    """A segment beside its translation; both are HTML, `target` is empty where nothing is published.

    `anchor` names the row; that of a heading (`level` above 0) is the one that it has in the article.
    """

    kind: str
    anchor: str
    source: str
    target: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class ParallelView:
    """An article beside its source. `article` is the address of its page, `title` plain text."""

    title: str
    article: str
    source_lang: str
    source_dir: str
    rows: tuple[ParallelRow, ...]


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """An article in the list of a locale. `lang` is set where the link leads to an edition in another language."""

    title: Text
    summary: Text
    url: str
    lang: str
    lang_name: str
    date: dt.date | None
    minutes: int
    percent: int
    downloads: tuple[Download, ...] = ()


@dataclass(frozen=True, slots=True)
class ChooserEntry:
    """A language on the chooser page, with the publication's title and description in that language.

    On the page for what does not exist the description says so, and `way` leads to the articles.
    """

    edition: Alternate
    title: str
    description: str
    articles: int
    way: str = ""


@dataclass(frozen=True, slots=True)
class StatusRow:
    """A row of the status page: an article's (or, with an empty url, the templates') translation."""

    title: Text
    url: str
    coverage: Coverage
    reason: str


# --- template strings --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Strings:
    """The templates' own words in a locale: published translations by key, each with all its plural forms."""

    locale: str
    messages: tuple[tuple[Key, tuple[str, ...]], ...] = ()


# --- outputs ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that a page or pamphlet needs, under the name by which the document calls it."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file to be written below the output folder. `path` uses "/" and never climbs out."""

    path: str
    data: bytes
