"""Near misses and exercises by quarter: a good sign, as nobody was hurt and somebody learned."""

from __future__ import annotations

from datetime import date

from ..catalog import Catalog
from .base import Bar, HorizontalBars, Table
from .population import population, quantity
from .quarters import QUARTERS, label, quarter


def build(catalog: Catalog, as_of: date) -> HorizontalBars:
    """Reports of what nearly happened, the newest quarter first."""
    counted = population(catalog, as_of)
    last = quarter(as_of)
    near = [quarter(p.day) for p in counted.near_misses if p.day]
    drills = [quarter(p.day) for p in counted.exercises if p.day]
    oldest = min((*near, *drills), default=last + 1)
    numbers = range(last, max(oldest, last - QUARTERS + 1) - 1, -1)
    rows = [(label(n), near.count(n), drills.count(n)) for n in numbers]
    return HorizontalBars(
        key="near-misses",
        title="Near misses and exercises",
        description=(
            f"{quantity(len(counted.near_misses), 'near miss', 'near misses')} and "
            f"{quantity(len(counted.exercises), 'exercise', 'exercises')} in all. More of them are "
            "a good sign: what is reported before users notice is learned for less."
        ),
        table=Table(
            ("Quarter", "Near misses", "Exercises"),
            tuple((name, str(a), str(b)) for name, a, b in rows),
        ),
        nothing="No near miss and no exercise is recorded yet.",
        bars=tuple(
            Bar(name, a + b, f"{quantity(a, 'near miss', 'near misses')}, "
                f"{quantity(b, 'exercise', 'exercises')}") for name, a, b in rows
        ),
    )  # fmt: skip
