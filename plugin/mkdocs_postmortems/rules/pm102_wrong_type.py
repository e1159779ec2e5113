"""A value of the wrong type.

## What it does
Holds each value to the type that the record's schema gives it: text, number, true or false, list,
group of keys. The words `null` and `~` are refused too: they are text here, and would stand on the
page.

## Why it matters
A list where a group is meant cannot be read. An owner called "null" looks like an answer.

## Example
`timeline: "22:41 alert"` where a list of events is meant, or `document_owner: null`.

## How to fix
Write the value in the form named; the field reference shows an example of each.
"""

from __future__ import annotations

from ..diagnostics import Level
from .base import Rule

RULE = Rule("PM102", "wrong-type", Level.ERROR, draft=Level.ERROR)
