"""Timeline and milestones: from clock times to instants."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems import chronology, times
from mkdocs_postmortems.times import Instant

BASE = times.parse_instant("2026-03-13 22:41")


def rows(*written: str, kinds: Mapping[str, str] | None = None) -> list[Mapping[str, Any]]:
    kinds = kinds or {}
    return [{"at": at, "event": "x", "kind": kinds.get(at)} for at in written]


def instants(*written: str, base: Instant | None = BASE, zone: str = "UTC") -> list[str | None]:
    where = times.zone(zone)
    assert where is not None
    events = chronology.read_timeline(rows(*written), base, where)
    return [f"{event.at.utc:%m-%d %H:%M}" if event.at else None for event in events]


def test_clock_times_roll_over_midnight() -> None:
    assert instants("22:44", "23:12", "00:03", "00:03", "22:00", "01:00") == [
        "03-13 22:44", "03-13 23:12", "03-14 00:03", "03-14 00:03", "03-14 22:00", "03-15 01:00",
    ]  # fmt: skip


def test_a_date_in_between_begins_anew() -> None:
    assert instants("22:44", "2026-03-20 09:00", "09:30", "08:00") == [
        "03-13 22:44", "03-20 09:00", "03-20 09:30", "03-21 08:00",
    ]  # fmt: skip


def test_clock_times_before_any_date_are_unknown() -> None:
    assert instants("22:44", "2026-03-13", "22:50", base=None) == [
        None, "03-13 00:00", "03-13 22:50",
    ]  # fmt: skip


def test_clock_times_are_in_the_zone_of_the_file() -> None:
    base = times.parse_instant("2026-03-13 23:30", ZoneInfo("Europe/Copenhagen"))
    assert instants("23:31", "00:10", base=base, zone="Europe/Copenhagen") == [
        "03-13 22:31", "03-13 23:10",
    ]  # fmt: skip


def test_unknown_times_do_not_disturb() -> None:
    assert instants("22:44", "unknown", "nonsense", "22:50") == [
        "03-13 22:44", None, None, "03-13 22:50",
    ]  # fmt: skip


def test_a_minute_that_has_begun_is_not_that_of_the_next_day() -> None:
    base = times.parse_instant("2026-03-13 22:41:30")
    assert instants("22:41", "22:41:29", base=base) == ["03-13 22:41", "03-14 22:41"]
    found = chronology.read_timeline(rows("22:41", "22:41"), base, UTC)
    assert [event.at.utc.second for event in found if event.at] == [30, 30]


@pytest.mark.parametrize(
    ("start", "written", "found"),
    [
        # At 03:00 summer time the clock goes back to 02:00.
        ("2026-10-25 01:59", ("02:50", "02:10"), ["10-25 00:50", "10-25 01:10"]),
        ("2026-10-25T01:10Z", ("02:30", "03:01"), ["10-25 01:30", "10-25 02:01"]),
        ("2026-10-25T01:10Z", ("02:05",), ["10-26 01:05"]),
        ("2026-03-29 01:59", ("03:01", "02:30"), ["03-29 01:01", "03-30 00:30"]),
    ],
)
def test_the_hour_that_comes_twice(start: str, written: tuple[str, ...], found: list[str]) -> None:
    base = times.parse_instant(start, ZoneInfo("Europe/Copenhagen"))
    assert instants(*written, base=base, zone="Europe/Copenhagen") == found


CLOCKS = st.times().map(lambda clock: f"{clock:%H:%M}")


@given(st.lists(CLOCKS, max_size=30))
def test_clock_times_never_go_back(written: list[str]) -> None:
    events = chronology.read_timeline(rows(*written), BASE, UTC)
    found = [event.at.utc for event in events if event.at]
    assert len(found) == len(written)
    assert found == sorted(found)
    steps = zip(found, found[1:], strict=False)
    assert all(later - earlier < timedelta(days=1) for earlier, later in steps)
    assert [f"{moment:%H:%M}" for moment in found] == written


@given(st.lists(CLOCKS | st.just("unknown"), max_size=30))
def test_anchors_differ(written: list[str]) -> None:
    anchors = [event.anchor for event in chronology.read_timeline(rows(*written), BASE, UTC)]
    assert len(set(anchors)) == len(anchors)
    assert all(anchor.startswith("t-") for anchor in anchors)


def test_anchor_of_a_minute() -> None:
    events = chronology.read_timeline(rows("22:44", "22:44"), BASE, UTC)
    assert [event.anchor for event in events] == ["t-2244", "t-2244-2"]


@pytest.mark.parametrize(
    ("zone", "start", "clock"),
    [
        ("UTC", "9999-12-31 23:59", "00:03"),
        ("Pacific/Auckland", "9999-12-31 23:59Z", "00:03"),
        ("America/New_York", "0001-01-01 00:00Z", "00:03"),
        ("Pacific/Auckland", "2200-12-31 23:59Z", "00:03"),
        ("America/New_York", "1970-01-01 00:00Z", "00:03"),
    ],
)
def test_the_ends_of_the_calendar(zone: str, start: str, clock: str) -> None:
    assert len(instants(clock, base=times.parse_instant(start), zone=zone)) == 1


def milestones(record: Mapping[str, Any], timeline: list[Mapping[str, Any]]) -> dict[str, str]:
    fields = chronology.read_fields(record, UTC)
    events = chronology.read_timeline(timeline, fields.get("started"), UTC)
    return {n: f"{i.utc:%d %H:%M}" for n, i in chronology.merge(fields, events).items()}


def test_a_field_wins_over_the_timeline() -> None:
    record = {"started_at": "2026-03-13 22:41", "detected_at": "2026-03-13 22:45"}
    timeline = rows("22:44", kinds={"22:44": "detected"})
    assert milestones(record, timeline) == {"started": "13 22:41", "detected": "13 22:45"}


def test_the_timeline_wins_over_a_bare_date() -> None:
    record = {"incident_date": "2026-03-13", "detected_at": "2026-03-13"}
    timeline = rows("22:41", "22:44", kinds={"22:41": "first_impact", "22:44": "detected"})
    assert milestones(record, timeline) == {"started": "13 22:41", "detected": "13 22:44"}


def test_an_alert_stands_for_detection_only_where_nothing_else_does() -> None:
    record = {"started_at": "2026-03-13 22:41"}
    alert = rows("22:43", "22:44", kinds={"22:43": "alert", "22:44": "restored"})
    assert milestones(record, alert) == {
        "started": "13 22:41", "detected": "13 22:43", "resolved": "13 22:44",
    }  # fmt: skip
    both = rows("22:43", "22:44", kinds={"22:43": "alert", "22:44": "detected"})
    assert milestones(record, both)["detected"] == "13 22:44"


def test_the_first_event_of_a_kind_counts() -> None:
    record = {"started_at": "2026-03-13 22:41"}
    timeline = rows("22:43", "22:44", kinds={"22:43": "mitigated", "22:44": "mitigated"})
    assert milestones(record, timeline)["mitigated"] == "13 22:43"


def test_milestones_are_in_the_order_of_events() -> None:
    assert list(chronology.MILESTONE_FIELDS) == [
        "started", "detected", "acknowledged", "engaged", "investigation_started",
        "cause_identified", "mitigated", "resolved", "all_clear", "closed",
    ]  # fmt: skip
    assert set(chronology.KIND_MILESTONES.values()) == set(chronology.MILESTONE_FIELDS)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001
def test_read_fields_takes_what_can_be_read(moment: datetime) -> None:
    record = {"started_at": f"{moment:%Y-%m-%d %H:%M}", "detected_at": "soon", "closed_at": None}
    assert list(chronology.read_fields(record, UTC)) == ["started"]
