"""What is wrong with a record, in words: from a broken keyword of the schema to a sentence.

Knows the shape of a validator's errors, but no validator: `schemas` owns those.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .diagnostics import FieldPath
from .synonyms import MEANT

_KIND_WORDS = {
    "string": "text",
    "array": "a list",
    "object": "a group of keys",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
}
_LIMITS = {
    "maxLength": "at most {} characters",
    "minLength": "at least {} character",
    "maximum": "at most {}",
    "minimum": "at least {}",
    "exclusiveMinimum": "more than {}",
    "maxItems": "at most {} items",
    "minItems": "at least {} item",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a record, before it is tied to a file."""

    code: str
    path: FieldPath
    message: str
    found: str | None = None
    allowed: tuple[str, ...] = ()
    nearest: str | None = None
    fix: str = ""


def nearest(word: str, allowed: Sequence[str]) -> str | None:
    """The allowed word that looks most like the one given, if any does."""
    by_fold = {a.casefold().replace("-", "_").replace(" ", "_"): a for a in allowed}
    key = word.casefold().replace("-", "_").replace(" ", "_")
    meant = next((by_fold[word] for word in MEANT.get(key, ()) if word in by_fold), None)
    if meant is not None and key not in by_fold:
        return meant
    match = difflib.get_close_matches(key[:80], list(by_fold), 1, 0.55)
    return by_fold[match[0]] if match else None


_LIKE_A_TIME = re.compile(r"(?:\d{4}-\d\d-\d\d)?[T ]?(?:\d\d:\d\d(?::\d\d)?)?[Z\d:+-]*", re.ASCII)


def name(path: FieldPath) -> str:
    """A field as people say it: `action_items[2].owner`, items counted from 1."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text or "the front matter"


def shown(value: object) -> str:
    """A value as a short quotation: never more than 80 characters, never raw control characters."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, default=str)
    return text if len(text) <= 80 else f"{text[:79]}…"


def unknown_key(
    key: str,
    path: FieldPath,
    allowed: tuple[str, ...],
    before: tuple[str, str] | None = None,
) -> Problem:
    """A key that the schema does not know in the group at `path`.

    Args:
        before: The field written before a key without a value. Inside braces an unquoted comma
            ends a value, and the rest of it reads as such a key.
    """
    near = nearest(key, allowed)
    if before is not None and near is None and key.isdecimal() and before[1].isdecimal():
        return Problem(
            "PM101", (*path, key), "a comma ends the number before it, and the rest reads as a key",
            shown(key), fix=f"Write it without separators: `{before[0]}: {before[1]}{key}`."[:300],
        )  # fmt: skip
    if before is not None and near is None:
        line = json.dumps(f"{before[1]}, {key}", ensure_ascii=False)
        return Problem(
            "PM101", (*path, key), "a comma ends the value before it, and the rest reads as a key",
            shown(key), fix=f"Quote the value: `{before[0]}: {line}`."[:300],
        )  # fmt: skip
    place = f"in {name(path)}" if path else "in the front matter"
    return Problem(
        "PM101", (*path, key), f"unknown key {place}", shown(key),
        () if not path else allowed, near,
        "" if near else "Remove it, or begin it with `x-` if it is your organisation's own.",
    )  # fmt: skip


def wrong_form(value: str, path: FieldPath, wanted: str) -> Problem:
    """A text that is not in the form of its field."""
    message = f"{name(path)} is not in the form asked for"
    if wanted.startswith("YYYY") and _LIKE_A_TIME.fullmatch(value):
        message = f"{name(path)} is no day or time that exists"
    return Problem("PM104", path, message, shown(value), (wanted,))


def null(value: str, path: FieldPath) -> Problem:
    """YAML's word for nothing, which would stand on the page as a text."""
    fix = "Leave the value empty." if isinstance(path[-1], str) else "Remove the item."
    return Problem("PM102", path, f"{name(path)} is not empty: this word is text", shown(value),
                   fix=fix)  # fmt: skip


def from_errors(errors: Iterable[Any], forms: Mapping[str, str]) -> list[Problem]:
    """The problems that jsonschema's errors mean: one a place, and every missing key.

    Args:
        forms: What to write in each format, by its name in the schema.
    """
    problems: dict[object, Problem] = {}
    for error in _leaves(errors):
        if error.validator == "required":
            # There is one error for each missing key, and none says which: the first names all.
            for problem in _missing(error):
                problems.setdefault(problem.path, problem)
        else:
            # What is too long is often in the wrong form too; one of the two is enough to mend it.
            problem = _problem(error, forms)
            problems.setdefault(problem.path, problem)
    return list(problems.values())


def _as_list(value: object, path: FieldPath, kinds: Iterable[str]) -> str:
    """The line to write where one text stands for a list of them."""
    key = path[-1] if path else None
    if not isinstance(value, str) or "array" not in kinds or not isinstance(key, str):
        return ""
    return f"Write `{key}: [{value[:60]}]`, or one `- ` line an item."


def _as_group(value: object, schema: Mapping[str, Any], kinds: Iterable[str]) -> str:
    """The form to write where a bare text stands for a row that needs keys."""
    required = schema.get("required", ())
    if not isinstance(value, str) or "object" not in kinds or not required:
        return ""
    if len(required) == 1:
        return f"Write `{{{required[0]}: {json.dumps(value[:60], ensure_ascii=False)}}}`."
    return f"Write `{{{', '.join(f'{key}: …' for key in required)}}}`."


