"""How often each root cause, trigger, contributing factor or detection source is named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from ..catalog import Catalog
from ..facets import BY_KEY, groups
from .base import Bar, HorizontalBars, Table
from .population import population, quantity

_MOST = 12
"""More bars than this are a wall; the table has all of them."""


def builder(facet: str) -> Callable[[Catalog, date], HorizontalBars]:
    """The chart of a facet, by its key."""
    return partial(_build, facet)


def _build(facet: str, catalog: Catalog, as_of: date) -> HorizontalBars:
    """Incidents in review and final by the values of a facet, most often named first.

    An incident that names several values counts for each of them, which the description says.
    """
    counted = population(catalog, as_of)
    reviewed = counted.reviewed
    found = sorted(
        groups(BY_KEY[facet], reviewed), key=lambda g: (-len(g.postmortems), g.label.casefold())
    )
    known = len({p.path for group in found for p in group.postmortems})
    several = sum(len(g.postmortems) for g in found) > known
    rest = len(found) - _MOST
    name = BY_KEY[facet].plural
    sentences = [
        f"Known for {known:,} of {quantity(len(reviewed), 'incident', 'incidents')} in review or "
        "final." if reviewed else "",
        "An incident may name several." if several else "",
        f"The {_MOST} most often named are drawn; the table has all {len(found):,}."
        if rest > 0 else "",
    ]  # fmt: skip
    return HorizontalBars(
        key=f"by-{facet}",
        title=name,
        description=" ".join(s for s in sentences if s),
        table=Table(
            (BY_KEY[facet].title, "Incidents"),
            tuple((g.label, str(len(g.postmortems))) for g in found),
        ),
        nothing="No incident in review or final names any yet.",
        bars=tuple(Bar(g.label, len(g.postmortems)) for g in found[:_MOST]),
    )
