"""Front matter written by the tests themselves, with the line and column of all that is in it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 _./+-]|:(?=\S))*", re.ASCII)

Path = tuple[str | int, ...]
Place = tuple[int, int]


@dataclass(frozen=True)
class Raw:
    """A value as it is typed, such as nothing at all, `null` or an unquoted number."""

    text: str


@dataclass
class Written:
    """Front matter and the place (line and column from 1) of each key and value.

    The place of a group of keys or of a list is where its first key or dash stands; an item of a
    list has one place for both.
    """

    text: str = "---\n"
    keys: dict[Path, Place] = field(default_factory=dict)
    values: dict[Path, Place] = field(default_factory=dict)

    @property
    def at(self) -> Place:
        """The place of what is written next."""
        return self.text.count("\n") + 1, len(self.text) - self.text.rfind("\n")


def front_matter(record: Mapping[str, Any], flow: bool = False) -> Written:
    """A record as front matter: line by line, or each value of the top in braces and brackets."""
    out = Written()
    if flow:
        for key, value in record.items():
            out.keys[(key,)] = out.at
            out.text += f"{key}:" if value == Raw("") else f"{key}: "
            _inline(out, (key,), value)
            out.text += "\n"
    else:
        _block(out, (), record, 0)
    out.text += "---\n"
    return out


def _block(out: Written, path: Path, value: object, indent: int, started: bool = False) -> None:
    """Entries, one a line; the first one goes on in the line of a dash where one is `started`."""
    entries = list(value.items() if isinstance(value, Mapping) else enumerate(_list(value)))
    for number, (key, inner) in enumerate(entries):
        here = (*path, key)
        if number or not started:
            out.text += " " * indent
        nested = isinstance(inner, (dict, list)) and inner
        out.keys[here] = out.at
        out.text += "-" if isinstance(key, int) else f"{key}:"
        if nested and isinstance(key, str):
            line, _ = out.at
            out.text += "\n"
            out.values[here] = line + 1, indent + 3
            _block(out, here, inner, indent + 2)
            continue
        out.text += "" if inner == Raw("") else " "
        out.values[here] = out.at
        if isinstance(key, int):
            out.keys[here] = out.at
        if nested:
            _block(out, here, inner, indent + 2, started=True)
        else:
            _inline(out, here, inner)
            out.text += "\n"


def _list(value: object) -> list[object]:
    assert isinstance(value, list)
    return value


def _inline(out: Written, path: Path, value: object) -> None:
    out.values[path] = out.at
    if isinstance(path[-1], int):
        out.keys[path] = out.at
    if isinstance(value, dict):
        out.text += "{"
        for number, (key, inner) in enumerate(value.items()):
            out.text += ", " if number else ""
            out.keys[(*path, key)] = out.at
            out.text += f"{key}: "
            _inline(out, (*path, key), inner)
        out.text += "}"
    elif isinstance(value, list):
        out.text += "["
        for index, item in enumerate(value):
            out.text += ", " if index else ""
            _inline(out, (*path, index), item)
        out.text += "]"
    else:
        out.text += scalar(value)


def scalar(value: object) -> str:
    """A text or number as YAML: quoted where it would be read as something else."""
    if isinstance(value, Raw):
        return value.text
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and not _PLAIN.fullmatch(value):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
