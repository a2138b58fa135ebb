"""Templates and views to HTML, and the words of templates to segments.

Every page is escaped throughout. What is HTML already is known by the field it stands in (`ArticleView.body`,
`TocEntry.html`, `ParallelRow`, `Text`), and becomes markup here and nowhere else: templates have no `safe` filter.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from types import CodeType, TracebackType
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.bccache import Bucket
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from . import typography
from .model import ArticleView, Kind, ParallelView, Segment, Strings, Text
from .problems import KitapshaError, Place, Problem, error, warning
from .strings import Gettext, plain

Templates = tuple[tuple[str, str], ...]
"""Names below `templates/` and their texts."""

FOLDER = "templates/"


def render(templates: Templates, name: str, strings: Strings, /, **views: object) -> str:
    """The page that the named template makes of the views, in the words of the locale of `strings`.

    Raises KitapshaError with the code template-missing, template-syntax, template-undefined or template-error,
    placed at the line of the template.
    """
    environment = _environment(templates, strings)
    try:
        return environment.get_template(name).render({key: _marked(view) for key, view in views.items()})
    except KitapshaError:
        raise
    except Exception as exception:
        raise KitapshaError(_problem(exception, FOLDER + name)) from exception


@lru_cache(maxsize=32)
def _environment(templates: Templates, strings: Strings) -> SandboxedEnvironment:
    """The templates with the words and the formats of one locale.

    One environment for each locale, not one that changes its words: two pages may be rendered at the same time.
    """
    environment = SandboxedEnvironment(
        loader=_loader(templates),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown,
        auto_reload=False,
        bytecode_cache=_compiled(templates),
    )
    words = Gettext(strings)
    environment.globals.update(
        {
            "_": words.gettext,
            "gettext": words.gettext,
            "ngettext": words.ngettext,
            "pgettext": words.pgettext,
            "npgettext": words.npgettext,
        }
    )
    environment.filters.update(_filters(strings.locale))
    for name in _REFUSED_FILTERS:
        del environment.filters[name]
    return environment


_REFUSED_FILTERS = ("safe", "title", "capitalize")
"""The first would let text through as markup; the others break abbreviations and what is not English."""


class _Compiled(jinja2.BytecodeCache):
    """The code of templates, which is the same in all locales."""

    def __init__(self) -> None:
        self._code: dict[str, CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get(bucket.key)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code:
            self._code[bucket.key] = bucket.code


@lru_cache(maxsize=4)
def _compiled(templates: Templates) -> _Compiled:  # noqa: ARG001
    return _Compiled()


def _loader(templates: Templates) -> jinja2.FunctionLoader:
    """Jinja's DictLoader with one thing more: tracebacks name the template."""
    texts = dict(templates)

    def load(name: str) -> tuple[str, str, None] | None:
        return (texts[name], FOLDER + name, None) if name in texts else None

    return jinja2.FunctionLoader(load)


# --- what views become ------------------------------------------------------------------------------------


def _markup(html: str) -> Markup:
    """The only door from text to markup. What passes is HTML of our own making, never words of a catalog."""
    return Markup(html)  # noqa: S704


def _marked(view: object) -> object:
    """The view with the HTML of its fields marked as such."""
    match view:
        case ArticleView():
            toc = tuple(replace(entry, html=_markup(entry.html)) for entry in view.toc)
            return replace(view, body=_markup(view.body), toc=toc)
        case ParallelView():
            rows = tuple(replace(r, source=_markup(r.source), target=_markup(r.target)) for r in view.rows)
            return replace(view, rows=rows)
        case tuple():
            return tuple(_marked(part) for part in view)
        case _:
            return view


def _shown(value: object) -> object:
    """A Text as its HTML; in an element with its language where that is not the page's."""
    if not isinstance(value, Text):
        return value
    if not value.lang:
        return _markup(value.html)
    span = Markup('<span lang="{}" dir="auto" class="untranslated" data-untranslated="{}">{}</span>')
    return span.format(value.lang, value.lang.split("-")[0].upper(), _markup(value.html))


_LINK = re.compile(r"<sup\b[^>]*\bfootnote-ref\b.*?</sup>|</?a\b[^>]*>", re.DOTALL)


def _unlinked(value: Text | str) -> object:
    """HTML of ours without its links and footnote signs, for a place that is a link itself."""
    if isinstance(value, Text):
        return replace(value, html=_LINK.sub("", value.html))
    return _markup(_LINK.sub("", value)) if isinstance(value, Markup) else value


_ADDRESS = re.compile(r"https?://[^\s/?#\\@]+(?:[/?#][^\s\\]*)?|mailto:[^\s\\?]+@[^\s\\?]+", re.IGNORECASE)


def _address(value: str) -> str:
    """The address where a reader may safely follow it (http, https, mailto), otherwise nothing."""
    return value if _ADDRESS.fullmatch(value) and value.isprintable() else ""


def _stylesheet(css: str) -> Markup:
    """CSS for a style element, which no text in it can close: a style element knows no character references."""
    return _markup(css.replace("</", "<\\/").replace("<!--", "<\\!--"))


