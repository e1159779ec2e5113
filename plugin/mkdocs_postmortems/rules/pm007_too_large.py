"""More than the limits allow.

## What it does
Holds the file, the front matter, the depth and number of its values and the length of each to the
`limits` of the configuration.

## Why it matters
One file must not be able to take all memory or minutes of everybody's build.

## Example
A log of ten megabytes pasted into the front matter.

## How to fix
Put logs and exports in files beside the postmortem and link to them. A maintainer can raise a
limit in the configuration.
"""

from __future__ import annotations

from ..diagnostics import Level
from .base import Rule

RULE = Rule("PM007", "too-large", Level.ERROR, draft=Level.ERROR, suppressible=False)
