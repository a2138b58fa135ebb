"""Kitapsha: articles in Markdown, translated through gettext catalogs, published as HTML and PDF pamphlets."""

__version__ = "0.1.0"
