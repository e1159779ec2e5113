"""A final document without a signature that its profile asks for.

## What it does
Looks in `sign_off` for each role that has to sign. `safety`: incident commander, engineering lead
and safety team lead, and management for SEV0 and SEV1. `executive`: author and engineering lead,
and the CTO or CAIO for P0 and P1. A signature is a row of that role with `signed: true` or a
`date`. `unknown` is an answer, and an unknown severity asks for nothing extra.

## Why it matters
The signatures say who has read the conclusions and stands behind the actions. A final document
without them was not agreed by those who have to carry it out.

## Example
```yaml
profile: safety
status: final
severity: SEV1
sign_off:
  - {role: incident_commander, name: rosa.quintero, date: 2026-05-26, signed: true}
```

## How to fix
Ask for the signature, and keep the document `in_review` until it is given.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Level
from ..model import Postmortem
from ..policies import in_force, missing_signatures
from .base import Context, Rule, finding

RULE = Rule("PM223", "sign-off-missing", Level.ERROR)


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Report each role that has not signed a final document."""
    profile = context.profiles[postmortem.profile]
    if postmortem.status != "final" or not profile.policies:
        return
    required = profile.required.get("final")
    if required and "sign_off" in required.fields and "sign_off" not in postmortem.record:
        return  # an incomplete document, which is another rule's finding
    for policy in in_force(postmortem, profile, context.settings, "sign_off"):
        for role in missing_signatures(postmortem, policy):
            yield finding(
                RULE, postmortem, ("sign_off",),
                f"the signature of the {role.replace('_', ' ')} is missing",
                fix=f"Add {{role: {role}, name: …, date: …, signed: true}}, or set "
                "`status: in_review`.",
            )  # fmt: skip
