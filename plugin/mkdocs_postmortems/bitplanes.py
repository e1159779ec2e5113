"""Sums over many things at once: each integer holds one bit for each of thousands of things.

A sum is kept as planes: bit j of plane p is the binary digit 2**p of the sum of thing j. Adding
costs a few operations on whole integers, however many things there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache


def add(weighted: Iterable[tuple[int, int]], size: int) -> list[int]:
    """The planes of a sum: for each (weight, bits), the weight is added to the things of the bits.

    Args:
        size: How many planes the largest possible sum takes.
    """
    columns: list[list[int]] = [[] for _ in range(size + 1)]
    for weight, bits in weighted:
        for place in _places(weight):
            columns[place].append(bits)
    planes: list[int] = []
    for place in range(size):
        column, carried = columns[place], columns[place + 1]
        while len(column) > 2:
            # Three digits of one place are one digit of it and a carry to the next.
            a, b, c = column.pop(), column.pop(), column.pop()
            either = a ^ b
            column.append(either ^ c)
            carried.append((a & b) | (either & c))
        if len(column) == 2:
            a, b = column
            column[:] = [a ^ b]
            carried.append(a & b)
        planes.append(column[0] if column else 0)
    return planes


@cache
def _places(weight: int) -> tuple[int, ...]:
    """The places of the binary digits of a weight that are set."""
    return tuple(place for place in range(weight.bit_length()) if weight >> place & 1)


def largest(planes: Sequence[int], allowed: int, count: int) -> list[int]:
    """The things of the largest sums, at most `count`, ascending; of equals the lowest numbers.

    Args:
        allowed: The bits of the things that may be chosen.
    """
    chosen, left, need = 0, allowed, count
    for plane in reversed(planes):
        high = left & plane
        if high:
            found = high.bit_count()
            if found > need:
                left = high
                continue
            chosen |= high
            need -= found
            left ^= high
            if not need:
                break
    return sorted([*_numbers(chosen, count), *_numbers(left, need)])


def _numbers(bits: int, count: int) -> list[int]:
    """The lowest numbers of the bits that are set, at most `count`."""
    found: list[int] = []
    while bits and len(found) < count:
        rest = bits & (bits - 1)
        found.append((bits ^ rest).bit_length() - 1)
        bits = rest
    return found


def sums(planes: Sequence[int], numbers: Sequence[int], things: int) -> list[int]:
    """The sums of some things, of as many as there are bits."""
    size = (things + 7) // 8
    spots = [(number >> 3, 1 << (number & 7)) for number in numbers]
    totals = [0] * len(spots)
    for place, plane in enumerate(planes):
        row = plane.to_bytes(size, "little")
        for index, (byte, mask) in enumerate(spots):
            if row[byte] & mask:
                totals[index] += 1 << place
    return totals
