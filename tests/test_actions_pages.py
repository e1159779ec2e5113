"""The rollup of action items as data: lists, filters, what items lack."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from mkdocs_postmortems import sitebuild
from mkdocs_postmortems.paths import Site
from mkdocs_postmortems.rendering import pages
from mkdocs_postmortems.rollup import CHECKS
from mkdocs_postmortems.settings import Settings
from mkdocs_postmortems.views import Block, base
from tests.page_support import shown
from tests.support import check, document, project

ITEMS = """services: [checkout-api]
teams: [payments]
action_items:
  - {id: A1, title: Late, owner: dana.okafor, priority: P1, due: 2026-04-01, opened_on: 2026-03-20}
  - {id: A2, title: Nobody has it}
  - {id: A3, title: Done, owner: kim.lund, team: platform, status: done, done_on: 2026-05-01}
  - {id: A4, title: Not now, owner: kim.lund, status: wont_do, reason: Replaced by A3}
"""


@pytest.fixture
def site(tmp_path: Path) -> sitebuild.SiteBuild:
    return sitebuild.collect(
        check(project(tmp_path, {"INC-1.md": document(ITEMS)})), Site("incidents")
    )


def data(site: sitebuild.SiteBuild, name: str, template: str) -> Mapping[str, Any]:
    parts = site.pages[name]().parts
    return next(p.data for p in parts if isinstance(p, Block) and p.template == template)


def test_each_owner_and_team_has_a_page(site: sitebuild.SiteBuild) -> None:
    names = [name for name in site.pages if name.startswith("actions")]
    assert names == [
        "actions", "actions/owner/dana-okafor", "actions/owner/kim-lund", "actions/team/payments",
        "actions/team/platform",
    ]  # fmt: skip
    rows = [row.data for row in data(site, "actions/owner/kim-lund", "actions/rollup")["rows"]]
    assert [row["id"] for row in rows] == ["A3", "A4"]


def test_a_name_in_two_spellings_has_one_page_with_all(tmp_path: Path) -> None:
    extra = ITEMS.replace("team: platform", "team: Payments").replace("owner: kim", "owner: Kim", 1)
    found = sitebuild.collect(
        check(project(tmp_path, {"INC-1.md": document(extra)})), Site("incidents")
    )
    for name, ids in (
        ("owner/kim-lund", ["A3", "A4"]),
        ("team/payments", ["A1", "A2", "A3", "A4"]),
    ):
        rows = [row.data for row in data(found, f"actions/{name}", "actions/rollup")["rows"]]
        assert sorted(row["id"] for row in rows) == ids


def test_items_opened_in_the_future_are_drawn_nowhere(tmp_path: Path) -> None:
    extra = "action_items: [{id: A1, title: x, owner: y, opened_on: 2027-03-01}]\n"
    found = sitebuild.collect(
        check(project(tmp_path, {"INC-1.md": document(extra)})), Site("incidents")
    )
    assert found.pages["actions"]().parts


def test_persons_are_not_counted(site: sitebuild.SiteBuild) -> None:
    assert data(site, "actions/owner/dana-okafor", "actions/rollup")["counts"] == []
    lists = data(site, "actions", "actions/parts")["lists"]
    counted = {item["name"]: item["counted"] for found in lists for item in found["names"]}
    assert counted == {
        "dana.okafor": False, "kim.lund": False, "payments": True, "platform": True,
    }  # fmt: skip


def test_what_an_item_lacks_is_said(site: sitebuild.SiteBuild) -> None:
    rows = [row.data for row in data(site, "actions", "actions/rollup")["rows"]]
    assert {row["id"]: row["lacks"] for row in rows} == {
        "A1": [],
        "A2": [CHECKS["owner"], CHECKS["due"]],
        "A3": [CHECKS["evidence"]],
        "A4": [],
    }


def test_filters_offer_what_there_is(site: sitebuild.SiteBuild) -> None:
    filters = {f["key"]: f["options"] for f in data(site, "actions", "actions/rollup")["filters"]}
    assert filters["state"] == ["Overdue", "Open", "Done", "Will not do"]
    assert filters["team"] == ["payments", "platform"]
    assert filters["lacks"] == [CHECKS["evidence"], CHECKS["owner"], CHECKS["due"]]
    assert "service" not in filters  # one choice is none


def test_age_counts_from_the_day_it_was_opened(site: sitebuild.SiteBuild) -> None:
    rows = [row.data for row in data(site, "actions", "actions/rollup")["rows"]]
    assert [row["age"] for row in rows] == ["open for 246 days", None, None, None]


def test_charts_say_what_is_not_known(site: sitebuild.SiteBuild) -> None:
    month, age, *_ = data(site, "actions", "charts/grid")["charts"]
    assert month.table.rows[0] == ("2026-03", "1", "0", "1")
    assert "For 3 items neither is known." in month.description
    assert age.table.rows[-1] == ("not known", "1")


@pytest.fixture
def tracked(tmp_path: Path) -> sitebuild.SiteBuild:
    link = "https://tracker.example/PAY-1"
    items = f"""action_items:
  - {{id: A1, title: Late, owner: dana, due: 2026-04-01, status: open, links: ["{link}"]}}
  - {{id: A2, title: Silent, owner: dana, due: 2026-04-01, links: ["{link}"]}}
  - {{id: A3, title: Ours, owner: dana, due: 2027-04-01}}
