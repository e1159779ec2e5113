"""The clocks of a postmortem's policies on its page, and days that follow from a horizon."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mkdocs_postmortems import build, sitebuild
from mkdocs_postmortems.paths import Site
from mkdocs_postmortems.rendering import pages
from mkdocs_postmortems.settings import Settings
from tests import site_support
from tests.support import AS_OF, project
from tests.test_pages import page_of

SAFETY: dict[str, Any] = {
    "title": "T",
    "profile": "safety",
    "severity": "SEV1",
    "status": "in_review",
    "started_at": "2026-11-20 08:00",
    "resolved_at": "2026-11-20 12:00",
    "review": {"scheduled_on": "2026-11-18"},
    "sign_off": [{"role": "incident_commander", "name": "dana.okafor", "signed": True}],
    "action_items": [{"title": "Block it", "horizon": "immediate"}],
}


def test_states_stand_in_words_and_shapes(tmp_path: Path) -> None:
    _, html, text = page_of(tmp_path, SAFETY, "")
    for words in (
        "All sections are complete within 48 hours of the resolution.",
        "◐due 2026-11-22 12:00 UTC, 1 day left",
        "The review takes place on its day.",
        "▲3 days late: not done, was due 2026-11-18 (UTC)",
        "A final document is signed off.",
        "◐1 of 4 signatures, missing: engineering lead, safety team lead, management",
        "Deadlines as of 2026-11-21. Days are days in UTC.",
    ):
        assert words in text
    # Below the header, above everything else.
    assert html.index("</header>") < html.index("pm-policies") < html.index("\n## ")


def test_a_day_by_horizon_is_marked(tmp_path: Path) -> None:
    _, html, text = page_of(tmp_path, SAFETY, "")
    assert "2026-11-21 by horizon" in text
    written = {**SAFETY, "action_items": [{"title": "B", "due": "2026-11-21"}]}
    assert "by horizon" not in page_of(tmp_path / "2", written, "")[2]
    assert '<time datetime="2026-11-21">2026-11-21</time> <span' in html


@pytest.mark.parametrize(
    "change", [{"profile": "service", "severity": "SEV-1"}, {"status": "withdrawn"}]
)
def test_without_policies_there_is_no_block(change: dict[str, Any], tmp_path: Path) -> None:
    assert "pm-policies" not in page_of(tmp_path, {**SAFETY, **change}, "")[1]


def test_a_public_page_names_no_person(tmp_path: Path) -> None:
    front = """title: T
profile: executive
severity: P3
status: in_review
tlp: CLEAR
started_at: 2026-11-20 08:00
sign_off: [{role: author, name: dana.okafor, signed: true}]
"""
    folder = project(tmp_path, {"INC-1.md": f"---\n{front}---\nText.\n"})
    checked = build.check(folder, replace(Settings(), audience="public"), AS_OF)
    (postmortem,) = checked.catalog.postmortems
    page = pages.draft(sitebuild.collect(checked, Site("incidents")).postmortem(postmortem))
    html = "".join(block.html for block in page.blocks.values())
    text = site_support.words(html)
    assert "1 of 2 signatures, missing: engineering lead" in text
    assert "dana.okafor" not in text


def test_the_settings_reach_the_page(tmp_path: Path) -> None:
    record = "title: T\nprofile: learning\nresolved_at: 2026-11-20 12:00\n"
    folder = project(tmp_path, {"INC-1.md": f"---\n{record}---\nText.\n"})
    holiday = replace(Settings(), holidays=(date(2026, 11, 24),))
    checked = build.check(folder, holiday, AS_OF)
    (postmortem,) = checked.catalog.postmortems
    page = pages.draft(sitebuild.collect(checked, Site("incidents")).postmortem(postmortem))
    html = "".join(block.html for block in page.blocks.values())
    assert "due 2026-11-30 (UTC), 9 days left" in html
