"""Windows and business days: weekends, holidays, ends of months."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from mkdocs_postmortems.windows import Window, add_business_days, is_business_day, parse_window

FRIDAY = date(2026, 3, 13)
GOOD_FRIDAY, EASTER_MONDAY = date(2026, 4, 3), date(2026, 4, 6)
HOLIDAYS = (GOOD_FRIDAY, EASTER_MONDAY)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 3, 9), 1, date(2026, 3, 10)),
        (FRIDAY, 1, date(2026, 3, 16)),
        (FRIDAY, 5, date(2026, 3, 20)),
        (date(2026, 3, 14), 1, date(2026, 3, 16)),  # Saturday
        (date(2026, 3, 15), 5, date(2026, 3, 20)),  # Sunday
        (date(2026, 4, 2), 1, date(2026, 4, 7)),  # over Easter
        (GOOD_FRIDAY, 2, date(2026, 4, 8)),
        (date(2026, 12, 31), 1, date(2027, 1, 1)),
    ],
)
def test_business_days(start: date, count: int, end: date) -> None:
    assert add_business_days(start, count, HOLIDAYS) == end


def test_a_holiday_is_no_business_day() -> None:
    assert not is_business_day(GOOD_FRIDAY, HOLIDAYS)
    assert is_business_day(GOOD_FRIDAY, ())
    assert not is_business_day(date(2026, 3, 14), ())


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("7 days", FRIDAY, date(2026, 3, 20)),
        ("1 week", FRIDAY, date(2026, 3, 20)),
        ("1 month", date(2026, 1, 31), date(2026, 2, 28)),
        ("1 month", date(2026, 12, 15), date(2027, 1, 15)),
        ("1 quarter", date(2026, 5, 19), date(2026, 8, 19)),
        ("4 quarters", date(2028, 2, 29), date(2029, 2, 28)),
        ("24 hours", FRIDAY, date(2026, 3, 14)),
        ("48 hours", FRIDAY, date(2026, 3, 15)),
        ("1 hour", FRIDAY, date(2026, 3, 14)),
        ("5 business days", FRIDAY, date(2026, 3, 20)),
    ],
)
def test_the_end_of_a_window(text: str, start: date, end: date) -> None:
    window = parse_window(text)
    assert window is not None
    assert str(window) == text
    assert window.end(start, ()) == end


def test_hours_end_at_a_moment() -> None:
    start = datetime(2026, 3, 13, 22, 41, tzinfo=UTC)
    assert Window(48, "hour").instant(start) == datetime(2026, 3, 15, 22, 41, tzinfo=UTC)
    assert Window(2, "day").instant(start) is None


@pytest.mark.parametrize(
    "text", ["", "5", "0 days", "1000 days", "5 fortnights", "business days", "-1 days", "5  days",
             5, None, "٥ days"],
)  # fmt: skip
def test_what_is_no_window(text: object) -> None:
    assert parse_window(text) is None
