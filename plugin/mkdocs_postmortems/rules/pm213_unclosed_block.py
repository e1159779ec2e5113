"""A code block, comment or HTML element that is never closed.

## What it does
Finds a fence (three backticks or tildes) or a `<!--` comment in the body without its end, and raw
HTML such as `<div>`, `<details>` or `<a>` that the section it begins in does not close.

## Why it matters
Everything below it, headings included, turns into code or vanishes.

## Example
````markdown
## Resolution
```
kubectl rollout undo deployment/checkout-api

## What went well
````

## How to fix
Close it on a line of its own with the same marks, or with `-->`; close an element before the next
heading.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ..diagnostics import Finding, Level, Position
from ..markup import may_swallow, unclosed
from ..model import Postmortem
from .base import Context, Rule, finding, place
from .prose import without_code

RULE = Rule("PM213", "unclosed-block", Level.ERROR, unstructured=True)


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Ask the scan of the body."""
    structure = postmortem.structure
    for line, what, end in (
        (structure.open_fence, "code block", "the same marks"),
        (structure.open_comment, "comment", "`-->`"),
    ):
        if line is not None:
            yield finding(
                RULE, postmortem, Position(postmortem.body_line + line - 1),
                f"the {what} is never closed", fix=f"Close it with {end}.",
            )  # fmt: skip
    if may_swallow(postmortem.body):
        yield from _elements(postmortem)


def _elements(postmortem: Postmortem) -> Iterator[Finding]:
    """Raw HTML that its section does not close, outside code."""
    text = without_code(postmortem)
    starts = [0, *(heading.start for heading in postmortem.structure.headings), len(text)]
    for start, end in pairwise(starts):
        for offset, name in unclosed(text[start:end]):
            yield finding(
                RULE, postmortem, place(postmortem, start + offset),
                f"<{name}> is never closed in its section",
                fix=f"Write `</{name}>` before the next heading.",
            )  # fmt: skip
