"""An action item that the tracker has finished and the file has not, or the other way round.

## What it does
Compares the `status` of each action item with its state in the tracker, where
[`action_state`](../configuration.md#action_state) names an export that knows one of its `links`.
Open and in progress are the same here. An item without `status` leaves it to the tracker.

## Why it matters
Pages count what the tracker says. Who reads the file gets another answer, and one of the two is
wrong: the work was done and nobody wrote it down, or a ticket was closed before the work was done.

## Example
```yaml
action_items:
  - {id: AI-001, title: "Refuse an empty provider list", status: open,
     links: ["https://tracker.example/PAY-881"]}   # closed there
```

## How to fix
Correct `status:`, with `done_on:` and `evidence:` where it is done, or open the ticket again.
Remove `status:` to leave it to the tracker for good.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Level
from ..model import Postmortem
from ..tracker import disagrees
from .base import Context, Rule, finding

RULE = Rule("PM308", "tracker-disagrees", Level.INFO)


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Compare each action that has the tracker's state with what its file says."""
    for action in postmortem.actions:
        if action.written is not None and disagrees(action):
            yield finding(
                RULE, postmortem, ("action_items", action.index, "status"),
                f"action {action.id} is {action.status} in the tracker ({context.tracker.age})",
                found=action.written.status,
                fix="Correct `status:`, or the ticket.",
            )  # fmt: skip
