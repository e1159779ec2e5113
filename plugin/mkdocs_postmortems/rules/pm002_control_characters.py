r"""A control character in the file.

## What it does
Finds NUL, escape and other control characters, as themselves or as an escape in a quoted value
(`"\x08"`). Tab and line ends are fine.

## Why it matters
They break feeds, calendars and terminals, and can hide text from a reviewer.

## Example
`title: "Checkout\x1b[2K"`

## How to fix
Remove the character. Logs with colour codes belong in a file beside the postmortem.
"""

from __future__ import annotations

from ..diagnostics import Level
from .base import Rule

RULE = Rule("PM002", "control-characters", Level.ERROR, draft=Level.ERROR, suppressible=False)
