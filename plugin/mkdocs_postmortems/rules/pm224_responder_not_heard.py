"""A responder who is named neither as an author nor at the review meeting.

## What it does
Where the profile asks all responders to contribute (`security`), lists those of
`roles.responders` who are not among `authors` or `review.meeting.attendees`. Drafts are not judged.
It is information and never fails a check.

## Why it matters
Each responder saw another part of the incident. A view that was not asked for is missing in the
timeline and in the actions. It says nothing about the person: it is a question for the facilitator.

## Example
```yaml
roles: {responders: [given.family, other.person]}
authors: [given.family]
review: {meeting: {attendees: [given.family]}}
```

## How to fix
Ask for their view, and add them to the authors or attendees.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Level
from ..items import present, words
from ..model import Postmortem
from ..policies import in_force
from .base import Context, Rule, finding

RULE = Rule("PM224", "responder-not-heard", Level.INFO)


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Report all of them in one finding."""
    if postmortem.status == "draft":
        return
    profile = context.profiles[postmortem.profile]
    if not in_force(postmortem, profile, context.settings, "responders"):
        return
    attendees = postmortem.value("review.meeting.attendees")
    if "unknown" in (attendees, postmortem.value("authors")):
        return
    heard = set(_names(attendees)) | set(_names(postmortem.value("authors")))
    quiet = [
        name for name in words(postmortem.value("roles.responders"))
        if _key(name) not in heard
    ]  # fmt: skip
    if quiet:
        yield finding(
            RULE, postmortem, ("roles", "responders"),
            "named neither as author nor as attendee of the meeting", found=", ".join(quiet),
            fix="Ask for their view, and add them to `authors` or `review.meeting.attendees`.",
        )  # fmt: skip


def _names(value: object) -> Iterator[str]:
    """The names in a list of people, written as a name or as a group of keys."""
    for item in [value] if isinstance(value, str) else present(value):
        name = item.get("name") if isinstance(item, dict) else item
        if isinstance(name, str):
            yield _key(name)


def _key(name: str) -> str:
    return name.removeprefix("@").casefold()
