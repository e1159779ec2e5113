"""What a document computes about its postmortem: likeness, family and policies, as on the page."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mkdocs_postmortems import build, sitebuild
from mkdocs_postmortems.paths import Site
from mkdocs_postmortems.related import Finder
from mkdocs_postmortems.settings import Settings
from mkdocs_postmortems.views import Block, Page
from tests.conftest import PROJECT
from tests.exports.support import exported, made
from tests.exports.test_json import judge
from tests.support import AS_OF, check, document, project

BASE = "incidents/api/v1"
POOL = (
    "services: [ledger-api]\nroot_cause: {{category: capacity}}\ntags: [connection-pool]\n"
    "one_line_summary: Postings waited while the connection pool of the ledger was exhausted\n"
    "{more}"
)
HEAD = 'title: "{title}"\nseverity: SEV-2\nstatus: in_review\nstarted_at: {day} 10:00\n'
AGAIN = "related: [{{id: INC-{of}, relation: recurrence_of}}]\n"
DONE = "action_items: [{{title: Widen the pool, owner: ledger, status: done, done_on: {day}}}]\n"
FAMILY = {
    "INC-20260105-001.md": document(
        POOL.format(more=DONE.format(day="2026-01-20")),
        head=HEAD.format(title="Ledger <stalled>", day="2026-01-05"),
    ),
    "INC-20260210-001.md": document(
        POOL.format(more=AGAIN.format(of="20260105-001") + DONE.format(day="2026-02-12")),
        head=HEAD.format(title="Ledger stalled again", day="2026-02-10"),
    ),
    "INC-20260301-001.md": document(
        POOL.format(more=""), head=HEAD.format(title="Ledger slow", day="2026-03-01")
    ),
}
OTHERS = {
    f"INC-2026040{number}-001.md": document(
        f"services: [{service}]\none_line_summary: {said}\n",
        head=HEAD.format(title=said, day=f"2026-04-0{number}"),
    )
    for number, (service, said) in enumerate(
        (
            ("search-web", "Results were stale after an index was swapped"),
            ("mail-relay", "Newsletters went out twice"),
            ("badge-doors", "Doors stayed shut while a certificate had run out"),
            ("image-store", "Pictures of articles were missing on phones"),
        ),
        1,
    )
}
"""Incidents of other kinds: what all of an archive have in common counts nothing."""
SAFETY = """---
title: Robot arm moved while the gate was open
profile: safety
severity: SEV1
status: in_review
started_at: 2026-11-19 08:00
resolved_at: 2026-11-20 09:30
---
Text.
"""


def documents(folder: Path, files: dict[str, str], **settings: Any) -> dict[str, Any]:
    """The documents of an archive by their names below `api/v1/`, each valid."""
    found = made(exported(folder, files, **settings), "json")
    judge(found)
    return {path.removeprefix(f"{BASE}/"): json.loads(text) for path, text in found.items()}


def test_similar_incidents_have_reasons_and_a_score(tmp_path: Path) -> None:
    found = documents(tmp_path, {**FAMILY, **OTHERS})["postmortems/INC-20260301-001.json"]
    similar = {other["id"]: other for other in found["similar"]}
    assert similar.keys() == {"INC-20260210-001", "INC-20260105-001"}
    first = similar["INC-20260105-001"]
    assert first["title"] == "Ledger <stalled>"
    assert first["url"].endswith("/incidents/INC-20260105-001/")
    assert first["reasons"][0] == "same service ledger-api"
    assert 14 <= first["score"] <= 100
    assert (first["day"], first["severity"]["rank"]) == ("2026-01-05", 2)
    assert found["family"] is None


def test_a_member_of_a_family_says_whether_its_fix_held(tmp_path: Path) -> None:
    found = documents(tmp_path, FAMILY)
    first = found["postmortems/INC-20260105-001.json"]["family"]
    second = found["postmortems/INC-20260210-001.json"]["family"]
    assert first["id"] == second["id"] == "INC-20260105-001"
    assert (first["position"], second["position"]) == (1, 2)
    assert (first["fix_did_not_hold"], first["returned_as"]) == (True, "INC-20260210-001")
    assert (second["fix_did_not_hold"], second["returned_as"]) == (False, None)
    assert (second["fix_done_on"], second["days_since_previous"]) == ("2026-02-12", 36)


def test_policies_say_what_is_due_and_how_it_stands(tmp_path: Path) -> None:
    found = documents(tmp_path, {"INC-20261119-001.md": SAFETY})
    full = found["postmortems/INC-20261119-001.json"]
    complete, signed = full["policies"]
    assert (complete["key"], complete["state"]) == ("complete", "running")
    assert (complete["due"], complete["due_at"]) == ("2026-11-22", "2026-11-22T09:30:00Z")
    assert (complete["days"], complete["done_on"]) == (1, None)
    assert complete["words"] == "due 2026-11-22 09:30 UTC, 1 day left"
    assert (signed["kind"], signed["due"], signed["days"]) == ("sign_off", None, None)
    assert "safety_team_lead" in signed["missing"]
    assert full["as_of"] == AS_OF.isoformat()
    listed = found["policies.json"]
    assert listed["as_of"] == AS_OF.isoformat()
    shared = [{k: v for k, v in row.items() if k in complete} for row in listed["policies"]]
    assert shared == full["policies"]


def test_only_open_clocks_make_a_document_depend_on_the_day(tmp_path: Path) -> None:
    name = f"{BASE}/postmortems/INC-20261119-001.json"

    def on(day: date, text: str) -> bytes:
        folder = project(tmp_path / f"{day}-{len(text)}", {"INC-20261119-001.md": text})
        checked = build.check(folder, Settings(), day)
        site = sitebuild.collect(checked, Site("incidents"))
        return {a.path: a for a in site.exports}[name].make()

    done = SAFETY.replace("in_review", "final\ncompleted_on: 2026-11-21")
    later = date(2026, 12, 1)
    assert on(AS_OF, done) == on(later, done)
    late = json.loads(on(later, SAFETY))
    assert (late["as_of"], late["policies"][0]["state"]) == ("2026-12-01", "late")
    assert late["policies"][0]["days"] == 9


def shown(page: Page, template: str) -> Any:
    """The data of a block of a page; None where the page has none."""
    blocks = [p for p in page.parts if isinstance(p, Block) and p.template == template]
    return blocks[0].data if blocks else None


def test_documents_say_what_the_pages_say() -> None:
    """On the samples, whose templates have policies and whose incidents are alike."""
    site = sitebuild.collect(build.check(PROJECT, Settings(), AS_OF), Site("incidents"))
    made_of = {a.path: a for a in site.exports}
    told = clocked = 0
    for postmortem in site.checked.catalog.postmortems:
        page = site.postmortem(postmortem)
        full = json.loads(made_of[f"{BASE}/postmortems/{postmortem.id}.json"].make())
        listed = (shown(page, "postmortem/similar") or {"rows": []})["rows"]
        assert [row["title"] for row in listed] == [s["title"] for s in full["similar"]]
        assert [row["reasons"] for row in listed] == [
            "; ".join(s["reasons"]) for s in full["similar"]
        ]
        assert all(
            f"likeness {s['score']} of 100" in row["about"]
            for row, s in zip(listed, full["similar"], strict=True)
        )
        clocks = (shown(page, "postmortem/policies") or {"rows": []})["rows"]
        assert [(row["title"], row["words"]) for row in clocks] == [
            (entry["title"], entry["words"]) for entry in full["policies"]
        ]
        told, clocked = told + len(listed), clocked + len(clocks)
    assert told
    assert clocked


def test_likeness_is_computed_once_for_page_and_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    nearest = Finder._nearest

    def counted(finder: Finder, place: int) -> list[tuple[int, int]]:
        asked.append(place)
        return nearest(finder, place)

    monkeypatch.setattr(Finder, "_nearest", counted)
    checked = check(project(tmp_path, FAMILY))
    site = sitebuild.collect(checked, Site("incidents"))
    exports = {artifact.path: artifact for artifact in site.exports}
    for postmortem in checked.catalog.postmortems:  # as a build makes them, one after the other
        site.postmortem(postmortem)
        exports.pop(site.document(postmortem)).make()
    for artifact in exports.values():
        artifact.make()
    assert sorted(asked) == [0, 1, 2]
