"""Complete documents of each profile, made from what the profile itself asks for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from .emitter import Written, front_matter
from .schema import SCHEMAS, valid

PROFILES: tuple[str, ...] = tuple(
    sorted(f.name.removesuffix(".schema.json") for f in (SCHEMAS / "profiles").glob("*.json"))
)
RANKS = ("critical", "high", "medium", "low", "informational")
STARTED = "2026-03-13 22:41"
VALUES: Mapping[str, object] = {
    "started_at": STARTED,
    "detected_at": "2026-03-13 22:44",
    "mitigated_at": "2026-03-13 23:12",
    "resolved_at": "2026-03-14 00:03",
    "timeline": [{"at": STARTED, "event": "It begins", "kind": "note"}],
    "incident_status": "resolved",
}


@cache
def raw(name: str) -> Mapping[str, Any]:
    """A profile as its file says it."""
    text = (SCHEMAS / "profiles" / f"{name}.schema.json").read_text("utf-8")
    found: Mapping[str, Any] = json.loads(text)
    return found


def labels(name: str) -> list[str]:
    """The levels of a profile, worst first."""
    return [level["label"] for level in raw(name)["x-severity-scale"]]


def an_id(name: str) -> str:
    """An id of a profile's form, with the day of the start where it holds one."""
    made: str = raw(name)["x-id-format"].format(date="20260313", day="2026-03-13", number=1)
    return made


@dataclass
class Document:
    """A document of a profile, from which things are taken away.

    Attributes:
        sections: Keys of the sections in order, with their texts.
    """

    profile: str
    record: dict[str, Any]
    sections: dict[str, str] = field(default_factory=dict)

    def written(self) -> Written:
        """The front matter."""
        return front_matter(self.record)

    def text(self) -> str:
        """The whole file."""
        return self.written().text + self.body()

    def body(self) -> str:
        """The sections under the titles of the template."""
        lines: list[str] = []
        titles: list[tuple[int, str]] = []
        for spec in raw(self.profile)["x-sections"]:
            level, heading = spec["level"], f"{'#' * spec['level']} {spec.get('heading', '')}"
            titles = [title for title in titles if title[0] < level]
            if spec["key"] in self.sections:
                lines += [line for _, title in titles for line in (title, "")]
                lines += [heading, "", *filter(None, [self.sections[spec["key"]]]), ""]
                titles = []
            elif level:
                titles.append((level, heading))
        return "\n".join(lines)

    def line_of(self, key: str) -> int:
        """The line of a section's heading in the file."""
        spec = next(s for s in raw(self.profile)["x-sections"] if s["key"] == key)
        heading = f"{'#' * spec['level']} {spec['heading']}"
        return self.text().split("\n").index(heading) + 1


@cache
def required(name: str, status: str, rank: int = 1) -> Mapping[str, tuple[str, ...]]:
    """What a status asks for at a severity: fields, sections, keys of each action."""
    asked = raw(name)["x-required"][status]
    more = [e for e in asked.get("by_severity", ()) if rank <= RANKS.index(e["at_least"]) + 1]
    return {
        key: tuple(dict.fromkeys(path for entry in (asked, *more) for path in entry.get(key, ())))
        for key in ("fields", "sections", "action_items")
    }


def complete(name: str, status: str, rank: int = 1) -> Document:
    """The smallest document of a profile and severity that a status asks nothing more of."""
    asked = required(name, status, rank)
    scale = {level["rank"]: level["label"] for level in raw(name)["x-severity-scale"]}
    record: dict[str, Any] = {
        "title": f"Checkout broke, {name}", "profile": name, "severity": scale[rank],
        "status": status, "started_at": STARTED,
    }  # fmt: skip
    for path in asked["fields"]:
        if path == "action_items":
            keys = ("title", *asked["action_items"])
            row = {key: valid(("action_items", 0, key)) for key in keys}
            record[path] = [{"id": "AI-001", **row}]
            continue
        *groups, last = path.split(".")
        node = record
        for key in groups:
            node = node.setdefault(key, {})
        node.setdefault(last, VALUES.get(path) or valid(tuple(path.split("."))))
    sections = dict.fromkeys(asked["sections"], "What is known of it, said in a sentence.")
    return Document(name, record, sections)


def stages() -> list[tuple[str, str]]:
    """Each profile with each status that asks for something."""
    return [(name, status) for name in PROFILES for status in raw(name)["x-required"]]
