"""How soon after the resolution postmortems were complete."""

from __future__ import annotations

from datetime import date

from ..catalog import Catalog
from ..evidence import completed
from ..model import Postmortem
from .base import Bar, HorizontalBars, Table
from .population import left_out, population, quantity
from .statistics import ENOUGH, median, p90

_SPANS = ((2, "up to 2 days"), (7, "3 to 7 days"), (14, "8 to 14 days"), (30, "15 to 30 days"),
          (90, "31 to 90 days"), (None, "more than 90 days"))  # fmt: skip


def build(catalog: Catalog, as_of: date) -> HorizontalBars:
    """Resolved incidents by the days between their resolution and the complete document.

    What is not complete yet keeps a bar of its own: a picture of the finished ones alone would
    look best where the slow ones are still being written.
    """
    counted = population(catalog, as_of)
    resolved = [p for p in counted.incidents if _resolved(p, as_of) is not None]
    waits = [(p, _wait(p, as_of)) for p in resolved]
    known = [days for _, days in waits if days is not None]
    rows: list[tuple[str, int]] = []
    low = 0
    for high, name in _SPANS:
        rows.append((name, sum(low <= days and (high is None or days <= high) for days in known)))
        low = (high or 0) + 1
    unfinished = sum(days is None and not _complete(p, as_of) for p, days in waits)
    undated = len(resolved) - len(known) - unfinished
    rows += [(name, count) for name, count in (
        ("not complete yet", unfinished), ("day not known", undated)) if count]  # fmt: skip
    total = quantity(len(resolved), "resolved incident", "resolved incidents")
    sentences = [
        f"Known for {len(known):,} of {total}." if resolved else "",
        f"Of these, median {median(known):g} days, p90 {p90(known)} days."
        if len(known) >= ENOUGH else "",
        left_out(
            (len(counted.incidents) - len(resolved), "incident without a day of resolution",
             "incidents without a day of resolution"),
        ) if resolved else "",
    ]  # fmt: skip
    return HorizontalBars(
        key="completion",
        title="From the resolution to the complete document",
        description=" ".join(s for s in sentences if s),
        table=Table(("Days", "Incidents"), tuple((name, str(count)) for name, count in rows)),
        nothing="No incident has a known day of resolution yet.",
        bars=tuple(Bar(name, count) for name, count in rows),
    )


def _resolved(postmortem: Postmortem, as_of: date) -> date | None:
    """The day of the resolution, if it has come."""
    found = postmortem.milestones.get("resolved")
    day = found.day if found else None
    return day if day is not None and day <= as_of else None


def _complete(postmortem: Postmortem, as_of: date) -> bool:
    happened, day = completed(postmortem)
    return happened and (day is None or day <= as_of)


def _wait(postmortem: Postmortem, as_of: date) -> int | None:
    """Days from the resolution to the complete document; None while one of them is not known."""
    resolved, done = _resolved(postmortem, as_of), completed(postmortem)[1]
    if resolved is None or done is None or done > as_of or done < resolved:
        return None
    return (done - resolved).days
