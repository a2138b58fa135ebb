"""`update --from FILE`: a translation that existed before its catalog is brought in, and nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from kitapsha import po
from kitapsha.model import Message
from tests.publications import Site, files

SOURCE = """# The old stove

It was built in 1911 and burns 12 kilograms of dung a day, as [the well](well.md) keeper Ann Lee writes.

## Repairs

In 1954 the chimney fell. Bo Kim put up a new one of 300 bricks from Karaganda within two days.

The iron door came from Almaty in 1961.

## Today

Forty families bake there. The stove is heated at 5 in the morning and stays warm until 17 in the evening.
"""
TRANSLATION = """# Старая печь

Её сложили в 1911 году, и она сжигает 12 килограммов кизяка в день, пишет смотрительница [колодца](well.html) Энн Ли.

## Ремонт

В 1954 году труба обвалилась. Бо Ким за два дня сложил новую из 300 кирпичей, привезённых из Караганды.

В 1987 году в газете вышла заметка о печи, которую читатели до сих пор вспоминают и пересказывают друг другу.

## Сегодня

Там пекут сорок семей. Печь топят в 5 утра, и она остаётся тёплой до 17 часов вечера.
"""


@pytest.fixture
def stove(site: Site) -> Site:
    (site.root / "source/stove.md").write_text(SOURCE, "utf-8")
    return site


def entries(site: Site) -> dict[str, Message]:
    catalog = po.read((site.root / "locales/ru/LC_MESSAGES/stove.po").read_bytes())
    assert not [problem for problem in catalog.problems if problem.severity == "error"]
    return {message.msgid: message for message in catalog.messages}


def given(tmp_path: Path, name: str = "stove.ru.md", text: str = TRANSLATION) -> str:
    (tmp_path / name).write_text(text, "utf-8")
    return str(tmp_path / name)


def test_a_translated_article_fills_its_catalog(stove: Site, tmp_path: Path) -> None:
    result = stove.run("update", "--from", given(tmp_path))
    assert result.code == 0
    found = entries(stove)
    assert found["The old stove"].msgstr == ("Старая печь",)
    first = next(message for msgid, message in found.items() if msgid.startswith("It was built"))
    assert "[колодца](well.md)" in first.msgstr[0]
    assert first.translated
    door = found["The iron door came from Almaty in 1961."]
    assert not door.translated
    last = next(message for msgid, message in found.items() if msgid.startswith("Forty families"))
    assert last.msgstr[0].startswith("Там пекут")
    assert stove.run("update").out == "Everything is up to date.\n"
    assert stove.run("update", "--check", "--from", given(tmp_path)).code == 0


def test_what_a_translator_wrote_stays(stove: Site, tmp_path: Path) -> None:
    stove.run("update")
    stove.edit("locales/ru/LC_MESSAGES/stove.po", 'msgid "Repairs"\nmsgstr ""', 'msgid "Repairs"\nmsgstr "Починка"')
    assert stove.run("update", "--from", given(tmp_path)).code == 0
    assert entries(stove)["Repairs"].msgstr == ("Починка",)
    assert entries(stove)["Today"].msgstr == ("Сегодня",)


def test_nothing_changes_with_check(stove: Site, tmp_path: Path) -> None:
    stove.run("update")
    before = files(stove.root / "locales")
    result = stove.run("update", "--check", "--from", given(tmp_path))
    assert (result.code, result.out) == (1, "would change: locales/ru/LC_MESSAGES/stove.po\n")
    assert files(stove.root / "locales") == before


def test_the_user_names_locale_and_article(stove: Site, tmp_path: Path) -> None:
    path = given(
        tmp_path, "translation.html", "<h1>Старая печь</h1>" + TRANSLATION.split("\n", 1)[1].replace("\n\n", "<p>")
    )
    assert stove.run("update", "--from", path).codes == {"locale-unknown"}
    assert stove.run("update", "--from", path, "--locale", "ru").codes == {"article-unknown"}
    assert stove.run("update", "--from", path, "--locale", "ru", "--only", "stove").code == 0
    assert entries(stove)["The old stove"].msgstr == ("Старая печь",)


def test_another_article_is_refused(stove: Site, tmp_path: Path) -> None:
    stove.run("update")
    before = files(stove.root / "locales")
    text = "\n\n".join(f"В селе номер {n} нет ни печи, ни хлеба, ни дороги к соседям." for n in range(30, 36))
    result = stove.run("update", "--from", given(tmp_path, text=text))
    assert (result.code, result.codes) == (1, {"incoming-unlike"})
    assert files(stove.root / "locales") == before
