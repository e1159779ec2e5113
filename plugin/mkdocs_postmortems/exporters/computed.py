"""What is computed about a postmortem among others: likeness, family, policies. As on its page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..families import Member
from ..model import Postmortem
from ..related import Similar
from ..standings import Standing, standings
from ..times import stamp
from . import records
from .base import Export


def build(export: Export, origin: str, postmortem: Postmortem) -> dict[str, Any]:
    """The computed keys of a postmortem's document at `origin`.

    `as_of` is null unless a clock runs or has run out: other documents are the same every day.
    """
    found = policies(export, postmortem)
    open_clocks = any(standing.depends_on_day for standing in found)
    return {
        "similar": [_similar(export, origin, s) for s in export.finder.similar(postmortem)],
        "family": _family(export, postmortem),
        "as_of": export.as_of.isoformat() if open_clocks else None,
        "policies": [policy(standing) for standing in found],
    }


def policies(export: Export, postmortem: Postmortem) -> Sequence[Standing]:
    """How the policies of a postmortem stand; none for files without front matter."""
    if not postmortem.structured:
        return ()
    profile = export.profiles[postmortem.profile]
    return standings(postmortem, profile, export.settings, export.as_of)


def policy(standing: Standing) -> dict[str, Any]:
    """How one policy stands."""
    clock = standing.clock
    return {
        "key": standing.policy.key,
        "kind": standing.policy.kind,
        "title": standing.policy.sentence,
        "state": standing.state,
        "words": standing.words,
        "due": clock.due.isoformat() if clock and clock.due else None,
        "due_at": stamp(clock.at) if clock and clock.at else None,
        "done_on": clock.done.isoformat() if clock and clock.done else None,
        "days": standing.days,
        "missing": list(standing.missing),
    }


def _similar(export: Export, origin: str, found: Similar) -> dict[str, Any]:
    other = found.postmortem
    return {
        "id": other.id,
        "url": export.page(origin, other),
        "title": other.title,
        "day": other.day.isoformat() if other.day else None,
        "severity": records.severity(other),
        "score": found.score,
        "reasons": list(found.reasons),
    }


def _family(export: Export, postmortem: Postmortem) -> dict[str, Any] | None:
    """The family of a postmortem, and its place in it; None where it has none."""
    family = export.families.by_member.get(postmortem.path)
    if family is None:
        return None
    members = family.members
    place = next(i for i, m in enumerate(members) if m.postmortem.path == postmortem.path)
    return {
        "id": members[0].postmortem.id,
        "title": members[0].postmortem.title,
        "position": place + 1,
        "members": [member.postmortem.id for member in members],
        "first": family.first.isoformat() if family.first else None,
        "last": family.last.isoformat() if family.last else None,
        "unfinished_actions": family.unfinished,
        **_fix(members[place]),
    }


def _fix(member: Member) -> dict[str, Any]:
    """Whether what was done against it held, as far as that is known."""
    done, returned = member.done_by, member.returned
    return {
        "days_since_previous": member.interval,
        "fix_done_on": done.isoformat() if done else None,
        "fix_did_not_hold": None if done is None else returned is not None,
        "returned_as": returned.id if returned else None,
    }
