"""A value of the wrong type.

## What it does
Holds each value to the type that the record's schema gives it: text, number, true or false, list,
group of keys.

## Why it matters
A list where a group is meant cannot be read.

## Example
`timeline: "22:41 alert"` where a list of events is meant.

## How to fix
Write the value in the form named; the field reference shows an example of each.
"""

from __future__ import annotations

from ..diagnostics import Level
from .base import Rule

RULE = Rule("PM102", "wrong-type", Level.ERROR, draft=Level.ERROR)
