"""HTML or a link that is removed from the page.

## What it does
Bodies are cleaned after Markdown: scripts, event attributes, styles, frames, forms and links to
`javascript:` or `data:` addresses never reach the page. This rule says so where they are written.
Code is not looked at.

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
from ..markdown_text import blank_spans, html_tags, links
from ..markup import ALLOWED_TAGS, allowed_address
from ..model import Postmortem
from .base import Context, Rule, finding, place

RULE = Rule("PM211", "unsafe-markup", Level.WARNING, draft=Level.WARNING, suppressible=False)

_TAG = re.compile(r"<[/A-Za-z]")
_EVENT = re.compile(r"[\s/\"'](on[a-z]{3,20}|style|srcdoc|formaction)\s*=", re.I)
_ADDRESS = re.compile(r"[\s/\"'](?:href|src|action|xlink:href)\s*=\s*[\"']?\s*([^\"'\s>]+)", re.I)


def check(postmortem: Postmortem, context: Context) -> Iterator[Finding]:
    """Look at raw tags and inline links outside code."""
    body = postmortem.body
    if "<" not in body and "](" not in body:
        return
    bad_link = any(not allowed_address(address) for _, address in links(body))
    if not bad_link and not _TAG.search(body):
        return
    text = blank_spans(body, (*postmortem.structure.comments, *postmortem.structure.code))
    text = re.sub(r"`[^`\n]*`", lambda m: " " * len(m[0]), text)
    for offset, name, attributes in html_tags(text):
        what = _fault(name, attributes)
        if what:
            yield finding(
                RULE, postmortem, place(postmortem, offset), f"{what} is removed from the page",
                found=f'"{text[offset : offset + 60].splitlines()[0]}"',
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


def _fault(name: str, attributes: str) -> str | None:
    if name not in ALLOWED_TAGS:
        return f"<{name}>"
    event = _EVENT.search(attributes)
    if event:
        return f"the attribute {event[1].lower()}"
    for match in _ADDRESS.finditer(attributes):
        if not allowed_address(match[1]):
            return "the address"
    return None
