"""Changes to single values of a front matter: spans of its text, and nothing around them.

A YAML round trip rewrites lines nobody touched and loses comments and quotes. Here the place of a
value is looked up, the text is cut there, and the result is read again: if it says anything else
than the old text with the change, nothing is changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Protocol, TypeGuard

from . import source, yaml_io
from .diagnostics import FieldPath
from .errors import UsageError
from .settings import Limits
from .yaml_problems import YamlProblem

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./+%@-]*(?: [A-Za-z0-9_./+%@(-][A-Za-z0-9_./+%@)-]*)*")
_UNSAFE = "{} is written in a form that cannot be changed safely; change it by hand."
_ADDRESS = re.compile(r"https?://[A-Za-z0-9_./?=%~+@-]+")


class _Mark(Protocol):
    index: int
    column: int


class _Node(Protocol):
    """What is used of a node of the YAML text."""

    value: Any
    start_mark: _Mark
    end_mark: _Mark
    flow_style: bool


def set_keys(text: str, path: FieldPath, values: Mapping[str, str | None], limits: Limits) -> str:
    """The text of a file in which keys of one group of the front matter have other values.

    Args:
        text: The whole file, with its own line ends.
        path: The way to the group, such as `("action_items", 0)`.
        values: The new values; a key that is not there is added behind the others. None takes a
            key out.

    Raises:
        UsageError: There is no such group, or a value to replace or take out is not one line.
    """
    opening, front, rest = source.cut(text, limits)
    changed = front
    for key, value in values.items():
        before, changed = changed, _set(changed, path, key, value)
        _verify(before, changed, path, {key: value}, limits)
    result = opening + changed + rest
    if source.cut(result, limits) != (opening, changed, rest):
        raise UsageError(_UNSAFE.format(_shown(path)))
    return result


def _set(front: str, path: FieldPath, key: str, value: str | None) -> str:
    group = _find(yaml_io.outline(front), path)
    if group is None:
        raise UsageError(f"there is no group of keys at {_shown(path)} in the front matter.")
    if value is None:
        return _remove(front, group, key)
    written = scalar(value)
    start: int
    for name, node in group.value:
        if name.value == key:
            if not isinstance(node.value, str):
                raise UsageError(f"{_shown((*path, key))} is not one value; change it by hand.")
            start, end = node.start_mark.index, node.end_mark.index
            # A block of text (`|`, `>`) ends where the next line begins; that line stays there.
            end = start + len(front[start:end].rstrip())
            space = "" if front[start - 1 : start].isspace() else " "
            return f"{front[:start]}{space}{written}{front[end:]}"
    return _insert(front, group, f"{key}: {written}")


def _insert(front: str, group: _Node, line: str) -> str:
    """Add a key behind the last one of a group."""
    if group.flow_style:
        end = group.end_mark.index - 1  # the closing bracket
        inside = front[group.start_mark.index + 1 : end]
        kept = inside.rstrip()
        # Behind a key without a value a comma needs a space, or it would be part of the key.
        comma = " , " if kept.endswith(":") else " " if kept.endswith(",") else ", "
        comma = comma if kept.strip() else ""
        at = group.start_mark.index + 1 + len(kept)
        return front[:at] + comma + line + front[at:]
    for name, node in reversed(group.value):
        # Behind a value of one line; where a longer one ends is a matter of its form.
        whole = front[name.start_mark.index : node.end_mark.index]
        if isinstance(node.value, str) and "\n" not in whole:
            end = front.find("\n", node.end_mark.index)
            break
    else:
        raise UsageError("no key of the group has a value of one line; change it by hand.")
    newline = "\r\n" if front[end - 1 : end] == "\r" else "\n"
    indent = " " * int(name.start_mark.column)
    return front[: end + 1] + indent + line + newline + front[end + 1 :]


def _remove(front: str, group: _Node, key: str) -> str:
    """Take a key out of a group with what stands around it alone: its comma, or its line."""
    names = [name.value for name, _ in group.value]
    if key not in names:
        return front
    index = names.index(key)
    name, node = group.value[index]
    start, end = name.start_mark.index, node.end_mark.index
    if not group.flow_style:
        start = front.rfind("\n", 0, start) + 1
        line_end = front.find("\n", end) + 1
        if front[start : name.start_mark.index].strip() or "\n" in front[start:end]:
            raise UsageError(f"{key} cannot be taken out of its line safely; do it by hand.")
        return front[:start] + front[line_end:] if line_end else front[:start]
    if index:
        start = group.value[index - 1][1].end_mark.index
    elif len(names) > 1:
        end = group.value[1][0].start_mark.index
    if "#" in front[start : name.start_mark.index] + front[node.end_mark.index : end]:
        raise UsageError(f"a comment stands beside {key}; take it out by hand.")
    return front[:start] + front[end:]


def _find(node: Any, path: FieldPath) -> _Node | None:
    """The group of keys at a path; None where there is something else."""
    for step in path:
        if isinstance(step, int) and _is_list(node) and step < len(node.value):
            node = node.value[step]
        elif isinstance(step, str) and _is_group(node):
            node = next((value for name, value in node.value if name.value == step), None)
        else:
            return None
    return node if _is_group(node) else None


def _is_group(node: Any) -> TypeGuard[_Node]:
    return isinstance(getattr(node, "value", None), list) and all(
        isinstance(item, tuple) for item in node.value
    )


def _is_list(node: Any) -> TypeGuard[_Node]:
    return isinstance(getattr(node, "value", None), list) and not any(
        isinstance(item, tuple) for item in node.value
    )


def scalar(value: str) -> str:
    """A value as YAML that reads as the same text everywhere, in brackets and out of them."""
    if _PLAIN.fullmatch(value) or _ADDRESS.fullmatch(value):
        return value
    return json.dumps(value, ensure_ascii=False)


def _verify(
    before: str, after: str, path: FieldPath, values: Mapping[str, str | None], limits: Limits
) -> None:
    """Refuse a result that says anything else than the old text with the new values.

    Raises:
        UsageError: It does.
    """
    handler = source.FrontMatterHandler(limits)
    wanted = handler.load(before)
    node: Any = wanted
    for step in path:
        node = node[step]
    for key, value in values.items():
        if value is None:
            node.pop(key, None)
        else:
            node[key] = value
    try:
        found = handler.load(after)
    except YamlProblem:
        found = None
    if found != wanted:
        raise UsageError(_UNSAFE.format(_shown(path)))


def _shown(path: FieldPath) -> str:
    return ".".join(str(step) for step in path)
