"""A milestone that is written twice, differently.

## What it does
A milestone can be a field (`detected_at`) or the `kind` of a timeline event (`kind: detected`).
Where both are written they must name the same minute, or the same day where one is a bare date.

## Why it matters
Durations are computed from one of them. If the other differs, the page contradicts itself.

## Example
```yaml
detected_at: 2026-03-13 22:40
timeline:
  - {at: 2026-03-13 22:44, kind: detected, event: "Alert pages the on-call"}
```

## How to fix
Remove the field: the timeline says it already. Or make the two agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, timedelta

from ..chronology import KIND_MILESTONES, MILESTONE_FIELDS
from ..diagnostics import Finding, Level
from ..model import Postmortem
from ..times import Instant, parse_instant, zone
from .base import Context, Rule, finding, local_day, shown

RULE = Rule("PM203", "milestone-written-twice", Level.ERROR)


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Compare each field with the first timeline event of its kind."""
    seen: set[str] = set()
    for event in postmortem.timeline:
        milestone = KIND_MILESTONES.get(event.kind or "")
        if milestone is None or milestone in seen or event.at is None:
            continue
        seen.add(milestone)
        field, stated = _stated(postmortem, milestone)
        if stated is None:
            continue
        if stated.date_only or event.at.date_only:
            differ = local_day(postmortem, stated) != local_day(postmortem, event.at)
        else:
            differ = abs(stated.utc - event.at.utc) >= timedelta(minutes=1)
        if differ:
            yield finding(
                RULE, postmortem, (field,), f"{field} and the timeline differ",
                found=f"{shown(stated)} and {shown(event.at)}",
                fix=f"Remove `{field}`, or correct one of the two.",
            )  # fmt: skip


def _stated(postmortem: Postmortem, milestone: str) -> tuple[str, Instant | None]:
    """The field of a milestone and what stands there: of the two the model keeps but one."""
    field = MILESTONE_FIELDS[milestone]
    if field == "started_at" and field not in postmortem.record:
        field = "incident_date"
    written = postmortem.record.get(field)
    if not isinstance(written, str):
        return field, None
    kept = postmortem.milestones.get(milestone)
    if kept is not None and kept.text == written:
        return field, kept
    return field, parse_instant(written, zone(postmortem.timezone) or UTC)
