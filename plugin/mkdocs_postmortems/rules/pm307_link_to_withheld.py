"""A link in a published text to a postmortem that the public does not see.

## What it does
For `audience: public`, looks at each link in a postmortem marked TLP:CLEAR: it must not lead to the
file, the page or the name of one that is not.

## Why it matters
The address alone tells that the other incident exists, when it was and what it is called.

## Example
```markdown
The same pool ran out [three days before](INC-20260310-001.md).
```
`INC-20260310-001` is marked TLP:AMBER.

## How to fix
Take the link out, or write the relation as `related:`, which names nothing on a public page.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from ..audience import identifiers
from ..catalog import Catalog, is_public
from ..diagnostics import Finding, Level
from ..links import raw_targets, targets
from .base import Context, Rule, finding, place
from .prose import without_code

RULE = Rule(
    "PM307", "link-to-withheld", Level.ERROR, draft=Level.ERROR, suppressible=False
)  # fmt: skip

_PAGES = frozenset({"", ".html", ".md"})


def check_catalog(catalog: Catalog, context: Context) -> Iterator[Finding]:
    """Compare the links of what is published with what is not."""
    if context.settings.audience != "public":
        return
    hidden = [p for p in catalog.postmortems if not is_public(p)]
    shown = [p for p in catalog.postmortems if is_public(p)]
    paths = {p.path for p in hidden}
    names = identifiers(hidden) - identifiers(shown)
    for postmortem in shown if hidden else ():
        text = without_code(postmortem)
        for offset, path in (*targets(postmortem, text), *raw_targets(postmortem, text)):
            stem, suffix = posixpath.splitext(posixpath.basename(path))
            if path in paths or (suffix in _PAGES and stem.casefold() in names):
                yield finding(
                    RULE, postmortem, place(postmortem, offset),
                    "the link leads to a postmortem that is not public", found=f'"{path[:80]}"',
                    fix="Take the link out, or write it as `related:`, which names nothing.",
                )  # fmt: skip
