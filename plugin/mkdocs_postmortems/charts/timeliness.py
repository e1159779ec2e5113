"""Whether postmortems keep the deadlines of their templates' policies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..policies import Clock
from .base import Layer, StackedBar, StackedBars, Table
from .population import quantity

_STATES = (("met", "in time", "yes"), ("late", "late", "no"), ("running", "running", "partly"),
           ("unknown", "not known", "unknown"))  # fmt: skip


def build(clocks: Sequence[tuple[str, Clock]]) -> StackedBars:
    """A bar a policy, with how its clocks stand.

    Args:
        clocks: The name of the template, and each clock of its postmortems.
    """
    counts: dict[tuple[str, str], Counter[str]] = {}
    for template, clock in clocks:
        counts.setdefault((template, clock.policy.sentence), Counter())[clock.state] += 1
    rows = [
        (name, tuple(states[key] for key, _, _ in _STATES))
        for name, states in sorted(counts.items())
    ]
    return StackedBars(
        key="timeliness",
        title="Policies with a deadline",
        description=(
            f"{quantity(len(clocks), 'deadline', 'deadlines')} of "
            f"{quantity(len(rows), 'policy', 'policies')}. Late says when a thing was written, "
            "never how good it is."
            if clocks
            else ""
        ),
        table=Table(
            ("Policy", *(name for _, name, _ in _STATES)),
            tuple((f"{template}: {name}", *map(str, values)) for (template, name), values in rows),
        ),
        nothing="No document is under a policy with a deadline.",
        layers=tuple(Layer(name, slot) for _, name, slot in _STATES),
        rows=tuple(
            StackedBar(name, values, f"{values[0]} of {sum(values)} in time", template)
            for (template, name), values in rows
        ),
    )
