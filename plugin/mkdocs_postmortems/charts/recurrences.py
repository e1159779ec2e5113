"""What came back: the families of recurrences on one time axis, and where a fix did not hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .. import families
from ..catalog import Catalog
from ..families import Family, Member
from .base import Mark, Table, Track, Tracks
from .population import listing, quantity, rank_names, rank_of, ranks
from .statistics import ENOUGH, median

SHOWN = 8
"""How many families are drawn, those seen last."""
_NONE = "-"


@dataclass(frozen=True, slots=True)
class _Seen:
    """What of a family has happened by a day: at least two of its members, oldest first.

    Attributes:
        unheld: For each member to which a finished fix came back: the ids of those it followed.
    """

    members: tuple[Member, ...]
    unheld: dict[str, list[str]]

    @property
    def name(self) -> str:
        """The title of the first one."""
        return self.members[0].postmortem.title

    @property
    def last(self) -> date:
        """The last known day."""
        return max((m.postmortem.day for m in self.members if m.postmortem.day), default=date.min)


def build(catalog: Catalog, as_of: date, known: Sequence[Family] | None = None) -> Tracks:
    """A track a family, the one seen last first; an incident without a day is in the table only.

    Args:
        known: The families of the catalog, if they were found already.
    """
    every = families.find(catalog) if known is None else known
    found = [seen for family in every if (seen := _seen(family, as_of))]
    found.sort(key=lambda seen: seen.last, reverse=True)  # ties stay as they are
    shown = found[:SHOWN]
    incidents = [m.postmortem for seen in shown for m in seen.members]
    oldest = min((p.day for p in incidents if p.day), default=as_of)
    names = rank_names(incidents)
    return Tracks(
        key="recurrences",
        title="Families of recurrences",
        description=_description(found, shown),
        table=_table(shown),
        nothing=(
            "No incident is linked to an earlier one by recurrence_of or same_root_cause yet."
        ),
        wide=True,
        rows=tuple(map(_track, shown)),
        first=oldest.replace(day=1),
        last=as_of,
        names={rank: names[rank] for rank in ranks(incidents)},
        ring="came back after all actions of an earlier one had been done: a fix did not hold",
    )


def apart(intervals: Sequence[int]) -> str | None:
    """The days between neighbours: each where they are few, the median where it means something."""
    if not intervals:
        return None
    count = len(intervals)
    if count >= ENOUGH:
        return f"median of the {count} intervals {median(intervals):g} days"
    return f"{listing([str(n) for n in intervals])} day{'' if intervals == (1,) else 's'} apart"


def _seen(family: Family, as_of: date) -> _Seen | None:
    members = tuple(
        m for m in family.members if m.postmortem.day is None or m.postmortem.day <= as_of
    )
    unheld: dict[str, list[str]] = {}
    for member in members:
        if member.returned is not None:
            unheld.setdefault(member.returned.path, []).append(member.postmortem.id)
    return _Seen(members, unheld) if len(members) > 1 else None


def _track(seen: _Seen) -> Track:
    intervals = tuple(m.interval for m in seen.members if m.interval is not None)
    times = f"seen {len(seen.members)} times"
    return Track(
        seen.name,
        ", ".join(filter(None, (times, apart(intervals)))),
        tuple(
            Mark(p.day, rank_of(p), p.path in seen.unheld)
            for p in (m.postmortem for m in seen.members)
            if p.day is not None
        ),
    )


def _description(found: Sequence[_Seen], shown: Sequence[_Seen]) -> str:
    """How many families and how many incidents there are, and what is not drawn."""
    if not found:
        return ""
    incidents = sum(len(seen.members) for seen in found)
    unheld = sum(bool(seen.unheld) for seen in found)
    undated = sum(m.postmortem.day is None for seen in shown for m in seen.members)
    counts = f"{quantity(len(found), 'family', 'families')}, {incidents} incidents"
    sentences = [
        f"{counts}: each is one failure, seen again, under the title of its first incident.",
        f"In {unheld:,} of {len(found):,} a fix did not hold." if unheld else "",
        f"The {len(shown)} seen last are drawn." if len(found) > len(shown) else "",
        f"Not drawn: {quantity(undated, 'incident', 'incidents')} without a date."
        if undated else "",
    ]  # fmt: skip
    return " ".join(s for s in sentences if s)


def _table(shown: Sequence[_Seen]) -> Table:
    headers = ("Incident", "Day", "Severity", "Days since the one before",
               "Came back after all was done for", "Family")  # fmt: skip
    rows = []
    for seen in shown:
        for member in seen.members:
            p = member.postmortem
            rows.append((
                p.id,
                str(p.day or _NONE),
                rank_names([p])[rank_of(p)],
                _NONE if member.interval is None else str(member.interval),
                ", ".join(seen.unheld.get(p.path, [])) or _NONE,
                seen.name,
            ))  # fmt: skip
    return Table(headers, tuple(rows))
