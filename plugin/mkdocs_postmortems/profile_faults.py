"""What a profile of an organisation's own may not say, beyond what its schema can refuse.

Each function yields places with a sentence about each, the first of which is reported.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from typing import Any

from . import fields, identity, patterns, profiles, schemas
from .diagnostics import FieldPath
from .problems import nearest
from .settings import Settings
from .times import parse_date

DESCRIBED = frozenset({"id", "severity"})
"""Fields of the record that a profile may describe for editors; their checks stand elsewhere."""
LONGEST = 200
"""How long a text with a pattern may be, where the profile does not say."""
_MOST_REFERENCES = 500

Fault = tuple[FieldPath, str]


def _missing(kind: str, word: str, known: list[str]) -> str:
    """There is nothing of that name; what was probably meant."""
    near = nearest(word, known)
    hint = f' Did you mean "{near}"?' if near else f" Allowed: {', '.join(known)}."
    return f'there is no {kind} "{word}".{hint if near or len(known) < 20 else ""}'


def extension(raw: Mapping[str, Any]) -> Iterator[Fault]:
    base = raw.get("x-extends")
    if base is not None and base not in profiles.builtin():
        yield ("x-extends",), _missing("built-in profile", base, list(profiles.builtin()))
    if base is None:
        for index, entry in enumerate(raw["x-sections"]):
            if isinstance(entry, str):
                yield ("x-sections", index), "only a profile with `x-extends` can name a section."
        return
    known = [entry["key"] for entry in profiles.builtin()[base].raw["x-sections"]]
    for index, entry in enumerate(raw.get("x-sections", ())):
        if isinstance(entry, str) and entry not in known:
            yield ("x-sections", index), _missing(f"section of profile {base}", entry, known)


def references(raw: Mapping[str, Any]) -> Iterator[Fault]:
    """References that lead nowhere or in a circle; that they stay inside, the schema says."""
    definitions = raw.get("$defs", {})
    followed = 0

    def look(node: Any, path: FieldPath, through: tuple[str, ...]) -> Iterator[Fault]:
        if isinstance(node, list):
            for index, item in enumerate(node):
                yield from look(item, (*path, index), through)
        nonlocal followed
        if not isinstance(node, dict) or followed > _MOST_REFERENCES:
            return
        target = str(node.get("$ref", "")).removeprefix("#/$defs/")
        if target and target not in definitions:
            yield (*path, "$ref"), _missing("definition", target, list(definitions))
        elif target in through:
            yield (*path, "$ref"), f'"{target}" refers to itself.'
        elif target:
            followed += 1
            if followed > _MOST_REFERENCES:
                yield (*path, "$ref"), f"more than {_MOST_REFERENCES} references are followed."
            yield from look(definitions[target], path, (*through, target))
        for key, value in node.items():
            yield from look(value, (*path, key), through)

    yield from look(raw.get("properties", {}), ("properties",), ())


def own_fields(raw: Mapping[str, Any], settings: Settings) -> Iterator[Fault]:
    """Own fields that are not the organisation's to describe, or whose patterns could be slow."""
    for key, schema in raw.get("properties", {}).items():
        if not key.startswith("x-") and key not in (*settings.extra_keys, *DESCRIBED):
            yield (
                ("properties", key),
                ("an own field begins with `x-` or stands in the setting `extra_keys`."),
            )
        if key not in DESCRIBED and "title" not in schemas.inline(schema, raw):
            yield ("properties", key), "an own field needs a `title`, which pages show."

    def look(node: Any, path: FieldPath) -> Iterator[Fault]:
        for key, value in node.items():
            if isinstance(value, dict):
                yield from look(value, (*path, key))
        if isinstance(node.get("pattern"), str):
            longest = node.get("maxLength", LONGEST)
            anchored = node["pattern"].startswith("^") and "|" not in node["pattern"]
            wrong = patterns.fault(node["pattern"], longest if anchored else longest * 4)
            if wrong or longest > LONGEST:
                yield (*path, "pattern"), (wrong or f"needs maxLength: {LONGEST} or less") + "."

    for part in ("properties", "$defs"):
        yield from look(raw.get(part, {}), (part,))