def _json_data(text: str) -> Markup:
    """JSON for a script element of data, which no text in it can close."""
    return _markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _filters(locale: str) -> dict[str, Callable[..., object]]:
    formats = {"date": "format_date", "number": "format_number", "percent": "format_percent"}
    return {
        "address": _address,
        "json_data": _json_data,
        "bound": typography.apply,
        "plain": plain,
        "stylesheet": _stylesheet,
        "unlinked": _unlinked,
        "language_name": _written("language_name", locale),
        **{name: _written(function, locale) for name, function in formats.items()},
    }


def _written(function: str, locale: str) -> Callable[..., object]:
    """A filter that shows a value as the locale writes it. Babel's data are loaded when a page first needs them.

    It asks for the context so that Jinja never takes its result for a constant of the code, which all locales share.
    """

    @jinja2.pass_context
    def written(_context: object, value: object) -> object:
        from . import languages

        return getattr(languages, function)(value, locale)

    return written


# --- what goes wrong --------------------------------------------------------------------------------------


def _problem(exception: Exception, template: str) -> Problem:
    """The problem with the code, the place in the template and the hint that fit the exception."""
    message = str(exception) or type(exception).__name__
    if isinstance(exception, jinja2.TemplateSyntaxError):
        return _syntax_problem(exception, template)
    place = _innermost(exception.__traceback__) or Place(template)
    if isinstance(exception, jinja2.TemplateNotFound):
        missing = FOLDER + (exception.name or "")
        hint = "put the file there, or correct the name"
        return error("template-missing", f"there is no {missing}", place, hint)
    if isinstance(exception, jinja2.UndefinedError):
        hint = "the head of base.html.j2 lists what each template is given; test with `is defined` what may be absent"
        return error("template-undefined", message, place, hint)
    hint = "correct this line of the template"
    return error("template-error", f"{type(exception).__name__}: {message}", place, hint)


def _syntax_problem(exception: jinja2.TemplateSyntaxError, template: str) -> Problem:
    path = FOLDER + exception.name if exception.name else template
    hint = "correct this line; Jinja's manual describes its tags and filters"
    if any(f"'{name}'" in str(exception.message) for name in _REFUSED_FILTERS):
        hint = "leave the filter out: texts and bodies are HTML already, anything else is shown as it is written"
    elif "'trans'" in str(exception.message):
        hint = "write {{ _('...') }} or {{ ngettext('...', '...', n) }}: a translation must not become markup"
    return error("template-syntax", exception.message or "a syntax error", Place(path, exception.lineno), hint)


def _innermost(traceback: TracebackType | None) -> Place | None:
    """The last template that the traceback passes through."""
    place = None
    while traceback:
        if traceback.tb_frame.f_code.co_filename.startswith(FOLDER):
            place = Place(traceback.tb_frame.f_code.co_filename, max(1, traceback.tb_lineno))
        traceback = traceback.tb_next
    return place


# --- the words of templates -------------------------------------------------------------------------------

_KEYWORDS: dict[str, Any] = {
    "_": (1,),
    "gettext": (1,),
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_TEXT_ARGUMENTS = {"_": 1, "gettext": 1, "ngettext": 2, "pgettext": 2, "npgettext": 3}
_COMMENT_TAG = "translators:"


def extract(templates: Templates) -> tuple[tuple[Segment, ...], tuple[Problem, ...]]:
    """The words of all `.j2` templates by file and line, repetitions included, and what kept some from being found.

    Problems: template-syntax for a template that cannot be read, template-words (a warning) for words that are
    not written out where they are asked for, so that no catalog could hold them.
    """
    segments: list[Segment] = []
    problems: list[Problem] = []
    environment = _environment((), Strings(""))
    for name, text in sorted(templates):
        if not name.endswith(".j2"):
            continue
        try:
            tree = environment.parse(text, name)
        except jinja2.TemplateSyntaxError as exception:
            problems.append(_syntax_problem(exception, FOLDER + name))
            continue
        problems += _unwritten(tree, FOLDER + name)
        segments += sorted(_segments(FOLDER + name, text), key=lambda segment: segment.place.line)
    return tuple(segments), tuple(problems)


def _segments(path: str, text: str) -> Iterator[Segment]:
    from babel.messages.extract import extract as babel_extract

    found = babel_extract("jinja2.ext:babel_extract", io.BytesIO(text.encode()), _KEYWORDS, [_COMMENT_TAG])
    for line, message, comments, context in found:
        msgid, plural = message if isinstance(message, tuple) else (message, None)
        notes = tuple(" ".join(comment.split()) for comment in comments)
        yield Segment(msgid, Kind.TEMPLATE, Place(path, line), context, "", notes, plural)


def _unwritten(tree: nodes.Template, path: str) -> Iterator[Problem]:
    """Warnings for calls such as `_(name)`, which no extractor can see into."""
    for call in tree.find_all(nodes.Call):
        count = _TEXT_ARGUMENTS.get(call.node.name, 0) if isinstance(call.node, nodes.Name) else 0
        written = [text for text in call.args[:count] if isinstance(text, nodes.Const) and isinstance(text.value, str)]
        if len(written) < count:
            hint = "write the words between quotation marks inside the brackets"
            yield warning("template-words", "these words reach no catalog", Place(path, call.lineno), hint)
