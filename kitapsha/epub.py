"""A book, as values, to an EPUB 3 file.

Source: EPUB 3.3 (W3C), EPUB Accessibility 1.1. The bytes depend on the values alone.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote
from xml.etree import ElementTree as ET

from . import archives, xhtml
from .model import Asset, Text
from .strings import plain
from .xhtml import Document

_OPF, _DC = "http://www.idpf.org/2007/opf", "http://purl.org/dc/elements/1.1/"
_FOLDER = "EPUB"
NAV, COVER = "nav.xhtml", "cover.xhtml"
_CONTAINER = f"""\
<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="{_FOLDER}/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""


@dataclass(frozen=True, slots=True)
class Book:
    """What a book is made of. `address` is what its identifier is drawn from: the same book keeps it for ever.

    `lang` is the language of what the book says of itself, `others` are further ones that it has texts in.
    `pages` are HTML by file name, in the order of reading, NAV and COVER among them; `hidden` are those that are no
    part of that order. `cover` is one of the `files`, whose names are their places in the book.
    """

    address: str
    title: Text
    lang: str
    dir: str
    pages: tuple[tuple[str, str], ...]
    files: tuple[Asset, ...]
    cover: str
    modified: dt.datetime
    hidden: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    description: str = ""
    publisher: str = ""
    rights: str = ""
    date: dt.date | None = None
    sources: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    accessibility: str = ""


def write(book: Book) -> bytes:
    """Return the file."""
    documents = xhtml.documents(dict(book.pages), [file.name for file in book.files])
    files = {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": _CONTAINER.encode(),
        f"{_FOLDER}/package.opf": _package(book, documents),
        **{f"{_FOLDER}/{name}": document.data for name, document in documents.items()},
        **{f"{_FOLDER}/{file.name}": file.data for file in book.files},
    }
    return archives.zipped(files, book.modified, first="mimetype")


# --- the package document ----------------------------------------------------------------------------------


def _package(book: Book, documents: Mapping[str, Document]) -> bytes:
    root = ET.Element(
        "package",
        {"xmlns": _OPF, "version": "3.0", "unique-identifier": "id", "xml:lang": book.lang, "dir": book.dir},
    )
    metadata = ET.SubElement(root, "metadata", {"xmlns:dc": _DC})
    for name, text, attributes in (*_described(book), *_access(book, documents)):
        element = ET.SubElement(metadata, name, attributes)
        element.text = xhtml.legal(text)
    _people(metadata, book)
    manifest = ET.SubElement(root, "manifest")
    for attributes in _items(book, documents):
        ET.SubElement(manifest, "item", attributes)
    direction = {"page-progression-direction": "rtl"} if book.dir == "rtl" else {}
    spine = ET.SubElement(root, "spine", direction)
    for name, _ in book.pages:
        if name not in book.hidden:
            ET.SubElement(spine, "itemref", {"idref": _id(name)})
    ET.indent(root, "")
    written: str = ET.tostring(root, "unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{written}\n'.encode()


_Metadata = tuple[str, str, dict[str, str]]


def _described(book: Book) -> Iterator[_Metadata]:
    yield "dc:identifier", f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, book.address)}", {"id": "id"}
    yield "dc:title", plain(book.title), {"xml:lang": book.title.lang} if book.title.lang else {}
    yield from (("dc:language", lang, {}) for lang in (book.lang, *book.others))
    yield "meta", book.modified.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), {"property": "dcterms:modified"}
    if book.date:
        yield "dc:date", book.date.isoformat(), {}
    single = {"description": book.description, "publisher": book.publisher, "rights": book.rights}
    several = {"source": book.sources, "subject": book.subjects}
    yield from ((f"dc:{name}", text, {}) for name, text in single.items() if text.strip())
    yield from ((f"dc:{name}", text, {}) for name, texts in several.items() for text in texts if text.strip())
    yield "meta", "", {"name": "cover", "content": _id(book.cover)}


def _access(book: Book, documents: Mapping[str, Document]) -> Iterator[_Metadata]:
    """How the book can be read, as schema.org and EPUB Accessibility name it."""
    inner = [document for name, document in documents.items() if name != COVER]
    pictures = sum(document.pictures for document in inner)
    drawings = sum(document.drawings for document in inner)
    described = sum(document.described for document in inner) == pictures + drawings
    modes = ["textual", *(["visual"] if pictures or drawings else [])]
    features = ["structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability"]
    features += ["alternativeText"] if described and (pictures or drawings) else []
    values = [
        *(("accessMode", mode) for mode in modes),
        ("accessModeSufficient", "textual" if described else ",".join(modes)),
        *(("accessibilityFeature", feature) for feature in features),
        ("accessibilityHazard", "none"),
        *([("accessibilitySummary", book.accessibility)] if book.accessibility else []),
    ]
    yield from (("meta", value, {"property": f"schema:{name}"}) for name, value in values)


def _people(metadata: ET.Element, book: Book) -> None:
    people = [("creator", "aut", name) for name in book.authors]
    people += [("contributor", "trl", name) for name in book.translators]
    for number, (kind, role, name) in enumerate(people, 1):
        person = ET.SubElement(metadata, f"dc:{kind}", {"id": f"person-{number}"})
        person.text = xhtml.legal(name)
        refined = {"refines": f"#person-{number}", "property": "role", "scheme": "marc:relators"}
        ET.SubElement(metadata, "meta", refined).text = role


def _items(book: Book, documents: Mapping[str, Document]) -> Iterator[dict[str, str]]:
    for name, _ in book.pages:
        properties = ["nav"] if name == NAV else []
        properties += ["svg"] if documents[name].drawings else []
        yield _item(name, "application/xhtml+xml", properties)
    for file in book.files:
        yield _item(file.name, file.media_type, ["cover-image"] if file.name == book.cover else [])


def _item(name: str, media_type: str, properties: list[str]) -> dict[str, str]:
    item = {"id": _id(name), "href": quote(name), "media-type": media_type}
    return item | ({"properties": " ".join(properties)} if properties else {})


def _id(name: str) -> str:
    """A name for XML that no two files share."""
    return "f-" + "".join(sign if sign.isascii() and sign.isalnum() else f"_{ord(sign):x}." for sign in name)
