"""Quarter by quarter: how many incidents, how long, and for how many of them that is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ..catalog import Catalog
from ..metrics import BY_KEY
from ..model import Postmortem
from ..times import format_duration
from .base import Sheet, Table
from .durations import seconds
from .population import population, rank_names, rank_of, ranks
from .statistics import ENOUGH, median, p90

QUARTERS = 8
"""How many quarters are shown, the running one included."""

_COLUMNS = (("ttd", "median"), ("tta", "median"), ("ttm", "median"), ("ttm", "p90"),
            ("ttr", "median"))  # fmt: skip
_NONE = "-"


def quarter(day: date) -> int:
    """Quarters since the year 0, so that neighbours differ by one."""
    return day.year * 4 + (day.month - 1) // 3


def label(number: int) -> str:
    """`2026 Q1`."""
    return f"{number // 4} Q{number % 4 + 1}"


def build(catalog: Catalog, as_of: date) -> Sheet:
    """A row a quarter, newest first.

    Durations are those of incidents in review and final ones; each figure says for how many of them
    it is known, and fewer than `ENOUGH` values give no figure.
    """
    counted = population(catalog, as_of)
    dated = [(p, quarter(p.day)) for p in counted.incidents if p.day is not None]
    last = quarter(as_of)
    oldest = min((number for _, number in dated), default=last + 1)
    shown_ranks = ranks(p for p, number in dated if number > last - QUARTERS)
    rows = [
        _row(number, [p for p, n in dated if n == number], shown_ranks)
        for number in range(last, max(oldest, last - QUARTERS + 1) - 1, -1)
    ]
    headers = [BY_KEY[key].label + (f", {what}" if what == "p90" else ", median")
               for key, what in _COLUMNS]  # fmt: skip
    names = rank_names(counted.incidents)
    columns = ("Quarter", "Incidents", *(names[rank] for rank in shown_ranks), *headers)
    return Sheet(
        key="quarters",
        title="Quarter by quarter",
        description=(
            "Incidents by the quarter of their start (UTC). Behind each figure stands for how many "
            f"of the incidents in review or final it is known; below {ENOUGH} it is too few to say."
        ),
        table=Table(columns, tuple(rows)),
        wide=True,
        nothing="No incident with a date of start is recorded yet.",
    )


def _row(
    number: int, incidents: Sequence[Postmortem], shown_ranks: Sequence[int | None]
) -> tuple[str, ...]:
    reviewed = [p for p in incidents if p.status in ("in_review", "final")]
    counts = [str(sum(rank_of(p) == rank for p in incidents)) for rank in shown_ranks]
    figures = [_figure(seconds(reviewed, key), what, len(reviewed)) for key, what in _COLUMNS]
    return (label(number), str(len(incidents)), *counts, *figures)


def _figure(values: tuple[int, ...], what: str, total: int) -> str:
    if not total:
        return _NONE
    coverage = f"({len(values)} of {total})"
    if len(values) < ENOUGH:
        return f"too few {coverage}"
    figure = round(median(values)) if what == "median" else p90(values)
    return f"{format_duration(figure)} {coverage}"
