"""Where a quote was opened that is never closed, in YAML that cannot be read.

YAML reads on to the next quote, many lines below, and complains there. What the author can mend is
the line on which the quote was opened.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_BLOCK_SCALAR = re.compile(r"(?:^|[:-])\s+[|>][0-9+-]*(?:\s+#.*)?$")
_VALUE_BEGINS = re.compile(r"(?:^\s*(?:- +)*(?:[\w.-]+: +)?|[\[{,] *(?:[\w.-]+: +)?)(?=[\"'])")


@dataclass(frozen=True, slots=True)
class OpenQuote:
    """A quote that its line does not close: the line and column from 0, and the mark itself."""

    index: int
    column: int
    mark: str


def find(lines: list[str], failed: int) -> OpenQuote | None:
    """The quote that makes a text unreadable: it swallows all up to the line of the complaint.

    A quoted text of several lines that ends above that line is fine, and no reason.

    Args:
        failed: The line at which the reader stopped, from 0.
    """
    index = 0
    while index < min(len(lines), failed + 1):
        line = lines[index]
        if _BLOCK_SCALAR.search(line):
            index = _after_block(lines, index)
            continue
        column = _unclosed(line)
        if column is not None:
            mark = line[column]
            ends = next((i for i in range(index + 1, len(lines)) if mark in lines[i]), None)
            if ends is None or (ends >= failed > index):
                return OpenQuote(index, column, mark)
            index = ends
        index += 1
    return None


def _unclosed(line: str) -> int | None:
    """The column of a quote that opens a value and is not closed on its line."""
    position = 0
    while (opening := _VALUE_BEGINS.search(line, position)) is not None:
        column = opening.end()
        end = _end(line, column)
        if end is None:
            return column
        position = end
    return None


def _end(line: str, start: int) -> int | None:
    """The offset after the quoted text that begins at an offset; None if it goes on below."""
    mark, position = line[start], start + 1
    while position < len(line):
        character = line[position]
        if mark == '"' and character == "\\":
            position += 1
        elif character == mark:
            if mark == '"' or line[position + 1 : position + 2] != "'":
                return position + 1
            position += 1
        position += 1
    return None


def _after_block(lines: list[str], index: int) -> int:
    """The first line below a text that `|` or `>` begins: what is in it opens no quotes."""
    indent = _indent(lines[index])
    index += 1
    while index < len(lines) and (not lines[index].strip() or _indent(lines[index]) > indent):
        index += 1
    return index


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
