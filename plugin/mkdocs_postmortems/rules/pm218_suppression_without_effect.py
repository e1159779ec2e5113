"""A suppression that suppresses nothing.

## What it does
Checks the entries of `suppress:`. The rule must exist and be one that a file may silence, and
`until:` must be a day: an end that is `unknown` counts as passed.

## Why it matters
Its author believes that a finding is settled, and a reader that somebody looked at it.

## Example
```yaml
suppress:
  - {rule: PM21, reason: "The quoted message is a log line."}   # PM210 was meant
```

## How to fix
Correct the code, write the day, or remove the entry.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import FieldPath, Finding, Level
from ..model import Postmortem
from ..problems import nearest
from .base import Context, Rule, finding

RULE = Rule(
    "PM218", "suppression-without-effect", Level.WARNING, draft=Level.WARNING, suppressible=False
)


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Judge each entry."""
    rows = postmortem.record.get("suppress")
    for index, row in enumerate(rows if isinstance(rows, list) else ()):
        if not isinstance(row, dict):
            continue
        code = row.get("rule")
        if isinstance(code, str):
            yield from _code(postmortem, context, ("suppress", index, "rule"), code)
        if row.get("until") == "unknown":
            yield finding(
                RULE, postmortem, ("suppress", index, "until"), "a suppression ends on a day",
                found='"unknown"', allowed=("YYYY-MM-DD",),
                fix="Write the last day, or remove `until:` if it holds for good.",
            )  # fmt: skip


def _code(
    postmortem: Postmortem, context: Context, where: FieldPath, code: str
) -> Iterator[Finding]:
    if code not in context.rules:
        yield finding(
            RULE, postmortem, where, "there is no such rule", found=f'"{code[:80]}"',
            nearest=nearest(code, tuple(context.rules)), fix="Correct the code.",
        )  # fmt: skip
    elif not context.rules[code].suppressible:
        yield finding(
            RULE, postmortem, where, f"{code} cannot be suppressed by the file itself",
            fix="Mend what it reports, and remove this entry.",
        )  # fmt: skip