"""
    (tmp_path / "actions.csv").write_text(
        f"url,status,done_on,exported_on\n{link},closed,2026-04-02,2026-11-20\n", "utf-8"
    )
    where = project(tmp_path, {"INC-1.md": document(items)})
    return sitebuild.collect(check(where, Settings(action_state="actions.csv")), Site("incidents"))


def test_the_rollup_says_what_is_per_tracker(tracked: sitebuild.SiteBuild) -> None:
    rows = [row.data for row in data(tracked, "actions", "actions/rollup")["rows"]]
    assert {row["id"]: (row["state"], row["per_tracker"]) for row in rows} == {
        "A1": ("done", "per tracker; file: open"),
        "A2": ("done", "per tracker"),
        "A3": ("open", None),
    }
    assert [row["lacks"] for row in rows] == [[], [CHECKS["tracker"]], []]
    html = pages.draft(tracked.pages["actions"]()).blocks
    text = "".join(block.html for block in html.values())
    assert "(UTC). Tracker state as of 2026-11-20." in text
    assert text.count("per tracker") == 2


def test_the_page_of_a_postmortem_says_it_too(tracked: sitebuild.SiteBuild) -> None:
    _, text = shown(tracked.checked, tracked.checked.catalog.postmortems[0])
    assert "1 unfinished, 0 overdue as of 2026-11-21; tracker state as of 2026-11-20" in text
    assert "Done per tracker; file: open Tracker and file disagree on 2026-04-02" in text
    assert text.count("disagree") == 1


def family(name: str, later: str, day: str = "2026-02-01") -> dict[str, str | bytes]:
    """Two incidents of one failure; the fix of the first was done before the second."""
    fixed = "action_items: [{id: A1, title: Fix it, status: done, done_on: 2026-01-20}]\n"
    again = f"related: [{{id: {name}-1, relation: recurrence_of}}]\n"
    first, second = document(fixed), document(again + (later and f"action_items: [{later}]\n"))
    return {
        f"{name}-1.md": first.replace("2026-03-13", "2026-01-01"),
        f"{name}-2.md": second.replace("2026-03-13", day),
    }


def unheld(folder: Path, *files: Mapping[str, str | bytes]) -> tuple[sitebuild.SiteBuild, Any]:
    where = project(folder, {name: text for some in files for name, text in some.items()})
    site = sitebuild.collect(check(where), Site("incidents"))
    return site, data(site, "actions", "actions/rollup")["unheld"]


DONE = "{id: B1, title: Fix it again, status: done, done_on: 2026-03-01}"


def test_where_a_fix_did_not_hold_stands_above_the_list(tmp_path: Path) -> None:
    late = "{id: B1, title: More, owner: kim, due: 2026-04-01}, {id: B2, title: <b>Much}"
    site, found = unheld(
        tmp_path, family("AA", late), family("BB", "", "2026-03-01"), family("CC", DONE)
    )
    assert [(f["href"], f["last"], f["unfinished"], f["overdue"]) for f in found["families"]] == [
        ("../related/#family-BB-1", "2026-03-01", 0, 0),
        ("../related/#family-AA-1", "2026-02-01", 2, 1),
    ]
    assert (found["more"], found["settled"]) == (0, 1)
    html = "".join(b.html for b in pages.draft(site.pages["actions"]()).blocks.values())
    box = html.partition('<section class="pm-family pm-unheld"')[2].partition("</section>")[0]
    assert html.index("pm-unheld") < html.index("pm-filters")
    assert 'href="../AA-2/#action-B1"' in box
    assert "kim · due <time" in box
    assert "&lt;b&gt;Much" in box
    assert "no action item is open" in box
    assert "In 1 more, all that was decided since is done" in box
    index = "".join(b.html for b in pages.draft(site.pages["related"]()).blocks.values())
    assert 'id="family-AA-1"' in index


def test_nothing_stands_there_where_every_fix_held(tmp_path: Path) -> None:
    open_first = {k: str(v).replace("status: done, done_on: 2026-01-20", "due: 2026-12-01")
                  for k, v in family("AA", "").items()}  # fmt: skip
    assert unheld(tmp_path / "open", open_first)[1] is None
    site, found = unheld(tmp_path / "settled", family("CC", DONE))
    assert found is None
    html = "".join(b.html for b in pages.draft(site.pages["actions"]()).blocks.values())
    assert "pm-unheld" not in html


def test_many_families_and_items_are_counted(tmp_path: Path) -> None:
    many = ", ".join(f"{{id: B{n}, title: More {n}, owner: kim}}" for n in range(7))
    site, found = unheld(tmp_path, *(family(name * 2, many) for name in "ABCDE"))
    assert [len(f["rows"]) for f in found["families"]] == [5, 5, 5]
    assert [f["more"] for f in found["families"]] == [2, 2, 2]
    assert found["more"] == 2
    assert data(site, "actions/owner/kim", "actions/rollup")["unheld"] is None


def listed(count: int, finished: int, folder: Path) -> sitebuild.SiteBuild:
    """A site with one incident that has so many items, the last of them done or given up."""
    states = ["open"] * (count - finished) + ["done", "wont_do"] * finished
    items = ", ".join(
        f"{{id: B{n}, title: Item {n}, owner: kim, status: {state}, reason: Late}}"
        if state == "wont_do" else f"{{id: B{n}, title: Item {n}, owner: kim, status: {state}}}"
        for n, state in enumerate(states[:count])
    )  # fmt: skip
    where = project(folder, {"INC-1.md": document(f"action_items: [{items}]\n")})
    return sitebuild.collect(check(where), Site("incidents"))


def test_what_is_finished_is_folded_below(tmp_path: Path) -> None:
    site = listed(30, 20, tmp_path)
    for name in ("actions", "actions/owner/kim"):
        assert len(data(site, name, "actions/rollup")["rows"]) == 10
        assert len(data(site, name, "actions/finished")["rows"]) == 20
        html = "".join(b.html for b in pages.draft(site.pages[name]()).blocks.values())
        fold = html.partition('<details class="pm-fold">')[2].partition("</details>")[0]
        assert "Done and will not do <span" in fold
        assert fold.count("<tr data-state=") == 20
        assert html.count("<tr data-state=") == 30
        assert 'data-pm-beside="pm-rollup"' in fold


@pytest.mark.parametrize(("count", "finished"), [(12, 10), (40, 40), (40, 0)])
def test_few_items_or_one_kind_of_them_are_not_folded(
    tmp_path: Path, count: int, finished: int
) -> None:
    site = listed(count, finished, tmp_path)
    assert len(data(site, "actions", "actions/rollup")["rows"]) == count
    assert not any(
        isinstance(part, Block) and part.template == "actions/finished"
        for part in site.pages["actions"]().parts
    )


def test_of_many_pages_some_are_linked(tmp_path: Path) -> None:
    view = listed(1, 0, tmp_path).view
    links = base.page_links(view, "incidents/actions/index.html", "actions", 30, 158)
    numbers = [link["number"] for link in links]
    assert numbers == [1, 20, 28, 29, 30, 31, 32, 40, 80, 158]
    assert [link["number"] for link in links if link["gap"]] == [20, 28, 40, 80, 158]
    assert [link["number"] for link in links if link["current"]] == [30]
    few = base.page_links(view, "incidents/actions/index.html", "actions", 3, 12)
    assert [link["number"] for link in few] == list(range(1, 13))
    assert not any(link["gap"] for link in few)
