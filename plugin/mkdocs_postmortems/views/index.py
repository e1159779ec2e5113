"""The index of all incidents: complete without JavaScript, split by year when it grows long."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..model import Postmortem
from .base import PAGE_ROWS, STATUS_WORDS, Block, Page, View, duration, hubs, reference


def years(view: View) -> tuple[str, ...]:
    """The years that have pages of their own, newest first; none for a short catalog."""
    if len(view.catalog.postmortems) <= PAGE_ROWS:
        return ()
    return tuple(dict.fromkeys(_year(p) for p in view.catalog.postmortems))


def _year(postmortem: Postmortem) -> str:
    return str(postmortem.day.year) if postmortem.day else "undated"


def build(view: View) -> Page:
    """The first page of the section."""
    split = years(view)
    chosen = [p for p in view.catalog.postmortems if not split or _year(p) == split[0]]
    return _page(view, "", chosen, split, split[0] if split else None)


def build_year(view: View, year: str) -> Page:
    """The page of one year."""
    chosen = [p for p in view.catalog.postmortems if _year(p) == year]
    return _page(view, f"by/year/{year}", chosen, years(view), year)


def _page(
    view: View, name: str, chosen: list[Postmortem], split: tuple[str, ...], year: str | None
) -> Page:
    origin = view.site.page(name)
    title = f"Incidents of {year}" if name else "All incidents"
    data: dict[str, Any] = {
        "title": title,
        "rows": [row(view, origin, p) for p in chosen],
        "total": len(view.catalog.postmortems),
        "unstructured": sum(not p.structured for p in view.catalog.postmortems),
        "year": year,
        "years": [
            {
                "year": y,
                "href": view.site.href(origin, view.site.page(f"by/year/{y}")),
                "count": sum(_year(p) == y for p in view.catalog.postmortems),
            }
            for y in split
        ],
        "hubs": hubs(view, origin, ""),
        "facets": list(_facets(chosen)),
    }
    return Page(
        title, "Every incident, newest first.", (Block("index/index", data),), hide=("toc",)
    )


def row(view: View, origin: str, postmortem: Postmortem) -> dict[str, Any]:
    """A row of the table."""
    seconds = postmortem.metrics["ttm"].seconds
    unfinished = [a for a in postmortem.actions if a.unfinished]
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


def _facets(chosen: list[Postmortem]) -> Iterator[dict[str, Any]]:
    """The filters above the table, with their choices."""
    services = sorted({s.name for p in chosen for s in p.services}, key=str.casefold)
    ranks = sorted({(p.rank, p.severity.name) for p in chosen if p.severity})
    names = [name.capitalize() for _, name in ranks]
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
