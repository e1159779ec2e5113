"""Marks of a merge conflict that was never resolved.

## What it does
Finds the lines that git leaves where two branches changed the same text: `<<<<<<<` and `>>>>>>>`.
Code blocks are looked at too, as git writes its marks there as well.

## Why it matters
Both versions stand on the page, and the `=======` between them turns a line into a heading.

## Example
```text
<<<<<<< HEAD
The rollback took 20 minutes.
=======
The rollback took 31 minutes.
>>>>>>> review
```

## How to fix
Keep the version that is right and remove the marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..diagnostics import Finding, Level
from ..model import Postmortem
from .base import Context, Rule, finding, place

RULE = Rule("PM219", "merge-conflict", Level.ERROR, draft=Level.ERROR)

_MARK = re.compile(r"^(?:<{7}|>{7})(?: .*)?$", re.M)


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Look for the two outer marks."""
    if "<<<<<<<" not in postmortem.body and ">>>>>>>" not in postmortem.body:
        return
    for match in _MARK.finditer(postmortem.body):
        yield finding(
            RULE, postmortem, place(postmortem, match.start()),
            "a merge conflict was not resolved", found=f'"{match[0][:40]}"',
            fix="Keep the version that is right and remove the marks.",
        )  # fmt: skip
