"""Front matter in another language than YAML.

## What it does
Reports a file that begins with TOML (`+++`), with JSON (`{`) or with a named language
(`---toml`).

## Why it matters
Other site generators read these forms; MkDocs prints them into the page, and nothing of the file
can be checked.

## Example
```toml
+++
title = "Checkout returned errors for 82 minutes"
severity = "SEV-2"
+++
```

## How to fix
Write it as `key: value` lines between two lines of exactly three dashes.
"""

from __future__ import annotations

from ..diagnostics import Level
from .base import Rule

RULE = Rule("PM011", "front-matter-not-yaml", Level.ERROR, draft=Level.ERROR, suppressible=False)
