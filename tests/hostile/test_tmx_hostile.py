"""Memories that were made to do harm: nothing is expanded, loaded or believed, and no file takes long."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from kitapsha import memoryfiles, tmx
from kitapsha.problems import has_errors, to_text

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
BODY = '<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>{}</seg></tuv></tu></body></tmx>'
SECRET = "the words of a file that nobody asked for"

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 30))


def refused(text: str, code: str = "tmx-entity") -> None:
    read = tmx.read((HEAD + text).encode(), "m.tmx")
    assert read.units == ()
    assert [problem.code for problem in read.problems] == [code]
    assert SECRET not in to_text(read.problems[0])


def test_entities_are_never_expanded():
    refused(f'<!DOCTYPE tmx [<!ENTITY l0 "ha">{LAUGHS}]>' + BODY.format("&l29;"))
    refused(f'<!DOCTYPE tmx [<!ENTITY l0 "{"ha" * 100_000}">]>' + BODY.format("&l0;" * 10_000))
    refused('<!DOCTYPE tmx [<!ENTITY a "b">]>' + BODY.format("never used"))
    refused('<!DOCTYPE tmx [<!ENTITY a "&a;">]>' + BODY.format("&a;"))


@pytest.fixture
def secret(tmp_path: Path) -> str:
    """The address of a file with an entity and of one without."""
    (tmp_path / "secret.txt").write_text(SECRET, "utf-8")
    (tmp_path / "tmx14.dtd").write_text(f'<!ENTITY s "{SECRET}"><!ATTLIST tuv xml:lang CDATA "{SECRET}">', "utf-8")
    return tmp_path.as_uri()


def test_nothing_is_loaded(secret: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(Path(secret.removeprefix("file://")))
    refused(f'<!DOCTYPE tmx [<!ENTITY s SYSTEM "{secret}/secret.txt">]>' + BODY.format("&s;"))
    refused(f'<!DOCTYPE tmx [<!ENTITY % s SYSTEM "{secret}/tmx14.dtd"> %s;]>' + BODY.format("&s;"))
    for address in (f"{secret}/tmx14.dtd", "tmx14.dtd", "http://127.0.0.1:9/tmx14.dtd", "//example.org/tmx14.dtd"):
        doctype = f'<!DOCTYPE tmx SYSTEM "{address}">'
        refused(doctype + BODY.format("&s;"))
        (unit,) = tmx.read((HEAD + doctype + BODY.format("a")).encode()).units
        assert unit.texts == (("en", "a"),)
        # A language that only the DTD would give is none.
        assert tmx.read((HEAD + doctype + BODY.format("a").replace(' xml:lang="en"', "")).encode()).units == ()
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" href="{}/secret.txt"/>'
    (unit,) = tmx.read((HEAD + BODY.format("a" + include.format(secret))).encode()).units
    assert unit.texts == (("en", "a"),)


def test_what_is_said_of_a_file_holds_no_escapes():
    for text in (
        "<\u202ex/>",
        f"<{'x' * 10_000}/>",
        BODY.format("&\u0645;").replace("?>", "?><!DOCTYPE tmx SYSTEM 'x'>"),
    ):
        (problem,) = tmx.read((HEAD + text).encode(), "m\x1b[2J.tmx").problems
        assert "\x1b" not in to_text(problem)
        assert "\u202e" not in to_text(problem)
        assert len(problem.message) < 200


HUGE = {
    "deep": "<tmx>" + "<a>" * 1_000_000,
    "one long text": BODY.format("a" * 20_000_000),
    "one long word of markup": "<tmx " + "a" * 20_000_000,
    "many attributes": "<tmx " + " ".join(f"a{n}='b'" for n in range(300_000)) + "/>",
    "the same attribute": "<tmx " + "a='b' " * 300_000 + "/>",
    "many codes": BODY.format("<ph>a</ph>" * 200_000),
    "many comments": BODY.format("<!-- a -->" * 500_000),
    "many properties": BODY.format("a").replace("<tu>", "<tu>" + '<prop type="p">v</prop>' * 200_000),
    "many languages": BODY.format("a").replace("<tu>", "<tu>" + '<tuv xml:lang="ru"><seg>b</seg></tuv>' * 100_000),
    "many texts without a language": BODY.format("a").replace("<tu>", "<tu>" + "<tuv><seg>b</seg></tuv>" * 100_000),
    "open brackets": "<" * 5_000_000,
    "ampersands": BODY.format("&" * 5_000_000),
    "character references": BODY.format("&#1171;" * 500_000),
    "doctype": "<!DOCTYPE tmx [" + "<!ELEMENT a (b)>" * 300_000 + "]><tmx><body/></tmx>",
    "content model": "<!DOCTYPE tmx [<!ELEMENT a " + "(" * 200_000,
}


@pytest.mark.parametrize("name", HUGE)
def test_no_file_takes_long(name: str):
    data = (HEAD + HUGE[name]).encode()
    started = time.process_time()
    read = memoryfiles.read(data, "m.tmx", "en", ["en", "ru", "kk"])
    assert time.process_time() - started < 3
    assert len(read.problems) <= tmx.MAX_WARNINGS + 1


def test_a_file_beyond_all_measure_is_not_even_parsed():
    started = time.process_time()
    read = tmx.read(b"<tmx>" + bytes(100_000_000), "m.tmx")
    assert time.process_time() - started < 1
    assert [problem.code for problem in read.problems] == ["tmx-limit"]


def test_of_a_damaged_file_nothing_is_taken_or_all_of_it():
    """A file that is cut off or altered is refused, or read with every unit that is whole in it."""
    units = [tmx.Unit((("en", f"Text {n}"), ("kk", f"Мәтін {n}"))) for n in range(20)]
    whole = tmx.write(units, "en")
    chance = random.Random(3)
    for _ in range(300):
        cut = whole[: chance.randrange(len(whole) - len("</tmx>\n"))]
        read = tmx.read(cut)
        assert read.units == ()
        assert has_errors(read.problems)
        place = chance.randrange(len(whole))
        read = tmx.read(whole[:place] + bytes([chance.randrange(256)]) + whole[place + 1 :])
        assert has_errors(read.problems) or len(set(units) - set(read.units)) <= 1
