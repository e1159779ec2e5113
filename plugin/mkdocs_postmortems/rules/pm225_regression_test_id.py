"""A regression test whose id does not name its incident.

## What it does
Where the profile asks for it (`safety`), holds the ids of `regression_tests.promoted` to the form
`REG_<incident id>_NNN`, with a number of three digits. In the id, `-` may be written as `_`. The
ids that the incident had before (`aliases`) count as well.

## Why it matters
When such a test fails a year later, its name leads to the postmortem that says why it exists.

## Example
```yaml
id: INC_014
regression_tests:
  promoted: [{id: test_two_messages, description: "A question in two messages is recognised"}]
```

## How to fix
Rename the test: `REG_INC_014_001`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Level
from ..evidence import rows
from ..model import Postmortem
from ..policies import in_force
from .base import Context, Rule, finding

RULE = Rule("PM225", "regression-test-id", Level.WARNING)

_NUMBER = "NNN"


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Compare the id of each promoted test with the form."""
    profile = context.profiles[postmortem.profile]
    for policy in in_force(postmortem, profile, context.settings, "test_ids"):
        names = (postmortem.id, *postmortem.aliases)
        forms = tuple(policy.form.replace("{id}", name) for name in names)
        for index, row in rows(postmortem, "regression_tests.promoted"):
            written = str(row.get("id", "unknown"))
            if written != "unknown" and not any(_fits(written, form) for form in forms):
                yield finding(
                    RULE, postmortem, ("regression_tests", "promoted", index, "id"),
                    "the test is not named after its incident", found=written,
                    fix=f"Use the form {forms[0].replace('-', '_')}, with a number for {_NUMBER}.",
                )  # fmt: skip


def _fits(written: str, form: str) -> bool:
    """Whether an id has a form, whose end `NNN` stands for three digits."""
    stem = form.removesuffix(_NUMBER).replace("-", "_")
    number = written[len(stem) :]
    same = written[: len(stem)].replace("-", "_") == stem
    return same and len(number) == len(_NUMBER) and number.isascii() and number.isdigit()
