"""Relations that contradict each other.

## What it does
Finds a postmortem that relates to itself; two that are `not_related` and related all the same; and
circles of a relation that has a direction (`recurrence_of`, `caused_by`, `follow_up_of`,
`duplicate_of`, `superseded_by`).

## Why it matters
Families of recurrences are built from these links. In a circle nothing came first.

## Example
`INC-1` says `recurrence_of: INC-2`, and `INC-2` says `recurrence_of: INC-1`.

## How to fix
Remove the link that is wrong. A recurrence points back in time, to the earlier incident.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..catalog import Catalog
from ..diagnostics import Finding, Level
from ..model import Postmortem, Relation
from ..relations import INVERSE_RELATIONS, components
from .base import Context, Rule, finding

RULE = Rule("PM303", "contradictory-relations", Level.ERROR)


def check_catalog(catalog: Catalog, context: Context) -> Iterator[Finding]:
    """Three checks over the graph of relations."""
    vetoes, circles = _vetoes(catalog), _circles(catalog)
    for postmortem in catalog.structured:
        for relation in postmortem.relations:
            message = _fault(catalog, postmortem, relation, vetoes, circles)
            if message:
                yield finding(
                    RULE, postmortem, ("related", relation.index), message,
                    found=f'"{relation.relation} {relation.id}"',
                    fix="Remove the link that is wrong.",
                )  # fmt: skip


def _vetoes(catalog: Catalog) -> frozenset[frozenset[str]]:
    pairs: set[frozenset[str]] = set()
    for postmortem in catalog.structured:
        for relation in postmortem.relations:
            target = catalog.get(relation.id)
            if relation.relation == "not_related" and target is not None:
                pairs.add(frozenset((postmortem.id, target.id)))
    return frozenset(pairs)


def _fault(
    catalog: Catalog,
    postmortem: Postmortem,
    relation: Relation,
    vetoes: frozenset[frozenset[str]],
    circles: Mapping[str, Mapping[str, int]],
) -> str | None:
    target = catalog.get(relation.id)
    if target is None:
        return None
    if target is postmortem:
        return "the postmortem relates to itself"
    if relation.relation != "not_related" and frozenset((postmortem.id, target.id)) in vetoes:
        return "one of the two says that they are not related"
    numbers = circles.get(relation.relation, {})
    if numbers and numbers[target.path] == numbers[postmortem.path]:
        return f"the relation {relation.relation} leads back to this postmortem"
    return None


def _circles(catalog: Catalog) -> Mapping[str, Mapping[str, int]]:
    """By relation and path: links between two of one number are part of a circle."""
    links: dict[str, dict[str, list[str]]] = {}
    for postmortem in catalog.structured:
        for relation in postmortem.relations:
            target = catalog.get(relation.id)
            if target is not None and relation.relation in INVERSE_RELATIONS:
                of_kind = links.setdefault(relation.relation, {})
                of_kind.setdefault(postmortem.path, []).append(target.path)
    return {relation: components(of_kind) for relation, of_kind in links.items()}
