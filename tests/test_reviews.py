"""The review of a quarter: sentences with n, money by currency, failures that came back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from mkdocs_postmortems import sitebuild
from mkdocs_postmortems.paths import Site
from mkdocs_postmortems.views import Block
from tests.page_support import html_of
from tests.support import HEAD, check, document, project

FIRST = """impact: {business: {revenue: {amount: 1000, currency: EUR}}}
action_items: [{id: A1, title: Late, owner: data, due: 2026-08-01}]
"""
SECOND = """impact: {business: {revenue: {amount: 250, currency: USD}}}
related: [{id: INC-20260705-001, relation: recurrence_of}]
"""


def at(day: str, extra: str = "", severity: str = "SEV-2") -> str:
    return document(extra, head=HEAD.replace("2026-03-13", day).replace("SEV-2", severity))


@pytest.fixture
def site(tmp_path: Path) -> sitebuild.SiteBuild:
    files: dict[str, str | bytes] = {
        "INC-20260401-001.md": at("2026-04-01"),
        "INC-20260705-001.md": at("2026-07-05", FIRST),
        "INC-20260901-001.md": at("2026-09-01", SECOND, "SEV-4"),
        "INC-20260910-001.md": at("2026-09-10", "kind: near_miss\n"),
    }
    return sitebuild.collect(check(project(tmp_path, files)), Site("incidents"))


def data(site: sitebuild.SiteBuild, name: str, template: str) -> Mapping[str, Any]:
    parts = site.pages[name]().parts
    return next(p.data for p in parts if isinstance(p, Block) and p.template == template)


def test_every_quarter_with_an_incident_has_a_page(site: sitebuild.SiteBuild) -> None:
    names = [name for name in site.pages if name.startswith("reviews/")]
    assert names == ["reviews/2026-Q3", "reviews/2026-Q2"]
    rows = data(site, "reviews", "reviews/index")["rows"]
    assert [(row["label"], row["counts"]) for row in rows] == [
        ("2026 Q3", "2 incidents, 1 near miss"), ("2026 Q2", "1 incident"),
    ]  # fmt: skip


@pytest.fixture
def gaps(tmp_path: Path) -> sitebuild.SiteBuild:
    days = ("2021-02-01", "2023-05-01", "2026-02-01", "2026-10-02")
    files: dict[str, str | bytes] = {f"INC-{day.replace('-', '')}-1.md": at(day) for day in days}
    files["INC-20231101-1.md"] = at("2023-11-01", "kind: exercise\n")
    return sitebuild.collect(check(project(tmp_path, files)), Site("incidents"))


def test_quarters_without_an_incident_are_one_line(gaps: sitebuild.SiteBuild) -> None:
    rows = data(gaps, "reviews", "reviews/index")["rows"]
    assert [(row["label"], row["counts"], row["running"]) for row in rows] == [
        ("2026 Q4", "1 incident", True),
        ("2026 Q2 to 2026 Q3", "no incident", False),
        ("2026 Q1", "1 incident", False),
        ("2024 Q1 to 2025 Q4", "no incident", False),
        ("2023 Q4", "1 exercise", False),
        ("2023 Q3", "no incident", False),
        ("2023 Q2", "1 incident", False),
        ("2021 Q2 to 2023 Q1", "no incident", False),
        ("2021 Q1", "1 incident", False),
    ]
    linked = [address for row in rows if (address := row["href"])]
    pages = {f"{name.removeprefix('reviews/')}/" for name in gaps.pages if "reviews/" in name}
    assert {href.removesuffix("index.html") for href in linked} == pages


def test_a_review_leads_past_the_quarters_without_one(gaps: sitebuild.SiteBuild) -> None:
    beside = data(gaps, "reviews/2023-Q2", "reviews/neighbours")
    assert [beside[side]["label"] for side in ("older", "newer")] == ["2021 Q1", "2023 Q4"]
    assert data(gaps, "reviews/2021-Q1", "reviews/neighbours")["older"] is None
    assert data(gaps, "reviews/2026-Q4", "reviews/neighbours")["newer"] is None


def test_the_quarter_before_is_that_of_the_calendar(gaps: sitebuild.SiteBuild) -> None:
    sentences = data(gaps, "reviews/2026-Q1", "reviews/intro")["sentences"]
    assert sentences[0] == "1 incident started in 2026 Q1, 0 in the quarter before."


def test_sentences_count_and_say_what_is_known(site: sitebuild.SiteBuild) -> None:
    sentences = data(site, "reviews/2026-Q3", "reviews/intro")["sentences"]
    assert sentences[0] == "2 incidents started in 2026 Q3, 1 in the quarter before."
    assert sentences[1].startswith("1 near miss and 0 exercises")
    assert (
        "Durations: too few to say (of 2 in review or final, time to detect for 0, time to "
        "mitigate for 0, time to resolve for 0)."
    ) in sentences
    assert "The postmortem is final for 0 of 2 incidents." in sentences


def test_money_is_never_added_across_currencies(site: sitebuild.SiteBuild) -> None:
    sentences = data(site, "reviews/2026-Q3", "reviews/intro")["sentences"]
    assert sentences[-1] == (
        "Revenue: 1,000 EUR, 250 USD, stated for 2 of 2 incidents; currencies are not added."
    )


def test_the_change_is_given_as_counts(site: sitebuild.SiteBuild) -> None:
    changes = data(site, "reviews/2026-Q3", "reviews/intro")["changes"]
    assert [(row["name"], row["now"], row["before"]) for row in changes] == [
        ("high", 1, 1), ("low", 1, 0),
    ]  # fmt: skip
    first = data(site, "reviews/2026-Q2", "reviews/intro")["changes"]
    assert [row["before"] for row in first] == [None]


def test_only_the_upper_ranks_are_named(site: sitebuild.SiteBuild) -> None:
    rows = data(site, "reviews/2026-Q3", "reviews/grave")["rows"]
    assert [row["id"] for row in rows] == ["INC-20260705-001"]


def test_a_family_comes_with_its_overdue_actions(site: sitebuild.SiteBuild) -> None:
    (family,) = data(site, "reviews/2026-Q3", "reviews/families")["families"]
    assert [m["id"] for m in family["members"]] == ["INC-20260705-001", "INC-20260901-001"]
    assert [a["title"] for a in family["overdue"]] == ["Late"]
    assert data(site, "reviews/2026-Q2", "reviews/families")["families"] == []


def test_without_incidents_there_is_only_the_list(tmp_path: Path) -> None:
    empty = sitebuild.collect(check(project(tmp_path, {})), Site("incidents"))
    assert [name for name in empty.pages if name.startswith("reviews")] == ["reviews"]


def test_of_many_families_some_are_shown(tmp_path: Path) -> None:
    """Those whose fix did not hold come first, and what is left out is counted."""
    late = ", ".join(
        f"{{id: B{n}, title: More {n}, owner: kim, due: 2026-03-01}}" for n in range(7)
    )
    done = "{id: A1, title: Fix, owner: kim, status: done, done_on: 2026-01-20}"
    files: dict[str, str | bytes] = {}
    for n in range(10):
        items = done if n == 4 else late
        again = f"related: [{{id: F{n}-1, relation: recurrence_of}}]\n"
        files[f"F{n}-1.md"] = at("2026-01-01", f"action_items: [{items}]\n")
        files[f"F{n}-2.md"] = at("2026-02-01", again)
    site = sitebuild.collect(check(project(tmp_path, files)), Site("incidents"))
    found = data(site, "reviews/2026-Q1", "reviews/families")
    assert (len(found["families"]), found["more"]) == (8, 2)
    assert found["families"][0]["did_not_hold"] == 1
    assert (len(found["families"][1]["overdue"]), found["families"][1]["more"]) == (5, 2)
    html = html_of(site.pages["reviews/2026-Q1"]())
    assert '2 more families had an incident in the quarter: <a href="../../related/">' in html
