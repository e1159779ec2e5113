"""Small catalogs for the tests of charts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from mkdocs_postmortems import catalog
from mkdocs_postmortems.action_item import ActionItem
from mkdocs_postmortems.markdown_text import Structure
from mkdocs_postmortems.metrics import compute
from mkdocs_postmortems.model import Passage, Postmortem, Relation, Service, Severity
from mkdocs_postmortems.times import Instant

AS_OF = date(2026, 3, 14)


def incident(
    number: int,
    day: str | None = "2026-03-01",
    rank: int | None = 2,
    minutes: int | None = 30,
    *,
    status: str = "final",
    kind: str = "incident",
    structured: bool = True,
    record: Mapping[str, object] | None = None,
    passages: tuple[Passage, ...] = (),
    body: str = "",
    body_line: int = 1,
    structure: Structure = Structure((), (), ()),  # noqa: B008  # frozen
) -> Postmortem:
    milestones: dict[str, Instant] = {}
    if day is not None:
        started = datetime.fromisoformat(f"{day}T10:00:00").replace(tzinfo=UTC)
        milestones["started"] = Instant("", started)
        if minutes is not None:
            milestones["mitigated"] = Instant("", started + timedelta(minutes=minutes))
    return Postmortem(
        path=f"postmortems/INC-{number}.md",
        root="postmortems",
        id=f"INC-{number}",
        title="Checkout returned errors",
        profile="service",
        structured=structured,
        status=status,
        kind=kind,
        severity=Severity("SEV-2", rank),
        summary="",
        record=record or {},
        body=body,
        body_line=body_line,
        structure=structure,
        sections=(),
        passages=passages,
        milestones=milestones,
        metrics=compute(milestones, {}),
        timezone="UTC",
    )


def at(day: date, hour: int, minute: int = 0) -> Instant:
    """A time in UTC."""
    return Instant("", datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC))


def build(*postmortems: Postmortem) -> catalog.Catalog:
    return catalog.build(postmortems)


def varied(count: int = 40) -> catalog.Catalog:
    start = date(2024, 1, 5)
    return build(*(_varied(i, start + timedelta(days=i * 19)) for i in range(count)))


def _varied(number: int, day: date) -> Postmortem:
    """An incident in which everything is known that a chart shows."""
    one = incident(
        number,
        str(day),
        (number * 7) % 6 or None,
        3**number % 5000,
        kind="near_miss" if number % 9 == 4 else "incident",
        record={
            "completed_on": str(day + timedelta(days=number)),
            "root_cause": {"category": ("configuration_error", "safeguard_gap")[number % 2]},
            "trigger": ("deploy", "expiry", "unknown")[number % 3],
            "contributing_factors": [{"category": "capacity"}, {"description": "No test"}],
            "detection": {
                "sources": ["monitoring", "user_report"][: number % 3],
                "alerts_fired": (True, False, "partially", "unknown")[number % 4],
                "severity_correct": True,
            },
        },
    )
    seen = {key: replace(one.metrics[key], seconds=60 * number + 1) for key in one.metrics}
    services = (Service("checkout-api"), Service(f"service-{number % 20}"))
    status = "done" if number % 2 else "open"
    action = ActionItem(
        0, "AI-1", "Test it", status=status, opened_on=day, due=day + timedelta(days=14),
        done_on=day + timedelta(days=number) if number % 2 else None,
    )  # fmt: skip
    again = (Relation(0, f"INC-{number - 7}", "recurrence_of"),) if number % 5 == 3 else ()
    times = {
        **one.milestones,
        **{name: at(day, 3 * number % 24) for name in ("detected", "resolved")},
    }
    return replace(
        one, metrics=seen, services=services, actions=(action,), relations=again, milestones=times
    )
