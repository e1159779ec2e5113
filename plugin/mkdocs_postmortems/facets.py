"""The ways to sort postmortems into groups: service, team, cause, year and so on.

A new facet is one line in `FACETS`. The pages below `by/`, the explorer and the command line all
read the groups from here, so that they never count differently.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from .items import names, present, words
from .model import Postmortem
from .times import UNKNOWN

_NO_SLUG = re.compile(r"[^a-z0-9_]+")
_MEANS = re.compile(r"[+#*%@=<>$^~]")
"""Marks that change what a name means: C, C++ and C# are three languages."""
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])\Z")
"""Names that Windows keeps for devices: no folder and no file can be called so."""
_MAX_SLUG = 60


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to sort postmortems.

    Attributes:
        key: Names it in addresses (`by/<key>/`) and options; ASCII, one word.
        title: What one group is, such as `Service`.
        plural: What all groups are.
        values: The groups to which a postmortem belongs, as people read them.
        order: The sort key of a group; A-Z where a facet has no order of its own.
        newest_first: The groups run backwards, as years do.
    """

    key: str
    title: str
    plural: str
    values: Callable[[Postmortem], Iterable[str]]
    order: Callable[[Group], object] = lambda group: group.label.casefold()
    newest_first: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The postmortems that share a value of a facet.

    Attributes:
        label: The value in its most common spelling.
        slug: Its name in addresses; unique within the facet.
        postmortems: Newest first.
    """

    facet: Facet
    label: str
    slug: str
    postmortems: tuple[Postmortem, ...]


def _one(path: str) -> Callable[[Postmortem], Iterator[str]]:
    """The facet of a single choice; `other` is shown by its own words."""

    def values(postmortem: Postmortem) -> Iterator[str]:
        value = postmortem.value(path)
        if isinstance(value, str) and value != UNKNOWN:
            own = postmortem.value(f"{path}_other")
            yield own if value == "other" and isinstance(own, str) else _spoken(value)

    return values


def _spoken(choice: str) -> str:
    return choice[:1].upper() + choice[1:].replace("_", " ")


def _detection(postmortem: Postmortem) -> Iterator[str]:
    for key in names("detection.sources"):
        for source in words(postmortem.value(key)):
            if source == "other":
                own = postmortem.value(f"{key}_other")
                yield own if isinstance(own, str) else source
            elif source != UNKNOWN:
                yield _spoken(source)


def _factors(postmortem: Postmortem) -> Iterator[str]:
    for row in present(postmortem.value("contributing_factors")):
        category = row.get("category") if isinstance(row, Mapping) else None
        if isinstance(category, str) and category != UNKNOWN:
            yield _spoken(category)


def _severity(postmortem: Postmortem) -> Iterator[str]:
    if postmortem.severity and postmortem.severity.rank:
        name = postmortem.severity.name
        yield name[:1].upper() + name[1:]


def _year(postmortem: Postmortem) -> Iterator[str]:
    if postmortem.day:
        yield f"{postmortem.day.year:04d}"


def _by_rank(group: Group) -> tuple[int, str]:
    return group.postmortems[0].rank, group.label


FACETS: tuple[Facet, ...] = (
    Facet("service", "Service", "Services", lambda p: (s.name for s in p.services)),
    Facet("team", "Team", "Teams", lambda p: p.teams),
    Facet("cause", "Root cause", "Root causes", _one("root_cause.category")),
    Facet("factor", "Contributing factor", "Contributing factors", _factors),
    Facet("trigger", "Trigger", "Triggers", _one("trigger")),
    Facet("detection", "Detected by", "Detection sources", _detection),
    Facet("severity", "Severity", "Severities", _severity, order=_by_rank),
    Facet("year", "Year", "Years", _year, newest_first=True),
    Facet("tag", "Tag", "Tags", lambda p: p.tags),
    Facet(
        "profile", "Profile", "Profiles", lambda p: (p.profile,) if p.structured else ()
    ),
    Facet("kind", "Kind", "Kinds", lambda p: (_spoken(p.kind),) if p.structured else ()),
)  # fmt: skip
"""All facets, in the order in which pages list them."""

BY_KEY: Mapping[str, Facet] = MappingProxyType({facet.key: facet for facet in FACETS})


@dataclass(frozen=True, slots=True)
class Index:
    """All groups of all facets of a catalog.

    Attributes:
        groups: The groups of each facet, by its key.
        slugs: The name in addresses of each group, by facet and folded label.
        members: The groups of each postmortem, by facet and the path of its file.
    """

    groups: Mapping[str, tuple[Group, ...]]
    slugs: Mapping[str, Mapping[str, str]]
    members: Mapping[str, Mapping[str, tuple[Group, ...]]]

    def slug(self, facet: str, label: str) -> str | None:
        """The name in addresses of a value, in any spelling."""
        return self.slugs.get(facet, {}).get(fold(label))

    def beside(self, facet: str, postmortems: Sequence[Postmortem]) -> list[tuple[Group, int]]:
        """The groups of a facet in which postmortems are, with how many of them: most first."""
        members = self.members.get(facet, {})
        found = {g.slug: g for p in postmortems for g in members.get(p.path, ())}
        counts = Counter(g.slug for p in postmortems for g in members.get(p.path, ()))
        order = sorted(counts, key=lambda slug: (-counts[slug], slug))
        return [(found[slug], counts[slug]) for slug in order]


