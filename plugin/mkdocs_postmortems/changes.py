"""What became of the action items between two states of a catalog."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from .rollup import Entry

KINDS = ("newly overdue", "opened", "due moved", "closed", "reopened", "removed")
"""What can have become of an item, what asks for attention first."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that became of an item.

    Attributes:
        kind: One of `KINDS`.
        entry: The item as it is now; as it was, where it was removed.
        before: What stood there before, where that says more: the former due date or status.
    """

    kind: str
    entry: Entry
    before: str | None = None


def by_dates(now: Iterable[Entry], day: date) -> Iterator[Entry]:
    """The items as they stood when a day began, as far as their own dates tell.

    For a day of which git knows nothing. A due date that was moved cannot be seen.
    """
    for entry in now:
        action = entry.action
        if action.opened_on is None or action.opened_on >= day:
            continue
        if not action.unfinished and action.done_on is not None and action.done_on >= day:
            action = replace(action, status="open", done_on=None)
        yield replace(entry, action=action)


def compare(
    then: Iterable[Entry], now: Iterable[Entry], then_day: date, as_of: date
) -> tuple[Change, ...]:
    """What became of each item, by kind and then in the order of `now`.

    An item can have moved and be overdue since; it stands there for both.

    Args:
        then_day: The day of the former state, to tell what was overdue on it already.
    """
    former = {entry.key.casefold(): entry for entry in then}
    current = list(now)
    found = [change for entry in current for change in _one(former, entry, then_day, as_of)]
    there = {entry.key.casefold() for entry in current}
    found += [Change("removed", entry) for key, entry in former.items() if key not in there]
    order = {kind: index for index, kind in enumerate(KINDS)}
    return tuple(sorted(found, key=lambda change: order[change.kind]))


def _one(
    former: Mapping[str, Entry], entry: Entry, then_day: date, as_of: date
) -> list[Change]:  # fmt: skip
    old = former.get(entry.key.casefold())
    action = entry.action
    if old is None:
        found = [Change("opened", entry)]
        if not action.unfinished:
            found.append(Change("closed", entry))
    else:
        found = []
        before, after = old.action.unfinished, action.unfinished
        if before != after:
            found.append(Change("closed" if before else "reopened", entry, old.action.status))
        if after and old.action.due != action.due:
            found.append(Change("due moved", entry, _day(old.action.due)))
    late_before = old is not None and old.action.overdue(then_day)
    if action.overdue(as_of) and not late_before:
        found.append(Change("newly overdue", entry))
    return found


def _day(day: date | None) -> str:
    return day.isoformat() if day else "no date"
