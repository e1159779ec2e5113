"""Every action item of a catalog with its incident and its state on a day, in one order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from .action_item import ActionItem
from .catalog import Catalog
from .facets import fold, spelling
from .families import Family
from .model import Postmortem
from .tracker import disagrees

DUE_SOON = timedelta(days=14)
"""How near a due date is "due soon"."""

STATES = ("overdue", "due_soon", "open", "in_progress", "done", "wont_do")
"""What a reader acts on: `overdue` and `due_soon` stand before the written status."""

_ORDER = {"overdue": 0, "due_soon": 1, "in_progress": 2, "open": 2, "done": 3, "wont_do": 4}
_LATE = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Entry:
    """An action item, the incident that it follows from, and its state (one of `STATES`).

    Attributes:
        place: Its number among all, from 1.
    """

    postmortem: Postmortem
    action: ActionItem
    state: str
    place: int = 0

    @property
    def who(self) -> str | None:
        """Its owner, else its team."""
        return self.action.owner or self.action.team

    @property
    def key(self) -> str:
        """Its name everywhere: `<incident>/<id>`."""
        return f"{self.postmortem.id}/{self.action.id}"


def state_of(action: ActionItem, as_of: date) -> str:
    """The state of an action on a day."""
    if action.overdue(as_of):
        return "overdue"
    if action.unfinished and action.due and action.due - as_of <= DUE_SOON:
        return "due_soon"
    return action.status


def entries(catalog: Catalog, as_of: date) -> tuple[Entry, ...]:
    """All actions: unfinished ones by state, due date, priority and id; then the finished ones.

    Finished ones stand in the order of their incidents, newest first. Actions of withdrawn and
    superseded postmortems are left out: the successor has them.
    """
    everything = [
        Entry(p, a, state_of(a, as_of))
        for p in catalog.structured
        if not p.retired
        for a in p.actions
    ]
    unfinished = sorted((e for e in everything if e.action.unfinished), key=_key)
    ordered = (*unfinished, *(e for e in everything if not e.action.unfinished))
    return tuple(Entry(e.postmortem, e.action, e.state, n) for n, e in enumerate(ordered, 1))


def _key(entry: Entry) -> tuple[int, date, int, str, int]:
    action = entry.action
    due = action.due or _LATE
    return (_ORDER[entry.state], due, action.priority_rank, entry.postmortem.id, action.index)


CHECKS: Mapping[str, str] = MappingProxyType(
    {
        "evidence": "Done without evidence",
        "reason": "Will not do without reason",
        "owner": "No owner",
        "due": "No due date",
        "tracker": "Tracker and file disagree",
    }
)
"""What an item can lack, so that nobody can tell whether it is done or who asks for it."""


def lacks(action: ActionItem) -> tuple[str, ...]:
    """The keys of `CHECKS` that hold for an item."""
    found: list[str] = []
    # What a tracker calls done can be looked up there: the link is the evidence.
    if action.status == "done" and not action.evidence and action.written is None:
        found.append("evidence")
    if action.status == "wont_do" and not action.reason:
        found.append("reason")
    if action.unfinished and not (action.owner or action.team):
        found.append("owner")
    if action.unfinished and action.due is None:
        found.append("due")
    if disagrees(action):
        found.append("tracker")
    return tuple(found)


def teams_of(entry: Entry) -> tuple[str, ...]:
    """The team of an item: its own, else those of its incident."""
    return (entry.action.team,) if entry.action.team else entry.postmortem.teams


def by_team(found: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Entries by team, A to Z; an item of an incident of several teams stands with each."""
    return _grouped((team, entry) for entry in found for team in teams_of(entry))


def by_owner(found: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Entries by who has to do them, A to Z; those of nobody last. Never a ranking."""
    return _grouped((entry.who or "", entry) for entry in found)


def _grouped(named: Iterable[tuple[str, Entry]]) -> dict[str, list[Entry]]:
    """Entries by name, each once; spellings that differ only in case are one, the usual one."""
    groups: dict[str, dict[int, Entry]] = {}
    spellings: dict[str, Counter[str]] = {}
    for name, entry in named:
        groups.setdefault(fold(name), {})[id(entry)] = entry
        spellings.setdefault(fold(name), Counter())[name] += 1
    names = {key: spelling(counts) for key, counts in spellings.items()}
    ordered = sorted(groups, key=lambda key: (not key, names[key].casefold(), names[key]))
    return {names[key]: list(groups[key].values()) for key in ordered}


@dataclass(frozen=True, slots=True)
class Unheld:
    """A family of recurrences in which a fix did not hold, and its unfinished items."""

    family: Family
    entries: tuple[Entry, ...]

    @property
    def settled(self) -> bool:
        """Whether all that was decided is done, and it has not come back since."""
        return not self.entries and self.family.members[-1].done_by is not None


def unheld(found: Iterable[Family], everything: Iterable[Entry]) -> tuple[Unheld, ...]:
    """The families in which a fix did not hold, in the order given.

    Args:
        everything: All items, as `entries` gives them; the order of those of a family is theirs.
    """
    chosen = [family for family in found if family.did_not_hold]
    number = {m.postmortem.path: n for n, family in enumerate(chosen) for m in family.members}
    items: list[list[Entry]] = [[] for _ in chosen]
    for entry in everything:
        if entry.action.unfinished and entry.postmortem.path in number:
            items[number[entry.postmortem.path]].append(entry)
    return tuple(Unheld(f, tuple(own)) for f, own in zip(chosen, items, strict=True))
