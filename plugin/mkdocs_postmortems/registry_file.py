"""Reads the registry of an organisation and refuses what nobody could rely on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from types import MappingProxyType
from typing import NoReturn

from .data_files import DataFile, read
from .diagnostics import FieldPath
from .errors import UsageError
from .problems import nearest, shown
from .registry import SECTIONS, Entry, Registry, Section
from .schemas import valid_url

_KEYS = tuple(field.name for field in fields(Entry) if field.name != "name")
_LONGEST = 200


def load(project: Path, path: str) -> Registry:
    """The registry of a project; an empty one where none is configured.

    Args:
        path: The setting: a YAML file, relative to the project.

    Raises:
        UsageError: It cannot be read, or something in it is no registry; says where.
    """
    if not path:
        return Registry()
    file = read(project, project / path, "registry")
    data = file.yaml()
    if not isinstance(data, dict):
        raise UsageError(f"{file.shown}: a registry holds sections: {', '.join(SECTIONS)}.")
    sections: dict[str, Section] = {}
    for key, value in data.items():
        if key not in SECTIONS:
            _refuse(file, (key,), "unknown section", key, SECTIONS)
        sections[key] = Section(MappingProxyType(_entries(file, key, value)))
    registry = Registry(**sections)
    _check_teams(file, registry)
    return registry


def _entries(file: DataFile, section: str, value: object) -> dict[str, Entry]:
    """The names of a section, written as a list or as a mapping."""
    if value is None:
        return {}
    if isinstance(value, dict):
        found = {str(n): _entry(file, (section, n), entry) for n, entry in value.items()}
    elif isinstance(value, list):
        found = {}
        for index, name in enumerate(value):
            place: FieldPath = (section, index)
            if not isinstance(name, str):
                _refuse(file, place, "a list holds names", name)
            if name in found:
                _refuse(file, place, "the name stands twice", name)
            found[name] = Entry(name)
    else:
        _refuse(file, (section,), "must be a list of names, or a mapping of them", value)
    for index, name in enumerate(found):
        if not name or len(name) > _LONGEST or not name.isprintable() or name != name.strip():
            place = (section, name if isinstance(value, dict) else index)
            _refuse(file, place, f"a name is one line of at most {_LONGEST} characters", name)
    return found


def _entry(file: DataFile, path: tuple[str, str], value: object) -> Entry:
    """What a mapping says of a name."""
    if value is None:
        return Entry(path[1])
    if not isinstance(value, Mapping):
        _refuse(file, path, f"a name has keys ({', '.join(_KEYS)}) or nothing", value)
    for key, text in value.items():
        here = (*path, key)
        if key not in _KEYS:
            _refuse(file, here, "unknown key", key, _KEYS)
        if text is None:
            continue
        if not isinstance(text, str) or not text or not text.isprintable():
            _refuse(file, here, f"{key} must be one line of text", text)
        if key == "url" and not valid_url(text):
            _refuse(file, here, "url must be an https:// or mailto: address, no password", text)
    return Entry(path[1], **{key: text for key, text in value.items() if text})


def _check_teams(file: DataFile, registry: Registry) -> None:
    """A team that is named must be one of the teams, where these are listed."""
    for section in SECTIONS:
        for name, entry in getattr(registry, section).entries.items():
            if entry.team and registry.teams and entry.team not in registry.teams:
                place = (section, name, "team")
                _refuse(
                    file, place, "there is no such team", entry.team, tuple(registry.teams.entries)
                )


def _refuse(
    file: DataFile, path: FieldPath, message: str, found: object, allowed: tuple[str, ...] = ()
) -> NoReturn:
    where = ".".join(str(part) for part in path if isinstance(part, str))
    near = nearest(found, allowed) if isinstance(found, str) else None
    listed = f"; allowed: {', '.join(allowed)}" if 0 < len(allowed) <= 12 else ""
    hint = f'; did you mean "{near}"?' if near else "."
    raise UsageError(f"{file.place(path)}: {where}: {message}; found {shown(found)}{listed}{hint}")
