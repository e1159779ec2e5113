"""An action item that is due after the end of its own horizon.

## What it does
Compares `due` with the last day of the action's `horizon`. The profile says how long each is
(`safety`: 24 hours, 1 week, 1 quarter; `executive`: 1 week, 1 month, 1 quarter), counted from the
resolution, in days of UTC. What will not be done is left out.

## Why it matters
"Immediate" tells readers that a danger is gone within a day. An immediate action that is due in
three weeks is a short-term or long-term one, and stands in the wrong list.

## Example
```yaml
resolved_at: 2026-05-19 15:20
action_items:
  - {id: IM-1, title: "Block the pattern", owner: assistant, horizon: immediate, due: 2026-06-10}
```

## How to fix
Choose the horizon that the day falls into, or an earlier day. Without `due` an action takes the
last day of its horizon.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Level
from ..items import horizon_days
from ..model import Postmortem
from .base import Context, Rule, finding

RULE = Rule("PM222", "due-beyond-horizon", Level.WARNING)


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Compare the written day of each action with its horizon."""
    profile = context.profiles[postmortem.profile]
    dated = [
        action for action in postmortem.actions
        if action.horizon and action.due and not action.due_derived and action.status != "wont_do"
    ]  # fmt: skip
    last = horizon_days(postmortem, profile, context.settings) if dated else {}
    for action in dated:
        end = last.get(action.horizon or "")
        if end is not None and action.due is not None and action.due > end:
            horizon = str(action.horizon).replace("_", "-")
            yield finding(
                RULE, postmortem, ("action_items", action.index, "due"),
                f"action {action.id} is due after its horizon: {horizon} ends on {end} (UTC)",
                found=action.due.isoformat(), fix="Choose a later horizon or an earlier day.",
            )  # fmt: skip
