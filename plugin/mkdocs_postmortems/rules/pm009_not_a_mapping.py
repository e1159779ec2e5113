"""Front matter that is not a list of keys.

## What it does
The front matter must be `key: value` lines.

## Why it matters
A list or a sentence has no fields to check.

## Example
`- title` between the two `---` lines.

## How to fix
Write one `key: value` a line.
"""

from __future__ import annotations

from ..diagnostics import Level
from .base import Rule

RULE = Rule("PM009", "not-a-mapping", Level.ERROR, draft=Level.ERROR, suppressible=False)
