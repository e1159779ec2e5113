"""The severity dashboard: how many, how long, and how much of it is known."""

from __future__ import annotations

from typing import Any

from .. import charts
from ..charts import timeliness
from ..charts.population import rank_name
from ..metrics import DEFINITIONS
from ..model import RANK_NAMES
from ..paths import HUBS
from . import policies
from .base import Block, Heading, Page, Part, View, hubs, reference

_LATEST = 5


def build(view: View) -> Page:
    """The page with the charts of the registry, in its order."""
    origin = view.site.page("severity")
    intro = _intro(view, origin)
    parts: list[Part] = [Block("severity/intro", intro)]
    if intro["nothing"]:
        return _page(parts)
    for chapter in charts.CHAPTERS:
        parts.append(Heading(2, chapter.title))
        drawn = [make(view.catalog, view.as_of) for make in chapter.builders]
        parts.append(Block("charts/grid", {"charts": drawn}))
        if chapter.more and not all(chart.is_empty for chart in drawn):
            parts.append(_more(view, origin, chapter.more))
    clocks = policies.every_clock(view, view.catalog.structured)
    if clocks:
        parts.append(Heading(2, "Policies"))
        parts.append(Block("charts/grid", {"charts": [timeliness.build(clocks)]}))
    parts += [
        Heading(2, "Definitions"),
        Block("severity/definitions", {"definitions": [
            {"label": d.label, "short": d.short, "text": d.text} for d in DEFINITIONS
        ]}),
    ]  # fmt: skip
    return _page(parts)


def _page(parts: list[Part]) -> Page:
    return Page(
        "Severity dashboard", "Incidents by severity and month, and how long they took.",
        tuple(parts), hide=("toc",),
    )  # fmt: skip


def _more(view: View, origin: str, hub: str) -> Block:
    """The way to the page that tells more than the charts of a chapter."""
    href = view.site.href(origin, view.site.page(hub))
    return Block("severity/more", {"title": dict(HUBS)[hub], "href": href})


def _intro(view: View, origin: str) -> dict[str, Any]:
    """Counts of the last twelve months by rank, and the latest incidents of the upper ranks."""
    incidents = [p for p in view.catalog.structured if p.kind == "incident" and not p.retired]
    recent = [p for p in incidents if p.day and 0 <= (view.as_of - p.day).days < 365]
    grave = [p for p in incidents if p.rank <= 2][:_LATEST]
    return {
        "as_of": view.as_of.isoformat(),
        "hubs": hubs(view, origin, "severity"),
        "counts": [
            {
                "rank": rank,
                "name": rank_name(rank, incidents),
                "count": sum(p.rank == rank for p in recent),
            }
            for rank in RANK_NAMES
            if any(p.rank == rank for p in incidents)
        ],
        "recent": len(recent),
        "total": len(incidents),
        # Not one structured postmortem: a page of empty charts would say so fifteen times.
        "nothing": not view.catalog.structured,
        "near_misses": sum(p.kind == "near_miss" for p in view.catalog.structured),
        "unstructured": len(view.catalog.postmortems) - len(view.catalog.structured),
        "grave": [reference(view, origin, p) for p in grave],
    }
