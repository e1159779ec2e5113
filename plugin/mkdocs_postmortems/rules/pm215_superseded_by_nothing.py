"""A superseded postmortem that does not say by what.

## What it does
A document with `status: superseded` must name its successor with a relation `superseded_by`.

## Why it matters
The page tells readers to go elsewhere; it has to say where.

## Example
```yaml
status: superseded
related: []
```

## How to fix
Add `related: [{id: INC-…, relation: superseded_by}]`, or set another status.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Level
from ..model import Postmortem
from .base import Context, Rule, finding

RULE = Rule("PM215", "superseded-by-nothing", Level.ERROR)


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Look for the relation."""
    if postmortem.status != "superseded" or postmortem.invalid_at("related"):
        return
    if not any(r.relation == "superseded_by" for r in postmortem.relations):
        yield finding(
            RULE, postmortem, ("status",), "superseded, but no relation says by what",
            fix="Add a `related:` entry with `relation: superseded_by`.",
        )  # fmt: skip
