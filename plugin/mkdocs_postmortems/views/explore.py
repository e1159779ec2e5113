"""The explorer: the page where people ask whether something has happened before.

The page is a frame: the script fills it from the catalog of `explore_data`, which stands beside it.
"""

from __future__ import annotations

from typing import Any

from . import explore_data
from .base import Block, Page, View, hubs


def build(view: View, *, full_text: str) -> Page:
    """The page.

    Args:
        full_text: `yes` where an index of the bodies stands beside the page, else why there is
            none: `no`, or `elsewhere`, which has one.
    """
    origin = view.site.page("explore")
    total = len(view.catalog.postmortems)
    data: dict[str, Any] = {
        "title": "Explore",
        "hubs": hubs(view, origin, "explore"),
        "total": total,
        "unstructured": sum(not p.structured for p in view.catalog.postmortems),
        "large": total >= explore_data.LARGE,
        "full_text": full_text,
        "assets": view.site.href(origin, f"{view.site.url}/assets/explore"),
        "index": view.site.href(origin, view.site.page("")),
        "browse": view.site.href(origin, view.site.page("by")),
    }
    return Page(
        "Explore",
        "Search all incidents: has this happened before?",
        (Block("explore/explore", data, search="Search past incidents: has it happened before?"),),
        hide=("toc",),
    )
