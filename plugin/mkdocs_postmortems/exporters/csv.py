"""Tables for spreadsheets: postmortems, actions, timelines, and the data of each chart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from .. import catalog as catalogs
from .. import charts
from ..metrics import DEFINITIONS
from ..spreadsheet import encode
from . import records
from .base import ACTIONS, CSV, INDEX, SEVERITY, Artifact, Export

Rows = Callable[[Export, str], Iterator[dict[str, Any]]]
"""Makes the rows of a table for the document at a path."""

POSTMORTEMS = (
    "id", "title", "summary", "url", "day", "day_derived", "severity", "severity_rank",
    "severity_name", "status", "incident_status", "kind", "profile", "services", "teams", "tags",
    "cause", "trigger", "detection", "started_at", "detected_at", "acknowledged_at",
    "engaged_at", "mitigated_at", "resolved_at",
    *(f"{d.key}_{part}" for d in DEFINITIONS for part in ("seconds", "stated")),
    "actions", "unfinished_actions", "tlp", "source",
)  # fmt: skip
ACTION_ITEMS = (
    "postmortem", "id", "title", "owner", "team", "priority", "due", "due_derived", "status",
    "overdue", "category", "horizon", "links", "opened_on", "done_on", "evidence", "reason", "url",
)  # fmt: skip
TIMELINE = (
    "postmortem", "number", "utc", "written", "event", "kind", "actor", "notes", "source",
    "important", "url",
)  # fmt: skip


def build(export: Export) -> Iterator[Artifact]:
    """The three tables, each one file however long: that is what spreadsheets want."""
    for name, title, label, pages, columns, rows in (
        ("postmortems", "Postmortems (table)", "CSV", (INDEX,), POSTMORTEMS, _postmortems),
        ("actions", "Action items (table)", "CSV", (ACTIONS,), ACTION_ITEMS, _actions),
        ("timeline", "Timelines (table)", "Timelines as CSV", (INDEX,), TIMELINE, _timeline),
    ):
        path = export.path(f"data/{name}.csv")
        make = partial(_table, export, path, columns, rows)
        yield Artifact(path, CSV, make, export.terms.apply(title), label, pages)
    yield from _charts(export)


def _charts(export: Export) -> Iterator[Artifact]:
    """The data tables of the charts, as the pages that draw them show them."""
    nothing = catalogs.build(())  # a chart's key and title do not depend on what it counts
    drawn = {SEVERITY: (b for c in charts.CHAPTERS for b in c.builders), ACTIONS: charts.ACTIONS}
    for page, builders in drawn.items():
        for builder in builders:
            head = builder(nothing, export.as_of)
            make = partial(_chart, export, builder)
            path = export.path(f"data/charts/{head.key}.csv")
            yield Artifact(path, CSV, make, f"Chart: {head.title}", "CSV", (page,), head.key)


def _chart(export: Export, builder: charts.Builder) -> bytes:
    table = charts.draw(builder, export.shown, export.as_of, export.families).table
    rows = (dict(zip(table.headers, row, strict=True)) for row in table.rows)
    return encode(table.headers, rows)


def _table(export: Export, path: str, columns: tuple[str, ...], rows: Rows) -> bytes:
    return encode(columns, rows(export, path))


def _postmortems(export: Export, path: str) -> Iterator[dict[str, Any]]:
    for postmortem in export.catalog.postmortems:
        row = records.compact(export, path, postmortem)
        severity = row.pop("severity") or {}
        metrics = row.pop("metrics")
        for key, metric in metrics.items():
            known = metric["seconds"] is not None
            row[f"{key}_seconds"] = metric["seconds"]
            row[f"{key}_stated"] = metric["stated"] if known else None
        for name, at in postmortem.milestones.items():
            row[f"{name}_at"] = at.day.isoformat() if at.date_only else records.utc(at)
        yield {
            **row,
            "severity": severity.get("label"),
            "severity_rank": severity.get("rank"),
            "severity_name": severity.get("name"),
            "actions": len(postmortem.actions),
            "unfinished_actions": len(postmortem.unfinished),
            "tlp": postmortem.tlp,
            "source": postmortem.path,
        }


def _actions(export: Export, path: str) -> Iterator[dict[str, Any]]:
    for postmortem in export.catalog.postmortems:
        page = export.page(path, postmortem) if postmortem.actions else ""
        for action in postmortem.actions:
            yield {
                **records.action(postmortem, action),
                "postmortem": postmortem.id,
                "overdue": action.overdue(export.as_of),
                "url": f"{page}#{action.anchor}",
            }


def _timeline(export: Export, path: str) -> Iterator[dict[str, Any]]:
    for postmortem in export.catalog.postmortems:
        page = export.page(path, postmortem) if postmortem.timeline else ""
        for number, event in enumerate(postmortem.timeline, 1):
            yield {
                "postmortem": postmortem.id,
                "number": number,
                "utc": records.utc(event.at) if event.at and not event.at.date_only else None,
                "written": event.at_text,
                "event": event.event,
                "kind": event.kind,
                "actor": event.actor,
                "notes": event.notes,
                "source": event.source,
                "important": event.important,
                "url": f"{page}#{event.anchor}",
            }
