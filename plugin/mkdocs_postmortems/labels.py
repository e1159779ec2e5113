"""The labels of a section that its template knows: `**Immediate fix:** text`, `- Duration: 1h`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from . import markdown_text
from .markdown_text import Label
from .specs import FieldSpec, SectionSpec

_PLAIN_LABEL = re.compile(r"^[ \t]*[-*+][ \t]+([^\s*:`\[\d][^*:`\n]{1,60}):(?=[ \t]|$)[ \t]*", re.M)
_CELL = re.compile(r"^[ \t]*+\|[ \t]*+([^|\n]{1,80})\|[ \t]*+([^|\n]*+)\|?[ \t]*+$", re.M)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Piece:
    """A label that the template knows, with its text.

    Attributes:
        start: Offset of its line.
        begin: Offset of the text.
        end: Where the text ends.
        closed: What stands behind the text belongs to the section again.
    """

    field: FieldSpec
    start: int
    begin: int
    end: int
    closed: bool


def known(text: str, spec: SectionSpec) -> list[Piece]:
    """The labels of a section that its template knows, and the first cells that say the same.

    The text of a field of the front matter ends with its paragraph or list, and a cell's with the
    cell. In the place of a list the labels of its rows are part of their text.
    """
    if not spec.fields:
        return []
    found = [(label, False) for label in labels(text)]
    found += [(cell, True) for cell in _cells(text)]
    if not found:
        return []
    by_key = {key: f for f in spec.fields if not _own_rows(f, spec) for key in f.keys}
    told = [
        (label, is_cell) for label, is_cell in found
        if label.key in by_key and (by_key[label.key].prose or not is_cell)
    ]  # fmt: skip
    told.sort(key=lambda entry: entry[0].start)
    pieces: list[Piece] = []
    for index, (label, is_cell) in enumerate(told):
        field = by_key[label.key]
        end = told[index + 1][0].start if index + 1 < len(told) else len(text)
        if is_cell:
            end = _cell_end(text, label.end)
        elif not field.prose:
            end = _paragraph_end(text, label.end, end)
        closed = is_cell or not field.prose
        pieces.append(Piece(field, label.start, label.end, end, closed))
    return pieces


def _own_rows(field: FieldSpec, spec: SectionSpec) -> bool:
    """Whether a field names rows of the list whose place the section is."""
    written = spec.written
    return not field.prose and written is not None and field.path == written.partition("[")[0]


def _cells(text: str) -> Iterator[Label]:
    """The rows of a table of two columns: what the first cell says, and where the second begins."""
    if "|" in text:
        for match in _CELL.finditer(text):
            yield Label(markdown_text.heading_key(match[1]), match.start(), match.start(2))


def _cell_end(text: str, start: int) -> int:
    while start < len(text) and text[start] not in "|\n":
        start += 1
    return start


def _paragraph_end(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    blank = _BLANK_LINE.search(text, start, end)
    return blank.start() if blank else end


def labels(text: str) -> Iterator[Label]:
    """Bold labels that open a line (`**Label:** text`), and plain ones of list items."""
    found = list(markdown_text.labels(text))
    if ":" in text and ("- " in text or "* " in text or "+ " in text):
        bold = {label.start for label in found}
        for match in _PLAIN_LABEL.finditer(text):
            if match.start() not in bold:
                key = markdown_text.heading_key(match[1])
                found.append(Label(key, match.start(), match.end()))
        found.sort(key=lambda label: label.start)
    yield from found
