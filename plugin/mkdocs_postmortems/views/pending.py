"""The postmortems that are not final yet: what is left of each, and by when it is wanted.

It names no person. What is late stands on top, as that is what a reader comes for.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from ..charts.population import quantity
from ..completeness import gaps
from ..model import Postmortem
from ..policies import Clock, clocks
from .base import STATUS_WORDS, Block, Heading, Part, View, reference

_OPEN = frozenset({"draft", "in_review"})
_MOST = 12
"""Rows shown; the list of all incidents has the others."""
_STATES = {"late": "overdue", "running": "in_progress"}
"""The state of an action that looks the same."""
_NEVER = date(9999, 12, 31)


def parts(view: View, origin: str) -> list[Part]:
    """The heading and the table; nothing where every postmortem is final."""
    found = sorted(
        ((_clock(view, p), p) for p in view.catalog.structured if p.status in _OPEN), key=_order
    )
    if not found:
        return []
    data = {
        "rows": [_row(view, origin, p, clock) for clock, p in found[:_MOST]],
        "total": len(found),
        "more": len(found[_MOST:]),
        "index_href": view.site.href(origin, view.site.page("")),
    }
    return [Heading(2, view.terms.apply("Postmortems not final yet")),
            Block("severity/pending", data)]  # fmt: skip


def _clock(view: View, postmortem: Postmortem) -> Clock | None:
    """The deadline that is next, or longest past; None where none is running."""
    found = clocks(postmortem, view.profiles[postmortem.profile], view.settings, view.as_of)
    running = (c for c in found if c.done is None and c.due and c.state in _STATES)
    return min(running, key=lambda c: c.due or _NEVER, default=None)


def _order(found: tuple[Clock | None, Postmortem]) -> tuple[date, date, str]:
    """By deadline; those without one after the others, those of the oldest incidents first."""
    clock, postmortem = found
    due = clock.due if clock else None
    return due or _NEVER, postmortem.day or _NEVER, postmortem.id


def _row(view: View, origin: str, postmortem: Postmortem, clock: Clock | None) -> dict[str, Any]:
    resolved = postmortem.milestones.get("resolved")
    days = (view.as_of - resolved.day).days if resolved else -1
    return {
        **reference(view, origin, postmortem),
        "status_words": STATUS_WORDS[postmortem.status],
        "resolved": f"{quantity(days, 'day', 'days')} ago" if days >= 0 else None,
        "left": len(gaps(postmortem, view.profiles[postmortem.profile], "final")),
        "policy": clock.policy.sentence if clock else None,
        "state": _STATES[clock.state] if clock else None,
        "words": clock.words if clock else None,
    }
