"""The JSON API, version 1: lists of all, a document a postmortem, and metrics.

Documents hold ASCII only and no `<`, `>` or `&`, so that none can end a script element that it is
put into. Their keys keep one order. A list of more than `ROWS` entries is cut by the year of the
incident: the list then names its parts and holds no entries itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from .. import __version__
from ..charts.population import population
from ..charts.statistics import median, p90
from ..metrics import DEFINITIONS, MetricDefinition
from ..model import RANK_NAMES, Postmortem
from ..paths import SCHEMA_FOLDER, profile_schema
from . import computed, records
from .base import ACTIONS, INDEX, JSON, RELATED, SEVERITY, Artifact, Export

ROWS = 5_000
"""More entries than this in a list are split: at about 1 kB each, a file stays below some 5 MB."""

_DATED = frozenset({"actions", "policies"})
"""The lists whose entries depend on the day."""

Row = tuple[Postmortem, Any]
"""A postmortem, and what of it an entry of a list is about."""


def encode(document: object) -> bytes:
    """A JSON document that is safe wherever it is put."""
    text = json.dumps(document, separators=(",", ":"), allow_nan=False)
    text = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return f"{text}\n".encode("ascii")


def build(export: Export) -> Iterator[Artifact]:
    """Every document but the index, which names what all exporters make."""
    shown = export.catalog.postmortems
    every, items = (export.terms.apply(title) for title in ("Postmortems", "Action items"))
    lists = (
        _List("postmortems", every, (INDEX,), [(p, None) for p in shown], _postmortem),
        _List("actions", items, (ACTIONS,), [(p, a) for p in shown for a in p.actions], _action),
        _List("policies", "Policies", (), _standings(export), _policy),
        _List("relations", "Relations", (RELATED,), _edges(export), _relation),
    )  # fmt: skip
    for listed in lists:
        yield from _documents(export, listed)
    yield Artifact(
        export.path("api/v1/metrics.json"), JSON, partial(_metrics, export),
        title="Metrics", label="JSON", pages=(SEVERITY,),
    )  # fmt: skip
    for postmortem in shown:
        path = export.path(records.details(postmortem))
        yield Artifact(path, JSON, partial(_full, export, path, postmortem))


def index(export: Export, artifacts: Sequence[Artifact]) -> Artifact:
    """The document that says what there is."""
    path = export.path("api/v1/index.json")
    make = partial(_index, export, path, tuple(artifacts))
    return Artifact(path, JSON, make, "All files", "API", (INDEX,))


def _index(export: Export, path: str, artifacts: tuple[Artifact, ...]) -> bytes:
    shown = export.catalog.postmortems
    actions = [a for p in shown for a in p.actions]
    live = [a for p in shown if not p.retired for a in p.actions]
    return encode(
        {
            **_head(export, path, "index"),
            "api": "v1",
            "generator": f"mkdocs-postmortems {__version__}",
            "as_of": export.as_of.isoformat(),
            "audience": "public" if export.public else "internal",
            "counts": {
                "postmortems": len(shown),
                "structured": len(export.catalog.structured),
                "actions": len(actions),
                "unfinished_actions": sum(a.unfinished for a in live),
                "overdue_actions": sum(a.overdue(export.as_of) for a in live),
                "relations": len(_edges(export)),
            },
            "details": export.link(path, export.path("api/v1/postmortems/{id}.json"))
            .replace("%7B", "{").replace("%7D", "}"),
            "profiles": _profiles(export, path),
            "files": [
                {
                    "title": artifact.title,
                    "media_type": artifact.media_type,
                    "url": export.link(path, artifact.path),
                }
                for artifact in artifacts
                if artifact.title
            ],
        }
    )  # fmt: skip


def _profiles(export: Export, path: str) -> list[dict[str, Any]]:
    """The profiles whose schemas are published."""
    return [
        {
            "name": name,
            "title": profile.title,
            "built_in": not profile.text,
            "schema": export.link(path, profile_schema(name)),
        }
        for name, profile in export.profiles.items()
        if not (profile.text and export.public)
    ]


def _head(export: Export, path: str, schema: str) -> dict[str, Any]:
    target = f"{SCHEMA_FOLDER}/api/{schema}.schema.json"
    return {"$schema": export.link(path, target)}


def _full(export: Export, path: str, postmortem: Postmortem) -> bytes:
    return encode(
        {
            **_head(export, path, "postmortem"),
            **records.full(export, path, postmortem),
            **computed.build(export, path, postmortem),
        }
    )


# ------------------------------------------------------------------------------------- lists


@dataclass(frozen=True, slots=True)
class _List:
    """A list to write: its name, the pages that name it, its rows, and a row as an entry."""

    name: str
    title: str
    pages: tuple[str, ...]
    rows: Sequence[Row]
    entry: Callable[[Export, str, Row], dict[str, Any]]


def _documents(export: Export, listed: _List) -> Iterator[Artifact]:
    """A list as one document, or as one that names its parts, and these."""
    name = f"api/v1/{listed.name}.json"
    parts: dict[str, Sequence[Row]] = {}
    if len(listed.rows) > ROWS:
        parts = _parts(listed.rows)
    links = [(part, len(rows), f"api/v1/{listed.name}/by-year/{part}.json")
             for part, rows in parts.items()]  # fmt: skip
    rows = [] if parts else listed.rows
    yield Artifact(
        export.path(name), JSON, partial(_list, export, export.path(name), listed, rows, links),
        title=listed.title, label="JSON", pages=listed.pages,
    )  # fmt: skip
    for part, _, target in links:
        path = export.path(target)
        yield Artifact(path, JSON, partial(_list, export, path, listed, parts[part], []))


def _parts(rows: Sequence[Row]) -> dict[str, Sequence[Row]]:
    """The rows by the year of their incident, and a year of too many in pieces (`2026-2`)."""
    years: dict[str, list[Row]] = {}
    for row in rows:
        years.setdefault(str(row[0].day.year) if row[0].day else "undated", []).append(row)
    return {
        year if number == 0 else f"{year}-{number + 1}": of_year[start : start + ROWS]
        for year, of_year in years.items()
        for number, start in enumerate(range(0, len(of_year), ROWS))
    }


def _list(
    export: Export,
    path: str,
    listed: _List,
    rows: Sequence[Row],
    parts: Sequence[tuple[str, int, str]],
) -> bytes:
    day = {"as_of": export.as_of.isoformat()} if listed.name in _DATED else {}
    return encode(
        {
            **_head(export, path, listed.name),
            **day,
            "count": sum(count for _, count, _ in parts) or len(rows),
            "parts": [
                {"name": name, "count": count, "url": export.link(path, export.path(target))}
                for name, count, target in parts
            ],
            listed.name: [listed.entry(export, path, row) for row in rows],
        }
    )


def _postmortem(export: Export, path: str, row: Row) -> dict[str, Any]:
    return records.compact(export, path, row[0])


def _action(export: Export, path: str, row: Row) -> dict[str, Any]:
    postmortem, action = row
    return {
        "postmortem": postmortem.id,
        "url": f"{export.page(path, postmortem)}#{action.anchor}",
        **records.action(postmortem, action),
        "overdue": action.overdue(export.as_of),
    }


def _standings(export: Export) -> list[Row]:
    """How the policies of all postmortems stand."""
    return [(p, standing) for p in export.catalog.structured
            for standing in computed.policies(export, p)]  # fmt: skip


def _policy(export: Export, path: str, row: Row) -> dict[str, Any]:
    postmortem, standing = row
    return {
        "postmortem": postmortem.id,
        "url": export.page(path, postmortem),
        "profile": postmortem.profile,
        **computed.policy(standing),
    }


def _edges(export: Export) -> list[Row]:
    """The relations whose other end may be named."""
    return [
        (p, relation)
        for p in export.catalog.structured
        for relation in p.relations
        if records.relation(export, "", relation)["id"] is not None
    ]


def _relation(export: Export, path: str, row: Row) -> dict[str, Any]:
    found = records.relation(export, path, row[1])
    return {
        "from": row[0].id,
        "relation": found["relation"],
        "to": found["id"],
        "url": found["url"],
        "known": found["known"],
        "date": found["date"],
        "note": found["note"],
    }


# ----------------------------------------------------------------------------------- metrics


def _metrics(export: Export) -> bytes:
    """The definitions, and each metric in all, by rank and by year."""
    path = export.path("api/v1/metrics.json")
    counted = population(export.catalog, export.as_of).incidents
    years = sorted({p.day.year for p in counted if p.day})
    groups: list[tuple[dict[str, object], Sequence[Postmortem]]] = [({}, counted)]
    for rank, name in RANK_NAMES.items():
        of_rank = [p for p in counted if p.rank == rank]
        groups += [({"severity": name}, of_rank)] if of_rank else []
    for year in years:
        groups.append(({"year": year}, [p for p in counted if p.day and p.day.year == year]))
    return encode(
        {
            **_head(export, path, "metrics"),
            "as_of": export.as_of.isoformat(),
            "counted": "kind incident, not withdrawn, superseded or in the future",
            "unit": "seconds",
            "definitions": [
                {"key": d.key, "short": d.short, "label": d.label, "from": d.start, "to": d.end,
                 "text": d.text}
                for d in DEFINITIONS
            ],
            "groups": [
                {
                    "severity": group.get("severity"),
                    "year": group.get("year"),
                    "incidents": len(members),
                    "metrics": {d.key: _aggregate(d, members) for d in DEFINITIONS},
                }
                for group, members in groups
            ],
        }
    )  # fmt: skip


def _aggregate(definition: MetricDefinition, members: Sequence[Postmortem]) -> dict[str, Any]:
    """How many are known, and the middle and the upper end of them; no mean, which misleads."""
    found = [p.metrics[definition.key] for p in members]
    values = [metric.seconds for metric in found if metric.seconds is not None]
    return {
        "known": len(values),
        "stated": sum(metric.stated for metric in found),
        "median": median(values) if values else None,
        "p90": p90(values) if values else None,
    }
