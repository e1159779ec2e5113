"""A stated duration that the times contradict.

## What it does
Durations are computed from the milestones. One that is written down as well (`duration`,
`metrics.ttd` and so on) must agree, to the unit it is written in.

## Why it matters
The number in the prose and the number in the dashboard would otherwise differ for ever.

## Example
```yaml
started_at: 2026-03-13 22:41
resolved_at: 2026-03-14 00:03
duration: 2h 22m      # it was 1 h 22 min
```

## How to fix
Remove the stated duration: it is computed. Or correct the times.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import FieldPath, Finding, Level
from ..metrics import BY_KEY, DEFINITIONS
from ..model import Postmortem
from ..times import format_duration, parse_duration
from .base import Context, Rule, finding

RULE = Rule("PM204", "stated-duration-differs", Level.ERROR)


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Hold `duration` and each stated metric to the milestones."""
    record = postmortem.record
    if "duration" in record:
        yield from _compare(postmortem, ("duration",), record["duration"], "ttr")
    stated = record.get("metrics")
    if isinstance(stated, dict):
        for definition in DEFINITIONS:
            if definition.key in stated:
                path = ("metrics", definition.key)
                yield from _compare(postmortem, path, stated[definition.key], definition.key)


def _compare(
    postmortem: Postmortem, path: FieldPath, written: object, key: str
) -> Iterator[Finding]:
    metric = postmortem.metrics[key]
    duration = parse_duration(written) if isinstance(written, str) else None
    if duration is None or metric.seconds is None or metric.stated:
        return
    if abs(duration.seconds - metric.seconds) >= duration.unit:
        definition = BY_KEY[key]
        yield finding(
            RULE, postmortem, path,
            f"the stated length differs from the times ({definition.start} to {definition.end})",
            found=f'"{written}", computed {format_duration(metric.seconds)}',
            fix="Remove it, as it is computed, or correct the times.",
        )  # fmt: skip
