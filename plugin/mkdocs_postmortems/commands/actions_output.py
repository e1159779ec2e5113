"""How `postmortems actions` prints: a table for people, JSON, CSV, and a table in Markdown."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from .. import spreadsheet, tracker
from ..changes import Change
from ..printer import visible
from ..rollup import STATES, Entry, Unheld

_COLUMNS = ("action", "state", "due", "priority", "owner", "team", "title", "incident", "service",
            "severity", "opened_on", "done_on", "evidence", "reason", "path", "state_from",
            "written_status")  # fmt: skip
_CHANGES = ("change", "before")
_NOTES = 3
"""Families named above the table; the rest is counted."""
_WORDS = {state: state.replace("_", " ") for state in STATES}

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Listed:
    """An action item to print, and what became of it where that is asked."""

    entry: Entry
    change: Change | None = None

    def row(self) -> Row:
        """All there is to say, for programs."""
        what = (
            {"change": self.change.kind, "before": self.change.before} if self.change else {}
        )  # fmt: skip
        return {**what, **_row(self.entry)}


def _row(entry: Entry) -> Row:
    action, postmortem = entry.action, entry.postmortem
    return {
        "action": entry.key,
        "state": entry.state,
        "due": action.due.isoformat() if action.due else None,
        "priority": action.priority,
        "owner": action.owner,
        "team": action.team,
        "title": action.title,
        "incident": postmortem.title,
        "service": [s.name for s in postmortem.services],
        "severity": postmortem.severity.label if postmortem.severity else None,
        "opened_on": action.opened_on.isoformat() if action.opened_on else None,
        "done_on": action.done_on.isoformat() if action.done_on else None,
        "evidence": action.evidence,
        "reason": action.reason,
        "path": postmortem.path,
        "state_from": "tracker" if action.written else "file",
        "written_status": action.written.status if action.written else action.status,
    }


def table(listed: list[Listed]) -> list[str]:
    """Columns as wide as what stands in them; the title is last, as it has no width."""
    cells = [_cells(item) for item in listed]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [
        " ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        + f" {item.entry.action.title}"
        for row, item in zip(cells, listed, strict=True)
    ]


def notes(found: Iterable[Unheld], listed: Iterable[Listed], *, whole: bool) -> list[str]:
    """What stands above the table: where a fix did not hold, a line a family, a few of them.

    Args:
        listed: Only families to which one of these items belongs are named.
        whole: Nothing is left out by a filter: families without an unfinished item are named too,
            unless all that was decided is done.
    """
    shown = {(i.entry.postmortem.path, i.entry.action.index) for i in listed}
    lines: list[str] = []
    for unheld in found:
        own = sum((e.postmortem.path, e.action.index) in shown for e in unheld.entries)
        if own or (whole and not unheld.entries and not unheld.settled):
            family = unheld.family
            first = family.members[0].postmortem
            last = f", last on {family.last}" if family.last else ""
            left = f"{own} of the items below" if own else "no action item is open"
            lines.append(
                f"Fix did not hold: {first.id} (seen {len(family.members)} times{last}; {left}) "
                f"{first.title}"
            )
    more = len(lines) - _NOTES
    rest = [f"Fix did not hold: {more} more famil{'y' if more == 1 else 'ies'} of recurrences"]
    return [*lines[:_NOTES], *(rest if more > 0 else [])]


def _cells(item: Listed) -> tuple[str, ...]:
    entry, change = item.entry, item.change
    due = str(entry.action.due or "-")
    if change is None:
        first: tuple[str, ...] = (entry.key, _state(entry))
    else:
        first = (change.kind, entry.key)
        due = f"{change.before} -> {due}" if change.kind == "due moved" else due
    return (*first, due, entry.action.priority or "-", entry.who or "-")


def _state(entry: Entry) -> str:
    """The state, and where it comes from if that is not the file."""
    words, action = _WORDS[entry.state], entry.action
    if action.written is None:
        return words
    said = f", file: {_WORDS[str(action.written.status)]}" if tracker.disagrees(action) else ""
    return f"{words} (per tracker{said})"


def document(format_: str, listed: list[Listed], *, changes: bool = False) -> str:
    """The whole output in one of the formats for programs.

    Args:
        changes: Whether the rows say what became of the items.
    """
    rows = [item.row() for item in listed]
    return _FORMATS[format_](rows, _CHANGES if changes else ())


def _json(rows: list[Row], more: tuple[str, ...]) -> str:
    return json.dumps(rows, indent=2, sort_keys=True, allow_nan=False)


def _csv(rows: list[Row], more: tuple[str, ...]) -> str:
    lines = ({key: _one_line(value) for key, value in row.items()} for row in rows)
    return spreadsheet.encode((*more, *_COLUMNS), lines).decode().removesuffix("\r\n")


def _one_line(value: object) -> object:
    """A value whose text begins no line of its own: in a log that line could be a command."""
    if isinstance(value, list):
        return [_one_line(item) for item in value]
    return visible(" ".join(value.split())) if isinstance(value, str) else value


def _markdown(rows: list[Row], more: tuple[str, ...]) -> str:
    """A table for an issue or a message; what means something in Markdown is escaped."""
    columns = (*more, "action", "state", "due", "priority", "owner", "title")
    lines = [f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}"]
    for row in rows:
        lines.append(f"| {' | '.join(_escaped(row[column]) for column in columns)} |")
    return "\n".join(lines)


def _escaped(value: object) -> str:
    text = "" if value is None else " ".join(str(value).split())
    return "".join(f"\\{mark}" if mark in "\\`*_{}[]<>#|~!&@:" else mark for mark in text)


_FORMATS: Mapping[str, Callable[[list[Row], tuple[str, ...]], str]] = MappingProxyType(
    {"json": _json, "csv": _csv, "markdown": _markdown}
)
