"""Months as numbers that can be counted with, and what they are called."""

from __future__ import annotations

from datetime import date

_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def month_of(day: date) -> int:
    """Months since the year 0, so that neighbours differ by one."""
    return day.year * 12 + day.month - 1


def month_label(month: int) -> str:
    """`2026-03`."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def month_name(month: int) -> str:
    """`Mar`."""
    return _NAMES[month % 12]
