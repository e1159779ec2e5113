"""The action-item rollup: every action of every incident, what is overdue first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from typing import Any

from ..model import ActionItem, Postmortem
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

_ORDER = {"overdue": 0, "due_soon": 1, "in_progress": 2, "open": 2, "done": 3, "wont_do": 4}
_LATE = date(9999, 12, 31)

Pair = tuple[Postmortem, ActionItem]


def pairs(view: View) -> tuple[list[Pair], list[Pair]]:
    """All actions with their incidents: unfinished ones, and finished ones, in order of display.

    Unfinished: by state, due date, priority, id. Finished: newest incident first. Actions of
    withdrawn and superseded postmortems are left out: the successor has them.
    """
    everything = [
        (p, a)
        for p in view.catalog.structured
        if p.status not in ("withdrawn", "superseded")
        for a in p.actions
    ]
    unfinished = [pair for pair in everything if pair[1].unfinished]
    finished = [pair for pair in everything if not pair[1].unfinished]
    unfinished.sort(key=lambda pair: _key(view, *pair))
    return unfinished, finished


def _key(view: View, postmortem: Postmortem, action: ActionItem) -> tuple[Any, ...]:
    state = _ORDER[tables.state_of(action, view)]
    return (state, action.due or _LATE, action.priority_rank, postmortem.id, action.index)


def makers(view: View) -> dict[str, Callable[[], Page]]:
    """The pages of the rollup by name. All actions are sorted once, for all of them."""
    unfinished, finished = pairs(view)
    rows = [*unfinished, *finished]
    return {
        numbered("actions", number): partial(_build, view, rows, unfinished, number)
        for number in range(1, page_count(len(rows)) + 1)
    }


def _build(view: View, rows: list[Pair], unfinished: list[Pair], number: int) -> Page:
    """A page of the rollup; the first one also lists the owners."""
    origin = view.site.page(numbered("actions", number))
    chosen = rows[(number - 1) * PAGE_ROWS : number * PAGE_ROWS]
    states = [tables.state_of(a, view) for _, a in unfinished]
    data: dict[str, Any] = {
        "as_of": view.as_of.isoformat(),
        "hubs": hubs(view, origin, "actions"),
        "rows": [_row(view, origin, *pair) for pair in chosen],
        "counts": [
            {"label": label, "state": state, "count": number_}
            for label, state, number_ in (
                ("Overdue", "overdue", states.count("overdue")),
                ("Due within 14 days", "due_soon", states.count("due_soon")),
                ("Unfinished in all", "open", len(unfinished)),
                ("Finished", "done", len(rows) - len(unfinished)),
            )
        ],
        "pages": pager(view, origin, "actions", number, len(rows)),
        "owners": sorted({a.owner for _, a in chosen if a.owner}, key=str.casefold),
        "priorities": [
            p for _, p in sorted({(a.priority_rank, a.priority) for _, a in chosen if a.priority})
        ],
    }
    parts: list[Part] = [Block("actions/rollup", data)]
    if number == 1 and unfinished:
        parts += [
            Heading(2, "Unfinished, by owner"),
            Block("actions/owners", {"owners": _owners(view, origin, unfinished[:PAGE_ROWS])}),
        ]
    title = "Action items" if number == 1 else f"Action items, page {number}"
    return Page(title, "Every action item, what is overdue first.", tuple(parts), hide=("toc",))


def _row(view: View, origin: str, postmortem: Postmortem, action: ActionItem) -> dict[str, Any]:
    place = view.site.postmortem(postmortem)
    return {
        **tables.action_row(view, postmortem, action),
        "incident": reference(view, origin, postmortem),
        "href": view.site.href(origin, place, action.anchor),
        "edit_url": view.site.edit_url(postmortem.path),
    }


def _owners(view: View, origin: str, unfinished: Iterable[Pair]) -> list[dict[str, Any]]:
    """Owners in the order of the alphabet; a list to find one's own, never a ranking."""
    by_owner: dict[str, list[dict[str, Any]]] = {}
    for postmortem, action in unfinished:
        name = action.owner or action.team or "No owner"
        by_owner.setdefault(name, []).append(_row(view, origin, postmortem, action))
    ordered = sorted(by_owner, key=lambda name: (name == "No owner", name.casefold(), name))
    return [{"owner": name, "rows": by_owner[name]} for name in ordered]
