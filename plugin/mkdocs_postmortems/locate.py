"""Findings to diagnostics: the line and column of each, and its final level.

Positions of fields are computed here, by parsing once more, and only for files with findings:
kept for all files they would cost more memory than the models.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from . import source
from .diagnostics import Diagnostic, FieldPath, Finding, Level, Position
from .settings import Limits
from .yaml_io import Marks

_AT_KEY = frozenset({"PM101", "PM105"})


def diagnostics(
    findings: Iterable[Finding],
    levels: Callable[[Finding], Level | None],
    read: Callable[[str], bytes | None],
    limits: Limits,
) -> tuple[Diagnostic, ...]:
    """Place and weigh findings, sorted by path, position and code.

    Args:
        levels: The level of a finding; None drops it.
        read: The bytes of a file by its shown path; None if it cannot be read (any more).
    """
    marks: dict[str, Mapping[FieldPath, Marks]] = {}
    placed: dict[Diagnostic, None] = {}
    for finding in findings:
        level = levels(finding)
        if level is None:
            continue
        if isinstance(finding.where, Position):
            position = finding.where
        else:
            if finding.source not in marks:
                raw = read(finding.source)
                marks[finding.source] = source.positions(raw, limits) if raw else {}
            position = _position(marks[finding.source], finding.where, finding.code in _AT_KEY)
        placed[
            Diagnostic(
                finding.source, position, finding.code, level, finding.message, finding.found,
                finding.allowed, finding.nearest, finding.fix,
            )
        ] = None  # fmt: skip
    return tuple(sorted(placed, key=lambda d: d.sort_key))


def _position(marks: Mapping[FieldPath, Marks], path: FieldPath, at_key: bool) -> Position:
    """The place of a field; of the nearest group above it where it is not written."""
    if path in marks:
        return marks[path].key if at_key else marks[path].value
    while path:
        path = path[:-1]
        if path in marks:
            return marks[path].key
    return Position(1)
