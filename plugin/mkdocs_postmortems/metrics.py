"""The five durations of an incident, each with one definition for every aggregate.

Definitions follow the service template (time to mitigate and to resolve count from the start of
the incident); see FIELDS of the manual's reference. All values are seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from .model import Metric
from .times import Instant, parse_duration


@dataclass(frozen=True, slots=True)
class MetricDefinition:
    """What a metric means: `end - start`, both names of milestones."""

    key: str
    label: str
    short: str
    start: str
    end: str
    text: str


DEFINITIONS: tuple[MetricDefinition, ...] = (
    MetricDefinition(
        "ttd", "Time to detect", "TTD", "started", "detected",
        "from the start of the incident to its detection",
    ),
    MetricDefinition(
        "tta", "Time to acknowledge", "TTA", "detected", "acknowledged",
        "from detection to the acknowledgement by a responder",
    ),
    MetricDefinition(
        "tte", "Time to engage", "TTE", "detected", "engaged",
        "from detection to the engagement of the responding team",
    ),
    MetricDefinition(
        "ttm", "Time to mitigate", "TTM", "started", "mitigated",
        "from the start of the incident to the end of its impact on users",
    ),
    MetricDefinition(
        "ttr", "Time to resolve", "TTR", "started", "resolved",
        "from the start of the incident to its resolution",
    ),
)  # fmt: skip

BY_KEY: Mapping[str, MetricDefinition] = MappingProxyType({d.key: d for d in DEFINITIONS})


def compute(
    milestones: Mapping[str, Instant], stated: Mapping[str, object]
) -> Mapping[str, Metric]:
    """All five metrics of an incident.

    Args:
        milestones: Instants by name. A bare date is too coarse to compute with.
        stated: The `metrics` field of the front matter: durations in words. One is used, and
            marked as stated, only where the milestones do not give it.
    """
    result: dict[str, Metric] = {}
    for definition in DEFINITIONS:
        start, end = milestones.get(definition.start), milestones.get(definition.end)
        if start and end and not start.date_only and not end.date_only:
            seconds = int((end.utc - start.utc).total_seconds())
            result[definition.key] = Metric(definition.key, seconds if seconds >= 0 else None)
            continue
        written = stated.get(definition.key)
        duration = parse_duration(written) if isinstance(written, str) else None
        result[definition.key] = Metric(
            definition.key, duration.seconds if duration else None, duration is not None
        )
    return result
