"""The record of one postmortem: frozen values, built once by the loader, shared by everything.

Names follow the fields of the front matter. What is counted, compared or linked has a type of its
own here; all other fields stay in `Postmortem.record`, typed by the schema.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from types import MappingProxyType

from .action_item import ActionItem
from .diagnostics import FieldPath
from .markdown_text import Structure
from .portable import portable
from .times import Instant

RANK_NAMES: Mapping[int, str] = MappingProxyType(
    {1: "critical", 2: "high", 3: "medium", 4: "low", 5: "informational"}
)
"""The name of each ordinal rank, which is how labels of different scales are compared."""

RANKS: Mapping[str, int] = MappingProxyType({name: rank for rank, name in RANK_NAMES.items()})
"""The ranks by name: a severity is at least `high` where its rank is not above that of `high`."""


@cache
def _keys(path: str) -> tuple[str, ...]:
    """A dotted path cut at its dots; there are as many as a schema has fields."""
    return tuple(path.split("."))


@portable
@dataclass(frozen=True, slots=True)
class Severity:
    """A severity as written, and where it stands.

    Attributes:
        label: As written, such as `SEV-2` or `High`.
        rank: 1 (critical) to 5 (informational); None if the scale does not hold the label.
        own_name: What the rank is called where all postmortems share one configured scale.
    """

    label: str
    rank: int | None
    own_name: str | None = None

    @property
    def name(self) -> str:
        """The rank's name, for pages on which scales mix."""
        return self.own_name or RANK_NAMES.get(self.rank or 0, "unknown")


@portable
@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One row of a timeline.

    Attributes:
        index: Its place in the list as written, from 0.
        at: When; None where the time is unknown or cannot be read.
        at_text: The time as written.
        event: What happened.
        kind: The milestone that it marks, if any (`detected`, `mitigated` …).
        anchor: The id of its row on the page, such as `t-2241`.
        line: Line in the file for an event read from the body; None for front matter.
    """

    index: int
    at: Instant | None
    at_text: str
    event: str
    kind: str | None = None
    actor: str | None = None
    notes: str | None = None
    source: str | None = None
    important: bool = False
    anchor: str = ""
    line: int | None = None


@portable
@dataclass(frozen=True, slots=True)
class Relation:
    """A link to another incident, as its author wrote it."""

    index: int
    id: str
    relation: str
    note: str | None = None
    date: date | None = None
    url: str | None = None


@portable
@dataclass(frozen=True, slots=True)
class Service:
    """A service that was affected, with the impact on it in words."""

    name: str
    impact: str | None = None
    availability: str | None = None


@portable
@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the body and the text below it, up to the next heading.

    Attributes:
        title: The heading's text.
        level: 1 to 6; 0 for text before the first heading.
        key: The profile's section that it fills; None for a section of the author's own.
        line: The heading's line in the file, from 1.
        source: A text that holds what stands below it: the whole body, which is not copied.
        first_line: The line of the file on which the text begins.
        begin: Where in `source` the text begins.
        end: Where it ends.
    """

    title: str
    level: int
    key: str | None
    line: int
    source: str
    first_line: int = 0
    begin: int = 0
    end: int | None = None

    @property
    def text(self) -> str:
        """What stands below the heading, without comments and outer blank lines.

        Its lines are those of the file: a comment leaves its line breaks.
        """
        return self.source[self.begin : self.end]


