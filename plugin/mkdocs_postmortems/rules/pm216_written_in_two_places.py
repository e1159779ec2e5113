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

from collections.abc import Iterator, Mapping

from .. import rows
from ..diagnostics import FieldPath, Finding, Level
from ..model import Passage, Postmortem
from ..profiles import Profile
from .base import Context, Rule, finding

RULE = Rule("PM216", "written-in-two-places", Level.WARNING)


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Compare the passages of the body with the record."""
    profile = context.profiles[postmortem.profile]
    first: dict[str, Passage] = {}
    for passage in postmortem.passages:
        first.setdefault(passage.path, passage)
    for path, passage in first.items():
        found = _also(postmortem, path, profile) if path != "timeline" else None
        if found is not None:
            where, line = found
            yield finding(
                RULE, postmortem, where,
                f"{_name(path)} stands in the front matter and on line {line or passage.line}",
                fix="Keep one of the two.",
            )  # fmt: skip


def _name(path: str) -> str:
    base, chosen = rows.parsed(path)
    return " ".join([f"`{base}`", *(f"of `{k}: {v}`" for k, v in chosen.items())])


def _also(
    postmortem: Postmortem, path: str, profile: Profile
) -> tuple[FieldPath, int | None] | None:
    """Where the front matter holds what a passage says, and the line of the passage's first row.

    None where it does not hold it.
    """
    base, chosen = rows.parsed(path)
    place = tuple(base.split("."))
    value = postmortem.value(base)
    if value is None or isinstance(value, dict):
        return None
    if base not in rows.LISTS:
        return place, None
    others = () if chosen else _elsewhere(base, profile)
    found = [
        row for row in rows.read(postmortem, path)
        if not any(other.items() <= row.values.items() for other in others)
    ]  # fmt: skip
    line = next((row.line for row in found if row.line is not None), None)
    if line is None:
        return None
    if not isinstance(value, list) or not value:
        return place, line  # one text, or that there is nothing
    index = next((row.index for row in found if row.line is None), None)
    if index is None:
        return None
    return (place if path == base else (*place, index)), line


def _elsewhere(path: str, profile: Profile) -> list[Mapping[str, str]]:
    """The rows of a list for which the template has a place of their own."""
    places = (rows.parsed(spec.prose) for spec in profile.sections if spec.prose)
    return [chosen for base, chosen in places if base == path and chosen]
