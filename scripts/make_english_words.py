"""Make the list of English words that translations leave behind by mistake: `kitapsha/data/languages/en.words.txt`.

    python3 scripts/make_english_words.py FOLDER

FOLDER is what scripts/fetch_corpora.py has fetched. Kept are the words in small letters that stand in at least MINIMUM
of its English texts and, of those, are left in Latin letters in at most one Russian or Kazakh translation in twenty:
words that people translate. What is taken are words and how often they occur, no text.
"""

from __future__ import annotations

import collections
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from kitapsha import po
from kitapsha.languagedata import FOLDER
from kitapsha.prose import prose

MINIMUM = 3
WORD = re.compile(r"(?<![\w.@/\\<>=:_-])[a-z]{3,}(?![\w@/\\<>=:_-])")
HEADER = """\
# English words that translators translate. Made by scripts/make_english_words.py from the frequencies of words in free
# catalogs (Django, GNOME and others); a reader of the language may add and remove words here.
"""


def main(folder: pathlib.Path) -> None:
    """Write the list from the catalogs in a folder."""
    stands: collections.Counter[str] = collections.Counter()
    left: collections.Counter[str] = collections.Counter()
    for path in sorted(folder.rglob("*.po")):
        for message in po.read(path.read_bytes(), path.name).messages:
            if message.translated and message.plural is None:
                words = set(WORD.findall(prose(message.msgid).text))
                stands.update(words)
                left.update(words & set(re.findall(r"[a-z]+", message.msgstr[0])))
    kept = sorted(word for word, count in stands.items() if count >= MINIMUM and left[word] * 20 <= count)
    (FOLDER / "en.words.txt").write_text(HEADER + "\n".join(kept) + "\n", "utf-8")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
