"""The index of related incidents: families of recurrences, and every link in both directions."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from ..model import Postmortem
from . import tables
from .base import (
    PAGE_ROWS,
    Block,
    Heading,
    Page,
    Part,
    View,
    hubs,
    numbered,
    page_count,
    pager,
    reference,
)


def makers(view: View) -> dict[str, Callable[[], Page]]:
    """The pages of the index by name."""
    linked = _linked(view)
    return {
        numbered("related", number): partial(_build, view, linked, number)
        for number in range(1, page_count(len(linked)) + 1)
    }


def _build(view: View, linked: list[Postmortem], number: int) -> Page:
    """A page of the index; the first one also shows the families."""
    origin = view.site.page(numbered("related", number))
    chosen = linked[(number - 1) * PAGE_ROWS : number * PAGE_ROWS]
    parts: list[Part] = [
        Block(
            "related/intro",
            {
                "hubs": hubs(view, origin, "related"),
                "total": len(view.catalog.structured),
                "linked": len(linked),
            },
        )
    ]
    families = _families(view, origin) if number == 1 else []
    if families:
        parts += [
            Heading(2, "Families of recurrences"),
            Block("related/families", {"families": families}),
        ]
    if chosen:
        pages = pager(view, origin, "related", number, len(linked))
        parts += [
            Heading(2, "All links"),
            Block("related/links", {"rows": _links(view, origin, chosen), "pages": pages}),
        ]
    title = "Related incidents" if number == 1 else f"Related incidents, page {number}"
    return Page(title, "Which incidents belong together, and how.", tuple(parts))


def _linked(view: View) -> list[Postmortem]:
    """Those with a link to or from another, newest first."""
    return [
        p for p in view.catalog.structured
        if p.id in view.catalog.backlinks or any(r.relation != "not_related" for r in p.relations)
    ]  # fmt: skip


def _links(view: View, origin: str, chosen: list[Postmortem]) -> list[dict[str, Any]]:
    return [
        {"incident": reference(view, origin, p), "links": links}
        for p in chosen
        if (links := tables.links(view, p, origin))
    ]


def _families(view: View, origin: str) -> list[dict[str, Any]]:
    """Incidents joined by `recurrence_of`, oldest first; the family seen last comes first."""
    families: list[dict[str, Any]] = []
    for members in _components(view):
        days = [p.day for p in members if p.day]
        gaps = [(b - a).days for a, b in zip(days, days[1:], strict=False)]
        unfinished = sum(a.unfinished for p in members for a in p.actions)
        families.append(
            {
                "title": members[0].title,
                "count": len(members),
                "first": days[0].isoformat() if days else None,
                "last": days[-1].isoformat() if days else None,
                "unfinished": unfinished,
                "members": [
                    {
                        "incident": reference(view, origin, p),
                        "gap": f"{gaps[i - 1]} days later" if i and i <= len(gaps) else None,
                        "tried": [
                            {"title": a.title, "status": a.status} for a in p.actions
                            if a.status == "done"
                        ],
                        "open": sum(a.unfinished for a in p.actions),
                    }
                    for i, p in enumerate(members)
                ],
            }
        )  # fmt: skip
    return sorted(families, key=lambda f: (f["last"] or "", f["title"]), reverse=True)


def _components(view: View) -> list[list[Postmortem]]:
    """Groups joined by links of recurrence, each in the order of time."""
    parent: dict[str, str] = {}

    def root(identifier: str) -> str:
        while parent.setdefault(identifier, identifier) != identifier:
            parent[identifier] = parent[parent[identifier]]
            identifier = parent[identifier]
        return identifier

    for postmortem in view.catalog.structured:
        for relation in postmortem.relations:
            target = view.catalog.get(relation.id)
            if relation.relation == "recurrence_of" and target is not None:
                parent[root(postmortem.id)] = root(target.id)
    groups: dict[str, list[Postmortem]] = {}
    for postmortem in reversed(view.catalog.structured):
        if postmortem.id in parent:
            groups.setdefault(root(postmortem.id), []).append(postmortem)
    return [members for members in groups.values() if len(members) > 1]
