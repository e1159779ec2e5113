"""A service that the registry does not know.

## What it does
Holds the names of `services:` to those of the registry, where it lists services. Case counts.

## Why it matters
Two spellings of one service are two services in every list and filter, and neither finds all of
its incidents.

## Example
```yaml
services: [checkout_api]   # the registry has checkout-api
```

## How to fix
Write the name as in the registry; the finding names the nearest. Add a service that is new to
`services:` of the registry.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import naming
from ..diagnostics import Finding, Level
from ..model import Postmortem
from .base import Context, Rule, unregistered

RULE = Rule("PM231", "unknown-service", Level.WARNING)


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Look every service up."""
    known = context.registry.services
    yield from unregistered(RULE, postmortem, context, naming.SERVICES, "services", known)
