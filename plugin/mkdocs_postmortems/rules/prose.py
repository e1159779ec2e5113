"""The words of a body without its code: what rules about text look at."""

from __future__ import annotations

import re

from ..markdown_text import blank_spans, inline_code
from ..model import Postmortem

_HOLDS_INDENTED = re.compile(
    r" {0,3}(?:[-*+][ \t]|\d{1,9}[.)][ \t]|\[\^|:[ \t]|!!!|\?\?\?|===|///)"
)
"""What the indented lines below belong to, so that they are no code: list items, footnotes,
definitions and the blocks of extensions."""


def without_code(postmortem: Postmortem) -> str:
    """The body with comments and every kind of code blanked out; offsets and lines stay."""
    structure = postmortem.structure
    return blank_code(blank_spans(postmortem.body, (*structure.comments, *structure.code)))


def blank_code(text: str) -> str:
    """A text without fenced code, with its indented code and code in backticks blanked out."""
    text = blank_spans(text, _indented(text))
    return blank_spans(text, inline_code(text))


def _indented(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of lines that their indentation makes code: after a blank line, outside lists."""
    spans: list[tuple[int, int]] = []
    if "\n    " not in text and "\n\t" not in text:
        return ()
    offset = 0
    held = code = False
    new_block = True
    for line in text.split("\n"):
        start, offset = offset, offset + len(line) + 1
        if not line.strip():
            new_block = True
            continue
        if line.startswith(("    ", "\t")):
            code = not held and (new_block or code)
            if code:
                spans.append((start, offset - 1))
        else:
            held = bool(_HOLDS_INDENTED.match(line)) or (held and not new_block)
            code = False
        new_block = False
    return tuple(spans)
