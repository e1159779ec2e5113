"""Fields as rows of text: one function that can show any value of the record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from functools import cache
from typing import Any

from ..chronology import MILESTONE_FIELDS
from ..fields import choices
from ..items import names
from ..metrics import BY_KEY
from ..model import Postmortem
from ..schemas import valid_url
from ..specs import FieldSpec
from ..times import Instant, format_duration, stamp, zone
from .base import words
from .groups import cell, group, parts, plain, sentence

_MILESTONE_OF = {key: name for name, key in MILESTONE_FIELDS.items()}


def cells(
    postmortem: Postmortem, field: FieldSpec, rows: list[Any] | None = None
) -> list[dict[str, Any]]:
    """The lines that show a field of a postmortem; empty where it says nothing.

    Args:
        rows: The rows of a list that are to be shown; None for all that there is.
    """
    path = field.path
    if path == "severity":
        return _severity(postmortem)
    if path == "id":
        aliases = f"also {', '.join(postmortem.aliases)}" if postmortem.aliases else None
        return [cell(postmortem.id, note=aliases)]
    if path == "status":
        return [cell(words(postmortem.status))]
    if path == "duration":
        return _duration(postmortem)
    if path.startswith("metrics."):
        return _metric(postmortem, path.removeprefix("metrics."), field.since)
    if path in _MILESTONE_OF and _MILESTONE_OF[path] in postmortem.milestones:
        instant = postmortem.milestones[_MILESTONE_OF[path]]
        if field.date:
            return [cell(instant.day.isoformat())]
        return [instant_cell(postmortem, instant)]
    if field.options:
        return _boxes(with_other(postmortem, path), field.options)
    if len(names(path)) > 1 or has_other(postmortem, path):
        return show(with_other(postmortem, path), choice=True)
    value = postmortem.value(path) if rows is None else rows
    lines = show(value, frozenset(field.item or ()), choice=path in choices())
    # A row that holds nothing but the key that selects it is a ticked box.
    return [line if line["text"] else {**line, "text": "Yes"} for line in lines]


@cache
def is_plain(path: str) -> bool:
    """Whether `cells` shows of a field nothing but its value."""
    computed = ("severity", "id", "status", "duration")
    elsewhere = path in computed or path in _MILESTONE_OF or path.startswith("metrics.")
    return not elsewhere and len(names(path)) == 1


def _boxes(ticked: list[Any], options: Mapping[str, str]) -> list[dict[str, Any]]:
    """A list of boxes as the template has it, and below it what it has no box for."""
    if not ticked:
        return []
    lines = [cell(f"{'☑' if key in ticked else '☐'} {text}") for key, text in options.items()]
    return lines + [cell(f"☑ {sentence(words(plain(v)))}") for v in ticked if v not in options]


def has_other(postmortem: Postmortem, path: str) -> bool:
    """Whether a field has the choice `other`, and its own words beside it."""
    value = postmortem.value(path)
    other = value == "other" or (isinstance(value, list) and "other" in value)
    return other and isinstance(postmortem.value(f"{path}_other"), str)


def with_words(postmortem: Postmortem, path: str) -> set[str]:
    """The fields that `cells` shows together with a field: its words for `other`, its day."""
    found = set(names(path))
    if path != "started_at" and len(found) == 1 and postmortem.value(path) is None:
        return found
    found.update(f"{name}_other" for name in tuple(found) if has_other(postmortem, name))
    started = postmortem.milestones.get("started")
    if path == "started_at" and started is not None:
        day = started.utc.astimezone(zone(postmortem.timezone) or UTC).date().isoformat()
        if str(postmortem.value("incident_date")) == day:
            found.add("incident_date")
    return found


def with_other(postmortem: Postmortem, path: str) -> list[object]:
    """The choices of a field, with the words of `other` in place of the word."""
    found: list[object] = []
    for name in names(path):
        value = postmortem.value(name)
        other = postmortem.value(f"{name}_other")
        for item in value if isinstance(value, list) else [value]:
            if item is not None:
                found.append(f"other: {other}" if item == "other" and other else item)
    return found


def _severity(postmortem: Postmortem) -> list[dict[str, Any]]:
    severity = postmortem.severity
    if severity is None:
        return []
    one_scale = severity.name.casefold() == severity.label.casefold()
    return [cell(severity.label, note=None if one_scale or not severity.rank else severity.name)]


def _duration(postmortem: Postmortem) -> list[dict[str, Any]]:
    metric = postmortem.metrics["ttr"]
    if metric.seconds is not None and not metric.stated:
        return [cell(format_duration(metric.seconds), note="from start to resolution")]
    return show(postmortem.value("duration"))


def _metric(postmortem: Postmortem, key: str, since: str | None) -> list[dict[str, Any]]:
    own = _counted_from(postmortem, since, BY_KEY[key].end) if since else None
    if own is not None:
        return [cell(format_duration(own), note=f"counted from the milestone {words(since or '')}")]
    metric = postmortem.metrics[key]
    if metric.seconds is None:
        return show(postmortem.value(f"metrics.{key}"))
    note = BY_KEY[key].text + (", as stated" if metric.stated else "")
    return [cell(format_duration(metric.seconds), note=note)]


def _counted_from(postmortem: Postmortem, start: str, end: str) -> int | None:
    """Seconds between two milestones; None where one is missing or only a day."""
    first, last = postmortem.milestones.get(start), postmortem.milestones.get(end)
    if first is None or last is None or first.date_only or last.date_only:
        return None
    return max(int((last.utc - first.utc).total_seconds()), 0)


def instant_cell(postmortem: Postmortem, instant: Instant) -> dict[str, Any]:
    """An instant in UTC, with the local time where the file has a zone of its own."""
    if instant.date_only:
        return cell(instant.day.isoformat())
    seconds = ":%S" if instant.utc.second else ""
    text = instant.utc.strftime(f"%Y-%m-%d %H:%M{seconds} UTC")
    return {
        **cell(text, note=local(postmortem, instant)),
        "datetime": stamp(instant.utc),
    }


def local(postmortem: Postmortem, instant: Instant) -> str | None:
    """The time in the file's own zone, if that is not UTC."""
    where = zone(postmortem.timezone)
    if where is None or where is UTC or instant.date_only:
        return None
    return f"{instant.utc.astimezone(where):%H:%M} {postmortem.timezone}"


def show(
    value: object, hidden: frozenset[str] = frozenset(), *, choice: bool = False
) -> list[dict[str, Any]]:
    """Any value as lines: choices as words, measures with units, lists item by item."""
    if value is None or value == [] or value == {}:
        return []
    if isinstance(value, bool):
        return [cell(plain(value))]
    if isinstance(value, list):
        return [line for item in value for line in _item(item, hidden, choice=choice)]
    if isinstance(value, Mapping):
        return parts(value, hidden)
    text = words(str(value)) if choice else str(value)
    return [cell(text, href=text if valid_url(text) else None)]


def _item(item: object, hidden: frozenset[str], *, choice: bool) -> list[dict[str, Any]]:
    """An item of a list: a group of keys takes one line there."""
    return [group(item, hidden)] if isinstance(item, Mapping) else show(item, hidden, choice=choice)
