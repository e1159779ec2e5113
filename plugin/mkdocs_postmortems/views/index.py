"""The index of all incidents: complete without JavaScript, split by year when it grows long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..model import Postmortem
from . import by
from .base import LIST_ROWS, STATUS_WORDS, Block, Page, View, duration, hubs, reference


def build(view: View) -> Page:
    """The first page of the section; of a long catalog it lists the newest."""
    origin = view.site.page("")
    chosen = view.catalog.postmortems[:LIST_ROWS]
    total = len(view.catalog.postmortems)
    years = view.index.groups["year"] if total > len(chosen) else ()
    data: dict[str, Any] = {
        "title": "All incidents",
        "rows": [row(view, origin, p) for p in chosen],
        "total": total,
        "unstructured": sum(not p.structured for p in view.catalog.postmortems),
        "years": [
            {
                "year": year.label,
                "href": view.site.href(origin, view.site.page(by.address(year))),
                "count": len(year.postmortems),
            }
            for year in years
        ],
        "explore_href": view.site.href(origin, view.site.page("explore")),
        "hubs": hubs(view, origin, ""),
        "facets": list(_facets(chosen)),
    }
    return Page(
        "All incidents",
        "Every incident, newest first, with severity, status, times and open action items.",
        (Block("index/index", data),),
        hide=("toc",),
    )


def row(view: View, origin: str, postmortem: Postmortem) -> dict[str, Any]:
    """A row of the table."""
    seconds = postmortem.metrics["ttm"].seconds
    unfinished = postmortem.unfinished
    return {
        **reference(view, origin, postmortem),
        "summary": postmortem.summary,
        "status_words": STATUS_WORDS[
            postmortem.status if postmortem.structured else "unstructured"
        ],
        "services": [s.name for s in postmortem.services],
        "mitigate": duration(seconds),
        "mitigate_seconds": seconds,
        "actions": len(postmortem.actions),
        "unfinished": len(unfinished),
        "overdue": sum(a.overdue(view.as_of) for a in unfinished),
    }


def _facets(chosen: Sequence[Postmortem]) -> Iterator[dict[str, Any]]:
    """The filters above the table, with their choices."""
    services = sorted({s.name for p in chosen for s in p.services}, key=str.casefold)
    ranks = sorted({(p.rank, p.severity.name) for p in chosen if p.severity})
    names = [name[:1].upper() + name[1:] for _, name in ranks]
    statuses = dict.fromkeys(
        STATUS_WORDS[p.status if p.structured else "unstructured"] for p in chosen
    )
    for key, title, values in (
        ("severity", "Severity", names),
        ("service", "Service", services),
        ("status", "Status", list(statuses)),
    ):
        if len(values) > 1:
            yield {"key": key, "title": title, "options": values}
