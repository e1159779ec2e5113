"""GitHub workflow commands: annotations on the pull request, errors first.

GitHub shows ten errors and ten warnings a step and drops the rest without a word, so the closing
line says how many there are; each finding is printed as plain text too.
"""

from __future__ import annotations

from ..diagnostics import Diagnostic, Level, Summary
from ..printer import Printer, annotation_property, annotation_value
from . import text

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "notice"}
_SHOWN = 10


def report(diagnostics: tuple[Diagnostic, ...], summary: Summary, printer: Printer) -> None:
    """Print an annotation for each finding, then what the text reporter prints."""
    for level, command in _COMMANDS.items():
        of_level = [d for d in diagnostics if d.level is level]
        for diagnostic in of_level[:_SHOWN]:
            printer.command(_annotation(command, diagnostic))
        if len(of_level) > _SHOWN:
            printer.line(
                f"{len(of_level) - _SHOWN} more of level {level.value} are listed below: "
                f"GitHub shows {_SHOWN} a step."
            )
    text.report(diagnostics, summary, printer)


def _annotation(command: str, diagnostic: Diagnostic) -> str:
    properties = ",".join(
        (
            f"file={annotation_property(diagnostic.path)}",
            f"line={diagnostic.position.line}",
            f"col={diagnostic.position.column}",
            f"title={annotation_property(diagnostic.code)}",
        )
    )
    return f"::{command} {properties}::{annotation_value(diagnostic.sentence())}"
