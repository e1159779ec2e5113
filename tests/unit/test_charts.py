"""Charts: what they count, and what they admit not to know."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.charts import coverage, durations, incidents_by_month, scales
from mkdocs_postmortems.charts.population import listing, population
from mkdocs_postmortems.charts.statistics import median, p90
from mkdocs_postmortems.model import Passage
from tests.unit.chart_samples import AS_OF, build, incident

MITIGATE = durations.builder("ttm")
some_values = st.lists(st.integers(0, 10**7), min_size=1)

# Statistics


@given(some_values)
def test_median_has_half_of_the_values_on_each_side(values: list[int]) -> None:
    middle = median(values)
    assert 2 * sum(v <= middle for v in values) >= len(values)
    assert 2 * sum(v >= middle for v in values) >= len(values)


@given(some_values)
def test_p90_is_the_smallest_value_that_nine_in_ten_do_not_exceed(values: list[int]) -> None:
    high = p90(values)
    assert high in values
    assert 10 * sum(v <= high for v in values) >= 9 * len(values)
    assert 10 * sum(v < high for v in values) < 9 * len(values)


@given(some_values, st.randoms(use_true_random=False))
def test_statistics_ignore_order(values: list[int], random: Random) -> None:
    mixed = list(values)
    random.shuffle(mixed)
    assert (median(mixed), p90(mixed)) == (median(values), p90(values))


def test_known_statistics() -> None:
    assert median([3, 1, 2]) == 2
    assert median([1, 2, 3, 10]) == 2.5
    assert p90(list(range(1, 11))) == 9
    assert p90(list(range(1, 12))) == 10
    assert p90([7]) == 7


@pytest.mark.parametrize("statistic", [median, p90])
def test_statistics_of_nothing_are_refused(statistic: Callable[[list[int]], float]) -> None:
    with pytest.raises(ValueError, match="not defined"):
        statistic([])


# Scales


@given(st.integers(0, 10**6))
def test_count_ticks_are_whole_even_and_reach_the_highest(highest: int) -> None:
    ticks = scales.count_ticks(highest)
    assert ticks[0] == 0
    assert ticks[-1] >= highest
    assert 2 <= len(ticks) <= 6
    assert len({b - a for a, b in itertools.pairwise(ticks)}) == 1


@given(some_values)
def test_duration_ticks_hold_all_values_on_the_axis(values: list[int]) -> None:
    ticks = scales.duration_ticks(values)
    low, high = ticks[0][0], ticks[-1][0]
    assert low < high >= max(values)
    assert low <= min(values) or ticks[0][1].startswith("≤")
    assert all(0 <= scales.log_position(v, low, high) <= 1 for v in values)


@given(some_values)
def test_labels_of_a_time_axis_never_touch(values: list[int]) -> None:
    ticks = scales.duration_ticks(values)
    low, high = ticks[0][0], ticks[-1][0]
    placed = [(scales.log_position(s, low, high) * 600, label) for s, label in ticks]
    chosen = scales.fitting(placed, 10)
    assert chosen[0] == 0
    assert list(chosen) == sorted(set(chosen))
    centres = [placed[i] for i in chosen if 0 < i < len(ticks) - 1]
    for (x1, a), (x2, b) in itertools.pairwise(centres):
        assert x1 + len(a) * 5 < x2 - len(b) * 5


# Incidents by month


def test_months_without_incidents_are_zero() -> None:
    chart = incidents_by_month.build(
        build(incident(1, "2025-12-31", 1), incident(2, "2026-02-01", None)), AS_OF
    )
    assert [c.label for c in chart.categories] == ["2025-12", "2026-01", "2026-02", "2026-03"]
    assert [(s.name, s.values) for s in chart.series] == [
        ("critical", (1, 0, 0, 0)),
        ("unknown", (0, 0, 1, 0)),
    ]
    assert chart.table.headers == ("Month", "critical", "unknown", "Total")
    assert chart.table.rows[1] == ("2026-01", "0", "0", "0")


def test_only_the_last_24_months_are_shown_and_older_ones_are_named() -> None:
    chart = incidents_by_month.build(
        build(incident(1, "2020-01-01"), incident(2, "2026-03-14")), AS_OF
    )
    assert len(chart.categories) == 24
    assert chart.categories[0].label == "2024-04"
    assert "1 older incident" in chart.description


def test_what_is_not_an_incident_is_named_and_not_counted() -> None:
    catalog = build(
        incident(1),
        incident(2, kind="near_miss"),
        incident(3, kind="exercise"),
        incident(4, status="superseded"),
        incident(5, structured=False),
        incident(6, "2026-03-15"),
        incident(7, None),
        incident(8, status="draft"),
    )
    chart = incidents_by_month.build(catalog, AS_OF)
    assert chart.series[0].values == (2,)
    assert chart.description == (
        "2 incidents by the month of the start (UTC), 2026-03 to 2026-03, stacked by severity."
    )
    assert population(catalog, AS_OF).aside("charts of causes") == (
        "Not counted: 1 near miss, 1 exercise, 1 withdrawn or superseded document, 1 incident "
        "dated in the future and 1 document without front matter. Left out of charts by time: 1 "
        "incident without a date. Left out of charts of causes: 1 draft."
    )


def test_where_everything_is_counted_there_is_nothing_to_say() -> None:
    assert population(build(incident(1), incident(2)), AS_OF).aside("charts of causes") == ""


@given(st.lists(st.dates(date(2019, 1, 1), date(2026, 3, 14)), max_size=30))
def test_every_incident_is_in_one_month_or_older(days: list[date]) -> None:
    incidents = [incident(i, str(day), i % 6 or None) for i, day in enumerate(days)]
    chart = incidents_by_month.build(build(*incidents), AS_OF)
    shown = sum(sum(s.values) for s in chart.series)
    older = re.search(r"(\d+) older", chart.description)
    assert shown + (int(older[1]) if older else 0) == len(days)
    assert 1 <= len(chart.categories) <= 24


# Time to mitigate


def test_few_values_are_shown_without_statistics() -> None:
    chart = MITIGATE(
        build(*(incident(i, rank=1 + i // 5, minutes=10 + i) for i in range(6))), AS_OF
    )
    rows = {row.label: row for row in chart.rows}
    assert rows["all incidents"].n == 6
    assert rows["critical"].median == 12 * 60
    assert rows["critical"].p90 == 14 * 60
    assert rows["high"].values == (15 * 60,)
    assert rows["high"].median is None
    assert chart.table.rows[2] == (
        "high", "1", "1", "15 min", "too few to say", "too few to say", "15 min",
    )  # fmt: skip


def test_unknown_times_are_named() -> None:
    chart = MITIGATE(
        build(incident(1), incident(2, rank=4, minutes=None), incident(3, status="draft")), AS_OF
    )
    assert "Known for 1 of 2 incidents in review or final." in chart.description
    low = chart.rows[-1]
    assert (low.label, low.values, low.note) == ("low", (), "not known for any")
    assert chart.table.rows[-1] == ("low", "1", "0", "-", "-", "-", "-")


# Coverage


def test_coverage_counts_known_values_only() -> None:
    known = {
        "root_cause": {"category": "configuration_error"},
        "detection": {"sources": ["unknown", "monitoring"]},
        "impact": {"users": {"affected": {"count": 0}}},
    }
    unknown = {
        "root_cause": {"category": "unknown"},
        "detection": {"source": "unknown", "sources": []},
        "impact": {"users": {"affected": {"unknown": True, "note": "Logs were lost."}}},
    }
    chart = coverage.build(
        build(
            incident(1, record=known),
            incident(2, record=unknown, status="in_review", minutes=None),
            incident(3, passages=(Passage("impact.users.affected", "About 12 %", 4),)),
            incident(4, status="draft", record=known),
            incident(5, structured=False),
        ),
        AS_OF,
    )
    rows = {row.name: (row.known, row.total) for row in chart.rows}
    assert rows == {
        "Time to detect": (0, 3),
        "Time to acknowledge": (0, 3),
        "Time to engage": (0, 3),
        "Time to mitigate": (2, 3),
        "Time to resolve": (0, 3),
        "Root cause category": (1, 3),
        "Detection source": (1, 3),
        "Users affected": (2, 3),
    }
    assert chart.description == ("How many of 3 incidents in review or final have a known value.")


def test_listing_reads_as_a_sentence() -> None:
    assert listing(["a"]) == "a"
    assert listing(["a", "b"]) == "a and b"
    assert listing(["a", "b", "c"]) == "a, b and c"


def test_thousands_are_told_apart() -> None:
    many = build(*(incident(number) for number in range(1_200)))
    assert "Known for 1,200 of 1,200 incidents" in MITIGATE(many, AS_OF).description
