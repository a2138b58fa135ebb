"""Files to a ZIP archive whose bytes depend on nothing but names, contents and a date."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping

EARLIEST = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
"""What the format can hold; the date of contents that have none."""


def zipped(files: Mapping[str, bytes], moment: dt.datetime, *, first: str = "") -> bytes:
    """Return the archive of files by name, sorted; the one named `first` leads and is not compressed.

    Law: equal arguments give equal bytes wherever Python has the same zlib.
    """
    stream = io.BytesIO()
    date = max(moment, EARLIEST).astimezone(dt.UTC)
    with zipfile.ZipFile(stream, "w") as archive:
        for name in sorted(files, key=lambda name: (name != first, name)):
            entry = zipfile.ZipInfo(name, (date.year, date.month, date.day, date.hour, date.minute, date.second))
            # As a Unix writes a file that everybody may read, whatever system this is.
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            entry.compress_type = zipfile.ZIP_STORED if name == first else zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name], compresslevel=9)
    return stream.getvalue()
