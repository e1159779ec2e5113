"""A milestone that is written twice, differently.

## What it does
A milestone can be a field (`detected_at`) or the `kind` of a timeline event (`kind: detected`).
Where both are written they must name the same minute.

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
from datetime import timedelta

from ..chronology import KIND_MILESTONES, MILESTONE_FIELDS
from ..diagnostics import Finding, Level
from ..model import Postmortem
from .base import Context, Rule, finding

RULE = Rule("PM203", "milestone-written-twice", Level.ERROR)


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Compare each field with the first timeline event of its kind."""
    seen: set[str] = set()
    for event in postmortem.timeline:
        milestone = KIND_MILESTONES.get(event.kind or "")
        if milestone is None or milestone in seen or event.at is None:
            continue
        seen.add(milestone)
        field = MILESTONE_FIELDS[milestone]
        stated = postmortem.milestones.get(milestone)
        if field not in postmortem.record or stated is None or stated.date_only:
            continue
        if abs(stated.utc - event.at.utc) >= timedelta(minutes=1):
            yield finding(
                RULE, postmortem, (field,), f"{field} and the timeline differ",
                found=f"{stated.utc:%Y-%m-%d %H:%M} UTC and {event.at.utc:%Y-%m-%d %H:%M} UTC",
                fix=f"Remove `{field}`, or correct one of the two.",
            )  # fmt: skip
