"""The front matter of the generated postmortems, as data."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import vocabulary as words
from front_matter import Flow

SEVERITIES = {
    "service": ("SEV-1", "SEV-2", "SEV-3", "SEV-4"),
    "condensed": ("Critical", "High", "Medium", "Low"),
}
LINKS = {
    "dashboard": "https://dashboards.example/d/{id}",
    "log_query": "https://logs.example/query/{id}",
    "ticket": "https://tracker.example/{id}",
    "pull_request": "https://code.example/{service}/pull/{number}",
    "runbook": "https://runbooks.example/{service}",
    "chat_thread": "https://chat.example/incident/{id}",
}


@dataclass(frozen=True, slots=True)
class Incident:
    """What is settled about an incident before its text is written.

    Attributes:
        number: Its place in the corpus, from 0.
        minutes: From the first impact to the resolution.
        slots: The values of the slots of its sentences.
        earlier: Ids of earlier incidents of the same topic, newest last; at most 20.
    """

    number: int
    id: str
    profile: str
    topic: words.Topic
    start: datetime
    minutes: int
    status: str
    slots: dict[str, str]
    earlier: tuple[str, ...]

    @property
    def end(self) -> datetime:
        """The moment of the resolution."""
        return self.start + timedelta(minutes=self.minutes)


def record(incident: Incident, rng: random.Random) -> dict[str, Any]:
    """The front matter of an incident, keys in the order in which they are written."""
    fill = incident.slots
    title = rng.choice(words.sentences("titles")).format(**fill)
    severity = rng.choices(SEVERITIES[incident.profile], (5, 20, 45, 30))[0]
    data: dict[str, Any] = {"id": incident.id, "title": title[0].upper() + title[1:]}
    if incident.profile != "service" or rng.random() < 0.5:
        data["profile"] = incident.profile
    data |= {
        "one_line_summary": rng.choice(words.sentences("summaries")).format(**fill),
        "severity": severity,
        "status": incident.status,
        "incident_status": "resolved" if incident.status != "final" else "closed",
        "started_at": _instant(incident.start),
        "resolved_at": _instant(incident.end),
        "services": [fill["service"], fill["other"]],
        "tags": sorted({incident.topic.key, fill["region"], fill["team"]}),
    }
    if incident.profile == "condensed":
        hours, minutes = divmod(incident.minutes, 60)
        data["duration"] = f"{hours}h {minutes}m"
        data["impact"] = {"users": {"affected": Flow(_affected(fill))}}
    else:
        data |= _people(incident, rng) | _detection(incident, rng) | _impact(incident, rng)
        data |= _causes(incident, rng)
    if incident.profile == "service" or incident.number % 24 < 12:
        data["timeline"] = _timeline(incident, rng)
    data["action_items"] = _actions(incident, rng)
    if incident.profile == "service":
        data |= _links(incident, rng) | _review(incident, rng)
    return data


def _instant(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def _affected(fill: dict[str, str]) -> dict[str, Any]:
    return {"count": int(fill["count"]), "percent": int(fill["percent"]), "estimated": True}


def _people(incident: Incident, rng: random.Random) -> dict[str, Any]:
    commander, scribe, *responders = rng.sample(words.PEOPLE, rng.randint(4, 6))
    return {
        "teams": [incident.slots["team"]],
        "authors": [commander],
        "document_owner": commander,
        "roles": {
            "incident_commander": commander, "scribe": scribe, "responders": responders,
        },
    }  # fmt: skip


def _detection(incident: Incident, rng: random.Random) -> dict[str, Any]:
    fill = incident.slots
    sources = rng.choice((["monitoring"], ["monitoring", "user_report"], ["user_report"]))
    detection: dict[str, Any] = {"sources": sources}
    if "monitoring" in sources:
        url = f"https://alerts.example/{fill['service']}"
        detection["alert"] = Flow({"name": f"Burn rate of {fill['service']}", "url": url})
        detection |= {"alerts_fired": True, "alerts_actionable": rng.random() < 0.8}
    else:
        detection["alerts_fired"] = False
    detection["right_team_notified"] = rng.random() < 0.8
    detection["severity_correct"] = rng.choice((True, True, False, "unknown"))
    channels = rng.choice((["slack"], ["slack", "pagerduty"], ["pagerduty", "email"]))
    notices = [
        Flow({"kind": kind, "done": rng.random() < 0.9})
        for kind in rng.sample(("status_page", "direct", "follow_up"), rng.randint(1, 3))
    ]
    return {
        "detection": detection,
        "communications": {"channels": channels, "customer": notices},
    }


def _impact(incident: Incident, rng: random.Random) -> dict[str, Any]:
    fill = incident.slots
    affected = Flow(_affected(fill))
    share = Flow({"value": int(fill["percent"]), "unit": "%", "note": "Peak over one minute."})
    system: dict[str, Any] = {
        "slo_breach": rng.choice((True, False, "unknown")),
        "availability": rng.choice(("none", "degraded", "outage")),
        "error_rate": share,
        "latency": Flow({"value": int(fill["high"]), "unit": "ms"}),
    }
    loss = rng.random() < 0.05
    data: dict[str, Any] = {
        "integrity": "partial" if loss else "none",
        "loss_or_corruption": loss, "exposure": False, "compliance": "unknown",
    }  # fmt: skip
    impact: dict[str, Any] = {
        "users": {"affected": affected, "regions": [fill["region"]], "symptoms": [fill["symptom"]]},
        "system": system,
        "data": data,
    }
    if rng.random() < 0.6:
        amount = rng.randrange(500, 90_000, 250)
        revenue = {"amount": amount, "currency": "EUR", "kind": "delayed", "estimated": True}
        impact["business"] = {"revenue": Flow(revenue)}
    return {"impact": impact}


def _causes(incident: Incident, rng: random.Random) -> dict[str, Any]:
    topic = incident.topic
    chosen = rng.sample(topic.factors, rng.randint(2, len(topic.factors)))
    factors = [
        {"id": f"F{n}", "description": title, "why_it_mattered": why.format(**incident.slots)}
        for n, (title, why) in enumerate(chosen, 1)
    ]
    category = {"category": "other", "category_other": topic.key}
    if topic.key == "configuration":
        category = {"category": "configuration_error"}
    return {"trigger": topic.trigger, "root_cause": category, "contributing_factors": factors}


def timeline_moments(incident: Incident, rng: random.Random) -> list[tuple[str, datetime, str]]:
    """(kind, moment, event) of 8 to 14 events in order, from the first impact to the resolution."""
    kinds = ["first_impact", "detected", "acknowledged", "engaged", "investigating"]
    middle = ["note"] * rng.randint(0, 3) + ["communication"] * rng.randint(0, 3)
    rng.shuffle(middle)
    kinds += [*middle, "cause_identified", "mitigated", "resolved"]
    inner = sorted(rng.randint(1, incident.minutes) for _ in kinds[1:-1])
    offsets = [0, *inner, incident.minutes]
    return [
        (kind, incident.start + timedelta(minutes=offset),
         rng.choice(words.event_texts(kind)).format(**incident.slots))
        for kind, offset in zip(kinds, offsets, strict=True)
    ]  # fmt: skip


def _timeline(incident: Incident, rng: random.Random) -> list[dict[str, Any]]:
    kind_of_mapping = rng.choice((Flow, Flow, Flow, dict))
    clock_only = rng.random() < 0.6
    rows: list[dict[str, Any]] = []
    for kind, moment, event in timeline_moments(incident, rng):
        row: dict[str, Any] = kind_of_mapping(
            at=f"{moment:%H:%M}" if clock_only and rows else _instant(moment),
            kind=kind,
            event=event,
        )
        if kind in ("note", "investigating") and rng.random() < 0.4:
            row["actor"] = incident.slots["team"]
        rows.append(row)
    return rows


def _actions(incident: Incident, rng: random.Random) -> list[dict[str, Any]]:
    kind_of_mapping = rng.choice((Flow, dict))
    pool = [*incident.topic.actions, *rng.sample(words.pairs("general_actions"), 2)]
    chosen = rng.sample(pool, rng.randint(2, len(pool)))
    opened = incident.end.date()
    rows: list[dict[str, Any]] = []
    for number, (title, category) in enumerate(chosen, 1):
        status = rng.choices(("done", "open", "in_progress", "wont_do"), (70, 15, 10, 5))[0]
        owner = rng.choice(words.TEAMS) if rng.random() < 0.5 else rng.choice(words.PEOPLE)
        row: dict[str, Any] = kind_of_mapping(
            id=f"AI-{number:03d}", title=title.format(**incident.slots), owner=owner,
            priority=rng.choice(("P0", "P1", "P1", "P2", "P2", "P3")), category=category,
            due=str(opened + timedelta(days=rng.choice((7, 14, 30, 60, 90)))), status=status,
        )  # fmt: skip
        if status == "done":
            row["done_on"] = str(opened + timedelta(days=rng.randint(1, 80)))
        elif status == "wont_do":
            row["reason"] = "Another change removed the need for it."
        if rng.random() < 0.5:
            row["links"] = [
                f"https://tracker.example/{incident.slots['team'].upper()}-{rng.randint(100, 9999)}"
            ]
        rows.append(row)
    return rows


def _links(incident: Incident, rng: random.Random) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if incident.earlier and rng.random() < 0.6:
        chosen = rng.sample(incident.earlier, min(len(incident.earlier), rng.randint(1, 3)))
        relations = ("similar_root_cause", "related_system", "recurrence_of", "follow_up_of")
        found["related"] = [Flow(id=other, relation=rng.choice(relations)) for other in chosen]
    kinds = rng.sample(sorted(LINKS), rng.randint(2, 4))
    found["references"] = [
        Flow(kind=kind, url=LINKS[kind].format(
            id=incident.id.lower(), service=incident.slots["service"], number=rng.randint(10, 9999)
        ))
        for kind in kinds
    ]  # fmt: skip
    return found


def _review(incident: Incident, rng: random.Random) -> dict[str, Any]:
    held = str(incident.end.date() + timedelta(days=rng.randint(2, 9)))
    attendees = [Flow(name=name, role="responder") for name in rng.sample(words.PEOPLE, 3)]
    return {"review": {"meeting": {"held_on": held, "attendees": attendees}}}
