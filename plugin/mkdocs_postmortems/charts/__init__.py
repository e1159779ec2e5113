"""The charts of a site, in the order in which pages show them. A new chart is one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..catalog import Catalog
from ..families import Families, Family
from . import (
    actions_by_age,
    actions_by_month,
    actions_on_time,
    alerts,
    completion,
    coverage,
    days,
    durations,
    hours,
    incidents_by_month,
    near_misses,
    quarters,
    recurrences,
    recurrences_by_quarter,
    services_by_severity,
    shares,
)
from .base import Chart

Builder = Callable[[Catalog, date], Chart]


@dataclass(frozen=True, slots=True)
class Chapter:
    """Charts that answer one question.

    Attributes:
        more: The hub that tells more of it, by its name below the section; empty for none.
        judged: It is about what only incidents in review or final are counted for.
    """

    title: str
    builders: tuple[Builder, ...]
    more: str = ""
    judged: bool = False


CHAPTERS: tuple[Chapter, ...] = (
    Chapter("How many", (incidents_by_month.build, services_by_severity.build, days.build)),
    Chapter("How long", (
        quarters.build, durations.builder("ttd"), durations.builder("tta"),
        durations.builder("ttm"), durations.builder("ttr"),
    ), judged=True),
    Chapter("Why, and how it was noticed", (
        shares.builder("cause"), shares.builder("trigger"), shares.builder("factor"),
        shares.builder("detection"), alerts.build, hours.build,
    ), judged=True),
    Chapter("What comes back", (recurrences.build, recurrences_by_quarter.build), "related"),
    Chapter("What is learned, and what is known", (
        near_misses.build, coverage.build, completion.build,
    )),
)  # fmt: skip
"""Every chart of the severity dashboard."""

SMALL: tuple[Builder, ...] = (incidents_by_month.build, durations.builder("ttm"))
"""The charts of a page about some of the incidents, such as those of a service.

Recurrences are not among them: a family often goes beyond one service, and a part of it would look
like the whole.
"""

ACTIONS: tuple[Builder, ...] = (
    actions_by_month.build, actions_by_age.build, actions_on_time.build,
)  # fmt: skip
"""The charts of the action-item rollup."""

BUILDERS: tuple[Builder, ...] = (
    *(builder for chapter in CHAPTERS for builder in chapter.builders), *ACTIONS,
)  # fmt: skip
"""All charts, in their order."""


_OF_FAMILIES: Mapping[Builder, Callable[[Catalog, date, Sequence[Family]], Chart]] = {
    recurrences.build: recurrences.build,
    recurrences_by_quarter.build: recurrences_by_quarter.build,
}


def draw(builder: Builder, catalog: Catalog, as_of: date, known: Families) -> Chart:
    """A chart of the catalog whose families are known: they are found once for all charts."""
    of_families = _OF_FAMILIES.get(builder)
    return of_families(catalog, as_of, known.all) if of_families else builder(catalog, as_of)


def build(catalog: Catalog, as_of: date) -> tuple[Chart, ...]:
    """Every chart of the catalog as it stands on the day `as_of`, in the order of `BUILDERS`."""
    return tuple(builder(catalog, as_of) for builder in BUILDERS)
