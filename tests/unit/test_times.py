"""Instants, dates, clocks and durations: read as written, or not at all."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems import times
from tests.support import growth

MINUTES = st.datetimes(datetime(1970, 1, 2), datetime(2199, 1, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(second=0, microsecond=0, fold=0)
)
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
ANYTHING = st.text(max_size=40) | st.from_regex(
    r"[0-9]{2,4}-[0-9]{1,2}-[0-9]{1,2}[ T]?[0-9:]{0,8}[Z+\-0-9:]{0,6}", fullmatch=True
)
# Characters of which durations are made, so that almost-durations are tried.
DURATIONS = st.text("0123456789 dhmsPTDHMS:and.,-+٣", max_size=24)


@given(MINUTES, OFFSETS, st.sampled_from(" T"))
def test_an_instant_with_an_offset_is_that_instant(
    moment: datetime, offset: timezone, between: str
) -> None:
    local = moment.replace(tzinfo=offset)
    name = local.strftime("%z")
    text = f"{local:%Y-%m-%d}{between}{local:%H:%M}{name[:3]}:{name[3:5]}"
    instant = times.parse_instant(text, ZoneInfo("Asia/Tokyo"))
    assert instant is not None
    assert instant.utc == local
    assert instant.utc.tzinfo is UTC
    assert instant.text == text
    assert not instant.date_only


@given(MINUTES)
def test_an_instant_without_an_offset_is_in_the_zone_given(moment: datetime) -> None:
    where = ZoneInfo("Europe/Copenhagen")
    instant = times.parse_instant(f"{moment:%Y-%m-%d %H:%M}", where)
    assert instant is not None
    assert instant.utc == moment.replace(tzinfo=where).astimezone(UTC)


@given(st.dates(date(1970, 1, 1), date(2200, 12, 31)))
def test_dates(day: date) -> None:
    assert times.parse_date(day.isoformat()) == day
    instant = times.parse_instant(day.isoformat())
    assert instant is not None
    assert instant.date_only
    assert instant.utc.date() == day


@given(ANYTHING)
def test_readers_never_raise(text: str) -> None:
    instant = times.parse_instant(text, ZoneInfo("America/New_York"))
    assert instant is None or instant.utc.tzinfo is UTC
    times.parse_clock(text)
    times.parse_date(text)
    times.parse_duration(text)
    times.zone(text)


@pytest.mark.parametrize(
    "text",
    ["2026-02-30", "2026-13-01 10:00", "2026-03-13 24:00", "2026-03-13 22:60", "2026-3-13",
     "2026-03-13 22:41+25:00", "2026-03-13 22:41 CET", "13.03.2026", "0000-01-01", "",
     "２０２６-03-13", "2026-03-13 22:41\n", "2026-03-13T22:41:61Z", "0001-01-01 00:00+10:00",
     "1969-12-31", "2201-01-01 00:00Z", "9999-12-31 23:59", "0026-03-13"],
)  # fmt: skip
def test_no_instant(text: str) -> None:
    assert times.parse_instant(text) is None


@pytest.mark.parametrize(
    "text", ["1969-12-31", "2201-01-01", "0001-01-01", "9999-12-31", "20260313"]
)
def test_no_date(text: str) -> None:
    assert times.parse_date(text) is None


@pytest.mark.parametrize("text", ["24:00", "1:00", "12:60", "12:00:60", "12", "12.00", "１２:00"])
def test_no_clock(text: str) -> None:
    assert times.parse_clock(text) is None


@given(st.times())
def test_clocks(clock: time) -> None:
    assert times.parse_clock(f"{clock:%H:%M}") == clock.replace(second=0, microsecond=0)
    assert times.parse_clock(f"{clock:%H:%M:%S}") == clock.replace(microsecond=0)


@pytest.mark.parametrize(
    ("text", "seconds", "unit"),
    [
        ("2h 15m", 8100, 60),
        ("02:15", 8100, 60),
        ("2 hours 15 minutes", 8100, 60),
        ("2 hours and 15 minutes", 8100, 60),
        ("90 minutes", 5400, 60),
        ("1 hour", 3600, 3600),
        ("PT2H15M", 8100, 60),
        ("P1DT1H", 90000, 3600),
        ("45s", 45, 1),
        ("3 days", 259200, 86400),
        ("0m", 0, 60),
        ("100:00", 360000, 60),
    ],
)
def test_durations(text: str, seconds: int, unit: int) -> None:
    assert times.parse_duration(text) == times.Duration(seconds, unit)


@pytest.mark.parametrize("text", ["", "P", "PT", "soon", "1.5h", "-2h", "2", "02:60", "٣h", "h"])
def test_no_duration(text: str) -> None:
    assert times.parse_duration(text) is None


@given(st.integers(0, 400), st.integers(0, 23), st.integers(0, 59), st.integers(0, 59))
def test_written_durations_are_read_back(days: int, hours: int, minutes: int, left: int) -> None:
    seconds = days * 86400 + hours * 3600 + minutes * 60 + left
    for text in (
        f"{days}d {hours}h {minutes}m {left}s",
        f"{days} days {hours} hours {minutes} minutes {left} seconds",
        f"P{days}DT{hours}H{minutes}M{left}S",
    ):
        assert times.parse_duration(text) == times.Duration(seconds, 1)


@given(st.integers(0, 400 * 86400))
def test_formatted_durations_are_read_back_to_their_unit(seconds: int) -> None:
    text = times.format_duration(seconds)
    duration = times.parse_duration(text)
    assert duration is not None
    assert abs(duration.seconds - seconds) <= (3600 if seconds > 48 * 3600 else 30)
    assert times.format_duration(-seconds) in (f"-{text}", text)


@given(DURATIONS)
def test_durations_are_not_negative(text: str) -> None:
    duration = times.parse_duration(text)
    assert duration is None or (duration.seconds >= 0 and duration.unit in (1, 60, 3600, 86400))


def test_a_duration_of_many_digits() -> None:
    assert times.parse_duration("9" * 5000 + "h") is None


def test_an_absurd_duration() -> None:
    assert times.parse_duration("9" * 40 + "h") is None


def test_hostile_durations_take_linear_time() -> None:
    assert growth(lambda n: lambda: times.parse_duration("1d" + " " * n + "x"), 80) < 9


@pytest.mark.parametrize("name", ["UTC", "Europe/Copenhagen", "+02:00", "-00:30", "Etc/UTC"])
def test_zones(name: str) -> None:
    assert times.zone(name) is not None


@pytest.mark.parametrize(
    "name", ["", "Mars/Olympus", "../../etc/passwd", "/etc/localtime", "+25:00", "a\x00b",
             "a" * 999, "Europe", "2h"],
)  # fmt: skip
def test_no_zone(name: str) -> None:
    assert times.zone(name) is None
