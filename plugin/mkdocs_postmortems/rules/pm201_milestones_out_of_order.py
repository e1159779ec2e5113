"""Milestones in an impossible order.

## What it does
Checks that the milestones follow each other: start, detection, acknowledgement, engagement,
mitigation, resolution, all-clear, closing; and that the cause was identified after the start. Each
may be missing. A bare date is compared as a day of the zone of the file.

## Why it matters
Every duration on the page and in the dashboards is the difference of two milestones. One wrong
time zone or a swapped day turns them into nonsense that nobody notices later.

## Example
```yaml
started_at: 2026-03-13 22:41
detected_at: 2026-03-13 21:44   # an hour before it began
```

## How to fix
Correct the earlier or the later time. If the times were written in another zone, set `timezone:`
or write the offset (`2026-03-13 22:44+01:00`).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Level
from ..model import Postmortem
from .base import Context, Rule, before, finding, milestone_place, shown

RULE = Rule("PM201", "milestones-out-of-order", Level.ERROR)

_CHAINS = (
    ("started", "detected", "acknowledged", "engaged", "mitigated", "resolved", "all_clear",
     "closed"),
    ("started", "investigation_started", "cause_identified"),
)  # fmt: skip


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Compare each milestone with those before it in its chain."""
    times = postmortem.milestones
    for chain in _CHAINS:
        last = timed = ""
        for name in chain:
            if name not in times:
                continue
            late = times[name]
            wrong = last if last and before(postmortem, late, times[last]) else ""
            # A bare date says little: what follows it is held to the last real time as well.
            if not wrong and timed != last and timed and not late.date_only:
                wrong = timed if before(postmortem, late, times[timed]) else ""
            if wrong:
                yield finding(
                    RULE, postmortem, milestone_place(postmortem, name),
                    f"{name.replace('_', ' ')} lies before {wrong.replace('_', ' ')}",
                    found=f"{shown(late)} before {shown(times[wrong])}",
                    fix="Correct one of the two times, or the time zone.",
                )  # fmt: skip
            last = name
            timed = timed if late.date_only else name
