"""A value outside its limits.

## What it does
Holds numbers to their range, texts to their length and lists to their size.

## Why it matters
A title of a thousand characters is no title.

## Example
`impact: {users: {affected: {percent: 140}}}`

## How to fix
Write a value within the limits named.
"""

from __future__ import annotations

from ..diagnostics import Level
from .base import Rule

RULE = Rule("PM106", "outside-limits", Level.ERROR, draft=Level.ERROR)
