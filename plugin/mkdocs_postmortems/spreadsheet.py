"""Sole writer of CSV (RFC 4180, UTF-8, CRLF): no cell that a spreadsheet would run.

A cell that begins as a formula does gets a leading apostrophe, which makes it text. A dash alone
and a negative number are no formulas.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

from .characters import clean

_FORMULA = re.compile(r"'*[\s\ufeff]*[=+\-@|\uff1d\uff0b\uff0d\uff20]|'*[\t\r\n]")
"""How a cell begins that may be run: by its sign, plain or full-width, or by a control character.

The apostrophes of a text that has some count as well, so that defusing can be undone.
"""
_HARMLESS = re.compile(r"[-\uff0d]|-\d+(?:\.\d+)?", re.ASCII)
"""What begins like a formula and can be nothing but itself."""
_MARKS = frozenset(" '=+-@|\uff1d\uff0b\uff0d\uff20")
_SEPARATOR = "; "


def encode(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> bytes:
    """A table with its header; what a row lacks is an empty cell."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([defused(name) for name in columns])
    # Nearly all cells are harmless, and there are hundreds of thousands: they cost no call.
    writer.writerows(
        [
            value
            if value is None
            or (type(value) is str and value.isprintable() and value[:1] not in _MARKS)
            else cell(value)
            for value in map(row.get, columns)
        ]
        for row in rows
    )
    return out.getvalue().encode()


def cell(value: object) -> object:
    """A value as a cell: lists joined, yes and no in small letters, texts defused."""
    if isinstance(value, str):
        return defused(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return defused(_SEPARATOR.join(map(str, value)))
    return "" if value is None else value


def defused(text: str) -> str:
    """A text that no spreadsheet runs. A leading apostrophe is not shown by most of them."""
    text = clean(text)
    return f"'{text}" if _FORMULA.match(text) and not _HARMLESS.fullmatch(text) else text
