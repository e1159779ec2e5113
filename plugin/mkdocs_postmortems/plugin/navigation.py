"""The section of the postmortems in the navigation of a site."""

from __future__ import annotations

import html
import logging
from collections.abc import Mapping, Sequence

from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.plugins.postmortems")

_NAV_WARNING = 200
"""More postmortems than this in the navigation make every page of the site large and slow."""


def place(
    nav: Navigation,
    files: Files,
    hubs: Mapping[str, str],
    pages: Sequence[str],
    postmortems: Sequence[str],
    section: str | None,
) -> None:
    """Put the section into the navigation, and give every page its parent.

    Args:
        hubs: The pages that stand in it: their sources, with the titles they have there, in order.
        pages: The sources of all generated pages.
        postmortems: Those of the postmortems.
        section: The title of the section; None for a site that wants none.
    """
    in_nav = {page.file.src_uri for page in nav.pages}
    listed = sum(uri in in_nav for uri in postmortems)
    if listed > _NAV_WARNING:
        log.warning(
            "postmortems: the navigation lists %d postmortems, which adds all their links to "
            "every page. Take them out of `nav:`; the index links to all of them.",
            listed,
        )
    there = [(title, page) for uri, title in hubs.items() if (page := _page(files, uri))]
    own = _section(nav, there, section, in_nav) if section is not None else None
    index = there[0][1] if there else None
    parent = (index.parent if index else None) or own
    for uri in (*pages, *postmortems):
        page = _page(files, uri)
        if page is not None and page is not index and page.parent is None:
            page.parent = parent


def _section(
    nav: Navigation, hubs: list[tuple[str, Page]], title: str, in_nav: set[str]
) -> Section | None:
    """Our own section at the end, unless the site's navigation names one of its pages."""
    if not hubs or any(page.file.src_uri in in_nav for _, page in hubs):
        return None
    for name, page in hubs:
        page.title = html.escape(name)  # themes show titles as they are
    section = Section(title, [page for _, page in hubs])
    section.parent = None
    for before, after in zip(hubs, hubs[1:], strict=False):
        before[1].next_page, after[1].previous_page = after[1], before[1]
    for _, page in hubs:
        page.parent = section
    nav.items.append(section)
    nav.pages.extend(page for _, page in hubs)
    return section


def _page(files: Files, src_uri: str) -> Page | None:
    """The page that MkDocs made for a file."""
    file = files.get_file_from_path(src_uri)
    return file.page if file is not None else None
