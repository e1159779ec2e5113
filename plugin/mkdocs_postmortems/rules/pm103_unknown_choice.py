"""A value that is none of the choices.

## What it does
Fields with fixed choices, and the severity, must hold one of them as written.

## Why it matters
Two spellings of one thing are two bars in every chart.

## Example
`severity: SEV2` on the scale SEV-1 to SEV-4.

## How to fix
Write one of the allowed values; the finding names the nearest.
"""

from __future__ import annotations

from ..diagnostics import Level
from .base import Rule

RULE = Rule("PM103", "unknown-choice", Level.ERROR, draft=Level.ERROR)
