"""Families of recurrences: incidents that are one failure, seen again.

Two relations make a family: `recurrence_of`, by which an author says that it happened again, and
`same_root_cause`, by which one says that the cause of both is one and the same; what was tried
against it and what is still open concern all of them. `similar_root_cause` makes none: likeness
does not carry over from one to the next, and a chain of it ends at things that have nothing in
common.
The other relations tell of causes, follow-ups and surroundings, not of the failure itself.

A duplicate, and an older account of one incident, are no second occurrence: the postmortem that
stands for them is the member. Withdrawn postmortems join what they link and are no members.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from .action_item import ActionItem
from .catalog import Catalog, order_key, stand_ins
from .model import Postmortem

RELATIONS = frozenset({"recurrence_of", "same_root_cause"})


@dataclass(frozen=True, slots=True)
class Member:
    """An incident of a family.

    Attributes:
        interval: Days since the member before it; None for the first one, and without a day.
        tried: Its actions that are done.
        unfinished: Its actions that still ask for work.
        done_by: The day by which all of its actions were done. None where one still asks for work,
            where it is not known when one was done, and where there were none. What was decided
            against is no part of the fix.
        returned: The first later member that began after `done_by`: the fix did not hold.
    """

    postmortem: Postmortem
    interval: int | None
    tried: tuple[ActionItem, ...]
    unfinished: tuple[ActionItem, ...]
    done_by: date | None
    returned: Postmortem | None


@dataclass(frozen=True, slots=True)
class Family:
    """Incidents that are one failure, in the order of time; at least two.

    Attributes:
        first: The day of the first one, in UTC; None where no member has a day.
        last: The day of the last one.
        intervals: Days between neighbours, in the order of time.
    """

    members: tuple[Member, ...]
    first: date | None
    last: date | None
    intervals: tuple[int, ...]

    @property
    def unfinished(self) -> int:
        """How many actions still ask for work."""
        return sum(len(member.unfinished) for member in self.members)

    @property
    def did_not_hold(self) -> int:
        """After how many members all was done, and it happened again."""
        return sum(member.returned is not None for member in self.members)


class Families:
    """The families of a catalog, found at the first question, once."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    @cached_property
    def all(self) -> tuple[Family, ...]:
        """See `find`."""
        return find(self._catalog)

    @cached_property
    def by_member(self) -> Mapping[str, Family]:
        """See `by_member`."""
        return by_member(self.all)


def find(catalog: Catalog) -> tuple[Family, ...]:
    """The families of a catalog, the one seen last first; ids break ties."""
    families = [_family(members) for members in _groups(catalog)]
    families.sort(key=lambda f: f.members[0].postmortem.id)
    return tuple(sorted(families, key=lambda f: f.last or date.min, reverse=True))


def by_member(families: Iterable[Family]) -> Mapping[str, Family]:
    """The family of each member, by the path of its postmortem."""
    return {m.postmortem.path: family for family in families for m in family.members}


def _groups(catalog: Catalog) -> list[list[Postmortem]]:
    """The members of each family, oldest first."""
    parent: dict[str, str] = {}
    standing = stand_ins(catalog)

    def root(path: str) -> str:
        while parent.setdefault(path, path) != path:
            parent[path] = parent[parent[path]]
            path = parent[path]
        return path

    for postmortem in catalog.structured:
        for relation in postmortem.relations:
            target = catalog.get(relation.id)
            if relation.relation in RELATIONS and target is not None:
                here, there = standing[postmortem.path], standing[target.path]
                parent[root(here.path)] = root(there.path)
    groups: dict[str, list[Postmortem]] = {}
    for postmortem in sorted(catalog.postmortems, key=order_key, reverse=True):
        if postmortem.path in parent and postmortem.status != "withdrawn":
            groups.setdefault(root(postmortem.path), []).append(postmortem)
    return [_oldest_first(members) for members in groups.values() if len(members) > 1]


def _oldest_first(members: list[Postmortem]) -> list[Postmortem]:
    """By start, then id; those without a day are last, as nobody knows where they belong."""
    dated = [p for p in members if p.day is not None]
    undated = [p for p in members if p.day is None]
    dated.sort(key=lambda p: (-order_key(p)[0], p.id, p.path))
    return [*dated, *sorted(undated, key=lambda p: (p.id, p.path))]


def _family(postmortems: list[Postmortem]) -> Family:
    days = [p.day for p in postmortems if p.day]
    intervals = tuple((b - a).days for a, b in zip(days, days[1:], strict=False))
    members = tuple(
        _member(
            postmortem,
            intervals[index - 1] if 0 < index < len(days) else None,
            postmortems[index + 1 :],
        )
        for index, postmortem in enumerate(postmortems)
    )
    return Family(members, days[0] if days else None, days[-1] if days else None, intervals)


def _member(postmortem: Postmortem, interval: int | None, later: Iterable[Postmortem]) -> Member:
    tried = tuple(a for a in postmortem.actions if a.status == "done")
    unfinished = postmortem.unfinished
    days = [action.done_on for action in tried if action.done_on is not None]
    done_by = max(days) if days and len(days) == len(tried) and not unfinished else None
    returned = None
    if done_by is not None:
        returned = next((p for p in later if p.day is not None and p.day > done_by), None)
    return Member(postmortem, interval, tried, unfinished, done_by, returned)
