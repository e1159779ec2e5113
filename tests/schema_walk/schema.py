"""The record schema as the tests see it: every place of it, read from the file itself.

Nothing here uses the package's own reading of the schema, so that a mistake in that is found.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SCHEMAS = Path(__file__).parents[2] / "schema"
Path_ = tuple[str | int, ...]
Schema = Mapping[str, Any]

FORMS = {
    "postmortem-instant": "2026-03-13 22:41",
    "postmortem-timeline-time": "22:44",
    "postmortem-date": "2026-03-27",
    "postmortem-duration": "1h 22m",
    "postmortem-url": "https://example.com/a",
    "postmortem-id": "OLD-1",
}
"""A valid text for each format."""

SAMPLES: Mapping[Path_, object] = {
    ("profile",): "service",
    ("timezone",): "UTC",
    ("severity",): "SEV-2",
    ("status",): "in_review",
    ("suppress", 0, "rule"): "PM210",
    ("timeline", 0, "kind"): "communication",
    ("related", 0, "id"): "INC-20260101-001",
    ("related", 0, "relation"): "related",
}
"""Valid values of places where not every text is one."""


@cache
def load() -> Schema:
    """The record schema as its file says it."""
    raw: Schema = json.loads((SCHEMAS / "postmortem.schema.json").read_text("utf-8"))
    return raw


@dataclass(frozen=True)
class Branch:
    """One of the alternatives that may stand at a place; `pointer` is its place in the file."""

    pointer: str
    schema: Schema

    @property
    def kinds(self) -> tuple[str, ...]:
        kind = self.schema.get("type", ())
        return (kind,) if isinstance(kind, str) else tuple(kind)


@dataclass(frozen=True)
class Place:
    """A place of a record: its path (lists by their first item) and what may stand there.

    Attributes:
        pointers: Where the file of the schema describes the property; empty for an item.
    """

    path: Path_
    branches: tuple[Branch, ...]
    pointers: frozenset[str]

    @property
    def kinds(self) -> set[str]:
        """The JSON types that may stand here."""
        return {kind for branch in self.branches for kind in branch.kinds}

    def branch(self, kind: str) -> Schema | None:
        """The alternative of a type, other than a single word."""
        return next(
            (b.schema for b in self.branches if kind in b.kinds and "const" not in b.schema), None
        )

    @property
    def words(self) -> tuple[str, ...]:
        """The single words that may stand here beside something else."""
        return tuple(b.schema["const"] for b in self.branches if "const" in b.schema)


def branches(schema: Schema, pointer: str) -> Iterator[Branch]:
    """A schema's alternatives, references followed; what stands beside a reference wins."""
    if "$ref" in schema:
        target: Any = load()
        for key in schema["$ref"].removeprefix("#/").split("/"):
            target = target[key]
        beside = {key: value for key, value in schema.items() if key != "$ref"}
        yield from branches({**target, **beside}, schema["$ref"])
        return
    if "anyOf" not in schema:
        yield Branch(pointer, schema)
    for index, inner in enumerate(schema.get("anyOf", ())):
        yield from branches(inner, f"{pointer}/anyOf/{index}")


def walk(schema: Schema, pointer: str = "#", path: Path_ = ()) -> Iterator[Place]:
    """Every place below a schema, in the order of the file."""
    for branch in branches(schema, pointer):
        for key, child in branch.schema.get("properties", {}).items():
            here = f"{branch.pointer}/properties/{key}"
            yield Place((*path, key), tuple(branches(child, here)), frozenset([here]))
            yield from walk(child, here, (*path, key))
        if "items" in branch.schema:
            child, here = branch.schema["items"], f"{branch.pointer}/items"
            yield Place((*path, 0), tuple(branches(child, here)), frozenset())
            yield from walk(child, here, (*path, 0))


@cache
def places() -> tuple[Place, ...]:
    """Every place of a record."""
    return tuple(walk(load()))


@cache
def groups() -> Mapping[Path_, Schema]:
    """Every place where a group of keys may stand, the record itself included."""
    found: dict[Path_, Schema] = {(): load()}
    for place in places():
        group = place.branch("object")
        if group is not None:
            found[place.path] = group
    return found


def declared(node: object, pointer: str = "#") -> Iterator[str]:
    """The place in the file of everything that stands below a key `properties`."""
    if isinstance(node, list):
        for index, item in enumerate(node):
            yield from declared(item, f"{pointer}/{index}")
    if not isinstance(node, Mapping):
        return
    for key, value in node.items():
        if key == "examples":
            continue
        if key == "properties" and isinstance(value, Mapping):
            yield from (f"{pointer}/properties/{name}" for name in value)
        yield from declared(value, f"{pointer}/{key}")


def required(group: Schema) -> tuple[str, ...]:
    """The keys without which a group is not complete."""
    return (*group.get("required", ()), *group.get("else", {}).get("required", ()))


def valid(path: Path_) -> Any:
    """The smallest valid value of a place."""
    if path in SAMPLES:
        return SAMPLES[path]
    place = next(p for p in places() if p.path == path)
    for branch in place.branches:
        schema = branch.schema
        if "enum" in schema:
            return schema["enum"][0]
        if "string" in branch.kinds and "const" not in schema:
            return "A1" if "pattern" in schema else FORMS.get(schema.get("format", ""), "Words")
        if branch.kinds and branch.kinds[0] in ("integer", "number"):
            return 1
        if "boolean" in branch.kinds:
            return True
        if "array" in branch.kinds:
            return [valid((*path, 0))]
        if "object" in branch.kinds:
            keys = required(schema) or tuple(schema["properties"])[:1]
            return {key: valid((*path, key)) for key in keys}
    raise AssertionError(path)


BESIDE: Mapping[Path_, Mapping[str, object]] = {
    ("action_items", 0, "done_on"): {"status": "done"},
}
"""What a key needs beside it, which the schema cannot say."""


def around(path: Path_, value: object, but: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The smallest record with a value at a place, and everything beside it that is required.

    Args:
        but: Keys beside the place that are left out.
    """
    for depth in range(len(path) - 1, -1, -1):
        key, group = path[depth], path[:depth]
        if isinstance(key, int):
            value = [value]
            continue
        needed = required(groups()[group]) if group else ()
        beside = {
            name: valid((*group, name)) for name in needed
            if name != key and not (depth == len(path) - 1 and name in but)
        }  # fmt: skip
        value = {**beside, **BESIDE.get(path[: depth + 1], {}), key: value}
    assert isinstance(value, dict)
    return value
