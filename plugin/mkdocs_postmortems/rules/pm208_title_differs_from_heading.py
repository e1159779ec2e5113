"""A first heading that differs from the title.

## What it does
The title stands in the front matter. A `# heading` in the body that says the same is dropped from
the page; one that says something else is reported.

## Why it matters
A page with two titles is found under one of them and remembered by the other.

## Example
```markdown
---
title: "Checkout returned errors for 82 minutes"
---
# Checkout outage in March
```

## How to fix
Remove the `# heading`, or make it and `title:` agree.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Level, Position
from ..markdown_text import heading_key
from ..model import Postmortem
from .base import Context, Rule, finding

RULE = Rule("PM208", "title-differs-from-heading", Level.WARNING)


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Compare without case, numbering and end marks."""
    if postmortem.h1 is None or "title" not in postmortem.record:
        return
    wanted = (heading_key(postmortem.title), postmortem.id.casefold())
    first = postmortem.h1[1]
    for section in postmortem.sections:
        # A section of the template on this level is no title, unless it opens the page.
        if section.level != 1 or (section.key is not None and section.line != first):
            continue
        title = postmortem.h1[0] if section.line == first else section.title
        if heading_key(title) not in wanted:
            yield finding(
                RULE, postmortem, Position(section.line), "the heading differs from `title:`",
                found=f'"{section.title[:80]}"',
                fix="Remove the heading or make it one of level 2, or make the two agree.",
            )  # fmt: skip
