"""All postmortems of a site, ordered and indexed, and what is selected of them for an audience."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from types import MappingProxyType
from typing import Any

from . import audience as audiences
from .model import Postmortem, Relation
from .registry import Registry

STAND_INS = frozenset({"duplicate_of", "superseded_by"})
"""Relations whose target stands for the postmortem itself."""

_NEVER = datetime(1, 1, 1, tzinfo=UTC)
_NO_REGISTRY = Registry()


@dataclass(frozen=True, slots=True)
class Backlink:
    """A relation seen from its other end."""

    origin: Postmortem
    relation: Relation


@dataclass(frozen=True, slots=True)
class Catalog:
    """The postmortems, newest first, with their indexes.

    Attributes:
        by_id: Each postmortem by its id and aliases, casefolded. Where two claim one id, the first
            in the order of their paths has it; a rule reports the other.
        backlinks: For each id (as in `Postmortem.id`), the relations of others that point at it.
        order: The place of each postmortem in `postmortems`, by its path.
        withheld: How many postmortems the audience does not see.
    """

    postmortems: tuple[Postmortem, ...]
    by_id: Mapping[str, Postmortem]
    backlinks: Mapping[str, tuple[Backlink, ...]]
    order: Mapping[str, int]
    withheld: int = 0
    structured: tuple[Postmortem, ...] = field(init=False, repr=False, compare=False)
    """Those with front matter, newest first."""

    def __post_init__(self) -> None:
        structured = tuple(p for p in self.postmortems if p.structured)
        object.__setattr__(self, "structured", structured)

    def get(self, identifier: str) -> Postmortem | None:
        """The postmortem of an id or alias, without regard to case."""
        return self.by_id.get(identifier.casefold())


def order_key(postmortem: Postmortem) -> tuple[float, str, str]:
    """Newest first, those without a date last; ids, then paths, break ties."""
    started = postmortem.started or _NEVER
    if postmortem.started is None and postmortem.named_day is not None:
        started = datetime.combine(postmortem.named_day, time(), UTC)
    return (-(started - _NEVER).total_seconds(), postmortem.id, postmortem.path)


def stand_ins(catalog: Catalog) -> Mapping[str, Postmortem]:
    """By path: the postmortem that a duplicate or superseded one leads to; itself for any other.

    In a circle nobody stands for anybody. Each link is followed once.
    """
    ends: dict[str, Postmortem | None] = {}
    for postmortem in catalog.postmortems:
        way: dict[str, None] = {}
        at: Postmortem | None = postmortem
        end = at
        while at is not None and at.path not in way and at.path not in ends:
            way[at.path] = None
            end, at = at, _target(catalog, at)
        # Of a circle, and of what leads into one, there is no end.
        ends.update(dict.fromkeys(way, end if at is None else ends.get(at.path)))
    return {p.path: ends[p.path] or p for p in catalog.postmortems}


def _target(catalog: Catalog, postmortem: Postmortem) -> Postmortem | None:
    targets = (catalog.get(r.id) for r in postmortem.relations if r.relation in STAND_INS)
    return next((target for target in targets if target is not None), None)


def build(postmortems: Iterable[Postmortem], withheld: int = 0) -> Catalog:
    """A catalog of the postmortems given, in any order."""
    ordered = tuple(sorted(postmortems, key=order_key))
    by_id: dict[str, Postmortem] = {}
    by_path = sorted(ordered, key=lambda p: p.path)
    for postmortem in by_path:
        by_id.setdefault(postmortem.id.casefold(), postmortem)
    for postmortem in by_path:
        for alias in postmortem.aliases:
            by_id.setdefault(alias.casefold(), postmortem)
    backlinks: dict[str, list[Backlink]] = {}
    for postmortem in ordered:
        for relation in postmortem.relations:
            target = by_id.get(relation.id.casefold())
            if target is not None and target is not postmortem:
                backlinks.setdefault(target.id, []).append(Backlink(postmortem, relation))
    frozen = {key: tuple(links) for key, links in backlinks.items()}
    order = {postmortem.path: index for index, postmortem in enumerate(ordered)}
    return Catalog(
        ordered,
        MappingProxyType(by_id),
        MappingProxyType(frozen),
        MappingProxyType(order),
        withheld,
    )


def part(postmortems: Iterable[Postmortem]) -> Catalog:
    """Some postmortems of a catalog, in its order, to be counted: nothing is found by its id."""
    nothing: Mapping[str, Any] = MappingProxyType({})
    return Catalog(tuple(postmortems), nothing, nothing, nothing)


def is_public(postmortem: Postmortem) -> bool:
    """Whether everybody may see a postmortem: only where its file says so."""
    return postmortem.structured and postmortem.tlp == "CLEAR"


def select(
    postmortems: Iterable[Postmortem], audience: str, registry: Registry = _NO_REGISTRY
) -> Catalog:
    """The catalog that an audience may see. Everything built later sees only this.

    Args:
        audience: `internal` sees all; `public` only what is marked TLP:CLEAR (TLP 2.0), so that a
            missing marking fails closed, and of these no names of people.
        registry: Names the teams that stand for people.
    """
    everything = tuple(postmortems)
    if audience == "internal":
        return build(everything)
    visible = [p for p in everything if is_public(p)]
    hidden = [p for p in everything if not is_public(p)]
    names = audiences.identifiers(hidden) - audiences.identifiers(visible)
    return build(audiences.published(visible, names, registry), withheld=len(hidden))
