"""A placeholder of the template that was never filled.

## What it does
Finds what templates leave to be replaced: `[Name]`, `YYYY-MM-DD`, `HH:MM`, `INC-XXXX`, `TODO`,
`TBD`. Code is not looked at, and neither is a draft.

## Why it matters
A final document with `[Name]` in it says that nobody read it to the end.

## Example
```markdown
## What went well
- [Item]
```

## How to fix
Write what belongs there, or remove the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..diagnostics import Finding, Level, Position
from ..model import Postmortem
from .base import Context, Rule, finding, place
from .prose import without_code

RULE = Rule("PM210", "placeholder-left", Level.WARNING)

_PLACEHOLDER = re.compile(
    r"\[(?:Name|Role|Date|Item|Event|Action|Owner|Impact|Fix|Description|Gap \d|X|Y)\](?!\()"
    r"|\b(?:YYYY-MM-DD|HH:MM|INC-X{3,}|INC_XXX|TODO|TBD|FIXME)\b|\bINC-YYYYMMDD-#+"
)
_BRACKETED = re.compile(r"\[(?:Name|Role|Date|Item|Event|Action|Owner|Impact|Fix|Desc|Gap|X\]|Y\])")
_WORDS = ("YYYY-MM", "HH:MM", "INC-X", "INC_X", "INC-Y", "TODO", "TBD", "FIXME")


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Search title, one-line summary and body."""
    if postmortem.status == "draft":
        return
    for key in ("title", "one_line_summary"):
        match = _PLACEHOLDER.search(str(postmortem.record.get(key, "")))
        if match:
            yield _found(postmortem, (key,), match[0])
    body = postmortem.body
    # Most bodies hold none: this looks for literal beginnings before anything slower.
    if not (any(word in body for word in _WORDS) or _BRACKETED.search(body)):
        return
    for match in _PLACEHOLDER.finditer(without_code(postmortem)):
        yield _found(postmortem, place(postmortem, match.start()), match[0])


def _found(postmortem: Postmortem, where: tuple[str] | Position, text: str) -> Finding:
    return finding(
        RULE, postmortem, where, "a placeholder of the template is left", found=f'"{text}"',
        fix="Write what belongs there, or remove the line.",
    )  # fmt: skip
