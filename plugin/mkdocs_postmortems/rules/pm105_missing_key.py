"""A list item without what makes it one.

## What it does
An event needs `at` and `event`, an action `title`, a relation `id` and `relation`, and so on.

## Why it matters
An action without a title asks nobody for anything.

## Example
`- {at: 22:44}` in the timeline.

## How to fix
Add the key named. In a draft this is only counted.
"""

from __future__ import annotations

from ..diagnostics import Level
from .base import Rule

RULE = Rule("PM105", "missing-key", Level.ERROR, draft=Level.INFO)
