"""A person or an owner that the registry does not know.

## What it does
Holds the owners of action items and every other field that names people to the people and the teams
of the registry, where it lists people. Case counts. The name of a role, such as
`Incident commander`, is fine as the owner of the document.

## Why it matters
An action whose owner nobody can find is nobody's. People leave and names are misspelt; the registry
is where that is noticed.

## Example
```yaml
action_items:
  - {id: AI-001, title: "Alert on empty lists", owner: ines.vargas}   # the registry has ines.varga
```

## How to fix
Write the name as in the registry; the finding names the nearest. Add somebody who is new to
`people:` of the registry.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import naming
from ..diagnostics import Finding, Level
from ..model import Postmortem
from .base import Context, Rule, unregistered

RULE = Rule("PM233", "unknown-owner", Level.WARNING)

_ROLES = frozenset({"incident commander", "incident_commander", "scribe"})


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Look everybody up."""
    people, teams = context.registry.people, context.registry.teams
    for finding in unregistered(RULE, postmortem, context, naming.PEOPLE, "people", people, teams):
        role = postmortem.value("document_owner")
        if finding.where == ("document_owner",) and str(role).casefold() in _ROLES:
            continue
        yield finding
