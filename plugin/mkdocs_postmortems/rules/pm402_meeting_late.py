"""A review meeting that was held later than the profile asks, or not yet.

## What it does
Counts from the resolution to `review.meeting.held_on`: 7 days for `security`. Where only the
attendees are written the meeting was held on a day that is not known, and nothing is said. Days are
days in UTC.

It is information: the passing of a night never makes a check fail.

## Why it matters
The meeting brings together what each responder saw, while they still remember it.

## Example
```yaml
profile: security
resolved_at: 2026-07-22 11:15
review: {meeting: {held_on: 2026-08-12}}   # the last day was 2026-07-29
```

## How to fix
Hold the meeting and write its day. The window can be changed in the
[configuration](../configuration.md#policies).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Level
from ..model import Postmortem
from .base import Context, Rule, finding, late_clocks

RULE = Rule("PM402", "meeting-late", Level.INFO)


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Report a meeting whose clock has run out."""
    for clock in late_clocks(postmortem, context, "meeting"):
        fix = (
            "Correct the day if the meeting was earlier." if clock.done
            else "Hold it, and write its day as `review.meeting.held_on`."
        )  # fmt: skip
        state = f"the meeting was held on {clock.done}" if clock.done else "no meeting was held yet"
        yield finding(
            RULE, postmortem, ("review", "meeting", "held_on"),
            f"{state}, {clock.lateness}; the deadline was {clock.deadline}, {clock.rule}", fix=fix,
        )  # fmt: skip
