"""The severity dashboard: how many, how long, and how much of it is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from .. import charts
from ..charts import timeliness
from ..charts.base import Chart
from ..charts.population import Population, listing, population, rank_names
from ..metrics import DEFINITIONS
from ..model import RANK_NAMES
from ..paths import HUBS
from . import pending, policies
from .base import Block, Heading, Page, Part, View, hubs, reference

_LATEST = 5


def build(view: View) -> Page:
    """The page with the charts of the registry, in its order."""
    origin = view.site.page("severity")
    counted = population(view.catalog, view.as_of)
    parts: list[Part] = [Block("severity/intro", _intro(view, origin, counted))]
    if not view.catalog.structured:
        return _page(parts)
    empty: list[Chart] = []
    for chapter in charts.CHAPTERS:
        if counted.reviewed or not chapter.judged:
            made = [
                charts.draw(builder, view.catalog, view.as_of, view.families)
                for builder in chapter.builders
            ]
            parts += _chapter(view, origin, chapter, [c for c in made if not c.is_empty])
            empty += (chart for chart in made if chart.is_empty)
    clocks = policies.every_clock(view, view.catalog.structured)
    if clocks:
        parts.append(Heading(2, "Policies"))
        parts.append(Block("charts/grid", {"charts": [timeliness.build(clocks)]}))
    parts += pending.parts(view, origin)
    if not counted.reviewed:  # the introduction has said why nearly everything is missing
        return _page(parts)
    if empty:
        parts += [Heading(2, "Not drawn yet"), Block("charts/missing", {"groups": _missing(empty)})]
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


def _chapter(
    view: View, origin: str, chapter: charts.Chapter, drawn: Sequence[Chart]
) -> list[Part]:  # fmt: skip
    if not drawn:
        return []
    parts: list[Part] = [Heading(2, chapter.title), Block("charts/grid", {"charts": drawn})]
    if chapter.more:
        parts.append(_more(view, origin, chapter.more))
    return parts


def _missing(empty: Iterable[Chart]) -> list[dict[str, str]]:
    """Charts without data, those that lack it for one reason together."""
    reasons: dict[str, list[str]] = {}
    for chart in empty:
        reasons.setdefault(chart.nothing, []).append(chart.title)
    return [
        {"titles": ", ".join(titles), "nothing": reason.removesuffix(".")}
        for reason, titles in reasons.items()
    ]


def _more(view: View, origin: str, hub: str) -> Block:
    """The way to the page that tells more than the charts of a chapter."""
    href = view.site.href(origin, view.site.page(hub))
    return Block("severity/more", {"title": dict(HUBS)[hub], "href": href})


def _intro(view: View, origin: str, counted: Population) -> dict[str, Any]:
    """Counts of the last twelve months by rank, and the latest incidents of the upper ranks."""
    incidents = counted.incidents
    recent = [p for p in incidents if p.day and 0 <= (view.as_of - p.day).days < 365]
    names = rank_names(incidents)
    grave = [p for p in incidents if p.rank <= 2][:_LATEST]
    return {
        "as_of": view.as_of.isoformat(),
        "hubs": hubs(view, origin, "severity"),
        "counts": [
            {
                "rank": rank,
                "name": names[rank],
                "count": sum(p.rank == rank for p in recent),
            }
            for rank in RANK_NAMES
            if any(p.rank == rank for p in incidents)
        ],
        "recent": len(recent),
        "total": len(incidents),
        # A page of empty charts would say the same fifteen times.
        "nothing": not view.catalog.structured,
        "unjudged": counted.drafts if not counted.reviewed else None,
        "aside": counted.aside("charts of durations, causes and coverage"),
        "grave": [reference(view, origin, p) for p in grave],
        "grave_names": listing([names[rank] for rank in RANK_NAMES if rank <= 2]),
    }
