"""The picture of one incident: to scale, from what has a time of day."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.charts import incident_timeline, scales
from mkdocs_postmortems.model import Postmortem, TimelineEvent
from mkdocs_postmortems.rendering.svg import render
from mkdocs_postmortems.times import Instant
from tests.unit.chart_samples import incident

START = datetime(2026, 3, 1, 10, tzinfo=UTC)


def of(*minutes: int | None, kinds: tuple[str | None, ...] = ()) -> Postmortem:
    """An incident of half an hour with events at these minutes; None is an unknown time."""
    events = tuple(
        TimelineEvent(
            index,
            None if minute is None else Instant("", START + timedelta(minutes=minute)),
            "",
            "Something happened",
            kinds[index] if index < len(kinds) else None,
        )
        for index, minute in enumerate(minutes)
    )
    return replace(incident(1), timeline=events)


def test_events_and_metrics_have_their_places() -> None:
    chart = incident_timeline.build(of(-5, 0, 12, 30, None, kinds=(None, "first_impact")))
    assert chart is not None
    assert chart.milestones == (0,)
    assert chart.events == (-300, 720, 1800)
    assert [(s.label, s.start, s.end, s.text) for s in chart.spans] == [
        ("Time to mitigate", 0, 1800, "30 min"),
    ]
    assert chart.table.rows == (("Time to mitigate", "the start", "+30 min", "30 min"),)


def test_the_longest_gap_is_named() -> None:
    chart = incident_timeline.build(of(0, 5, 25, 30))
    assert chart is not None
    assert "The longest time without an entry is 20 min, from +5 min to +25 min." in (
        chart.description
    )


def test_too_little_is_no_picture() -> None:
    assert incident_timeline.build(of(0, 5)) is None
    assert incident_timeline.build(of(7, 7, 7)) is None
    assert incident_timeline.build(replace(of(0, 5, 9), milestones={})) is None


@given(st.lists(st.integers(-(10**5), 10**6), min_size=3, max_size=40))
def test_everything_lies_inside_the_drawing(minutes: list[int]) -> None:
    chart = incident_timeline.build(of(*minutes, kinds=("detected", "mitigated")))
    if chart is None:
        assert len(set(minutes)) < 3
        return
    svg = next(e for e in ET.fromstring(str(render(chart))).iter("svg") if e.get("role") == "img")
    width = float(svg.get("viewBox", "").split()[2])
    for path in svg.iter("path"):
        for x in re.findall(r"M(\S+) \S+h0", path.get("d", "")):
            assert 0 <= float(x) <= width
    for box in svg.iter("rect"):
        assert float(box.get("x", "nan")) + float(box.get("width", "nan")) <= width
    assert all(text.text for text in svg.iter("text"))


@given(st.integers(-(10**9), 0), st.integers(1, 10**9))
def test_ticks_of_a_linear_axis_are_few_even_and_inside(low: int, high: int) -> None:
    ticks = scales.span_ticks(low, high)
    assert 0 in ticks
    assert 1 <= len(ticks) <= 7
    assert low <= ticks[0] <= ticks[-1] <= high
    assert len({b - a for a, b in zip(ticks, ticks[1:], strict=False)}) <= 1
