"""Sums over many things at once: each integer holds one bit for each of thousands of things.

A sum is kept as planes: bit j of plane p is the binary digit 2**p of the sum of thing j. Adding
costs a few operations on whole integers, however many things there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, reduce
from operator import or_

_FEW = 16
"""Below it, shifting bits is quicker than filling bytes."""
_WORTH_COUNTING = 3
"""So many of one weight are counted first, and the count is then added for each of its digits: that
takes fewer operations than adding each of them for each digit."""


def bits(numbers: Sequence[int]) -> int:
    """The bits of the things of some numbers."""
    if len(numbers) < _FEW:
        return reduce(or_, [1 << number for number in numbers], 0)
    row = bytearray(max(numbers) // 8 + 1)
    for number in numbers:
        row[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(row, "little")


def add(weighted: Mapping[int, Sequence[int]]) -> list[int]:
    """The planes of a sum: each weight is added to the things of each of its bits."""
    largest = sum(weight * len(many) for weight, many in weighted.items())
    columns: list[list[int]] = [[] for _ in range(largest.bit_length())]
    for weight, many in weighted.items():
        places = _places(weight)
        if len(places) == 1 or len(many) < _WORTH_COUNTING:
            for place in places:
                columns[place] += many
        else:
            for higher, plane in enumerate(add({1: many})):
                for place in places:
                    columns[place + higher].append(plane)
    planes: list[int] = []
    carried: list[int] = []
    for column in columns:
        column += carried
        digit = column.pop() if len(column) & 1 else 0
        carried = []
        pairs = iter(column)
        for a, b in zip(pairs, pairs, strict=True):
            # Three digits of one place are one digit of it and a carry to the next.
            either = digit ^ a
            carried.append(digit & a | either & b)
            digit = either ^ b
        planes.append(digit)
    return planes


@cache
def _places(weight: int) -> tuple[int, ...]:
    """The places of the binary digits of a weight that are set."""
    return tuple(place for place in range(weight.bit_length()) if weight >> place & 1)


def descending(planes: Sequence[int], allowed: int) -> Iterator[tuple[int, int]]:
    """The sums of the allowed things with their numbers, both descending, as far as is asked for.

    Args:
        allowed: The bits of the things that may be chosen.
    """
    todo = [(allowed, len(planes), 0)]
    while todo:
        # All of these have the same digits above the place, and they are those of the sum.
        things, place, total = todo.pop()
        while place and things:
            place -= 1
            high = things & planes[place]
            if high:
                todo.append((things ^ high, place, total))
                things = high
                total |= 1 << place
        while things:
            number = things.bit_length() - 1
            yield total, number
            things ^= 1 << number
