"""Where a record names services, teams, people and tags, and those names as pages show them.

Titles are put in once, before any page exists, as the audience is selected once: views need not
know of the registry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from .action_item import ActionItem
from .diagnostics import FieldPath
from .model import Postmortem
from .registry import Registry, Section
from .times import UNKNOWN

Place = tuple[str, ...]

SERVICES: tuple[Place, ...] = (("services", "*"), ("services", "*", "name"))
TEAMS: tuple[Place, ...] = (("teams",), ("teams", "*"), ("action_items", "*", "team"))
PEOPLE: tuple[Place, ...] = (
    ("document_owner",),
    ("authors",),
    ("authors", "*"),
    ("reviewers",),
    ("reviewers", "*"),
    ("roles", "*"),
    ("roles", "*", "*"),
    ("action_items", "*", "owner"),
    ("sign_off", "*", "name"),
    ("document_history", "*", "author"),
    ("review", "meeting", "attendees", "*"),
    ("review", "meeting", "attendees", "*", "name"),
)
TAGS: tuple[Place, ...] = (("tags",), ("tags", "*"))
CATEGORY: tuple[Place, ...] = (("root_cause", "category"),)
"""The places of each kind of name; `*` is every item of a list or every key of a group."""

_ACTOR: tuple[Place, ...] = (("timeline", "*", "actor"),)


def names(record: Mapping[str, Any], places: tuple[Place, ...]) -> Iterator[tuple[FieldPath, str]]:
    """The names at some places of a record, each with its path; `unknown` is none."""
    for place in places:
        yield from _found(record, place, ())


def _found(node: Any, place: Place, path: FieldPath) -> Iterator[tuple[FieldPath, str]]:
    if not place:
        if isinstance(node, str) and node != UNKNOWN:
            yield path, node
        return
    first, *rest = place
    for key, value in _children(node, first):
        yield from _found(value, tuple(rest), (*path, key))


def _children(node: Any, key: str) -> list[tuple[str | int, Any]]:
    if isinstance(node, Mapping):
        if key == "*":
            return list(node.items())
        return [(key, node[key])] if key in node else []
    return list(enumerate(node)) if isinstance(node, list) and key == "*" else []


def _changed(node: Any, place: Place, change: Callable[[str], str]) -> Any:
    """A copy of a record with the names at a place changed; what is not changed is shared."""
    if not place:
        return change(node) if isinstance(node, str) else node
    first, *rest = place
    found = {key: _changed(value, tuple(rest), change) for key, value in _children(node, first)}
    if isinstance(node, Mapping):
        return {**node, **found} if found else node
    return list(found.values()) if isinstance(node, list) and found else node


def completed(postmortem: Postmortem, registry: Registry) -> Postmortem:
    """A postmortem with the teams that it does not name, where the registry knows them.

    The team of an action is that of its owner, the teams of a postmortem those of its services.
    """
    found = (registry.services.team(service.name) for service in postmortem.services)
    return replace(
        postmortem,
        teams=postmortem.teams or tuple(dict.fromkeys(filter(None, found))),
        actions=tuple(
            replace(a, team=a.team or registry.people.team(a.owner)) for a in postmortem.actions
        ),
    )


def titled(postmortem: Postmortem, registry: Registry) -> Postmortem:
    """A postmortem as pages show it: titles for names."""
    services, teams, people = registry.services, registry.teams, registry.people

    def someone(name: str) -> str:
        return people.shown.get(name) or teams.shown.get(name, name)

    def actor(name: str) -> str:
        return services.shown.get(name) or someone(name)

    changes: tuple[tuple[tuple[Place, ...], Callable[[str], str]], ...] = (
        (SERVICES, _title(services)), (TEAMS, _title(teams)), (PEOPLE, someone),
        (TAGS, _title(registry.tags)), (CATEGORY, _title(registry.root_cause_categories)),
        (_ACTOR, actor),
    )  # fmt: skip
    record: Any = postmortem.record
    for places, change in changes:
        for place in places:
            record = _changed(record, place, change)
    return replace(
        postmortem,
        record=record,
        services=tuple(
            replace(s, name=services.shown.get(s.name, s.name)) for s in postmortem.services
        ),
        teams=tuple(teams.shown.get(team, team) for team in postmortem.teams),
        tags=tuple(registry.tags.shown.get(tag, tag) for tag in postmortem.tags),
        actions=tuple(_action(a, registry, someone) for a in postmortem.actions),
        timeline=tuple(
            replace(event, actor=actor(event.actor)) if event.actor else event
            for event in postmortem.timeline
        ),
    )


def _title(section: Section) -> Callable[[str], str]:
    return lambda name: section.shown.get(name, name)


def _action(action: ActionItem, registry: Registry, someone: Callable[[str], str]) -> ActionItem:
    shown = registry.teams.shown
    return replace(
        action,
        owner=action.owner and someone(action.owner),
        team=action.team and shown.get(action.team, action.team),
    )
