"""What is counted of a quarter, and the sentences that say it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ..charts.durations import seconds
from ..charts.population import REVIEWED, population, quantity, rank_names, rank_of
from ..charts.quarters import label, quarter
from ..charts.statistics import ENOUGH, median, p90
from ..metrics import BY_KEY
from ..model import RANK_NAMES, Postmortem
from ..times import format_duration
from . import policies
from .base import View

_METRICS = ("ttd", "ttm", "ttr")
_MONEY = (
    ("Revenue", "impact.business.revenue"),
    ("Funds at risk", "impact.business.funds_at_risk"),
    ("Actual losses", "impact.business.actual_losses"),
)


@dataclass(frozen=True, slots=True)
class Quarter:
    """What is counted of a quarter.

    Attributes:
        incidents: Newest first; `reviewed` are those in review or final.
    """

    number: int
    incidents: tuple[Postmortem, ...]
    reviewed: tuple[Postmortem, ...]
    near_misses: int
    exercises: int

    @property
    def eventful(self) -> bool:
        """Whether there is anything to review."""
        return bool(self.incidents or self.near_misses or self.exercises)


def count(view: View) -> Mapping[int, Quarter]:
    """Every quarter from the first in which something happened to the last, newest first."""
    counted = population(view.catalog, view.as_of)
    days = [p.day for p in (*counted.incidents, *counted.near_misses, *counted.exercises) if p.day]
    if not days:
        return {}
    numbers = range(quarter(max(days)), quarter(min(days)) - 1, -1)
    by_number: dict[int, list[Postmortem]] = {number: [] for number in numbers}
    for postmortem in counted.incidents:
        if postmortem.day is not None:
            by_number[quarter(postmortem.day)].append(postmortem)
    near = [quarter(p.day) for p in counted.near_misses if p.day]
    drills = [quarter(p.day) for p in counted.exercises if p.day]
    return {
        number: Quarter(
            number,
            tuple(incidents),
            tuple(p for p in incidents if p.status in REVIEWED),
            near.count(number),
            drills.count(number),
        )
        for number, incidents in by_number.items()
    }


def last_day(number: int) -> date:
    """The last day of a quarter."""
    year, index = divmod(number + 1, 4)
    return date(year, index * 3 + 1, 1) - timedelta(days=1)


def sentences(view: View, now: Quarter, before: Quarter | None) -> Iterable[str]:
    """What happened in a quarter, against the one before it where there is a record of that."""
    count = len(now.incidents)
    against = f", {len(before.incidents)} in the quarter before" if before else ""
    yield f"{quantity(count, 'incident', 'incidents')} started in {label(now.number)}{against}."
    if now.near_misses or now.exercises:
        yield (
            f"{quantity(now.near_misses, 'near miss', 'near misses')} and "
            f"{quantity(now.exercises, 'exercise', 'exercises')} were written up besides, which is "
            "a good sign."
        )
    if now.incidents and not now.reviewed:
        yield "No incident of the quarter is in review or final yet; durations are not counted."
    if now.reviewed:
        yield from _durations(now, before)
    if count:
        final = sum(p.status == "final" for p in now.incidents)
        yield view.terms.apply(f"The postmortem is final for {final} of {count} incidents.")
    found = policies.every_clock(view, now.incidents)
    if found:
        met = sum(clock.state == "met" for _, clock in found)
        late = sum(clock.state == "late" for _, clock in found)
        yield (
            f"Of {quantity(len(found), 'deadline', 'deadlines')} set by policies {met} were met, "
            f"{'none is' if late == 0 else f'{late} are'} late."
        )
    yield from _money(now.incidents)


def _durations(now: Quarter, before: Quarter | None) -> Iterable[str]:
    """A sentence for each metric, or one for all if each is known for few."""
    known = {key: len(seconds(now.reviewed, key)) for key in _METRICS}
    if max(known.values()) >= ENOUGH:
        yield from (_duration_sentence(key, now, before) for key in _METRICS)
        return
    each = ", ".join(f"{BY_KEY[key].label.lower()} for {count}" for key, count in known.items())
    yield f"Durations: too few to say (of {len(now.reviewed)} in review or final, {each})."


def _duration_sentence(key: str, now: Quarter, before: Quarter | None) -> str:
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
            total = quantity(len(everything), "incident", "incidents")
            yield f"{name}: {amounts}, stated for {stated} of {total}{several}."


def _amount(value: float) -> str:
    return f"{value:,.2f}".removesuffix(".00")


def changes(now: Quarter, before: Quarter | None) -> Iterable[dict[str, Any]]:
    """Counts of both quarters by rank. Of numbers this small no percentages are made."""
    names = rank_names(now.incidents)
    for rank in (*RANK_NAMES, None):
        here = sum(rank_of(p) == rank for p in now.incidents)
        there = sum(rank_of(p) == rank for p in before.incidents) if before else None
        if here or there:
            yield {"rank": rank or 0, "name": names[rank], "now": here, "before": there}
