"""A finding to which no action item answers.

## What it does
Where the profile says that every finding leads to an action item (`learning`), lists the
contributing factors, response gaps and lessons that have an `id` and are named in no action's
`addresses`. A finding without an `id` cannot be named and is not judged.

## Why it matters
A review that finds six things and changes four leaves two for the next incident, and nobody has
decided that.

## Example
```yaml
contributing_factors:
  - {id: F1, description: "An empty answer counts as a success"}
action_items:
  - {id: P1, title: "Check the result of the rebuild", owner: search}   # addresses: [F1]?
```

## How to fix
Add the id to `addresses` of the action that answers it, or write an action for it. Where nothing
shall be done, say so in an action of `status: wont_do` with its `reason`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Level
from ..evidence import rows
from ..model import Postmortem
from ..policies import in_force
from .base import Context, Rule, finding

RULE = Rule("PM221", "finding-without-action", Level.WARNING)

_LISTS = {"contributing_factors": "factor", "response.gaps": "response gap", "lessons": "lesson"}


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Report each id that no action names."""
    profile = context.profiles[postmortem.profile]
    if not in_force(postmortem, profile, context.settings, "findings"):
        return
    if postmortem.invalid_at("action_items"):
        return
    answered = set(_answered(postmortem))
    for path, what in _LISTS.items():
        for index, row in rows(postmortem, path):
            name = row.get("id")
            if name is not None and name not in answered:
                yield finding(
                    RULE, postmortem, (*path.split("."), index, "id"),
                    f"no action item answers the {what} {name}",
                    fix=f"Add `addresses: [{name}]` to an action item, also to one that will not "
                    "be done, with its reason.",
                )  # fmt: skip


def _answered(postmortem: Postmortem) -> Iterator[object]:
    for _, row in rows(postmortem, "action_items"):
        named = row.get("addresses")
        yield from named if isinstance(named, list) else ()
