"""A timeline or action table typed into the body.

## What it does
Finds a Markdown table under the headings of the timeline and of the action items.

## Why it matters
What is counted, compared and rolled up is read from the front matter. A table in the body is shown
on the page, but its actions are in no rollup and its times in no metric.

## Example
```markdown
## Action items
| Action | Owner | Due |
| --- | --- | --- |
| Reject an empty provider list | payments-core | 2026-03-27 |
```

## How to fix
Move the rows to `action_items:` or `timeline:` in the front matter. The page draws the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..diagnostics import Finding, Level, Position
from ..model import Postmortem
from .base import Context, Rule, finding

RULE = Rule("PM209", "data-in-body", Level.WARNING)

_ROW = re.compile(r"^ {0,3}\|.*\|[ \t]*$", re.M)
_SECTIONS = ("timeline", "action_items")


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Look for table rows under the two headings."""
    for section in postmortem.sections:
        if section.key in _SECTIONS and "|" in section.text and _ROW.search(section.text):
            yield finding(
                RULE, postmortem, Position(section.line),
                "a table stands in the body, where its rows are not counted",
                found=f'a table under "{section.title}"',
                fix=f"Move its rows to `{section.key}:` in the front matter.",
            )  # fmt: skip
