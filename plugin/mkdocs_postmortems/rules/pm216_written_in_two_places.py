"""A value that stands in the front matter and in the body.

## What it does
Some fields may be written in either place: one line in the front matter, or a passage of the body
under their heading or bold label. Both at once is reported. A list (lessons, five whys, what went
well, response gaps and so on) counts as written in the body where list items or a table stand
under its heading. Lessons of different categories are different lists.

## Why it matters
The two drift apart, and a reader cannot know which one holds.

## Example
```markdown
---
root_cause: {statement: "The rollout accepted an empty list."}
---
## Root cause
The rollout tool accepted an empty provider list.
```

## How to fix
Remove the one in the front matter if the body says it better. Of a list, keep all rows in one of
the two places.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import rows
from ..diagnostics import FieldPath, Finding, Level
from ..model import Passage, Postmortem
from ..profiles import Profile
from .base import Context, Rule, finding

RULE = Rule("PM216", "written-in-two-places", Level.WARNING)


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Compare the passages of the body with the record."""
    profile = context.profiles[postmortem.profile]
    found: set[str] = set()
    for passage in postmortem.passages:
        if passage.path in found or passage.path == "timeline":
            continue
        where = _also(postmortem, passage, profile)
        if where is not None:
            found.add(passage.path)
            yield finding(
                RULE, postmortem, where,
                f"`{passage.path}` stands in the front matter and on line {passage.line}",
                fix="Keep one of the two.",
            )  # fmt: skip


def _also(postmortem: Postmortem, passage: Passage, profile: Profile) -> FieldPath | None:
    """Where the front matter says what a passage says; None where it does not."""
    path, _ = rows.parsed(passage.path)
    value = postmortem.value(path)
    if value is None or isinstance(value, dict):
        return None
    place = tuple(path.split("."))
    if path not in rows.LISTS:
        return place
    if not rows.written(postmortem, passage):
        return None
    if not isinstance(value, list) or not value:
        return place  # one text, or that there is nothing
    index = _first(postmortem, passage.path, profile)
    if index is None:
        return None
    return place if path == passage.path else (*place, index)


def _first(postmortem: Postmortem, path: str, profile: Profile) -> int | None:
    """The first row of the front matter that belongs where a passage of the list stands.

    The place of a whole list is that of the rows for which the template has no other one.
    """
    base, chosen = rows.parsed(path)
    others = [] if chosen else [
        rows.parsed(spec.prose)[1] for spec in profile.sections
        if spec.prose and rows.parsed(spec.prose)[0] == base and rows.parsed(spec.prose)[1]
    ]  # fmt: skip
    for row in rows.read(postmortem, path):
        if row.line is None and not any(other.items() <= row.values.items() for other in others):
            return row.index
    return None
