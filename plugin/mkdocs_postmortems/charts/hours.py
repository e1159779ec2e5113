"""At which hour incidents were noticed: how much of it falls outside of usual working hours."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

from ..catalog import Catalog
from ..model import Postmortem
from ..times import zone
from .base import Category, Series, StackedColumns, Table
from .population import population, quantity

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_PARTS = (("Monday to Friday", range(5), "yes"), ("Saturday and Sunday", range(5, 7), "partly"))


def build(catalog: Catalog, as_of: date) -> StackedColumns:
    """Incidents in review and final by the hour of their detection, weekends apart.

    The hour is that of the clock on the wall: in the time zone of the postmortem, which is the one
    in which its people read the time. Which hours are working hours is for the reader to say.
    """
    reviewed = population(catalog, as_of).reviewed
    times = [(p, found) for p in reviewed if (found := _noticed(p)) is not None]
    counts = Counter((t.hour, t.weekday()) for _, t in times)
    zones = sorted({p.timezone for p, _ in times})
    clock = f"in {zones[0]}" if len(zones) == 1 else "in the time zone of each document"
    known = (
        f"The hour of detection, {clock}. Known for {len(times):,} of "
        f"{quantity(len(reviewed), 'incident', 'incidents')} in review or final."
    )
    return StackedColumns(
        key="hours",
        title="When incidents were noticed",
        description=known if times else "",
        table=Table(
            ("Hour", *_DAYS, "Total"),
            tuple(
                (_span(hour), *map(str, row), str(sum(row)))
                for hour in range(24)
                if any(row := [counts[hour, day] for day in range(7)])
            ),
        ),
        nothing="No incident in review or final has a known time of detection yet.",
        categories=tuple(Category(_span(hour), f"{hour:02}") for hour in range(24)),
        series=tuple(
            Series(name, None, tuple(sum(counts[h, d] for d in days) for h in range(24)), slot)
            for name, days, slot in _PARTS
        ),
    )


def _noticed(postmortem: Postmortem) -> datetime | None:
    """The time of detection on the postmortem's own clock; None without a time of day."""
    detected = postmortem.milestones.get("detected")
    if detected is None or detected.date_only:
        return None
    return detected.utc.astimezone(zone(postmortem.timezone) or UTC)


def _span(hour: int) -> str:
    return f"{hour:02}:00 to {hour:02}:59"
