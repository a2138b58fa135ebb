"""Make tests/spec/commonmark.json from the examples of the CommonMark specification.

Usage: python3 scripts/fetch_commonmark.py
The text of the specification comes from the npm package `commonmark-spec`, through `npm pack`.
"""

from __future__ import annotations

import json
import pathlib
import re
import subprocess
import tarfile
import tempfile

VERSION = "0.31.2"
TARGET = pathlib.Path(__file__).parent.parent / "tests" / "spec" / "commonmark.json"
EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$|^(#{1,6}) +([^\n]*)$", re.MULTILINE | re.DOTALL)


def main() -> None:
    """Write the examples as a list of {number, section, markdown, html}."""
    with tempfile.TemporaryDirectory() as folder:
        package = f"commonmark-spec@{VERSION}"
        subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        with tarfile.open(next(pathlib.Path(folder).glob("*.tgz"))) as archive:
            member = archive.extractfile("package/spec.txt")
            assert member is not None
            spec = member.read().decode()
    section, examples = "", []
    for match in EXAMPLE.finditer(spec):
        if match[4]:
            section = match[4]
        else:
            markdown, html = match[1].replace("→", "\t"), match[2].replace("→", "\t")
            examples.append({"number": len(examples) + 1, "section": section, "markdown": markdown, "html": html})
    TARGET.write_text(json.dumps(examples, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{len(examples)} examples of CommonMark {VERSION} in {TARGET}")


if __name__ == "__main__":
    main()
