"""Sums over many things at once are those of plain arithmetic."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems import bitplanes

_THINGS = 40
weighted = st.dictionaries(
    st.integers(1, 31), st.lists(st.integers(0, 2**_THINGS - 1), min_size=1, max_size=9), max_size=6
)


def plain(weighted: dict[int, list[int]]) -> list[int]:
    return [
        sum(weight * (bits >> thing & 1) for weight, many in weighted.items() for bits in many)
        for thing in range(_THINGS)
    ]


@given(weighted, st.integers(0, 2**_THINGS - 1))
def test_sums_in_descending_order(pairs: dict[int, list[int]], allowed: int) -> None:
    """Of equal sums the highest number is first."""
    totals = plain(pairs)
    wanted = [(totals[thing], thing) for thing in range(_THINGS) if allowed >> thing & 1]
    found = list(bitplanes.descending(bitplanes.add(pairs), allowed))
    assert found == sorted(wanted, reverse=True)


@given(st.sets(st.integers(0, 500)))
def test_bits_of_numbers(numbers: set[int]) -> None:
    assert bitplanes.bits(sorted(numbers)) == sum(1 << number for number in numbers)
