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


Check = tuple[Callable[[str], bool], str]
"""Whether a text is in a form, and what to write instead."""

FORMATS: Mapping[str, Check] = {
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
"""Our formats by name: the check, and what to write instead."""
_WANTED: Mapping[str, str] = {name: wanted for name, (_, wanted) in FORMATS.items()}


@dataclass(slots=True)
class Node:
    """A place of the schema, compiled: what may stand there, by the kind of the value."""

    properties: dict[str, Node] | None = None
    items: Node | None = None
    number: re.Pattern[str] | None = None
    boolean: bool = False
    checks: tuple[Check, ...] = ()
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
            for check, wanted in node.checks:
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


def load_record(
    extra_keys: tuple[str, ...] = (), categories: tuple[str, ...] = (), own: str = "{}"
) -> Record:
    """The record schema of the package, compiled, with what an organisation adds to it.

    Args:
        categories: Further choices where the schema says `x-extensible`.
        own: Further fields at the top, as JSON: `properties` of a schema without references.
    """
    return _record(extra_keys, categories, own)


@cache
def _record(extra_keys: tuple[str, ...], categories: tuple[str, ...], own: str) -> Record:
    schema = json.loads((schema_folder() / "postmortem.schema.json").read_text("utf-8"))
    _extend(schema, categories)
    schema["properties"] |= json.loads(own)
    return Record(schema, extra_keys)


def _extend(node: Any, categories: tuple[str, ...]) -> None:
    """Add choices wherever a schema leaves them to the organisation."""
    if isinstance(node, dict):
        if node.get("x-extensible") is True:
            node["enum"] = list(dict.fromkeys((*node["enum"], *categories)))
        for value in node.values():
            _extend(value, categories)


def profile_problems(raw: Any) -> list[Problem]:
    """What is wrong with the schema of a profile: as such, and as JSON Schema (draft 2020-12)."""
    from jsonschema import Draft202012Validator, SchemaError
    from referencing import Registry

    text = (schema_folder() / "profile.schema.json").read_text("utf-8")
    held_to = Draft202012Validator(json.loads(text), registry=Registry())
    found = problems.from_errors(held_to.iter_errors(raw), {})
    try:
        Draft202012Validator.check_schema(raw)
    except SchemaError as error:
        found += problems.from_errors([error], {})
    return found


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


def _matching(schema: Mapping[str, Any]) -> Check:
    """The check of a pattern of the organisation's; what is too long is refused for that alone."""
    pattern, longest = re.compile(schema["x-pattern"], re.ASCII), schema["maxLength"]
    wanted = schema.get("description", schema["x-pattern"])
    return lambda s: len(s) > longest or s == "unknown" or pattern.search(s) is not None, wanted


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
            node.checks = (*node.checks, FORMATS[branch["format"]])
        if "x-pattern" in branch:
            node.checks = (*node.checks, _matching(branch))
        if "properties" in branch:
            node.properties = {k: _compile(v) for k, v in branch["properties"].items()}
        if "items" in branch:
            node.items = _compile(branch["items"])
    # Most places take any text: nothing has to be done with one there.
    node.as_is = not (node.boolean or node.number or node.checks)
    return node
