"""Exporters: the catalog as files for other programs. One file a format; a new one is a line here.

An exporter says at once which files there are, and makes each when it is asked for. What its
audience may not see is not in the catalog that it is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from . import csv, feeds, ics, json
from .base import Artifact, Export

__all__ = ["EXPORTERS", "Artifact", "Export", "Exporter", "build"]

Exporter = Callable[[Export], Iterable[Artifact]]

EXPORTERS: Mapping[str, Exporter] = MappingProxyType(
    {"json": json.build, "csv": csv.build, "ics": ics.build, "feeds": feeds.build}
)
"""The exporters by the name that the setting `exports` and the command `export` take."""


def build(export: Export, formats: Iterable[str]) -> tuple[Artifact, ...]:
    """The files of some formats, in the order of the registry.

    The JSON API comes with an index of all that are made.
    """
    chosen = frozenset(formats)
    found = [a for name, make in EXPORTERS.items() if name in chosen for a in make(export)]
    if "json" in chosen:
        found.insert(0, json.index(export, found))
    return tuple(found)
