"""The state of action items per tracker: how an export is read, refused, and what comes of it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from mkdocs_postmortems import tracker, tracker_file
from mkdocs_postmortems.errors import UsageError
from mkdocs_postmortems.settings import Settings
from mkdocs_postmortems.tracker import STATUSES, Ticket, Tracker, folded, folded_url
from tests.support import check, document, project
from tests.unit.cli_support import Run

HEADER = "url,status,done_on,exported_on\n"
ONE = "https://tracker.example/PAY-1"
TWO = "https://tracker.example/PAY-2"
ITEMS = f"""action_items:
  - {{id: A1, title: Refuse empty lists, due: 2026-04-01, status: open, links: ["{ONE}"]}}
  - {{id: A2, title: Alert, due: 2026-04-01, status: done, done_on: 2026-04-01, links: ["{TWO}"]}}
  - {{id: A3, title: Write the runbook, due: 2026-04-01, links: ["{ONE}", "{TWO}"]}}
  - {{id: A4, title: Someday, due: 2027-01-31}}
"""
EXPORT = f"{HEADER}{ONE},closed,2026-04-02,2026-11-20\n{TWO},In Progress,2026-04-03,2026-11-19\n"
SETTINGS = Settings(action_state="actions.csv")


def load(folder: Path, text: str | bytes) -> Tracker:
    content = text if isinstance(text, bytes) else text.encode()
    (folder / "actions.csv").write_bytes(content)
    return tracker_file.load(folder, "actions.csv")


def exported(folder: Path, text: str = EXPORT, items: str = ITEMS) -> Path:
    (folder / "actions.csv").write_text(text, "utf-8")
    return project(folder, {"INC-1.md": document(items)})


def test_an_export(tmp_path: Path) -> None:
    found = load(tmp_path, b"\xef\xbb\xbf" + EXPORT.replace("\n", "\r\n\r\n").encode())
    assert found.tickets[folded_url(ONE)] == Ticket("done", date(2026, 4, 2))
    assert found.tickets[folded_url(TWO)] == Ticket("in_progress")
    assert found.age == "tracker state as of 2026-11-19"
    assert tracker_file.load(tmp_path, "").age == ""


@pytest.mark.parametrize(
    "text",
    [
        "url,status,done_on\n",
        f"status,url,done_on\ndone,{ONE},\n",
        f"{HEADER}{ONE},done,,2026-11-20\n{TWO},done,,\n",
    ],
)
def test_an_age_that_is_not_known(text: str, tmp_path: Path) -> None:
    assert load(tmp_path, text).age == "tracker state, age not known"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "actions.csv:1: the header lacks url, status, done_on"),
        ("url;status;done_on\n", "actions.csv:1: the header lacks url, status, done_on; found"),
        ("url,status\n", 'the header lacks done_on; found "url,status". Write url,status,done_on'),
        ("url,status,done_on,exported_onn\n", 'unknown column; found "exported_onn"; did you mean'),
        ("url,status,done_on,url\n", 'actions.csv:1: a column stands twice; found "url"'),
        (f"{HEADER}{ONE},clsoed,,\n", 'actions.csv:2: status: unknown word; found "clsoed"; did'),
        (f"{HEADER}{ONE},,,\n", 'unknown word; found "". Allowed: open, in_progress, done'),
        (f"{HEADER}\n{ONE},done,2026-02-30,\n", 'actions.csv:3: done_on is no day; found "2026-02'),
        (f"{HEADER}{ONE},done,,20.11.2026\n", "actions.csv:2: exported_on is no day"),
        (f"{HEADER}{ONE},done,,\n{ONE}/,done,,\n", "csv:3: url stands twice, first on line 2"),
        (f"{HEADER},done,,\n", "actions.csv:2: url is empty"),
        (f"{HEADER}{ONE},done\n", "actions.csv:2: the row has 2 cells, the header 4"),
        (f'{HEADER}"{ONE},done,,\n', "actions.csv:2: no CSV: "),
        (b"\xff\n", "actions.csv is not UTF-8 text"),
    ],
)  # fmt: skip
def test_what_is_refused(text: str | bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        load(tmp_path, text)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path, run: Run) -> None:
    exported(tmp_path)
    (tmp_path / "postmortems.yml").write_text("action_state: missing.csv\n", "utf-8")
    code, out, err = run("check")
    assert (code, out) == (2, "")
    assert "action_state: there is no file missing.csv" in err


def test_words_for_a_state() -> None:
    assert all(folded(word) == word for word in STATUSES)
    assert STATUSES[folded("Won't Do")] == STATUSES[folded("WONT-DO")] == "wont_do"
    assert folded_url("HTTPS://Tracker.Example/PAY-1/#c4") == "https://tracker.example/PAY-1"


def test_the_state_of_the_tracker_counts(tmp_path: Path) -> None:
    checked = check(exported(tmp_path), SETTINGS)
    first, second, both, own = checked.catalog.postmortems[0].actions
    assert (first.status, first.done_on) == ("done", date(2026, 4, 2))
    assert (second.status, second.done_on) == ("in_progress", None)
    assert (both.status, both.done_on) == ("in_progress", None)
    assert (own.status, own.written) == ("open", None)
    assert (second.in_file.status, second.in_file.done_on) == ("done", date(2026, 4, 1))
    assert [tracker.disagrees(a) for a in (first, second, both, own)] == [True, True, False, False]
    assert [(d.code, d.position.line) for d in checked.diagnostics] == [("PM308", 7), ("PM308", 8)]
    assert "tracker state as of 2026-11-19" in checked.diagnostics[0].sentence()


def test_the_file_is_judged_as_it_is(tmp_path: Path) -> None:
    """A day of completion belongs to what the file says, and not to the tracker's state."""
    items = ITEMS.replace("status: done, ", "status: open, ")
    found = check(exported(tmp_path, items=items), SETTINGS).diagnostics
    assert [d.code for d in found] == ["PM308", "PM207"]


