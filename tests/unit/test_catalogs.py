"""Catalogs that are brought up to date together: moved, copied, disputed, and never the same work twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from kitapsha import catalogs
from kitapsha.memory import MODES, Entry, Standing
from kitapsha.model import Catalog, Message

WASH = "Wash your hands with soap before you cook."
HEADER = Message("", ("Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n",))


def path(name: str) -> str:
    return f"locales/kk/LC_MESSAGES/{name}.po"


def had(**found: list[Message]) -> dict[str, Catalog]:
    return {path(name): Catalog(tuple(messages), HEADER, path(name)) for name, messages in found.items()}


def wanted(**texts: str) -> dict[str, Catalog]:
    """Templates whose texts are separated by a bar."""
    return {name: Catalog(tuple(map(Message, filter(None, text.split("|")))), HEADER) for name, text in texts.items()}


def updated(old: Mapping[str, Catalog], templates: Mapping[str, Catalog], **more: object) -> dict[str, list[str]]:
    """The translations of every catalog, `?` before a fuzzy and `~` before an obsolete one. Again changes nothing."""
    made = catalogs.update(old, templates, "kk", **more)  # type: ignore[arg-type]
    after = {**old, **{path(name): merged.catalog for name, merged in made.items()}}
    again = catalogs.update(after, templates, "kk", **more)  # type: ignore[arg-type]
    assert {name: merged.catalog for name, merged in again.items()} == {n: m.catalog for n, m in made.items()}
    return {
        name: ["~" * m.obsolete + "?" * m.fuzzy + m.msgstr[0] for m in merged.catalog.messages]
        for name, merged in made.items()
    }


@pytest.mark.parametrize("mode", MODES)
def test_a_text_that_moves_keeps_everything(mode: str):
    old = had(a=[Message(WASH, ("жу",), comments=("ask Ann",), flags=("no-wrap",))], b=[])
    made = catalogs.update(old, wanted(a="", b=WASH), "kk", mode)
    assert made["b"].catalog.messages == old[path("a")].messages
    assert updated(old, wanted(a="", b=WASH), mode=mode) == {"a": ["~жу"], "b": ["жу"]}
    assert updated(old, wanted(b=WASH), mode=mode) == {"b": ["жу"]}, "its article is gone"


@pytest.mark.parametrize(("mode", "result"), [("use", "жу"), ("fuzzy", "?жу"), ("off", "")])
def test_a_text_that_stands_elsewhere_too_is_filled_as_the_setting_says(mode: str, result: str):
    old = had(a=[Message(WASH, ("жу",))], b=[Message(WASH, comments=("hard",))])
    templates = wanted(a=WASH, b=WASH, c=WASH)
    assert updated(old, templates, mode=mode) == {"a": ["жу"], "b": [result], "c": [result]}
    (waiting,) = catalogs.update(old, templates, "kk", mode)["b"].catalog.messages
    assert waiting.comments == ("hard",)


def test_a_refused_suggestion_from_another_context_does_not_come_back():
    open_menu = Catalog((Message("Open", context="menu"),), HEADER)
    templates = {**wanted(a="Open"), "b": open_menu}
    assert updated(had(a=[Message("Open", ("Ашу",))]), templates) == {"a": ["Ашу"], "b": ["?Ашу"]}
    refused = had(a=[Message("Open", ("Ашу",))], b=[Message("Open", context="menu")])
    assert updated(refused, templates) == {"a": ["Ашу"], "b": [""]}


def test_what_one_catalog_gains_helps_the_next_in_the_same_update():
    # The kin of `c` is the article that has gone; only then do `b` and `c` agree on nothing but its word.
    texts = [Message(text, (text.upper(),)) for text in ("one", "two", "three")]
    old = had(gone=[*texts, Message("Open", ("Ашу",))], other=[Message("Open", ("Ашық",), obsolete=True)])
    made = updated(old, wanted(c="one|two|three|Open", b="Open", other=""))
    assert made == {"c": ["ONE", "TWO", "THREE", "Ашу"], "b": ["Ашу"], "other": ["~Ашық"]}


def test_of_two_translations_none_is_taken_and_both_are_shown():
    old = had(a=[Message("Open", ("Ашу",))], b=[Message("Open", ("Ашық",))])
    templates = wanted(a="Open", b="Open", c="Open")
    assert updated(old, templates) == {"a": ["Ашу"], "b": ["Ашық"], "c": [""]}
    (message,) = catalogs.update(old, templates, "kk")["c"].catalog.messages
    assert message.extracted == (
        "translated elsewhere: Ашу (locales/kk/LC_MESSAGES/a.po)",
        "translated elsewhere: Ашық (locales/kk/LC_MESSAGES/b.po)",
    )
    old = had(a=[Message("Open", ("Ашу",))], b=[Message("Open", ("Ашу",))], c=[message])
    (message,) = catalogs.update(old, templates, "kk")["c"].catalog.messages
    assert message.extracted == ("from memory: locales/kk/LC_MESSAGES/a.po",)


def test_a_file_that_the_user_names_fills_once_and_its_mark_stays():
    named = [Entry(Message(WASH, ("жу",)), "kk", "old.tmx", Standing.FILE)]
    templates = wanted(a=WASH)
    first = catalogs.update({}, templates, "kk", "use", named)["a"].catalog
    assert first.messages[0].extracted == ("from memory: old.tmx",)
    later = catalogs.update({path("a"): first}, templates, "kk")["a"].catalog
    assert later == first


def test_the_words_of_the_toolkit_are_for_the_templates_alone():
    inherited = Catalog((Message("Notes", ("Ескертпелер",)),), HEADER, "site.po")
    assert updated({}, wanted(site="Notes"), inherited=inherited) == {"site": ["Ескертпелер"]}
    assert updated({}, wanted(a="Notes"), inherited=inherited) == {"a": [""]}


def test_a_mark_and_a_reference_line_do_not_disturb_each_other():
    from kitapsha.memory import with_reference

    russian = Catalog((Message(WASH, ("мыть",)),))
    old = had(a=[Message(WASH, ("жу",))])
    templates = wanted(a=WASH, b=WASH)
    once = {p: with_reference(c, russian, "ru") for p, c in _after(old, templates).items()}
    twice = {p: with_reference(c, russian, "ru") for p, c in _after(once, templates).items()}
    assert twice == once
    assert once[path("b")].messages[0].extracted == ("from memory: locales/kk/LC_MESSAGES/a.po", "ru: мыть")
    assert _after(once, templates) == _after(old, templates), "switched off"


def _after(old: Mapping[str, Catalog], templates: Mapping[str, Catalog]) -> dict[str, Catalog]:
    return {path(name): merged.catalog for name, merged in catalogs.update(old, templates, "kk").items()}


def test_nothing_new_takes_a_single_pass(monkeypatch: pytest.MonkeyPatch):
    old = _after(had(a=[Message(WASH, ("жу",))], b=[]), wanted(a=WASH, b=f"{WASH}|Open"))
    shown = {p: replace(c, messages=tuple(replace(m, extracted=("x",)) for m in c.messages)) for p, c in old.items()}
    monkeypatch.setattr(catalogs, "MAX_PASSES", 1)
    made = catalogs.update(shown, wanted(a=WASH, b=f"{WASH}|Open"), "kk")
    assert {path(name): [m.msgstr for m in merged.catalog.messages] for name, merged in made.items()} == {
        path("a"): [("жу",)],
        path("b"): [("жу",), ("",)],
    }
