"""Headings that are no section: in block quotes, list items and notes, or `#Like this`.

The site generator gives them ids too, so an equal heading further down gets a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..markdown_text import blank_spans, scan

_MAY = re.compile(r"^[ \t>*+\-\d.]{0,40}#|^[ \t]{0,40}>[ \t>]{0,40}(?:-+|=+)[ \t]*$", re.M)
_QUOTE = re.compile(r" {0,3}> ?")
_HOLDER = re.compile(
    r" {0,3}(?:[-*+]|\d{1,9}\.)[ \t]+(?=\S)|(?:!!!|\?\?\?\+?|===) |\[\^[^\]]+\]:[ \t]?"
)
"""What holds the indented lines below it: an item of a list, a note, a tab, a footnote."""
_INDENT = re.compile(r" {4}|\t")
_TITLE = re.compile(r"(#{1,6})(.*?)#*\s*")
_UNDERLINE = re.compile(r"(?:=+|-+) *")


def titles(markdown: str) -> Iterator[str]:
    """The texts of the headings that are not sections, in their order."""
    if _MAY.search(markdown) is None:
        return
    structure = scan(markdown)
    text = blank_spans(markdown, (*structure.comments, *structure.code))
    yield from _within(text.split("\n"), {heading.line for heading in structure.headings})


def _within(lines: list[str], known: set[int]) -> Iterator[str]:
    """The headings of the lines of a text.

    Args:
        known: The numbers of the lines that are headings of sections, from 1.
    """
    held: list[str] = []
    quoted: list[str] = []
    holding = False
    above = ""  # the first line of a paragraph, while it is the only one
    for number, line in enumerate([*lines, ""], 1):
        if quoted and not _QUOTE.match(line):
            yield from _within(quoted, set())
            quoted = []
        if holding and (not line.strip() or _INDENT.match(line)):
            held.append(_INDENT.sub("", line, count=1))
            continue
        yield from _within(held, set()) if holding else ()
        holding, held, before, above = False, [], above, ""
        if quote := _QUOTE.match(line):
            quoted.append(line[quote.end() :])
        elif holder := _HOLDER.match(line):
            holding = True
            held = [line[holder.end() :] if line[0] not in "!?=" else ""]
        elif number not in known and number + 1 not in known:
            if title := _TITLE.fullmatch(line):
                yield title[2].strip()
            elif before and _UNDERLINE.fullmatch(line):
                yield before
            elif number == 1 or not lines[number - 2].strip():
                above = line.strip() if number <= len(lines) else ""
    if holding:
        yield from _within(held, set())
