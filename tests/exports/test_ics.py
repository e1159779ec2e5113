"""Calendars: read back by the library, folded, with ids that stay."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from mkdocs_postmortems.characters import clean
from mkdocs_postmortems.exporters import vcalendar
from tests.exports import support
from tests.exports.support import exported, made

FOLDER = "incidents/calendar"
NAME = "INC-20260313-001.md"


def entries(content: bytes) -> list[dict[str, object]]:
    """The events and tasks of a calendar by the names of their properties."""
    calendar = Calendar.from_ical(content)
    assert not calendar.errors
    return [
        {name: component.decoded(name) for name in component}
        for component in calendar.subcomponents
        if component.name != "VTIMEZONE"
    ]


@pytest.mark.parametrize("name", ["actions", "tasks", "reviews", "owner/dana"])
def test_golden_calendars(name: str, tmp_path: Path) -> None:
    content = made(exported(tmp_path), "ics")[f"{FOLDER}/{name}.ics"]
    support.matches_golden(f"calendar/{name.replace('/', '-')}.ics", content)


def test_open_items_with_a_due_date_are_whole_days(tmp_path: Path) -> None:
    files = made(exported(tmp_path), "ics")
    first, second = entries(files[f"{FOLDER}/actions.ics"])
    assert first["UID"] == "INC-20260313-001-action-AI-001@docs.example"
    assert (first["DTSTART"], first["DTEND"]) == (date(2026, 11, 1), date(2026, 11, 2))
    assert first["SUMMARY"] == "AI-001 Reject an empty list; always, in CI (INC-20260313-001)"
    assert first["URL"] == f"{support.URL}incidents/INC-20260313-001/#action-AI-001"
    assert second["DTSTART"] == date(2026, 12, 24)
    tasks = entries(files[f"{FOLDER}/tasks.ics"])
    assert [task["DUE"] for task in tasks] == [date(2026, 11, 1), date(2026, 12, 24)]
    assert [task["STATUS"] for task in tasks] == ["NEEDS-ACTION", "IN-PROCESS"]
    assert [task["PRIORITY"] for task in tasks] == [1, 9]


def test_reviews_of_the_last_year_are_shown(tmp_path: Path) -> None:
    review = "review: {scheduled_on: 2025-11-20, meeting: {held_on: 2025-11-21}}\n"
    files = made(exported(tmp_path, {NAME: support.document(review)}), "ics")
    assert [e["DTSTART"] for e in entries(files[f"{FOLDER}/reviews.ics"])] == [date(2025, 11, 21)]


def test_what_is_superseded_is_in_no_calendar(tmp_path: Path) -> None:
    text = support.FULL.replace("status: in_review", "status: superseded")
    assert text != support.FULL
    files = made(exported(tmp_path, {NAME: text}), "ics")
    assert [entries(files[f"{FOLDER}/{n}.ics"]) for n in ("actions", "tasks", "reviews")] == [
        []
    ] * 3


def test_a_calendar_without_entries_is_one_nevertheless() -> None:
    """RFC 5545 asks for a component, and a calendar that somebody subscribed to must not vanish."""
    calendar = Calendar.from_ical(vcalendar.wrapped("Due", []))
    assert [component.name for component in calendar.subcomponents] == ["VTIMEZONE"]
    assert not calendar.errors
    assert not calendar.subcomponents[0].errors
    assert b"VTIMEZONE" not in vcalendar.wrapped("Due", [b"BEGIN:VEVENT\r\nEND:VEVENT\r\n"])


def test_each_owner_has_a_calendar_but_not_in_public(tmp_path: Path) -> None:
    internal = made(exported(tmp_path), "ics")
    owners = {path: len(entries(content)) for path, content in internal.items() if "owner/" in path}
    assert owners == {f"{FOLDER}/owner/dana.ics": 1, f"{FOLDER}/owner/payments-core.ics": 1}
    public = made(exported(tmp_path, audience="public"), "ics")
    assert not any("owner/" in path for path in public)


def test_ids_do_not_change_with_titles_dates_or_the_day(tmp_path: Path) -> None:
    changed = support.FULL.replace("Page the right team", "Other").replace(
        "2026-12-24", "2027-01-01"
    )
    first = made(exported(tmp_path / "a"), "ics")
    second = made(exported(tmp_path / "b", {NAME: changed}), "ics")
    path = f"{FOLDER}/actions.ics"
    assert [e["UID"] for e in entries(first[path])] == [e["UID"] for e in entries(second[path])]
    assert b"20261121" not in b"".join(first.values()), "nothing depends on the day"


def test_two_items_of_one_id_are_two_entries(tmp_path: Path) -> None:
    twice = (
        "action_items:\n"
        "  - {id: AI-001, title: One, owner: a-team, due: 2026-12-01}\n"
        "  - {id: AI-001, title: Two, owner: b-team, due: 2026-12-02}\n"
    )
    files = made(exported(tmp_path, {NAME: support.document(twice)}), "ics")
    found = {e["UID"]: e["SUMMARY"] for e in entries(files[f"{FOLDER}/actions.ics"])}
    assert len(found) == 2
    (other,) = entries(files[f"{FOLDER}/owner/b-team.ics"])
    assert found[other["UID"]] == other["SUMMARY"]


@pytest.mark.parametrize(
    "text", ["C:\\New share", "\\\\N", "\\n; a, b", "a\\", "x\\,y", "first\nsecond"]
)
def test_signs_that_mean_something_to_calendars_read_back(text: str) -> None:
    entry = vcalendar.Entry("a@b", date(2026, 1, 1), "T", text, "", date(2026, 1, 1), ())
    content = vcalendar.wrapped(text, [vcalendar.event(entry, vcalendar.lines(entry))])
    calendar = Calendar.from_ical(content)
    assert calendar.subcomponents[0]["DESCRIPTION"] == text
    # The library does not know that names are texts.
    names = {re.sub(r"\\(.)", r"\1", str(calendar[name])) for name in ("NAME", "X-WR-CALNAME")}
    assert names == {" ".join(text.split())}


TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=120)


@given(title=TEXT, description=TEXT)
def test_any_text_reads_back(title: str, description: str) -> None:
    entry = vcalendar.Entry("a@b", date(2026, 1, 1), title, description, "", date(2026, 1, 1), ())
    shared = vcalendar.lines(entry)
    content = vcalendar.wrapped(
        "X", [vcalendar.event(entry, shared), vcalendar.task(entry, shared)]
    )
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        assert b"\r" not in line
        assert b"\n" not in line
    for found in entries(content):
        assert found["SUMMARY"] == " ".join(clean(title).split())
        assert found["DESCRIPTION"] == clean(description)
        assert found["DTSTAMP"].date() == date(2026, 1, 1)  # type: ignore[attr-defined]
