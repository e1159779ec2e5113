"""What a template leaves to be filled in and nobody has: it is no part of the page."""

from __future__ import annotations

import re

from ..markdown_text import blank_spans, labels, scan
from ..specs import SectionSpec

_LONE_MARK = re.compile(r"^ {0,3}[-*+][ \t]*$", re.M)
_LIST_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")


def filled(text: str, spec: SectionSpec) -> str:
    """A section's text without list marks that nothing follows, and labels without an answer.

    A label counts only if the template has it; what is code or an author's own stays as it is.
    """
    if "**" in text or _LONE_MARK.search(text):
        return _without_labels(_without_marks(text), spec)
    return text


def _without_marks(text: str) -> str:
    """A text without the lines that hold only the mark of a list."""
    lines = text.split("\n")
    shown = blank_spans(text, scan(text).code).split("\n")
    kept: list[str] = []
    below = ""
    for index in range(len(lines) - 1, -1, -1):
        above = shown[index - 1] if index else ""
        # Below a paragraph the mark underlines a heading; above indented text it begins an item.
        loose = not above.strip() or _LIST_ITEM.match(above) or above.lstrip().startswith("**")
        empty = loose and not below.startswith(("  ", "\t")) and _LONE_MARK.fullmatch(shown[index])
        if not empty:
            kept.append(lines[index])
        if lines[index].strip():
            below = lines[index]
    return "\n".join(reversed(kept))


def _without_labels(text: str, spec: SectionSpec) -> str:
    """A text without the template's labels that have nothing up to the next one."""
    keys = {key for field in spec.fields for key in field.keys}
    shown = blank_spans(text, scan(text).code)
    found = [label for label in labels(shown) if label.key in keys]
    if not found:
        return text
    pieces = [text[: found[0].start]]
    ends = [*(label.start for label in found[1:]), len(text)]
    for label, end in zip(found, ends, strict=True):
        pieces.append(text[label.start : end] if text[label.end : end].strip() else "")
    return "".join(pieces)