def index(postmortems: Sequence[Postmortem]) -> Index:
    """Sort postmortems, newest first, in all the ways that there are."""
    return _indexed({facet.key: groups(facet, postmortems) for facet in FACETS})


def _indexed(found: Mapping[str, tuple[Group, ...]]) -> Index:
    slugs = {key: {fold(g.label): g.slug for g in members} for key, members in found.items()}
    members: dict[str, dict[str, tuple[Group, ...]]] = {}
    for key, all_groups in found.items():
        inside = members.setdefault(key, {})
        for group in all_groups:
            for postmortem in group.postmortems:
                inside[postmortem.path] = (*inside.get(postmortem.path, ()), group)
    return Index(MappingProxyType(found), MappingProxyType(slugs), MappingProxyType(members))


def titled(
    index_: Index, titles: Mapping[str, Mapping[str, str]], postmortems: Iterable[Postmortem]
) -> Index:
    """An index whose groups have titles; their addresses stay those of the values.

    Args:
        titles: By facet and folded label.
        postmortems: Those of the index as they are to be shown.
    """
    shown = {p.path: p for p in postmortems}
    found: dict[str, tuple[Group, ...]] = {}
    for key, old in index_.groups.items():
        names = titles.get(key, {})
        new = [
            replace(
                g,
                label=names.get(fold(g.label), g.label),
                postmortems=tuple(shown[p.path] for p in g.postmortems),
            )
            for g in old
        ]
        facet = BY_KEY[key]
        new.sort(key=facet.order, reverse=facet.newest_first)  # type: ignore[arg-type]
        found[key] = tuple(new)
    return _indexed(found)


def groups(facet: Facet, postmortems: Iterable[Postmortem]) -> tuple[Group, ...]:
    """The groups of a facet in its own order.

    Spellings that differ only in case are one group.

    Args:
        postmortems: Newest first; the groups keep the order.
    """
    members: dict[str, list[Postmortem]] = {}
    spellings: dict[str, Counter[str]] = {}
    for postmortem in postmortems:
        for key, label in {
            fold(value): value.strip() for value in facet.values(postmortem)
        }.items():
            if key:
                members.setdefault(key, []).append(postmortem)
                spellings.setdefault(key, Counter())[label] += 1
    names = slugs(members)
    found = [
        Group(facet, spelling(spellings[key]), names[key], tuple(members[key]))
        for key in sorted(members)
    ]
    found.sort(key=facet.order, reverse=facet.newest_first)  # type: ignore[arg-type]  # each facet's keys compare with each other
    return tuple(found)


@lru_cache(maxsize=8192)
def fold(label: str) -> str:
    """What two spellings of one value have in common."""
    return unicodedata.normalize("NFKC", label).casefold().strip()


def spelling(counts: Counter[str]) -> str:
    """The most common spelling; the first in the alphabet of those that are as common."""
    return min(counts, key=lambda text: (-counts[text], text))


def slugs(keys: Iterable[str]) -> dict[str, str]:
    """A name in addresses for each value.

    One that loses letters or meaning on the way (`c++`, another script) gets a mark made of the
    value, whatever else there is: addresses do not move when a like value is added. So does one
    that differs from another only in its punctuation, and the name of a device.
    """
    plain = {key: _slug(key) for key in keys}
    counts = Counter(plain.values())
    found = {
        key: slug
        if not _DEVICE.match(slug) and (slug == key or (_faithful(key, slug) and counts[slug] == 1))
        else _marked(slug, key)
        for key, slug in plain.items()
    }
    # A value can be spelt as the marked address of another one, which was there first.
    while len(times := Counter(found.values())) < len(found):
        moved = {k: _marked(k, k) for k, slug in found.items() if slug == k and times[slug] > 1}
        if not moved:
            break
        found |= moved
    return found


def _faithful(key: str, slug: str) -> bool:
    return bool(slug) and len(key) <= _MAX_SLUG and key.isascii() and not _MEANS.search(key)


def _slug(key: str) -> str:
    ascii_key = unicodedata.normalize("NFKD", key).encode("ascii", "ignore").decode()
    return _NO_SLUG.sub("-", ascii_key).strip("-_")[:_MAX_SLUG].strip("-_")


def _marked(slug: str, key: str) -> str:
    mark = hashlib.sha256(key.encode()).hexdigest()[:8]
    return f"{slug}-{mark}" if slug else mark
