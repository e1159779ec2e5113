"""Generated pages that nobody asks for before their own template is filled.

MkDocs reads all pages before it fills the first template, and fills them one after the other. What
another process can make meanwhile need not be there before; that keeps all processors busy.
"""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation

from .additions import Additions

_EARLY = ("page_read_source", "page_markdown", "page_content", "env")
"""Events at which a plugin may look at, or change, what stands on a page."""


def choose(
    added: Additions, nav: Navigation, config: MkDocsConfig, plugin: object
) -> frozenset[str]:
    """The sources of those pages.

    Every page shows the titles of the navigation, so what has none there is made before; and where
    another plugin has a part in pages, all are.
    """
    handlers = (handler for event in _EARLY for handler in config.plugins.events[event])
    if any(getattr(handler, "__self__", None) is not plugin for handler in handlers):
        return frozenset()
    # A title that somebody gave is an attribute of the page itself; others come from its metadata.
    untitled = {page.file.src_uri for page in nav.pages if "title" not in vars(page)}
    return frozenset(added.pages) - untitled
