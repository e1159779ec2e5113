"""A tag that the registry does not know.

## What it does
Holds `tags:` to the tags of the registry, where it lists tags. Case counts.

## Why it matters
Tags group postmortems. Every variant of one makes a group of its own.

## Example
```yaml
tags: [config]   # the registry has configuration
```

## How to fix
Write the tag as in the registry; the finding names the nearest. Add a tag that is new to `tags:` of
the registry.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import naming
from ..diagnostics import Finding, Level
from ..model import Postmortem
from .base import Context, Rule, unregistered

RULE = Rule("PM234", "unknown-tag", Level.WARNING)


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Look every tag up."""
    known = context.registry.tags
    yield from unregistered(RULE, postmortem, context, naming.TAGS, "tags", known)
