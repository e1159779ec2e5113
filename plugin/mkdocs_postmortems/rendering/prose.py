"""Sole owner of Python-Markdown: an author's text as HTML, where no site generator renders it.

The extensions are those of the project's own site. What comes out is not sanitised yet.
"""

from __future__ import annotations

from functools import cache

from markdown import Markdown

_EXTENSIONS = (
    "admonition",
    "attr_list",
    "footnotes",
    "sane_lists",
    "tables",
    "toc",
    "pymdownx.details",
    "pymdownx.highlight",
    "pymdownx.superfences",
)


@cache
def _renderer() -> Markdown:
    return Markdown(extensions=list(_EXTENSIONS))


def to_html(text: str) -> str:
    """Markdown as HTML. Footnotes and ids of one text do not show in the next."""
    html: str = _renderer().reset().convert(text)
    return html
