"""Sole owner of jsonschema: types the scalars of a record and says what is wrong with it.

Two steps. `Record.coerce` walks the data beside the compiled schema once: it converts texts where
the schema asks for numbers and booleans, drops empty values, reports unknown keys and asserts the
formats (jsonschema's own are optional and silently off). Then the validator judges the rest.

`jsonschema` is the reference and gives every message. `jsonschema-rs`, where it is installed,
decides only *whether* the reference has to be asked: it answers in microseconds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from . import problems, times
from .diagnostics import FieldPath
from .problems import Problem
from .profiles import schema_folder

# Longer integers are numbers too, so that the limits refuse them, and not the type.
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,29})", re.ASCII)
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,15}|-?(?:0|[1-9][0-9]{0,29})", re.ASCII)
_NULL = frozenset({"~", "null", "Null", "NULL"})
_URL = re.compile(r"(?:https?://|mailto:)[^\s<>\"']+", re.ASCII | re.IGNORECASE)
_ID = re.compile(r"(?=[A-Za-z0-9_-]*[0-9])[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*", re.ASCII)


def valid_id(text: str) -> bool:
    """Whether a text is an incident id: ASCII letters and digits with single `-` or `_` between."""
    return len(text) <= 64 and _ID.fullmatch(text) is not None


def valid_url(text: str) -> bool:
    """Whether a text is an `http`, `https` or `mailto` URL without user name and password."""
    return _URL.fullmatch(text) is not None and "@" not in text.partition("//")[2].split("/")[0]


FORMATS: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "postmortem-instant": (
        lambda s: s == "unknown" or times.parse_instant(s) is not None,
        "YYYY-MM-DD HH:MM with an optional offset",
    ),
    "postmortem-timeline-time": (
        lambda s: (
            s == "unknown" or times.parse_clock(s) is not None or times.parse_instant(s) is not None
        ),
        "YYYY-MM-DD HH:MM or HH:MM",
    ),
    "postmortem-date": (
        lambda s: s == "unknown" or times.parse_date(s) is not None,
        "a day that exists, as YYYY-MM-DD",
    ),
    "postmortem-duration": (
        lambda s: s == "unknown" or times.parse_duration(s) is not None,
        "a length such as 2h 15m, 02:15 or 90 minutes",
    ),
    "postmortem-url": (
        lambda s: s == "unknown" or valid_url(s),
        "an https:// or mailto: address without a password",
    ),
    "postmortem-id": (
        valid_id,
        "letters and digits with - or _ between, at least one digit, at most 64",
    ),
}
"""Our formats: the check, and what to write instead."""
_WANTED: Mapping[str, str] = {name: wanted for name, (_, wanted) in FORMATS.items()}


@dataclass(slots=True)
class Node:
    """A place of the schema, compiled: what may stand there, by the kind of the value."""

    properties: dict[str, Node] | None = None
    items: Node | None = None
    number: re.Pattern[str] | None = None
    boolean: bool = False
    formats: tuple[str, ...] = ()
    as_is: bool = False


@dataclass(slots=True)
class Coerced:
    """The typed data, and the problems that typing them met."""

    data: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)


class Record:
    """The compiled record schema."""

    def __init__(self, schema: Mapping[str, Any], extra_keys: tuple[str, ...] = ()) -> None:
        self.schema: dict[str, Any] = inline(schema, schema)
        self.root = _compile(self.schema)
        self.extra_keys = frozenset(extra_keys)
        self._fast = _accelerated(self.schema)

    def coerce(self, data: Mapping[str, Any]) -> Coerced:
        """Type the scalars of a front matter and report unknown keys and broken formats."""
        found: list[Problem] = []
        typed = self._object(self.root, data, (), found)
        return Coerced(typed, found)

    def validate(self, data: Mapping[str, Any]) -> list[Problem]:
        """What the JSON Schema says against typed data; empty when it is valid."""
        if self._fast is not None and self._fast(data):
            return []
        return problems.from_errors(_reference(self).iter_errors(data), _WANTED)

    def _value(self, node: Node, value: Any, path: FieldPath, out: list[Problem]) -> Any:
        if type(value) is str:
            if value in _NULL:
                out.append(problems.null(value, path))
                return value
            if node.boolean and value in ("true", "false"):
                return value == "true"
            if node.number is not None and node.number.fullmatch(value):
                return float(value) if "." in value else int(value)
            for name in node.formats:
                check, wanted = FORMATS[name]
                # An empty text is refused by its length already.
                if value and not check(value):
                    out.append(problems.wrong_form(value, path, wanted))
            return value
        if type(value) is list:
            if node.items is None:
                return value
            return [
                # An empty item keeps its place, so that positions stay right; the limits refuse it.
                self._value(node.items, "" if item is None else item, (*path, index), out)
                for index, item in enumerate(value)
            ]
        if node.properties is None:
            return value
        return self._object(node, value, path, out)

    def _object(
        self, node: Node, value: Mapping[str, Any], path: FieldPath, out: list[Problem]
    ) -> dict[str, Any]:
        result: dict[str, Any] = {}
        properties = node.properties or {}
        for key, item in value.items():
            child = properties.get(key)
            if child is not None:
                if child.as_is and type(item) is str and item not in _NULL:
                    result[key] = item
                elif item is not None:
                    result[key] = self._value(child, item, (*path, key), out)
            elif key.startswith("x-") or (not path and key in self.extra_keys):
                result[key] = item
            else:
                before = _before(value, key) if item is None else None
                out.append(problems.unknown_key(key, path, tuple(properties), before))
        return result


def _before(group: Mapping[str, Any], key: str) -> tuple[str, str] | None:
    """The text field written before a key, which an unquoted comma may have cut in two."""
    keys = list(group)
    index = keys.index(key)
    if index == 0 or not isinstance(group[keys[index - 1]], str):
        return None
    return keys[index - 1], group[keys[index - 1]]


def load_record(extra_keys: tuple[str, ...] = ()) -> Record:
    """The record schema of the package, compiled."""
    return _record(extra_keys)


@cache
def _record(extra_keys: tuple[str, ...]) -> Record:
    text = (schema_folder() / "postmortem.schema.json").read_text("utf-8")
    return Record(json.loads(text), extra_keys)


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

    walk(load_record().schema, "")
    return frozenset(found)


@cache
def titles() -> Mapping[str, str]:
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

    walk(load_record().schema, "")
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
    node: Any = load_record().schema
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


def inline(node: Any, root: Mapping[str, Any]) -> Any:
    """A schema with its local `$ref`s replaced by what they name; siblings of a `$ref` win.

    Following references costs jsonschema more than the checks themselves.
    """
    if isinstance(node, list):
        return [inline(item, root) for item in node]
    if not isinstance(node, Mapping):
        return node
    if "$ref" in node:
        target: Any = root
        for key in node["$ref"].removeprefix("#/").split("/"):
            target = target[key]
        node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
    return {key: inline(value, root) for key, value in node.items() if key != "$defs"}


def _accelerated(schema: dict[str, Any]) -> Callable[[Any], bool] | None:
    try:
        import jsonschema_rs
    except ImportError:  # no wheel for this platform; the reference gives the same answers
        return None
    return jsonschema_rs.Draft202012Validator(schema).is_valid


@cache
def _reference(record: Record) -> Any:
    """The reference validator; imported late, as most runs never need it."""
    from jsonschema import Draft202012Validator
    from referencing import Registry

    return Draft202012Validator(dict(record.schema), registry=Registry())


def _compile(schema: Any) -> Node:
    node = Node()
    branches = [schema, *schema.get("anyOf", ())] if isinstance(schema, Mapping) else []
    for branch in branches:
        kinds = branch.get("type", ())
        kinds = (kinds,) if isinstance(kinds, str) else tuple(kinds)
        node.boolean = node.boolean or "boolean" in kinds
        if "number" in kinds:
            node.number = _DECIMAL
        elif "integer" in kinds and node.number is None:
            node.number = _INTEGER
        if "format" in branch and branch["format"] in FORMATS:
            node.formats = (*node.formats, branch["format"])
        if "properties" in branch:
            node.properties = {k: _compile(v) for k, v in branch["properties"].items()}
        if "items" in branch:
            node.items = _compile(branch["items"])
    # Most places take any text: nothing has to be done with one there.
    node.as_is = not (node.boolean or node.number or node.formats)
    return node
