"""The page of all findings, in the live preview only: what a failing build would have said."""

from __future__ import annotations

from ..diagnostics import Diagnostic, Summary
from .base import Block, Page


def build(diagnostics: tuple[Diagnostic, ...], summary: Summary) -> Page:
    """Every finding with its place; it never reaches a published site."""
    data = {
        "files": summary.files,
        "rows": [
            {
                "path": d.path,
                "line": d.position.line,
                "column": d.position.column,
                "level": d.level.value,
                "code": d.code,
                "sentence": d.sentence(),
            }
            for d in diagnostics
        ],
    }
    return Page(
        "Problems", "What the check found.", (Block("problems/problems", data),), hide=("toc",)
    )
