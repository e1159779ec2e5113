"""Anchors, aliases, merge keys or tags.

## What it does
YAML's `&anchor`, `*alias`, `<<` and `!tag` are refused before they are expanded.

## Why it matters
Four hundred bytes of aliases can expand to four gigabytes, and a tag can name code. A postmortem
needs neither.

## Example
`owner: *team`

## How to fix
Write the value out. Quote text that begins with `&`, `*` or `!`.
"""

from __future__ import annotations

from ..diagnostics import Level
from .base import Rule

RULE = Rule("PM006", "yaml-shorthand", Level.ERROR, draft=Level.ERROR, suppressible=False)
