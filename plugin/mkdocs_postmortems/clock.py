"""The only reading of the clock, for the two shells: everything below them takes the day."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from .errors import UsageError
from .times import parse_date


def today(stated: str | None = None) -> date:
    """The day that pages and rules call today, in UTC.

    Args:
        stated: A day given on the command line; else SOURCE_DATE_EPOCH, else the clock decides.

    Raises:
        UsageError: Neither a day nor a number of seconds.
    """
    if stated is not None:
        day = parse_date(stated)
        if day is None:
            raise UsageError(f'--as-of: "{stated}" is no day; write YYYY-MM-DD.')
        return day
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        try:
            seconds = int(epoch)
            if seconds < 0:
                raise ValueError("before 1970")
            return datetime.fromtimestamp(seconds, UTC).date()
        except (ValueError, OverflowError, OSError):
            raise UsageError(
                f'SOURCE_DATE_EPOCH must be seconds since 1970, found "{epoch}".'
            ) from None
    return datetime.now(UTC).date()
