"""A PDF as WeasyPrint writes it -> the file for readers and archives: PDF/A-2a and PDF/UA-1 at once. Wraps pikepdf.

WeasyPrint claims one standard at a time. The other claim is added to the same description; line-end hyphens become
soft ones, so that words are whole where they are searched, copied or read aloud. Nothing depends on the clock: the
identifier of the file is made from its content.
"""

from __future__ import annotations

import io
import re
import zlib

import pikepdf

VARIANT = "pdf/a-2a"
"""What WeasyPrint is asked for; it has no name for both."""

_UA = """<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
"""The claim of PDF/UA-1, and the schema of the claim, which PDF/A asks for (ISO 19005-2, 6.6.2.3)."""

_END = b"</rdf:RDF>"
_HYPHEN = re.compile(rb"(<[0-9a-f]{4}> )<2010>")


def finish(data: bytes) -> bytes:
    """The PDF with both claims. The same input gives the same bytes. Raises ValueError where it has no metadata."""
    with pikepdf.open(io.BytesIO(data)) as document:
        _claim_both(document)
        _soften_hyphens(document)
        for item in document.objects:
            if isinstance(item, pikepdf.Stream):
                _let_be_sharp(item)
        return _saved(document)


def _claim_both(document: pikepdf.Pdf) -> None:
    metadata = document.Root.get("/Metadata")
    packet = metadata.read_bytes() if isinstance(metadata, pikepdf.Stream) else b""
    if packet.count(_END) != 1:
        raise ValueError("the PDF has no description that the claim of PDF/UA could be added to")
    packet = packet.replace(_END, _UA.encode() + _END)
    document.Root.Metadata = document.make_stream(packet, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)


def _soften_hyphens(document: pikepdf.Pdf) -> None:
    """Hyphens at the ends of lines are soft in a tagged PDF (ISO 32000-1, 14.8.2.2.3); others are U+002D."""
    for item in document.objects:
        if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
            letters = item.ToUnicode.read_bytes()
            softened = _HYPHEN.sub(rb"\1<00ad>", letters)
            if softened != letters:
                item.ToUnicode.write(zlib.compress(softened, 9), filter=pikepdf.Name.FlateDecode)


def _let_be_sharp(stream: pikepdf.Stream) -> None:
    """Archives do not want coarse pictures smoothed by the reader's program (ISO 19005-2, 6.2.8.1)."""
    if "/Interpolate" in stream:
        del stream["/Interpolate"]


def _mend_end(stream: pikepdf.Stream) -> None:
    """Pack a stream once more whose last byte is a carriage return."""
    while (raw := stream.read_raw_bytes()).endswith(b"\r"):
        filters, parameters = _listed(stream.get("/Filter")), _listed(stream.get("/DecodeParms"))
        stream.write(
            zlib.compress(raw, 9),
            filter=pikepdf.Array([pikepdf.Name.FlateDecode, *filters]),
            decode_parms=pikepdf.Array([None, *parameters]) if parameters else None,
        )


def _listed(entry: pikepdf.Object | None) -> list[pikepdf.Object]:
    if entry is None:
        return []
    return list(entry) if isinstance(entry, pikepdf.Array) else [entry]


def _saved(document: pikepdf.Pdf) -> bytes:
    """The file, its objects in packed streams.

    A stream that ends in a carriage return, one in 256, seems a byte too long to some, who take that for a part of the
    line end behind it. Where there is one, the file is written with its streams as they are, and is larger.
    """
    data = _written(document, packed=True)
    if b"\r\nendstream" not in data:
        return data
    for item in document.objects:
        if isinstance(item, pikepdf.Stream):
            _mend_end(item)
    return _written(document, packed=False)


def _written(document: pikepdf.Pdf, *, packed: bool) -> bytes:
    modes, levels = pikepdf.ObjectStreamMode, pikepdf.StreamDecodeLevel
    out = io.BytesIO()
    document.save(
        out,
        deterministic_id=True,
        object_stream_mode=modes.generate if packed else modes.disable,
        compress_streams=packed,
        stream_decode_level=None if packed else levels.none,
    )
    return out.getvalue()
