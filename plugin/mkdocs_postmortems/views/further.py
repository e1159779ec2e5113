"""Further details: the fields of a record for which its template has no place, with their titles.

What the header, the tables or a section say already is left out here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ..chronology import KIND_MILESTONES, MILESTONE_FIELDS
from ..fields import record_titles
from ..items import first_name
from ..metrics import BY_KEY
from ..model import Postmortem
from ..specs import FieldSpec
from . import detection, records, review, tables
from .base import Block, Part, View, words
from .records import Shown
from .values import cells, with_words

TITLE = "Further details"
"""The heading over what a template has no place for."""

_OWN: dict[str, Callable[..., Block | None]] = {
    "detection.targets": detection.targets,
    "communications.log": review.log,
    "sign_off": review.sign_off,
    "references": tables.references,
    "contributing_factors": tables.factors,
}
"""Lists that have a view of their own."""

_VALUES = frozenset({"value", "amount", "percent", "count", "breached", "minutes", "name"})
"""Keys of groups that are one value, such as an amount with its currency."""


def details(view: View, postmortem: Postmortem, shown: Shown) -> list[Part]:
    """The fields that are left: rows of label and value by their groups, then tables."""
    groups: dict[str | None, list[dict[str, Any]]] = {None: []}
    tables_: list[Part] = []
    own = view.profiles[postmortem.profile].own_titles
    for path, value in _leaves(postmortem.record, "", shown):
        path = first_name(path)
        if path in shown or _said(postmortem, path):
            continue
        rows = [value[i] for i in shown.left(path, value)] if isinstance(value, list) else None
        if rows is not None and path in _OWN:
            block = _OWN[path](view, postmortem, "", shown.left(path, value))
            tables_ += [] if block is None else [_labelled(block, _title(path, own))]
            continue
        shown.add(with_words(postmortem, path))
        if rows is not None and records.tabular(rows):
            tables_.append(records.table(path, _title(path, own), rows, own=own))
            continue
        label = _title(path, own)
        lines = cells(postmortem, FieldSpec(label, path, frozenset()), rows)
        if lines:
            groups.setdefault(_group(path, own), []).append({"label": label, "lines": lines})
    found = [{"label": label, "rows": rows} for label, rows in groups.items() if rows]
    facts: list[Part] = [Block("postmortem/facts", {"groups": found})] if found else []
    return [*facts, *tables_]


def _said(postmortem: Postmortem, path: str) -> bool:
    """Whether a time or a length stands in the header or in the timeline already."""
    key = path.removeprefix("metrics.")
    if path == "duration" or (path.startswith("metrics.") and key in BY_KEY):
        return postmortem.metrics["ttr" if path == "duration" else key].seconds is not None
    name = next((name for name, field in MILESTONE_FIELDS.items() if field == path), None)
    instant = postmortem.milestones.get(name or "")
    return instant is not None and any(
        event.at is not None
        and event.at.utc == instant.utc
        and KIND_MILESTONES.get(event.kind or "") == name
        for event in postmortem.timeline
    )


def _labelled(block: Block, label: str) -> Block:
    """A list that leaves its name to the heading gets it here."""
    if "label" not in block.data:
        return block
    return replace(block, data={**block.data, "label": label})


def _title(path: str, own: Mapping[str, str]) -> str:
    """The title of a field; for one of the organisation's own that has none, its key in words."""
    key = path.rpartition(".")[2]
    return own.get(path) or record_titles().get(path) or words(key.removeprefix("x-")).capitalize()


def _group(path: str, own: Mapping[str, str]) -> str | None:
    """The titles of what a field lies in: `Impact · Users`; None at the top."""
    keys = path.split(".")[:-1]
    names = (_title(".".join(keys[: i + 1]), own) for i in range(len(keys)))
    return " · ".join(names) or None


def _leaves(node: Any, path: str, shown: Shown) -> Iterator[tuple[str, Any]]:
    """The values of a record by their dotted paths, without those that are shown already."""
    for key, value in node.items():
        here = f"{path}.{key}" if path else str(key)
        if here in shown:
            continue
        if isinstance(value, dict) and _VALUES.isdisjoint(value):
            yield from _leaves(value, here, shown)
        else:
            yield here, value
