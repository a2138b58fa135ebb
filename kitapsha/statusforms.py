"""The state of the translation in sentences, as a table in Markdown, and as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from . import translate
from .model import Coverage
from .problems import to_json, visible
from .statistics import SITE_TITLE, UNUSABLE, Found, Part, Report, Row

# --- sentences --------------------------------------------------------------------------------------------


def notes(row: Row) -> tuple[str, ...]:
    """What there is to say about a row beyond its numbers, in English sentences without a full stop."""
    return tuple(_notes(row))


def _notes(row: Row) -> Iterator[str]:
    if row.reason:
        yield f"not published: {_why(row)}"
    elif row.found is Found.UNREADABLE:
        yield _unreadable(row)
    elif row.found is Found.MISSING:
        yield _MISSING
    if row.refused:
        yield f"{_texts(row.refused)} with errors, which build.py check shows"
    if row.behind:
        yield f"{_texts(row.behind)} not in the catalog yet; build.py update adds them"
    if row.corrected:
        yield f"{_texts(row.corrected)} corrected in the catalog"


_MISSING = "there is no catalog yet; build.py update makes it"


def _why(row: Row) -> str:
    if row.reason == UNUSABLE:
        return "the article itself cannot be read"
    if row.reason == translate.UNREADABLE:
        return _unreadable(row)
    if row.found is Found.MISSING:
        return _MISSING
    below = row.coverage.percent < row.minimum
    needed = f"at least {row.needed} more word{' is' if row.needed == 1 else 's are'} needed for {row.minimum} %"
    if row.reason == translate.UNTITLED:
        return f"the title is not translated{f', and {needed}' if below and row.needed else ''}"
    # Texts without a word, such as a number in a drawing, may be all that is missing.
    return needed if row.needed else f"less than {row.minimum} % is translated"


def _unreadable(row: Row) -> str:
    place = next((problem.place for problem in row.problems if problem.place), None)
    return f"the catalog cannot be read ({visible(f'{place.path}:{place.line}') if place else row.catalog})"


def _texts(count: int) -> str:
    return f"{count} text{'' if count == 1 else 's'}"


def orphan_note(path: str) -> str:
    """What there is to say about a catalog that has no article."""
    return f"{visible(path)}: no article belongs to this catalog; build.py update takes its translations over"


def pages(part: Part) -> str:
    """How many articles are published, of how many."""
    return f"{part.published} of {part.articles}"


# --- Markdown ---------------------------------------------------------------------------------------------


def markdown(report: Report) -> str:
    """A table for a README: a line for each article, a column for each locale. Links start at the project's folder."""
    if not report.parts:
        return ""
    heads = [f"{_escaped(part.name)} ({part.locale})" for part in report.parts]
    lines = [_md_row("Article", "Words", *heads), _md_row("---", "--:", *("---" for _ in heads))]
    for rows in zip(*(part.rows for part in report.parts), strict=True):
        first = rows[0]
        title = f"*{SITE_TITLE}*" if first.is_site else f"[{_escaped(first.title)}](source/{first.name}.md)"
        lines.append(_md_row(title, str(first.coverage.total.words), *(_md_cell(row) for row in rows)))
    totals = (f"**{part.coverage.percent}\u00a0%**, {pages(part)} published" for part in report.parts)
    lines.append(_md_row("**Total**", f"**{report.parts[0].coverage.total.words}**", *totals))
    return "".join(f"{line}\n" for line in (*lines, "", _md_rule(report)))


def _md_row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _md_cell(row: Row) -> str:
    return f"{row.coverage.percent}\u00a0%{', not published' if row.reason else ''}"


def _md_rule(report: Report) -> str:
    minimums = {part.locale: part.minimum for part in report.parts if not part.is_source}
    if not minimums:
        return "Counted in words of the source."
    wanted = [f"{minimum}\u00a0% ({locale})" for locale, minimum in minimums.items()]
    one = f"{min(minimums.values())}\u00a0%" if len(set(minimums.values())) == 1 else ", ".join(wanted)
    return f"Counted in words of the source. An article is published from {one} and with a translated title."


_MARKUP = re.compile(r"([\\`*_{}\[\]<>|~&])")


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", visible(text))


# --- JSON -------------------------------------------------------------------------------------------------


def json_text(report: Report) -> str:
    """One JSON document, schema 1; docs/status.md describes its fields."""
    document = {
        **json.loads(to_json(report.problems)),
        "locales": [_part_fields(part) for part in report.parts],
        "translations": [_row_fields(row) for part in report.parts for row in part.rows],
    }
    text = json.dumps(document, ensure_ascii=False, indent=2)
    return _RARE.sub(lambda match: match[0] if visible(match[0]) == match[0] else json.dumps(match[0])[1:-1], text)


_RARE = re.compile(r"[^ -~\n]")


def _part_fields(part: Part) -> dict[str, object]:
    return {
        "locale": part.locale,
        "name": part.name,
        "source": part.is_source,
        "minimum": part.minimum,
        "articles": part.articles,
        "published": part.published,
        **_numbers(part.coverage),
        "orphans": list(part.orphans),
    }


def _row_fields(row: Row) -> dict[str, object]:
    return {
        "locale": row.locale,
        "article": row.name,
        "title": row.title,
        "catalog": row.catalog,
        "catalog_state": row.found.value,
        **_numbers(row.coverage),
        "published": row.published,
        "reason": row.reason,
        "minimum": row.minimum,
        "words_to_publish": row.needed,
        "refused_segments": row.refused,
        "corrected_segments": row.corrected,
        "segments_not_in_catalog": row.behind,
        "notes": list(notes(row)),
    }


def _numbers(coverage: Coverage) -> dict[str, int]:
    names = ("translated", "fuzzy", "untranslated")
    counts = dict(zip(names, (coverage.translated, coverage.fuzzy, coverage.untranslated), strict=True))
    return {
        "percent": coverage.percent,
        "words": coverage.total.words,
        **{f"{name}_words": count.words for name, count in counts.items()},
        "segments": coverage.total.segments,
        **{f"{name}_segments": count.segments for name, count in counts.items()},
    }
