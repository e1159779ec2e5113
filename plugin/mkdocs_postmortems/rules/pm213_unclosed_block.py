"""A code block or comment that is never closed.

## What it does
Finds a fence (three backticks or tildes) or a `<!--` comment in the body without its end.

## Why it matters
Everything below it, headings included, turns into code or vanishes.

## Example
````markdown
## Resolution
```
kubectl rollout undo deployment/checkout-api

## What went well
````

## How to fix
Close it on a line of its own with the same marks, or with `-->`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Level, Position
from ..model import Postmortem
from .base import Context, Rule, finding

RULE = Rule("PM213", "unclosed-block", Level.ERROR, unstructured=True)


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Ask the scan of the body."""
    structure = postmortem.structure
    for line, what, end in (
        (structure.open_fence, "code block", "the same marks"),
        (structure.open_comment, "comment", "`-->`"),
    ):
        if line is not None:
            yield finding(
                RULE, postmortem, Position(postmortem.body_line + line - 1),
                f"the {what} is never closed", fix=f"Close it with {end}.",
            )  # fmt: skip
