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
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice

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
        self._told: tuple[tuple[str, int], tuple[Similar, ...]] | None = None
        self._why: dict[tuple[int, int], tuple[str, ...]] = {}

    def similar(self, postmortem: Postmortem, limit: int = DEFAULT_LIMIT) -> tuple[Similar, ...]:
        """The postmortems most like one of the catalog, the most alike first.

        The last answer is kept: the page of a postmortem and its document in the API ask in turn.

        Args:
            limit: How many at most; never more than `MOST`.
        """
        key = (postmortem.path, limit)
        if self._told is None or self._told[0] != key:
            self._told = (key, self._tell(postmortem.path, limit))
        return self._told[1]

    def _tell(self, path: str, limit: int) -> tuple[Similar, ...]:
        place = self._places.get(path)
        if place is None:
            return ()
        near = self._nearest(place)[: max(0, min(limit, MOST))]
        return tuple(
            Similar(self._subjects[other], score, why)
            for (other, score), why in zip(near, self._reasons(place, near), strict=True)
        )

    @cached_property
    def _subjects(self) -> tuple[Postmortem, ...]:
        """What is compared, the oldest first: of equals those of the highest numbers are taken."""
        return tuple(
            p for p in reversed(self._catalog.postmortems)
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
        return [
            tuple(places) if len(places) < _SPARSE else bitplanes.bits(places) for places in lists
        ]

    @cached_property
    def _sizes(self) -> Sequence[tuple[int, int]]:
        """The postmortems in classes by their points, so that short ones are not overlooked.

        Each with the points of its smallest. The most populous comes first: what is found there
        tells what need not be looked at in the others.
        """
        totals = self._weighed.totals
        classes: defaultdict[int, list[int]] = defaultdict(list)
        for place, total in enumerate(totals):
            classes[(total + PIVOT).bit_length()].append(place)
        ordered = sorted(classes, key=lambda size: (-len(classes[size]), size))
        return [
            (bitplanes.bits(classes[size]), min(totals[place] for place in classes[size]))
            for size in ordered
        ]

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
        totals, causes = self._weighed.totals, self._causes
        own, cause = totals[place], causes[place]
        planes = bitplanes.add(self._weighted(place))
        ruled_out = bitplanes.bits((place, *self._settled.get(place, ())))
        # Scores are in thousandths, so that what is shown as equal keeps its order.
        least = 10 * FLOOR
        found: list[tuple[int, int]] = []
        for members, smallest in self._sizes:
            needed = least * (min(own, smallest) + PIVOT)
            allowed = members ^ (members & ruled_out)
            for shared, other in islice(bitplanes.descending(planes, allowed), _CANDIDATES):
                if 1000 * shared < needed:
                    break
                score = 1000 * shared // (min(own, totals[other]) + PIVOT)
                if cause and causes[other] and causes[other] != cause:
                    score = score * CONTRADICTED // 100
                if score >= least:
                    found.append((score, other))
            found = sorted(found, reverse=True)[:MOST]
            if len(found) == MOST:
                least = found[-1][0]
        return [(other, score // 10) for score, other in found]

    def _weighted(self, place: int) -> Mapping[int, Sequence[int]]:
        """Who has each feature of a postmortem, by its points."""
        members, points = self._members, self._points
        weighted: defaultdict[int, list[int]] = defaultdict(list)
        for number in self._weighed.rows[place]:
            who = members[number]
            weighted[points[number]].append(bitplanes.bits(who) if isinstance(who, tuple) else who)
        return weighted

    @cached_property
    def _points(self) -> Sequence[int]:
        return [feature.points for feature in self._weighed.features]

    @cached_property
    def _causes(self) -> Sequence[str]:
        return [words.fold(features.choice(p, "root_cause.category")) for p in self._subjects]

    def _reasons(self, place: int, near: Iterable[tuple[int, int]]) -> Iterator[tuple[str, ...]]:
        """Why others are like a postmortem. Where two name each other it is told once for both."""
        every, rows = self._weighed.features, self._weighed.rows
        own = sorted(rows[place])
        for other, _ in near:
            pair = (min(place, other), max(place, other))
            if pair not in self._why:
                theirs = rows[other]
                shared = [every[number] for number in own if number in theirs]
                told = reasons.tell(shared, partial(self._is_said, pair))
                # The same reasons hold for many pairs: each is kept once.
                self._why[pair] = tuple(map(sys.intern, told))
            yield self._why[pair]

    def _is_said(self, pair: Iterable[int], run: str) -> bool:
        return all(run in words.fold(features.of(self._subjects[place]).text) for place in pair)
