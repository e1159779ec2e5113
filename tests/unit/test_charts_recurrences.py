"""Recurrences as charts: a track a family, rings where a fix did not hold, counts by quarter."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from mkdocs_postmortems import catalog, charts, families
from mkdocs_postmortems.action_item import ActionItem
from mkdocs_postmortems.charts import recurrences, recurrences_by_quarter, scales
from mkdocs_postmortems.model import Postmortem, Relation
from mkdocs_postmortems.rendering.svg import render
from tests.unit.chart_samples import AS_OF, build, incident


def one(
    number: int, day: str | None, of: int | None = None, rank: int | None = 2, done: str = ""
) -> Postmortem:
    """An incident that is a recurrence of another, with an action done on a day."""
    relations = () if of is None else (Relation(0, f"INC-{of}", "recurrence_of"),)
    action = ActionItem(0, "AI-1", "Fix it", status="done")
    action = replace(action, done_on=date.fromisoformat(done) if done else None)
    return replace(
        incident(number, day, rank),
        title=f"Title {number}",
        relations=relations,
        actions=(action,) if done else (),
    )


def family() -> catalog.Catalog:
    """Three of one failure; the actions of the first were done before the second."""
    return build(
        one(1, "2025-06-10", done="2025-07-01"),
        one(2, "2025-09-01", 1, rank=None),
        one(3, "2026-01-02", 2, rank=1),
        one(4, "2026-01-05"),
    )


def test_a_family_is_a_track_under_the_title_of_its_first() -> None:
    chart = recurrences.build(family(), AS_OF)
    (track,) = chart.rows
    assert (track.label, track.text) == ("Title 1", "seen 3 times, 83 and 123 days apart")
    assert [(str(m.day), m.rank, m.ringed) for m in track.marks] == [
        ("2025-06-10", 2, False), ("2025-09-01", None, True), ("2026-01-02", 1, False),
    ]  # fmt: skip
    assert (chart.first, chart.last) == (date(2025, 6, 1), AS_OF)
    assert chart.description == (
        "1 family, 3 incidents: each is one failure, seen again, under the title of its first "
        "incident. In 1 of 1 a fix did not hold."
    )
    assert chart.table.rows[1] == ("INC-2", "2025-09-01", "unknown", "83", "INC-1", "Title 1")
    assert [row[4] for row in chart.table.rows] == ["-", "INC-1", "-"]


@pytest.mark.parametrize("builder", [recurrences.build, recurrences_by_quarter.build])
def test_families_that_are_known_are_not_found_again(
    builder: charts.Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = family()
    known = families.Families(whole)
    drawn = charts.draw(builder, whole, AS_OF, known)
    assert drawn == builder(whole, AS_OF)
    monkeypatch.setattr(families, "find", None)  # nobody asks once more
    assert charts.draw(builder, whole, AS_OF, known) == drawn


def test_the_median_of_intervals_stands_where_it_means_something() -> None:
    assert recurrences.apart(()) is None
    assert recurrences.apart((1,)) == "1 day apart"
    assert recurrences.apart((7, 9, 2)) == "7, 9 and 2 days apart"
    assert recurrences.apart((7, 9, 2, 4, 1)) == "median of the 5 intervals 4 days"


def test_what_lies_after_the_day_of_the_report_is_not_there() -> None:
    whole = family()
    (track,) = recurrences.build(whole, date(2025, 12, 31)).rows
    assert track.text == "seen 2 times, 83 days apart"
    assert recurrences.build(whole, date(2025, 8, 1)).is_empty


def test_an_incident_without_a_day_is_in_the_table_only() -> None:
    chart = recurrences.build(build(one(1, "2026-01-02"), one(2, None, 1)), AS_OF)
    assert len(chart.rows[0].marks) == 1
    assert chart.description.endswith("Not drawn: 1 incident without a date.")
    assert [row[1] for row in chart.table.rows] == ["2026-01-02", "-"]


def test_the_families_seen_last_are_drawn_and_the_rest_counted() -> None:
    many = []
    for number in range(0, 40, 2):
        day = date(2025, 1, 1) + timedelta(days=number)
        many += [one(number, str(day)), one(number + 1, str(day + timedelta(days=1)), number)]
    chart = recurrences.build(build(*many), AS_OF)
    assert len(chart.rows) == recurrences.SHOWN
    assert chart.rows[0].label == "Title 38"
    assert "20 families, 40 incidents" in chart.description
    assert "The 8 seen last are drawn." in chart.description
    assert len(chart.table.rows) == 2 * recurrences.SHOWN


def test_marks_have_the_shapes_of_severities_and_a_legend_in_words() -> None:
    figure = render(recurrences.build(family(), AS_OF))
    plot = figure.partition("pm-chart-plot")[2]
    assert re.findall(r"pm-shape pm-shape-(\w+)", plot) == ["2", "unknown", "1"]
    assert plot.count("pm-ring") == 1
    words = re.findall(r"<li>.*?</svg>([^<]+)</li>", figure, re.S)
    assert words[:3] == ["critical", "high", "unknown"]
    assert "a fix did not hold" in words[3]
    shapes = re.findall(r'<path class="pm-shape[^"]*" d="M9 9([^"]+)"', figure)
    assert len(set(shapes)) == 3


def test_a_family_of_hundreds_is_as_many_marks_as_there_are_places() -> None:
    start = date(2020, 1, 1)
    rows = [
        one(n, str(start + timedelta(days=n)), n - 1 if n else None, rank=1 + n % 5)
        for n in range(2000)
    ]
    chart = recurrences.build(build(*rows), AS_OF)
    assert len(chart.rows[0].marks) == 2000
    assert render(chart).count('class="pm-shape pm-shape') < 330


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        ("2026-03-01", "2026-03-01", ["2026-03"]),
        ("2025-12-01", "2026-03-14", ["2025-12", "2026-01", "2026-02", "2026-03"]),
        ("2024-06-01", "2026-11-21", ["2024-07", "2025-01", "2025-07", "2026-01", "2026-07"]),
        ("2021-02-01", "2026-11-21", ["2022", "2023", "2024", "2025", "2026"]),
        ("1999-01-01", "2026-11-21", ["2000", "2005", "2010", "2015", "2020", "2025"]),
        ("0001-01-01", "0001-02-01", ["0001-01", "0001-02"]),
        ("0001-01-01", "9999-12-31", None),
    ],
)
def test_marks_of_an_axis_of_days(first: str, last: str, labels: list[str] | None) -> None:
    low, high = date.fromisoformat(first), date.fromisoformat(last)
    ticks = scales.month_ticks(low, high)
    assert 1 <= len(ticks) <= 7
    assert all(low <= day <= high for day, _ in ticks)
    assert labels is None or [label for _, label in ticks] == labels


def test_how_many_of_a_quarter_had_happened_before() -> None:
    chart = recurrences_by_quarter.build(family(), AS_OF)
    assert chart.table.rows == (
        ("2026 Q1", "1", "1", "2"), ("2025 Q4", "0", "0", "0"),
        ("2025 Q3", "1", "0", "1"), ("2025 Q2", "0", "1", "1"),
    )  # fmt: skip
    assert chart.rows[0].text == "1 of 2 incidents"
    assert recurrences_by_quarter.build(build(one(1, "2026-01-01")), AS_OF).is_empty
