"""Which services incidents affected, and how severe those were."""

from __future__ import annotations

from datetime import date

from ..catalog import Catalog
from ..facets import BY_KEY, groups
from .base import Layer, StackedBar, StackedBars, Table
from .population import population, quantity, rank_names, rank_of, ranks

_MOST = 15
"""More bars than this are a wall; the table has all services."""


def build(catalog: Catalog, as_of: date) -> StackedBars:
    """Services by the number of their incidents; a service stands for itself, not for its team.

    The number says where users felt something, not whose fault it was: a busy service that others
    depend on is affected more often.
    """
    counted = population(catalog, as_of)
    incidents = counted.incidents
    found = sorted(
        groups(BY_KEY["service"], incidents),
        key=lambda g: (-len(g.postmortems), g.label.casefold()),
    )
    shown_ranks = ranks(p for group in found for p in group.postmortems)
    named = rank_names(incidents)
    names = [named[rank] for rank in shown_ranks]
    rows = [
        (g.label, tuple(sum(rank_of(p) == rank for p in g.postmortems) for rank in shown_ranks))
        for g in found
    ]
    known = len({p.path for group in found for p in group.postmortems})
    sentences = [
        f"Services are named by {known:,} of {quantity(len(incidents), 'incident', 'incidents')}; "
        "an incident may name several." if incidents else "",
        f"The {_MOST} with most incidents are drawn; the table has all {len(rows):,}."
        if len(rows) > _MOST else "",
    ]  # fmt: skip
    return StackedBars(
        key="services-by-severity",
        title="Affected services",
        description=" ".join(s for s in sentences if s),
        table=Table(
            ("Service", *names, "Total"),
            tuple((label, *map(str, values), str(sum(values))) for label, values in rows),
        ),
        nothing="No incident names a service yet.",
        layers=tuple(
            Layer(name, str(rank) if rank else "unknown")
            for name, rank in zip(names, shown_ranks, strict=True)
        ),
        rows=tuple(StackedBar(label, v, str(sum(v))) for label, v in rows[:_MOST]),
    )
