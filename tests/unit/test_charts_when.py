"""Charts about time that passes: the hour of detection, the wait for a document, due dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from mkdocs_postmortems.action_item import ActionItem
from mkdocs_postmortems.charts import actions_on_time, completion, hours
from mkdocs_postmortems.model import Postmortem
from mkdocs_postmortems.times import Instant
from tests.unit.chart_samples import AS_OF, at, build, incident

SUNDAY, MONDAY = date(2026, 3, 1), date(2026, 3, 2)


def noticed(number: int, when: Instant | None, zone: str = "UTC", **more: str) -> Postmortem:
    """An incident that was detected at a time."""
    one = incident(number, **more)  # type: ignore[arg-type]
    times = {"detected": when} if when else {}
    return replace(one, milestones={**one.milestones, **times}, timezone=zone)


def test_hours_are_those_of_the_clock_on_the_wall() -> None:
    chart = hours.build(
        build(
            noticed(1, at(SUNDAY, 23, 30), "Europe/Copenhagen"),  # half past midnight on Monday
            noticed(2, at(MONDAY, 0, 5)),
            noticed(3, at(SUNDAY, 14)),
        ),
        AS_OF,
    )
    assert chart.table.headers == ("Hour", *"Mon Tue Wed Thu Fri Sat Sun".split(), "Total")
    assert chart.table.rows == (
        ("00:00 to 00:59", "2", "0", "0", "0", "0", "0", "0", "2"),
        ("14:00 to 14:59", "0", "0", "0", "0", "0", "0", "1", "1"),
    )
    week, weekend = chart.series
    assert (week.name, week.values[0], weekend.name, weekend.values[14]) == (
        "Monday to Friday", 2, "Saturday and Sunday", 1,
    )  # fmt: skip
    assert len(week.values) == len(chart.categories) == 24
    assert "in the time zone of each document" in chart.description


def test_an_hour_that_nobody_wrote_is_not_counted() -> None:
    bare = Instant("2026-03-02", datetime(2026, 3, 2, tzinfo=UTC), date_only=True)
    chart = hours.build(
        build(noticed(1, bare), noticed(2, None), noticed(3, at(MONDAY, 9)),
              noticed(4, at(MONDAY, 9), status="draft")),
        AS_OF,
    )  # fmt: skip
    assert chart.description == (
        "The hour of detection, in UTC. Known for 1 of 3 incidents in review or final."
    )
    assert hours.build(build(noticed(1, bare)), AS_OF).is_empty


def written(number: int, completed_on: str | None, **more: str) -> Postmortem:
    """An incident resolved on a Sunday, whose document says when it was complete."""
    record = {"completed_on": completed_on} if completed_on else {}
    one = incident(number, record=record, **more)  # type: ignore[arg-type]
    return replace(one, milestones={**one.milestones, "resolved": at(SUNDAY, 23)})


def test_the_wait_for_a_document_counts_what_is_not_written_yet() -> None:
    days = ("2026-03-01", "2026-03-03", "2026-03-04", "2026-03-08", "2026-03-14")
    chart = completion.build(
        build(
            *(written(number, day) for number, day in enumerate(days)),
            written(10, "2026-03-20"),  # planned: after the day of the report
            written(11, None),
            written(12, None, status="in_review"),
            written(13, "2026-02-20"),  # before the resolution: a slip of the pen
            incident(14),
        ),
        AS_OF,
    )
    assert dict(chart.table.rows) == {
        "up to 2 days": "2", "3 to 7 days": "2", "8 to 14 days": "1", "15 to 30 days": "0",
        "31 to 90 days": "0", "more than 90 days": "0", "not complete yet": "2",
        "day not known": "2",
    }  # fmt: skip
    assert chart.description == (
        "Known for 5 of 9 resolved incidents. Of these, median 3 days, p90 13 days. "
        "Not counted: 1 incident without a day of resolution."
    )


def test_of_few_documents_no_statistic_is_made() -> None:
    chart = completion.build(build(*(written(n, "2026-03-04") for n in range(4))), AS_OF)
    assert "median" not in chart.description
    assert completion.build(build(incident(1)), AS_OF).is_empty


def with_actions(*actions: ActionItem) -> Postmortem:
    return replace(incident(1), actions=actions)


def item(index: int, status: str, due: str | None, done: str | None = None,
         priority: str | None = "P1", rank: int = 1) -> ActionItem:  # fmt: skip
    return ActionItem(
        index, f"AI-{index}", "Test it", status=status, priority=priority, priority_rank=rank,
        due=date.fromisoformat(due) if due else None,
        done_on=date.fromisoformat(done) if done else None,
    )  # fmt: skip


def test_what_fell_due_was_done_by_then_or_not() -> None:
    chart = actions_on_time.build(
        build(with_actions(
            item(1, "done", "2026-03-05", "2026-03-05"),
            item(2, "done", "2026-03-05", "2026-03-06"),
            item(3, "open", "2026-03-13"),
            item(4, "done", "2026-03-05"),
            item(5, "done", "2026-03-05", "2026-03-01", None, 9),
            item(6, "done", "2026-03-05", "2026-03-01", "P0", 0),
            # Not due yet, though one of them is done; without a due date; given up.
            item(7, "done", "2026-03-20", "2026-03-01"),
            item(8, "in_progress", "2026-03-14"),
            item(9, "open", None),
            item(10, "wont_do", "2026-03-05"),
        )),
        AS_OF,
    )  # fmt: skip
    assert chart.table.rows == (
        ("P0", "1", "0", "0", "0"), ("P1", "1", "1", "1", "1"), ("no priority", "1", "0", "0", "0"),
    )  # fmt: skip
    assert [row.text for row in chart.rows] == [
        "1 of 1 by then",
        "1 of 4 by then",
        "1 of 1 by then",
    ]
    assert chart.description == (
        "6 items whose due date has passed. Not counted: 2 items not due yet, "
        "1 item without a due date and 1 item that will not be done."
    )
