"""Pages of ours that nobody asks for before their own template is filled.

MkDocs reads all pages before it fills the first template, and fills them one after the other. What
is made of a page only then need not be kept so long; and another process makes the next meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation

from .additions import Additions

_EARLY = (
    "page_read_source", "page_markdown", "page_content", "env",
    "pre_template", "template_context", "post_template",
)  # fmt: skip
"""Events at which a plugin may look at, or change, what stands on a page."""
_TAGS = "material.plugins.tags."
"""Reads the metadata of pages, which those of postmortems have early, and fills pages that list
tags, of which we have none."""
_KNOWN = frozenset({"404.html", "sitemap.xml"})
"""Templates that say of pages no more than their addresses."""
_AFTERWARDS = ("page_context", "post_page", "post_build")
"""Those at which one may look back at pages that are written."""
_FORGETFUL = ("mkdocs.", "properdocs.", "material.", "mkdocs_postmortems.")
"""Plugins of these packages do not."""


def choose(
    added: Additions, nav: Navigation, config: MkDocsConfig, plugin: object
) -> frozenset[str]:
    """The sources of those pages.

    Every page shows the titles of the navigation, so what has none there is made before; and where
    another plugin has a part in pages, all are.
    """
    if any(
        getattr(handler, "__self__", None) is not plugin and not module.startswith(_TAGS)
        for handler, module in _handlers(config, _EARLY)
    ):
        return frozenset()
    if config.extra_templates or config.theme.static_templates - _KNOWN:
        return frozenset()  # they are filled before all pages, and may list them
    # A title that somebody gave is an attribute of the page itself; others come from its metadata.
    untitled = {page.file.src_uri for page in nav.pages if "title" not in vars(page)}
    return frozenset((*added.pages, *added.postmortems)) - untitled


def forgettable(config: MkDocsConfig) -> bool:
    """Whether nobody asks for the text of a page once its file is written."""
    return all(module.startswith(_FORGETFUL) for _, module in _handlers(config, _AFTERWARDS))


def _handlers(config: MkDocsConfig, events: Iterable[str]) -> Iterator[tuple[object, str]]:
    """Who handles some events, each with the name of its module and a dot behind it."""
    for event in events:
        for handler in config.plugins.events[event]:
            yield handler, f"{getattr(handler, '__module__', '')}."
