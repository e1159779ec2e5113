"""What a public site may tell of a postmortem: no names of people, nothing of what is withheld.

Done once, on the records, before any page, chart or file exists: views need not know of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from .action_item import ActionItem
from .model import Postmortem, Relation
from .registry import Registry

_PEOPLE = frozenset({"roles", "authors", "reviewers", "document_owner"})
"""Keys of the front matter that hold names and nothing else."""

Change = Callable[[dict[str, Any]], dict[str, Any] | None]


def identifiers(postmortems: Iterable[Postmortem]) -> frozenset[str]:
    """The ids and aliases of postmortems, casefolded."""
    return frozenset(
        name.casefold() for p in postmortems for name in (p.id, *p.aliases)
    )  # fmt: skip


def published(
    visible: Iterable[Postmortem], withheld: frozenset[str], registry: Registry
) -> tuple[Postmortem, ...]:
    """The records of a public site.

    Args:
        visible: The postmortems that everybody may see.
        withheld: The ids and aliases of the others, casefolded.
        registry: Says who is a team, who is a person, and to which team a person belongs.
    """
    chosen = tuple(visible)
    people = frozenset(name.casefold() for name in registry.people.entries)
    teams = frozenset(team.casefold() for p in chosen for team in p.teams)
    teams = (teams | {name.casefold() for name in registry.teams.entries}) - people
    services = frozenset(s.name.casefold() for p in chosen for s in p.services) - people
    return tuple(_public(p, teams, teams | services, withheld, registry) for p in chosen)


def _public(
    postmortem: Postmortem,
    teams: frozenset[str],
    actors: frozenset[str],
    withheld: frozenset[str],
    registry: Registry,
) -> Postmortem:
    """A record without names of people, and without what it says of withheld postmortems.

    Args:
        teams: Names of teams, casefolded: an owner of that name is no person.
        actors: Names of teams and services, casefolded.
    """
    record = {key: value for key, value in postmortem.record.items() if key not in _PEOPLE}
    _rows(record, "sign_off", lambda row: _without(row, "name"))
    _rows(record, "document_history", lambda row: _without(row, "author"))
    _rows(record, "action_items", lambda row: _only(row, "owner", teams))
    _rows(record, "timeline", lambda row: _only(row, "actor", actors))
    _rows(record, "related", lambda row: None if _is_withheld(row.get("id"), withheld) else row)
    review = record.get("review")
    if isinstance(review, dict) and isinstance(review.get("meeting"), dict):
        record["review"] = {**review, "meeting": _without(review["meeting"], "attendees")}
    return replace(
        postmortem,
        record=record,
        timeline=tuple(
            event if _known(event.actor, actors) else replace(event, actor=None)
            for event in postmortem.timeline
        ),
        actions=tuple(_action(action, teams, registry) for action in postmortem.actions),
        relations=tuple(_relation(relation, withheld) for relation in postmortem.relations),
    )


def _action(action: ActionItem, teams: frozenset[str], registry: Registry) -> ActionItem:
    """A person is replaced by the team that the action or else the registry names, if any."""
    if _known(action.owner, teams):
        return action
    return replace(action, owner=action.team or registry.people.team(action.owner))


def _relation(relation: Relation, withheld: frozenset[str]) -> Relation:
    """What its author wrote about a withheld postmortem is not for everybody either."""
    if not _is_withheld(relation.id, withheld):
        return relation
    return Relation(relation.index, "", relation.relation)


def _is_withheld(identifier: object, withheld: frozenset[str]) -> bool:
    return isinstance(identifier, str) and identifier.casefold() in withheld


def _known(name: object, names: frozenset[str]) -> bool:
    return isinstance(name, str) and name.casefold() in names


def _rows(record: dict[str, Any], key: str, change: Change) -> None:
    """Change the rows of a list; the others stay, as their places are counted."""
    rows = record.get(key)
    if isinstance(rows, list):
        record[key] = [change(row) if isinstance(row, dict) else row for row in rows]


def _without(row: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {k: v for k, v in row.items() if k != key}


def _only(row: dict[str, Any], key: str, names: frozenset[str]) -> dict[str, Any]:
    """A row whose value of a key is one of the names, or without that key."""
    return row if _known(row.get(key), names) else _without(row, key)
