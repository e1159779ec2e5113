"""Pages at the old addresses of postmortems that lead to the new ones."""

from __future__ import annotations

from ..catalog import Catalog
from ..identity import usable
from ..paths import Site
from .environment import render


def build(catalog: Catalog, site: Site) -> dict[str, bytes]:
    """A small page for every alias, by its path in the site.

    It needs no JavaScript and no server: a refresh, a canonical link and a visible link.
    """
    pages: dict[str, bytes] = {}
    for postmortem in catalog.postmortems:
        for alias in postmortem.aliases:
            if usable(alias) and alias.casefold() != postmortem.id.casefold():
                path = site.alias(alias)
                href = site.href(path, site.postmortem(postmortem))
                html = render("redirect.html.jinja", href=href, title=postmortem.title)
                pages[path] = str(html).encode()
    return pages
