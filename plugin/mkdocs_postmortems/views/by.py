"""Pages by service, team, cause and every other facet: an overview, a page a facet, one a group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from .. import catalog as catalogs
from .. import charts, facets
from ..action_item import ActionItem
from ..charts.population import population, rank_names
from ..facets import Facet, Group
from ..model import RANK_NAMES, Postmortem
from .base import (
    LIST_ROWS,
    STATUS_WORDS,
    Block,
    Heading,
    Page,
    Part,
    Row,
    View,
    duration,
    hubs,
    numbered,
    page_count,
    page_links,
    reference,
)

_FIRST_GROUPS = 12
"""How many groups of a facet the overview names; the facet's own page has all."""
_ENOUGH_FOR_CHARTS = 3
"""Fewer incidents than this are read faster in the list than in a picture."""
_BESIDE = ("service", "cause", "trigger", "detection", "tag")
"""The facets whose groups a page names beside its own."""
_MOST_BESIDE = 6


def makers(view: View) -> dict[str, Callable[[], Page]]:
    """All pages below `by/`, by name."""
    pages: dict[str, Callable[[], Page]] = {"by": partial(_overview, view)}
    for facet in facets.FACETS:
        groups = view.index.groups[facet.key]
        if groups:
            pages[f"by/{facet.key}"] = partial(_facet, view, facet, groups)
        for group in groups:
            for number in range(1, page_count(len(group.postmortems), LIST_ROWS) + 1):
                pages[numbered(address(group), number)] = partial(_group, view, group, number)
    return pages


def address(group: Group) -> str:
    """The name of a group's page below the section."""
    return f"by/{group.facet.key}/{group.slug}"


def _overview(view: View) -> Page:
    found = view.index.groups
    origin = view.site.page("by")
    entries = [
        {
            "title": facet.plural,
            "href": view.site.href(origin, view.site.page(f"by/{facet.key}")),
            "count": len(found[facet.key]),
            "groups": [_link(view, origin, g) for g in _first(found[facet.key])],
        }
        for facet in facets.FACETS
        if found[facet.key]
    ]
    data = {"hubs": hubs(view, origin, "by"), "facets": entries}
    return Page("Browse", "Incidents by service, team, cause, year and more.",
                (Block("by/overview", data),), hide=("toc",))  # fmt: skip


def _first(groups: tuple[Group, ...]) -> list[Group]:
    """The largest groups, in the facet's own order."""
    largest = sorted(groups, key=lambda g: -len(g.postmortems))[:_FIRST_GROUPS]
    chosen = {g.slug for g in largest}
    return [g for g in groups if g.slug in chosen]


def _link(view: View, origin: str, group: Group) -> dict[str, Any]:
    return {
        "label": group.label,
        "href": view.site.href(origin, view.site.page(address(group))),
        "count": len(group.postmortems),
    }


def _facet(view: View, facet: Facet, groups: tuple[Group, ...]) -> Page:
    origin = view.site.page(f"by/{facet.key}")
    everything = [p for g in groups for p in g.postmortems]
    ranks = sorted({p.rank for p in everything if p.rank in RANK_NAMES})
    names = rank_names(everything)
    data = {
        **_crumbs(view, origin),
        "title": facet.plural,
        "facet": facet.title,
        "as_of": view.as_of.isoformat(),
        "ranks": [{"rank": rank, "name": names[rank]} for rank in ranks],
        "rows": [_facet_row(view, origin, g, ranks) for g in groups],
    }
    text = f"All incidents by {facet.title.lower()}."
    return Page(facet.plural, text, (Block("by/facet", data),), hide=("toc",))


def _facet_row(view: View, origin: str, group: Group, ranks: list[int]) -> dict[str, Any]:
    days = [p.day for p in group.postmortems if p.day]
    unfinished = _unfinished(group.postmortems)
    counts = Counter(p.rank for p in group.postmortems)
    return {
        **_link(view, origin, group),
        "ranks": [counts[rank] for rank in ranks],
        "last": max(days).isoformat() if days else None,
        "unfinished": len(unfinished),
        "overdue": sum(a.overdue(view.as_of) for a in unfinished),
    }


def _unfinished(postmortems: Iterable[Postmortem]) -> list[ActionItem]:
    """What is still to do, as the rollup counts it."""
    return [a for p in postmortems if not p.retired for a in p.unfinished]


