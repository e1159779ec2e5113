"""What the tests of the exporters share: a small archive, its export, and the files made of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mkdocs_postmortems import exporters, sitebuild
from mkdocs_postmortems.exporters import Export
from mkdocs_postmortems.paths import Site
from mkdocs_postmortems.settings import Settings
from tests.support import SUMMARY, check, document, project

URL = "https://docs.example/sub/"
GOLDEN = Path(__file__).parents[1] / "golden" / "exports"

FULL = document(
    """one_line_summary: "Cards failed & the queue grew < 30 minutes"
aliases: [INC-7]
services: [{name: checkout-api, impact: "Errors, mostly", availability: degraded}, "C++ builds"]
teams: [payments-core]
tags: [payments]
roles: {incident_commander: dana.okafor}
root_cause: {category: other, category_other: "expired token"}
trigger: config_change
detection: {sources: [monitoring, user_report]}
x-cost-centre: "4711"
related: [{id: INC-20260301-001, relation: recurrence_of, note: "the same list"}]
timeline:
  - {at: 2026-03-13 22:41, kind: first_impact, event: "=1+1 was shown, \\"quoted\\""}
  - {at: 22:44, kind: detected, event: "Alert pages the on-call", actor: alerting, x-id: "9"}
  - {at: 23:12, kind: mitigated, event: "Rolled back", important: true}
  - {at: 00:03, kind: resolved, event: "Queue drained"}
action_items:
  - {id: AI-001, title: "Reject an empty list; always, in CI", owner: payments-core, priority: P1, due: 2026-11-01, x-effort: small}
  - {id: AI-002, title: "Page the right team", owner: Dana, priority: P3, due: 2026-12-24, status: in_progress}
  - {id: AI-003, title: "Old", owner: dana, due: 2026-04-01, status: done, done_on: 2026-03-30}
  - {id: AI-004, title: "No day", owner: dana}
review: {scheduled_on: 2026-03-20, meeting: {held_on: 2026-03-21}}
updated_on: 2026-04-02
"""  # noqa: E501
)
EARLIER = document(
    'tlp: CLEAR\nmetrics: {ttm: "30 minutes"}\nservices: [checkout-api]\n',
    head='title: "Cards, again"\nseverity: SEV-3\nstatus: in_review\nstarted_at: 2026-03-01\n',
)
OLD = "# The great outage of 2019\n\nImpact: 500s everywhere.\n\n## What broke\n\n- Everything\n"
ARCHIVE: Mapping[str, str] = {
    "INC-20260313-001.md": FULL,
    "INC-20260301-001.md": EARLIER,
    "notes-on-an-outage.md": OLD,
}


def exported(
    folder: Path, files: Mapping[str, str] = ARCHIVE, site_url: str = URL, **settings: Any
) -> Export:
    """What exporters are given for some files below `postmortems/`."""
    options = Settings(**settings)
    checked = check(project(folder, files), options)
    return sitebuild.collect(checked, Site(options.url), site_url).export


def made(export: Export, *formats: str) -> dict[str, bytes]:
    """The files of some formats by their paths in the site."""
    return {a.path: a.make() for a in exporters.build(export, formats)}


def matches_golden(name: str, content: bytes) -> None:
    """Compare with the file kept; UPDATE_GOLDEN=1 writes it anew."""
    golden = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN") == "1":
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_bytes(content)
    assert content == golden.read_bytes(), f"{name}: UPDATE_GOLDEN=1 writes it anew"


__all__ = ["ARCHIVE", "FULL", "SUMMARY", "URL", "document", "exported", "made", "matches_golden"]
