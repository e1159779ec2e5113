"""The list items, table rows and paragraphs of a passage, with the lines on which they stand.

It follows what GitHub and Python-Markdown have in common, and where they differ it reads what the
author meant: a list may follow a paragraph without a blank line, and two spaces nest an item below
a numbered one. Quotes, code, HTML, pictures and rules between sections give nothing. Each line is
looked at once.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field

from ..markdown_text import inline_code

_ITEM = re.compile(r"[ \t]*+([-*+]|\d{1,9}[.)])(?:[ \t]++(.*+))?$")
_RULE = re.compile(r"([-*_])[ \t]*+(?:\1[ \t]*+){2,}")
_FENCE = re.compile(r"`{3,}+(?=[^`]*+$)|~{3,}+")
_DELIMITER = re.compile(r"\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?")
_NO_ITEM = re.compile(
    r"!\[[^\]]{0,300}\]\([^)]{0,2000}\)$|\[\^?[^\[\]]{1,300}\]:|\{:?[^{}]{0,300}\}$"
)
"""A picture on its own, a definition of a link or footnote, the attributes of what stands above."""
_INDENTED = 4
"""Spaces that make code of a line, unless it belongs to a list item."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an item, without indentation and list mark.

    Attributes:
        number: Its place in the passage, from 0.
        nested: It begins an item below the item.
    """

    number: int
    text: str
    nested: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A list item with all that is nested in it; or a paragraph, where `listed` is False."""

    lines: tuple[Line, ...]
    listed: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, and the offset in its line at which its text ends."""

    text: str
    end: int


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a pipe table, with the table's head."""

    number: int
    head: tuple[str, ...]
    cells: tuple[Cell, ...]


Block = Item | TableRow


def read(text: str, code: Container[int]) -> Iterator[Block]:
    """The blocks of a passage in order.

    Args:
        code: Numbers of the lines, from 0, that are fenced code.
    """
    reader = _Reader(text, code)
    number = 0
    while number < len(reader.lines):
        number = reader.step(number)
    reader.close()
    yield from reader.found


@dataclass(slots=True)
class _Open:
    """The item that is being read."""

    indent: int
    content: int
    ordered: bool
    lines: list[Line] = field(default_factory=list)


class _Reader:
    def __init__(self, text: str, code: Container[int]) -> None:
        self.lines = text.split("\n")
        self.found: list[Block] = []
        self._code = code
        self._item: _Open | None = None
        self._paragraph: list[Line] = []
        self._blank = True  # the line above is blank
        self._fence = ""  # the marks of code that is fenced within an item
        self._foreign = False  # indented lines belong to a quote or a block of an extension
        self._base = -1  # indentation of the passage

    def close(self) -> None:
        """Finish what is open."""
        if self._item is not None:
            self.found.append(Item(tuple(self._item.lines), listed=True))
            self._item = None
        self._end_paragraph()

    def _end_paragraph(self) -> None:
        if self._paragraph:
            first = self._paragraph[0].text
            if not first.startswith("<") and not _NO_ITEM.match(first):
                self.found.append(Item(tuple(self._paragraph), listed=False))
            self._paragraph = []

    def step(self, number: int) -> int:
        """Read a line, or the table that begins with it; the number of the next one."""
        raw = self.lines[number]
        text = raw.strip()
        if number in self._code or not text:
            self._blank = True
            self._end_paragraph()
            return number + 1
        indent = len(raw[: len(raw) - len(raw.lstrip())].expandtabs(4))
        if self._base < 0:
            self._base = indent
        if self._fence:
            if text.startswith(self._fence) and not text.strip(self._fence[0]):
                self._fence = ""
            return number + 1
        if self._skipped(text, indent):
            self._blank = True
            return number + 1
        after = self._table(number, indent)
        if after == number:
            self._line(number, raw, text, indent)
            self._blank = False
            return number + 1
        return after

    def _skipped(self, text: str, indent: int) -> bool:
        """Whether a line gives nothing: it is, begins or belongs to something else."""
        inside = self._item is not None and indent >= self._item.content
        if self._foreign and indent - self._base >= _INDENTED:
            return True
        self._foreign = False
        if text.startswith((">", "!!! ", "??? ", "???+ ", '=== "')):
            if not inside:
                self.close()
                self._foreign = not text.startswith(">")
            return True
        if _RULE.fullmatch(text):
            self.close()
            return True
        fence = _FENCE.match(text) if inside else None
        if fence:
            self._fence = fence[0]
        return fence is not None

    def _line(self, number: int, raw: str, text: str, indent: int) -> None:
        mark = _ITEM.match(raw)
        if mark is not None and self._begins(mark[1], indent):
            line = (mark[2] or "").strip()
            item = self._item
            if item is not None and self._is_nested(item, mark[1], indent):
                item.lines.append(Line(number, line, nested=True))
                return
            self.close()
            ordered = mark[1][0].isdigit()
            self._item = _Open(indent, indent + len(mark[1]) + 1, ordered, [Line(number, line)])
        elif self._item is not None and (not self._blank or indent >= self._item.indent + 2):
            self._item.lines.append(Line(number, text))
        else:
            if self._item is not None:
                self.close()
            if self._paragraph or indent - self._base < _INDENTED:
                self._paragraph.append(Line(number, text))

    def _begins(self, mark: str, indent: int) -> bool:
        """Whether a list mark begins an item where it stands."""
        item = self._item
        first = not mark[0].isdigit() or mark[:-1] == "1"
        if item is not None:
            same = item.ordered == mark[0].isdigit()
            return same or first or self._blank or indent >= item.content
        if self._paragraph:
            return first and not self._paragraph[0].text.startswith("<")
        return indent - self._base < _INDENTED

    def _is_nested(self, item: _Open, mark: str, indent: int) -> bool:
        other_kind = item.ordered != mark[0].isdigit()
        return indent >= item.content or (indent - item.indent >= 2 and other_kind)

    def _table(self, number: int, indent: int) -> int:
        """Read the table that begins on a line; the number of the line after it."""
        inside = self._item is not None and indent >= self._item.content
        if inside or "|" not in self.lines[number] or number + 1 >= len(self.lines):
            return number
        below = self.lines[number + 1].strip()
        if number + 1 in self._code or "|" not in below or not _DELIMITER.fullmatch(below):
            return number
        self.close()
        head = tuple(cell.text for cell in _cells(self.lines[number]))
        number += 2
        while number < len(self.lines) and number not in self._code:
            line = self.lines[number]
            if "|" not in line:
                break
            self.found.append(TableRow(number, head, tuple(_cells(line))))
            number += 1
        self._blank = True
        return number


def _cells(line: str) -> Iterator[Cell]:
    """The cells of a line: cut at bars that are neither escaped nor code."""
    code = inline_code(line)
    start = len(line) - len(line.lstrip())
    end = len(line.rstrip())
    start += line.startswith("|", start)
    spans = iter(code)
    span = next(spans, None)
    for index in range(start, end):
        while span is not None and span[1] <= index:
            span = next(spans, None)
        if line[index] == "|" and line[index - 1 : index] != "\\":
            if span is not None and span[0] <= index:
                continue
            yield _cell(line, start, index)
            start = index + 1
    if start < end:
        yield _cell(line, start, end)


def _cell(line: str, start: int, end: int) -> Cell:
    text = line[start:end].rstrip()
    return Cell(text.strip().replace("\\|", "|"), start + len(text))