def _group(view: View, group: Group, number: int) -> Page:
    name = address(group)
    origin = view.site.page(numbered(name, number))
    total = len(group.postmortems)
    chosen = group.postmortems[(number - 1) * LIST_ROWS : number * LIST_ROWS]
    parts: list[Part] = [Block("by/intro", _intro(view, origin, group))]
    if number == 1:
        parts += _charts(view, group)
        beside = _beside(view, origin, group)
        if beside:
            parts += [Heading(2, "Seen together with"), Block("by/beside", {"facets": beside})]
    rows = {
        "rows": [_row(view, p) for p in chosen],
        "up": view.site.up(origin),
        "pages": page_links(view, origin, name, number, page_count(total, LIST_ROWS)),
        "title": group.label,
    }
    parts += [Heading(2, "Incidents"), Block("by/incidents", rows)]
    title = f"{group.facet.title}: {group.label}"
    if number > 1:
        title = f"{title}, page {number}"
    number_of = "1 incident" if total == 1 else f"{total:,} incidents"
    about = f"{number_of} by {group.facet.title.lower()}: {group.label}. Numbers and charts."
    return Page(title, about, tuple(parts), hide=("toc",))


def _crumbs(view: View, origin: str) -> dict[str, Any]:
    return {
        "index_href": view.site.href(origin, view.site.page("")),
        "by_href": view.site.href(origin, view.site.page("by")),
    }


def _intro(view: View, origin: str, group: Group) -> dict[str, Any]:
    structured = [p for p in group.postmortems if p.structured]
    about = view.about.get(group.facet.key, {}).get(group.slug)
    days = [p.day for p in group.postmortems if p.day]
    unfinished = _unfinished(structured)
    names = rank_names(structured)
    counts = Counter(p.rank for p in structured)
    return {
        **_crumbs(view, origin),
        "facet": group.facet.plural,
        "facet_href": view.site.href(origin, view.site.page(f"by/{group.facet.key}")),
        "title": group.label,
        "kind": group.facet.title,
        "total": len(group.postmortems),
        "first": min(days).isoformat() if days else None,
        "last": max(days).isoformat() if days else None,
        "as_of": view.as_of.isoformat(),
        "unfinished": len(unfinished),
        "overdue": sum(a.overdue(view.as_of) for a in unfinished),
        "description": about.description if about else None,
        "url": about.url if about else None,
        "near_misses": sum(p.kind == "near_miss" for p in structured),
        "counts": [
            {"rank": rank, "name": names[rank], "count": counts[rank]}
            for rank in RANK_NAMES
            if counts[rank]
        ],
    }


def _charts(view: View, group: Group) -> list[Part]:
    """Small charts of the group; those of a year end with the year."""
    if sum(p.structured and p.kind == "incident" for p in group.postmortems) < _ENOUGH_FOR_CHARTS:
        return []
    as_of = view.as_of
    if group.facet.key == "year" and int(group.label) < as_of.year:
        as_of = as_of.replace(year=int(group.label), month=12, day=31)
    inside = catalogs.part(group.postmortems)
    drawn = [c for make in charts.SMALL if not (c := make(inside, as_of)).is_empty]
    if not drawn:
        return []
    counted = population(inside, as_of)
    data = {
        "aside": counted.aside("the chart of durations"),
        "unjudged": 0 if counted.reviewed else counted.drafts,
    }
    return [Block("charts/grid", {"charts": drawn}), Block("charts/aside", data)]


def _beside(view: View, origin: str, group: Group) -> list[dict[str, Any]]:
    """The values of other facets that the incidents of a group share, with how often they do."""
    entries: list[dict[str, Any]] = []
    for key in _BESIDE:
        inside = view.index.beside(key, group.postmortems) if key != group.facet.key else []
        if inside:
            entries.append({
                "title": facets.BY_KEY[key].plural,
                "groups": [
                    {**_link(view, origin, other), "count": count}
                    for other, count in inside[:_MOST_BESIDE]
                ],
            })  # fmt: skip
    return entries


def _row(view: View, postmortem: Postmortem) -> Row:
    """A postmortem stands in a group of nearly every facet."""
    return view.row("by/incident", partial(_cells, view, postmortem), postmortem.path)


def _cells(view: View, postmortem: Postmortem) -> dict[str, Any]:
    return {
        **reference(view, view.site.page(""), postmortem),
        "summary": postmortem.summary,
        "status_words": STATUS_WORDS[
            postmortem.status if postmortem.structured else "unstructured"
        ],
        "mitigate": duration(postmortem.metrics["ttm"].seconds),
        "mitigate_seconds": postmortem.metrics["ttm"].seconds,
    }
