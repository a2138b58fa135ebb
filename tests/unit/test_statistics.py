"""What is counted, what is published and why not, and what orphans and broken catalogs become."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitapsha import articles, building, editions, po, project, statistics
from kitapsha.config import Config
from kitapsha.model import Catalog, Count, Coverage, Message
from kitapsha.problems import Place, error, info, warning
from kitapsha.project import Project, catalog_path
from kitapsha.statistics import Found, Row

WATER = "# Clean water\n\nBoil it well for ten minutes.\n\nDrink [it](bread.md) cold.\n\n- 5 %\n"
BREAD = "# Bread\n\nKnead.\n"
TITLE, BOIL, DRINK, NUMBER = "Clean water", "Boil it well for ten minutes.", "Drink [it](bread.md) cold.", "5 %"
WHOLE = {TITLE: "Таза су", BOIL: "Он минут қайнат.", DRINK: "[Оны](bread.md) суық іш.", NUMBER: "5 %"}
TEMPLATES = (("a.html.j2", "{{ _('All articles') }} {{ ngettext('{n} word', '{n} words', 3) }}"),)
HEADER = Message("", ("Language: kk\n",))
SITE = [("River reader", 2), ("Notes", 1), ("Back to the text", 4), ("All articles", 2), ("{n} word", 4)]
AROUND = [("Read this page in English", 5), ("Close", 1), ("There is no page at this address.", 7), ("Side by side", 3)]
AROUND_COUNT = Count(len(AROUND), sum(words for _, words in AROUND))


def catalog(words, locale="kk", name="water", **more):
    messages = [m if isinstance(m, Message) else Message(m, (words[m],)) for m in words]
    return (locale, name), Catalog(tuple(messages), HEADER, catalog_path(locale, name), **more)


def publication(*catalogs, texts=(("water", WATER),), problems=(), **settings):
    config = Config(**{"title": "River reader", "locales": ("en", "kk")} | settings)
    read = tuple(articles.read(slug, f"source/{slug}.md", text) for slug, text in texts)
    return Project(config, read, catalogs, TEMPLATES, problems=problems)


def counted(*catalogs, orphans=(), locales=(), slugs=(), **more):
    edition = editions.make(publication(*catalogs, **more))
    return statistics.report(edition, orphans, locales, slugs)


def row(report, locale="kk", name="water") -> Row:
    (part,) = [part for part in report.parts if part.locale == locale]
    (found,) = [row for row in part.rows if row.name == name]
    return found


# --- articles -------------------------------------------------------------------------------------------------


def test_a_whole_translation():
    found = row(counted(catalog(WHOLE)))
    assert found.coverage == Coverage(Count(4, 2 + 6 + 3 + 1))
    assert (found.published, found.reason, found.needed, found.found) == (True, "", 0, Found.READ)
    assert (found.title, found.catalog) == ("Clean water", "locales/kk/LC_MESSAGES/water.po")
    assert (found.refused, found.corrected, found.behind) == (0, 0, 0)


def test_a_title_without_markup():
    assert row(counted(texts=[("a", "# *Clean* [water](b.md)\n")]), name="a").title == "Clean water"


@pytest.mark.parametrize(
    ("lost", "minimum", "reason", "needed"),
    [
        ((BOIL,), 80, "incomplete", 4),  # 6 of 12 words are there, 10 are wanted
        ((BOIL,), 50, "", 0),
        ((BOIL,), 51, "incomplete", 1),
        ((BOIL,), 100, "incomplete", 6),
        ((TITLE,), 80, "title", 2),  # 10 of 12 words would do
        ((TITLE, BOIL), 80, "title", 6),
        ((TITLE,), 0, "title", 2),
    ],
)
def test_what_is_missing_until_it_is_published(lost, minimum, reason, needed):
    words = {msgid: "" if msgid in lost else text for msgid, text in WHOLE.items()}
    found = row(counted(catalog(words), minimum=minimum))
    assert (found.reason, found.needed, found.published) == (reason, needed, not reason)
    assert found.minimum == minimum


def test_each_locale_has_its_minimum():
    report = counted(minimum=90, minimums=(("kk", 30),))
    assert [part.minimum for part in report.parts] == [90, 30]
    assert row(report).minimum == 30


def test_fuzzy_and_refused():
    words = {**WHOLE, DRINK: "Оны суық іш."}
    fuzzy = Message(BOIL, ("Он минут қайнат.",), flags=("fuzzy",))
    del words[BOIL]
    found = row(counted(catalog({**words, fuzzy: ""})))
    assert found.coverage.fuzzy == Count(2, 6 + 3)
    assert (found.refused, found.reason, found.needed) == (1, "incomplete", 7)


def test_no_catalog_yet():
    found = row(counted())
    assert (found.found, found.reason, found.behind) == (Found.MISSING, "title", 0)
    assert found.coverage == Coverage(untranslated=Count(4, 12))


def test_texts_that_the_catalog_lacks():
    old = {msgid: WHOLE[msgid] for msgid in (TITLE, DRINK)}
    gone = Message(BOIL, ("Он минут қайнат.",), obsolete=True)
    assert row(counted(catalog({**old, gone: ""}))).behind == 2


def test_letters_taken_apart_are_the_same_text():
    assert row(counted(catalog({"Cafe\u0301": "x"}), texts=[("water", "# Caf\u00e9\n")])).behind == 0


def test_the_source_locale_is_whole_and_says_what_it_corrects():
    found = row(counted(catalog({**dict.fromkeys(WHOLE, ""), BOIL: "Boil it for ten minutes."}, "en")), "en")
    assert (found.coverage.percent, found.corrected, found.published) == (100, 1, True)
    assert row(counted(catalog(WHOLE))).corrected == 0


# --- what cannot be read ----------------------------------------------------------------------------------------

CUT = error("po-truncated", "the file ends in the middle of a string", Place(catalog_path("kk", "water"), 7), "x")


def test_a_catalog_that_cannot_be_read():
    note = info("po-bom", "a byte order mark", Place(catalog_path("kk", "bread")))
    report = counted(
        (("kk", "water"), Catalog(path=catalog_path("kk", "water"), problems=(CUT,))),
        catalog({"Bread": "Нан", "Knead.": "Иле."}, name="bread", problems=(note,)),
        texts=[("bread", BREAD), ("water", WATER)],
    )
    found = row(report)
    assert (found.found, found.reason, found.needed, found.published) == (Found.UNREADABLE, "catalog", 0, False)
    assert found.coverage.translated == Count()
    assert found.problems == report.problems == (CUT,)
    assert row(report, name="bread").published


def test_a_catalog_that_the_disk_refuses_is_not_missing():
    outside = error("file-outside", "the file is a link out of the publication", Place(catalog_path("kk", "water")))
    report = counted(problems=(outside,))
    assert (row(report).found, row(report).reason) == (Found.UNREADABLE, "catalog")
    assert row(report, "en").found is Found.MISSING
    assert report.problems == (outside,)


def test_a_broken_catalog_of_the_source_does_not_keep_the_source():
    path = catalog_path("en", "water")
    cut = replace(CUT, place=Place(path, 7))
    report = counted((("en", "water"), Catalog(path=path, problems=(cut,))))
    assert (row(report, "en").published, row(report, "en").reason) == (True, "")
    assert (row(report, "en").found, report.problems) == (Found.UNREADABLE, (cut,))


def test_an_article_that_cannot_be_read():
    report = counted(catalog(WHOLE), texts=[("water", f"---\ntitle: [\n---\n{WATER}"), ("bread", BREAD)])
    found = row(report)
    assert (found.published, found.reason, found.needed) == (False, "source", 0)
    assert {problem.code for problem in report.problems} == {"frontmatter-syntax"}
    assert row(report, "en", "bread").published


def test_errors_of_other_articles_are_not_said():
    texts = [("water", f"---\ntitle: [\n---\n{WATER}"), ("bread", BREAD)]
    assert counted(texts=texts, slugs=["bread"]).problems == ()
    cut = (("kk", "water"), Catalog(path=catalog_path("kk", "water"), problems=(CUT,)))
    assert counted(cut, locales=["en"]).problems == ()
    assert counted(cut, slugs=["water"]).problems == (CUT,)


def test_errors_that_keep_nothing_from_being_counted_are_left_to_check():
    text = f"{WATER}\n[x](//y)\n"
    assert [problem.code for problem in articles.read("a", "a.md", text).problems] == ["link-address"]
    report = counted(catalog(WHOLE), texts=[("water", text)])
    assert (row(report, "en").published, report.problems) == (True, ())


# --- the words of the pages -------------------------------------------------------------------------------------


def test_the_words_of_the_pages():
    words = {"Notes": "Ескертпелер", "All articles": "Барлығы", Message("{n} word", ("{n} сөз", ""), plural="x"): ""}
    found = row(counted(catalog(words, name="site")), name="site")
    assert found.is_site
    assert found.published is None
    assert found.coverage == Coverage(Count(2, 3), untranslated=Count(3, 2 + 4 + 4) + AROUND_COUNT)
    assert (found.behind, found.reason, found.needed) == (2 + len(AROUND), "", 0)


def test_all_forms_are_words_to_translate():
    whole = [Message("{n} word", ("{n} сөз", "{n} сөз"), plural="{n} words")]
    found = row(counted(catalog(dict.fromkeys(whole), name="site")), name="site")
    assert found.coverage.translated == Count(1, 4)


def test_states_of_the_words_of_the_pages():
    words = {
        Message("Notes", ("Ескертпелер",), flags=("fuzzy",)): "",
        Message("All articles", ("",), flags=("fuzzy",)): "",
        Message("{n} word", ("{x} сөз", "{n} сөз"), plural="{n} words"): "",
        Message("Back to the text", ("Мәтінге",), obsolete=True): "",
    }
    found = row(counted(catalog(words, name="site")), name="site")
    assert found.coverage == Coverage(fuzzy=Count(2, 1 + 4), untranslated=Count(3, 2 + 2 + 4) + AROUND_COUNT)
    assert found.refused == 1


def test_the_words_of_the_pages_in_the_source_locale():
    found = row(counted(catalog({"Notes": "Footnotes"}, "en", "site")), "en", "site")
    assert found.coverage == Coverage(Count(5, sum(words for _, words in SITE)) + AROUND_COUNT)
    assert found.corrected == 1


def test_a_refused_correction_of_the_pages():
    found = row(counted(catalog({"All articles": "All {x}"}, "en", "site")), "en", "site")
    assert (found.coverage.fuzzy, found.refused, found.corrected) == (Count(1, 2), 1, 0)


def test_a_broken_catalog_of_the_pages():
    path = catalog_path("kk", "site")
    cut = replace(CUT, place=Place(path, 3))
    report = counted((("kk", "site"), Catalog(path=path, problems=(cut,))))
    assert (row(report, name="site").found, report.problems) == (Found.UNREADABLE, (cut,))


# --- the publication --------------------------------------------------------------------------------------------

BOTH = [("water", WATER), ("bread", f"---\norder: 1\n---\n{BREAD}")]


def test_rows_stand_as_in_the_publication():
    report = counted(texts=reversed(BOTH), locales=["kk", "en"])
    assert [part.locale for part in report.parts] == ["kk", "en"]
    assert [[row.name for row in part.rows] for part in report.parts] == [["bread", "water", "site"]] * 2
    assert [part.is_source for part in report.parts] == [False, True]
    assert [part.name for part in report.parts] == ["Қазақша", "English"]


def test_a_locale_asked_for_twice_is_counted_once():
    assert [part.locale for part in counted(locales=["kk", "kk"]).parts] == ["kk"]


def test_totals():
    part = counted(catalog(WHOLE), texts=BOTH, locales=["kk"]).parts[0]
    assert part.coverage == Coverage(Count(4, 12), untranslated=Count(2 + 5, 2 + 13) + AROUND_COUNT)
    assert (part.articles, part.published) == (2, 1)


def test_some_articles_alone():
    orphan = warning("catalog-orphan", "x", Place("locales/kk/LC_MESSAGES/old.po"))
    (part,) = counted(texts=BOTH, orphans=[orphan], locales=["kk"], slugs=["water"]).parts
    assert [row.name for row in part.rows] == ["water"]
    assert part.orphans == ()


def test_orphans_stand_with_their_locale():
    paths = ["locales/pt_BR/LC_MESSAGES/old.po", "locales/kk/LC_MESSAGES/rivers/old.po"]
    orphans = [warning("catalog-orphan", "x", Place(path)) for path in paths]
    edition = editions.make(publication(locales=("en", "pt-BR", "kk")))
    assert [part.orphans for part in statistics.report(edition, orphans).parts] == [(), (paths[0],), (paths[1],)]


# --- laws and judges --------------------------------------------------------------------------------------------

COUNTS = st.builds(Count, st.just(1), st.integers(0, 5_000))


@given(COUNTS, COUNTS, COUNTS, st.integers(0, 100))
def test_as_many_words_are_needed_and_no_fewer(translated, fuzzy, untranslated, minimum):
    coverage = Coverage(translated, fuzzy, untranslated)
    needed = statistics.missing_words(coverage, minimum)

    def percent(more):
        rest = coverage.total.words - translated.words - more
        left = Count(1, rest) if rest else Count()
        done = Count(coverage.total.segments - left.segments, translated.words + more)
        return Coverage(done, untranslated=left).percent

    assert percent(needed) >= minimum
    assert needed == 0 or percent(needed - 1) < minimum


def test_messages_are_counted_as_msgfmt_does(site):
    """GNU gettext is the judge: its catalogs are as far as it says, message by message."""
    edition = building.edition(site.root)
    report = statistics.report(edition, project.orphans(site.root, edition.project), ["ru", "kk"])
    rows = [row for part in report.parts for row in part.rows]
    assert {row.name for row in rows} == {"bread", "river", "well", "site"}
    assert any(row.coverage.fuzzy.segments for row in rows)
    for found in rows:
        said = _msgfmt(site.root / found.catalog)
        ours = found.coverage
        assert said == (ours.translated.segments, ours.fuzzy.segments - found.refused, ours.untranslated.segments)


def _msgfmt(path):
    assert po.read(path.read_bytes()).header
    command = ["msgfmt", "--statistics", "-o", "-", str(path)]
    said = subprocess.run(command, capture_output=True, check=True, env={**os.environ, "LC_ALL": "C"})
    text = said.stderr.decode()
    patterns = (r"(\d+) translated", r"(\d+) fuzzy", r"(\d+) untranslated")
    return tuple(int(match[1]) if (match := re.search(pattern, text)) else 0 for pattern in patterns)
