"""The two statistics that charts show of durations. There is no mean here, on purpose.

Durations of incidents are few and very skewed: one long incident moves a mean by hours and says
nothing about the others. Median and 90th percentile are stable against that, yet they too mean
little for a handful of values, so that callers show them only from `ENOUGH` values on.
"""

from __future__ import annotations

from collections.abc import Sequence

ENOUGH = 5
"""The smallest number of values for which a median or percentile is shown."""


def median(values: Sequence[int]) -> float:
    """The middle value; for an even number of values, halfway between the two in the middle.

    At least half of the values are not above it, and at least half are not below it. It says
    nothing about how long the longest ones took.

    Args:
        values: In any order, in any unit; the result is in the same unit.

    Raises:
        ValueError: If there are no values.
    """
    if not values:
        raise ValueError("the median of nothing is not defined")
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return float(ordered[middle])
    return (ordered[middle - 1] + ordered[middle]) / 2


def p90(values: Sequence[int]) -> int:
    """The 90th percentile by nearest rank: the smallest value that 90 % do not exceed.

    It is always one of the values, never a number between two of them. With fewer than ten values
    it is simply the largest one.

    Args:
        values: In any order, in any unit; the result is in the same unit.

    Raises:
        ValueError: If there are no values.
    """
    if not values:
        raise ValueError("a percentile of nothing is not defined")
    rank = -(-9 * len(values) // 10)
    return sorted(values)[rank - 1]
