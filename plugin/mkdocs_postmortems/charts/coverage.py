"""For how many incidents the values behind the other charts and the facets are known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from ..catalog import Catalog
from ..items import names
from ..metrics import DEFINITIONS
from ..model import Postmortem
from ..times import UNKNOWN
from .base import Coverage, CoverageRow, Table
from .population import population, quantity

Test = Callable[[Postmortem], bool]


def build(catalog: Catalog, as_of: date) -> Coverage:
    """Known values among incidents in review and final ones.

    The answer `unknown` is honest and complete, yet not a known value, so it does not count here.
    """
    reviewed = population(catalog, as_of).reviewed
    rows = tuple(
        CoverageRow(name, sum(test(p) for p in reviewed), len(reviewed)) for name, test in _tests()
    )
    return Coverage(
        key="coverage",
        title="What is known",
        description=(
            f"How many of {quantity(len(reviewed), 'incident', 'incidents')} in review or final "
            "have a known value."
            if reviewed
            else ""
        ),
        table=Table(
            ("Value", "Known", "Not known", "Incidents"),
            tuple((r.name, str(r.known), str(r.total - r.known), str(r.total)) for r in rows),
        ),
        nothing="No incident is in review or final yet.",
        rows=rows,
    )


def _tests() -> tuple[tuple[str, Test], ...]:
    return (
        *((definition.label, _has_metric(definition.key)) for definition in DEFINITIONS),
        ("Root cause category", _has_field("root_cause.category")),
        ("Detection source", _has_field(*names("detection.sources"))),
        ("Users affected", _has_field("impact.users.affected")),
    )


def _has_metric(key: str) -> Test:
    def test(postmortem: Postmortem) -> bool:
        metric = postmortem.metrics.get(key)
        return metric is not None and metric.seconds is not None

    return test


def _has_field(*paths: str) -> Test:
    """True where one of the fields is known, in the front matter or in the body."""

    def test(postmortem: Postmortem) -> bool:
        for path in paths:
            passage = postmortem.passage(path)
            if known(postmortem.value(path)) or (passage is not None and known(passage.text)):
                return True
        return False

    return test


def known(value: object) -> bool:
    """Whether a value says something: not absent, empty, or `unknown`.

    Of a mapping such as `{count, percent, estimated, unknown, note}` only a figure counts.
    """
    if isinstance(value, str):
        return value.strip().casefold() not in ("", UNKNOWN)
    if isinstance(value, Mapping):
        return any(known(value.get(key)) for key in ("count", "percent"))
    if isinstance(value, list | tuple):
        return any(known(item) for item in value)
    return value is not None
