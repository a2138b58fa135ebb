"""Broken and hostile catalogs by the hundred, with GNU msgfmt as the judge.

`KITAPSHA_FUZZ` sets the number of mutations (200 where it is not set); every mutation has a seed that repeats it.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import struct
import subprocess
import time
from collections.abc import Callable

import pytest

from kitapsha import po
from kitapsha.model import Catalog, Message

RUSSIAN = r"""# Перевод: А. Иванова
# <a@example.org>
msgid ""
msgstr ""
"Project-Id-Version: water\n"
"PO-Revision-Date: 2024-05-01 12:30+0500\n"
"Last-Translator: А. Иванова\n"
"Language-Team: \n"
"Language: ru\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\n"

#. heading
#: source/water.md
msgid "Clean water"
msgstr "Чистая вода"

# спросить автора
#. paragraph, Clean water
#: source/water.md source/other.md
#, fuzzy
#| msgctxt "old"
#| msgid "Boil the water "
#| "for a minute."
msgid "Boil the *water* for three minutes."
msgstr "Кипятите *воду* три минуты."

msgctxt "menu"
msgid "Open"
msgstr "Открыть"

msgctxt "door"
msgid "Open"
msgstr ""

#, python-brace-format
msgid "{n} page"
msgid_plural "{n} pages"
msgstr[0] "{n} страница"
msgstr[1] "{n} страницы"
msgstr[2] "{n} страниц"

msgid ""
"A quote: \"water\", a backslash \\, a tab\t.\n"
"[link](https://example.org/?a=1&b=2) <b>\n"
msgstr ""
"Цитата: «вода», знак \\, табуляция\t.\n"
"[ссылка](https://example.org/?a=1&b=2) <b>\n"

#~ msgid "Gone"
#~ msgstr "Было"

#, fuzzy
#~| msgid "Old"
#~ msgctxt "x"
#~ msgid "Gone too"
#~ msgstr ""
#~ "Тоже\n"
#~ "было"
"""

KAZAKH = r"""msgid ""
msgstr "Language: kk\nContent-Type: text/plain; charset=utf-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "%d day"
msgid_plural "%d days"
msgstr[0] "%d күн"
msgstr[1] "%d күн"

#. table cell
msgid "Filter"
msgstr "Сүзгі"
msgid "Litre"
msgstr "Ли" "тр"

msgid "Әліпби: ӘәҒғҚқҢңӨөҰұҮүҺһІі ₸"
msgstr "Әліпби: ӘәҒғҚқҢңӨөҰұҮүҺһІі ₸ й й 🇰🇿"

msgid   "Spaces"
  msgstr	""

