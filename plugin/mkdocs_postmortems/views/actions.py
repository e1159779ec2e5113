"""The action-item rollup: every action of every incident, and a page for each owner and team."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from .. import charts, facets, rollup
from ..charts.population import quantity
from ..rollup import Entry, Unheld
from . import action_filters, related, tables
from .base import (
    LIST_ROWS,
    Block,
    Heading,
    Page,
    Part,
    Row,
    View,
    hubs,
    numbered,
    page_count,
    page_links,
    reference,
)

_UNFINISHED = ("overdue", "due_soon", "open", "in_progress")
_COUNTS = (
    ("Overdue", ("overdue",)),
    ("Due within 14 days", ("due_soon",)),
    ("All unfinished", _UNFINISHED),
    ("Done", ("done",)),
    ("Will not do", ("wont_do",)),
)
_URGENT = (("overdue",), ("due_soon",))
_FAMILIES = 3
"""Families whose fix did not hold that stand above the table; the rest is counted."""
_FIRST = {True: "Overdue first, then by due date and priority", False: "Newest incident first"}
"""The order of a list, which begins with what is unfinished or has none of that."""
_FEW = 10
"""Finished items below the unfinished ones that need not be folded."""
_ITEMS = 5
"""Items shown of each; all of them stand in the table."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A list of items with pages of its own.

    Attributes:
        name: The name of its first page below the section.
        kind: What is listed, such as `Owner`; empty for the whole rollup.
        states: How many items there are of each state; each of its pages says so.
    """

    name: str
    title: str
    kind: str
    entries: tuple[Entry, ...]
    states: Mapping[str, int]

    @classmethod
    def of(cls, name: str, title: str, kind: str, entries: Iterable[Entry]) -> _Part:
        """A list of these items."""
        whole = tuple(entries)
        return cls(name, title, kind, whole, Counter(entry.state for entry in whole))


def makers(view: View) -> dict[str, Callable[[], Page]]:
    """The pages of the rollup by name. All actions are sorted once, for all of them."""
    everything = rollup.entries(view.catalog, view.as_of)
    owners = _parts("owner", "Owner", rollup.by_owner(everything))
    teams = _parts("team", "Team", rollup.by_team(everything))
    whole = _Part.of("actions", "Action items", "", everything)
    beside = {"Owners": owners, "Teams": teams}
    return {
        numbered(part.name, number): partial(_build, view, part, number, beside)
        for part in (whole, *owners, *teams)
        for number in range(1, page_count(len(part.entries), LIST_ROWS) + 1)
    }


def _parts(key: str, kind: str, groups: dict[str, list[Entry]]) -> tuple[_Part, ...]:
    names = {facets.fold(name): name for name in groups if name}
    slugs = facets.slugs(sorted(names))
    return tuple(
        _Part.of(f"actions/{key}/{slugs[folded]}", name, kind, groups[name])
        for folded, name in names.items()
    )


def _build(view: View, part: _Part, number: int, beside: dict[str, tuple[_Part, ...]]) -> Page:
    """A page of a list; the first one of the rollup also has the charts and leads to the others."""
    origin = view.site.page(numbered(part.name, number))
    chosen = part.entries[(number - 1) * LIST_ROWS : number * LIST_ROWS]
    listed, folded = _folded(chosen)
    count = page_count(len(part.entries), LIST_ROWS)
    counts = list(_counts(part, chosen if number == 1 else ()))
    data: dict[str, Any] = {
        "title": part.title,
        "kind": part.kind,
        "actions_href": view.site.href(origin, view.site.page("actions")),
        "as_of": view.as_of.isoformat(),
        "hubs": hubs(view, origin, "actions"),
        "rows": [_row(view, entry) for entry in listed],
        "up": view.site.up(origin),
        "count": len(chosen),
        "caption": _FIRST[bool(listed) and listed[0].action.unfinished],
        # Of persons nothing is counted: a list to work from, never a ranking.
        "counts": counts if part.kind != "Owner" else [],
        "tracker": view.tracker,
        "pages": page_links(view, origin, part.name, number, count),
        "filters": list(action_filters.offered(chosen)),
    }
    front = number == 1 and not part.kind and bool(part.entries)
    data["unheld"] = _unheld(view, origin, part.entries) if front else None
    more = _more(view, origin, beside) if front else []
    data["jumps"] = [
        {"title": p.markdown, "id": p.markdown.lower().replace(" ", "-")}
        for p in more if isinstance(p, Heading)
    ]  # fmt: skip
    parts: list[Part] = [Block("actions/rollup", data)]
    if folded:
        rows = [_row(view, entry) for entry in folded]
        about_them = {"rows": rows, "up": data["up"], "words": _finished(folded)}
        parts.append(Block("actions/finished", about_them))
    if chosen:
        parts.append(Block("actions/end", {"count": len(chosen), "pages": data["pages"]}))
    parts += more
    title = f"Action items: {part.title}" if part.kind else part.title
    title = title if number == 1 else f"{title}, page {number}"
    of = f"of the {part.kind.lower()} {part.title}" if part.kind else "of every incident"
    about = f"Action items {of}: status, due date, owner and priority, what is overdue first."
    return Page(title, about, tuple(parts), hide=("toc",))


def _folded(chosen: tuple[Entry, ...]) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """What of a page stands open, and what of it is finished and folded below."""
    unfinished = tuple(entry for entry in chosen if entry.action.unfinished)
    finished = chosen[len(unfinished) :]
    return (unfinished, finished) if unfinished and len(finished) > _FEW else (chosen, ())


def _finished(entries: Iterable[Entry]) -> str:
    """What a fold holds, by the words of the states in it."""
    states = {entry.state for entry in entries}
    return " and ".join(w.lower() for s, w in tables.STATE_WORDS.items() if s in states)


def _unheld(view: View, origin: str, entries: tuple[Entry, ...]) -> dict[str, Any] | None:
    """The families of recurrences whose fix did not hold; None where that asks for nothing."""
    found = view.families.all
    everything = rollup.unheld(found, entries)
    pending = [unheld for unheld in everything if not unheld.settled]
    if not pending:
        return None
    addresses = related.addresses(view, origin, found)
    return {
        "families": [_family(view, origin, unheld, addresses) for unheld in pending[:_FAMILIES]],
        "more": len(pending[_FAMILIES:]),
        "settled": len(everything) - len(pending),
        "href": view.site.href(origin, view.site.page("related")),
    }


def _family(
    view: View, origin: str, unheld: Unheld, addresses: Mapping[str, str]
) -> dict[str, Any]:
    """A family with the first of its items, those most overdue before the others."""
    first, last = unheld.family.members[0].postmortem, unheld.family.last
    return {
        "title": first.title,
        "href": addresses[first.path],
        "count": len(unheld.family.members),
        "last": last.isoformat() if last else None,
        "unfinished": len(unheld.entries),
        "overdue": sum(entry.state == "overdue" for entry in unheld.entries),
        "rows": [
            {
                **tables.action_row(view, entry.postmortem, entry.action),
                "incident": entry.postmortem.id,
                "href": view.site.href(
                    origin, view.site.postmortem(entry.postmortem), entry.action.anchor
                ),
            }
            for entry in unheld.entries[:_ITEMS]
        ],
        "more": len(unheld.entries[_ITEMS:]),
    }


def _more(view: View, origin: str, beside: dict[str, tuple[_Part, ...]]) -> list[Part]:
    """What stands below the table of the whole rollup: the ways to its parts, and the charts."""
    parts: list[Part] = []
    lists = [_links(view, origin, title, found) for title, found in beside.items() if found]
    if lists:
        parts += [Heading(2, "By owner and team"), Block("actions/parts", {"lists": lists})]
    drawn = [c for make in charts.ACTIONS if not (c := make(view.catalog, view.as_of)).is_empty]
    if drawn:
        parts += [Heading(2, "Age and progress"), Block("charts/grid", {"charts": drawn})]
    return parts


def _counts(part: _Part, first_page: tuple[Entry, ...]) -> Iterable[dict[str, Any]]:
    """What there is of each state; what stands at the top of the first page is a filter there."""
    filtered = {entry.state for entry in first_page}
    for label, states in _COUNTS:
        count = sum(part.states.get(state, 0) for state in states)
        if count or label in ("Overdue", "All unfinished"):
            leads = states in _URGENT and filtered > set(states)
            state = tables.STATE_WORDS[states[0]] if leads else None
            yield {"label": label, "count": count, "state": state}


def _row(view: View, entry: Entry) -> Row:
    """An item stands in the whole rollup, on the page of its owner and on those of its teams."""
    make = partial(_cells, view, entry)
    return view.row("actions/item", make, entry.postmortem.path, str(entry.action.index))


def _cells(view: View, entry: Entry) -> dict[str, Any]:
    action, postmortem = entry.action, entry.postmortem
    origin, target = view.site.page(""), view.site.postmortem(postmortem)
    return {
        "place": entry.place,
        **tables.action_row(view, postmortem, action),
        "incident": reference(view, origin, postmortem),
        "href": view.site.href(origin, target, action.anchor),
        "edit_url": view.site.edit_url(postmortem.path),
        "lacks": [rollup.CHECKS[key] for key in rollup.lacks(action)],
        "teams": rollup.teams_of(entry),
        "category": action_filters.word(action.category),
        "horizon": action_filters.word(action.horizon),
        "services": [s.name for s in postmortem.services],
        "age": _age(view, entry),
    }


def _age(view: View, entry: Entry) -> str | None:
    """How long an unfinished item has been open, in words."""
    opened = entry.action.opened_on
    if opened is None or not entry.action.unfinished:
        return None
    days = (view.as_of - opened).days
    return f"open for {quantity(days, 'day', 'days')}" if days > 0 else None


def _links(view: View, origin: str, title: str, found: tuple[_Part, ...]) -> dict[str, Any]:
    """Names in the order of the alphabet, with counts for teams; persons are not compared."""
    return {
        "title": title,
        "names": [
            {
                "name": part.title,
                "href": view.site.href(origin, view.site.page(part.name)),
                "counted": part.kind == "Team",
                "unfinished": sum(part.states.get(state, 0) for state in _UNFINISHED),
                "overdue": part.states.get("overdue", 0),
            }
            for part in found
        ],
    }
