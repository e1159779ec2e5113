"""An incident that has not happened yet.

## What it does
Finds milestones that lie after today (in UTC, as `--as-of` or SOURCE_DATE_EPOCH say).

## Why it matters
It is a slip of the year or the zone, and charts leave such an incident out.

## Example
```yaml
started_at: 2036-03-13 22:41
```

## How to fix
Correct the date.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Level
from ..model import Postmortem
from .base import Context, Rule, finding, milestone_place

RULE = Rule("PM220", "in-the-future", Level.WARNING)


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Compare the day of each milestone with today; report the first one after it."""
    for name, instant in postmortem.milestones.items():
        if instant.utc.date() > context.as_of:
            yield finding(
                RULE, postmortem, milestone_place(postmortem, name),
                f"{name.replace('_', ' ')} lies in the future",
                found=f"{instant.utc:%Y-%m-%d}, after {context.as_of}", fix="Correct the date.",
            )  # fmt: skip
            return
