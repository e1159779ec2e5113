"""HTML or a link that is removed from the page.

## What it does
Bodies are cleaned after Markdown: scripts, event attributes, styles, frames, forms and links to
`javascript:` or `data:` addresses never reach the page, and neither do addresses with a password
or classes of the theme's (`md-…`, `pm-…`, `mermaid`). This rule says so where they are written,
in link definitions (`[1]: …`) too. Code is not looked at, and neither is a `<` that begins no tag.

## Why it matters
What is taken away in silence is missed by its author. And a postmortem is written by many hands.

## Example
```markdown
Click <a href="javascript:alert(1)">here</a>. <script src="https://example.com/x.js"></script>
```

## How to fix
Write it as Markdown, or put it in a code block if it is the thing described.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..diagnostics import Finding, Level
from ..markdown_text import html_tags, links
from ..markup import ALLOWED_TAGS, allowed_address, taken_class
from ..model import Postmortem
from .base import Context, Rule, finding, place
from .prose import without_code

RULE = Rule(
    "PM211", "unsafe-markup", Level.WARNING, draft=Level.WARNING, suppressible=False,
    unstructured=True,
)  # fmt: skip

_TAG = re.compile(r"<[/A-Za-z]")
_EVENT = re.compile(r"[\s/\"'](on[a-z]{3,20}|style|srcdoc|formaction)\s*=", re.I)
_ADDRESS = re.compile(r"[\s/\"'](?:href|src|action|xlink:href)\s*=\s*[\"']?\s*([^\"'\s>]+)", re.I)

_CLASS = re.compile(r"[\s/\"']class\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)", re.I)

# Without its `>` only the name tells a tag from a comparison such as "p99 <threshold".
_REMOVED = frozenset(
    """applet audio base body button embed form frame frameset head html iframe link meta noscript
    object option script select style template textarea title video""".split()
)


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Look at raw tags, inline links and link definitions outside code."""
    body = postmortem.body
    if "<" not in body and "](" not in body and "]:" not in body:
        return
    bad_link = any(not allowed_address(address) for _, address in links(body))
    if not bad_link and not _TAG.search(body):
        return
    text = without_code(postmortem)
    opened: set[str] = set()
    for offset, name, attributes in html_tags(text):
        closes = text.startswith("</", offset)
        if closes and name in opened:
            continue  # said where the element begins
        end = offset + 1 + closes + len(name) + len(attributes)
        what = _fault(name, attributes, closed=text.startswith(">", end))
        if what:
            opened.add(name)
            yield finding(
                RULE, postmortem, place(postmortem, offset), f"{what} is removed from the page",
                found=f'"{_excerpt(text[offset : end + 1])}"',
                fix="Write it as Markdown, or as code in backticks.",
            )  # fmt: skip
    for offset, address in links(text):
        if not allowed_address(address):
            yield finding(
                RULE, postmortem, place(postmortem, offset), "the link is removed from the page",
                found=f'"{address[:60]}"',
                allowed=("https:", "http:", "mailto:", "a relative path"),
                fix="Link to a web address or to a file of the repository.",
            )  # fmt: skip


def _excerpt(tag: str) -> str:
    """The first line of a tag, cut where it is long."""
    first = tag.splitlines()[0]
    return f"{first[:59]}…" if len(first) > 60 or first != tag else first


def _fault(name: str, attributes: str, *, closed: bool) -> str | None:
    if name not in ALLOWED_TAGS:
        return f"<{name[:40]}>" if closed or name in _REMOVED else None
    event = _EVENT.search(attributes)
    if event:
        return f"the attribute {event[1].lower()}"
    for match in _ADDRESS.finditer(attributes):
        if not allowed_address(match[1]):
            return "the address"
    for match in _CLASS.finditer(attributes):
        taken = next(filter(taken_class, match[1].strip("\"'").split()), None)
        if taken:
            return f"the class {taken[:40]}"
    return None
