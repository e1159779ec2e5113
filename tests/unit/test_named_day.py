"""A postmortem without a start: the day in its file's name orders it, and answers nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from mkdocs_postmortems.build import Checked
from mkdocs_postmortems.charts import completion
from mkdocs_postmortems.paths import Site
from mkdocs_postmortems.sitebuild import make_view
from mkdocs_postmortems.views import Block, header, index, pending, values
from tests.support import SUMMARY, check, document, project

HEAD = 'title: "Search was down"\nseverity: SEV-2\nstatus: in_review\n'


def checked(folder: Path, extra: str = "", name: str = "2026-07-02-search.md") -> Checked:
    """A project with one postmortem before it and one after it."""
    files = {
        name: f"---\n{HEAD}{extra}---\n{SUMMARY}",
        "INC-20260601-001.md": document(head='title: "June"\nstarted_at: 2026-06-01 10:00\n'),
        "INC-20260801-001.md": document(head='title: "August"\nstarted_at: 2026-08-01\n'),
    }
    return check(project(folder, files))


def test_it_gives_the_order_and_the_day(tmp_path: Path) -> None:
    found = checked(tmp_path)
    assert [p.title for p in found.catalog.postmortems] == ["August", "Search was down", "June"]
    postmortem = found.catalog.postmortems[1]
    assert (postmortem.day, postmortem.started) == (date(2026, 7, 2), None)
    assert "started" not in postmortem.milestones


def test_it_is_marked_on_the_pages(tmp_path: Path) -> None:
    found = checked(tmp_path)
    view = make_view(found, Site("incidents"))
    postmortem = found.catalog.postmortems[1]
    (shown,) = header.build(view, postmortem, "incidents/x/index.html")["dates"]
    assert shown["label"] == "Day"
    assert [(line["text"], line["note"]) for line in shown["lines"]] == [
        ("2026-07-02", "from the file's name")
    ]
    rows = [index.row(view, "incidents/index.html", p) for p in found.catalog.postmortems]
    assert [(row["day"], row["named"]) for row in rows] == [
        ("2026-08-01", False), ("2026-07-02", True), ("2026-06-01", False),
    ]  # fmt: skip


def test_it_does_not_answer_a_required_start(tmp_path: Path) -> None:
    said = [d for d in checked(tmp_path).diagnostics if d.path.endswith("search.md")]
    assert [(d.code, d.message) for d in said] == [
        ("PM205", "`started_at` is missing for status in_review")
    ]


@pytest.mark.parametrize(
    ("extra", "day"),
    [
        ("started_at: 2026-05-05 10:00\n", date(2026, 5, 5)),
        ("incident_date: 2026-05-05\n", date(2026, 5, 5)),
        ("started_at: unknown\n", date(2026, 7, 2)),
    ],
)
def test_what_is_written_wins(extra: str, day: date, tmp_path: Path) -> None:
    found = checked(tmp_path, extra)
    assert next(p for p in found.catalog.postmortems if p.title == "Search was down").day == day


def test_no_rule_holds_times_against_it(tmp_path: Path) -> None:
    extra = "detected_at: 2026-06-30 10:00\nincident_status: resolved\n"
    said = [d for d in checked(tmp_path, extra).diagnostics if d.path.endswith("search.md")]
    assert [d.code for d in said] == ["PM205"]


@pytest.mark.parametrize("name", ["2026-02-30-search-1.md", "search-1.md"])
def test_no_day_is_invented(name: str, tmp_path: Path) -> None:
    found = checked(tmp_path, name=name)
    assert found.catalog.postmortems[-1].day is None


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "UTC", "Pacific/Honolulu"])
def test_a_start_without_a_time_keeps_its_day_in_every_zone(zone: str, tmp_path: Path) -> None:
    extra = f"started_at: 2026-05-05\ntimezone: {zone}\n"
    found = check(project(tmp_path, {"INC-20260505-001.md": document(extra, head=HEAD)}))
    (postmortem,) = found.catalog.postmortems
    assert postmortem.day == date(2026, 5, 5)
    fields = (f for p in found.context.profiles.values() for s in p.sections for f in s.fields)
    as_day = next(f for f in fields if f.path == "started_at" and f.date)
    assert [line["text"] for line in values.cells(postmortem, as_day)] == ["2026-05-05"]


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "UTC", "Pacific/Honolulu"])
def test_so_does_an_end_without_a_time(zone: str, tmp_path: Path) -> None:
    """Of items that were opened then, of the wait for the document, of what is not final yet."""
    extra = (
        f"started_at: 2026-05-05\nresolved_at: 2026-05-06\ntimezone: {zone}\n"
        "completed_on: 2026-05-08\naction_items:\n  - title: Probe replicas\n"
    )
    heads = {"INC-1": HEAD, "INC-2": HEAD.replace("in_review", "final")}
    files = {f"{name}.md": document(extra, head=head) for name, head in heads.items()}
    found = check(project(tmp_path, files))
    assert {p.actions[0].opened_on for p in found.catalog.postmortems} == {date(2026, 5, 6)}
    first, waits = (
        dict(completion.build(found.catalog, date(2026, 5, day)).table.rows) for day in (6, 9)
    )
    assert first["not complete yet"] == "2"
    assert waits["up to 2 days"] == "1"
    view = replace(make_view(found, Site("incidents")), as_of=date(2026, 5, 9))
    _, table = pending.parts(view, "incidents/severity/index.html")
    assert isinstance(table, Block)
    assert [row["resolved"] for row in table.data["rows"]] == ["3 days ago"]
