"""A profile that does not exist.

## What it does
`profile:` must name one of the installed profiles.

## Why it matters
The profile decides which sections, severities and fields are expected.

## Example
`profile: services`

## How to fix
Write one of the profiles named.
"""

from __future__ import annotations

from ..diagnostics import Level
from .base import Rule

RULE = Rule("PM108", "unknown-profile", Level.ERROR, draft=Level.ERROR)
