"""A document that lacks what its status asks for.

## What it does
Holds a postmortem to what its profile requires for `in_review` and `final`: fields, sections with
text, keys of every action item. `unknown` is an answer; an absent field is not. For a draft it only
counts what is left, in one line.

## Why it matters
A final postmortem is what others learn from and what the dashboards count. A draft is allowed to
have gaps, because it is written the day after a bad night.

## Example
```yaml
status: final
# no `services:`, no text under "## Root cause"
```

## How to fix
Write what is missing, or `unknown` where nobody knows. `postmortems check --todo FILE` lists what
is left before final. Set `status: draft` while you work on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from shlex import quote

from ..completeness import gaps
from ..diagnostics import Finding, Level
from ..model import Postmortem
from .base import Context, Rule, finding

RULE = Rule("PM205", "incomplete", Level.ERROR, draft=Level.INFO)


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Report each gap; for a draft only their number."""
    if postmortem.invalid_at("status"):
        return  # nobody can say what it should hold
    profile = context.profiles[postmortem.profile]
    if postmortem.status == "draft":
        left = len(gaps(postmortem, profile, "final"))
        if left:
            yield finding(
                RULE, postmortem, ("status",), f"{left} left before final",
                fix=f"List them with `postmortems check --todo {quote(postmortem.path)}`.",
            )  # fmt: skip
        return
    status = "final" if postmortem.status in ("final", "superseded") else postmortem.status
    for gap in (gap.told(postmortem) for gap in gaps(postmortem, profile, status)):
        yield finding(
            RULE, postmortem, gap.where, f"{gap.what} is missing for status {status}", fix=gap.fix
        )
