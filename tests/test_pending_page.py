"""The part of the dashboard that names the postmortems which are not final yet."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from mkdocs_postmortems import sitebuild, terms
from mkdocs_postmortems.paths import Site
from mkdocs_postmortems.views import Block, Heading, Page, severity
from tests import site_support
from tests.page_support import html_of
from tests.support import HEAD, check, document, project

# Complete within 5 business days of the resolution, by this template's policy.
LEARNING = """---
title: {title}
profile: learning
severity: P1
status: draft
started_at: {day} 08:00
resolved_at: {day} 12:00
---
Text.
"""


def dashboard(folder: Path, **files: str) -> Page:
    checked = check(project(folder, {f"{name}.md": text for name, text in files.items()}))
    return severity.build(sitebuild.make_view(checked, Site("incidents")))


def rows(page: Page) -> list[dict[str, object]]:
    return next(
        (list(p.data["rows"]) for p in page.parts
         if isinstance(p, Block) and p.template == "severity/pending"), [],
    )  # fmt: skip


def test_what_is_late_stands_first_and_what_has_no_deadline_last(tmp_path: Path) -> None:
    late = LEARNING.format(title="Late", day="2026-11-02")
    running = LEARNING.format(title="Running", day="2026-11-19")
    page = dashboard(tmp_path, A1=document(), B2=running, C3=late)
    assert [row["id"] for row in rows(page)] == ["C3", "B2", "A1"]
    html = html_of(page)
    text = site_support.words(html)
    assert "3 in all, what is late first." in text
    assert "19 days ago" in text
    assert "▲12 days late: not done, was due 2026-11-09 (UTC)" in text
    assert "Complete within 5 business days of the resolution." in text
    assert "no deadline" in text


def test_what_is_left_is_what_a_final_document_needs(tmp_path: Path) -> None:
    (row,) = rows(dashboard(tmp_path, A1=document()))
    assert isinstance(row["left"], int)
    assert row["left"] > 3
    assert row["resolved"] is None  # and no age is made up


def test_without_drafts_there_is_no_heading(tmp_path: Path) -> None:
    page = dashboard(tmp_path, A1=document(head=HEAD.replace("in_review", "withdrawn")))
    assert not rows(page)
    assert "not final" not in " ".join(p.markdown for p in page.parts if isinstance(p, Heading))


def test_a_long_list_ends_with_the_way_to_all(tmp_path: Path) -> None:
    page = dashboard(tmp_path, **{f"A{n}": document() for n in range(1, 16)})
    assert len(rows(page)) == 12
    assert "3 more: see the status in <a href=" in html_of(page)


def test_the_heading_speaks_the_words_of_the_organisation(tmp_path: Path) -> None:
    checked = check(project(tmp_path, {"A1.md": document()}))
    view = sitebuild.make_view(checked, Site("incidents"))
    own = replace(view, terms=terms.make({"postmortem": "incident review"}))
    titles = [p.markdown for p in severity.build(own).parts if isinstance(p, Heading)]
    assert "Incident reviews not final yet" in titles
