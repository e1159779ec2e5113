"""The lists of a record that are counted, compared and linked, as values of the model.

What is not valid has been left out of the record before; its place in a list is empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from . import identity, policies
from .action_item import ActionItem
from .model import Postmortem, Relation, Service
from .profiles import Profile
from .settings import Settings
from .times import Instant, parse_date

PRIORITY_RANKS: Mapping[str, int] = MappingProxyType(
    {"P0": 0, "P1": 1, "P2": 2, "P3": 3, "High": 1, "Medium": 2, "Low": 3}
)
"""Priorities of different templates on one ordinal scale, 0 first (FIELDS section 6)."""


_SECOND_NAMES: Mapping[str, str] = MappingProxyType({"detection.sources": "detection.source"})
"""Fields that may be written under a second name."""


def names(path: str) -> tuple[str, ...]:
    """The paths under which a field may be written, its own first."""
    second = _SECOND_NAMES.get(path)
    return (path, second) if second else (path,)


def first_name(path: str) -> str:
    """The path of a field by any of the names under which it may be written."""
    return next((first for first, second in _SECOND_NAMES.items() if second == path), path)


def present(value: object) -> list[Any]:
    """The items of a list that are there; empty for anything that is no list."""
    return [item for item in value if item is not None] if isinstance(value, list) else []


def words(value: object) -> tuple[str, ...]:
    """A list of words; one word stands for a list of one, and `unknown` for none."""
    if isinstance(value, str):
        return () if value == "unknown" else (value,)
    return tuple(item for item in present(value) if isinstance(item, str))


def actions(data: Mapping[str, Any], resolved: Instant | None) -> tuple[ActionItem, ...]:
    """The action items. Those that do not say when they were opened count from the resolution."""
    found: list[ActionItem] = []
    raw = data.get("action_items")
    default_opened = resolved.day if resolved else None
    for index, row in enumerate(raw if isinstance(raw, list) else ()):
        if not isinstance(row, dict) or "title" not in row:
            continue
        identifier = str(row.get("id") or f"AI-{index + 1:03d}")
        priority = row.get("priority")
        found.append(
            ActionItem(
                index=index,
                id=identifier,
                title=row["title"],
                owner=row.get("owner"),
                team=row.get("team"),
                priority=priority,
                priority_rank=PRIORITY_RANKS.get(priority, 9) if priority else 9,
                due=_day(row.get("due")),
                status=row.get("status", "open"),
                category=row.get("category"),
                horizon=row.get("horizon"),
                links=words(row.get("links")),
                opened_on=_day(row.get("opened_on")) or default_opened,
                done_on=_day(row.get("done_on")),
                evidence=row.get("evidence"),
                reason=row.get("reason"),
                anchor=f"action-{identity.slug(identifier)}",
            )
        )
    return tuple(found)


def due_by_horizon(postmortem: Postmortem, profile: Profile, settings: Settings) -> Postmortem:
    """A postmortem whose actions without `due` have the last day of their horizon.

    `due: unknown` is an answer and stays one. Nothing follows while the resolution is not known.
    """
    written = postmortem.record.get("action_items")
    rows = written if isinstance(written, list) else []
    without = {a.index for a in postmortem.actions if a.horizon and "due" not in rows[a.index]}
    last = horizon_days(postmortem, profile, settings) if without else {}
    if not last:
        return postmortem
    changed = tuple(
        replace(action, due=last[action.horizon], due_derived=True)
        if action.index in without and action.horizon and action.horizon in last
        else action
        for action in postmortem.actions
    )
    return replace(postmortem, actions=changed)


def horizon_days(
    postmortem: Postmortem, profile: Profile, settings: Settings
) -> Mapping[str, date]:
    """The last day of each horizon of action items, where the resolution is known."""
    found: dict[str, date] = {}
    for policy in policies.in_force(postmortem, profile, settings, "horizon"):
        end = policies.deadline(postmortem, policy, settings)
        if end is not None and policy.horizon is not None:
            found[policy.horizon] = end[0]
    return found


def relations(data: Mapping[str, Any]) -> tuple[Relation, ...]:
    """The relations to other incidents that name one and say which."""
    raw = data.get("related")
    return tuple(
        Relation(
            index, row["id"], row["relation"], row.get("note"), _day(row.get("date")),
            row.get("url"),
        )
        for index, row in enumerate(raw if isinstance(raw, list) else ())
        if isinstance(row, dict) and "id" in row and "relation" in row
    )  # fmt: skip


def services(data: Mapping[str, Any]) -> tuple[Service, ...]:
    """The services, written as a name or as a group of keys."""
    found: list[Service] = []
    for row in present(data.get("services")):
        if isinstance(row, str):
            found.append(Service(row))
        elif isinstance(row, dict) and "name" in row:
            found.append(Service(row["name"], row.get("impact"), row.get("availability")))
    return tuple(found)


def _day(value: object) -> date | None:
    return parse_date(value) if isinstance(value, str) else None
