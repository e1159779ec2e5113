"""Reading and writing instants, dates and durations, as FIELDS define their written forms.

Written forms of an instant: `YYYY-MM-DD[ T]HH:MM[:SS][Z|±hh:mm]`, or a bare date. Times without an
offset are in the zone of the file. Nothing here reads the clock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from .portable import portable

UNKNOWN = "unknown"

_INSTANT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?(Z| ?UTC|[+-]\d\d:\d\d)?)?", re.ASCII
)
_ZONE_NAME = re.compile(r"[A-Z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,2}", re.ASCII)
_CLOCK = re.compile(r"(\d\d):(\d\d)(?::(\d\d))?", re.ASCII)
_ISO_DURATION = re.compile(
    r"P(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?", re.ASCII
)
_WORD_DURATION = re.compile(
    r"(?:(\d{1,6})\s*(?:d|days?))?\s*(?:(\d{1,6})\s*(?:h|hrs?|hours?))?\s*"
    r"(?:(\d{1,6})\s*(?:m|mins?|minutes?))?\s*(?:(\d{1,6})\s*(?:s|secs?|seconds?))?",
    re.ASCII | re.IGNORECASE,
)
_HOURS_MINUTES = re.compile(r"(\d{1,3}):([0-5]\d)", re.ASCII)
# What lies outside is a slip of the pen, and near the ends of the calendar arithmetic overflows.
_FIRST_YEAR, _LAST_YEAR = 1970, 2200
# Longer texts are no durations, and the pattern of words is slow on long runs of blanks.
_DURATION_CHARACTERS = 60


@portable
@dataclass(frozen=True, slots=True)
class Instant:
    """A point in time, as written and in UTC.

    Attributes:
        text: The written form.
        utc: Timezone-aware, in UTC. For a bare date, the first moment of that day in its zone.
        date_only: True when no time of day was written.
    """

    text: str
    utc: datetime
    date_only: bool = False

    @property
    def day(self) -> date:
        """The day in UTC; of a bare date the day that was written, whatever its zone."""
        return date.fromisoformat(self.text[:10]) if self.date_only else self.utc.date()


def stamp(at: datetime) -> str:
    """A point in time in UTC, by ISO 8601: `2026-03-13T22:41:00Z`."""
    # Faster than strftime; no time of ours has fractions of a second.
    return f"{at.isoformat()[:19]}Z"


@lru_cache(maxsize=64)
def zone(name: str) -> tzinfo | None:
    """The time zone of an IANA name (`Europe/Copenhagen`), `UTC`, or an offset such as `+02:00`.

    Returns:
        None if there is no such zone.
    """
    if name in ("UTC", "Z", "Etc/UTC"):
        return UTC
    if re.fullmatch(r"[+-]\d\d:\d\d", name, re.ASCII):
        return _offset(name)
    if not _ZONE_NAME.fullmatch(name):
        return None  # `localtime` and the like would be the zone of the machine
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


@lru_cache(maxsize=64)
def _offset(text: str) -> tzinfo | None:
    if text.strip() in ("Z", "UTC"):
        return UTC
    hours, minutes = int(text[1:3]), int(text[4:6])
    if hours > 23 or minutes > 59:
        return None
    delta = timedelta(hours=hours, minutes=minutes)
    return timezone(-delta if text[0] == "-" else delta)


def parse_instant(text: str, default: tzinfo = UTC) -> Instant | None:
    """Read an instant; a time without an offset is taken in the zone `default`.

    Returns:
        None for any other form, for days and times that do not exist (`2026-02-30`), and for years
        before 1970 or after 2200.
    """
    match = _INSTANT.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, offset = match.groups()
    where = default if offset is None else _offset(offset)
    if where is None or not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        return None
    try:
        local = datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0),
            tzinfo=where,
        )  # fmt: skip
        utc = local if where is UTC else local.astimezone(UTC)
    except ValueError:
        return None
    return Instant(text, utc, hour is None)


def parse_clock(text: str) -> time | None:
    """Read `HH:MM` or `HH:MM:SS`; None for any other form and for times that do not exist."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    try:
        return time(int(match[1]), int(match[2]), int(match[3] or 0))
    except ValueError:
        return None


def parse_date(text: str) -> date | None:
    """Read `YYYY-MM-DD`; None for other forms, other years than 1970 to 2200, and no such day."""
    if len(text) != 10 or not text.isascii() or text[4] != "-" or text[7] != "-":
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time, as written: `seconds`, and the unit it is exact to, in seconds."""

    seconds: int
    unit: int


def parse_duration(text: str) -> Duration | None:
    """Read `2h 15m`, `02:15` (hours and minutes), `2 hours 15 minutes`, `90 minutes`, `PT2H15M`.

    Returns:
        None for any other form, and for numbers of more than six digits.
    """
    if len(text) > _DURATION_CHARACTERS:
        return None
    clean = text.strip()
    match = _HOURS_MINUTES.fullmatch(clean)
    if match is not None:
        return Duration(int(match[1]) * 3600 + int(match[2]) * 60, 60)
    match = _ISO_DURATION.fullmatch(clean) or _WORD_DURATION.fullmatch(clean.replace(" and ", " "))
    if match is None or not any(match.groups()):
        return None
    sizes = (86400, 3600, 60, 1)
    seconds = sum(int(n) * size for n, size in zip(match.groups(), sizes, strict=True) if n)
    unit = min(size for n, size in zip(match.groups(), sizes, strict=True) if n)
    return Duration(seconds, unit)


def format_duration(seconds: int) -> str:
    """A length in at most two units: `45 s`, `12 min`, `1 h 22 min`, `3 d 4 h`."""
    sign = "-" if seconds < 0 else ""
    seconds = abs(seconds)
    if seconds < 60:
        return f"{sign}{seconds} s"
    minutes = (seconds + 30) // 60
    if minutes < 60:
        return f"{sign}{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{sign}{hours} h {minutes} min" if minutes else f"{sign}{hours} h"
    days, hours = divmod(hours, 24)
    return f"{sign}{days} d {hours} h" if hours else f"{sign}{days} d"
