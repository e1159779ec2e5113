"""The targets of detection: what was aimed for, what was achieved, and how far apart they are."""

from __future__ import annotations

from typing import Any

from ..model import Postmortem
from ..targets import Amount, Target, rows
from .base import Block, View, words
from .groups import cell, plain

_NAMES = {"time_to_detect": "Time to detect", "alert_accuracy": "Alert accuracy"}
_KEYS = frozenset({"metric", "metric_other", "target", "actual", "gap"})
_UNKNOWN = "unknown"


def targets(view: View, postmortem: Postmortem, origin: str, chosen: object = None) -> Block | None:
    """The table of targets; None where nothing is known that could be held to one."""
    found = rows(postmortem, view.profiles[postmortem.profile])
    if not found:
        return None
    return Block(
        "postmortem/records",
        {
            "caption": "Targets of detection",
            "quiet": False,
            "columns": ["Metric", "Target", "Actual", "Gap"],
            "rows": [_row(target) for target in found],
            "last": None,
        },
    )


def _row(target: Target) -> list[list[dict[str, Any]]]:
    rest = {key: value for key, value in target.written.items() if key not in _KEYS}
    notes = [f"{words(key)}: {plain(value)}" for key, value in rest.items()]
    name = _NAMES.get(target.metric)
    if name and target.name:
        notes.insert(0, target.name)
    name = name or target.name or words(target.metric).capitalize()
    more = "; ".join(notes)
    actual = target.stated_actual or (_shown(target.actual) if target.actual else _UNKNOWN)
    gap = target.stated_gap or target.gap or _UNKNOWN
    return [
        [cell(name, note=more or None)],
        [cell(target.target or _UNKNOWN)],
        [cell(actual)],
        [cell(gap)],
    ]


def _shown(actual: Amount) -> str:
    if actual.is_time:
        return str(actual)
    return f"{actual} false positive{'' if actual.value == 1 else 's'}"


def covers(view: View, postmortem: Postmortem) -> bool:
    """Whether the number of false positives stands in the table already."""
    return any(
        target.metric == "alert_accuracy" and target.actual and not target.stated_actual
        for target in rows(postmortem, view.profiles[postmortem.profile])
    )
