"""A small YAML writer for the generated postmortems: block style, flow style where asked for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_PLAIN = re.compile(
    r"[A-Za-z][A-Za-z0-9._/-]*(?:://[A-Za-z0-9._/-]+)?|[0-9][0-9: -]*[0-9]", re.ASCII
)
_WORDS_OF_YAML = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})


class Flow(dict[str, Any]):
    """A mapping that is written on one line: `{at: 22:41, event: "…"}`."""


def dump(data: dict[str, Any]) -> str:
    """A mapping as YAML; short lists of plain values and `Flow` mappings stand on one line."""
    return "".join(f"{line}\n" for line in _mapping(data))


def _mapping(data: dict[str, Any]) -> Iterator[str]:
    for key, value in data.items():
        if _inline(value):
            yield f"{key}: {_one_line(value)}"
        else:
            yield f"{key}:"
            yield from (f"  {line}" for line in _block(value))


def _block(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from _mapping(value)
        return
    for item in value:
        if _inline(item):
            yield f"- {_one_line(item)}"
        else:
            for index, line in enumerate(_mapping(item)):
                yield f"{'  ' if index else '- '}{line}"


def _inline(value: Any) -> bool:
    if isinstance(value, list):
        return all(not isinstance(item, (dict, list)) for item in value) and len(value) < 4
    return isinstance(value, Flow) or not isinstance(value, dict)


def _one_line(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_one_line(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_one_line(item) for item in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    plain = _PLAIN.fullmatch(value) and value.lower() not in _WORDS_OF_YAML
    return str(value) if plain else json.dumps(value, ensure_ascii=False)
