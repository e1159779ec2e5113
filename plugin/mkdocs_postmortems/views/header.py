"""The header of a postmortem's page: what a reader wants to know before anything else."""

from __future__ import annotations

from typing import Any

from ..metrics import DEFINITIONS
from ..model import Postmortem
from . import changes
from .base import STATUS_WORDS, View, duration, reference, severity, words
from .groups import cell, plain
from .values import instant_cell, show

FIELDS = frozenset(
    """title profile severity status incident_status kind tags teams aliases timezone roles
    schema_version suppress related one_line_summary tlp id
    completed_on""".split()
)
"""Fields that the header and the related incidents show on every page."""


_SHARING = {
    "RED": "For those who were given it, and for nobody else.",
    "AMBER+STRICT": "Limited disclosure: inside this organisation, to those who need to know.",
    "AMBER": "Limited disclosure: to those in this organisation and its clients who need to know.",
}
"""With whom a document may be shared, by its marking (TLP 2.0)."""


def shown(postmortem: Postmortem) -> frozenset[str]:
    """The fields that the header of a postmortem shows as a whole."""
    found = {f"{name}_at" for name in ("started", "resolved") if name in postmortem.milestones}
    if not any(service.impact for service in postmortem.services):
        found.add("services")
    return FIELDS | found


def build(view: View, postmortem: Postmortem, origin: str) -> dict[str, Any]:
    """The data of the template `postmortem/header`."""
    status = postmortem.status if postmortem.structured else "unstructured"
    state, kind = postmortem.incident_status, postmortem.kind
    return {
        "title": postmortem.title,
        "id": postmortem.id,
        "aliases": list(postmortem.aliases),
        "profile": view.profiles[postmortem.profile].title if postmortem.structured else None,
        "severity": severity(postmortem),
        "status": status,
        "status_words": STATUS_WORDS[status],
        "incident_status": words(state) if state else None,
        "kind": words(kind) if kind != "incident" else None,
        "tlp": postmortem.tlp,
        "sharing": _SHARING.get(postmortem.tlp or ""),
        "summary": postmortem.value("one_line_summary"),
        "index_href": view.site.href(origin, view.site.page("")),
        "dates": [*_dates(postmortem), *changes.fact(view, postmortem)],
        "metrics": _metrics(postmortem),
        "services": [
            {
                **view.group(origin, "service", s.name),
                "note": words(s.availability) if s.availability else None,
            }
            for s in postmortem.services
        ],
        "teams": [view.group(origin, "team", team) for team in postmortem.teams],
        "tags": [view.group(origin, "tag", tag) for tag in postmortem.tags],
        "people": _people(postmortem),
        "edit_url": view.site.edit_url(postmortem.path),
        "path": postmortem.path,
        "replacements": _replacements(view, postmortem, origin),
    }


def description(postmortem: Postmortem) -> str:
    """Severity, day and summary in one line, for previews of links."""
    kind = None if postmortem.kind == "incident" else words(postmortem.kind)
    label = postmortem.severity.label if postmortem.severity else None
    day = postmortem.day.isoformat() if postmortem.day else None
    about = ", ".join(part for part in (label, kind, day) if part)
    return ": ".join(filter(None, (about, postmortem.summary))) or postmortem.title


def _dates(postmortem: Postmortem) -> list[dict[str, Any]]:
    completed = show(postmortem.value("completed_on"))
    found = [
        {"label": label, "lines": [instant_cell(postmortem, postmortem.milestones[name])]}
        for name, label in (("started", "Started"), ("resolved", "Resolved"))
        if name in postmortem.milestones
    ]
    if postmortem.named_day is not None:
        day = cell(postmortem.named_day.isoformat(), note="from the file's name")
        found.insert(0, {"label": "Day", "lines": [day]})
    if completed:
        found.append({"label": "Document complete", "lines": completed})
    return found


def _metrics(postmortem: Postmortem) -> list[dict[str, Any]]:
    """The metrics that are known, each with its definition."""
    return [
        {
            "label": d.label,
            "value": duration(postmortem.metrics[d.key].seconds),
            "definition": d.text,
            "stated": postmortem.metrics[d.key].stated,
        }
        for d in DEFINITIONS
        if postmortem.metrics[d.key].seconds is not None
    ]


def _people(postmortem: Postmortem) -> list[dict[str, str]]:
    roles = postmortem.value("roles")
    return [
        {"role": words(str(role)), "names": plain(names)}
        for role, names in (roles.items() if isinstance(roles, dict) else ())
    ]


def _replacements(view: View, postmortem: Postmortem, origin: str) -> list[dict[str, Any]]:
    """What a superseded postmortem leads to."""
    targets = [
        view.catalog.get(r.id) for r in postmortem.relations if r.relation == "superseded_by"
    ]
    return [reference(view, origin, t) for t in targets if t is not None]
