"""YAML that cannot be read.

## What it does
The front matter is parsed as YAML. Where quoting a value mends the line, the finding shows the
corrected line. A quote that is never closed is reported where it was opened.

## Why it matters
Nothing of the file can be checked or published until it is read.

## Example
`title: Checkout: 500s` needs quotes, because of the second colon; so do values that begin with
`@`, `%` or a backtick. Tabs cannot indent.

## How to fix
Write the line as the finding shows it: `title: "Checkout: 500s"`.
"""

from __future__ import annotations

from ..diagnostics import Level
from .base import Rule

RULE = Rule("PM004", "broken-yaml", Level.ERROR, draft=Level.ERROR, suppressible=False)