#: site.html:3
#: site.html:17 other.html:4
#, no-wrap
msgid "Home"
msgstr ""
"\320\221\xd0\xb0\xd1\x81\xd1\x82\xd1\x8b"
"""

Mutation = Callable[[random.Random, bytes], bytes]

TOKENS = [
    b"msgid ", b"msgstr ", b"msgctxt ", b"msgid_plural ", b"msgstr[0] ", b"msgstr[1] ", b"msgstr[10] ", b"msgid",
    b"[", b"]", b'domain "x"\n', b"charset=", b"nplurals=", b"plural=", b"0", b"7", b";", b"%", b"{", b"}",
    b"'", b'"', b'""', b'" "', b'"\n"', b"\\", b"\\n", b"\\\\", b'\\"', b"\\q", b"\\0", b"\\303", b"\\x", b"\\x4",
    b"#", b"##", b"# c\n", b"#. d\n", b"#: a:1\n", b"#, fuzzy\n", b"#, c-format\n", b"#~", b"#|", b"#~ ", b"#| ",
    b"#~| ", b"\n", b"\n\n", b"\r", b"\r\n", b"\t", b" ", b"\0", b"\x1a", b"\f",
    b"<<<<<<< HEAD\n", b"=======\n", b">>>>>>> x\n", b"\xff", b"\xd3", b"\xc0\x80", b"\xed\xa0\x80",
    *(mark.encode() for mark in "“”«\u2028\u0085\u202e\ufeff\ufffe\u00a0"),
]  # fmt: skip


def insert_token(rng: random.Random, data: bytes) -> bytes:
    place = rng.randrange(len(data) + 1)
    return data[:place] + rng.choice(TOKENS) + data[place:]


def delete_byte(rng: random.Random, data: bytes) -> bytes:
    place = rng.randrange(len(data))
    return data[:place] + data[place + 1 :]


def delete_letter(rng: random.Random, data: bytes) -> bytes:
    text = data.decode()
    place = rng.randrange(len(text))
    return (text[:place] + text[place + 1 :]).encode()


def delete_span(rng: random.Random, data: bytes) -> bytes:
    place = rng.randrange(len(data))
    return data[:place] + data[place + rng.randrange(40) :]


def replace_byte(rng: random.Random, data: bytes) -> bytes:
    place = rng.randrange(len(data))
    return data[:place] + bytes([rng.randrange(256)]) + data[place + 1 :]


def replace_with_token(rng: random.Random, data: bytes) -> bytes:
    place = rng.randrange(len(data))
    return data[:place] + rng.choice(TOKENS) + data[place + 1 :]


def cut(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randrange(len(data))]


def cut_line_ends(rng: random.Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    place = rng.randrange(len(lines))
    lines[place] = lines[place][: rng.randrange(len(lines[place]) + 1)]
    return b"\n".join(lines)


def on_lines(change: Callable[[random.Random, list[bytes], int, int], None]) -> Mutation:
    def mutation(rng: random.Random, data: bytes) -> bytes:
        lines = data.split(b"\n")
        change(rng, lines, rng.randrange(len(lines)), rng.randrange(len(lines)))
        return b"\n".join(lines)

    mutation.__name__ = change.__name__
    return mutation


@on_lines
def delete_line(rng: random.Random, lines: list[bytes], one: int, two: int) -> None:
    del lines[one]


@on_lines
def double_line(rng: random.Random, lines: list[bytes], one: int, two: int) -> None:
    lines.insert(one, lines[one])


@on_lines
def swap_lines(rng: random.Random, lines: list[bytes], one: int, two: int) -> None:
    lines[one], lines[two] = lines[two], lines[one]


@on_lines
def move_line(rng: random.Random, lines: list[bytes], one: int, two: int) -> None:
    lines.insert(two, lines.pop(one))


@on_lines
def join_lines(rng: random.Random, lines: list[bytes], one: int, two: int) -> None:
    lines[one] += lines.pop(one + 1) if one + 1 < len(lines) else b""


@on_lines
def copy_block(rng: random.Random, lines: list[bytes], one: int, two: int) -> None:
    lines[two:two] = lines[one : one + rng.randrange(8)]


@on_lines
def delete_block(rng: random.Random, lines: list[bytes], one: int, two: int) -> None:
    del lines[one : one + rng.randrange(8)]


@on_lines
def mark_line(rng: random.Random, lines: list[bytes], one: int, two: int) -> None:
    lines[one] = rng.choice([b"#~ ", b"#| ", b"# ", b"#", b" ", b"<<<<<<< x\n"]) + lines[one]


def swap_quotes(rng: random.Random, data: bytes) -> bytes:
    quotes = [place for place, byte in enumerate(data) if byte == ord('"')]
    place = rng.choice(quotes)
    return data[:place] + rng.choice(["“", "«", "'", "", '""', '\\"']).encode() + data[place + 1 :]


def other_charset(rng: random.Random, data: bytes) -> bytes:
    name = rng.choice([b"cp1251", b"UTF-7", b"CHARSET", b"ASCII", b"UTF-16", b"utf8", b"koi8-r", b"", b"UTF-8;"])
    return re.sub(rb"charset=[\w-]+", b"charset=" + name, data)


def other_encoding(rng: random.Random, data: bytes) -> bytes:
    return data.decode().encode(rng.choice(["cp1251", "utf-16", "utf-8-sig", "utf-16-be", "koi8-r"]), "ignore")


def other_line_ends(rng: random.Random, data: bytes) -> bytes:
    return data.replace(b"\n", rng.choice([b"\r\n", b"\r", b"\n\n", b"\n\r"]))


MUTATIONS: tuple[Mutation, ...] = (
    insert_token, insert_token, insert_token, replace_with_token, delete_byte, delete_letter, delete_span, replace_byte,
    cut, cut_line_ends, delete_line, double_line, swap_lines, move_line, join_lines, copy_block, delete_block,
    mark_line, swap_quotes, other_charset, other_encoding, other_line_ends,
)  # fmt: skip

# What msgfmt refuses and we read, because it is no fault of the catalog's form.
READ_ALL_THE_SAME = (
    (r"entries do not both (begin|end) with '\\n'", "for the checks of wording"),
    (r"format specification|is not a valid .* format string|named arguments", "for the checks of placeholders"),
)

# What msgfmt accepts and we refuse: by code, or by what stands in the file.
STRICTER = {
    "po-control": "characters that are invisible, end strings early in a .mo file, or turn the text around",
    "po-charset": "msgfmt compiles the bytes as they are; every other tool decodes them by the header",
    "po-encoding": "msgfmt does not look into comments",
    "po-truncated": "msgfmt does not look into comments, nor for letters cut off there",
    "po-escape": "lines joined by a backslash, escaped bytes that are no UTF-8",
    "po-header": "a header that is not the first entry, or has no field",
    "po-plural": "forms counted even where the first is empty; a rule that is malformed while nothing needs it",
}
STRICTER_ABOUT = (
    (rb"(?m)^#~?\|[ \t]*#", "a comment behind `#|`: what msgfmt makes of the next line depends on its kind"),
    (rb"msgstr[ \t]*\[\s*\d*\s*\n|\n\s*\]", "a number broken over lines"),
)
# Of several `#,` lines msgfmt believes the last one: a fuzzy flag before it is lost, and the text is published.
TWO_LINES_OF_FLAGS = re.compile(rb"#[,!].*\n(?:[ \t]*\n|[ \t]*#.*\n)*[ \t]*#[,!]")


def msgfmt(data: bytes) -> subprocess.CompletedProcess[bytes]:
    path = shutil.which("msgfmt")
    if path is None:
        pytest.fail("msgfmt is missing: install GNU gettext (Debian: apt install gettext), the judge of catalogs")
    return subprocess.run([path, "-c", "-o", "-", "-"], input=data, capture_output=True, check=False)


def texts_of_mo(data: bytes) -> dict[str, str]:
    """What a program sees of a compiled catalog: `context EOT msgid NUL plural` -> forms joined by NUL."""
    _, _, count, keys, values = struct.unpack_from("<5I", data)

    def text(table: int, number: int) -> str:
        length, offset = struct.unpack_from("<2I", data, table + 8 * number)
        return data[offset : offset + length].decode()

    return {text(keys, number): text(values, number) for number in range(count)}


def texts_of(catalog: Catalog) -> dict[str, str]:
    """The same of ours: what is finished, and the header."""
    assert catalog.header is not None
    live = [m for m in catalog.messages if m.msgstr[0] and not m.fuzzy and not m.obsolete]
    return {_mo_key(message): "\0".join(message.msgstr) for message in (catalog.header, *live)}


def _mo_key(message: Message) -> str:
    context = "" if message.context is None else f"{message.context}\x04"
    return context + message.msgid + ("" if message.plural is None else f"\0{message.plural}")


def disagreement(data: bytes) -> str:
    """How we and msgfmt differ without a reason; empty where we do not."""
    started = time.perf_counter()
    catalog = po.read(data)
    elapsed = time.perf_counter() - started
    judged = msgfmt(data)
    errors = judged.stderr.decode("utf-8", "replace")
    codes = {problem.code for problem in catalog.problems}
    if elapsed > 2:
        return f"took {elapsed:.1f} s"
    if catalog.header is None:
        explained = codes & set(STRICTER) or any(re.search(pattern, data) for pattern, _ in STRICTER_ABOUT)
        return "" if judged.returncode or explained else f"msgfmt accepts, we refuse: {codes}"
    if judged.returncode == 0:
        ours, theirs = texts_of(catalog), texts_of_mo(judged.stdout)
        same = ours == theirs or (TWO_LINES_OF_FLAGS.search(data) and ours.items() <= theirs.items())
        return "" if same else "other texts than in the compiled catalog"
    explained = "po-bom" in codes or any(re.search(pattern, errors) for pattern, _ in READ_ALL_THE_SAME)
    return "" if explained else f"msgfmt refuses, we accept: {errors}"


@pytest.mark.parametrize("text", [RUSSIAN, KAZAKH], ids=["ru", "kk"])
def test_the_catalogs_to_be_broken_are_whole(text: str) -> None:
    judged = msgfmt(text.encode())
    catalog = po.read(text.encode())
    assert judged.returncode == 0, judged.stderr.decode()
    assert catalog.problems == ()
    assert texts_of(catalog) == texts_of_mo(judged.stdout)
    assert len(catalog.messages) == text.count("msgstr ") + text.count("msgstr[0]") + text.count("msgstr\t") - 1


def test_mutations_are_judged_as_msgfmt_judges_them() -> None:
    failures = []
    for seed in range(int(os.environ.get("KITAPSHA_FUZZ", "200"))):
        rng = random.Random(seed)
        mutate = MUTATIONS[seed % len(MUTATIONS)]
        data = mutate(rng, rng.choice([RUSSIAN, KAZAKH]).encode())
        if found := disagreement(data):
            failures.append(f"seed {seed}, {mutate.__name__}: {found}\n{data!r}")
    assert not failures, f"{len(failures)} disagreements\n" + "\n\n".join(failures[:5])


@pytest.mark.parametrize("text", [RUSSIAN, KAZAKH], ids=["ru", "kk"])
def test_no_part_of_a_string_is_ever_read(text: str) -> None:
    """Wherever a file ends, we read what its whole lines say, or nothing."""
    data = text.encode()
    for end in range(len(data)):
        found = po.read(data[:end]).messages
        if not found or data[:end].rstrip(b" ").endswith(b'"'):
            continue
        line_end = data.find(b"\n", end)
        whole = (data[: data.rfind(b"\n", 0, end) + 1], data[: line_end if line_end >= 0 else len(data)])
        assert any(po.read(lines).messages == found for lines in whole), f"cut at byte {end}"


HUGE = {
    "line breaks": b"\n" * 2_000_000,
    "continuations": RUSSIAN.encode() + b'\nmsgid "x"\nmsgstr ""\n' + '"Ещё немного.\\n"\n'.encode() * 60_000,
    "one long string": RUSSIAN.encode() + b'\nmsgid "x"\nmsgstr "' + b"x" * 3_000_000 + b'"\n',
    "a long string without an end": RUSSIAN.encode() + b'\nmsgid "x"\nmsgstr "' + b"\\n" * 1_500_000,
    "wrong escapes": RUSSIAN.encode() + b'\nmsgid "x"\nmsgstr "' + b"\\q" * 300_000 + b'"\n',
    "a long number": RUSSIAN.encode() + b'\nmsgid "x"\nmsgstr "\\x' + b"1" * 1_000_000 + b'"\n',
    "references": RUSSIAN.encode() + b"\n#: " + b"./a:1 :2x:3 " * 100_000 + b'\nmsgid "x"\nmsgstr "y"\n',
    "spaces before a colon": RUSSIAN.encode() + b"\n#: a" + b" " * 1_000_000 + b'b\nmsgid "x"\nmsgstr "y"\n',
    "dots before a name": RUSSIAN.encode() + b"\n#: " + b"./" * 500_000 + b'b\nmsgid "x"\nmsgstr "y"\n',
    "flags": RUSSIAN.encode() + b"\n#, " + b"range: " * 100_000 + b'\nmsgid "x"\nmsgstr "y"\n',
    "marks": b"#~" * 300_000,
    "keywords": b"msgid " * 200_000,
    "forms": b'msgid "a"\nmsgid_plural "b"\n' + b'msgstr[0] "c"\n' * 200_000,
    "translations of nothing": b'msgstr "a"\n' * 200_000,
    "comments in an entry": b'msgid "a"\n' + b"# c\n" * 200_000,
    "prose": b"word\n" * 400_000,
    "fields": b'msgid ""\nmsgstr "' + b"a: b\\n" * 200_000 + b'"\n',
    "carriage returns": b"\r" * 1_000_000,
    "conflict marks": b"<<<<<<< a\n" * 200_000,
    "plural rule": RUSSIAN.replace("n%10==1", "(" * 200 + "n" + ")" * 200 + "*9" * 500).encode(),
}  # fmt: skip


@pytest.mark.parametrize("data", HUGE.values(), ids=HUGE.keys())
def test_no_file_takes_long(data: bytes) -> None:
    started = time.process_time()
    catalog = po.read(data)
    po.write(catalog)
    assert time.process_time() - started < 2
