"""Two action items with one id.

## What it does
Checks that the ids of the action items of a postmortem differ, without regard to case.

## Why it matters
Trackers, the rollup and links (`#action-AI-001`) name an action by its incident and id.

## Example
```yaml
action_items:
  - {id: AI-001, title: "Reject an empty provider list in CI"}
  - {id: AI-001, title: "Alert on an empty provider list"}
```

## How to fix
Give the later one the next free number.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Level
from ..model import Postmortem
from .base import Context, Rule, finding

RULE = Rule("PM206", "duplicate-action-id", Level.ERROR)


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Compare the anchors, which fold what an address cannot tell apart."""
    seen: dict[str, int] = {}
    for action in postmortem.actions:
        key = action.anchor.casefold()
        if key in seen:
            yield finding(
                RULE, postmortem, ("action_items", action.index, "id"),
                f"action {seen[key] + 1} of the list has this id already", found=f'"{action.id}"',
                fix="Give this one an id of its own.",
            )  # fmt: skip
        seen.setdefault(key, action.index)
