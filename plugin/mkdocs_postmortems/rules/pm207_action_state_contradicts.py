"""An action item whose state and dates contradict each other.

## What it does
An action that will not be done needs a `reason`. A day on which it was done (`done_on`) belongs to
an action that is `done`, and does not lie in the future or before it was opened.

## Why it matters
The rollup counts what is open, overdue and done. "Will not do" without a reason is a decision that
nobody can check later.

## Example
```yaml
action_items:
  - {id: AI-002, title: "Shard the session table", status: wont_do}   # why?
```

## How to fix
Add `reason:`, or correct `status:` or `done_on:`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..action_item import ActionItem
from ..diagnostics import Finding, Level
from ..model import Postmortem
from .base import Context, Rule, finding

RULE = Rule("PM207", "action-state-contradicts", Level.ERROR)


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Judge each action by itself."""
    for action in (action.in_file for action in postmortem.actions):
        for key, message, found, fix in _faults(postmortem, action, context):
            yield finding(
                RULE, postmortem, ("action_items", action.index, key), message,
                found=found, fix=fix,
            )  # fmt: skip


def _faults(
    postmortem: Postmortem, action: ActionItem, context: Context
) -> Iterator[tuple[str, str, str | None, str]]:
    name = f"action {action.id}"
    unsaid = action.status == "wont_do" and not action.reason
    if unsaid and not postmortem.invalid_at("action_items", action.index, "reason"):
        yield "status", f"{name} will not be done, without a reason", None, "Add `reason:`."
    if action.done_on is None:
        return
    day = action.done_on.isoformat()
    if action.status != "done":
        fix = "Set `status: done`, or remove `done_on`."
        yield "done_on", f"{name} has a day of completion but is {action.status}", day, fix
    if action.done_on > context.as_of:
        yield "done_on", f"{name} was done in the future", day, "Correct the day."
    opened = _opened(postmortem, action)
    if opened is not None and action.done_on < opened:
        fix = "Correct one of the two days."
        yield "done_on", f"{name} was done before it was opened ({opened.isoformat()})", day, fix


def _opened(postmortem: Postmortem, action: ActionItem) -> date | None:
    """The day on which an action was opened, if its author wrote it: else it is only assumed."""
    rows = postmortem.record["action_items"]
    written = rows[action.index].get("opened_on") if isinstance(rows, list) else None
    return action.opened_on if written not in (None, "unknown") else None
