"""Whether items that fell due were done by then, by priority."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from .. import rollup
from ..action_item import ActionItem
from ..catalog import Catalog
from .base import Layer, StackedBar, StackedBars, Table
from .population import left_out, quantity

_STATES = (("on_time", "done by its due date", "yes"), ("late", "done later", "partly"),
           ("overdue", "overdue", "no"), ("unknown", "done, day not known", "unknown"))  # fmt: skip
_NONE = "no priority"


def build(catalog: Catalog, as_of: date) -> StackedBars:
    """Items whose due date has passed, each by what had become of it then.

    What is not due yet says nothing, not even where it is done already: to count the early ones and
    not those that still have time would flatter. Priorities stand as written, of all scales.
    """
    actions = [entry.action for entry in rollup.entries(catalog, as_of)]
    asked = (a for a in actions if a.status != "wont_do")
    fallen = [(a, a.due) for a in asked if a.due is not None and a.due < as_of]
    counts: dict[tuple[int, str], Counter[str]] = {}
    for action, due in fallen:
        key = (action.priority_rank, action.priority or _NONE)
        counts.setdefault(key, Counter())[_state(action, due)] += 1
    rows = [
        (key[1], tuple(counts[key][state] for state, _, _ in _STATES)) for key in sorted(counts)
    ]
    sentences = [
        f"{quantity(len(fallen), 'item', 'items')} whose due date has passed." if fallen else "",
        _left_out(actions, len(fallen)),
    ]
    return StackedBars(
        key="actions-on-time",
        title="Done by the due date",
        description=" ".join(s for s in sentences if s),
        table=Table(
            ("Priority", *(name for _, name, _ in _STATES)),
            tuple((name, *map(str, values)) for name, values in rows),
        ),
        nothing="No item has fallen due yet.",
        layers=tuple(Layer(name, slot) for _, name, slot in _STATES),
        rows=tuple(
            StackedBar(name, values, f"{values[0]} of {sum(values)} by then")
            for name, values in rows
        ),
    )


def _left_out(actions: Sequence[ActionItem], fallen: int) -> str:
    """The sentence that names what is not counted; empty if that is nothing."""
    dropped = sum(a.status == "wont_do" for a in actions)
    undated = sum(a.due is None and a.status != "wont_do" for a in actions)
    return left_out(
        (len(actions) - fallen - undated - dropped, "item not due yet", "items not due yet"),
        (undated, "item without a due date", "items without a due date"),
        (dropped, "item that will not be done", "items that will not be done"),
    )


def _state(action: ActionItem, due: date) -> str:
    if action.unfinished:
        return "overdue"
    if action.done_on is None:
        return "unknown"
    return "on_time" if action.done_on <= due else "late"
