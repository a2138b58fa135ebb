"""The one place where the time is read."""

from __future__ import annotations

import datetime as dt
import os
import re


def now() -> dt.datetime:
    """The time in UTC; that of SOURCE_DATE_EPOCH (seconds, reproducible-builds.org) where it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if re.fullmatch(r"\d{1,12}", epoch):
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC)
    return dt.datetime.now(dt.UTC)


def gettext_date(moment: dt.datetime) -> str:
    """A moment as headers of catalogs write it: 2026-11-21 18:05+0000."""
    return moment.strftime("%Y-%m-%d %H:%M%z")
