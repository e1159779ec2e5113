r"""A file that is not UTF-8.

## What it does
The file is decoded strictly as UTF-8, with or without a byte order mark. The finding names the
first byte that does not fit.

## Why it matters
A file in another encoding is published with broken letters, or stops the build without naming the
file.

## Example
A file saved as Latin-1: `caf\xe9`.

## How to fix
Save the file as UTF-8. Most editors have "Save with encoding".
"""

from __future__ import annotations

from ..diagnostics import Level
from .base import Rule

RULE = Rule("PM001", "not-utf8", Level.ERROR, draft=Level.ERROR, suppressible=False)
