"""Merging twice changes nothing more, and no finished translation disappears."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kitapsha import merge
from kitapsha.memory import Memory, folded, from_catalog
from kitapsha.model import Catalog, Message, Previous

_STARTS = ("Wash your hands with soap", "Dry them on a clean towel", "Open", 'Say "water" aloud', "Say “water” aloud")
_ENDS = ("", ".", " before you cook.", " before you eat.", " 2011", " 2012", "  now ")
msgids = st.one_of(
    st.tuples(st.sampled_from(_STARTS), st.sampled_from(_ENDS)).map("".join), st.text(min_size=1, max_size=9)
)
forms = st.sampled_from(["", "жу", "кептір", "ашу", "су", "екі\nжол"])


def messages(count: int) -> st.SearchStrategy[Message]:
    plural = st.tuples(st.sampled_from(["many", "more"]), st.tuples(*[forms] * count))
    single = st.tuples(st.none(), forms.map(lambda text: (text,)))
    flags = st.sampled_from([(), (), ("fuzzy",), ("no-wrap",), ("fuzzy", "no-wrap")])

    def made(msgid, words, context, flags, comments, obsolete):
        previous = Previous("once") if "fuzzy" in flags and comments else None
        return Message(msgid, words[1], context, words[0], comments, (), ("a.md",), flags, previous, obsolete)

    contexts = st.sampled_from([None, None, None, "state"])
    return st.builds(made, msgids, plural | single, contexts, flags, st.sampled_from([(), ("ask Ann",)]), st.booleans())


def catalogs(count: int) -> st.SearchStrategy[Catalog]:
    return st.lists(messages(count), max_size=6, unique_by=lambda message: message.key).map(
        lambda found: Catalog(tuple(found))
    )


def memory(found: list[Catalog]) -> Memory:
    """What catalogs know, the first of them the one that is merged."""
    named = (replace(catalog, path=f"{number}.po" if number else "") for number, catalog in enumerate(found))
    return Memory(tuple(entry for catalog in named for entry in from_catalog(catalog, "kk", None)))


def bare(message: Message) -> Message:
    return replace(message, msgstr=("",) * len(message.msgstr), comments=(), flags=(), previous=None)


templates = catalogs(2).map(lambda found: Catalog(tuple(map(bare, found.messages))))


def texts(found: Catalog) -> set[str]:
    """Every word that a translator wrote, in messages and in the comments that keep forms without a place."""
    kept = {form for message in found.messages for form in message.msgstr if form}
    comments = {c.removeprefix("msgstr: ") for m in found.messages for c in m.comments if c.startswith("msgstr: ")}
    return {" ".join(text.split()) for text in kept | comments}


@given(catalogs(3), templates, st.lists(catalogs(3), max_size=2))
def test_merging_again_changes_nothing(old, template, others):
    known = memory([old, *others])
    once = merge.merge(old, template, 3, known)
    again = merge.merge(once.catalog, template, 3, memory([once.catalog, *others]))
    assert again.catalog == once.catalog
    assert (again.kept, again.obsolete) == (sum(not m.obsolete for m in template.messages), 0)


@given(catalogs(3), st.lists(templates, min_size=1, max_size=4))
def test_no_translation_disappears(old, edits):
    catalog = old
    for template in edits:
        catalog = merge.merge(catalog, template, 3, memory([catalog])).catalog
        assert texts(old) <= texts(catalog)


@given(catalogs(3), templates)
def test_nothing_is_finished_that_was_not(old, template):
    """What a page may show was finished before, and for the same words."""
    known = memory([old])
    finished = {(folded(m.msgid), m.msgstr) for m in old.messages if all(m.msgstr) and not m.fuzzy}
    for message in merge.merge(old, template, 3, known).catalog.messages:
        if message.translated:
            assert (folded(message.msgid), message.msgstr) in finished


@given(catalogs(3), templates)
def test_the_catalog_has_what_the_template_has_in_its_order(old, template):
    result = merge.merge(old, template, 3, memory([old])).catalog
    wanted = [message for message in template.messages if not message.obsolete]
    assert [(m.key, m.plural, m.references) for m in result.messages if not m.obsolete] == [
        (m.key, m.plural, m.references) for m in wanted
    ]
    assert all(len(m.msgstr) == (1 if m.plural is None else 3) for m in result.messages)
    keys = [message.key for message in result.messages]
    assert len(set(keys)) == len(keys)
