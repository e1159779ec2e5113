"""The page of all fields, from the JSON Schema of the record; and how tables and values look.

A part of the hook `_hooks.py`, which imports it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mkdocs_postmortems.chronology import FALLBACK_KINDS, KIND_MILESTONES, MILESTONE_FIELDS
from mkdocs_postmortems.metrics import DEFINITIONS
from mkdocs_postmortems.profiles import schema_folder
from mkdocs_postmortems.relations import INVERSE_RELATIONS, SYMMETRIC_RELATIONS

GROUPS: Mapping[str, str] = {
    "schema_version": "Identity, status, people",
    "started_at": "Times and durations",
    "impact": "Impact",
    "timeline": "Timeline and communication",
    "root_cause": "Cause and detection",
    "what_went_well": "Response and resolution",
    "action_items": "Actions and prevention",
    "lessons": "Lessons",
    "related": "Relations, references, review",
}
"""The heading above a group of fields, by the first field of the group in the schema's order."""

_FIELDS_INTRO = """\
Every key of the front matter. All are optional in a draft; the [profile](index.md#profiles) says \
what `in_review` and `final` need. Each profile takes every field: one that its template has no \
place for is shown at the end of the page.

`unknown` is an answer where nobody knows. A key that begins with `x-` is free for your \
organisation, at every level.

The record holds the fields of all templates that are planned. What reads them beyond the page \
and the checks (exports, import) is [on the roadmap](../index.md#what-comes-next)."""


def fields_page(schema: Mapping[str, Any]) -> str:
    """Every field of the record, with the kinds of values and what is computed."""
    parts = [
        "# Fields",
        _FIELDS_INTRO,
    ]
    for key, node in schema["properties"].items():
        if key in GROUPS:
            parts.append(f"## {GROUPS[key]}")
        parts += _field(key, node)
    parts += [*_chronology(), *_relation_tables(), "## Kinds of values"]
    for name, node in schema["$defs"].items():
        parts += [f"### {node['title']} {{ #value-{name} }}", node["description"]]
        parts += [_examples(node.get("examples", []))] if node.get("examples") else []
    return "\n\n".join(parts) + "\n"


def _field(key: str, node: Mapping[str, Any]) -> Iterator[str]:
    yield f"### `{key}` {{ #{key} }}"
    yield node["description"]
    if node.get("x-prose"):
        yield "Usually written as a section of the body; either place is read, not both."
    yield f"Value: {_kind(node)}.{_choices(node)}"
    rows = list(_rows(node, ""))
    if rows:
        yield table(("Key", "Value", "Meaning"), rows)
    if node.get("examples"):
        yield f"```yaml\n{_yaml(key, node['examples'][0])}\n```"


def _rows(node: Mapping[str, Any], path: str) -> Iterator[tuple[str, str, str]]:
    """The keys below a field; below that, their paths, with `[]` for each item of a list."""
    for option in node.get("anyOf", ()):
        yield from _rows(option, path)
    if isinstance(node.get("items"), dict):
        yield from _rows(node["items"], f"{path}[]")
    for key, child in node.get("properties", {}).items():
        here = f"{path}.{key}".removeprefix("[]").removeprefix(".")
        must = " **Required.**" if key in node.get("required", ()) else ""
        yield f"`{here}`", _kind(child), f"{child['description']}{must}{_choices(child)}"
        yield from _rows(child, here)


def _kind(node: Mapping[str, Any]) -> str:
    """The kind of a value in words, with a link to its description."""
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        return f"[{record()['$defs'][name]['title'].lower()}](#value-{name})"
    if "anyOf" in node:
        return " or ".join(dict.fromkeys(_kind(option) for option in node["anyOf"]))
    if "enum" in node:
        return "a choice"
    kind = node.get("type")
    if kind == "array":
        items = node.get("items", {})
        group = items.get("type") == "object"
        return "list of entries, as below" if group else f"list of {_kind(items)}"
    words = {"object": "keys as below", "integer": "whole number", "number": "number",
             "boolean": "`true` or `false`", "string": "text"}  # fmt: skip
    return words.get(kind, "any value") if isinstance(kind, str) else "any value"


def _choices(node: Mapping[str, Any]) -> str:
    found = list(_enums(node))
    return f" One of {codes(found)}." if found else ""


def _enums(node: Mapping[str, Any]) -> Iterator[str]:
    for value in node.get("enum", ()):
        yield json.dumps(value) if isinstance(value, bool) else str(value)
    for option in node.get("anyOf", ()):
        yield from _enums(option)
    if isinstance(node.get("items"), dict):
        yield from _enums(node["items"])


def _chronology() -> Iterator[str]:
    """Milestones with the two places in which each may be written, and the metrics."""
    kinds: dict[str, list[str]] = {name: [] for name in MILESTONE_FIELDS}
    for kind, name in KIND_MILESTONES.items():
        kinds[name].append(f"`{kind}`")
    for kind, name in FALLBACK_KINDS.items():
        kinds[name].append(f"`{kind}` where nothing else gives it")
    yield "## Milestones"
    yield "Each is written once: as a field, or as the `kind` of a timeline event."
    yield table(
        ("Milestone", "Field", "Kind of a timeline event"),
        [(n.replace("_", " "), f"`{MILESTONE_FIELDS[n]}`", ", ".join(k)) for n, k in kinds.items()],
    )
    yield "## Metrics"
    yield "Computed from the milestones, with one definition for every page and chart."
    yield table(
        ("Metric", "Key", "Runs"), [(f"{d.label} ({d.short})", f"`metrics.{d.key}`", d.text)
                                    for d in DEFINITIONS],
    )  # fmt: skip


def _relation_tables() -> Iterator[str]:
    yield "## Relations"
    yield "A relation is written in one postmortem. The page of the other one shows its inverse."
    rows = [(f"`{name}`", inverse) for name, inverse in INVERSE_RELATIONS.items()]
    rows += [(f"`{name}`", "the same") for name in sorted(SYMMETRIC_RELATIONS)]
    yield table(("Relation", "On the other page"), rows)


def record() -> Mapping[str, Any]:
    text = (schema_folder() / "postmortem.schema.json").read_text("utf-8")
    loaded: Mapping[str, Any] = json.loads(text)
    return loaded


def codes(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _examples(examples: list[Any]) -> str:
    return f"For example {', '.join(f'`{flow(e)}`' for e in examples)}."


def _yaml(key: str, value: Any) -> str:
    """A field as an author writes it: lists of groups one item a line, the rest in one line."""
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return "\n".join([f"{key}:", *(f"  - {flow(item)}" for item in value)])
    if isinstance(value, dict):
        return "\n".join([f"{key}:", *(f"  {name}: {flow(v)}" for name, v in value.items())])
    return f"{key}: {flow(value)}"


def flow(value: Any) -> str:
    """A value in YAML's flow form; JSON's quotes only where a plain word would be misread."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(v) for v in value) + "]"
    if isinstance(value, str) and re.fullmatch(r"[\w./+-]+(?:[ T:][\w.+-]+)*", value):
        return value
    return json.dumps(value, ensure_ascii=False)


def table(head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    """A Markdown table; columns that are empty in every row are left out."""
    used = [i for i in range(len(head)) if any(row[i] != "" for row in rows)]
    lines = [[head[i] for i in used], ["---"] * len(used)]
    lines += [[str(row[i]).replace("|", "\\|").replace("\n", " ") for i in used] for row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
