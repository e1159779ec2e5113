"""One Markdown converter for all pages of ours.

MkDocs makes a new one for each page. With the extensions that people use, that takes longer than
the page itself.
"""

from __future__ import annotations

import sys
from importlib.metadata import entry_points
from types import SimpleNamespace
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

_TRUSTED = ("markdown.extensions.", "pymdownx.")
"""Extensions of these packages forget a page when they are reset, as Python-Markdown asks them to:
https://python-markdown.github.io/extensions/api/#registerextension"""


class Converter:
    """Renders pages as `Page.render` does, with one converter where its extensions allow that."""

    def __init__(self, config: MkDocsConfig, files: Files) -> None:
        self.config = config
        self.files = files
        # Footnotes can be told to number their pages, for as long as a converter lasts.
        numbered = any(options.get("UNIQUE_IDS") for options in config.mdx_configs.values())
        self._lasts = all(map(_is_trusted, config.markdown_extensions)) and not numbered
        self._markdown: Any = None
        self._make: Any = None
        self._parts = 0

    def render(self, page: Page) -> None:
        """Turn the Markdown of a page into HTML."""
        render = type(page).render
        if not self._lasts:
            render(page, self.config, self.files)
            return
        module: Any = sys.modules[render.__module__]
        package, done = module.markdown, False
        self._make = package.Markdown
        module.markdown = SimpleNamespace(**{**vars(package), "Markdown": self._fresh})
        try:
            render(page, self.config, self.files)
            done = True
        finally:
            module.markdown = package
            self._keep(done)

    def _fresh(self, **options: Any) -> Any:
        """A converter that knows nothing of any page, as `Page.render` asks for."""
        if self._markdown is None:
            self._markdown = self._make(**options)
        else:
            self._markdown.reset()
        return self._markdown

    def _keep(self, done: bool) -> None:
        """Keep the converter, unless a page has broken it, or has left something in it."""
        if self._markdown is None:
            return
        parts = _parts(self._markdown)
        if not done or parts != (self._parts or parts):
            self._markdown, parts = None, 0
        self._parts = parts


def _is_trusted(extension: object) -> bool:
    """Whether an extension forgets each page; one that is an object may keep anything."""
    if not isinstance(extension, str):
        return False
    named = entry_points(group="markdown.extensions", name=extension)
    return next((entry.value for entry in named), extension).startswith(_TRUSTED)


def _parts(converter: Any) -> int:
    """How many parts a converter has. Abbreviations were once patterns of their own that stayed."""
    return sum(
        len(parts)
        for parts in (
            converter.preprocessors, converter.parser.blockprocessors, converter.inlinePatterns,
            converter.treeprocessors, converter.postprocessors,
        )
    )  # fmt: skip
