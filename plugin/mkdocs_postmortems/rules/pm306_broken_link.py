"""A link in the text to a file that does not exist.

## What it does
Looks up each relative link and picture of the body that names a file: another postmortem, a
picture, an attachment. The path is read from the folder of the postmortem. Addresses, absolute
paths, paths out of the project and links without the name of a file are not looked at; neither is
code.

## Why it matters
The next reader wants the graph or the earlier incident, and finds nothing. A renamed file breaks
the links of all others.

## Example
```markdown
![Error rate](error-rate.png)
```
Beside the postmortem lies `error_rate.png`.

## How to fix
Correct the path, or put the file there. A postmortem that was renamed is linked by its new file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..diagnostics import Finding, Level
from ..links import targets
from ..model import Postmortem
from .base import Context, Rule, finding, place
from .prose import without_code

RULE = Rule("PM306", "broken-link", Level.WARNING)

_FILE = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,7}$", re.ASCII)
# Written for the site, not for the folder: whether such a page exists is for the site to say.
_PAGES = (".html", ".htm")


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Ask for each file that a link names whether it is there."""
    body = postmortem.body
    if "](" not in body and "]:" not in body:
        return
    if all(_fine(path, context) for _, path in targets(postmortem, body)):
        return
    for offset, path in targets(postmortem, without_code(postmortem)):
        if not _fine(path, context):
            yield finding(
                RULE, postmortem, place(postmortem, offset),
                "the link leads to a file that does not exist", found=f'"{path[:80]}"',
                fix="Correct the path, which is read from the folder of this file.",
            )  # fmt: skip


def _fine(path: str, context: Context) -> bool:
    """Whether nothing is to be said of a path relative to the project."""
    if path.startswith(("/", "../")) or path.endswith(_PAGES) or not _FILE.search(path):
        return True
    # Pages of our own are no files.
    return path.startswith(f"{context.settings.url}/") or context.exists(path)