def test_a_day_in_the_file_stays_where_the_tracker_has_none(tmp_path: Path) -> None:
    where = exported(tmp_path, f"{HEADER}{TWO},done,,\n")
    second = check(where, SETTINGS).catalog.postmortems[0].actions[1]
    assert (second.status, second.done_on) == ("done", date(2026, 4, 1))


def test_a_former_day() -> None:
    known = Tracker({ONE: Ticket("done", date(2026, 4, 2))}, configured=True)
    assert known.ticket((ONE,), date(2026, 4, 1)) == Ticket("open")
    assert known.ticket((ONE,), date(2026, 4, 2)) == Ticket("done", date(2026, 4, 2))
    assert known.ticket((TWO,)) is None


# in a terminal


@pytest.fixture
def configured(tmp_path: Path, run: Run) -> Run:
    exported(tmp_path)
    (tmp_path / "postmortems.yml").write_text("action_state: actions.csv\n", "utf-8")
    return run


def test_the_table_says_where_a_state_comes_from(configured: Run) -> None:
    lines = configured("actions", "--all")[1].splitlines()
    assert lines[-1].endswith("as of 2026-11-21; tracker state as of 2026-11-19")
    states = {line.split()[0]: line for line in lines[:-1]}
    assert "done (per tracker, file: open)" in states["INC-1/A1"]
    assert "overdue (per tracker, file: done)" in states["INC-1/A2"]
    assert "overdue (per tracker) " in states["INC-1/A3"]
    assert "tracker" not in states["INC-1/A4"]


def test_programs_are_told_as_well(configured: Run) -> None:
    rows = json.loads(configured("actions", "--all", "--format", "json")[1])
    found = {r["action"]: (r["state"], r["state_from"], r["written_status"]) for r in rows}
    assert found == {
        "INC-1/A1": ("done", "tracker", "open"),
        "INC-1/A2": ("overdue", "tracker", "done"),
        "INC-1/A3": ("overdue", "tracker", None),
        "INC-1/A4": ("open", "file", "open"),
    }


def test_set_changes_what_is_written(configured: Run, tmp_path: Path) -> None:
    """The file gets a day of its own, though the tracker knows one."""
    assert configured("actions", "set", "INC-1/A1", "--status", "done")[0] == 0
    text = (tmp_path / "postmortems/INC-1.md").read_text("utf-8")
    assert 'status: done, links: ["https://tracker.example/PAY-1"], done_on: 2026-11-21' in text
