"""Windows of time such as `5 business days`, and the days on which they end. Pure calendar.

A business day is Monday to Friday, unless it is a holiday of the configuration.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

FORMS = '"48 hours", "5 business days", "7 days", "1 week", "1 month" or "1 quarter"'
"""How a window is written, for messages."""

_WINDOW = re.compile(r"(\d{1,3}) (business day|hour|day|week|month|quarter)s?", re.ASCII)
_SATURDAY = 5
_MONTHS = {"month": 1, "quarter": 3}


@dataclass(frozen=True, slots=True)
class Window:
    """A length of time: 1 to 999 of a unit.

    Attributes:
        unit: `hour`, `day`, `business day`, `week`, `month` or `quarter`.
    """

    amount: int
    unit: str

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}" + ("" if self.amount == 1 else "s")

    def end(self, day: date, holidays: Collection[date]) -> date:
        """The last day of the window that begins on a day; that day itself does not count.

        A window of hours, of which only the day is known, ends when its last day does.
        """
        if self.unit == "business day":
            return add_business_days(day, self.amount, holidays)
        if self.unit in _MONTHS:
            return _add_months(day, self.amount * _MONTHS[self.unit])
        if self.unit == "hour":
            return day + timedelta(days=-(-self.amount // 24))
        return day + timedelta(days=self.amount * (7 if self.unit == "week" else 1))

    def instant(self, start: datetime) -> datetime | None:
        """The moment at which a window of hours ends; None for one of days."""
        return start + timedelta(hours=self.amount) if self.unit == "hour" else None


def parse_window(text: object) -> Window | None:
    """Read `48 hours`, `5 business days` …; None for any other form, and for a length of 0."""
    match = _WINDOW.fullmatch(text) if isinstance(text, str) else None
    if match is None or int(match[1]) == 0:
        return None
    return Window(int(match[1]), match[2])


def is_business_day(day: date, holidays: Collection[date]) -> bool:
    """Whether a day is Monday to Friday and no holiday."""
    return day.weekday() < _SATURDAY and day not in holidays


def add_business_days(day: date, count: int, holidays: Collection[date]) -> date:
    """The business day that is `count` business days after a day, which may be any day."""
    while count:
        day += timedelta(days=1)
        count -= is_business_day(day, holidays)
    return day


def _add_months(day: date, months: int) -> date:
    """The same day of a later month, or its last day where the month is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
