"""What an organisation knows by name: services, teams, people, tags, categories of root causes.

Data only; `registry_file` reads them. An empty section means that the organisation keeps no list
of these: then every name is as good as another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property, lru_cache

from .problems import nearest


@dataclass(frozen=True, slots=True)
class Entry:
    """One name.

    Attributes:
        title: The name as pages show it.
        team: The team that a service or a person belongs to.
        description: What it is, in a sentence; its own page shows it.
        url: Where to read more about it; its own page links there.
    """

    name: str
    title: str | None = None
    team: str | None = None
    description: str | None = None
    url: str | None = None


@dataclass(frozen=True, eq=False)
class Section:
    """The names of one kind, in the order of the file. Equal only to itself, so that it hashes."""

    entries: Mapping[str, Entry] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.entries)

    def __contains__(self, name: object) -> bool:
        return name in self.entries

    @cached_property
    def shown(self) -> Mapping[str, str]:
        """What pages show for each name that has a title: two of one title keep their names."""
        titled = [e for e in self.entries.values() if e.title]
        times = Counter(str(e.title).casefold() for e in titled)
        return {
            e.name: f"{e.title} ({e.name})" if times[str(e.title).casefold()] > 1 else str(e.title)
            for e in titled
        }

    def team(self, name: str | None) -> str | None:
        """The team of a name, if it is known."""
        entry = self.entries.get(name or "")
        return entry.team if entry else None

    def named(self, word: str) -> str | None:
        """The name that a word means: itself, in another case, or the title of one name."""
        return self._folded.get(word.casefold())

    @cached_property
    def _folded(self) -> Mapping[str, str]:
        titles = {shown.casefold(): name for name, shown in self.shown.items()}
        return titles | {name.casefold(): name for name in self.entries}

    def nearest(self, word: str) -> str | None:
        """The name that was probably meant."""
        return self.named(word) or _nearest(self, word)


@lru_cache(maxsize=10_000)
def _nearest(section: Section, word: str) -> str | None:
    # One unknown name often stands in hundreds of files, and a registry may hold thousands.
    return nearest(word, list(section.entries))


@dataclass(frozen=True, slots=True)
class Registry:
    """All sections. The defaults know nothing."""

    services: Section = Section()
    teams: Section = Section()
    people: Section = Section()
    tags: Section = Section()
    root_cause_categories: Section = Section()

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in SECTIONS)


SECTIONS = tuple(section.name for section in fields(Registry))
"""The keys of a registry."""
