"""Files of an organisation's own beside its configuration, and the line of everything in them."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from . import yaml_io
from .diagnostics import FieldPath
from .errors import UsageError
from .settings import Limits
from .yaml_io import Marks
from .yaml_problems import YamlProblem

_DEEPEST = 40
_LIMITS = Limits(file_bytes=4_000_000, yaml_nodes=400_000, yaml_depth=_DEEPEST)
"""An organisation's lists are longer than a front matter, and nobody else's."""


@dataclass(frozen=True)
class DataFile:
    """A file as text.

    Attributes:
        shown: Its path relative to the project, for messages.
    """

    shown: str
    text: str

    def place(self, path: FieldPath) -> str:
        """`file:line` of a value, or of the nearest group above it."""
        while path and path not in self._marks:
            path = path[:-1]
        return f"{self.shown}:{self._marks[path].key.line}" if path else self.shown

    @cached_property
    def _marks(self) -> Mapping[FieldPath, Marks]:
        """The place of every value; JSON is YAML, but for tabs: without them there are no lines."""
        marks: dict[FieldPath, Marks] = {}
        try:
            yaml_io.load(self.text, _LIMITS, marks)
        except YamlProblem:
            return {}
        return marks

    def yaml(self) -> object:
        """The data of a YAML file, all scalars as text.

        Raises:
            UsageError: It cannot be read.
        """
        try:
            return yaml_io.load(self.text, _LIMITS)
        except YamlProblem as error:
            found = f"; found {error.found}" if error.found else ""
            place = f"{self.shown}:{error.position.line}"
            raise UsageError(f"{place}: {error}{found}. {error.fix}".rstrip()) from None

    def json(self) -> object:
        """The data of a JSON file.

        Raises:
            UsageError: It cannot be read, or holds a key twice.
        """
        try:
            data = json.loads(self.text, object_pairs_hook=_distinct)
            _shallow(data)
            return data
        except json.JSONDecodeError as error:
            raise UsageError(f"{self.shown}:{error.lineno}: no JSON: {error.msg}.") from None
        except (ValueError, RecursionError) as error:
            raise UsageError(f"{self.shown}: no JSON: {error}.") from None


def _shallow(data: object) -> None:
    """Refuse what is nested so deep that a walk could not come back."""
    level = [data]
    for _ in range(_DEEPEST):
        level = [
            child for node in level if isinstance(node, (dict, list))
            for child in (node.values() if isinstance(node, dict) else node)
        ]  # fmt: skip
    if level:
        raise ValueError(f"nested deeper than {_DEEPEST} levels")


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        twice = next(key for key, count in counts.items() if count > 1)
        raise ValueError(f'the key "{twice}" stands twice')
    return data


def read(project: Path, path: Path, what: str) -> DataFile:
    """A file of the project.

    Args:
        path: Where it is, below the project.
        what: The setting that names it.

    Raises:
        UsageError: It does not exist, lies outside the project, or cannot be read.
    """
    shown = path.relative_to(project).as_posix() if path.is_relative_to(project) else str(path)
    # Not `Path.resolve`, which fails for a link that leads to itself.
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(project)):
        raise UsageError(f"{what}: {shown} lies outside the project folder.")
    if not os.path.isfile(path):
        raise UsageError(f"{what}: there is no file {shown} in {project.name or project}.")
    try:
        if path.stat().st_size > _LIMITS.file_bytes:
            raise UsageError(f"{what}: {shown} is larger than {_LIMITS.file_bytes:,} bytes.")
        return DataFile(shown, path.read_text("utf-8-sig"))
    except UnicodeDecodeError:
        raise UsageError(f"{what}: {shown} is not UTF-8 text.") from None
    except OSError as error:
        raise UsageError(f"{what}: {shown} cannot be read: {error.strerror}.") from None
