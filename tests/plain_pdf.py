"""A PDF by WeasyPrint alone, in a process of its own: one that has made pamphlets knows no fonts of the machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_SCRIPT = """\
import sys
import weasyprint
from kitapsha import hyphenation

hyphenation.register()
sys.stdout.buffer.write(weasyprint.HTML(string=sys.stdin.read()).write_pdf())
"""


def plain_pdf(html: str) -> bytes:
    """The document as WeasyPrint makes it with the fonts of this machine and our hyphenation."""
    environment = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}
    environment["PYTHONPATH"] = str(Path(__file__).resolve().parent.parent)
    words = [sys.executable, "-X", "utf8", "-c", _SCRIPT]
    return subprocess.run(words, input=html.encode(), capture_output=True, check=True, env=environment).stdout
