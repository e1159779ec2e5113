"""`actions`: the rollup in a terminal, and changes of single items."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.support import document, project
from tests.unit.cli_support import Run

ITEMS = """services: [checkout-api]
teams: [payments]
action_items:
  - {id: AI-1, title: "Refuse empty lists", owner: dana, priority: P1, due: 2026-04-01}
  - {id: AI-2, title: "=Alert on | stock", owner: kim, due: 2026-12-01, category: detection}
  - id: AI-3
    title: Write the runbook
    team: platform
    status: done
    done_on: 2026-05-01
  - {id: AI-4, title: Someday, due: 2027-06-01, status: in_progress}
"""


@pytest.fixture
def items(tmp_path: Path, run: Run) -> Run:
    project(
        tmp_path, {"INC-1.md": document(ITEMS), "INC-2.md": document("title: x\n")[:0] + "# a\n"}
    )
    return run


DAY = ("--as-of", "2026-11-21")


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ((), ["AI-1", "AI-2", "AI-4"]),
        (("--all",), ["AI-1", "AI-2", "AI-4", "AI-3"]),
        (("--overdue",), ["AI-1"]),
        (("--state", "due_soon", "--state", "done"), ["AI-2", "AI-3"]),
        (("--owner", "DANA"), ["AI-1"]),
        (("--team", "payments"), ["AI-1", "AI-2", "AI-4"]),
        (("--team", "platform", "--all"), ["AI-3"]),
        (("--service", "checkout-api", "--priority", "p1"), ["AI-1"]),
        (("--category", "detection"), ["AI-2"]),
        (("--severity-at-least", "critical"), []),
        (("--severity-at-least", "SEV-2", "--overdue"), ["AI-1"]),
    ],
)
def test_what_is_listed(words: tuple[str, ...], ids: list[str], items: Run) -> None:
    code, out, _ = items("actions", *DAY, *words)
    lines = out.splitlines()
    assert code == 0
    assert [line.split()[0] for line in lines[:-1]] == [f"INC-1/{i}" for i in ids]
    assert lines[-1] == f"{len(ids)} of 4 action items, as of 2026-11-21"


def test_the_exit_code_is_a_choice(items: Run) -> None:
    assert items("actions", *DAY, "--overdue", "--exit-code")[0] == 1
    assert items("actions", "--as-of", "2026-03-20", "--overdue", "--exit-code")[0] == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--owner", "dane"), 'no action item has the owner "dane". Did you mean "dana"?'),
        (("--severity-at-least", "hihg"), 'Did you mean "high"?'),
        (("--horizon", "soon"), 'no action item has the horizon "soon".'),
    ],
)
def test_a_name_that_stands_nowhere(words: tuple[str, ...], message: str, items: Run) -> None:
    code, out, err = items("actions", *DAY, *words)
    assert (code, out) == (2, "")
    assert message in err


@pytest.mark.parametrize("format_", ["table", "csv", "json"])
def test_a_file_that_cannot_be_read_is_told(format_: str, items: Run, tmp_path: Path) -> None:
    project(tmp_path, {"INC-3.md": "---\ntitle: a: b\n---\n"})
    code, out, err = items("actions", *DAY, "--format", format_)
    note = "1 more could not be read: postmortems check\n"
    assert code == 0
    assert out.endswith(note) if format_ == "table" else (err == note and note not in out)


def test_json(items: Run) -> None:
    rows = json.loads(items("actions", *DAY, "--format", "json")[1])
    assert [row["action"] for row in rows] == ["INC-1/AI-1", "INC-1/AI-2", "INC-1/AI-4"]
    assert rows[0]["state"] == "overdue"
    assert rows[0]["service"] == ["checkout-api"]


@pytest.mark.parametrize("format_", ["csv", "json", "markdown"])
def test_no_line_is_a_command(format_: str, run: Run, tmp_path: Path) -> None:
    said = "a\\n::error::x ##[error]y"
    item = (
        f'{{id: AI-1, title: "##[error]x", evidence: "{said}", reason: "{said}", due: 2026-04-01}}'
    )
    project(tmp_path, {"INC-1.md": document(f"action_items: [{item}]\n")})
    code, out, _ = run("actions", *DAY, "--format", format_)
    assert code == 0
    assert "##[" not in out
    assert not any(line.lstrip().startswith("::") for line in out.splitlines())
    if format_ == "json":
        assert json.loads(out)[0]["title"] == "##[error]x"


def test_csv_runs_no_formula(items: Run) -> None:
    out = items("actions", *DAY, "--format", "csv")[1]
    rows = list(csv.DictReader(io.StringIO(out)))
    assert rows[1]["title"] == "'=Alert on | stock"


def test_markdown_stays_a_table(items: Run) -> None:
    out = items("actions", *DAY, "--format", "markdown")[1]
    assert r"=Alert on \| stock" in out
    assert len({line.replace(r"\|", "").count("|") for line in out.splitlines()}) == 1


# set


def text(tmp_path: Path) -> str:
    return (tmp_path / "postmortems/INC-1.md").read_text("utf-8")


def test_done_with_evidence(items: Run, tmp_path: Path) -> None:
    before = text(tmp_path)
    url = "https://tracker.example/pull/7"
    code, out, _ = items(
        "actions", "set", "inc-1/ai-1", "--status", "done", "--evidence", url, *DAY
    )
    assert code == 0
    assert "AI-1 now has status done" in out
    line = next(line for line in before.splitlines() if "AI-1" in line)
    wanted = f"{line[:-1]}, status: done, evidence: {url}, done_on: 2026-11-21}}"
    assert text(tmp_path) == before.replace(line, wanted)
    assert items("check", "--as-of", "2026-11-21")[0] == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("INC-1/AI-9", "--status", "done"), 'INC-1 has no action item "AI-9". Did you mean "AI-'),
        (("INC-7/AI-1", "--status", "done"), 'there is no incident "INC-7".'),
        (("AI-1", "--status", "done"), "is no action: write <incident>/<id>"),
        (("INC-1/AI-1",), "nothing to change"),
        (("INC-1/AI-1", "--status", "wont_do"), "needs --reason"),
        (("INC-1/AI-1", "--due", "2026-02-30"), '--due: "2026-02-30" is no day'),
        (("INC-1/AI-1", "--owner", "a\nb"), "--owner must be one line"),
        (("INC-1/AI-1", "--evidence", "https://a:b@c.example/"), "must not hold"),
    ],
)
def test_refused_without_a_change(
    words: tuple[str, ...], message: str, items: Run, tmp_path: Path
) -> None:
    before = text(tmp_path)
    code, _, err = items("actions", "set", *words)
    assert code == 2
    assert message in err
    assert text(tmp_path) == before


def test_rights_stay_and_links_are_refused(items: Run, tmp_path: Path) -> None:
    path = tmp_path / "postmortems/INC-1.md"
    path.chmod(0o640)
    assert items("actions", "set", "INC-1/AI-2", "--owner", "mo")[0] == 0
    assert path.stat().st_mode & 0o777 == 0o640


def family(*actions: str) -> dict[str, str | bytes]:
    """Incidents of one failure, a month apart, each with its action items."""
    files: dict[str, str | bytes] = {}
    for n, items in enumerate(actions, 1):
        link = f"related: [{{id: INC-{n - 1}, relation: recurrence_of}}]\n" if n > 1 else ""
        text = document(f"{link}action_items: [{items}]\n" if items else link)
        files[f"INC-{n}.md"] = text.replace("2026-03-13 22:41", f"2026-0{n}-01 10:00")
    return files


FIXED = "{id: A1, title: Fix it, status: done, done_on: 2026-01-20}"
NOTE = "Fix did not hold: INC-1 (seen 2 times, last on 2026-02-01; {}) Checkout returned errors"


@pytest.mark.parametrize(
    ("later", "words", "note"),
    [
        ("{title: More, owner: kim}, {title: Much, owner: dana}", (), "2 of the items below"),
        ("{title: More, owner: kim}, {title: Much, owner: dana}", ("--owner", "kim"),
         "1 of the items below"),
        ("{title: More, owner: kim, priority: P1}", ("--overdue",), None),
        ("", (), "no action item is open"),
        ("", ("--all",), "no action item is open"),
        ("", ("--state", "done"), None),
        ("{title: More, status: done, done_on: 2026-03-01}", (), None),
        ("{title: More, status: done}", (), "no action item is open"),
    ],
)  # fmt: skip
def test_families_whose_fix_did_not_hold_stand_above_the_table(
    later: str, words: tuple[str, ...], note: str | None, tmp_path: Path, run: Run
) -> None:
    project(tmp_path, family(FIXED, later))
    code, out, err = run("actions", *DAY, *words)
    assert code == 0, err
    notes = [line for line in out.splitlines() if line.startswith("Fix did not hold")]
    assert (out.splitlines()[: len(notes)]) == notes
    if note is None:
        assert not notes
    else:
        assert len(notes) == 1
        assert notes[0].startswith(NOTE.format(note))
    assert "did not hold" not in run("actions", *DAY, *words, "--format", "csv")[1]
    assert isinstance(json.loads(run("actions", *DAY, *words, "--format", "json")[1]), list)


def test_of_many_families_a_few_are_named(tmp_path: Path, run: Run) -> None:
    files: dict[str, str | bytes] = {}
    for name in "ABCDE":
        for path, text in family(FIXED, "{title: More}").items():
            files[path.replace("INC-", f"{name}-")] = str(text).replace("INC-", f"{name}-")
    project(tmp_path, files)
    lines = run("actions", *DAY)[1].splitlines()
    assert [line.split()[4] for line in lines[:3]] == ["A-1", "B-1", "C-1"]
    assert lines[3] == "Fix did not hold: 2 more families of recurrences"
