"""The review of a quarter: a few printed pages for leadership, sentences before pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache, partial
from itertools import groupby
from typing import Any

from .. import catalog as catalogs
from .. import charts, rollup
from ..charts import timeliness
from ..charts.base import Chart
from ..charts.population import population, quantity
from ..charts.quarters import label, quarter
from ..families import Family
from ..model import Postmortem
from . import policies, share
from .base import STATUS_WORDS, Block, Heading, Page, Part, View, duration, hubs, reference
from .quarters import Quarter, changes, count, last_day, sentences
from .values import show

_GRAVE = 2
"""The rank up to which each incident is named."""
_FAMILIES = 8
"""Families shown of a quarter, those whose fix did not hold first: a few printed pages in all."""
_OVERDUE = 5
"""Overdue items shown of each."""


def makers(view: View) -> dict[str, Callable[[], Page]]:
    """The list of reviews, and a page for each quarter in which something happened."""
    quarters = count(view)
    # Found when the first page is made, for all of them.
    families = cache(partial(_families, view))
    pages: dict[str, Callable[[], Page]] = {"reviews": partial(_index, view, quarters)}
    for number, found in quarters.items():
        if found.eventful:
            pages[address(number)] = partial(_build, view, quarters, number, families)
    return pages


def address(number: int) -> str:
    """The name of the page of a quarter below the section: `reviews/2026-Q3`."""
    return f"reviews/{number // 4}-Q{number % 4 + 1}"


def _index(view: View, quarters: Mapping[int, Quarter]) -> Page:
    origin = view.site.page("reviews")
    rows: list[dict[str, Any]] = []
    for eventful, found in groupby(quarters.values(), lambda found: found.eventful):
        group = list(found)
        rows += [_line(view, origin, one) for one in group] if eventful else [_gap(group)]
    data = {
        "hubs": hubs(view, origin, "reviews"),
        "rows": rows,
        "as_of": view.as_of.isoformat(),
    }
    return Page("Quarter reviews", "Incidents quarter by quarter, on a few printed pages each.",
                (Block("reviews/index", data),), hide=("toc",))  # fmt: skip


def _line(view: View, origin: str, found: Quarter) -> dict[str, Any]:
    counts = (
        (len(found.incidents), "incident", "incidents"),
        (found.near_misses, "near miss", "near misses"),
        (found.exercises, "exercise", "exercises"),
    )
    return {
        "label": label(found.number),
        "href": view.site.href(origin, view.site.page(address(found.number))),
        "counts": ", ".join(quantity(*some) for some in counts if some[0]),
        "running": found.number == quarter(view.as_of),
    }


def _gap(found: Sequence[Quarter]) -> dict[str, Any]:
    """Quarters in a row in which nothing happened, as one line; they have no pages."""
    newest, oldest = label(found[0].number), label(found[-1].number)
    return {
        "label": newest if newest == oldest else f"{oldest} to {newest}",
        "href": None,
        "counts": "no incident",
        "running": False,
    }


def _beside(
    view: View, origin: str, quarters: Mapping[int, Quarter], number: int
) -> dict[str, dict[str, str] | None]:
    """The reviews before and after, past the quarters that have none."""
    written = [n for n, found in quarters.items() if found.eventful]
    older, newer = (n for n in written if n < number), (n for n in written if n > number)
    found = {"older": max(older, default=None), "newer": min(newer, default=None)}
    return {
        side: None if n is None else {
            "label": label(n), "href": view.site.href(origin, view.site.page(address(n)))
        }
        for side, n in found.items()
    }  # fmt: skip


def _build(
    view: View,
    quarters: Mapping[int, Quarter],
    number: int,
    families: Callable[[], Mapping[int, Sequence[Family]]],
) -> Page:
    now, before = quarters[number], quarters.get(number - 1)
    origin = view.site.page(address(number))
    data: dict[str, Any] = {
        "title": f"Incidents in {label(number)}",
        "reviews_href": view.site.href(origin, view.site.page("reviews")),
        "as_of": view.as_of.isoformat(),
        "running": number == quarter(view.as_of),
        "end": last_day(number).isoformat(),
        "sentences": list(sentences(view, now, before)),
        "changes": list(changes(now, before)),
        "label": label(number),
        "label_before": label(number - 1),
    }
    grave = [p for p in now.incidents if p.rank <= _GRAVE]
    parts: list[Part] = [
        Block("reviews/intro", data),
        share.of_quarter(data["title"], data["as_of"], data["sentences"], grave),
        Heading(2, "Critical and high"),
        Block("reviews/grave", {"rows": [_row(view, origin, p) for p in grave]}),
        Heading(2, "Failures that came back"),
        Block("reviews/families", _came_back(view, origin, families().get(number, ()))),
    ]
    drawn = _charts(view, now)
    if drawn:
        parts += [Heading(2, "In pictures"), Block("charts/grid", {"charts": drawn})]
        parts.append(Block("charts/aside", {"aside": _aside(view, now), "unjudged": 0}))
    beside = _beside(view, origin, quarters, number)
    if any(beside.values()):
        parts.append(Block("reviews/neighbours", beside))
    about = f"What happened in {label(number)}, what came back, and what is still to do."
    return Page(f"Incidents in {label(number)}", about, tuple(parts), hide=("toc",))


def _families(view: View) -> Mapping[int, Sequence[Family]]:
    """The families seen in each quarter, the one seen last first."""
    found: dict[int, list[Family]] = {}
    for family in view.families.all:
        days = (member.postmortem.day for member in family.members)
        for number in {quarter(day) for day in days if day is not None}:
            found.setdefault(number, []).append(family)
    return found


def _row(view: View, origin: str, postmortem: Postmortem) -> dict[str, Any]:
    users = show(postmortem.value("impact.users.affected"))
    return {
        **reference(view, origin, postmortem),
        "summary": postmortem.summary,
        "users": users[0] if users else None,
        "mitigate": duration(postmortem.metrics["ttm"].seconds),
        "status_words": STATUS_WORDS[postmortem.status],
        "unfinished": len(postmortem.unfinished),
        "overdue": sum(a.overdue(view.as_of) for a in postmortem.actions),
    }


def _came_back(view: View, origin: str, found: Sequence[Family]) -> dict[str, Any]:
    """The families to read first; the index of related incidents has all of them."""
    first = sorted(found, key=lambda family: family.did_not_hold == 0)[:_FAMILIES]
    return {
        "families": [_family(view, origin, family) for family in first],
        "as_of": view.as_of.isoformat(),
        "more": len(found) - len(first),
        "href": view.site.href(origin, view.site.page("related")),
    }


def _family(view: View, origin: str, family: Family) -> dict[str, Any]:
    """A family with the actions of all its members that are overdue."""
    overdue = [
        {
            "title": action.title,
            "who": action.owner or action.team,
            "due": action.due.isoformat() if action.due else None,
            "href": view.site.href(
                origin, view.site.postmortem(member.postmortem), action.anchor
            ),
        }
        for member in family.members
        for action in member.unfinished
        if rollup.state_of(action, view.as_of) == "overdue"
    ]  # fmt: skip
    return {
        "title": family.members[0].postmortem.title,
        "members": [reference(view, origin, member.postmortem) for member in family.members],
        "did_not_hold": family.did_not_hold,
        "unfinished": family.unfinished,
        "overdue": overdue[:_OVERDUE],
        "more": len(overdue[_OVERDUE:]),
    }


def _upto(view: View, end: date) -> list[Postmortem]:
    return [p for p in view.catalog.structured if p.day is not None and p.day <= end]


def _aside(view: View, now: Quarter) -> str:
    """What the month chart leaves out of all that there was, and that of durations of a quarter."""
    end = min(last_day(now.number), view.as_of)
    drafts = len(now.incidents) - len(now.reviewed) if now.reviewed else 0
    return population(catalogs.part(_upto(view, end)), end).aside("the chart of durations", drafts)


def _charts(view: View, now: Quarter) -> list[Chart]:
    """The month chart up to the end of the quarter, and how policies were kept in it."""
    end = min(last_day(now.number), view.as_of)
    upto = _upto(view, end)
    drawn: list[Chart] = [
        make(catalogs.part(chosen), end)
        for make, chosen in zip(charts.SMALL, (upto, now.incidents), strict=True)
    ]
    drawn.append(timeliness.build(policies.every_clock(view, now.incidents)))
    return [chart for chart in drawn if not chart.is_empty]
