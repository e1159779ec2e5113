"""What the schemas say of the fields: which there are, their titles, and which hold choices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from . import schemas


@cache
def choices() -> frozenset[str]:
    """The dotted paths of the fields whose values are choices, which pages show as words."""
    found: set[str] = set()

    def walk(schema: Any, path: str) -> None:
        for branch in _branches(schema):
            if any(isinstance(value, str) for value in branch.get("enum", ())):
                found.add(path)
            if "items" in branch:
                walk(branch["items"], path)
            for key, value in branch.get("properties", {}).items():
                walk(value, f"{path}.{key}" if path else key)

    walk(schemas.load_record().schema, "")
    return frozenset(found)


@cache
def record_titles() -> Mapping[str, str]:
    """The titles of all fields by their dotted paths; rows of a list have the path of the list."""
    found: dict[str, str] = {}

    def walk(schema: Any, path: str) -> None:
        for branch in _branches(schema):
            if "items" in branch:
                walk(branch["items"], path)
            for key, child in branch.get("properties", {}).items():
                here = f"{path}.{key}" if path else key
                found[here] = child["title"]
                walk(child, here)

    walk(schemas.load_record().schema, "")
    return found


@cache
def columns(path: str) -> tuple[Mapping[str, str], str | None]:
    """The titles of the keys of a list's records, in the schema's order, and the main key.

    The main key is the one that a plain text stands for, where texts are allowed as well.
    """
    properties, main = _columns(path)
    return {key: child["title"] for key, child in properties.items()}, main


@cache
def column_labels(path: str) -> Mapping[str, tuple[str, ...]]:
    """The words for each key of a list's records: its title, then those of the templates."""
    properties, _ = _columns(path)
    return {k: (child["title"], *child.get("x-labels", ())) for k, child in properties.items()}


@cache
def choice_labels(path: str, key: str) -> Mapping[str, str]:
    """The choices of a key of a list's records, by the words for them in lower case."""
    child = _columns(path)[0].get(key, {})
    words = (choice for choice in child.get("enum", ()) if isinstance(choice, str))
    found = {choice.replace("_", " "): choice for choice in words}
    for choice, labels in child.get("x-choice-labels", {}).items():
        found.update((label.casefold(), choice) for label in labels)
    return found


@cache
def _columns(path: str) -> tuple[Mapping[str, Any], str | None]:
    """The schemas of the keys of a list's records, and the main key."""
    node: Any = schemas.load_record().schema
    for key in path.split("."):
        groups = [b["properties"] for b in _branches(node) if "properties" in b]
        if not groups or key not in groups[0]:
            return {}, None
        node = groups[0][key]
    for items in (b["items"] for b in _branches(node) if "items" in b):
        for branch in _branches(items):
            if "properties" in branch:
                properties: Mapping[str, Any] = branch["properties"]
                main = branch.get("required", ("description",))[0]
                return properties, main if main in properties else None
    return {}, None


def _branches(schema: Any) -> tuple[Any, ...]:
    return (schema, *schema.get("anyOf", ()))


@cache
def paths() -> frozenset[str]:
    """The dotted paths of all fields, those of groups and of lists included."""
    return frozenset(path for path, _ in walk(schemas.load_record().schema["properties"]))


def walk(properties: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Fields and the fields of groups by their dotted paths, without those of the rows of lists."""
    for key, schema in properties.items():
        yield f"{above}{key}", schema
        for branch in _branches(schema):
            yield from walk(branch.get("properties", {}), f"{above}{key}.")


def titles(properties: Mapping[str, Any]) -> dict[str, str]:
    """The titles of fields by their paths; the columns of a list of groups by `list[].key`."""
    found: dict[str, str] = {}
    for path, schema in walk(properties):
        found[path] = schema.get("title", path)
        for items in (b["items"] for b in _branches(schema) if "items" in b):
            for branch in _branches(items):
                for key, child in branch.get("properties", {}).items():
                    found[f"{path}[].{key}"] = child.get("title", key)
    return found
