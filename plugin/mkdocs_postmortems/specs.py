"""What a template consists of: its fields, its sections, its severities, what it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A labelled field of a section.

    Attributes:
        label: The template's own words.
        path: Dotted path into the record.
        keys: Normalised label and aliases, for finding it in a body.
        group: The label of the group that it stands in, if any.
        prose: May be written in the body after its bold label.
        item: For a list: the values that select the item meant.
        guidance: Help for the author.
        date: Show the day only.
        table: A list of records shown as a table, with a column for each key.
        options: For boxes to tick: the template's words for each choice, in its order.
        last: What the last row of a table is, such as the root cause of five whys.
        since: For a length: the milestone from which this template counts it.
        by: For a list of records: the key whose values are the boxes of `options`.
        box: For rows of a list that are a box of the template: `named` is ticked by a row that is
            there, `done` by one that is done.
        quiet: The heading says what the label says.
    """

    label: str
    path: str
    keys: frozenset[str]
    group: str | None = None
    prose: bool = False
    item: Mapping[str, str] | None = None
    guidance: str | None = None
    date: bool = False
    table: bool = False
    options: Mapping[str, str] | None = None
    last: str | None = None
    since: str | None = None
    by: str | None = None
    box: str | None = None
    quiet: bool = False

    @property
    def place(self) -> str:
        """Its path; an item of a list is told apart by the values that select it."""
        if self.item is None:
            return self.path
        return f"{self.path}[{','.join(f'{k}={v}' for k, v in sorted(self.item.items()))}]"


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """A section of a template; level 0 stands for the lines above the first heading.

    Attributes:
        prose: Path of the field that unlabelled text in this section fills; None where the
            template has only data. `lessons[category=process]` names the rows of a list.
        rows: Path of a list that may be written here as list items or a table, where `prose` is
            None: a paragraph here is no part of it.
        is_list: Its text is a list of items.
        events: Its list items are timeline events (`- HH:MM - Event`).
        legend: The states of action items with the template's words for them.
    """

    key: str
    heading: str
    level: int
    fields: tuple[FieldSpec, ...]
    prose: str | None = None
    is_list: bool = False
    events: bool = False
    guidance: str | None = None
    legend: Mapping[str, str] | None = None
    rows: str | None = None

    @property
    def written(self) -> str | None:
        """Path of the field that unlabelled text in this section belongs to."""
        return self.prose or self.rows


@dataclass(frozen=True, slots=True)
class SeverityRequirement:
    """What a status asks for besides, from a severity on: `rank`, and all that are worse."""

    rank: int
    fields: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a status asks for: dotted fields, section keys, keys of every action item."""

    fields: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    action_items: tuple[str, ...] = ()
    by_severity: tuple[SeverityRequirement, ...] = ()

    def at(self, rank: int | None) -> Requirement:
        """All that is asked for at a rank; an unknown one asks for nothing extra."""
        more = [e for e in self.by_severity if rank is not None and rank <= e.rank]
        if not more:
            return self
        return Requirement(
            tuple(dict.fromkeys((*self.fields, *(f for e in more for f in e.fields)))),
            tuple(dict.fromkeys((*self.sections, *(s for e in more for s in e.sections)))),
            self.action_items,
        )


@dataclass(frozen=True, slots=True)
class SeverityLevel:
    """A label of a severity scale with its ordinal rank, 1 (critical) to 5 (informational)."""

    label: str
    rank: int
    definition: str | None = None
    examples: tuple[str, ...] = ()
