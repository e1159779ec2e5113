"""A postmortem as plain data, with what is computed from it: rows that JSON, CSV and feeds share.

The keys and their order are API; the schemas below `schema/api/` describe them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import rows
from ..action_item import ActionItem
from ..metrics import DEFINITIONS
from ..model import Postmortem, Relation, TimelineEvent
from ..relations import INVERSE_RELATIONS
from ..schemas import valid_url
from ..times import Instant, stamp
from .base import Export

_ACTION_KEYS = frozenset(
    {"id", "title", "owner", "team", "priority", "due", "status", "category", "horizon", "links",
     "opened_on", "done_on", "evidence", "reason"}
)  # fmt: skip
_EVENT_KEYS = frozenset({"at", "event", "kind", "actor", "notes", "source", "important"})
_ELSEWHERE = frozenset({"action_items", "related", "suppress", "timeline"})
"""Fields that stand in a document in a computed form, and one that is about the rules alone."""

_TABLES = frozenset(path for path, layout in rows.LISTS.items() if layout.main != "text")
"""Lists whose rows have columns; of others the sections say as much."""
_PEOPLE = frozenset({"author"})
"""Columns of lists that hold names."""


def details(postmortem: Postmortem) -> str:
    """The name of the document that holds a postmortem in full."""
    return f"api/v1/postmortems/{postmortem.id}.json"


def compact(export: Export, origin: str, postmortem: Postmortem) -> dict[str, Any]:
    """What lists show of a postmortem, for the document at `origin`."""
    structured = postmortem.structured
    return {
        "id": postmortem.id,
        "url": export.page(origin, postmortem),
        "details": export.link(origin, export.path(details(postmortem))),
        "title": postmortem.title,
        "summary": postmortem.summary,
        "day": postmortem.day.isoformat() if postmortem.day else None,
        "day_derived": postmortem.day is not None and postmortem.started is None,
        "severity": severity(postmortem),
        "structured": structured,
        "status": postmortem.status if structured else None,
        "incident_status": postmortem.incident_status,
        "kind": postmortem.kind,
        "profile": postmortem.profile if structured else None,
        "services": [service.name for service in postmortem.services],
        "teams": list(postmortem.teams),
        "tags": list(postmortem.tags),
        "cause": _text(postmortem.value("root_cause.category")),
        "cause_other": _text(postmortem.value("root_cause.category_other")),
        "trigger": _text(postmortem.value("trigger")),
        "detection": detection(postmortem),
        "metrics": {
            d.key: {
                "seconds": postmortem.metrics[d.key].seconds,
                "stated": postmortem.metrics[d.key].stated,
            }
            for d in DEFINITIONS
        },
    }


def full(export: Export, origin: str, postmortem: Postmortem) -> dict[str, Any]:
    """Everything about a postmortem: as written, and computed."""
    return {
        **compact(export, origin, postmortem),
        "aliases": list(postmortem.aliases),
        "tlp": postmortem.tlp,
        "source": postmortem.path,
        "timezone": postmortem.timezone,
        "milestones": {name: moment(at) for name, at in postmortem.milestones.items()},
        "impact_by_service": [
            {"name": s.name, "impact": s.impact, "availability": s.availability}
            for s in postmortem.services
        ],
        "timeline": [event(postmortem, e) for e in postmortem.timeline],
        "actions": [action(postmortem, a) for a in postmortem.actions],
        "relations": [relation(export, origin, r) for r in postmortem.relations],
        "backlinks": backlinks(export, origin, postmortem),
        "fields": {k: v for k, v in postmortem.record.items() if k not in _ELSEWHERE},
        "lists": _lists(export, postmortem),
        "sections": [
            {"title": s.title, "level": s.level, "key": s.key, "markdown": s.text}
            for s in postmortem.sections
        ],
    }


def _lists(export: Export, postmortem: Postmortem) -> dict[str, Any]:
    """The lists that are written in the body, as rows. Those of the front matter are fields."""
    paths = dict.fromkeys(rows.parsed(p.path)[0] for p in postmortem.passages)
    paths = {path: None for path in paths if path in _TABLES}
    hidden = _PEOPLE if export.public else frozenset()
    return {
        path: found
        for path in paths
        if (
            found := [
                {k: v for k, v in row.values.items() if k not in hidden}
                for row in rows.read(postmortem, path)
                if row.line is not None
            ]
        )
    }


def severity(postmortem: Postmortem) -> dict[str, Any] | None:
    """A severity as written, with its rank; None where none is written."""
    found = postmortem.severity
    if found is None:
        return None
    return {"label": found.label, "rank": found.rank, "name": found.name}


def moment(at: Instant) -> dict[str, Any]:
    """A point in time; that of a bare day is the first moment of the day in its zone."""
    return {"utc": utc(at), "written": at.text, "day_only": at.date_only}


def utc(at: Instant) -> str:
    """A point in time in UTC, by ISO 8601."""
    return stamp(at.utc)


def event(postmortem: Postmortem, row: TimelineEvent) -> dict[str, Any]:
    """An event of a timeline, in the order written."""
    return {
        "anchor": row.anchor,
        "utc": utc(row.at) if row.at else None,
        "written": row.at_text,
        "day_only": row.at is not None and row.at.date_only,
        "event": row.event,
        "kind": row.kind,
        "actor": row.actor,
        "notes": row.notes,
        "source": row.source,
        "important": row.important,
        "more": _more(postmortem, "timeline", row.index, _EVENT_KEYS) if row.line is None else {},
    }


def action(postmortem: Postmortem, row: ActionItem) -> dict[str, Any]:
    """An action item. Whether it is overdue depends on the day, so it is said in lists only."""
    return {
        "id": row.id,
        "anchor": row.anchor,
        "title": row.title,
        "owner": row.owner,
        "team": row.team,
        "priority": row.priority,
        "priority_rank": row.priority_rank if row.priority_rank < 9 else None,
        "due": row.due.isoformat() if row.due else None,
        "due_derived": row.due_derived,
        "status": row.status,
        "category": row.category,
        "horizon": row.horizon,
        "links": list(row.links),
        "opened_on": row.opened_on.isoformat() if row.opened_on else None,
        "done_on": row.done_on.isoformat() if row.done_on else None,
        "evidence": row.evidence,
        "reason": row.reason,
        "more": _more(postmortem, "action_items", row.index, _ACTION_KEYS),
    }


def relation(export: Export, origin: str, row: Relation) -> dict[str, Any]:
    """A relation as its author wrote it.

    In public files an incident that is not there and has no address of its own is not named: it
    may be one that is withheld.
    """
    target = export.catalog.get(row.id)
    url = row.url if row.url and valid_url(row.url) else None
    named = bool(row.id) and (target is not None or url is not None or not export.public)
    return {
        "relation": row.relation,
        "id": (target.id if target else row.id) if named else None,
        "url": export.page(origin, target) if target else url,
        "known": target is not None,
        "date": row.date.isoformat() if row.date and named else None,
        "note": row.note if named else None,
    }


def backlinks(export: Export, origin: str, postmortem: Postmortem) -> list[dict[str, Any]]:
    """What others say of their relation to a postmortem."""
    return [
        {
            "relation": link.relation.relation,
            "inverse": INVERSE_RELATIONS.get(
                link.relation.relation, link.relation.relation.replace("_", " ")
            ),
            "id": link.origin.id,
            "url": export.page(origin, link.origin),
            "note": link.relation.note,
        }
        for link in export.catalog.backlinks.get(postmortem.id, ())
    ]


def detection(postmortem: Postmortem) -> list[str]:
    """How an incident came to notice, in one list, however it was written."""
    found: dict[str, None] = {}
    for key in ("source", "sources"):
        value = postmortem.value(f"detection.{key}")
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, str):
                found[item] = None
    return list(found)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _more(postmortem: Postmortem, key: str, index: int, known: frozenset[str]) -> Mapping[str, Any]:
    """What a row holds besides the keys that are always given."""
    rows = postmortem.record.get(key)
    row = rows[index] if isinstance(rows, list) and index < len(rows) else None
    if not isinstance(row, dict) or row.keys() <= known:
        return {}
    return {k: v for k, v in row.items() if k not in known}
