"""Any catalogs, any templates: updating again changes nothing, and every finished translation is still there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kitapsha import catalogs, po
from kitapsha.memory import MODES, folded
from kitapsha.model import Catalog, Message

HEADER = Message("", ("Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n",))
NAMES = ("a", "b", "c", "d")
TEXTS = (
    "Open",
    "“Open”",
    '"Open"',
    "Close it now, please.",
    "Close it then, please.",
    "Wash your hands. Dry them.",
    "Dry them.",
)
KEYS = st.tuples(st.sampled_from([None, None, None, "menu", "state"]), st.sampled_from(TEXTS))


def message(key: tuple[str | None, str], msgstr: str, flags: tuple[str, ...], comment: str, obsolete: bool) -> Message:
    comments = (comment,) if comment else ()
    return Message(key[1], (msgstr,), key[0], comments=comments, flags=flags if msgstr else (), obsolete=obsolete)


MESSAGES = st.builds(
    message, KEYS, st.sampled_from(["", "бір", "екі", "үш"]), st.sampled_from([(), (), ("fuzzy",)]),
    st.sampled_from(["", "", "ask Ann"]), st.booleans(),
)  # fmt: skip


def path(name: str) -> str:
    return f"locales/kk/LC_MESSAGES/{name}.po"


@st.composite
def old(draw: st.DrawFn) -> dict[str, Catalog]:
    found = {}
    for name in draw(st.sets(st.sampled_from(NAMES))):
        messages = draw(st.lists(MESSAGES, max_size=4, unique_by=lambda message: message.key))
        catalog = Catalog(tuple(sorted(messages, key=lambda message: message.obsolete)), HEADER)
        found[path(name)] = po.read(po.write(catalog), path(name))
    return dict(sorted(found.items()))


TEMPLATES = st.dictionaries(
    st.sampled_from(NAMES[:3]),
    st.lists(KEYS, max_size=4, unique=True).map(
        lambda keys: Catalog(tuple(Message(k[1], ("",), k[0]) for k in keys), HEADER)
    ),
    min_size=1,
)


def after(found: dict[str, Catalog], templates: dict[str, Catalog], mode: str) -> dict[str, Catalog]:
    """The catalogs as they are read again after an update."""
    made = catalogs.update(found, templates, "kk", mode)
    return {**found, **{path(name): po.read(po.write(merged.catalog), path(name)) for name, merged in made.items()}}


@given(old(), st.lists(TEMPLATES, min_size=1, max_size=3), st.sampled_from(MODES))
def test_updating_again_changes_nothing(found: dict[str, Catalog], edits: list[dict[str, Catalog]], mode: str) -> None:
    for templates in edits:
        found = after(found, templates, mode)
        assert after(found, templates, mode) == found


@given(old(), TEMPLATES, st.sampled_from(MODES))
def test_nothing_is_finished_that_was_not(found: dict[str, Catalog], templates: dict[str, Catalog], mode: str) -> None:
    known = {
        (m.context, folded(m.msgid), m.msgstr)
        for c in found.values()
        for m in c.messages
        if all(m.msgstr) and not m.fuzzy
    }
    for catalog in after(found, templates, mode).values():
        for message in catalog.messages:
            assert not message.translated or (message.context, folded(message.msgid), message.msgstr) in known


@given(old(), st.lists(TEMPLATES, min_size=1, max_size=3), st.sampled_from(MODES))
def test_no_word_and_no_comment_disappears(
    found: dict[str, Catalog], edits: list[dict[str, Catalog]], mode: str
) -> None:
    before = found
    for templates in edits:
        found = after(found, templates, mode)
    for name, catalog in before.items():
        words = [part for m in found[name].messages for part in (*m.msgstr, *m.comments)]
        for message in catalog.messages:
            assert not message.msgstr[0] or any(message.msgstr[0] in word for word in words)
