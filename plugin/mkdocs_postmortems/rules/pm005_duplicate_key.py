"""A key that stands twice.

## What it does
Finds keys that are equal in one mapping, also when they differ only by case, width or invisible
characters.

## Why it matters
YAML readers keep one of the two without a word, and not all keep the same one.

## Example
`severity: SEV-2` on line 3 and `severity: SEV-3` on line 9.

## How to fix
Keep one of them.
"""

from __future__ import annotations

from ..diagnostics import Level
from .base import Rule

RULE = Rule("PM005", "duplicate-key", Level.ERROR, draft=Level.ERROR, suppressible=False)
