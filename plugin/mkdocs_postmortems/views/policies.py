"""How the policies of a postmortem stand: deadlines and signatures, in words and shapes.

It names roles and days and no person, so that a public page may show it too.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..model import Postmortem
from ..policies import Clock, Policy, clocks, in_force, missing_signatures, signers
from .base import Block, View, words

_STATES = {"met": "done", "late": "overdue", "running": "in_progress", "unknown": "unknown"}
"""The state of an action that looks the same."""


def block(view: View, postmortem: Postmortem) -> Block | None:
    """The block below the header; None where no policy with a state is in force."""
    profile = view.profiles[postmortem.profile]
    rows = [
        _row(clock.policy, clock.state, clock.words)
        for clock in clocks(postmortem, profile, view.settings, view.as_of)
    ]
    for policy in in_force(postmortem, profile, view.settings, "sign_off"):
        rows.append(_signatures(postmortem, policy))
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


def _row(policy: Policy, state: str, text: str) -> dict[str, Any]:
    return {"title": policy.sentence, "state": _STATES[state], "words": text}


def _signatures(postmortem: Postmortem, policy: Policy) -> dict[str, Any]:
    """How many of the roles have signed; a final document lacks those that have not."""
    if postmortem.value("sign_off") == "unknown":
        return _row(policy, "unknown", "signatures not known")
    asked, missing = signers(postmortem, policy), missing_signatures(postmortem, policy)
    text = f"{len(asked) - len(missing)} of {len(asked)} signatures"
    if not missing:
        return _row(policy, "met", text)
    names = ", ".join(words(role) for role in missing)
    state = "late" if postmortem.status == "final" else "running"
    return _row(policy, state, f"{text}, missing: {names}")