def _leaves(errors: Iterable[Any]) -> Iterator[Any]:
    """jsonschema's errors that say something: in an `anyOf`, those of the branch that fits.

    A branch that is only the word `unknown` fits nothing else: who wrote another text there meant
    another branch.
    """
    for error in errors:
        if error.validator == "anyOf" and error.context:
            kind = _json_kind(error.instance)
            branches = error.schema["anyOf"]
            fitting = [
                inner for inner in error.context
                if "const" not in (branch := branches[inner.schema_path[0]])
                and kind in _kinds(branch)
            ]  # fmt: skip
            yield from _leaves(fitting) if fitting else (error,)
        else:
            yield error


def _kinds(schema: Mapping[str, Any]) -> tuple[str, ...]:
    kinds = schema.get("type", ())
    kinds = (kinds,) if isinstance(kinds, str) else tuple(kinds)
    return (*kinds, "number") if "integer" in kinds else kinds


def _json_kind(value: object) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    kinds: dict[type, str] = {str: "string", list: "array", dict: "object"}
    return kinds.get(type(value), "null")


def _missing(error: Any) -> Iterator[Problem]:
    path: FieldPath = tuple(error.absolute_path)
    for key in error.validator_value:
        if key not in error.instance:
            # The place of the key itself: where it is written without a value, that is shown.
            yield Problem(
                "PM105", (*path, key), f"{name(path)} has no {key}", fix=f"Add `{key}:` here."
            )  # fmt: skip


def _problem(error: Any, forms: Mapping[str, str]) -> Problem:
    path: FieldPath = tuple(error.absolute_path)
    field = name(path)
    keyword = error.validator
    found = shown(error.instance)
    if keyword in ("enum", "const"):
        allowed = error.validator_value if keyword == "enum" else [error.validator_value]
        words = _choices(allowed)
        near = nearest(error.instance, words) if isinstance(error.instance, str) else None
        return Problem("PM103", path, f"{field} is not one of its choices", found, words, near)
    if keyword == "type":
        value = error.validator_value
        kinds = [value] if isinstance(value, str) else list(value)
        fix = _as_list(error.instance, path, kinds)
        fix = fix or _as_group(error.instance, error.schema, kinds)
        words = _instead(error.schema, kinds, forms)
        return Problem("PM102", path, f"{field} has the wrong type", found, words, fix=fix)
    if keyword == "anyOf":
        branches = error.validator_value
        others = [b for b in branches if "const" not in b]
        kinds = [kind for b in others for kind in _kinds(b)]
        words = tuple(b["const"] for b in branches if "const" in b)
        near = nearest(error.instance, words) if isinstance(error.instance, str) else None
        instead = (word for b in others for word in _instead(b, _kinds(b), forms))
        allowed = (*dict.fromkeys(instead), *words)
        fix = "" if near else _as_list(error.instance, path, kinds)
        return Problem("PM102", path, f"{field} has the wrong type", found, allowed, near, fix)
    if keyword == "pattern":
        wanted = str(error.schema.get("description", error.validator_value))
        return wrong_form(error.instance, path, wanted)
    if keyword == "additionalProperties":
        known = tuple(error.schema["properties"])
        key = next(key for key in error.instance if key not in known)
        where = f"in {name(path)}" if path else "here"
        return Problem(
            "PM101", (*path, key), f"unknown key {where}", shown(key), known, nearest(key, known)
        )
    if keyword == "not":  # the schema's way of asking for a text without a line break
        return Problem(
            "PM104", path, f"{field} holds a line break", found, ("one line",),
            fix="Write it on one line, or begin a long one with `>-`.",
        )  # fmt: skip
    return _limit(error, path, field, found)


def _instead(
    schema: Mapping[str, Any], kinds: Iterable[str], forms: Mapping[str, str]
) -> tuple[str, ...]:
    """What may stand where something of the wrong type does, as narrowly as the schema says it."""
    if "enum" in schema:
        return _choices(schema["enum"])
    form = forms.get(schema.get("format", ""))
    return (form,) if form else _words(kinds)


def _choices(values: Iterable[object]) -> tuple[str, ...]:
    return tuple(v if isinstance(v, str) else json.dumps(v) for v in values)


def _words(kinds: Iterable[str]) -> tuple[str, ...]:
    # "number" is what every integer is as well: the narrower word says more.
    narrow = [k for k in kinds if not (k == "number" and "integer" in kinds)]
    return tuple(dict.fromkeys(_KIND_WORDS.get(kind, kind) for kind in narrow))


def _limit(error: Any, path: FieldPath, field: str, found: str) -> Problem:
    size = len(error.instance) if isinstance(error.instance, (str, list)) else None
    unit = "items" if isinstance(error.instance, list) else "characters"
    quoted = found if size is None else f"{size} {unit}"
    wanted = _LIMITS.get(str(error.validator), f"{error.validator} {{}}")
    return Problem(
        "PM106", path, f"{field} is outside its limits", quoted,
        (wanted.format(error.validator_value),),
    )  # fmt: skip
