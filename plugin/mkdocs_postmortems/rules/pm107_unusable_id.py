"""An id that cannot be used.

## What it does
The id, written or taken from the file's name, must be letters and digits with `-` or `_` between,
hold a digit, and match `id_pattern` where the configuration sets one.

## Why it matters
The id is the address of the page and the name by which people speak of the incident.

## Example
A file `outage.md` without an `id:`.

## How to fix
Name the file by its id, or write `id:`.
"""

from __future__ import annotations

from ..diagnostics import Level
from .base import Rule

RULE = Rule("PM107", "unusable-id", Level.ERROR, draft=Level.ERROR)
