"""How the policies of a postmortem stand: deadlines and signatures, in words and shapes.

It names roles and days and no person, so that a public page may show it too.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Postmortem
from ..policies import Clock, clocks
from ..standings import standings
from .base import Block, View

_STATES = {"met": "done", "late": "overdue", "running": "in_progress", "unknown": "unknown"}
"""The state of an action that looks the same."""


def block(view: View, postmortem: Postmortem) -> Block | None:
    """The block below the header; None where no policy with a state is in force."""
    profile = view.profiles[postmortem.profile]
    rows = [
        {"title": found.policy.sentence, "state": _STATES[found.state], "words": found.words}
        for found in standings(postmortem, profile, view.settings, view.as_of)
    ]
    if not rows:
        return None
    return Block("postmortem/policies", {"rows": rows, "as_of": view.as_of.isoformat()})


def every_clock(view: View, postmortems: Iterable[Postmortem]) -> list[tuple[str, Clock]]:
    """The clocks of postmortems, each with the name of its template."""
    return [
        (view.profiles[p.profile].title, clock)
        for p in postmortems
        if p.structured
        for clock in clocks(p, view.profiles[p.profile], view.settings, view.as_of)
    ]