def annotation(raw: Mapping[str, Any], whole: Mapping[str, Any]) -> Iterator[Fault]:
    """Names in the annotations that do not exist, and ids that cannot be made."""
    for index, pattern in enumerate(raw.get("x-id-patterns", ())):
        wrong = patterns.fault(pattern, 64)
        if wrong:
            yield ("x-id-patterns", index), f"{wrong}."
    wrong = patterns.fault(raw.get("x-id-date", ""), 64)
    if wrong or ("x-id-date" in raw and re.compile(raw["x-id-date"]).groups != 3):
        yield ("x-id-date",), f"{wrong or 'needs three groups: year, month and day'}."
    form = whole.get("x-id-format") or ""
    if not identity.makes(form, tuple(re.compile(p, re.ASCII) for p in whole["x-id-patterns"])):
        place = "x-id-format" if "x-id-format" in raw else "x-id-patterns"
        yield (place,), "no id of that form can be made; set x-id-format as REV-{number:03d}."
    for part, key in (("x-severity-scale", "label"), ("x-sections", "key"), ("x-policies", "key")):
        names = [entry[key] for entry in whole.get(part, ())]
        for index, word in enumerate(names):
            if word in names[:index]:
                yield (part, index), f'"{word}" stands twice.'
    for index, policy in enumerate(raw.get("x-policies", ())):
        if "effective_from" in policy and parse_date(policy["effective_from"]) is None:
            yield ("x-policies", index, "effective_from"), "there is no such day."
    yield from _path_faults(raw, whole)


def _path_faults(raw: Mapping[str, Any], whole: Mapping[str, Any]) -> Iterator[Fault]:
    """Fields, sections and keys of action items that do not exist."""
    own = [path for path, _ in fields.walk(schemas.inline(whole.get("properties", {}), whole))]
    known = fields.paths() | set(own)
    for place, path in _paths(raw):
        close = place[-1] != "prose" or difflib.get_close_matches(path, known, 1, 0.9)
        # Text may have a name of its own, but not one that nearly is a field's.
        if close and path.partition("[")[0] not in known:
            yield place, _missing("field", path, sorted(known))
    sections = [entry["key"] for entry in whole["x-sections"]]
    keys = list(fields.columns("action_items")[0])
    for here, asked in _asked(raw):
        for part, names in (("sections", sections), ("action_items", keys)):
            for index, word in enumerate(asked.get(part, ())):
                if word not in names:
                    kind = "section" if part == "sections" else "key of an action item"
                    yield (*here, part, index), _missing(kind, word, names)


def _asked(raw: Mapping[str, Any]) -> Iterator[tuple[FieldPath, Mapping[str, Any]]]:
    """What each status asks for, and then what some severities need besides."""
    for status, asked in raw.get("x-required", {}).items():
        yield ("x-required", status), asked
        for index, more in enumerate(asked.get("by_severity", ())):
            yield ("x-required", status, "by_severity", index), more


def _paths(raw: Mapping[str, Any]) -> Iterator[tuple[FieldPath, str]]:
    """All places that name a field."""
    for index, entry in enumerate(raw.get("x-sections", ())):
        if isinstance(entry, dict):
            if "prose" in entry:
                yield ("x-sections", index, "prose"), entry["prose"]
            for place, field in enumerate(entry.get("fields", ())):
                yield ("x-sections", index, "fields", place, "path"), field["path"]
    for index, path in enumerate(raw.get("x-scaffold", ())):
        yield ("x-scaffold", index), path
    for index, policy in enumerate(raw.get("x-policies", ())):
        if "field" in policy:
            yield ("x-policies", index, "field"), policy["field"]
    for here, asked in _asked(raw):
        for index, path in enumerate(asked.get("fields", ())):
            yield (*here, "fields", index), path
