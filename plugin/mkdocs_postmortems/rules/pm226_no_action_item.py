"""A final document without any action item.

## What it does
Where the profile asks for at least one action item (`security`), reports a final document whose
list of them is empty. `action_items: unknown` is an answer; a list that is not there is
[PM205](PM205.md).

## Why it matters
A significant security incident that changes nothing can happen again the same way.

## Example
```yaml
profile: security
status: final
action_items: []
```

## How to fix
Add what will be done, with an owner and a deadline. What was weighed and will not be done is an
action item too, with `status: wont_do` and a `reason`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Level
from ..items import present
from ..model import Postmortem
from ..policies import in_force
from .base import Context, Rule, finding

RULE = Rule("PM226", "no-action-item", Level.ERROR)


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Report an empty list in a final document."""
    written = postmortem.record.get("action_items")
    if postmortem.status != "final" or not isinstance(written, list) or present(written):
        return
    profile = context.profiles[postmortem.profile]
    invalid = postmortem.invalid_at("action_items")
    if in_force(postmortem, profile, context.settings, "action_item") and not invalid:
        yield finding(
            RULE, postmortem, ("action_items",), "a final document needs at least one action item",
            fix="Add one with an owner and a due date, or set `status: in_review`.",
        )  # fmt: skip
