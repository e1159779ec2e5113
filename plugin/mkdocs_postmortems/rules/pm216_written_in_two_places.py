"""A value that stands in the front matter and in the body.

## What it does
Some fields may be written in either place: one line in the front matter, or a passage of the body
under their heading or bold label. Both at once is reported.

## Why it matters
The two drift apart, and a reader cannot know which one holds.

## Example
```markdown
---
root_cause: {statement: "The rollout accepted an empty list."}
---
## Root cause
The rollout tool accepted an empty provider list.
```

## How to fix
Remove the one in the front matter if the body says it better.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Level
from ..model import Postmortem
from .base import Context, Rule, finding

RULE = Rule("PM216", "written-in-two-places", Level.WARNING)


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Compare the passages of the body with the record."""
    for passage in postmortem.passages:
        if "[" in passage.path or passage.path == "timeline":
            continue
        value = postmortem.value(passage.path)
        if value is not None and not isinstance(value, dict):
            yield finding(
                RULE, postmortem, tuple(passage.path.split(".")),
                f"`{passage.path}` stands in the front matter and on line {passage.line}",
                fix="Keep one of the two.",
            )  # fmt: skip
