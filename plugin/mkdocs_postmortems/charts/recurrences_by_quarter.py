"""How many of the incidents of each quarter had happened before, as far as links say so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from .. import families
from ..catalog import Catalog
from ..families import Family
from .base import Layer, StackedBar, StackedBars, Table
from .population import population, quantity
from .quarters import QUARTERS, label, quarter


def build(catalog: Catalog, as_of: date, known: Sequence[Family] | None = None) -> StackedBars:
    """Counts, not a rate to be kept low: what nobody looked up is linked to nothing.

    Args:
        known: The families of the catalog, if they were found already.
    """
    counted = population(catalog, as_of)
    every = families.find(catalog) if known is None else known
    again = {member.postmortem.path for family in every for member in family.members[1:]}
    dated = [(quarter(p.day), p.path in again) for p in counted.incidents if p.day is not None]
    last = quarter(as_of)
    oldest = min((number for number, _ in dated), default=last + 1)
    rows = []
    for number in range(last, max(oldest, last - QUARTERS + 1) - 1, -1):
        seen = [repeated for n, repeated in dated if n == number]
        rows.append((label(number), sum(seen), len(seen) - sum(seen)))
    linked = any(repeated for _, repeated in dated)
    description = (
        "Incidents by the quarter of their start (UTC). All but the first of each family had "
        "happened before; what nobody linked is not known." if linked else ""
    )  # fmt: skip
    return StackedBars(
        key="recurrences-by-quarter",
        title="Had it happened before?",
        description=description,
        table=Table(
            ("Quarter", "Had happened before", "No earlier one linked", "Incidents"),
            tuple((name, str(a), str(b), str(a + b)) for name, a, b in rows),
        ),
        nothing="No incident is linked to an earlier one as its recurrence yet.",
        layers=(Layer("had happened before", "yes"), Layer("no earlier one linked", "no")),
        rows=tuple(
            StackedBar(name, (a, b), f"{a} of {quantity(a + b, 'incident', 'incidents')}")
            for name, a, b in rows
        ) if linked else (),
    )  # fmt: skip
