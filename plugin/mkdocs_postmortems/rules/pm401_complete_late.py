"""A document that is complete later than its profile asks, or not yet.

## What it does
Counts from the resolution to the day on which the document was complete: 48 hours for `safety`, 5
business days for `learning`. A document is complete when it is `final`. The day is `completed_on`,
else the newest day of `document_history`, else the newest signature; without any of them nothing is
said. Days are days in UTC, and [policies](../policies.md) says how they are counted.

It is information, for final documents as well: the passing of a night never makes a check fail.

## Why it matters
Memory fades within days, and with it what people saw, expected and tried.

## Example
```yaml
profile: learning
resolved_at: 2026-03-13 10:00
status: final
completed_on: 2026-03-27   # the last day was 2026-03-20
```

## How to fix
Finish the document and set `status: final`. If it was complete earlier than its history says, write
the day as `completed_on`. The window can be changed in the
[configuration](../configuration.md#policies).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Level
from ..model import Postmortem
from .base import Context, Rule, finding, late_clocks

RULE = Rule("PM401", "complete-late", Level.INFO)


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Report a document whose clock has run out."""
    for clock in late_clocks(postmortem, context, "complete"):
        where = "completed_on" if "completed_on" in postmortem.record else "status"
        fix = (
            "If it was complete earlier, write that day as `completed_on`." if clock.done
            else "Finish it and set `status: final`."
        )  # fmt: skip
        state = f"complete on {clock.done}" if clock.done else "not complete"
        yield finding(
            RULE, postmortem, (where,),
            f"{state}, {clock.lateness}; the deadline was {clock.deadline}, {clock.rule}", fix=fix,
        )  # fmt: skip
