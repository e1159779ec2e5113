"""Sums over many things at once are those of plain arithmetic."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems import bitplanes

_THINGS = 40
weighted = st.lists(
    st.tuples(st.integers(0, 31), st.integers(0, 2**_THINGS - 1)), max_size=30
)  # fmt: skip


def plain(pairs: list[tuple[int, int]]) -> list[int]:
    return [
        sum(weight for weight, bits in pairs if bits >> thing & 1) for thing in range(_THINGS)
    ]  # fmt: skip


def planes_of(pairs: list[tuple[int, int]]) -> list[int]:
    return bitplanes.add(pairs, sum(weight for weight, _ in pairs).bit_length())


@given(weighted)
def test_sums(pairs: list[tuple[int, int]]) -> None:
    assert bitplanes.sums(planes_of(pairs), range(_THINGS), _THINGS) == plain(pairs)


@given(weighted, st.integers(0, 2**_THINGS - 1), st.integers(1, 10))
def test_the_largest(pairs: list[tuple[int, int]], allowed: int, count: int) -> None:
    totals = plain(pairs)
    candidates = [thing for thing in range(_THINGS) if allowed >> thing & 1]
    wanted = sorted(candidates, key=lambda thing: (-totals[thing], thing))[:count]
    assert bitplanes.largest(planes_of(pairs), allowed, count) == sorted(wanted)
