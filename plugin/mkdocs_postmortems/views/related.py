"""The index of related incidents: families of recurrences, and every link in both directions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from ..action_item import ActionItem
from ..charts.population import quantity
from ..charts.recurrences import apart
from ..families import Family, Member
from ..model import Postmortem
from . import tables
from .base import (
    Block,
    Heading,
    Page,
    Part,
    View,
    hubs,
    numbered,
    page_count,
    page_links,
    reference,
)

_SHOWN_MEMBERS = 12
"""Of a larger family the first one and the latest are shown."""
_PAGE_MEMBERS = 40
"""Members of families on a page: each is several lines."""
_PAGE_ROWS = 60
"""Incidents with their links on a page, for the same reason."""
_SHOWN_ACTIONS = 5


def makers(view: View) -> dict[str, Callable[[], Page]]:
    """The pages of the index by name. Links are found once, for all of them."""
    linked = _linked(view)
    chunks = _chunks(view.families.all)
    count = max(len(chunks), page_count(len(linked), _PAGE_ROWS))
    return {
        numbered("related", number): partial(_build, view, chunks, linked, number, count)
        for number in range(1, count + 1)
    }


def addresses(view: View, origin: str, found: Sequence[Family]) -> dict[str, str]:
    """Where on the index each of all families stands, by the path of its first member."""
    return {
        family.members[0].postmortem.path: view.site.href(
            origin, view.site.page(numbered("related", number)), _anchor(family)
        )
        for number, chunk in enumerate(_chunks(found), 1)
        for family in chunk
    }


def _anchor(family: Family) -> str:
    return f"family-{family.members[0].postmortem.id}"


def _chunks(found: Sequence[Family]) -> list[list[Family]]:
    """The families page by page, with as many on each as its members have room."""
    chunks: list[list[Family]] = []
    room = 0
    for family in found:
        size = min(len(family.members), _SHOWN_MEMBERS)
        if room < size:
            chunks.append([])
            room = _PAGE_MEMBERS
        chunks[-1].append(family)
        room -= size
    return chunks


def _build(
    view: View, chunks: list[list[Family]], linked: list[Postmortem], number: int, count: int
) -> Page:
    """A page of the index: families first, then links."""
    origin = view.site.page(numbered("related", number))
    chosen = linked[(number - 1) * _PAGE_ROWS : number * _PAGE_ROWS]
    intro: dict[str, Any] = {
        "hubs": hubs(view, origin, "related"),
        "total": len(view.catalog.structured),
        "linked": len(linked),
        "families": sum(map(len, chunks)),
        "returned": sum(f.did_not_hold > 0 for chunk in chunks for f in chunk),
        "pages": page_links(view, origin, "related", number, count),
    }
    intro["jumps"] = number <= len(chunks) and bool(chosen)
    parts: list[Part] = [Block("related/intro", intro)]
    if number <= len(chunks):
        rows = [_family(view, origin, family) for family in chunks[number - 1]]
        data = {"families": rows, "as_of": view.as_of.isoformat()}
        parts += [Heading(2, "Families of recurrences"), Block("related/families", data)]
    if chosen:
        rows = _links(view, origin, chosen)
        data = {"rows": rows, "pages": intro["pages"]}
        parts += [Heading(2, "All links"), Block("related/links", data)]
    title = "Related incidents" if number == 1 else f"Related incidents, page {number}"
    return Page(title, "Which incidents belong together, and how.", tuple(parts), hide=("toc",))


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


def _family(view: View, origin: str, family: Family) -> dict[str, Any]:
    """A family as a small timeline, oldest first."""
    members = family.members
    between = max(len(members) - _SHOWN_MEMBERS, 0)
    shown = [members[0], *members[between + 1 :]] if between else members
    return {
        "anchor": _anchor(family),
        "title": members[0].postmortem.title,
        "count": len(members),
        "first": family.first.isoformat() if family.first else None,
        "last": family.last.isoformat() if family.last else None,
        "apart": apart(family.intervals),
        "unfinished": family.unfinished,
        "returned": family.did_not_hold,
        "between": between,
        "members": [_row(view, origin, member) for member in shown],
    }


def _row(view: View, origin: str, member: Member) -> dict[str, Any]:
    postmortem, returned = member.postmortem, member.returned
    days = member.interval
    first_open = member.unfinished[:_SHOWN_ACTIONS]
    return {
        "incident": reference(view, origin, postmortem),
        "gap": None if days is None else f"{quantity(days, 'day', 'days')} later",
        "tried": [action.title for action in member.tried],
        "open": [_action(view, origin, postmortem, action) for action in first_open],
        "more_open": len(member.unfinished) - len(first_open),
        "done_by": member.done_by.isoformat() if member.done_by else None,
        "returned": reference(view, origin, returned) if returned else None,
    }


def _action(view: View, origin: str, postmortem: Postmortem, action: ActionItem) -> dict[str, Any]:
    row = tables.action_row(view, postmortem, action)
    place = view.site.postmortem(postmortem)
    return {
        "title": action.title,
        "href": view.site.href(origin, place, action.anchor),
        "state": row["state"],
        "state_words": row["state_words"],
        "due": row["due"],
    }
