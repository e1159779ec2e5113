"""A directive that includes another file.

## What it does
Finds snippet directives (`--8<--`) in the body.

## Why it matters
Where the site enables snippets, such a line reads any file of the build machine into a public
page. A postmortem stands for itself.

## Example
```markdown
--8<-- "/etc/hostname"
```

## How to fix
Copy the text that you need, or link to the file.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Level
from ..model import Postmortem
from .base import Context, Rule, finding, place

RULE = Rule(
    "PM217", "include-directive", Level.ERROR, draft=Level.ERROR, suppressible=False,
    unstructured=True,
)  # fmt: skip


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Search the body for the directive's scissors, in code too: snippets run before Markdown."""
    offset = postmortem.body.find("8<-")
    while offset >= 0:
        start = postmortem.body.rfind("\n", 0, offset) + 1
        if postmortem.body[start:offset].strip(" \t;").strip("-") == "":
            yield finding(
                RULE, postmortem, place(postmortem, offset),
                "a directive includes another file", found='"--8<--"',
                fix="Copy the text, or link to the file.",
            )  # fmt: skip
        offset = postmortem.body.find("8<-", offset + 3)
