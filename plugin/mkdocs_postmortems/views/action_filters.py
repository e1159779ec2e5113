"""The filters above a list of action items: what its rows can be chosen by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .. import rollup
from ..rollup import Entry
from . import tables
from .base import words as spoken


def offered(chosen: tuple[Entry, ...]) -> Iterable[dict[str, Any]]:
    """The filters above the table, with their choices; one choice alone is none."""
    states = {entry.state for entry in chosen}
    lacking = {key for entry in chosen for key in rollup.lacks(entry.action)}
    found: dict[str, tuple[str, Iterable[str]]] = {
        "state": ("Status", [w for s, w in tables.STATE_WORDS.items() if s in states]),
        "owner": ("Owner", _sorted(e.action.owner for e in chosen)),
        "team": ("Team", _sorted(team for e in chosen for team in rollup.teams_of(e))),
        "priority": ("Priority", [name for _, name in sorted(
            {(e.action.priority_rank, e.action.priority) for e in chosen if e.action.priority}
        )]),
        "category": ("Category", _sorted(word(e.action.category) for e in chosen)),
        "horizon": ("Horizon", _sorted(word(e.action.horizon) for e in chosen)),
        "service": ("Service", _sorted(s.name for e in chosen for s in e.postmortem.services)),
        "severity": ("Severity", _ranks(chosen)),
        "lacks": ("Lacks", [text for key, text in rollup.CHECKS.items() if key in lacking]),
    }  # fmt: skip
    for key, (title, values) in found.items():
        options = list(values)
        if len(options) > 1 or (key == "lacks" and options):
            yield {"key": key, "title": title, "options": options}


def _ranks(chosen: Iterable[Entry]) -> list[str]:
    severities = (entry.postmortem.severity for entry in chosen)
    ranks = sorted({(s.rank or 9, s.name[:1].upper() + s.name[1:]) for s in severities if s})
    return [name for _, name in ranks]


def _sorted(names: Iterable[str | None]) -> list[str]:
    return sorted({name for name in names if name}, key=lambda name: (name.casefold(), name))


def word(choice: str | None) -> str | None:
    """A choice of the front matter as it is read; None where there is none."""
    return spoken(choice) if choice else None
