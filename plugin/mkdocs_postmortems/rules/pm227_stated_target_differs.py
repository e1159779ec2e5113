"""A target of detection whose stated result is not the computed one.

## What it does
Holds `actual` and `gap` of `detection.targets` to what the record says: the time to detect to the
milestones, the accuracy of alerts to `detection.false_positives`, and the gap to the difference of
target and actual value. What cannot be read as an amount is not judged.

## Why it matters
The page shows what is stated. Whoever compares it with the timeline finds two answers to whether
detection was fast enough.

## Example
```yaml
started_at: 2026-06-17 23:40
detected_at: 2026-06-17 23:48
detection:
  targets:
    - {metric: time_to_detect, target: "<5 min", actual: "3 min"}   # it was 8 min
```

## How to fix
Remove the stated value: it is computed. Or correct the times or the number of false positives.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Level
from ..model import Postmortem
from ..targets import disagreements, rows
from .base import Context, Rule, finding

RULE = Rule("PM227", "stated-target-differs", Level.WARNING)


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Compare each row that is written with what is computed for it."""
    if "detection" not in postmortem.record:
        return
    for row in rows(postmortem, context.profiles[postmortem.profile]):
        if row.index is None:
            continue
        for key, stated, computed in disagreements(row):
            yield finding(
                RULE, postmortem, ("detection", "targets", row.index, key),
                f"the stated {key} of a target differs from the record",
                found=f'"{stated}", computed {computed}',
                fix="Remove it, as it is computed, or correct what it is computed from.",
            )  # fmt: skip
