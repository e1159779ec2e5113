"""Two postmortems with the same title and day.

## What it does
Finds postmortems that share their title and the day of their start.

## Why it matters
Usually one of them was copied to begin the other, or both tell the same incident.

## Example
`INC-20260313-001` and `INC-20260313-002`, both "Checkout returned errors".

## How to fix
Make the titles say what differs, or withdraw one with a relation `duplicate_of`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..catalog import Catalog
from ..diagnostics import Finding, Level
from ..model import Postmortem
from .base import Context, Rule, finding

RULE = Rule("PM305", "same-title-and-day", Level.WARNING)


def check_catalog(catalog: Catalog, context: Context) -> Iterator[Finding]:
    """Report the later of two in the order of paths."""
    seen: dict[tuple[str, date | None], Postmortem] = {}
    for postmortem in sorted(catalog.structured, key=lambda p: p.path):
        key = (postmortem.title.casefold(), postmortem.day)
        first = seen.setdefault(key, postmortem)
        duplicate = any(r.relation == "duplicate_of" for r in postmortem.relations)
        if first is not postmortem and not duplicate:
            yield finding(
                RULE, postmortem, ("title",), f"{first.id} has this title and day too",
                fix="Say in the title what differs, or add a relation `duplicate_of`.",
            )  # fmt: skip
