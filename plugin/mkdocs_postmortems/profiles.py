"""A profile is one template as data: severity scale, ids, sections in order, what `final` needs.

Everything comes from the `x-*` annotations of `schema/profiles/<name>.schema.json`; no profile has
code of its own. `new`, the page, the section rules and the model's reading of the body all follow
what stands there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from .markdown_text import heading_key
from .model import RANKS, Severity
from .policies import KINDS, Policy, Signature
from .specs import FieldSpec, Requirement, SectionSpec, SeverityLevel, SeverityRequirement
from .times import parse_date
from .windows import parse_window

_PACKAGE = Path(__file__).parent


def schema_folder() -> Path:
    """The folder of the schemas: inside an installed package, or at the top of a checkout."""
    inside = _PACKAGE / "schema"
    return inside if inside.is_dir() else _PACKAGE.parents[1] / "schema"


@dataclass(frozen=True, slots=True)
class Profile:
    """One template. See the module's docstring.

    Attributes:
        by_heading: Section keys by normalised heading and alias.
        id_date: Pattern with three groups (year, month, day) of an id that holds a date.
        scaffold: Dotted fields that `new` writes besides the smallest set.
        policies: What the template asks of time, signatures and actions, in its order.
        own: Schemas of the fields of the organisation's own, by key, ready for the record.
        own_titles: Their titles by path, and of the keys of their rows (`x-letters[].sent_on`).
        text: The organisation's own file as written; empty for a built-in profile.
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
    own: Mapping[str, Any] = field(default_factory=dict)
    own_titles: Mapping[str, str] = field(default_factory=dict)
    text: str = ""

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
        fields=tuple(_field(item, entry.get("heading", "")) for item in entry.get("fields", ())),
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
