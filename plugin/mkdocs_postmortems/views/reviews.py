"""The review of a quarter: a few printed pages for leadership, sentences before pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial
from typing import Any

from .. import catalog as catalogs
from .. import charts, rollup
from ..charts import timeliness
from ..charts.base import Chart
from ..charts.durations import seconds
from ..charts.population import population, rank_name, rank_of
from ..charts.quarters import label, quarter
from ..charts.statistics import ENOUGH, median, p90
from ..families import Family
from ..metrics import BY_KEY
from ..model import RANK_NAMES, Postmortem
from ..times import format_duration
from . import policies
from .base import STATUS_WORDS, Block, Heading, Page, Part, View, duration, hubs, reference
from .values import show

_METRICS = ("ttd", "ttm", "ttr")
_MONEY = (
    ("Revenue", "impact.business.revenue"),
    ("Funds at risk", "impact.business.funds_at_risk"),
    ("Actual losses", "impact.business.actual_losses"),
)
_GRAVE = 2
"""The rank up to which each incident is named."""


@dataclass(frozen=True, slots=True)
class _Quarter:
    """What is counted of a quarter.

    Attributes:
        incidents: Newest first; `reviewed` are those in review or final.
    """

    number: int
    incidents: tuple[Postmortem, ...]
    reviewed: tuple[Postmortem, ...]
    near_misses: int
    exercises: int


def makers(view: View) -> dict[str, Callable[[], Page]]:
    """The list of reviews, and a page for each quarter from the first incident to today."""
    quarters = _quarters(view)
    # Found when the first page is made, for all of them.
    families = cache(partial(_families, view))
    pages: dict[str, Callable[[], Page]] = {"reviews": partial(_index, view, quarters)}
    for number in quarters:
        pages[address(number)] = partial(_build, view, quarters, number, families)
    return pages


def address(number: int) -> str:
    """The name of the page of a quarter below the section: `reviews/2026-Q3`."""
    return f"reviews/{number // 4}-Q{number % 4 + 1}"


def _quarters(view: View) -> Mapping[int, _Quarter]:
    """Every quarter from the first incident to the day of the report, newest first."""
    counted = population(view.catalog, view.as_of)
    days = [p.day for p in (*counted.incidents, *counted.near_misses, *counted.exercises) if p.day]
    if not days:
        return {}
    numbers = range(quarter(view.as_of), quarter(min(days)) - 1, -1)
    by_number: dict[int, list[Postmortem]] = {number: [] for number in numbers}
    for postmortem in counted.incidents:
        if postmortem.day is not None:
            by_number[quarter(postmortem.day)].append(postmortem)
    near = [quarter(p.day) for p in counted.near_misses if p.day]
    drills = [quarter(p.day) for p in counted.exercises if p.day]
    return {
        number: _Quarter(
            number,
            tuple(incidents),
            tuple(p for p in incidents if p.status in ("in_review", "final")),
            near.count(number),
            drills.count(number),
        )
        for number, incidents in by_number.items()
    }


def _index(view: View, quarters: Mapping[int, _Quarter]) -> Page:
    origin = view.site.page("reviews")
    rows = [
        {
            "label": label(number),
            "href": view.site.href(origin, view.site.page(address(number))),
            "count": len(found.incidents),
            "running": number == quarter(view.as_of),
        }
        for number, found in quarters.items()
    ]
    data = {"hubs": hubs(view, origin, "reviews"), "rows": rows}
    return Page("Quarter reviews", "Incidents quarter by quarter, on a few printed pages each.",
                (Block("reviews/index", data),), hide=("toc",))  # fmt: skip


def _build(
    view: View,
    quarters: Mapping[int, _Quarter],
    number: int,
    families: Callable[[], Mapping[int, Sequence[Family]]],
) -> Page:
    now, before = quarters[number], quarters.get(number - 1)
    origin = view.site.page(address(number))
    data = {
        "title": f"Incidents in {label(number)}",
        "reviews_href": view.site.href(origin, view.site.page("reviews")),
        "as_of": view.as_of.isoformat(),
        "running": number == quarter(view.as_of),
        "end": _last_day(number).isoformat(),
        "sentences": list(_sentences(view, now, before)),
        "changes": list(_changes(now, before)),
        "label": label(number),
        "label_before": label(number - 1),
    }
    parts: list[Part] = [Block("reviews/intro", data)]
    grave = [p for p in now.incidents if p.rank <= _GRAVE]
    parts += [
        Heading(2, "Critical and high"),
        Block("reviews/grave", {"rows": [_row(view, origin, p) for p in grave]}),
        Heading(2, "Failures that came back"),
        Block(
            "reviews/families",
            {"families": [_family(view, origin, family) for family in families().get(number, ())]},
        ),
    ]
    drawn = _charts(view, now)
    if drawn:
        parts += [Heading(2, "In pictures"), Block("charts/grid", {"charts": drawn})]
    about = f"What happened in {label(number)}, what came back, and what is still to do."
    return Page(f"Incidents in {label(number)}", about, tuple(parts), hide=("toc",))


def _last_day(number: int) -> date:
    year, index = divmod(number + 1, 4)
    return date(year, index * 3 + 1, 1) - timedelta(days=1)


def _families(view: View) -> Mapping[int, Sequence[Family]]:
    """The families seen in each quarter, the one seen last first."""
    found: dict[int, list[Family]] = {}
    for family in view.families.all:
        days = (member.postmortem.day for member in family.members)
        for number in {quarter(day) for day in days if day is not None}:
            found.setdefault(number, []).append(family)
    return found


def _sentences(view: View, now: _Quarter, before: _Quarter | None) -> Iterable[str]:
    count = len(now.incidents)
    against = f", {len(before.incidents)} in the quarter before" if before else ""
    yield f"{_number(count, 'incident')} started in {label(now.number)}{against}."
    if now.near_misses or now.exercises:
        yield (
            f"{_number(now.near_misses, 'near miss', 'near misses')} and "
            f"{_number(now.exercises, 'exercise')} were written up besides, which is a good sign."
        )
    for key in _METRICS:
        yield _duration_sentence(key, now, before)
    if count:
        final = sum(p.status == "final" for p in now.incidents)
        yield view.terms.apply(f"The postmortem is final for {final} of {count} incidents.")
    found = policies.every_clock(view, now.incidents)
    if found:
        met = sum(clock.state == "met" for _, clock in found)
        late = sum(clock.state == "late" for _, clock in found)
        yield (
            f"Of {_number(len(found), 'deadline')} set by policies {met} were met, "
            f"{'none is' if late == 0 else f'{late} are'} late."
        )
    yield from _money(now.incidents)


def _number(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"


def _duration_sentence(key: str, now: _Quarter, before: _Quarter | None) -> str:
    """A metric as a sentence; one that is known for few says so instead."""
    name = BY_KEY[key].label
    values = seconds(now.reviewed, key)
    known = f"known for {len(values)} of {len(now.reviewed)} in review or final"
    if len(values) < ENOUGH:
        return f"{name}: too few to say ({known})."
    text = f"{name}: median {_length(median(values))}, p90 {_length(p90(values))} ({known})"
    former = seconds(before.reviewed, key) if before else ()
    if len(former) >= ENOUGH:
        middle = _length(median(former))
        return f"{text}; the median of the quarter before was {middle}, n = {len(former)}."
    return f"{text}; too few in the quarter before to compare."


def _length(value: float) -> str:
    return format_duration(round(value)).replace(" ", "\N{NO-BREAK SPACE}")


def _money(incidents: Iterable[Postmortem]) -> Iterable[str]:
    """Sums by currency, never across currencies, with how many incidents state one."""
    everything = list(incidents)
    for name, path in _MONEY:
        sums: dict[str, float] = {}
        stated = 0
        for postmortem in everything:
            value = postmortem.value(path)
            amount = value.get("amount") if isinstance(value, Mapping) else None
            if isinstance(value, Mapping) and isinstance(amount, int | float):
                stated += 1
                currency = str(value.get("currency") or "without a currency")
                sums[currency] = sums.get(currency, 0) + amount
        if sums:
            amounts = ", ".join(f"{_amount(sums[c])} {c}" for c in sorted(sums))
            several = "; currencies are not added" if len(sums) > 1 else ""
            yield (
                f"{name}: {amounts}, stated for {stated} of {_number(len(everything), 'incident')}"
                f"{several}."
            )


def _amount(value: float) -> str:
    return f"{value:,.2f}".removesuffix(".00")


def _changes(now: _Quarter, before: _Quarter | None) -> Iterable[dict[str, Any]]:
    """Counts of both quarters by rank. Of numbers this small no percentages are made."""
    for rank in (*RANK_NAMES, None):
        here = sum(rank_of(p) == rank for p in now.incidents)
        there = sum(rank_of(p) == rank for p in before.incidents) if before else None
        if here or there:
            name = rank_name(rank, now.incidents)
            yield {"rank": rank or 0, "name": name, "now": here, "before": there}


def _row(view: View, origin: str, postmortem: Postmortem) -> dict[str, Any]:
    users = show(postmortem.value("impact.users.affected"))
    return {
        **reference(view, origin, postmortem),
        "summary": postmortem.summary,
        "users": users[0] if users else None,
        "mitigate": duration(postmortem.metrics["ttm"].seconds),
        "status_words": STATUS_WORDS[postmortem.status],
        "unfinished": sum(a.unfinished for a in postmortem.actions),
        "overdue": sum(a.overdue(view.as_of) for a in postmortem.actions),
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
        "overdue": overdue,
    }


def _charts(view: View, now: _Quarter) -> list[Chart]:
    """The month chart up to the end of the quarter, and how policies were kept in it."""
    end = min(_last_day(now.number), view.as_of)
    upto = [p for p in view.catalog.structured if p.day is not None and p.day <= end]
    drawn: list[Chart] = [
        make(catalogs.part(chosen), end)
        for make, chosen in zip(charts.SMALL, (upto, now.incidents), strict=True)
    ]
    drawn.append(timeliness.build(policies.every_clock(view, now.incidents)))
    return [chart for chart in drawn if not chart.is_empty]
