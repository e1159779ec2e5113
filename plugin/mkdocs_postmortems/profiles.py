"""A profile is one template as data: severity scale, ids, sections in order, what `final` needs.

Everything comes from the `x-*` annotations of `schema/profiles/<name>.schema.json`; no profile has
code of its own. `new`, the page, the section rules and the model's reading of the body all follow
what stands there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from .markdown_text import heading_key
from .model import RANKS, Severity
from .policies import KINDS, Policy, Signature
from .times import parse_date
from .windows import parse_window

_PACKAGE = Path(__file__).parent


def schema_folder() -> Path:
    """The folder of the schemas: inside an installed package, or at the top of a checkout."""
    inside = _PACKAGE / "schema"
    return inside if inside.is_dir() else _PACKAGE.parents[1] / "schema"


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


@dataclass(frozen=True, slots=True)
class Profile:
    """One template. See the module's docstring.

    Attributes:
        by_heading: Section keys by normalised heading and alias.
        id_date: Pattern with three groups (year, month, day) of an id that holds a date.
        scaffold: Dotted fields that `new` writes besides the smallest set.
        policies: What the template asks of time, signatures and actions, in its order.
    """

    name: str
    title: str
    description: str
    page_title: str
    scale: tuple[SeverityLevel, ...]
    id_patterns: tuple[re.Pattern[str], ...]
    id_format: str
    id_date: re.Pattern[str] | None
    required: Mapping[str, Requirement]
    scaffold: tuple[str, ...]
    sections: tuple[SectionSpec, ...]
    by_heading: Mapping[str, str]
    raw: Mapping[str, Any]
    policies: tuple[Policy, ...] = ()

    def severity(self, label: str) -> Severity:
        """The severity of a label; without a rank if the scale does not hold it."""
        for level in self.scale:
            if level.label == label:
                return Severity(label, level.rank)
        return Severity(label, None)

    @property
    def detection_targets(self) -> Mapping[str, str]:
        """What detection should achieve, by metric, in the template's order."""
        return {
            entry["metric"]: entry["target"] for entry in self.raw.get("x-detection-targets", ())
        }

    def section(self, key: str) -> SectionSpec | None:
        """The section of a key."""
        return next((s for s in self.sections if s.key == key), None)


def same_rank(label: str, profile: Profile, known: Iterable[Profile]) -> str | None:
    """The level of a profile for a label of other scales, where these agree on its rank."""
    ranks = {level.rank for other in known for level in other.scale if level.label == label}
    return next((level.label for level in profile.scale if ranks == {level.rank}), None)


@cache
def builtin() -> Mapping[str, Profile]:
    """The profiles that come with the package, by name, sorted."""
    files = sorted((schema_folder() / "profiles").glob("*.schema.json"))
    loaded = [from_schema(json.loads(file.read_text("utf-8"))) for file in files]
    return MappingProxyType({profile.name: profile for profile in loaded})


def from_schema(raw: Mapping[str, Any]) -> Profile:
    """A profile from its schema's annotations."""
    sections = tuple(_section(entry) for entry in raw["x-sections"])
    by_heading: dict[str, str] = {}
    for spec, entry in zip(sections, raw["x-sections"], strict=True):
        for heading in (spec.heading, *entry.get("aliases", ())):
            if heading:
                by_heading.setdefault(heading_key(heading), spec.key)
    return Profile(
        name=raw["x-name"],
        title=raw["title"],
        description=raw["description"],
        page_title=raw["x-page-title"],
        scale=tuple(
            SeverityLevel(e["label"], e["rank"], e.get("definition"), tuple(e.get("examples", ())))
            for e in raw["x-severity-scale"]
        ),
        id_patterns=tuple(re.compile(p, re.ASCII) for p in raw["x-id-patterns"]),
        id_format=raw["x-id-format"],
        id_date=re.compile(raw["x-id-date"], re.ASCII) if "x-id-date" in raw else None,
        required=MappingProxyType(
            {status: _requirement(entry) for status, entry in raw["x-required"].items()}
        ),
        scaffold=tuple(raw["x-scaffold"]),
        sections=sections,
        by_heading=MappingProxyType(by_heading),
        raw=raw,
        policies=tuple(_policy(entry) for entry in raw.get("x-policies", ())),
    )


def _requirement(entry: Mapping[str, Any]) -> Requirement:
    return Requirement(
        tuple(entry.get("fields", ())),
        tuple(entry.get("sections", ())),
        tuple(entry.get("action_items", ())),
        tuple(
            SeverityRequirement(
                RANKS[more["at_least"]],
                tuple(more.get("fields", ())),
                tuple(more.get("sections", ())),
            )
            for more in entry.get("by_severity", ())
        ),
    )


def _policy(entry: Mapping[str, Any]) -> Policy:
    if entry["kind"] not in KINDS:
        raise ValueError(f"policy {entry['key']}: unknown kind {entry['kind']}")
    return Policy(
        key=entry["key"],
        kind=entry["kind"],
        title=entry["title"],
        window=parse_window(entry.get("within")),
        start=entry.get("from", "resolved"),
        field=entry.get("field", ""),
        met_by=tuple(entry.get("met_by", ())),
        horizon=entry.get("horizon"),
        answers_due=entry.get("answers_due", False),
        signatures=tuple(
            Signature(s["role"], RANKS[s["at_least"]] if "at_least" in s else None)
            for s in entry.get("roles", ())
        ),
        form=entry.get("form", ""),
        effective_from=parse_date(entry.get("effective_from", "")),
    )


def _section(entry: Mapping[str, Any]) -> SectionSpec:
    return SectionSpec(
        key=entry["key"],
        heading=entry.get("heading", ""),
        level=entry["level"],
        fields=tuple(_field(f, entry.get("heading", "")) for f in entry.get("fields", ())),
        prose=entry.get("prose"),
        is_list=entry.get("list", False),
        events=entry.get("events", False),
        guidance=entry.get("guidance"),
        legend=MappingProxyType(entry["legend"]) if "legend" in entry else None,
        rows=entry.get("rows"),
    )


def _field(entry: Mapping[str, Any], heading: str) -> FieldSpec:
    names = (entry["label"], *entry.get("aliases", ()))
    return FieldSpec(
        label=entry["label"],
        path=entry["path"],
        keys=frozenset(heading_key(name) for name in names),
        group=entry.get("group"),
        prose=entry.get("prose", False),
        item=MappingProxyType(entry["item"]) if "item" in entry else None,
        guidance=entry.get("guidance"),
        date=entry.get("date", False),
        table=entry.get("table", False),
        options=MappingProxyType(entry["options"]) if "options" in entry else None,
        last=entry.get("last"),
        since=entry.get("since"),
        by=entry.get("by"),
        box=entry.get("box"),
        quiet=entry.get("quiet", heading_key(entry["label"]) == heading_key(heading)),
    )
