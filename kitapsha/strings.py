"""The templates' own words: gettext's four functions over `Strings`, with named placeholders.

What they return is plain text, which the page escapes, so a translation can bring no markup. A placeholder is a
name in braces and nothing more: what `str.format` and `%` would understand stays text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import date

from .model import Key, Strings, Text

_PLACEHOLDER = re.compile(r"\{([A-Za-z][A-Za-z0-9_]*)\}")
_TAG = re.compile(r"<[^>]*>")


class Gettext:
    """The words of one locale. A message without a translation is shown as the template has it, in English."""

    def __init__(self, strings: Strings) -> None:
        self._locale = strings.locale
        self._forms: dict[Key, tuple[str, ...]] = dict(strings.messages)

    def gettext(self, message: str, /, **values: object) -> str:
        """The message in the page's language."""
        return self._singular(None, message, values)

    def pgettext(self, context: str, message: str, /, **values: object) -> str:
        """The message that means what the context says."""
        return self._singular(context, message, values)

    def ngettext(self, singular: str, plural: str, n: int, /, **values: object) -> str:
        """The form that fits the number; `{n}` stands for the number itself."""
        return self._plural(None, (singular, plural), n, values)

    def npgettext(self, context: str, singular: str, plural: str, n: int, /, **values: object) -> str:
        """The form that fits the number, of the message that means what the context says."""
        return self._plural(context, (singular, plural), n, values)

    def _singular(self, context: str | None, message: str, values: Mapping[str, object]) -> str:
        forms = self._forms.get((context, message), ())
        return self._fill(next(iter(forms), "") or message, values)

    def _plural(self, context: str | None, source: tuple[str, str], n: int, values: Mapping[str, object]) -> str:
        form = self._form(self._forms.get((context, source[0]), ()), n)
        return self._fill(form or source[n != 1], {"n": n, **values})

    def _form(self, forms: tuple[str, ...], n: int) -> str:
        """The form for n, empty where there is none. A catalog with fewer forms than the rule has is no fault."""
        if not forms:
            return ""
        from .languages import plural_form

        return forms[min(plural_form(self._locale, n), len(forms) - 1)]

    def _fill(self, message: str, values: Mapping[str, object]) -> str:
        def value(match: re.Match[str]) -> str:
            return self._shown(values[match[1]]) if match[1] in values else match[0]

        return _PLACEHOLDER.sub(value, str(message))

    def _shown(self, value: object) -> str:
        """Numbers and dates as the locale writes them."""
        if isinstance(value, int) and not isinstance(value, bool):
            from .languages import format_number

            return format_number(value, self._locale)
        if isinstance(value, date):
            from .languages import format_date

            return format_date(value, self._locale)
        return plain(value)


def plain(value: object) -> str:
    """The letters of a Text, or of markup that a template made, without its tags. A string is plain already."""
    markup = value.html if isinstance(value, Text) else getattr(value, "__html__", lambda: None)()
    return str(value) if markup is None else html.unescape(_TAG.sub("", markup))
