"""A relation to an incident that is not in the catalog.

## What it does
Checks that every `related[].id` is the id or an alias of a postmortem of the catalog. An incident
outside the archive needs a `url`.

## Why it matters
"Has this happened before?" is answered by these links.

## Example
```yaml
related:
  - {id: INC-20250519-01, relation: recurrence_of}   # …-001 was meant
```

## How to fix
Correct the id, or add `url:` (and `date:`) if the incident is documented elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..catalog import Catalog
from ..diagnostics import Finding, Level
from ..problems import nearest
from .base import Context, Rule, finding

RULE = Rule("PM302", "unknown-related-id", Level.ERROR)


def check_catalog(catalog: Catalog, context: Context) -> Iterator[Finding]:
    """Look up each target."""
    known: list[str] | None = None
    for postmortem in catalog.structured:
        for relation in postmortem.relations:
            if relation.url or catalog.get(relation.id) is not None:
                continue
            if known is None:
                known = sorted(p.id for p in catalog.postmortems)
            yield finding(
                RULE, postmortem, ("related", relation.index, "id"),
                "no postmortem has this id", found=f'"{relation.id}"',
                nearest=nearest(relation.id, known),
                fix="Correct the id, or add `url:` if the incident is documented elsewhere.",
            )  # fmt: skip
