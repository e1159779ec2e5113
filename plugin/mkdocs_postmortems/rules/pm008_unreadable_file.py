"""A file that is not read.

## What it does
Symbolic links, devices and files without permission are named, and not opened.

## Why it matters
A link can lead out of the repository and publish what it finds there.

## Example
`INC-1.md -> /etc/hostname`

## How to fix
Put the file itself in the folder.
"""

from __future__ import annotations

from ..diagnostics import Level
from .base import Rule

RULE = Rule("PM008", "unreadable-file", Level.ERROR, draft=Level.ERROR, suppressible=False)
