"""What a second checker of accessible PDFs says of our pamphlets. To be run by hand.

    python3 -m venv /tmp/outloud && /tmp/outloud/bin/pip install outloud==0.2.1
    python3 tests/judges/outloud.py /tmp/outloud/bin/outloud dist/*/*.pdf

outloud depends on PyMuPDF (AGPL) and is no part of our requirements. Imposed files are for paper and passed over. The
exit code is 1 where it finds an error, or a warning that is not in KNOWN.
"""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys
import tempfile

KNOWN = {
    "ORD-001": "WeasyPrint paints numbers of lists, notes and what is placed absolutely last; the tags have the order",
}


def findings(outloud: str, pamphlet: str) -> list[dict[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        report = pathlib.Path(folder, "report.json")
        command = [outloud, "--quiet", "--fail-on", "never", "--json", str(report), pamphlet]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        found: list[dict[str, str]] = []
        look_for(json.loads(report.read_text("utf-8")), found)
        return found


def look_for(report: object, found: list[dict[str, str]]) -> None:
    if isinstance(report, dict):
        found += report["findings"] if isinstance(report.get("findings"), list) else []
        for value in report.values():
            look_for(value, found)
    elif isinstance(report, list):
        for value in report:
            look_for(value, found)


def main(outloud: str, pamphlets: list[str]) -> int:
    wrong = 0
    for pamphlet in (path for path in pamphlets if "booklet" not in path):
        for one in findings(outloud, pamphlet):
            known = one["severity"] != "error" and one["rule"] in KNOWN
            wrong += not known
            sys.stdout.write(
                f"{pamphlet}: {'known ' if known else ''}{one['severity']} {one['rule']}: {one['message']}\n"
            )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
