"""Items by the month in which they were opened: how many of them are finished by now."""

from __future__ import annotations

from collections import Counter
from datetime import date

from .. import rollup
from ..catalog import Catalog
from .base import Category, Series, StackedColumns, Table
from .incidents_by_month import MONTHS
from .months import month_label, month_name, month_of
from .population import quantity

_STATES = (("finished", "yes"), ("unfinished", "no"))


def build(catalog: Catalog, as_of: date) -> StackedColumns:
    """Cohorts: what was opened in a month is either done with by the day of the report, or not."""
    entries = rollup.entries(catalog, as_of)
    opened = ((e, e.action.opened_on) for e in entries)
    dated = [(e, month_of(day)) for e, day in opened if day is not None and day <= as_of]
    last = month_of(as_of)
    oldest = min((month for _, month in dated), default=last)
    months = range(max(oldest, last - MONTHS + 1), last + 1)
    counts = Counter((e.action.unfinished, month) for e, month in dated)
    unknown = len(entries) - len(dated)
    older = sum(month < months[0] for _, month in dated)
    return StackedColumns(
        key="actions-by-month",
        title="Opened, and finished since",
        description=(
            "Items by the month in which they were opened: the day written, else that of "
            "the resolution. "
            + (f"Not shown: {quantity(older, 'older item', 'older items')}. " if older else "")
            + (f"For {quantity(unknown, 'item', 'items')} neither is known." if unknown else "")
        ).strip(),
        table=Table(
            ("Month", "Opened", "Finished since", "Unfinished"),
            tuple(
                (month_label(m), str(counts[False, m] + counts[True, m]), str(counts[False, m]),
                 str(counts[True, m])) for m in months
            ),
        ),
        nothing="No item has a day on which it was opened.",
        categories=tuple(Category(month_label(m), month_name(m), str(m // 12)) for m in months),
        series=tuple(
            Series(name, None, tuple(counts[name == "unfinished", m] for m in months), slot)
            for name, slot in _STATES
        ),
    )  # fmt: skip
