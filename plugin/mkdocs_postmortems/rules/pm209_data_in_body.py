"""A timeline or action list typed into the body.

## What it does
Finds a Markdown table under the headings of the timeline and of the action items, and a list of
times (`- 22:41 - Alert`) under that of the timeline. Under that of the action items it finds boxes
(`- [ ] Fix it`), and any list while the front matter has no `action_items:`. It also finds text
after a label of the template whose field stands in the front matter only (`**Severity:** SEV-2`).
Where a profile reads its timeline from such a list, the list is only reported beside a `timeline:`
in the front matter.

## Why it matters
What is counted, compared and rolled up is read from the front matter. A table in the body is shown
on the page, but its actions are in no rollup and its times in no metric.

## Example
```markdown
## Action items
| Action | Owner | Due |
| --- | --- | --- |
| Reject an empty provider list | payments-core | 2026-03-27 |
```

## How to fix
Move the rows to `action_items:` or `timeline:` in the front matter. The page draws the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..body import data_labels
from ..diagnostics import Finding, Level, Position
from ..markdown_text import blank_spans, scan, shorten
from ..model import Postmortem
from .base import Context, Rule, finding
from .prose import blank_code

RULE = Rule("PM209", "data-in-body", Level.WARNING)

_SECTIONS = ("timeline", "action_items")
_BOX = re.compile(r"^[ \t]*[-*+][ \t]+\[[ xX]\][ \t]+\S", re.M)
_ITEM = re.compile(r"^ {0,3}(?:[-*+]|\d{1,3}[.)])[ \t]+[^\s\[*]", re.M)
_TIME = re.compile(r"^[ \t]*[-*+][ \t]+(?:\*\*)?(?:\d{4}-\d\d-\d\d[ T])?\d\d?:\d\d\b", re.M)


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Look for table rows and times under the two headings, outside code."""
    for section in postmortem.sections:
        if section.key not in _SECTIONS or not section.text:
            continue
        text = section.text
        tables = "|" in text
        times = section.key == "timeline" and _TIME.search(text) and not _read(postmortem)
        actions = section.key == "action_items" and _listed(postmortem, text)
        if not tables and not times and not actions:
            continue
        # Code is only looked for where something would be found.
        text = blank_code(blank_spans(text, scan(text).code))
        if tables and _has_table(text):
            what = "a table"
        elif times and _TIME.search(text):
            what = "a list of times"
        elif actions and _listed(postmortem, text):
            what = "a list of actions"
        else:
            continue
        yield finding(
            RULE, postmortem, Position(section.line),
            f"{what} stands in the body, where its rows are not counted",
            found=f'{what} under "{shorten(section.title, 80)}"',
            fix=f"Move its rows to `{section.key}:` in the front matter.",
        )  # fmt: skip
    yield from _labels(postmortem, context)


def _labels(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Fields of the front matter that are written in the body."""
    for path, label, line in data_labels(postmortem.sections, context.profiles[postmortem.profile]):
        if path not in _SECTIONS:
            yield finding(
                RULE, postmortem, Position(line), "a value in the body is not read",
                found=f'"{label}:"', fix=f"Write it in the front matter as `{path}:`.",
            )  # fmt: skip


def _listed(postmortem: Postmortem, text: str) -> bool:
    """Whether a text lists actions: what is beside data may be a list of something else."""
    without = "action_items" not in postmortem.record and not postmortem.invalid_at("action_items")
    return bool(_BOX.search(text) or (without and _ITEM.search(text)))


def _read(postmortem: Postmortem) -> bool:
    """Whether the timeline is the list in the body."""
    return any(event.line is not None for event in postmortem.timeline)


def _has_table(text: str) -> bool:
    """Whether a text has a row between bars, or the line of dashes below a head without them."""
    above = ""
    for line in text.split("\n"):
        row = line.strip(" \t")
        if len(row) > 1 and row[0] == row[-1] == "|":
            return True
        if "|" in above and "|" in row and "-" in row and not row.strip("|:- \t"):
            return True
        above = row
    return False
