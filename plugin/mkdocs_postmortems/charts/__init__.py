"""The charts of a site, in the order in which pages show them. A new chart is one line here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ..catalog import Catalog
from . import coverage, incidents_by_month, time_to_mitigate
from .base import Chart

Builder = Callable[[Catalog, date], Chart]

BUILDERS: tuple[Builder, ...] = (
    incidents_by_month.build,
    time_to_mitigate.build,
    coverage.build,
)


def build(catalog: Catalog, as_of: date) -> tuple[Chart, ...]:
    """Every chart of the catalog as it stands on the day `as_of`, in the order of `BUILDERS`."""
    return tuple(builder(catalog, as_of) for builder in BUILDERS)
