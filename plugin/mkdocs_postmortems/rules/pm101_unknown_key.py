"""A key that is no field.

## What it does
Every key of the front matter must be a field of the record, begin with `x-`, or be listed in
`extra_keys`.

## Why it matters
A misspelt key is a value that nobody ever finds again.

## Example
`severty: SEV-2`

## How to fix
Write the key that the finding names. Keys of your organisation begin with `x-`, or stand in
`extra_keys`.
"""

from __future__ import annotations

from ..diagnostics import Level
from .base import Rule

RULE = Rule("PM101", "unknown-key", Level.ERROR, draft=Level.ERROR)
