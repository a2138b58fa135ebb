"""Articles of pseudo-natural text in three languages, and the changes that the web benchmark makes to them."""

from __future__ import annotations

import functools
import pathlib
import random
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import corpus

ROOT = pathlib.Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "ru", "kk")
IMAGE = "plan.png"
SHAPE = "hipppn hpplp hpqpc hpplp htppn hpplp hcqp hpppn".replace(" ", "")
"""An article's blocks: headings, an image, paragraphs, notes, lists, quotations, code, a table."""

Piece = tuple[str, str, str]
"""Words with the markup before and after them, which a translation keeps."""
Text = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A block's Markdown with gaps for its texts."""

    form: str
    texts: tuple[Text, ...] = ()

    def markdown(self, language: str) -> str:
        """The block in a language."""
        return self.form.format(*(said(text, language) for text in self.texts))


@dataclass(frozen=True, slots=True)
class Written:
    """An article. `facts` are the lines of its header that no language changes."""

    slug: str
    title: Text
    summary: Text
    facts: str
    blocks: tuple[Block, ...]

    def header(self, language: str) -> str:
        """The lines of the front matter."""
        return f"title: {said(self.title, language)}\nsummary: {said(self.summary, language)}\n{self.facts}"

    def body(self, language: str) -> str:
        """What follows it."""
        return "\n\n".join(block.markdown(language) for block in self.blocks) + "\n"

    def markdown(self, language: str) -> str:
        """The article in a language."""
        return f"---\n{self.header(language)}---\n\n{self.body(language)}"

    def translations(self, language: str) -> dict[str, str]:
        """Each text with its translation."""
        texts = [self.title, self.summary, *(text for block in self.blocks for text in block.texts)]
        return {said(text, "en"): said(text, language) for text in texts}


def said(text: Text, language: str) -> str:
    """A text in a language."""
    return " ".join(before + _words(words, language) + after for before, words, after in text)


def _words(words: str, language: str) -> str:
    """A stand-in for a translation: for each word one of the language, so that checks have real letters to look at."""
    return words if language == "en" else re.sub(r"\w+", lambda match: _word(match[0], language), words)


@functools.cache
def _word(word: str, language: str) -> str:
    known = _vocabulary(language)
    other = known[zlib.crc32(word.lower().encode()) % len(known)]
    return other.capitalize() if word[0].isupper() else other


@functools.cache
def _vocabulary(language: str) -> list[str]:
    """The words of this repository's own translations into a language."""
    texts = [path.read_text("utf-8") for path in ROOT.glob(f"locales/{language}/LC_MESSAGES/*.po")]
    return sorted(set(re.findall(r"(?<!\w)[а-яёәғқңөұүһі]{3,}(?!\w)", "\n".join(texts))))


def articles(count: int, seed: int = 1) -> Iterator[Written]:
    """So many articles of about 1,100 words and 44 blocks."""
    chance = random.Random(seed)
    words = corpus.vocabulary(chance)
    chance.shuffle(words)
    for number in range(count):
        yield _Author(chance, words, number, count).article()


def slug(number: int) -> str:
    """The name of an article."""
    return f"article-{number:04d}"


class _Author:
    """Writes the blocks of one article."""

    def __init__(self, chance: random.Random, words: list[str], number: int, count: int) -> None:
        self.chance, self.words, self.number, self.count = chance, words, number, count
        self.notes = self.paragraphs = 0

    def article(self) -> Written:
        blocks = tuple(getattr(self, f"_{kind}")() for kind in SHAPE)
        day = f"20{self.number % 20 + 10:02d}-{self.number % 12 + 1:02d}-{self.number % 28 + 1:02d}"
        return Written(slug(self.number), self._phrase(4, 8), self._sentences(1), f"date: {day}\n", blocks)

    def _phrase(self, least: int, most: int) -> Text:
        return (("", corpus.sentence(self.chance, self.words, self.chance.randint(least, most))[:-1], ""),)

    def _sentences(self, count: int) -> Text:
        return tuple(
            ("", corpus.sentence(self.chance, self.words, self.chance.randint(8, 18)), "") for _ in range(count)
        )

    def _h(self) -> Block:
        return Block("## {}", (self._phrase(2, 6),))

    def _i(self) -> Block:
        return Block(f"![{{}}]({IMAGE})", (self._phrase(4, 8),))

    def _p(self) -> Block:
        """A paragraph; two of three have markup: emphasis, a link, code, the call of a note."""
        self.paragraphs += 1
        (_, words, _), *rest = self._sentences(self.chance.randint(2, 3))
        marks = {
            1: ("*", "*"),
            2: ("**", "**"),
            4: ("[", f"](https://example.org/{self.paragraphs})"),
            5: ("[", self._way()),
        }
        if self.paragraphs % 6 not in marks:
            return Block("{}", ((("", words, ""), *rest),))
        before, after = marks[self.paragraphs % 6]
        last = corpus.word(self.chance, self.words)
        return Block("{}", ((("", words[:-1], ""), (before, last, f"{after}."), *rest),))

    def _way(self) -> str:
        """The end of a link to another article."""
        return f"]({slug(self.chance.randrange(self.count))}.md)"

    def _n(self) -> Block:
        """A paragraph that calls a note, and the note."""
        self.notes += 1
        (before, words, _), *rest = self._sentences(2)
        called = ((before, words, f"[^{self.notes}]"), *rest)
        return Block(f"{{}}\n\n[^{self.notes}]: {{}}", (called, self._sentences(1)))

    def _l(self) -> Block:
        mark = "1." if self.chance.random() < 0.5 else "-"
        return Block("\n".join([f"{mark} {{}}"] * 4), tuple(self._phrase(6, 12) for _ in range(4)))

    def _q(self) -> Block:
        return Block("> {}", (self._sentences(2),))

    def _c(self) -> Block:
        """A block of code, and a paragraph with some."""
        name = corpus.word(self.chance, self.words)
        (before, words, after), *rest = self._sentences(1)
        shown = f"```python\nfor step in range({len(name)}):\n    {name}(step)\n```\n\n{{}}"
        return Block(shown, (((before, words, f" `{name}()`{after}"), *rest),))

    def _t(self) -> Block:
        rows = "| {} | {} | {} |\n" * 4
        return Block("| {} | {} | {} |\n|---|---|--:|\n" + rows.rstrip(), tuple(self._phrase(1, 3) for _ in range(15)))


def picture() -> bytes:
    """A PNG of 320 x 200 pixels."""
    rows = b"".join(b"\0" + bytes((x * y) % 251 for x in range(320)) for y in range(200))
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", 320, 200, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    chunks = (struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
