"""How long the unfinished action items have been open."""

from __future__ import annotations

from datetime import date

from .. import rollup
from ..catalog import Catalog
from .base import Bar, HorizontalBars, Table
from .population import quantity
from .statistics import ENOUGH, median

_SPANS = ((30, "up to 30 days"), (90, "31 to 90 days"), (180, "91 to 180 days"),
          (365, "181 to 365 days"), (None, "more than 365 days"))  # fmt: skip


def build(catalog: Catalog, as_of: date) -> HorizontalBars:
    """Unfinished items by age in days, the day they were opened being day 0."""
    unfinished = [e.action for e in rollup.entries(catalog, as_of) if e.action.unfinished]
    ages = [(as_of - a.opened_on).days for a in unfinished if a.opened_on and a.opened_on <= as_of]
    rows: list[tuple[str, int]] = []
    low = 0
    for high, name in _SPANS:
        rows.append((name, sum(low <= age and (high is None or age <= high) for age in ages)))
        low = (high or 0) + 1
    unknown = len(unfinished) - len(ages)
    if unknown:
        rows.append(("not known", unknown))
    middle = (
        f" Median {round(median(ages))} days." if len(ages) >= ENOUGH else ""
    )  # fmt: skip
    return HorizontalBars(
        key="actions-by-age",
        title="Age of what is unfinished",
        description=(
            f"Known for {len(ages):,} of {quantity(len(unfinished), 'item', 'items')}.{middle}"
        ),
        table=Table(("Age", "Unfinished"), tuple((name, str(count)) for name, count in rows)),
        nothing="Nothing is unfinished.",
        bars=tuple(Bar(name, count) for name, count in rows),
    )
