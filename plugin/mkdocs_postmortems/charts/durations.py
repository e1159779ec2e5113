"""How long incidents took: a chart for each metric, all incidents together and by severity."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from ..catalog import Catalog
from ..metrics import BY_KEY
from ..model import Postmortem
from ..times import format_duration
from .base import DotRow, DotStrip, Table
from .population import population, quantity, rank_names, rank_of, ranks
from .statistics import ENOUGH, median, p90

TOO_FEW = "too few to say"
"""Stands where statistics would, for fewer than `ENOUGH` values."""

_NONE = "-"


def builder(metric: str) -> Callable[[Catalog, date], DotStrip]:
    """The chart of a metric (`ttd`, `tta`, `tte`, `ttm` or `ttr`)."""
    return partial(_build, metric)


def _build(metric: str, catalog: Catalog, as_of: date) -> DotStrip:
    """Each known time as a dot, with median and 90th percentile.

    Only incidents in review and final ones: the times of a draft still move. A severity whose
    incidents have no known time keeps its row, which then says so.
    """
    reviewed = population(catalog, as_of).reviewed
    groups: list[tuple[str, tuple[Postmortem, ...]]] = [("all incidents", reviewed)]
    names = rank_names(reviewed)
    for rank in ranks(reviewed):
        members = tuple(p for p in reviewed if rank_of(p) == rank)
        groups.append((names[rank] if rank else "unknown severity", members))
    rows = tuple(_row(label, seconds(members, metric)) for label, members in groups)
    definition = BY_KEY[metric]
    description = (
        f"{definition.text[0].upper()}{definition.text[1:]}. Known for {rows[0].n:,} of "
        f"{quantity(len(reviewed), 'incident', 'incidents')} in review or final. "
        "The scale is logarithmic."
        if reviewed
        else ""
    )
    return DotStrip(
        key=definition.label.lower().replace(" ", "-"),
        title=definition.label,
        description=description,
        table=_table(rows, [len(members) for _, members in groups]),
        nothing="No incident in review or final has the times for it yet.",
        rows=rows,
    )


def seconds(incidents: Sequence[Postmortem], metric: str) -> tuple[int, ...]:
    """The known values of a metric in seconds, sorted."""
    metrics = (p.metrics.get(metric) for p in incidents)
    return tuple(sorted(m.seconds for m in metrics if m is not None and m.seconds is not None))


def _row(label: str, values: tuple[int, ...]) -> DotRow:
    if len(values) < ENOUGH:
        note = TOO_FEW if values else "not known for any"
        return DotRow(label, values, None, None, len(values), note)
    return DotRow(label, values, median(values), p90(values), len(values))


def _table(rows: Sequence[DotRow], totals: Sequence[int]) -> Table:
    headers = ("Severity", "Incidents", "Known", "Shortest", "Median", "90th percentile", "Longest")
    lines = []
    for row, total in zip(rows, totals, strict=True):
        ends = [format_duration(v) for v in (row.values[0], row.values[-1])] if row.values else []
        shortest, longest = ends or (_NONE, _NONE)
        if row.median is None or row.p90 is None:
            middle, high = (TOO_FEW, TOO_FEW) if row.values else (_NONE, _NONE)
        else:
            middle, high = format_duration(round(row.median)), format_duration(row.p90)
        lines.append((row.label, str(total), str(row.n), shortest, middle, high, longest))
    return Table(headers, tuple(lines))
