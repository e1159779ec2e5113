"""Reads the export of a tracker (CSV) and refuses what nobody could rely on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import NoReturn

from .data_files import read
from .errors import UsageError
from .problems import nearest, shown
from .times import parse_date
from .tracker import STATUSES, Ticket, Tracker, folded, folded_url

_NEEDED = ("url", "status", "done_on")
_COLUMNS = (*_NEEDED, "exported_on")


def load(project: Path, path: str) -> Tracker:
    """The state that a tracker gives to action items; of nothing where none is configured.

    Args:
        path: The setting: a CSV file, relative to the project.

    Raises:
        UsageError: It cannot be read, or something in it is no export; says where.
    """
    if not path:
        return Tracker()
    file = read(project, project / path, "action_state")
    tickets: dict[str, Ticket] = {}
    lines: dict[str, int] = {}
    exported: list[date | None] = []
    for line, row in _rows(file.shown, file.text):
        place = f"{file.shown}:{line}"
        url = folded_url(row["url"])
        if not url:
            _refuse(place, "url is empty", row["url"], "Write the address of the ticket")
        if url in lines:
            message = f"url stands twice, first on line {lines[url]}"
            _refuse(place, message, row["url"], "Keep one of the two rows")
        lines[url] = line
        status = _status(place, row["status"])
        day = _day(place, "done_on", row["done_on"])
        # A ticket that was opened again keeps the day in most trackers; it means nothing then.
        tickets[url] = Ticket(status, day if status == "done" else None)
        exported.append(_day(place, "exported_on", row.get("exported_on", "")))
    days = [day for day in exported if day is not None]
    oldest = min(days) if days and len(days) == len(exported) else None
    return Tracker(MappingProxyType(tickets), oldest, configured=True)


def _rows(name: str, text: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The rows by column, each with the line on which it begins; empty lines are passed over."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line, header = 1, None
    try:
        for cells in reader:
            if header is None:
                header = _header(f"{name}:{line}", cells)
            elif any(cell.strip() for cell in cells):
                if len(cells) != len(header):
                    message = f"the row has {len(cells)} cells, the header {len(header)}"
                    _refuse(f"{name}:{line}", message, ",".join(cells), "Quote cells with commas")
                yield line, dict(zip(header, (cell.strip() for cell in cells), strict=True))
            line = reader.line_num + 1
    except csv.Error as error:
        raise UsageError(f"{name}:{line}: no CSV: {error}. Quote cells as CSV does.") from None
    if header is None:
        _header(f"{name}:1", [])


def _header(place: str, cells: list[str]) -> list[str]:
    columns = [cell.strip().casefold() for cell in cells]
    wanted = f"Write {','.join(_NEEDED)} and, if known, exported_on, with commas between"
    missing = [name for name in _NEEDED if name not in columns]
    if missing:
        _refuse(place, f"the header lacks {', '.join(missing)}", ",".join(cells), wanted)
    for index, name in enumerate(columns):
        if name not in _COLUMNS:
            _refuse(place, "unknown column", cells[index], wanted, nearest(name, _COLUMNS))
        if name in columns[:index]:
            _refuse(place, "a column stands twice", cells[index], wanted)
    return columns


def _status(place: str, word: str) -> str:
    status = STATUSES.get(folded(word))
    if status is None:
        near = nearest(folded(word), list(STATUSES)) if word else None
        allowed = "Allowed: open, in_progress, done, wont_do and common words for them"
        _refuse(place, "status: unknown word", word, allowed, near)
    return status


def _day(place: str, column: str, text: str) -> date | None:
    day = parse_date(text) if text else None
    if text and day is None:
        _refuse(place, f"{column} is no day", text, "Write YYYY-MM-DD, or leave it empty")
    return day


def _refuse(
    place: str, message: str, found: str, fix: str, near: str | None = None
) -> NoReturn:  # fmt: skip
    hint = f'; did you mean "{near}"?' if near else f". {fix}."
    raise UsageError(f"{place}: {message}; found {shown(found)}{hint}")
