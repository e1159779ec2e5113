"""The tables of a postmortem's page: timeline, actions, factors, references, related incidents."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ..action_item import ActionItem
from ..charts import incident_timeline
from ..chronology import FALLBACK_KINDS, KIND_MILESTONES
from ..model import Postmortem, Relation, TimelineEvent
from ..relations import INVERSE_RELATIONS
from ..rollup import state_of
from ..schemas import valid_url
from ..times import stamp
from ..tracker import disagrees
from .base import Block, View, duration, reference, words
from .groups import plain
from .values import local

_ACTION_KEYS = frozenset(
    {"id", "title", "owner", "team", "priority", "due", "status", "category", "horizon", "links",
     "opened_on", "done_on", "evidence", "reason"}
)  # fmt: skip
_EVENT_KEYS = frozenset({"at", "event", "kind", "actor", "notes", "source", "important"})


Rows = Collection[int] | None
"""Which rows of a list to show, by their index; None for all."""


def timeline(view: View, postmortem: Postmortem, origin: str, rows: Rows = None) -> Block | None:
    """The events, in UTC, with the time since the start; always all of them."""
    if not postmortem.timeline:
        return None
    start = postmortem.started if not _vague(postmortem) else None
    events = [_event(postmortem, event, start) for event in postmortem.timeline]
    log = postmortem.value("incident_log_url")
    return Block(
        "postmortem/timeline",
        {
            "rows": events,
            "has_actor": any(row["actor"] for row in events),
            "has_notes": any(row["notes"] for row in events),
            "zone": postmortem.timezone if postmortem.timezone != "UTC" else None,
            "log": _link(log) if isinstance(log, str) else None,
            "charts": [chart] if (chart := incident_timeline.build(postmortem)) else [],
        },
        search=" · ".join(event.event for event in postmortem.timeline),
    )


def _vague(postmortem: Postmortem) -> bool:
    started = postmortem.milestones.get("started")
    return started is None or started.date_only


def _event(postmortem: Postmortem, event: TimelineEvent, start: Any) -> dict[str, Any]:
    at = event.at
    more = _more(_row(postmortem, "timeline", event.index), _EVENT_KEYS)
    notes = [n for n in (event.notes, event.source and f"Source: {event.source}", more) if n]
    moment = stamp(at.utc) if at else ""
    since = int((at.utc - start).total_seconds()) if at and start and not at.date_only else None
    return {
        "anchor": event.anchor,
        "datetime": moment or None,
        "day": moment[:10] if at else None,
        "clock": moment[11:16] if at and not at.date_only else None,
        "local": (local(postmortem, at) or "").partition(" ")[0] if at else None,
        "written": event.at_text,
        "since": f"+{duration(since)}" if since is not None and since > 0 else None,
        "event": event.event,
        "kind": words(event.kind) if event.kind else None,
        "milestone": event.kind in KIND_MILESTONES or event.kind in FALLBACK_KINDS,
        "actor": event.actor,
        "notes": " · ".join(notes),
        "important": event.important,
    }


def _row(postmortem: Postmortem, key: str, index: int) -> Mapping[str, Any]:
    rows = postmortem.record.get(key)
    row = rows[index] if isinstance(rows, list) and index < len(rows) else None
    return row if isinstance(row, dict) else {}


def _more(row: Mapping[str, Any], known: frozenset[str]) -> str:
    """Keys of the organisation's own in a row."""
    return "; ".join(f"{words(k)}: {plain(v)}" for k, v in row.items() if k not in known)


def actions(view: View, postmortem: Postmortem, origin: str, rows: Rows = None) -> Block | None:
    """The action items of one postmortem, in the order written."""
    chosen = [a for a in postmortem.actions if rows is None or a.index in rows]
    if not chosen:
        return None
    return Block(
        "postmortem/actions",
        {
            "rows": [action_row(view, postmortem, action) for action in chosen],
            "as_of": view.as_of.isoformat(),
            "has_priority": any(action.priority for action in chosen),
            "open": sum(a.unfinished for a in chosen),
            "overdue": sum(a.overdue(view.as_of) for a in chosen),
            "tracker": view.tracker if any(a.written for a in chosen) else "",
        },
        search=" · ".join(action.title for action in chosen),
    )


STATE_WORDS = {
    "overdue": "Overdue",
    "due_soon": "Due soon",
    "open": "Open",
    "in_progress": "In progress",
    "done": "Done",
    "wont_do": "Will not do",
}
"""The words for each state of an action item."""


def action_row(view: View, postmortem: Postmortem, action: ActionItem) -> dict[str, Any]:
    """A row of an action table."""
    state = state_of(action, view.as_of)
    late = (view.as_of - action.due).days if action.due and state == "overdue" else None
    more = _more(_row(postmortem, "action_items", action.index), _ACTION_KEYS | {"addresses"})
    row = _row(postmortem, "action_items", action.index)
    details = [
        text for text in (
            action.category and words(action.category),
            action.horizon and words(action.horizon),
            action.team and f"team {action.team}",
            f"answers {plain(row['addresses'])}" if row.get("addresses") else None,
            action.reason and f"Reason: {action.reason}",
            more,
        ) if text
    ]  # fmt: skip
    same = action.written is not None and action.written.status == action.status
    return {
        "id": action.id,
        "anchor": action.anchor,
        "title": action.title,
        "owner": action.owner,
        "priority": action.priority,
        "priority_rank": action.priority_rank,
        "due": action.due.isoformat() if action.due else row.get("due"),
        "by_horizon": action.due_derived,
        "state": state,
        "state_words": STATE_WORDS[state],
        "written_status": words(action.status) if state != action.status and not same else None,
        "per_tracker": _per_tracker(action),
        "disagrees": disagrees(action),
        "late": f"{late} day late" if late == 1 else f"{late} days late" if late else None,
        "done_on": action.done_on.isoformat() if action.done_on else None,
        "opened_on": row.get("opened_on"),
        "details": " · ".join(details),
        "evidence": _link(action.evidence),
        "links": [_link(url) for url in action.links],
    }


