"""Reporters: diagnostics to text. One file a format; they only format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from ..diagnostics import Diagnostic, Summary
from ..printer import Printer
from . import github, json, text

Reporter = Callable[[tuple[Diagnostic, ...], Summary, Printer], None]

REPORTERS: Mapping[str, Reporter] = MappingProxyType(
    {"text": text.report, "github": github.report, "json": json.report}
)
"""The reporters by the name that `--format` takes."""
