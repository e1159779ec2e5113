"""Timeline and milestones: clock times to instants, and each milestone from where it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from types import MappingProxyType
from typing import Any

from .model import TimelineEvent
from .times import Instant, parse_clock, parse_instant

MILESTONE_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "started": "started_at",
        "detected": "detected_at",
        "acknowledged": "acknowledged_at",
        "engaged": "engaged_at",
        "investigation_started": "investigation_started_at",
        "cause_identified": "cause_identified_at",
        "mitigated": "mitigated_at",
        "resolved": "resolved_at",
        "all_clear": "all_clear_at",
        "closed": "closed_at",
    }
)
"""The field of each milestone, in the order in which they happen."""

KIND_MILESTONES: Mapping[str, str] = MappingProxyType(
    {
        "first_impact": "started",
        "detected": "detected",
        "acknowledged": "acknowledged",
        "engaged": "engaged",
        "investigating": "investigation_started",
        "cause_identified": "cause_identified",
        "mitigated": "mitigated",
        "resolved": "resolved",
        "all_clear": "all_clear",
        "closed": "closed",
    }
)
"""The milestone that a timeline event of each kind marks."""

FALLBACK_KINDS: Mapping[str, str] = MappingProxyType({"alert": "detected", "restored": "resolved"})
"""Kinds that stand for a milestone only where nothing else gives it."""


_MINUTES = len("22:41")


def read_timeline(
    rows: Sequence[Mapping[str, Any]], base: Instant | None, where: tzinfo
) -> tuple[TimelineEvent, ...]:
    """The events of a timeline, in the order written.

    Args:
        rows: `{at, event, …}`, as the schema types them; `line` for a row read from the body.
        base: The start of the incident, which gives `HH:MM` its day until an event has a date.
        where: The zone of times without an offset. A clock time before the one above it is taken
            as the next day.
    """
    events: list[TimelineEvent] = []
    anchors: dict[str, int] = {}
    last = base.utc.astimezone(where) if base else None
    for index, row in enumerate(rows):
        written = str(row.get("at", ""))
        instant = _instant(written, last, where)
        if instant is not None:
            last = instant.utc.astimezone(where)
        events.append(
            TimelineEvent(
                index=index,
                at=instant,
                at_text=written,
                event=str(row.get("event", "")),
                kind=row.get("kind"),
                actor=row.get("actor"),
                notes=row.get("notes"),
                source=row.get("source"),
                important=row.get("important") is True,
                anchor=_anchor(instant, index, anchors),
                line=row.get("line"),
            )
        )
    return tuple(events)


def _instant(written: str, last: datetime | None, where: tzinfo) -> Instant | None:
    clock = parse_clock(written)
    if clock is None:
        return parse_instant(written, where)
    if last is None:
        return None
    # A time without seconds is the whole minute, which may have begun before the row above.
    first = last if len(written) > _MINUTES else last.replace(second=0)
    local = datetime.combine(last.date(), clock, where)
    once, again = _utc(local), _utc(local.replace(fold=1))
    if clock >= first.time() and once >= first:
        return Instant(written, max(once, _utc(last)))
    # The hour that comes twice at the end of summer time.
    if again > once and again >= first:
        return Instant(written, max(again, _utc(last)))
    return Instant(written, _utc(local + timedelta(days=1)))


def _utc(local: datetime) -> datetime:
    return local if local.tzinfo is UTC else local.astimezone(UTC)


def _anchor(instant: Instant | None, index: int, used: dict[str, int]) -> str:
    """`t-2241` from the time in UTC; a second event of that minute becomes `t-2241-2`."""
    stem = f"t-{instant.utc:%H%M}" if instant and not instant.date_only else f"t-row-{index + 1}"
    used[stem] = used.get(stem, 0) + 1
    return stem if used[stem] == 1 else f"{stem}-{used[stem]}"


def read_fields(record: Mapping[str, Any], where: tzinfo) -> dict[str, Instant]:
    """The milestones that are written as fields."""
    found: dict[str, Instant] = {}
    for name, key in MILESTONE_FIELDS.items():
        instant = parse_instant(str(record.get(key, "")), where)
        if instant is not None:
            found[name] = instant
    if "started" not in found and "incident_date" in record:
        day = parse_instant(str(record["incident_date"]), where)
        if day is not None:
            found["started"] = day
    return found


def merge(
    fields: Mapping[str, Instant], timeline: tuple[TimelineEvent, ...]
) -> Mapping[str, Instant]:
    """All milestones: a field wins over the timeline, unless it is only a date."""
    found: dict[str, Instant] = {}
    fallback: dict[str, Instant] = {}
    for event in timeline:
        if event.kind is None or event.at is None:
            continue
        if event.kind in KIND_MILESTONES:
            found.setdefault(KIND_MILESTONES[event.kind], event.at)
        elif event.kind in FALLBACK_KINDS:
            fallback.setdefault(FALLBACK_KINDS[event.kind], event.at)
    for name, instant in fields.items():
        if not instant.date_only or name not in found:
            found[name] = instant
    for name, instant in fallback.items():
        found.setdefault(name, instant)
    return {name: found[name] for name in MILESTONE_FIELDS if name in found}