def _per_tracker(action: ActionItem) -> str | None:
    """Where a state comes from, beside what the file says; None where the file alone says it."""
    if action.written is None:
        return None
    written = action.written.status
    return f"per tracker; file: {words(written)}" if written else "per tracker"


def _link(text: str | None) -> dict[str, Any] | None:
    if not text:
        return None
    return {"text": text, "href": text if valid_url(text) else None}


def _chosen(postmortem: Postmortem, key: str, rows: Rows) -> list[Any]:
    """The rows to show of a list of the record."""
    raw = postmortem.record.get(key)
    return [
        row for index, row in enumerate(raw if isinstance(raw, list) else ())
        if rows is None or index in rows
    ]  # fmt: skip


def factors(view: View, postmortem: Postmortem, origin: str, rows: Rows = None) -> Block | None:
    """Contributing factors with why they mattered."""
    shown: list[dict[str, Any]] = []
    for item in _chosen(postmortem, "contributing_factors", rows):
        if isinstance(item, str):
            shown.append({"id": None, "title": None, "text": item, "why": None, "more": ""})
        elif isinstance(item, dict):
            known = frozenset({"id", "title", "description", "category", "why_it_mattered"})
            shown.append(
                {
                    "id": item.get("id"),
                    "title": item.get("title"),
                    "text": item.get("description") or words(str(item.get("category", ""))),
                    "why": item.get("why_it_mattered"),
                    "more": _factor_more(item, known),
                }
            )
    data = {"rows": shown, "label": None}
    return Block("postmortem/factors", data) if shown else None


def _factor_more(item: Mapping[str, Any], known: frozenset[str]) -> str:
    category = words(item["category"]) if item.get("category") and item.get("description") else ""
    return "; ".join(filter(None, (category, _more(item, known))))


def references(view: View, postmortem: Postmortem, origin: str, rows: Rows = None) -> Block | None:
    """References by kind."""
    shown: list[dict[str, Any]] = []
    for item in _chosen(postmortem, "references", rows):
        if isinstance(item, dict) and "url" in item:
            known = frozenset({"kind", "kind_other", "title", "url"})
            kind = item.get("kind_other") or item.get("kind")
            shown.append(
                {
                    "kind": words(str(kind)) if kind else None,
                    "title": item.get("title") or item["url"],
                    "href": item["url"] if valid_url(item["url"]) else None,
                    "more": _more(item, known),
                }
            )
    data = {"rows": shown, "label": None}
    return Block("postmortem/references", data) if shown else None


def related(view: View, postmortem: Postmortem, origin: str, rows: Rows = None) -> Block | None:
    """Related incidents in both directions; always all of them."""
    found = links(view, postmortem, origin)
    return Block("postmortem/related", {"links": found}) if found else None


def links(view: View, postmortem: Postmortem, origin: str) -> list[dict[str, Any]]:
    """Related incidents in both directions, each with the relation's name from this side."""
    rows: list[dict[str, Any]] = []
    for relation in postmortem.relations:
        if relation.relation == "not_related":
            continue
        target = view.catalog.get(relation.id)
        url = relation.url if relation.url and valid_url(relation.url) else None
        known = reference(view, origin, target) if target else None
        rows.append(
            {
                "relation": words(relation.relation),
                "note": relation.note if known or url or not view.public else None,
                "incident": known or _outside(view, relation, url),
                "incoming": False,
            }
        )
    for backlink in view.catalog.backlinks.get(postmortem.id, ()):
        kind = backlink.relation.relation
        if kind != "not_related" and not _mutual(postmortem, backlink.origin, kind):
            rows.append(
                {
                    "relation": INVERSE_RELATIONS.get(kind, words(kind)),
                    "note": backlink.relation.note,
                    "incident": reference(view, origin, backlink.origin),
                    "incoming": True,
                }
            )
    return rows


def _outside(view: View, relation: Relation, url: str | None) -> dict[str, Any]:
    """An incident that is not in this catalog: outside the archive, or not for this audience."""
    hidden = not relation.id or (view.public and url is None)
    return {
        "id": "an incident that is not public" if hidden else relation.id,
        "title": None,
        "href": url,
        "severity": None,
        "day": relation.date.isoformat() if relation.date and not hidden else None,
        "named": False,
        "status": None,
        "kind": None,
    }


def _mutual(postmortem: Postmortem, other: Postmortem, kind: str) -> bool:
    """A symmetric relation that both sides wrote is shown once."""
    return kind not in INVERSE_RELATIONS and any(
        r.relation == kind and r.id.casefold() == other.id.casefold() for r in postmortem.relations
    )


def neighbours(
    view: View, postmortem: Postmortem, origin: str
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """The incident before and the one after, in time."""
    index = view.catalog.order[postmortem.path]
    ordered = view.catalog.postmortems
    newer = reference(view, origin, ordered[index - 1]) if index > 0 else None
    older = reference(view, origin, ordered[index + 1]) if index + 1 < len(ordered) else None
    return older, newer
