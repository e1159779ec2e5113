"""A value in the wrong form.

## What it does
Dates, times, durations, addresses and ids must be written in their form, and the day must exist.

## Why it matters
A date that does not exist sorts and counts as nothing.

## Example
`started_at: 2026-02-30 25:00`

## How to fix
Write it in the form named. `unknown` is an answer too.
"""

from __future__ import annotations

from ..diagnostics import Level
from .base import Rule

RULE = Rule("PM104", "wrong-form", Level.ERROR, draft=Level.ERROR)
