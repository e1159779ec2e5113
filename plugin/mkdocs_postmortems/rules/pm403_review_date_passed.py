"""A planned review or follow-up whose day has passed, with no sign that it took place.

## What it does
Looks at the planned days that the profile has a place for, and for what shows that they were kept.

| Planned day | Kept if |
| --- | --- |
| `review.scheduled_on` (`safety`) | a meeting has been held, or the document is final |
| `review.follow_up.action_items_on` (`learning`) | no action is unfinished, or the document was changed on that day or later |
| `review.follow_up.retrospective_on` (`learning`) | the document was changed on that day or later |

Changes are the days of `document_history` and `updated_on`. Today is the day in UTC. It is
information: the passing of a night never makes a check fail.

## Why it matters
A follow-up that silently falls away is how actions stay open for a year.

## Example
```yaml
status: in_review
review: {scheduled_on: 2026-05-26}   # and it is June
```

## How to fix
Write what came of it: the meeting, the state of the actions, or an entry in `document_history`. Or
plan another day.
"""  # noqa: E501 - a table row is one line

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Level
from ..model import Postmortem
from .base import Context, Rule, finding, late_clocks

RULE = Rule("PM403", "review-date-passed", Level.INFO)


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Report each planned day that has passed."""
    for clock in late_clocks(postmortem, context, "day"):
        yield finding(
            RULE, postmortem, tuple(clock.policy.field.split(".")),
            f"the day has passed, {clock.lateness}, and nothing says that it took place",
            found=clock.deadline, fix="Write what came of it, or plan another day.",
        )  # fmt: skip
