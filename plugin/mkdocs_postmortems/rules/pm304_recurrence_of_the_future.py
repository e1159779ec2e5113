"""A recurrence, cause or follow-up that points forward in time.

## What it does
`recurrence_of`, `caused_by` and `follow_up_of` name an earlier incident. This rule finds those that
name one which began later.

## Why it matters
The order of a family says when it was first seen and whether a fix held.

## Example
A postmortem of May 2025 with `{id: INC-20251128-001, relation: recurrence_of}`.

## How to fix
Write the link in the later postmortem. The page shows it on both.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..catalog import Catalog
from ..diagnostics import Finding, Level
from .base import Context, Rule, finding

RULE = Rule("PM304", "recurrence-of-the-future", Level.ERROR)

_BACKWARD = frozenset({"recurrence_of", "caused_by", "follow_up_of"})


def check_catalog(catalog: Catalog, context: Context) -> Iterator[Finding]:
    """Compare the days of the two ends."""
    for postmortem in catalog.structured:
        for relation in postmortem.relations:
            target = catalog.get(relation.id)
            if relation.relation not in _BACKWARD or target is None:
                continue
            written = postmortem.started and target.started  # not a day from a file's name
            if written and postmortem.day and target.day and target.day > postmortem.day:
                yield finding(
                    RULE, postmortem, ("related", relation.index),
                    f"{relation.relation} names a later incident",
                    found=f'"{target.id}" of {target.day}, after {postmortem.day}',
                    fix="Write the link in the later postmortem instead.",
                )  # fmt: skip
