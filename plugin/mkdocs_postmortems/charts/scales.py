"""Axis arithmetic: round ticks for counts, familiar ticks for durations. No drawing here."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date

from .months import month_label, month_of

DURATION_TICKS: tuple[tuple[int, str], ...] = (
    (60, "1 min"),
    (300, "5 min"),
    (900, "15 min"),
    (3600, "1 h"),
    (4 * 3600, "4 h"),
    (12 * 3600, "12 h"),
    (86400, "1 d"),
    (3 * 86400, "3 d"),
    (7 * 86400, "7 d"),
    (30 * 86400, "30 d"),
    (90 * 86400, "90 d"),
    (365 * 86400, "365 d"),
)
"""Seconds and label of the marks of a logarithmic time axis, ascending."""


def count_ticks(highest: int) -> tuple[int, ...]:
    """Round whole numbers from 0 to at least `highest`, three to six of them where it allows."""
    step = 1
    for power in range(len(str(max(highest, 1))) + 1):
        for factor in (1, 2, 5):
            step = factor * 10**power
            if step * 4 >= highest:
                return tuple(range(0, max(-(-highest // step), 1) * step + 1, step))
    return (0, step)


def duration_ticks(values: Iterable[int]) -> tuple[tuple[int, str], ...]:
    """The marks of an axis that holds all values (seconds): at least two, ascending.

    The axis begins at one minute at the earliest, since times of incidents are written to the
    minute; the label of that mark then says that shorter times stand there as well. Beyond the
    last mark the axis ends at the largest value.
    """
    ordered = sorted(values)
    low, high = ordered[0], ordered[-1]
    below = [i for i, (seconds, _) in enumerate(DURATION_TICKS) if seconds <= low]
    above = [i for i, (seconds, _) in enumerate(DURATION_TICKS) if seconds >= high]
    last_index = len(DURATION_TICKS) - 1
    first = min(below[-1] if below else 0, last_index - 1)
    last = max(above[0] if above else last_index, first + 1)
    ticks = list(DURATION_TICKS[first : last + 1])
    if low < ticks[0][0]:
        ticks[0] = (ticks[0][0], f"≤ {ticks[0][1]}")
    if high > ticks[-1][0]:
        ticks.append((high, ""))
    return tuple(ticks)


_STEPS = (60, 300, 900, 1800, 3600, 2 * 3600, 4 * 3600, 6 * 3600, 12 * 3600, 86400, 2 * 86400,
          7 * 86400, 14 * 86400, 30 * 86400, 90 * 86400, 365 * 86400)  # fmt: skip


def span_ticks(low: int, high: int) -> tuple[int, ...]:
    """The marks of a linear time axis between two times (seconds): familiar steps, at most six."""
    step = next((s for s in _STEPS if (high - low) / s <= 5), _STEPS[-1])
    while (high - low) / step > 5:
        step *= 2
    return tuple(range(-(-low // step) * step, high + 1, step))


_MONTHS = (1, 3, 6, 12, 24, 60, 120)


def month_ticks(first: date, last: date) -> tuple[tuple[date, str], ...]:
    """The marks of an axis of days: first days of months or years with their names, at most seven.

    The axis begins on the first day of a month, so that there is one at least.
    """
    low, high = month_of(first), month_of(last)
    step = next((s for s in _MONTHS if (high - low) / s <= 6), _MONTHS[-1])
    while (high - low) / step > 6:
        step *= 2
    return tuple(
        (
            date(number // 12, number % 12 + 1, 1),
            f"{number // 12:04d}" if step >= 12 else month_label(number),
        )
        for number in range(-(-low // step) * step, high + 1, step)
    )


def log_position(seconds: float, low: int, high: int) -> float:
    """Where a duration lies between two others on a logarithmic scale, from 0 to 1."""
    inside = min(max(seconds, low), high)
    return math.log(inside / low) / math.log(high / low)


def name_places(groups: Sequence[str], slot: float, room: float) -> range:
    """Which columns get their name: all that fit, evenly spaced, such as each third one.

    The first column of a new group is among them, so that a year begins with January.

    Args:
        groups: The group of each column.
        slot: The distance from one column to the next.
        room: What the longest name needs, in the same unit.
    """
    step = next((s for s in (1, 2, 3, 4, 6, 12) if s * slot >= room), 12)
    first = next((i for i in range(1, len(groups)) if groups[i] != groups[i - 1]), 0)
    return range(first % step, len(groups), step)


def group_places(
    groups: Sequence[str], places: Iterable[int], slot: float, letter: float
) -> tuple[int, ...]:
    """Below which of the named columns the name of their group stands: the first of each group.

    A group whose name would touch the next one goes without.
    """
    firsts: dict[str, int] = {}
    for place in places:
        firsts.setdefault(groups[place], place)
    starts = list(firsts.values())
    ends = [*starts[1:], math.inf]
    return tuple(
        start
        for (name, start), end in zip(firsts.items(), ends, strict=False)
        if name and (end - start) * slot >= (len(name) + 1) * letter
    )


def fitting(ticks: Sequence[tuple[float, str]], letter: float) -> tuple[int, ...]:
    """Which labels of an axis can be written without touching: the outer two first of all.

    Args:
        ticks: Position and label, ascending. The first label begins at its position, the last one
            ends there, the others are centred.
        letter: Width of a letter.
    """
    spans = []
    for index, (x, label) in enumerate(ticks):
        width = len(label) * letter
        start = x if index == 0 else x - width if index == len(ticks) - 1 else x - width / 2
        spans.append((start, start + width))
    last = len(ticks) - 1
    limit = spans[last][0] - letter if ticks[last][1] else math.inf
    chosen = [0]
    for index in range(1, last):
        start, end = spans[index]
        if start >= spans[chosen[-1]][1] + letter and end <= limit:
            chosen.append(index)
    return (*chosen, last) if ticks[last][1] else tuple(chosen)
