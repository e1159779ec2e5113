"""A team that the registry does not know.

## What it does
Holds the names of `teams:` and of the `team:` of every action item to those of the registry, where
it lists teams. Case counts.

## Why it matters
A team finds its incidents and its open actions by its name.

## Example
```yaml
teams: [payment-core]   # the registry has payments-core
```

## How to fix
Write the name as in the registry; the finding names the nearest. Add a team that is new to `teams:`
of the registry.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import naming
from ..diagnostics import Finding, Level
from ..model import Postmortem
from .base import Context, Rule, unregistered

RULE = Rule("PM232", "unknown-team", Level.WARNING)


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Look every team up."""
    known = context.registry.teams
    yield from unregistered(RULE, postmortem, context, naming.TEAMS, "teams", known)
