"""On which days of the last twelve months incidents started."""

from __future__ import annotations

from datetime import date, timedelta

from ..catalog import Catalog
from ..model import Postmortem
from .base import Calendar, CalendarDay, Table
from .population import left_out, population, quantity, rank_names, rank_of

DAYS = 52 * 7
"""How many days are shown, the day of the report included."""


def build(catalog: Catalog, as_of: date) -> Calendar:
    """Days in UTC, each in the colour of the worst incident that started on it."""
    counted = population(catalog, as_of)
    first = as_of - timedelta(days=DAYS - 1)
    by_day: dict[date, list[Postmortem]] = {}
    for postmortem in counted.incidents:
        if postmortem.day is not None and first <= postmortem.day <= as_of:
            by_day.setdefault(postmortem.day, []).append(postmortem)
    every_day = (first + timedelta(days=n) for n in range(DAYS))
    days = tuple(
        CalendarDay(day, len(by_day.get(day, ())), _worst(by_day.get(day, []))) for day in every_day
    )
    shown = sum(map(len, by_day.values()))
    older = sum(p.day is not None and p.day < first for p in counted.incidents)
    sentences = [
        f"{quantity(shown, 'incident', 'incidents')} on {quantity(len(by_day), 'day', 'days')} "
        f"from {first} to {as_of} (UTC)." if shown else "",
        left_out((older, "older incident", "older incidents")),
    ]  # fmt: skip
    names = rank_names(counted.incidents)
    return Calendar(
        key="days",
        title="Days with incidents",
        description=" ".join(s for s in sentences if s),
        table=Table(
            ("Day", "Incidents", "Worst"),
            tuple((str(d.day), str(d.count), names[d.rank]) for d in days if d.count),
        ),
        wide=True,
        nothing=f"No incident has started since {first}.",
        days=days,
        names=names,
    )


def _worst(incidents: list[Postmortem]) -> int | None:
    return min((rank for p in incidents if (rank := rank_of(p)) is not None), default=None)
