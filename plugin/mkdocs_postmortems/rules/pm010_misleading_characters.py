"""Characters that make text read other than it is.

## What it does
Finds characters that reorder text (unless isolates are balanced within a paragraph of the body),
and invisible characters or hidden line breaks in the front matter.

## Why it matters
A reviewer sees one thing, a reader of the data another.

## Example
U+202E in a title turns the letters after it around.

## How to fix
Remove the character. Right-to-left scripts need none of them.
"""

from __future__ import annotations

from ..diagnostics import Level
from .base import Rule

RULE = Rule("PM010", "misleading-characters", Level.ERROR, draft=Level.ERROR, suppressible=False)
