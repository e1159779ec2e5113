"""A JSON document for other tools; its keys are API."""

from __future__ import annotations

import json

from ..diagnostics import Diagnostic, Level, Summary
from ..printer import Printer


def report(diagnostics: tuple[Diagnostic, ...], summary: Summary, printer: Printer) -> None:
    """Print one object with `version`, `summary` and `diagnostics`."""
    document = {
        "version": 1,
        "summary": {
            "files": summary.files,
            "unstructured": summary.unstructured,
            "ignored": list(summary.ignored),
            **{f"{level.value}s": summary.counts.get(level, 0) for level in Level},
        },
        "diagnostics": [_entry(d) for d in diagnostics],
    }
    printer.document(json.dumps(document, indent=2, sort_keys=True, allow_nan=False))


def _entry(diagnostic: Diagnostic) -> dict[str, object]:
    return {
        "path": diagnostic.path,
        "line": diagnostic.position.line,
        "column": diagnostic.position.column,
        "code": diagnostic.code,
        "level": diagnostic.level.value,
        "message": diagnostic.message,
        "found": diagnostic.found,
        "allowed": list(diagnostic.allowed),
        "nearest": diagnostic.nearest,
        "fix": diagnostic.fix,
    }
