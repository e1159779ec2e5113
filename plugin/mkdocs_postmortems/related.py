"""Incidents that are like one another, computed from what their postmortems say, with reasons.

The likeness of two postmortems is the points of the features that both have, as a part of what the
smaller one could share. To find the nearest of thousands without going through all pairs, each
feature is one integer whose bits are the postmortems that have it; `bitplanes` adds the points of
all postmortems at once.

Everything is counted over the catalog given, so it must be the selected one. The same catalog gives
the same result, whatever the order in which its files were read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from . import bitplanes, features, reasons, weighing, words
from .catalog import Catalog, stand_ins
from .model import Postmortem

DEFAULT_LIMIT = 5
MOST = 8
"""How many similar incidents are told, if nothing else is asked for, and at most."""
FLOOR = 14
"""Of 100: what is less alike is not told. Better none than noise."""
PIVOT = 80
"""Points that every postmortem is thought to have besides, so that a few words in common of two
short texts are not yet a likeness."""
CONTRADICTED = 80
"""Percent of a likeness that are left where both state a category of cause, and not the same."""
_CANDIDATES = MOST
"""Of each size of postmortem, how many of those that share the most points are looked at."""
_SPARSE = 16
"""Integers of features that fewer postmortems have are made when they are needed, not kept."""


@dataclass(frozen=True, slots=True)
class Similar:
    """A postmortem that is like another one.

    Attributes:
        score: 14 (hardly alike) to 100.
        reasons: What both say, in words, what counts most first.
    """

    postmortem: Postmortem
    score: int
    reasons: tuple[str, ...]


def named_services(catalog: Catalog, text: str) -> tuple[str, ...]:
    """The services of a catalog whose whole names stand in a text, A to Z."""
    said = f" {' '.join(words.tokens(text))} "
    known = {service.name for p in catalog.postmortems for service in p.services}
    return tuple(
        name for name in sorted(known)
        if any(map(str.isalnum, name)) and f" {' '.join(words.tokens(name))} " in said
    )  # fmt: skip


class Finder:
    """Finds what is like a postmortem. What takes long is done at the first question, once.

    Withdrawn postmortems, and those that another one stands for, are like nothing. What an author
    related, or said to be not related, is not computed too, on either side; relations of a
    duplicate count for the one that stands for it.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._told: dict[tuple[str, int], tuple[Similar, ...]] = {}

    def similar(self, postmortem: Postmortem, limit: int = DEFAULT_LIMIT) -> tuple[Similar, ...]:
        """The postmortems most like one of the catalog, the most alike first.

        The answer is kept: the page of a postmortem and its document in the API both ask.

        Args:
            limit: How many at most; never more than `MOST`.
        """
        key = (postmortem.path, limit)
        if key not in self._told:
            self._told[key] = self._tell(postmortem.path, limit)
        return self._told[key]

    def _tell(self, path: str, limit: int) -> tuple[Similar, ...]:
        place = self._places.get(path)
        if place is None:
            return ()
        return tuple(
            Similar(self._subjects[other], score, self._reasons(place, other))
            for other, score in self._nearest(place)[: max(0, min(limit, MOST))]
        )

    @cached_property
    def _subjects(self) -> tuple[Postmortem, ...]:
        return tuple(
            p for p in self._catalog.postmortems
            if p.status != "withdrawn" and self._standing[p.path] is p
        )  # fmt: skip

    @cached_property
    def _standing(self) -> Mapping[str, Postmortem]:
        return stand_ins(self._catalog)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {p.path: place for place, p in enumerate(self._subjects)}

    @cached_property
    def _weighed(self) -> weighing.Weighed:
        return weighing.weigh([features.of(p) for p in self._subjects])

    @cached_property
    def _members(self) -> Sequence[int | tuple[int, ...]]:
        """Who has each feature: as an integer, or as numbers where they are few."""
        lists: list[list[int]] = [[] for _ in self._weighed.features]
        for place, row in enumerate(self._weighed.rows):
            for number in row:
                lists[number].append(place)
        return [tuple(places) if len(places) < _SPARSE else self._bits(places) for places in lists]

    def _bits(self, places: Iterable[int]) -> int:
        row = bytearray(len(self._subjects) // 8 + 1)
        for place in places:
            row[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(row, "little")

    @cached_property
    def _sizes(self) -> Sequence[int]:
        """The postmortems in classes by their points, so that short ones are not overlooked."""
        classes: dict[int, list[int]] = {}
        for place, total in enumerate(self._weighed.totals):
            classes.setdefault((total + PIVOT).bit_length(), []).append(place)
        return [self._bits(classes[size]) for size in sorted(classes)]

    @cached_property
    def _settled(self) -> Mapping[int, frozenset[int]]:
        """Pairs that an author has judged: related in some way, or not."""
        found: dict[int, set[int]] = {}
        for postmortem in self._catalog.postmortems:
            here = self._places.get(self._standing[postmortem.path].path)
            for relation in postmortem.relations:
                target = self._catalog.get(relation.id)
                if target is None or here is None:
                    continue
                there = self._places.get(self._standing[target.path].path)
                if there is not None:
                    found.setdefault(here, set()).add(there)
                    found.setdefault(there, set()).add(here)
        return {place: frozenset(others) for place, others in found.items()}

    def _nearest(self, place: int) -> list[tuple[int, int]]:
        """The others with their scores, at or above the floor, the highest first."""
        weighed = self._weighed
        own = weighed.totals[place]
        planes = bitplanes.add(self._weighted(place), own.bit_length())
        some = 0
        for plane in planes:
            some |= plane
        for other in (place, *self._settled.get(place, ())):
            some &= ~(1 << other)
        others = [
            other for size in self._sizes
            for other in bitplanes.largest(planes, size & some, _CANDIDATES)
        ]  # fmt: skip
        found: list[tuple[int, int]] = []
        for other, shared in zip(
            others, bitplanes.sums(planes, others, len(self._subjects)), strict=True
        ):
            # In thousandths, so that what is shown as equal keeps its order.
            score = 1000 * shared // (min(own, weighed.totals[other]) + PIVOT)
            if self._contradicts(place, other):
                score = score * CONTRADICTED // 100
            if score >= 10 * FLOOR:
                found.append((-score, other))
        return [(other, -score // 10) for score, other in sorted(found)[:MOST]]

    def _weighted(self, place: int) -> Iterator[tuple[int, int]]:
        every, members = self._weighed.features, self._members
        for number in self._weighed.rows[place]:
            who = members[number]
            if isinstance(who, tuple):
                bits = 0
                for other in who:
                    bits |= 1 << other
                who = bits
            yield every[number].points, who

    def _contradicts(self, place: int, other: int) -> bool:
        ours, theirs = self._causes[place], self._causes[other]
        return bool(ours and theirs) and ours != theirs

    @cached_property
    def _causes(self) -> Sequence[str]:
        return [words.fold(features.choice(p, "root_cause.category")) for p in self._subjects]

    def _reasons(self, place: int, other: int) -> tuple[str, ...]:
        every, rows = self._weighed.features, self._weighed.rows
        shared = [every[number] for number in sorted({*rows[place]}.intersection(rows[other]))]

        def is_said(run: str) -> bool:
            pair = (self._subjects[place], self._subjects[other])
            return all(run in words.fold(features.of(p).text) for p in pair)

        # The same reasons hold for many pairs: each is kept once.
        return tuple(map(sys.intern, reasons.tell(shared, is_said)))
