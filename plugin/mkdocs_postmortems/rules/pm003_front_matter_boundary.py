"""Front matter whose boundaries are not exact.

## What it does
Front matter begins with `---` on the very first line and ends with `---`. A blank line, other text
or longer dashes before it, a first line that is missing or names a language (`---yaml`), `...` as
its end, or a missing end are reported.

## Why it matters
MkDocs reads only the exact form, and prints everything else into the page.

## Example
A blank line above the first `---`.

## How to fix
Make the first line exactly `---`, and put `---` on a line of its own below the last key.
"""

from __future__ import annotations

from ..diagnostics import Level
from .base import Rule

RULE = Rule("PM003", "front-matter-boundary", Level.ERROR, draft=Level.ERROR, suppressible=False)
