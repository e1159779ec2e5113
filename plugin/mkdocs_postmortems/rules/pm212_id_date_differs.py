"""A date in the id that is not the day of the incident.

## What it does
Where the profile's ids hold a date (`INC-20260313-001`), it must be the day on which the incident
started, in UTC or in the time zone of the file.

## Why it matters
People sort, search and remember by id.

## Example
```yaml
id: INC-20260314-001
started_at: 2026-03-13 22:41
```

## How to fix
Rename the file or change `id:` (keep the old one in `aliases:`), or correct `started_at:`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

from ..diagnostics import Finding, Level
from ..model import Postmortem
from ..times import zone
from .base import Context, Rule, finding

RULE = Rule("PM212", "id-date-differs", Level.WARNING)


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Compare the id's date with the start."""
    pattern = context.profiles[postmortem.profile].id_date
    match = pattern.match(postmortem.id) if pattern else None
    started = postmortem.started
    if match is None or started is None:
        return
    local = started.astimezone(zone(postmortem.timezone) or UTC)
    days = {started.strftime("%Y%m%d"), local.strftime("%Y%m%d")}
    if "".join(match.groups()) not in days:
        yield finding(
            RULE, postmortem, ("id",) if postmortem.id_stated else ("started_at",),
            "the date in the id is not the day of the start",
            found=f'"{postmortem.id}", started {started:%Y-%m-%d}',
            fix="Change the id and keep the old one in `aliases:`, or correct the start.",
        )  # fmt: skip
