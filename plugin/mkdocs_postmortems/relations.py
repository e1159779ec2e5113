"""The relations between incidents: which have a direction, and how they read from the other end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

INVERSE_RELATIONS: Mapping[str, str] = MappingProxyType(
    {
        "recurrence_of": "recurred as",
        "caused_by": "caused",
        "follow_up_of": "followed up by",
        "duplicate_of": "duplicated by",
        "superseded_by": "supersedes",
    }
)
"""Relations with a direction, and how each reads on the other postmortem."""

SYMMETRIC_RELATIONS = frozenset(
    {"same_root_cause", "similar_root_cause", "same_attack_pattern", "related_system", "related",
     "not_related"}
)  # fmt: skip


def components(links: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """The circles of a graph: two nodes have one number if each can be reached from the other.

    In linear time and without recursion, however long a chain is (Kosaraju's algorithm).

    Args:
        links: Where the links of each node lead.
    """
    backwards: dict[str, list[str]] = {}
    for node, targets in links.items():
        for target in targets:
            backwards.setdefault(target, []).append(node)
    numbers: dict[str, int] = {}
    for node in reversed(list(_left({}, links, [*links, *backwards]))):
        if node not in numbers:
            number = len(numbers)
            # What leads here, and has no number yet, is of the same circle.
            for other in _left(numbers, backwards, [node]):
                numbers[other] = number
    return numbers


def _left(
    done: Mapping[str, object], links: Mapping[str, Sequence[str]], starts: Iterable[str]
) -> Iterator[str]:
    """The nodes that are reached, each after all that is reached from it first."""
    seen: set[str] = set()
    for start in starts:
        way = [(start, iter(links.get(start, ())))]
        if start in seen or start in done:
            continue
        seen.add(start)
        while way:
            node, targets = way[-1]
            target = next((t for t in targets if t not in seen and t not in done), None)
            if target is None:
                way.pop()
                yield node
            else:
                seen.add(target)
                way.append((target, iter(links.get(target, ()))))
