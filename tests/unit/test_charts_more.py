"""Charts of the dashboard: shares, services, alerts, days, quarters, near misses."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from mkdocs_postmortems import charts
from mkdocs_postmortems.charts import (
    alerts,
    days,
    near_misses,
    quarters,
    services_by_severity,
    shares,
)
from mkdocs_postmortems.charts.base import Chart, Layer, StackedBar, StackedBars, Table
from mkdocs_postmortems.model import Service
from mkdocs_postmortems.rendering.svg import render
from tests.unit.chart_samples import AS_OF, build, incident, varied


def test_a_share_says_for_how_many_it_is_known() -> None:
    cause = {"root_cause": {"category": "configuration_error"}}
    other = {"root_cause": {"category": "other", "category_other": "Clock skew"}}
    chart = shares.builder("cause")(
        build(
            incident(1, record=cause),
            incident(2, record=cause),
            incident(3, record=other),
            incident(4, record={"root_cause": {"category": "unknown"}}),
            incident(5, status="draft", record=cause),
        ),
        AS_OF,
    )
    assert [(bar.label, bar.value) for bar in chart.bars] == [
        ("Configuration error", 2), ("Clock skew", 1),
    ]  # fmt: skip
    assert "Known for 3 of 4 incidents in review or final." in chart.description


def test_many_values_are_all_in_the_table() -> None:
    causes = [
        incident(i, record={"root_cause": {"category": "other", "category_other": f"Cause {i}"}})
        for i in range(20)
    ]
    chart = shares.builder("cause")(build(*causes), AS_OF)
    assert (len(chart.bars), len(chart.table.rows)) == (12, 20)
    assert "the table has all 20" in chart.description


def test_services_are_counted_for_each_incident_that_names_them() -> None:
    def of(number: int, rank: int | None, *names: str):  # type: ignore[no-untyped-def]
        services = tuple(Service(name) for name in names)
        return replace(incident(number, rank=rank), services=services)

    chart = services_by_severity.build(
        build(of(1, 1, "basket", "pricing"), of(2, None, "Basket"), of(3, 3)), AS_OF
    )
    assert chart.table.headers == ("Service", "critical", "unknown", "Total")
    assert sorted(chart.table.rows) == [("Basket", "1", "1", "2"), ("pricing", "1", "0", "1")]
    assert "2 of 3 incidents" in chart.description


def test_alerts_count_every_answer_of_those_asked() -> None:
    def said(number: int, **answers: object):  # type: ignore[no-untyped-def]
        return incident(number, record={"detection": answers})

    chart = alerts.build(
        build(
            said(1, alerts_fired=True, severity_correct=False),
            said(2, alerts_fired="partially"),
            said(3, alerts_fired="unknown"),
            said(4, sources=["monitoring"]),
        ),
        AS_OF,
    )
    assert chart.table.rows[0] == ("Did alerts fire?", "1", "1", "0", "1")
    assert chart.table.rows[3] == ("Was severity correctly assessed?", "0", "0", "1", "2")
    assert "3 incidents in review or final" in chart.description
    assert "1 incident that was not asked" in chart.description


def test_days_hold_a_year_and_the_worst_of_each_day() -> None:
    chart = days.build(
        build(
            incident(1, str(AS_OF), 3),
            incident(2, str(AS_OF), 2),
            incident(3, str(AS_OF - timedelta(days=400))),
        ),
        AS_OF,
    )
    assert len(chart.days) == days.DAYS
    assert (chart.days[-1].day, chart.days[-1].count, chart.days[-1].rank) == (AS_OF, 2, 2)
    assert chart.table.rows == ((str(AS_OF), "2", "high"),)
    assert "1 older incident" in chart.description


def test_quarters_give_no_figure_for_few_values() -> None:
    few = build(*(incident(i, "2026-01-10", minutes=10 + i) for i in range(4)))
    enough = build(*(incident(i, "2026-01-10", minutes=10 + i) for i in range(5)))
    column = quarters.build(few, AS_OF).table.headers.index("Time to mitigate, median")
    assert quarters.build(few, AS_OF).table.rows[0][column] == "too few (4 of 4)"
    assert quarters.build(enough, AS_OF).table.rows[0][column] == "12 min (5 of 5)"


def test_a_quarter_without_incidents_is_a_row() -> None:
    chart = quarters.build(build(incident(1, "2025-07-01"), incident(2, "2026-01-01")), AS_OF)
    assert [row[:2] for row in chart.table.rows] == [
        ("2026 Q1", "1"), ("2025 Q4", "0"), ("2025 Q3", "1"),
    ]  # fmt: skip


def test_near_misses_by_quarter() -> None:
    chart = near_misses.build(
        build(
            incident(1, "2026-01-01", kind="near_miss"),
            incident(2, "2025-12-01", kind="exercise"),
            incident(3, "2026-01-01"),
        ),
        AS_OF,
    )
    assert chart.table.rows == (("2026 Q1", "1", "0"), ("2025 Q4", "0", "1"))


def test_sentences_of_policies_stand_in_full_below_the_name_of_their_template() -> None:
    sentences = (
        "All sections are complete within 48 hours of the resolution.",
        "The review takes place on its day.",
    )
    rows = tuple(StackedBar(s, (1,), "1 of 1 in time", "AI safety postmortem") for s in sentences)
    chart = StackedBars(
        key="timeliness", title="Policies", description="", nothing="None.",
        table=Table(("Policy", "in time"), tuple((row.label, "1") for row in rows)),
        layers=(Layer("in time", "yes"),), rows=rows,
    )  # fmt: skip
    drawn = re.findall(r'class="pm-label[^>]*y="([\d.]+)"[^>]*>([^<]+)<', render(chart))
    assert " ".join(text for _, text in drawn) == f"AI safety postmortem {' '.join(sentences)}"
    heights = [float(y) for y, _ in drawn]
    assert heights == sorted(set(heights))
    assert "…" not in render(chart)


@pytest.mark.parametrize("index", range(len(charts.BUILDERS)))
def test_drawn_where_there_is_data_and_a_sentence_where_there_is_none(index: int) -> None:
    make = charts.BUILDERS[index]
    assert not make(varied(), date(2026, 3, 14)).is_empty
    nothing: Chart = make(build(), AS_OF)
    assert nothing.is_empty
    assert nothing.nothing.endswith(".")


def test_keys_are_ids_and_unique() -> None:
    keys = [make(build(), AS_OF).key for make in charts.BUILDERS]
    assert len(keys) == len(set(keys))
    assert all(key.replace("-", "").isalnum() for key in keys)
