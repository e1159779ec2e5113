"""Incidents a month, stacked by severity."""

from __future__ import annotations

from collections import Counter
from datetime import date

from ..catalog import Catalog
from .base import Category, Series, StackedColumns, Table
from .months import month_label, month_name, month_of
from .population import Population, left_out, population, quantity, rank_names, rank_of, ranks

MONTHS = 24
"""The longest time shown, in months."""


def build(catalog: Catalog, as_of: date) -> StackedColumns:
    """Incidents by the month in which they started (UTC).

    The last `MONTHS` months up to the month of `as_of` are shown, or fewer if the first incident is
    younger. A month without incidents is a zero, not a gap.
    """
    counted = population(catalog, as_of)
    last = month_of(as_of)
    dated = [(p, month_of(p.day)) for p in counted.incidents if p.day is not None]
    oldest = min((month for _, month in dated), default=last)
    months = range(max(oldest, last - MONTHS + 1), last + 1)
    shown = [(p, month) for p, month in dated if month in months]
    counts = Counter((rank_of(p), month) for p, month in shown)
    names = rank_names(counted.incidents)
    series = tuple(
        Series(names[rank], rank, tuple(counts[rank, m] for m in months))
        for rank in ranks(p for p, _ in shown)
    )
    return StackedColumns(
        key="incidents-by-month",
        title="Incidents by month",
        description=_description(counted, months, len(dated) - len(shown)),
        table=_table(months, series),
        nothing=(
            f"No incident has started since {month_label(months[0])}."
            if dated
            else "No incident with a date of start is recorded yet."
        ),
        categories=tuple(Category(month_label(m), month_name(m), str(m // 12)) for m in months),
        series=series,
    )


def _table(months: range, series: tuple[Series, ...]) -> Table:
    rows = []
    for index, month in enumerate(months):
        values = [s.values[index] for s in series]
        rows.append((month_label(month), *map(str, values), str(sum(values))))
    return Table(("Month", *(s.name for s in series), "Total"), tuple(rows))


def _description(counted: Population, months: range, older: int) -> str:
    incidents = sum(p.day is not None and month_of(p.day) in months for p in counted.incidents)
    sentences = [
        f"{quantity(incidents, 'incident', 'incidents')} by the month of the start (UTC), "
        f"{month_label(months[0])} to {month_label(months[-1])}, stacked by severity."
        if incidents
        else "",
        left_out((older, "older incident", "older incidents")),
    ]
    return " ".join(s for s in sentences if s)
