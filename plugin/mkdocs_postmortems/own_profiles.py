"""The profiles of a project: those of the package and the organisation's own, as configured.

An own profile is a JSON file of the project. It is held to `profile.schema.json` and to what that
cannot say: names that have to exist, patterns that must not be slow, references that stay inside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from . import fields, identity, profile_faults, profiles, schemas
from .data_files import DataFile, read
from .diagnostics import Diagnostic, Level, Position
from .errors import UsageError
from .markdown_text import heading_key
from .problems import name
from .profiles import Profile
from .settings import Settings
from .specs import SectionSpec, SeverityLevel
from .terms import Terms, make

_MERGED = ("properties", "x-required", "x-scaffold-examples", "$defs")


def available(project: Path, settings: Settings) -> Mapping[str, Profile]:
    """All profiles by name, sorted, with the configured severity scale, ids and words.

    Raises:
        UsageError: A profile of the organisation's own cannot be used.
    """
    found = dict(profiles.builtin())
    for path in _files(project, settings.profiles):
        file = read(project, path, "profiles")
        profile = _own(file, settings)
        if profile.name in found:
            at = file.place(("x-name",))
            raise UsageError(
                f'{at}: there is a profile "{profile.name}" already. Choose another `x-name`.'
            )
        found[profile.name] = profile
    words = make(settings.terms)
    return MappingProxyType({n: _configured(found[n], settings, words) for n in sorted(found)})


def _files(project: Path, named: tuple[str, ...]) -> Iterator[Path]:
    """The files that the setting names, each once, in order."""
    seen: set[Path] = set()
    for pattern in named:
        if any(mark in pattern for mark in "*?["):
            try:
                matches = sorted(project.glob(pattern))
            except (ValueError, NotImplementedError) as error:
                raise UsageError(f'profiles: "{pattern}" is no usable pattern: {error}.') from None
            if not matches:
                raise UsageError(f'profiles: nothing matches "{pattern}".')
        else:
            matches = [project / pattern]
        for path in matches:
            if path.suffix.lower() != ".json":
                raise UsageError(f'profiles: "{path.name}" does not end in .json.')
            if path not in seen:
                seen.add(path)
                yield path


def _own(file: DataFile, settings: Settings) -> Profile:
    """A profile of the organisation's own, after all that can be wrong with it has been looked for.

    Raises:
        UsageError: The first thing that is wrong.
    """
    raw: Any = file.json()
    for problem in schemas.profile_problems(raw):
        sentence = Diagnostic(
            file.shown, Position(1), problem.code, Level.ERROR,
            problem.message.replace(name(()), "the profile"),
            problem.found, problem.allowed, problem.nearest, problem.fix,
        ).sentence()  # fmt: skip
        raise UsageError(f"{file.place(problem.path)}: {sentence}")
    _refuse(file, profile_faults.extension(raw))
    _refuse(file, profile_faults.references(raw))
    _refuse(file, profile_faults.own_fields(raw, settings))
    whole = _merged(raw)
    _refuse(file, profile_faults.annotation(raw, whole))
    own = {
        key: _prepared(schemas.inline(schema, whole))
        for key, schema in whole.get("properties", {}).items()
        if key not in profile_faults.DESCRIBED
    }
    found = profiles.from_schema(whole)
    return replace(found, own=own, own_titles=fields.titles(own), text=file.text)


def _refuse(file: DataFile, faults: Iterator[profile_faults.Fault]) -> None:
    for path, sentence in faults:
        raise UsageError(f"{file.place(path)}: {name(path)}: {sentence}")


# ------------------------------------------------------------------------------------ one profile


def _merged(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The annotations with those of the profile that this one extends, and with their defaults."""
    base = profiles.builtin()[raw["x-extends"]].raw if "x-extends" in raw else {}
    whole: dict[str, Any] = {
        "x-page-title": raw["title"], "x-required": {}, "x-scaffold": [], **base, **raw,
    }  # fmt: skip
    for key in _MERGED:
        if key in base or key in raw:
            whole[key] = {**base.get(key, {}), **raw.get(key, {})}
    by_key = {entry["key"]: entry for entry in base.get("x-sections", ())}
    whole["x-sections"] = [
        by_key[entry] if isinstance(entry, str) else _section(entry)
        for entry in whole["x-sections"]
    ]
    if "x-id-patterns" in raw and "x-id-format" not in raw:
        whole["x-id-format"] = identity.format_from(raw["x-id-patterns"][0])
        if "x-id-date" not in raw:
            whole.pop("x-id-date", None)
    return whole


def _section(entry: Mapping[str, Any]) -> dict[str, Any]:
    """A section of the organisation's own; one without fields is there to be written in."""
    free = {} if entry.get("fields") or not entry.get("heading") else {"prose": entry["key"]}
    return {"level": 2, **free, **entry}


def _prepared(schema: Mapping[str, Any]) -> dict[str, Any]:
    """An own field as the record's own are: `unknown` is an answer, patterns are ours to check."""
    result = dict(schema)
    if "enum" not in result and "type" not in result:
        result["type"] = (
            "object" if "properties" in result else "array" if "items" in result else "string"
        )
    if "properties" in result:
        result["properties"] = {k: _prepared(v) for k, v in result["properties"].items()}
    if "items" in result:
        result["items"] = _prepared(result["items"])
    if "enum" in result:
        result |= {"type": "string", "enum": [*dict.fromkeys((*result["enum"], "unknown"))]}
    elif result["type"] == "string":
        if "pattern" in result:
            result["x-pattern"] = result.pop("pattern")
            result.setdefault("maxLength", profile_faults.LONGEST)
    else:
        about: dict[str, Any] = {
            key: result.pop(key) for key in ("title", "description", "examples") if key in result
        }
        result = {**about, "anyOf": [{"const": "unknown"}, result]}
    return result


def _configured(profile: Profile, settings: Settings, words: Terms) -> Profile:
    """A profile with the configured severity scale, form of ids and words."""
    if settings.severity_scale:
        known = {level.label: level for level in profile.scale}
        scale = sorted(settings.severity_scale.items(), key=lambda level: level[1])
        profile = replace(
            profile,
            scale=tuple(
                known[label] if label in known and known[label].rank == rank
                else SeverityLevel(label, rank)
                for label, rank in scale
            ),
        )  # fmt: skip
    if settings.id_pattern:
        pattern = (re.compile(settings.id_pattern, re.ASCII),)
        form = profile.id_format
        if not identity.makes(form, pattern):
            form = identity.format_from(settings.id_pattern) or ""
        profile = replace(profile, id_patterns=pattern, id_format=form)
    return profile if words == Terms() else _worded(profile, words)


def _worded(profile: Profile, words: Terms) -> Profile:
    """A profile in the organisation's words; the headings and labels of before are found too."""

    def worded(spec: SectionSpec) -> SectionSpec:
        labelled = [replace(f, label=words.apply(f.label)) for f in spec.fields]
        return replace(
            spec,
            heading=words.apply(spec.heading),
            guidance=spec.guidance and words.apply(spec.guidance),
            fields=tuple(replace(f, keys=f.keys | {heading_key(f.label)}) for f in labelled),
        )

    sections = tuple(map(worded, profile.sections))
    by_heading = {heading_key(spec.heading): spec.key for spec in sections if spec.heading}
    return replace(
        profile,
        title=words.apply(profile.title),
        description=words.apply(profile.description),
        sections=sections,
        by_heading=MappingProxyType({**by_heading, **profile.by_heading}),
        policies=tuple(replace(p, title=words.apply(p.title)) for p in profile.policies),
    )