@portable
@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the body that holds one field, such as the text after `**Immediate fix:**`.

    A field may have several, in order; the lines of each are those of the file from `line` on.

    Attributes:
        source: A text that holds it between `begin` and `end`: the whole body, which is not copied.
    """

    path: str
    source: str
    line: int
    begin: int = 0
    end: int | None = None

    @property
    def text(self) -> str:
        """The piece as it stands in the file, without comments."""
        return self.source[self.begin : self.end]


@portable
@dataclass(frozen=True, slots=True)
class Metric:
    """A duration between two milestones.

    Attributes:
        key: `ttd`, `tta`, `tte`, `ttm` or `ttr`.
        seconds: Its length; None where a milestone is missing.
        stated: True when it was written down instead of computed from milestones.
    """

    key: str
    seconds: int | None
    stated: bool = False


@portable
@dataclass(frozen=True, slots=True)
class Postmortem:
    """One postmortem. `structured` is False for an old file without front matter.

    Attributes:
        path: The file, relative to the project, with `/`; how findings name it.
        root: The configured folder that holds it, in the same form.
        record: The front matter as the schema types it, without keys that were invalid.
        milestones: Instants by name (`started`, `detected`, `mitigated` …), fields and timeline
            merged.
        stated_milestones: Those of `milestones` that were written as a field, with its key.
        body_line: The line of the file on which the body begins.
        structure: Headings, comments and code of the body, with offsets into it.
        h1: The first heading of level 1, with its line.
        published_at: Where its page stands when it lies inside the documentation folder of the
            site (that page keeps its address), else None.
        timezone: The zone of times without an offset: the file's own, else the configured one.
        invalid: Places of the front matter whose values are no part of `record`, because they
            were invalid.
        named_day: The day in the file's name, where no start is written. It is derived: no metric
            counts from it, and it is no answer where a start is required.
    """

    path: str
    root: str
    id: str
    title: str
    profile: str
    structured: bool
    status: str
    kind: str
    severity: Severity | None
    summary: str
    record: Mapping[str, object]
    body: str
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    milestones: Mapping[str, Instant]
    metrics: Mapping[str, Metric]
    timezone: str
    timeline: tuple[TimelineEvent, ...] = ()
    actions: tuple[ActionItem, ...] = ()
    relations: tuple[Relation, ...] = ()
    services: tuple[Service, ...] = ()
    tags: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    incident_status: str | None = None
    tlp: str | None = None
    id_stated: bool = False
    body_line: int = 1
    structure: Structure = Structure((), (), ())
    h1: tuple[str, int] | None = None
    published_at: str | None = None
    invalid: tuple[FieldPath, ...] = ()
    named_day: date | None = None

    # Asked for hundreds of times by lists and charts, so found once.
    rank: int = field(init=False, repr=False, compare=False)
    """The severity's rank for sorting; 9 where it is unknown."""
    retired: bool = field(init=False, repr=False, compare=False)
    """Whether the document stands for no incident of its own any more: it is withdrawn, or its
    successor has what is counted and what is still to do."""
    unfinished: tuple[ActionItem, ...] = field(init=False, repr=False, compare=False)
    """The action items that still ask for work."""
    started: datetime | None = field(init=False, repr=False, compare=False)
    """Start of the incident in UTC, for sorting and counting by month."""
    day: date | None = field(init=False, repr=False, compare=False)
    """The day of the incident, for lists and charts: that of its start in UTC, a bare date as it
    is written, else `named_day`."""

    def __post_init__(self) -> None:
        rank = self.severity.rank if self.severity else None
        object.__setattr__(self, "rank", rank or 9)
        object.__setattr__(self, "retired", self.status in ("withdrawn", "superseded"))
        unfinished = tuple(action for action in self.actions if action.unfinished)
        object.__setattr__(self, "unfinished", unfinished)
        instant = self.milestones.get("started")
        object.__setattr__(self, "started", instant.utc if instant else None)
        object.__setattr__(self, "day", instant.day if instant else self.named_day)

    def value(self, path: str) -> object:
        """The field at a dotted path (`impact.users.affected`); None if it is not there."""
        node: object = self.record
        for key in _keys(path):
            if not isinstance(node, dict):
                return None
            node = node.get(key)
        return node

    def invalid_at(self, *path: str | int) -> bool:
        """Whether something was left out as invalid at a place, around it or below it."""
        return any(
            all(ours == wrong for ours, wrong in zip(path, place, strict=False))
            for place in self.invalid
        )

    def passage(self, path: str) -> Passage | None:
        """The first piece of the body that holds the field at a dotted path."""
        return next((p for p in self.passages if p.path == path), None)
