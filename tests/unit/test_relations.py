"""Circles of relations, in graphs of any form and size."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.relations import components
from tests.support import growth

NODES = st.integers(0, 7).map(str)


def reached(links: Mapping[str, Sequence[str]], start: str) -> set[str]:
    """The nodes to which links lead, one after the other."""
    found = {start}
    left = [start]
    while left:
        for target in links.get(left.pop(), ()):
            if target not in found:
                found.add(target)
                left.append(target)
    return found


@given(st.dictionaries(NODES, st.lists(NODES, max_size=4)))
def test_one_number_where_each_leads_to_the_other(links: dict[str, list[str]]) -> None:
    numbers = components(links)
    assert numbers.keys() == {*links, *(t for targets in links.values() for t in targets)}
    for one in numbers:
        for other in numbers:
            both = other in reached(links, one) and one in reached(links, other)
            assert (numbers[one] == numbers[other]) == both


def test_a_long_chain_takes_no_longer_for_each() -> None:
    def work(size: int) -> Callable[[], object]:
        return partial(components, {str(n): [str(n + 1)] for n in range(size)})

    assert growth(work, 2000) < 10
