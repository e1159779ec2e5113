"""A timeline that is not in the order of time.

## What it does
Checks that each event of the timeline is at or after the one above it. A clock time without a date
that is earlier than the one above it means the next day; where that makes a gap of more than twelve
hours, it is more likely a slip, and reported.

## Why it matters
A reader follows the night from top to bottom. An event in the wrong place changes what seems to
have caused what.

## Example
```yaml
timeline:
  - {at: 2026-03-13 22:41, event: "Error rate passes 5 %"}
  - {at: 22:14, event: "Alert pages the on-call"}   # 22:44 was meant
```

## How to fix
Move the event, correct its time, or write its date if it really was on the next day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ..diagnostics import FieldPath, Finding, Level, Position
from ..model import Postmortem, TimelineEvent
from .base import Context, Rule, before, finding

RULE = Rule("PM202", "timeline-out-of-order", Level.ERROR)

_SLIP = timedelta(hours=12)
_SLIPPED = "the clock time is earlier than the one above it by less than twelve hours"
_CLOCK_CHARACTERS = len("22:14:00")
"""Longer times hold a date."""


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Compare each event with those before it that have a time."""
    last: TimelineEvent | None = None
    timed: TimelineEvent | None = None
    sound: tuple[TimelineEvent | None, TimelineEvent | None] | None = None
    for event in postmortem.timeline:
        if event.at is None:
            continue
        if sound is not None and len(event.at_text) > _CLOCK_CHARACTERS:
            # The slip above moved the clock times after it to the next day, but not this date.
            (last, timed), sound = sound, None
        # A bare date says little: what follows it is held to the last real time as well.
        for earlier in (last, timed if timed is not last and not event.at.date_only else None):
            message = _fault(postmortem, earlier, event) if earlier else None
            if earlier and message:
                yield finding(
                    RULE, postmortem, _where(event), message,
                    found=f'"{event.at_text}" after "{earlier.at_text}"',
                    fix="Move the event, correct its time, or write its date.",
                )  # fmt: skip
                if message == _SLIPPED:
                    sound = sound or (last, timed)
                break
        last = event
        timed = timed if event.at.date_only else event


def _fault(postmortem: Postmortem, last: TimelineEvent, event: TimelineEvent) -> str | None:
    assert last.at is not None and event.at is not None
    if before(postmortem, event.at, last.at):
        return "the event lies before the one above it"
    clock_only = len(event.at_text) <= _CLOCK_CHARACTERS and not last.at.date_only
    if clock_only and event.at.utc - last.at.utc > _SLIP:
        return _SLIPPED
    return None


def _where(event: TimelineEvent) -> FieldPath | Position:
    if event.line is not None:
        return Position(event.line)
    return ("timeline", event.index, "at")
